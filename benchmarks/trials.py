"""Queries put to a matcher's parts: which candidates are retrieved, and what the evidence for each weighs."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from names import Entity, Form, Gazetteer, Matcher

ALIKE = 0.6  # share of letters that two words have in common, from which they are alike
WEIGHED = 20  # candidates of a trial; an answer weighs fewer, but not the same where somebody is taken out


class Query(msgspec.Struct, frozen=True):
    """A spelling, and whom it means: the id, or None for somebody who is not listed."""

    text: str
    expect: str | None
    country: str
    scripts: str


class Trial(msgspec.Struct, frozen=True):
    """What the matcher weighed for one query.

    Attributes:
        query: The query.
        entities: How many were listed.
        ids: The candidates, best first.
        weights: What the evidence for each weighs, in nats.
        listed: Whether the person meant was listed.
    """

    query: Query
    entities: int
    ids: tuple[str, ...]
    weights: tuple[float, ...]
    listed: bool

    @property
    def right(self) -> bool:
        """Whether the best candidate is the person meant."""
        return bool(self.ids) and self.ids[0] == self.query.expect

    def without_its_person(self) -> Trial:
        """Return the trial as it were if the person meant had not been listed."""
        kept = [pair for pair in zip(self.ids, self.weights, strict=True) if pair[0] != self.query.expect]
        ids, weights = tuple(i for i, _ in kept), tuple(w for _, w in kept)
        return msgspec.structs.replace(self, ids=ids, weights=weights, listed=False)


def read_queries(path: Path) -> list[Query]:
    """Return the queries of a JSONL file (query, expect, country, scripts)."""
    return [_query(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _query(record: dict[str, Any]) -> Query:
    expect = record["expect"][0] if record["expect"] else None
    return Query(record["query"], expect, record.get("country", ""), record.get("scripts", ""))


def run(matcher: Matcher, queries: Sequence[Query]) -> Iterator[Trial]:
    """Yield a trial for each query."""
    known = {entity.id for entity in matcher.gazetteer.entities}
    for query in queries:
        found = matcher.weigh(query.text, WEIGHED)
        ids, weights = tuple(id for id, _ in found), tuple(weight for _, weight in found)
        yield Trial(query, len(known), ids, weights, query.expect in known)


def people(names: dict[str, str]) -> Gazetteer:
    """Return a gazetteer of people with one spelling each, by id."""
    return Gazetteer(tuple(Entity(i, name, (Form(name, "name"),), "person") for i, name in names.items()))


def unlike(one: str, other: str) -> bool:
    """Tell whether two words, or several on each side, are not alike: no spellings of one name.

    Examples:
        >>> unlike("Tokayev", "Toqaev"), unlike("Tokayev", "Nazarbayev")
        (False, True)
    """
    return difflib.SequenceMatcher(None, one.casefold(), other.casefold()).ratio() < ALIKE
