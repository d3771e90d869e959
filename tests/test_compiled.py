"""Compiled gazetteers: the same answers from a file, and from the cache of the shipped one."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from names import Entity, Form, Gazetteer, Matcher, NamesError, cache, compiled
from names.fingerprint import fingerprint
from names.store import Store, StoreError


def is_whole(file: Path) -> bool:
    try:
        Store.open(file, fingerprint()).verify()
    except StoreError:
        return False
    return True


def shipped_file() -> Path:
    file = compiled.cache_file()
    assert file is not None
    return file


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NAMES_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.mark.once
def test_the_first_matcher_fills_the_cache_and_the_second_answers_the_same(folder: Path) -> None:
    first = Matcher().match("Toqaev")
    assert len(list(folder.glob("*.names"))) == 1
    assert is_whole(shipped_file())
    assert Matcher().match("Toqaev") == first


@pytest.mark.once
@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\x00" * 100])
def test_a_damaged_cache_is_made_anew(folder: Path, damage: bytes) -> None:
    right = Matcher().match("Toqaev")
    shipped_file().write_bytes(damage)
    assert Matcher().match("Toqaev") == right
    assert is_whole(shipped_file())


@pytest.mark.once
def test_a_cache_cut_short_or_changed_in_one_byte_is_not_read(folder: Path) -> None:
    Matcher()
    file = shipped_file()
    whole = file.read_bytes()
    for damaged in (whole[:-1], whole[:500] + bytes([whole[500] ^ 1]) + whole[501:]):
        file.write_bytes(damaged)
        assert not is_whole(file)


@pytest.mark.once
def test_a_cache_that_cannot_be_written_costs_no_answer(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    assert Matcher().normalize("Toqaev") == "Kassym-Jomart Tokayev"


@pytest.mark.once
def test_caches_of_other_environments_stay_until_there_are_many(folder: Path) -> None:
    folder.mkdir()
    for age in range(2 * cache.MOST_VERSIONS):
        file = folder / f"shipped-{age:02}.names"
        file.write_bytes(b"of another environment")
        os.utime(file, (1000 - age, 1000 - age))
    (folder / "mine.txt").write_text("not ours")
    Matcher()
    used_last = [f"shipped-{age:02}.names" for age in range(cache.MOST_VERSIONS - 1)]
    assert sorted(p.name for p in folder.iterdir()) == sorted(["mine.txt", *used_last, shipped_file().name])


PEOPLE = Gazetteer(
    (
        Entity("toqaev", "Qasym-Zhomart Toqaev", (Form("Токаев, Касым-Жомарт", "native", "ru"),), "person"),
        Entity("old", "K. Toqaev", (), replaced_by="toqaev"),
        Entity("nazarbaeva", "Dariga Nazarbaeva", (), gender="f"),
    ),
    coverage=0.5,
    sources=("people.yaml",),
)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    compiled.build(PEOPLE, tmp_path / "people.names")
    return tmp_path / "people.names"


@pytest.mark.parametrize(
    "text", ["Tokayev", "Dariga Nazarbayev", "K. Toqaev", "", "Jane Doe", "Toqayev Qasym"]
)
def test_a_compiled_gazetteer_answers_as_its_list_does(people: Path, text: str) -> None:
    assert Matcher.open(people).match(text) == Matcher(PEOPLE).match(text)


def test_building_twice_gives_the_same_bytes(people: Path, tmp_path: Path) -> None:
    compiled.build(PEOPLE, tmp_path / "again.names")
    assert (tmp_path / "again.names").read_bytes() == people.read_bytes()


def test_a_compiled_gazetteer_holds_every_record(people: Path) -> None:
    matcher = Matcher.open(people)
    assert matcher.gazetteer == PEOPLE
    assert matcher.entity("old") == matcher.entity("toqaev") == PEOPLE.get("toqaev")
    assert matcher.entity("nobody") is None


def test_a_matcher_goes_to_another_process_and_back(people: Path) -> None:
    for matcher in (Matcher.open(people), Matcher(PEOPLE)):
        again = pickle.loads(pickle.dumps(matcher))
        assert again.match("Tokaev") == matcher.match("Tokaev")


def test_a_compiled_file_stands_alone(people: Path) -> None:
    with pytest.raises(NamesError, match="stands alone"):
        Matcher.open(people, "shipped")


def test_a_file_built_by_other_rules_is_refused_with_the_command(
    people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "fingerprint", lambda: "0" * 32)
    with pytest.raises(StoreError, match=r"names gazetteer build people\.yaml --output"):
        Matcher.open(people)


def test_a_gazetteer_of_nobody_compiles(tmp_path: Path) -> None:
    compiled.build(Gazetteer(), tmp_path / "empty.names")
    assert Matcher.open(tmp_path / "empty.names").match("Tokayev").status == "unknown"
