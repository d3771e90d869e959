"""What the cache keeps is found again as it was, and a cache that fails costs time, never the answer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from names import cache, data
from names.batches.settings import numbers_of
from names.candidates.frequencies import number_of_key


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NAMES_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_table_comes_from_the_cache_as_it_came_from_its_file(folder: Path) -> None:
    first = data.read("slips.yaml")
    (file,) = folder.iterdir()
    assert file.name.startswith("table-slips-")
    assert data.read("slips.yaml") == first


@pytest.mark.parametrize("content", [b"", b"x" * 40, None])
def test_a_damaged_table_of_the_cache_is_made_anew(folder: Path, content: bytes | None) -> None:
    first = data.read("slips.yaml")
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if content is None else content)
    assert data.read("slips.yaml") == first
    assert file.read_bytes() == whole


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(folder: Path) -> None:
    folder.write_text("in the way")
    assert data.read("slips.yaml")["keyboards"]
    assert folder.read_text() == "in the way"


def test_many_other_contents_of_a_table_leave_the_cache_and_other_tables_stay(folder: Path) -> None:
    folder.mkdir()
    old = [folder / f"table-slips-{number:024}.msgpack" for number in range(cache.MOST_VERSIONS)]
    other = folder / f"table-slips-x-{'0' * 24}.msgpack"
    for file in (*old, other):
        file.touch()
    os.utime(old[3], (0, 0))
    data.read("slips.yaml")
    assert [file for file in old if not file.exists()] == [old[3]]
    assert other.exists()


def test_what_is_kept_is_whole_or_not_there(folder: Path) -> None:
    assert cache.kept("some") is None
    cache.keep("some", b"content")
    assert cache.kept("some") == b"content"
    assert [each.name for each in folder.iterdir()] == ["some"]


def test_numbers_of_keys_come_from_the_cache_as_they_are_told(folder: Path) -> None:
    keys = ["tokaev", "kasim", "žomart"]
    told = [number_of_key(key) for key in keys]
    assert numbers_of(keys).tolist() == told
    (file,) = folder.glob("numbers-*.bin")
    assert numbers_of(keys).tolist() == told
    file.write_bytes(b"damaged")
    assert numbers_of(keys).tolist() == told
    assert numbers_of(keys[:2]).tolist() == told[:2]
    assert len([*folder.glob("numbers-*.bin")]) == 2  # of different keys
