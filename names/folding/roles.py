"""How likely each part of a spelling is the family name: by a comma, by capitals, or by place and kind.

No part has a role for certain: "Orbán Viktor" and "Viktor Orbán" are both printed. So each that is a name
has a share between 0 and 1 in the family name. Where nothing on the page tells it (a comma, capitals), the
shares are the posterior of Bayes' rule: how often the family name stands at such a place, times how much
likelier such a word is there than elsewhere. They add up to 1, but for a second surname before the last
(Gabriel García Márquez), which has a share of its own.

The numbers are data, in `names/data/weights.yaml`; the words and endings are in `names/data/name_parts.yaml`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import msgspec

from names import data
from names.folding.keys import class_keys
from names.folding.name_parts import name_parts, plain
from names.folding.part import Part
from names.kinds import PartTrait, parts_with

_NAME = parts_with(PartTrait.NAME)
LONGEST_NATIVE = 4  # syllables of a Chinese or Korean name; with more it is a foreign one by sound
_NATIVE = ("CJK", "HANGUL")  # scripts whose own names open with the family name; foreign ones are not split


class Roles(msgspec.Struct, frozen=True):
    """Shares and likelihoods, each between 0 and 1 unless said otherwise.

    Attributes:
        comma: Share of what stands before a comma.
        capitals: Share of what alone is in capitals.
        last: How often the family name is the last of several words.
        first: How often it is the first of three words or more; what is left is for those between.
        first_of_two: How often it is the first of two words.
        native: How often it is the first in a script where that is the rule.
        before_father: How often it is the first word where a patronymic is the last.
        father: How often it is a patronymic that stands among three words or more.
        given: How much likelier a word that is a known given name is the family name; below 1.
        ending: The same of a word with an ending that surnames have; above 1.
        listed: The same of the first word where it is a family name of China, Korea or Vietnam; above 1.
        initial: The same of an initial; below 1.
        second: Share of an unknown word before a last one that is the family name.
    """

    comma: float
    capitals: float
    last: float
    first: float
    first_of_two: float
    native: float
    before_father: float
    father: float
    given: float
    ending: float
    listed: float
    initial: float
    second: float


@functools.cache
def roles() -> Roles:
    """Return the shipped numbers, read once."""
    table = data.read("weights.yaml")["roles"]
    return Roles(**{name: float(table[name]) for name in Roles.__struct_fields__})


@functools.cache
def family_keys() -> frozenset[str]:
    """Return the class keys of family names that stand first in Latin and Cyrillic print too."""
    words = data.read("name_parts.yaml")["family_names_first"].split()
    return frozenset(class_keys(plain(word))[0] for word in words)


def family_shares(parts: Sequence[Part], comma: int = 0, capitals: int = 0) -> tuple[float, ...]:
    """Return for each part how likely it is the family name, or one of several.

    Args:
        parts: The parts of a spelling.
        comma: How many of them stand before the first comma; 0 without one.
        capitals: How many at the beginning are alone in capitals; below 0, how many at the end.

    Examples:
        >>> from names.folding import fold
        >>> [round(share, 2) for share in family_shares(fold("Viktor Orbán").parts)]
        [0.2, 0.8]
        >>> [round(share, 2) for share in family_shares(fold("Orbán Viktor").parts, capitals=1)]
        [0.95, 0.05]
    """
    places = [n for n, part in enumerate(parts) if part.kind in _NAME]
    shares = [0.0] * len(parts)
    by = roles()
    for told, sure in ((comma, by.comma), (capitals, by.capitals)):
        first, behind = (0, told) if told >= 0 else (len(parts) + told, len(parts))
        within = [first <= n < behind for n in places]
        if any(within) and not all(within):
            for n, inside in zip(places, within, strict=True):
                shares[n] = sure if inside else 1 - sure
            return tuple(shares)
    _share_by_place(parts, places, shares, by)
    return tuple(shares)


def _share_by_place(parts: Sequence[Part], places: Sequence[int], shares: list[float], by: Roles) -> None:
    """Fill in the shares of what stands at some places, by Bayes' rule."""
    count = len(places)
    if count == 1:
        likelihood = _likelihood(parts[places[0]], False, by)
        shares[places[0]] = likelihood / (likelihood + 1)
        return
    opening = parts[places[0]] if places else None
    native = opening is not None and opening.script in _NATIVE and len(opening.text) == 1
    native = native and count <= LONGEST_NATIVE
    father = max((k for k in range(1, count) if parts[places[k]].father), default=0) if count > 2 else 0
    total = 0.0
    for k, n in enumerate(places):
        prior = _prior(k, count, father, native, by)
        shares[n] = prior * _likelihood(parts[n], k == 0, by)
        total += shares[n]
    for n in places:
        shares[n] /= total
    if count > 2 and not native and not father and shares[places[-1]] > by.second:
        before = parts[places[-2]]
        if before.kind == "word" and not before.canonical_names:
            shares[places[-2]] = max(shares[places[-2]], by.second)


def _prior(k: int, count: int, father: int, native: bool, by: Roles) -> float:
    """Return how often a family name is the name number k of several.

    Args:
        k: From 0.
        count: How many there are, two or more.
        father: Which is a patronymic; 0 for none.
        native: Whether the script is one where it stands first.
        by: The numbers.
    """
    if father and k == father:
        return by.father
    if native:
        return by.native if k == 0 else (1 - by.native) / (count - 1)
    if k == 0 and father == count - 1 and father:
        return by.before_father
    if count == 2:
        return 1 - by.first_of_two if k else by.first_of_two
    if k == count - 1:
        return by.last
    return by.first if k == 0 else (1 - by.last - by.first) / (count - 2)


def _likelihood(part: Part, opens: bool, by: Roles) -> float:
    """Return how much likelier a word is a family name than another part of a name."""
    if part.kind == "initial":
        return by.initial
    if opens and part.key in family_keys():
        return by.listed
    if part.canonical_names:
        return by.given
    return by.ending if has_surname_ending(part) else 1.0


def has_surname_ending(part: Part) -> bool:
    """Tell whether a part ends as hardly any word but a surname does.

    Examples:
        >>> from names.folding import fold
        >>> [has_surname_ending(part) for part in fold("Tokayev Tokayeva Kassym").parts]
        [True, True, False]
    """
    endings = name_parts().of_surnames
    return any(part.key.endswith(ending) and len(part.key) >= len(ending) + 2 for ending in endings)
