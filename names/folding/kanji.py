"""Japanese names in kanji: where the family name ends, and how both parts may be read.

A kanji has many readings, and a name tells which: 裕 is Hiro or Yū, 裕之 is Hiroyuki. So whole family names
and whole given names are looked up; only a given name that nobody lists is read one character at a time, by
the readings that its characters have in others. The table is data, in `names/data/letters/kanji.yaml`.
"""

from __future__ import annotations

import functools
import heapq
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from names import data

MAX_READINGS = 4  # of one name
MAX_GUESSES = 6  # of a given name that is not listed
RAREST = 0.02  # of the ways to read a given name that is not listed, how likely one must be to be tried
LONGEST_FAMILY = 5  # characters
LONGEST_GIVEN = 4


class KanjiTable(msgspec.Struct, frozen=True):
    """Lines of the table by the character they are for, and forms of characters.

    Attributes:
        families: Family names that open with a character: what follows it, `=`, readings with commas.
        given: The same of given names.
        characters: Readings of a character in given names, each with how often it is read so.
        variants: Code point of another form of a character to the usual one in Japan.
        japanese: Characters and forms that Japanese print alone has.
        chinese: Characters that are surnames of many Chinese or Koreans.
        common: Family names that open with such a character and are Japanese all the same.
    """

    families: Mapping[str, str]
    given: Mapping[str, str]
    characters: Mapping[str, str]
    variants: Mapping[int, str]
    japanese: frozenset[str]
    chinese: frozenset[str]
    common: frozenset[str]


@functools.cache
def kanji_table() -> KanjiTable:
    """Return the shipped table, read once."""
    table = data.read("letters/kanji.yaml")
    variants = {}
    for character, forms in _by_character(table["variants"]).items():
        variants.update(dict.fromkeys(map(ord, forms), character))
    return KanjiTable(
        families=_by_character(table["families"]),
        given=_by_character(table["given"]),
        characters=_by_character(table["characters"]),
        variants=variants,
        japanese=frozenset(table["japanese"]),
        chinese=frozenset(table["chinese"]),
        common=frozenset(table["common"].split()),
    )


@functools.cache
def all_readings(kind: Literal["families", "given"]) -> Mapping[str, int]:
    """Return every reading of listed names, with how many names have it.

    Args:
        kind: Of which names.
    """
    return Counter(re.findall("[a-z]+", data.read("letters/kanji.yaml")[kind]))


def _by_character(lines: str) -> dict[str, str]:
    return {line[0]: line[2:] for line in lines.splitlines()}


@functools.lru_cache(maxsize=5_000)
def _names(line: str) -> dict[str, tuple[str, ...]]:
    """Return what follows the first character of names, with the readings of each."""
    entries = (entry.split("=") for entry in line.split(" "))
    return {rest: tuple(readings.split(",")) for rest, readings in entries}


@functools.lru_cache(maxsize=5_000)
def _shares(line: str) -> tuple[tuple[str, float], ...]:
    """Return the readings of a character, each with its share in the names that have it."""
    entry = line.split(" ")
    counts = [int(count) for count in entry[1::2]]
    return tuple((reading, n / sum(counts)) for reading, n in zip(entry[::2], counts, strict=True))


def family_readings(run: str) -> tuple[str, ...]:
    """Return the plain readings of a family name, the usual one first; none where it is not listed.

    Examples:
        >>> family_readings("渡邊"), family_readings("東海林"), family_readings("毛泽")
        (('watanabe',), ('shoji',), ())
    """
    return _readings_of(run, kanji_table().families)


def given_readings(run: str) -> tuple[str, ...]:
    """Return the plain readings of a given name, the usual one first; none where it is not listed.

    Examples:
        >>> given_readings("裕子"), given_readings("毛泽东")
        (('yuko', 'hiroko'), ())
    """
    return _readings_of(run, kanji_table().given)


def _readings_of(run: str, lines: Mapping[str, str]) -> tuple[str, ...]:
    name = run.translate(kanji_table().variants)
    line = lines.get(name[0])
    return _names(line).get(name[1:], ()) if line else ()


@functools.lru_cache(maxsize=50_000)
def guessed_readings(run: str, least: float = RAREST) -> tuple[str, ...]:
    """Return how a given name may be read by its characters, the likeliest way first.

    Args:
        run: The name.
        least: How likely a way must be, of 1.

    Examples:
        >>> guessed_readings("裕晴")[:2]
        ('hiroharu', 'yuharu')
        >>> guessed_readings("阿都拉")
        ()
    """
    table = kanji_table()
    ways: list[tuple[float, str]] = [(1.0, "")]
    for character in run.translate(table.variants):
        line = table.characters.get(character)
        readings = _shares(line) if line else ()
        longer = ((share * other, so_far + reading) for share, so_far in ways for reading, other in readings)
        ways = heapq.nlargest(MAX_GUESSES, longer)
    return tuple(dict.fromkeys([reading for share, reading in ways if share >= least]))


@functools.lru_cache(maxsize=50_000)
def japanese_readings(run: str, *, opens: bool, closes: bool) -> tuple[str, ...]:
    """Return the plain readings that some kanji have as listed names, the usual one first.

    Args:
        run: The kanji.
        opens: Whether a name opens with them, so that they may be a family name.
        closes: Whether it ends with them, so that they may be a given name.

    Examples:
        >>> japanese_readings("林", opens=True, closes=False)
        ('hayashi', 'rin')
        >>> japanese_readings("春樹", opens=False, closes=True)
        ('haruki',)
        >>> japanese_readings("林", opens=False, closes=False)
        ()
    """
    readings = [*(family_readings(run) if opens else ()), *(given_readings(run) if closes else ())]
    return tuple(dict.fromkeys(readings))[:MAX_READINGS]


def divided(name: str) -> Iterator[tuple[str, str]]:
    """Yield each listed family name that a name begins with, longest first, and what is left of it."""
    for size in range(min(LONGEST_FAMILY, len(name) - 1), 0, -1):
        if len(name) - size <= LONGEST_GIVEN and family_readings(name[:size]):
            yield name[:size], name[size:]
