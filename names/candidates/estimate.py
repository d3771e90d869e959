"""What the full evidence would weigh, estimated for many queries and forms at once over arrays.

It pairs parts as the evidence does, those first that say most, and weighs what is left over; words written
together, orders, patronymics and vetoes of other forms are left to the full comparison.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from names.candidates.leads import Leads
from names.candidates.near import weigh_loosely
from names.candidates.packing import KINDS
from names.candidates.register import Register, spread
from names.evidence import WEIGHTS
from names.evidence.comparison import LOST
from names.folding import Part, Spelling

Ints = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_MOST_PARTS = 16  # of a spelling
_INITIAL = KINDS.index("initial")
_WORD = KINDS.index("word")


class _Pairings(NamedTuple):
    """Every part of each query beside every part of each of its forms.

    Attributes:
        rows: Which query with which form.
        here: The place of the part in the query.
        there: The place of the part in the form.
        parts: The number of the query's part among the distinct ones.
        listed: The number of the form's part.
    """

    rows: Ints
    here: Ints
    there: Ints
    parts: Ints
    listed: Ints


def estimate(
    queries: Sequence[Spelling], forms: Sequence[Ints], register: Register, leads: Leads
) -> list[Floats]:
    """Return about what the evidence of each query with each of its forms weighs, in nats.

    Args:
        queries: Folded queries.
        forms: For each, the numbers of the forms to compare it with.
        register: The listed forms.
        leads: What is near the parts of the queries, as far as it was looked for.
    """
    if not any(map(len, forms)):
        return [np.zeros(0) for _ in queries]
    distinct = {part: n for n, part in enumerate(dict.fromkeys(p for q in queries for p in q.parts))}
    rows = np.repeat(np.arange(len(queries)), [len(each) for each in forms])
    every = np.concatenate([np.zeros(0, np.int64), *forms])
    pairings = _pair_all(queries, rows, every, distinct, register)
    weights = _weigh(list(distinct), pairings, register, leads)
    total, left_here, left_there = _choose(pairings, weights, len(every))
    _keep_names(queries, rows, every, register, left_here, left_there)
    said = _less_the_rest(
        total, left_here.sum(1), left_there.sum(1), _in_full(queries, rows, every, register)
    )
    return np.split(said, np.cumsum([len(each) for each in forms])[:-1])


def _pair_all(
    queries: Sequence[Spelling], rows: Ints, forms: Ints, distinct: Mapping[Part, int], register: Register
) -> _Pairings:
    own = np.array([distinct[part] for query in queries for part in query.parts], np.int64)
    firsts = np.cumsum([0, *(len(query.parts) for query in queries)])
    begin = register.first_parts[forms].astype(np.int64)
    sizes = register.first_parts[forms + 1] - begin
    counts = np.diff(firsts)[rows] * sizes
    pair = np.repeat(np.arange(len(forms)), counts)
    at = spread(np.zeros(len(forms), np.int64), counts)
    here, there = np.divmod(at, sizes[pair])
    return _Pairings(
        pair, here, there, own[firsts[rows[pair]] + here], register.form_parts[begin[pair] + there]
    )


def _weigh(parts: Sequence[Part], pairings: _Pairings, register: Register, leads: Leads) -> Floats:
    """Return what each pair of parts says; minus infinity for what contradicts."""
    code = pairings.parts << 32 | pairings.listed
    order = np.argsort(code, kind="stable")
    first = np.flatnonzero(np.diff(code[order], prepend=-1))
    distinct = code[order][first]
    weights = np.full(len(distinct), np.nan)
    _recall(parts, distinct, weights, leads)
    rows, places = distinct >> 32, distinct & 0xFFFFFFFF
    initial = np.array([part.kind == "initial" for part in parts], bool)[rows]
    initial |= register.kinds[places] == _INITIAL
    letters = np.array([ord(part.latin[0]) for part in parts], np.uint8)[rows]
    fits = letters == register.first_letters[places]
    weights[initial] = np.where(fits, WEIGHTS.initial, -np.inf)[initial]
    unknown = np.flatnonzero(np.isnan(weights))
    if len(unknown):
        known = np.array([register.bearers.knows(part) for part in parts], bool)[rows[unknown]]
        loosely = weigh_loosely(parts, rows[unknown], places[unknown], register)
        weights[unknown] = loosely + WEIGHTS.known * known
    weights[weights <= WEIGHTS.tolerance] = -np.inf
    back = np.empty(len(code), np.int64)
    back[order] = np.repeat(np.arange(len(first)), np.diff(first, append=len(code)))
    result: Floats = weights[back]
    return result


def _recall(parts: Sequence[Part], distinct: Ints, weights: Floats, leads: Leads) -> None:
    """Fill in what pairs say that were looked for when candidates were searched."""
    ends = np.searchsorted(distinct >> 32, np.arange(len(parts) + 1)).tolist()
    for part, (a, b) in zip(parts, itertools.pairwise(ends), strict=True):
        lead = leads.get(part)
        if lead is None or not len(lead.near.parts) or a == b:
            continue
        order = np.argsort(lead.near.parts)
        listed, said = lead.near.parts[order], lead.near.weights[order]
        asked = distinct[a:b] & 0xFFFFFFFF
        at = np.minimum(np.searchsorted(listed, asked), len(listed) - 1)
        met = listed[at] == asked
        weights[a:b][met] = said[at[met]]


def _choose(pairings: _Pairings, weights: Floats, count: int) -> tuple[Floats, Bools, Bools]:
    """Return what the pairs say that say most, each part used once, and which parts were left."""
    total = np.zeros(count)
    used_here = np.zeros((count, _MOST_PARTS), bool)
    used_there = np.zeros((count, _MOST_PARTS), bool)
    speaking = np.flatnonzero(weights > -np.inf)
    order = speaking[np.lexsort((-weights[speaking], pairings.rows[speaking]))]
    rows, here, there = pairings.rows[order], pairings.here[order], pairings.there[order]
    said = weights[order]
    while len(rows):
        best = np.flatnonzero(np.diff(rows, prepend=-1))
        total[rows[best]] += said[best]
        used_here[rows[best], here[best]] = True
        used_there[rows[best], there[best]] = True
        free = ~(used_here[rows, here] | used_there[rows, there])
        rows, here, there, said = rows[free], here[free], there[free], said[free]
    return total, ~used_here, ~used_there


def _keep_names(
    queries: Sequence[Spelling], rows: Ints, forms: Ints, register: Register, here: Bools, there: Bools
) -> None:
    """Keep, of the parts left over, those that are names: words and initials."""
    named = np.zeros((len(queries), _MOST_PARTS), bool)
    for n, query in enumerate(queries):
        named[n, : len(query.parts)] = [part.kind in ("word", "initial") for part in query.parts]
    here &= named[rows]
    begin = register.first_parts[forms].astype(np.int64)
    sizes = register.first_parts[forms + 1] - begin
    places = spread(begin, sizes)
    kinds = register.kinds[register.form_parts[places]]
    named = np.zeros((len(forms), _MOST_PARTS), bool)
    pair = np.repeat(np.arange(len(forms)), sizes)
    named[pair, places - begin[pair]] = (kinds == _WORD) | (kinds == _INITIAL)
    there &= named


def _in_full(queries: Sequence[Spelling], rows: Ints, forms: Ints, register: Register) -> Bools:
    """Tell of each query and form whether both are in alphabets, which tell every vowel."""
    told = np.array([all(part.writing == "alphabet" for part in query.parts) for query in queries], bool)
    first = np.minimum(register.first_parts[forms], len(register.form_parts) - 1)
    in_full: Bools = told[rows] & (register.writings[register.form_parts[first]] == 0)
    return in_full


def _less_the_rest(total: Floats, here: Ints, there: Ints, in_full: Bools) -> Floats:
    """Return what paired parts say less what is left over: opposed on both sides, or of one side alone."""
    w = WEIGHTS
    opposed = np.minimum(here, there)
    said: Floats = total + np.where(in_full, w.contradicted, w.contradicted_loosely) * opposed
    said += w.extra * (here - opposed) + w.omitted * (there - opposed)
    shared = (opposed > 0) & (said > w.kin)
    said[shared] = w.kin + (said[shared] - w.kin) * (1 - LOST)
    return said
