"""Records of several lists that are one answer as one; a mere name joins nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from names import Matcher
from names.cli import main
from names.gazetteer import Entity, Form, Gazetteer, GazetteerError
from names.gazetteer.joining import contradiction, joined

HEADER = "id,name,native,born,country,ids,gender\n"
FIRST = HEADER + (
    "as,Almira Seitkali,kk:Алмира Сейтқали,1967,kz,,\n"
    "sb,Serik Bolatov,,,,wikidata:Q900002,\n"
    "mo,Marat Omarov,,1950,kz,,\n"
    "no,Nurlan Omarov,kk:Нұрлан Омаров,1960,kz,wikidata:Q900003,m\n"
)
SECOND = HEADER + (
    "17,A. Seitkali,kk:Алмира Сейтқали,1967,Kazakhstan,,f\n"
    "18,Serik Bolat,,,,wikidata:Q900002,\n"
    "19,Marat Omarov,,,kz,,\n"
    "20,Nurlan Omarov,kk:Нұрлан Омаров,1930,kz,wikidata:Q900003,m\n"
)


@pytest.fixture
def lists(tmp_path: Path) -> list[Path]:
    for name, content in (("a.csv", FIRST), ("b.csv", SECOND)):
        (tmp_path / name).write_text(content)
    return [tmp_path / "a.csv", tmp_path / "b.csv"]


def test_the_first_list_gives_id_and_name_and_the_other_id_still_answers(lists: list[Path]) -> None:
    gazetteer = Gazetteer.read(*lists)
    for id, kept in {"17": "as", "18": "sb", "19": "19", "20": "20"}.items():
        found = gazetteer.get(id)
        assert found is not None and found.id == kept
    almira = gazetteer.get("17")
    assert almira is not None
    assert (almira.name, almira.gender) == ("Almira Seitkali", "f")
    assert Form("A. Seitkali", "variant") in almira.forms


def test_what_was_ambiguous_is_matched(lists: list[Path]) -> None:
    matcher = Matcher(Gazetteer.read(*lists))
    assert matcher.match("Алмира Сейтқали").status == "matched"
    assert matcher.match("Serik Bolat").name == "Serik Bolatov"
    assert matcher.match("Marat Omarov").status == "ambiguous"


def test_what_contradicts_and_what_shares_a_name_alone_is_told(lists: list[Path]) -> None:
    told = "\n".join(Gazetteer.read(*lists).told)
    assert "2 records of one list are in another too" in told
    assert '1 pair of records stays two, as "no" and "20": they share the wikidata id, but born 1960' in told
    assert "2 names stand in several lists" in told


def test_records_of_one_list_are_never_joined(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEADER + "1,A Bee,,,,wikidata:Q900001,\n2,B Bee,,,,wikidata:Q900001,\n")
    (tmp_path / "b.csv").write_text(HEADER + "3,C Bee,,,,wikidata:Q900001,\n4,D Bee,,,,wikidata:Q900001,\n")
    gazetteer = Gazetteer.read(tmp_path / "a.csv", tmp_path / "b.csv")
    replaced = [entity.id for entity in gazetteer.entities if entity.replaced_by is not None]
    assert replaced == ["3"]  # the first of the other list; the second would be a second one
    assert any("another record of that list is it already" in line for line in gazetteer.told)


def test_one_id_in_two_lists_is_a_fault_unless_they_share_more(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEADER + "Q900001,A Bee,,,,wikidata:Q900001,\n")
    (tmp_path / "b.csv").write_text(HEADER + "Q900001,Anna Bee,,1950,,wikidata:Q900001,\n")
    (tmp_path / "c.csv").write_text(HEADER + "Q900001,Carl Cee,,,,,\n")
    [anna] = Gazetteer.read(tmp_path / "a.csv", tmp_path / "b.csv").entities
    assert (anna.name, anna.born) == ("A Bee", 1950)
    with pytest.raises(GazetteerError, match="is taken"):
        Gazetteer.read(tmp_path / "a.csv", tmp_path / "c.csv")


def test_what_a_list_says_is_not_changed_by_another() -> None:
    one = Entity("a", "A", (), "person", born=1950, ids={"x": "1"})
    other = Entity("b", "B", (), "person", gender="f", born=1951, ids={"x": "1", "y": "2"})
    both = joined(one, other)
    assert (both.id, both.name, both.born, both.gender, both.ids) == (
        "a",
        "A",
        1950,
        "f",
        {"x": "1", "y": "2"},
    )
    assert not contradiction(one, other)


def test_merge_writes_one_list_and_a_report(lists: list[Path], tmp_path: Path) -> None:
    output = tmp_path / "c.yaml"
    done = CliRunner().invoke(main, ["gazetteer", "merge", *map(str, lists), "-o", str(output)])
    assert done.exit_code == 0, done.output
    assert "joined  sb  18  the wikidata id" in done.stdout
    assert "left    mo  19  both are called Marat Omarov" in done.stdout
    again = Gazetteer.read(output)
    assert {entity.id for entity in again.entities} == {"as", "sb", "mo", "no", "17", "18", "19", "20"}
    assert CliRunner().invoke(main, ["gazetteer", "merge", str(output), "-o", "x.yaml"]).exit_code == 2


def test_a_place_is_one_with_that_of_its_name_and_country(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("id,name,type,country\ncapital,Astana,place,kz\nparis-tx,Paris,place,us\n")
    both = Gazetteer.read(mine, "shipped")
    assert both.joiner is not None
    assert [(pair.kept, pair.other) for pair in both.joiner.pairs] == [("capital", "astana")]
    match = Matcher(both).match("Целиноград")
    assert match.entity is not None and match.entity.id == "capital"


@pytest.mark.parametrize(
    "rows",
    [
        "capital,Astana,place,kz\nvillage,Astana,place,kz",  # two that are called so
        "capital,Astana,,kz",
        "capital,Astana,place,",
        "capital,Astana,organization,kz",
        "capital,Astana,place,ru",
    ],
)
def test_a_place_that_may_be_another_stays_itself(rows: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(f"id,name,type,country\n{rows}\n")
    both = Gazetteer.read(mine, "shipped")
    assert both.joiner is not None and both.joiner.pairs == []
    assert any("left ambiguous: give both one outside id where they are one" in line for line in both.told)
