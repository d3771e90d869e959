"""Leads: the spellings that each part of a query leads to, best pairs first, remembered between queries."""

from __future__ import annotations

from typing import NamedTuple

from names.candidates.blocks import joined_blocks, number_of
from names.candidates.index import Index
from names.candidates.near import Near, find_equal, find_near
from names.evidence import WEIGHTS
from names.folding import Part

MAX_FORMS = 3_000  # spellings that one part of a query may lead to by itself
MOST_KEPT = 10_000_000  # spellings remembered for parts seen before


class Lead(NamedTuple):
    """Where a part of a query leads.

    Attributes:
        near: The listed parts near it.
        size: How many there are in the lists of the near parts, some of them twice.
        forms: The spellings that have them, with what the best pair says for each.
        whole: Whether these are all; else the rest is told only of spellings that other parts have found.
        together: The spellings that have neighbours which, written together, are the part, with what that
            says for each.
    """

    near: Near
    size: int
    forms: dict[int, float]
    whole: bool
    together: dict[int, float]


class Leads:
    """Finds and remembers where parts lead.

    Args:
        index: The listed entities.
        loosely: Whether parts that are merely near count too, not only those that a rule makes equal.
    """

    def __init__(self, index: Index, *, loosely: bool) -> None:
        self._index = index
        self._find = find_near if loosely else find_equal
        self._leads: dict[Part, Lead] = {}
        self._kept = 0

    def __getitem__(self, part: Part) -> Lead:
        """Return where a part leads."""
        lead = self._leads.get(part)
        if lead is None:
            if self._kept > MOST_KEPT:
                self._leads = {}  # not cleared: other threads look into it
                self._kept = 0
            near = self._find(part, self._index)
            lead = Lead(near, *_follow(near, self._index), _joined(part, self._index))
            self._leads[part] = lead
            self._kept += len(lead.forms) + len(near)
        return lead


def _follow(near: Near, index: Index) -> tuple[int, dict[int, float], bool]:
    """Return where near parts lead, best pairs first: how many spellings, which, and whether all."""
    size, forms = 0, dict[int, float]()
    for turn, (number, weight) in enumerate(near.items()):
        some = index.forms_with(number)
        whole = size + len(some) <= MAX_FORMS
        if not whole and turn > 0:
            return size, forms, False
        some = some[:MAX_FORMS]  # the first list alone may be too long
        size += len(some)
        for form in some.tolist():
            forms.setdefault(form, weight)  # of a spelling met twice, the first time says most
        if not whole:
            return size, forms, False
    return size, forms, True


def _joined(part: Part, index: Index) -> dict[int, float]:
    """Return the spellings whose neighbours, written together, are a part, and what that says for each."""
    of_key, of_skeleton = index.frequencies.of(part)
    says: dict[int, float] = {}
    for block in joined_blocks(part):
        weight = of_key if block[0] == "=" else of_skeleton + WEIGHTS.near
        for form in index.joined_in(number_of(block)).tolist():
            says[form] = max(weight, says.get(form, weight))
    return {form: says[form] for form in sorted(says)[:MAX_FORMS]}
