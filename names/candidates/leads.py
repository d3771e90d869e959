"""Leads: the spellings that each part of a query leads to, best pairs first, remembered between queries."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from names.candidates.blocks import joined_blocks, number_of
from names.candidates.near import Near, find_equal, find_near
from names.candidates.register import Register, spread
from names.evidence import WEIGHTS
from names.folding import Part

Ints = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]

MAX_FORMS = 3_000  # spellings that one part of a query may lead to by itself
MOST_KEPT = 10_000_000  # spellings remembered for parts seen before
NO_FORMS: Ints = np.zeros(0, np.int64)


class Lead(NamedTuple):
    """Where a part of a query leads.

    Attributes:
        near: The listed parts near it.
        size: How many there are in the lists of the near parts, some of them twice.
        forms: The spellings that have them, each once.
        weights: What the pair says for each.
        whole: Whether these are all; else the rest is told only of spellings that other parts have found.
        together: The spellings that have neighbours which, written together, are the part.
        together_weights: What that says for each.
    """

    near: Near
    size: int
    forms: Ints
    weights: Floats
    whole: bool
    together: Ints
    together_weights: Floats


class Leads:
    """Finds and remembers where parts lead.

    Args:
        register: The listed entities.
        loosely: Whether parts that are merely near count too, not only those that a rule makes equal.
    """

    def __init__(self, register: Register, *, loosely: bool) -> None:
        self._register = register
        self._find: Callable[[Sequence[Part], Register], list[Near]] = find_near if loosely else find_equal
        self._leads: dict[Part, Lead] = {}
        self._kept = 0

    def __getitem__(self, part: Part) -> Lead:
        while (lead := self._leads.get(part)) is None:  # another thread may have let go of it
            self.prepare([part])
        return lead

    def get(self, part: Part) -> Lead | None:
        """Return where a part leads, or None where that was not looked for."""
        return self._leads.get(part)

    def prepare(self, parts: Iterable[Part]) -> None:
        """Find where parts lead, those not known yet, in bulk; asking for them one by one is slower."""
        if self._kept > MOST_KEPT:
            self._leads = {}  # not cleared: other threads look into it
            self._kept = 0
        new = [part for part in dict.fromkeys(parts) if part not in self._leads]
        if not new:
            return
        together = _meet_neighbours(new, self._register)
        for part, near, met in zip(new, self._find(new, self._register), together, strict=True):
            lead = self._leads[part] = Lead(near, *_follow(near, self._register), *met)
            self._kept += len(lead.forms) + len(near.parts)


def _follow(near: Near, register: Register) -> tuple[int, Ints, Floats, bool]:
    """Return the spellings that near parts lead to, best pairs first, as many as one part may, and if all."""
    if not len(near.parts):
        return 0, NO_FORMS, np.zeros(0), True
    begin = register.first_lists[near.parts].astype(np.int64)
    counts = register.first_lists[near.parts + 1] - begin
    taken = int(np.searchsorted(np.cumsum(counts), MAX_FORMS, side="right"))
    whole = taken == len(counts)
    if taken == 0:  # the first list alone is too long
        counts, taken = np.minimum(counts, MAX_FORMS), 1
    forms = register.lists[spread(begin[:taken], counts[:taken])].astype(np.int64)
    weights = np.repeat(near.weights[:taken], counts[:taken])
    if taken > 1:
        order = np.argsort(forms, kind="stable")  # of a form met twice, the first time says most
        first = order[np.flatnonzero(np.diff(forms[order], prepend=-1))]
        forms, weights = forms[first], weights[first]
    return int(counts[:taken].sum()), forms, weights, whole


def _meet_neighbours(parts: Sequence[Part], register: Register) -> list[tuple[Ints, Floats]]:
    """Return, for each part, the forms whose neighbours written together meet it, and what that says."""
    asked = [(row, block) for row, part in enumerate(parts) for block in joined_blocks(part)]
    which, forms = register.in_blocks("joined", np.array([number_of(b) for _, b in asked], np.uint32))
    rarity = [register.bearers.of(part) for part in parts]
    says = [rarity[row][0] if b[0] == "=" else rarity[row][1] + WEIGHTS.near for row, b in asked]
    rows, said = np.array([row for row, _ in asked], np.int64)[which], np.array(says, np.float64)[which]
    order = np.lexsort((-said, forms, rows))
    rows, forms, said = rows[order], forms[order], said[order]
    first = np.diff(rows << 32 | forms, prepend=-1) != 0
    rows, forms, said = rows[first], forms[first], said[first]
    ends = np.searchsorted(rows, np.arange(len(parts) + 1)).tolist()
    return [(forms[a:b][:MAX_FORMS], said[a:b][:MAX_FORMS]) for a, b in itertools.pairwise(ends)]
