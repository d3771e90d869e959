"""Tables: every row back, in order, every other cell as written, on both ways through."""

from __future__ import annotations

import codecs
import contextlib
import csv
import encodings.aliases
import io
import os
import random
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from names.gazetteer import Entity, Form, Gazetteer
from names.matcher import Matcher
from names.tables import Options, Progress, Summary, TableError, delimited, normalize_csv
from names.tables.answers import Answers
from names.tables.columns import Column
from names.tables.delimited import Scanner
from names.tables.encodings import Decoder
from names.tables.paths import Layout, Ledger, write_fast
from names.tables.quoting import decode_cell, encode_cell

CASES = Path(__file__).parent / "cases"
EXACT, FAST = None, 0
WAYS = pytest.mark.parametrize("way", [EXACT, FAST], ids=["exact", "fast"])
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ -"
ADDED = ["person_name", "person_id", "person_score", "person_status"]


def read_cases(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return cases


def small_matcher() -> Matcher:
    people = {
        "kassym-jomart-tokayev": "Kassym-Jomart Tokayev",
        "nursultan-nazarbayev": "Nursultan Nazarbayev",
        "marat-kozhayev-1": "Marat Kozhayev",
        "marat-kozhayev-2": "Marat Kozhayev",
    }
    entities = (Entity(id_, name, (Form(name, "name"),), "person") for id_, name in people.items())
    return Matcher(Gazetteer().extended(entities))


MATCHER = small_matcher()


def normalize(
    table: str | bytes, columns: tuple[str, ...] = ("person",), way: int | None = EXACT, **options: Any
) -> tuple[bytes, Summary]:
    data = table if isinstance(table, bytes) else table.encode("utf-8", "surrogatepass")
    out = io.BytesIO()
    chosen = Options(columns=columns, **options)
    summary = normalize_csv(io.BytesIO(data), out, MATCHER, chosen, fast_from=way)
    return out.getvalue(), summary


def without_scores(table: bytes) -> str:
    return re.sub(r"\d\.\d{4}", "S", table.decode())


@WAYS
@pytest.mark.parametrize("case", read_cases("tables.yaml"), ids=lambda case: case["claim"])
def test_a_table_comes_back_as_it_was_with_the_answers_added(case: dict[str, Any], way: int | None) -> None:
    written, _ = normalize(case["in"], tuple(case["columns"]), way, **case.get("options", {}))
    assert without_scores(written) == case["out"]


CELLS = st.one_of(
    st.sampled_from(["Kassym-Jomart Tokayev", "Marat Kozhayev", "Jane Doe", "", " ", "Toqaev; Nazarbayev"]),
    st.text(st.sampled_from("ab ,;\"'\t|\r\n\x1f\0éЖ权\u2028\ufeff"), max_size=6),
)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=12)
)


