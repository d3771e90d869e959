"""`Matcher`: which listed entity a spelling stands for, with what probability, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from names import cache
from names.decision import THRESHOLD, Candidate, Status, decide, share
from names.evidence import Comparison, Weights, similarity, weighed, weights_for
from names.explanation import reason
from names.folding import Spelling, fold
from names.gazetteer import Entity, Form, Gazetteer
from names.index import Index, Postings, post, share_key


class Match(msgspec.Struct, frozen=True):
    """The answer for one spelling.

    Attributes:
        query: The spelling asked for.
        status: `matched`, `ambiguous` or `unknown`.
        entity: The entity meant; None unless matched.
        name: Its canonical name; None unless matched.
        score: Of the best candidate, from 0.0 (no candidate) to below 1.
        candidates: Best first, the winner among them.
    """

    query: str
    status: Status
    entity: Entity | None
    name: str | None
    score: float
    candidates: tuple[Candidate, ...]

    @property
    def reason(self) -> str:
        """One sentence that says why, made from the evidence."""
        return reason(self.query, self.status, self.candidates)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values, ready for JSON."""
        return {
            "query": self.query,
            "status": self.status,
            "id": self.entity.id if self.entity else None,
            "name": self.name,
            "score": self.score,
            "reason": self.reason,
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


class Search(msgspec.Struct, frozen=True):
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


class Matcher:
    """Finds which entity of a gazetteer a spelling stands for.

    Matchers are immutable, picklable, and safe to share between threads and after a fork.

    Args:
        gazetteer: What may be meant; None takes the shipped gazetteer.
        threshold: Lowest score that is a match, inclusive, above 0 and at most 1.

    Raises:
        GazetteerError: The gazetteer has faults.
        ValueError: The threshold is out of range.

    Examples:
        >>> matcher = Matcher()
        >>> matcher.normalize("Qasym-Zhomart Toqaev")
        'Kassym-Jomart Tokayev'
        >>> matcher.match("Jane Doe").status
        'unknown'
    """

    def __init__(self, gazetteer: Gazetteer | None = None, *, threshold: float = THRESHOLD) -> None:
        if not 0 < threshold <= 1:
            raise ValueError(f"threshold {threshold} is out of range: choose one above 0 and at most 1")
        self.threshold = threshold
        if gazetteer is None:
            self.gazetteer, postings = _shipped()
            self._index = Index(postings)
        else:
            self.gazetteer = gazetteer
            self._index = Index(_listed(gazetteer))
        self._entities = [e for e in self.gazetteer.entities if e.replaced_by is None]
        self._forms = [form for form, _ in _forms(self.gazetteer)]
        self._forms_of: list[list[int]] = [[] for _ in self._entities]
        for number, owner in enumerate(self._index.owners):
            self._forms_of[owner].append(number)

    @classmethod
    def open(cls, *paths: str | Path, threshold: float = THRESHOLD) -> Matcher:
        """Return a matcher over gazetteer files.

        Args:
            paths: YAML, JSONL or CSV files; together they are one gazetteer.
            threshold: Lowest score that is a match, inclusive.

        Raises:
            GazetteerError: The files have faults; all of them are named.
        """
        return cls(Gazetteer.read(*paths), threshold=threshold)

    def extended(self, entities: Iterable[Entity]) -> Matcher:
        """Return a new matcher that knows these entities too.

        Raises:
            GazetteerError: An id is taken already.
        """
        return Matcher(self.gazetteer.extended(entities), threshold=self.threshold)

    def match(self, text: str | None) -> Match:
        """Return which entity a spelling stands for.

        Args:
            text: The spelling; None and blank text are unknown.

        Returns:
            The answer, with at most 50 candidates.
        """
        query = fold(text or "")
        owners = self._index.candidates(query)
        best = [self._best_form(query, owner) for owner in owners]
        scores, nobody = share([c.weight for c, _ in best], len(self._entities), self.gazetteer.coverage)
        candidates = [
            Candidate(self._entities[owner], score, comparison.score, form, comparison.evidence)
            for owner, score, (comparison, form) in zip(owners, scores, best, strict=True)
        ]
        candidates.sort(key=lambda c: (-c.score, -c.similarity, c.entity.id))
        score = candidates[0].score if candidates else 0.0
        status = decide(score, nobody, self.threshold)
        winner = candidates[0].entity if status == "matched" else None
        return Match(text or "", status, winner, winner.name if winner else None, score, tuple(candidates))

    def match_many(self, texts: Iterable[str | None]) -> list[Match]:
        """Return one answer per spelling, in order; equal spellings are matched once."""
        known: dict[str | None, Match] = {}
        answers = []
        for text in texts:
            if text not in known:
                known[text] = self.match(text)
            answers.append(known[text])
        return answers

    def search(self, text: str, id: str) -> Search:
        """Return how an entity fared in the search for candidates, and what speaks for it and against it.

        Args:
            text: A spelling.
            id: Of a listed entity; that of a merged record leads to what replaced it.

        Raises:
            KeyError: No entity has this id.
        """
        entity = self.gazetteer.get(id)
        if entity is None:
            raise KeyError(id)
        query = fold(text)
        owner = next(n for n, e in enumerate(self._entities) if e.id == entity.id)
        found = self._index.candidates(query, limit=len(self._entities))
        rank = found.index(owner) + 1 if owner in found else None
        met = any(share_key(query, self._index.spellings[n]) for n in self._forms_of[owner])
        best, form = self._best_form(query, owner)
        return Search(rank, met, Candidate(entity, 0.0, best.score, form, best.evidence))

    def normalize(self, text: str | None) -> str | None:
        """Return the canonical name of the entity a spelling stands for, or None unless it is matched."""
        return self.match(text).name

    def _best_form(self, query: Spelling, owner: int) -> tuple[Comparison, Form]:
        """Return the listed form of an entity that speaks most for it, and what it says.

        Where a form is in the query's script, one in another script counts only as far as letters and rules
        make it equal: it must not excuse by likeness what the form in the same script contradicts.
        """
        entity = self._entities[owner]
        weights = weights_for(entity.type)
        at_home: list[tuple[Comparison, Form]] = []
        abroad: list[tuple[Comparison, Form]] = []
        for number in self._forms_of[owner]:
            form, spelling = self._forms[number], self._index.spellings[number]
            short = form.kind == "short"
            compared = similarity(
                query, spelling, self._index, gender=entity.gender, short=short, weights=weights
            )
            (at_home if spelling.script == query.script else abroad).append((compared, form))
        if at_home:
            abroad = [pair for pair in abroad if not any(e.kind in _LIKE for e in pair[0].evidence)]
        everywhere = at_home + abroad
        best, form = max(everywhere, key=lambda pair: pair[0].weight)
        return _with_vetoes(
            best, weights, [c for c, f in everywhere if f.kind in ("full", "name", "native")]
        ), form


def _forms(gazetteer: Gazetteer) -> Iterator[tuple[Form, str]]:
    """Yield every form with the id it leads to; a merged record's forms lead to what replaced it."""
    for entity in gazetteer.entities:
        meant = gazetteer.get(entity.id)
        if meant is not None:
            yield from ((form, meant.id) for form in entity.forms)


def _listed(gazetteer: Gazetteer) -> Iterator[tuple[int, Spelling]]:
    """Yield every form folded, with the number of its entity among those not replaced."""
    live = (entity.id for entity in gazetteer.entities if entity.replaced_by is None)
    places = {id: place for place, id in enumerate(live)}
    for form, id in _forms(gazetteer):
        yield places[id], fold(form.text)


def _shipped() -> tuple[Gazetteer, Postings]:
    """Return the shipped gazetteer and its postings, from the cache where that has them."""
    file = cache.cache_file()
    stored = cache.load(file)
    if stored is None:
        gazetteer = Gazetteer.shipped()
        postings = post(_listed(gazetteer))
        stored = cache.Stored(gazetteer.entities, gazetteer.coverage, gazetteer.sources, postings)
        cache.store(file, stored)
    return stored.gazetteer, stored.postings


_LIKE = (
    "near",
    "slip",
    "misread",
    "sound",
    "form",
    "far form",
    "joined",
)  # evidence that two parts are like, not equal
_SPOKEN_AGAINST = ("gender", "father contradicted", "initial contradicted")


def _with_vetoes(best: Comparison, weights: Weights, others: Sequence[Comparison]) -> Comparison:
    """Return the best comparison with what the entity's other forms hold against its weak points.

    A short form does not excuse what a fuller one contradicts: Vladimir Sergeyevich Putin is not the bearer
    of Vladimir Vladimirovich Putin, though the form Vladimir Putin says nothing of his father.
    """
    weak = {e.query: e.kind for e in best.evidence if e.kind in ("extra", "near", "slip", "misread", "sound")}
    if not weak:
        return best
    against = {
        e.query: e
        for comparison in reversed(others)  # the first one's word holds: its script is the query's
        for e in comparison.evidence
        if e.kind in _SPOKEN_AGAINST and (weak.get(e.query) == "extra" or e.kind == "gender")
    }
    return weighed([against.get(e.query, e) if e.query in weak else e for e in best.evidence], weights)
