"""Workbooks as no library writes them: read as Excel reads them, or refused in one line, within bounds."""

from __future__ import annotations

import csv
import json
import re
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
import xlwt
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from names.cli.normalize import oddity_lines
from names.tables import Options, Summary, TableError, normalize_files
from names.tables.workbooks.limits import column_letters
from names.tables.workbooks.string_escapes import decode_escapes, encode_escapes
from tests.hostile.books import book, ods, ods_row, pack, parts_of, prefixed, sheet, strict, text, xlsb
from tests.hostile.bounded import names, python
from tests.test_tables import MATCHER

CASES = Path(__file__).parents[1] / "cases" / "hostile"
COLUMN = Options(columns=("person",))
HEADER = f'<row r="1">{text("A1", "person")}{text("B1", "n")}</row>'
ROW = f'<row r="2">{text("A2", "Toqaev")}</row>'
KINDS = ("name", "id", "score", "status")
TOKAYEV = ["Kassym-Jomart Tokayev", "kassym-jomart-tokayev"]
STRING = 'office:value-type="string"'


def read_cases(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return cases


def run(source: Path, target: Path, options: Options = COLUMN, **given: Any) -> Summary:
    return normalize_files(source, target, MATCHER, options, **given)


def sheet_xml(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def rows_of(path: Path, title: str | None = None) -> list[list[Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses styles that no cell has
        read: Any = openpyxl.load_workbook(path)
    return [list(row) for row in (read[title] if title else read.worksheets[0]).values]


# What cells say.


@pytest.mark.parametrize("case", read_cases("workbook_cells.yaml"), ids=lambda case: case["claim"])
def test_a_cell_says_what_excel_shows(tmp_path: Path, case: dict[str, Any]) -> None:
    source = book(tmp_path / "in.xlsx", HEADER + ROW.replace("</row>", case["cell"] + "</row>"))
    run(source, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["n"] for row in csv.DictReader(stream)] == [case["text"]]
    run(source, tmp_path / "out.parquet")
    if "typed" in case:
        assert pl.read_parquet(tmp_path / "out.parquet")["n"].to_list() == [case["typed"]]
    run(source, tmp_path / "out.xlsx")
    assert case["cell"] in sheet_xml(tmp_path / "out.xlsx")


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ('<c r="B1"><v>2019</v></c>', "2019"),
        ('<c r="B1" s="1"><v>43625</v></c>', "2019-06-09"),
        ('<c r="B1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="B1" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="B1" t="str"><f>"x"</f><v>x</v></c>', "x"),
    ],
)
def test_a_column_is_called_what_its_header_shows(tmp_path: Path, cell: str, name: str) -> None:
    source = book(tmp_path / "in.xlsx", f'<row r="1">{text("A1", "person")}{cell}</row>' + ROW)
    run(source, tmp_path / "out.csv")
    assert pl.read_csv(tmp_path / "out.csv").columns[1] == name


def test_a_column_without_a_name_is_called_by_its_number(tmp_path: Path) -> None:
    """As pandas writes the labels of rows."""
    header = f'<row r="1">{text("B1", "person")}</row>'
    source = book(tmp_path / "in.xlsx", header + '<row r="2"><c r="A2"><v>0</v></c></row>')
    run(source, tmp_path / "out.csv")
    assert pl.read_csv(tmp_path / "out.csv").columns[:3] == ["column_1", "person", "person_name"]
    run(source, tmp_path / "out.xlsx")
    assert rows_of(tmp_path / "out.xlsx")[0][:3] == [None, "person", "person_name"]
    taken = header.replace("</row>", f"{text('C1', 'column_1')}</row>")
    source = book(tmp_path / "in.xlsx", taken + '<row r="2"><c r="A2"><v>0</v></c></row>')
    with pytest.raises(TableError, match="has two columns 'column_1'; rename one of them"):
        run(source, tmp_path / "out.csv")


def test_whole_numbers_beside_fractions_stay_whole_in_text(tmp_path: Path) -> None:
    cells = ("5", "0.5", "9007199254740993")
    rows = (f'<row r="{n}"><c r="B{n}"><v>{cell}</v></c></row>' for n, cell in enumerate(cells, 2))
    run(book(tmp_path / "in.xlsx", HEADER + "".join(rows)), tmp_path / "out.csv")
    assert pl.read_csv(tmp_path / "out.csv", infer_schema=False)["n"].to_list() == list(cells)


def test_empty_texts_of_formulas_leave_a_column_of_numbers_one(tmp_path: Path) -> None:
    cells = ('<c r="B2"><v>5</v></c>', '<c r="B3" t="str"><f>A1</f><v></v></c>')
    rows = (f'<row r="{n}">{cell}</row>' for n, cell in enumerate(cells, 2))
    run(book(tmp_path / "in.xlsx", HEADER + "".join(rows)), tmp_path / "out.parquet")
    assert pl.read_parquet(tmp_path / "out.parquet")["n"].to_list() == [5, None]


def test_days_are_counted_from_1904_where_a_workbook_says_so(tmp_path: Path) -> None:
    rows = HEADER + '<row r="2"><c r="B2" s="1"><v>42163</v></c></row>'
    pack(tmp_path / "in.xlsx", parts_of(sheet(rows), workbook='<workbookPr date1904="true"/>'))
    run(tmp_path / "in.xlsx", tmp_path / "out.csv")
    assert "2019-06-09" in (tmp_path / "out.csv").read_text(encoding="utf-8")


@given(
    st.text(st.one_of(st.sampled_from("_x05FD\r\n\0"), st.characters(exclude_categories=["Cs"])), max_size=30)
)
@settings(max_examples=300, deadline=None)
def test_every_text_comes_back_from_its_escapes(written: str) -> None:
    assert decode_escapes(encode_escapes(written)) == written
    assert not re.search("[\x00-\x08\x0b-\x1f\ufffe\uffff]", encode_escapes(written))


# Which sheet, and which of its rows is the header.


@pytest.mark.parametrize(
    ("states", "sheet_read", "said"),
    [
        ({}, "S1", None),
        ({2: "hidden"}, "S1", None),
        ({1: "hidden"}, "S2", "read the sheet 'S2', the first that is shown; 'S1' is hidden; --sheet names"),
        ({1: "veryHidden"}, "S2", "read the sheet 'S2', the first that is shown; 'S1' is hidden; --sheet"),
        ({1: "hidden", 2: "hidden"}, "S1", "read the sheet 'S1', which is hidden, as all of its workbook's"),
    ],
)
@pytest.mark.parametrize("target", ["out.csv", "out.xlsx"])
def test_the_first_sheet_that_is_shown_is_read_and_that_is_said(
    tmp_path: Path, target: str, states: dict[int, str], sheet_read: str, said: str | None
) -> None:
    sheets = (sheet(HEADER + ROW.replace("Toqaev", name)) for name in ("S1", "S2"))
    source = pack(tmp_path / "in.xlsx", parts_of(*sheets, states=states))
    summary = run(source, tmp_path / target)
    assert [name for name, _ in summary.commonest_unknown] == [sheet_read]
    lines = [line for line in oddity_lines(summary) if "read the sheet" in line]
    assert len(lines) == bool(said) and all(line.startswith(f"  {said}") for line in lines)
    assert run(source, tmp_path / target, sheet="S1").remarks == ()


TITLED = f'<row r="2">{text("A2", "Report")}</row><row r="4">{text("A4", "person")}{text("B4", "n")}</row>'
BELOW = f'<row r="6">{text("A6", "Toqaev")}</row>'


@pytest.mark.parametrize("options", [{"header_row": 4}, {"skip_rows": 2}, {"skip_rows": 3}])
@pytest.mark.parametrize("target", ["out.csv", "out.xlsx"])
def test_the_header_of_a_sheet_is_where_somebody_says(
    tmp_path: Path, target: str, options: dict[str, int]
) -> None:
    merged = '<mergeCells><mergeCell ref="A2:XFD2"/></mergeCells>'  # a title over the whole sheet
    source = book(tmp_path / "in.xlsx", TITLED + BELOW, after=merged)
    summary = run(source, tmp_path / target, Options(columns=("person",), **options))  # type: ignore[arg-type]
    assert (summary.rows, summary.matched) == (1, 1)
    if target == "out.csv":
        assert summary.lost == (f"1 row at the beginning of {source}, sheet 'S1'",)
        return
    rows = rows_of(tmp_path / "out.xlsx")
    assert rows[1][:3] == ["Report", None, None]
    assert rows[3][:4] == ["person", "n", "person_name", "person_id"]
    assert rows[5][:4] == ["Toqaev", None, *TOKAYEV]
    assert summary.lost == ()


@pytest.mark.parametrize("target", ["out.csv", "out.xlsx"])
def test_a_sheet_without_a_header_is_answered_from_its_first_row_on(tmp_path: Path, target: str) -> None:
    source = book(tmp_path / "in.xlsx", BELOW + f'<row r="7">{text("B7", "x")}</row>')
    summary = run(source, tmp_path / target, Options(columns=("1",), no_header=True))
    assert (summary.rows, summary.matched, summary.empty) == (2, 1, 1)
    if target == "out.csv":
        assert (tmp_path / target).read_text(encoding="utf-8").startswith(f"Toqaev,,{TOKAYEV[0]},")
    else:
        assert rows_of(tmp_path / target)[5][:4] == ["Toqaev", None, *TOKAYEV]
        assert rows_of(tmp_path / target)[4][:4] == [None] * 4


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"header_row": 3}, "sheet 'S1', row 3 is empty and no header; give --header-row"),
        ({"header_row": 9}, "sheet 'S1' is empty after row 8: no header"),
        ({"skip_rows": 9, "no_header": True}, "sheet 'S1' is empty after row 9: no row"),
        ({"no_header": True}, "has no column 'person'; it has 'column_1', 'column_2'"),
    ],
)
@pytest.mark.parametrize("target", ["out.csv", "out.xlsx"])
def test_a_header_that_is_not_there_is_refused(
    tmp_path: Path, target: str, options: dict[str, Any], message: str
) -> None:
    source = book(tmp_path / "in.xlsx", TITLED + BELOW)
    with pytest.raises(TableError, match=re.escape(message)):
        run(source, tmp_path / target, Options(columns=("person",), **options))
    assert not (tmp_path / target).exists()


