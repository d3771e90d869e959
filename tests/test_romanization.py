"""Romanization by named scheme: cases, capitals, what is left, faults, and an obvious twin."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.beside.comparing import Difference, compare, compared_schemes, read_pairs
from names.romanization import (
    SCHEMES,
    SchemeTableError,
    UnknownSchemeError,
    read_schemes,
    romanization,
    romanize,
    schemes_of,
)
from names.romanization.passes import Context, Pass, Rule

ROOT = Path(__file__).parents[1]
CASES = sorted((ROOT / "tests" / "cases" / "romanization").glob("*.yaml"))
TABLES = sorted((ROOT / "names" / "data" / "schemes").glob("*.yaml"))
RUSSIAN = "icao-rus-Cyrl-Latn-9303"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_names_romanize_as_their_case_says(path: Path) -> None:
    cases = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    wrong = [
        f"{case['scheme']}: {case['text']} gives {written}, not {case['romanized']}"
        for case in cases
        if (written := romanize(case["text"], case["scheme"])) != expected(case) and "missed" not in case
    ]
    assert wrong == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_printed_example_is_called_missed_only_as_long_as_it_is(path: Path) -> None:
    cases = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    missed = [case for case in cases if "missed" in case]
    assert [case for case in missed if romanize(case["text"], case["scheme"]) == expected(case)] == []


def expected(case: dict[str, str]) -> str:
    return unicodedata.normalize("NFC", case["romanized"])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_scheme_has_a_table_and_an_id_that_says_what_it_is(scheme: str) -> None:
    described = SCHEMES[scheme]
    assert romanize("", scheme) == ""
    _, _, first, last, *_ = scheme.split("-")
    assert described.scripts == (first, last)
    assert described.year is None or 1800 < described.year < 2100
    assert described.title and described.authority and described.source


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_no_table_has_a_key_twice(path: Path) -> None:
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    assert list(twice(root)) == []


def twice(node: yaml.Node | None) -> Iterator[str]:
    """Yield the keys that a mapping of the tree has twice: YAML would keep the last and say nothing."""
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        yield from (f"line {node.start_mark.line + 1}: {key}" for key in set(keys) if keys.count(key) > 1)
        for _, value in node.value:
            yield from twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from twice(item)


@pytest.mark.parametrize(
    ("text", "romanized"),
    [
        ("Щукин", "Shchukin"),
        ("ЩУКИН", "SHCHUKIN"),
        ("ХРУЩ", "KHRUSHCH"),
        ("Щ.", "Shch."),
        ("Щ. Ю. ЩУКИН", "Shch. Iu. SHCHUKIN"),
        ("ЛеЩ", "LeShch"),
        ("Юрьев-Щукин", "Iurev-Shchukin"),
        ("щука", "shchuka"),
        ("ОБЪЕЗД", "OBIEEZD"),
        ("Ю", "Iu"),
    ],
)
def test_capitals_follow_the_letters_beside_them(text: str, romanized: str) -> None:
    assert romanize(text, RUSSIAN) == romanized


def test_a_letter_that_changes_length_in_lower_case_moves_no_other_capital() -> None:
    assert romanize("İ Щукин ПУТИН", RUSSIAN) == "İ Shchukin PUTIN"


def test_an_opening_quote_is_no_part_of_a_word_and_an_apostrophe_inside_is() -> None:
    assert romanize("'Елена' и Д'Енев", "bgnpcgn-rus-Cyrl-Latn-1947") == "'Yelena' i D'Enev"


def test_composed_and_decomposed_letters_romanize_alike() -> None:
    name = "Андрей Йовович"
    assert romanize(unicodedata.normalize("NFD", name), RUSSIAN) == romanize(name, RUSSIAN)


def test_what_is_no_letter_of_the_scheme_stays_and_is_told() -> None:
    found = romanization("Путин, Tony 5%; ∑ 王", RUSSIAN)
    assert found.text == "Putin, Tony 5%; ∑ 王"
    assert found.left == ("n", "o", "t", "y", "王")


def test_a_text_that_is_covered_leaves_nothing() -> None:
    assert romanization("Қасым-Жомарт Тоқаев, 2019", "bgnpcgn-kaz-Cyrl-Latn-1979").left == ()


def test_an_unknown_scheme_names_the_nearest_ids() -> None:
    with pytest.raises(UnknownSchemeError, match=r"'bgn-kaz-Cyrl-Latn-1979'.*bgnpcgn-kaz-Cyrl-Latn-1979"):
        romanize("Абай", "bgn-kaz-Cyrl-Latn-1979")
    assert "bgn-kaz-Cyrl-Latn-1979" not in SCHEMES
    assert schemes_of("tlh") == ()


def test_nothing_is_read_at_import_and_one_scheme_reads_its_file_alone() -> None:
    code = (
        "from names.romanization import romanize, schemes as s; print(s._shipped.cache_info().currsize);"
        "romanize('Абай', 'bgnpcgn-kaz-Cyrl-Latn-1979'); print(s._shipped.cache_info().currsize)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["0", "1"]


def test_threads_that_begin_together_get_the_same_answer() -> None:
    schemes = [*schemes_of("rus"), *schemes_of("ukr")] * 4
    expected = [romanize("Юрий Щукин", scheme) for scheme in schemes]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda scheme: romanize("Юрий Щукин", scheme), schemes)) == expected


HOUSE = """
language: rus
sets: {{vowel: а е и о у, letter: <vowel> б в}}
schemes:
- id: house-rus-Cyrl-Latn-a
  title: A house
  authority: A house
  scripts: [{scripts}]
  source: "its guide"
{rest}
"""


def house(tmp_path: Path, rest: str, scripts: str = "Cyrl, Latn") -> Path:
    path = tmp_path / "house.yaml"
    path.write_text(HOUSE.format(rest=rest, scripts=scripts), encoding="utf-8")
    return path


def spelled(tmp_path: Path, text: str, rest: str, scripts: str = "Cyrl, Latn") -> str:
    return read_schemes(house(tmp_path, rest, scripts))["house-rus-Cyrl-Latn-a"].romanize(text)


def test_a_scheme_of_ones_own_stands_on_a_shipped_one(tmp_path: Path) -> None:
    rest = f"  base: {RUSSIAN}\n  letters: {{х: h}}\n  rules: [{{text: ий, to: y, before: [<end>]}}]"
    assert spelled(tmp_path, "Михаил Юрий Щукин", rest) == "Mihail Iury Shchukin"


def test_a_scheme_can_do_without_letters_of_its_base(tmp_path: Path) -> None:
    found = read_schemes(house(tmp_path, f"  base: {RUSSIAN}\n  without: [щ]"))["house-rus-Cyrl-Latn-a"]
    assert found.romanization("щука") == type(found.romanization(""))("щuka", ("щ",))


def test_a_pass_reads_what_the_pass_before_it_wrote(tmp_path: Path) -> None:
    rest = "  passes: [{name: one, letters: {а: аа}}, {name: two, letters: {аа: o, б: b}}]"
    assert spelled(tmp_path, "Баб", rest) == "Bob"


def test_a_pass_goes_before_the_pass_of_the_base_that_it_names(tmp_path: Path) -> None:
    rest = f"  base: {RUSSIAN}\n  passes: [{{name: first, before: letters, letters: {{ый: ы}}}}]"
    assert spelled(tmp_path, "Белый", rest) == "Bely"


def test_a_rule_can_be_for_a_set_and_write_its_text(tmp_path: Path) -> None:
    rest = "  rules: [{text: <vowel>, to: '-<text>', after: [<start><letter>]}]"
    assert spelled(tmp_path, "вавав", rest) == "в-авав"


def test_words_from_a_script_without_case_begin_with_a_capital(tmp_path: Path) -> None:
    letters = "  small: al\n  letters: {ا: a, ل: l, س: s, د: d, '-': '-', ' ': ' '}"
    assert spelled(tmp_path, "اسد ال-سد", letters, "Arab, Latn") == "Asd al-Sd"
    hyphen = "  hyphen: small\n  letters: {가: ga-, 나: na}"
    assert spelled(tmp_path, "가나", hyphen, "Hang, Latn") == "Ga-na"


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("  letters: {А: a}", "house.yaml: house-rus-Cyrl-Latn-a: letters.А has capitals"),
        ("  letters: {а: [a]}", "letters.а is ['a']"),
        ("  letters: {'': a}", "write the text it is for"),
        ("  rules: [{text: а}]", "letters: rule 1 is {'text': 'а'}"),
        ("  rules: [{text: а, to: a, after: [<consonant>]}]", "<consonant>, which is no set"),
        ("  rules: [{text: а, to: a, after: [<end>]}]", "<end>, which is no set"),
        ("  rules: [{text: а, to: a, before: ['<b']}]", "has '<b' in before"),
        ("  form: NFX\n  letters: {а: a}", "form is 'NFX'"),
        ("  status: rumour\n  letters: {а: a}", "status is 'rumour'"),
        ("  colour: red\n  letters: {а: a}", "colour: no such key"),
        ("  base: nobody-rus\n  letters: {а: a}", "'nobody-rus' is no romanization scheme"),
        ("  base: house-rus-Cyrl-Latn-a", "its base leads back to it"),
        ("  letters: {}", "letters are none"),
        ("  passes: [{letters: {а: a}}]", "a pass has a name"),
        ("  passes: [{name: x, before: y, letters: {а: a}}]", "stands before 'y'"),
        ("  passes: [{name: x, letters: {а: a}}]\n  letters: {а: a}", "beside them"),
        ("  letters: {а: a", "is no YAML"),
    ],
)
def test_a_fault_of_a_table_is_named_with_its_place(tmp_path: Path, rest: str, message: str) -> None:
    with pytest.raises(SchemeTableError, match=re.escape(message)):
        read_schemes(house(tmp_path, rest))


def test_all_faults_of_a_table_are_named_at_once(tmp_path: Path) -> None:
    rest = "  letters: {А: a, б: [b]}\n  rules: [{text: в}]\n  form: NFX"
    with pytest.raises(SchemeTableError) as caught:
        read_schemes(house(tmp_path, rest, "Cyrl"))
    assert [part in str(caught.value) for part in ("А has", "letters.б", "rule 1", "NFX", "scripts")] == [
        True
    ] * 5


def test_a_file_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(SchemeTableError, match=r"no-such-file\.yaml: cannot be read"):
        read_schemes("no-such-file.yaml")


# The obvious version: at each place try every rule, then every key, with the contexts as they are written.


def word_at(text: str, at: int, step: int) -> bool:
    """Whether a word goes on at a place in a direction; an apostrophe is inside it only before a letter."""
    reach = text[at : at + 2] if step > 0 else text[max(at - 2, 0) : at][::-1]
    return reach[:1].isalpha() or (reach[:1] == "'" and reach[1:].isalpha())


def ends(text: str, at: int, elements: tuple[Any, ...]) -> set[int]:
    """Places where the elements can end that begin at a place."""
    if not elements:
        return {at}
    (texts, often), rest = elements[0], elements[1:]
    found = ends(text, at, rest) if often else set()
    for one in texts:
        if text.startswith(one, at):
            found |= ends(text, at + len(one), elements if often else rest)
    return found


def stands_after(text: str, at: int, context: Context) -> bool:
    return any(not context.edge or not word_at(text, end, 1) for end in ends(text, at, context.elements))


def stands_before(text: str, at: int, context: Context) -> bool:
    return any(
        at in ends(text, begin, context.elements) and not (context.edge and word_at(text, begin, -1))
        for begin in range(at + 1)
    )


def fits(rule: Rule, text: str, at: int, one: str) -> bool:
    end = at + len(one)
    return (
        text.startswith(one, at)
        and (not rule.after or any(stands_before(text, at, c) for c in rule.after))
        and (not rule.before or any(stands_after(text, end, c) for c in rule.before))
        and not any(stands_before(text, at, c) for c in rule.not_after)
        and not any(stands_after(text, end, c) for c in rule.not_before)
    )


def obvious(letters: dict[str, str], rules: list[Rule], text: str) -> str:
    written, at = "", 0
    while at < len(text):
        found = [
            (one, rule.to)
            for rule in rules
            for one in sorted(rule.texts, key=len, reverse=True)
            if fits(rule, text, at, one)
        ]
        found += [(k, letters[k]) for k in sorted(letters, key=len, reverse=True) if text.startswith(k, at)]
        one, to = found[0] if found else (text[at], text[at])
        written += to
        at += len(one)
    return written


parts = st.text("абв'", min_size=1, max_size=2)
element_lists = st.lists(
    st.tuples(st.lists(parts, min_size=1, max_size=2).map(tuple), st.booleans()), max_size=2
)
contexts = st.lists(
    st.tuples(element_lists, st.booleans())
    .filter(lambda pair: bool(pair[0]) or pair[1])
    .map(lambda pair: Context(tuple(pair[0]), pair[1])),
    max_size=1,
).map(tuple)
all_rules = st.lists(
    st.builds(
        Rule,
        texts=st.lists(parts, min_size=1, max_size=2).map(tuple),
        to=st.text("xyz", max_size=2),
        after=contexts,
        before=contexts,
        not_after=contexts,
        not_before=contexts,
    ),
    max_size=2,
)


@given(
    st.dictionaries(parts, st.text("xyz", max_size=2), max_size=4), all_rules, st.text("абв' -", max_size=5)
)
def test_one_expression_writes_what_trying_each_rule_writes(
    letters: dict[str, str], rules: list[Rule], text: str
) -> None:
    assert Pass(letters, rules, {}).written(text) == obvious(letters, rules, text)


def test_every_scheme_is_run_beside_another_romanizer_or_says_why_not() -> None:
    pairs = read_pairs()
    schemes = set(compared_schemes())
    alone = [scheme for schemes in pairs.none.values() for scheme in schemes]
    assert {*pairs.beside, *pairs.same, *alone} == schemes
    assert len(pairs.beside) + len(pairs.same) + len(alone) == len(schemes)
    assert {*pairs.same.values()} <= pairs.beside.keys()


def test_a_difference_is_explained_only_by_what_makes_the_two_alike() -> None:
    known = [Difference("either", "a sign", theirs="'", ours="’"), Difference("ours", "a rule", text="ь")]
    texts, call = ["Игорь", "Павел"], "another one"
    answers = {(call, "Игорь"): "Igor'", (call, "Павел"): "Pawel"}
    found = compare("bgnpcgn-rus-Cyrl-Latn-1947", call, known, texts, answers)
    assert (found.texts, found.alike, found.by) == (2, 0, {known[0]: 1, known[1]: 0})
    assert found.unexplained == [("Павел", "pawel", "pavel")]
