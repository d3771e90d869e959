"""The cache of the shipped gazetteer: it costs time when it is missing, never the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from names import Matcher, cache


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NAMES_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_the_first_matcher_fills_the_cache_and_the_second_answers_the_same(folder: Path) -> None:
    first = Matcher().match("Toqaev")
    assert [path.suffix for path in folder.iterdir()] == [".shipped"]
    assert cache.load(cache.cache_file()) is not None
    assert Matcher().match("Toqaev") == first


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\x00" * 100])
def test_a_damaged_cache_is_made_anew(folder: Path, damage: bytes) -> None:
    right = Matcher().match("Toqaev")
    cache.cache_file().write_bytes(damage)
    assert Matcher().match("Toqaev") == right
    assert cache.load(cache.cache_file()) is not None


def test_a_cache_cut_short_or_changed_in_one_byte_is_not_read(folder: Path) -> None:
    Matcher()
    file = cache.cache_file()
    whole = file.read_bytes()
    for damaged in (whole[:-1], whole[:500] + bytes([whole[500] ^ 1]) + whole[501:]):
        file.write_bytes(damaged)
        assert cache.load(file) is None


def test_a_cache_that_cannot_be_written_costs_no_answer(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    assert Matcher().normalize("Toqaev") == "Kassym-Jomart Tokayev"


def test_caches_of_other_gazetteers_go(folder: Path) -> None:
    folder.mkdir()
    (folder / "old.shipped").write_bytes(b"of an older program")
    (folder / "mine.txt").write_text("not ours")
    Matcher()
    assert sorted(p.suffix for p in folder.iterdir()) == [".shipped", ".txt"]
    assert not (folder / "old.shipped").exists()
