"""Spellings that no list has come together where they are one name, and nobody is drawn in by a chain."""

from __future__ import annotations

import io
import random
from collections import defaultdict
from pathlib import Path

import polars as pl
import pytest
import yaml
from click.testing import CliRunner

from names.circumstances import circumstances
from names.cli import main
from names.grouping import GroupedSpelling, group
from names.grouping.pairs import PairWeights
from names.tables import Options
from names.tables.counting import count_names
from names.tables.rows import Asked

PEOPLE: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "unlisted_people.yaml").read_text(encoding="utf-8")
)["people"]
BEARER = {spelling: person for person, spellings in PEOPLE.items() for spelling in spellings}


def together(grouped: list[GroupedSpelling]) -> list[set[str]]:
    """Return the spellings of each group."""
    groups: dict[str, set[str]] = defaultdict(set)
    for each in grouped:
        groups[each.group].add(each.spelling)
    return list(groups.values())


def note_of(grouped: list[GroupedSpelling], spelling: str) -> str:
    return next(each.note for each in grouped if each.spelling == spelling)


@pytest.mark.once
def test_no_group_holds_two_of_the_unlisted_people() -> None:
    assert len(BEARER) >= 200
    groups = together(group(BEARER.keys()))
    assert [spellings for spellings in groups if len({BEARER[s] for s in spellings}) > 1] == []
    pairs = sum(len(spellings) * (len(spellings) - 1) for spellings in groups)
    assert pairs > 0.9 * sum(len(spellings) * (len(spellings) - 1) for spellings in PEOPLE.values())


@pytest.mark.parametrize(
    "chain",
    [
        ["Pavel Ospankulov", "Pavla Ospankulova", "Pavla Ospankulovna"],
        ["Murat Ospankulov", "Marat Ospankulov"],
        ["Sergei Ivanovich Belousov", "Sergei Petrovich Belousov"],
        ["Aidar Seitkali", "Aidos Seitkali", "Aidan Seitkali"],
        ["Ospankulov", "Ospankulova", "Ospankulovna"],
    ],
)
def test_a_chain_of_near_names_stays_apart(chain: list[str]) -> None:
    assert sorted(map(len, together(group(chain)))) == [1] * len(chain)


def test_what_fits_two_people_goes_with_neither_and_says_so() -> None:
    people = ["Murat Ospankulov", "Мурат Оспанқұлов", "Marat Ospankulov", "Марат Оспанқұлов"]
    grouped = group([*people, "M. Ospankulov"])
    assert {"M. Ospankulov"} in together(grouped)
    note = note_of(grouped, "M. Ospankulov")
    assert note.startswith("apart: may be ")
    assert "Murat" in note or "Мурат" in note
    assert "Marat" in note or "Марат" in note


def test_an_initial_goes_with_the_only_one_it_fits() -> None:
    assert {"M. Ospankulov", "Murat Ospankulov"} in together(group(["M. Ospankulov", "Murat Ospankulov"]))


def test_what_fits_a_father_of_either_name_is_no_bridge_between_two() -> None:
    groups = together(group(["Ivan Petrovich Belousov", "Ivan Ivanovich Belousov", "Ivan Belousov"]))
    assert all(
        not {"Ivan Petrovich Belousov", "Ivan Ivanovich Belousov"} <= spellings for spellings in groups
    )
    assert {"Ivan Belousov"} in groups


def test_the_order_of_what_is_given_makes_no_difference() -> None:
    spellings = list(BEARER)
    first = group(spellings)
    random.Random(3).shuffle(spellings)
    assert group(spellings) == first


def test_a_group_is_called_by_its_fullest_latin_spelling() -> None:
    [name] = {each.group_name for each in group(["Seitkali A.", "Алмира Сейтқали", "Almira Seitkali"])}
    assert name == "Almira Seitkali"


def test_capitals_and_punctuation_alone_make_no_other_name() -> None:
    [spellings] = together(group(["ALMIRA SEITKALI", "Almira Seitkali", "almira-seitkali"]))
    assert len(spellings) == 3


def test_signs_of_vowels_are_part_of_a_name() -> None:
    assert len(together(group(["रमेश", "रमाशा"]))) == 2


def test_another_year_of_birth_makes_another_person() -> None:
    young, old, same = (circumstances(born=year) for year in (1990, 1950, 1951))
    names = [Asked("Almira Seitkali", young), Asked("Almira Seytkali", old), Asked("Алмира Сейтқали", same)]
    groups = together(group(dict.fromkeys(names, 1)))
    assert {"Almira Seytkali", "Алмира Сейтқали"} in groups
    assert {"Almira Seitkali"} in groups


