"""The kinds of evidence and of parts: one row each, from which everything else that tells of them is made."""

from __future__ import annotations

import inspect
import re
import string
from typing import Any, get_args

import pytest

from makers import kinds as maker
from names import data
from names.evidence import Evidence, Weights, similarity, weights_for
from names.evidence.wording import sentence
from names.folding import fold
from names.folding.roles import Roles
from names.kinds import EVIDENCE, PARTS, EvidenceKind, PartKind, Shared, Trait, _check
from names.pairwise import as_acronyms
from names.rarity import world
from tests.test_cases import PAIRS

MEND = "run: python -m makers.kinds"
OF_NAMES = [kind for kind, facts in EVIDENCE.items() if Trait.BESIDE not in facts.traits]


def test_the_header_of_the_kernel_is_fresh() -> None:
    assert maker.HEADER.read_text(encoding="utf-8") == maker.header(), MEND


def test_the_table_in_the_docs_is_fresh() -> None:
    page = maker.ANSWERS.read_text(encoding="utf-8")
    assert page == maker.with_table(page), MEND


@pytest.mark.parametrize("kind", EVIDENCE)
def test_every_kind_of_evidence_has_a_clause(kind: EvidenceKind) -> None:
    both, alone = Evidence(kind, 1.0, "Toqaev", "Tokayev"), Evidence(kind, 1.0, "Toqaev")
    for piece in (both, alone):
        assert not set(sentence(piece)) & set("{}")
    facts = EVIDENCE[kind]
    fields = {name for _, name, _, _ in string.Formatter().parse(facts.clause) if name}
    assert fields <= {"q", "f", "one"}
    assert facts.meaning


def test_every_weight_belongs_to_a_kind_and_every_kind_names_weights_that_there_are() -> None:
    named = {name for facts in EVIDENCE.values() for name in facts.weights}
    assert named == set(Weights.__struct_fields__)


@pytest.mark.parametrize("stated", [Weights, Roles])
def test_every_weight_says_what_it_is(stated: type[Weights] | type[Roles]) -> None:
    told = inspect.getdoc(stated) or ""
    lines = re.split(r"\n    (?=\w+: )", told.partition("Attributes:")[2])
    assert {line.partition(":")[0].strip() for line in lines} - {""} == set(stated.__struct_fields__)


def test_the_table_of_weights_says_where_they_are_from_and_has_no_other() -> None:
    table = data.read("weights.yaml")
    assert table["sources"]
    assert table["people"].keys() == set(Weights.__struct_fields__) > table["bodies"].keys()
    assert table["roles"].keys() == set(Roles.__struct_fields__)


@pytest.fixture(scope="module")
def met() -> set[str]:
    """The kinds of evidence that the pinned pairs meet, both ways.

    Also where a bare name is listed, where the record says its country, where one is an acronym, and where a
    person is called so.
    """
    found: set[str] = set()
    known: list[dict[str, Any]] = [{}, {"short": True}, {"home": "kz"}, {"shared": Shared.FAMILY}]
    for pair in PAIRS:
        for query, form in ((pair.a, pair.b), (pair.b, pair.a)):
            for more in known:
                weights = weights_for(pair.type)
                told = similarity(fold(query), fold(form), world(), listed=True, weights=weights, **more)
                found.update(piece.kind for piece in told.evidence)
        for told in as_acronyms(pair.a, pair.b, pair.type):
            found.update(piece.kind for piece in told.evidence)
    return found


@pytest.mark.once
@pytest.mark.parametrize("kind", OF_NAMES)
def test_a_pinned_pair_meets_every_kind_of_evidence(kind: EvidenceKind, met: set[str]) -> None:
    assert kind in met, f"add a pair with evidence of the kind {kind!r} to tests/cases/pairs"


@pytest.mark.once
@pytest.mark.parametrize("kind", PARTS)
def test_a_pinned_pair_has_every_kind_of_part(kind: PartKind) -> None:
    parts = {part.kind for pair in PAIRS for text in (pair.a, pair.b) for part in fold(text).parts}
    assert kind in parts, f"add a pair with a part of the kind {kind!r} to tests/cases/pairs"


@pytest.mark.parametrize("rows", [("same",), ("same", "rules", "letters"), ("letters", "same")])
def test_a_kind_without_a_row_is_an_error_at_import(rows: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError, match=r"names/kinds\.py"):
        _check("evidence", ("same", "letters"), rows)


def test_kinds_are_stated_once() -> None:
    assert len(set(get_args(EvidenceKind))) == len(get_args(EvidenceKind))
