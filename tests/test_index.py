"""The index: candidates by shared keys, judged by a look at every listed name."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from names.evidence import similarity
from names.folding import fold
from names.index import MAX_CANDIDATES, Index

GIVEN = "Kassym Nursultan Dariga Bolat Amirzhan Rinat Marat Serik Aigul Yerlan Sadyr Shavkat".split()
FAMILY = (
    "Tokayev Nazarbayev Kossanov Zaitov Kozhayev Akhmetov Japarov Mirziyoyev Akayev Karimov Bakiyev".split()
)
NAMES = [f"{g} {f}" for g in GIVEN for f in FAMILY]
INDEX = Index(enumerate(map(fold, NAMES)))
SWAPS = [
    ("K", "Q"),
    ("y", "i"),
    ("zh", "j"),
    ("ev", "yev"),
    ("kh", "h"),
    ("ss", "s"),
    ("a", "o"),
    ("r", ""),
    ("sh", "ch"),
]


def slow_best(query: str) -> int:
    """Return the best listed name by comparing with every one: the obvious way."""
    folded = fold(query)
    return max(range(len(NAMES)), key=lambda n: similarity(folded, INDEX.spellings[n], INDEX).weight)


@pytest.mark.parametrize("seed", range(150))
def test_the_best_of_all_names_is_among_the_candidates(seed: int) -> None:
    rng = random.Random(seed)
    query = rng.choice(NAMES)
    for old, new in rng.sample(SWAPS, 2):
        query = query.replace(old, new, 1)
    assert slow_best(query) in INDEX.candidates(fold(query))


@given(st.sampled_from(NAMES))
def test_every_listed_name_is_its_own_first_candidate(name: str) -> None:
    assert NAMES[INDEX.candidates(fold(name))[0]] == name


@given(st.text(max_size=30))
def test_candidates_are_few_and_without_repeats(text: str) -> None:
    found = INDEX.candidates(fold(text))
    assert len(found) == len(set(found)) <= MAX_CANDIDATES


def test_a_name_that_shares_no_key_has_no_candidates() -> None:
    assert INDEX.candidates(fold("Wuxiu Gfgh")) == []


def test_one_typing_error_does_not_hide_a_name() -> None:
    for query in ("Nursulan Xxxxxxxx", "Nurrsultan Xxxxxxxx", "Nursutlan Xxxxxxxx", "Nursoltan Xxxxxxxx"):
        assert any("Nursultan" in NAMES[n] for n in INDEX.candidates(fold(query)))


def test_a_part_that_many_bear_says_less() -> None:
    many = Index(enumerate(map(fold, ["Ali Khan", "Ali Omar", "Ali Rahim", "Ali Sabr", "Kassym Tokayev"])))
    ali, tokayev = fold("Ali").parts[0], fold("Tokayev").parts[0]
    assert many.of_key(ali) < many.of_key(tokayev)
    assert many.of_bones(tokayev) <= many.of_key(tokayev)