# What is written back.


@pytest.mark.parametrize("form", ["strict", "prefixed", "utf-16", "windows-1251", "bom", "backslashes"])
def test_a_workbook_of_another_make_is_read_and_written_back_as_it_is(tmp_path: Path, form: str) -> None:
    parts = parts_of(sheet(HEADER + ROW.replace("</row>", f"{text('B2', 'Ә' * (form[0] != 'w'))}</row>")))
    name = "xl/worksheets/sheet1.xml"
    xml = str(parts[name])
    if form == "strict":
        parts = strict(parts)
    elif form == "prefixed":
        parts[name] = prefixed(xml, "x")
    elif form == "backslashes":
        parts["xl/_rels/workbook.xml.rels"] = str(parts["xl/_rels/workbook.xml.rels"]).replace("ts/", "ts\\")
    elif form == "bom":
        parts[name] = "\ufeff" + xml
    else:
        parts[name] = f'<?xml version="1.0" encoding="{form}"?>{xml}'.encode(form)
    source = pack(tmp_path / "in.xlsx", parts)
    for target in ("out.csv", "out.xlsx"):
        assert run(source, tmp_path / target).matched == 1
    again = Options(columns=("person",), prefix="again_")
    assert run(tmp_path / "out.xlsx", tmp_path / "again.csv", again).matched == 1
    written = pl.read_csv(tmp_path / "again.csv")
    assert written["person_id"].to_list() == [TOKAYEV[1]] == written["again_person_id"].to_list()
    if form == "strict":
        assert "purl.oclc.org" in sheet_xml(tmp_path / "out.xlsx")


