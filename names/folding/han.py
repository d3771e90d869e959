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

MAX_READINGS = 8  # of one character


class HanTable(msgspec.Struct, frozen=True):
    """The readings of characters.

    Attributes:
        readings: A character to its readings, Mandarin first.
        foreign: A character to what it stands for in foreign names, where that is not its first reading.
        names: Characters, simplified, to the foreign names that print customarily gives by them.
        longest: How many characters such a name has at most.
        simplified: Code point of a traditional character of these names to the simplified one.
        compounds: Surnames of two characters.
    """

    readings: Mapping[str, tuple[str, ...]]
    foreign: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    longest: int
    simplified: Mapping[int, str]
    compounds: frozenset[str]


@functools.cache
def han_table() -> HanTable:
    """Return the shipped table, read once."""
    table = data.read("letters/han.yaml")
    readings: dict[str, tuple[str, ...]] = {}
    for lines in table["readings"].values():  # in the order of the file: Mandarin first
        for reading, characters in _entries(lines):
            for character in characters[0]:
                known = readings.get(character, ())
                if len(known) < MAX_READINGS and reading not in known:
                    readings[character] = (*known, reading)
    names: dict[str, tuple[str, ...]] = {}
    for name, runs in _entries(table["names"]):
        for run in runs:
            names[run] = (*names.get(run, ()), name)
    foreign = {c: reading for reading, characters in _entries(table["foreign"]) for c in characters[0]}
    simplified = {ord(form): c for c, forms in _entries(table["simplified"]) for form in forms[0]}
    compounds = frozenset(surname for surname, _ in _entries(table["compounds"]))
    return HanTable(readings, foreign, names, max(map(len, names)), simplified, compounds)


def _entries(lines: str) -> Iterator[tuple[str, list[str]]]:
    for line in lines.splitlines():
        reading, *rest = line.split(" ")
        yield reading, rest


def han_readings(run: str) -> tuple[str, ...]:
    """Return the plain readings of characters, the usual one first.

    Args:
        run: One character of a native name, or several: of a foreign name, or a native one written together.

    Returns:
        Readings in a-z: of one character all; of several the foreign names that they customarily stand
        for, then the foreign sound of each together, then the Mandarin one.

    Examples:
        >>> han_readings("林")[:3]
        ('lin', 'lam', 'lum')
        >>> han_readings("奥利弗")
        ('oliver', 'olif', 'aolifu')
        >>> han_readings("国华")
        ('guowa', 'guohua')
    """
    table = han_table()
    listed = table.names.get(run.translate(table.simplified), ())
    if len(run) == 1:
        return (*(table.readings.get(run) or (unlisted_reading(run),)), *listed)
    sound = "".join(_sound(table, character) for character in run)
    return tuple(dict.fromkeys([*(listed or (_by_names(table, run),)), sound, _mandarin(table, run)]))


def is_compound_surname(run: str) -> bool:
    """Tell whether characters are one of the Chinese surnames that have two.

    Examples:
        >>> is_compound_surname("歐陽"), is_compound_surname("高橋")
        (True, False)
    """
    return run in han_table().compounds


def foreign_readings(character: str) -> tuple[str, ...]:
    """Return the plain readings of one character of a foreign name: its sound, and names given by it alone.

    Examples:
        >>> foreign_readings("旺")
        ('wan',)
        >>> foreign_readings("星")
        ('shing', 'singh')
    """
    table = han_table()
    simple = character.translate(table.simplified)
    return tuple(dict.fromkeys([_sound(table, character), *table.names.get(simple, ())]))


def _by_names(table: HanTable, run: str) -> str:
    """Return a run read by the fewest customary names and sounds: 阿都拉曼 is abdul and rahman."""
    run = run.translate(table.simplified)
    best: list[tuple[int, str]] = [(0, "")]
    for end in range(1, len(run) + 1):
        ways = [(best[end - 1][0] + 2, best[end - 1][1] + _sound(table, run[end - 1]))]
        for start in range(max(0, end - table.longest), end - 1):
            if names := table.names.get(run[start:end]):
                ways.append((best[start][0] + 1, best[start][1] + names[0]))
        best.append(min(ways, key=lambda way: way[0]))
    return best[-1][1]


def _native(table: HanTable, character: str) -> str:
    readings = table.readings.get(character)
    return readings[0] if readings else unlisted_reading(character)


def _mandarin(table: HanTable, run: str) -> str:
    return "".join([_native(table, c) for c in run])


# What pinyin writes in a way of its own, as other languages write it
_PINYIN_LETTERS = (("zh", "j"), ("z", "ts"), ("q", "ch"), ("x", "sh"), ("ch", "ch"), ("c", "ts"))


def _sound(table: HanTable, character: str) -> str:
    """Return what a character stands for in foreign names."""
    by_sound = table.foreign.get(character)
    if by_sound is not None:
        return by_sound
    native = _native(table, character)
    written = ((sound + native[len(own) :]) for own, sound in _PINYIN_LETTERS if native.startswith(own))
    return next(written, native)
