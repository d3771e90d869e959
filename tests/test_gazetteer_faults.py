"""A gazetteer that is wrong is refused, with every fault, its place and its remedy at once."""

from __future__ import annotations

import pickle
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from names.bounds import LARGEST_DOCUMENT
from names.errors import NamesError
from names.gazetteer import Fault, Gazetteer, GazetteerError, check

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "gazetteer_faults.yaml").read_text(encoding="utf-8")
)
HEAD = "format: 1\nentities:\n"


def faults_of(*paths: Path) -> list[str]:
    """Return the faults with the names of the files alone, as far as the paths are under one folder."""
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.read(*paths)
    return [str(fault).replace(f"{paths[0].parent}/", "") for fault in caught.value.faults]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["claim"])
def test_every_fault_is_reported_with_place_and_remedy(case: dict[str, Any], tmp_path: Path) -> None:
    assert faults_of(write(tmp_path, case["file"], case["document"])) == case["faults"]


def test_faults_of_several_files_are_reported_together(tmp_path: Path) -> None:
    paths = [
        write(tmp_path, "a.yaml", HEAD + "- id: a\n  name: A\n- id: b\n  name: ''\n"),
        write(tmp_path, "b.csv", "id,name\na,A\nc,\n"),
        tmp_path / "c.jsonl",
    ]
    assert faults_of(*paths) == [
        'a.yaml:6: "name" is empty; write the name',
        'b.csv:2: the id "a" is taken, at a.yaml:3; give this one another id, or merge the two records',
        'b.csv:3: "name" is empty; write the name',
        "c.jsonl: there is no such file; name a gazetteer that exists",
    ]


def test_replacement_is_not_missed_where_a_part_could_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path, "g.jsonl", '{"id": "a", "name": "A", "replaced_by": "b"}\n{"id": "b", "name": \n')
    assert [fault.split(":")[1] for fault in faults_of(path)] == ["2"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            b"format: 1\nentities:\n- id: a\n  name: caf\xe9\n",
            "4: the byte 0xE9 at character 12 is not UTF-8",
        ),
        (b"id: \0\x01\x02", "the file is not text"),
        ("format: 1\n".encode("utf-16"), "the file is UTF-16"),
    ],
    ids=["windows-1252", "binary", "utf-16"],
)
def test_wrong_encoding_has_a_place(content: bytes, expected: str, tmp_path: Path) -> None:
    faults = faults_of(write(tmp_path, "g.yaml", content))
    assert len(faults) == 1
    assert faults[0].split(";")[0].endswith(expected)


def test_a_byte_of_a_header_that_is_not_utf_8_is_one_fault(tmp_path: Path) -> None:
    table = "id,им\xffя,name\n1,2,Ерлан Тамаев\n".encode().replace("\xff".encode(), b"\xff")
    assert faults_of(write(tmp_path, "g.csv", table)) == [
        "g.csv:1: the byte 0xFF in the header is not UTF-8; save the file as UTF-8"
    ]


@pytest.mark.parametrize("name", ["g.csv", "g.yaml", "g.jsonl", "g"])
def test_bytes_that_are_no_text_are_one_fault(name: str, tmp_path: Path) -> None:
    noise = bytes(random.Random(1).choices(range(1, 256), k=3000))
    faults = faults_of(write(tmp_path, name, noise))
    assert len(faults) == 1 and "the file is not text" in faults[0]


def test_other_lines_are_checked_beside_one_that_is_not_utf_8(tmp_path: Path) -> None:
    for name, content in {
        "g.jsonl": b'{"id": "a", "name": "\xe9"}\n{"id": "b", "name": ""}\n',
        "g.csv": "id,name\nc,Ерлан\na,".encode() + b"\xe9\nb,\n",
    }.items():
        remedies = [fault.split("; ")[1] for fault in faults_of(write(tmp_path, name, content))]
        assert remedies == ["save the file as UTF-8", "write the name"]


def test_folder_is_refused_in_words(tmp_path: Path) -> None:
    assert faults_of(tmp_path)[0].endswith(": this is a folder; name the files in it")


def test_name_with_a_null_is_refused_in_words() -> None:
    with pytest.raises(GazetteerError, match="cannot be read"):
        Gazetteer.read("a\0b.yaml")


def test_yaml_bomb_is_refused_before_it_grows(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 60))]
    faults = faults_of(write(tmp_path, "g.yaml", "\n".join(lines)))
    assert "g.yaml:1: the anchor &a0 is not allowed; write the value out" in faults
    assert "g.yaml:2: the alias *a0 is not allowed; write the value out" in faults


@pytest.mark.parametrize("sign", ["[", "{a: ", "- "])
def test_deep_nesting_ends_in_a_fault_not_in_a_crash(sign: str, tmp_path: Path) -> None:
    faults = faults_of(write(tmp_path, "g.yaml", "entities: " + sign * 50_000))
    assert faults
    deep = '{"id": "a", "name": ' + "[" * 200_000 + "]" * 200_000 + "}\n"
    assert "nested more than 12 levels deep" in faults_of(write(tmp_path, "g.jsonl", deep))[0]


def test_yaml_too_large_to_read_whole_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "g.yaml", "format: 1\n" + "#" * 5000)
    with path.open("r+b") as file:
        file.truncate(LARGEST_DOCUMENT + 1)
    assert faults_of(path) == [
        "g.yaml: the YAML is larger than 67,108,864 bytes; write it as JSONL, one record per line"
    ]


def test_tag_runs_nothing(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    document = HEAD + f"- id: a\n  name: !!python/object/apply:os.mkdir ['{trace}']\n"
    assert "is not allowed" in faults_of(write(tmp_path, "g.yaml", document))[0]
    assert not trace.exists()


def test_error_shows_twenty_faults_and_counts_the_rest() -> None:
    error = GazetteerError(Fault("g.yaml", line, "it is wrong", "mend it") for line in range(1, 24))
    shown = str(error).splitlines()
    assert shown[0] == "g.yaml:1: it is wrong; mend it"
    assert shown[-1] == "… and 3 more"
    assert len(shown) == 21
    assert isinstance(error, NamesError)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_check_raises_nothing_and_counts_what_it_could_read(tmp_path: Path) -> None:
    path = write(
        tmp_path, "g.yaml", HEAD + "- {id: a, name: A, type: person}\n- {id: b, name: B, typ: place}\n"
    )
    report = check(path)
    assert [fault.line for fault in report.faults] == [4]
    assert report.summary() == "2 entities (1 person, 1 no type), 2 forms; 1 fault, 0 warnings"