@pytest.mark.parametrize("make", ["stored", "folders", "twice", "no date"])
def test_an_archive_of_another_make_is_written_back_with_all_of_its_parts(tmp_path: Path, make: str) -> None:
    source = pack(tmp_path / "in.xlsx", parts_of(sheet(HEADER + ROW)))
    with zipfile.ZipFile(source) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    parts += [("../out.txt", b"x"), ("xl/media/bild ü.png", b"y")]
    parts = [("xl/", b""), *parts] if make == "folders" else parts
    parts = [("xl/worksheets/sheet1.xml", b"<old/>"), *parts] if make == "twice" else parts
    with warnings.catch_warnings(), zipfile.ZipFile(source, "w") as archive:
        warnings.simplefilter("ignore")  # Python warns of a name that comes twice
        for name, content in parts:
            archive.writestr(name, content)
    if make == "no date":
        data = bytearray(source.read_bytes())
        for found in re.finditer(b"PK\x01\x02", bytes(data)):
            data[found.start() + 12 : found.start() + 16] = bytes(4)
        source.write_bytes(bytes(data))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert run(source, tmp_path / "out.xlsx").matched == 1
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [name for name, content in parts if content != b"<old/>"]


def test_damage_in_another_part_is_refused_where_that_part_is_to_be_kept(tmp_path: Path) -> None:
    source = pack(tmp_path / "in.xlsx", parts_of(sheet(HEADER + ROW)) | {"xl/media/a.png": "x" * 1000})
    data = bytearray(source.read_bytes())
    data[data.index(b"xl/media/a.png") + 20] ^= 255
    source.write_bytes(bytes(data))
    assert run(source, tmp_path / "out.csv").matched == 1
    with pytest.raises(TableError, match=r"cannot be read as an Excel workbook: .*(xl/media/a.png|invalid)"):
        run(source, tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


def test_names_are_replaced_where_they_stand_and_keep_their_formats(tmp_path: Path) -> None:
    styled = text("A2", "Toqaev", 's="4"')
    rows = (
        f'<row r="2" spans="1:2">{styled}<c r="B2" s="1"/><c r="C2" s="2"/></row>'
        '<row r="3"><c r="A3" s="3"/><c r="B3"><v>1</v></c><c r="ZZ3" s="1"/></row>'
        '<row r="4"><c r="A4" t="str" s="2"><f>"Toqaev"</f><v>Toqaev</v></c></row>'
    )
    source = book(tmp_path / "in.xlsx", HEADER + rows, before='<dimension ref="A1:B4"/>')
    run(source, tmp_path / "out.xlsx", Options(columns=("person",), replace=True))
    xml = sheet_xml(tmp_path / "out.xlsx")
    assert '<dimension ref="A1:E4"/>' in xml and "spans" not in xml
    assert f'<c r="A2" s="4" t="inlineStr"><is><t>{TOKAYEV[0]}</t></is></c><c r="B2" s="1"/>' in xml
    assert f'<c r="C2" s="2" t="inlineStr"><is><t>{TOKAYEV[1]}</t></is></c>' in xml  # where a format stood
    assert '<c r="A3" s="3"/><c r="B3"><v>1</v></c><c r="E3" ' in xml and '</c><c r="ZZ3" s="1"/>' in xml
    assert f'<c r="A4" s="2" t="inlineStr"><is><t>{TOKAYEV[0]}</t></is></c>' in xml
    assert re.search(r'<c r="D2"><v>0\.\d+</v></c>', xml)


def test_a_name_known_from_other_columns_is_put_where_no_cell_was(tmp_path: Path) -> None:
    header = f'<row r="1">{text("A1", "given")}{text("B1", "person")}{text("C1", "family")}</row>'
    rows = f'<row r="2">{text("A2", "Kassym-Jomart")}{text("C2", "Tokayev")}</row>'
    options = Options(columns=("person",), replace=True, given="given", family="family")
    run(book(tmp_path / "in.xlsx", header + rows), tmp_path / "out.xlsx", options)
    assert rows_of(tmp_path / "out.xlsx")[1][:4] == ["Kassym-Jomart", TOKAYEV[0], "Tokayev", TOKAYEV[1]]


def test_formulas_are_computed_anew_and_their_list_goes_with_one_of_them(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="A2" t="str"><f>"Toqaev"</f><v>Toqaev</v></c></row>'
    parts = parts_of(sheet(HEADER + rows))
    relations, types = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
    chain = '<Relationship Id="rId9" Type="http://x/calcChain" Target="calcChain.xml"/></Relationships>'
    parts[relations] = str(parts[relations]).replace("</Relationships>", chain)
    listed = '<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'
    parts[types] = str(parts[types]).replace("</Types>", listed)
    parts["xl/calcChain.xml"] = '<calcChain><c r="A2" i="1"/></calcChain>'
    source = pack(tmp_path / "in.xlsx", parts)
    for replace, left in ((False, True), (True, False)):
        run(source, tmp_path / "out.xlsx", Options(columns=("person",), replace=replace))
        with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
            assert ("xl/calcChain.xml" in archive.namelist()) is left
            assert ("calcChain" in archive.read(types).decode()) is left
            assert ("calcChain" in archive.read(relations).decode()) is left
            assert (
                '</sheets><calcPr fullCalcOnLoad="1"/></workbook>' in archive.read("xl/workbook.xml").decode()
            )


@pytest.mark.parametrize(
    ("formula", "refused"),
    [
        ('<f t="array" ref="A2:A3">B2:B3</f>', "A2"),
        ('<f t="shared" ref="A2:A3" si="0">"Toqaev"</f>', "A2"),
        ("<f>B2</f>", None),
    ],
)
def test_a_formula_of_several_cells_is_not_torn_apart(
    tmp_path: Path, formula: str, refused: str | None
) -> None:
    rows = (
        f'<row r="2"><c r="A2" t="str">{formula}<v>Toqaev</v></c></row>'
        '<row r="3"><c r="A3" t="str"><v>Toqaev</v></c></row>'
    )
    source = book(tmp_path / "in.xlsx", HEADER + rows)
    assert run(source, tmp_path / "out.xlsx").matched == 2
    assert formula in sheet_xml(tmp_path / "out.xlsx")
    replacing = Options(columns=("person",), replace=True)
    if refused is None:
        assert run(source, tmp_path / "replaced.xlsx", replacing).matched == 2
        return
    with pytest.raises(
        TableError, match=r"cell A2 is one of A2:A3, which one formula fills, .*--replace out"
    ):
        run(source, tmp_path / "replaced.xlsx", replacing)
    assert not (tmp_path / "replaced.xlsx").exists()


@pytest.mark.parametrize(
    ("sheet_parts", "message"),
    [
        ((HEADER + ROW + f'<row r="9">{text("XFB9", "x")}</row>', ""), "cell XFB9 is filled"),
        ((HEADER + ROW, '<mergeCells><mergeCell ref="A2:XFD2"/></mergeCells>'), "A2:XFD2 are merged"),
    ],
)
def test_answers_for_which_a_sheet_has_no_column_left_are_refused(
    tmp_path: Path, sheet_parts: tuple[str, str], message: str
) -> None:
    source = book(tmp_path / "in.xlsx", sheet_parts[0], after=sheet_parts[1])
    with pytest.raises(
        TableError, match=f"no room for 4 columns of answers: .*{message}, and XFD is the last"
    ):
        run(source, tmp_path / "out.xlsx")


def test_answers_up_to_the_last_column_are_written(tmp_path: Path) -> None:
    source = book(tmp_path / "in.xlsx", HEADER + ROW.replace("</row>", f"{text('XEZ2', 'x')}</row>"))
    run(source, tmp_path / "out.xlsx")
    assert '<c r="XFD2" t="inlineStr"><is><t>matched</t></is></c></row>' in sheet_xml(tmp_path / "out.xlsx")
    run(source, tmp_path / "out.csv")
    assert pl.read_csv(tmp_path / "out.csv").columns[:3] == ["person", "n", "column_16380"]


def test_answers_longer_than_a_cell_holds_are_refused(tmp_path: Path) -> None:
    source = book(tmp_path / "in.xlsx", HEADER + ROW.replace("Toqaev", "Toqaev;" * 2000))
    with pytest.raises(TableError, match=r"answers come to a text of [0-9,]+ characters, in cell C2, and an"):
        run(source, tmp_path / "out.xlsx", Options(columns=("person",), separator=";"))


# Other kinds of workbooks.


def xls(path: Path) -> Path:
    made = xlwt.Workbook()
    made.add_sheet("hidden").visibility = 1
    shown = made.add_sheet("Люди")
    date, plain = xlwt.XFStyle(), xlwt.XFStyle()
    date.num_format_str = "yyyy-mm-dd"
    for place, cells in enumerate(
        [("person", "n", "day"), ("Тоқаев Қасым-Жомарт", 5, 43625), ("x", 0.5, 43626)]
    ):
        shown.write(place, 0, cells[0])
        shown.write(place, 1, cells[1])
        shown.write(place, 2, cells[2], date if place else plain)
    made.save(str(path))
    return path


def foreign(path: Path) -> Path:
    """A workbook with a hidden sheet and one of two rows, of the kind that the ending says."""
    if path.suffix == ".xls":
        return xls(path)
    if path.suffix == ".xlsb":
        cells: dict[tuple[int, int], str | float] = {
            (0, 0): "person",
            (0, 1): "n",
            (1, 0): "Тоқаев Қасым-Жомарт",
        }
        return xlsb(path, {**cells, (1, 1): 5.0, (2, 0): "x", (2, 1): 0.5})
    rows = (
        ods_row((STRING, "person"), (STRING, "n")),
        ods_row((STRING, "Тоқаев Қасым-Жомарт"), ('office:value-type="float" office:value="5"', "5")),
        ods_row((STRING, "x"), ('office:value-type="float" office:value="0.5"', "0,5")),
    )
    return ods(path, f'<table:table table:name="Люди">{"".join(rows)}</table:table>')


@pytest.mark.parametrize("ending", ["xls", "ods", "xlsb"])
def test_other_kinds_of_workbooks_are_read_into_every_format(tmp_path: Path, ending: str) -> None:
    source = foreign(tmp_path / f"in.{ending}")
    for target in ("csv", "parquet", "jsonl", "xlsx"):
        summary = run(source, tmp_path / f"out.{target}")
        assert (summary.rows, summary.matched) == (2, 1)
        assert (summary.remarks != ()) is (ending == "xls")
    read = pl.read_csv(tmp_path / "out.csv", infer_schema=False)
    assert read["n"].to_list() == ["5", "0.5"] and read["person_id"][0] == TOKAYEV[1]
    if ending == "xls":
        assert read["day"].to_list() == ["2019-06-09", "2019-06-10"]
    assert rows_of(tmp_path / "out.xlsx")[1][:2] == ["Тоқаев Қасым-Жомарт", 5]


@pytest.mark.parametrize("ending", ["xls", "ods", "xlsb"])
def test_other_kinds_of_workbooks_are_not_written_and_that_is_said(tmp_path: Path, ending: str) -> None:
    source = foreign(tmp_path / f"in.{ending}")
    with pytest.raises(TableError, match=rf"out.{ending}: .{ending} is read and not written; write .xlsx"):
        run(source, tmp_path / f"out.{ending}")
    with pytest.raises(TableError, match=rf".{ending} is read and not written back; name an output such as"):
        normalize_files(source, None, MATCHER, COLUMN)


@pytest.mark.parametrize("ending", ["xls", "ods", "xlsb"])
def test_a_workbook_is_what_it_is_whatever_its_name(tmp_path: Path, ending: str) -> None:
    named = foreign(tmp_path / f"in.{ending}").rename(tmp_path / "in.xlsx")
    assert run(named, tmp_path / "out.xlsx").matched == 1
    other = book(tmp_path / f"in.{ending}", HEADER + ROW, after="<extra/>")
    assert run(other, tmp_path / "kept.xlsx").matched == 1
    assert "<extra/>" in sheet_xml(tmp_path / "kept.xlsx")


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_other_kinds_come_through_pipes(tmp_path: Path, ending: str) -> None:
    table = foreign(tmp_path / f"in.{ending}").read_bytes()
    done = names("normalize", "-", "-c", "person", "--format", "csv", stdin=table)
    assert done.returncode == 0 and TOKAYEV[1].encode() in done.stdout


def test_an_opendocument_sheet_whose_xml_is_ill_formed_is_refused(tmp_path: Path) -> None:
    row = ods_row((STRING, "person")).replace("</text:p>", "</text:q>")
    source = ods(tmp_path / "in.ods", f'<table:table table:name="S">{row}</table:table>')
    with pytest.raises(TableError, match=r"in.ods cannot be read as an Excel workbook: mismatched tag"):
        run(source, tmp_path / "out.csv")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it is empty; write or fetch it anew"),
        (b"person\nToqaev\n", "it is plain text by its content; say --input-format csv"),
        (b"\xef\xbb\xbf <html><table>", "it is a page of HTML or XML by its content; open it in Excel"),
        (bytes(1000), "it is no workbook by its content"),
        (b"PK\x03\x04", "is not a zip file"),
        (
            b"\xd0\xcf\x11\xe0" + bytes(1 << 20) + "EncryptedPackage".encode("utf-16-le"),
            "is locked by a password",
        ),
        (b"\xd0\xcf\x11\xe0" + bytes(2000), "cannot be read as a workbook"),
    ],
)
@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_what_is_no_workbook_is_told_by_its_content(
    tmp_path: Path, content: bytes, message: str, ending: str
) -> None:
    path = tmp_path / f"in.{ending}"
    path.write_bytes(content)
    with pytest.raises(TableError, match=rf"(?i)in.{ending} .*{message}") as refused:
        run(path, tmp_path / "out.csv")
    assert "\n" not in str(refused.value)


