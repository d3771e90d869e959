"""Inputs without end: each meets a limit that the documentation states, and one line that says so.

The streams here have no end but that of their reader, so that whoever would hold them whole is killed by the
memory that `tests.hostile.bounded` leaves a run.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import chain, product, repeat
from pathlib import Path
from typing import Any

import pytest

from names import Entity, Gazetteer, Matcher, bounds, cache, compiled, lookup
from names.cell_reading import read_cell, separator_in
from names.folding import stored_forms
from names.gazetteer import GazetteerError, check, json_elements, nodes
from names.gazetteer.faults import Findings
from names.service import ceilings, queries
from names.spark import work
from names.store import StoreError, reading, refusals, write_store
from names.tables import (
    Options,
    delimited,
    json_lines,
    normalize_csv,
    normalize_files,
    objects,
    paths,
    quoting,
)
from names.tables.table_errors import TableError
from names.tables.workbooks import archives, calamine_process
from names.tables.workbooks import limits as excel
from names.tables.workbooks import sheet as sheets
from tests.hostile.bounded import names

DOCUMENT = (Path(__file__).parents[2] / "docs" / "limits.md").read_text(encoding="utf-8")
MEMORY = 3 << 30  # bytes of address space; a run that reads nothing takes half of it


def stated() -> dict[str, int]:
    """The first number of each row in the table of limits."""
    rows = re.findall(r"^\| ([^|]+) \| ([\d,]+)", DOCUMENT, re.MULTILINE)
    return {what: int(number.replace(",", "")) for what, number in rows}


def test_the_limits_that_are_documented_are_those_that_hold() -> None:
    assert [*stated().values()] == [
        bounds.LONGEST_LINE,
        bounds.LONGEST_RECORD,
        bounds.MOST_CELLS,
        objects.MOST_HELD,
        bounds.DEEPEST,
        nodes.DEEPEST,
        bounds.LONGEST_LINE,
        bounds.LARGEST_DOCUMENT,
        bounds.MOST_FAULTS,
        refusals.LONGEST_COMMAND,
        reading.LARGEST_CONTENTS,
        cache.LARGEST,
        ceilings.LARGEST_BODY,
        ceilings.LARGEST_TABLE,
        queries.BATCH,
        ceilings.MOST_NAMES,
        ceilings.MOST_CANDIDATES,
        ceilings.LONGEST_TEXT,
        ceilings.LONGEST_SPELLING,
        ceilings.MOST_SUGGESTED,
        lookup.FARTHEST,
        ceilings.MOST_AT_ONCE,
        ceilings.MOST_TABLES,
        ceilings.SECONDS_FOR_BODY,
        ceilings.SECONDS_FOR_ANSWER,
    ]
    assert f"up to {reading.READ_WHOLE:,} bytes" in DOCUMENT


def test_no_other_page_states_one_of_these_limits() -> None:
    pages = [page for page in Path(__file__).parents[2].glob("docs/*.md") if page.name != "limits.md"]
    of_others = (10_000, 1_048_576)  # also so many of something else, as rows of an Excel sheet
    own = [number for number in stated().values() if number > 1000 and number not in of_others]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert [f"{number:,}" for number in own if f"{number:,}" in text] == []


def test_limits_of_one_format_stand_where_that_is_described_and_are_those_that_hold() -> None:
    memory, minutes = calamine_process.MOST_MEMORY >> 30, calamine_process.MOST_SECONDS / 60
    assert (minutes, archives.DENSEST, sheets.MOST_CHARACTERS) == (2, 200, 1 << 31)  # these are words there
    claims = [
        f"fit into {memory} GB and two minutes of work",
        f"may have {archives.MOST_BYTES >> 30} GB when unpacked",
        f"the texts that cells share {archives.MOST_IN_MEMORY >> 30} GB",
        "all texts of a sheet that goes to another format 2³¹ characters",
        f"packed to less than a two-hundredth once it has {archives.PACKED >> 20} MB",
        f"than a sheet has ({excel.MOST_ROWS:,} and {excel.MOST_COLUMNS:,})",
        f"the {excel.MOST_TEXT:,} characters that a cell holds",
        f"Cells of more than {stored_forms.LONGEST:,} characters",
        f"remembers up to {work.REMEMBERED:,} from one to the next",
    ]
    text = "".join(
        page.read_text(encoding="utf-8") for page in (Path(__file__).parents[2] / "docs").glob("*.md")
    )
    assert {claim: text.count(claim) for claim in claims} == dict.fromkeys(claims, 1)


# Streams without end


ENDLESS = {  # what a stream begins with, and what it repeats from there
    "zeros": (b"", b"\0"),
    "a header": (b"", b"a"),
    "a header of cells": (b"", b"a,"),
    "a quoted header": (b'"', b"a\n"),
    "a row": (b"person,n\nToqaev,", b"1"),
    "a row of cells": (b"person,n\nToqaev,1\n", b",x"),
    "a quoted cell": (b'person,n\nToqaev,"', b"1\n"),
    "doubled quotes": (b'person,n\nToqaev,"', b'""'),
    "doubled quotes and line ends": (b'person\n"', b'""\n'),
    "a quoted cell of a list": (b'id,name\na,"', b"1\n"),
    "blank characters": (b"", b" "),
    "an object": (b'{"person":"Toqaev","x":"', b"y"),
    "keys": (b'{"person":"Toqaev"', b',"x":1'),
    "long lines": (b"", b"a" * 9999 + b"\n"),
    "letters beyond ASCII": (b"", "ж".encode()),
}
ALONE = set(ENDLESS) - {"zeros", "a quoted cell of a list", "long lines", "doubled quotes and line ends"}
COMMANDS = {
    "normalize": ("normalize", "-", "-c", "person"),
    "normalize to Parquet": ("normalize", "-", "-c", "person", "--format", "parquet", "-o", "out.parquet"),
    "skip rows": ("normalize", "-", "-c", "person", "--skip-rows", "999999999"),
    "conventions": ("conventions", "-", "--column", "person"),
    "find": ("find", "-", "--column", "person"),
    "match": ("match", "-"),
    "decisions": ("normalize", "people.csv", "-c", "person", "--decisions", "/dev/stdin"),
    "list": ("match", "Toqaev", "--gazetteer", "/dev/stdin"),
    "styles": ("match", "Toqaev", "--styles", "/dev/stdin"),
    "habits": ("normalize", "people.csv", "-c", "person", "--conventions", "/dev/stdin"),
}
POUR = """
import os, sys
begin, again = bytes.fromhex(sys.argv[1]), bytes.fromhex(sys.argv[2])
block = again * ((1 << 20) // len(again))
try:
    os.write(1, begin)
    for _ in range(4096):
        os.write(1, block)
except BrokenPipeError:
    pass
"""


def poured(what: str, arguments: tuple[str, ...], within: Path) -> tuple[int, str]:
    """Return the exit status of a command that reads a stream without end, and what it said."""
    begin, again = ENDLESS[what]
    command = [sys.executable, "-c", POUR, begin.hex(), again.hex()]
    pour = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert pour.stdout is not None
    with pour, pour.stdout as stream:
        done = names(*arguments, stdin=stream, within=within, memory=MEMORY)
        pour.kill()
    return done.returncode, done.said


CASES = [
    *(("normalize", what) for what in ENDLESS if what in ALONE),
    ("normalize to Parquet", "an object"),
    ("normalize to Parquet", "a row"),
    ("skip rows", "a header"),
    ("skip rows", "long lines"),
    ("conventions", "a quoted cell"),
    ("find", "a header"),
    ("match", "a row"),
    ("decisions", "a header"),
    ("list", "an object"),
    ("list", "a header of cells"),
    ("list", "a quoted cell of a list"),
    ("styles", "a header"),
    ("habits", "blank characters"),
]


@pytest.mark.parametrize(("command", "what"), CASES)
def test_a_stream_without_end_is_refused_with_one_line(command: str, what: str, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("person\nToqaev\n")
    status, said = poured(what, COMMANDS[command], tmp_path)
    assert (status, said.count("\n")) == (1, 1), said
    assert re.search(
        r"67,108,864|1,048,576|64 MB|not text|field limit|cannot be told|no file of habits", said
    ), said
    assert sorted(file.name for file in tmp_path.iterdir()) == ["people.csv"]


@pytest.mark.parametrize("again", ['""', '""\n', '"",', '","\n', "a"])
def test_a_row_without_end_is_looked_through_a_few_times_not_for_each_block(
    again: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = 0

    def counted(text: str, start: int) -> int | None:
        nonlocal looked_at
        end = quoting.closing(text, start)
        looked_at += (end or len(text)) - start
        return end

    def structured(data: bytes, *others: Any, **named: Any) -> Any:
        nonlocal looked_at
        looked_at += len(data)
        return delimited.find_structure(data, *others, **named)

    monkeypatch.setattr(delimited, "closing", counted)
    monkeypatch.setattr(paths, "find_structure", structured)
    for module in (bounds, delimited):
        monkeypatch.setattr(module, "LONGEST_RECORD", 1 << 23)
    monkeypatch.setattr(delimited, "LONG", 1 << 17)
    begin = b'person,n\nToqaev,"'
    stream = io.BufferedReader(Endless(chain([begin], repeat(again.encode() * 1000))))
    with pytest.raises(TableError, match=r"8,388,608 characters|1,048,576 cells"):
        normalize_csv(stream, io.BytesIO(), Matcher(Gazetteer()), Options(columns=("person",)))
    assert looked_at < 12 << 23


def test_objects_without_end_that_lack_the_key_do_not_fill_the_disk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(objects, "MOST_HELD", 1000)
    lines = (b'{"n":1}\n' for _ in iter(int, 1))
    stream = io.BufferedReader(Endless(lines))
    with pytest.raises(TableError, match="has no column 'person'"):
        normalize_files(
            stream, io.BytesIO(), Matcher(Gazetteer()), Options(columns=("person",)), input_format="jsonl"
        )


class Endless(io.RawIOBase):
    """A stream that goes on for as long as somebody reads."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._held = self._held or next(self._pieces)
        piece, self._held = self._held[: len(buffer)], self._held[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def test_a_small_packed_file_does_not_become_a_large_one_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "people.csv.gz"
    with gzip.open(path, "wb", compresslevel=9) as packed:
        for _ in range(200):
            packed.write(b"a" * (1 << 20))
    assert path.stat().st_size < 400_000
    done = names("normalize", path, "-c", "person", memory=MEMORY)
    assert done.returncode == 1
    assert "line 1: the row that begins here does not end within 67,108,864 characters" in done.said


def test_a_pipe_that_is_no_parquet_is_not_copied_to_the_disk_first(tmp_path: Path) -> None:
    status, said = poured("zeros", ("normalize", "-", "-c", "a", "--input-format", "parquet"), tmp_path)
    assert status == 1
    assert said.startswith("names: standard input does not begin as Parquet does; ")


# Nested without end


DEEP = [
    ("jsonl", "[", 985), ("jsonl", '{"a":', 985), ("jsonl", "[", 3_000_000), ("csv", '{"a":', 100_000),
    ("parquet", "[", 985), ("parquet", '{"a":', 985),
]  # fmt: skip


@pytest.mark.parametrize(("form", "opening", "depth"), DEEP)
def test_json_nested_without_end_is_refused_with_its_line(
    form: str, opening: str, depth: int, tmp_path: Path
) -> None:
    deep = opening * depth + "1" + ("]" if opening == "[" else "}") * depth
    path = tmp_path / "people.jsonl"
    path.write_text('{"person":"Toqaev"}\n{"person":"Toqaev","x":' + deep + "}\n")
    done = names("normalize", path, "-c", "person", "--format", form, "-o", tmp_path / f"out.{form}")
    assert done.returncode == 1
    assert done.said == (
        f"names: {path}, line 2: lists and objects lie in each other more than 100 levels deep; write them "
        "plainer\n"
    )


def test_json_nested_as_deeply_as_may_be_comes_back_as_it_was(tmp_path: Path) -> None:
    deep = "[" * 99 + '"[[{{\\"["' + "]" * 99
    path = tmp_path / "people.jsonl"
    path.write_text(f'{{"person":"Toqaev","x":{deep}}}\n')
    done = names("normalize", path, "-c", "person")
    assert (done.returncode, f'"x":{deep}'.encode() in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.jsonl", '{"id":"a","name":' + "[" * 985 + "]" * 985 + "}"),
        ("list.jsonl", '{"id":"a","name":' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "}"),
        ("list.yaml", "entities:\n- id: a\n  name: " + "[" * 985 + "]" * 985),
        ("list.yaml", "entities:\n- id: a\n  name: " + "{a: " * 100_000),
        ("list.yaml", "- " * 100_000),
    ],
)
def test_a_list_nested_without_end_has_that_fault(name: str, content: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.read(path)
    assert re.search("nested more than 12 levels deep|maximum nesting depth", str(caught.value))


@pytest.mark.parametrize("option", ["--styles", "--conventions"])
def test_other_yaml_nested_without_end_is_refused(option: str, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("person\nToqaev\n")
    (tmp_path / "deep.yaml").write_text("[" * 900 + "]" * 900)
    done = names("normalize", "people.csv", "-c", "person", option, "deep.yaml", within=tmp_path)
    assert (done.returncode, done.said.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    ("text", "deep"),
    [
        (b"[" * 10_000_000, True),
        (b'{"x":[' + b"[]," * 3_000_000 + b"1]}", False),
        (b'{"x":' + b"[" * 101 + b'],"y":"' + b'\\"' * 5_000_000, True),
        (b'["' * 3_000_000, True),
        (b'{"x":"' + b"[" * 10_000_000 + b'"}', False),
    ],
    ids=["nested", "beside each other", "escapes in a text without end", "texts", "in a text"],
)
def test_how_deep_json_is_nested_is_told_in_one_look(text: bytes, deep: bool) -> None:
    begin = time.process_time()
    assert bounds.nests_too_deeply(text) is deep
    assert time.process_time() - begin < 5


RUNS = (" ", ",", ", ", "\n", "(", ";", "ب ", "x (", "é - ", " -", " and", "1985 ", ", 1985 ", "/ ", " /")
AROUND = ("é{}", "é{}ж", "é ж{}z", ", 1985{}x", "é (1985{}x", "é and{}")


def test_a_long_run_of_anything_in_a_cell_is_read_in_one_look() -> None:
    begin = time.process_time()
    for run, around in product(RUNS, AROUND):
        cell = around.format(run * 5_000)
        read_cell(cell)
        separator_in(cell)
    assert time.process_time() - begin < 8


# Faults without end


FAULTY = {
    "jsonl": (b"", b'{"id": "a b", "name": ""}\n'),
    "csv": (b"id,name\n", b"a b,\n"),
    "tsv": (b"id\tname\n", b"too\tmany\tcells\n"),
    "yaml": (b"entities:\n", b"- nothing\n"),
}


@pytest.mark.parametrize("form", FAULTY)
def test_of_a_million_faults_ten_thousand_are_held_and_the_last_says_so(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"people.{form}"
    head, line = FAULTY[form]
    path.write_bytes(head + line * (1_000_000 if form != "yaml" else 30_000))
    report = check(path)
    assert len(report.faults) == bounds.MOST_FAULTS + 1
    last = report.faults[-1]
    assert (last.what, last.remedy) == (
        "there are 10,000 faults so far, and the rest is not read",
        "mend these first",
    )


def test_faults_of_entities_in_a_program_are_held_likewise() -> None:
    with pytest.raises(GazetteerError) as caught:
        Gazetteer().extended(Entity("", "", ()) for _ in range(1_000_000))
    assert len(caught.value.faults) == bounds.MOST_FAULTS + 1


def test_warnings_are_held_likewise_and_the_list_is_read(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    path.write_text(
        "".join(f'{{"id": "p{n}", "name": "A\\u0085b"}}\n' for n in range(20_000)), encoding="utf-8"
    )
    report = check(path)
    assert (report.entities, report.faults) == (20_000, ())
    assert len(report.warnings) <= bounds.MOST_FAULTS + 5
    assert any("10,000 warnings so far" in warning for warning in report.warnings)


# Closed streams


STREAMS = [
    (closed, verb, expected)
    for closed, answers in {
        "2>&-": {"match": 0, "table": 0, "file": 0, "find": 0, "version": 0, "list": 0},
        ">&-": {"match": 1, "table": 1, "file": 0, "find": 1, "version": 1, "list": 1},
        "<&-": {"match": 0, "table": 0, "input": 1, "names": 1},
        "<&- >&- 2>&-": {"match": 1, "file": 0},
    }.items()
    for verb, expected in answers.items()
]
VERBS = {
    "match": "match Toqaev",
    "table": "normalize people.csv -c person",
    "file": "normalize people.csv -c person -o out.csv",
    "find": "find people.csv",
    "version": "--version",
    "list": "gazetteer check people.jsonl",
    "input": "normalize - -c person",
    "names": "match -",
}


def test_closed_standard_streams_lose_no_answer_in_silence(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("person\nToqaev\n")
    (tmp_path / "people.jsonl").write_text('{"id": "abai", "name": "Abai"}\n')
    wrong = []
    for closed, verb, expected in STREAMS:
        (tmp_path / "out.csv").unlink(missing_ok=True)
        done = subprocess.run(
            ["bash", "-c", f'"$0" -m names {VERBS[verb]} {closed}', sys.executable],
            cwd=tmp_path,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        answered = bool(done.stdout) if expected == 0 and verb != "file" else done.stdout == b""
        written = verb != "file" or (tmp_path / "out.csv").stat().st_size == 122
        told = expected == 0 or "2>&-" in closed or done.stderr.count(b"\n") == 1
        if (done.returncode, answered, written, told) != (expected, True, True, True):
            wrong.append((closed, verb, done.returncode, done.stdout, done.stderr))
    assert wrong == []


def test_a_row_of_more_cells_than_any_has_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("person\nToqaev" + "," * bounds.MOST_CELLS + "\n")
    done = names("normalize", path, "-c", "person", memory=MEMORY)
    assert done.returncode == 1
    assert "line 2: the row that begins here has more than 1,048,576 cells" in done.said
    path.write_text("person" + "," * bounds.MOST_CELLS + "\n")
    assert (
        "line 1: the row that begins here has more than 1,048,576 cells"
        in names("normalize", path, "-c", "person", memory=MEMORY).said
    )


def test_an_object_of_more_keys_than_any_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "MOST_CELLS", 100)  # so that the test is quick
    keys = [f'"{n}":1' for n in range(101)]
    lines = [f"{{{','.join(keys[:count])}}}".encode() for count in (100, 101)]
    with pytest.raises(TableError, match=r"the file, line 2: the object has more than 100 keys; "):
        list(json_lines.read_objects(lines, "the file"))


def test_an_object_of_another_program_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_elements, "LONGEST_LINE", 1 << 20)

    class Endless(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(size) or b"a" * (size or 0)

    findings = Findings("people.json")
    found = list(json_elements.json_elements(Endless(b'[{"id": 1},\n{"name": "'), 0, findings))
    assert [element.value for element in found] == [{"id": 1}]
    assert "what begins here does not end within 1,048,576 characters" in str(findings.faults)


def test_a_command_too_long_to_be_typed_names_no_list() -> None:
    for size, named in ((refusals.LONGEST_COMMAND // 2, True), (refusals.LONGEST_COMMAND, False)):
        command = refusals.build_command("people.names", refusals.Recipe(["a" * size]))
        assert (("FILE…" not in command), len(command) <= refusals.LONGEST_COMMAND) == (named, True)


def test_no_list_makes_a_table_of_contents_that_is_not_read() -> None:
    countries = [f"a place beyond the {n} rivers" for n in range(compiled.MOST_COUNTRIES + 5)]
    entities = [Entity(f"e{n}", "B", (), country=each) for n, each in enumerate([*countries, "c" * 999])]
    meta = compiled._meta(Gazetteer(tuple(entities)))
    assert sum(meta["countries"].values()) == len(entities)
    assert (len(meta["countries"]), meta["countries"][""]) == (compiled.MOST_COUNTRIES + 1, 6)
    assert len(str(meta)) < reading.LARGEST_CONTENTS / 10


def test_a_table_of_contents_beyond_its_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_store(tmp_path / "people.names", "ours", {"a": "b" * 999}, [("names", b"")])
    monkeypatch.setattr(reading, "LARGEST_CONTENTS", 512)
    with pytest.raises(StoreError, match="its table of contents is not as it was written"):
        reading.Store.open(tmp_path / "people.names", "ours")
