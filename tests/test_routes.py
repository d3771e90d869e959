"""Routes: spellings to expect, names traced back, languages told, where a spelling comes from."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from names import Matcher, NamesError
from names.cli import main
from names.folding import script_of
from names.gazetteer import Entity, Form
from names.romanization import SCHEMES, romanize
from names.routes import Route, UnknownLanguageError, language, language_of, languages, variants
from names.routes.derivation import origin, words_of
from names.routes.expectation import MOST, MOST_NATIVE, MOST_ROUTES, natives
from names.routes.lattice import Lattice
from names.routes.plans import plan_of
from names.routes.route import MOST_MIXED, ways, without_marks

CASES = Path(__file__).parent / "cases" / "routes"
LATIN = "abcdefghijklmnopqrstuvwxyzäöüñşğūāé’'- "
EXPECTED_MATCHED = 0.97  # of the spellings to expect of listed people; measured 0.98 on 22 November 2026


def cases(name: str) -> Any:
    return yaml.load((CASES / f"{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin)


def given_by(route: Route) -> str:
    """What a route gives, taken step by step."""
    plan = plan_of(route.language)
    start = route.native
    if route.second:
        start = romanize(route.native, plan.through[route.second].respelling)
        assert start == route.respelled
    if route.scheme is None:
        return start
    if route.mixed:
        (mixture,) = (m for m in plan.mixed if (m.through, m.base) == (route.second, route.scheme))
        return mixture.lattice.spelling(start, route.habits)
    written = romanize(start, route.scheme)
    return without_marks(written) if route.plain else written


# Spellings to expect


@pytest.mark.parametrize("case", cases("spellings"), ids=lambda case: case["name"])
def test_spellings_met_in_print_are_among_the_first_and_name_their_route(case: dict[str, Any]) -> None:
    found = variants(case["name"], case.get("lang"), int(case.get("first", 20)))
    routes = {variant.text: "; ".join(route.words for route in variant.routes) for variant in found}
    wrong = {
        text: routes.get(text)
        for text, words in case["spellings"].items()
        if words not in routes.get(text, "")
    }
    assert wrong == {}


@pytest.mark.parametrize("case", cases("spellings"), ids=lambda case: case["name"])
def test_every_route_gives_its_spelling_and_the_commonest_come_first(case: dict[str, Any]) -> None:
    found = variants(case["name"], case.get("lang"), 10_000)
    odd = [v.text for v in found for route in v.routes if given_by(route).lower() != v.text.lower()]
    assert odd == []
    assert all(1 <= len(v.routes) <= MOST_ROUTES for v in found)
    shares = [v.share for v in found]
    assert shares == sorted(shares, reverse=True) and math.isclose(sum(shares), 1)
    assert len({v.text for v in found}) == len(found)
    assert variants(case["name"], case.get("lang")) == found[:MOST]


@pytest.mark.parametrize("name", ["", " ", "123", "-.,", "1953 «»", "\u0301", "\n"])
def test_what_has_no_letters_has_no_spellings(name: str) -> None:
    assert variants(name) == ()
    assert variants(name, "kk") == ()


def test_no_letter_stays_as_it_stood() -> None:
    with pytest.raises(NamesError, match="mixes Cjk and Cyrillic letters"):
        variants("Тоқаев王", "kk")
    found = [v.text for v in variants("Тоkаев", "ru", most=100)]  # its third letter is Latin
    assert found and all(len({script_of(c) for c in text if c.isalpha()}) == 1 for text in found)


def test_a_character_without_a_meaning_does_not_become_letters() -> None:
    found = {v.text for v in variants("Тоқ\ue000аев", most=10_000)}
    assert found and all(any(c in text for c in "\ue000\ufffd") for text in found)


def test_as_many_spellings_come_as_one_asks_for() -> None:
    assert [len(variants("Тоқаев", most=n)) for n in (1, 3)] == [1, 3]
    with pytest.raises(ValueError, match="0 spellings are too few"):
        variants("Тоқаев", most=0)
    assert variants("Тоқаев", most=3) == variants("Тоқаев")[:3]


@pytest.mark.parametrize("case", cases("refused"), ids=lambda case: f"{case['name']} {case.get('lang')}")
def test_what_cannot_be_routed_is_refused_with_what_to_do(case: dict[str, str]) -> None:
    with pytest.raises(NamesError) as refused:
        variants(case["name"], case.get("lang"))
    assert case["says"] in str(refused.value)


# Habits chosen one by one


def table(habits: list[dict[str, Any]]) -> Lattice:
    return Lattice({"letters": {"x": "x"}, "habits": habits}, {}, "test")


SPELLINGS = st.dictionaries(st.text("pqr", max_size=2), st.integers(1, 9), min_size=1, max_size=4)


@st.composite
def habit_tables(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Small tables of habits; some are of one name, and so chosen together."""
    found: list[dict[str, Any]] = []
    for letter in "abcde"[: draw(st.integers(1, 5))]:
        habit: dict[str, Any] = {"text": letter, "to": draw(SPELLINGS)}
        alike = [h for h in found if len(h["to"]) == len(habit["to"])]
        if draw(st.booleans()) and alike:
            habit["name"] = alike[0].get("name", alike[0]["text"])
        found.append(habit)
    return found


