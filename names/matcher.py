"""`Matcher`: which listed entity a spelling stands for, with what probability, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from names.candidates import Found, Register, Search, share_block
from names.compiled import compiled, decompiled, is_compiled, open_compiled, shipped
from names.decision import THRESHOLD, Candidate, Status, calibration, decide, share
from names.errors import NamesError
from names.evidence import Comparison, Weights, similarity, weighed, weights_for
from names.evidence.pairing import LIKE
from names.explanation import reason
from names.folding import Spelling, fold
from names.gazetteer import Entity, Form, Gazetteer

TOGETHER = 500  # spellings matched in one go
SURELY_WEIGHED = 3  # entities compared in full with any query that is not settled
BEHIND = 5.0  # nats that a promise may lie behind the best comparison, and behind nobody, and still matter


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
        self._take(shipped() if gazetteer is None else Register(compiled(gazetteer)), threshold)

    def _take(self, register: Register, threshold: float) -> None:
        if not 0 < threshold <= 1:
            raise ValueError(f"threshold {threshold} is out of range: choose one above 0 and at most 1")
        self.threshold = threshold
        self.coverage: float = register.store.meta["coverage"]
        self._register = register
        self._search = Search(register)

    def __getstate__(self) -> tuple[Register, float]:
        return self._register, self.threshold

    def __setstate__(self, state: tuple[Register, float]) -> None:
        self._take(*state)

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change with the content of the gazetteer."""
        return str(self._register.store.meta["fingerprint"])

    @property
    def register(self) -> Register:
        """What is listed, by number."""
        return self._register

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """What may be meant, every record of it."""
        return decompiled(self._register)

    @classmethod
    def open(cls, *paths: str | Path, threshold: float = THRESHOLD) -> Matcher:
        """Return a matcher over gazetteer files.

        Args:
            paths: YAML, JSONL or CSV files; together they are one gazetteer.
            threshold: Lowest score that is a match, inclusive.

        Raises:
            GazetteerError: The files have faults; all of them are named.
        """
        compiled_files = [path for path in paths if is_compiled(path)]
        if not compiled_files:
            return cls(Gazetteer.read(*paths), threshold=threshold)
        if len(paths) > 1:
            raise NamesError(
                f"{compiled_files[0]} is compiled and stands alone; compile all the lists into one file "
                "with: names gazetteer build FILE... --output FILE"
            )
        matcher = cls.__new__(cls)
        matcher._take(open_compiled(compiled_files[0]), threshold)
        return matcher

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
        return self.match_many([text])[0]

    def match_many(self, texts: Iterable[str | None]) -> list[Match]:
        """Return one answer per spelling, in order; equal spellings are matched once.

        Many at once cost less each than one at a time, and the answers are the same.
        """
        asked = _checked(texts)
        distinct = list(dict.fromkeys(asked))
        known: dict[str, Match] = {}
        for begin in range(0, len(distinct), TOGETHER):
            some = distinct[begin : begin + TOGETHER]
            queries = [fold(text) for text in some]
            found = self._search.find(queries)
            known.update(zip(some, map(self._answer, queries, found), strict=True))
        return [known[text] for text in asked]

    def _answer(self, query: Spelling, found: Found) -> Match:
        weighed = self._weigh(query, found)
        scores, nobody = share([c.weight for _, c, _ in weighed], self._register.population, self.coverage)
        candidates = [
            Candidate(self._register.entity(owner), score, comparison.score, form, comparison.evidence)
            for (owner, comparison, form), score in zip(weighed, scores, strict=True)
        ]
        candidates.sort(key=lambda c: (-c.score, -c.similarity, c.entity.id))
        score = candidates[0].score if candidates else 0.0
        status = decide(score, nobody, self.threshold)
        winner = candidates[0].entity if status == "matched" else None
        return Match(query.text, status, winner, winner.name if winner else None, score, tuple(candidates))

    def _weigh(self, query: Spelling, found: Found) -> list[tuple[int, Comparison, Form]]:
        """Return the full comparison with every entity found that promises enough to matter."""
        weighed: list[tuple[int, Comparison, Form]] = []
        best = calibration().level(self._register.population, self.coverage)
        surely = 1 if found.settled else SURELY_WEIGHED
        for owner, promise in found.promises:
            if len(weighed) >= surely and promise < best - BEHIND:
                break
            comparison, form = self._best_form(query, owner)
            weighed.append((owner, comparison, form))
            best = max(best, comparison.weight)
        return weighed

    def search(self, text: str, id: str) -> Outcome:
        """Return how an entity fared in the search for candidates, and what speaks for it and against it.

        Args:
            text: A spelling.
            id: Of a listed entity; that of a merged record leads to what replaced it.

        Raises:
            KeyError: No entity has this id.
        """
        owner = self._owner(id)
        if owner is None:
            raise KeyError(id)
        query = fold(text)
        (found,) = self._search.find([query], limit=len(self._register))
        rank = next((n for n, (each, _) in enumerate(found.promises, 1) if each == owner), None)
        spellings = (self._register.form(number)[1] for number in self._register.forms_of(owner))
        met = any(share_block(query, spelling) for spelling in spellings)
        best, form = self._best_form(query, owner)
        candidate = Candidate(self._register.entity(owner), 0.0, best.score, form, best.evidence)
        return Outcome(rank, met, candidate)

    def weigh(self, text: str, most: int | None = None) -> list[tuple[str, float]]:
        """Return what the evidence weighs for listed entities, in nats, whether it matters or not.

        Args:
            text: A spelling.
            most: Weigh so many, the most promising; None weighs every one: the slow, obvious way.

        Returns:
            The id of each entity that has a spelling, with its weight; the heaviest first, equal ones by id.
        """
        query = fold(text)
        if most is None:
            owners = [owner for owner in range(len(self._register)) if self._register.forms_of(owner)]
        else:
            (found,) = self._search.find([query], most)
            owners = [owner for owner, _ in found.promises]
        weighed = ((self._register.entity(o).id, self._best_form(query, o)[0].weight) for o in owners)
        return sorted(weighed, key=lambda pair: (-pair[1], pair[0]))

    def entity(self, id: str) -> Entity | None:
        """Return the entity of an id, or None where there is none; a merged id leads to what replaced it."""
        owner = self._owner(id)
        return None if owner is None else self._register.entity(owner)

    def _owner(self, id: str) -> int | None:
        owner = self._register.number_of(id)
        while owner is not None and (other := self._register.entity(owner).replaced_by) is not None:
            owner = self._register.number_of(other)
        return owner

    def normalize(self, text: str | None) -> str | None:
        """Return the canonical name of the entity a spelling stands for, or None unless it is matched."""
        return self.match(text).name

    def _best_form(self, query: Spelling, owner: int) -> tuple[Comparison, Form]:
        """Return the listed form of an entity that speaks most for it, and what it says.

        Where a form is in the query's script, one in another script counts only as far as letters and rules
        make it equal: it must not excuse by likeness what the form in the same script contradicts.
        """
        entity = self._register.entity(owner)
        weights = weights_for(entity.type)
        at_home: list[tuple[Comparison, Form]] = []
        abroad: list[tuple[Comparison, Form]] = []
        rarity = self._register.bearers
        for number in self._register.forms_of(owner):
            form, spelling = self._register.form(number)
            short = form.kind == "short"
            compared = similarity(query, spelling, rarity, gender=entity.gender, short=short, weights=weights)
            (at_home if spelling.script == query.script else abroad).append((compared, form))
        if at_home:
            abroad = [pair for pair in abroad if not any(e.kind in _ALIKE for e in pair[0].evidence)]
        everywhere = at_home + abroad
        best, form = max(everywhere, key=lambda pair: pair[0].weight)
        return _with_vetoes(
            best, weights, [c for c, f in everywhere if f.kind in ("full", "name", "native")]
        ), form


