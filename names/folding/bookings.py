"""Names in bookings: NAME/GIVENTITLE, in capitals, with the names of a person run together.

PUTIN/VLADIMIRVLADIMIROVICH MR
MERKEL/ANGELAMRS
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from names.folding.given_names import canonical_names_of
from names.folding.keys import VOWELS, class_keys
from names.folding.name_parts import father_of
from names.folding.told_name import ToldName, stored_forms

SHORTEST = 3  # letters of a name that is looked for within a word
SHORTEST_UNKNOWN = 5  # of one that no table has, before a father's name that none has
MOST_WAYS = 12  # in which a word is divided where nothing tells it
_OF_FATHERS = (
    "",
    "i",
    "ei",
    "ai",
    "a",
)  # what patronymics leave out of a father's name: Andreyevich, Sergeyevich

_UNSPOKEN = re.compile(
    r"[LMNR][^AEIOUY]"
)  # so begins the rest of a name, and hardly a name: ANDREIA NDREYEVICH
_BOOKING = re.compile(
    r"\d{0,2}(?:\.\d)?([A-Z][A-Z' -]*[A-Z])((?:/[A-Z][A-Z' -]*[A-Z])+)(?:\s*[*(].*)?", re.IGNORECASE
)


def read_booking(text: str) -> list[ToldName]:
    """Return the names of a booking; none where neither a title nor a known given name tells that it is one.

    Several people of one family name share it: SMITH/JOHN MR/JANE MRS.

    Sources:
        IATA Passenger Services Conference resolutions, the name element of reservations: surname, slash,
        given names with the title behind them, apart or run together.

    Examples:
        >>> read_booking("PUTIN/VLADIMIRVLADIMIROVICH MR")[0].spelling
        'PUTIN, MR VLADIMIR VLADIMIROVICH'
        >>> read_booking("MERKEL/ANGELAMRS")[0].given, read_booking("AC/DC")
        ('ANGELA', [])
    """
    found = _BOOKING.fullmatch(text)
    if found is None or len(found[1].split()[-1]) < 2:  # RAMASAMY A/L MUTHU
        return []
    family = found[1]
    told = [_without_title(given.split(), capitals=text.isupper()) for given in found[2][1:].split("/")]
    ways = [_ways(given) if text.isupper() else [given] for given, _ in told]
    names = [
        ToldName("", family, each[0], title, otherwise=tuple(each[1:]))
        for each, (_, title) in zip([list(map(" ".join, way)) for way in ways], told, strict=True)
    ]
    if all(title for _, title in told):
        return names
    given = ways[0][0]
    is_name = len(told) == 1 and len(given[0]) > 1 and any(map(_is_given, given))
    return names if is_name and text.isupper() and " " not in family else []


def _without_title(words: list[str], *, capitals: bool) -> tuple[list[str], str]:
    """Return given names and the title behind them, "" without one; in capitals both may be run together."""
    if len(words) > 1 and words[-1].upper() in _titles()["apart"]:
        return words[:-1], words[-1]
    title = _title_of(words[-1]) if capitals else ""
    return [*words[:-1], words[-1].removesuffix(title)], title


def _title_of(word: str) -> str:
    """Return the title that a given name ends in, or ""."""
    if _is_given(word):
        return ""
    for title in (*_titles()["together"], *_titles()["together_with_known"]):
        name = word.removesuffix(title)
        sure = title in _titles()["together"] or all(map(_is_given, divided(name)[0]))
        if name != word and len(name) >= SHORTEST and sure:
            return title
    return ""


def _ways(given: list[str]) -> list[list[str]]:
    """Return the ways in which given names may be divided; of several words only what is told is divided."""
    if len(given) == 1:
        return divided(given[0])
    ways = [told[0] if len(told := divided(word)) == 1 else [word] for word in given]
    return [[name for way in ways for name in way]]


@functools.cache
def _titles() -> Mapping[str, tuple[str, ...]]:
    return {where: tuple(words.upper().split()) for where, words in stored_forms()["booking_titles"].items()}


def divided(word: str) -> list[list[str]]:
    """Return the ways in which the names in a word may be divided, the likeliest first; one where it is told.

    A known given name tells it before another or before a patronymic, and the patronymic of a known father
    by itself. Where only the ending of a patronymic is known, it may begin at several places.

    Examples:
        >>> divided("VLADIMIRVLADIMIROVICH"), divided("GABRIELJOSE"), divided("ALEXANDRA")
        ([['VLADIMIR', 'VLADIMIROVICH']], [['GABRIEL', 'JOSE']], [['ALEXANDRA']])
        >>> ["SHAVKAT", "MIROMONOVICH"] in divided("SHAVKATMIROMONOVICH")
        True
    """
    if _is_given(word) or not word.isalpha() or _father_in(word) == "known":
        return [[word]]
    places = range(SHORTEST, len(word) - SHORTEST + 1)
    ways = sorted((doubt, end) for end in places if (doubt := _doubt(word[:end], word[end:])) is not None)
    divided = [[word[:end], word[end:]] for _, end in ways]
    return divided[:1] if ways and ways[0][0][0] == 0 else [*divided[:MOST_WAYS], [word]]


def _doubt(given: str, more: str) -> tuple[int, int] | None:
    """Return how doubtful a division is: how little is known, and how short that is; None for none."""
    father = _father_in(more)
    left, right = _is_given(given), _is_given(more) or father == "known"
    if left and right:
        return 0, -len(given)
    if not father or (not left and not right and len(given) < SHORTEST_UNKNOWN):
        return None
    return (1, -len(more)) if right else (2, -len(given)) if left else (3, len(given))


def _father_in(word: str) -> str:
    """Return whether a patronymic is of a `known` given name or of `another`; "" for what is none."""
    father = father_of(class_keys(word.lower())[0])
    if (
        father is None
        or len(father[0]) < SHORTEST
        or set(VOWELS).isdisjoint(father[0])
        or _UNSPOKEN.match(word)
    ):
        return ""
    known = any(_is_given(father[0] + ending) for ending in _OF_FATHERS)
    return "known" if known else "another"


def _is_given(word: str) -> bool:
    small = word.lower()
    return len(small) >= SHORTEST and any(canonical_names_of(small, small))
