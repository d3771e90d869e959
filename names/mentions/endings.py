"""The bases that a word of running text may be an inflected form of.

The endings are data, in `names/data/mentions/endings.yaml`: English possessives, Russian and Ukrainian cases,
cases and plurals of Turkic languages, Turkish ones behind an apostrophe. More bases are offered than grammar
would: only listed ones are looked at.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from names import data

SHORTEST = 2  # letters that a base has at least
SLAVIC = ("ru", "uk")
CYRILLIC = ("kk", "ky", "uz-Cyrl")  # of the Turkic languages
APOSTROPHES = "'’ʼ‘`´"
_IN_SMALL = {"İ": "i", "I": "ı"}  # of the alphabets that have an i without a dot


class Base(NamedTuple):
    """What a word may be a form of.

    Attributes:
        text: The base.
        inflected: Whether an ending was taken off.
    """

    text: str
    inflected: bool


class _Declension(NamedTuple):
    base: str
    endings: tuple[str, ...]
    after: re.Pattern[str]


class _Chain(NamedTuple):
    """How endings follow one another in an alphabet of a Turkic language."""

    cases: Mapping[str, tuple[str, ...]]
    plurals: Mapping[str, tuple[str, ...]]
    longest: int
    back: str
    front: str
    surname: tuple[str, ...]
    either: tuple[str, ...]
    marks: bool


@functools.cache
def possessives() -> tuple[str, ...]:
    """Return the English endings that stand outside a name."""
    return tuple(data.read("mentions/endings.yaml")["en"]["possessives"].split())


@functools.cache
def prefixes(language: str) -> tuple[str, ...]:
    """Return the prefixes that print writes with a hyphen or without."""
    return tuple(data.read("mentions/endings.yaml")["en"]["prefixes"].split()) if language == "en" else ()


def owner(word: str) -> str:
    """Return a word without its English possessive.

    Examples:
        >>> owner("Nazarbayev’s"), owner("TOKAYEV'S"), owner("Nazarbayev")
        ('Nazarbayev', 'TOKAYEV', 'Nazarbayev')
    """
    if not word.isalpha():
        small = word.lower()
        for ending in possessives():
            if small.endswith(ending):
                return word[: -len(ending)]
    return word


def bases(word: str, language: str) -> tuple[Base, ...]:
    """Return what a word may be a form of: first itself, then all bases that the rules allow.

    Args:
        word: One word.
        language: Of the text, as `ru`. Words in Cyrillic have the endings of Russian and of Kazakh in a text
            in a language that is written in Latin letters.

    Examples:
        >>> [base.text for base in bases("Назарбаевым", "ru")][:2]
        ['Назарбаевым', 'Назарбаев']
        >>> bases("Бектеновке", "kk")[-1].text, bases("Toqaevtyñ", "kk-Latn")[-1].text
        ('Бектенов', 'Toqaev')
        >>> [bases(*of)[-1].text for of in (("Шевченкові", "uk"), ("Aripovning", "uz"), ("Putin'e", "tr"))]
        ['Шевченко', 'Aripov', 'Putin']
    """
    found = {word: Base(word, False)}
    for text in itertools.chain.from_iterable(_bases(word, language)):
        found.setdefault(text, Base(text, True))
    return tuple(found.values())


def _bases(word: str, language: str) -> Iterator[Iterator[str]]:
    """Yield the bases by each way that endings are added in a language."""
    is_cyrillic = "\u0400" <= word[:1] <= "\u052f"
    if is_cyrillic and language in SLAVIC:
        yield _declined(word, language)
    elif (chain := chains().get(language)) is not None and is_cyrillic == (language in CYRILLIC):
        yield _chained(word, chain)
    elif is_cyrillic:
        yield _declined(word, "ru")
        yield _chained(word, chains()["kk"])
    if not word.isalpha() and not is_cyrillic:
        yield _behind_apostrophe(word)


def _behind_apostrophe(word: str) -> Iterator[str]:
    """Yield the base before an apostrophe that an ending stands behind: Putin'e."""
    at = max(map(word.rfind, APOSTROPHES))
    if at >= SHORTEST and word[at + 1 :].lower() in apostrophised():
        yield word[:at]


@functools.cache
def apostrophised() -> frozenset[str]:
    """Return the endings that stand behind an apostrophe."""
    return frozenset(data.read("mentions/endings.yaml")["apostrophe"].split())


def is_ending(text: str, language: str) -> bool:
    """Tell whether a text is a Turkic ending by itself, as after a hyphen: Reuters-тің.

    Examples:
        >>> is_ending("ның", "kk"), is_ending("сөз", "kk")
        (True, False)
    """
    chain = chains().get(language)
    return chain is not None and _small(text, chain) in _alone(language)


def is_plural(word: str, base: str, language: str) -> bool:
    """Tell whether a Turkic word is the plural of a base, in any case.

    Examples:
        >>> is_plural("Назарбаевтардың", "Назарбаев", "kk"), is_plural("Назарбаевтың", "Назарбаев", "kk")
        (True, False)
    """
    if language not in chains():
        return False
    plurals = chains()[language].plurals.values()
    return word[len(base) :].lower().startswith(tuple(ending for some in plurals for ending in some))


