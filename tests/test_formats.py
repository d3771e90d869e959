"""Formats: the same answers wherever the column lies, and everything beside it as it was."""

from __future__ import annotations

import csv
import datetime as dt
import decimal
import gzip
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from backports import zstd
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from names import Matcher
from names.cli.normalize import summary_lines
from names.frames import normalize_table
from names.tables import Options, Summary, TableError, normalize_database, normalize_files
from names.tables.decisions import Decisions
from names.tables.portions import in_one_line
from names.tables.typed import answer_columns
from tests.test_tables import MATCHER

PEOPLE = [
    "Kasym-Zhomart Tokayev",
    "Токаев, К.-Ж.",
    None,
    "Almira Seitkali",
    "Marat Kozhayev",
    "=Nursultan Nazarbaev",
    " Nursultan Nazarbayev ",
    "Toqaev",
]
FRAME = pl.DataFrame(
    {
        "n": pl.Series(range(8), dtype=pl.Int64),
        "person": PEOPLE,
        "day": [dt.date(2019, 6, 9), None, *[dt.date(1953, 5, 17)] * 6],
        "share": [0.1, None, 1e-12, 2.5, -3.25, 4.5, 5.5, 6.5],
        "known": [True, False, None, True, True, False, True, True],
    }
)
FORMATS = ("csv", "tsv", "jsonl", "parquet", "arrow", "xlsx")
TYPED = ("parquet", "arrow")
COLUMN = Options(columns=("person",))
WRITERS: dict[str, Callable[[pl.DataFrame, Path], object]] = {
    "csv": lambda frame, path: frame.write_csv(path),
    "tsv": lambda frame, path: frame.write_csv(path, separator="\t"),
    "jsonl": lambda frame, path: frame.write_ndjson(path),
    "parquet": lambda frame, path: frame.write_parquet(path),
    "arrow": lambda frame, path: frame.write_ipc(path),
    "xlsx": lambda frame, path: write_workbook(frame, path),
}
PACKERS: dict[str, tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]] = {
    "gz": (gzip.compress, gzip.decompress),
    "zst": (zstd.compress, zstd.decompress),
}
Answers = list[tuple[str | None, str | None, float | None, str]]