def test_one_spelling_with_two_years_of_birth_is_two_people() -> None:
    names = [Asked("Almira Seitkali", circumstances(born=year)) for year in (1950, 1990)]
    assert len({each.group for each in group(dict.fromkeys(names, 1))}) == 2


def test_a_spelling_without_a_year_brings_no_two_years_together() -> None:
    said = [circumstances(born=1950), circumstances(born=1990), None]
    groups = group({Asked("Almira Seitkali", beside): 1 for beside in said})
    assert len({each.group for each in groups}) == 3
    [bare] = [each for each in groups if each.beside is None]
    assert bare.note.startswith("apart: ")


def test_probabilities_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match=r"together 1\.5 is out of range"):
        group(["Asem"], together=1.5)


def test_nothing_makes_no_group() -> None:
    assert group([]) == group(["", "  "]) == []


@pytest.mark.once
@pytest.mark.parametrize("many", ["letters", "capitals", "typing slips"])
def test_many_spellings_of_nearly_nothing_are_grouped_soon(many: str) -> None:
    chosen = random.Random(1)
    whole = "kassym-jomart tokayev"
    spellings = {
        "letters": [chr(0x4E00 + n) for n in range(2000)],
        "capitals": ["".join(chosen.choice((c, c.upper())) for c in whole) for _ in range(2000)],
        "typing slips": [
            "".join(c if chosen.random() > 0.1 else chosen.choice("aeiou") for c in whole) for _ in range(500)
        ],
    }[many]
    assert len(group(spellings)) == len(set(spellings))


class TestTables:
    """Names in tables of any kind."""

    def test_names_are_counted_with_a_row_where_they_stand(self) -> None:
        table = io.BytesIO(b"person,city\nAsem,Oral\nAsem ,Aqtau,more\nBolat\n")
        counted = count_names(table, Options(columns=("person",)))
        assert {name.spelling: (met.count, met.row) for name, met in counted.names.items()} == {
            "Asem": (2, "Asem | Oral"),
            "Bolat": (1, "Bolat"),
        }
        assert counted.rows == 3

    def test_a_cell_may_hold_several_names(self) -> None:
        counted = count_names(io.BytesIO(b"p\nAsem; Bolat\n"), Options(columns=("p",), separator=";"))
        assert [name.spelling for name in counted.names] == ["Asem", "Bolat"]

    def test_what_an_earlier_run_matched_is_left_out(self) -> None:
        table = b"person,person_status\nAsem,matched\nBolat,unknown\nDana,ambiguous\n"
        counted = count_names(io.BytesIO(table), Options(columns=("person",)))
        assert [name.spelling for name in counted.names] == ["Bolat", "Dana"]
        assert counted.settled == 1

    def test_what_find_wrote_is_read_without_a_word(self) -> None:
        mentions = (
            b'{"start":0,"end":4,"text":"Asem","status":"unknown","candidates":[]}\n'
            b'{"start":9,"end":14,"text":"Bolat","status":"matched","candidates":[]}\n'
        )
        counted = count_names(io.BytesIO(mentions), Options(), input_format="jsonl")
        assert [name.spelling for name in counted.names] == ["Asem"]


def test_the_command_leaves_out_what_a_list_has(tmp_path: Path) -> None:
    table, out = tmp_path / "people.csv", tmp_path / "groups.csv"
    table.write_text("person,born\nToqaev,\nAlmira Seitkali,1990\nСейтқали Алмира,1990\n", encoding="utf-8")
    arguments = ["group", str(table), "-c", "person", "--gazetteer", "shipped", "--born", "born"]
    result = CliRunner().invoke(main, [*arguments, "--output", str(out)])
    assert result.exit_code == 0, result.output
    written = pl.read_csv(out)
    assert written["spelling"].to_list() == ["Almira Seitkali", "Сейтқали Алмира"]
    assert written["group"].to_list() == ["almira-seitkali"] * 2
    assert written["born"].to_list() == [1990, 1990]
    assert "2 unlisted spellings of 1 name" in result.output


def test_the_kernel_and_python_weigh_pairs_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [Asked(spelling) for spelling in list(BEARER)[:40]]
    fast = PairWeights(names, 0.8)
    monkeypatch.setattr("names.weighing.library", lambda: None)
    slow = PairWeights(names, 0.8)
    pairs = [
        {(a, b): round(w, 4) for a, b, w in zip(*map(list, (p.sources, p.targets, p.weights)), strict=True)}
        for p in (fast, slow)
    ]
    assert pairs[0] == pairs[1] != {}
