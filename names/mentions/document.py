"""What a document has said so far: people named in full, acronyms explained, namesakes whom no list has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from names.gazetteer import Entity

MOST_KEPT = 5_000  # people remembered; a document that names more is a list, and its surnames tell nobody


class Introduced(NamedTuple):
    """A person named in full.

    Attributes:
        entity: Who it is.
        at: Where the person was named last.
        score: Of that mention.
        titles: Words that stood before the name.
        short: Class keys of bare names that mean this person by the gazetteer.
    """

    entity: Entity
    at: int
    score: float
    titles: frozenset[str]
    short: frozenset[str]


class Document:
    """Remembers who was named, for the bare names that follow."""

    def __init__(self) -> None:
        self._people: dict[str, dict[str, Introduced]] = {}
        self._strangers: dict[str, int] = {}
        self._stranger_words: set[str] = set()
        self.acronyms: dict[str, tuple[Entity, float]] = {}

    def introduce(
        self, entity: Entity, keys: Iterable[str], at: int, score: float, titles: frozenset[str],
        short: frozenset[str],
    ) -> None:  # fmt: skip
        """Remember a person named in full.

        Args:
            entity: Who it is.
            keys: Class keys of the surname in all listed spellings.
            at: Where in the document.
            score: Of the mention.
            titles: Words before the name.
            short: Class keys of bare names that the gazetteer gives this person.
        """
        if len(self._people) > MOST_KEPT:
            self._people.clear()
        for key in keys:
            bearers = self._people.setdefault(key, {})
            before = bearers.get(entity.id)
            known = titles | (before.titles if before else frozenset())
            bearers[entity.id] = Introduced(entity, at, score, known, short)

    def bearers(self, keys: Iterable[str], at: int) -> list[Introduced]:
        """Return the people named in full, before a place, whose surname has one of these keys.

        Where none was named before it, those named after it, as far as the document is read.
        """
        found = {i.entity.id: i for key in keys for i in self._people.get(key, {}).values()}
        before = [person for person in found.values() if person.at <= at]
        return before or list(found.values())

    def meet_stranger(self, words: Sequence[str], keys: Iterable[str], at: int) -> None:
        """Remember somebody in no list who bears a listed surname.

        Args:
            words: Of the name.
            keys: Class keys of the surname.
            at: Where in the document.
        """
        if len(self._stranger_words) > MOST_KEPT:
            self._stranger_words.clear()
            self._strangers.clear()
        self._stranger_words.update(words)
        for key in keys:
            self._strangers[key] = at

    def stranger_since(self, keys: Iterable[str], at: int) -> int:
        """Return where somebody unlisted of this surname was named last before a place; -1 for nowhere."""
        return max((p for key in keys if (p := self._strangers.get(key, -1)) < at), default=-1)

    def is_stranger(self, word: str) -> bool:
        """Tell whether a word stood, as it is, in the name of somebody unlisted."""
        return word in self._stranger_words
