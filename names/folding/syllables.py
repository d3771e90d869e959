"""Names of Korea, China and Vietnam in Latin print, which spells one syllable in several ways.

Kim Chŏng-ŭn, Gim Jeong-eun and Kim Jong Un are one name, as are Chou En-lai and Zhou Enlai. A word alone
tells little: a Jung may be Swiss. So a name is read by syllables only where a family name of the language
opens or closes it, and every other word is one or two syllables of given names. Its words then have the other
spellings beside their own.

The syllables are data, in `names/data/syllables.yaml`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from names import data
from names.folding.part import Word, readings_of
from names.kinds import PartKind

LONGEST = 4  # words of such a name, and its syllables
MOST_OTHERS = 5  # spellings that a word has besides its own
SHORTEST_WHOLE = 7  # letters of one word that may be a whole name; a town is shorter (Jeonju)
_CAPITAL = re.compile("[A-Z][a-z]*")
_KOREAN = re.compile("eo|eu|ae|ui|ye")
_MAY_BE_NAMES: frozenset[PartKind] = frozenset(("word", "other", "particle"))  # Park, De


class Syllables(msgspec.Struct, frozen=True):
    """Latin spellings of the syllables of one language, each with the others that print has for it.

    Attributes:
        families: Those that open or close a name.
        given: Those of given names.
        together: Those of given names in words of two syllables, where they are others.
        marked: Whether a name has to have a mark to be of this language.
        whole: Whether print writes whole names as one word.
    """

    families: Mapping[str, tuple[str, ...]]
    given: Mapping[str, tuple[str, ...]]
    together: Mapping[str, tuple[str, ...]]
    marked: bool
    whole: bool


@functools.cache
def languages() -> tuple[Syllables, ...]:
    """Return the shipped tables, read once."""
    return tuple(
        _language(table, marked=name == "vietnamese", whole=name == "korean")
        for name, table in data.read("syllables.yaml").items()
        if name in ("korean", "chinese", "vietnamese")
    )


def _language(table: Mapping[str, str], *, marked: bool, whole: bool) -> Syllables:
    families, given, together = (_lines(table[name]) for name in ("families", "given", "together"))
    return Syllables(families, given, together or given, marked, whole)


@functools.cache
def _families() -> frozenset[str]:
    """Return the family names of all languages: most names have none, and are done with that."""
    return frozenset(name for language in languages() for name in language.families)


def _lines(text: str) -> Mapping[str, tuple[str, ...]]:
    words = (line.split() for line in text.splitlines())
    return {spelling: tuple(others) for spelling, *others in words}


def by_syllables(words: Sequence[Word], written: Sequence[str]) -> Sequence[Word]:
    """Return the words of a name with their other spellings, if it is of one of these languages.

    Args:
        words: The words as they are by themselves.
        written: The same as written.

    Returns:
        The same words, as they are where the name is of none.

    Examples:
        >>> from names.folding import fold
        >>> [word.others for word in fold("Xi Jinping").words]
        [(), ('chinping',)]
        >>> [word.others for word in fold("Carl Jung").words]
        [(), ()]
    """
    if not 0 < len(words) <= LONGEST:
        return words
    if len(words) == 1:
        return [_whole_name(words[0])]
    families = _families()
    if words[0].text not in families and words[-1].text not in families:
        return words
    read = [found for language in languages() if (found := _spellings(language, words, written))]
    together = (sum(others, ()) for others in zip(*read, strict=True))
    return [_with(word, others) for word, others in zip(words, together, strict=True)] if read else words


def _with(word: Word, others: Iterable[str]) -> Word:
    """Return a word that is a name, with what else print spells it."""
    plain = dict.fromkeys(readings_of(other)[0] for other in others)
    apart = tuple(other for other in plain if other not in word.readings)[:MOST_OTHERS]
    if not apart and word.kind == "word":
        return word
    return msgspec.structs.replace(word, others=apart, kind="word", usually="word")


def _spellings(language: Syllables, words: Sequence[Word], written: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the other spellings of each word of a name, or none where the name is not of a language."""
    if language.marked and all(word.text.isascii() for word in words):
        return []
    for family in (0, len(words) - 1):
        if words[family].text not in language.families:
            continue
        found = []
        for n, (word, text) in enumerate(zip(words, written, strict=True)):
            if not _may_be_name(word, text, opens=n == 0, family=n == family):
                break
            own = language.families[word.text] if n == family else _given(language, word.text)
            if own is None:
                break
            found.append(own)
        if len(found) == len(words):
            return found
    return []