def every_spelling(habits: list[dict[str, Any]], text: str) -> Iterator[tuple[str, float, frozenset[Any]]]:
    """The slow, obvious way: all choices, each written out."""
    by_name: dict[str, list[dict[str, Any]]] = {}
    for habit in habits:
        by_name.setdefault(habit.get("name", habit["text"]), []).append(habit)
    first = {
        name: min((h for h in its if h["text"] in text), key=lambda h: text.index(h["text"]), default=None)
        for name, its in by_name.items()
    }
    met = {name: habit for name, habit in first.items() if habit is not None}
    ordered = {h["text"]: sorted(h["to"].items(), key=lambda pair: -pair[1]) for h in habits}
    for places in itertools.product(*(range(len(habit["to"])) for habit in met.values())):
        at = dict(zip(met, places, strict=True))
        share, unusual = 1.0, set()
        for name, habit in met.items():
            spelling, weight = ordered[habit["text"]][at[name]]
            share *= weight / sum(habit["to"].values())
            if at[name]:
                unusual.add((name, spelling))
        name_of = {h["text"]: h.get("name", h["text"]) for h in habits}
        written = "".join(ordered[c][at[name_of[c]]][0] if c in name_of else c for c in text)
        yield written, share, frozenset(unusual)


@given(habit_tables(), st.text("abcdex", max_size=8))
def test_the_best_choices_come_first_as_if_all_were_written_out(
    habits: list[dict[str, Any]], text: str
) -> None:
    lattice = table(habits)
    found = list(lattice.spellings(text, 10_000))
    expected = sorted(
        every_spelling(habits, text), key=lambda each: (-round(each[1], 9), each[0], sorted(each[2]))
    )
    shares = [each.share for each in found]
    assert shares == pytest.approx([share for _, share, _ in expected])
    assert sum(shares) == pytest.approx(1)
    assert sorted((each.text, sorted(each.habits)) for each in found) == sorted(
        (text, sorted(unusual)) for text, _, unusual in expected
    )
    for most in range(len(found)):
        assert list(lattice.spellings(text, most)) == found[:most]
    assert [lattice.spelling(text, each.habits) for each in found] == [each.text for each in found]


def test_habits_chosen_together_need_as_many_spellings() -> None:
    habits = [{"text": "a", "name": "n", "to": {"p": 1}}, {"text": "b", "name": "n", "to": {"p": 1, "q": 1}}]
    with pytest.raises(NamesError, match="'n' are chosen together"):
        table(habits)


