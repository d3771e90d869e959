"""How unlike letters are: what is true of the costs, and of the distance made of them."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from names.evidence.letter_costs import _key_distance, costs
from names.folding.keys import CLASS_LETTERS

KEYS = st.text(CLASS_LETTERS, max_size=12)


def test_two_letters_cost_the_same_either_way_and_equal_ones_nothing() -> None:
    letters = ["", *CLASS_LETTERS]
    for a, b in itertools.product(letters, repeat=2):
        assert costs().of(a, b) == costs().of(b, a)
        assert (costs().of(a, b) == 0) == (a == b)


@given(KEYS, KEYS)
def test_a_distance_is_the_same_either_way_and_nothing_for_equal_keys_alone(a: str, b: str) -> None:
    assert _key_distance(a, b) == _key_distance(b, a)
    assert (_key_distance(a, b) == 0) == (a == b)
    assert _key_distance(a, b) <= 1


@given(KEYS, KEYS, st.sampled_from(CLASS_LETTERS))
def test_a_letter_that_both_begin_with_adds_no_cost(a: str, b: str, letter: str) -> None:
    longest = max(len(a), len(b), 1)
    longer = max(len(a), len(b)) + 1
    assert round(_key_distance(letter + a, letter + b) * longer * 100) <= round(
        _key_distance(a, b) * longest * 100
    )
