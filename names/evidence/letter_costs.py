"""How unlike the letters of two parts are: a change counts by how easily one letter stands for another."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from names import data
from names.folding import Part
from names.folding.keys import CLASS_LETTERS

WHOLE = 100  # what two letters cost that nobody takes for each other


class Costs(msgspec.Struct, frozen=True):
    """What letters cost, in hundredths, as `names/data/letter_costs.yaml` states it.

    Attributes:
        changes: Of two letters in rising order that stand for each other; equal ones cost nothing.
        other: Of any two others.
        missing: Of a letter that one word has and the other lacks.
        other_missing: Of any other letter.
    """

    changes: Mapping[tuple[str, str], int]
    other: int
    missing: Mapping[str, int]
    other_missing: int

    def of(self, letter: str, other: str) -> int:
        """Return what two letters of keys cost; an empty one stands for none."""
        if letter == other:
            return 0
        if letter and other:
            return self.changes.get((min(letter, other), max(letter, other)), self.other)
        return self.missing.get(letter or other, self.other_missing)


@functools.cache
def costs() -> Costs:
    """Return the shipped costs, read once."""
    table = data.read("letter_costs.yaml")
    changes: dict[tuple[str, str], int] = {}
    for group in table["changes"]:
        for a, b in _pairs_of(group):
            changes.setdefault((min(a, b), max(a, b)), int(group["cost"]))
    missing = {letter: int(group["cost"]) for group in table["missing"] for letter in group["letters"]}
    return Costs(changes, int(table["other"]), missing, int(table["other_missing"]))


def _pairs_of(group: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for pair in group.get("pairs", "").split():
        yield pair[0], pair[1]
    letters = group.get("letters", "")
    for n, letter in enumerate(letters):
        for other in letters[n + 1 :]:
            yield letter, other


def cost_table() -> list[list[int]]:
    """Return what each two letters of keys cost, by their place in `CLASS_LETTERS` from 1; 0 is none."""
    letters = ["", *CLASS_LETTERS]
    return [[costs().of(a, b) for b in letters] for a in letters]


def letter_distance(a: Part, b: Part) -> float:
    """Return how unlike the letters of two parts are, in the readings that are least so.

    One of the two is always read as usual. The distance is the least sum of costs that makes one key the
    other, for each letter of the longer key.

    Args:
        a: A part.
        b: Another.

    Returns:
        From 0, equal, to 1, nothing shared.

    Examples:
        >>> from names.folding import fold
        >>> mariupol, mariopol, melitopol = fold("Mariupol Mariopol Melitopol").parts
        >>> round(letter_distance(mariupol, mariopol), 2), round(letter_distance(mariupol, melitopol), 2)
        (0.05, 0.23)
    """
    usual, other = a.key, b.key
    least = min(_key_distance(usual, key) for key in b.keys)
    return min(least, *(_key_distance(key, other) for key in a.keys))


@functools.lru_cache(maxsize=200_000)
def _key_distance(a: str, b: str) -> float:
    """Return the least sum of costs that makes one key another, for each letter of the longer one."""
    of = costs().of
    above = [0]
    for letter in b:
        above.append(above[-1] + of("", letter))
    for mine in a:
        row = [above[0] + of(mine, "")]
        for n, letter in enumerate(b):
            row.append(min(above[n] + of(mine, letter), above[n + 1] + of(mine, ""), row[n] + of("", letter)))
        above = row
    return above[-1] / (WHOLE * max(len(a), len(b), 1))