def test_a_name_of_many_habits_has_as_many_spellings_as_asked_for() -> None:
    letters = [chr(ord("а") + n) for n in range(32)] + list("ђѓєѕіїјљ")
    assert len(letters) == 40
    lattice = table([{"text": c, "to": {"p": 5, "q": 3, "r": 2}} for c in letters])
    found = list(lattice.spellings("".join(letters), 500))
    assert len(found) == len({each.habits for each in found}) == 500
    assert [each.share for each in found] == sorted((each.share for each in found), reverse=True)


@pytest.mark.parametrize(
    "name", ["Жексқыхю" * 75, "Тоқаев " * 86, "Ж" * 600, "ң-" * 300, "Сергей Щукин " * 46]
)
def test_a_long_name_costs_no_more_spellings(name: str) -> None:
    its = language_of(name)
    assert its is not None
    plan = plan_of(its.id)
    schemes = len(plan.schemes) + sum(len(way.schemes) for way in plan.through.values())
    most = 2 * schemes + len(plan.through) + MOST_MIXED * len(plan.mixed)
    assert 0 < len(list(ways(name, its.id))) <= most
    assert 0 < len(variants(name)) <= MOST


# Traced back


@pytest.mark.parametrize("case", cases("traced"), ids=lambda case: f"{case['name']} {case['its']}")
def test_a_name_in_latin_letters_is_traced_back(case: dict[str, str]) -> None:
    found = [(native, its.code) for native, its, _ in natives(case["name"], case.get("lang"))]
    assert (case["native"], case["its"]) in found
    if not any("а" <= c <= "я" for c in case["name"]):
        assert leads_back(case["native"], language(case["its"]).id, case["name"])


def leads_back(native: str, its: str, name: str) -> bool:
    spelled = {text.lower() for text, _, _ in ways(native, its)}
    return name.lower() in spelled | {without_marks(text) for text in spelled}


@given(st.text(LATIN, min_size=1, max_size=12))
@settings(max_examples=80)
def test_all_traced_names_lead_back_where_one_does(name: str) -> None:
    found = list(natives(name)) if any(map(str.isalpha, name)) else []
    assert len(found) <= MOST_NATIVE
    back = [leads_back(native, its.id, name) for native, its, _ in found]
    assert all(back) or not any(back)
    assert sum(likely for _, _, likely in found) == pytest.approx(1) or not found
    assert all(script_of(c) == "CYRILLIC" for native, _, _ in found for c in native if c.isalpha())


@given(st.text(max_size=20), st.sampled_from([None, *(each.code for each in languages().values())]))
@settings(max_examples=150)
def test_any_text_gives_spellings_or_says_why_not(text: str, lang: str | None) -> None:
    try:
        found = variants(text, lang, 5)
    except NamesError as error:
        assert "name" in str(error)
    else:
        assert len(found) <= 5 and all(v.text and v.routes for v in found)


# There and back through the shipped gazetteer


def test_the_spellings_to_expect_of_listed_people_are_matched_to_them_and_never_to_others() -> None:
    matcher = Matcher()
    asked = [
        (entity.id, variant.text)
        for entity in matcher.gazetteer.entities if entity.type == "person"
        for form in entity.forms if form.kind == "native" and form.lang in ("kk", "ru")
        for variant in variants(form.text, form.lang, 6)
    ]  # fmt: skip
    answers = matcher.match_many(text for _, text in asked)
    told = [(text, match.entity.id) for (id, text), match in zip(asked, answers, strict=True)
            if match.entity and match.entity.id != id]  # fmt: skip
    assert len(asked) > 1000 and told == []
    assert sum(match.status == "matched" for match in answers) / len(asked) >= EXPECTED_MATCHED


# Languages and plans


@pytest.mark.parametrize(("text", "code"), cases("languages").items())
def test_letters_tell_the_language(text: str, code: str) -> None:
    found = language_of(text)
    assert (found.code if found else "") == code


