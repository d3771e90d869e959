"""The answers for labelled names beside whom they mean: what is right, and what is not and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from names.account.assembly import sought
from names.account.verdict import verdict
from names.decision import Status
from names.tables.decisions import ListedIds
from names.tables.labelled_rows import LabelledName

if TYPE_CHECKING:
    from names.gazetteer import Entity
    from names.match import Match
    from names.matcher import Matcher

AT_ONCE = 2000  # names matched in one go, between two reports
MistakeKind = Literal["wrong", "lost"]  # another one is named; a listed one is not


class Judged(msgspec.Struct, frozen=True):
    """A labelled name with the answer for it.

    Attributes:
        name: The name.
        right: Whom it means, of those listed; empty for nobody listed.
        status: Of the answer.
        best: The id of the best candidate, None where there is none.
        score: Its score.
        right_score: Of the best candidate that is right; 0.0 where none is among them.
    """

    name: LabelledName
    right: frozenset[str]
    status: Status
    best: str | None
    score: float
    right_score: float

    @property
    def is_first(self) -> bool:
        """Whether the best candidate is right, whatever its score."""
        return self.best in self.right

    @property
    def mistake(self) -> MistakeKind | None:
        """What is wrong with the answer; None where it is right, or where nobody is named rightly."""
        if self.status == "matched":
            return None if self.is_first else "wrong"
        return "lost" if self.right else None


class Mistake(msgspec.Struct, frozen=True):
    """A wrong or a lost link, with the reason.

    Attributes:
        kind: `wrong` where another one is named, `lost` where a listed one is not.
        spelling: The name as it is written.
        row: The first row where it stands, from 1; 0 for no table.
        count: In how many rows it stands.
        ids: Of whom it means, as the label says; empty for nobody listed.
        answer: The id of the best candidate, which a wrong link names.
        score: Its score.
        reason: Why, in a sentence; why the right one was missed where that is not the same.
    """

    kind: MistakeKind
    spelling: str
    row: int
    count: int
    ids: tuple[str, ...]
    answer: str | None
    score: float
    reason: str


def judge(
    names: Sequence[LabelledName], matcher: Matcher, report: Callable[[int], object]
) -> tuple[list[Judged], dict[str, int]]:
    """Return names with their answers, and the ids that the list has not with the rows that have them.

    Args:
        names: Labelled ones.
        matcher: Gives the answers.
        report: Called with the number of names answered so far.
    """
    listed = ListedIds(matcher)
    known: dict[str, Entity | None] = {}
    unlisted: dict[str, int] = {}
    judged: list[Judged] = []
    for begin in range(0, len(names), AT_ONCE):
        some = names[begin : begin + AT_ONCE]
        beside = [name.beside for name in some]
        verdicts = matcher.verdicts([name.spelling for name in some], beside=beside)
        for name, answer in zip(some, verdicts, strict=True):
            right = set()
            for id in name.ids:
                if id not in known:
                    known[id] = listed.entity(id)
                if (entity := known[id]) is None:
                    unlisted[id] = unlisted.get(id, 0) + name.count
                else:
                    right.add(entity.id)
            best = answer.candidates[0][0].id if answer.candidates else None
            likely = max((score for entity, score in answer.candidates if entity.id in right), default=0.0)
            judged.append(Judged(name, frozenset(right), answer.status, best, answer.score, likely))
        report(len(judged))
    return judged, unlisted


def worst(judged: Iterable[Judged], most: int) -> list[Judged]:
    """Return the worst mistakes: wrong links, the surest first; then lost ones, the least likely first.

    Args:
        judged: Names with their answers.
        most: How many at most.
    """
    found = [each for each in judged if each.mistake]
    found.sort(key=lambda each: (0, -each.score) if each.mistake == "wrong" else (1, each.right_score))
    return found[:most]


def explained(mistaken: Sequence[Judged], matcher: Matcher) -> Iterator[Mistake]:
    """Yield mistakes with their reasons.

    Args:
        mistaken: Answers that are wrong.
        matcher: That gave them.
    """
    beside = [each.name.beside for each in mistaken]
    matches = matcher.match_many([each.name.spelling for each in mistaken], beside=beside)
    for each, match in zip(mistaken, matches, strict=True):
        yield Mistake(
            each.mistake or "lost", each.name.spelling, each.name.row, each.name.count, each.name.ids,
            each.best, each.score, _reason(each, match, matcher),
        )  # fmt: skip


def _reason(judged: Judged, match: Match, matcher: Matcher) -> str:
    """Why the answer was given, and why the right one was not: two sentences where they are two."""
    told = [match.reason] if judged.mistake == "wrong" else []
    if judged.right:
        found = (each.entity.id for each in match.candidates if each.entity.id in judged.right)
        candidate, rank, met = sought(matcher, match, next(found, min(judged.right)))
        told.append(verdict(match, candidate, rank, met, matcher.threshold)[1])
    return " ".join(told)
