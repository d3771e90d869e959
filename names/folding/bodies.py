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
from names.folding.numbering import is_ordinal, letter_of, number_word, numbered
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
_NUMBER_SIGNS = frozenset(("no", "nr", "num", "number", "n", "номер", "н", "nº", "n°", "第", "제"))
_CONSTITUTIONS = frozenset(("republic", "federation"))  # which say nothing beside their country
SETTLED = frozenset(("city", "town", "village", "settlement", "hamlet"))  # what a name without a kind is
_DEGREES = frozenset(("se",))  # sooner than legal forms, with full stops: Totok Daryanto S.E.
LONGEST_ORDINAL = 3  # small letters behind a number and a hyphen that are an ending, if no listed one
LONGEST_INITIALS = 2  # letters behind a name that are initials sooner than a legal form
LONGEST_SHORT = 4  # letters of a legal form that may be a given name where it opens a name
FEWEST_WEAK = 2  # words that bodies have among others which together tell a body
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


def tells_body(meanings: Sequence[Placed], name: Wording, *, quoted: bool, known: bool = False) -> bool:
    """Tell whether a name is read as that of a body for its words.

    Args:
        meanings: What the words stand for.
        name: The words.
        quoted: Whether the name has quotation marks, as companies have after a legal form.
        known: Whether it is known to be a body's, so that a country or a legal form beside a word tells one.
    """
    told = _tells_body(meanings, name, quoted=quoted) or (known and _has_aside(name, meanings))
    return told and not _is_country(name.small, meanings)


def may_be_body(meanings: Sequence[Placed], name: Wording) -> bool:
    """Tell whether a name may be read as that of a body, where nothing but bodies is meant.

    A country is none, nor is a legal form alone.
    """
    forms = sum(end - begin for begin, end, meaning in meanings if meaning.kind == "legal_forms")
    return forms < len(name.small) and not _is_country(name.small, meanings)


def without_concepts(meanings: Sequence[Placed]) -> list[Placed]:
    """Return what words stand for that tell no body, without those that may be words as well: Nur Otan."""
    return [each for each in meanings if each[2].kind in ("legal_forms", "countries", "numbers")]


def read_body(meanings: Sequence[Placed], name: Wording) -> list[Reading]:
    """Return how the words of a name are read as those of a body.

    Args:
        meanings: What the words stand for.
        name: The words.
    """
    words = name.small
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
    country = _country_behind(meanings, name)
    last = country[0].begin if country else len(name.small)
    kinds = [
        (begin, end, meaning)
        for begin, end, meaning in meanings
        if meaning.kind == "place_kinds"
        and (begin == 0 or end == last)
        and (not meaning.doubtful or (begin in stopped and name.written[begin].islower()))
    ]
    if not kinds or kinds[0][1] - kinds[0][0] >= last:
        return _with_others(country, name) if country else None
    begin, end, meaning = kinds[0]
    read = _read(meaning, of_country=False)
    first, behind = (end, last) if begin == 0 else (0, begin)
    while first < behind and name.small[first] in body_words().small_words:  # Ciudad de México
        first += 1
    of_country = any(each[:2] == (first, behind) and each[2].kind == "countries" for each in meanings)
    if SETTLED.issuperset(meaning.heads) and not of_country:
        read = (msgspec.structs.replace(read[0], kind="filler", usually="filler"),)
        return _with_others([Reading(begin, end, read), *country], name, adjectives=False)
    return _with_others([Reading(begin, end, read), *country], name)


def _country_behind(meanings: Sequence[Placed], name: Wording) -> list[Reading]:
    """Return how a country in brackets behind a place is read, Springfield (USA); none where none is."""
    begin, end, meaning = meanings[-1] if meanings else (0, 0, None)
    if meaning is None or meaning.kind != "countries" or end < len(name.small):
        return []
    if begin == 0 or name.tied[begin][0] != "(" or any(tied[0] == "," for tied in name.tied):
        return []
    if any(word.kind != "word" or part_of(word).canonical_names for word in name.plain[:begin]):
        return []  # Dr. Ivan Petrov (Russia)
    return [Reading(begin, end, _read(meaning, of_country=False))]


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
        opens = n == sum(
            end - begin for begin, end, each in meanings if each.kind == "legal_forms"
        )  # АО «НК «X»
        inside = not opens and end < len(words) and name.tied[end][0] != "("  # Co., Ltd. (Japan)
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
    return len(weak) >= FEWEST_WEAK or beside or any(map(numbered, words[1:]))


