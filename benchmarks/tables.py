"""What a row costs whose spelling was seen before, beside Polars on the same table.

    python -m benchmarks.tables TABLE.csv COLUMN

Three programs, each in a process of its own: `names normalize` on the table; the same on the first row of
each spelling, which is what matching costs; and Polars, which reads the table, joins the answers (made
beforehand) and writes the same columns. Each runs a few times, in turn, and the fastest counts. The ratio is
the first less the second, over the third less its start. The table must be UTF-8 and separated by commas.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

KINDS = ("name", "id", "score", "status")  # what `names normalize` adds
CALL = "import sys; from benchmarks import tables; getattr(tables, sys.argv[1])(*sys.argv[2:])"
START = "import polars"
MEGABYTE = 1 << 20
RSS_UNIT = 1 if sys.platform == "darwin" else 1 << 10  # bytes in which the system tells a peak


class Cost(NamedTuple):
    """What a process took: seconds by the clock, seconds of all processors, bytes of memory at the peak."""

    wall: float
    cpu: float
    peak: int


def main() -> None:
    """Measure, and print a table with the ratio under it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("table", type=Path, help="a CSV with many rows and few spellings")
    parser.add_argument("column", help="its column of names")
    parser.add_argument("--repeat", type=int, default=3, help="how often each is run; the fastest counts")
    parser.add_argument("--scratch", type=Path, help="folder for what is written; the system's if not given")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.scratch) as scratch:
        report(compare(given.table, given.column, given.repeat, Path(scratch)))


def compare(table: Path, column: str, repeat: int, scratch: Path) -> dict[str, Cost]:
    """Return the least cost of each program, by what it does.

    Args:
        table: The CSV.
        column: Its column of names.
        repeat: How often each is run, in turn.
        scratch: Folder for what is written.
    """
    firsts, answers, out = scratch / "firsts.csv", scratch / "answers.csv", scratch / "out.csv"
    call = [sys.executable, "-c", CALL]
    normalize = [sys.executable, "-m", "names", "normalize", "--column", column, "--output"]
    run([*call, "keep_firsts", str(table), column, str(firsts)])
    run([*normalize, str(out), str(firsts)])
    run([*call, "keep_answers", str(out), column, str(answers)])
    programs = {
        "names normalize": [*normalize, str(out), str(table)],
        "  of it matching": [*normalize, str(out), str(firsts)],
        "polars": [*call, "join", str(table), str(answers), column, str(out)],
        "  of it starting": [sys.executable, "-c", START],
    }
    runs: dict[str, list[Cost]] = {name: [] for name in programs}
    for _ in range(repeat):
        for name, command in programs.items():
            runs[name].append(run(command))
    return {name: Cost(*map(min, zip(*costs, strict=True))) for name, costs in runs.items()}


def keep_firsts(table: str, column: str, out: str) -> None:
    """Write the first row of each spelling."""
    import polars as pl

    pl.scan_csv(table, infer_schema=False).unique(column, keep="first").collect().write_csv(out)


def keep_answers(normalized: str, column: str, out: str) -> None:
    """Write the spellings and their answers, without the other columns."""
    import polars as pl

    added = [column, *(f"{column}_{kind}" for kind in KINDS)]
    pl.read_csv(normalized, infer_schema=False).select(added).write_csv(out)


def join(table: str, answers: str, column: str, out: str) -> None:
    """Read a table, join the answers and write it: what `names normalize` is compared with."""
    import polars as pl  # here, so that the process that measures stays small: a child's peak begins with it

    rows, known = (pl.scan_csv(path, infer_schema=False) for path in (table, answers))
    joined = rows.join(known, on=column, how="left", maintain_order="left")
    joined.sink_csv(out)


def run(command: Sequence[str]) -> Cost:
    """Return what a command cost.

    Raises:
        RuntimeError: If it failed, with what it said.
    """
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)} failed: {said.read().decode(errors='replace')}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * RSS_UNIT)


def report(costs: dict[str, Cost]) -> None:
    """Print the costs, and how the rows of both programs compare."""
    print(f"{'':18} {'wall s':>8} {'cpu s':>8} {'peak MB':>8}")
    for name, cost in costs.items():
        print(f"{name:18} {cost.wall:8.2f} {cost.cpu:8.2f} {cost.peak / MEGABYTE:8.0f}")
    whole, matching, polars, starting = costs.values()
    wall = (whole.wall - matching.wall) / (polars.wall - starting.wall)
    cpu = (whole.cpu - matching.cpu) / (polars.cpu - starting.cpu)
    print(f"{'ratio of the rows':18} {wall:8.2f} {cpu:8.2f}")


if __name__ == "__main__":
    main()