# Damage, and what is made to fill a machine.


def damaged(case: dict[str, Any]) -> dict[str, str | bytes]:
    cells = (
        f'<row r="{n}"><c r="A{n}" t="s"><v>{n - 2}</v></c><c r="B{n}" s="1"><v>{43000 + n}</v></c></row>'
        for n in range(2, 10)
    )
    shared = "".join(f"<si><t>Toqaev {n}</t></si>" for n in range(8))
    parts = parts_of(sheet(HEADER + "".join(cells)), shared=shared)
    if "old" not in case:
        del parts[case["part"]]
        return parts
    content = str(parts[case["part"]])
    assert case["old"] in content
    return parts | {case["part"]: content.replace(case["old"], case["new"])}


@pytest.mark.parametrize("case", read_cases("workbook_damage.yaml"), ids=lambda case: case["claim"])
@pytest.mark.parametrize("target", ["out.csv", "out.xlsx"])
def test_a_damaged_workbook_is_refused_in_one_line(tmp_path: Path, case: dict[str, Any], target: str) -> None:
    source = pack(tmp_path / "in.xlsx", damaged(case))
    with pytest.raises(TableError) as refused:
        run(source, tmp_path / target)
    assert case["says"] in str(refused.value) and "\n" not in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == ["in.xlsx"]


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_no_changed_byte_ends_in_anything_but_a_table_or_one_line(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp()
    parts = damaged({"part": "xl/sharedStrings.xml", "old": "Toqaev", "new": "Toqaev"})
    name = data.draw(st.sampled_from(sorted(parts)))
    content = bytearray(str(parts[name]).encode())
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.sampled_from(b'<>/"=rcvft 019AZ-&;:\x00\xff'))
    source = pack(folder / "changed.xlsx", parts | {name: bytes(content)})
    for target in ("changed.csv", "changed-out.xlsx"):
        try:
            run(source, folder / target)
        except TableError as error:
            assert "\n" not in str(error)