@functools.cache
def _alone(language: str) -> frozenset[str]:
    chain = chains()[language]
    plural = [p for endings in chain.plurals.values() for p in endings]
    case = [c for endings in chain.cases.values() for c in endings]
    return frozenset([*plural, *case, *(p + c for p in plural for c in case)])


def without_marks(word: str) -> str:
    """Return a word in small letters, one for each of its own, without marks.

    Examples:
        >>> without_marks("Äuezovtıñ")
        'auezovtin'
    """
    if word.isascii():
        return word.lower()
    return "".join("i" if c in "ıİ" else unicodedata.normalize("NFD", c)[0].lower() for c in word)


def _small(word: str, chain: _Chain) -> str:
    """Return a word in the letters of a table, one for each of its own."""
    if not chain.marks:
        return without_marks(word)
    dotless = "ı" in chain.back
    return "".join((_IN_SMALL.get(c) if dotless else None) or c.lower()[0] for c in word)


@functools.cache
def declensions(language: str) -> Mapping[str, tuple[tuple[_Declension, str], ...]]:
    """Return the declensions of a Slavic language by the ending of the word, read once."""
    rules: dict[str, list[tuple[_Declension, str]]] = {}
    for entry in data.read("mentions/endings.yaml")[language]:
        rule = _Declension(entry["base"], tuple(entry["endings"].split()), re.compile(entry["after"] + r"\Z"))
        for ending in rule.endings:
            rules.setdefault(ending, []).append((rule, ending))
    return {ending: tuple(some) for ending, some in rules.items()}


def _declined(word: str, language: str) -> Iterator[str]:
    """Yield the bases of a Russian or Ukrainian word; one in capitals has its base in capitals."""
    small, capitals = word.lower(), word.isupper()
    rules = declensions(language)
    for size in (1, 2, 3, 4):
        for rule, ending in rules.get(small[-size:], ()):
            stem = small[: -len(ending)]
            if len(stem) >= SHORTEST and rule.after.search(stem):
                base = rule.base.upper() if capitals else rule.base
                yield word[: len(stem)] + base


@functools.cache
def chains() -> Mapping[str, _Chain]:
    """Return how Turkic endings follow one another, by language, read once."""
    return {name: _read_chain(table) for name, table in data.read("mentions/endings.yaml")["turkic"].items()}


def _read_chain(table: Mapping[str, Any]) -> _Chain:
    cases, plurals = _by_letter(table["cases"]), _by_letter(table["plural"])
    longest = max(len(ending) for endings in cases.values() for ending in endings)
    return _Chain(
        cases,
        plurals,
        longest,
        table["back"],
        table["front"],
        tuple(table["surname"].split()),
        tuple(table["either"].split()),
        "marks" not in table,
    )


def _by_letter(table: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    letters: dict[str, list[str]] = {}
    for group, endings in table.items():
        for letter in group:
            letters.setdefault(letter, []).extend(endings.split())
    return {letter: tuple(endings) for letter, endings in letters.items()}


def _chained(word: str, chain: _Chain) -> Iterator[str]:
    """Yield the bases of a Turkic word: without its case, without its plural, without both."""
    small = _small(word, chain)
    for size in range(1, chain.longest + 1):
        stem = small[:-size]
        if len(stem) >= SHORTEST and small[-size:] in chain.cases.get(stem[-1], ()):
            if _in_harmony(stem, small[-size:], chain):
                yield word[: len(stem)]
            yield from _plural(word, stem, chain)
    yield from _plural(word, small, chain)


def _plural(word: str, small: str, chain: _Chain) -> Iterator[str]:
    stem, ending = small[:-3], small[-3:]
    follows = len(stem) >= SHORTEST and ending in chain.plurals.get(stem[-1], ())
    if follows and _in_harmony(stem, ending, chain):
        yield word[: len(stem)]


def _in_harmony(stem: str, ending: str, chain: _Chain) -> bool:
    """Tell whether the vowels of an ending agree with the last of the stem, or of the root of a surname."""
    vowel = next((c for c in ending if c in chain.back or c in chain.front), None)
    if vowel is None or ending in ("мен", "бен", "пен", "men", "ben", "pen"):
        return True
    if stem.endswith(chain.either):
        return True
    back = vowel in chain.back
    root = next((stem.removesuffix(s) for s in chain.surname if stem.endswith(s)), stem)
    sides = {_side(stem, chain), _side(root, chain)}
    return None in sides or back in sides


def _side(stem: str, chain: _Chain) -> bool | None:
    """Tell whether the last vowel of a stem is a back one; None where it may be either, or there is none."""
    for letter in reversed(stem):
        if letter in chain.back:
            return True
        if letter in chain.front:
            return False
        if letter in "иуiu":
            return None
    return None