def _checked(texts: Iterable[str | None]) -> list[str]:
    """Return the spellings as texts, the empty one for None and for the NaN of data frames."""
    if isinstance(texts, str):
        raise TypeError("match_many takes several spellings; give a list of them, or call match")
    asked = ["" if text is None or text != text else text for text in texts]
    strange = next((text for text in asked if not isinstance(text, str)), None)
    if strange is not None:
        raise TypeError(
            f"a spelling is text or None, not {type(strange).__name__} ({strange!r}); give it as text"
        )
    return asked


_ALIKE = (*LIKE, "sound", "form", "far form", "joined")  # evidence that two parts are like, not equal
_SPOKEN_AGAINST = ("gender", "father contradicted", "initial contradicted")


def _with_vetoes(best: Comparison, weights: Weights, others: Sequence[Comparison]) -> Comparison:
    """Return the best comparison with what the entity's other forms hold against its weak points.

    A short form does not excuse what a fuller one contradicts: Vladimir Sergeyevich Putin is not the bearer
    of Vladimir Vladimirovich Putin, though the form Vladimir Putin says nothing of his father.
    """
    weak = {e.query: e.kind for e in best.evidence if e.kind in ("extra", *LIKE, "sound")}
    if not weak:
        return best
    against = {
        e.query: e
        for comparison in reversed(others)  # the first one's word holds: its script is the query's
        for e in comparison.evidence
        if e.kind in _SPOKEN_AGAINST and (weak.get(e.query) == "extra" or e.kind == "gender")
    }
    return weighed([against.get(e.query, e) if e.query in weak else e for e in best.evidence], weights)
