"""The kernel answers as Python does, to the last bit: Python is the slow, obvious way that judges it."""

from __future__ import annotations

import functools
import itertools
import random
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import names.candidates
from names import Entity, Form, Gazetteer, Matcher
from names.batches import Batches
from names.candidates import Index, near
from names.candidates.leads import MAX_FORMS
from names.candidates.near import MAX_NEAR, find_near
from names.compiled import compiled
from names.evidence.weights import WEIGHT_MAPS, Weights
from names.folding import fold
from names.folding.kernel_keys import KEY_ENCODING
from names.folding.name_parts import name_parts
from names.gazetteer.records import EntityType, FormKind
from names.kernel import Library, building, library
from names.kinds import EVIDENCE, PAIR_WRITINGS, PARTS, WRITINGS, Trait
from names.store import Store, StoreError
from tests.twins import LIMITS, Both, matcher

CASES = Path(__file__).parent / "cases"
AWKWARD = [
    "", " ", ",", "K.", "K. K. K.", "x" * 600, "x" * 601, "\u0301" * 600, "A" + "\u0301" * 300,
    "a b c d e f g h i j k l m n o p", "A. B. C. D. E. F. G. H. I. J. K. L. M. N. O. P.",
    "de la van der von", "Ivan Ivan Ivan Ivan", "ﷺ ﷺ", "김", "김정은", "阿都拉曼达兰阿都拉曼",
    "林" * 12, "林" * 13, "毛 泽东", "0 1 2", "Ivan 林", "Petr Ilyich, S.E.", "Tokayev Jr",
    "Иван ибн Пётр", "Kemel uly Tokayev", "Kemeluly uly", "t0kayev", "Mr Mrs Ms", "Queen King",
    "\ud800", "ß ẞ", "ĳĳĳĳĳ", "ك" * 64, "Sadyr" * 40, "a-b-c-d-e-f-g-h", "Iv an Tok ayev",
    "NursultanNazarbayev", "Nur sultan Naz arbayev", "airport of Almaty",
    "Kasym-Zhomart Kemelevich Tokayev Jr.",
]  # fmt: skip


def listing(texts: Sequence[str], type: EntityType | None = None) -> list[Entity]:
    made = []
    for n, text in enumerate(text for text in texts if text.strip()):
        kind: FormKind = "short" if n % 7 == 3 else "alias"
        forms = (Form(text, "name"), Form(" ".join(reversed(text.split())), kind))
        gender = ("f", "m", None)[n % 3]
        made.append(Entity(f"{type or 'any'}-{n}", text, forms[: 1 + n % 2], type, gender=gender))  # type: ignore[arg-type]
    return made


@functools.cache
def case_texts() -> tuple[str, ...]:
    """Return every spelling of the case files."""
    tables = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(CASES.glob("pairs/*.yaml"))]
    tables.append(yaml.safe_load((CASES / "answers.yaml").read_text(encoding="utf-8")))
    found = dict.fromkeys(text for table in tables for text in texts_in(table))
    return tuple(text for text in found if text.strip())


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)


@pytest.fixture(scope="module")
def of_cases(kernel: Library) -> Both:
    texts = case_texts()
    return Both(
        [*listing(texts[::2]), *listing(texts[::5], "place"), *listing(texts[1::9], "person")], kernel
    )


@pytest.fixture(scope="module")
def awkward(kernel: Library) -> Both:
    listed = [text for text in AWKWARD if "\ud800" not in text]  # which no file can hold
    return Both(listing([*listed, *case_texts()[::50]]), kernel)


@pytest.mark.once
def test_the_case_files_are_answered_alike(of_cases: Both) -> None:
    texts = case_texts()
    assert len(texts) > 1000
    of_cases.answer_alike(texts)


def test_hardly_anything_of_the_case_files_is_left_to_python(of_cases: Both) -> None:
    assert len(of_cases.left(case_texts())) <= len(case_texts()) // 100


