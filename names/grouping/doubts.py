"""Spellings that fit two groups about as well: each is kept apart, since either may be meant.

M. Ivanov goes with Murat Ivanov where nobody else is near; where Marat Ivanov stands in the same table, it
goes with neither, and its note names both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from names.decision import calibration
from names.grouping.linkage import Group, Linkage, Weights

APART = 2.0  # nats below which two spellings are rather those of two bearers
SURE = 0.8  # share that the group must have against another one that a spelling may belong to
WORTH_SAYING = 0.2  # probability from which a spelling that is near is told


class Place(NamedTuple):
    """Where a spelling came.

    Attributes:
        group: The numbers of the spellings with it, itself among them.
        score: The probability that it belongs with them; None where it is alone.
        others: Spellings of other groups that may be meant too, each with its probability, likeliest first.
    """

    group: Group
    score: float | None
    others: tuple[tuple[int, float], ...] = ()


class Doubts:
    """Tells of each spelling how surely it belongs where it was put.

    Args:
        groups: The spellings together.
        found: The weights of their pairs.
        linkage: What put them together.
        level: Nats that weigh as much as somebody who has no other spelling here.
    """

    def __init__(self, groups: Sequence[Group], found: Weights, linkage: Linkage, level: float) -> None:
        self._found, self._linkage, self._level = found, linkage, level
        self._group_of = {number: group for group in groups for number in group}

    def places(self) -> dict[int, Place]:
        """Return where each spelling comes, doubtful ones apart."""
        doubtful = {number: rivals for number in self._group_of if (rivals := self._rivals(number))}
        return {number: self._place(number, doubtful) for number in self._group_of}

    def _nearest(self, number: int) -> dict[int, tuple[float, int]]:
        """Return the likeliest spelling of each group, by the identity of the group, with its weight."""
        nearest: dict[int, tuple[float, int]] = {}
        for other, weight in self._found[number].items():
            key = id(self._group_of[other])
            nearest[key] = max(nearest.get(key, (-math.inf, 0)), (weight, other))
        return nearest

    def _rivals(self, number: int) -> list[tuple[float, int]]:
        """Return the likeliest spellings of other groups that may be meant as well as those of its own."""
        own = self._group_of[number]
        nearest = self._nearest(number)
        best = nearest.pop(id(own), None)
        if len(own) < 2 or best is None:
            return []
        near = [
            (weight, other)
            for weight, other in nearest.values()
            if weight >= self._level and self._odds(weight) > (1 / SURE - 1) * self._odds(best[0])
        ]
        rivals = [each for each in near if self._linkage.weight(best[1], each[1]) < max(APART, self._level)]
        return [best, *rivals] if rivals else []

    def _place(self, number: int, doubtful: dict[int, list[tuple[float, int]]]) -> Place:
        own = self._group_of[number]
        nearest = self._nearest(number)
        if number in doubtful:
            return Place([number], None, self._told(doubtful[number]))
        group = [other for other in own if other not in doubtful]
        outside = sorted((pair for key, pair in nearest.items() if key != id(own)), reverse=True)
        told = [pair for pair in self._told(outside) if pair[1] >= WORTH_SAYING]
        if len(group) == 1:
            return Place(group, None, tuple(told[:2]))
        inside = max(self._found[number].get(other, -math.inf) for other in group if other != number)
        if inside == -math.inf:  # the search did not bring it to those that are left
            inside = max(self._linkage.weight(number, other) for other in group if other != number)
        return Place(group, self._odds(inside) / (1 + self._odds(inside)))

    def _told(self, pairs: Sequence[tuple[float, int]]) -> tuple[tuple[int, float], ...]:
        """Return spellings with their probabilities, in which all of them share with nobody."""
        whole = 1 + sum(self._odds(weight) for weight, _ in pairs)
        return tuple((other, self._odds(weight) / whole) for weight, other in sorted(pairs, reverse=True))

    def _odds(self, weight: float) -> float:
        """Return how much likelier the bearer is the same than somebody who has no other spelling here."""
        return math.exp(min(50.0, calibration().trust * (weight - self._level)))