@settings(max_examples=200, deadline=None)
@given(
    rows=TABLES,
    delimiter=st.sampled_from(",;\t|"),
    ending=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_rows_order_and_other_cells_survive(
    rows: list[list[str]], delimiter: str, ending: str, quoting: Any
) -> None:
    header = ["person", "b", "c", "d"][: len(rows[0]) if rows else 1]
    if any("\r" in cell for row in rows for cell in row):
        quoting = csv.QUOTE_ALL  # the csv module writes a bare carriage return, and reads a line end
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerows([header, *rows])
    told: dict[str, Any] = {"delimiter": delimiter, "quotes": True}  # between tabs they may be none
    outputs = {way: normalize(text.getvalue(), way=way, **told)[0] for way in (EXACT, FAST)}
    assert outputs[EXACT] == outputs[FAST]
    back = list(csv.reader(io.StringIO(outputs[EXACT].decode(), newline=""), delimiter=delimiter))
    assert [row[: len(header)] for row in back] == [header, *rows]
    assert {len(row) for row in back} == {len(header) + 4}


@settings(max_examples=300, deadline=None)
@given(
    body=st.text(st.sampled_from('ab,"\r\n\x1f\0é\ud800'), max_size=40),
    options=st.fixed_dictionaries({"replace": st.booleans(), "best": st.booleans()}),
)
def test_both_ways_agree_on_any_text(body: str, options: dict[str, bool]) -> None:
    table = "person,n\n" + body.replace("b", "Toqaev Qasym-Zhomart")
    outcomes = []
    for way in (EXACT, FAST):
        try:
            outcomes.append(normalize(table, ("person",), way, **options))
        except TableError as error:
            outcomes.append((str(error).encode(), None))  # type: ignore[arg-type]
    assert outcomes[0] == outcomes[1]


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6),
    columns=st.sampled_from([("a", "b"), ("c", "a"), ("b",), ("c", "b", "a")]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    replace=st.booleans(),
)
def test_both_ways_agree_on_several_columns_of_names(
    rows: list[list[str]], columns: tuple[str, ...], quoting: Any, replace: bool
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", quoting=quoting).writerows([["a", "b", "c"], *rows])
    exact, fast = (normalize(text.getvalue(), columns, way, replace=replace) for way in (EXACT, FAST))
    assert exact == fast


@settings(max_examples=300, deadline=None)
@given(
    text=st.text(st.sampled_from('ab,"\r\n'), max_size=40),
    cuts=st.lists(st.integers(0, 40), max_size=4),
    macintosh=st.booleans(),
    long=st.sampled_from((1, 8, delimited.LONG)),
)
def test_records_do_not_depend_on_where_blocks_are_cut_and_make_up_the_text(
    text: str, cuts: list[int], macintosh: bool, long: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "LONG", long)
        check_records(text, cuts, macintosh)


def check_records(text: str, cuts: list[int], macintosh: bool) -> None:
    def scan(blocks: list[str]) -> list[Any]:
        scanner = Scanner(",", macintosh=macintosh)
        try:
            records = [r for block in blocks for r in scanner.feed(block)]
            return [*records, *scanner.feed("", final=True)]
        except TableError as error:
            return [str(error)]

    edges = sorted({0, *(c for c in cuts if c < len(text)), len(text)})
    whole = scan([text])
    assert scan([text[a:b] for a, b in pairwise(edges)]) == whole
    if not any(isinstance(record, str) for record in whole):
        assert "".join(",".join(record.cells) + record.ending for record in whole) == text


@given(st.text(max_size=20), st.sampled_from(",;\t|"))
def test_a_cell_written_and_read_is_itself(value: str, delimiter: str) -> None:
    assert decode_cell(encode_cell(value, delimiter)) == value


PLAIN = "Jane Doe,1\nToqaev Qasym-Zhomart,2\n"


@pytest.mark.parametrize(
    ("text", "width", "provable"),
    [
        (PLAIN, 2, True),
        (PLAIN.replace("\n", "\r\n"), 2, True),
        (PLAIN + '"x",3\n"a, b","two\nlines"\n"","""said"" he"\n', 2, True),
        ((PLAIN + '"x\ny\r",3\n').replace("2\n", '"2"\n').replace("\n", "\r\n"), 2, True),
        (PLAIN + 'x "y",3\n', 2, False),
        (PLAIN + '"x" y,3\n', 2, False),
        (PLAIN + '"x"" y,3\n' + 'z",3,\n', 2, False),
        (PLAIN + "x,3", 2, True),
        (PLAIN + '"x\n', 2, True),
        (PLAIN + "x,3\r\n", 2, False),
        (PLAIN + "\x1e,3\n", 2, False),
        ("x,3", 2, False),
        ("x\n\ny\n", 1, False),
        (PLAIN + "\n", 2, False),
        ("\n" + PLAIN, 2, False),
        (PLAIN + "a\rb,3\n", 2, False),
        (PLAIN + "x,3,\n", 2, False),
        (PLAIN + "x\n", 2, False),
        (PLAIN + "x\ny,3,\n", 2, False),
        (PLAIN + "\x1f,3\n", 2, False),
        (PLAIN + "\ud800,3\n", 2, False),
        (PLAIN + ",\n", 2, True),
        (PLAIN + " ,\0\n", 2, True),
        ("\ufeffa\nb\n", 1, False),
    ],
)
def test_the_fast_way_is_taken_where_and_only_where_it_is_proved(
    text: str, width: int, provable: bool
) -> None:
    layout = Layout(",", width, (Column(0, "person"),))
    data = text.encode("utf-8", "surrogatepass")
    written = write_fast(data, layout, Answers(MATCHER, Options(columns=("person",)), ","), Ledger())
    assert (written is not None) == provable


@WAYS
def test_blocks_of_a_large_table_join_without_a_seam(way: int | None) -> None:
    plain = "".join(f"{i},Jane Doe,x\n" for i in range(90_000))
    odd = '1,"Jane Doe","two\nlines"\n\n2\n3,Jane Doe,x,y\n'
    written, summary = normalize("n,person,note\n" + (plain + odd) * 3, way=way)
    lines = written.decode().split("\n")
    assert lines[1] == "0,Jane Doe,x,,,0.0000,unknown"
    assert summary.rows == (90_000 + 3) * 3
    assert (summary.short_rows, summary.long_rows, summary.distinct) == (3, 3, 1)
    assert summary.short_lines == (90_005, 180_010, 270_015)
    assert [n for n, line in enumerate(lines, 1) if line.startswith("2,,")] == [90_005, 180_010, 270_015]


LARGE = '"Тоқаев, Қ.",1,"a ""b""\nв"\n"Jane Doe",Қ,ә\n' * 60_000  # blocks end within letters and quotes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_blocks_cut_within_letters_and_quoted_cells_are_put_together(encoding: str) -> None:
    table = ("person,n,note\n" + LARGE).encode(encoding)
    exact, fast = (normalize(table, way=way) for way in (EXACT, FAST))
    assert fast == exact and fast[1].rows == 120_000


@WAYS
def test_the_line_of_a_damaged_byte_is_right_after_many_blocks(way: int | None) -> None:
    table = ("person,n,note\n" + LARGE).encode() + b"Jane \xff,1,2\n" + LARGE.encode()
    with pytest.raises(TableError, match="line 180002: the bytes FF are not utf-8"):
        normalize(table, way=way)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(case["text"], encoding) for case in read_cases("encodings.yaml") for encoding in case["encodings"]],
)
def test_an_encoding_is_recognised_from_a_few_names(text: str, encoding: str) -> None:
    assert Decoder("the table").decode(text.encode(encoding), final=True) == text