def _may_be_name(word: Word, text: str, *, opens: bool, family: bool) -> bool:
    """Tell whether a word may be part of such a name: Park is one, but no title unless it opens it."""
    if word.script != "LATIN" or not text[0].isupper():
        return word.script == "LATIN" and word.kind == "word"  # Kim Dae-jung
    if opens and not family:
        return word.kind == "word"
    return word.kind in _MAY_BE_NAMES or (opens and word.kind == "title")


def _given(language: Syllables, text: str) -> tuple[str, ...] | None:
    """Return the other spellings of a word of one syllable or two; None where it is no such word."""
    plain = text.replace("'", "")
    if plain in language.given:
        return language.given[plain]
    found: list[str] = []
    splits = list(_split(language, plain))
    for first, second in splits:
        others = (language.together.get(syllable, ()) for syllable in (first, second))
        found += _together(first, second, *others)
    return tuple(found[:MOST_OTHERS]) if splits else None


def _split(language: Syllables, text: str) -> Iterator[tuple[str, str]]:
    for at in range(1, len(text)):
        if text[:at] in language.given and text[at:] in language.given:
            yield text[:at], text[at:]


def _together(first: str, second: str, others: Sequence[str], others_too: Sequence[str]) -> Iterator[str]:
    """Yield two syllables in other spellings, those of one system together."""
    for n in range(max(len(others), len(others_too))):
        yield _at(first, others, n) + _at(second, others_too, n)


def _at(own: str, others: Sequence[str], n: int) -> str:
    return others[min(n, len(others) - 1)] if others else own


def _whole_name(word: Word) -> Word:
    """Return a word that may be a whole name as romanizers write it, with its family name in other spellings.

    Few such words are names of Korea, but a spelling that nobody has does no harm.
    """
    found = []
    for language in languages() if word.script == "LATIN" else ():
        for family, given in _names_in(language, word.text):
            found += [readings_of(other + given)[0] for other in language.families[family][:2]]
    return msgspec.structs.replace(word, others=tuple(found[:MOST_OTHERS])) if found else word


def _are_syllables(pieces: Sequence[str]) -> bool:
    """Tell whether the pieces of a word are a family name and syllables of given names in one language."""
    family, *given = [piece.lower() for piece in pieces]
    return any(
        family in language.families and all(syllable in language.given for syllable in given)
        for language in languages()
    )


def _names_in(language: Syllables, text: str) -> list[tuple[str, str]]:
    """Return the family names and given names that a word may be, given names of two syllables."""
    if not language.whole or len(text) < SHORTEST_WHOLE:
        return []
    parted = ((text[:at], text[at:]) for at in range(1, len(text)))
    return [each for each in parted if each[0] in language.families and any(_split(language, each[1]))]


def parted(word: str) -> tuple[str, ...]:
    """Return a word as family name and given name, if it is a whole name of Korea in one way alone.

    It must have vowels that romanizers of Korean alone write so, or it may be a word of any language; or a
    capital for each syllable, as some write Chinese too.

    Examples:
        >>> parted("Bakgeunhye"), parted("Imyeongbak"), parted("Marina")
        (('Bak', 'geunhye'), ('Imyeongbak',), ('Marina',))
        >>> parted("Saetang"), parted("saetang")
        (('Saetang',), ('saetang',))
        >>> parted("XiJinPing"), parted("McDonald")
        (('Xi', 'Jin', 'Ping'), ('McDonald',))
    """
    small = word.lower()
    if not small.isascii():
        return (word,)
    pieces = tuple(_CAPITAL.findall(word))
    if 1 < len(pieces) < LONGEST and "".join(pieces) == word and _are_syllables(pieces):
        return pieces
    if not _KOREAN.search(small):
        return (word,)
    found = [each for language in languages() for each in _names_in(language, small)]
    if len(found) != 1 or not any(map(_KOREAN.search, found[0])):  # not where they meet: Sa|etang
        return (word,)
    return word[: len(found[0][0])], word[len(found[0][0]) :]
