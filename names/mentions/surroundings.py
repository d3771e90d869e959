"""What stands around a name and says that it means something else, or nobody listed."""

from __future__ import annotations

import functools
from collections.abc import Set
from functools import cached_property

from names.folding.given_names import given_names
from names.folding.spelling import fold_words
from names.mentions.endings import SLAVIC, bases, is_ending, is_plural
from names.mentions.spans import Known
from names.mentions.tokens import begins_large

MOST_SPACES = 3  # between initials and the surname behind them, the full stop among them
VERBAL = ("ed", "ing", "ly")  # what ends so at the start of an English sentence is hardly a given name
TURKIC = ("kk", "kk-Latn", "ky", "uz", "uz-Cyrl", "tr", "az")
MOST_SHARING = 6  # words between a name and the plural that it shares with others
DECLINING = tuple("бвгджзйклмнпрстфхцчшщ")  # what Russian men's names that decline end in
MOST_ROLES = 6  # words before or behind a name that say what somebody is
SHORTEST_ROLE = 4  # letters
SHORTEST_IN_CAPITALS = 4  # letters of a given name in a line of capitals
MOST_KEPT = 20_000  # words remembered
MOST_TITLES = 4  # words before a name that are looked at: Acting First Deputy Minister


class Surroundings:
    """Looks around names in a passage.

    Args:
        known: The passage, with what is listed of its words.
        taken: Places of words that are part of a name found already.
    """

    def __init__(self, known: Known, taken: Set[int]) -> None:
        self._known = known
        self._passage = known.passage
        self._language = known.language
        self._taken = taken

    def word(self, at: int) -> str:
        """Return a word in small letters, "" beyond the ends."""
        numbers = self._passage.number_of
        return self._passage.small[numbers[at]] if 0 <= at < len(numbers) else ""

    def titles(self, first: int) -> frozenset[str]:
        """Return the titles that stand before a word, the longest six letters of each."""
        found: list[str] = []
        at = first - 1
        while at >= 0 and len(found) < MOST_TITLES and self._passage.beside(at) and not self.is_parted(at):
            word = self.word(at)
            if word not in self._language.titles:
                break
            found.append(word[:6])
            at -= 1
        return frozenset(found)

    def roles(self, first: int, last: int) -> frozenset[str]:
        """Return the words that say what somebody is: before a name, and behind a comma or a dash."""
        places = [*self._before(first), *self._apposition(last)]
        return frozenset(_stem(self.word(at)) for at in places if len(self.word(at)) >= SHORTEST_ROLE)

    def roles_before(self, first: int) -> frozenset[str]:
        """Return the words right before a name that say what somebody is."""
        words = (self.word(at) for at in self._before(first))
        return frozenset(_stem(word) for word in words if len(word) >= SHORTEST_ROLE)

    def has_office(self, first: int) -> bool:
        """Tell whether a title before a name is an office, as one person holds it: president, not poet."""
        at = first - 1
        if at < 0 or not self._passage.beside(at) or self.is_parted(at):
            return False
        return self.word(at) in self._language.titles and self.word(at) not in self._language.callings

    def gender_of(self, word: str) -> str | None:
        """Return the gender that a given name tells, in any case; None where it is none, or either."""
        if word.lower() in self._language.given:
            return "f"
        return gender_of_given(word, self._language.code)

    def is_given_before_surname(self, at: int) -> bool:
        """Tell whether the name of a place is a given name where it stands: Jordan Bektenov, Sofia Kim.

        So it is before another word with a capital, unless a word that only places have stands before it.
        """
        passage = self._passage
        if at + 1 >= len(passage) or passage.gap(at) != " " or self.word(at - 1) in self._language.locative:
            return False
        if not begins_large(passage.words[at + 1]) or passage.in_headline(at) or not self.is_given_name(at):
            return False
        if self.word(at) in self._language.explained or self.word(at) in self._language.titles:
            return False
        if all(reading.inflected for reading in self._known.entry(at).readings):
            return False
        word = self.word(at + 1)
        return not (
            word in self._language.explained or word in self._language.titles or self.is_of_body(at + 1)
        )

    def _before(self, first: int) -> list[int]:
        """Return the places of the words before a name that may say what its bearer is, nearest first."""
        found: list[int] = []
        at = first - 1
        while at >= 0 and len(found) < MOST_ROLES and self._passage.beside(at) and not self.is_parted(at):
            if self.word(at) in self._language.prepositions or self.word(at) in self._language.conjunctions:
                break
            if begins_large(self._passage.words[at]) and not self._is_all_large(at):
                if self.word(at) in self._language.titles or self._passage.opens_sentence(at):
                    found.append(at)
                break
            found.append(at)
            at -= 1
        return found

    def _apposition(self, last: int) -> list[int]:
        """Return the places of the words behind a comma, a dash or a bracket that follow a name."""
        if last + 1 >= len(self._passage):
            return []
        gap = self._passage.gap(last)
        if self._known.is_initial(last):
            gap = gap.removeprefix(".")
        if gap.strip(" \n\t\xa00123456789")[:1] not in (",", "—", "–", "(", "-") or gap.count("\n") > 1:
            return []
        found = [last + 1]
        while len(found) < MOST_ROLES and found[-1] < len(self._passage) - 1:
            if self._passage.gap(found[-1]).strip(" \n\t\xa0-"):
                break
            found.append(found[-1] + 1)
        return found

    def has_trade(self, first: int, last: int) -> bool:
        """Tell whether a name stands beside a trade of nobody listed, or a word for a namesake.

        Behind it the trade must come before anybody's name: a dentist from Omsk.
        """
        if self._is_of_nobody(first - 1):
            return True
        for at in self._apposition(last):
            word = self.word(at)
            if word in self._language.trades or word in self._language.namesakes:
                return True
            if begins_large(self._passage.words[at]) and not self._is_all_large(at):
                return False
        return False

    def has_trade_before(self, at: int) -> bool:
        """Tell whether a trade of nobody listed stands right before a name."""
        return self._is_of_nobody(at - 1)

    def _is_of_nobody(self, at: int) -> bool:
        if at < 0 or not self._passage.beside(at) or self.is_parted(at):
            return False
        word = self.word(at)
        return word in self._language.trades or word in self._language.namesakes

    def _is_all_large(self, at: int) -> bool:
        return self._passage.words[at].isupper() and self._passage.in_capitals(at)

    def is_cut(self, first: int, last: int, *, ends_in_surname: bool) -> bool:
        """Tell whether a person's name is part of one with a hyphen: Kim Jong-il for Kim Jong.

        Args:
            first: The first word of the name.
            last: The last one.
            ends_in_surname: Whether that is a surname, behind which a hyphen joins another word.
        """
        behind = last + 1 < len(self._passage) and self._is_hyphen(last)
        if (
            behind
            and not ends_in_surname
            and not is_ending(self._passage.words[last + 1], self._language.code)
        ):
            return True
        if not first or not self._is_hyphen(first - 1) or not begins_large(self._passage.words[first - 1]):
            return False
        return not self._known.lexicon.is_surname(self._known.entry(first - 1))

    def _is_hyphen(self, after: int) -> bool:
        return self._passage.gap(after).rstrip(" \t\n") in ("-", "‑")

    def is_called_after(self, first: int, last: int, *, person: bool) -> bool:
        """Tell whether something else bears the name: a street, an airport, for people also a university."""
        language = self._language
        if language.code in TURKIC and self._has_ending(last):
            return False  # Астанадағы көпір is a bridge in Astana, Абай көпірі one called after Abai
        if person and self._has_heads and (self._shares_head(first, -1) or self._shares_head(last, 1)):
            return not self._is_nominative(last)
        if language.code == "en" and not (self._is_large(first - 1) or self._is_large(last + 1)):
            return False
        before, after = self._next_word(first - 1, -1), self._next_word(last, 1)
        if before in language.before or (after in language.after and self._belongs(last + 1)):
            return True
        if person and after in language.institutions and self._belongs(last + 1):
            return language.code not in SLAVIC or self._is_large(last + 1)
        if person and before in language.institutions and language.code not in TURKIC:
            return self._passage.gap(first - 1) != " " or not self._is_nominative(last)
        return self._run_after(last)

    def _belongs(self, at: int) -> bool:
        """Tell whether a head behind a name has the ending by which it belongs to it, where there is one."""
        possessed, word = self._language.possessed, self.word(at)
        return possessed is None or word in self._language.abbreviated or possessed.search(word) is not None

    @cached_property
    def _has_heads(self) -> bool:
        """Whether any word of the passage is a plural that names share."""
        return any(word in self._language.heads for word in self._passage.small)

    def _shares_head(self, at: int, step: int) -> bool:
        """Tell whether a name is one of several that a plural is the head of: улиц Абая и Ауэзова.

        Args:
            at: Its first word or its last.
            step: -1 to look before it, 1 behind it.
        """
        for _ in range(MOST_SHARING):
            at += step
            gap = at - (step > 0)
            if not 0 <= at < len(self._passage) or not 0 <= gap < len(self._passage) - 1:
                return False
            if self._passage.gap(gap) not in (" ", ", ") or self.is_parted(gap):
                return False
            if self.word(at) in self._language.heads:
                return self._language.code != "en" or (step > 0 and self._is_large(at))
            if not (self._is_large(at) or self.word(at) in self._language.conjunctions):
                return False
        return False

    def is_parted(self, after: int) -> bool:
        """Tell whether a sentence or a paragraph ends behind a word; initials and abbreviations end none."""
        gap = self._passage.gap(after)
        if gap == " ":
            return False
        if gap.count("\n") > 1 or any(mark in gap for mark in "!?…;:"):
            return True
        if "." not in gap or self._known.is_initial(after):
            return False
        return self.word(after) not in self._language.abbreviated

    def _has_ending(self, at: int) -> bool:
        """Tell whether a word is listed without its ending."""
        return any(reading.inflected for reading in self._known.entry(at).readings)

    def _is_nominative(self, at: int) -> bool:
        """Tell whether a Russian name that declines stands as listed, which no head before it allows."""
        declines = self._language.code in SLAVIC and self.word(at)[-1:] in DECLINING
        return declines and not self._has_ending(at)

    def _is_large(self, at: int) -> bool:
        words = self._passage.words
        return 0 <= at < len(words) and begins_large(words[at])

    def _next_word(self, at: int, step: int) -> str:
        """Return the neighbour of a span unless a sentence, a comma or a bracket parts them.

        Args:
            at: The word behind which the gap is.
            step: 1 for the word after it, -1 for the one before.
        """
        other = at if step < 0 else at + 1
        if not 0 <= at < len(self._passage) - 1:
            return ""
        gap = self._passage.gap(at)
        if gap != " " and (gap.strip(' \n\t\xa0«»“”"') not in ("", ".") or self.is_parted(at)):
            return ""
        if self._language.code == "en" and not begins_large(self._passage.words[other]):
            return ""
        if step < 0 and self._language.code == "en" and self._passage.opens_sentence(other):
            return self.word(other) if self.word(other) in self._language.before else ""
        return self._with_hyphen(other) if step < 0 else self.word(other)

    def _with_hyphen(self, at: int) -> str:
        """Return a word in small letters, with what a hyphen joins to it before: пр-т."""
        if at and len(self.word(at)) == 1 and self._passage.gap(at - 1) == "-":
            return f"{self.word(at - 1)}-{self.word(at)}"
        return "" if self._known.is_initial(at) else self.word(at)

    def _run_after(self, last: int) -> bool:
        """Tell whether words with capitals lead on to what bears the name: International Airport."""
        at = last + 1
        while at < len(self._passage) and at <= last + 4 and self._passage.joins(at - 1):
            if not begins_large(self._passage.words[at]) or self._passage.gap(at - 1).strip():
                return False
            if self.word(at) in self._language.after or self.word(at) in self._language.institutions:
                return self._belongs(at)
            at += 1
        return False

    def is_family(self, at: int) -> bool:
        """Tell whether a word is the plural of a surname: the Tokayevs, Назарбаевтар."""
        word, code = self._passage.words[at], self._language.code
        if any(is_plural(word, reading.base, code) for reading in self._known.entry(at).readings):
            return True
        return self._language.code == "en" and self.word(at - 1) == "the" and self.word(at).endswith("s")

    def is_another_body(self, last: int) -> bool:
        """Tell whether the word after a body's name makes it another body's: UN Security Council."""
        at = last + 1
        while at < len(self._passage) and at <= last + 3 and self._passage.joins(at - 1):
            if not begins_large(self._passage.words[at]) or at in self._taken:
                return False
            if self.word(at) in self._language.bodies:
                return True
            at += 1
        return False

    def leads_to_name(self, last: int) -> bool:
        """Tell whether a word with a capital that nothing explains follows initials: J.K. Rowling."""
        at, passage = last + 1, self._passage
        if at >= len(passage) or not passage.words[at][0].isupper():
            return False
        gap = passage.gap(last)
        return gap.strip() == "." and len(gap) <= MOST_SPACES and not self.is_explained(at)

    def stranger_words(self, first: int, last: int, *, person: bool) -> list[str]:
        """Return the words with capitals beside a span that nothing explains: they make it another name.

        Args:
            first: The first word of the span.
            last: The last one.
            person: Whether it would be a person's name.
        """
        found = []
        if self._is_unexplained(first - 1, first - 1, person):
            found.append(self._passage.words[first - 1])
        ends = self._language.code in (TURKIC if person else (*TURKIC, *SLAVIC)) and self._has_ending(last)
        if not ends and self._is_unexplained(last + 1, last, person):
            found.append(self._passage.words[last + 1])
        return found

    def _is_unexplained(self, at: int, gap_after: int, person: bool) -> bool:
        passage = self._passage
        if not 0 <= at < len(passage) or not passage.words[at][0].isupper() or at in self._taken:
            return False
        if not passage.joins(gap_after) or not passage.beside(gap_after):
            return False
        if gap_after == at and self._known.entry(at).outside:  # Kazakhstan's Tokayev
            return False
        if gap_after != at and self._known.entry(gap_after).outside:
            return False
        if self.is_explained(at) and not (gap_after == at and person and self.is_given_before_surname(at)):
            return False
        if "-" in passage.gap(gap_after) and self._known.lexicon.is_surname(self._known.entry(at)):
            return False  # Tokayev-Putin talks
        if gap_after == at and self._is_inflected(at):
            return False
        sure = self._known.is_initial(at) or self._is_surely_given(at)
        doubtful = (
            passage.in_headline(at)
            or passage.in_capitals(at)
            or (gap_after == at and passage.opens_sentence(at))
        )
        marked = passage.in_headline(at) or passage.in_capitals(at)
        if doubtful and person and self._language.code == "en" and not marked:
            doubtful = self.word(at) in passage.vocabulary or self.word(at).endswith(VERBAL)
        return sure or not doubtful

    def _is_inflected(self, at: int) -> bool:
        """Tell whether a Turkic word has an ending, which no given name has before a surname."""
        readings = self._known.entry(at).readings
        return self._language.code in TURKIC and bool(readings) and all(r.inflected for r in readings)

    def _is_surely_given(self, at: int) -> bool:
        """Tell whether a word is a given name; of short and ordinary ones capitals throughout say nothing."""
        if self._passage.in_capitals(at):
            word = self.word(at)
            if (
                len(word) < SHORTEST_IN_CAPITALS
                or word in self._language.ordinary
                or word in self._passage.vocabulary
            ):
                return False
        return self.is_given_name(at)

    def has_surname_behind(self, last: int) -> bool:
        """Tell whether a word with a capital that nothing explains stands right behind another."""
        at, passage = last + 1, self._passage
        if at >= len(passage) or not passage.joins(last) or self._known.entry(last).outside:
            return False
        word = passage.words[at]
        large = word[0].isupper() and len(word) > 1 and not passage.in_headline(at)
        return large and not self.is_explained(at) and not self.is_of_body(at)

    def is_taken(self, at: int) -> bool:
        """Tell whether a word is part of a name found already."""
        return at in self._taken

    def is_of_body(self, at: int) -> bool:
        """Tell whether a word is one that the names of bodies and streets have."""
        word, language = self.word(at), self._language
        groups = (
            language.after, language.before, language.institutions, language.bodies, language.parties,
            language.generic,
        )  # fmt: skip
        return any(word in group for group in groups)

    def is_explained(self, at: int) -> bool:
        """Tell whether a word begins large for another reason than that it is part of somebody's name."""
        word, language = self.word(at), self._language
        if self._known.is_initial(at):
            return False
        if word in language.explained or word in language.titles:
            return True
        return self._known.lexicon.is_name_of_body(self._known.entry(at))

    def is_thing(self, at: int) -> bool:
        """Tell whether a word that opens its sentence stands with a small letter elsewhere, in any case."""
        passage = self._passage
        if not passage.opens_sentence(at) or passage.quoted(passage.starts[at], passage.ends[at]):
            return False
        word, code = self.word(at), self._language.code
        own = {base.text for base in bases(word, code)}
        alike = passage.small_by_beginning.get(word[:2], ())
        return any(not own.isdisjoint(base.text for base in bases(small, code)) for small in alike)

    def is_given_name(self, at: int) -> bool:
        """Tell whether a word is a given name that the tables or the list of entities know."""
        if not 0 <= at < len(self._passage):
            return False
        if self.word(at) in self._language.given:
            return True
        return self._known.lexicon.is_given_name(self._passage.words[at], self._language.code)

    def is_held_back(self, at: int) -> bool:
        """Tell whether a word is an ordinary one where it stands, not a name by itself."""
        passage, language = self._passage, self._language
        word = self.word(at)
        plain = self._known.entry(at).plain
        if word in language.things and passage.in_capitals(at):
            return not passage.opens_sentence(at) and self.word(at - 1) not in language.prepositions
        if not plain and word not in language.ordinary:
            return False
        if passage.quoted(passage.starts[at], passage.ends[at]) or self.word(at + 1) in language.generic:
            return False
        if self.titles(at) or self._by_party(at):
            return False
        if word in language.months and self._is_month(at):
            return True
        if plain or passage.opens_sentence(at) or passage.in_headline(at):
            return True
        return passage.words[at].isupper() and any(self._is_loud(n) for n in (at - 1, at + 1))

    def _is_month(self, at: int) -> bool:
        """Tell whether a number, a word of time or a subject beside a word says that it is no name."""
        if self.word(at - 1) in self._language.times or self.word(at + 1) in self._language.subjects:
            return True
        text, start, end = self._passage.text, self._passage.starts[at], self._passage.ends[at]
        return any(c.isdigit() for c in text[max(0, start - 3) : start] + text[end : end + 3])

    def _is_loud(self, at: int) -> bool:
        """Tell whether a word is all in capitals."""
        words = self._passage.words
        return 0 <= at < len(words) and len(words[at]) > 1 and words[at].isupper()

    def _by_party(self, at: int) -> bool:
        parties = self._language.parties
        before = at > 0 and not self.is_parted(at - 1) and self.word(at - 1) in parties
        return before or (
            at + 1 < len(self._passage) and not self.is_parted(at) and self.word(at + 1) in parties
        )


def _stem(word: str) -> str:
    """Return what the forms of a word share: its first letters, without a vowel that ends it."""
    return word[:6] if len(word) > 7 else word[:6].rstrip("аеиоуыюяьйіїє")


@functools.lru_cache(maxsize=MOST_KEPT)
def gender_of_given(word: str, language: str) -> str | None:
    """Return the gender that a given name tells, in any case; None where it is none, or either.

    Examples:
        >>> gender_of_given("Розу", "ru"), gender_of_given("Марата", "ru"), gender_of_given("Книгу", "ru")
        ('f', 'm', None)
        >>> gender_of_given("Ивана", "ru") is None  # of Ivan, or Ivana herself
        True
    """
    genders = given_names().genders
    told = set[str]()
    for base in bases(word, language):
        found = {genders.get(name) for part in fold_words(base.text).parts for name in part.canonical_names}
        if len(found) == 1 and (gender := found.pop()) is not None:
            told.add(gender)
    return told.pop() if len(told) == 1 else None
