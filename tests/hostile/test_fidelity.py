"""Rows with odd content through every format and back; `benchmarks/fidelity.py` sends a million of them."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from benchmarks.fidelity import FILES, SHOWN, alike, all_ways
from tests.test_tables import MATCHER

ROWS = 1200
TOLD = {"parquet > jsonl": ("that column 'money' holds numbers: decimals became texts",)}


@pytest.mark.parametrize("form", [*FILES, "sqlite"])
def test_every_other_cell_comes_back_through_every_format(tmp_path: Path, form: str) -> None:
    ways = list(all_ways(ROWS, tmp_path, MATCHER, [form]))
    assert [(way.name, way.shown) for way in ways if way.different] == []
    assert [(way.name, way.told) for way in ways] == [(way.name, TOLD.get(way.name, ())) for way in ways]
    assert all(way.cells >= ROWS * 10 for way in ways)


def test_every_other_cell_comes_back_from_postgresql(tmp_path: Path, server: str) -> None:
    [way] = all_ways(ROWS, tmp_path, MATCHER, ["postgresql"], server)
    assert (way.different, way.shown[:SHOWN], way.told) == (0, [], ())


@pytest.mark.parametrize(
    ("want", "got", "form"),
    [
        ("007", "7", "csv"),
        ("007", 7, "parquet"),
        ("a", "a ", "xlsx"),
        ("e\u0301", "\u00e9", "jsonl"),
        ("\r\n", "\n", "csv"),
        ("", None, "parquet"),
        (None, "", "jsonl"),
        ("x", None, "csv"),
        ("a\x00", "a", "csv"),
        (2**53 + 1, float(2**53), "parquet"),
        (2**63, "9223372036854775807", "csv"),
        (1, True, "parquet"),
        (True, False, "csv"),
        (True, 1, "parquet"),
        (False, "true", "csv"),
        (True, None, "xlsx"),
        (0.1 + 0.2, 0.3, "jsonl"),
        (-0.0, 0.0, "csv"),
        (5e-324, "0", "csv"),
        (1.5, None, "xlsx"),
        (Decimal("1.5000"), "1.5001", "csv"),
        (Decimal("99999999999999999999.9999"), 1e20, "parquet"),
        (date(2019, 6, 9), "2019-06-10", "csv"),
        (date(2019, 6, 9), None, "parquet"),
        (datetime(2019, 6, 9, 1), "2019-06-09T00:00:00", "csv"),
        ([1, None], [1], "jsonl"),
        ([1, None], [1, 0], "jsonl"),
        ({"a": "x", "b": 1.0}, {"a": "x"}, "jsonl"),
        ({"a": "x"}, {"a": "y"}, "arrow"),
        (b"\x00", b"", "parquet"),
    ],
)
def test_the_comparison_sees_a_cell_that_changed(want: Any, got: Any, form: str) -> None:
    assert not alike(want, got, form)


@pytest.mark.parametrize(
    ("want", "got", "form"),
    [
        (None, "", "csv"),
        ("", None, "xlsx"),
        (2**63, "9223372036854775808", "csv"),
        (5, 5.0, "xlsx"),
        (-0.0, 0, "xlsx"),
        (Decimal("1.5000"), "1.5", "jsonl"),
        (1e22, "1e+22", "csv"),
        (date(2019, 6, 9), datetime(2019, 6, 9), "xlsx"),
        (math.pi, repr(math.pi), "csv"),
        (True, "true", "csv"),
        (False, 0, "sqlite"),
    ],
)
def test_the_comparison_takes_the_same_value_in_another_form(want: Any, got: Any, form: str) -> None:
    assert alike(want, got, form)
