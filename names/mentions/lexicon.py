"""Which listed spellings the words of a text are parts of: looked up in a matcher's own index, remembered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from names.candidates import Index
from names.candidates.blocks import number_of
from names.candidates.packing import KINDS
from names.folding import Part
from names.folding.spelling import fold_words
from names.gazetteer import Entity, Form
from names.kinds import PartTrait, parts_with
from names.mentions.endings import bases, owner, prefixes
from names.mentions.language_words import languages
from names.mentions.tokens import is_initial

Ints = npt.NDArray[Any]
Numbers = frozenset[int]

MOST_KEPT = 200_000  # words remembered; a text has more only if it is huge, and then the commonest come back
LOOKED_AT = 20  # listed spellings with a word that are looked at to tell whether it is a given name
MOST_READINGS = 4  # bases of one word that are parts of listed names
LEAST_JOINED = 8  # letters of a word that may be two listed ones written together
NOWHERE: Numbers = frozenset()
LISTED_IN_CYRILLIC = "kk-Latn"  # names of its texts are listed in other letters than theirs
_WORDS = re.compile(r"[^\W_]+")
# Where the surname stands first, in the languages of these countries
SURNAME_FIRST = frozenset("cn tw hk mo sg kr kp vn hu kh jp".split())


class WordReading(NamedTuple):
    """A listed part that a word may be.

    Attributes:
        base: The word in the form that is listed.
        inflected: Whether an ending was taken off.
        part: The base, folded.
        forms: Numbers of the listed spellings that have this part.
    """

    base: str
    inflected: bool
    part: Part
    forms: Numbers


class Entry(NamedTuple):
    """What is known of a word of a text.

    Attributes:
        outside: Letters at its end that stand outside a name (an English possessive).
        readings: What listed parts it may be, itself first; none where it is no part of a listed name.
        forms: Numbers of the listed spellings that any of these lead to.
        plain: Whether it is a title or another word that is no name by itself.
    """

    outside: int
    readings: tuple[WordReading, ...]
    forms: Numbers
    plain: bool = False


class Lexicon:
    """Looks words up among the parts of listed names.

    Args:
        index: The listed entities.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self._entries: dict[tuple[str, str], Entry] = {}
        self._counted: Ints | None = None
        self._of_bodies: tuple[dict[str, list[int]], dict[int, int]] | None = None
        self._given: dict[tuple[str, str], bool] = {}
        self._bodies: dict[int, bool] = {}
        self._bare_keys: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def entry(self, word: str, language: str) -> Entry:
        """Return what is known of a word.

        Args:
            word: As it stands.
            language: Code of the language of the text.
        """
        known = self._entries.get((language, word))
        if known is None:
            if len(self._entries) > MOST_KEPT:
                self._entries = {}  # not cleared: another thread may look into it
            known = self._entries[language, word] = self._look_up(word, language)
        return known

    def _look_up(self, word: str, language: str) -> Entry:
        owned = owner(word)
        readings: list[WordReading] = []
        ordinary = is_ordinary(word, language)
        for text, inflected in bases(owned, language):
            parts = fold_words(text).parts
            forms = self._forms(parts[0]) | self._with_prefix(text, language) if len(parts) == 1 else NOWHERE
            if ordinary:
                forms = self.with_letters(text, forms)
            if forms:
                readings.append(WordReading(text, inflected, parts[0], forms))
        if not readings:
            return Entry(len(word) - len(owned), (), NOWHERE)
        readings = readings[:MOST_READINGS]
        forms = readings[0].forms.union(*(reading.forms for reading in readings[1:]))
        plain = any(reading.part.kind != "word" for reading in readings)
        return Entry(len(word) - len(owned), tuple(readings), forms, plain)

    def with_letters(self, word: str, forms: Numbers) -> Numbers:
        """Return the forms among some that have a word letter by letter, not one that sounds like it."""
        letters = word.casefold()
        return frozenset(n for n in forms if letters in _WORDS.findall(self.form(n).text.casefold()))

    def opened_by(self, word: str, forms: Numbers) -> Numbers:
        """Return the forms among some that begin with a word letter by letter: The Hague for The."""
        letters = word.casefold()
        return frozenset(n for n in forms if _WORDS.findall(self.form(n).text.casefold())[:1] == [letters])

    def _with_prefix(self, word: str, language: str) -> Numbers:
        """Return the forms that have a word with its prefix apart: Co-operation for Cooperation."""
        prefix = next((p for p in prefixes(language) if word.lower().startswith(p)), "")
        if not prefix or len(word) < LEAST_JOINED:
            return NOWHERE
        both = [fold_words(piece).parts for piece in (prefix, word[len(prefix) :])]
        return self._forms(both[0][0]) & self._forms(both[1][0]) if all(both) else NOWHERE

    def _forms(self, part: Part) -> Numbers:
        """Return the forms that have a part equal to this one by rule, or it as two parts together.

        An acronym made by rule is none: in a text too many words have its letters.
        """
        index = self.index
        blocks = [number_of("=" + key) for key in set(part.keys)]
        parts = {number for block in blocks for number in index.parts_in(block).tolist()}
        lists = [index.forms_with(n) for n in parts if _is_equal(part, index.part(n))]
        if len(part.key) >= LEAST_JOINED:
            lists.append(index.joined_in(number_of("=" + part.key)))
        by_word, words = self._read_by_word()
        found = {number for forms in lists for number in forms[~index.is_acronym[forms]].tolist()}
        return frozenset(found.difference(words).union(*(by_word.get(key, ()) for key in part.keys)))

    def _read_by_word(self) -> tuple[dict[str, list[int]], dict[int, int]]:
        """Return the forms that are filed as bodies are read, by each word, and how many words they have.

        A text is read word by word, and such forms are not: Минфин is two parts, Human Rights one.
        """
        if self._of_bodies is None:
            index = self.index
            kinds = [KINDS.index(kind) for kind in parts_with(PartTrait.OF_BODIES)]
            marked = np.isin(index.kinds, kinds)[index.form_parts]
            before = np.concatenate([[0], np.cumsum(marked, dtype=np.int64)])
            by_word: dict[str, list[int]] = {}
            words: dict[int, int] = {}
            for number in np.flatnonzero(np.diff(before[index.first_parts])).tolist():
                parts = fold_words(self.form(number).text).parts
                words[number] = sum(part.kind not in ("particle", "initial") for part in parts)
                for key in {key for part in parts for key in part.keys}:
                    by_word.setdefault(key, []).append(number)
            self._of_bodies = by_word, words
        return self._of_bodies

    def form(self, number: int) -> Form:
        """Return a listed spelling."""
        return self.index.form(number)[0]

    def entity_of(self, number: int) -> Entity:
        """Return the entity that a listed spelling leads to."""
        return self.index.entity(self.index.entity_of(number))

    def is_whole(self, numbers: Iterable[int], words: int) -> list[int]:
        """Return those of some listed spellings that have so many words, titles counted, particles not."""
        counted = self._words_counted()
        return sorted(number for number in numbers if counted[number] == words)

    def words_of(self, number: int) -> int:
        """Return how many words a listed spelling has, titles counted, particles and initials not."""
        return int(self._words_counted()[number])

    def _words_counted(self) -> Ints:
        """Return how many words each listed spelling has, counted once for all."""
        if self._counted is None:
            index = self.index
            uncounted = [KINDS.index("particle"), KINDS.index("initial")]
            told = np.isin(index.kinds, uncounted, invert=True)[index.form_parts]
            before = np.concatenate([[0], np.cumsum(told, dtype=np.int64)])
            self._counted = np.diff(before[index.first_parts])
            for number, words in self._read_by_word()[1].items():
                self._counted[number] = words
        return self._counted

    def is_given_name(self, word: str, language: str) -> bool:
        """Tell whether a word is a given name that the tables or the list of entities know."""
        known = self._given.get((language, word))
        if known is None:
            if len(self._given) > MOST_KEPT:
                self._given = {}
            known = self._given[language, word] = self._is_given(word, self.entry(word, language))
        return known

    def _is_given(self, word: str, entry: Entry) -> bool:
        if not entry.readings:
            return any(part.canonical_names for part in fold_words(word).parts)
        if any(reading.part.canonical_names for reading in entry.readings):
            return True
        keys = set(entry.readings[0].part.keys)
        return any(
            (entity := self.entity_of(number)).type in (None, "person")
            and keys.isdisjoint(self.surnames(number, entity))
            for number in sorted(entry.readings[0].forms)[:LOOKED_AT]
        )

    def is_surname(self, entry: Entry) -> bool:
        """Tell whether a word is, by its place in listed names, the surname of people."""
        return any(self.surname_bearers(reading, 1) for reading in entry.readings)

    def is_name_of_body(self, entry: Entry) -> bool:
        """Tell whether a word is, by itself, the listed name of a place or a body."""
        for number in entry.forms:
            known = self._bodies.get(number)
            if known is None:
                whole = bool(self.is_whole([number], 1))
                known = whole and self.entity_of(number).type in ("place", "organization")
                self._bodies[number] = known
            if known:
                return True
        return False

    def bare_keys(self, entity: Entity) -> tuple[frozenset[str], frozenset[str]]:
        """Return the class keys of a person's surname in all listed spellings, and those of bare names."""
        known = self._bare_keys.get(entity.id)
        if known is None:
            if len(self._bare_keys) > MOST_KEPT:
                self._bare_keys = {}
            number = self.index.number_of(entity.id)
            forms = self.index.forms_of(number) if number is not None else range(0)
            each = [(self.form(form).kind, self.surnames(form, entity)) for form in forms]
            every = frozenset(key for _, keys in each for key in keys)
            short = frozenset(key for kind, keys in each if kind == "short" for key in keys)
            known = self._bare_keys[entity.id] = (every, short)
        return known

    def surname_bearers(self, reading: WordReading, most: int) -> list[Entity]:
        """Return people whose surname a word may be, each once.

        Args:
            reading: Of the word.
            most: How many at most.
        """
        found: dict[str, Entity] = {}
        for number in sorted(reading.forms)[: 20 * most]:
            entity = self.entity_of(number)
            if entity.type in (None, "person") and reading.part.key in self.surnames(number, entity):
                found[entity.id] = entity
            if len(found) == most:
                break
        return list(found.values())

    def surnames(self, number: int, entity: Entity) -> set[str]:
        """Return the class keys of the surname in a listed spelling of a person, by its place."""
        spelling = self.index.form(number)[1]
        parts = [part for part in spelling.parts if part.kind == "word" and part.script != "CJK"]
        if len(parts) < 2:
            return {key for part in parts for key in part.keys}
        at = 0 if spelling.comma or (entity.country or "").lower() in SURNAME_FIRST else -1
        return set(parts[at].keys)


def is_ordinary(word: str, language: str) -> bool:
    """Tell whether a word is common in its language, or begins large for another reason than a name.

    Args:
        word: As it stands.
        language: Code of the language of the text.

    Examples:
        >>> is_ordinary("The", "en"), is_ordinary("Kazakh", "en"), is_ordinary("The", "ru")
        (True, True, False)
    """
    known = languages().get(language)
    if known is None or language == LISTED_IN_CYRILLIC or is_initial(word):
        return False
    return word.lower() in known.common or known.explained.has_whole(word.lower())


def common_to(entries: Sequence[Entry]) -> Numbers:
    """Return the listed spellings that several words are parts of."""
    return entries[0].forms.intersection(*(entry.forms for entry in entries[1:]))


def _is_equal(part: Part, listed: Part) -> bool:
    """Tell whether two parts share a class key; single Chinese characters sound like too much to be asked."""
    if (part.script == "CJK") != (listed.script == "CJK"):
        return False
    return not set(part.keys).isdisjoint(listed.keys)
