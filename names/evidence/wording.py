"""Evidence in words: one clause for each piece, and several as the half of a sentence that says why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from names.evidence.piece import Evidence
from names.kinds import EVIDENCE

_MOST_NAMED = 4  # parts that one clause names
_SILENT = 0.05  # what weighs no more, in nats, is not worth a clause


def sentence(evidence: Evidence) -> str:
    """Return what one piece of evidence says, as a clause."""
    facts = EVIDENCE[evidence.kind]
    says = facts.clause_against if is_unlike(evidence) else facts.clause
    if evidence.query and not evidence.form:
        says = facts.clause_alone or says
    elif evidence.query == evidence.form:
        says = facts.clause_agreeing or says
    q, f = f"“{evidence.query}”", f"“{evidence.form}”"
    return says.format(q=q, f=f, one=q if evidence.query else f)


def is_unlike(evidence: Evidence) -> bool:
    """Tell whether two parts were paired though their distance speaks against one bearer."""
    return evidence.weight < 0 and bool(EVIDENCE[evidence.kind].clause_against)


def because(evidence: Iterable[Evidence], room: int, *, against_first: bool = False) -> str:
    """Return what the evidence says, in clauses; the least telling are dropped where there is no room.

    Args:
        evidence: The pieces, in the order to be told.
        room: Letters the clauses may take together; one of them stays however long it is.
        against_first: Whether what speaks against one bearer comes first, the heaviest before all.

    Returns:
        Clauses with semicolons between, or "" without evidence.
    """
    clauses = _clauses(evidence)
    if against_first:
        clauses.sort(key=lambda clause: min(clause[0], 0.0))
    telling = [clause for clause in clauses if abs(clause[0]) > _SILENT] or clauses
    while len(telling) > 1 and len(_joined(telling)) > room:
        telling.remove(min(telling, key=lambda clause: abs(clause[0])))
    return _joined(telling)


def _joined(clauses: Sequence[tuple[float, str]]) -> str:
    return "; ".join(text for _, text in clauses)


def _clauses(evidence: Iterable[Evidence]) -> list[tuple[float, str]]:
    """Return the clauses with their weights: parts that say the same thing share one."""
    groups: dict[str, list[Evidence]] = {}
    for piece in evidence:
        groups.setdefault(EVIDENCE[piece.kind].together or piece.kind, []).append(piece)
    clauses = []
    for pieces in groups.values():
        if len(pieces) > 1 and (end := EVIDENCE[pieces[0].kind].together):
            weight = sum(piece.weight for piece in pieces)
            said = [p.query or p.form for p in pieces]
            once = list(dict.fromkeys(said))  # Минфин is two parts
            clauses.append((weight, f"{listing(once if len(once) > 1 else said)} {end}"))
        else:
            clauses += [(piece.weight, sentence(piece)) for piece in pieces]
    return clauses


def listing(texts: Iterable[str]) -> str:
    """Return several texts in quotes, as a sentence lists them.

    Examples:
        >>> listing(["Kasym", "Zhomart", "Tokayev"])
        '“Kasym”, “Zhomart” and “Tokayev”'
        >>> listing("ABCDEF")
        '“A”, “B”, “C” and 3 more'
    """
    quoted = [f"“{text}”" for text in texts]
    if len(quoted) > _MOST_NAMED:
        left = len(quoted) - _MOST_NAMED + 1
        quoted = [*quoted[: _MOST_NAMED - 1], f"{left} more"]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))
