"""What a document has said so far: people named in full, acronyms explained, namesakes whom no list has."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from names.gazetteer import Entity

MOST_PLACES = 10_000  # where one person was named; a part of a document has fewer
MOST_STRANGERS = 40  # unlisted people of one surname that are remembered
MOST_APART = (
    10_000  # characters, about those of a long article, within which a surname stays an unlisted person's
)
MOST_KEPT = 5_000  # people remembered; a document that names more is a list, and its surnames tell nobody


class Introduced(NamedTuple):
    """A person named in full.

    Attributes:
        entity: Who it is.
        at: Where the person was named last before the place asked about, else first behind it.
        score: Of that mention.
        titles: What was said beside the name that the person is.
        short: Class keys of bare names that mean this person by the gazetteer.
    """

    entity: Entity
    at: int
    score: float
    titles: frozenset[str]
    short: frozenset[str]


class Stranger(NamedTuple):
    """Somebody in no list who bears a listed surname.

    Attributes:
        at: Where the person was named.
        roles: Words beside the name that say what the person is.
        gender: As far as the given name tells it.
    """

    at: int
    roles: frozenset[str]
    gender: str | None


class _Person:
    """What is remembered of a person."""

    def __init__(self, entity: Entity, score: float, short: frozenset[str]) -> None:
        self.entity = entity
        self.score = score
        self.short = short
        self.titles: frozenset[str] = frozenset()
        self.places: list[int] = []

    def as_of(self, at: int) -> Introduced:
        """Return the person as known at a place."""
        before = bisect_right(self.places, at)
        place = self.places[before - 1] if before else self.places[0]
        return Introduced(self.entity, place, self.score, self.titles, self.short)


class Document:
    """Remembers who was named, for the bare names that follow."""

    def __init__(self) -> None:
        self._people: dict[str, _Person] = {}
        self._bearers: dict[str, dict[str, _Person]] = {}
        self._strangers: dict[str, list[Stranger]] = {}
        self._stranger_words: set[str] = set()
        self._initials: dict[str, str] = {}
        self.acronyms: dict[str, tuple[Entity, float]] = {}

    def introduce(
        self, entity: Entity, keys: Iterable[str], at: int, score: float, titles: frozenset[str],
        short: frozenset[str],
    ) -> None:  # fmt: skip
        """Remember a person named in full; places come in rising order.

        Args:
            entity: Who it is.
            keys: Class keys of the surname in all listed spellings.
            at: Where in the document.
            score: Of the mention.
            titles: Words beside the name that say what the person is.
            short: Class keys of bare names that the gazetteer gives this person.
        """
        person = self._people.get(entity.id)
        if person is None:
            if len(self._people) > MOST_KEPT:
                self._people.clear()
                self._bearers.clear()
            person = self._people[entity.id] = _Person(entity, score, short)
            for key in keys:
                self._bearers.setdefault(key, {})[entity.id] = person
        person.titles |= titles
        person.places.append(at)
        if len(person.places) > MOST_PLACES:
            del person.places[: MOST_PLACES // 2]

    def bearers(self, keys: Iterable[str], at: int) -> list[Introduced]:
        """Return the people named in full, before a place, whose surname has one of these keys.

        Where none was named before it, those named after it, as far as the document is read.
        """
        people = {id: person for key in keys for id, person in self._bearers.get(key, {}).items()}
        found = [person.as_of(at) for person in people.values()]
        return [person for person in found if person.at <= at] or found

    def among(self, ids: Iterable[str], at: int) -> list[Introduced]:
        """Return those of some people who were named in full before a place.

        Args:
            ids: Of the people.
            at: Where in the document.
        """
        people = [self._people[id].as_of(at) for id in ids if id in self._people]
        return [person for person in people if person.at <= at]

    def agrees(self, entity: Entity, initials: str) -> bool:
        """Tell whether a person's initials are those met before, and remember them; one alone tells nothing.

        Args:
            entity: Who it may be.
            initials: As they stand.
        """
        if len(initials) < 2:
            return True
        return self._initials.setdefault(f"{entity.id} {len(initials)} {initials[0]}", initials) == initials

    def meet_stranger(self, words: Sequence[str], keys: Iterable[str], stranger: Stranger) -> None:
        """Remember somebody in no list who bears a listed surname.

        Args:
            words: Of the name.
            keys: Class keys of the surname.
            stranger: Who it is.
        """
        if len(self._stranger_words) > MOST_KEPT:
            self._stranger_words.clear()
            self._strangers.clear()
        self._stranger_words.update(words)
        for key in keys:
            met = self._strangers.setdefault(key, [])
            met.append(stranger)
            if len(met) > MOST_STRANGERS:
                del met[: MOST_STRANGERS // 2]

    def strangers(self, keys: Iterable[str], at: int, gender: str | None) -> list[Stranger]:
        """Return the unlisted people of a surname who were named before a place and not too far from it.

        Args:
            keys: Class keys of the surname.
            at: Where in the document.
            gender: Of the people wanted; None for any.
        """
        return [
            stranger
            for key in keys
            for stranger in self._strangers.get(key, ())
            if at - MOST_APART < stranger.at < at and gender in (None, stranger.gender or gender)
        ]

    def is_stranger(self, word: str) -> bool:
        """Tell whether a word stood, as it is, in the name of somebody unlisted."""
        return word in self._stranger_words
