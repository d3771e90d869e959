"""Why a spelling is, or is not, an entity or another spelling: compare(), explain(), `names why`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from names import Comparison, Entity, Form, Gazetteer, Matcher, compare
from names.account import explain, sections
from names.candidates import MAX_CANDIDATES
from names.cli import main
from names.evidence import Evidence, because
from names.folding.keys import class_keys, keys_by_habit, spelling_rules
from names.folding.meeting import key_of, meeting, trace_of

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=40)


def person(id: str, name: str, *more: Form, gender: str | None = None) -> Entity:
    forms = (Form(name, "name"), *more)
    return Entity(id, name, forms, type="person", gender=gender)  # type: ignore[arg-type]


PEOPLE = (
    person("tokayev", "Kassym-Jomart Tokayev", Form("Касым-Жомарт Кемелевич Токаев", "full"), gender="m"),
    person("nursultan", "Nursultan Nazarbayev", gender="m"),
    person("dariga", "Dariga Nazarbayeva", Form("Nazarbayeva", "short"), gender="f"),
    person("omarov-1", "Serik Omarov"),
    person("omarov-2", "Serik Omarov"),
    Entity("almaty", "Almaty", (), type="place"),
)
MATCHER = Matcher(Gazetteer(PEOPLE))


# --- compare


@pytest.mark.parametrize(
    ("a", "b"),
    [("Qosanov", "Kossanov"), ("Лоран Фабиюс", "Laurent Fabius"), ("Токаев К.-Ж.", "Kassym-Jomart Tokayev")],
)
def test_spellings_of_one_name_compare_above_a_half(a: str, b: str) -> None:
    assert compare(a, b).score > 0.5


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Tokayev", "Tokarev"),
        ("Nazarbayeva", "Nursultan Nazarbayev"),
        ("Nursultan Nazarbayev", "Nursultan Nazarbayev Airport"),
        ("", ""),
    ],
)
def test_names_of_others_compare_below_a_half(a: str, b: str) -> None:
    assert compare(a, b).score < 0.5


@given(st.text(max_size=30), st.text(max_size=30))
def test_the_order_of_the_two_changes_no_score(a: str, b: str) -> None:
    assert compare(a, b).score == pytest.approx(compare(b, a).score)
    assert 0 < compare(a, b).score < 1


def test_the_evidence_stays_with_the_side_it_is_about() -> None:
    forth, back = compare("Nazarbayev Airport", "Nazarbayev"), compare("Nazarbayev", "Nazarbayev Airport")
    assert [(e.query, e.form) for e in forth.evidence if e.kind == "another"] == [("Airport", "")]
    assert [(e.query, e.form) for e in back.evidence if e.kind == "another"] == [("", "Airport")]
    assert "“Airport” makes it something or somebody else" in back.reason


def test_words_of_a_body_all_count_and_those_of_a_person_may_be_left_out() -> None:
    pair = ("Nur Astana", "Nur Otan Astana")
    assert compare(*pair, type="organization").score < compare(*pair).score


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(ValueError, match="person, place or organization"):
        compare("a", "b", type="dog")  # type: ignore[arg-type]


def test_a_comparison_says_what_is_against_first_when_it_is_unlikely() -> None:
    assert compare("Marat Tokayev", "Yerlan Tokayev").reason.startswith(
        "They hardly name one bearer: “Marat”"
    )
    assert compare("", "").reason == "There is nothing to compare."


# --- reasons


def test_parts_that_fit_share_a_clause_and_the_least_telling_are_dropped() -> None:
    pieces = [Evidence("same", 5.0, "Kasym", "Kasym"), Evidence("rules", 5.0, "Zhomart", "Jomart")]
    pieces += [Evidence("omitted", -0.7, "", "Kemelevich"), Evidence("aside", 0.0, "President")]
    assert because(pieces, 200) == "“Kasym” and “Zhomart” fit; “Kemelevich” is left out"
    assert because(pieces, 30) == "“Kasym” and “Zhomart” fit"


def test_a_part_paired_in_spite_of_its_distance_is_not_called_close() -> None:
    assert because([Evidence("near", -5.0, "Marat", "Jomart")], 100) == "“Marat” is not “Jomart”"


def test_namesakes_are_told_apart_by_their_ids() -> None:
    assert "Serik Omarov [omarov-1]" in MATCHER.match("Serik Omarov").reason
    assert "Serik Omarov [omarov-2]" in MATCHER.match("Serik Omarov").reason


# --- how two readings meet


@given(LETTERS)
def test_a_trace_spells_the_class_key(reading: str) -> None:
    assert key_of(trace_of(reading)) == class_keys(reading, habits=False)[0]
    by_habit = keys_by_habit(reading)
    for habit in spelling_rules().habits:
        if habit.language in by_habit:
            assert key_of(trace_of(reading, habit.rewrite)) == by_habit[habit.language]


@given(LETTERS, LETTERS)
def test_readings_meet_where_they_share_a_usual_key(a: str, b: str) -> None:
    shared = {class_keys(a, habits=False)[0], *keys_by_habit(a).values()} & {class_keys(b, habits=False)[0]}
    shared |= {class_keys(b, habits=False)[0], *keys_by_habit(b).values()} & {class_keys(a, habits=False)[0]}
    met = meeting(a, b)
    assert (met is not None) == bool(shared)
    assert met is None or met.key in shared


@pytest.mark.parametrize(
    ("a", "b", "differences", "language"),
    [
        ("toqaev", "tokayev", (("q", "k"), ("e", "ye")), ""),
        ("zhomart", "jomart", (("zh", "j"),), ""),
        ("laurent", "loran", (("au", "o"), ("ent", "an")), "French"),
        ("tokayev", "tokayev", (), ""),
    ],
)
def test_letters_that_count_as_one_are_told(
    a: str, b: str, differences: tuple[tuple[str, str], ...], language: str
) -> None:
    met = meeting(a, b)
    assert met is not None
    assert (met.differences, met.language) == (differences, language)


# --- explain


def test_an_answer_is_explained_by_its_own_reason_and_evidence() -> None:
    account = explain(MATCHER, "Qasym-Zhomart Toqaev")
    match = MATCHER.match("Qasym-Zhomart Toqaev")
    assert (account.stage, account.reason) == ("matched", match.reason)
    assert account.candidate == match.candidates[0]
    assert tuple(piece.evidence for piece in account.pieces) == match.candidates[0].evidence


@pytest.mark.parametrize(
    ("query", "id", "stage", "said"),
    [
        ("Marat Tokayev", "tokayev", "contradicted", "contradicted given name"),
        ("Nazarbayeva", "nursultan", "contradicted", "another gender"),
        ("Касым-Жомарт Серикович Токаев", "tokayev", "contradicted", "contradicted patronymic"),
        ("Tokayev Airport", "tokayev", "contradicted", "named something else"),
        ("Serik Omarov", "omarov-1", "under the threshold", "as likely as Serik Omarov [omarov-2]"),
        ("Jane Doe", "almaty", "never retrieved", "no key in common"),
        ("Omarov", "omarov-1", "under the threshold", "under the threshold 0.80"),
        ("  ", "almaty", "nothing asked", "Nothing was asked"),
    ],
)
def test_a_miss_is_told_by_the_stage_that_lost_it(query: str, id: str, stage: str, said: str) -> None:
    account = explain(MATCHER, query, id)
    assert (account.stage, said in account.reason) == (stage, True), account.reason
    assert account.candidate is not None
    assert account.candidate.entity.id == id


def test_an_entity_that_others_outscore_is_told_by_whom() -> None:
    account = explain(MATCHER, "Dariga Nazarbayeva", "dariga")
    assert account.stage == "matched"
    crowd = Matcher(Gazetteer((person("a", "Aigul Omarova Serikova"), person("b", "Aigul Serikova"))))
    account = explain(crowd, "Aigul Serikova", "a")
    assert account.stage == "outscored"
    assert "outscored by Aigul Serikova" in account.reason


def test_an_entity_crowded_out_of_the_candidates_is_told_so() -> None:
    crowd = [person(f"p-{n:03}", "Ali Khan") for n in range(MAX_CANDIDATES + 5)]
    account = explain(Matcher(Gazetteer(tuple(crowd))), "Ali Khan", f"p-{MAX_CANDIDATES + 4:03}")
    assert account.stage == "not among the best"
    assert f"not among the {MAX_CANDIDATES} best" in account.reason


def test_without_any_candidate_nothing_is_found() -> None:
    account = explain(MATCHER, "Xq Zzyzx")
    assert account.candidate is None or account.candidate.score < 0.5
    assert explain(Matcher(Gazetteer()), "Tokayev").stage == "nothing found"


def test_the_shares_come_to_one() -> None:
    outlook = explain(MATCHER, "Omarov").outlook
    assert outlook is not None
    assert outlook.score + outlook.others + outlook.nobody == pytest.approx(1)


def test_two_spellings_are_compared_and_looked_up() -> None:
    account = explain(MATCHER, "Nazarbayeva", "Nursultan Nazarbayev")
    assert isinstance(account.comparison, Comparison)
    assert account.comparison == compare("Nazarbayeva", "Nursultan Nazarbayev", type="person")
    assert (account.stage, account.candidate, account.outlook) == ("compared", None, None)
    assert [a.entity.id for a in account.answers if a.entity] == ["dariga", "nursultan"]


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("Qosanov", "Kossanov", "equal by spelling rules: q is k, s is ss"),
        ("Laurent", "Лоран", "sound alike (French): au is o, ent is an"),
        ("Toqaev", "Тоқаев", "the same letters: both read toqaev"),
        ("Tokayev", "Tokayev", "the same"),
        ("Kemeluly", "Kemelevich", "one father: kemel"),
        ("Nazarbayeva", "Nazarbayev", "a feminine form beside a masculine one"),
    ],
)
def test_each_piece_names_its_rule(a: str, b: str, said: str) -> None:
    assert said in [piece.says for piece in explain(MATCHER, a, b).pieces]


@given(st.text(max_size=40), st.none() | st.sampled_from(["tokayev", "almaty"]) | st.text(max_size=40))
def test_any_text_can_be_explained(query: str, other: str | None) -> None:
    account = explain(MATCHER, query, other)
    assert account.reason
    json.dumps(account.to_dict())
    for section in sections(account):
        assert len({len(row) for row in section.rows}) == 1


# --- the command


@pytest.fixture
def people(tmp_path: Path) -> str:
    path = tmp_path / "people.csv"
    path.write_text(
        "id,name\ntokayev,Kassym-Jomart Tokayev\nnazarbayev,Nursultan Nazarbayev\n", encoding="utf-8"
    )
    return str(path)


def test_the_command_shows_parts_rules_shares_and_decision(people: str) -> None:
    done = CliRunner().invoke(main, ["why", "Marat Tokayev", "tokayev", "--gazetteer", people])
    assert done.exit_code == 0
    for text in ("contradicted given name", "read as tokayev, compared as tokaev", "somebody not listed"):
        assert text in done.output


def test_the_command_compares_two_spellings(people: str) -> None:
    done = CliRunner().invoke(main, ["why", "Qosanov", "Kossanov", "--gazetteer", people])
    assert "q is k, s is ss" in done.output
    assert "in the gazetteer" in done.output


def test_the_threshold_decides_in_the_command_too(people: str) -> None:
    command = ["why", "Tokayev", "--gazetteer", people, "--format", "json", "--threshold"]
    low, high = (json.loads(CliRunner().invoke(main, [*command, t]).output) for t in ("0.01", "1"))
    assert (low["stage"], high["stage"]) == ("matched", "under the threshold")
    assert low["evidence"][0]["says"] == "the same"


def test_the_command_needs_a_name() -> None:
    assert CliRunner().invoke(main, ["why"]).exit_code == 2


def test_a_title_of_the_other_gender_is_named_as_such() -> None:
    account = explain(Matcher(), "Ms Putin", "vladimir-putin")
    assert account.stage == "contradicted"
    assert "a title of the other gender" in [piece.says for piece in account.pieces]
