"""What one word by itself may mean, whatever stands around it, remembered by word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from names.folding.letters import latin_readings
from names.gazetteer import Entity
from names.mentions.lexicon import Entry, Lexicon, WordReading
from names.mentions.matches import MentionMatch, MentionMatches

LONGEST_ACRONYM = 6  # letters; longer names all in capitals are names
SHORTEST_NAME = 4  # letters of a name that is no acronym, and may yet stand in capitals
MOST_KEPT = 100_000
MOST_RIVALS = 4
MOST_FORMS = 50  # listed spellings of one word that are looked at
SURER = 0.05  # by which a form with an ending must be more probable than the word as it is


class BareWord(NamedTuple):
    """What a word may mean by itself.

    Attributes:
        readings: What parts of people's names it may be.
        keys: Class keys of all of these.
        listed: What is said of it as the whole name of a place or a body, and for which base.
        short: The same as a bare name that the gazetteer gives a person.
        shorts: What is said of each reading as such a bare name.
        rivals: People with this surname; the first few.
    """

    readings: tuple[WordReading, ...]
    keys: tuple[str, ...]
    listed: tuple[MentionMatch, str] | None
    short: tuple[MentionMatch, str] | None
    shorts: tuple[tuple[MentionMatch, str], ...]
    rivals: tuple[Entity, ...]


class BareWords:
    """Tells what words mean by themselves.

    Args:
        lexicon: What is listed.
        answers: What the matcher says.
    """

    def __init__(self, lexicon: Lexicon, answers: MentionMatches) -> None:
        self._lexicon = lexicon
        self._answers = answers
        self._known: dict[tuple[str, str], BareWord] = {}

    def __call__(self, word: str, language: str) -> BareWord:
        """Return what a word may mean.

        Args:
            word: As it stands.
            language: Code of the language of the text.
        """
        known = self._known.get((language, word))
        if known is None:
            if len(self._known) > MOST_KEPT:
                self._known = {}
            known = self._known[language, word] = self._look_up(self._lexicon.entry(word, language), language)
        return known

    def answer(self, spelling: str) -> MentionMatch:
        """Return what the matcher says of a spelling."""
        return self._answers[spelling]

    def _look_up(self, entry: Entry, language: str) -> BareWord:
        readings = tuple(reading for reading in entry.readings if reading.part.kind == "word")
        return BareWord(
            readings,
            tuple(key for reading in readings for key in reading.part.keys),
            self._best(entry.readings, ("place", "organization"), language),
            self._best(readings, (None, "person"), language),
            tuple(
                best
                for reading in readings
                if (best := self._best((reading,), (None, "person"), language)) is not None
            ),
            tuple(self._rivals(readings)),
        )

    def _best(
        self, readings: tuple[WordReading, ...], types: tuple[str | None, ...], language: str
    ) -> tuple[MentionMatch, str] | None:
        """Return the best answer for a word as a whole name of some types, the word as it is first."""
        best: tuple[MentionMatch, str] | None = None
        for reading in readings:
            owners = set(self._owners(reading, types, language))
            answer = self._answers[reading.base] if owners else None
            if answer is None or answer.best is None or answer.status == "unknown":
                continue
            if answer.best.id in owners and (best is None or answer.score > best[0].score + SURER):
                best = answer, reading.base
        return best

    def _owners(self, reading: WordReading, types: tuple[str | None, ...], language: str) -> Iterator[str]:
        """Yield the ids of entities of some types whose whole name a reading is."""
        for number in self._lexicon.is_whole(reading.forms, 1)[:MOST_FORMS]:
            entity = self._lexicon.entity_of(number)
            if entity.type in types and _fits(reading.base, self._lexicon.form(number).text, language):
                yield entity.id

    def _rivals(self, readings: tuple[WordReading, ...]) -> list[Entity]:
        found = (self._lexicon.surname_bearers(reading, MOST_RIVALS) for reading in readings)
        return next((bearers for bearers in found if bearers), [])


def _fits(word: str, listed: str, language: str) -> bool:
    """Tell whether a word is written as a listed one: acronyms letter by letter, others not as acronyms."""
    if " " in listed or not 1 < len(listed) <= LONGEST_ACRONYM:
        return True
    if listed.isupper():
        return word == listed or (language == "kk-Latn" and _is_same_in_latin(word, listed))
    return len(listed) >= SHORTEST_NAME or not word.isupper()


def _is_same_in_latin(word: str, listed: str) -> bool:
    """Tell whether an acronym stands in the Latin alphabet for one listed in Cyrillic: BŪŪ for БҰҰ."""
    return word.isupper() and latin_readings(word.lower())[0] == latin_readings(listed.lower())[0]
