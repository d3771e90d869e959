"""`names find`: what it writes in each form, from files, pipes and tables, and how it refuses."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from names.cli import main

ENGLISH = "President Tokayev's aide met Putin in Astana.\n\nDaniel May saw Akhmetov there.\n"
RUSSIAN = "Встреча Токаева с Путиным прошла в Астане.\n"


def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["find", *map(str, arguments)], input=stdin)


def lines(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.txt"
    path.write_text(RUSSIAN, encoding="utf-8")
    return path


def test_each_mention_is_one_line_of_json_with_its_place(article: Path) -> None:
    found = lines(run(article))
    assert [(m["text"], m["id"], m["status"]) for m in found] == [
        ("Tokayev", "kassym-jomart-tokayev", "matched"),
        ("Putin", "vladimir-putin", "matched"),
        ("Astana", "astana", "matched"),
        ("Akhmetov", None, "ambiguous"),
    ]
    assert all(ENGLISH[int(str(m["start"])) : int(str(m["end"]))] == m["text"] for m in found)
    assert {m["file"] for m in found} == {str(article)}


def test_files_together_are_read_as_they_are_one_by_one(article: Path, other: Path) -> None:
    for form in ("jsonl", "text"):
        together = run(article, other, article, "--format", form).stdout
        assert together == "".join(run(f, "--format", form).stdout for f in (article, other, article))


def test_standard_input_is_read(article: Path) -> None:
    piped = lines(run("-", stdin=ENGLISH.encode()))
    assert [m | {"file": str(article)} for m in piped] == lines(run(article))
    assert {m["file"] for m in piped} == {"standard input"}


def test_a_csv_of_mentions_has_a_header_and_a_row_for_each(article: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(article, "--format", "csv").stdout)))
    assert [(row["text"], row["id"], row["row"]) for row in rows[:2]] == [
        ("Tokayev", "kassym-jomart-tokayev", ""),
        ("Putin", "vladimir-putin", ""),
    ]


def test_lines_to_read_say_where_what_and_who(article: Path) -> None:
    first = run(article, "--format", "text").stdout.splitlines()[0]
    assert re.fullmatch(
        re.escape(f"{article}:10-17  Tokayev  matched  0.9")
        + r"\d  kassym-jomart-tokayev  Kassym-Jomart Tokayev",
        first,
    )


def test_a_column_of_articles_is_read_cell_by_cell(tmp_path: Path) -> None:
    table = tmp_path / "articles.csv"
    table.write_text(
        f'id;body\n1;"{ENGLISH}"\n2;\n3;{RUSSIAN}4\n5;He saw Kossanov;x\n', encoding="windows-1251"
    )
    found = lines(run(table, "--column", "body"))
    assert [(m["row"], m["text"]) for m in found if m["id"]] == [
        (1, "Tokayev"), (1, "Putin"), (1, "Astana"), (3, "Токаева"), (3, "Путиным"), (3, "Астане"),
    ]  # fmt: skip
    assert found[-1]["row"] == 5
    assert found[0]["start"] == 10


def test_the_summary_counts_mentions_and_articles(article: Path, other: Path) -> None:
    found = lines(run(article, other, "--summary"))
    assert found[0] == {
        "mentions": 2, "articles": 2, "status": "matched", "type": "place", "id": "astana", "name": "Astana",
    }  # fmt: skip
    assert found[-1]["name"] == "Akhmetov"
    table = run(article, other, "--summary", "--format", "text").stdout.splitlines()
    assert table[0].split() == ["mentions", "articles", "status", "type", "id", "name"]
    assert table[1].split() == ["2", "2", "matched", "place", "astana", "Astana"]
    rows = list(csv.reader(io.StringIO(run(article, "--summary", "--format", "csv").stdout)))
    assert len(rows) == 5


def test_a_run_that_finds_nothing_says_so(tmp_path: Path) -> None:
    path = tmp_path / "novel.txt"
    path.write_text("It was a dark night.\n", encoding="utf-8")
    result = run(path)
    assert (result.stdout, result.exit_code) == ("", 0)
    assert result.stderr == "names: nothing that is listed was found in 21 characters\n"


def test_people_in_no_list_come_with_unknown_alone(article: Path) -> None:
    assert "Daniel May" not in run(article).stdout
    (unknown,) = [m for m in lines(run(article, "--unknown")) if m["status"] == "unknown"]
    assert (unknown["text"], unknown["id"]) == ("Daniel May", None)


class Reader(HTMLParser):
    """What a page shows, its marks, and whether every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.open: list[str] = []
        self.marks: dict[str, dict[str, str | None]] = {}
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag != "meta":
            self.open.append(tag)
        if "id" in values:
            self.marks[str(values["id"])] = values
        if "href" in values:
            self.links.append(str(values["href"]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def test_the_page_shows_the_text_whole_with_its_mentions_marked(article: Path, other: Path) -> None:
    reader = read(run(article, other, "--format", "html").stdout)
    assert ENGLISH in reader.text
    assert RUSSIAN in reader.text
    tokayev = reader.marks["m1"]
    assert tokayev["class"] == "person"
    assert str(tokayev["title"]).startswith("Kassym-Jomart Tokayev · kassym-jomart-tokayev · 0.9")
    assert "that bare name is listed as meaning it" in str(tokayev["title"])
    assert {"place", "ambiguous"} <= {str(mark.get("class")) for mark in reader.marks.values()}


def test_every_link_of_the_page_leads_to_a_place_in_it(article: Path, other: Path) -> None:
    reader = read(run(article, other, "--format", "html", "--unknown").stdout)
    assert len(reader.links) > 10
    assert {link[0] for link in reader.links} == {"#"}
    assert {link[1:] for link in reader.links} <= set(reader.marks)


def test_the_page_escapes_what_the_text_holds(tmp_path: Path) -> None:
    nasty = tmp_path / "<b>.txt"
    nasty.write_text('<script>alert("x")</script> & Putin\x07 "Astana" <i>Tokayev</i>', encoding="utf-8")
    page = run(nasty, "--format", "html").stdout
    assert "<script" not in page
    assert "\x07" not in page
    reader = read(page)
    assert '<script>alert("x")</script> & Putin\ufffd "Astana" <i>Tokayev</i>' in reader.text
    assert "<b>.txt" in reader.text
    assert len([m for m in reader.marks if m.startswith("m")]) == 3


def test_the_page_needs_nothing_else(article: Path) -> None:
    page = run(article, "--format", "html").stdout
    assert not re.search(r"https?:|src=|@import|url\(", page)


def test_an_output_file_is_whole_or_not_there(article: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert run(article, "-o", target).exit_code == 0
    assert target.read_text(encoding="utf-8") == run(article).stdout
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01\x02" * 50)
    before = target.read_bytes()
    assert run(article, tmp_path / "bad.txt", "-o", target).exit_code == 1
    assert target.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_an_input_is_never_overwritten(article: Path, other: Path) -> None:
    result = run(other, article, "-o", article)
    assert result.exit_code == 1
    assert "is the input itself" in result.stderr
    assert article.read_text(encoding="utf-8") == ENGLISH


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 8, "is binary data, not text"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "is a PDF, not text"),
        (b"PK\x03\x04\x14\x00\x06\x00" + bytes(100), "is a Word document, a spreadsheet or a zip archive"),
        ("Токаев\n".encode() * 9 + b"\xff\xfe Tokayev", "the bytes FF are not utf-8"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    result = run(path)
    assert result.exit_code == 1
    assert result.stderr.startswith("names: ") and message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-16", "utf-8-sig"])
def test_other_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes((RUSSIAN * 5).encode(encoding))
    assert [m["text"] for m in lines(run(path))][:3] == ["Токаева", "Путиным", "Астане"]


def test_a_given_encoding_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(RUSSIAN.encode("cp866"))
    assert len(lines(run(path, "--encoding", "cp866"))) == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.txt"], "there is no file nowhere.txt"),
        (["."], ". is a folder; give the files in it"),
        (["-", "--encoding", "latin-17"], "encoding 'latin-17' is not known"),
        (["-", "--column", "body"], "is empty: no header"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert message in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing argument"),
        (["-", "--format", "pdf"], "is not one of"),
        (["-", "--format", "html", "--summary"], "leave --summary out"),
        (["-", "--delimiter", ";"], "name their --column too"),
    ],
)
def test_a_wrong_command_line_ends_in_status_two(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_an_empty_file_has_no_mentions(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(b"")
    assert lines(run(path)) == []
    assert "0 mentions of 0 names" in run(path, "--format", "html").stdout


def test_your_own_list_and_threshold_decide(tmp_path: Path, article: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("id,name\nmay,Daniel May\n", encoding="utf-8")
    assert [m["id"] for m in lines(run(article, "--gazetteer", people))] == ["may"]
    strict = lines(run(article, "--threshold", "0.9999"))
    assert {m["status"] for m in strict if m["text"] == "Tokayev"} == {"ambiguous"}


def test_a_second_column_is_refused_in_one_line(article: Path) -> None:
    result = run(article, "--column", "title", "--column", "body")
    assert result.exit_code == 2
    assert "--column may be given once" in result.stderr


def test_a_csv_lists_the_ids_that_an_ambiguous_mention_may_mean(article: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(article, "--format", "csv").stdout)))
    assert [row["candidates"] for row in rows[:3]] == ["", "", ""]
    assert set(rows[3]["candidates"].split()) == {"daniyal-akhmetov", "serik-akhmetov"}
