"""Pinned pairs of spellings: found in print, must not match, known failures.

Each file of `cases/pairs` is one phenomenon, with pairs under `same` (one bearer may have both spellings)
and `different` (two bearers). What we get wrong stands under `known_failures`, in the same two sections;
once it is mended its test fails, and it has to be moved. A pair is `[a, b]`, or `{a, b, type, note}`; `type`
may also be given for a whole file, and is otherwise `person`. Pairs are compared alone, without a
gazetteer, both ways.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from names.gazetteer.records import EntityType
from tests.comparing import both_ways

FILES = sorted((Path(__file__).parent / "cases" / "pairs").glob("*.yaml"))
CLAIMS = ("same", "different")


class PinnedPair(NamedTuple):
    """Two spellings and what is claimed of them."""

    file: str
    claim: str
    a: str
    b: str
    type: EntityType
    known_failure: bool


def read_pairs(file: Path) -> Iterator[PinnedPair]:
    """Yield the pairs of a file; every value is read as text, so that "No" stays a name."""
    table: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)
    assert table.keys() <= {"type", *CLAIMS, "known_failures"}, file
    failures = table.get("known_failures", {})
    assert failures.keys() <= set(CLAIMS), file
    for sections, known_failure in ((table, False), (failures, True)):
        for claim in CLAIMS:
            for entry in sections.get(claim, ()):
                pair = entry if isinstance(entry, dict) else dict(zip("ab", entry, strict=True))
                assert {"a", "b"} <= pair.keys() <= {"a", "b", "type", "note"}, (file, entry)
                kind = pair.get("type", table.get("type", "person"))
                yield PinnedPair(file.stem, claim, pair["a"], pair["b"], kind, known_failure)


PAIRS = [pair for file in FILES for pair in read_pairs(file)]


def cases(claim: str) -> list[Any]:
    """Return the pairs of one claim as parameters of a test, named by file and spellings."""
    fails = pytest.mark.xfail(strict=True, raises=AssertionError, reason="known failure")
    return [
        pytest.param(pair, marks=[fails] * pair.known_failure, id=f"{pair.file}: {pair.a} | {pair.b}")
        for pair in PAIRS
        if pair.claim == claim
    ]


@pytest.mark.parametrize("pair", cases("same"))
def test_spellings_of_one_name_speak_for_one_bearer(pair: PinnedPair) -> None:
    assert min(both_ways(pair.a, pair.b, pair.type)) > 0.5


@pytest.mark.parametrize("pair", cases("different"))
def test_names_of_two_bearers_do_not(pair: PinnedPair) -> None:
    assert max(both_ways(pair.a, pair.b, pair.type)) < 0.5


def test_every_pair_is_written_once() -> None:
    written = Counter(frozenset((pair.a, pair.b)) for pair in PAIRS)
    assert [sorted(texts) for texts, times in written.items() if times > 1 or len(texts) < 2] == []


def test_there_are_many_pairs_and_half_of_them_must_not_match() -> None:
    must_not = sum(pair.claim == "different" for pair in PAIRS)
    assert len(PAIRS) >= 300
    assert 2 * must_not >= len(PAIRS)
