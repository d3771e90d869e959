"""Entities compared in full with a spelling, and their order: who is meant, how surely, who else may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from names.decision import Status, decide
from names.evidence import Evidence
from names.gazetteer import Form

Told = tuple[Form, tuple[Evidence, ...]]
"""The listed form that speaks most for an entity, and what speaks for it and against it."""


class Weighed(NamedTuple):
    """The entities that a spelling was compared with in full.

    Attributes:
        owners: The number of each.
        weights: What the evidence for each weighs, in nats.
        tell: Returns the form and the evidence of one, by its place among them.
    """

    owners: Sequence[int]
    weights: Sequence[float]
    tell: Callable[[int], Told]

    def with_more(self, more: Sequence[Sequence[Evidence]]) -> Weighed:
        """Return the same entities with more evidence for each than the name gives.

        Args:
            more: The evidence for each, none for some.
        """

        def tell(place: int) -> Told:
            form, evidence = self.tell(place)
            return form, (*evidence, *more[place])

        pairs = zip(self.weights, more, strict=True)
        weights = [weight + sum(piece.weight for piece in pieces) for weight, pieces in pairs]
        return Weighed(self.owners, weights, tell)


class Ranking(NamedTuple):
    """The entities that a spelling may stand for, in their order.

    Attributes:
        status: `matched`, `ambiguous` or `unknown`.
        best: The score of the first; 0.0 without any.
        told: The place of each among the weighed, and its score; best first, as many as asked for.
    """

    status: Status
    best: float
    told: list[tuple[int, float]]


def rank(
    weighed: Weighed,
    shares: tuple[Sequence[float], float],
    threshold: float,
    most: int | None,
    id_of: Callable[[int], str],
) -> Ranking:
    """Return the entities in the order of their weights; equal ones stand by their ids.

    Args:
        weighed: The entities.
        shares: The score of each, and the share of nobody listed (`names.decision.share`).
        threshold: Lowest score that is a match, inclusive.
        most: How many to tell; None for all.
        id_of: Gives the id of an entity by its number; asked only where weights are equal.

    Examples:
        >>> weighed = Weighed([7, 3, 5], [4.0, 9.0, 4.0], lambda place: None)
        >>> rank(weighed, ([0.1, 0.7, 0.1], 0.1), 0.8, None, str)
        Ranking(status='ambiguous', best=0.7, told=[(1, 0.7), (2, 0.1), (0, 0.1)])
    """
    weights, (scores, nobody) = weighed.weights, shares
    order = sorted(range(len(weights)), key=weights.__getitem__, reverse=True)
    if most is not None and len(order) > most:  # with all equals of the last one
        least = weights[order[most - 1]]
        order = [place for place in order if weights[place] >= least]
    if len({weights[place] for place in order}) < len(order):
        order.sort(key=lambda place: (-weights[place], id_of(weighed.owners[place])))
    best = scores[order[0]] if order else 0.0
    return Ranking(decide(best, nobody, threshold), best, [(place, scores[place]) for place in order[:most]])