@pytest.mark.parametrize(("code", "id"), [("kk", "kaz"), ("KAZ", "kaz"), ("uz-Cyrl", "uzb"), ("hye", "hye")])
def test_a_language_has_several_codes(code: str, id: str) -> None:
    assert language(code).id == id


@pytest.mark.parametrize("code", ["", "zz", "kazakh", "-kk", "zh"])
def test_an_unknown_language_names_those_there_are(code: str) -> None:
    with pytest.raises(UnknownLanguageError, match="Kazakh"):
        language(code)


@pytest.mark.parametrize("its", languages())
def test_every_scheme_that_a_plan_names_exists_and_romanizes(its: str) -> None:
    plan = plan_of(its)
    letters = "".join(sorted(languages()[its].alphabet))
    for scheme in plan.schemes:
        assert SCHEMES[scheme].scripts == (languages()[its].script, "Latn")
        assert romanize(letters, scheme) != letters or not letters
    for second, way in plan.through.items():
        assert SCHEMES[way.respelling].scripts == (languages()[its].script, languages()[second].script)
        assert not set(romanize(letters, way.respelling)) - languages()[second].alphabet
        assert all(SCHEMES[scheme].scripts == (languages()[second].script, "Latn") for scheme in way.schemes)
    assert plan.schemes and all(mixture.base in SCHEMES for mixture in plan.mixed)
    assert all(share > 0 for share in (*plan.schemes.values(), *(m.share for m in plan.mixed)))


# Where a spelling comes from


def entity_of(case: dict[str, Any]) -> Entity:
    listed = [Form(text, "native", lang) for lang, text in case["native"].items()]
    listed += [Form(text, "variant") for text in case.get("listed", ())]
    return Entity("e", "Somebody", tuple(listed), "person")


@pytest.mark.parametrize("case", cases("origins"), ids=lambda case: f"{case['asked']} of {case['native']}")
def test_a_spelling_tells_where_it_comes_from(case: dict[str, Any]) -> None:
    found = origin(case["asked"], entity_of(case))
    assert (found.kind if found else "none") == case["kind"]
    assert case.get("words", "") in (found.words if found else "")


def test_every_listed_spelling_is_attested() -> None:
    odd = [
        (entity.id, form.text)
        for entity in Matcher().gazetteer.entities
        for form in entity.forms
        if (came := origin(form.text, entity)) is None or came.kind != "attested"
    ]
    assert odd == []


def test_every_spelling_to_expect_comes_by_a_route_that_gives_it() -> None:
    people = [e for e in Matcher().gazetteer.entities if e.type == "person"][::5]
    for form in (f for e in people for f in e.forms if f.kind == "native" and f.lang in ("kk", "ru", "ky")):
        entity = Entity("e", "Somebody", (form,), "person")
        for variant in variants(form.text, form.lang, 10_000):
            came = origin(variant.text, entity)
            assert came is not None, variant
            if came.route is None:  # Russian spells it as it is listed
                assert words_of(variant.text) == words_of(form.text)
                continue
            assert words_of(without_marks(given_by(came.route))) == words_of(without_marks(variant.text))


