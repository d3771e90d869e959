"""Numbers in the names of bodies, in any dress: 15, №15, 15-я, XV, ١٥ and 第十五 are one, 15-A another."""

from __future__ import annotations

import functools
import re
import unicodedata

from names import data
from names.folding.letters import latin_readings, script_of
from names.folding.part import Word

LONGEST_NUMBER = 20  # digits; with more it is a word
LAST_ROMAN = 39  # later ones have letters that are words as well (XL, LIV)
_DIGITS = dict(zip("0123456789", ("ba", "da", "fa", "ga", "la", "ma", "na", "ra", "sa", "ta"), strict=True))
_NUMBER = "vuvu"  # which opens no name, so that no name is a number
_LETTER = "zu"  # before the letter of a number
_NUMBERED = re.compile(r"(?:第|제)?(\d+)[-‑']?([^\W\d_]*)")
_HAN_DIGITS = {sign: n for n, sign in enumerate("〇一二三四五六七八九")}


def number_word(digits: str, letter: str = "") -> Word:
    """Return a number as a word that equals no other number, doubled digits and all.

    Args:
        digits: From 0 to 9.
        letter: One that is part of it, as in 15-A; "" for none.

    Examples:
        >>> number_word("112").readings, number_word("12").readings
        (('vuvudadafa',), ('vuvudafa',))
        >>> [number_word("15", a).readings == number_word("15", b).readings for a, b in ("АA", "БB", "ВB")]
        [True, True, False]
    """
    digits = digits.lstrip("0") or "0"
    said = _NUMBER + "".join(map(_DIGITS.__getitem__, digits))
    if not letter:
        return Word(digits, (said,), "word", "generation", "")
    plain = latin_readings(letter.lower())[0][:1] or letter.lower()
    said += _LETTER + "".join(map(_DIGITS.__getitem__, str(ord(plain))))
    return Word(digits + letter.lower(), (said,), "word", "generation", "")


@functools.lru_cache(maxsize=20_000)
def numbered(small: str) -> tuple[str, str] | None:
    """Return the digits that a word begins with, as 0 to 9, and the letters behind them; None without any.

    Args:
        small: In small letters, and signs of numbers in any script.

    Examples:
        >>> numbered("15-я"), numbered("15a"), numbered("١٥"), numbered("xv"), numbered("a15")
        (('15', 'я'), ('15', 'a'), ('15', ''), ('15', ''), None)
    """
    if small in _romans():
        return _romans()[small], ""
    found = _NUMBERED.fullmatch(small)
    if found is None or len(found[1]) > LONGEST_NUMBER:
        return None
    return "".join(str(unicodedata.decimal(digit)) for digit in found[1]), found[2]


def is_ordinal(letters: str, *, adjective: bool) -> bool:
    """Tell whether letters behind a number make it an ordinal (15-я, 2nd), and are no part of it (15-A).

    Args:
        letters: In small letters.
        adjective: Whether the number stands before what it counts, where a letter alone may be an ending too.
    """
    always, before = _endings()
    return letters in always or (adjective and letters in before)


def han_number(text: str) -> str | None:
    """Return the digits of a number up to 99 in Chinese characters; None of another text.

    Examples:
        >>> han_number("十五"), han_number("二十"), han_number("七"), han_number("大学")
        ('15', '20', '7', None)
    """
    tens, ten, ones = text.partition("十")
    if not text or not all(part in _HAN_DIGITS or not part for part in (tens, ones)):
        return None
    if not ten:
        return str(_HAN_DIGITS[text]) if text in _HAN_DIGITS else None
    return str(10 * _HAN_DIGITS.get(tens, 1) + _HAN_DIGITS.get(ones, 0))


def letter_of(small: str) -> bool:
    """Tell whether a word is one letter, as may stand behind a number: 15 «Б»."""
    return len(small) == 1 and small.isalpha() and script_of(small) in ("LATIN", "CYRILLIC", "GREEK")


@functools.cache
def _romans() -> dict[str, str]:
    """Return the Roman numerals of two letters or more, and the numbers."""
    ones = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    numerals = {"x" * (n // 10) + ones[n % 10]: str(n) for n in range(1, LAST_ROMAN + 1)}
    return {numeral: number for numeral, number in numerals.items() if len(numeral) > 1}


@functools.cache
def _endings() -> tuple[frozenset[str], frozenset[str]]:
    table = data.read("bodies/numbers.yaml")
    always, before = (frozenset(table[name].split()) for name in ("endings", "endings_before"))
    return always, before