@pytest.mark.parametrize(
    ("encoding", "enough"),
    [("windows-1251", 0.98), ("koi8-r", 0.98), ("cp866", 0.98), ("iso8859-5", 0.98), ("mac-cyrillic", 0.8)],
)
def test_a_single_russian_name_is_nearly_always_enough_to_recognise_its_encoding(
    encoding: str, enough: float
) -> None:
    people = [entity for entity in Gazetteer.shipped().entities if entity.type == "person"]
    forms = [form.text for person in people for form in person.forms if form.lang == "ru"]
    tables = [f"person\n{text}\n" for text in forms if set(text) < set(RUSSIAN)]
    right = wrong = 0
    for table in tables:
        with contextlib.suppress(TableError):  # asking for the encoding is better than a wrong guess
            read = Decoder("the table").decode(table.encode(encoding), final=True)
            right, wrong = right + (read == table), wrong + (read != table)
    assert len(tables) > 200
    assert right >= enough * len(tables)
    assert wrong <= 0.01 * len(tables)


@pytest.mark.parametrize("encoding", sorted({*encodings.aliases.aliases.values(), "utf-16", "utf-32"}))
@pytest.mark.parametrize(
    "table", [b"person\n\xd2\xee\xea\xe0\xe5\xe2\n", b"person\nxn--\xff.\\N\n", b"\xfe" * 7, b"p", b""]
)
def test_no_encoding_that_is_given_ends_in_a_traceback(table: bytes, encoding: str) -> None:
    with contextlib.suppress(TableError):
        normalize(table, encoding=encoding)


