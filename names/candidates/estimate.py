"""What the full evidence for a form would weigh, estimated.

It pairs parts as the evidence does, those first that say most, and weighs what is left over; words written
together, orders, patronymics and vetoes of other forms are left to the full comparison.
"""

from __future__ import annotations

import math

from names.candidates.index import Index
from names.candidates.near import Near, weigh_near
from names.evidence import BODY_WEIGHTS, WEIGHTS, Weights
from names.evidence.comparison import LOST
from names.folding import Spelling
from names.kinds import PartTrait, parts_with

USUAL = 5.0  # nats that a word of a body's name left over says, by a guess
_NAME = parts_with(PartTrait.NAME)


class Estimate:
    """Estimates what the evidence of one query with listed forms weighs.

    Args:
        query: A folded query.
        near: The listed parts near each of its parts; none for an initial.
        index: The listed forms.
    """

    def __init__(self, query: Spelling, near: list[Near], index: Index) -> None:
        self._parts = query.parts
        self._by = BODY_WEIGHTS if query.body else WEIGHTS
        self._index = index
        self._known = [dict(each) for each in near]  # what each part says beside listed ones, by their number
        self._in_full = all(part.writing == "alphabet" for part in query.parts)

    def of(self, form: int) -> float:
        """Return about what the evidence of the query with a form weighs, in nats.

        Args:
            form: Its number.
        """
        listed = self._index.parts_of(form)
        said = [
            (-self._weigh(i, number), i, j)
            for i in range(len(self._parts))
            for j, number in enumerate(listed)
        ]
        total, here, there = 0.0, set(range(len(self._parts))), set(range(len(listed)))
        for against, i, j in sorted(said):
            if against < math.inf and i in here and j in there:
                total -= against
                here.remove(i)
                there.remove(j)
        parts = [self._index.part(number) for number in listed]
        in_full = self._in_full and bool(parts) and parts[0].writing == "alphabet"
        left_here = sum(self._parts[i].kind in _NAME for i in here)
        left_there = sum(parts[j].kind in _NAME for j in there)
        return _less_the_rest(total, left_here, left_there, in_full, self._by)

    def _weigh(self, i: int, number: int) -> float:
        """Return what a part of the query and a listed part say; minus infinity for what contradicts."""
        known = self._known[i]
        part, listed = self._parts[i], self._index.part(number)
        if "initial" in (part.kind, listed.kind):
            return self._by.initial if part.latin[0] == listed.latin[0] else -math.inf
        if number not in known:
            error = self._by.known * self._index.frequencies.knows(part)
            known[number] = weigh_near(part, number, self._index) + error
        return known[number] if known[number] > self._by.tolerance else -math.inf


def _less_the_rest(total: float, here: int, there: int, in_full: bool, w: Weights) -> float:
    """Return what paired parts say less what is left over: opposed on both sides, or of one side alone."""
    if w.by_rarity:
        return total + w.by_rarity * USUAL * (w.extra * here + w.omitted * there)
    opposed = min(here, there)
    said = total + (w.contradicted if in_full else w.contradicted_loosely) * opposed
    said += w.extra * (here - opposed) + w.omitted * (there - opposed)
    if opposed and said > w.kin:
        said = w.kin + (said - w.kin) * (1 - LOST)
    return said
