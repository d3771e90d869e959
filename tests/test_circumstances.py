"""What the other columns of a table say of a name: the same in every format as in the library."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from names import Entity, Form, Gazetteer, Matcher, normalize_table
from names.candidates import MAX_CANDIDATES
from names.circumstances import circumstances
from names.cli import main
from names.sharing import SharedMatcher
from names.tables import (
    Decisions,
    Options,
    Summary,
    TableError,
    normalize_csv,
    normalize_database,
    normalize_files,
)
from names.tables.rows import FIELDS
from names.weighing import Weighing
from tests.test_formats import read, written

NAMESAKES = Path(__file__).parent / "cases" / "namesakes"
LIST, ROWS = NAMESAKES / "gazetteer.yaml", NAMESAKES / "rows.csv"
MATCHER = Matcher(Gazetteer.read(LIST))
with ROWS.open(encoding="utf-8") as stream:
    CASES = list(csv.DictReader(stream))
FRAME = pl.DataFrame(
    [{f: row[f] or None for f in ("name", *FIELDS)} for row in CASES], infer_schema_length=None
)
BESIDE: dict[str, Any] = {field: field for field in FIELDS}
ALL = Options(columns=("name",), **BESIDE)


def in_library() -> list[tuple[str | None, str]]:
    """Whom the library names for each row, and the status."""
    matches = [MATCHER.match(r["name"], **{field: r[field] or None for field in FIELDS}) for r in CASES]
    return [(match.entity.id if match.entity else None, match.status) for match in matches]


def told(frame: Any) -> list[tuple[str | None, str]]:
    pairs = zip(frame["name_id"], frame["name_status"], strict=True)
    return [(None if pd.isna(id_) else id_ or None, status) for id_, status in pairs]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def table_of(
    text: str, way: int | None = None, matcher: Any = MATCHER, **options: Any
) -> tuple[list[Any], Summary]:
    out = io.BytesIO()
    asked = Options(columns=("name",), **options)
    summary = normalize_csv(io.BytesIO(text.encode()), out, matcher, asked, fast_from=way)
    return list(csv.DictReader(io.StringIO(out.getvalue().decode()))), summary


def test_namesakes_are_told_apart_and_nobody_is_taken_for_another() -> None:
    columns = [part for field in FIELDS for part in (f"--{field}", field)]
    done = run("normalize", ROWS, "-c", "name", "--prefix", "p_", "--gazetteer", LIST, *columns)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    found = [(row["id"], row["p_name_id"], row["p_name_status"]) for row in rows]
    right = [
        status == "ambiguous" if id_ == "?" else (answer == id_ if id_ else status == "unknown")
        for id_, answer, status in found
    ]
    assert len(rows) == 60 and sum(right) >= 55
    assert [each for each in found if each[1] and each[1] != each[0]] == []
    assert (
        "besides   country (country), born (born), type (type), given (given), family (family)" in done.stderr
    )


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "parquet", "arrow", "xlsx"])
def test_every_format_gives_the_answers_of_the_library(tmp_path: Path, form: str) -> None:
    source = written(tmp_path / f"in.{form}", form, FRAME)
    normalize_files(source, tmp_path / f"out.{form}", MATCHER, ALL)
    assert told(read(tmp_path / f"out.{form}", form)) == in_library()


@pytest.mark.parametrize("kind", ["polars", "lazy", "pandas", "pyarrow"])
def test_every_frame_gives_the_answers_of_the_library(kind: str) -> None:
    if kind == "lazy":
        answered: Any = normalize_table(FRAME.lazy(), "name", MATCHER, **BESIDE).collect()
    elif kind == "pandas":
        answered = normalize_table(pd.DataFrame(FRAME.to_dict(as_series=False)), "name", MATCHER, **BESIDE)
    elif kind == "pyarrow":
        arrow: pa.Table = normalize_table(FRAME.to_arrow(), "name", MATCHER, **BESIDE)
        answered = pl.DataFrame(arrow)
    else:
        answered = normalize_table(FRAME, "name", MATCHER, **BESIDE)
    assert told(answered) == in_library()


def test_a_database_gives_the_answers_of_the_library(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "people.db") as base:
        base.execute('CREATE TABLE people (name TEXT, country, born, type, "given", family COLLATE NOCASE)')
        base.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?)", FRAME.rows())
        base.execute("UPDATE people SET born = CAST(born AS INTEGER) WHERE length(born) = 4")
    summary = normalize_database(f"sqlite:///{tmp_path / 'people.db'}", "people", MATCHER, ALL)
    with sqlite3.connect(tmp_path / "people.db") as base:
        rows = base.execute("SELECT name_id, name_status FROM people_names ORDER BY rowid").fetchall()
    assert rows == in_library() and summary.rows == 60


def test_several_processes_give_the_answers_of_one(tmp_path: Path) -> None:
    born = [str(1900 + n % 100) for n in range(1200)]
    text = "name,born\n" + "".join(f"George Bush{' ' * (n // 100)},{b}\n" for n, b in enumerate(born))
    with SharedMatcher(MATCHER, processes=2) as shared:
        spellings = [f"George Bush{'.' * n}" for n in range(1200)]
        said = [circumstances(born=b) for b in born]
        together = shared.match_many(spellings, 1, beside=said)
        assert together == MATCHER.match_many(spellings, 1, beside=said)
        assert {match.entity.id for match in together if match.entity} == {"george-w-bush", "george-h-w-bush"}
        assert table_of(text, matcher=shared, born="born")[0] == table_of(text, born="born")[0]


WORDS = {
    "name": ["George Bush", "Marat Saparov", "Saparov", "", " ", 'a "b"', "Michael Jordan; George Bush"],
    "country": ["", "US", "kz", "Kazakhstan, Republic of", "—"],
    "born": ["", "1946", "1924-06-12", "1939", "in spring", "46"],
    "type": ["", "person", "place", "man"],
    "given": ["", "Marat", "George"],
    "family": ["", "Saparov", "Bush"],
}


def rows_of_words() -> Iterator[st.SearchStrategy[str]]:
    yield from (st.sampled_from(WORDS[name]) for name in ("name", *FIELDS))


@pytest.mark.parametrize(
    "options", [{}, {"replace": True}, {"separator": ";"}], ids=["plain", "replace", "several"]
)
@given(rows=st.lists(st.tuples(*rows_of_words()), max_size=12))
@settings(max_examples=25)
def test_the_fast_way_agrees_with_the_exact_one(options: dict[str, Any], rows: list[tuple[str, ...]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("name", *FIELDS), *rows])
    exact, fast = (table_of(text.getvalue(), way, **BESIDE, **options) for way in (None, 0))
    assert exact == fast


def test_what_the_fast_way_counts_has_the_lines_of_the_first_few() -> None:
    text = "name,born\n" + "George Bush,1946\n" * 70_000 + "George Bush,soon\n" * 5
    (_, exact), (_, fast) = (table_of(text, way, born="born") for way in (None, 0))
    assert exact.odd_cells == fast.odd_cells
    (odd,) = fast.odd_cells
    assert (odd.column, odd.what, odd.count, odd.places) == ("born", "year", 5, [70_002, 70_003, 70_004])


def test_an_empty_cell_says_nothing() -> None:
    rows, summary = table_of(
        "name,c,b,t\nSerik Bolatov,, ,\nSerik Bolatov,—\n", country="c", born="b", type="t"
    )
    plain = MATCHER.match("Serik Bolatov")
    assert plain.status == "ambiguous"
    assert [row["name_score"] for row in rows] == [f"{int(plain.score * 10_000) / 10_000:.4f}"] * 2
    assert summary.odd_cells == ()


def test_what_contradicts_the_record_takes_the_name_away() -> None:
    text = "name,c,b\nGulnar Saparova,kz,1968\nGulnar Saparova,fr,1990\nGulnar Saparova,,\n"
    rows, _ = table_of(text, country="c", born="b")
    assert [row["name_id"] for row in rows] == ["gulnar-saparova", "", "gulnar-saparova"]
    scores = [float(row["name_score"]) for row in rows]
    assert scores[0] >= scores[2] > 0.8 > scores[1]


def test_cells_that_are_no_year_or_no_type_say_nothing_and_are_told(tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text(
        "name,year,kind\nGeorge Bush,1946,person\n\nGeorge Bush,forty-six,\nGeorge Bush,46,man\n"
        "George Bush,?,\nGeorge Bush,..,\n"
    )
    done = run(
        "normalize", table, "-c", "name", "--born", "year", "--type", "kind", "--gazetteer", LIST,
        "--manifest", tmp_path / "run.json",
    )  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert done.exit_code == 0
    assert [row["name_status"] for row in rows] == ["matched", *["ambiguous"] * 4]
    assert "  4 cells of year are no year, and said nothing (line 4, 5, 6 …)\n" in done.stderr
    assert "  1 cell of kind is no type, and said nothing (line 5)\n" in done.stderr
    account = json.loads((tmp_path / "run.json").read_text())
    assert (account["options"]["born"], account["options"]["type"]) == ("year", "kind")
    assert account["counts"]["odd_cells"][0]["count"] == 4


def test_cells_that_are_no_country_are_told_with_the_commonest(tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    cells = ["Kazakhstan", "398", "Ivory Coast", "СССР", "-", "n/a", "Atlantis", "n/a", "kz / ru", "Oz", "Oz"]
    table.write_text("name,c\n" + "".join(f"George Bush,{cell}\n" for cell in cells))
    told = run("normalize", table, "-c", "name", "--country", "c", "--gazetteer", LIST).stderr
    assert "  6 cells of c are no country, most often Oz (2), n/a (2), Atlantis (1)\n" in told


@pytest.mark.parametrize(
    ("said", "speaks"),
    [
        *(("Kazakhstan", 1), ("KAZ", 1), ("398", 1), ("Kazakh SSR", 1), ("USSR", 0), ("Atlantis", 0)),
        *(("Czechoslovakia", -1), ("France", -1), ("République française", -1)),
    ],
)
def test_a_state_that_was_divided_does_not_contradict_its_parts(said: str, speaks: int) -> None:
    serik = Entity("serik", "Serik Bolatov", (), country="kz")
    weight = sum(piece.weight for piece in circumstances(said).evidence(serik, lambda _: 0.1))
    assert (weight > 0) - (weight < 0) == speaks


def test_odd_cells_are_told_by_row_where_there_are_no_lines(tmp_path: Path) -> None:
    frame = pl.DataFrame({"name": ["George Bush"] * 4, "born": ["1946", "soon", None, "later"]})
    places = {"parquet": ("row", [2, 4]), "xlsx": ("row", [3, 5]), "jsonl": ("line", [2, 4])}
    for form, expected in places.items():
        source = written(tmp_path / f"in.{form}", form, frame)
        summary = normalize_files(
            source, tmp_path / f"out.{form}", MATCHER, Options(columns=("name",), born="born")
        )
        (odd,) = summary.odd_cells
        assert (odd.unit, odd.places) == expected, form


def test_years_may_be_numbers_and_dates_in_typed_columns(tmp_path: Path) -> None:
    frame = pl.DataFrame({"name": ["George Bush"] * 3, "born": [1946, 1924, None]})
    day = frame.with_columns(day=pl.date("born", 6, 12), share=pl.col("born").cast(pl.Float64))
    for column in ("born", "day", "share"):
        for form in ("parquet", "jsonl", "xlsx"):
            source = written(tmp_path / f"{column}.{form}", form, day)
            target = tmp_path / f"out-{column}.{form}"
            normalize_files(source, target, MATCHER, Options(columns=("name",), born=column))
            found = [id_ for id_, _ in told(read(target, form))]
            assert found == ["george-w-bush", "george-h-w-bush", None], (column, form)
    numbered = pd.DataFrame({"name": ["George Bush"] * 3, "born": [1946, 1924, float("nan")]})
    after = normalize_table(numbered, "name", MATCHER, born="born")
    assert [id_ for id_, _ in told(after)] == ["george-w-bush", "george-h-w-bush", None]


def test_a_name_may_stand_in_given_and_family_alone() -> None:
    text = "name,g,f\n,Gulnar,Saparova\nSaparova,Gulnar,\n,—,Saparova\n,-,—\n"
    rows, summary = table_of(text, given="g", family="f")
    assert [row["name_id"] for row in rows[:2]] == ["gulnar-saparova"] * 2
    assert rows[2]["name_score"] == f"{int(MATCHER.match('Saparova').score * 10_000) / 10_000:.4f}"
    assert (rows[3]["name_score"], summary.empty) == ("", 1)
    put, _ = table_of(text, given="g", family="f", replace=True)
    assert [row["name"] for row in put[:2]] == ["Gulnar Saparova"] * 2


def test_of_several_names_in_a_cell_the_other_columns_say_nothing() -> None:
    text = "name,b\nGeorge Bush,1946\nGeorge Bush;,1946\nGeorge Bush;Gulnar Saparova,1946\n"
    rows, _ = table_of(text, born="b", separator=";")
    assert [row["name_id"] for row in rows] == ["george-w-bush", "george-w-bush;", ";gulnar-saparova"]


def test_a_decided_spelling_stands_whatever_the_other_columns_say() -> None:
    decisions = Decisions({"George Bush": MATCHER.entity("george-h-w-bush"), "G. S.": None}, MATCHER)
    rows = ["George Bush,1946,,", "G. S.,1968,Gulnar,Saparova", "Saparova,,Gulnar,", "George Bush,,Walker,"]
    text = "\n".join(["name,b,g,f", *rows])
    answered, _ = table_of(text, matcher=decisions, born="b", given="g", family="f")
    assert [row["name_id"] for row in answered] == [
        "george-h-w-bush", "", "gulnar-saparova", "george-h-w-bush",
    ]  # fmt: skip
    assert decisions.met == {"George Bush", "G. S."}


def test_the_columns_speak_of_every_column_of_names() -> None:
    text = "name,father,c\nMarat Saparov,Aidar Akhmetov,kg\n"
    out = io.BytesIO()
    asked = Options(columns=("name", "father"), country="c", replace=True)
    normalize_csv(io.BytesIO(text.encode()), out, MATCHER, asked)
    (row,) = csv.DictReader(io.StringIO(out.getvalue().decode()))
    assert row["father_id"] == "aidar-akhmetov-kg"


def test_one_column_may_hold_the_name_and_say_something_too() -> None:
    text = "given,name\nGulnar,Saparova\nMarat,Saparova\n"
    for way in (None, 0):
        rows, _ = table_of(text, way, given="given", family="name", replace=True)
        assert [row["name_id"] for row in rows] == ["gulnar-saparova", ""]


def test_a_column_that_is_not_there_or_is_no_plain_one_is_refused(tmp_path: Path) -> None:
    done = run("normalize", ROWS, "-c", "name", "--born", "birth")
    assert done.exit_code == 1 and "has no column 'birth'" in done.stderr
    nested = pl.DataFrame({"name": ["George Bush"], "born": [[1946]]})
    with pytest.raises(TableError, match="column 'born' holds List"):
        normalize_table(nested, "name", MATCHER, born="born")
    nested.write_ndjson(tmp_path / "in.jsonl")
    with pytest.raises(TableError, match=r"line 1: 'born' holds \[1946\], not text; name the key"):
        normalize_files(tmp_path / "in.jsonl", io.BytesIO(), MATCHER, Options(columns=("name",), born="born"))


def test_a_workbook_cell_that_shows_an_error_says_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (["name", "country"], ["Serik Bolatov", "#N/A"], ["Serik Bolatov", "Russia"]):
        sheet.append(row)
    sheet["B2"].data_type = "e"
    book.save(tmp_path / "in.xlsx")
    normalize_files(
        tmp_path / "in.xlsx", tmp_path / "out.xlsx", MATCHER, Options(columns=("name",), country="country")
    )
    assert told(read(tmp_path / "out.xlsx", "xlsx")) == [(None, "ambiguous"), ("serik-bolatov-ru", "matched")]


@pytest.mark.parametrize("spelling", ["Ivan Ivanov", "Ivanov"])
def test_hundreds_of_one_name_are_told_apart_by_the_year_of_birth(spelling: str) -> None:
    entities = [
        Entity(f"iv{year}", "Ivan Ivanov", (Form("Ivan Ivanov", "name"),), "person", born=year)
        for year in range(1700, 1960)
    ]
    matcher = Matcher(Gazetteer(tuple(entities)))
    for year in (1700, 1851, 1959):
        first = matcher.match(spelling, born=year).candidates[0]
        assert first.entity.id == f"iv{year}"
    assert len(matcher.match(spelling, born=1851).candidates) == MAX_CANDIDATES


def test_a_country_that_nobody_knows_and_no_record_has_says_nothing() -> None:
    entities = [
        Entity(f"o{n}", f"Serik Omarov{'' if n else 'ich'}", (), "person", country="kz") for n in range(3)
    ]
    matcher = Matcher(Gazetteer((*entities, Entity("x", "Nadia Omarova", (), "person", country="Atlantis"))))
    for text in ("Serik Omarov", "Serik Omarovich", "Omarova Nadia"):
        assert matcher.match(text, country="n/a") == matcher.match(text)
        assert matcher.match(text, country="n/a", born=1950) == matcher.match(text, born=1950)
    known, unknown = (matcher.match("Nadia Omarova", country=country) for country in ("Atlantis", "nowhere"))
    assert [e.kind for e in known.candidates[0].evidence if e.kind == "country"] == ["country"]
    assert unknown == matcher.match("Nadia Omarova")


def test_one_crowd_is_compared_once_whatever_stands_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    entities = [
        Entity(f"n{n}", "Marat Ivanov", (), "person", born=1800 + n) for n in range(MAX_CANDIDATES + 30)
    ]
    matcher = Matcher(Gazetteer(tuple(entities)))
    asked: list[str] = []
    weigh = Weighing._weigh_crowd

    def noted(self: Weighing, query: Any, behind: float) -> Any:
        asked.append(query.text)
        return weigh(self, query, behind)

    monkeypatch.setattr(Weighing, "_weigh_crowd", noted)
    years = range(1800, 1870)
    found = matcher.match_many(["Marat Ivanov"] * 70, beside=[circumstances(born=year) for year in years])
    assert [match.candidates[0].entity.born for match in found] == list(years)
    assert asked == ["Marat Ivanov"]