def test_what_no_route_gives_costs_a_bounded_number_of_spellings(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = 0
    whole = Lattice.spellings

    def spellings(self: Lattice, text: str, most: int) -> Iterator[Any]:
        nonlocal counted
        for each in whole(self, text, most):
            counted += 1
            yield each

    monkeypatch.setattr(Lattice, "spellings", spellings)
    native = "Жексқыхюбек Шыңғысхоженің Мәсімқожаұлы Әбдіғаппаров"
    entity = Entity("e", "Somebody", (Form(native, "native", "kk"),), "person")
    most = MOST_MIXED * len(plan_of("kaz").mixed) * len(native.split())
    assert origin("Qwx " * 200, entity) is None
    assert 0 < counted <= most
    before = counted
    assert origin("Zhzh Qwx", entity) is None  # its words are known now
    assert counted == before


# The commands


def test_variants_prints_each_spelling_with_its_share_and_a_route_in_words() -> None:
    done = run("variants", "Қасым-Жомарт Тоқаев")
    lines = done.stdout.splitlines()
    assert (done.exit_code, len(lines)) == (0, 20)
    for text in (
        "Kassym-Jomart Tokayev",
        "Kasym-Zhomart Tokayev",
        "Qasym-Zhomart Toqaev",
        "Kasym-Zhomart Tokaev",
    ):
        assert any(line.startswith(f"{text} ") and "%  Kazakh Қасым-Жомарт Тоқаев " in line for line in lines)


def test_variants_writes_one_json_object_a_line() -> None:
    done = run("variants", "Toqaev", "--language", "kk", "--most", "3", "--format", "json")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["text"] for each in found] == [v.text for v in variants("Toqaev", "kk", 3)]
    assert found[0]["routes"][0]["native"] == "Тоқаев" and "Kazakh Тоқаев" in found[0]["routes"][0]["words"]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["variants", ""], 1, "'' has no letters"),
        (["variants", "1953"], 1, "'1953' has no letters"),
        (["variants", "1953", "--format", "json"], 1, "'1953' has no letters"),
        (["variants", "þß"], 1, "no native name leads to 'þß'; name its language"),
        (["variants", "Тоқаев王", "--language", "kk"], 1, "the name 'Тоқаев王' mixes Cjk and Cyrillic"),
        (["variants", "Ваmжan"], 1, "mixes Cyrillic and Latin"),
        (["variants", "习近平"], 1, "tell no language"),
        (["variants", "Тоқаев", "--language", "tlh"], 1, "'tlh' is no language"),
        (["variants", "Тоқаев", "--most", "0"], 2, "0 is not in the range"),
        (
            ["romanize", "Абай", "--scheme", "odni-kaz-Cyrl-Latn-2016"],
            1,
            "nearest are odni-kaz-Cyrl-Latn-2015, ",
        ),
        (["romanize", "Абай", "--scheme", ""], 1, "'' is no romanization scheme"),
        (["romanize", "Aбай", "--scheme", "odni-kaz-Cyrl-Latn-2015"], 0, "does not cover a"),
        (["romanize", "习近平", "--scheme", "odni-kaz-Cyrl-Latn-2015"], 0, "does not cover 习 平 近"),
        (["schemes", "tlh"], 1, "no scheme is for 'tlh'"),
        (["schemes", ""], 1, "no scheme is for ''"),
    ],
)
def test_awkward_input_is_answered_in_one_line(arguments: list[str], status: int, message: str) -> None:
    done = run(*arguments)
    assert done.exit_code == status
    assert message in done.stderr and "Traceback" not in done.stderr
    assert status == 2 or (done.stderr.startswith("names: ") and done.stderr.count("\n") == 1)


def test_no_command_lets_control_characters_through() -> None:
    for arguments in (
        ["variants", "Тоқ\x1b[2аев"],
        ["romanize", "Тоқ\x1b[2аев", "--scheme", "odni-kaz-Cyrl-Latn-2015"],
    ):
        done = run(*arguments)
        assert done.exit_code == 0 and done.stdout
        assert "\x1b" not in done.stdout + done.stderr


def test_romanize_reads_a_pipe_and_keeps_what_has_no_letters() -> None:
    done = run("romanize", "-", "--scheme", "odni-kaz-Cyrl-Latn-2015", stdin="Тоқаев\n\n1953\n")
    assert done.stdout.splitlines() == ["Toqaev", "", "1953"]
    assert done.stderr == ""


@pytest.mark.parametrize("code", ["kk", "kaz", "KAZ"])
def test_schemes_lists_those_of_a_language_or_all(code: str) -> None:
    listed = [line.split()[0] for line in run("schemes", code).stdout.splitlines()]
    assert listed == [scheme for scheme in SCHEMES if SCHEMES[scheme].language == "kaz"]
    assert [line.split()[0] for line in run("schemes").stdout.splitlines()] == list(SCHEMES)
