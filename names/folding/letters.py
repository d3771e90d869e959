"""A word in any script as plain letters a to z, by the letter tables in `names/data/letters`.

This reading serves comparison alone: one reading per letter for all languages of a script, the way
English-language print writes names. Formal romanization by a named scheme is another thing.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from names import data
from names.errors import NamesError
from names.folding.han import han_readings
from names.folding.respelling import Respelling, read_respellings, respelled
from names.folding.unlisted import unlisted_reading

_FIRST_TABLE = {"HIRAGANA": "kana", "KATAKANA": "kana", "OL": "olchiki"}  # a table under another name
MAX_READINGS = 4  # of one word; the first is the usual one
_PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789"


class LetterTable(msgspec.Struct, frozen=True):
    """The readings of one script.

    Attributes:
        readings: A letter, or a sequence of letters, to its plain readings, the usual one first. A key
            that starts with `^` holds at the start of a word only, one that ends in `$` at its end.
        simple: Code points of letters with one reading wherever they stand, as `str.translate` takes them.
        openers: Letters that open a longer key, or one bound to a place, and the length of the longest they
            open, without its marks; all others stand for themselves.
        inherent: The vowel a consonant carries where no vowel sign follows, or "".
        final_inherent: The same at the end of a word, where many languages no longer speak it.
        consonants: Letters that carry that vowel.
        signs: Characters that take its place: vowel signs and the virama.
        respellings: What happens to a word before its letters are looked up.
        syllables: The same, with a space written between syllables that print keeps apart, or none.
        together: Whether the second readings of all letters make one second reading of the word. So it is
            where print writes either by sound or by the letters, and seldom one letter alone.
        foreign: Sounds that names of the script's own people hardly have, where that tells how a name is
            divided; None elsewhere. It is looked for in a word taken apart into its letters (NFD).
    """

    readings: Mapping[str, tuple[str, ...]]
    simple: Mapping[int, str] = {}
    openers: Mapping[str, int] = {}
    inherent: str = ""
    final_inherent: str = ""
    consonants: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    respellings: tuple[Respelling, ...] = ()
    syllables: tuple[Respelling, ...] = ()
    together: bool = False
    foreign: re.Pattern[str] | None = None


class LetterTableError(NamesError):
    """A letter table that cannot be used: every fault with its file and key."""


@functools.cache
def script_of(character: str) -> str:
    """Return the script of a letter as the first word of its Unicode name, "" for what has none.

    Examples:
        >>> script_of("қ"), script_of("ك"), script_of("1")
        ('CYRILLIC', 'ARABIC', '')
    """
    if not character:
        return ""
    if not character.isalpha() and not unicodedata.category(character).startswith("M"):
        return ""
    return unicodedata.name(character, "").split(" ")[0]


@functools.cache
def letter_table(script: str) -> LetterTable | None:
    """Return the table of a script, or None where there is none of our own.

    Raises:
        LetterTableError: The table has faults; all of them are named.
    """
    name = _FIRST_TABLE.get(script, script.lower())
    if not name.isalpha():
        return None
    table = data.read(f"letters/{name}.yaml")
    return None if table is None else parse_table(table, f"{name}.yaml")


def parse_table(table: Any, file: str) -> LetterTable:
    """Return a letter table from its YAML value.

    Args:
        table: The mapping of the file, with `letters`, and where they apply `sequences`, `alternatives`,
            `inherent`, `final_inherent`, `virama`, `consonants`, `vowel_signs`, `groups`, `respellings`,
            `syllables`, `together`, `foreign`.
        file: Name for the messages.

    Raises:
        LetterTableError: Naming every key whose reading is not plain lower-case a to z, and every rule of
            `respellings`, `syllables` and `foreign` that is no pattern.
    """
    faults: list[str] = []
    readings = _all_readings(table, file, faults)
    groups = table.get("groups") or {}
    respellings = read_respellings(table.get("respellings") or (), groups, f"{file}: respellings", faults)
    syllables = read_respellings(table.get("syllables") or (), groups, f"{file}: syllables", faults)
    foreign = _pattern(table.get("foreign"), f"{file}: foreign", faults)
    if faults:
        raise LetterTableError("; ".join(faults))
    openers = _openers(readings)
    consonants = frozenset(table.get("consonants") or ())
    plain = {c: (c,) for c in _PLAIN if c not in readings}  # as a letter that no table lists is read
    simple = {
        ord(k): r[0]
        for k, r in (*readings.items(), *plain.items())
        if len(k) == len(r) == 1 and k not in openers and k not in consonants
    }
    return LetterTable(
        readings=readings,
        simple=simple,
        openers=openers,
        inherent=table.get("inherent") or "",
        final_inherent=table.get("final_inherent") or "",
        consonants=consonants,
        signs=frozenset([*(table.get("vowel_signs") or ()), table.get("virama") or ""]) - {""},
        respellings=respellings,
        syllables=syllables,
        together=table.get("together") == "true",
        foreign=foreign,
    )


def _pattern(text: str | None, place: str, faults: list[str]) -> re.Pattern[str] | None:
    try:
        return re.compile(text) if text else None
    except re.error as error:
        faults.append(f"{place} is no pattern: {error}")
        return None


def _openers(readings: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    openers: dict[str, int] = {}
    for key in readings:
        if len(key) > 1:
            letters = key.strip("^$")
            openers[letters[0]] = max(openers.get(letters[0], 0), len(letters))
    return openers


def _all_readings(table: Any, file: str, faults: list[str]) -> dict[str, tuple[str, ...]]:
    """Return the readings of every key of a table, and note what is no reading."""
    readings: dict[str, tuple[str, ...]] = {}
    for section in ("letters", "sequences", "consonants", "vowel_signs"):
        for key, value in (table.get(section) or {}).items():
            reading = value.get("to") if isinstance(value, dict) else value
            _take(readings, f"{file}: {section}.{key}", key, [reading], faults)
    for key, value in (table.get("alternatives") or {}).items():
        _take(readings, f"{file}: alternatives.{key}", key, value, faults)
    if virama := table.get("virama"):
        readings[virama] = ("",)
    return readings


def _take(readings: dict[str, tuple[str, ...]], place: str, key: Any, values: Any, faults: list[str]) -> None:
    good = isinstance(key, str) and isinstance(values, list)
    if not good or not all(isinstance(v, str) and (v == "" or (v.isascii() and v.isalpha())) for v in values):
        shown = values[0] if isinstance(values, list) and len(values) == 1 else values
        faults.append(f"{place} reads {shown!r}; write plain letters a to z, in quotes where YAML needs them")
        return
    readings[key] = (*readings.get(key, ()), *values)


@functools.cache
def own_letters(script: str) -> frozenset[str]:
    """Return the small letters that the table of a script lists and that no cleaning changes.

    Examples:
        >>> own_letters("CYRILLIC") >= set("тоқаев"), own_letters("")
        (True, frozenset())
    """
    table = letter_table(script) if script else None
    if table is None or table.syllables:
        return frozenset()
    listed = (key for key in table.readings if len(key) == 1 and key.isalpha() and script_of(key) == script)
    return frozenset(c for c in listed if unicodedata.is_normalized("NFKC", c) and c == c.lower())


@functools.lru_cache(maxsize=200_000)
def latin_readings(word: str) -> tuple[str, ...]:
    """Return the plain readings of one word, the usual one first, at most `MAX_READINGS`.

    Args:
        word: One word, lower case, in any script or several.

    Returns:
        Readings in a-z and 0-9, without repeats. A word that has no letters at all gives ("",).

    Examples:
        >>> latin_readings("тоқаев")
        ('toqaev',)
        >>> latin_readings("shyńǵys")[0]
        'shyngys'
    """
    if word.isascii() and word.isalnum():
        return (word,)
    if len(word) == 1 and script_of(word) == "CJK":
        return han_readings(word)
    script = script_of(word[:1])
    runs = [(script, word)] if own_letters(script).issuperset(word) else _runs(word)
    per_run = [_read_run(script, run) for script, run in runs]
    if len(per_run) == 1:
        return tuple(dict.fromkeys(per_run[0]))[:MAX_READINGS]
    usual = "".join(readings[0] for readings in per_run)
    others = (
        "".join(other if i == j else r[0] for j, r in enumerate(per_run))
        for i, readings in enumerate(per_run)
        for other in readings[1:]
    )
    return tuple(dict.fromkeys([usual, *others]))[:MAX_READINGS]


@functools.cache
def inner_readings(letter: str) -> tuple[str, ...]:
    """Return the plain readings of a syllable of Hangul that does not open its name.

    Examples:
        >>> latin_readings("박")[0], inner_readings("박")[0]
        ('park', 'bak')
    """
    table = letter_table(script_of(letter))
    listed = table.readings.get(letter) if table else None
    return listed[:MAX_READINGS] if listed else latin_readings(unicodedata.normalize("NFD", letter))


def printed_words(word: str) -> list[str]:
    """Return the syllables of a word whose language prints each of them as a word, else the word itself.

    Examples:
        >>> [latin_readings(syllable)[0] for syllable in printed_words("အောင်ဆန်းစုကြည်")]
        ['aung', 'san', 'su', 'kyi']
        >>> printed_words("тоқаев")
        ['тоқаев']
    """
    table = None if word.isascii() else letter_table(script_of(word[0]))
    return respelled(word, table.syllables).split() if table and table.syllables else [word]


def is_foreign(word: str) -> bool:
    """Tell whether a word has sounds that names of its script's own people hardly have.

    Examples:
        >>> is_foreign("트빌리시"), is_foreign("나경원")
        (True, False)
    """
    table = letter_table(script_of(word[0]))
    found = table and table.foreign and table.foreign.search(unicodedata.normalize("NFD", word))
    return bool(found)


def _runs(word: str) -> Iterator[tuple[str, str]]:
    """Yield the stretches of one script; marks and apostrophes stay with the letters before them."""
    script, start = "", 0
    for i, character in enumerate(word):
        here = script_of(character)
        if not here or here in ("COMBINING", "MODIFIER") or here == script:
            continue
        if script:
            yield script, word[start:i]
            start = i
        script = here
    yield script, word[start:]


def _read_run(script: str, run: str) -> tuple[str, ...]:
    if run.isascii() and run.isalnum():
        return (run,)
    if script == "CJK":
        return han_readings(run)
    table = letter_table(script) if script else None
    if table is None:
        return (unlisted_reading(run),)
    if script == "HANGUL":
        run = _jamo_of_unlisted(table, run)
    run = respelled(run, table.respellings)
    if table.simple.keys() >= set(map(ord, run)):
        return (run.translate(table.simple),)
    segments = _segments(table, run)
    if table.consonants:
        pieces = [_with_vowel(table, run, at, size, r) for at, size, r in segments]
    else:
        pieces = [readings for _, _, readings in segments]
    usual = "".join([p[0] for p in pieces])
    rank = max(map(len, pieces), default=1)
    if rank == 1:
        return (usual,)
    # One ambiguous letter is read the same way wherever it stands in the word.
    changed = dict.fromkeys((p, k) for p in pieces for k in range(1, min(rank, len(p))))
    others = ("".join(q[k] if q == p else q[0] for q in pieces) for p, k in changed)
    by_letters = ("".join(p[min(k, len(p) - 1)] for p in pieces) for k in range(1, rank) if table.together)
    return tuple(dict.fromkeys([usual, *by_letters, *others]))[:MAX_READINGS]


def _jamo_of_unlisted(table: LetterTable, run: str) -> str:
    """Take the syllable blocks that the table does not list apart into their letters."""
    listed = table.readings
    kept = (c in listed or (i == 0 and "^" + c in listed) for i, c in enumerate(run))
    return "".join(c if keep else unicodedata.normalize("NFD", c) for c, keep in zip(run, kept, strict=True))


def _segments(table: LetterTable, run: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield (place, length, readings) of the letters of a run, longest known sequence first."""
    at, end = 0, len(run)
    while at < end:
        letter, size = run[at], 1
        found = table.readings.get(letter)
        if letter in table.openers:
            for size in range(min(table.openers[letter], end - at), 0, -1):
                found = _look_up(table, run, at, size)
                if found is not None:
                    break
        yield at, size, (_letter_without_marks(table, letter),) if found is None else found
        at += size


def _look_up(table: LetterTable, run: str, at: int, size: int) -> tuple[str, ...] | None:
    piece = run[at : at + size]
    if at == 0 and (found := table.readings.get("^" + piece)) is not None:
        return found
    if at + size == len(run) and (found := table.readings.get(piece + "$")) is not None:
        return found
    return table.readings.get(piece)


def _with_vowel(
    table: LetterTable, run: str, at: int, size: int, readings: tuple[str, ...]
) -> tuple[str, ...]:
    """Add the inherent vowel to a consonant letter unless a vowel sign follows."""
    after = at + size
    if run[at] not in table.consonants or (after < len(run) and run[after] in table.signs):
        return readings
    vowel = table.inherent if after < len(run) else table.final_inherent
    return tuple(r + vowel for r in readings) if vowel else readings


def _letter_without_marks(table: LetterTable, letter: str) -> str:
    """Read a letter no table lists: its base letter, if the marks alone are strange, else by Unidecode."""
    base = unicodedata.normalize("NFD", letter)[:1]
    if base != letter:
        known = table.readings.get(base)
        if known:
            return known[0]
        if base.isascii() and base.isalnum():
            return base
    return unlisted_reading(letter)
