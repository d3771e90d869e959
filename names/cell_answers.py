"""The answer for a cell that holds more than a plain name, made of the answers for the names in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from names.cell_reading import CellReading
from names.circumstances import Circumstances
from names.match import Match, Verdict

Question = tuple[str, Circumstances | None]  # a spelling, and what is said besides it
Answer = TypeVar("Answer", Match, Verdict)


def questions_in(cell: CellReading, said: Circumstances | None) -> list[Question]:
    """Return what is asked of a cell: each name in it, with what is said besides it.

    A year in the cell says what a column with the year of birth does, where there is no such column.
    """
    if cell.born is not None and (said is None or said.born is None):
        said = msgspec.structs.replace(said or Circumstances(), born=cell.born, in_name=True)
    return [(name, said) for name in cell.names]


def of_cell(text: str, cell: CellReading, answers: Sequence[Answer], plain: Answer) -> Answer:
    """Return the answer for a cell.

    Args:
        text: The cell.
        cell: What it holds.
        answers: The answers for the names in it.
        plain: The answer for the cell as one name.

    Returns:
        The surest answer for one name, however it is spelled. Where names in the cell are of several listed
        entities, `ambiguous` between these; each has its share of the cell.
    """
    matched = {answer.entity.id: answer for answer in answers if answer.entity is not None}
    if len(matched) > 1:
        return _between(text, plain, list(matched.values()))
    if cell.several:
        return plain
    return _asked_as(text, max(answers, key=lambda answer: (answer.status == "matched", answer.score)))


def _asked_as(text: str, answer: Answer) -> Answer:
    if isinstance(answer, Match):
        return msgspec.structs.replace(answer, query=text)
    return answer


def _between(text: str, plain: Answer, answers: Sequence[Answer]) -> Answer:
    """Return an answer that does not decide between the winners of several answers."""
    share = 1 / len(answers)
    score = max(answer.score for answer in answers) * share
    if isinstance(plain, Match):
        first = [answer.candidates[0] for answer in answers if isinstance(answer, Match)]
        told = tuple(msgspec.structs.replace(each, score=each.score * share) for each in first)
        return Match(text, "ambiguous", None, None, score, told)
    pairs = [answer.candidates[0] for answer in answers if isinstance(answer, Verdict)]
    return Verdict("ambiguous", None, None, score, tuple((entity, each * share) for entity, each in pairs))
