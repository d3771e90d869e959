"""What the matcher says of spellings met in texts, remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from names.decision import Status
from names.gazetteer import Entity
from names.matcher import Matcher

LEAST = 0.01  # score of what a name may mean at all
MOST_KEPT = 100_000  # answers remembered


class MentionMatch(msgspec.Struct, frozen=True):
    """What the matcher says of one spelling.

    Attributes:
        best: The best candidate; None where there is none.
        entity: The entity meant; None unless matched.
        score: Of the best candidate.
        status: The decision.
        reason: Why.
        candidates: Ids of those it may mean, the likeliest first; none unless ambiguous.
    """

    best: Entity | None
    entity: Entity | None
    score: float
    status: Status
    reason: str
    candidates: tuple[str, ...] = ()

    @property
    def name(self) -> str | None:
        """The canonical name of the entity meant."""
        return self.entity.name if self.entity else None


class MentionMatches:
    """Asks a matcher, each spelling once.

    Args:
        matcher: Knows the entities.
    """

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._known: dict[str, MentionMatch] = {}

    def ask(self, spellings: Iterable[str]) -> Mapping[str, MentionMatch]:
        """Return what is known, these spellings among it; those not known yet are asked for all at once."""
        if len(self._known) > MOST_KEPT:
            self._known = {}
        new = [text for text in dict.fromkeys(spellings) if text not in self._known]
        for match in self._matcher.match_many(new):
            best = match.candidates[0].entity if match.candidates else None
            some = match.candidates if match.status == "ambiguous" else ()
            ids = tuple(candidate.entity.id for candidate in some if candidate.score >= LEAST)
            self._known[match.query] = MentionMatch(
                best, match.entity, match.score, match.status, match.reason, ids
            )
        return self._known

    def __getitem__(self, spelling: str) -> MentionMatch:
        known = self._known.get(spelling)
        return known if known is not None else self.ask([spelling])[spelling]
