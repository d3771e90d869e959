"""What comes with the package: its sources, and places found as they are called in print."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from names import Gazetteer, Matcher
from names.gazetteer import shipped_path, unsafe_ids
from names.gazetteer.countries import country_of, is_known

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "shipped_places.yaml").read_text(encoding="utf-8"))
ENTITIES = Gazetteer.shipped().entities


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher()


def test_each_entity_has_a_source_and_most_have_an_id_elsewhere() -> None:
    assert len(ENTITIES) >= 1500
    assert all(entity.source for entity in ENTITIES)
    assert sum(bool(entity.ids) for entity in ENTITIES) >= 1000
    assert unsafe_ids(ENTITIES) == []


def test_no_two_entities_have_one_id_elsewhere() -> None:
    ids = [pair for entity in ENTITIES for pair in entity.ids.items()]
    assert len(ids) == len(set(ids))


def test_each_entity_is_of_a_country_there_is_or_of_none() -> None:
    assert [e.id for e in ENTITIES if e.country and not is_known(country_of(e.country))] == []


def test_each_text_that_leads_to_several_is_one_that_was_read_and_is_right() -> None:
    path = Path(__file__).parent / "cases" / "shipped_namesakes.yaml"
    right = [text for texts in yaml.safe_load(path.read_text(encoding="utf-8")).values() for text in texts]
    assert sorted(each.text for each in Gazetteer.shipped().namesakes) == sorted(right)


def test_the_generated_parts_name_what_they_are_made_of() -> None:
    for part in shipped_path().with_suffix("").glob("*.yaml"):
        assert "Made by" in part.read_text(encoding="utf-8").partition("format:")[0].replace("\n# ", " ")


@pytest.mark.parametrize(("name", "expected"), CASES["matched"].items())
def test_a_place_is_found_as_it_is_called(matcher: Matcher, name: str, expected: str) -> None:
    match = matcher.match(name)
    assert match.entity is not None and match.entity.id == expected, match.reason


@pytest.mark.parametrize("name", CASES["open"])
def test_what_people_are_called_is_no_place(matcher: Matcher, name: str) -> None:
    assert matcher.match(name).entity is None
