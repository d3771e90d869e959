"""What the words of a text tell by their language: titles, function words, what is called after people.

The words are data, in `names/data/mentions/words.yaml`.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from names import data

LEAST_COMMON = 0.04  # share of function words by which a language is told; texts have three times as many
LEAST_OF_SECOND = 0.01  # share of function words of a second language that may be in a text
MOST_MET = 20_000  # words remembered of each list with stems
CYRILLIC = ("ru", "uk", "kk", "ky", "uz-Cyrl")  # languages that are written in Cyrillic
_SIGNED = (
    "uz-Cyrl",
    "kk",
    "ky",
    "uk",
    "az",
    "kk-Latn",
    "uz",
    "tr",
)  # in which order their signs are asked for
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
        self._met: dict[str, bool] = {}

    def has_whole(self, word: str) -> bool:
        """Tell whether a word is listed as it is, not by its beginning alone."""
        return word in self._whole

    def __contains__(self, word: object) -> bool:
        if not self._stems:
            return word in self._whole
        known = self._met.get(word)  # type: ignore[call-overload]
        if known is None:
            if len(self._met) > MOST_MET:
                self._met = {}
            known = isinstance(word, str) and (word in self._whole or word.startswith(self._stems))
            self._met[word] = known  # type: ignore[index]
        return bool(known)


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
        trades: What nobody listed is known for.
        callings: Titles that are no offices, so that namesakes have them as well.
        locative: Words before a place, not before a person.
        adverbs: What may stand between a subject and its verb, and is no noun.
        things: Words that are places with a capital, and things without.
        namesakes: Words beside a name that say that somebody else bears it.
        prepositions: Words behind which no subject stands.
        possessed: A pattern of what belongs to the name before it; None where the order does not tell.
        signs: A pattern of letters by which a few words without function words are told; None for none.
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
    trades: WordList
    callings: WordList
    locative: WordList
    adverbs: WordList
    things: WordList
    namesakes: WordList
    prepositions: WordList
    possessed: re.Pattern[str] | None
    signs: re.Pattern[str] | None


_GROUPS = LanguageWords.__struct_fields__[2:-2]


@functools.cache
def languages() -> Mapping[str, LanguageWords]:
    """Return the languages whose words are known, by code, read once."""
    table: Mapping[str, Any] = data.read("mentions/words.yaml")
    return {
        code: LanguageWords(
            code,
            frozenset(groups["common"].split()),
            **{name: WordList(groups.get(name, "")) for name in _GROUPS},
            possessed=_pattern(groups.get("possessed")),
            signs=_pattern(groups.get("signs")),
        )
        for code, groups in table.items()
        if isinstance(groups, dict)
    }


@functools.cache
def no_language() -> LanguageWords:
    """Return the language of a text in none of those known: it has no words."""
    groups = {name: WordList("") for name in _GROUPS}
    return LanguageWords("", frozenset(), **groups, possessed=None, signs=None)


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return None if text is None else re.compile(text)


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
    return _by_script(sample, before)


def is_mixed(words: Sequence[str]) -> bool:
    """Tell whether words may be of texts in two languages.

    Examples:
        >>> is_mixed("The forum was opened by the president. Форум открыл президент, и он не сказал".split())
        True
    """
    return _shares(_sample(words))[-2][0] >= LEAST_OF_SECOND


def _sample(words: Sequence[str]) -> list[str]:
    sample = words[:: len(words) // SAMPLE + 1]
    return [word.lower() for word in sample if len(word) > 1 or word.islower()]  # no initials


def _shares(sample: Sequence[str]) -> list[tuple[float, str]]:
    """Return the share of function words of each language, the largest last."""
    many, counts = max(1, len(sample)), Counter(sample)
    return sorted(
        (sum(map(counts.__getitem__, known.common)) / many, code) for code, known in languages().items()
    )


def _by_script(sample: Sequence[str], before: LanguageWords | None) -> LanguageWords:
    """Return the language that a few words without function words among them are taken for.

    Args:
        sample: The words, in small letters.
        before: The language that words of the same script are taken to be in.
    """
    letters = "".join(sample)
    cyrillic = sum("\u0400" <= c <= "\u052f" for c in letters)
    in_cyrillic = 2 * cyrillic > len(letters)
    if before is not None and (before.code in CYRILLIC) == in_cyrillic:
        return before
    for code in _SIGNED:
        known = languages()[code]
        signs = known.signs
        if (code in CYRILLIC) == in_cyrillic and signs is not None and any(map(signs.search, sample)):
            return known
    if in_cyrillic:
        return languages()["ru"]
    return languages()["en"] if 2 * sum(c.isascii() for c in letters) > len(letters) else no_language()
