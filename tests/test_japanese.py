"""Japanese names: where the family name ends, how kanji are read, and what Latin print makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from names import Entity, Gazetteer, Matcher
from names.folding import fold
from names.folding.japanese import divide
from names.folding.kanji import family_readings, given_readings, guessed_readings

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "japanese.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES["divided"])
def test_a_japanese_name_is_divided(name: str) -> None:
    found = fold(name)
    assert [f"{part.text} {part.latin}" for part in found.parts] == CASES["divided"][name]
    assert found.family[0] > 0.9


@pytest.mark.parametrize("name", CASES["undivided"])
def test_a_name_that_may_be_chinese_is_not_divided(name: str) -> None:
    assert divide(name) == ()
    assert [part.text for part in fold(name).parts] == list(name)


def _matcher(listed: str) -> Matcher:
    names = {"listed": listed, "other": "Nakata Kozo"}
    return Matcher(Gazetteer(tuple(Entity(id, name, ()) for id, name in names.items())))


@pytest.mark.parametrize("one", CASES["one"], ids=lambda one: one[0])
def test_spellings_of_one_person_lead_to_each_other(one: list[str]) -> None:
    for listed in one[:2]:
        matcher = _matcher(listed)
        for spelling in one:
            match = matcher.match(spelling)
            assert match.entity is not None and match.entity.id == "listed", (listed, spelling)


@pytest.mark.parametrize("two", CASES["others"], ids=lambda two: two[0])
def test_spellings_of_two_people_are_not_matched(two: list[str]) -> None:
    for listed, spelling in (two, two[::-1]):
        matcher = _matcher(listed)
        assert matcher.match(spelling).status != "matched", (listed, spelling)


def test_only_what_is_listed_is_read_whole() -> None:
    assert family_readings("山田") == ("yamada",)
    assert given_readings("毛泽东") == ()
    assert set(guessed_readings("晴翔")) >= {"harusho"}
    assert guessed_readings("") == ("",)
