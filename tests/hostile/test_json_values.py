"""JSONL: every other value to the digit in every format, or told of; what reads in two ways, refused."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from names.tables import Options, Summary, TableError, normalize_files
from tests.test_tables import MATCHER

CASES = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "hostile" / "json_values.yaml").read_text("utf-8")
)
COLUMN = Options(columns=("person",))


def written(folder: Path, lines: list[str]) -> Path:
    path = folder / "in.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def rows(values: list[str]) -> list[str]:
    return [f'{{"person":"Toqaev","v":{value}}}' for value in values]


def run(source: Any, target: Any, column: str = "person", **more: Any) -> Summary:
    return normalize_files(source, target, MATCHER, Options(columns=(column,)), **more)


def exactly(text: str) -> Any:
    """A value of JSON with its numbers as decimals."""
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def alike(value: Any, text: str) -> bool:
    """Whether a value that was read is the one that stood there, as number, text, list or object."""
    given = exactly(text)
    if isinstance(given, Decimal):
        same = float(given) if isinstance(value, float) else given
        return not isinstance(value, bool) and value == same
    if isinstance(given, list):
        return (
            isinstance(value, list) and all(map(alike, value, map(dumps, given))) and len(value) == len(given)
        )
    if isinstance(given, dict):
        return all(alike(each, dumps(given.get(key))) for key, each in value.items())
    return bool(value == given and type(value) is type(given))


def dumps(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list):
        return f"[{','.join(map(dumps, value))}]"
    if isinstance(value, dict):
        return f"{{{','.join(f'{json.dumps(key)}:{dumps(each)}' for key, each in value.items())}}}"
    return json.dumps(value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case["values"])[:40])
def test_a_value_of_jsonl_is_kept_to_the_digit_in_parquet_or_told_of(
    tmp_path: Path, case: dict[str, Any]
) -> None:
    source, target = written(tmp_path, rows(case["values"])), tmp_path / "out.parquet"
    if not case["type"]:
        with pytest.raises(
            TableError, match=r"in.jsonl, line 1: (this is no JSON object|the key '.' comes twice)"
        ):
            run(source, target)
        return
    lost = run(source, target).lost
    column = pq.read_table(target)["v"]
    assert str(column.type) == case["type"]
    if case.get("told"):
        assert len(lost) == 1 and "column 'v'" in lost[0] and lost[0].endswith("which became texts")
        plain = [json.loads(v) if v.startswith('"') else v for v in case["values"]]
        assert column.to_pylist() == plain
    else:
        assert lost == ()
        assert all(map(alike, column.to_pylist(), case["values"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case["values"])[:40])
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_a_value_of_jsonl_is_the_same_text_in_delimited_text(
    tmp_path: Path, case: dict[str, Any], form: str
) -> None:
    source, target = written(tmp_path, rows(case["values"])), tmp_path / f"out.{form}"
    if not case["type"] or any(value[0] in "[{" for value in case["values"]):
        with pytest.raises(TableError, match=r"in.jsonl, line \d: (this is no|the key|column 'v' holds)"):
            run(source, target)
        return
    assert run(source, target).lost == ()
    with target.open(encoding="utf-8", newline="") as stream:
        table = list(csv.DictReader(stream, delimiter="," if form == "csv" else "\t"))
    plain = [json.loads(v) if v[0] == '"' else "" if v == "null" else v for v in case["values"]]
    assert [row["v"] for row in table] == plain


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["type"]], ids=lambda c: " ".join(c["values"])[:40]
)
def test_a_value_of_jsonl_is_the_same_text_in_jsonl(tmp_path: Path, case: dict[str, Any]) -> None:
    source, target = written(tmp_path, rows(case["values"])), tmp_path / "out.jsonl"
    run(source, target)
    lines = target.read_text("utf-8").splitlines()
    assert [line[: line.index(',"person_name"')] + "}" for line in lines] == rows(case["values"])


FLOATS = st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = st.none() | st.booleans() | st.integers() | FLOATS | TEXTS
VALUES = st.recursive(
    SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text("ab"), v, max_size=3)
)


@given(st.lists(VALUES, min_size=1, max_size=6))
def test_whatever_json_holds_is_kept_or_told_of(values: list[Any]) -> None:
    texts = [json.dumps(value) for value in values]
    out = io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("names.tables.json_columns.ROWS_TOGETHER", 2)
        summary = run(
            io.BufferedReader(io.BytesIO("\n".join(rows(texts)).encode())),
            out, input_format="jsonl", format="parquet",
        )  # fmt: skip
    column = pq.read_table(io.BytesIO(out.getvalue()))["v"].to_pylist()
    if summary.lost:
        plain = [
            None if v is None else v if isinstance(v, str) else t for v, t in zip(values, texts, strict=True)
        ]
        assert column == plain
    else:
        assert all(map(alike, column, texts))


@pytest.mark.parametrize("target", ["out.jsonl", "out.csv", "out.parquet", "out.xlsx"])
@pytest.mark.parametrize(
    "line", ['{"person":"x","v":1,"v":2}', '{"person":"x", "v":1, "v" : 1}', '{"v":1,"\\u0076":2}']
)
def test_a_doubled_key_is_refused_in_every_format(tmp_path: Path, target: str, line: str) -> None:
    source = written(tmp_path, ['{"person":"x","v":1}', line])
    with pytest.raises(TableError, match=r"in.jsonl, line 2: the key 'v' comes twice in one object"):
        run(source, tmp_path / target)
    assert not (tmp_path / target).exists()


@pytest.mark.parametrize("target", ["out.jsonl", "out.csv", "out.parquet"])
@pytest.mark.parametrize("value", [b"\xff", b"\xc3\x28", b"\xc0\xaf", "é".encode("latin-1"), b"\xed\xa0\x80"])
def test_bytes_that_are_no_text_are_refused_wherever_they_stand(
    tmp_path: Path, target: str, value: bytes
) -> None:
    (tmp_path / "in.jsonl").write_bytes(b'{"person":"x"}\n{"person":"y","v":"' + value + b'"}\n')
    with pytest.raises(TableError, match=r"in.jsonl, line 2: this is no JSON object in UTF-8"):
        run(tmp_path / "in.jsonl", tmp_path / target)


def test_keys_with_escapes_and_keys_that_are_empty_are_keys(tmp_path: Path) -> None:
    source = written(tmp_path, ['{"person":"x","\\u0076":1, "":"y","a\\/b\\"":2}'])
    for form in ("csv", "parquet", "arrow", "jsonl"):
        assert run(source, tmp_path / f"out.{form}").rows == 1
    assert pq.read_table(tmp_path / "out.parquet").column_names[:4] == ["person", "v", "", 'a/b"']


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize(("wanted", "key"), [("#1", "person"), ("#3", "late"), (" late ", "late")])
def test_a_column_of_jsonl_is_found_by_its_number_too(
    tmp_path: Path, form: str, wanted: str, key: str
) -> None:
    source = written(tmp_path, ['{"person":"Toqaev","n":1}', '{"late":"Toqaev"}'])
    assert run(source, tmp_path / f"out.{form}", wanted).matched == 1
    assert f"{key}_status".encode() in (tmp_path / f"out.{form}").read_bytes()


@pytest.mark.parametrize("wanted", ["persn", "#4", "person#2"])
def test_a_wrong_key_is_told_before_any_row_is_written(tmp_path: Path, wanted: str) -> None:
    source = written(tmp_path, ['{"person":"Toqaev","n":1}', '{"late":"Toqaev"}'] * 20_000)
    command = [sys.executable, "-m", "names", "normalize", "-", "-c", wanted, "--format", "jsonl"]
    with source.open("rb") as stream:
        done = subprocess.run(command, stdin=stream, capture_output=True, env=os.environ, check=False)
    assert done.returncode != 0 and done.stdout == b""
    assert f"standard input has no column '{wanted}'".encode() in done.stderr


def test_a_key_that_comes_late_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("names.tables.objects.HELD", 100)
    lines = ['{"n":1}'] * 5000 + ['{"person":"Toqaev"}'] * 2
    out = io.BytesIO()
    summary = run(io.BytesIO("\n".join(lines).encode()), out, input_format="jsonl", format="jsonl")
    assert summary.matched == 2 and len(out.getvalue().splitlines()) == 5002


def test_the_second_file_is_asked_for_the_same_keys(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"person":"Toqaev"}\n')
    (tmp_path / "b.jsonl").write_text('{"n":1,"person":"Toqaev"}\n')
    (tmp_path / "c.jsonl").write_text('{"n":1}\n')
    assert run([tmp_path / "a.jsonl", tmp_path / "b.jsonl"], tmp_path / "out.jsonl", "#1").matched == 2
    with pytest.raises(TableError, match=r"c.jsonl has no column 'person'"):
        run([tmp_path / "a.jsonl", tmp_path / "c.jsonl"], tmp_path / "out.jsonl", "#1")


@pytest.mark.parametrize("target", ["out.jsonl", "out.csv", "out.parquet"])
@pytest.mark.parametrize("value", ["5", "true", '["x"]', '{"a":1}'])
def test_a_name_that_is_no_text_is_refused_with_its_line(tmp_path: Path, target: str, value: str) -> None:
    source = written(tmp_path, ['{"person":"x"}', "", f'{{"person":{value}}}'])
    with pytest.raises(TableError) as raised:
        run(source, tmp_path / target)
    assert f"in.jsonl, line 3: 'person' holds {value}, not text" in str(raised.value)


@pytest.mark.parametrize("target", ["out.jsonl", "out.csv", "out.parquet"])
def test_lists_in_lists_without_end_are_one_line(tmp_path: Path, target: str) -> None:
    source = written(tmp_path, rows(["1", "[" * 5000 + "]" * 5000]))
    with pytest.raises(TableError, match=r"in.jsonl, line 2: lists and objects lie in each other"):
        run(source, tmp_path / target)


def test_lists_in_lists_deeper_than_a_type_goes_stay_texts(tmp_path: Path) -> None:
    deep = "[" * 90 + "]" * 90
    assert len(run(written(tmp_path, rows([deep])), tmp_path / "out.parquet").lost) == 1
    assert pq.read_table(tmp_path / "out.parquet")["v"].to_pylist() == [deep]
