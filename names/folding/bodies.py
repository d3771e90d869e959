"""How the name of a body is read: generic words by what they mean, its legal form and numbers as such.

A name is read so where its words tell that it is a body's: one that hardly anything else has (ministry,
GmbH), or two that bodies have among others (National Bank). Everything else is read as people are.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping, Sequence

import msgspec

from names.folding.body_words import Meaning, body_words
from names.folding.given_names import given_names
from names.folding.letters import script_of
from names.folding.part import Word, readings_of
from names.kinds import PartKind

_KINDS: Mapping[str, PartKind] = {
    "legal_forms": "legal",
    "countries": "country",
    "place_kinds": "locality",
}  # else a concept
# Concepts that countries and places have in their names too: of constitutions, and where they lie.
_ORDINARY = frozenset(
    """republic people democratic federation federal kingdom state islamic united union socialist arab
    north south east west northeast northwest southeast southwest central new old great upper lower""".split()
)
_NUMBER_SIGNS = frozenset(("no", "nr", "num", "number", "n", "номер", "н", "nº", "n°"))
_CONSTITUTIONS = frozenset(("republic", "federation"))  # which say nothing beside their country
_SETTLED = frozenset(("city", "town", "village", "settlement", "hamlet"))  # what a name without a kind is
LONGEST_NUMBER = 20  # digits; with more it is a word
LONGEST_INITIALS = 2  # letters behind a name that are initials sooner than a legal form
LONGEST_SHORT = 4  # letters of a legal form that may be a given name where it opens a name
FEWEST_WEAK = 2  # words that bodies have among others which together tell a body
_DIGITS = dict(zip("0123456789", ("ba", "da", "fa", "ga", "la", "ma", "na", "ra", "sa", "ta"), strict=True))
_NUMBER = "vuvu"  # which opens no name, so that no name is a number
_ROMAN = {numeral: str(n) for n, numeral in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|[-‑]?(?:й|я|е|го|ой|ый|ая|ое))?")
# An adjective of a town: Казанский is of Казань, and Новосибирский of Новосибирск.
_OF_TOWN = re.compile(
    r"(?P<stem>.{3,}?)(?P<end>[цсз]ь?к)(?:ий|ая|ое|ие|ого|ой|ому|им|их|ую|а|е|ої|ою|і|и|о|ае)"
)

Placed = tuple[int, int, Meaning]  # with the place of its first word and that behind its last


class Reading(msgspec.Struct, frozen=True):
    """Some words of a name, and what they are read as.

    Attributes:
        begin: The place of the first word.
        end: The place behind the last.
        words: What they are read as.
    """

    begin: int
    end: int
    words: tuple[Word, ...]


def number_word(digits: str) -> Word:
    """Return a number as a word that equals no other number, doubled digits and all.

    Examples:
        >>> number_word("112").readings, number_word("12").readings
        (('vuvudadafa',), ('vuvudafa',))
    """
    digits = digits.lstrip("0") or "0"
    return Word(digits, (_NUMBER + "".join(map(_DIGITS.__getitem__, digits)),), "word", "generation", "")


def read_body(
    meanings: Sequence[Placed],
    words: Sequence[str],
    plain: Sequence[Word],
    written: Sequence[str],
    *,
    quoted: bool,
) -> list[Reading] | None:
    """Return how the words of a name are read as those of a body; None where they do not tell one.

    Args:
        meanings: What the words stand for.
        words: In small letters.
        plain: The same as words of any name.
        written: The same as written.
        quoted: Whether the name has quotation marks, as companies have after a legal form.
    """
    if not _tells_body(words, plain, written, meanings, quoted=quoted) or _is_country(words, meanings):
        return None
    ends = {end for _, end, meaning in meanings if meaning.kind == "countries"}
    begins = {begin for begin, _, meaning in meanings if meaning.kind == "countries"}
    small = body_words().small_words
    read = []
    for begin, end, meaning in meanings:
        behind = end + 1 if end < len(words) and words[end] in small else end  # Republic of Kazakhstan
        of_country = begin in ends or behind in begins
        read.append(Reading(begin, end, _with_sound(_read(meaning, of_country=of_country), plain[begin:end])))
    return _with_others(read, words, plain)


def read_place(
    meanings: Sequence[Placed],
    words: Sequence[str],
    plain: Sequence[Word],
    written: Sequence[str],
    stopped: Collection[int],
) -> list[Reading] | None:
    """Return how the words of a place's name are read where it says its kind (г. Алматы); else None.

    Args:
        meanings: What the words stand for.
        words: In small letters.
        plain: The same as words of any name.
        written: The same as written; an abbreviation in capitals is an initial.
        stopped: The places of those with a full stop behind them.
    """
    if any(word[0].isdigit() for word in words):
        return None
    kinds = [
        (begin, end, meaning)
        for begin, end, meaning in meanings
        if meaning.kind == "place_kinds"
        and (begin == 0 or end == len(words))
        and (not meaning.doubtful or (begin in stopped and written[begin].islower()))
    ]
    if not kinds or kinds[0][1] - kinds[0][0] >= len(words):
        return None
    begin, end, meaning = kinds[0]
    read = _read(meaning, of_country=False)
    if _SETTLED.issuperset(meaning.heads):
        read = (msgspec.structs.replace(read[0], kind="filler", usually="filler"),)
    return _with_others([Reading(begin, end, read)], words, plain)


def meanings_of(words: Sequence[str], written: Sequence[str]) -> list[Placed]:
    """Return what words stand for, each with its first place and that behind, in their order.

    Args:
        words: In small letters.
        written: The same as written.
    """
    table = body_words()
    meanings: list[Placed] = []
    n = 0
    while n < len(words):
        found = table.meaning(words, n)
        inside = n > 0 and found is not None and n + found[0] < len(words)
        if found is None or (inside and _ends_names(found[1])) or _may_be_a_word(written[n], found[1]):
            n += 1
            continue
        meanings.append((n, n + found[0], found[1]))
        n += found[0]
    return meanings


def _ends_names(meaning: Meaning) -> bool:
    """Tell whether a form counts at either end of a name alone."""
    return meaning.doubtful or meaning.kind == "legal_forms"


def _with_sound(read: tuple[Word, ...], plain: Sequence[Word]) -> tuple[Word, ...]:
    """Return a concept of one word with the sound of that word: Северный is North, and Severny too."""
    if len(read) > 1 or len(plain) > 1 or read[0].kind != "concept":
        return read
    return (_sounding(read[0], plain[0].readings[0]),)


@functools.lru_cache(maxsize=100_000)
def _sounding(word: Word, reading: str) -> Word:
    return msgspec.structs.replace(word, readings=tuple(dict.fromkeys((*word.readings, reading))))


def _may_be_a_word(written: str, meaning: Meaning) -> bool:
    """Tell whether a short contraction is none, not being in capitals: Chu is a family name, CHU none."""
    return meaning.kind == "contractions" and len(written) <= LONGEST_SHORT and not written.isupper()


def _tells_body(
    words: Sequence[str],
    plain: Sequence[Word],
    written: Sequence[str],
    meanings: Sequence[Placed],
    *,
    quoted: bool,
) -> bool:
    """Tell whether words tell a body: one alone, several, or one beside a country or a number."""
    if all(m.kind in ("legal_forms", "numbers") for _, _, m in meanings) and len(words) == sum(
        end - begin for begin, end, _ in meanings
    ):
        return False  # a form alone is no name
    if any(m.strong and not _may_be_of_a_person(written, begin, end, m) for begin, end, m in meanings):
        return True
    weak = [each for each in meanings if each[2].kind == "concepts" and plain[each[0]].kind != "title"]
    if not any(_is_of_bodies(each, words) for each in weak):
        return quoted and any(m.kind == "legal_forms" for _, _, m in meanings)
    beside = any(m.kind in ("countries", "numbers", "legal_forms") for _, _, m in meanings)
    numbered = any(word[0].isdigit() or (len(word) > 1 and word in _ROMAN) for word in words[1:])
    return len(weak) >= FEWEST_WEAK or beside or numbered


def _is_of_bodies(placed: Placed, words: Sequence[str]) -> bool:
    """Tell whether a concept is none that countries have too, and no given name: Christian, Marine, Urban."""
    begin, end, meaning = placed
    named = end == begin + 1 and words[begin] in given_names().near
    return not named and _ORDINARY.isdisjoint(meaning.heads)


def _with_others(read: list[Reading], words: Sequence[str], plain: Sequence[Word]) -> list[Reading]:
    """Return readings of some words together with those of the others, in their order."""
    taken = {n for each in read for n in range(each.begin, each.end)}
    others = [
        Reading(n, n + 1, (_other(word, plain[n], before_number=words[n + 1 : n + 2]),))
        for n, word in enumerate(words)
        if n not in taken
    ]
    return sorted([*read, *others], key=lambda each: each.begin)


def _is_country(words: Sequence[str], meanings: Sequence[Placed]) -> bool:
    """Tell whether a name is that of a country and of its constitution: People's Republic of China."""
    if not any(meaning.kind == "countries" for _, _, meaning in meanings):
        return False
    of_country = {"countries", "place_kinds"}
    if not all(m.kind in of_country or _ORDINARY.issuperset(m.heads) for _, _, m in meanings):
        return False
    taken = {n for begin, end, _ in meanings for n in range(begin, end)}
    return all(n in taken or words[n] in body_words().small_words for n in range(len(words)))


