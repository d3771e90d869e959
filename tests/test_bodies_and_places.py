"""Bodies and places in a list: countries, acronyms, words more or less, what stands behind a comma."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from names import Entity, Form, Gazetteer, Matcher
from names.folding import fold
from names.folding.acronyms import FEWEST, MOST, acronyms_of
from names.folding.letters import latin_readings

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "bodies_and_places.yaml").read_text(encoding="utf-8")
)
WORDS = [
    "Water",
    "Testing",
    "Commission",
    "Royal",
    "Institute",
    "of",
    "and",
    "Bank",
    "Ministry",
    "(Peru)",
    "GmbH",
]


def matcher_of(listed: dict[str, list[Any]], type: Any) -> Matcher:
    return Matcher(
        Gazetteer(
            tuple(
                Entity(id, name, (Form(name, "name"),), type=type, country=country)
                for id, (name, country) in listed.items()
            )
        )
    )


@pytest.mark.parametrize(
    ("type", "case"),
    [
        pytest.param(type, case, id=case["asked"])
        for type, section in (("organization", "bodies"), ("place", "places"))
        for case in CASES[section]
    ],
)
def test_who_is_asked_for_is_meant(type: str, case: dict[str, Any]) -> None:
    match = matcher_of(case["listed"], type).match(case["asked"])
    assert (match.entity and match.entity.id) == case["meant"], match.reason


@pytest.mark.parametrize(
    ("asked", "name"),
    [("Springfield, Illinois", "Springfield"), ("تاراز، ژامبیل", "Taraz"), ("Paris, Texas", "Paris")],
)
def test_a_town_with_a_region_behind_a_comma_comes_first_and_is_uncertain(asked: str, name: str) -> None:
    listed = {name: [name, None], "other": ["Greenfield", None], "third": ["Gifu", None]}
    match = matcher_of(listed, "place").match(asked)
    assert (match.status, match.candidates[0].entity.name) == ("ambiguous", name)


def test_a_listed_spelling_of_a_company_is_not_the_person_it_is_called_after() -> None:
    listed = [("a", "Christian Dior SE", "organization"), ("p", "Christian Dior", "person")]
    matcher = Matcher(Gazetteer(tuple(Entity(i, n, (Form(n, "name"),), type=t) for i, n, t in listed)))  # type: ignore[arg-type]
    assert [matcher.match(name).candidates[0].entity.id for _, name, _ in listed] == ["a", "p"]


def test_two_bodies_of_one_acronym_are_both_told() -> None:
    listed = {"a": ["Regional Water Authority", None], "b": ["Royal Wool Association", None]}
    match = matcher_of(listed, "organization").match("RWA")
    assert match.status == "ambiguous"
    assert {c.entity.id for c in match.candidates} == {"a", "b"}
    assert "first letters" in match.reason


def test_an_acronym_is_no_listed_spelling_in_a_text() -> None:
    from names.mentions import find

    matcher = matcher_of({"the": ["Testing Handicrafts Enterprise", None]}, "organization")
    assert not [mention for mention in find("The THE was closed.", matcher) if mention.entity is not None]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join))
def test_an_acronym_has_the_capitals_of_the_name_in_their_order(name: str) -> None:
    for acronym in acronyms_of(name):
        assert FEWEST <= len(acronym) <= MOST
        letters = iter(name.upper())
        assert all(letter in letters for letter in acronym), (name, acronym)


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("ᱥᱟᱱᱛᱟᱲᱤ", "santari"), ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "tamazight"), ("ܟܬܒܐ", "ktba"), ("ދިވެހި", "divehi"),
        ("𐍅𐌿𐌻𐍆𐌹𐌻𐌰", "wulfila"), ("ལྷ་ས", "lhasa"), ("བསོད་ནམས", "sodnam"), ("རྒྱལ", "gyal"),
    ],
)  # fmt: skip
def test_scripts_that_few_programs_know_are_read(word: str, reading: str) -> None:
    assert latin_readings(word)[0] == reading


def test_vowel_signs_part_no_word() -> None:
    for word in ("ދިވެހި", "བོད་སྐད།", "ܟܬܳܒܳܐ"):
        assert len(fold(word).parts) == 1


def test_a_korean_word_with_foreign_sounds_is_one_name() -> None:
    assert [len(fold(text).parts) for text in ("트빌리시", "크라쿠프", "나경원", "김하늘")] == [1, 1, 3, 3]
