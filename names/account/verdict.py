"""The stage of matching that decided whether a spelling is an entity, and one sentence that says so."""

from __future__ import annotations

from typing import Literal

from names.candidates import MAX_CANDIDATES
from names.decision import Candidate, render_score
from names.evidence import Evidence, is_unlike
from names.explanation import label, shortened
from names.folding import fold
from names.folding.name_parts import name_parts
from names.kinds import EVIDENCE, Trait, kinds_with
from names.match import Match

Stage = Literal[
    "matched",  # it is the answer
    "nothing asked",  # the spelling has no parts
    "nothing found",  # no entity was named to be explained, and none was found
    "never retrieved",  # no way led from the keys of the spelling to the entity
    "not among the best",  # one led there, and better ones to 50 others
    "contradicted",  # a part of the spelling says that it is somebody else
    "outscored",  # another candidate is likelier
    "under the threshold",  # none is, and yet it is not likely enough
    "compared",  # two spellings, with no entity to be found or missed
]


def verdict(
    match: Match, candidate: Candidate | None, rank: int | None, shares_key: bool, threshold: float
) -> tuple[Stage, str]:
    """Return the stage that decided, and one sentence that says so."""
    spelling = f"“{shortened(match.query.strip())}”"
    if not match.query.strip():
        return "nothing asked", match.reason
    if candidate is None:
        return "nothing found", match.reason
    if match.entity is not None and match.entity.id == candidate.entity.id:
        return "matched", match.reason
    missed = f"{spelling} is not {label(candidate, match.candidates)}"
    if rank is None:
        why = "no key leads there, since what they share speaks against it" if shares_key else ""
        return "never retrieved", f"{missed}: never retrieved, {why or 'no key in common'}."
    if rank > MAX_CANDIDATES and candidate.score == 0:
        return "not among the best", f"{missed}: retrieved, not among the {MAX_CANDIDATES} best ({rank})."
    return _lost(match, candidate, missed, threshold)


def _lost(match: Match, candidate: Candidate, missed: str, threshold: float) -> tuple[Stage, str]:
    """Return what kept a candidate from being the answer: a contradiction, a rival, or the threshold."""
    best, score = match.candidates[0], render_score(candidate.score, 2)
    nobody = 1 - sum(c.score for c in match.candidates)
    outscored = best.score > candidate.score and best.score >= nobody
    if outscored:
        lost = f"outscored by {label(best, [candidate])} ({render_score(best.score, 2)} to {score})"
    else:
        lost = f"{score}, under the threshold {threshold:.2f}"
    against = contradictions(candidate)
    if against:
        return "contradicted", f"{missed}: {against[0]}; {lost}."
    if outscored:
        return "outscored", f"{missed}: {lost}."
    equal = next((c for c in match.candidates if c.score == candidate.score and c is not candidate), None)
    lost += f"; as likely as {equal.entity.name} [{equal.entity.id}]" if equal else ""
    lost += (
        f"; likelier that nobody listed is meant ({render_score(nobody, 2)})"
        if nobody > candidate.score
        else ""
    )
    return "under the threshold", f"{missed.replace('” is not ', '” may be ', 1)}: {lost}."


def contradictions(candidate: Candidate) -> list[str]:
    """Return what in a spelling contradicts a candidate, in words, the heaviest first.

    Args:
        candidate: With its evidence.
    """
    against = sorted(
        (e for e in candidate.evidence if EVIDENCE[e.kind].contradiction or is_unlike(e)),
        key=lambda e: e.weight,
    )
    return [_contradiction(e, candidate) for e in against]


def _contradiction(evidence: Evidence, candidate: Candidate) -> str:
    what = EVIDENCE[evidence.kind].contradiction or EVIDENCE["contradicted"].contradiction
    what = what.format(part=_part_of_name(evidence, candidate))
    q, f = f"“{evidence.query}”", f"“{evidence.form}”"
    if not evidence.query or not evidence.form:
        return f"{what} (by {q if evidence.query else f})"
    return f"{what} ({q} is not {f})"


def _part_of_name(evidence: Evidence, candidate: Candidate) -> str:
    """Return which part of a person's name is contradicted, as far as the endings of surnames tell."""
    if candidate.entity.type in ("place", "organization"):
        return "word"
    if _is_surname(evidence.form):
        return "surname"
    fitting = (e.form for e in candidate.evidence if e.kind in kinds_with(Trait.EQUAL))
    return "given name" if any(map(_is_surname, fitting)) else "name"


def _is_surname(text: str) -> bool:
    """Tell whether the ending of a word says that it is a surname: Tokayev, Nazarbayeva."""
    parts = fold(text).parts
    masculine = tuple(ending for ending, _ in name_parts().surnames)
    return len(parts) == 1 and bool(parts[0].masculine or parts[0].key.endswith(masculine))
