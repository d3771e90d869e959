"""The lists that runs work on: columns of spellings, gazetteers of several sizes, what a result is worth."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Truths = Mapping[str, frozenset[str]]
"""The ids that each spelling stands for; two people may be spelled alike."""


def entities(gazetteer: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSONL file."""
    with gazetteer.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def rows(table: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file."""
    with table.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def count(records: Iterable[object]) -> int:
    """Return how many records there are, without keeping them."""
    return sum(1 for _ in records)


def distinct(table: Path, column: str) -> list[str]:
    """Return the distinct spellings of a column, in the order they come."""
    return list(dict.fromkeys(row[column] for row in rows(table)))


def write_column(table: Path, column: str, spellings: Iterable[str]) -> None:
    """Write a CSV file of one column."""
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[column], *([spelling] for spelling in spellings)])


def truths(table: Path, column: str, truth: str) -> Truths:
    """Return whom the distinct spellings of a column mean, in the order they come.

    Args:
        table: A CSV file.
        column: The spellings.
        truth: The column of the ids they stand for.
    """
    found: dict[str, set[str]] = {}
    for row in rows(table):
        found.setdefault(row[column], set()).add(row[truth])
    return {spelling: frozenset(ids) for spelling, ids in found.items()}


def write_part(gazetteer: Path, part: Path, size: int, wanted: Iterable[str]) -> None:
    """Write so many entities of a gazetteer, in its order: those wanted, and the first of the others.

    Args:
        gazetteer: JSONL with the key `id`.
        part: Where they go, as JSONL.
        size: How many.
        wanted: Ids that must be among them.

    Raises:
        ValueError: There are not so many entities, or more are wanted.
    """
    kept = frozenset(wanted)
    others = itertools.count()
    written = 0
    with part.open("w", encoding="utf-8") as file:
        for entity in entities(gazetteer):
            if entity["id"] in kept or next(others) < size - len(kept):
                file.write(json.dumps(entity, ensure_ascii=False) + "\n")
                written += 1
    if written != size:
        raise ValueError(
            f"{gazetteer} cannot be made {size:,} entities, only {written:,}; choose another size"
        )


@dataclass(frozen=True)
class Verdict:
    """What the answers for distinct spellings are worth.

    Attributes:
        spellings: How many there are.
        right: The share whose first candidate is right, whatever the score.
        matched: The share that came back `matched` with the right id.
        precision: The share of right ids among all that came back `matched`.
    """

    spellings: int
    right: float
    matched: float
    precision: float


def judged(result: Path, column: str, truth: Truths) -> Verdict:
    """Return what the output of `names normalize --best` is worth, each distinct spelling counted once."""
    answers = {row[column]: (row[f"{column}_id"], row[f"{column}_status"]) for row in rows(result)}
    right = [answers[spelling][0] in ids for spelling, ids in truth.items()]
    decided = [answers[spelling][1] == "matched" for spelling in truth]
    both = sum(r and d for r, d in zip(right, decided, strict=True))
    return Verdict(len(truth), sum(right) / len(truth), both / len(truth), both / max(1, sum(decided)))