def write_workbook(frame: pl.DataFrame, path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(frame.columns)
    for number, row in enumerate(frame.iter_rows(), 2):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(number, place, value)
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    book.save(path)


def written(path: Path, form: str, frame: pl.DataFrame = FRAME) -> Path:
    WRITERS[form](frame, path)
    return path


def run(source: Any, target: Any, options: Options = COLUMN, **given: Any) -> Summary:
    return normalize_files(source, target, MATCHER, options, **given)


def read(path: Path, form: str) -> pl.DataFrame:
    if form in ("csv", "tsv"):
        return pl.read_csv(path, separator="," if form == "csv" else "\t", infer_schema=False)
    if form == "jsonl":
        return pl.read_ndjson(path)
    if form == "xlsx":
        sheet: Any = openpyxl.load_workbook(path).active
        header, *rows = sheet.values
        return pl.DataFrame(rows, schema=list(header), orient="row", infer_schema_length=None)
    return pl.read_parquet(path) if form == "parquet" else pl.read_ipc(path)


def answers_in(frame: pl.DataFrame) -> Answers:
    plain = frame.select(
        pl.col("person_name", "person_id").replace("", None),
        pl.col("person_score").cast(pl.Float64, strict=False),
        "person_status",
    )
    return plain.rows()


def expected() -> Answers:
    return answer_columns(PEOPLE, MATCHER).rows()


def answers_of_frame(kind: str) -> Answers:
    if kind == "lazy":
        return answers_in(normalize_table(FRAME.lazy(), "person", MATCHER).collect())
    if kind == "pandas":
        table = normalize_table(pd.DataFrame(FRAME.to_dict(as_series=False)), "person", MATCHER)
        return answers_in(
            pl.DataFrame({c: table[c].astype(object).where(table[c].notna(), None).to_list() for c in table})
        )
    if kind == "pyarrow":
        return answers_in(pl.DataFrame(normalize_table(FRAME.to_arrow(), "person", MATCHER)))
    return answers_in(normalize_table(FRAME, "person", MATCHER))


def answers_of_sqlite(folder: Path) -> Answers:
    with sqlite3.connect(folder / "people.db") as base:
        base.execute("CREATE TABLE people (n INTEGER, person TEXT)")
        base.executemany("INSERT INTO people VALUES (?, ?)", FRAME.select("n", "person").rows())
    normalize_database(f"sqlite:///{folder / 'people.db'}", "people", MATCHER, COLUMN)
    with sqlite3.connect(folder / "people.db") as base:
        asked = "SELECT person_name, person_id, person_score, person_status FROM people_names ORDER BY n"
        return base.execute(asked).fetchall()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("target", FORMATS)
def test_one_column_gets_the_same_ids_and_scores_in_every_format(
    tmp_path: Path, form: str, target: str
) -> None:
    source = written(tmp_path / f"in.{form}", form)
    summary = run(source, tmp_path / f"out.{target}")
    assert answers_in(read(tmp_path / f"out.{target}", target)) == expected()
    assert (summary.rows, summary.matched, summary.ambiguous, summary.unknown, summary.empty) == (
        8,
        5,
        1,
        1,
        1,
    )


@pytest.mark.parametrize("kind", ["eager", "lazy", "pandas", "pyarrow"])
def test_one_column_gets_the_same_ids_and_scores_in_every_frame(kind: str) -> None:
    assert answers_of_frame(kind) == expected()


def test_one_column_gets_the_same_ids_and_scores_in_a_database(tmp_path: Path) -> None:
    assert answers_of_sqlite(tmp_path) == expected()


def test_what_is_expected_has_matched_ambiguous_unknown_and_empty_cells() -> None:
    assert [(id_, status) for _, id_, _, status in expected()] == [
        ("kassym-jomart-tokayev", "matched"),
        ("kassym-jomart-tokayev", "matched"),
        (None, "unknown"),
        (None, "unknown"),
        (None, "ambiguous"),
        ("nursultan-nazarbayev", "matched"),
        ("nursultan-nazarbayev", "matched"),
        ("kassym-jomart-tokayev", "matched"),
    ]


@pytest.mark.parametrize("form", TYPED)
@pytest.mark.parametrize("target", TYPED)
def test_typed_formats_keep_the_types_and_values_of_all_other_columns(
    tmp_path: Path, form: str, target: str
) -> None:
    frame = FRAME.with_columns(
        pl.col("n").cast(pl.UInt8).alias("small"),
        pl.col("share").cast(pl.Decimal(12, 3)).alias("money"),
        pl.col("day").cast(pl.Datetime("ns", "Asia/Almaty")).alias("moment"),
        pl.col("person").cast(pl.Categorical).alias("kind"),
        pl.Series("tags", [["a", None], [], None, ["b"], [], [], [], []], dtype=pl.List(pl.String)),
        pl.struct("n", "day").alias("record"),
        pl.lit(b"\x00\xff").alias("bytes"),
        pl.lit("").alias("nothing"),
    )
    run(written(tmp_path / f"in.{form}", form, frame), tmp_path / f"out.{target}")
    back = read(tmp_path / f"out.{target}", target)
    assert back.select(frame.columns).equals(frame)
    assert [back.schema[name] for name in frame.columns] == list(frame.schema.values())
    assert list(back.schema.items())[-4:] == [
        ("person_name", pl.String()),
        ("person_id", pl.String()),
        ("person_score", pl.Float64()),
        ("person_status", pl.String()),
    ]


def test_jsonl_keeps_every_other_value_digit_for_digit(tmp_path: Path) -> None:
    line = '{"n":1.500,"big":12345678901234567890123,"person":"Toqaev","o":{"b":1,"a":[1e5,null]}}'
    (tmp_path / "in.jsonl").write_text(f'\ufeff{line}\n\n{{"person":null}}\n{{"n":2}}\n', encoding="utf-8")
    assert run(tmp_path / "in.jsonl", tmp_path / "out.jsonl").rows == 3
    first, second, third = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert first.startswith(line[:-1] + ',"person_name":"Kassym-Jomart Tokayev"')
    assert second.endswith(
        '"person_name":null,"person_id":null,"person_score":null,"person_status":"unknown"}'
    )
    assert json.loads(third)["n"] == 2


def test_a_workbook_keeps_its_other_sheets_formulas_and_formats(tmp_path: Path) -> None:
    write_workbook(FRAME, tmp_path / "in.xlsx")
    book = openpyxl.load_workbook(tmp_path / "in.xlsx")
    sheet: Any = book.active
    sheet.cell(2, 4).number_format = "0.000"
    sheet.cell(1, 6, "sum")
    sheet.cell(2, 6, "=D2*2")
    sheet.merge_cells("B8:M8")
    book.create_sheet("notes").append(["keep me"])
    book.save(tmp_path / "in.xlsx")
    run(tmp_path / "in.xlsx", tmp_path / "out.xlsx")
    back = openpyxl.load_workbook(tmp_path / "out.xlsx")
    sheet = back.active
    assert sheet.cell(2, 4).number_format == "0.000" and sheet.cell(2, 6).value == "=D2*2"
    assert sheet.cell(2, 3).value == dt.datetime(2019, 6, 9) and sheet.cell(2, 5).value is True
    assert sheet.cell(7, 2).value == "=Nursultan Nazarbaev" and sheet.cell(7, 2).data_type == "s"
    assert [cell.value for cell in sheet[1]][13:] == [
        "person_name",
        "person_id",
        "person_score",
        "person_status",
    ]
    assert next(iter(back["notes"].values)) == ("keep me",)


def with_parts(path: Path, parts: dict[str, str], in_sheet: str = "") -> None:
    """Put parts into a workbook that openpyxl cannot make."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    sheet = content["xl/worksheets/sheet1.xml"].decode()
    content["xl/worksheets/sheet1.xml"] = sheet.replace("</worksheet>", in_sheet + "</worksheet>").encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in (content | {name: text.encode() for name, text in parts.items()}).items():
            archive.writestr(name, data)


SPARKLINES = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups><x14:sparklineGroup/>'
    "</x14:sparklineGroups></ext></extLst>"
)
XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


@pytest.mark.parametrize(
    ("parts", "in_sheet", "lost"),
    [
        ({}, "", ()),
        ({"xl/drawings/drawing1.xml": f'<xdr:wsDr xmlns:xdr="{XDR}"><xdr:sp macro=""/></xdr:wsDr>'}, "", ()),
        ({"xl/slicers/slicer1.xml": "<slicers/>", "xl/media/a.png": "x"}, SPARKLINES, ()),
        ({"_xmlsignatures/sig1.xml": "<Signature/>"}, "", ("the digital signature, which holds no more",)),
    ],
)
def test_a_workbook_keeps_every_other_part_and_cell_to_the_byte(
    tmp_path: Path, parts: dict[str, str], in_sheet: str, lost: tuple[str, ...]
) -> None:
    write_workbook(FRAME, tmp_path / "in.xlsx")
    with_parts(tmp_path / "in.xlsx", parts, in_sheet)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        summary = run(tmp_path / "in.xlsx", tmp_path / "out.xlsx")
    assert summary.lost == lost
    told = [line for line in summary_lines(summary, Matcher()) if "  not kept: " in line]
    assert told == [f"  not kept: {each}" for each in lost]
    with zipfile.ZipFile(tmp_path / "in.xlsx") as old, zipfile.ZipFile(tmp_path / "out.xlsx") as new:
        assert old.namelist() == new.namelist()
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
        assert changed == {"xl/workbook.xml", "xl/worksheets/sheet1.xml"}
        before, after = (each.read("xl/worksheets/sheet1.xml").decode() for each in (old, new))
    added = re.compile(r'<c r="[F-I][0-9]">.*?</c>|<c r="[F-I][0-9]" t="inlineStr">.*?</c>')
    assert added.sub("", after).replace("A1:I9", "A1:E9") == re.sub(r' spans="[^"]*"', "", before)
    assert run(tmp_path / "in.xlsx", tmp_path / "out.csv").lost == ()


def test_a_workbook_keeps_the_formats_of_parts_of_a_text(tmp_path: Path) -> None:
    bold = TextBlock(InlineFont(b=True), "Nursultan")
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append([CellRichText("per", TextBlock(InlineFont(b=True), "son"))])
    sheet.append([CellRichText(bold, " Nazarbayev")])
    book.save(tmp_path / "in.xlsx")
    assert run(tmp_path / "in.xlsx", tmp_path / "out.xlsx").matched == 1
    back: Any = openpyxl.load_workbook(tmp_path / "out.xlsx", rich_text=True).active
    assert back["A2"].value == CellRichText(bold, " Nazarbayev")
    assert back["B1"].value == "person_name" and back["B2"].value == "Nursultan Nazarbayev"
    run(tmp_path / "in.xlsx", tmp_path / "out.csv")
    assert read(tmp_path / "out.csv", "csv")["person"].to_list() == ["Nursultan Nazarbayev"]


@pytest.mark.parametrize("text", ["x" * 32_768, "\U0001f600" * 16_384])
def test_a_text_longer_than_an_excel_cell_holds_is_refused(tmp_path: Path, text: str) -> None:
    source = written(tmp_path / "in.csv", "csv", pl.DataFrame({"person": ["x", "y"], "note": ["", text]}))
    with pytest.raises(TableError, match=r"column 'note' holds a text of .* row 3 of the sheet.* 32,767; wr"):
        run(source, tmp_path / "out.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_the_longest_text_that_an_excel_cell_holds_is_whole(tmp_path: Path) -> None:
    frame = pl.DataFrame({"person": ["x"], "note": ["x" * 32_767]})
    assert run(written(tmp_path / "in.csv", "csv", frame), tmp_path / "out.xlsx").lost == ()
    assert read(tmp_path / "out.xlsx", "xlsx")["note"].to_list() == frame["note"].to_list()


def test_characters_that_xml_cannot_hold_are_written_as_excel_writes_them(tmp_path: Path) -> None:
    notes = ["a\x00", "tab\t and line\n", "\x0bb\r\n", "_x000D_", "\ufffe"]
    frame = pl.DataFrame({"person": notes, "note": notes})
    assert run(written(tmp_path / "in.csv", "csv", frame), tmp_path / "out.xlsx").lost == ()
    there = ["a_x0000_", notes[1], "_x000B_b_x000D_\n", "_x005F_x000D_", "_xFFFE_"]
    assert read(tmp_path / "out.xlsx", "xlsx")["note"].to_list() == there
    again = Options(columns=("note",))
    run(tmp_path / "out.xlsx", tmp_path / "back.parquet", again)
    assert pl.read_parquet(tmp_path / "back.parquet")["note"].to_list() == notes


def test_a_sheet_is_chosen_by_its_name(tmp_path: Path) -> None:
    write_workbook(FRAME, tmp_path / "in.xlsx")
    book = openpyxl.load_workbook(tmp_path / "in.xlsx")
    for row in [[None, None], ["person", "n"], ["Toqaev", 1]]:
        sheet: Any = book["second"] if "second" in book else book.create_sheet("second")
        sheet.append(row)
    book.save(tmp_path / "in.xlsx")
    assert run(tmp_path / "in.xlsx", tmp_path / "out.csv", sheet="second").rows == 1
    with pytest.raises(TableError, match="has no sheet 'third'; it has 'Sheet', 'second'"):
        run(tmp_path / "in.xlsx", tmp_path / "out.csv", sheet="third")


def test_rows_of_typed_columns_become_plain_text_in_a_csv(tmp_path: Path) -> None:
    run(written(tmp_path / "in.parquet", "parquet"), tmp_path / "out.csv")
    header, first, second, third, *_ = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert header == "n,person,day,share,known,person_name,person_id,person_score,person_status"
    assert first.startswith("0,Kasym-Zhomart Tokayev,2019-06-09,0.1,true,Kassym-Jomart Tokayev,")
    assert second.startswith('1,"Токаев, К.-Ж.",,,false,')
    assert third == "2,,1953-05-17,1e-12,,,,,unknown"


@pytest.mark.parametrize(("source", "target", "delimiter"), [("tsv", "csv", ","), ("csv", "tsv", "\t")])
def test_delimited_text_changes_its_delimiter_with_the_ending(
    tmp_path: Path, source: str, target: str, delimiter: str
) -> None:
    path = tmp_path / f"in.{source}"
    rows = ["a", "x, y", "person"], ["1\t2", 'say "x"', "Toqaev"]
    with path.open("w", newline="") as stream:
        csv.writer(stream, delimiter={"csv": ",", "tsv": "\t"}[source]).writerows(rows)
    run(path, tmp_path / f"out.{target}")
    table = pl.read_csv(tmp_path / f"out.{target}", separator=delimiter, infer_schema=False)
    assert [table.columns[:3], list(table.row(0)[:3])] == list(rows)
    assert table["person_status"].to_list() == ["matched"]


def test_rows_that_lack_cells_are_counted_on_their_way_to_typed_columns(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("person,n,m\nJane,1,2\nJane\n\nJane,1\nJane,1,2\nJane,1\nJane\n")
    summary = run(tmp_path / "in.csv", tmp_path / "out.parquet")
    assert (summary.rows, summary.short_rows, summary.short_lines) == (6, 4, (3, 5, 7))


@pytest.mark.parametrize("form", FORMATS)
def test_replace_best_and_candidates_work_in_every_format(tmp_path: Path, form: str) -> None:
    source = written(tmp_path / f"in.{form}", form)
    options = Options(columns=("person",), replace=True, best=True, candidates=2, prefix="our_")
    run(source, tmp_path / f"out.{form}", options)
    back = read(tmp_path / f"out.{form}", form)
    assert back["person"].to_list()[:2] == ["Kassym-Jomart Tokayev"] * 2
    assert back["person"].to_list()[4] == "Marat Kozhayev"
    assert back["our_person_id"].to_list()[4] == "marat-kozhayev-1"
    assert back["our_person_candidates"].to_list()[4].startswith("marat-kozhayev-1:0.4")


@pytest.mark.parametrize("form", ["parquet", "jsonl", "xlsx", "csv"])
def test_reasons_stand_beside_answers_and_none_beside_an_empty_cell(tmp_path: Path, form: str) -> None:
    frame = pl.DataFrame({"person": ["Toqaev", "Jane Doe", None, "Ann Poe", "Nazarbaev; Ann Poe"]})
    source = written(tmp_path / f"in.{form}", form, frame)
    options = Options(columns=("person",), explain=True, separator=";")
    normalize_files(source, tmp_path / f"out.{form}", Decisions({"Jane Doe": None}, MATCHER), options)
    back = read(tmp_path / f"out.{form}", form)
    reasons = back["person_reason"].to_list()
    assert reasons[0] == MATCHER.match("Toqaev").reason
    assert reasons[1] == "decided by hand"
    assert not reasons[2]
    assert reasons[4].split(";") == [
        MATCHER.match(each).reason.replace(";", ",") for each in ("Nazarbaev", "Ann Poe")
    ]


@pytest.mark.parametrize("form", ["parquet", "jsonl", "xlsx", "csv"])
def test_cells_of_several_people_have_answers_joined_as_they_are(tmp_path: Path, form: str) -> None:
    frame = pl.DataFrame({"person": ["Toqaev; Jane Doe", "Jane Doe;Ann Poe", None], "n": [1, 2, 3]})
    source = written(tmp_path / f"in.{form}", form, frame)
    run(source, tmp_path / f"out.{form}", Options(columns=("person",), separator=";"))
    back = read(tmp_path / f"out.{form}", form)
    assert back["person_id"].to_list()[0] == "kassym-jomart-tokayev;"
    assert (back["person_id"].to_list()[1] or "").strip(";") == ""
    assert back["person_status"].to_list() == ["matched;unknown", "unknown;unknown", "unknown"]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("ending", ["gz", "zst"])
def test_compressed_files_are_read_and_written(tmp_path: Path, form: str, ending: str) -> None:
    plain = written(tmp_path / f"plain.{form}", form).read_bytes()
    pack, unpack = PACKERS[ending]
    (tmp_path / f"in.{form}.{ending}").write_bytes(pack(plain))
    run(tmp_path / f"in.{form}.{ending}", tmp_path / f"out.{form}.{ending}")
    (tmp_path / f"back.{form}").write_bytes(unpack((tmp_path / f"out.{form}.{ending}").read_bytes()))
    assert answers_in(read(tmp_path / f"back.{form}", form)) == expected()


@pytest.mark.parametrize("form", FORMATS)
def test_several_inputs_become_one_table(tmp_path: Path, form: str) -> None:
    parts = [written(tmp_path / f"{n}.{form}", form, FRAME[n * 3 : n * 3 + 3]) for n in range(3)]
    target = f"out.{'jsonl' if form == 'xlsx' else form}"
    assert run(parts, tmp_path / target).rows == 8
    assert answers_in(read(tmp_path / target, target.partition(".")[2])) == expected()


def test_inputs_of_several_formats_become_one_table(tmp_path: Path) -> None:
    texts = FRAME.select(pl.col("person"), pl.col("n").cast(pl.String))
    parts = [
        written(tmp_path / "a.csv", "csv", texts[:3].fill_null("")),
        written(tmp_path / "b.parquet", "parquet", texts[3:5]),
        written(tmp_path / "c.jsonl", "jsonl", texts[5:]),
    ]
    run(parts, tmp_path / "out.parquet")
    assert answers_in(read(tmp_path / "out.parquet", "parquet")) == expected()


def test_texts_of_other_delimiters_encodings_and_line_ends_become_one(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b'n,person\r\n1,"Toqaev, K."')
    (tmp_path / "b.csv").write_bytes("n;person\n2;Токаев, К.\n3;Jane\n".encode("windows-1251"))
    (tmp_path / "c.csv").write_bytes(b"sep=|\n\nn|person\n4|Jane|x\n")
    out = io.BytesIO()
    summary = run([tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "c.csv"], out)
    lines = out.getvalue().decode().splitlines()
    assert [line.partition(",")[0] for line in lines] == ["n", "1", "2", "3", "4"]
    assert lines[2].startswith('2,"Токаев, К.",')
    assert lines[4] == "4,Jane,,,0.0000,unknown,x"
    assert (summary.rows, summary.long_rows, summary.delimiter) == (4, 1, ",")


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_input_makes_the_same_bytes(tmp_path: Path, form: str) -> None:
    source = written(tmp_path / "in.parquet", "parquet")
    outputs = [tmp_path / f"{n}.{form}" for n in range(2)]
    for output in outputs:
        run(source, output)
    assert outputs[0].read_bytes() == outputs[1].read_bytes()


def test_a_workbook_edited_twice_makes_the_same_bytes(tmp_path: Path) -> None:
    source = written(tmp_path / "in.xlsx", "xlsx")
    outputs = [tmp_path / f"{n}.xlsx" for n in range(2)]
    for output in outputs:
        run(source, output)
    assert outputs[0].read_bytes() == outputs[1].read_bytes()


@pytest.mark.parametrize("form", ["parquet", "arrow", "jsonl", "xlsx", "csv"])
def test_a_pipe_is_recognised_by_its_first_bytes(tmp_path: Path, form: str) -> None:
    source = written(tmp_path / "in", form)
    with source.open("rb") as stream:
        run(stream, tmp_path / "out.jsonl")
    assert answers_in(read(tmp_path / "out.jsonl", "jsonl")) == expected()


def test_an_arrow_stream_is_read_as_well(tmp_path: Path) -> None:
    FRAME.write_ipc_stream(tmp_path / "in.arrows")
    run(tmp_path / "in.arrows", tmp_path / "out.jsonl")
    assert answers_in(read(tmp_path / "out.jsonl", "jsonl")) == expected()


def test_many_portions_keep_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("names.tables.portions.ROWS_TOGETHER", 1000)
    frame = pl.DataFrame({"n": range(50_000), "person": PEOPLE * 6250})
    assert run(written(tmp_path / "in.parquet", "parquet", frame), tmp_path / "out.parquet").rows == 50_000
    back = read(tmp_path / "out.parquet", "parquet")
    assert back["n"].to_list() == list(range(50_000))
    assert answers_in(back) == expected() * 6250


@pytest.mark.parametrize("form", FORMATS)
def test_a_name_with_signs_of_a_pattern_is_one_file(tmp_path: Path, form: str) -> None:
    source = written(tmp_path / f"a[1]*?.{form}", form)
    assert run(source, tmp_path / "out.arrow").rows == 8
    assert answers_in(read(tmp_path / "out.arrow", "arrow")) == expected()


@pytest.mark.parametrize(
    "form", [form for form in FORMATS if form != "jsonl"]
)  # there, no rows are no columns
def test_a_table_without_rows_is_a_table(tmp_path: Path, form: str) -> None:
    source = written(tmp_path / f"in.{form}", form, FRAME.clear())
    run(source, tmp_path / f"out.{form}")
    assert read(tmp_path / f"out.{form}", form).columns[-1] == "person_status"


def spoilt(folder: Path, kind: str) -> Path:
    """A file with which something is wrong."""
    path = folder / f"in.{kind.partition(' ')[0]}"
    form = path.suffix[1:]
    if kind in ("parquet cut short", "arrow cut short", "xlsx cut short", "jsonl.gz cut short"):
        whole = written(folder / "whole", form if form != "gz" else "jsonl").read_bytes()
        whole = gzip.compress(whole * 50) if form == "gz" else whole
        path.write_bytes(whole[: len(whole) // 2])
    elif kind.endswith("of numbers"):
        written(path, form, FRAME.with_columns(person=pl.col("n")))
    elif kind.endswith("of bytes"):
        written(path, form, FRAME.with_columns(tags=pl.concat_list(pl.lit(b"a"))))
    elif kind.endswith("of lists"):
        written(path, form, FRAME.with_columns(tags=pl.lit(["a"])))
    elif form == "jsonl":
        path.write_text(
            {"jsonl broken": '{"person":"x"}\n{"person"\n', "jsonl lists": '{"person":"x"}\n[1]\n'}[kind]
        )
    elif form == "xlsx":
        write_workbook(FRAME, path)
        book = openpyxl.load_workbook(path)
        sheet: Any = book.active
        if kind == "xlsx merged":
            sheet.merge_cells("A1:B1")
        elif kind == "xlsx formula":
            sheet.cell(3, 2, '="Toqaev"')
        elif kind == "xlsx error":
            sheet.cell(3, 2, "#N/A")
        book.save(path)
    return path


@pytest.mark.parametrize(
    ("kind", "target", "message"),
    [
        ("parquet cut short", "out.parquet", r"in.parquet cannot be read as Parquet: .*cut short or damaged"),
        ("arrow cut short", "out.parquet", r"in.arrow cannot be read as an Arrow file: .*cut short"),
        (
            "xlsx cut short",
            "out.xlsx",
            r"in.xlsx cannot be read as an Excel workbook: .*; it may be cut short",
        ),
        ("jsonl.gz cut short", "out.jsonl", r"in.jsonl.gz is cut short: its .gz does not end well"),
        ("parquet of numbers", "out.parquet", r"in.parquet: column 'person' holds Int64, not text; name the"),
        ("arrow of numbers", "out.csv", r"in.arrow: column 'person' holds Int64, not text"),
        ("jsonl of numbers", "out.jsonl", r"in.jsonl, line 1: 'person' holds 0, not text"),
        ("xlsx of numbers", "out.xlsx", r"in.xlsx, sheet 'Sheet': cell B2 holds 0, not text"),
        (
            "parquet of lists",
            "out.csv",
            r"column 'tags' holds List\(String\), for which CSV has no room; write",
        ),
        ("parquet of lists", "out.xlsx", r"column 'tags' holds List\(String\), for which XLSX has no room"),
        ("parquet of bytes", "out.jsonl", r"column 'tags' holds .*Binary.*, for which JSONL has no room"),
        ("jsonl broken", "out.jsonl", r"in.jsonl, line 2: this is no JSON object"),
        ("jsonl broken", "out.parquet", r"in.jsonl, line 2: this is no JSON object"),
        ("jsonl lists", "out.jsonl", r"in.jsonl, line 2: this is no JSON object"),
        ("xlsx merged", "out.xlsx", r"the header has merged cells \(A1:B1\).*unmerge them"),
        ("xlsx merged", "out.parquet", r"the header has merged cells \(A1:B1\).*unmerge them"),
        ("xlsx formula", "out.xlsx", r"cell B3 holds a formula whose value was never computed; open"),
        ("xlsx error", "out.xlsx", r"cell B3 holds #N/A, not text"),
    ],
)
def test_a_spoilt_file_is_one_line_and_no_output(
    tmp_path: Path, kind: str, target: str, message: str
) -> None:
    source = spoilt(tmp_path, kind)
    with pytest.raises(TableError, match=message) as raised:
        run(source, tmp_path / target)
    assert "\n" not in str(raised.value)
    assert not (tmp_path / target).exists() and not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("form", ["parquet", "csv", "xlsx"])
def test_a_decimal_longer_than_can_be_used_is_named_in_one_line(tmp_path: Path, form: str) -> None:
    digits = pa.array([decimal.Decimal("1.5")] * len(FRAME), pa.decimal256(60, 2))
    pq.write_table(FRAME.to_arrow().append_column("sum", digits), tmp_path / "in.parquet")
    with pytest.raises(
        TableError, match=r"in.parquet: column 'sum' holds decimals of 60 digits[^\n]*; turn it"
    ) as raised:
        run(tmp_path / "in.parquet", tmp_path / f"out.{form}")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "raised", [pl.exceptions.ComputeError("no way\nat all"), pl.exceptions.PanicException("no way")]
)
def test_whatever_polars_cannot_do_is_said_in_one_line(raised: BaseException) -> None:
    with (
        pytest.raises(TableError, match=r"^the table cannot be written as csv: no way; try[^\n]*$"),
        in_one_line("csv"),
    ):
        raise raised


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("people.xls", "it is plain text by its content; say --input-format csv"),
        ("people.ods", "it is plain text by its content; say --input-format csv"),
        ("people.json", "one object to a line"),
        ("people.xlsm", "it is plain text by its content; say --input-format csv"),
        ("none.parquet", "there is no file"),
    ],
)
def test_a_format_that_is_not_read_is_named_with_a_remedy(tmp_path: Path, name: str, message: str) -> None:
    if not name.startswith("none"):
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(TableError, match=message):
        run(tmp_path / name, tmp_path / "out.csv")


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ({"person": ["x"], "m": [1]}, r"b.parquet has no column 'n', which .*a.parquet has"),
        ({"person": ["x"], "n": [1], "m": [1]}, r"b.parquet has a column 'm', which .*a.parquet has not"),
        ({"n": [1], "person": ["x"]}, r"b.parquet has its columns in another order"),
        ({"person": ["x"], "n": ["1"]}, r"b.parquet: column 'n' holds String, and in .*a.parquet Int64"),
    ],
)
@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_inputs_that_are_not_alike_do_not_become_one(
    tmp_path: Path, second: dict[str, list[Any]], message: str, form: str
) -> None:
    first = pl.DataFrame({"person": ["x"], "n": [1]})
    files = [
        written(tmp_path / f"a.{form}", form, first),
        written(tmp_path / f"b.{form}", form, pl.DataFrame(second)),
    ]
    if form == "csv" and "holds" in message:
        return
    with pytest.raises(TableError, match=message.replace("parquet", form)):
        run(files, tmp_path / f"out.{form}")
    assert not (tmp_path / f"out.{form}").exists()


def test_a_column_that_no_object_has_is_named_with_those_there_are(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", "jsonl")
    with pytest.raises(
        TableError, match=r"in.jsonl has no column 'persn' \(did you mean 'person'\?\); it has"
    ):
        run(source, tmp_path / "out.jsonl", Options(columns=("persn",)))


@pytest.mark.parametrize("form", FORMATS)
def test_columns_that_would_come_twice_are_refused(tmp_path: Path, form: str) -> None:
    source = written(tmp_path / f"in.{form}", form, FRAME.with_columns(person_id=pl.lit("x")))
    with pytest.raises(TableError, match=r"already has a column 'person_id'.*--prefix"):
        run(source, tmp_path / f"out.{form}")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("form", FORMATS)
def test_an_output_without_room_is_one_line(tmp_path: Path, form: str) -> None:
    source = written(tmp_path / "in.parquet", "parquet")
    with pytest.raises(TableError, match=r"output /dev/full cannot be written: .*no space left.*; choose"):
        run(source, "/dev/full", format=form)


def test_an_output_that_is_one_of_the_inputs_is_refused(tmp_path: Path) -> None:
    files = [written(tmp_path / f"{n}.parquet", "parquet") for n in "ab"]
    with pytest.raises(TableError, match="is the input itself"):
        run(files, files[1])
    assert read(files[1], "parquet").equals(FRAME)


def test_a_pipe_compressed_twice_over_goes_through_the_command(tmp_path: Path) -> None:
    gazetteer = tmp_path / "people.csv"
    gazetteer.write_text("id,name\ntokayev,Kassym-Jomart Tokayev\n")
    command = [sys.executable, "-m", "names", "normalize", "-", "-c", "person", "--gazetteer", str(gazetteer)]
    table = written(tmp_path / "in.parquet", "parquet").read_bytes()
    done = subprocess.run(
        [*command, "--format", "jsonl"],
        input=zstd.compress(table),
        capture_output=True,
        check=True,
        env=os.environ,
    )
    assert json.loads(done.stdout.splitlines()[0])["person_id"] == "tokayev"


def test_what_a_shell_makes_a_pipe_of_is_read_once(tmp_path: Path) -> None:
    table = written(tmp_path / "in.jsonl", "jsonl")
    script = (
        f'"{sys.executable}" -m names normalize <(cat {table}) <(cat {table}) -c person --manifest m.json'
    )
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, check=True, env=os.environ
    )
    assert done.stdout.count(b"person_id") == 16
    assert [list(each) for each in json.loads((tmp_path / "m.json").read_text())["inputs"]] == [["name"]] * 2


def test_a_stream_given_by_a_program_stays_open(tmp_path: Path) -> None:
    out: BinaryIO = io.BytesIO()
    run(written(tmp_path / "in.parquet", "parquet"), out, format="parquet")
    out.seek(0)
    assert answers_in(pl.read_parquet(out)) == expected()


def test_arrow_readers_take_the_columns_of_answers_without_polars() -> None:
    table = pa.table(answer_columns(["Toqaev", None], MATCHER))
    assert table.column("person" if "person" in table.column_names else "id").to_pylist() == [
        "kassym-jomart-tokayev",
        None,
    ]


@pytest.mark.parametrize(
    "name", ["out.bz2", "out.csv.zip", "out.foo", "out.foo.gz", "out.csv.bak", "out.PQT"]
)
def test_an_ending_that_tells_no_format_is_refused_unless_the_format_is_said(
    tmp_path: Path, name: str
) -> None:
    source = written(tmp_path / "in.csv", "csv")
    with pytest.raises(
        TableError, match=r"tells no format; end it in .csv, .*, .xlsx, with .gz or .zst .*--format"
    ):
        run(source, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
    run(source, tmp_path / name, format="csv")
    assert (tmp_path / name).stat().st_size


@pytest.mark.parametrize("name", ["out", "out.gz", ".out", "out."])
def test_an_output_without_an_ending_has_the_format_of_the_input(tmp_path: Path, name: str) -> None:
    run(written(tmp_path / "in.jsonl", "jsonl"), tmp_path / name)
    content = (tmp_path / name).read_bytes()
    assert (gzip.decompress(content) if name == "out.gz" else content).startswith(b'{"n":0,')


@pytest.mark.parametrize("target", ["out.csv", "out.xlsx"])
def test_a_sheet_of_what_is_no_workbook_is_refused(tmp_path: Path, target: str) -> None:
    with pytest.raises(TableError, match="sheet 'people' is asked for, and no input is an Excel workbook"):
        run(written(tmp_path / "in.csv", "csv"), tmp_path / target, sheet="people")
    assert not (tmp_path / target).exists()