def test_utf16_without_a_mark_is_read_where_its_order_shows() -> None:
    table = "person,n\nJane Doe,1\n"
    for order in ("utf-16-le", "utf-16-be"):
        written, summary = normalize(table.encode(order), encoding="utf-16")
        assert written.startswith(b"person,n,person_name") and summary.encoding == order


NOISE = bytes(
    random.Random(1).choices(range(1, 256), k=3000)
)  # as a file of no text, and without a zero byte


@pytest.mark.parametrize("size", [300, 3000])
def test_bytes_that_are_no_text_are_called_so_and_not_a_header(size: int) -> None:
    with pytest.raises(TableError, match="is binary data, not text"):
        normalize(NOISE[:size])


@pytest.mark.parametrize(
    "table",
    [
        "person\nТокаев\n".encode() + "Назарбаев\n".encode("windows-1251"),
        b"person\n" + "Токаев\n".encode("windows-1251") + "Назарбаева Дарига\n".encode(),
    ],
)
def test_a_short_table_half_in_utf8_is_damaged_and_not_in_some_rare_code_page(table: bytes) -> None:
    with pytest.raises(TableError, match=r"line [23]: the bytes .. are not utf-8; .*--encoding"):
        normalize(table)


def test_a_few_odd_bytes_are_asked_about_and_not_guessed_from() -> None:
    with pytest.raises(TableError, match=r"line 2: the encoding is not recognised, .* F2 6B"):
        normalize(b"person,n\nT\xf2k\x8eyev,\x9d1\xb7\n")


@WAYS
def test_a_byte_order_mark_of_utf8_is_kept_and_that_of_utf16_goes(way: int | None) -> None:
    table = "person,n\nТоқаев,1\n"
    assert normalize(table.encode("utf-8-sig"), way=way)[0].startswith(
        codecs.BOM_UTF8 + b"person,n,person_name"
    )
    assert normalize(table.encode("utf-16"), way=way)[0].startswith(b"person,n,person_name")


@WAYS
def test_a_byte_order_mark_can_be_asked_for_and_never_comes_twice(way: int | None) -> None:
    table = "person,n\nТоқаев,1\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        written = normalize(table.encode(encoding), way=way, bom=True)[0]
        assert written.startswith(codecs.BOM_UTF8 + b"person,n,person_name")


def test_a_given_encoding_stands_instead_of_the_recognised_one() -> None:
    written, summary = normalize("person\nҚасым\n".encode("kz1048"), encoding="kz1048")
    assert "Қасым".encode() in written
    assert (summary.encoding, summary.encoding_recognised) == ("kz1048", False)


def test_a_guessed_encoding_is_reported_as_a_guess() -> None:
    summary = normalize("person\nТокаев\n".encode("windows-1251"))[1]
    assert (summary.encoding, summary.encoding_recognised) == ("windows-1251", True)


def test_letters_beyond_ascii_may_first_come_late() -> None:
    table = "person\n" + "Jane Doe\n" * 30_000 + "Токаев\n"
    assert normalize(table.encode("windows-1251"))[0].decode().splitlines()[-1].startswith("Токаев,")


