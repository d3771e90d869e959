"""Names of several words: which spans are mentions, and whom they introduce."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from names.decision import render_score
from names.gazetteer import Entity
from names.mentions.document import Document, Stranger
from names.mentions.endings import is_ending
from names.mentions.matches import MentionMatch, MentionMatches
from names.mentions.mention import Mention
from names.mentions.spans import Known, Span
from names.mentions.surroundings import Surroundings

# An acronym in brackets behind a full name
_ACRONYM = re.compile(
    r"[»”\"]?\s{0,3}[(（](?:[^\W\d_]+\s?[—–-]\s?)?[\"«“]?([^\W\d_a-zа-я]{2,10})[\"»”]?[)）]"
)


class Together:
    """Decides which spans of several words are mentions.

    Args:
        known: The words of a window.
        answers: What the matcher says of spellings.
        document: Learns whom the window introduces.
        text: The window as given.
        at: Where it begins in the document.

    Attributes:
        taken: Places of the words of all mentions.
    """

    def __init__(self, known: Known, answers: MentionMatches, document: Document, text: str, at: int) -> None:
        self._known = known
        self._answers = answers
        self._document = document
        self._text = text
        self._at = at
        self.taken: set[int] = set()
        self._around = Surroundings(known, self.taken)

    def mentions(self, segments: Sequence[Sequence[Span]]) -> list[Mention]:
        """Return the mentions among the spans of segments, each the longest where several overlap.

        What lies within a longer span is asked about only where that one means nobody.
        """
        outer: list[Span] = []
        inner: list[Span] = []
        for spans in segments:
            for span in spans:
                (inner if any(_is_within(span, other) for other in spans) else outer).append(span)
        decided = self._all_decided(outer)
        ends: dict[int, Span] = {}
        for span, _ in decided:
            ends.update(dict.fromkeys(range(span.first, span.last + 1), span))
        open_ones = [s for s in inner if s.first not in ends or not _is_within(s, ends[s.first])]
        decided += self._all_decided(open_ones)
        decided.sort(key=lambda pair: _rank(*pair))
        chosen: list[tuple[Span, MentionMatch]] = []
        for span, match in decided:
            words = range(span.first, span.last + 1)
            if self.taken.isdisjoint(words):
                self.taken.update(words)
                chosen.append((span, match))
        chosen.sort(key=lambda pair: pair[0].first)
        return [m for span, match in chosen if (m := self._mention(span, match)) is not None]

    def _all_decided(self, spans: Sequence[Span]) -> list[tuple[Span, MentionMatch]]:
        """Return the spans that mean somebody, or one of several, with what the matcher says of each."""
        self._answers.ask(span.asked for span in spans)
        return [(span, answer) for span in spans if (answer := self._decided(span)) is not None]

    def _decided(self, span: Span) -> MentionMatch | None:
        """Return what the matcher says of a span if it decides for, or between, those it was asked for."""
        match = self._answers[span.asked]
        if match.status == "unknown" or match.best is None:
            return None
        if self._is_list(span):
            return None
        best = match.best.id
        index = self._known.lexicon.index
        return (
            match
            if any(index.entity(entity_number).id == best for entity_number in span.entity_numbers)
            else None
        )

    def _is_list(self, span: Span) -> bool:
        """Tell whether a span with a comma is cut out of a list of names: Tokayev, K. Karin.

        So it is where a given name stands before it, or it ends in the surname that it begins with.
        """
        passage, first, last = self._known.passage, span.first, span.last
        if not any(map(passage.inverts, range(first, last))):
            return False
        if passage.joins(last) and passage.words[last + 1][0].isupper():
            return True
        if last - first > 1 and not _keys(self._known, first).isdisjoint(_keys(self._known, last)):
            return True
        if not first or not passage.joins(first - 1):
            return False
        return self._known.is_initial(first - 1) or self._around.is_given_name(first - 1)

    def _mention(self, span: Span, match: MentionMatch) -> Mention | None:
        """Return the mention that a span is, None where something else bears the name."""
        best = match.best
        assert best is not None
        person = best.type in (None, "person")
        if self._around.is_called_after(span.first, span.last, person=person):
            return None
        if person and self._is_of_another(span, best):
            self._meet(span)
            return None
        if person and self._is_cut(span, best):
            self._meet_cut(span, best)
            return None
        if person and self._around.has_trade(span.first, span.last):
            return self._namesake(span, best, match)
        if best.type == "organization" and self._around.is_another_body(span.last):
            return None
        if (
            not person
            and best.type == "place"
            and self._around.stranger_words(span.first, span.last, person=False)
        ):
            return None
        if match.status == "ambiguous" and (settled := self._settled(span, match)) is not None:
            return settled
        mention = make(self._known, self._text, span.first, span.last, match, span.asked)
        if mention.entity is not None:
            self._remember(span, mention.entity, mention.score)
        return mention

    def _settled(self, span: Span, match: MentionMatch) -> Mention | None:
        """Return the mention of the one person named in full before whom initials and a surname may mean."""
        known = self._known
        if not any(map(known.is_initial, range(span.first, span.last + 1))):
            return None
        people = self._document.among(match.candidates, self._at + known.passage.starts[span.first])
        if len(people) != 1 or not self._document.agrees(people[0].entity, self._initials(span)):
            return None
        start, end = place(known, span.first, span.last)
        found, person = self._text[start:end], people[0]
        name = person.entity.name
        reason = (
            f"“{' '.join(found.split())}” is {name} ({render_score(person.score, 2)}), "
            "who is named in full in the same text."
        )
        return Mention(start, end, found, person.entity, name, person.score, "matched", reason)

    def _is_of_another(self, span: Span, best: Entity) -> bool:
        """Tell whether another surname follows a person's given names: Владимир Владимирович Маяковский."""
        surnames, _ = self._known.lexicon.bare_keys(best)
        words = range(span.first, span.last + 1)
        if any(
            not surnames.isdisjoint(_keys(self._known, at))
            and not self._known.is_patronymic(at)
            and not self._around.is_given_name(at)
            for at in words
        ):
            return False
        return self._around.has_surname_behind(span.last)

    def _initials(self, span: Span) -> str:
        """Return the initials in a span."""
        places = range(span.first, span.last + 1)
        return "".join(self._known.passage.words[at] for at in places if self._known.is_initial(at))

    def _is_cut(self, span: Span, best: Entity) -> bool:
        """Tell whether a hyphen joins more to the name than the list has: Kim Jong-il."""
        surnames, _ = self._known.lexicon.bare_keys(best)
        ends_in_surname = not surnames.isdisjoint(_keys(self._known, span.last))
        return self._around.is_cut(span.first, span.last, ends_in_surname=ends_in_surname)

    def _meet(self, span: Span) -> None:
        """Remember somebody unlisted, whose surname behind listed given names is nobody else's."""
        surname = span.last + 1
        if surname not in self.taken:
            self.taken.add(surname)
            self._meet_bearer(span, _keys(self._known, surname), surname)

    def _meet_cut(self, span: Span, best: Entity) -> None:
        """Remember somebody unlisted of a listed surname, whose given name a hyphen makes another."""
        surnames, _ = self._known.lexicon.bare_keys(best)
        self.taken.add(span.last + 1)
        self._meet_bearer(span, surnames, span.last)

    def _namesake(self, span: Span, best: Entity, match: MentionMatch) -> Mention:
        """Return the mention of a listed name that a trade beside it gives to a namesake, and remember it."""
        surnames, _ = self._known.lexicon.bare_keys(best)
        self._meet_bearer(span, surnames, span.last)
        start, end = place(self._known, span.first, span.last)
        found = self._text[start:end]
        reason = (
            f"“{' '.join(found.split())}” is ambiguous: what stands beside it says that it may be "
            f"a namesake of {best.name}."
        )
        return Mention(start, end, found, None, None, match.score / 2, "ambiguous", reason, (best.id,))

    def _meet_bearer(self, span: Span, keys: Iterable[str], last: int) -> None:
        words = self._known.passage.words[span.first : last + 1]
        gender = next((g for word in words[:2] if (g := self._around.gender_of(word))), None)
        roles = self._around.roles(span.first, last)
        where = self._at + self._known.passage.starts[last]
        self._document.meet_stranger(words, keys, Stranger(where, roles, gender))

    def _remember(self, span: Span, entity: Entity, score: float) -> None:
        """Let the document know a person named in full, and the acronym of a body in brackets."""
        at = self._at + self._known.passage.starts[span.first]
        if entity.type in (None, "person"):
            keys, short = self._known.lexicon.bare_keys(entity)
            roles = self._around.roles(span.first, span.last)
            self._document.introduce(entity, keys, at, score, roles, short)
        elif found := _ACRONYM.match(self._known.passage.text, self._known.passage.ends[span.last]):
            self._document.acronyms.setdefault(found.group(1), (entity, score))