def _has_aside(name: Wording, meanings: Sequence[Placed]) -> bool:
    """Tell whether a name has a country in brackets or by an acronym, or a legal form: Norvatek (Brazil)."""
    loud = bool(name.written) and name.written[0].isupper() and not name.written[-1].isupper()
    acronym = loud and all(word in body_words().small_words for word in name.small[1:-1])
    return any(
        name.tied[begin][0] == "(" or acronym if meaning.kind == "countries" else end == len(name.small)
        for begin, end, meaning in meanings
        if begin and meaning.kind in ("countries", "legal_forms")
    )


def _with_others(read: list[Reading], name: Wording, *, adjectives: bool = True) -> list[Reading]:
    """Return readings of some words together with those of the others, in their order.

    Args:
        read: The readings.
        name: All words.
        adjectives: Whether an adjective may be that of a town; the village Октябрьское is called so.
    """
    taken = {n for each in read for n in range(each.begin, each.end)}
    others: list[Reading] = []
    for n in range(len(name.small)):
        if n not in taken:
            number = _number_at(name, n, taken)
            taken.update(n for each in number for n in range(each.begin, each.end))
            others += number or [Reading(n, n + 1, (_other(name, n, adjectives=adjectives),))]
    return sorted([*read, *others], key=lambda each: each.begin)


def _number_at(name: Wording, n: int, taken: Collection[int]) -> list[Reading]:
    """Return how a number is read, with the letter that is part of it or the ending behind; none of a word.

    Args:
        name: The words.
        n: The place of the first.
        taken: The places of those that are read already.
    """
    small = name.small
    found = numbered(small[n])
    if found is None:
        return []
    digits, letters = found
    end = n + 1
    tied = end < len(small) and end not in taken and name.tied[end][0] == "-"
    apart = (
        end == len(small) - 1 and end not in taken and name.written[end].isupper() and letter_of(small[end])
    )
    if not letters and (tied or apart):
        letters, end = small[end], end + 1
    counts = n > 0 and (n - 1 in taken or small[n - 1] in _NUMBER_SIGNS)
    loud = letters != "" and name.written[end - 1][-len(letters) :].isupper()
    if letters and not loud and is_ordinal(letters, adjective=not counts and end < len(small)):
        return _number(n, end, digits, name)
    if letter_of(letters):
        return [Reading(n, end, (number_word(digits, letters),))]
    if end == n + 1:
        return [] if letters else [Reading(n, end, (number_word(digits),))]
    return _number(n, end if len(letters) <= LONGEST_ORDINAL and not loud else n + 1, digits, name)


def _number(begin: int, end: int, digits: str, name: Wording) -> list[Reading]:
    """Return a number, and behind it what says nothing."""
    endings = [Reading(n, n + 1, (_filler(name.small[n], name.plain[n]),)) for n in range(begin + 1, end)]
    return [Reading(begin, begin + 1, (number_word(digits),)), *endings]


def _filler(small: str, plain: Word) -> Word:
    return Word(small, plain.readings, "filler", "filler", plain.script)


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
    or a name, Soe Win; and what stands in brackets behind a degree is the school, Dipl.-Ing. (FH).
    """
    if meaning.kind == "concepts":
        return _is_persons_too(name, begin, end)
    if meaning.kind == "contractions" and begin and name.tied[begin][0] == "(":
        return True
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


def _other(name: Wording, n: int, *, adjectives: bool) -> Word:
    """Return a word of a body's name that no table lists: no title, and no word of a person's name."""
    small, plain = name.small[n], name.plain[n]
    if name.small[n + 1 : n + 2] and name.small[n + 1][0].isdigit() and small in _NUMBER_SIGNS:
        return _filler(small, plain)
    return _unlisted(small, plain, adjectives=adjectives)


@functools.lru_cache(maxsize=200_000)
def _unlisted(small: str, plain: Word, *, adjectives: bool) -> Word:
    if small in body_words().small_words and plain.kind != "particle":
        return _filler(small, plain)
    if plain.kind == "particle" or plain.kind == "initial":
        return plain
    town = _OF_TOWN.fullmatch(small) if adjectives else None
    if town and script_of(small[0]) == "CYRILLIC":
        stems = (town["stem"], town["stem"] + town["end"].rstrip("ь"))
        readings = tuple(dict.fromkeys(reading for stem in stems for reading in readings_of(stem)))
        return Word(small, readings, "word", "word", plain.script)
    return Word(small, plain.readings, "word", "word", plain.script)
