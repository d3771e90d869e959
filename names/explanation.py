"""The answer as a sentence: `reason()` says why a spelling does, or does not, stand for an entity."""

from __future__ import annotations

from collections.abc import Sequence

from names.decision import Candidate, Status, render_score
from names.evidence import because
from names.kinds import Trait, kinds_with
from names.routes.derivation import may_be_derived, origin

LONGEST = 200  # letters of a reason, where its names leave any choice
_FEWEST = 60  # of them its clauses may always take
_MOST_RIVALS = 4
_NOTHING = 0.005  # a score that reads 0.00


def reason(query: str, status: Status, candidates: Sequence[Candidate]) -> str:
    """Return one sentence that says why a spelling was matched, is ambiguous, or is unknown.

    Args:
        query: The spelling as asked for.
        status: The decision.
        candidates: Best first.

    Examples:
        >>> reason("", "unknown", [])
        'Nothing was asked: the cell is empty.'
        >>> reason("Jane Doe", "unknown", [])
        '“Jane Doe” is unknown: no listed name is spelled or sounds like it.'
    """
    if not query.strip():
        return "Nothing was asked: the cell is empty."
    spelling = f"“{shortened(query.strip())}”"
    if not candidates:
        return f"{spelling} is unknown: no listed name is spelled or sounds like it."
    best = candidates[0]
    if status == "matched":
        head = f"{spelling} is {best.entity.name} ({render_score(best.score, 2)}): "
        came = origin(query, best.entity) if may_be_derived(best.entity) else None
        return f"{head}{came.words}." if came and came.route else _ended(head, best)
    if status == "ambiguous":
        rivals = _rivals(candidates)
        return _ended(f"{spelling} is ambiguous: {rivals} or nobody listed; ", best)
    if best.score < _NOTHING and not any(e.kind in kinds_with(Trait.REACHES) for e in best.evidence):
        return f"{spelling} is unknown: no listed name comes near it."
    head = f"{spelling} is unknown: the nearest, {label(best, candidates[:_MOST_RIVALS])}, has"
    return _ended(f"{head} {render_score(best.score, 2)}, since ", best, against_first=True)


def _rivals(candidates: Sequence[Candidate]) -> str:
    near = [c for c in candidates if c.score >= candidates[0].score / 10][:_MOST_RIVALS]
    return ", ".join(f"{label(c, near)} ({render_score(c.score, 2)})" for c in near)


def label(candidate: Candidate, others: Sequence[Candidate]) -> str:
    """Return a candidate's name, with its id where another one of these bears the same name."""
    entity = candidate.entity
    namesakes = any(c.entity.name == entity.name and c.entity.id != entity.id for c in others)
    return f"{entity.name} [{entity.id}]" if namesakes else entity.name


def _ended(head: str, candidate: Candidate, *, against_first: bool = False) -> str:
    """Return a sentence with the evidence at its end, or its most telling half where it grows too long."""
    room = max(_FEWEST, LONGEST - len(head) - 1)
    against = any(e.weight < -1 for e in candidate.evidence)
    if against_first and not against:  # all of it fits, and is too common to tell who is meant
        return f"{head.removesuffix(', since ')}: {because(candidate.evidence, room)}, as others may have it."
    return f"{head}{because(candidate.evidence, room, against_first=against_first)}."


def shortened(text: str, width: int = 80) -> str:
    """Return a text cut to a width in letters, with an ellipsis where some are cut."""
    return text if len(text) <= width else text[: width - 1] + "…"
