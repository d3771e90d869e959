"""What every peer reads and writes: the two JSONL files, and the CSV for the judge."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.utils import default_process
from unidecode import unidecode


@dataclass(frozen=True)
class Task:
    """The listed names and the names asked for.

    Attributes:
        ids: Of the entities, in the order of the gazetteer.
        listed: The entities' names, in the same order.
        asked: The queries, in their order.
    """

    ids: list[str]
    listed: list[str]
    asked: list[str]


Answer = tuple[int, float]
"""Place of the best entity in the gazetteer, and its score from 0.0 to 1.0."""


def arguments(description: str | None) -> argparse.ArgumentParser:
    """Return a parser with the three paths every peer takes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("gazetteer", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("result", type=Path)
    return parser


def read(gazetteer: Path, queries: Path) -> Task:
    """Return the task that the two files describe."""
    entities = [json.loads(line) for line in gazetteer.open(encoding="utf-8")]
    asked = [json.loads(line)["query"] for line in queries.open(encoding="utf-8")]
    return Task([entity["id"] for entity in entities], [entity["name"] for entity in entities], asked)


def plain(text: str) -> str:
    """Return a name as peers without letter tables see it: in Latin letters, small, without punctuation."""
    return default_process(unidecode(text))


def write(result: Path, task: Task, answers: Iterable[Answer]) -> None:
    """Write the answers, one for each query, as the CSV the judge reads.

    A score of zero says that nothing was found; id and score stay empty. The status stays empty throughout:
    peers score, and leave the decision to whoever calls them.
    """
    with result.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["query", "query_id", "query_score", "query_status"])
        for query, (place, score) in zip(task.asked, answers, strict=True):
            writer.writerow([query, *((task.ids[place], score) if score > 0 else ("", "")), ""])
