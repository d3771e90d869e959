"""Queries of the Reconciliation API, answered by the matcher."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from names.decision import Candidate, render_score
from names.evidence import Evidence
from names.folding import fold
from names.gazetteer import Entity
from names.match import Match
from names.matcher import Matcher
from names.service.queries import Condition, ReconciliationQuery, Value, reading_of
from names.service.vocabulary import EVIDENCE, TYPES, type_of

NOTHING = "0.0000"  # a candidate whose score reads so is none, as for `names match`
RIVAL = 0.05  # score from which on another entity may be meant by a name that is an id too
OF_RECORD = ("country", "born", "type")  # properties that a record has, or contradicts
_LABELS = {each.id: each.name for each in EVIDENCE}


class Proposal(NamedTuple):
    """A candidate as clients of the API get it.

    Attributes:
        entity: Who may be meant.
        score: Its probability, from 0 to 1; 1 where its id was asked for.
        match: Whether this is who is meant.
        features: Id, name and value of each.
        form: The listed spelling that speaks most for it; empty where its id was asked for.
    """

    entity: Entity
    score: float
    match: bool
    features: tuple[tuple[str, str, float | bool], ...]
    form: str = ""

    def to_dict(self, matcher: Matcher) -> dict[str, Any]:
        """Return the candidate as both versions of the API write it, its score from 0 to 100.

        Args:
            matcher: Prints the name in its style.
        """
        return {
            "id": self.entity.id,
            "name": matcher.display(self.entity),
            "score": percent(self.score),
            "match": self.match,
            "type": [type_of(self.entity.type)] if self.entity.type else [],
            "description": described(self.entity, self.form),
            "features": [{"id": id, "name": name, "value": value} for id, name, value in self.features],
        }


def percent(score: float) -> float:
    """Return a probability as a score from 0 to 100, rounded down as everywhere else."""
    return round(_shown(score) * 100, 2)


def _shown(score: float) -> float:
    return float(render_score(score))


def described(entity: Entity, form: str = "") -> str:
    """Return what tells an entity from its namesakes, in a line; never empty for a record that says anything.

    Args:
        entity: The entity.
        form: The listed spelling that speaks for it, told where it is not its name.

    Examples:
        >>> described(Entity("abai", "Abai", (), "person", born=1845, country="kz"), "Абай")
        'person, born 1845, kz, listed as Абай'
    """
    facts = [entity.type or "", f"born {entity.born}" if entity.born else "", entity.country or ""]
    if form and form != entity.name:
        facts.append(f"listed as {form}")
    return ", ".join(fact for fact in facts if fact)


def reconcile(matcher: Matcher, queries: Sequence[ReconciliationQuery]) -> list[list[Proposal]]:
    """Return the candidates of each query, best first.

    Args:
        matcher: Knows the list.
        queries: Answered as if each stood alone.
    """
    asked = [query.questions() for query in queries]
    most = max((query.limit if not query.conditions else 50 for query in queries), default=1)
    every = [question for questions in asked for question in questions]
    answers = iter(
        matcher.match_many(
            [text for text, _ in every], max(most, 2), beside=[said if said else None for _, said in every]
        )
    )
    found: list[list[Proposal]] = []
    for query, questions in zip(queries, asked, strict=True):
        matches = [next(answers) for _ in questions]
        proposals = [p for p in _proposed(matcher, query, matches) if _holds_all(query.conditions, p.entity)]
        found.append(proposals[: query.limit])
    return found


def _proposed(matcher: Matcher, query: ReconciliationQuery, matches: Sequence[Match]) -> list[Proposal]:
    """Return the candidates of one query before it is limited."""
    best: dict[str, tuple[Match, Candidate]] = {}
    for match in matches:
        for candidate in match.candidates:
            known = best.get(candidate.entity.id)
            if known is None or candidate.score > known[1].score:
                best[candidate.entity.id] = match, candidate
    order = sorted(best.values(), key=lambda found: -found[1].score)
    meant = _meant(query, matches)
    proposals = [
        Proposal(
            candidate.entity,
            candidate.score,
            candidate.entity.id == meant,
            tuple(_features(match, candidate, first=place == 0)),
            candidate.form.text,
        )
        for place, (match, candidate) in enumerate(order)
        if render_score(candidate.score) != NOTHING
    ]
    return _with_ids(matcher, query, proposals)


def _meant(query: ReconciliationQuery, matches: Sequence[Match]) -> str | None:
    """Return the id that all answers agree on, or None: where they differ, nobody is meant.

    Of several values of a property any may be true, and one of them may match where others leave it open;
    two that match two entities settle nothing. No entity is of a type that the list has not.
    """
    meant = {match.entity.id for match in matches if match.entity}
    if len(meant) != 1 or any(type not in TYPES for type in query.types):
        return None
    return meant.pop()


def _features(match: Match, candidate: Candidate, *, first: bool) -> Iterator[tuple[str, str, float | bool]]:
    """Yield what speaks for a candidate: its probability is named by the sentence that says why."""
    yield "probability", match.reason if first else "Probability", _shown(candidate.score)
    yield "similarity", "Similarity of the spelling", _shown(candidate.similarity)
    exact = match.query.strip() in (form.text for form in candidate.entity.forms)
    yield "exact", "Listed as it stands", exact
    for kind in OF_RECORD:
        pieces: list[Evidence] = [piece for piece in candidate.evidence if piece.kind == kind]
        if pieces:
            yield kind, f"{_LABELS[kind]} agrees", sum(piece.weight for piece in pieces) > 0


def _with_ids(matcher: Matcher, query: ReconciliationQuery, proposals: list[Proposal]) -> list[Proposal]:
    """Return the candidates with the entity before them whose id was asked for, or is the name asked for.

    A word may be an id and a name of somebody else: such an entity comes first, and is left to the user.
    """
    for id in (*query.ids, *query.texts):
        entity = matcher.entity(id.strip())  # ids came through `text_of`
        if entity is None:
            continue
        others = [proposal for proposal in proposals if proposal.entity.id != entity.id]
        own = next((proposal for proposal in proposals if proposal.entity.id == entity.id), None)
        rivals = bool(others) and others[0].score >= RIVAL
        if id not in query.ids and own and own.match:
            return [own, *others]
        sure = id in query.ids or not rivals
        feature = ("id", f"“{entity.id}” is its id", True)
        score = 1.0 if sure else max(others[0].score, own.score if own else 0.0)
        cleared = [proposal._replace(match=False) for proposal in others]
        return [Proposal(entity, score, sure, (feature,)), *cleared]
    return proposals


def _holds_all(conditions: Sequence[Condition], entity: Entity) -> bool:
    return all(_holds(condition, entity) for condition in conditions)


def _holds(condition: Condition, entity: Entity) -> bool:
    agree = [_agrees(condition.property, value, entity) for value in condition.values]
    if condition.quantifier == "none":
        return not any(agree)
    return any(agree) if condition.quantifier == "any" else bool(agree) and all(agree)


def _agrees(property: str, value: Value, entity: Entity) -> bool:
    """Tell whether a record says the same of a property; where it says nothing, it does not."""
    if property in OF_RECORD:
        listed = getattr(entity, property)
        own = None if listed is None else reading_of(property, (str(listed),))
        return own is not None and own == reading_of(property, value)
    if property in ("given", "family"):
        keys = {key for part in fold(value[-1]).parts for key in part.keys}
        listed_keys = {key for form in entity.forms for part in fold(form.text).parts for key in part.keys}
        return bool(keys) and not keys.isdisjoint(listed_keys)
    return False
