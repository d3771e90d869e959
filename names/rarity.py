"""How rare the parts of names are in the world at large, beside what a gazetteer tells of its own.

The share of people who bear a part comes from a shipped table of the commonest surnames and given names
(`names/data/common_parts.yaml`), else from how many letters its key has: short keys have many bearers.
A gazetteer counts the bearers it lists together with `BACKGROUND` others, of whom the world's shares tell.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping

from names import data
from names.errors import NamesError
from names.folding import Part

BACKGROUND = (
    10_000  # bearers taken to stand behind any gazetteer, however small, when a part's rarity is told
)
# What share of them has a part the table does not list, by the letters of its class key, and by those of its
# skeleton; the last number holds for all longer ones. Measured on politicians of 230 countries, one half on
# the other: between the mean and the geometric mean.
KEY_SHARE = (0.05, 5e-3, 2.5e-3, 6e-4, 1.5e-4, 5e-5, 4e-5)
SKELETON_SHARE = (0.05, 0.04, 0.02, 6e-3, 2e-3, 4e-4, 1.2e-4)


# What share of bodies has a word of a kind that many have, such as Ministry; by judgement.
SHARES_OF_BODIES: Mapping[str, float] = {"concept": 0.02, "country": 0.03, "legal": 0.1}


class CommonPartsError(NamesError):
    """The table of common parts cannot be used: every fault with its line."""


class World:
    """Rarity of parts where no gazetteer tells, as `names.evidence.Rarity` asks for it.

    Args:
        keys: Share of people, between 0 and 1, by the class key of a common part.
        skeletons: The same share by skeleton: the sum over the common parts that have it.

    Examples:
        >>> from names.folding import fold
        >>> ivanov, ivanova, kossanov = fold("Ivanov Ivanova Kossanov").parts
        >>> world().of_key(ivanov) == world().of_key(ivanova) < world().of_key(kossanov)
        True
        >>> world().knows(ivanova), world().knows(kossanov)
        (True, False)
    """

    def __init__(self, keys: Mapping[str, float], skeletons: Mapping[str, float]) -> None:
        self.keys = keys
        self.skeletons = skeletons

    def of_key(self, part: Part) -> float:
        """Return how much a part says, in nats: minus the logarithm of its share of people."""
        return -math.log(self.share(part))

    def of_skeleton(self, part: Part) -> float:
        """Return the same for its consonant skeleton; at most that of the class key."""
        return -math.log(max(self.share(part), self.share_of_skeleton(part)))

    def knows(self, part: Part) -> bool:
        """Tell whether a part, or the masculine form of a feminine surname, is a common one."""
        return part.key in self.keys or part.masculine in self.keys

    def share(self, part: Part) -> float:
        """Return the share of people who bear a part, between 0 and 1; a surname's two forms count as one."""
        listed = max(self.keys.get(part.key, 0.0), self.keys.get(part.masculine or "", 0.0))
        return max(listed, by_length(part.key, KEY_SHARE), SHARES_OF_BODIES.get(part.kind, 0.0))

    def share_of_skeleton(self, part: Part) -> float:
        """Return the share of people who bear a part with this skeleton, between 0 and 1."""
        told = max(self.skeletons.get(part.skeleton, 0.0), by_length(part.skeleton, SKELETON_SHARE))
        return max(told, SHARES_OF_BODIES.get(part.kind, 0.0))


def surprise(bearers: int, population: int, share: float) -> float:
    """Return how much a key says in a gazetteer, in nats.

    Args:
        bearers: How many listed entities have it.
        population: How many are listed.
        share: Of people in the world who have it, between 0 and 1.

    Examples:
        >>> round(surprise(0, 0, 0.001), 2), round(surprise(1000, 10_000, 0.001), 2)
        (6.91, 2.99)
    """
    return math.log((population + BACKGROUND) / (bearers + BACKGROUND * share))


@functools.cache
def world() -> World:
    """Return the world as the shipped table tells of it, read once.

    Raises:
        CommonPartsError: The table has faults; all of them are named.
    """
    table = data.read("common_parts.yaml")
    faults: list[str] = []
    keys, skeletons = (read_shares(section, table[section], faults) for section in ("keys", "skeleton"))
    if faults:
        raise CommonPartsError("; ".join(faults))
    return World(keys, skeletons)


def read_shares(section: str, text: str, faults: list[str]) -> dict[str, float]:
    """Return the share of each key from lines `share key key`, noting what is wrong with them."""
    shares: dict[str, float] = {}
    for number, line in enumerate(text.splitlines(), 1):
        share, *keys = line.split()
        try:
            value = float(share)
        except ValueError:
            value = 0.0
        if not 0 < value < 1:
            faults.append(f"common_parts.yaml: {section} {number} opens with {share!r}, not a share below 1")
        if repeated := sorted(shares.keys() & set(keys)):
            faults.append(f"common_parts.yaml: {section} {number} lists again {', '.join(repeated)}")
        shares.update(dict.fromkeys(keys, value))
    return shares


def by_length(key: str, shares: tuple[float, ...]) -> float:
    """Return the share that holds for a key with so many letters."""
    return shares[min(len(key), len(shares) - 1)]
