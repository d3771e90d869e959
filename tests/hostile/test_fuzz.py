"""The script for long runs goes through each of its targets, and what it finds is kept once."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.hostile import fuzz

TURNS = {"workbook": 5, "text": 20}  # the others are quick


@pytest.mark.parametrize("target", fuzz.TARGETS)
def test_honest_and_damaged_inputs_bring_out_nothing_but_errors_in_words(target: str, tmp_path: Path) -> None:
    kept = fuzz.Kept(tmp_path)
    for seed in fuzz.seeds(target):
        fuzz.TARGETS[target](seed)
    for turn in range(TURNS.get(target, 60)):
        rng = random.Random(f"{target} {turn}")
        kept.check(target, fuzz.mutated(rng.choice(fuzz.seeds(target)), rng))
    assert (kept.tried, sorted(tmp_path.iterdir())) == (TURNS.get(target, 60), [])


def test_what_breaks_something_is_kept_once_for_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(data: bytes) -> None:
        raise ValueError(data)

    monkeypatch.setitem(fuzz.TARGETS, "csv", break_down)
    kept = fuzz.Kept(tmp_path)
    kept.check("csv", b"first")
    kept.check("csv", b"second")
    (file,) = (each for each in tmp_path.iterdir() if not each.suffix)
    assert file.read_bytes() == b"first"
    assert "ValueError" in file.with_suffix(".txt").read_text()


def test_without_atheris_inputs_are_made_by_chance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "atheris", raising=False)
    monkeypatch.setattr(sys, "argv", ["fuzz", "csv", "--seconds", "0", "--into", str(tmp_path)])
    fuzz.main()
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "atheris is not installed, so that inputs are made by chance alone",
        "csv: 0 inputs tried, 0 places broken",
    ]