def wide(count: int) -> str:
    return "".join(text(f"{column_letters(number)}1", f"c{number}") for number in range(1, count + 1))


# Each fills the memory, or takes minutes, where room is made for what is not there.
BOMBS: dict[str, tuple[Callable[[Path], Path], str | None]] = {
    "a stray cell in the last row": (
        lambda path: book(path, HEADER + ROW + f'<row r="1048576">{text("A1048576", "x")}</row>'),
        None,
    ),
    "a stray cell in the last column": (
        lambda path: book(path, HEADER + ROW + f'<row r="1048576">{text("XFD1048576", "x")}</row>'),
        "cell XFD1048576 is filled",
    ),
    "whole rows merged": (
        lambda path: book(
            path,
            HEADER + ROW,
            after="<mergeCells>"
            + "".join(f'<mergeCell ref="A{n}:XFD{n}"/>' for n in range(3, 20_000))
            + '<mergeCell ref="A20000:XFD1048576"/></mergeCells>',
        ),
        None,
    ),
    "a sheet that says it is as large as can be": (
        lambda path: book(path, HEADER + ROW, before='<dimension ref="A1:XFD1048576"/>'),
        None,
    ),
    "formats in every cell of many rows": (
        lambda path: book(
            path,
            HEADER + ROW + "".join(f'<row r="{n}"><c r="XFD{n}" s="1"/></row>' for n in range(3, 50_000)),
        ),
        None,
    ),
    "nearly all columns and far rows": (
        lambda path: book(
            path,
            f'<row r="1">{wide(16_380).replace(">c1<", ">person<")}</row>'
            + "".join(f'<row r="{n}">{text(f"A{n}", "x")}</row>' for n in range(2, 1000)),
        ),
        None,
    ),
    "a sheet packed beyond measure": (
        lambda path: pack(path, parts_of(sheet(HEADER + " " * 70_000_000))),
        "times its size, as no real one does",
    ),
    "shared texts packed beyond measure": (
        lambda path: pack(path, parts_of(sheet(HEADER), shared=f"<si><t>{'a' * 70_000_000}</t></si>")),
        "times its size, as no real one does",
    ),
    "many cells that share a long text": (
        lambda path: pack(
            path,
            parts_of(
                sheet(
                    HEADER + "".join(f'<row r="{n}"><c t="s"><v>0</v></c></row>' for n in range(2, 70_000))
                ),
                shared=f"<si><t>{''.join(map(chr, range(0x4E00, 0x9E00))) * 2}</t></si>",
            ),
        ),
        "holds texts of 2,867,",
    ),
    "xlsb with a stray cell": (
        lambda path: xlsb(
            path.with_suffix(".xlsb"), {(0, 0): "person", (1, 0): "x", (1_048_575, 16_383): "y"}
        ),
        "its cells stand so far apart that they take more than 4 GB",
    ),
    "ods with rows repeated to the end": (
        lambda path: ods(
            path.with_suffix(".ods"),
            f'<table:table table:name="S">{ods_row((STRING, "person"))}<table:table-row '
            f'table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
            f"</table:table-row>{ods_row((STRING, 'x'))}</table:table>",
        ),
        None,
    ),
}
DRIVER = """
import json, resource, sys
from pathlib import Path
from names import Gazetteer, Matcher
from names.tables import Options, TableError, normalize_files
found, matcher = {}, Matcher(Gazetteer())
for path in sorted(Path(sys.argv[1]).glob("*.*")):
    for target in ("out.parquet", "out.xlsx"):
        try:
            found[f"{path.name} {target}"] = normalize_files(
                path, Path(sys.argv[2], target), matcher, Options(columns=("#1",))).rows
        except TableError as error:
            found[f"{path.name} {target}"] = str(error)
most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps([found, most]))
"""


