"""Which listed spellings the words of a text are parts of, looked up in a matcher's own index and remembered."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from names.candidates import Register
from names.candidates.blocks import number_of
from names.candidates.filing import KINDS
from names.candidates.register import spread
from names.folding import Part, fold
from names.gazetteer import Entity, Form
from names.mentions.endings import bases, owner

Ints = npt.NDArray[Any]

MOST_KEPT = 200_000  # words remembered; a text has more only if it is huge, and then the commonest come back
MOST_READINGS = 4  # bases of one word that are parts of listed names
LEAST_JOINED = 8  # letters of a word that may be two listed ones written together
UNCOUNTED = (KINDS.index("particle"), KINDS.index("initial"))
NOWHERE: Ints = np.zeros(0, np.int64)
# Where the surname stands first, in the languages of these countries
SURNAME_FIRST = frozenset("cn tw hk mo sg kr kp vn hu kh jp".split())


class Reading(NamedTuple):
    """A listed part that a word may be.

    Attributes:
        base: The word in the form that is listed.
        inflected: Whether an ending was taken off.
        part: The base, folded.
        forms: Numbers of the listed spellings that have this part, in rising order.
    """

    base: str
    inflected: bool
    part: Part
    forms: Ints


class Entry(NamedTuple):
    """What is known of a word of a text.

    Attributes:
        outside: Letters at its end that stand outside a name (an English possessive).
        readings: What listed parts it may be, itself first; none where it is no part of a listed name.
        forms: Numbers of the listed spellings that any of these lead to.
    """

    outside: int
    readings: tuple[Reading, ...]
    forms: Ints


NO_ENTRY = Entry(0, (), NOWHERE)


class Lexicon:
    """Looks words up among the parts of listed names.

    Args:
        register: The listed entities.
    """

    def __init__(self, register: Register) -> None:
        self.register = register
        self._entries: dict[tuple[str, str], Entry] = {}

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
        readings: list[Reading] = []
        for text, inflected in bases(owned, language):
            parts = fold(text).parts
            if len(parts) == 1 and (forms := self._forms(parts[0])) is not NOWHERE:
                readings.append(Reading(text, inflected, parts[0], forms))
        if not readings:
            return Entry(len(word) - len(owned), (), NOWHERE)
        readings = readings[:MOST_READINGS]
        forms = readings[0].forms
        for reading in readings[1:]:
            forms = np.union1d(forms, reading.forms)
        return Entry(len(word) - len(owned), tuple(readings), forms)

    def _forms(self, part: Part) -> Ints:
        """Return the forms that have a part equal to this one by rule, or it as two parts together."""
        register = self.register
        keys = set(part.keys)
        asked = np.array([number_of("=" + key) for key in keys], np.uint32)
        _, parts = register.in_blocks("block", asked)
        listed = [n for n in np.unique(parts).tolist() if _is_equal(part, register.part(n))]
        met = np.array(listed, np.int64)
        begin = register.first_lists[met].astype(np.int64)
        forms = register.lists[spread(begin, register.first_lists[met + 1] - begin)]
        if len(part.key) >= LEAST_JOINED:
            _, together = register.in_blocks("joined", np.array([number_of("=" + part.key)], np.uint32))
            forms = np.concatenate([forms, together])
        return np.unique(forms).astype(np.int64) if len(forms) else NOWHERE

    def form(self, number: int) -> Form:
        """Return a listed spelling."""
        return self.register.form(number)[0]

    def entity_of(self, number: int) -> Entity:
        """Return the entity that a listed spelling leads to."""
        return self.register.entity(int(self.register.form_owners[number]))

    def is_whole(self, numbers: Ints, words: int) -> Ints:
        """Return those of some listed spellings that have so many words, titles counted, particles not."""
        register = self.register
        some: Ints = numbers[register.form_words[numbers] <= words]
        if not len(some):
            return NOWHERE
        begin = register.first_parts[some].astype(np.int64)
        counts = register.first_parts[some + 1] - begin
        kinds = register.kinds[register.form_parts[spread(begin, counts)]]
        told = np.concatenate([[0], np.cumsum(~np.isin(kinds, UNCOUNTED))])
        ends = np.cumsum(counts)
        whole: Ints = some[told[ends] - told[ends - counts] == words]
        return whole

    def surname_bearers(self, reading: Reading, most: int) -> list[Entity]:
        """Return people whose surname a word may be, each once.

        Args:
            reading: Of the word.
            most: How many at most.
        """
        found: dict[str, Entity] = {}
        for number in itertools.islice(reading.forms.tolist(), 20 * most):
            entity = self.entity_of(number)
            if entity.type in (None, "person") and reading.part.key in self.surnames(number, entity):
                found[entity.id] = entity
            if len(found) == most:
                break
        return list(found.values())

    def surnames(self, number: int, entity: Entity) -> set[str]:
        """Return the class keys of the surname in a listed spelling of a person, by its place."""
        form, spelling = self.register.form(number)
        parts = [part for part in spelling.parts if part.kind == "word"]
        if len(parts) < 2:
            return {key for part in parts for key in part.keys}
        at = 0 if spelling.comma or (entity.country or "").lower() in SURNAME_FIRST else -1
        return set(parts[at].keys)


def common_to(entries: Sequence[Entry]) -> Ints:
    """Return the listed spellings that several words are parts of."""
    forms = entries[0].forms
    for entry in entries[1:]:
        if not len(forms):
            return NOWHERE
        forms = np.intersect1d(forms, entry.forms, assume_unique=True)
    return forms


def _is_equal(part: Part, listed: Part) -> bool:
    """Tell whether two parts share a class key; single Chinese characters sound like too much to be asked."""
    if (part.script == "CJK") != (listed.script == "CJK"):
        return False
    return not set(part.keys).isdisjoint(listed.keys)
