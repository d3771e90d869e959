"""`Mention`: a place in a text where a name stands, and whom it means."""

from __future__ import annotations

from typing import Any

import msgspec

from names.decision import Status
from names.gazetteer import Entity


class Mention(msgspec.Struct, frozen=True, gc=False):
    """A name at a place in a text.

    Attributes:
        start: Where it begins, in code points.
        end: Where it ends; `text[start:end]` is what was found.
        text: What was found.
        entity: The entity meant; None unless matched.
        name: Its canonical name; None unless matched.
        score: How probable that is, from 0.0 to below 1; of the best candidate where none is matched.
        status: `matched`, `ambiguous`, or `unknown` for the name of a person that no list has.
        reason: One sentence that says why.
        candidates: Ids of those it may mean, the likeliest first; of an ambiguous one alone.
    """

    start: int
    end: int
    text: str
    entity: Entity | None
    name: str | None
    score: float
    status: Status
    reason: str
    candidates: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the mention as plain values, ready for JSON."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "id": self.entity.id if self.entity else None,
            "name": self.name,
            "type": self.entity.type if self.entity else None,
            "score": self.score,
            "status": self.status,
            "reason": self.reason,
            "candidates": list(self.candidates),
        }

    def moved(self, by: int) -> Mention:
        """Return the same mention so many code points further on."""
        return msgspec.structs.replace(self, start=self.start + by, end=self.end + by) if by else self
