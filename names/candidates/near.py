"""Which listed parts are near a part of a query, and what each pair says.

What the kernel does for many parts at once is said here plainly, for one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from names.candidates.blocks import asked_blocks, exact_blocks, number_of
from names.candidates.index import Index
from names.evidence import PartDistance, pair_weight, part_distance
from names.evidence.distance import pair_writing
from names.folding import Part
from names.folding.keys import skeleton

MAX_NEAR = 400  # listed parts that one part of a query may lead to

Near = dict[int, float]
"""Listed parts by number with what each pair says, in nats above zero; the pair that says most first."""


def find_equal(part: Part, index: Index) -> Near:
    """Return the listed parts that a rule or a table makes equal to a part.

    Args:
        part: A part of a query.
        index: The listed parts.
    """
    met = _in_blocks(exact_blocks(part), index)
    return _best((number, _weigh_equal(part, number, index)) for number in met)


def find_near(part: Part, index: Index) -> Near:
    """Return the listed parts near a part, equal ones among them.

    Args:
        part: A part of a query.
        index: The listed parts.
    """
    equal = _in_blocks(exact_blocks(part), index)
    near = _in_blocks(asked_blocks(part), index) - equal
    pairs = [(number, _weigh_equal(part, number, index)) for number in equal]
    return _best([*pairs, *((number, weigh_near(part, number, index)) for number in near)])


def weigh_near(part: Part, number: int, index: Index) -> float:
    """Return what a part and a listed one say that are near at best, by their keys and skeletons alone.

    One of the two is always read as usual. In one script other readings do not matter; where the script
    changes, those count whose keys and skeletons together are nearest.

    Args:
        part: A part of a query.
        number: That of the listed part.
        index: The listed parts.

    Returns:
        The weight, in nats; minus infinity for Chinese characters, which are others where they are not equal.
    """
    listed = index.part(number)
    if part.script == listed.script:
        if part.script == "CJK":
            return -math.inf
        keys, skeletons = _distances(part.key, listed.key)
    else:
        pairs = [(part.key, key) for key in listed.keys] + [(key, listed.key) for key in part.keys[1:]]
        keys, skeletons = min((_distances(*pair) for pair in pairs), key=sum)
    distance = PartDistance("near", keys, skeletons, pair_writing(part, listed))
    return pair_weight(distance, *index.frequencies.of(listed))


def _distances(key: str, other: str) -> tuple[float, float]:
    """Return how far two class keys are apart, and how far their skeletons are."""
    skeletons = OSA.normalized_distance(skeleton(key), skeleton(other))
    return OSA.normalized_distance(key, other), skeletons


def _weigh_equal(part: Part, number: int, index: Index) -> float:
    listed = index.part(number)
    return pair_weight(part_distance(part, listed), *index.frequencies.of(listed))


def _in_blocks(blocks: Iterable[str], index: Index) -> set[int]:
    """Return the listed parts that are filed under some blocks."""
    return {number for block in blocks for number in index.parts_in(number_of(block)).tolist()}


def _best(pairs: Iterable[tuple[int, float]]) -> Near:
    """Return the pairs that speak for one bearer, as many as one part may lead to."""
    speaking = [(-weight, number) for number, weight in pairs if weight > 0]
    return {number: -weight for weight, number in sorted(speaking)[:MAX_NEAR]}
