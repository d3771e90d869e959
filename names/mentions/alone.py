"""Names of one word: bare surnames by what the document has said, bare names that the gazetteer gives."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from names.decision import render_score
from names.folding.name_parts import kind_of, name_parts
from names.gazetteer import Entity
from names.mentions.agreement import Agreement, Of, gender_of_form, is_shared
from names.mentions.bare import BareWord, BareWords
from names.mentions.document import Document, Introduced, Stranger
from names.mentions.lexicon import WordReading
from names.mentions.mention import Mention
from names.mentions.spans import Known
from names.mentions.surroundings import Surroundings
from names.mentions.together import make, place

_DOTTED = re.compile(r"\b(?:[^\W\d_a-zа-я]\.){2,5}(?!\w)")
_LETTER_AND_STOP = re.compile(r"[^\W\d_a-zа-я]\.")
_SPACES = re.compile(r"\s*")


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
        self._agreement = Agreement(known, self._around)

    def mentions(self) -> list[Mention]:
        """Return the mentions of one word, in order."""
        anchors = self._known.anchors
        if self._document.acronyms:
            passage = self._known.passage
            places = passage.places_of([word in self._document.acronyms for word in passage.different])
            anchors = sorted({*anchors, *places})
        alone = [at for at in anchors if at not in self._taken and not self._is_no_name(at)]
        dotted = self._dotted()
        people = self._found(alone, self._of_person)
        return dotted + people + self._found((at for at in alone if at not in self._taken), self._of_list)

    def _dotted(self) -> list[Mention]:
        """Return the mentions of acronyms with full stops: U.N. for UN."""
        found: list[Mention] = []
        passage = self._known.passage
        for match in self._all_dotted():
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

    def _all_dotted(self) -> Iterator[re.Match[str]]:
        """Yield what looks like an acronym with full stops and begins with a word, in order."""
        passage, done = self._known.passage, 0
        for at in passage.places_of([len(word) == 1 for word in passage.different]):
            begin = end = passage.starts[at]
            if begin < done:
                continue
            while begin > done + 1 and _LETTER_AND_STOP.match(passage.text, begin - 2, begin):
                begin -= 2
            while found := _LETTER_AND_STOP.match(passage.text, end):
                end = found.end()
            if end > passage.starts[at]:
                yield from _DOTTED.finditer(passage.text, begin, end + 1)
                done = end

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
        if self._around.is_thing(at):
            return None
        type = listed[0].best.type
        if type == "organization" and self._around.is_another_body(at):
            return None
        if type == "place" and self._around.stranger_words(at, at, person=False):
            return None
        if type == "place" and self._around.is_given_before_surname(at):
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
        where = self._at + self._known.passage.starts[at]
        if others := self._around.stranger_words(at, at, person=True):
            self._meet(at, others, where)
            return None
        if self._has_other_initials(at):
            self._meet(at, [self._known.passage.words[at + 1]], where)
            return None
        if self._around.has_trade_before(at):
            return None
        told = self._told(at, bare)
        readings = self._fitting(at, bare, told)
        if not readings:
            return None
        bearers = self._bearers(readings, at, where)
        if (
            told in (Of.UNTOLD, Of.BOTH)
            and (between := self._his_or_hers(at, bare, bearers, told)) is not None
        ):
            return between
        if bearers:
            return self._introduced(at, bearers, told, where)
        return self._by_short(at, bare, readings, told, where) or self._ambiguous(at, bare, readings)

    def _told(self, at: int, bare: BareWord) -> Of | None:
        """Return whose a form is that a man and a woman share; None where it is not such a form."""
        word = self._known.passage.words[at]
        return self._agreement.of(at) if is_shared(word, self._known.language.code) else None

    def _gender_of(self, at: int, reading: WordReading) -> str | None:
        """Return the gender of whoever bears the surname that a word is read as."""
        word = self._known.passage.words[at]
        return gender_of_form(word, reading.base, self._known.language.code)

    def _fitting(self, at: int, bare: BareWord, told: Of | None) -> tuple[WordReading, ...]:
        """Return the readings of a word that agree with what stands around it."""
        if told not in (Of.HIS, Of.HERS):
            return bare.readings
        return tuple(r for r in bare.readings if self._gender_of(at, r) in (None, told.value))

    def _has_other_initials(self, at: int) -> bool:
        """Tell whether initials stand behind a surname and a comma that nobody listed has: Bektenov, J.K."""
        passage, last = self._known.passage, at + 1
        if not passage.inverts(at) or not self._known.is_initial(last):
            return False
        while last + 1 < len(passage) and passage.joins(last) and self._known.is_initial(last + 1):
            last += 1
        if last + 1 == len(passage) or not passage.joins(last):
            return True
        return not passage.words[last + 1][0].isupper()

    def _his_or_hers(self, at: int, bare: BareWord, bearers: list[Bearer], told: Of) -> Mention | None:
        """Return the mention of a form that may be a listed man's or a listed woman's.

        Where the document has named one of them alone, or has his name as men bear it, that one is meant.
        """
        named = {self._gender_of(at, bearer.reading) for bearer in bearers}
        people = list({bearer.person.entity.id: bearer.person.entity for bearer in bearers}.values())
        if told is Of.UNTOLD and len(named) == 1:
            return None
        if not named:
            short = [match for match, base in bare.shorts if match.best is not None]
            people = [match.best for match in short if match.best is not None]
            bases = {reading.base for reading in bare.readings if self._gender_of(at, reading) == "m"}
            if told is Of.UNTOLD and (len(people) < 2 or not bases.isdisjoint(self._known.passage.different)):
                return None
        if not people:
            return None
        start, end = place(self._known, at, at)
        found = self._text[start:end]
        listed = " or ".join(entity.name for entity in people)
        reason = (
            f"“{found}” is ambiguous: it may be {listed}, and nothing beside it says whether he or she is."
        )
        ids = tuple(entity.id for entity in people)
        return Mention(start, end, found, None, None, 1 / (len(ids) + 1), "ambiguous", reason, ids)

    def _meet(self, at: int, others: list[str], where: int) -> None:
        """Remember somebody unlisted; the listed word is the surname unless it stands first."""
        words = self._known.passage.words
        before = at > 0 and words[at - 1] in others
        is_surname = before or self._around.is_given_name(at + 1) or self._known.is_initial(at + 1)
        gender = next((g for word in others if (g := self._around.gender_of(word))), None)
        readings = [
            reading for reading in self._known.entry(at).readings
            if gender is None or self._gender_of(at, reading) in (None, gender)
        ]  # fmt: skip
        keys = [key for reading in readings for key in reading.part.keys]
        stranger = Stranger(where, self._around.roles(at - before, at), gender)
        self._document.meet_stranger([words[at], *others], keys if is_surname else (), stranger)

    def _bearers(self, readings: Sequence[WordReading], at: int, where: int) -> list[Bearer]:
        gender = self._gender_before(at)
        return [
            Bearer(person, reading)
            for reading in readings
            for person in self._document.bearers(reading.part.keys, where)
            if gender is None or person.entity.gender in (None, gender)
            if person.entity.gender in (None, self._gender_of(at, reading) or person.entity.gender)
        ]

    def _gender_before(self, at: int) -> str | None:
        """Return the gender that a title before a word tells: Mrs. Nazarbayeva."""
        word = self._around.word(at - 1) if at and not self._around.is_parted(at - 1) else ""
        return name_parts().genders.get(word) if word and kind_of(word) == "title" else None

    def _introduced(self, at: int, bearers: list[Bearer], told: Of | None, where: int) -> Mention | None:
        """Return the mention of the one among people introduced whom a bare name means."""
        titles = self._around.roles_before(at)
        best = max(bearers, key=lambda b: self._rank(b, titles, at))
        fits = bool(titles & best.person.titles)
        word = self._known.passage.words[at]
        told_here = told in (Of.HIS, Of.HERS)
        if not fits and not told_here and self._document.is_stranger(word) and best.reading.inflected:
            return None
        named = best.person.at if best.person.at <= where else -1
        if self._is_strangers(at, best.reading, where, named, best.person.titles):
            return None
        rivals = self._rivals(best, bearers, titles, at, where)
        return self._between(at, [best.person, *rivals]) if rivals else self._made(at, best, where)

    def _is_strangers(
        self, at: int, reading: WordReading, where: int, named: int, titles: frozenset[str]
    ) -> bool:
        """Tell whether a bare surname is an unlisted namesake's, by what is said or who was named last.

        Args:
            at: The word.
            reading: As which surname it is read.
            where: In the document.
            named: Where the listed person was named in full before, -1 for nowhere.
            titles: What is said of that person.
        """
        met = self._document.strangers(reading.part.keys, where, self._gender_of(at, reading))
        if not met:
            return False
        roles = self._around.roles_before(at)
        theirs = frozenset(role for stranger in met for role in stranger.roles)
        if len(roles & theirs) != len(roles & titles):
            return len(roles & theirs) > len(roles & titles)
        since = max(stranger.at for stranger in met)
        if self._around.has_office(at) or since <= named:
            return False
        return named < 0 or self._is_near(since, where)

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
        if there < self._at:
            return False
        end = here - self._at
        first = self._text.find("\n", start, end)
        if first < 0:
            return True
        behind = _SPACES.match(self._text, first, end)
        return behind is None or self._text.find("\n", behind.end(), end) < 0

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

    def _by_short(
        self, at: int, bare: BareWord, readings: Sequence[WordReading], told: Of | None, where: int
    ) -> Mention | None:
        """Return the mention of the person to whom the gazetteer gives a bare name."""
        bases = {reading.base: reading for reading in readings}
        short = bare.short if told in (None, Of.UNTOLD) else None
        if short is None or short[1] not in bases:
            short = next((short for short in bare.shorts if short[1] in bases), None)
        if short is None:
            return None
        best, gender = short[0].best, self._gender_before(at)
        if gender is not None and best is not None and best.gender not in (None, gender):
            return None
        if self._is_strangers(at, bases[short[1]], where, -1, frozenset()):
            return None
        mention = make(self._known, self._text, at, at, *short)
        if mention.entity is not None and (titles := self._around.titles(at)):
            keys, given = self._known.lexicon.bare_keys(mention.entity)
            self._document.introduce(mention.entity, keys, where, mention.score, titles, given)
        return mention

    def _rivals_of(self, at: int, bare: BareWord, readings: Sequence[WordReading]) -> list[Entity]:
        """Return the people whose surname a word may be, of the gender that the form tells.

        In capitals throughout, where every word looks like a name, only those listed letter by letter.
        """
        lexicon = self._known.lexicon
        if self._known.passage.in_capitals(at) and not any(
            lexicon.with_letters(reading.base, reading.forms) for reading in readings
        ):
            return []
        genders = {self._gender_of(at, reading) for reading in readings}
        return [e for e in bare.rivals if None in genders or e.gender is None or e.gender in genders]

    def _ambiguous(self, at: int, bare: BareWord, readings: Sequence[WordReading]) -> Mention | None:
        """Return the mention of a bare surname that listed people bear and nobody introduced."""
        passage = self._known.passage
        rivals = self._rivals_of(at, bare, readings)
        if not rivals or passage.in_headline(at) or self._around.is_given_name(at):
            return None
        if self._around.is_explained(at) or self._around.is_of_body(at):
            return None
        if passage.words[at].lower() in passage.vocabulary:
            return None
        start, end = place(self._known, at, at)
        found = self._text[start:end]
        people = ", ".join(entity.name for entity in rivals)
        reason = (
            f"“{found}” is ambiguous: nobody of that name is named in full; it may be {people} or another."
        )
        answer = self._bare.answer(bare.readings[0].base)
        of_them = tuple(entity.id for entity in rivals)
        ids = tuple(dict.fromkeys([*(id for id in answer.candidates if id in of_them), *of_them]))
        score = answer.score / 2 if answer.status == "matched" else answer.score  # a namesake is as likely
        return Mention(start, end, found, None, None, score, "ambiguous", reason, ids)
