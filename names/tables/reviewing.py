"""A review, one unsettled name after another: what is asked, and what an answer does.

How questions are shown and answers come in is no matter of this module.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import msgspec

from names.decision import Candidate
from names.evidence import because
from names.grouping import GroupedSpelling
from names.match import Match
from names.tables.counting import CountedNames
from names.tables.kept_decisions import KeptDecisions
from names.tables.rows import Asked

MOST = 5  # candidates of a question
ROOM = 160  # letters of the sentence that says why


class ListedChoice(msgspec.Struct, frozen=True):
    """Somebody listed who may be meant.

    Attributes:
        candidate: Who, and how surely.
        spelling: The one of the group that leads there best.
    """

    candidate: Candidate
    spelling: str

    @property
    def why(self) -> str:
        """One sentence, made from the evidence."""
        told = because(self.candidate.evidence, ROOM) or "nothing else is known"
        return f"“{self.spelling}”: {told}."


class Unsettled(msgspec.Struct, frozen=True):
    """A spelling that the list does not tell.

    Attributes:
        told: With its group.
        choices: Whom it may mean, the likeliest first.
        example: A row where it stands.
    """

    told: GroupedSpelling
    choices: tuple[ListedChoice, ...]
    example: str


class Question(msgspec.Struct, frozen=True):
    """A name that is not settled: spellings that are taken for one.

    Attributes:
        spellings: Those of a group, or one.
    """

    spellings: tuple[Unsettled, ...]

    @property
    def name(self) -> str:
        """What the spellings are called by."""
        first = self.spellings[0].told
        return first.group_name if len(self.spellings) > 1 else first.spelling

    @property
    def count(self) -> int:
        """How often they came."""
        return sum(each.told.count for each in self.spellings)

    @property
    def choices(self) -> list[ListedChoice]:
        """Whom any of them may mean, the likeliest first."""
        best: dict[str, ListedChoice] = {}
        for choice in (choice for each in self.spellings for choice in each.choices):
            id = choice.candidate.entity.id
            if id not in best or best[id].candidate.score < choice.candidate.score:
                best[id] = choice
        return sorted(best.values(), key=lambda choice: -choice.candidate.score)[:MOST]


def questions_of(
    grouped: Iterable[GroupedSpelling],
    counted: CountedNames,
    matches: Mapping[Asked, Match],
    least: float,
) -> list[Question]:
    """Return what is to be asked, in the order of the groups.

    Args:
        grouped: The unsettled spellings, those of a group together.
        counted: With a row where each stands.
        matches: What the list says of each.
        least: Score of a candidate that is shown.
    """

    def unsettled(each: GroupedSpelling) -> Unsettled:
        name = Asked(each.spelling, each.beside)
        likely = [found for found in matches[name].candidates if found.score >= least]
        choices = tuple(ListedChoice(candidate, each.spelling) for candidate in likely)
        return Unsettled(each, choices, counted.names[name].row)

    return [
        Question(tuple(map(unsettled, group))) for _, group in groupby(grouped, key=lambda each: each.group)
    ]


class _Step(msgspec.Struct, frozen=True):
    """What was before an answer.

    Attributes:
        questions: All of them.
        place: That of the one asked then.
        kept: What takes the written rows back; None where none were.
        spellings: How many were decided then.
    """

    questions: list[Question]
    place: int
    kept: int | None
    spellings: int


class Reviewing:
    """Asks one question after another, and keeps each answer at once.

    Args:
        questions: In order.
        kept: Where the answers go.

    Attributes:
        questions: In order.
        place: Of the one that is asked, from 0.
        decided: How many spellings were decided.
    """

    def __init__(self, questions: Sequence[Question], kept: KeptDecisions) -> None:
        self.questions = list(questions)
        self.place = 0
        self.decided = 0
        self._kept = kept
        self._steps: list[_Step] = []

    @property
    def question(self) -> Question | None:
        """What is asked; None where all was."""
        return self.questions[self.place] if self.place < len(self.questions) else None

    @property
    def left(self) -> int:
        """How many names were passed over, or not reached."""
        answered = sum(step.kept is not None for step in self._steps)
        return len(self.questions) - answered

    def _asked(self) -> Question:
        return self.questions[self.place]

    def choose(self, choice: ListedChoice) -> None:
        """Decide for somebody listed.

        Args:
            choice: One of the question's.
        """
        self._decide({"id": choice.candidate.entity.id})

    def mark_new(self) -> None:
        """Decide that the name is that of somebody who is to be listed."""
        question = self._asked()
        group = {"group": question.spellings[0].told.group, "group_name": question.name}
        self._decide({"new": "x"} | (group if len(question.spellings) > 1 else {}))

    def mark_nobody(self) -> None:
        """Decide that nobody is meant who is listed, or is to be."""
        self._decide({"id": "-"})

    def _decide(self, cells: dict[str, str]) -> None:
        cells |= {"date": dt.date.today().isoformat()}
        rows = [dict(_cells_of(each.told)) | cells for each in self._asked().spellings]
        self._go_on(self._kept.add(rows))
        self.decided += len(rows)

    def _go_on(self, kept: int | None) -> None:
        self._steps.append(_Step(self.questions, self.place, kept, self.decided))
        self.place += 1

    def skip(self) -> None:
        """Leave the question open."""
        self._go_on(None)

    def part(self) -> bool:
        """Ask of each spelling by itself; tell whether there are several."""
        question = self._asked()
        if len(question.spellings) == 1:
            return False
        alone = [Question((each,)) for each in question.spellings]
        self.questions = [*self.questions[: self.place], *alone, *self.questions[self.place + 1 :]]
        return True

    def go_back(self) -> bool:
        """Take the last answer back and ask again; tell whether there is one."""
        if not self._steps:
            return False
        step = self._steps[-1]
        if step.kept is not None:
            self._kept.take_back(step.kept)
        self._steps.pop()
        self.questions, self.place, self.decided = step.questions, step.place, step.spellings
        return True


def _cells_of(each: GroupedSpelling) -> Iterator[tuple[str, str]]:
    yield "spelling", each.spelling
    for field in ("country", "born", "type"):
        value = getattr(each.beside, field, None)
        if value is not None:
            yield field, str(value)
