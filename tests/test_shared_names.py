"""What a place or a body and a person are both called says neither; a word for a place, or a column, does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from names import Entity, Form, Gazetteer, Matcher
from names.gazetteer.records import EntityType
from names.kernel import Library
from names.kinds import NOT_SHARED
from tests.twins import Both

[CASES] = yaml.safe_load((Path(__file__).parent / "cases" / "shared_names.yaml").read_text(encoding="utf-8"))


def entities() -> Iterator[Entity]:
    for type, names in CASES["listed"].items():
        for written in names:
            name, *short = re.split(r" \[|\]", written)
            forms = Form(name, "name"), *(Form(text, "short") for text in short if text)
            yield Entity(f"{type} {name}", name, forms, type)


def of(type: EntityType, *names: str) -> list[Entity]:
    return [Entity(f"{type} {name}", name, (Form(name, "name"),), type) for name in names]


@cache
def matcher() -> Matcher:
    return Matcher(Gazetteer(tuple(entities())))


@pytest.mark.parametrize(("asked", "expected"), CASES["matched"].items())
def test_what_is_said_beside_a_shared_name_tells_who_is_meant(asked: str, expected: str) -> None:
    match = matcher().match(asked)
    assert (match.entity.name if match.entity else "nobody") == expected, match.reason


@pytest.mark.parametrize("asked", CASES["open"])
def test_a_bare_name_of_a_place_and_of_a_person_is_matched_to_neither(asked: str) -> None:
    match = matcher().match(asked)
    assert match.entity is None, match.reason


@pytest.mark.parametrize("name", ["Kirov", "Murakami", "Madison"])
def test_a_column_of_types_tells_who_is_meant(name: str) -> None:
    assert matcher().match(name, type="place").entity == matcher().gazetteer.get(f"place {name}")
    person = matcher().match(name, type="person").entity
    assert person is not None and person.type == "person"


@pytest.mark.parametrize("types", [("place", "organization"), ("person", "person"), ("place", "place")])
def test_only_people_and_others_share_a_name(types: tuple[EntityType, EntityType]) -> None:
    index = Matcher(Gazetteer((*of(types[0], "Kirov"), *of(types[1], "Sergei Kirov"))))._index
    assert [index.shared_as(n) for n in range(len(index.form_entities))] == [NOT_SHARED] * 2


def test_a_place_called_as_nobody_listed_is_matched_beside_people() -> None:
    match = matcher().match("Kawasaki")
    assert [piece.kind for piece in match.candidates[0].evidence] == ["same", "whole", "listed"]


def test_characters_read_alike_are_no_shared_name() -> None:
    index = Matcher(Gazetteer((*of("place", "Wan"), *of("person", "万里"))))._index
    assert index.shared_as(0) == NOT_SHARED


def test_the_reason_says_that_a_person_is_called_so() -> None:
    assert "a listed person is called so, too" in matcher().match("Kirov").reason
    assert "“город” tells it from a person called so" in matcher().match("город Киров").reason


def test_the_kernel_weighs_shared_names_alike(kernel: Library) -> None:
    both = Both(list(entities()), kernel)
    both.answer_alike([*CASES["matched"], *CASES["open"], *(entity.name for entity in entities())])
