"""What a matcher answers: whom a spelling stands for, how surely, and why."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from names.decision import Candidate, Status
from names.explanation import reason
from names.gazetteer import Entity
from names.notebook import bar, shown, table
from names.routes.derivation import Origin, origin

SHOWN = 5  # candidates that a notebook shows


class Match(msgspec.Struct, frozen=True):
    """The answer for one spelling.

    Attributes:
        query: The spelling asked for.
        status: `matched`, `ambiguous` or `unknown`.
        entity: The entity meant; None unless matched.
        name: Its name in the style of the matcher, by default the canonical one; None unless matched.
        score: Of the best candidate, from 0.0 (no candidate) to below 1.
        candidates: Best first, the winner among them.
    """

    query: str
    status: Status
    entity: Entity | None
    name: str | None
    score: float
    candidates: tuple[Candidate, ...]

    def __repr__(self) -> str:
        meant = f" {self.entity.id}" if self.entity else ""
        return f"<Match {self.query!r} {self.status}{meant} {self.score:.2f}>"

    def _repr_html_(self) -> str:
        rows = [
            (
                shown(each.entity.name),
                f"<code>{shown(each.entity.id)}</code>",
                f"{each.score:.2f}",
                bar(sum(piece.weight for piece in each.evidence)),
            )
            for each in self.candidates[:SHOWN]
        ]
        head = f"<b>{shown(self.query)}</b> {shown(self.status)}"
        return table(head, ("name", "id", "score", "evidence"), rows, shown(self.reason))

    @property
    def reason(self) -> str:
        """One sentence that says why, made from the evidence."""
        return reason(self.query, self.status, self.candidates)

    @property
    def origin(self) -> Origin | None:
        """Whether the spelling is a listed one, or by which route it comes from a listed native name.

        None where neither is so, and unless matched.
        """
        return origin(self.query, self.entity) if self.entity else None

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values, ready for JSON."""
        came = self.origin
        return {
            "query": self.query,
            "status": self.status,
            "id": self.entity.id if self.entity else None,
            "name": self.name,
            "score": self.score,
            "reason": self.reason,
            "origin": {"kind": came.kind, "words": came.words} if came else None,
            "candidates": [
                {
                    "id": c.entity.id,
                    "name": c.entity.name,
                    "score": c.score,
                    "similarity": c.similarity,
                    "form": msgspec.to_builtins(c.form),
                    "evidence": msgspec.to_builtins(c.evidence),
                }
                for c in self.candidates
            ],
        }


class Verdict(NamedTuple):
    """The answer for one spelling without the reasons, as a table takes it: it costs less than a `Match`.

    Attributes:
        status: As of `Match`.
        entity: As there.
        name: As there.
        score: As there.
        candidates: Best first, each with its score.
        reason: As of `Match`, where it was asked for; else empty.
    """

    status: Status
    entity: Entity | None = None
    name: str | None = None
    score: float = 0.0
    candidates: tuple[tuple[Entity, float], ...] = ()
    reason: str = ""


class Outcome(msgspec.Struct, frozen=True):
    """How one entity fared in the search for candidates.

    Attributes:
        rank: Its place among all entities found, from 1; None where it was not found. The first 50 are
            candidates.
        shares_key: Whether a part of the spelling and one of its listed forms have a key in common.
        candidate: What would be said of it as a candidate, with a score of 0.0, since none was given.
    """

    rank: int | None
    shares_key: bool
    candidate: Candidate