def _keys(known: Known, at: int) -> frozenset[str]:
    """Return the class keys of all that a word may be."""
    return frozenset(key for reading in known.entry(at).readings for key in reading.part.keys)


def _is_within(span: Span, other: Span) -> bool:
    """Tell whether a span is part of a longer one."""
    longer = other.last - other.first > span.last - span.first
    return longer and other.first <= span.first and span.last <= other.last


def _rank(span: Span, match: MentionMatch) -> tuple[int, bool, bool, float, int]:
    """Return the order of spans: the longest, matched, as written, most probable, first in the text."""
    length = span.last - span.first
    return -length, match.status != "matched", span.inflected, -match.score, span.first


def make(known: Known, text: str, first: int, last: int, match: MentionMatch, asked: str) -> Mention:
    """Return a mention of what a match says, an ending behind a hyphen included.

    Args:
        known: The words of the window.
        text: The window as given.
        first: The first word.
        last: The last one.
        match: What the matcher says.
        asked: The spelling it was asked for.
    """
    start, end = place(known, first, last)
    reason = match.reason
    found = text[start:end]
    if inflected(known, first, last, asked):
        reason = f"“{' '.join(found.split())}” is a form of {reason}"
    return Mention(
        start, end, found, match.entity, match.name, match.score, match.status, reason, match.candidates
    )


def place(known: Known, first: int, last: int) -> tuple[int, int]:
    """Return where a name begins and ends: without a possessive, with the full stop of an initial."""
    passage = known.passage
    end = passage.ends[last] - known.entry(last).outside
    if known.is_initial(last) and passage.text[end : end + 1] == ".":
        end += 1
    elif passage.text[end : end + 1] in ("-", "‑") and last + 1 < len(passage):
        follows = passage.starts[last + 1] == end + 1
        if follows and is_ending(passage.words[last + 1], known.language.code):
            end = passage.ends[last + 1]
    return passage.starts[first], end


def inflected(known: Known, first: int, last: int, asked: str) -> bool:
    """Tell whether the words of a name stand in another form than was asked for."""
    words: Sequence[str] = known.passage.words[first : last + 1]
    stripped = [word[: len(word) - known.entry(first + n).outside] for n, word in enumerate(words)]
    return any(word not in asked for word in stripped)