@pytest.mark.parametrize(
    ("table", "options", "message"),
    [
        (b"", {}, "the input is empty: no header"),
        (b"\n\n", {}, "the input is empty: no header"),
        (b"name,id\n", {}, "has no column 'person'.*has 'name', 'id'"),
        (b"Person,n\n", {}, r"no column 'person' \(did you mean 'Person'\?\)"),
        (b"id,people\n", {}, "no column 'person'; its first line"),
        (b"a,person,b\n1,x\n2,y,z,z,z\n\n3,x,y\n4\n", {"columns": ("Person",)}, "mean 'person'.*'a'"),
        (b"id,people,persons\n", {}, "taken as the header, has 'persons', 'people', 'id'"),
        (b"person,person\n", {}, "2 columns named 'person'; say 'person#1'"),
        (b"person\n", {"columns": ("person#2",)}, "no column 'person#2'"),
        (b"person\n", {"columns": ("person", "person")}, "asked for twice"),
        (b"person,person_id\n", {}, "already has a column 'person_id'.*--prefix"),
        (b'person,n\nx,1\n"y,2\nz,3\n', {}, "line 3: a quote opened .* is never closed"),
        (
            b"person\n\xd0\xa2\xd0\xbe\xd0\xba\xd0\xb0\xff\n",
            {},
            "line 2: the bytes FF are not utf-8.*--encoding",
        ),
        (b"person\n\xd0\xa2\n\xff\n", {"encoding": "utf-8"}, "line 3: the bytes FF are not utf-8"),
        (b"person\n\xd0\xa2\xd0", {"encoding": "utf-8"}, "line 2: the bytes D0 are not utf-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe", {}, "binary data, not text"),
        (b"PK\x03\x04\x14\0\0\0\x08\0\x9e\xfc", {}, "a spreadsheet or zip archive, not text"),
        (b"person\n", {"encoding": "klingon"}, "'klingon' is not known"),
        *(
            (b"person\n", {"encoding": codec}, f"'{codec}' is not known")
            for codec in ("base64", "rot13", "idna", "punycode", "unicode_escape")
        ),
        ("person\nТокаев\n".encode("cp1251"), {"encoding": "utf-16"}, "not begin with the byte order mark"),
        (b"person\n", {"delimiter": "::"}, "'::' is not one character"),
        (b"person\n", {"separator": ""}, "separator '' is empty"),
        (b"id,person\n", {"columns": ()}, "has 2 columns, 'id', 'person'; say which of them holds the names"),
    ],
)
@WAYS
def test_what_cannot_be_processed_is_said_in_a_sentence(
    table: bytes, options: dict[str, Any], message: str, way: int | None
) -> None:
    with pytest.raises(TableError, match=f"(?s){message}"):
        normalize(table, way=way, **({"columns": ("person",)} | options))


@WAYS
def test_a_lone_surrogate_is_an_unknown_cell_and_its_bytes_come_back(way: int | None) -> None:
    written, summary = normalize(b"person,n\nTo\xed\xa0\x80kayev,1\nJane Doe,2\n", way=way)
    assert b"\nTo\xed\xa0\x80kayev,1,,,0.0000,unknown\n" in written
    assert summary.unknown == 2


def test_a_cell_of_ten_megabytes_is_one_unknown_cell() -> None:
    huge = "Toqaev " * 1_500_000
    written, summary = normalize(f'person,n\n{huge},1\n"{huge}\n""x""",2\nJane Doe,3\n')
    assert (summary.rows, summary.unknown, summary.distinct) == (3, 3, 3)
    assert len(written) > 2 * len(huge)


def test_the_summary_counts_empty_cells_apart_and_names_the_commonest_unknown() -> None:
    summary = normalize('person\nJane Doe\nKassym-Jomart Tokayev\n Jane Doe\nMarat Kozhayev\nJo\n" "\n')[1]
    assert (summary.rows, summary.distinct) == (6, 4)
    assert (summary.matched, summary.ambiguous, summary.unknown, summary.empty) == (1, 1, 3, 1)
    assert summary.commonest_unknown == (("Jane Doe", 2), ("Jo", 1))


