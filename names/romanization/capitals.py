"""Capital letters carried from a text to its romanization: Щ gives Shch, SHCH or shch."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

APOSTROPHES = "'’‘`´"
_WORD = re.compile(r"[^\W\d_][^\s\d_\-–—,.;:!?()«»\"/]*")


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


def capital(text: str, capitals: Mapping[str, str]) -> str:
    """Return the text with its first letter that has a capital as capital.

    Args:
        text: Lower-case Latin text.
        capitals: Capitals that differ from Unicode's, as i: İ.

    Examples:
        >>> capital("’yeltsin", {}), capital("ili", {"i": "İ"})
        ('’Yeltsin', 'İli')
    """
    for i, character in enumerate(text):
        upper = capitals.get(character) or character.upper()
        if upper != character:
            return text[:i] + upper + text[i + 1 :]
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
    if any(character.islower() for character in text[start:end]):
        return False
    after = _neighbour(text, end, 1)
    if after:
        return after.isupper()
    return end - start > 1 or _neighbour(text, start - 1, -1).isupper()


def _neighbour(text: str, at: int, step: int) -> str:
    """Return the next letter with case in the same word, or ""."""
    while 0 <= at < len(text):
        character = text[at]
        if character.isupper() or character.islower():
            return character
        if character.isspace() or not (character.isalpha() or ord(character) > 0x2FF or character in "'`´"):
            return ""
        at += step
    return ""


class Words(msgspec.Struct, frozen=True):
    """Which words of a name from a script without case begin with a capital: all, less these.

    Attributes:
        small: Words that stay small where more of the name follows, as `al` of Arabic.
        small_after_hyphen: Whether a word right after a hyphen stays small, as Korean given names print it.
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

    def written(match: re.Match[str]) -> str:
        word = match[0]
        if word in found or (word in words.small and match.end() < len(romanized)):
            return word
        if words.small_after_hyphen and romanized[: match.start()].endswith("-"):
            return word
        return capital(word, capitals)

    return _WORD.sub(written, romanized)