@pytest.mark.parametrize("text", AWKWARD, ids=range(len(AWKWARD)))
def test_awkward_spellings_are_answered_alike(text: str, awkward: Both, of_cases: Both) -> None:
    awkward.answer_alike([text])
    of_cases.answer_alike([text])


def test_one_at_a_time_and_all_at_once_are_answered_alike(of_cases: Both) -> None:
    texts = case_texts()[:200]
    assert [of_cases.fast.match(text) for text in texts] == of_cases.fast.match_many(texts)


LETTERS = st.sampled_from("abekinorstvyzh' -.,аеиклнорсшюя李小龙王明كمحدגדה김박がなกขΑλέξης")
ODD = st.text(st.characters(codec="utf-8"), max_size=12)


@st.composite
def spellings(draw: st.DrawFn) -> str:
    """Draw words of the case files, put together, joined and misspelled."""
    words = [word for text in case_texts() for word in text.split()]
    chosen = draw(st.lists(st.one_of(st.sampled_from(words), st.text(LETTERS, max_size=9), ODD), max_size=6))
    for n, word in enumerate(chosen):
        at = draw(st.integers(0, 12))
        how = draw(st.sampled_from(["", "", "drop", "double", "swap", "initial"]))
        if at < len(word) and how:
            pair = word[at : at + 2]
            changed = {"drop": "", "double": word[at] * 2, "swap": pair[::-1], "initial": f"{word[0]}."}[how]
            chosen[n] = (
                changed
                if how == "initial"
                else word[:at] + changed + word[at + (2 if how == "swap" else 1) :]
            )
    return draw(st.sampled_from([" ", " ", ", ", "-", ""])).join(chosen)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(spellings(), min_size=1, max_size=8))
def test_generated_spellings_are_answered_alike(texts: list[str], of_cases: Both) -> None:
    of_cases.answer_alike(texts)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    listed=st.lists(spellings(), min_size=1, max_size=12), texts=st.lists(spellings(), min_size=1, max_size=6)
)
def test_generated_gazetteers_are_answered_alike(
    listed: list[str], texts: list[str], kernel: Library
) -> None:
    both = Both([*listing(listed[::2]), *listing(listed[1::2], "organization")], kernel)
    both.answer_alike([*texts, *listed])


def test_thousands_of_one_name_are_answered_alike(kernel: Library) -> None:
    both = Both(listing(["Ivan Ivanov"] * 3_500 + ["Ivan Petrov", "Petr Ivanov"] * 20), kernel)
    both.answer_alike(["Ivan Ivanov", "Ivan", "Iwan Petrow", "Ivanov I.", "Ivon Ivonov"])


def test_what_is_common_and_what_is_rare_are_answered_alike(kernel: Library) -> None:
    rng = random.Random(3)
    rest = ["".join(rng.choices("dgkmr", k=4)) + rng.choice("aeou") + rng.choice("dgk") for _ in range(2_500)]
    names = [*(f"Ivan {word}" for word in rest), *(f"{word} Petrov" for word in rest), "Ivan Petrov", "Ivan"]
    both = Both(listing([*names, "Zebulon Quist", "李小龙", "阿都拉曼达兰"]), kernel)
    both.answer_alike(
        ["Ivan Petrov", "Iwan Zebulon Petrow", "Petrov", "I. Petrov", "Ивaн Петров", *names[::500]]
    )


def test_more_near_parts_than_one_part_may_lead_to_are_answered_alike(kernel: Library) -> None:
    vowels = ["a", "e", "i", "o", "u", "ae", "ia", "oa", "ue"]
    words = [f"K{a}r{b}m{c}v" for a, b, c in itertools.product(vowels, repeat=3)]
    both = Both(listing([*words, *(f"Ivan {word}" for word in words[::3])]), kernel)
    asked = [part for text in ("Каримов", "كريموف") for part in fold(text).parts]
    assert [len(find_near(part, both.slow._index)) for part in asked] == [MAX_NEAR] * 2
    both.answer_alike(["Karimov", "Keremav", "Каримов", "Kaerimov Ivan", "Іван Керемов", "كريموف"])


