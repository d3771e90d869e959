"""Where the header of a table stands: said by a person, and held to on every way through."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from names.cli.normalize import oddity_lines
from names.tables import Options, TableError, normalize_files
from names.tables.dialects import TextForm
from names.tables.headers import HeaderPlace
from names.tables.openings import Opening
from tests.test_cli import run
from tests.test_tables import MATCHER, WAYS, normalize, read_cases, without_scores


@WAYS
@pytest.mark.parametrize("case", read_cases("headers.yaml"), ids=lambda case: case["claim"])
def test_a_table_is_read_from_where_it_begins(case: dict[str, Any], way: int | None) -> None:
    written, _ = normalize(case["in"], tuple(case["columns"]), way, **case["options"])
    assert without_scores(written) == case["out"]


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(st.sampled_from('a,"\n'), max_size=30).map(lambda text: text + "\nid,person\n1,x\n"),
    cuts=st.lists(st.integers(0, 40), max_size=6),
    skipped=st.integers(0, 8),
    absent=st.booleans(),
)
def test_what_stands_before_the_rows_is_the_same_however_the_text_is_cut(
    text: str, cuts: list[int], skipped: int, absent: bool
) -> None:
    def opened(pieces: list[str]) -> tuple[Any, ...]:
        texts = iter([*((piece, False) for piece in pieces), ("", True)])
        form = TextForm(delimiter=",", header=HeaderPlace(skipped, absent=absent))
        try:
            opening = Opening(texts, "x", (), form)
            return opening.hint, opening.preamble, opening.header, opening.names, list(opening.rows())
        except TableError as error:
            return (str(error),)

    places = sorted({0, len(text), *(min(cut, len(text)) for cut in cuts)})
    pieces = [text[start:end] for start, end in pairwise(places)]
    assert opened(pieces) == opened([text])


def test_lines_are_counted_from_the_beginning_of_the_file() -> None:
    with pytest.raises(TableError, match=r"line 4, taken as the header, has 'x'; .*--header-row, or --no-h"):
        normalize("a\nb\nc\nx\n", header_row=4)
    _, summary = normalize("a\nb\nperson,n\nx,1\ny\n", skip_rows=2)
    assert summary.short_lines == (5,)


@pytest.mark.parametrize(
    ("table", "options", "message"),
    [
        (
            "person\n\nJane\n",
            {"header_row": 2},
            "the input, line 2 is blank and no header; give --header-row",
        ),
        ("person\nJane\n", {"header_row": 9}, "the input is empty after line 8: no header, and so no column"),
        ("\n\n", {"no_header": True}, "the input is empty: no row, and so no column 'person'"),
        ("Jane\n", {"no_header": True}, "has no column 'person'; it has 'column_1'; a column is also chosen"),
        ("p\n", {"header_row": 2, "no_header": True}, "its header in row 2, or none: give --header-row or"),
        ("p\n", {"header_row": 2, "skip_rows": 1}, "give it or --skip-rows"),
        ("p\n", {"header_row": 0}, "--header-row is a number of rows, 1 or more, not 0"),
        ("p\n", {"skip_rows": -1}, "--skip-rows is a number of rows, 0 or more, not -1"),
    ],
)
def test_a_header_that_is_not_there_is_refused_in_one_line(
    table: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(TableError) as refused:
        normalize(table, **options)
    assert message in str(refused.value) and "\n" not in str(refused.value)


def test_columns_without_names_get_numbers_where_a_format_needs_names(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("Report\n1,Jane Doe\n", encoding="utf-8")
    options = Options(columns=("2",), no_header=True, skip_rows=1)
    summary = normalize_files(tmp_path / "in.csv", tmp_path / "out.parquet", MATCHER, options)
    assert pl.read_parquet(tmp_path / "out.parquet").columns == [
        "column_1",
        "column_2",
        *(f"column_2_{kind}" for kind in ("name", "id", "score", "status")),
    ]
    assert "  not kept: 1 line at the beginning of" in " ".join(oddity_lines(summary))


def test_what_stands_before_the_second_of_two_tables_is_told_and_not_written_between_them(
    tmp_path: Path,
) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(f"Report {name}\nperson\nJane Doe\n", encoding="utf-8")
    out = io.BytesIO()
    options = Options(columns=("person",), skip_rows=1)
    summary = normalize_files([tmp_path / "a.csv", tmp_path / "b.csv"], out, MATCHER, options)
    assert [line.split(",")[0] for line in out.getvalue().decode().splitlines()] == [
        "Report a.csv",
        "person",
        "Jane Doe",
        "Jane Doe",
    ]
    assert summary.lost == (f"1 line at the beginning of {tmp_path / 'b.csv'}",)


def test_the_closing_lines_compare_with_the_first_row_where_there_is_no_header() -> None:
    _, summary = normalize("Jane,1\nJane\n", ("1",), no_header=True)
    assert "  1 row has fewer cells than the first row, filled with empty ones (line 2)" in oddity_lines(
        summary
    )


def test_a_header_is_looked_for_only_where_a_row_has_the_names_of_the_columns(tmp_path: Path) -> None:
    pl.DataFrame({"person": ["Jane"]}).write_parquet(tmp_path / "a.parquet")
    with pytest.raises(TableError, match=r"--no-header is for .*csv.*, and .*a.parquet is parquet; leave it"):
        normalize_files(
            tmp_path / "a.parquet", io.BytesIO(), MATCHER, Options(columns=("1",), no_header=True)
        )


def test_every_command_that_reads_tables_can_be_told_where_the_header_is(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Report\nid,person\n1,Kassym-Jomart Tokayev\n", encoding="utf-8")
    assert "kassym-jomart-tokayev" in run("normalize", path, "-c", "person", "--header-row", "2").stdout
    assert '"row": 1' in run("find", path, "-c", "person", "--skip-rows", "1").stdout
    assert run("conventions", path, "-c", "2", "--skip-rows", "2", "--no-header").exit_code == 0
    refused = run("find", path, "--no-header")
    assert refused.exit_code == 2 and "--no-header is for tables; name their --column too" in refused.stderr
    refused = run("normalize", "--database", "sqlite:///x", "--table", "t", "-c", "p", "--no-header")
    assert refused.exit_code == 2 and "--no-header is for files" in refused.stderr


def test_a_person_who_was_taken_for_the_header_is_told(tmp_path: Path) -> None:
    rows = "1,Nursultan Nazarbayev\n2,Kassym-Jomart Tokayev\n"
    for options, told in (({}, ("Nursultan Nazarbayev",)), ({"no_header": True}, ())):
        assert normalize(rows, ("2",), **options)[1].header_names == told
    assert normalize("id,name\n" + rows, ("2",))[1].header_names == ()
    assert normalize(rows, ("Nursultan Nazarbayev",))[1].header_names == ()
    (tmp_path / "in.csv").write_text(rows, encoding="utf-8")
    for form in ("csv", "parquet"):
        out = tmp_path / f"out.{form}"
        done = run("normalize", tmp_path / "in.csv", "-c", "2", "-o", out)
        assert "the header has “Nursultan Nazarbayev”, a name in the list" in " ".join(done.stderr.split())
