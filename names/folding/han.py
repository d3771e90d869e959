"""Readings of Han characters: of a native name one character at a time, of a foreign one by sound.

A native name is spelled by its bearer's language: 林 is Lin in Mandarin, Lam in Cantonese, Lim in Hokkien.
A foreign name written in characters goes by Mandarin sound alone: 奥利弗 is Oliver. The table is data, in
`names/data/letters/han.yaml`; a character it does not list goes to Unidecode.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

import msgspec

from names import data
from names.folding.unlisted import unlisted_reading

MAX_READINGS = 6  # of one character


class HanTable(msgspec.Struct, frozen=True):
    """The readings of characters.

    Attributes:
        readings: A character to its readings, Mandarin first.
        foreign: A character to what it stands for in foreign names, where that is not its first reading.
    """

    readings: Mapping[str, tuple[str, ...]]
    foreign: Mapping[str, str]


@functools.cache
def han_table() -> HanTable:
    """Return the shipped table, read once."""
    table = data.read("letters/han.yaml")
    readings: dict[str, tuple[str, ...]] = {}
    for lines in table["readings"].values():  # in the order of the file: Mandarin first
        for reading, characters in _entries(lines):
            for character in characters:
                known = readings.get(character, ())
                if len(known) < MAX_READINGS and reading not in known:
                    readings[character] = (*known, reading)
    foreign = {c: reading for reading, characters in _entries(table["foreign"]) for c in characters}
    return HanTable(readings, foreign)


def _entries(lines: str) -> Iterator[tuple[str, str]]:
    for line in lines.splitlines():
        reading, _, characters = line.partition(" ")
        yield reading, characters.replace(" ", "")


def han_readings(run: str) -> tuple[str, ...]:
    """Return the plain readings of characters: all of a single one, that by sound of several.

    Args:
        run: One character of a native name, or the characters of a foreign one.

    Returns:
        Readings in a-z, the usual one first.

    Examples:
        >>> han_readings("林")[:3]
        ('lin', 'lam', 'lum')
        >>> han_readings("奥利弗")
        ('olif',)
    """
    table = han_table()
    if len(run) == 1:
        return table.readings.get(run) or (unlisted_reading(run),)
    return ("".join(_sound(table, character) for character in run),)


def _sound(table: HanTable, character: str) -> str:
    by_sound = table.foreign.get(character)
    return (
        by_sound if by_sound is not None else table.readings.get(character, (unlisted_reading(character),))[0]
    )
