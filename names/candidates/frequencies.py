"""How rare the parts of names are among listed entities, beside what the world at large tells."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from names.folding import Part
from names.rarity import World, surprise, world

Counts = tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32]]
"""Keys by number, in rising order, and how many entities have a part of each."""


def number_of_key(key: str) -> int:
    """Return the 64-bit number of a key; two keys of one number are not met in practice."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


def count_bearers(keys: Iterable[str], parts: npt.NDArray[Any], entity_numbers: npt.NDArray[Any]) -> Counts:
    """Return how many entities have a part of each key, once however many spellings show it.

    Args:
        keys: The key of every distinct part, by its number.
        parts: Numbers of the parts of all spellings.
        entity_numbers: The entity each belongs to.
    """
    numbers = np.fromiter(map(number_of_key, keys), np.uint64)
    known, key_of_part = np.unique(numbers, return_inverse=True)
    pairs = np.unique(
        key_of_part[parts].astype(np.uint64) << np.uint64(32) | entity_numbers.astype(np.uint64)
    )
    counts = np.bincount((pairs >> np.uint64(32)).astype(np.int64), minlength=len(known))
    return known, counts.astype(np.uint32)


class Frequencies:
    """Rarity of parts in a gazetteer, as `names.evidence.Rarity` asks for it.

    Listed bearers are counted together with others, of whom the world at large tells (`names.rarity`).

    Args:
        keys: How many entities have a part of each class key.
        skeletons: How many have one of each skeleton.
        population: How many entities are listed.
    """

    def __init__(self, keys: Counts, skeletons: Counts, population: int) -> None:
        self._keys = keys
        self._skeletons = skeletons
        self._population = population
        self._world: World = world()
        self._rarity: dict[Part, tuple[float, float]] = {}
        self._known: dict[Part, bool] = {}

    def learn(self, part: Part, of_key: float, of_skeleton: float) -> None:
        """Remember how rare a listed part is, which was found when it was filed."""
        self._rarity[part] = (of_key, of_skeleton)
        self._known[part] = True

    def of_key(self, part: Part) -> float:
        """Return how much a part says, in nats: minus the logarithm of its share among bearers."""
        return self.of(part)[0]

    def of_skeleton(self, part: Part) -> float:
        """Return the same for its consonant skeleton; at most that of the class key."""
        return self.of(part)[1]

    def of(self, part: Part) -> tuple[float, float]:
        """Return how much a part says, and how much its skeleton does."""
        rarity = self._rarity.get(part)
        if rarity is None:
            of_key = surprise(_count(self._keys, part.key), self._population, self._world.share(part))
            share = self._world.share_of_skeleton(part)
            of_skeleton = surprise(_count(self._skeletons, part.skeleton), self._population, share)
            rarity = self._rarity[part] = (of_key, min(of_key, of_skeleton))
        return rarity

    def knows(self, part: Part) -> bool:
        """Tell whether listed entities, or many people in the world, have a part of this class key."""
        known = self._known.get(part)
        if known is None:
            known = self._known[part] = bool(_count(self._keys, part.key)) or self._world.knows(part)
        return known


def _count(counts: Counts, key: str) -> int:
    numbers, bearers = counts
    number = np.uint64(number_of_key(key))
    at = int(np.searchsorted(numbers, number))
    return int(bearers[at]) if at < len(numbers) and numbers[at] == number else 0
