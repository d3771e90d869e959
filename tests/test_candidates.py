"""Candidates by shared blocks, judged by a look at every listed name."""

from __future__ import annotations

import functools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from names import Entity, Form, Gazetteer, Matcher
from names.candidates import MAX_CANDIDATES, Index, Search
from names.candidates.blocks import share_block
from names.compiled import compiled
from names.evidence import similarity
from names.folding import Spelling, fold

GIVEN = "Kassym Nursultan Dariga Bolat Amirzhan Rinat Marat Serik Aigul Yerlan Sadyr Shavkat".split()
FAMILY = (
    "Tokayev Nazarbayev Kossanov Zaitov Kozhayev Akhmetov Japarov Mirziyoyev Akayev Karimov Bakiyev".split()
)
NAMES = [f"{g} {f}" for g in GIVEN for f in FAMILY]


def listing(names: list[str]) -> Gazetteer:
    return Gazetteer(tuple(Entity(f"p{n}", name, (Form(name, "name"),)) for n, name in enumerate(names)))


REGISTER = Index(compiled(listing(NAMES)))
SEARCH = Search(REGISTER)
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


def candidates(query: Spelling, search: Search = SEARCH) -> list[int]:
    found = search.find(query)
    return [entity_number for entity_number, _ in found.approximate]


def slow_best(query: str) -> int:
    """Return the best listed name by comparing with every one: the obvious way."""
    folded = fold(query)
    rarity = REGISTER.frequencies
    return max(range(len(NAMES)), key=lambda n: similarity(folded, REGISTER.form(n)[1], rarity).weight)


@functools.cache
def crowd() -> tuple[Gazetteer, Search]:
    """Return many Ivans, many Petrovs, two of a rare name, and one Ivan Petrov."""
    rng = random.Random(3)
    rest = ["".join(rng.choices("dgkmr", k=4)) + rng.choice("aeou") + rng.choice("dgk") for _ in range(2_500)]
    names = [*(f"Ivan {word}" for word in rest), *(f"{word} Petrov" for word in rest)]
    gazetteer = listing([*names, "Zebulon Quist", "Ivan Petrov", "Zebulon Ardath"])
    return gazetteer, Search(Index(compiled(gazetteer)))


@pytest.mark.parametrize(
    "query", ["Ivan Petrov", "Iwan Petrow", "Ivan Zebulon Petrov", "Petrov, Ivan Zebulon"]
)
def test_what_two_common_parts_share_is_found_whatever_a_rare_one_leads_to(query: str) -> None:
    gazetteer, search = crowd()
    assert gazetteer.entities[candidates(fold(query), search)[0]].name == "Ivan Petrov"


def test_common_parts_lead_to_few_forms_where_a_rare_one_leads_anywhere() -> None:
    gazetteer, search = crowd()
    found = {
        gazetteer.entities[entity_number].name
        for entity_number in candidates(fold("Ivan Zebulon Petrov"), search)
    }
    assert found == {"Ivan Petrov", "Zebulon Quist", "Zebulon Ardath"}


@pytest.mark.parametrize("seed", range(150))
def test_the_best_of_all_names_is_among_the_candidates(seed: int) -> None:
    rng = random.Random(seed)
    query = rng.choice(NAMES)
    for old, new in rng.sample(SWAPS, 2):
        query = query.replace(old, new, 1)
    assert slow_best(query) in candidates(fold(query))


@given(st.sampled_from(NAMES))
def test_every_listed_name_is_its_own_first_candidate(name: str) -> None:
    assert NAMES[candidates(fold(name))[0]] == name


@given(st.text(max_size=30))
def test_candidates_are_few_and_without_repeats(text: str) -> None:
    found = candidates(fold(text))
    assert len(found) == len(set(found)) <= MAX_CANDIDATES


def test_a_name_that_shares_no_key_has_no_candidates() -> None:
    assert candidates(fold("Wuxiu Gfgh")) == []


def test_one_typing_error_does_not_hide_a_name() -> None:
    for query in ("Nursulan Xxxxxxxx", "Nurrsultan Xxxxxxxx", "Nursutlan Xxxxxxxx", "Nursoltan Xxxxxxxx"):
        assert any("Nursultan" in NAMES[n] for n in candidates(fold(query)))


def test_a_part_that_many_bear_says_less() -> None:
    names = ["Ali Khan", "Ali Omar", "Ali Rahim", "Ali Sabr", "Kassym Tokayev"]
    frequencies = Index(compiled(listing(names))).frequencies
    ali, tokayev = fold("Ali").parts[0], fold("Tokayev").parts[0]
    assert frequencies.of_key(ali) < frequencies.of_key(tokayev)
    assert frequencies.of_skeleton(tokayev) <= frequencies.of_key(tokayev)
    assert frequencies.knows(tokayev) and not frequencies.knows(fold("Kossanov").parts[0])


def test_a_query_equal_to_a_listed_name_is_settled_and_one_with_a_slip_is_not() -> None:
    settled = [SEARCH.find(fold(name)).settled for name in ("Nursultan Tokaev", "Nursultan Tokavey")]
    assert settled == [True, False]


@pytest.mark.parametrize("name", NAMES[:20])
def test_what_is_found_shares_a_block(name: str) -> None:
    query = fold(name.replace("ev", "eff"))
    assert all(share_block(query, REGISTER.form(n)[1]) for n in candidates(query))


def test_ten_thousand_bearers_of_one_name_are_not_matched_and_looked_at_in_small_number() -> None:
    matcher = Matcher(listing(["Ivan Ivanov"] * 3_500 + ["Ivan Petrov"] * 3_500))
    answer = matcher.match("Ivan Ivanov")
    assert answer.status != "matched"
    assert len(answer.candidates) <= MAX_CANDIDATES
    assert matcher.match("Ivan").status != "matched"


@pytest.mark.parametrize("name", ["A " * 5_000, "\u0301" * 500, "x" * 5_000, "K. " * 300])
def test_names_that_are_none_are_unknown(name: str) -> None:
    answer = Matcher(listing(NAMES)).match(name)
    assert answer.status == "unknown"
