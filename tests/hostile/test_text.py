"""Text as it really comes: encodings taken for others, and quotes that are none."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from names.cli.normalize import summary_lines
from names.gazetteer import Entity, Form, Gazetteer
from names.matcher import Matcher
from names.tables import Options, TableError, normalize_csv
from names.tables.encodings import Decoder
from names.tables.quoting import encode_cell
from tests.hostile.bounded import names
from tests.test_cli import run
from tests.test_tables import EXACT, FAST, MATCHER, WAYS, normalize, without_scores

FOLDER = Path(__file__).parent


def read_cases(name: str) -> dict[str, list[Any]]:
    cases: dict[str, list[Any]] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return cases


ENCODINGS = read_cases("encodings.yaml")


@pytest.mark.parametrize(
    ("text", "encoding"), [(case["text"], each) for case in ENCODINGS["read"] for each in case["encodings"]]
)
def test_an_encoding_is_recognised_among_its_neighbours(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert Decoder("the table").decode(data, final=True) == text
    late = ("person,n\n" + "Jane Doe,1\n" * 100).encode() + data  # in the middle of a table of ASCII
    assert Decoder("the table").decode(late, final=True).endswith(text)


@pytest.mark.parametrize("case", ENCODINGS["unmarked"], ids=lambda case: case["text"])
def test_utf16_needs_no_mark_in_any_script(case: dict[str, Any]) -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        assert Decoder("the table").decode(case["text"].encode(encoding), final=True) == case["text"]


def test_zero_bytes_and_control_characters_in_ascii_make_no_utf16() -> None:
    for data in (b"person,n\nTok\0aev,1\n", b"person\n" + b"\1\2\3Tokayev\n" * 9, b"pe\0\0rson\nTokayev\n"):
        assert Decoder("the table").decode(data, final=True) == data.decode("ascii")


@pytest.mark.parametrize("encoding", ["kz1048", "ptcp154"])
def test_a_single_kazakh_name_tells_its_encoding_and_is_never_read_wrongly(encoding: str) -> None:
    asked = 0
    for person in ENCODINGS["kazakh_people"]:
        table = f"person\n{person}\n"
        try:
            assert Decoder("the table").decode(table.encode(encoding), final=True) == table
        except TableError:
            asked += 1
    assert asked <= 0.1 * len(ENCODINGS["kazakh_people"])


@pytest.mark.parametrize("case", ENCODINGS["asked"], ids=lambda case: case["text"])
def test_of_two_encodings_that_look_as_good_none_is_taken(case: dict[str, Any]) -> None:
    with pytest.raises(TableError) as asked:
        normalize(case["text"].encode(case["encoding"]))
    assert "too short to tell; say which, as --encoding " in str(asked.value) and "\n" not in str(asked.value)
    assert all(f"in {page} (" in str(asked.value) for page in case["between"])


@pytest.mark.parametrize("case", ENCODINGS["unrecognised"], ids=lambda case: case["bytes"])
def test_bytes_that_are_words_in_no_encoding_are_named_with_their_line(case: dict[str, Any]) -> None:
    with pytest.raises(TableError) as refused:
        normalize(bytes.fromhex(case["bytes"]))
    assert case["says"] in str(refused.value)


@pytest.mark.parametrize(
    ("usual", "late", "encoding"),
    [
        ("Иванов Пётр\n", "Нұрсұлтан Әбішұлы Назарбаев\n", "kz1048"),
        ("Иванов Пётр\n", "Нұрсұлтан Әбішұлы Назарбаев\n", "ptcp154"),
        ("Иванов Пётр\n", "Петренко Олексій\n", "cp1125"),
        ("Иванов Пётр\n", "Цiханоўская Святлана Мікалаеўна\n", "cp1131"),
        ("Иванов Петр\n", "Порошенко Петро Олексійович\n", "koi8-u"),
        ("Jürgen Müller\n", "Lech Wałęsa, Łukasz Żak\n", "windows-1250"),
        ("Jürgen Müller\n", "Žydrūnas Šķēle, Gitanas Nausėda\n", "windows-1257"),
        ("Jürgen Müller\n", "Erdoğan, Işık Şahin, Kılıçdaroğlu\n", "windows-1254"),
        ("Иванов Пётр\n", "Ђорђевић Љиљана\n", "windows-1251"),
    ],
)
def test_the_letter_that_tells_encodings_apart_may_come_late(usual: str, late: str, encoding: str) -> None:
    text = "person\n" + usual * 20_000 + late + usual
    data = text.encode(encoding)
    decoder = Decoder("the table")
    pieces = [decoder.decode(data[at : at + 65536]) for at in range(0, len(data), 65536)]
    assert "".join([*pieces, decoder.decode(b"", final=True)]) == text
    assert decoder.recognised and decoder.encoding == encoding


def test_an_output_is_not_written_where_a_late_letter_leaves_two_encodings(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(("person\n" + "Иванов\n" * 20_000 + "Петковиќ\n").encode("cp1251"))
    done = run("normalize", tmp_path / "in.csv", "-c", "person", "-o", tmp_path / "out.csv")
    assert done.exit_code == 1 and "is in " in done.stderr and not (tmp_path / "out.csv").exists()


def test_hebrew_in_the_order_of_old_screens_is_refused_unless_it_is_wanted_so() -> None:
    lines = ["בנימין נתניהו", "שמעון פרס", "אריאל שרון", "יצחק שמיר"]
    table = "\n".join(["person", *(line[::-1] for line in lines), ""]).encode("iso8859-8")
    with pytest.raises(
        TableError, match="Hebrew written from the end of each word, as “ןימינב”; turn the li"
    ):
        normalize(table)
    assert lines[0][::-1] in normalize(table, encoding="iso8859-8")[0].decode()


def test_a_long_run_of_letters_takes_no_longer_than_many_short_ones(tmp_path: Path) -> None:
    run_of_letters = b"QUJD" * 1_000_000
    for late in ("Иванов Пётр\n".encode("cp1251"), "Нұрсұлтан\n".encode("kz1048")):
        (tmp_path / "in.csv").write_bytes(b"person,x\n" + b"Jane," + run_of_letters + b"\n" + late)
        done = names("normalize", tmp_path / "in.csv", "-c", "person", "-o", tmp_path / "out.csv")
        assert done.returncode == 0 and "a guess" in done.said


def test_find_and_conventions_tell_their_guess_as_normalize_does(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes("person\nҚасым-Жомарт Тоқаев\n".encode("kz1048"))
    guess = "read as kz1048, a guess; name another with --encoding if letters look wrong"
    for arguments in (["normalize", "-c", "person"], ["find"], ["conventions", "-c", "person"]):
        assert guess in run(*arguments, path).stderr
        assert guess not in run(*arguments, path, "--encoding", "kz1048").stderr


def test_a_guess_is_told_for_every_input(tmp_path: Path) -> None:
    encodings = ("kz1048", "utf-8", "kz1048", "koi8-r", "utf-8")
    for n, encoding in enumerate(encodings):
        person = "Қасым-Жомарт Тоқаев" if encoding != "koi8-r" else "Касым-Жомарт Токаев"
        (tmp_path / f"{n}.csv").write_bytes(f"person,n\n{person},1\n".encode(encoding))
    for form in ("csv", "jsonl"):
        paths = [tmp_path / f"{n}.csv" for n in range(len(encodings))]
        done = run("normalize", *paths, "-c", "person", "--format", form)
        assert "read as koi8-r, a guess; " in done.stderr
        kazakh = next(line for line in done.stderr.splitlines() if "read as kz1048" in line)
        assert kazakh.endswith(f" ({paths[0]}, {paths[2]})")


def test_a_manifest_tells_that_quotes_meant_nothing(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("person,n\nJane,1\n", encoding="utf-8")
    for option, told in ((["--no-quotes"], False), (["--quotes"], True), ([], None)):
        places: list[str | Path] = ["--manifest", tmp_path / "run.json", "--output", tmp_path / "out.csv"]
        run("normalize", tmp_path / "in.csv", "-c", "person", *places, *option)
        assert json.loads((tmp_path / "run.json").read_bytes())["options"].get("quotes") is told


def test_letters_that_an_export_lost_are_told_with_one_of_the_cells() -> None:
    table = "person\n?асым-Жомарт То?аев\nJane Doe?\nКто там?\n????????\n\ufffdасым\nWho, me?\n"
    summary = normalize(table)[1]
    assert (summary.damaged, summary.damaged_example) == (3, "?асым-Жомарт То?аев")
    told = " ".join(line.strip() for line in summary_lines(summary, MATCHER))
    assert "damaged 3 cells have signs where letters were, as “?асым-Жомарт То?аев”" in " ".join(told.split())


def test_a_page_that_python_lacks_is_known_by_name() -> None:
    table = "person\nЦіханоўская Ґ\n"
    assert table.encode("cp1131")[-2:] == b"\xfc\n"
    assert normalize(table.encode("cp1131"), encoding="cp1131")[0].decode().startswith(table.split("\n")[0])


QUOTES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "quotes.yaml").read_text(encoding="utf-8"))


@WAYS
@pytest.mark.parametrize("case", QUOTES, ids=lambda case: case["claim"])
def test_quotes_that_look_like_none_are_told_and_all_comes_back(
    case: dict[str, Any], way: int | None
) -> None:
    written, summary = normalize(case["in"], way=way, **case.get("options", {}))
    delimiter = "\t" if "\t" in case["in"] else ","
    added = delimiter.join(f"person_{kind}" for kind in ("name", "id", "score", "status"))
    assert without_scores(written) == case["out"].replace(f"{delimiter}A\n", f"{delimiter}{added}\n")
    for what in ("behind", "broken"):
        odd = getattr(summary, what)
        assert [odd.count, *odd.lines[:1]] == case.get(what, [0])
    assert summary.unquoted == case.get("unquoted", False)


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(
        st.lists(st.text(st.sampled_from('a"\n\r ,'), max_size=5), min_size=2, max_size=2), max_size=8
    )
)
def test_both_ways_through_a_table_tell_the_same_of_its_quotes(rows: list[list[str]]) -> None:
    lines = [",".join(encode_cell(cell, ",") for cell in row) for row in [["person", "n"], *rows]]
    exact, fast = (normalize("\n".join(lines) + "\n", way=way) for way in (EXACT, FAST))
    assert exact == fast
    broken = [cell for row in rows for cell in row if "\n" in cell or "\r" in cell]
    assert exact[1].broken.count == len(broken) and exact[1].behind.count == 0


def test_a_quote_far_below_joins_no_rows_of_a_table_between_tabs() -> None:
    lines = ["n\tperson", *(f"{n}\tJane" for n in range(20_000)), '7\t"Jay', '8\tJoe"', "9\tAnn"]
    for way in (EXACT, FAST):
        written, summary = normalize("\n".join(lines) + "\n", way=way)
        back = [line.rsplit("\t", 4)[0] for line in written.decode().splitlines()]
        assert back == lines and summary.unquoted and summary.rows == len(lines) - 1


def test_a_quote_that_is_never_closed_is_refused_with_what_to_do() -> None:
    with pytest.raises(TableError, match=r"line 2: a quote .* is never closed; .*--no-quotes"):
        normalize('n,person\n1,"Jane\n2,Joe\n')


def test_a_name_that_has_the_delimiter_is_refused_where_there_are_no_quotes() -> None:
    entity = Entity("doe", "Doe, Jane", (Form("Doe, Jane", "name"),), "person")
    matcher = Matcher(Gazetteer().extended([entity]))
    options = Options(columns=("person",), quotes=False)
    with pytest.raises(TableError, match=r"“Doe, Jane” has what ends a cell, .*--format jsonl"):
        normalize_csv(io.BytesIO(b"person,n\nJane Doe,1\n"), io.BytesIO(), matcher, options)


def test_the_closing_lines_tell_of_quotes_and_encodings_in_every_format(tmp_path: Path) -> None:
    (tmp_path / "in.tsv").write_bytes('n\tperson\n1\t"Иванов" Пётр\n2\tСидоров\n'.encode("cp1251"))
    (tmp_path / "in.csv").write_text('n,person\n1,"Jane\nDoe" x\n', encoding="utf-8")
    for name, told in (
        ("in.tsv", ["quotes were taken as they stand", "read as windows-1251, a guess"]),
        (
            "in.csv",
            ["1 quoted cell has text behind the closing quote (line 2)", "1 quoted cell has line ends"],
        ),
    ):
        for form in ("csv", "tsv", "jsonl"):
            done = run("normalize", tmp_path / name, "-c", "person", "--format", form)
            assert done.exit_code == 0 and all(line in done.stderr for line in told)
