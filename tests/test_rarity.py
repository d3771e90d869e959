"""Rarity: what the world at large tells of a part of a name, and what a gazetteer adds."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
import yaml

from makers import common_parts
from names import data
from names.candidates.frequencies import Frequencies, count_bearers
from names.errors import NamesError
from names.folding import Part, fold
from names.rarity import BACKGROUND, World, read_shares, surprise, world


def part(text: str) -> Part:
    return fold(text).parts[0]


def source() -> dict[str, dict[str, str]]:
    read = yaml.load(common_parts.SOURCE.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert isinstance(read, dict)
    return read


def test_the_shipped_table_is_what_the_script_makes_with_the_spelling_rules_of_today() -> None:
    shipped = common_parts.SHIPPED.read_text(encoding="utf-8")
    assert common_parts.make(source()) == shipped, "run: python -m makers.common_parts"


@pytest.mark.parametrize(
    ("common", "rare"),
    [
        ("Smith", "Smythson"),
        ("Mohammed", "Kassym"),
        ("Ivanov", "Kossanov"),
        ("Kim", "Kymbat"),
        ("Wang", "Zhuge"),
        ("Akhmetov", "Tokarev"),
        ("Алиев", "Мырзатаев"),
        ("محمد", "توقايف"),
    ],
)
def test_a_common_part_says_less_than_a_rare_one(common: str, rare: str) -> None:
    assert world().of_key(part(common)) < world().of_key(part(rare))


def test_the_spellings_of_a_part_are_as_common_as_each_other() -> None:
    assert world().of_key(part("Ахметов")) == world().of_key(part("Akhmetov"))
    assert world().of_key(part("Oʻmarov")) == world().of_key(part("Omarov"))


def test_a_feminine_surname_is_as_common_as_the_masculine_one() -> None:
    assert world().of_key(part("Ахметова")) == world().of_key(part("Ахметов"))
    assert world().knows(part("Kowalska"))


def test_a_short_unlisted_part_has_more_bearers_than_a_long_one() -> None:
    short, long = part("Zyq"), part("Zyqborgunov")
    assert not world().knows(short) and not world().knows(long)
    assert world().of_key(short) < world().of_key(long)


def test_a_skeleton_says_no_more_than_the_key_it_comes_from() -> None:
    for text in ("Ali", "Omar", "Ivanov", "Kossanov", "Zyqborgunov", "Kim"):
        assert world().of_skeleton(part(text)) <= world().of_key(part(text))


def test_no_part_is_borne_by_nobody_or_by_everybody() -> None:
    assert all(0 < world().of_key(part(text)) < math.inf for text in ("Li", "a", "9", "Nguyen", "x" * 600))


def test_listed_bearers_make_a_part_commoner_and_other_entities_a_rare_one_rarer() -> None:
    assert surprise(0, 0, 0.001) > surprise(50, 50, 0.001)
    assert surprise(0, BACKGROUND, 0.001) > surprise(0, 0, 0.001)


def test_the_smallest_gazetteer_knows_what_is_common_in_the_world() -> None:
    parts = [part("Akhmetov"), part("Tokayev")]
    keys, skeletons = (
        count_bearers(texts, np.arange(2), np.arange(2)) for texts in _keys_and_skeletons(parts)
    )
    frequencies = Frequencies(keys, skeletons, population=2)
    assert frequencies.of_key(part("Akhmetov")) < frequencies.of_key(part("Tokayev"))
    assert frequencies.knows(part("Omarov")) and frequencies.knows(part("Tokayev"))
    assert not frequencies.knows(part("Toqarbanov"))


def _keys_and_skeletons(parts: list[Part]) -> tuple[list[str], list[str]]:
    return [p.key for p in parts], [p.skeleton for p in parts]


def test_a_faulty_table_names_every_fault() -> None:
    faults: list[str] = []
    read_shares("keys", "0.2 ali\nhalf omar\n2 kim\n0.1 lee ali", faults)
    assert [fault.split()[2] for fault in faults] == ["2", "3", "4"]
    assert "'half'" in faults[0] and "ali" in faults[2]


def test_a_faulty_shipped_table_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "read", lambda name: {"keys": "much ali", "skeleton": "0.1 r"})
    with pytest.raises(NamesError, match="keys 1 opens with 'much'"):
        world.__wrapped__()


def test_a_source_word_of_two_parts_is_a_fault() -> None:
    faults: list[str] = []
    common_parts.shares_listed("1 ali bat-erdene", "mongolian, surnames", faults)
    assert len(faults) == 1 and "bat-erdene" in faults[0]


def test_the_table_loads_within_the_time_of_a_cold_start() -> None:
    fastest = min(seconds_to_load() for _ in range(3))
    assert fastest < 0.05  # 6 ms where nothing else runs


def seconds_to_load() -> float:
    start = time.perf_counter()
    assert isinstance(world.__wrapped__(), World)
    return time.perf_counter() - start
