"""Spellings that differ by a slip of the hand or of the eye: struck keys, and letters that print alike.

The keyboards and the letters are data, in `names/data/slips.yaml`.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping

from names import data

SHORTEST = 5  # letters of a word in which one letter struck wrong, or misread, may be called a slip
SHORTEST_WITH_ONE_MORE = 7  # the same of the longer word, where the other lacks a letter


@functools.cache
def neighbours() -> frozenset[tuple[str, str]]:
    """Return the pairs of letters whose keys touch on some keyboard, each pair both ways."""
    pairs: set[tuple[str, str]] = set()
    for board in data.read("slips.yaml")["keyboards"].values():
        rows = board.split()
        for row, below in zip(rows, [*rows[1:], ""], strict=True):
            pairs.update(itertools.pairwise(row))
            pairs.update(zip(row, below, strict=False))  # a key stands below the gap between two
            pairs.update(zip(row[1:], below, strict=False))
    return frozenset(pairs | {(b, a) for a, b in pairs})


@functools.cache
def alike() -> Mapping[str, str]:
    """Return letters as they are seen, with those that are meant; none of these are more."""
    table: dict[str, str] = {}
    for entry in data.read("slips.yaml")["alike"].split():
        seen, _, meant = entry.partition("=")
        table[seen] = meant
    return table


@functools.lru_cache(maxsize=100_000)
def outline(word: str) -> str:
    """Return a word in small letters with letters that print alike written as one.

    Examples:
        >>> outline("t0kayev") == outline("tokayev"), outline("jarnes") == outline("james")
        (True, True)
    """
    for seen, meant in alike().items():
        word = word.replace(seen, meant)
    return word


def is_misread(a: str, b: str) -> bool:
    """Tell whether two different words in small letters look alike in print.

    Examples:
        >>> is_misread("t0kayev", "tokayev"), is_misread("tokaev", "tokayev")
        (True, False)
    """
    return min(len(a), len(b)) >= SHORTEST and outline(a) == outline(b)


def is_slip(a: str, b: str) -> bool:
    """Tell whether one slip of typing makes one word in small letters of the other.

    A slip is a neighbouring key struck, two letters swapped, or, in a longer word, a letter left out. One key
    struck twice is none: doubled letters are one by the spelling rules.

    Examples:
        >>> is_slip("tokayrv", "tokayev"), is_slip("tokyaev", "tokayev"), is_slip("tokarev", "tokayev")
        (True, True, False)
        >>> is_slip("nazabayev", "nazarbayev"), is_slip("toayev", "tokayev"), is_slip("kssym", "kassym")
        (True, True, False)
    """
    if len(a) != len(b):
        return _lacks_a_letter(*sorted((a, b), key=len))
    if len(a) < SHORTEST or a[0] != b[0]:  # the first letter is the one people look at
        return False
    places = [n for n, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(places) == 1:
        return (a[places[0]], b[places[0]]) in neighbours()
    return len(places) == 2 and places[1] == places[0] + 1 and {*_at(a, places)} == {*_at(b, places)}


def _at(word: str, places: list[int]) -> Iterator[str]:
    return (word[n] for n in places)


def _lacks_a_letter(short: str, long: str) -> bool:
    if len(long) != len(short) + 1 or len(long) < SHORTEST_WITH_ONE_MORE or short[0] != long[0]:
        return False
    at = next((n for n, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return at < len(short) and short[at:] == long[at + 1 :]
