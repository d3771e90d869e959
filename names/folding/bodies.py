"""How the name of a body is read: generic words by what they mean, its legal form and numbers as such.

A name is read so where its words tell that it is a body's: one that hardly anything else has (ministry,
GmbH), or two that bodies have among others (National Bank). Everything else is read as people are.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping, Sequence

import msgspec

from names.folding.body_words import OF_COMPANIES, TYING, Meaning, body_words
from names.folding.given_names import given_names
from names.folding.letters import script_of
from names.folding.name_parts import kind_of, name_parts
from names.folding.part import Word, part_of, readings_of
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
_DEGREES = frozenset(("se",))  # sooner than legal forms, with full stops: Totok Daryanto S.E.
LONGEST_ORDINAL = 3  # letters behind a number and a hyphen: 15-я, 20-ого
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

SIGNS = frozenset((*TYING, ",", "("))  # what stands between two words and tells something
Placed = tuple[int, int, Meaning]  # with the place of its first word and that behind its last


class Wording(msgspec.Struct, frozen=True):
    """The words of a name, each in all the ways that tell of it.

    Attributes:
        small: In small letters.
        plain: As words of any name.
        written: As written.
        tied: In small letters, behind the sign that stands between it and the word before, where one does.
    """

    small: list[str]
    plain: list[Word]
    written: list[str]
    tied: list[str]


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
    meanings: Sequence[Placed], name: Wording, *, quoted: bool, known: bool = False
) -> list[Reading] | None:
    """Return how the words of a name are read as those of a body; None where they do not tell one.

    Args:
        meanings: What the words stand for.
        name: The words.
        quoted: Whether the name has quotation marks, as companies have after a legal form.
        known: Whether it is known to be a body's, so that a country or a legal form beside a word is one.
    """
    words = name.small
    told = _tells_body(meanings, name, quoted=quoted)
    if not told and not (known and _has_aside(name, meanings)):
        return None
    if _is_country(words, meanings):
        return None
    ends = {end for _, end, meaning in meanings if meaning.kind == "countries"}
    begins = {begin for begin, _, meaning in meanings if meaning.kind == "countries"}
    small = body_words().small_words
    read = []
    for begin, end, meaning in meanings:
        behind = end + 1 if end < len(words) and words[end] in small else end  # Republic of Kazakhstan
        of_country = begin in ends or behind in begins
        sounding = _with_sound(_read(meaning, of_country=of_country), name.plain[begin:end])
        read.append(Reading(begin, end, sounding))
    return _with_others(read, name)


def read_place(meanings: Sequence[Placed], name: Wording, stopped: Collection[int]) -> list[Reading] | None:
    """Return how the words of a place's name are read where it says its kind (г. Алматы); else None.

    Args:
        meanings: What the words stand for.
        name: The words; an abbreviation in capitals is an initial.
        stopped: The places of those with a full stop behind them.
    """
    if any(word[0].isdigit() for word in name.small):
        return None
    kinds = [
        (begin, end, meaning)
        for begin, end, meaning in meanings
        if meaning.kind == "place_kinds"
        and (begin == 0 or end == len(name.small))
        and (not meaning.doubtful or (begin in stopped and name.written[begin].islower()))
    ]
    if not kinds or kinds[0][1] - kinds[0][0] >= len(name.small):
        return None
    begin, end, meaning = kinds[0]
    read = _read(meaning, of_country=False)
    if _SETTLED.issuperset(meaning.heads):
        read = (msgspec.structs.replace(read[0], kind="filler", usually="filler"),)
    return _with_others([Reading(begin, end, read)], name)


def meanings_of(name: Wording) -> list[Placed]:
    """Return what words stand for, each with its first place and that behind, in their order.

    Args:
        name: The words.
    """
    table = body_words()
    words = name.small
    meanings: list[Placed] = []
    n = 0
    while n < len(words):
        found = table.meaning(words, n, name.tied)
        end = n + found[0] if found else n
        inside = n > 0 and end < len(words) and name.tied[end][0] != "("  # Co., Ltd. (Japan)
        alone = found is not None and found[0] == 1
        if (
            found is None
            or (inside and _ends_names(found[1]))
            or (alone and _may_be_a_word(name.written[n], found[1]))
        ):
            n += 1
            continue
        meanings.append((n, n + found[0], found[1]))
        n += found[0]
    return meanings


def ends_in_form(meanings: Sequence[Placed], name: Wording) -> bool:
    """Tell whether a name ends in a legal form with full stops: Fiat S.p.A., Banco Popular S.A.

    Initials may stand behind a name too (Ivanov S.A., Karimov Sh.A.). But none is a small letter, and few
    stand behind two words, without a comma, neither of which is known from the names of people.

    Args:
        meanings: What the words stand for.
        name: The words.
    """
    begin, end, meaning = meanings[-1] if meanings else (0, 0, None)
    if begin == 0 or end < len(name.small) or meaning is None or meaning.kind != "legal_forms":
        return False
    letters = name.written[begin].split(".")
    if len(letters) < 2 or kind_of(name.small[begin]) == "suffix" or name.small[begin] in _DEGREES:
        return False
    if any(letter[0].islower() for letter in letters):
        return name.written[0][0].isupper()
    before = [
        word for n, word in enumerate(name.plain[:begin]) if name.tied[n][0] != "-" and word.kind == "word"
    ]
    whole = all(word.kind in ("word", "particle", "other") for word in name.plain[:begin])
    return whole and len(before) > 1 and name.tied[begin][0] != "," and not any(map(_is_personal, before))


def _is_persons_too(name: Wording, begin: int, end: int) -> bool:
    """Tell whether a word is a given name or a family name too, so that Christian Banks is no body."""
    word = name.small[begin]
    return end == begin + 1 and (word in body_words().family_names or word in given_names().near)


def _is_personal(word: Word) -> bool:
    """Tell whether a word is known from the names of people: a given name, or what ends as surnames do."""
    part = part_of(word)
    known = bool(part.canonical_names) or part.father is not None
    return known or part.key.endswith(name_parts().of_surnames)


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
    if meaning.kind != "contractions" or len(written) > LONGEST_SHORT:
        return False
    return written != written.upper()  # so that 医大, which has no capitals, is one


def _tells_body(meanings: Sequence[Placed], name: Wording, *, quoted: bool) -> bool:
    """Tell whether words tell a body: one alone, several, or one beside a country or a number."""
    words = name.small
    if all(m.kind in ("legal_forms", "numbers") for _, _, m in meanings) and len(words) == sum(
        end - begin for begin, end, _ in meanings
    ):
        return False  # a form alone is no name
    if any(m.strong and not _may_be_of_a_person(name, begin, end, m) for begin, end, m in meanings):
        return True
    if ends_in_form(meanings, name):
        return True
    weak = [each for each in meanings if each[2].kind == "concepts" and name.plain[each[0]].kind != "title"]
    telling = [each for each in weak if _ORDINARY.isdisjoint(each[2].heads)]
    kinds = {m.kind for _, _, m in meanings}
    if all(_is_persons_too(name, begin, end) for begin, end, _ in telling):
        countries = [each for each in meanings if each[2].kind == "countries"]
        abroad = not all(_is_persons_too(name, begin, end) for begin, end, _ in countries)
        of_country = abroad and any(m.strong for _, _, m in telling)  # Vlada Srbije
        return of_country or (quoted and "legal_forms" in kinds)
    beside = not kinds.isdisjoint(("countries", "numbers", "legal_forms"))
    numbered = any(word[0].isdigit() or (len(word) > 1 and word in _ROMAN) for word in words[1:])
    return len(weak) >= FEWEST_WEAK or beside or numbered


def _has_aside(name: Wording, meanings: Sequence[Placed]) -> bool:
    """Tell whether a name has a country in brackets or by an acronym, or a legal form: Norvatek (Brazil)."""
    loud = bool(name.written) and name.written[0].isupper() and not name.written[-1].isupper()
    acronym = loud and all(word in body_words().small_words for word in name.small[1:-1])
    return any(
        name.tied[begin][0] == "(" or acronym if meaning.kind == "countries" else end == len(name.small)
        for begin, end, meaning in meanings
        if begin and meaning.kind in ("countries", "legal_forms")
    )


def _with_others(read: list[Reading], name: Wording) -> list[Reading]:
    """Return readings of some words together with those of the others, in their order."""
    taken = {n for each in read for n in range(each.begin, each.end)}
    others = [Reading(n, n + 1, (_other(name, n),)) for n in range(len(name.small)) if n not in taken]
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


def _may_be_of_a_person(name: Wording, begin: int, end: int, meaning: Meaning) -> bool:
    """Tell whether what would tell a body may be of a person's name.

    A word of bodies may be a given name, Vlada; a short legal form may be initials behind a name, Сидоров ИП,
    or a name, Soe Win.
    """
    if meaning.kind == "concepts":
        return _is_persons_too(name, begin, end)
    text = name.written[begin].replace(".", "")
    if end == begin + 1 and name.small[begin] in body_words().family_names:  # Kim Ngo, KIM NGO, but NGO Kim
        return text.istitle() or all(map(str.isupper, name.written))
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
    if OF_COMPANIES.issuperset(meaning.heads):  # Company says no more than Ltd
        kind = "company"
    script = "" if meaning.kind == "countries" else "LATIN"
    return tuple(Word(head, (head,), kind, kind, script) for head in meaning.heads)


def _other(name: Wording, n: int) -> Word:
    """Return a word of a body's name that no table lists: no title, and no word of a person's name."""
    small, plain = name.small[n], name.plain[n]
    before_number = name.small[n + 1 : n + 2] and name.small[n + 1][0].isdigit()
    ending = name.tied[n][0] == "-" and name.small[n - 1].isdigit() and len(small) <= LONGEST_ORDINAL
    if (before_number and small in _NUMBER_SIGNS) or ending:
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