def test_the_least_near_part_that_one_part_may_lead_to_is_the_same(
    kernel: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    vowels = ["a", "e", "i", "o", "u", "ae", "ia", "oa", "ue"]
    words = [f"K{a}r{b}m{c}v" for a, b, c in itertools.product(vowels, repeat=3)]
    with monkeypatch.context() as patch:
        patch.setattr(near, "MAX_NEAR", len(words))
        both = Both(listing([f"{word} Dak Mor Gud Pel Tos" for word in words]), kernel)
        found = list(find_near(fold("Каримов").parts[0], both.slow._index))
    for place in (MAX_NEAR - 1, MAX_NEAR):  # the last one that counts, and the first that does not
        bare = both.index.part(found[place]).text.capitalize()
        texts = [word if word == bare else f"{word} Dak Mor Gud Pel Tos" for word in words]
        assert bare in texts
        Both(listing(texts), kernel).answer_alike(["Каримов"])


def test_a_list_that_is_too_long_for_what_a_part_may_lead_to_is_left_out_alike(kernel: Library) -> None:
    assert 2_990 < MAX_FORMS < 3_010
    Both(listing(["Ivan Dak Mor Gud"] * 2_990 + ["Iwan"] * 20), kernel).answer_alike(["Ivan", "Iwan"])


@pytest.mark.once
def test_forms_that_share_a_bit_of_the_sieve_are_told_apart(kernel: Library) -> None:
    texts = [*["Ivan Dak"] * 2_500, *["Quist"] * 48_049, *["Ivan Mor"] * 500, *["Zebulon Ardath"] * 3]
    bits = [number * 0x9E3779B1 % 2**32 >> 16 for number in range(len(texts))]  # as the kernel spreads them
    assert len({bit for bit, text in zip(bits, texts, strict=True) if "Ivan" in text}) < 2_600
    both = Both([Entity(f"p{n}", text, (Form(text, "name"),)) for n, text in enumerate(texts)], kernel)
    both.answer_alike(["Ivan Zebulon"])
    (found,) = both.approximate_by_kernel(["Ivan Zebulon"])
    assert found is not None
    assert len(found.approximate) == 3


def test_a_gazetteer_of_nobody_is_matched_with_nothing(kernel: Library) -> None:
    assert matcher(Gazetteer(()), kernel).match("Tokayev").candidates == ()


@pytest.mark.once
def test_an_entity_of_many_forms_is_answered_alike(kernel: Library) -> None:
    texts = case_texts()[:400]
    many = Entity(
        "many", texts[0], tuple(Form(text, "name" if n == 0 else "variant") for n, text in enumerate(texts))
    )
    Both([many, *listing(texts[:30])], kernel).answer_alike(texts[:60])


@pytest.mark.once
def test_every_listed_entity_is_weighed_alike(awkward: Both, of_cases: Both) -> None:
    for both, texts in ((awkward, AWKWARD), (of_cases, case_texts()[::250])):
        spelled = sum(bool(entity.forms) for entity in both.slow.gazetteer.entities)
        for text in texts:
            weighed = both.weigh_every_entity_alike(text)
            assert len(weighed) == spelled
            assert weighed == sorted(weighed, key=lambda pair: (-pair[1], pair[0]))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    listed=st.lists(spellings(), min_size=1, max_size=12), texts=st.lists(spellings(), min_size=1, max_size=4)
)
def test_every_entity_of_a_generated_gazetteer_is_weighed_alike(
    listed: list[str], texts: list[str], kernel: Library
) -> None:
    both = Both([*listing(listed[::2]), *listing(listed[1::2], "organization")], kernel)
    for text in [*texts, *listed]:
        both.weigh_every_entity_alike(text)


