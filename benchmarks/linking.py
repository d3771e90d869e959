"""How well spellings are linked to entities: one run of the command line, judged by a judge of its own.

    python -m benchmarks.linking FOLDER JUDGE

FOLDER holds gazetteer.jsonl (id, name) and queries-dev.jsonl (query, expect, scripts). JUDGE is a script
that turns queries into a CSV (`--to-csv QUERIES`) and judges the result (`QUERIES RESULT`), printing one JSON
object. Prints that object with the seconds the run took. `benchmarks.quality` sets peers beside it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GAZETTEER = "gazetteer.jsonl"

Figures = dict[str, float]
"""What the judge says of one group of queries: the name of each figure and its value."""


def main() -> None:
    """Normalize the queries, judge the result, print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_data_arguments(parser)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        result = Path(scratch, "result.csv")
        queries: Path = given.folder / given.queries
        seconds = normalize(given.folder / GAZETTEER, queries, given.judge, result)
        report: dict[str, object] = {**judged(given.judge, queries, result)}
    print(json.dumps(report | {"seconds": round(seconds, 1)}, indent=1))


def add_data_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say where the data and the judge are."""
    parser.add_argument("folder", type=absolute, help=f"holds {GAZETTEER} and the queries")
    parser.add_argument("judge", type=absolute, help="the judging script")
    parser.add_argument("--queries", default="queries-dev.jsonl", help="file of the queries in FOLDER")


def absolute(text: str) -> Path:
    """Return the whole path; the processes run in another folder than the caller's."""
    return Path(text).resolve()


def normalize(gazetteer: Path, queries: Path, judge: Path, result: Path) -> float:
    """Write the answers of `names normalize --best`, and return how many seconds the whole process took.

    Args:
        gazetteer: The entities, as JSONL.
        queries: The queries, as JSONL.
        judge: The judging script, which makes the table to normalize.
        result: Where the answers go, as CSV.

    Returns:
        Seconds of wall clock, start of the process and reading of the gazetteer included.
    """
    table = result.with_suffix(".queries")
    table.write_bytes(run(str(judge), "--to-csv", str(queries)))
    begin = time.perf_counter()
    run(
        *("-m", "names", "normalize", str(table), "--column", "query", "--best"),
        *("--gazetteer", str(gazetteer), "--output", str(result)),
    )
    return time.perf_counter() - begin


def judged(judge: Path, queries: Path, result: Path) -> dict[str, Figures]:
    """Return what the judge says of a result, for each group of scripts."""
    report: dict[str, Figures] = json.loads(run(str(judge), str(queries), str(result)))
    return report


def run(*arguments: str, python: str | Path = sys.executable) -> bytes:
    """Return what a Python process prints; it runs in the root of the project, so that `-m` finds it."""
    return subprocess.run([python, *arguments], check=True, stdout=subprocess.PIPE, cwd=ROOT).stdout


if __name__ == "__main__":
    main()