def _may_be_of_a_person(written: Sequence[str], begin: int, end: int, meaning: Meaning) -> bool:
    """Tell whether a short legal form may be initials behind a name, Сидоров ИП, or a name, Soe Win."""
    text = written[begin]
    if meaning.kind != "legal_forms" or end > begin + 1:
        return False
    return text.istitle() and len(text) <= LONGEST_SHORT if begin == 0 else len(text) <= LONGEST_INITIALS


@functools.lru_cache(maxsize=10_000)
def _read(meaning: Meaning, *, of_country: bool) -> tuple[Word, ...]:
    if of_country and _CONSTITUTIONS.issuperset(meaning.heads):  # Republic of Kazakhstan
        return (Word(meaning.heads[0], meaning.heads, "filler", "filler", "LATIN"),)
    if meaning.kind == "numbers":
        return (number_word(meaning.heads[0]),)
    kind: PartKind = _KINDS.get(meaning.kind, "concept")
    script = "" if meaning.kind == "countries" else "LATIN"
    return tuple(Word(head, (head,), kind, kind, script) for head in meaning.heads)


def _other(small: str, plain: Word, *, before_number: Sequence[str]) -> Word:
    """Return a word of a body's name that no table lists: no title, and no word of a person's name."""
    if before_number and before_number[0][0].isdigit() and small in _NUMBER_SIGNS:
        return Word(small, plain.readings, "filler", "filler", plain.script)
    return _unlisted(small, plain)


@functools.lru_cache(maxsize=200_000)
def _unlisted(small: str, plain: Word) -> Word:
    if small in body_words().small_words and plain.kind != "particle":
        return Word(small, plain.readings, "filler", "filler", plain.script)
    if (number := _ORDINAL.fullmatch(small)) and number[1].isascii() and len(number[1]) <= LONGEST_NUMBER:
        return number_word(number[1])
    if small in _ROMAN and len(small) > 1:
        return number_word(_ROMAN[small])
    if plain.kind == "particle" or plain.kind == "initial":
        return plain
    if (town := _OF_TOWN.fullmatch(small)) and script_of(small[0]) == "CYRILLIC":
        stems = (town["stem"], town["stem"] + town["end"].rstrip("ь"))
        readings = tuple(dict.fromkeys(reading for stem in stems for reading in readings_of(stem)))
        return Word(small, readings, "word", "word", plain.script)
    return Word(small, plain.readings, "word", "word", plain.script)
