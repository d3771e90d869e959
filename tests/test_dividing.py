"""The kernel divides texts into words as the pattern of a word does, which judges it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from names.kernel import Library
from names.mentions.cleaning import masked
from names.mentions.dividing import SIGNS, Divided, divide, divided_by_kernel, divided_by_pattern

TEXTS = Path(__file__).parent / "cases" / "texts"
# Signs that each say something of a word, and some that say nothing
TELLING = "aBяӘ1²_ \t\n.-‑'’ʼʻ`´\u0301\u0e31क\u0950\ufdd0\ufdd1\ufdd2\u00ad中ก한😀𝒜\ud800"


def plain(divided: Divided) -> tuple[list[int], list[int], list[int], list[str]]:
    return divided.starts, divided.ends, divided.numbers.tolist(), divided.different


def agree(text: str, kernel: Library) -> bool:
    return plain(divided_by_kernel(text, kernel)) == plain(divided_by_pattern(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "Kassym-\n  jomart, Kassym-\nJomart, Kassym-\n",
        "Tokayev's O’Brien Toqaev' ''Назарбаев''",
        "Tok\ufdd2ayev Tok\ufdd2\ufdd2 ayev\ufdd1\ufdd1 b\ufdd1\u0301c",
        "3rd x2 ²a _a_b a_",
        "क्षि ก\u0e31น e\u0301te\u0301",
        "one two one Two one\ufdd1 one",
        "😀a𝒜b \U000e0041 \U0010ffff",
        "l'\u0301a a-\n1 a-\n\t z a-\n'",
    ],
)
def test_signs_between_letters_are_passed_over_alike(text: str, kernel: Library) -> None:
    assert agree(text, kernel)


def test_the_marked_texts_are_divided_alike(kernel: Library) -> None:
    for path in TEXTS.glob("*.yaml"):
        text = yaml.safe_load(path.read_text(encoding="utf-8"))["text"]
        for written in (text, text.upper(), text.replace(" ", "-\n"), f"<p>{text}</p>"):
            assert agree(masked(written), kernel), path.name


@given(st.text(st.sampled_from(TELLING), max_size=40))
def test_any_signs_are_divided_alike(kernel: Library, text: str) -> None:
    assert agree(text, kernel)


@given(st.text(max_size=60))
def test_any_text_is_divided_alike(kernel: Library, text: str) -> None:
    assert agree(text, kernel)


def test_a_text_of_many_different_words_is_divided_alike(kernel: Library) -> None:
    assert agree(" ".join(f"w{n % 7_000}" for n in range(20_000)), kernel)


def test_each_different_word_is_told_once() -> None:
    divided = divide("Abai met Abai, and abai.")
    assert divided.different == ["Abai", "met", "and", "abai"]
    assert divided.numbers.tolist() == [0, 1, 0, 2, 3]


def test_no_letter_stands_beyond_those_that_the_kernel_is_told_of() -> None:
    assert not any(chr(point).isalnum() for point in range(SIGNS, 0x110000))
