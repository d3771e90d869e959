"""The kernel finds the keys of readings as Python's regular expressions do, which judge it."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from names import data
from names.folding import keys
from names.folding.kernel_keys import KernelKeys
from names.folding.keys import (
    MAX_KEYS,
    MAX_LETTERS,
    SpellingRules,
    class_keys,
    kernel_keys,
    keys_by_rules,
    parse_rules,
    skeleton,
    skeleton_by_rules,
    spelling_rules,
)
from names.folding.letters import latin_readings
from names.kernel import Library, library
from tests.test_kernel import case_texts

CASES = Path(__file__).parent / "cases"
PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789"
GROUPS = sorted(
    {
        rule.group
        for of in (spelling_rules().rewrite, *(habit.rewrite for habit in spelling_rules().habits))
        for rule in of.rules
        if rule.group.isascii()
    }
)


@pytest.fixture(scope="session")
def by_kernel(kernel: Library) -> KernelKeys:
    found = kernel_keys(kernel, spelling_rules())
    assert found is not None, "the shipped rules are too many or too long for the kernel"
    return found


def agree(by_kernel: KernelKeys, reading: str, rules: SpellingRules) -> bool:
    """Tell whether the kernel has the keys and skeletons that Python has."""
    wanted = {habits: keys_by_rules(reading, rules, habits=habits) for habits in (True, False)}
    found = {habits: by_kernel(reading, habits) for habits in wanted}
    return found == {
        habits: [text for key in each for text in (key, skeleton_by_rules(key, rules))]
        for habits, each in wanted.items()
    }


def words_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.split()
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from words_in(key)
            yield from words_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from words_in(each)


@functools.cache
def readings_of_tables() -> tuple[str, ...]:
    """Return the plain readings of every word of the shipped tables and of the case files."""
    tables = [data.read(f"{name}.yaml") for name in ("given_names", "name_parts", "common_parts")]
    tables += [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(CASES.rglob("*.yaml"))]
    words = dict.fromkeys(word.lower() for table in tables for word in words_in(table))
    readings = (reading[:MAX_LETTERS] for word in words for reading in latin_readings(word))
    return tuple(dict.fromkeys(reading for reading in readings if reading))


readings = st.one_of(
    st.lists(st.one_of(st.sampled_from(GROUPS), st.sampled_from(PLAIN)), max_size=14).map("".join),
    st.text(PLAIN, max_size=MAX_LETTERS),
    st.text("aehiouxyscz", max_size=MAX_LETTERS),
).map(lambda reading: reading[:MAX_LETTERS])


@settings(max_examples=1500, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(reading=readings)
def test_generated_readings_have_the_same_keys(reading: str, by_kernel: KernelKeys) -> None:
    assert agree(by_kernel, reading, spelling_rules())


@pytest.mark.once
def test_every_word_of_the_tables_and_cases_has_the_same_keys(by_kernel: KernelKeys) -> None:
    found = readings_of_tables()
    assert len(found) > 10_000
    assert [reading for reading in found if not agree(by_kernel, reading, spelling_rules())] == []


@pytest.mark.parametrize(
    "reading",
    [
        "",
        "h",
        "x",
        "ah",
        "xx",
        "y" * 32,
        "ij" * 16,
        "x" * 32,
        "hhhh",
        "eaux",
        "s",
        "1",
        "20th",
        "a" * 31 + "x",
    ],
)
def test_odd_readings_have_the_same_keys(reading: str, by_kernel: KernelKeys) -> None:
    assert agree(by_kernel, reading, spelling_rules())


@pytest.mark.parametrize("letter", PLAIN)
def test_readings_of_one_letter_have_the_same_keys(letter: str, by_kernel: KernelKeys) -> None:
    assert all(agree(by_kernel, letter * n, spelling_rules()) for n in range(1, MAX_LETTERS + 1))


@pytest.mark.parametrize("reading", ["a" * 33, "Tokayev", "a b", "a\0b", "a\nb", "šaš", "қ", "\ud800", "a-b"])
def test_what_is_no_reading_is_left_to_python(reading: str, by_kernel: KernelKeys) -> None:
    assert by_kernel(reading, True) is None
    assert class_keys(reading) == keys_by_rules(reading, spelling_rules())


def conditions(letters: str) -> st.SearchStrategy[dict[str, str]]:
    some = st.text(letters, min_size=1, max_size=3)
    place = st.sampled_from(["start", "end"])
    return st.fixed_dictionaries({}, optional={"at": place, "before": some, "after": some})


@st.composite
def stated_rules(draw: st.DrawFn, to: str) -> list[dict[str, Any]]:
    """Draw rules for groups of a, b and c."""
    made = []
    for _ in range(draw(st.integers(0, 6))):
        groups = draw(st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=3))
        made.append({"from": groups, "to": draw(st.text(to, max_size=5)), **draw(conditions("abcxh"))})
    return made


@st.composite
def rule_tables(draw: st.DrawFn) -> dict[str, Any]:
    """Draw rules that come to an end: those for every part write none of the letters that they find."""
    habits = {
        language: {"title": language, "rules": draw(stated_rules("abcxš"))}
        for language in draw(st.sets(st.sampled_from("klmnopqrstuv")))
    }
    skeleton = draw(st.dictionaries(st.sampled_from("th"), st.text("bcxhš", max_size=3), max_size=2))
    return {"rules": draw(stated_rules("xyhč")), "habits": habits, "skeleton": skeleton}


@pytest.mark.once
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    table=rule_tables(),
    texts=st.lists(st.text("abcabcabcxyh", max_size=MAX_LETTERS), min_size=1, max_size=20),
)
def test_generated_rules_are_run_alike(table: dict[str, Any], texts: list[str], kernel: Library) -> None:
    rules = parse_rules(table)
    by_kernel = kernel_keys(kernel, rules)
    assert by_kernel is not None
    assert [text for text in texts if not agree(by_kernel, text, rules)] == []


def rules_of(*entries: dict[str, Any], habits: int = 0) -> SpellingRules:
    more = {f"language {n}": {"title": "", "rules": [{"from": ["a"], "to": "b"}]} for n in range(habits)}
    return parse_rules({"rules": list(entries), "habits": more, "skeleton": {}})


@pytest.mark.parametrize(
    "rules",
    [
        rules_of({"from": ["қ"], "to": "k"}),
        rules_of({"from": ["a"], "to": "k", "before": "e-i"}),
        rules_of({"from": ["abcdefghijklmnop"], "to": "k"}),
        rules_of({"from": ["a"], "to": "abcdefghijklmnop"}),
        rules_of(*[{"from": ["a"], "to": "b"}] * 2000),
        rules_of(habits=100),
    ],
)
def test_rules_that_the_kernel_has_no_room_for_are_left_to_python(
    rules: SpellingRules, kernel: Library
) -> None:
    assert kernel_keys(kernel, rules) is None


def test_rules_that_never_end_are_left_to_python(kernel: Library) -> None:
    by_kernel = kernel_keys(kernel, rules_of({"from": ["a"], "to": "b"}, {"from": ["b"], "to": "a"}))
    assert by_kernel is not None
    assert by_kernel("ab", True) is None


def test_no_more_keys_are_found_than_python_gives(kernel: Library) -> None:
    habits = {letter: {"title": "", "rules": [{"from": ["a"], "to": letter}]} for letter in "klmnoprstuv"}
    rules = parse_rules({"rules": [], "habits": habits, "skeleton": {}})
    by_kernel = kernel_keys(kernel, rules)
    assert by_kernel is not None
    assert agree(by_kernel, "a", rules)
    assert (by_kernel("a", True) or [])[::2] == list("aklmnopr")
    assert MAX_KEYS == 8


def test_threads_ask_the_kernel_without_trouble(by_kernel: KernelKeys) -> None:
    words = readings_of_tables()[:3000]
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: [by_kernel(word, True) for word in words], range(8)))
    assert all(answer == answers[0] for answer in answers)


def test_skeletons_are_the_same_remembered_or_not() -> None:
    found = {key for reading in readings_of_tables()[:2000] for key in class_keys(reading)}
    assert [key for key in found if skeleton(key) != skeleton_by_rules(key, spelling_rules())] == []


def test_python_finds_the_keys_where_the_kernel_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAMES_KERNEL", "off")
    keys.by_kernel.cache_clear()
    try:
        assert keys.by_kernel() is None
        assert class_keys("laurent") == keys_by_rules("laurent", spelling_rules())
    finally:
        keys.by_kernel.cache_clear()


FOLDED = """
import sys
from names.folding import fold
from names.folding.keys import skeleton, spelling_rules
for text in sys.stdin:
    print([(part.keys, [*map(skeleton, part.keys)]) for part in fold(text).parts])
