"""Spans: runs of words that are, together, parts of one listed name."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from names.folding.name_parts import kind_of
from names.folding.spelling import fold_words
from names.mentions.endings import bases
from names.mentions.language_words import LanguageWords
from names.mentions.lexicon import (
    LEAST_JOINED,
    NOWHERE,
    Entry,
    Lexicon,
    Numbers,
    WordReading,
    common_to,
    is_ordinary,
)
from names.mentions.tokens import Passage, begins_large, is_initial

LONGEST = 14  # words of a name, as of a ministry with the name of its state in full
MOST_KEPT = 100_000  # segments remembered
SHORTEST_PATRONYMIC = 6  # letters
MOST_FORMS = 200  # listed people that the same words may mean
MOST_WAYS = 4  # of taking the words of one span back to their bases


class Span(NamedTuple):
    """Words that may be a listed name.

    Attributes:
        first: The first word.
        last: The last word, inclusive.
        asked: What the matcher is asked for: the words in the form that is listed.
        entity_numbers: Numbers of the entities whose listed spellings they are parts of.
        inflected: Whether any word was taken back to its base.
    """

    first: int
    last: int
    asked: str
    entity_numbers: Numbers
    inflected: bool


class Known:
    """The words of a passage, each with what is listed of it.

    Args:
        passage: The words.
        lexicon: What is listed.
        language: Of the passage.
        anchors: The words that a name can be found by, in rising order: with a capital, mostly.
        remembered: The spans of segments met before, by language and text.
    """

    def __init__(
        self, passage: Passage, lexicon: Lexicon, language: LanguageWords, anchors: Sequence[int],
        remembered: dict[tuple[str, str], tuple[Span, ...]],
    ) -> None:  # fmt: skip
        self.passage = passage
        self.lexicon = lexicon
        self.language = language
        self.anchors = anchors
        self._is_anchor = frozenset(anchors)
        self._remembered = remembered
        self._entries: list[Entry | None] = [None] * len(passage.different)
        self._initials = [len(word) < 3 and is_initial(word) for word in passage.different]

    def entry(self, at: int) -> Entry:
        """Return what is listed of a word."""
        number = self.passage.number_of[at]
        known = self._entries[number]
        if known is None:
            known = self.lexicon.entry(self.passage.words[at], self.language.code)
            self._entries[number] = known
        return known

    def is_initial(self, at: int) -> bool:
        """Tell whether a word is an initial, by the full stop or the hyphen behind it."""
        if not self._initials[self.passage.number_of[at]]:
            return False
        end = self.passage.ends[at]
        return self.passage.text[end : end + 1] in (".", "-", "‑")

    def is_small(self, at: int) -> bool:
        """Tell whether a word is a particle, which names have or lack: of, al, de."""
        return kind_of(self.passage.words[at].lower()) == "particle"

    def is_patronymic(self, at: int) -> bool:
        """Tell whether a word names a father: Kemeluly, Абишевича."""
        return is_patronymic(self.passage.words[at])

    def segments(self) -> Iterator[tuple[int, int]]:
        """Yield the first and the last word of each run of words that are parts of listed names."""
        done = -1
        for anchor in self.anchors:
            if anchor <= done:
                continue
            first = last = anchor
            while last - first < LONGEST and self._leads_on(last):
                last += 1
            while first > done + 1 and self.passage.joins(first - 1) and self._goes_on(first - 1, first):
                first -= 1
            done = last
            yield first, last

    def _leads_on(self, at: int) -> bool:
        """Tell whether the next word may belong to the same name as a word; Tokayev, K.-J. may."""
        if self.passage.joins(at):
            return self._goes_on(at + 1)
        if not self.passage.inverts(at):
            return False
        if self.is_initial(at + 1):
            return True
        return at + 1 in self._is_anchor and len(common_to([self.entry(at), self.entry(at + 1)])) > 0

    def _goes_on(self, at: int, beside: int | None = None) -> bool:
        if at in self._is_anchor or self.is_initial(at):
            return True
        word = self.passage.words[at]
        if begins_large(word):
            return self.is_patronymic(at)
        entry = self.entry(at)
        return bool(len(entry.forms)) and (
            beside is None or self.is_initial(beside) or len(common_to([entry, self.entry(beside)])) > 0
        )

    def spans(self, first: int, last: int) -> list[Span]:
        """Return the spans of two and more words in a segment that are parts of one listed name."""
        text, starts, ends = self.passage.text, self.passage.starts, self.passage.ends
        stop = ends[last] + (text[ends[last] : ends[last] + 1] in (".", "-", "‑"))
        segment = (self.language.code, text[starts[first] : stop])
        known = self._remembered.get(segment)
        if known is None:
            if len(self._remembered) > MOST_KEPT:
                self._remembered.clear()
            found = (s._replace(first=s.first - first, last=s.last - first) for s in self._spans(first, last))
            known = self._remembered[segment] = tuple(found)
        return [Span(s.first + first, s.last + first, *s[2:]) for s in known]

    def _spans(self, first: int, last: int) -> Iterator[Span]:
        for start in range(first, last):
            if not self._opens(start):
                continue
            for end in self._ends(start, last):
                yield from self._ways(start, end)

    def _opens(self, at: int) -> bool:
        """Tell whether a name may begin with a word: a particle only with a hyphen or a capital.

        With an ordinary word only one begins that is listed so: The Hague, not the OSCE.
        """
        if (opened := self._opened(at)) is not None:
            return len(opened) > 0
        if self.is_small(at):
            return begins_large(self.passage.words[at]) or self.passage.gap(at) in ("-", "‑")
        return self.is_initial(at) or bool(len(self.entry(at).forms))

    def _opened(self, at: int) -> Numbers | None:
        """Return the listed spellings that an ordinary word with a capital opens, None for another word."""
        word = self.passage.words[at]
        if not begins_large(word) or not is_ordinary(word, self.language.code):
            return None
        return self.lexicon.opened_by(word, self.entry(at).forms)

    def _ends(self, start: int, last: int) -> Iterator[int]:
        """Yield the last words of spans from a start, as far as the words share a listed name."""
        opened = self._opened(start)
        shared = [] if opened is None else [Entry(0, (), opened)]
        for end in range(start, min(last, start + LONGEST) + 1):
            if self._counts(end):
                shared.append(self.entry(end))
                if not len(common_to(shared)):
                    return
            if end > start and shared and (self._counts(end) or self.is_initial(end)):
                yield end

    def _counts(self, at: int) -> bool:
        """Tell whether a word must be a part of the listed name: particles, initials, fathers need not."""
        if self.is_initial(at) or self.is_small(at):
            return False
        return bool(len(self.entry(at).forms)) or not self.is_patronymic(at)

    def _ways(self, start: int, end: int) -> Iterator[Span]:
        """Yield the ways of taking the words back to their bases that lead to a listed name."""
        places = range(start, end + 1)
        choices = [self.entry(at).readings if self._counts(at) else (None,) for at in places]
        opened = self._opened(start)
        found = 0
        for way in itertools.islice(itertools.product(*choices), 64):
            forms = _shared([reading for reading in way if reading is not None])
            if opened is not None:
                forms &= opened
            if len(forms) and (kept := self._fitting(start, end, forms)) is not None:
                yield Span(
                    start, end, self._asked(start, way), kept, any(r is not None and r.inflected for r in way)
                )
                found += 1
                if found == MOST_WAYS:
                    return

    def _asked(self, start: int, way: Sequence[WordReading | None]) -> str:
        """Return the words of a span in the form that is listed, with what stands between them made plain."""
        pieces: list[str] = []
        for at, reading in enumerate(way, start):
            word = self.passage.words[at]
            pieces.append(reading.base if reading else word)
            if at < start + len(way) - 1:
                gap = self.passage.gap(at)
                mark = "".join(c for c in gap if c in ".,-‑‐/")
                pieces.append(mark if mark and mark not in ".," else mark + " ")
        if self.is_initial(start + len(way) - 1):
            pieces.append(".")
        return "".join(pieces)

    def _fitting(self, start: int, end: int, forms: Numbers) -> Numbers | None:
        """Return the entities that words may stand for by their number and capitals; None for none."""
        places = range(start, end + 1)
        words = sum(not (self.is_initial(at) or self.is_small(at)) for at in places)
        commas = [at for at in range(start, end) if self.passage.inverts(at)]
        found = self._bodies(start, end, forms, words, commas) or self._people(
            start, end, forms, words, commas
        )
        return frozenset(self.lexicon.index.form_entities[found].tolist()) if found else None

    def _bodies(self, start: int, end: int, forms: Numbers, words: int, commas: Sequence[int]) -> list[int]:
        """Return the listed names of places and bodies that words are the whole of."""
        places = range(start, end + 1)
        if any(map(self.is_initial, places)):
            return []
        longest = max(len(self.passage.words[at]) for at in places)
        for size in (words, words + 1)[: 1 + (longest >= LEAST_JOINED)]:  # Cooperation, Co-operation
            whole = self.lexicon.is_whole(forms, size)
            if found := [number for number in whole if self._is_body(start, end, number, commas)]:
                return found
        return []

    def _people(self, start: int, end: int, forms: Numbers, words: int, commas: Sequence[int]) -> list[int]:
        """Return the listed names of people that words may be all of, or some."""
        places = range(start, end + 1)
        if any(not (self._may_be_of_person(at, start) or self.is_small(at)) for at in places):
            return []
        if any(self.entry(at).outside for at in range(start, end)):  # Kazakhstan's Tokayev
            return []
        return [
            number for number in sorted(forms)[:MOST_FORMS]
            if self.lexicon.entity_of(number).type in (None, "person")
            and self.lexicon.words_of(number) >= words
            and (not commas or (commas == [start] and self._is_surname(start, number)))
        ]  # fmt: skip

    def _may_be_of_person(self, at: int, start: int) -> bool:
        """Tell whether a word is written as a part of somebody's name: with a capital, or behind a hyphen."""
        return begins_large(self.passage.words[at]) or (at > start and self.passage.gap(at - 1) in ("-", "‑"))

    def _is_body(self, start: int, end: int, number: int, commas: Sequence[int]) -> bool:
        """Tell whether words may be the name of a place or a body, by type, commas and capitals."""
        if self.lexicon.entity_of(number).type not in ("place", "organization"):
            return False
        if commas and "," not in self.lexicon.form(number).text:
            return False
        return self._capitals_fit(start, end, number)

    def _is_surname(self, at: int, number: int) -> bool:
        """Tell whether a word is the surname in a listed name."""
        surnames = self.lexicon.surnames(number, self.lexicon.entity_of(number))
        return any(not surnames.isdisjoint(r.part.keys) for r in self.entry(at).readings)

    def _capitals_fit(self, start: int, end: int, number: int) -> bool:
        """Tell whether words that begin small in the text do so in a listed name, or commonly may."""
        words = self.passage.words[start : end + 1]
        if not any(begins_large(word) for word in words):
            return words[0] in self.language.small
        if self.language.code != "en":
            return True
        listed = re.split(r"\W+", self.lexicon.form(number).text)
        return all(begins_large(word) or word in listed or word in self.language.generic for word in words)


@functools.lru_cache(maxsize=MOST_KEPT)
def is_patronymic(word: str) -> bool:
    """Tell whether a word names a father, with a Russian ending or without.

    Examples:
        >>> is_patronymic("Kemeluly"), is_patronymic("Абишевича"), is_patronymic("Токаев")
        (True, True, False)
    """
    if len(word) < SHORTEST_PATRONYMIC or not begins_large(word):
        return False
    parts = [
        *fold_words(word).parts,
        *(part for base in bases(word, "ru") for part in fold_words(base.text).parts),
    ]
    return any(part.father is not None for part in parts)


def _shared(readings: Sequence[WordReading]) -> Numbers:
    return common_to([Entry(0, (), reading.forms) for reading in readings]) if readings else NOWHERE
