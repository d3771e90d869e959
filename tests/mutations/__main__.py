"""Try each listed change of the kernel's source, and tell which of them no test notices.

    python -m tests.mutations [FILE...]

Takes some minutes; `changes.yaml` lists the changes, and FILE (`near.c`) chooses those of some files. Every
change is made in a copy of the project, the kernel is built there, and the tests that guard it run until one
fails. Ends with 1 where a change survives, is not found in the source any more, or cannot be compiled.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

import yaml

ROOT = Path(__file__).parents[2]
SOURCE = Path("names", "kernel", "source")
GUARDS = tuple(f"tests/test_{of}.py" for of in ("shared_names", "kernel", "guard", "keys", "dividing"))
NOT_OF_ANSWERS = "not compiler and not nonsense"  # tests of how a kernel is built, and of damaged files
TIME_LIMIT = 300  # seconds after which the tests of a change are stopped
AT_ONCE = 2
QUICKLY = "-O1"  # compiled in half the time; doubles come out the same
BUILD = f"import sys; from names.kernel.building import build; sys.exit(build(flags=['{QUICKLY}']))"
CAUGHT = ("caught", "caught by the time limit")


class Change(NamedTuple):
    """A change of one rule in the source.

    Attributes:
        file: Its file in the folder of the source.
        find: What stands there; whitespace does not matter.
        replace: What is put in its place.
        breaks: The rule that does not hold then.
    """

    file: str
    find: str
    replace: str
    breaks: str


def changes() -> list[Change]:
    """Return the changes as they are listed."""
    listed = yaml.safe_load((Path(__file__).parent / "changes.yaml").read_text(encoding="utf-8"))
    return [Change(file, **each) for file, some in listed.items() for each in some]


def places_of(find: str, source: str) -> list[tuple[int, int]]:
    """Return where a text stands in a source, whitespace aside: where each place begins and ends.

    Examples:
        >>> places_of("if (a) b;", "if (a)" + chr(10) + "    b;")
        [(0, 13)]
    """
    kept = [n for n, letter in enumerate(source) if not letter.isspace()]
    letters = "".join(source[n] for n in kept)
    wanted = "".join(find.split())
    found, at = [], letters.find(wanted)
    while at >= 0:
        found.append((kept[at], kept[at + len(wanted) - 1] + 1))
        at = letters.find(wanted, at + 1)
    return found


def changed(change: Change, source: str) -> str | None:
    """Return a source with a change, or None where what it is about does not stand there just once."""
    places = places_of(change.find, source)
    if len(places) != 1:
        return None
    begin, end = places[0]
    return source[:begin] + change.replace + source[end:]


class Workshop:
    """A copy of the project in which one change after another is tried.

    Args:
        folder: Where to make it.
    """

    def __init__(self, folder: Path) -> None:
        self._root = folder
        for part in ("names", "tests"):
            unwanted = shutil.ignore_patterns("__pycache__", "*.so")
            shutil.copytree(ROOT / part, folder / part, ignore=unwanted)
        shutil.copy(ROOT / "pyproject.toml", folder)

    def try_out(self, change: Change) -> str:
        """Return what became of a change: `caught` and by which test, `survived`, or why it was not tried."""
        file = self._root / SOURCE / change.file
        source = file.read_text(encoding="utf-8")
        made = changed(change, source)
        if made is None:
            return f"not found just once in the source, but {len(places_of(change.find, source))} times"
        try:
            file.write_text(made, encoding="utf-8")
            guards = GUARDS[::-1] if change.file == "keys.c" else GUARDS  # the likeliest first
            return self.verdict(guards)
        finally:
            file.write_text(source, encoding="utf-8")

    def verdict(self, guards: Sequence[str] = GUARDS) -> str:
        """Return what the tests say of the source as it stands.

        Args:
            guards: The files of tests, in the order in which they run.
        """
        built = self._run([sys.executable, "-c", BUILD])
        if built.returncode:
            return f"not compiled: {built.stdout.strip()}"
        options = ["-q", "-x", "-n", "0", "-p", "no:cacheprovider", "-k", NOT_OF_ANSWERS]
        try:
            done = self._run([sys.executable, "-m", "pytest", *options, *guards])
        except subprocess.TimeoutExpired:
            return "caught by the time limit"
        if done.returncode == 0:
            return "survived"
        failed = re.search(r"^(?:FAILED|ERROR) \S*::(\S+)", done.stdout, re.MULTILINE)
        return f"caught: {failed[1] if failed else f'pytest ended with {done.returncode}'}"

    def _run(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        set_to = {"CI": "1", "PYTHONPATH": str(self._root), "NAMES_CACHE": str(self._root / "cache")}
        return subprocess.run(
            command, cwd=self._root, env=os.environ | set_to, timeout=TIME_LIMIT, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
        )  # fmt: skip


def try_all(chosen: Sequence[Change], scratch: Path) -> Iterator[tuple[Change, str]]:
    """Yield each change with what became of it, some at once, in the order in which they are listed."""
    free: SimpleQueue[Workshop] = SimpleQueue()
    for n in range(AT_ONCE):
        free.put(Workshop(scratch / str(n)))

    def try_out(change: Change) -> str:
        workshop = free.get()
        try:
            return workshop.try_out(change)
        finally:
            free.put(workshop)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        yield from zip(chosen, threads.map(try_out, chosen), strict=True)


def main(files: Sequence[str]) -> int:
    """Try the changes of some files, or all, and print what became of each."""
    listed = changes()
    if unknown := sorted(set(files) - {change.file for change in listed}):
        print(f"changes.yaml lists no change of {', '.join(unknown)}")
        return 2
    chosen = [change for change in listed if not files or change.file in files]
    begun, told = time.monotonic(), Counter[str]()
    with tempfile.TemporaryDirectory() as scratch:
        if (unchanged := Workshop(Path(scratch, "unchanged")).verdict()) != "survived":
            print(f"the tests fail without any change ({unchanged}); mend that first")
            return 1
        for change, became in try_all(chosen, Path(scratch)):
            told[became.partition(":")[0]] += 1
            print(f"{change.file}: {change.breaks}\n    {became}", flush=True)
    print(f"{dict(told)} of {len(chosen)}, in {time.monotonic() - begun:.0f} s")
    return 0 if all(became in CAUGHT for became in told) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
