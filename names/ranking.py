"""Entities compared in full with spellings, and their order: who is meant, how surely, who else may be."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from names.decision import Status, decide
from names.evidence import Evidence
from names.gazetteer import Form

Floats = npt.NDArray[np.float64]
Explanation = tuple[Form, tuple[Evidence, ...]]
"""The listed form that speaks most for an entity, and what speaks for it and against it."""
Compared = tuple[int, float, Callable[[], Explanation]]
"""The number of an entity, what the evidence for it weighs, and what tells that when asked."""

NOBODY = -np.inf  # the weight in a place where there is no entity


class Weighed(NamedTuple):
    """The entities that spellings were compared with in full, a row for each spelling.

    Attributes:
        entity_numbers: The number of each.
        weights: What the evidence for each weighs, in nats; after the last one of a row, `NOBODY`.
        tell: Returns the form and the evidence of one, by its row and its place there.
    """

    entity_numbers: npt.NDArray[Any]
    weights: Floats
    tell: Callable[[int, int], Explanation]

    @classmethod
    def nothing(cls, rows: int) -> Weighed:
        """Return rows without any entity."""
        return cls(np.zeros((rows, 0), np.uint32), np.zeros((rows, 0)), lambda row, place: _no_entity())

    def of(self, row: int) -> list[int]:
        """Return the numbers of the entities in a row."""
        numbers: list[int] = self.entity_numbers[row, self.weights[row] > NOBODY].tolist()
        return numbers

    def full(self, size: int) -> list[int]:
        """Return the rows with so many entities or more."""
        if self.weights.shape[1] < size:
            return []
        rows: list[int] = np.flatnonzero(self.weights[:, size - 1] > NOBODY).tolist()
        return rows

    def with_rows(self, rows: Mapping[int, Sequence[Compared]]) -> Weighed:
        """Return the same with other entities in some rows.

        Args:
            rows: What there shall be in each of them.
        """
        if not rows:
            return self
        lacking = max(map(len, rows.values())) - self.weights.shape[1]
        wider = ((0, 0), (0, max(0, lacking)))
        entity_numbers, weights = (
            np.pad(self.entity_numbers, wider),
            np.pad(self.weights, wider, constant_values=NOBODY),
        )
        for row, each in rows.items():
            weights[row] = NOBODY
            entity_numbers[row, : len(each)] = [entity_number for entity_number, _, _ in each]
            weights[row, : len(each)] = [weight for _, weight, _ in each]

        def tell(row: int, place: int) -> Explanation:
            if row not in rows:
                return self.tell(row, place)
            return rows[row][place][2]()

        return Weighed(entity_numbers, weights, tell)

    def with_more(self, more: Mapping[int, Sequence[Sequence[Evidence]]]) -> Weighed:
        """Return the same entities with more evidence for some than the name gives.

        Args:
            more: For some rows the evidence for each entity there, none for some of them.
        """
        if not more:
            return self
        weights = self.weights.copy()
        for row, each in more.items():
            weights[row, : len(each)] += [sum(piece.weight for piece in pieces) for pieces in each]

        def tell(row: int, place: int) -> Explanation:
            form, evidence = self.tell(row, place)
            return form, (*evidence, *more[row][place]) if row in more else evidence

        return Weighed(self.entity_numbers, weights, tell)


def _no_entity() -> Explanation:
    raise IndexError("there is no entity in this row")


class Ranking(NamedTuple):
    """The entities that a spelling may stand for, best first, as many as asked for.

    Attributes:
        status: `matched`, `ambiguous` or `unknown`.
        best: The score of the first; 0.0 without any.
        entity_numbers: The number of each.
        scores: The score of each.
        places: The place of each in the row of the weighed.
    """

    status: Status
    best: float
    entity_numbers: list[int]
    scores: list[float]
    places: list[int]


def rank(
    entity_numbers: npt.NDArray[Any],
    weights: Floats,
    shares: tuple[Floats, Floats],
    threshold: float,
    most: int,
    id_of: Callable[[int], str],
) -> list[Ranking]:
    """Return for each row the entities in the order of their weights; equal ones stand by their ids.

    Args:
        entity_numbers: The number of each, as `Weighed` has them.
        weights: What the evidence for each weighs, likewise.
        shares: The score of each, and for each row the share of nobody listed (`names.decision.shares`).
        threshold: Lowest score that is a match, inclusive.
        most: How many to tell.
        id_of: Gives the id of an entity by its number; asked only where weights are equal.

    Examples:
        >>> entity_numbers, weights = np.array([[7, 3, 5]]), np.array([[4.0, 9.0, 4.0]])
        >>> shares = np.array([[0.1, 0.7, 0.1]]), np.array([0.1])
        >>> [ranking] = rank(entity_numbers, weights, shares, 0.8, 3, str)
        >>> ranking.status, ranking.best, ranking.entity_numbers, ranking.scores, ranking.places
        ('ambiguous', 0.7, [3, 5, 7], [0.7, 0.1, 0.1], [1, 2, 0])
    """
    scores, nobody = shares
    order = _order(entity_numbers, weights, most, id_of)
    told = [np.take_along_axis(each, order, 1).tolist() for each in (entity_numbers, scores)]
    best = scores.max(axis=1, initial=0.0).tolist()
    statuses = map(decide, best, nobody.tolist(), itertools.repeat(threshold))
    rankings = list(map(Ranking, statuses, best, *told, order.tolist()))
    counts = np.count_nonzero(weights > NOBODY, axis=1)
    for row in np.flatnonzero(counts < order.shape[1]).tolist():
        ranking, count = rankings[row], counts[row]
        del ranking.entity_numbers[count:], ranking.scores[count:], ranking.places[count:]
    return rankings


def _order(
    entity_numbers: npt.NDArray[Any], weights: Floats, most: int, id_of: Callable[[int], str]
) -> npt.NDArray[np.intp]:
    """Return the places of the first few of each row."""
    order = np.argsort(-weights, axis=1, kind="stable")[:, : most + 1]
    ranked = np.take_along_axis(weights, order, 1)
    equal = (ranked[:, :-1] == ranked[:, 1:]) & (ranked[:, 1:] > NOBODY)
    order = order[:, :most]
    for row in np.flatnonzero(equal.any(axis=1)).tolist():
        least = ranked[row, order.shape[1] - 1]
        places = np.flatnonzero(
            (weights[row] >= least) & (weights[row] > NOBODY)
        )  # all equals of the last one
        by_id = zip(
            -weights[row, places],
            map(id_of, entity_numbers[row, places].tolist()),
            places.tolist(),
            strict=True,
        )
        chosen = [place for _, _, place in sorted(by_id)][:most]
        order[row, : len(chosen)] = chosen
    return order
