"""Names of one word: bare surnames by what the document has said, bare names that the gazetteer gives."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from names.decision import render_score
from names.folding.name_parts import kind_of, name_parts
from names.gazetteer import Entity
from names.mentions.bare import BareWord, BareWords
from names.mentions.document import Document, Introduced
from names.mentions.lexicon import WordReading
from names.mentions.mention import Mention
from names.mentions.spans import Known
from names.mentions.surroundings import Surroundings
from names.mentions.together import make, place

_DOTTED = re.compile(r"\b(?:[^\W\d_a-zа-я]\.){2,5}(?!\w)")
_PARAGRAPHS = re.compile(r"\s*\n\s*")


class Bearer(NamedTuple):
    """Somebody introduced whom a word may mean, and how it was read for that."""

    person: Introduced
    reading: WordReading


class Alone:
    """Decides which words that stand by themselves are mentions.

    Args:
        known: The words of a window.
        document: What was said so far.
        text: The window as given.
        at: Where it begins in the document.
        taken: Places of words that are part of longer mentions; those found are added.
        bare: What words mean by themselves.
    """

    def __init__(
        self, known: Known, document: Document, text: str, at: int, taken: set[int],
        bare: BareWords,
    ) -> None:  # fmt: skip
        self._known = known
        self._document = document
        self._text = text
        self._at = at
        self._taken = taken
        self._bare = bare
        self._around = Surroundings(known, taken)

    def mentions(self) -> list[Mention]:
        """Return the mentions of one word, in order."""
        anchors = self._known.anchors
        if self._document.acronyms:
            places = (
                n for n, word in enumerate(self._known.passage.words) if word in self._document.acronyms
            )
            anchors = sorted({*anchors, *places})
        alone = [at for at in anchors if at not in self._taken and not self._is_no_name(at)]
        dotted = self._dotted()
        people = self._found(alone, self._of_person)
        return dotted + people + self._found((at for at in alone if at not in self._taken), self._of_list)

    def _dotted(self) -> list[Mention]:
        """Return the mentions of acronyms with full stops: U.N. for UN."""
        found: list[Mention] = []
        passage = self._known.passage
        for match in _DOTTED.finditer(passage.text):
            first = bisect_left(passage.starts, match.start())
            last = bisect_left(passage.starts, match.end()) - 1
            places = range(first, last + 1)
            if passage.starts[first] != match.start() or not self._taken.isdisjoint(places):
                continue
            if self._around.is_another_body(last) or self._around.leads_to_name(last):
                continue
            listed = self._bare(match.group().replace(".", ""), self._known.language.code).listed
            if listed is not None and listed[0].entity is not None:
                self._taken.update(places)
                answer, end = listed[0], match.end()
                found.append(
                    Mention(
                        match.start(), end, self._text[match.start() : end], answer.entity, answer.name,
                        answer.score, answer.status, answer.reason, answer.candidates,
                    )
                )  # fmt: skip
        return found

    def _found(self, places: Iterable[int], decide: Callable[[int], Mention | None]) -> list[Mention]:
        found = []
        for at in places:
            if (mention := decide(at)) is not None:
                self._taken.add(at)
                found.append(mention)
        return found

    def _is_no_name(self, at: int) -> bool:
        """Tell whether a word is an initial, part of a longer word, or an ordinary word where it stands."""
        return self._known.is_initial(at) or self._is_part_of_word(at) or self._around.is_held_back(at)

    def _is_part_of_word(self, at: int) -> bool:
        """Tell whether a word is joined by a hyphen to one in small letters before it, as in pro-Putin."""
        passage = self._known.passage
        if not at or not passage.text.endswith(("-", "‑"), 0, passage.starts[at]):
            return False
        return (
            passage.words[at - 1].islower() and self._around.word(at - 1) not in self._known.language.titles
        )

    def _by_acronym(self, at: int, entity: Entity, score: float) -> Mention:
        start, end = place(self._known, at, at)
        found = self._text[start:end]
        reason = (
            f"“{found}” is {entity.name} ({render_score(score, 2)}): the text explains it so in brackets."
        )
        return Mention(start, end, found, entity, entity.name, score, "matched", reason)

    def _of_list(self, at: int) -> Mention | None:
        """Return the mention of a place or a body whose whole name a word is."""
        if (explained := self._document.acronyms.get(self._known.passage.words[at])) is not None:
            return self._by_acronym(at, *explained)
        listed = self._bare_at(at).listed
        if listed is None or listed[0].best is None or self._around.is_called_after(at, at, person=False):
            return None
        if listed[0].status == "ambiguous" and self._known.passage.in_headline(at):
            return None  # every word begins large there: Room is not Rome
        type = listed[0].best.type
        if type == "organization" and self._around.is_another_body(at):
            return None
        if type == "place" and self._around.stranger_words(at, at, person=False):
            return None
        return make(self._known, self._text, at, at, *listed)

    def _bare_at(self, at: int) -> BareWord:
        return self._bare(self._known.passage.words[at], self._known.language.code)

    def _of_person(self, at: int) -> Mention | None:
        """Return the mention of a person by a bare name, None where it is nobody's or somebody else's."""
        bare = self._bare_at(at)
        if not bare.readings or not (bare.rivals or bare.short):
            return None
        if self._around.is_called_after(at, at, person=True) or self._around.is_family(at):
            return None
        place_in_document = self._at + self._known.passage.starts[at]
        if others := self._around.stranger_words(at, at, person=True):
            self._meet(at, others, bare.keys, place_in_document)
            return None
        bearers = self._bearers(bare.readings, at, place_in_document)
        if bearers:
            return self._introduced(at, bearers, bare.keys, place_in_document)
        return self._by_short(at, bare, place_in_document) or self._ambiguous(at, bare)

    def _meet(self, at: int, others: list[str], keys: Sequence[str], where: int) -> None:
        """Remember somebody unlisted; the listed word is the surname unless it stands first."""
        words = self._known.passage.words
        before = at > 0 and words[at - 1] in others
        surname = before or self._around.is_given_name(at + 1)
        self._document.meet_stranger([words[at], *others], keys if surname else (), where)

    def _bearers(self, readings: Sequence[WordReading], at: int, where: int) -> list[Bearer]:
        gender = self._gender_before(at)
        return [
            Bearer(person, reading)
            for reading in readings
            for person in self._document.bearers(reading.part.keys, where)
            if gender is None or person.entity.gender in (None, gender)
        ]

    def _gender_before(self, at: int) -> str | None:
        """Return the gender that a title before a word tells: Mrs. Nazarbayeva."""
        word = self._around.word(at - 1) if at and not self._around.is_parted(at - 1) else ""
        return name_parts().genders.get(word) if word and kind_of(word) == "title" else None

    def _introduced(self, at: int, bearers: list[Bearer], keys: Sequence[str], where: int) -> Mention | None:
        """Return the mention of the one among people introduced whom a bare name means."""
        titles = self._around.titles(at)
        best = max(bearers, key=lambda b: self._rank(b, titles, at))
        fits = bool(titles & best.person.titles)
        word = self._known.passage.words[at]
        if not fits and self._document.is_stranger(word) and best.reading.inflected:
            return None
        since = self._document.stranger_since(keys, where)
        if not titles and since > best.person.at and self._is_near(since, where):
            return None
        rivals = self._rivals(best, bearers, titles, at, where)
        return self._between(at, [best.person, *rivals]) if rivals else self._made(at, best, where)

    def _rivals(
        self, best: Bearer, bearers: list[Bearer], titles: frozenset[str], at: int, where: int
    ) -> list[Introduced]:
        """Return the other people whom a bare name may mean as well, both having been named just before."""
        if not self._is_near(best.person.at, where):
            return []
        level = self._rank(best, titles, at)[:-1]
        return [
            bearer.person for bearer in bearers
            if bearer.person.entity.id != best.person.entity.id
            and self._rank(bearer, titles, at)[:-1] == level and self._is_near(bearer.person.at, where)
        ]  # fmt: skip

    def _between(self, at: int, people: Sequence[Introduced]) -> Mention:
        """Return the mention of a bare name that may mean several people named just before."""
        start, end = place(self._known, at, at)
        found = self._text[start:end]
        named = " or ".join(dict.fromkeys(person.entity.name for person in people))
        reason = f"“{found}” is ambiguous: it may be {named}, who are both named just before."
        ids = tuple(dict.fromkeys(person.entity.id for person in people))
        score = min(person.score for person in people) / len(ids)
        return Mention(start, end, found, None, None, score, "ambiguous", reason, ids)

    def _is_near(self, there: int, here: int) -> bool:
        """Tell whether a place earlier in the document is in this paragraph or the one before it."""
        start = max(0, there - self._at)
        return there >= self._at and len(_PARAGRAPHS.findall(self._text, start, here - self._at)) <= 1

    def _rank(self, bearer: Bearer, titles: frozenset[str], at: int) -> tuple[bool, bool, bool, int]:
        """Return what speaks for a bearer: a title shared, grammar, the list's word, who was named last."""
        person, reading = bearer
        shared = bool(titles & person.titles)
        nominative = self._is_subject(at)
        grammar = nominative is None or nominative != reading.inflected
        return shared, grammar, not person.short.isdisjoint(reading.part.keys), person.at

    def _is_subject(self, at: int) -> bool | None:
        """Tell whether a word stands where a Russian subject does, or an object; None where nothing tells."""
        if self._known.language.code != "ru":
            return None
        after, before = self._around.word(at + 1), self._around.word(at - 1)
        if self._known.passage.joins(at - 1) and before in self._known.language.prepositions:
            return False
        if self._known.passage.joins(at) and after.endswith(("ла", "лась")):
            return True
        return True if self._known.passage.opens_sentence(at) else None

    def _made(self, at: int, bearer: Bearer, where: int) -> Mention:
        person, reading = bearer
        start, end = place(self._known, at, at)
        found = self._text[start:end]
        form = f"a form of “{reading.base}”, which here means " if reading.inflected else ""
        order = "is named in full" + (" in the same text" if person.at <= where else " further on")
        reason = f"“{found}” is {form}{person.entity.name} ({render_score(person.score, 2)}), who {order}."
        return Mention(start, end, found, person.entity, person.entity.name, person.score, "matched", reason)

    def _by_short(self, at: int, bare: BareWord, where: int) -> Mention | None:
        """Return the mention of the person to whom the gazetteer gives a bare name."""
        if bare.short is None:
            return None
        best, gender = bare.short[0].best, self._gender_before(at)
        if gender is not None and best is not None and best.gender not in (None, gender):
            return None
        since = self._document.stranger_since(bare.keys, where)
        if since >= 0 and self._is_near(since, where) and not self._around.titles(at):
            return None
        return make(self._known, self._text, at, at, *bare.short)

    def _ambiguous(self, at: int, bare: BareWord) -> Mention | None:
        """Return the mention of a bare surname that listed people bear and nobody introduced."""
        passage = self._known.passage
        if not bare.rivals or passage.in_headline(at) or self._around.is_given_name(at):
            return None
        if self._around.is_explained(at) or self._around.is_of_body(at):
            return None
        if passage.words[at].lower() in passage.vocabulary:
            return None
        start, end = place(self._known, at, at)
        found = self._text[start:end]
        people = ", ".join(entity.name for entity in bare.rivals)
        reason = (
            f"“{found}” is ambiguous: nobody of that name is named in full; it may be {people} or another."
        )
        answer = self._bare.answer(bare.readings[0].base)
        rivals = tuple(entity.id for entity in bare.rivals)
        ids = tuple(dict.fromkeys([*(id for id in answer.candidates if id in rivals), *rivals]))
        return Mention(start, end, found, None, None, answer.score, "ambiguous", reason, ids)
