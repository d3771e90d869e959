"""Capital letters carried from a text to its romanization: Щ gives Shch, SHCH or shch."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

APOSTROPHES = "'’‘`´"
_WORD = re.compile(r"[^\W\d_](?:[^\s\d_\-–—,.;:!?()«»\"/]|:(?=[^\W\d_]))*")  # ka:i is one word
_TIE = "\u0361"  # ALA-LC prints Ю as I͡U, even where a small letter follows
_PALOCHKA = re.compile("Ӏ+")


def lowered(text: str) -> str:
    """Return the text in lower case, of the same length: İ gives i alone, without the dot that Python adds.

    Examples:
        >>> len(lowered("İsa")) == len("İsa")
        True
    """
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(character.lower()[0] for character in text)


def with_true_capitals(text: str) -> str:
    """Return the text with a palochka as small letter where a small letter of the word stands beside it.

    Most text in the languages of the Caucasus writes the capital Ӏ for both, so that it says nothing of case.

    Examples:
        >>> with_true_capitals("КӀант, кӀант, КӀАНТ, Ӏаж")
        'Кӏант, кӏант, КӀАНТ, Ӏаж'
    """
    if "Ӏ" not in text:
        return text

    def written(match: re.Match[str]) -> str:
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        small = before.islower() or (before.isalpha() and after.islower())
        return match[0].lower() if small else match[0]

    return _PALOCHKA.sub(written, text)


def capital(text: str, capitals: Mapping[str, str]) -> str:
    """Return the text with its first letter that has a capital as capital, and the one tied to it.

    Args:
        text: Lower-case Latin text.
        capitals: Capitals that differ from Unicode's, as i: İ.

    Examples:
        >>> capital("’yeltsin", {}), capital("ili", {"i": "İ"}), capital("t͡soĭ", {})
        ('’Yeltsin', 'İli', 'T͡Soĭ')
    """
    for i, character in enumerate(text):
        upper = capitals.get(character) or character.upper()
        if upper != character:
            tied = text[i + 1 : i + 2] == _TIE
            rest = capital(text[i + 2 :], capitals) if tied else text[i + 1 :]
            return text[:i] + upper + (_TIE if tied else "") + rest
    return text


def in_case_of(text: str, start: int, end: int, written: str, capitals: Mapping[str, str]) -> str:
    """Return what was written for a piece of text, with capitals as that piece has them.

    Args:
        text: The whole text, in its own case.
        start: Where the piece begins.
        end: Where it ends.
        written: What stands for the piece, in lower case.
        capitals: Capitals that differ from Unicode's.

    Returns:
        All capitals where the piece stands among capitals: the letter after it is one, or there is none after
        it in the word and the letter before it is one. Else a capital at the start, if the piece has one.

    Examples:
        >>> [in_case_of(word, at, at + 1, "shch", {}) for word, at in [("Щука", 0), ("ЩУКА", 0), ("БОРЩ", 3)]]
        ['Shch', 'SHCH', 'SHCH']
    """
    if not text[start].isupper():
        return written
    if len(written) > 1 and _among_capitals(text, start, end):
        return "".join(capitals.get(c) or c.upper() for c in written)
    return capital(written, capitals)


def _among_capitals(text: str, start: int, end: int) -> bool:
    letters = [character for character in text[start:end] if character.isalpha()]
    if any(letter.islower() for letter in letters):
        return False
    after = _neighbour(text, end, 1)
    if after:
        return after.isupper()
    return sum(map(str.isupper, letters)) > 1 or _neighbour(text, start - 1, -1).isupper()


def _neighbour(text: str, at: int, step: int) -> str:
    """Return the next letter with case in the same word, or ""."""
    while 0 <= at < len(text):
        character = text[at]
        if character.isalpha() and character.upper() != character.lower():
            return character
        if character.isspace() or not (character.isalpha() or ord(character) > 0x2FF or character in "'`´"):
            return ""
        at += step
    return ""


class Words(msgspec.Struct, frozen=True):
    """Which words of a name from a script without case begin with a capital: all, less these.

    Attributes:
        small: Words that stay small where more of the name follows, as `al` of Arabic.
        small_after_hyphen: Whether a word after a hyphen that the scheme wrote stays small, as in Korean
            given names.
    """

    small: frozenset[str]
    small_after_hyphen: bool


def with_capitals(romanized: str, text: str, capitals: Mapping[str, str], words: Words) -> str:
    """Return a name from a script without case with a capital at the start of each word.

    Args:
        romanized: The name in lower case.
        text: What it was romanized from; words of it that were left as they stood keep their case.
        capitals: Capitals that differ from Unicode's.
        words: Which of them stay small.

    Examples:
        >>> with_capitals("ḥāfiẓ al-asad", "حافظ الأسد", {}, Words(frozenset({"al"}), False))
        'Ḥāfiẓ al-Asad'
    """
    found = set(_WORD.findall(text))
    small_after_hyphen = words.small_after_hyphen and "-" not in text

    def written(match: re.Match[str]) -> str:
        word = match[0]
        if word in found or (word in words.small and match.end() < len(romanized)):
            return word
        if small_after_hyphen and romanized[: match.start()].endswith("-"):
            return word
        return capital(word, capitals)

    return _WORD.sub(written, romanized)