rules = spelling_rules()
runs = [rules.rewrite, rules.unsettled]
runs += [run for habit in rules.habits for run in (habit.rewrite, habit.trigger)]
print(sum("pattern" in vars(run) for run in runs), "numpy" in sys.modules)
"""


def folded_by(kernel_wanted: str, texts: Sequence[str]) -> list[str]:
    """Return what another Python, with the kernel or without, makes of texts, and what it needed for that."""
    done = subprocess.run(
        [sys.executable, "-c", FOLDED],
        input="\n".join(texts),
        env={**os.environ, "NAMES_KERNEL": kernel_wanted, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout.splitlines()


@pytest.mark.once
def test_spellings_are_folded_alike_with_the_kernel_and_without() -> None:
    texts = [" ".join(line.split()) for line in case_texts()]
    fast, slow = folded_by("", texts), folded_by("off", texts)
    assert fast[:-1] == slow[:-1]
    assert len(fast) > len(texts) > 1000


def test_neither_patterns_nor_numpy_are_made_ready_where_the_kernel_runs_the_rules() -> None:
    texts = ["Laurent Tokayev", "Қасым-Жомарт Тоқаев"]
    assert int(folded_by("off", texts)[-1].split()[0]) > len(spelling_rules().habits)
    if library():
        assert folded_by("", texts)[-1] == "0 False"
