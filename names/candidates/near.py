"""Which listed parts are near a part of a query, and what each pair says: in bulk, for many parts at once."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from names.candidates.blocks import EXACT, asked_blocks, exact_blocks, number_of
from names.candidates.packing import number_of_script
from names.candidates.register import Register
from names.evidence import WEIGHTS, pair_weight, part_distance
from names.folding import Part
from names.folding.keys import skeleton
from names.kinds import WRITINGS

Ints = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]

MAX_NEAR = 400  # listed parts that one part of a query may lead to
_LATIN = number_of_script("LATIN")
_CJK = number_of_script("CJK")


class Near(NamedTuple):
    """Listed parts near a part of a query, the pair that says most first.

    Attributes:
        parts: Their numbers.
        weights: What each pair says, in nats, above zero.
    """

    parts: Ints
    weights: Floats


def find_equal(parts: Sequence[Part], register: Register) -> list[Near]:
    """Return the listed parts that a rule or a table makes equal to each of several parts.

    Args:
        parts: Parts of queries.
        register: The listed parts.
    """
    rows, places, _ = _meet([list(exact_blocks(part)) for part in parts], register)
    return _best_of_each(rows, places, _weigh_equal(parts, rows, places, register), len(parts))


def find_near(parts: Sequence[Part], register: Register) -> list[Near]:
    """Return the listed parts near each of several parts, equal ones among them.

    Pairs that are not equal are weighed in bulk, by the distance of their keys and skeletons alone.

    Args:
        parts: Parts of queries.
        register: The listed parts.
    """
    rows, places, equal = _meet([list(asked_blocks(part)) for part in parts], register)
    weights = np.empty(len(rows))
    weights[equal] = _weigh_equal(parts, rows[equal], places[equal], register)
    if not equal.all():
        weights[~equal] = weigh_loosely(parts, rows[~equal], places[~equal], register)
    return _best_of_each(rows, places, weights, len(parts))


def _meet(asked: Sequence[Sequence[str]], register: Register) -> tuple[Ints, Ints, npt.NDArray[np.bool_]]:
    """Return the pairs of parts that share a block: row and listed part, and whether the block is exact."""
    numbers = np.array([number_of(block) for blocks in asked for block in blocks], np.uint32)
    loose = np.array([block[0] not in EXACT for blocks in asked for block in blocks], bool)
    rows = np.repeat(np.arange(len(asked)), [len(blocks) for blocks in asked])
    which, members = register.in_blocks("block", numbers)
    code = np.sort(rows[which] << 33 | members << 1 | loose[which])
    pairs = code >> 1
    first = np.flatnonzero(np.diff(pairs, prepend=-1))
    return pairs[first] >> 32, pairs[first] & 0xFFFFFFFF, (code[first] & 1) == 0


def _weigh_equal(parts: Sequence[Part], rows: Ints, places: Ints, register: Register) -> Floats:
    pairs = zip(rows.tolist(), places.tolist(), strict=True)
    return np.array([_weigh_one(parts[row], place, register) for row, place in pairs], np.float64)


def _weigh_one(part: Part, place: int, register: Register) -> float:
    listed = register.part(place)
    return pair_weight(part_distance(part, listed), *register.bearers.of(listed))


def weigh_loosely(parts: Sequence[Part], rows: Ints, places: Ints, register: Register) -> Floats:
    """Return what pairs of parts say that are near at best: `names.evidence.pair_weight`, in bulk.

    Args:
        parts: Parts of queries.
        rows: Which of them, for each pair.
        places: The listed part beside it.
        register: The listed parts.
    """
    one, vowels, steepness, error = _by_writing(parts, rows, places, register)
    keys, bones = _distances(parts, rows, places, one, register)
    w = WEIGHTS
    of_key, of_bones = register.of_key[places], register.of_bones[places]
    told = of_bones * (1 - w.fade_bones * bones)
    told += (of_key - of_bones) * np.maximum(0.0, 1 - w.fade_keys * keys)
    weight: Floats = told + w.near + error + steepness * (vowels * keys + (1 - vowels) * bones)
    return weight


def _by_writing(
    parts: Sequence[Part], rows: Ints, places: Ints, register: Register
) -> tuple[Ints, Floats, Floats, Floats]:
    """Return what the writing of each pair decides.

    Returns:
        Whether both are in one script, the share of the vowels, the weight of the distance, an added error.
    """
    w = WEIGHTS
    script = np.array([number_of_script(p.script) for p in parts], np.uint32)[rows]
    poorer = np.array([WRITINGS.index(p.writing) for p in parts], np.uint8)[rows]
    one = script == register.scripts[places]
    latin = one & (script == _LATIN)
    by_poorer = np.array([w.vowels[writing] for writing in WRITINGS])
    vowels = by_poorer[np.maximum(poorer, register.writings[places])]
    vowels[one] = w.vowels["one script"]
    vowels[latin] = w.vowels["latin"]
    steepness = np.where(one, w.per_distance_in_one_script, w.per_distance)
    error = np.where(one & ~latin, w.error, 0.0)
    error[one & (script == _CJK)] = -np.inf  # characters that sound alike are other characters
    return one, vowels, steepness, error


def _distances(
    parts: Sequence[Part], rows: Ints, places: Ints, one: Ints, register: Register
) -> tuple[Floats, Floats]:
    """Return the distances of keys and of skeletons of the nearest readings of each pair.

    One of the two is always read as usual, as the evidence does it.
    """
    own = [key for part in parts for key in part.keys]
    own_bones = [skeleton(key) for key in own]
    firsts = np.cumsum([0, *(len(part.keys) for part in parts)])
    listed = register.first_keys[places].astype(np.int64)
    loosely = ~one  # where the script changes, other readings matter
    theirs = np.where(loosely, register.first_keys[places + 1] - listed, 1)
    more = np.where(loosely, np.diff(firsts)[rows] - 1, 0)
    pair_a, there = _counted(theirs)
    pair_b, here = _counted(more)
    pair = np.concatenate([pair_a, pair_b])
    mine = np.concatenate([firsts[rows[pair_a]], firsts[rows[pair_b]] + 1 + here])
    keys, bones = register.keys(np.concatenate([listed[pair_a] + there, listed[pair_b]]))
    mine_keys, mine_bones = (np.array(texts, object)[mine].tolist() for texts in (own, own_bones))
    of_keys = cpdist(mine_keys, keys, scorer=OSA.normalized_distance, dtype=np.float64)
    of_bones = cpdist(mine_bones, bones, scorer=OSA.normalized_distance, dtype=np.float64)
    if len(pair) == len(rows):
        return of_keys, of_bones
    order = np.lexsort((of_keys + of_bones, pair))
    best = order[np.flatnonzero(np.diff(pair[order], prepend=-1))]
    return of_keys[best], of_bones[best]


def _counted(counts: Ints) -> tuple[Ints, Ints]:
    """Return each place as often as its count says, and which time it is, from 0."""
    which = np.repeat(np.arange(len(counts)), counts)
    begin = np.cumsum(counts) - counts
    return which, np.arange(len(which)) - begin[which]


def _best_of_each(rows: Ints, places: Ints, weights: Floats, count: int) -> list[Near]:
    speaking = weights > 0
    rows, places, weights = rows[speaking], places[speaking], weights[speaking]
    order = np.lexsort((places, -weights, rows))
    rows, places, weights = rows[order], places[order], weights[order]
    ends = np.searchsorted(rows, np.arange(count + 1))
    return [
        Near(places[a : min(b, a + MAX_NEAR)], weights[a : min(b, a + MAX_NEAR)])
        for a, b in itertools.pairwise(ends.tolist())
    ]
