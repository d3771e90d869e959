"""Bodies and places in a list: countries, acronyms, words more or less, what stands behind a comma."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from names import Entity, Form, Gazetteer, Matcher, compare
from names.folding import fold
from names.folding.acronyms import FEWEST, MOST, acronyms_of
from names.folding.letters import latin_readings
from names.gazetteer.report import check

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


def match_in(listed: list[tuple[str, Any, str | None]], asked: str, **said: Any) -> str | None:
    """Return what a spelling is matched with in a list of names, types and countries; None for nothing."""
    entities = (
        Entity(str(n), name, (Form(name, "name"),), type=type, country=country)
        for n, (name, type, country) in enumerate(listed)
    )
    match = Matcher(Gazetteer(tuple(entities))).match(asked, **said)
    return f"{match.entity.name}, {match.entity.type}" if match.entity else None


@pytest.mark.parametrize(
    ("listed", "country"),
    [
        (("London", "place"), "gb"),
        (("Ministry of Finance", "organization"), "pe"),
        (("Almaty", "place"), "ru"),
    ],
)
def test_a_country_in_another_column_outweighs_a_listed_spelling(
    listed: tuple[str, Any], country: str
) -> None:
    assert match_in([(*listed, "ca")], listed[0], country=country) is None
    assert match_in([(*listed, "ca")], listed[0], country="ca") is not None


def test_a_person_is_no_company_of_that_name() -> None:
    company: list[tuple[str, Any, str | None]] = [("Judith Marlow", "organization", None)]
    person: tuple[str, Any, str | None] = ("Judith Marlow", "person", None)
    assert match_in(company, "Judith Marlow") == "Judith Marlow, organization"
    assert match_in(company, "Marlow, Judith") is None
    assert match_in(company, "Mrs Judith Marlow") is None
    assert match_in(company, "Judith Marlow", type="person") is None
    assert match_in([*company, person], "Judith Marlow") is None
    assert match_in([*company, person], "Marlow, Judith") == "Judith Marlow, person"


@pytest.mark.parametrize("name", ["Brevard S.A.", "Brevard SA", "Brevard"])
@pytest.mark.parametrize("asked", ["Brevard S.A.", "Brevard SA", "Brevard"])
def test_a_legal_form_behind_a_listed_company_is_one_among_people_too(name: str, asked: str) -> None:
    listed: list[tuple[str, Any, str | None]] = [
        (name, "organization", None),
        ("Sergei Antonov", "person", None),
    ]
    assert match_in(listed, asked) == f"{name}, organization"
    assert match_in(listed, "Antonov S.A.") == "Sergei Antonov, person"


def test_a_short_word_in_small_letters_is_no_acronym() -> None:
    for listed in ("WHO", "World Health Organization"):
        assert match_in([(listed, "organization", None)], "WHO") == f"{listed}, organization"
        assert match_in([(listed, "organization", None)], "who") is None


def test_a_country_in_brackets_says_where_a_place_lies() -> None:
    towns: list[tuple[str, Any, str | None]] = [("Springfield", "place", "us"), ("Taraz", "place", "kz")]
    assert match_in(towns, "Springfield (USA)") == "Springfield, place"
    assert match_in(towns, "Springfield (Canada)") is None


@pytest.mark.parametrize("type", ["place", None])
def test_a_city_is_neither_its_country_nor_its_region(type: Any) -> None:
    listed: list[tuple[str, Any, str | None]] = [("Mexico City", type, "mx"), ("Almaty Region", type, "kz")]
    assert match_in(listed, "Mexico") is None
    assert match_in(listed, "Almaty") is None
    assert match_in(listed, "Almaty oblysy") == f"Almaty Region, {type}"


@pytest.mark.parametrize(
    "asked",
    [
        "AG",
        "SA",
        "ООО",
        "15",
        "№ 15",
        "Central Bank",
        "The Company",
        "Bank",
        "Kazakhstan",
        "«»",
        "«Компания «НК «X»",
    ],
)
@pytest.mark.parametrize("type", ["organization", "person", None])
def test_a_name_that_says_hardly_anything_is_nobody(asked: str, type: Any) -> None:
    names = (
        "Central Bank of Peru",
        "Norvatek AG",
        "ООО «Плуг»",
        "School 15",
        "Bank of Kazakhstan",
        "НК «Зенит»",
    )
    assert match_in([(name, type, None) for name in names], asked) is None


@pytest.mark.parametrize("asked", ["AG", "ООО", "15", "Central Bank", "The Company", "Kazakhstan"])
def test_a_name_that_says_hardly_anything_is_found_where_it_is_listed(asked: str) -> None:
    assert match_in([(asked, "organization", None), ("Norvatek AG", "organization", None)], asked) is not None


def test_names_without_end_are_answered_soon() -> None:
    long = " ".join(["Regional Water Testing Commission of Peru and"] * 30)
    nested = "«Компания «НК «Группа «Зенит» и «Надир»»»"
    for asked in (long, nested, "«" * 200 + "НК" + "»" * 200, "Mode GmbH Textil AG Handel SA"):
        begin = time.process_time()
        assert match_in([("Regional Water Testing Commission", "organization", None)], asked) is None
        assert time.process_time() - begin < 5


def test_a_legal_form_in_the_middle_leaves_a_name_uncertain() -> None:
    match = matcher_of({"n": ["Norvatek Handel", None]}, "organization").match("Norvatek GmbH Handel")
    assert (match.status, match.candidates[0].entity.id) == ("ambiguous", "n")


@pytest.mark.parametrize(
    ("header", "asked", "taken"),
    [
        ("id,name,country,Population,lat,lon", "Mexico", "places"),
        ("id,name,Feature Class", "Mexico", "places"),
        ("id,name,LEI,ticker", "Norvatek S.A.", "bodies"),
        ("id,name,population,e-mail", "Mexico", None),
    ],
)
def test_columns_tell_what_a_list_without_types_is_of(
    tmp_path: Path, header: str, asked: str, taken: str | None
) -> None:
    more = "," * (header.count(",") - 1)
    (tmp_path / "list.csv").write_text(f"{header}\n1,Norvatek{more}\n2,Mexico City{more}\n", encoding="utf-8")
    matcher = Matcher.open(str(tmp_path / "list.csv"))
    assert (matcher.taken_for_places[0], matcher.taken_for_bodies[0]) == {
        "places": (2, 0), "bodies": (0, 2), None: (1, 0),
    }[taken]  # fmt: skip
    said = " ".join(check(tmp_path / "list.csv").warnings)
    assert ("weighed as those of" in said) == (taken is not None)


def test_a_type_that_the_list_says_wins_over_its_columns(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,name,type,population\n1,Serik Tamm,person,1\n", encoding="utf-8")
    matcher = Matcher.open(str(tmp_path / "list.csv"))
    assert (matcher.taken_for_places, matcher.taken_for_bodies) == ((0, ""), (0, ""))


def test_reasons_for_bodies_speak_of_no_relatives() -> None:
    for listed, asked in (
        ("School 15", "School"),
        ("School 15", "School 16"),
        ("Bank of Peru", "Bank of Chile"),
    ):
        for reason in (compare(asked, listed, "organization").reason, compare(listed, asked).reason):
            assert not any(word in reason for word in ("relative", "father", "son ", "generation")), reason


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
