"""What the words of a text tell by their language: titles, function words, what is called after people.

The words are data, in `names/data/mentions/words.yaml`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from names import data

LEAST_COMMON = 0.04  # share of function words by which a language is told; texts have three times as many
LEAST_OF_SECOND = 0.01  # share of function words of a second language that may be in a text
SAMPLE = 3_000  # words that tell the language of a text


class WordList:
    """A list of words in small letters, some of them with any ending.

    Args:
        listed: Words with spaces between; a `*` at the end stands for any ending.

    Examples:
        >>> words = WordList("президент* мэр")
        >>> "президента" in words, "мэр" in words, "мэрия" in words
        (True, True, False)
    """

    def __init__(self, listed: str) -> None:
        split = listed.split()
        self._whole = frozenset(word for word in split if not word.endswith("*"))
        self._stems = tuple(word[:-1] for word in split if word.endswith("*"))

    def has_whole(self, word: str) -> bool:
        """Tell whether a word is listed as it is, not by its beginning alone."""
        return word in self._whole

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and (
            word in self._whole or (bool(self._stems) and word.startswith(self._stems))
        )


class LanguageWords(msgspec.Struct, frozen=True):
    """The words of one language; `names/data/mentions/words.yaml` says what each group is.

    Attributes:
        code: Of the language, as `en`.
        common: Its commonest function words.
        titles: Words that stand before a name and outside it.
        explained: Words that begin large for another reason than a name.
        after: What follows a name that something else bears.
        before: What stands before one.
        given: Women's given names, which tell her surname from a man's in the genitive.
        abbreviated: Words whose full stop ends no sentence.
        heads: Plurals that several names share: the streets of Abai and Auezov.
        conjunctions: What joins such names.
        institutions: What is called after people, before or after their name.
        bodies: Words that make the name of a body another body's.
        parties: Words beside the name of a party.
        ordinary: Words that are names too.
        months: Months, those of them that are ordinary words or names too.
        times: Words after which a month is meant.
        subjects: Words behind a word that is a verb there, as in May I.
        small: Names that print writes with a small letter.
        generic: Words of listed names that print writes with a small letter.
        prepositions: Words behind which no subject stands.
    """

    code: str
    common: frozenset[str]
    titles: WordList
    explained: WordList
    after: WordList
    before: WordList
    given: WordList
    abbreviated: WordList
    heads: WordList
    conjunctions: WordList
    institutions: WordList
    bodies: WordList
    parties: WordList
    ordinary: WordList
    months: WordList
    times: WordList
    subjects: WordList
    small: WordList
    generic: WordList
    prepositions: WordList


@functools.cache
def languages() -> Mapping[str, LanguageWords]:
    """Return the languages whose words are known, by code, read once."""
    table: Mapping[str, Any] = data.read("mentions/words.yaml")
    return {
        code: LanguageWords(
            code,
            frozenset(groups["common"].split()),
            **{name: WordList(groups[name]) for name in LanguageWords.__struct_fields__[2:]},
        )
        for code, groups in table.items()
        if isinstance(groups, dict)
    }


@functools.cache
def no_language() -> LanguageWords:
    """Return the language of a text in none of those known: it has no words."""
    groups = {name: WordList("") for name in LanguageWords.__struct_fields__[2:]}
    return LanguageWords("", frozenset(), **groups)


def language_of(words: Sequence[str], before: LanguageWords | None = None) -> LanguageWords:
    """Return the language of a text.

    Args:
        words: Its words, as they stand.
        before: The language taken where these words do not tell.

    Examples:
        >>> language_of("The forum in Astana was opened by the president".split()).code
        'en'
        >>> language_of("Форум в Астане открыл президент, и он не сказал".split()).code
        'ru'
    """
    sample = _sample(words)
    best, code = _shares(sample)[-1]
    if best >= LEAST_COMMON:
        return languages()[code]
    return before if before is not None else _by_script(sample)


def is_mixed(words: Sequence[str]) -> bool:
    """Tell whether words may be of texts in two languages.

    Examples:
        >>> is_mixed("The forum was opened by the president. Форум открыл президент, и он не сказал".split())
        True
    """
    return _shares(_sample(words))[-2][0] >= LEAST_OF_SECOND


def _sample(words: Sequence[str]) -> list[str]:
    return [word.lower() for word in words[:: len(words) // SAMPLE + 1]]


def _shares(sample: Sequence[str]) -> list[tuple[float, str]]:
    """Return the share of function words of each language, the largest last."""
    many = max(1, len(sample))
    return sorted(
        (sum(map(known.common.__contains__, sample)) / many, code) for code, known in languages().items()
    )


def _by_script(sample: Sequence[str]) -> LanguageWords:
    """Return the language that a few words without function words among them are taken for."""
    letters = "".join(sample)
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in letters)
    if 2 * cyrillic > len(letters):
        return languages()["kk" if any(c in "әғқңөұүһі" for c in letters) else "ru"]
    return languages()["en"] if 2 * sum(c.isascii() for c in letters) > len(letters) else no_language()