@pytest.mark.once
def test_what_the_kernel_weighs_is_left_to_python_seldom(of_cases: Both) -> None:
    entity_numbers = np.arange(len(of_cases.fast.register), dtype=np.uint32)
    weights = np.array([of_cases.batches.weigh(fold(text), entity_numbers) for text in case_texts()[::20]])
    assert np.isnan(weights).mean() < 0.02


def test_entities_without_a_spelling_are_not_weighed(kernel: Library) -> None:
    merged = Entity("old", "Old Name", (), replaced_by="any-0")
    both = Both([merged, *listing(["Ivan Ivanov", "Petr Ivanov"])], kernel)
    assert sorted(id for id, _ in both.weigh_every_entity_alike("Ivan")) == ["any-0", "any-1"]


def test_nobody_is_weighed_where_nobody_is_listed(kernel: Library) -> None:
    assert matcher(Gazetteer(()), kernel).weigh("Tokayev") == []


@pytest.mark.once
def test_parts_that_the_kernel_makes_of_words_are_those_that_python_makes(
    of_cases: Both, awkward: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [*case_texts(), *AWKWARD]
    queries = [fold(text) for text in texts]
    assert sum(query.words is not None for query in queries) > len(queries) * 0.9
    for both in (of_cases, awkward):
        by_words, left = both.batches.answer(queries)
        with monkeypatch.context() as patch:
            patch.setattr(both.batches, "_rules", None)
            by_parts, also_left = both.batches.answer(queries)
        assert left == also_left
        assert np.array_equal(by_words.weights, by_parts.weights)
        rows = range(len(texts))
        assert list(map(by_words.of, rows)) == list(map(by_parts.of, rows))


def test_the_kernel_is_left_out_where_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAMES_KERNEL", "off")
    assert library() is None
    assert not Matcher(Gazetteer(tuple(listing(["Tokayev"])))).is_compiled


def test_the_kernel_answers_from_the_first_spelling_on(of_cases: Both) -> None:
    matcher = of_cases.fast.extended(())
    if not matcher.is_compiled:
        pytest.skip("the kernel is not built here")
    assert not matcher._weighing._batches  # it costs nothing before anything is asked
    matcher.match(case_texts()[0])
    assert matcher._weighing._batches


def test_without_a_compiler_nothing_is_built_and_nothing_old_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CC", str(tmp_path / "no-such-compiler"))
    file = tmp_path / "kernel.so"
    file.write_bytes(b"of another source")
    assert building.build(file)
    assert not file.exists()


def test_a_compiler_that_fails_tells_why(tmp_path: Path) -> None:
    if building.compiler() is None:
        pytest.skip("there is no compiler")
    assert building.build(tmp_path / "kernel.so", ["--no-such-option"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.once
def test_a_compiler_that_takes_files_one_by_one_alone_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = building.compiler()
    if command is None:
        pytest.skip("there is no compiler")
    simple = tmp_path / "simple-compiler"
    simple.write_text(f'#!/bin/sh\ncase "$*" in *-flto*) exit 1 ;; esac\nexec {shlex.join(command)} "$@"\n')
    simple.chmod(0o755)
    monkeypatch.setenv("CC", str(simple))
    file = tmp_path / "kernel.so"
    assert building.build(file) is None
    assert Library(file).said("digest") == [building.digest()]


def test_a_kernel_says_of_which_source_it_is(kernel: Library) -> None:
    assert kernel.said("digest") == [building.digest()]


def test_the_kernel_and_python_call_things_the_same(kernel: Library) -> None:
    of_names = [kind for kind, facts in EVIDENCE.items() if Trait.BESIDE not in facts.traits]
    assert kernel.said("evidence_kinds") == of_names
    assert kernel.said("part_kinds") == list(PARTS)
    assert kernel.said("writings") == list(WRITINGS)
    assert kernel.said("pair_writings") == list(PAIR_WRITINGS)
    assert kernel.said("weight_maps") == list(WEIGHT_MAPS)
    stated = {name.rstrip("_") for name in kernel.said("weights")} | set(WEIGHT_MAPS)
    assert stated == set(Weights.__struct_fields__)
    assert kernel.count("most_found") == names.candidates.MAX_CANDIDATES


def test_letters_of_keys_are_in_one_order_as_bytes_and_as_text() -> None:
    letters = sorted("abcdefghijklmnopqrstuvwxyz0123456789šč")
    assert letters == sorted(letters, key=lambda letter: letter.encode(KEY_ENCODING))
    assert all(word.encode(KEY_ENCODING) for word in name_parts().generations.values())


DAMAGED = [
    "text_ends", "latin_ends", "masculine_ends", "key_ends", "skeleton_ends", "first_keys",
    "first_canonical_names", "canonical_names", "near_canonical_names", "fathers", "kinds", "writings",
    "scripts", "form_entities", "first_forms", "first_parts", "form_parts", "first_lists", "lists",
    "block_numbers", "block_firsts", "block_members", "joined_numbers", "joined_firsts",
    "joined_members", "form_kinds", "entity_types", "of_key", "of_skeleton", "run_forms", "run_starts",
    "run_numbers", "run_kinds", "run_first_keys", "bearer_counts", "bearers",
]  # fmt: skip


@functools.cache
def sections() -> tuple[dict[str, Any], dict[str, Any]]:
    store = compiled(Gazetteer(tuple(listing([*case_texts()[::25], "李小龙", "阿都拉曼达兰"]))))
    names_of = store._contents.sections
    return dict(store.meta), {
        name: np.array(store.array(name)) if names_of[name].dtype else bytes(store.blob(name))
        for name in names_of
    }


@pytest.mark.parametrize("name", DAMAGED)
def test_nonsense_in_a_file_does_no_harm_and_is_refused_in_words(name: str, kernel: Library) -> None:
    meta, whole = sections()
    rng = random.Random(name)
    for most in (3, 200, 2**32 - 1):
        damaged = {
            key: value.copy() if isinstance(value, np.ndarray) else value for key, value in whole.items()
        }
        flat = damaged[name].reshape(-1)
        for place in rng.sample(range(len(flat)), min(len(flat), 20)):
            info = np.iinfo(flat.dtype) if flat.dtype.kind == "u" else None
            flat[place] = (
                rng.randrange(min(most, info.max) + 1) if info else rng.choice([np.nan, np.inf, -np.inf])
            )
        index = Index(Store.of(meta, damaged.items()))
        answers = Batches(index, kernel, LIMITS)
        queries = [fold(text) for text in (*case_texts()[::25][:40], "李小龙", "阿都拉曼達蘭")]
        try:
            assert len(answers.answer(queries)[0].entity_numbers) == len(queries)
            assert len(answers.weigh(queries[0], np.arange(len(index) + 3, dtype=np.uint32)))
        except StoreError as error:
            assert "is damaged" in str(error)


def test_a_register_is_opened_once_however_many_ask(kernel: Library) -> None:
    meta, whole = sections()
    index = Index(Store.of(meta, whole.items()))
    one, other = Batches(index, kernel, LIMITS), Batches(index, kernel, {**LIMITS, "behind": 13.0})
    assert one._prepared is other._prepared
    assert one.answer([fold("Tokayev")])[1] == other.answer([fold("Tokayev")])[1] == []  # none left to Python
    again = Batches(Index(index.store), kernel, LIMITS)
    assert again._prepared is not one._prepared


@pytest.mark.parametrize("name", ["kinds", "first_lists", "form_kinds", "block_firsts", "of_key"])
def test_a_section_cut_short_is_refused_at_opening(name: str) -> None:
    meta, whole = sections()
    with pytest.raises(StoreError, match="has not as many elements as it should"):
        Index(Store.of(meta, {**whole, name: whole[name][:-1]}.items()))
