"""Run a command; write down how long it took and how much memory it held at most.

    python -I -S stopwatch.py REPORT COMMAND...

REPORT becomes one JSON object: `seconds`, `peak` (bytes). The exit status is that of the command.

A script of its own, small and without imports from the project: Linux counts what the process that starts a
command held as if the command had held it (ru_maxrss of getrusage(2) outlives the call of exec).
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator

BETWEEN_LOOKS = 0.2  # seconds; a look costs some milliseconds for each gigabyte held
UNIT = 1 if sys.platform == "darwin" else 1024  # bytes in one of ru_maxrss


def main() -> None:
    """Run the command, write the report, leave with the status of the command."""
    report, *command = sys.argv[1:]
    begin = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ)
    family = Family(process)
    family.start()
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - begin
    family.ended.set()
    with open(report, "w", encoding="utf-8") as file:  # noqa: PTH123 (pathlib alone would be a third of us)
        json.dump({"seconds": seconds, "peak": max(usage.ru_maxrss * UNIT, family.peak)}, file)
    sys.exit(os.waitstatus_to_exitcode(status))


class Family(threading.Thread):
    """Looks how much memory a process and its descendants hold together, while there are any.

    The system's own count is of the largest process alone. Where /proc is missing, that has to do.

    Attributes:
        peak: The most seen so far, in bytes; 0 as long as the process is alone.
        ended: To be set when the process is.
    """

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.peak = 0
        self.ended = threading.Event()

    def run(self) -> None:
        """Look again and again until the process has ended."""
        while not self.ended.wait(BETWEEN_LOOKS):
            members = [self.process, *descendants(self.process)]
            if len(members) > 1:
                self.peak = max(self.peak, sum(map(held, members)))


def descendants(process: int) -> Iterator[int]:
    """Yield the processes that a process started, and those that they started."""
    try:
        threads = os.listdir(f"/proc/{process}/task")  # noqa: PTH208
    except OSError:
        return
    for thread in threads:
        for child in map(int, read(f"/proc/{process}/task/{thread}/children").split()):
            yield child
            yield from descendants(child)


def held(process: int) -> int:
    """Return how many bytes a process holds, its part of what it shares with others; 0 once it has ended."""
    for line in read(f"/proc/{process}/smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def read(path: str) -> str:
    """Return what a file says, nothing where it is gone."""
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            return file.read()
    except OSError:
        return ""


if __name__ == "__main__":
    main()