def test_progress_is_reported_while_rows_are_written() -> None:
    seen: list[int] = []
    table = io.BytesIO(b"person\n" + b"Jane Doe\n" * 50_000)

    def report(progress: Progress) -> None:
        seen.append(progress.rows)

    normalize_csv(table, io.BytesIO(), MATCHER, Options(columns=("person",)), report=report)
    assert seen == sorted(seen)
    assert seen[-1] == 50_000 and len(seen) > 3


def write_input(folder: Path) -> Path:
    path = folder / "people.csv"
    path.write_text("person\nJane Doe\n", encoding="utf-8")
    return path


def test_an_output_file_takes_the_place_of_another_and_keeps_its_permissions(tmp_path: Path) -> None:
    source, target = write_input(tmp_path), tmp_path / "out.csv"
    target.write_text("old")
    target.chmod(0o640)
    normalize_csv(source, target, MATCHER, Options(columns=("person",)))
    assert target.read_text().startswith("person,person_name")
    assert target.stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.csv", "people.csv"]


def test_a_new_output_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    normalize_csv(write_input(tmp_path), tmp_path / "out.csv", MATCHER, Options(columns=("person",)))
    (tmp_path / "plain").touch()
    assert (tmp_path / "out.csv").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_failure_half_way_leaves_the_old_output_and_nothing_else(tmp_path: Path) -> None:
    source, target = tmp_path / "people.csv", tmp_path / "out.csv"
    source.write_text("person\n" + "Jane Doe\n" * 5000 + '"open\n', encoding="utf-8")
    target.write_text("old")
    with pytest.raises(TableError, match="never closed"):
        normalize_csv(source, target, MATCHER, Options(columns=("person",)))
    assert target.read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.csv", "people.csv"]


def test_an_output_that_is_the_input_is_refused_through_any_link(tmp_path: Path) -> None:
    source = write_input(tmp_path)
    (tmp_path / "soft.csv").symlink_to(source)
    os.link(source, tmp_path / "hard.csv")
    for name in ("people.csv", "soft.csv", "hard.csv"):
        with pytest.raises(TableError, match="is the input itself"):
            normalize_csv(source, tmp_path / name, MATCHER, Options(columns=("person",)))
    with source.open("rb") as stream, pytest.raises(TableError, match="is the input itself"):
        normalize_csv(stream, source, MATCHER, Options(columns=("person",)))
    assert source.read_text() == "person\nJane Doe\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_output_is_named_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"output /dev/full cannot be written: no space left.*; choose"):
        normalize_csv(write_input(tmp_path), "/dev/full", MATCHER, Options(columns=("person",)))


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that takes no files")
def test_a_folder_that_takes_no_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        TableError, match=r"no file can be made in the folder /proc .*; choose|permission denied"
    ):
        normalize_csv(write_input(tmp_path), "/proc/x.csv", MATCHER, Options(columns=("person",)))


def test_a_link_as_output_stays_a_link(tmp_path: Path) -> None:
    link, real = tmp_path / "link.csv", tmp_path / "real.csv"
    link.symlink_to(real)
    normalize_csv(write_input(tmp_path), link, MATCHER, Options(columns=("person",)))
    assert link.is_symlink() and real.read_text().startswith("person,")


def test_a_device_as_output_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    normalize_csv(write_input(tmp_path), "/dev/null", MATCHER, Options(columns=("person",)))
    assert Path("/dev/null").is_char_device()


def test_added_columns_are_found_under_their_names_by_any_reader(tmp_path: Path) -> None:
    written, _ = normalize("n,person,note\n1,Nursultan Nazarbayev\n2,Nursultan Nazarbayev,x,y\n")
    rows = list(csv.DictReader(io.StringIO(written.decode())))
    assert [row["person_id"] for row in rows] == ["nursultan-nazarbayev"] * 2
    assert list(rows[0])[:7] == ["n", "person", "note", *ADDED]