def test_what_is_made_to_fill_a_machine_is_read_or_refused_within_bounds(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    for number, (make, _) in enumerate(BOMBS.values()):
        make(tmp_path / "in" / f"{number:02}.xlsx")
    done = python("-c", DRIVER, tmp_path / "in", tmp_path / "out")  # within limits of time and memory
    assert done.returncode == 0, done.said
    found, most = json.loads(done.stdout)
    assert len(found) == 2 * len(BOMBS)
    for number, (name, (_, refused)) in enumerate(BOMBS.items()):
        told = [said for key, said in found.items() if key.startswith(f"{number:02}.")]
        said = [each for each in told if isinstance(each, str)]
        assert all(refused and refused in each for each in said) and bool(said) is bool(refused), (name, told)
    assert most < 1 << 20, f"{most:,} KB"


# Macros


MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
NO_MACROS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
PEOPLE = f'<row r="1">{text("A1", "person")}</row>{ROW}'


def with_macros(path: Path) -> dict[str, bytes]:
    """Write a workbook with macros; returns its parts."""
    parts = parts_of(sheet(PEOPLE))
    parts["[Content_Types].xml"] = str(parts["[Content_Types].xml"]).replace(NO_MACROS, MACROS)
    parts["xl/vbaProject.bin"] = bytes(range(256))
    parts["xl/macrosheets/sheet1.xml"] = "<any/>"
    pack(path, parts)
    return {name: each.encode() if isinstance(each, str) else each for name, each in parts.items()}


def unpacked(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("way", ["a file", "standard output", "pipes"])
def test_a_workbook_with_macros_comes_back_with_them_to_the_byte(way: str, tmp_path: Path) -> None:
    before = with_macros(tmp_path / "in.xlsm")
    source, given = "in.xlsm", (tmp_path / "in.xlsm").read_bytes()
    arguments = {"a file": ["-o", "out.xlsm"], "standard output": [], "pipes": ["--input-format", "xlsm"]}[
        way
    ]
    done = names(
        "normalize", source if way != "pipes" else "-", "-c", "person", *arguments, within=tmp_path,
        stdin=given if way == "pipes" else b"",
    )  # fmt: skip
    assert done.returncode == 0, done.said
    if way != "a file":
        (tmp_path / "out.xlsm").write_bytes(done.stdout)
    after = unpacked(tmp_path / "out.xlsm")
    changed = {name for name in before if before[name] != after.pop(name)}
    assert (changed, after) == ({"xl/workbook.xml", "xl/worksheets/sheet1.xml"}, {})


def test_a_workbook_with_macros_is_read_as_any_other(tmp_path: Path) -> None:
    with_macros(tmp_path / "in.xlsm")
    done = names("normalize", "in.xlsm", "-c", "person", "--format", "csv", within=tmp_path)
    assert done.returncode == 0 and done.stdout.startswith(b"person,person_name")
    assert b"Toqaev,Kassym-Jomart Tokayev" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("in.xlsm", "-o", "out.xlsx"),
            "in.xlsm has macros, which an .xlsx cannot hold; name",
        ),
        (("mislabelled.xlsx", "-o", "out.xlsx"), "mislabelled.xlsx has macros, which an .xlsx cannot hold"),
        (("people.xlsx", "--input-format", "xlsm", "-o", "out.xlsm"), "people.xlsx has no macros, without"),
        (("people.xlsx", "-o", "out.xlsm"), "an .xlsm is written from one .xlsm alone"),
        (("people.csv", "-o", "out.xlsm"), "an .xlsm is written from one .xlsm alone"),
        (("in.xlsm", "in.xlsm"), "an .xlsm is written from one .xlsm alone"),
    ],
)
def test_macros_are_neither_lost_nor_promised_where_there_are_none(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    with_macros(tmp_path / "in.xlsm")
    with_macros(tmp_path / "mislabelled.xlsx")
    book(tmp_path / "people.xlsx", PEOPLE)
    (tmp_path / "people.csv").write_text("person\nToqaev\n")
    done = names("normalize", *arguments, "-c", "person", within=tmp_path)
    assert (done.returncode, done.said.count("\n"), done.stdout) == (1, 1, b"")
    assert done.said.startswith(f"names: {said}")
    assert not list(tmp_path.glob("out*"))
