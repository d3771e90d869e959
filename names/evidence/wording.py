"""Evidence in words: one clause for each piece, and several as the half of a sentence that says why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from names.evidence.comparison import Evidence
    from names.evidence.weights import EvidenceKind

_SAYS: dict[EvidenceKind, str] = {
    "same": "{q} is the same",
    "letters": "{q} is {f} in other letters",
    "rules": "{q} is {f} by spelling rules",
    "sound": "{q} sounds like {f}",
    "form": "{q} and {f} are forms of one given name",
    "far form": "{q} and {f} are distant forms of one given name",
    "near": "{q} is close to {f}",
    "slip": "{q} is {f} but for a slip of typing",
    "misread": "{q} looks like {f} in print",
    "patronymic": "{q} and {f} name one father",
    "joined": "{q} is {f} with the words joined or split",
    "initial": "the initial {q} fits {f}",
    "gender": "{q} and {f} differ in gender",
    "contradicted": "{q} contradicts {f}",
    "initial contradicted": "the initial in {q} contradicts {f}",
    "father contradicted": "{q} and {f} name two fathers",
    "omitted": "{f} is left out",
    "extra": "{q} is added",
    "another": "{one} makes it something or somebody else",
    "generation": "{one} tells a father from a son",
    "aside": "{one} says nothing about identity",
    "whole": "that is its whole name",
    "kin": "relatives share the rest",
    "lacking": "other bodies share the rest",
    "order": "the parts stand in another order",
    "short": "that bare name is listed as meaning it",
    "habit": "the column's habits bear on it",
    "born": "the year of birth is {q}, not {f}",
    "country": "the country is {q}, not {f}",
    "type": "the row says {q}, the list {f}",
}
# What several pieces of one group say together; other kinds are said one by one.
_TOGETHER = {
    "fit": "fit",
    "omitted": "are left out",
    "extra": "are added",
    "aside": "say nothing about identity",
}
_FITTING = ("same", "letters", "rules", "sound", "patronymic", "initial")
_MOST_NAMED = 4  # parts that one clause names
_SILENT = 0.05  # what weighs no more, in nats, is not worth a clause


def sentence(evidence: Evidence) -> str:
    """Return what one piece of evidence says, as a clause."""
    says = "{q} is not {f}" if is_unlike(evidence) else _SAYS[evidence.kind]
    if evidence.kind == "gender" and not evidence.form:
        says = "{q} tells another gender"
    if evidence.kind in ("born", "country") and evidence.query == evidence.form:
        says = "the year of birth, {q}, agrees" if evidence.kind == "born" else "the country, {q}, agrees"
    q, f = f"“{evidence.query}”", f"“{evidence.form}”"
    return says.format(q=q, f=f, one=q if evidence.query else f)


def is_unlike(evidence: Evidence) -> bool:
    """Tell whether two parts were paired though their distance speaks against one bearer."""
    return evidence.kind == "near" and evidence.weight < 0


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
        group: str = "fit" if piece.kind in _FITTING else piece.kind
        groups.setdefault(group, []).append(piece)
    clauses = []
    for group, pieces in groups.items():
        if len(pieces) > 1 and group in _TOGETHER:
            weight = sum(piece.weight for piece in pieces)
            parts = listing(p.query or p.form for p in pieces)
            clauses.append((weight, f"{parts} {_TOGETHER[group]}"))
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
