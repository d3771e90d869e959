"""`explain()`: the account behind an answer, from the very objects that matching and comparing return."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from names.account.parts import PartReading, Piece, piece, readings
from names.account.storage import StoredReading, stored_reading
from names.account.verdict import Stage, verdict
from names.decision import Candidate
from names.evidence import Comparison, Evidence, added_up
from names.folding import Spelling, fold
from names.match import Match
from names.matcher import Matcher
from names.pairwise import compare


class Outlook(msgspec.Struct, frozen=True):
    """How the probability was shared.

    Attributes:
        score: What the entity got; 0.0 where it was no candidate.
        others: What all other candidates got together.
        nobody: What was left for bearers whom nobody listed.
        candidates: How many candidates there were.
        threshold: Lowest score that is a match, inclusive.
    """

    score: float
    others: float
    nobody: float
    candidates: int
    threshold: float


class Account(msgspec.Struct, frozen=True):
    """Why a spelling is, or is not, an entity or another spelling.

    Attributes:
        query: The spelling asked for.
        other: The listed form, or the other spelling, that it was compared with; "" without one.
        candidate: The entity with its score and evidence; None where two spellings were compared.
        comparison: What all pieces of evidence come to.
        stage: Where it was decided; for a miss, the stage that lost it.
        reason: One sentence that says so.
        readings: How the parts of the query were read.
        other_readings: How those of the other were.
        pieces: What the evidence found.
        outlook: How the probability was shared; None where two spellings were compared.
        answers: What the gazetteer says to the spelling, and to the other one where two were compared.
        stored: The form in which the query stores its name; None where it is plain.
        other_stored: That of the other spelling.
    """

    query: str
    other: str
    candidate: Candidate | None
    comparison: Comparison
    stage: Stage
    reason: str
    readings: tuple[PartReading, ...]
    other_readings: tuple[PartReading, ...]
    pieces: tuple[Piece, ...]
    outlook: Outlook | None
    answers: tuple[Match, ...]
    stored: StoredReading | None = None
    other_stored: StoredReading | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the account as plain values, ready for JSON."""
        return {
            "query": self.query,
            "other": self.other,
            "id": self.candidate.entity.id if self.candidate else None,
            "name": self.candidate.entity.name if self.candidate else None,
            "stage": self.stage,
            "reason": self.reason,
            "similarity": self.comparison.score,
            "weight": self.comparison.weight,
            "stored": msgspec.to_builtins(self.stored),
            "other_stored": msgspec.to_builtins(self.other_stored),
            "readings": msgspec.to_builtins(self.readings),
            "other_readings": msgspec.to_builtins(self.other_readings),
            "evidence": [{**msgspec.to_builtins(p.evidence), "says": p.says} for p in self.pieces],
            "outlook": msgspec.to_builtins(self.outlook),
            "answers": [
                {"query": a.query, "status": a.status, "id": a.entity.id if a.entity else None,
                 "score": a.score, "reason": a.reason}
                for a in self.answers
            ],
        }  # fmt: skip


def explain(matcher: Matcher, query: str, other: str | None = None) -> Account:
    """Return why a spelling is, or is not, an entity or another spelling.

    Args:
        matcher: Whose answer is to be explained.
        query: A spelling.
        other: The id of a listed entity, or else another spelling; None takes the best candidate.

    Examples:
        >>> matcher = Matcher()
        >>> explain(matcher, "Qasym-Zhomart Toqaev").stage
        'matched'
        >>> explain(matcher, "Toqaev", "Tokayev").pieces[0].says
        'equal by spelling rules: q is k, e is ye'
    """
    match = matcher.match(query)
    if other is not None and matcher.entity(other) is None:
        return _of_two_spellings(match, matcher.match(other))
    return _of_an_entity(matcher, match, other)


def _of_two_spellings(match: Match, other: Match) -> Account:
    """Compare two spellings, as names of what the gazetteer takes the second, or else the first, for."""
    entity = other.entity or match.entity
    comparison = compare(match.query, other.query, entity.type if entity else None)
    empty = next((m for m in (match, other) if not m.query.strip()), None)
    return Account(
        query=match.query,
        other=other.query,
        candidate=None,
        comparison=comparison,
        stage="nothing asked" if empty else "compared",
        reason=empty.reason if empty else comparison.reason,
        outlook=None,
        answers=(match, other),
        **_in_detail(match.query, other.query, comparison.evidence),
    )


def _of_an_entity(matcher: Matcher, match: Match, id: str | None) -> Account:
    candidate, rank, shares_key = sought(matcher, match, id)
    stage, reason = verdict(match, candidate, rank, shares_key, matcher.threshold)
    others = sum(c.score for c in match.candidates if candidate and c.entity.id != candidate.entity.id)
    score = candidate.score if candidate else 0.0
    nobody = max(0.0, 1 - score - others)
    other = candidate.form.text if candidate else ""
    return Account(
        query=match.query,
        other=other,
        candidate=candidate,
        comparison=_added_up(candidate),
        stage=stage,
        reason=reason,
        outlook=Outlook(score, others, nobody, len(match.candidates), matcher.threshold),
        answers=(match,),
        **_in_detail(
            match.query,
            other,
            candidate.evidence if candidate else (),
            fold_query=matcher.register.fold,
            fold_other=partial(fold, alone=matcher.register.is_of_bodies),
        ),
    )


def sought(matcher: Matcher, match: Match, id: str | None) -> tuple[Candidate | None, int | None, bool]:
    """Return the candidate to explain, its rank in the search, and whether it shares a key with the query.

    Args:
        matcher: Whose answer is to be explained.
        match: The answer.
        id: Of a listed entity; None takes the best candidate.
    """
    entity = matcher.entity(id) if id is not None else None
    if id is None or entity is None:
        return (match.candidates[0], 1, True) if match.candidates else (None, None, False)
    for candidate in match.candidates:
        if candidate.entity.id == entity.id:
            return candidate, 1, True
    search = matcher.search(match.query, entity.id)
    return search.candidate, search.rank, search.shares_key


def _added_up(candidate: Candidate | None) -> Comparison:
    """Return what the evidence for a candidate comes to."""
    pieces = candidate.evidence if candidate else ()
    return Comparison(added_up(e.weight for e in pieces), tuple(pieces))


def _in_detail(
    query: str,
    other: str,
    evidence: tuple[Evidence, ...],
    *,
    fold_query: Callable[[str], Spelling] = fold,
    fold_other: Callable[[str], Spelling] = fold,
) -> dict[str, Any]:
    """Return the readings and the pieces of an account."""
    here, there = fold_query(query), fold_other(other)
    return {
        "readings": readings(here, there),
        "other_readings": readings(there, here),
        "pieces": tuple(piece(e, here, there) for e in evidence),
        "stored": stored_reading(query),
        "other_stored": stored_reading(other),
    }
