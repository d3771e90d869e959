"""Names in bookings: NAME/GIVENTITLE, in capitals, with the names of a person run together.

PUTIN/VLADIMIRVLADIMIROVICH MR
MERKEL/ANGELAMRS
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from names.folding.given_names import canonical_names_of
from names.folding.keys import class_keys
from names.folding.name_parts import father_of
from names.folding.told_name import ToldName, stored_forms

SHORTEST = 3  # letters of a name that is looked for within a word

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
    names = [ToldName("", family, " ".join(given), title) for given, title in told]
    if all(title for _, title in told):
        return names
    given = told[0][0]
    is_name = len(told) == 1 and len(given[0]) > 1 and any(map(_is_given, given))
    return names if is_name and text.isupper() and " " not in family else []


def _without_title(words: list[str], *, capitals: bool) -> tuple[list[str], str]:
    """Return given names and the title behind them, "" without one; in capitals both may be run together."""
    title = ""
    if len(words) > 1 and words[-1].upper() in _titles()["apart"]:
        *words, title = words
    elif capitals and (title := _title_of(words[-1])):
        words = [*words[:-1], words[-1].removesuffix(title)]
    return [name for word in words for name in (divided(word) if capitals else [word])], title


def _title_of(word: str) -> str:
    """Return the title that a given name ends in, or ""."""
    if _is_given(word):
        return ""
    for title in (*_titles()["together"], *_titles()["together_with_known"]):
        name = word.removesuffix(title)
        sure = title in _titles()["together"] or all(map(_is_given, divided(name)))
        if name != word and len(name) >= SHORTEST and sure:
            return title
    return ""


@functools.cache
def _titles() -> Mapping[str, tuple[str, ...]]:
    return {where: tuple(words.upper().split()) for where, words in stored_forms()["booking_titles"].items()}


def divided(word: str) -> list[str]:
    """Return the given names in a word, divided where a known one and a father's name tell it.

    Examples:
        >>> divided("VLADIMIRVLADIMIROVICH"), divided("GABRIELJOSE"), divided("ALEXANDRA")
        (['VLADIMIR', 'VLADIMIROVICH'], ['GABRIEL', 'JOSE'], ['ALEXANDRA'])
    """
    if _is_given(word) or not word.isalpha() or _father_in(word) == "known":
        return [word]
    best, at = (0, 0), 0
    for end in range(SHORTEST, len(word) - SHORTEST + 1):
        left, right = _is_given(word[:end]), _is_given(word[end:])
        father = _father_in(word[end:])
        told = (left and (right or father)) or father == "known"
        known = left + (right or father == "known"), end if left else -end  # the longest that is known
        if told and known > best:
            best, at = known, end
    return [word[:at], word[at:]] if at else [word]


def _father_in(word: str) -> str:
    """Return whether a patronymic is of a `known` given name or of `another`; "" for what is none."""
    father = father_of(class_keys(word.lower())[0])
    if father is None:
        return ""
    return "known" if _is_given(father[0]) else "another"


def _is_given(word: str) -> bool:
    small = word.lower()
    return len(small) >= SHORTEST and any(canonical_names_of(small, small))
