"""Habits that people bring from other tools for tables: short options, numbers of columns, tables joined."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from names.tables import Options, TableError, normalize_csv, normalize_files
from names.tables.output import Source
from tests.test_cli import run
from tests.test_tables import MATCHER, WAYS, normalize

KINDS = ("name", "id", "score", "status")


def joined(*tables: bytes, way: int | None = None, **options: Any) -> list[str]:
    out = io.BytesIO()
    chosen = Options(columns=("person",), join_columns=True, **options)
    normalize_csv([io.BytesIO(table) for table in tables], out, MATCHER, chosen, fast_from=way)
    return out.getvalue().decode().splitlines()


@pytest.mark.parametrize(
    ("arguments", "table"),
    [
        (["-d", ";", "-c", "2"], "id;person\n1;Jane Doe\n"),
        (["-t", "-c", "person"], "id\tperson\n1\tJane Doe\n"),
        (["--tabs", "--column", "2", "-H"], "1\tJane Doe\n"),
        (["-d", "tab", "-c", "2", "--no-header"], "1\tJane Doe\n"),
        (["-c", "1"], "person\nJane Doe\n"),
        ([], "person\nJane Doe\n"),
        (["-H"], "Jane Doe\n"),
    ],
)
def test_short_options_and_numbers_do_as_in_other_tools(arguments: list[str], table: str) -> None:
    done = run("normalize", "-", *arguments, stdin=table.encode())
    assert done.exit_code == 0
    assert "Jane Doe" in done.stdout.splitlines()[-1] and done.stdout.splitlines()[-1].endswith("unknown")


def test_the_encoding_has_a_short_option_too() -> None:
    done = run("normalize", "-", "-e", "koi8-r", "-c", "person", stdin="person\nТокаев\n".encode("koi8-r"))
    assert "Токаев" in done.stdout and "a guess" not in done.stderr


def test_two_delimiters_are_refused() -> None:
    done = run("normalize", "-", "-t", "-d", ";", "-c", "person", stdin=b"person\n")
    assert done.exit_code == 2 and "--tabs is --delimiter tab; give one of them" in done.stderr


@pytest.mark.parametrize("parted", [",", ";", "\t", "|"])
def test_a_list_of_columns_is_not_taken_for_the_name_of_one(parted: str) -> None:
    with pytest.raises(TableError, match=r"is the whole header, and may be several columns .*--delimiter"):
        normalize(f"person{parted}n\nJane Doe{parted}1\n", (f"person{parted}n",))


@pytest.mark.parametrize("table", ["name, full\nJane Doe\n", "name, full\nDoe, Jane\n", "a,b\nJane Doe\n"])
def test_a_name_with_a_comma_may_be_that_of_the_only_column(table: str) -> None:
    assert normalize(table, (table.partition("\n")[0],))[1].unknown == 1


def test_the_only_column_is_taken_and_among_several_one_is_asked_for(tmp_path: Path) -> None:
    assert normalize("person\nJane Doe\n", ())[1].unknown == 1
    with pytest.raises(TableError, match=r"has 2 columns, 'id', 'person'; say which of them .*--column 2"):
        normalize("id,person\n1,Jane Doe\n", ())
    pl.DataFrame({"person": ["Jane Doe"]}).write_parquet(tmp_path / "in.parquet")
    (tmp_path / "in.jsonl").write_text('{"person": "Jane Doe"}\n', encoding="utf-8")
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append(["person"])
    sheet.append(["Jane Doe"])
    workbook.save(tmp_path / "in.xlsx")
    for name in ("in.parquet", "in.jsonl", "in.xlsx"):
        summary = normalize_files(tmp_path / name, tmp_path / f"out-{name}", MATCHER, Options())
        assert summary.unknown == 1


@WAYS
def test_tables_are_joined_by_the_names_of_their_columns(way: int | None) -> None:
    lines = joined(
        b"id,person\n1,Jane Doe\n2\n",
        b'born;person;id\n1940;"Doe; Jane";3\n\n',
        b"person,note\n,x,surplus\n",
        way=way,
    )
    assert lines == [
        "id,person,born,note,person_name,person_id,person_score,person_status",
        "1,Jane Doe,,,,,0.0000,unknown",
        "2,,,,,,,unknown",
        "3,Doe; Jane,1940,,,,0.0000,unknown",
        "",
        ",,,x,,,,unknown,surplus",
    ]


def test_a_name_is_replaced_in_its_joined_column() -> None:
    lines = joined(b"id,person\n", b"person,n\nNursultan Nazarbayev,7\n", replace=True)
    assert lines[1].startswith(",Nursultan Nazarbayev,7,nursultan-nazarbayev,")


def test_tables_of_several_formats_are_joined_with_their_types(tmp_path: Path) -> None:
    pl.DataFrame({"n": [7], "person": ["Jane Doe"]}).write_parquet(tmp_path / "a.parquet")
    pl.DataFrame({"person": ["Joe"], "x": [1.5]}).write_ipc(tmp_path / "b.arrow")
    options = Options(columns=("person",), join_columns=True)
    (tmp_path / "c.csv").write_text("y,person\n0,Ann\n", encoding="utf-8")
    with (tmp_path / "c.csv").open("rb") as opened:
        inputs: list[Source] = [tmp_path / "a.parquet", tmp_path / "b.arrow", opened]
        normalize_files(inputs, tmp_path / "out.parquet", MATCHER, options)
    back = pl.read_parquet(tmp_path / "out.parquet")
    assert back.columns == ["n", "person", "x", "y", *(f"person_{kind}" for kind in KINDS)]
    assert back.select("n", "person", "x", "y").rows() == [
        (7, "Jane Doe", None, None),
        (None, "Joe", 1.5, None),
        (None, "Ann", None, "0"),
    ]


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ([b"person,n,n\n", b"person\n"], "has two columns 'n', and columns are to be joined by name; rename"),
        ([b"person\n", b"name\n"], "has no column 'person'"),
        ([b"person,a\n", b"person,person_id\n"], "already has a column 'person_id', which would be added"),
    ],
)
def test_tables_that_cannot_be_joined_are_refused(tables: list[bytes], message: str) -> None:
    with pytest.raises(TableError) as refused:
        joined(*tables)
    assert message in str(refused.value)


def test_what_cannot_be_looked_at_first_is_not_joined(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("person,n\nJane,1\n", encoding="utf-8")
    reading, writing = os.pipe()
    os.close(writing)
    options = Options(columns=("person",), join_columns=True)
    with (
        os.fdopen(reading, "rb") as pipe,
        pytest.raises(TableError, match="is a pipe, which can be read once"),
    ):
        normalize_files([tmp_path / "a.csv", pipe], io.BytesIO(), MATCHER, options)
    with pytest.raises(TableError, match="joins columns by name, and with --no-header they have none"):
        Options(columns=("1",), join_columns=True, no_header=True)
    done = run("normalize", tmp_path / "a.csv", tmp_path / "a.csv", "-c", "person")
    assert done.exit_code == 0
    (tmp_path / "b.csv").write_text("person\nJoe\n", encoding="utf-8")
    done = run("normalize", tmp_path / "a.csv", tmp_path / "b.csv", "-c", "person")
    assert done.exit_code == 1 and "normalize it apart, or give --join-columns" in done.stderr
