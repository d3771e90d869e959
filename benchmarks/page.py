"""The table of `benchmarks.quality` as Markdown, and the page that keeps what benchmarks measure."""

from __future__ import annotations

import datetime
import os
import platform
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import names
from benchmarks.linking import Figures
from benchmarks.peers import environment

PAGE = Path(__file__).with_name("README.md")
END = "<!-- end -->\n"
TABLES = ("people", "bodies", "places")

FIRST = ("all", "latin+cyrillic")  # the groups we set goals for
RANKING = {
    "recall_at_1": "recall@1",
    "best_f1": "best F1",
    "recall_at_p95": "recall at p95",
    "recall_at_p99": "recall at p99",
}
DECISION = {
    "precision": "precision, own decision",
    "recall": "recall, own decision",
    "ambiguous": "ambiguous",
}
CALIBRATION = {"calibration": "calibration error"}
ENOUGH = 500  # rows; in fewer, ten bins of scores hold too little to compare with their truth


@dataclass(frozen=True)
class Run:
    """One matcher on all queries.

    Attributes:
        report: What the judge says, for each group of scripts.
        seconds: Of the whole process.
        decides: Whether it decides by itself what is a match; peers only score.
    """

    report: dict[str, Figures]
    seconds: float
    decides: bool


def table(runs: dict[str, Run]) -> str:
    """Return a Markdown table: a row for each figure, a column for each matcher, the best in bold."""
    groups: dict[str, Figures] = next(iter(runs.values())).report
    rows = [["group", "rows", "figure", *runs], ["---", "---:", "---", *("---:" for _ in runs)]]
    for group in sorted(groups, key=lambda group: FIRST.index(group) if group in FIRST else len(FIRST)):
        size = int(groups[group]["rows"])
        for number, (figure, title) in enumerate(figures(group, size).items()):
            cells = [
                run.report[group][figure] if run.decides or figure in RANKING else None
                for run in runs.values()
            ]
            rows.append([*((group, f"{size:,}") if number == 0 else ("", "")), title, *shown(cells)])
    rows.append(["", "", "seconds", *(f"{run.seconds:.0f}" for run in runs.values())])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def figures(group: str, size: int) -> dict[str, str]:
    """Return the figures a group is shown with, and what the table calls them."""
    if group not in FIRST:
        return RANKING
    return RANKING | DECISION | (CALIBRATION if size >= ENOUGH else {})


def shown(cells: list[float | None]) -> list[str]:
    """Return figures of one row as text, the highest in bold if there is something to compare it with."""
    best = max((cell for cell in cells if cell is not None), default=0.0)
    compared = sum(cell is not None for cell in cells) > 1
    texts = []
    for cell in cells:
        text = "" if cell is None else f"{cell:.3f}"
        texts.append(f"**{text}**" if compared and cell == best and best > 0 else text)
    return texts


def circumstances(queries: str, entities: int) -> str:
    """Return what the table was measured on: data, day, machine, versions."""
    own = {"names": names.__version__, "RapidFuzz": metadata.version("rapidfuzz")}
    return (
        f"{queries} against {entities:,} entities, on {datetime.date.today()}. "
        f"Machine: {os.cpu_count()} cores, {platform.machine()}, {platform.system()}; "
        f"Python {platform.python_version()}.\n"
        f"Ours: {listed(own)}. Peers: {listed(environment.versions())}."
    )


def listed(versions: dict[str, str]) -> str:
    """Return names and versions as one phrase."""
    return ", ".join(f"{name} {version}" for name, version in versions.items())


def put(text: str, part: str, target: Path = PAGE) -> None:
    """Put what was measured into a page, in place of the last measurement of the same part.

    Args:
        text: The table and what belongs to it.
        part: The benchmark and its part, as "quality: people"; the page has a marker for it.
        target: The page.

    Raises:
        ValueError: The page has no such place.
    """
    begin = f"<!-- measured by benchmarks.{part} -->\n"
    before, marker, rest = target.read_text(encoding="utf-8").partition(begin)
    _, end, after = rest.partition(END)
    if not (marker and end):
        raise ValueError(f"{target} has no place for {part}: write {begin.strip()} and {END.strip()} into it")
    target.write_text(f"{before}{begin}\n{text}\n\n{END}{after}", encoding="utf-8")
