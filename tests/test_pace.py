"""Portions grow, but stay small where each takes long and somebody waits at the end of a pipe."""

from __future__ import annotations

import io
import os
import threading
import time
from pathlib import Path
from typing import BinaryIO

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from names.tables import pace
from names.tables.pace import Pace, is_waited_for
from names.tables.portions import Writing


def test_a_pipe_is_waited_for_and_a_file_is_not(tmp_path: Path) -> None:
    ours, theirs = os.pipe()
    with os.fdopen(ours, "rb"), os.fdopen(theirs, "wb") as pipe, (tmp_path / "out").open("wb") as file:
        assert is_waited_for(pipe)
        assert not is_waited_for(file)
    assert not is_waited_for(io.BytesIO())


def sizes(monkeypatch: pytest.MonkeyPatch, seconds_each: float, *, waited_for: bool) -> list[int]:
    """The sizes of six portions, where each item takes so long."""
    clock = 0.0
    monkeypatch.setattr(pace, "is_waited_for", lambda outgoing: waited_for)
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    chosen, measure = [], Pace(io.BytesIO(), 100, 10_000)
    for _ in range(6):
        chosen.append(measure.size())
        clock += chosen[-1] * seconds_each
    return chosen


def test_portions_for_a_file_grow_whatever_they_take(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sizes(monkeypatch, 1.0, waited_for=False) == [100, 1600, *[10_000] * 4]


def test_quick_portions_grow_where_somebody_waits_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sizes(monkeypatch, 1e-7, waited_for=True) == [100, 200, 400, 800, 1600, 3200]


def test_slow_portions_stay_as_small_as_they_began(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sizes(monkeypatch, 1.0, waited_for=True) == [100] * 6


def test_portions_settle_at_what_takes_as_long_as_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    settled = sizes(monkeypatch, pace.LONGEST / 700, waited_for=True)
    assert settled[:3] == [100, 200, 400]
    assert all(695 <= size <= 700 for size in settled[3:])


@given(st.integers(0, 5000))
def test_slices_make_up_all_rows(count: int) -> None:
    slices = list(Pace(io.BytesIO(), 7, 1000).slices(count))
    assert [row for begin, size in slices for row in range(begin, begin + size)] == list(range(count))


def write_portions(outgoing: BinaryIO, form: str) -> None:
    """Write two portions of texts that need quotes, numbers and gaps."""
    frame = pl.DataFrame({"who": ['Toqaev, "K."', None, "Абай\n"], "n": [1e17, None, 0.1]})
    with Writing(outgoing, form, frame.schema, bom=form == "csv") as writing:
        for portion in (frame[:2], frame[2:]):
            writing.put(portion)


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl"])
def test_a_pipe_gets_the_same_text_as_a_file(form: str) -> None:
    whole, piped = io.BytesIO(), bytearray()
    write_portions(whole, form)
    ours, theirs = os.pipe()
    with os.fdopen(ours, "rb") as reading:
        reader = threading.Thread(target=lambda: piped.extend(reading.read()))
        reader.start()
        with os.fdopen(theirs, "wb") as pipe:
            write_portions(pipe, form)
        reader.join()
    assert bytes(piped) == whole.getvalue()
    assert whole.getvalue().count(b"Toqaev") == 1
