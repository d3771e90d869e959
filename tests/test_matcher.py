"""The matcher: whom a spelling stands for, how surely, and why."""

from __future__ import annotations

import math
import pickle
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from names import Entity, Form, Gazetteer, Matcher
from names.circumstances import Circumstances
from names.compiled import build
from names.decision import HIGHEST, calibration, decide, share, shares
from names.defaults import COVERAGE, THRESHOLD
from names.evidence import added_up
from names.folding import fold
from names.gazetteer import GazetteerError
from names.ranking import NOBODY, rank
from names.sharing import CHUNK, MANY_FOR_KERNEL, SharedMatcher

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "answers.yaml").read_text(encoding="utf-8"))
MATCHER = Matcher()
FORMS = [(entity, form) for entity in MATCHER.gazetteer.entities for form in entity.forms]
BEARERS: dict[str, set[str]] = {}
for bearer, spelling in FORMS:
    BEARERS.setdefault(fold(spelling.text).key, set()).add(bearer.id)


def expected() -> Iterator[tuple[str, str]]:
    for answer, queries in CASES.items():
        for query in queries:
            yield query, answer


def person(id: str, name: str, **more: object) -> Entity:
    return Entity(id, name, (Form(name, "name"),), type="person", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("query", "answer"), list(expected()), ids=lambda text: text)
def test_spellings_stand_for_whom_they_should(query: str, answer: str) -> None:
    match = MATCHER.match(query)
    assert (match.entity.id if match.entity else match.status) == answer, match.reason


@given(st.sampled_from(FORMS))
def test_every_listed_spelling_finds_its_own_entity(listed: tuple[Entity, Form]) -> None:
    entity, form = listed
    match = MATCHER.match(form.text)
    namesakes = BEARERS[fold(form.text).key]
    leaders = {c.entity.id for c in match.candidates if c.score >= match.candidates[0].score - 1e-9}
    assert entity.id in {c.entity.id for c in match.candidates}
    assert leaders & namesakes
    assert match.entity is None or match.entity.id in namesakes


@given(st.text(st.characters(), max_size=60))
def test_any_text_gets_an_answer_that_holds_together(text: str) -> None:
    match = MATCHER.match(text)
    assert (match.entity is not None) == (match.status == "matched") == (match.score >= THRESHOLD)
    assert 0 <= match.score < 1
    assert sum(c.score for c in match.candidates) <= 1
    assert [c.score for c in match.candidates] == sorted((c.score for c in match.candidates), reverse=True)
    assert match.reason.endswith((".", "?", "…"))
    assert set(match.to_dict()) == {
        "query",
        "status",
        "id",
        "name",
        "score",
        "reason",
        "origin",
        "candidates",
    }


@pytest.mark.parametrize("text", [None, "", "   ", "\n"])
def test_nothing_is_unknown(text: str | None) -> None:
    match = MATCHER.match(text)
    assert (match.status, match.score, match.candidates) == ("unknown", 0.0, ())


def test_a_batch_answers_as_single_calls_do_in_order() -> None:
    queries = ["Toqaev", None, "Nazarbaev", "Toqaev", "Jane Doe"]
    assert MATCHER.match_many(queries) == [MATCHER.match(q) for q in queries]


@pytest.mark.parametrize("most", [1, 2, 5])
def test_with_fewer_candidates_the_rest_of_an_answer_is_the_same(most: int) -> None:
    queries = ["Toqaev", "Tokaev Kasym", "Nazarbayev", "Dariga", "Jane Doe", ""]
    whole, brief = MATCHER.match_many(queries), MATCHER.match_many(queries, most)
    assert [m.candidates for m in brief] == [m.candidates[:most] for m in whole]
    assert [(m.status, m.entity, m.score) for m in brief] == [(m.status, m.entity, m.score) for m in whole]


@pytest.mark.parametrize("most", [1, 3, None])
def test_verdicts_are_the_answers_without_reasons(most: int | None) -> None:
    queries = ["Toqaev", "Tokaev Kasym", "Nazarbayev", "Akhmetov", "Dariga", "Jane Doe", "", None] * 5
    beside = [Circumstances(country="kz") if n % 3 == 0 else None for n in range(len(queries))]
    told = MATCHER.verdicts(queries, most, beside=beside)
    matches = MATCHER.match_many(queries, most, beside=beside)
    for verdict, match in zip(told, matches, strict=True):
        assert verdict[:4] == (match.status, match.entity, match.name, match.score)
        assert verdict.candidates == tuple((c.entity, c.score) for c in match.candidates)


@pytest.mark.parametrize("most", [1, None])
def test_verdicts_tell_the_reasons_of_answers_where_they_are_asked_for(most: int | None) -> None:
    queries = ["Toqaev", "Tokaev Kasym", "Nazarbayev", "Akhmetov", "Dariga", "Jane Doe", "", None] * 5
    beside = [Circumstances(country="kz") if n % 3 == 0 else None for n in range(len(queries))]
    told = MATCHER.verdicts(queries, most, beside=beside, reasons=True)
    assert [verdict.reason for verdict in told] == [
        match.reason for match in MATCHER.match_many(queries, beside=beside)
    ]
    plain = MATCHER.verdicts(queries, most, beside=beside)
    assert plain == [verdict._replace(reason="") for verdict in told]
    with SharedMatcher(MATCHER, processes=2) as shared:
        assert shared.verdicts(queries, most, beside=beside, reasons=True) == told


@pytest.mark.parametrize("most", [0, -1, 1.5, "2"])
def test_what_is_no_number_of_candidates_cannot_be_asked_for(most: Any) -> None:
    with pytest.raises(ValueError, match=f"most={most!r} is no number of candidates; ask for 1 or more"):
        MATCHER.match_many(["Toqaev"], most)


def test_namesakes_share_the_probability_and_are_ambiguous() -> None:
    matcher = Matcher(
        Gazetteer(
            (
                person("a", "Serik Omarov"),
                person("b", "Serik Omarov"),
            )
        )
    )
    match = matcher.match("Serik Omarov")
    assert match.status == "ambiguous"
    assert [round(c.score, 3) for c in match.candidates] == [round(match.score, 3)] * 2


def test_another_namesake_lowers_the_score() -> None:
    alone = Matcher(Gazetteer((person("a", "Serik Omarov"),))).match("Omarov")
    beside = Matcher(
        Gazetteer(
            (
                person("a", "Serik Omarov"),
                person("b", "Marat Omarov"),
            )
        )
    ).match("Omarov")
    assert beside.score < alone.score


def test_a_common_bare_name_scores_less_than_a_rare_one() -> None:
    crowd = [person(f"ali-{n}", f"Ali {name}") for n, name in enumerate("Sabr Rahim Omar Nasr Tahir".split())]
    matcher = Matcher(
        Gazetteer(
            (
                *crowd,
                person("t", "Kassym Tokayev"),
            )
        )
    )
    assert matcher.match("Ali").score < matcher.match("Tokayev").score < 1


def test_coverage_moves_the_score() -> None:
    people = (person("t", "Kassym-Jomart Tokayev"),)
    little, much = (Matcher(Gazetteer(people, coverage=c)).match("Tokayev").score for c in (0.1, 0.9))
    assert little < much


NAMES = ["Kassym-Jomart Tokayev", "Kemel Tokayev", "Dariga Nazarbayeva", "Dinara Nazarbayeva"]
ASKED = ["Tokayev", "K. Toqaev", "Назарбаева", "Dariga Nazarbaeva", "Dina Nazarbaeva", "Jane Doe", ""]


def listed(coverage: float = COVERAGE) -> Gazetteer:
    return Gazetteer(tuple(person(name, name) for name in NAMES), coverage)


@pytest.mark.parametrize("coverage", [0.05, 0.5, 0.95])
def test_a_coverage_that_is_told_counts_as_if_the_list_declared_it(coverage: float, tmp_path: Path) -> None:
    answers = Matcher(listed(coverage=coverage)).match_many(ASKED)
    told = Matcher(listed(coverage=0.3), coverage=coverage)
    assert told.match_many(ASKED) == answers
    assert (told.coverage, told.gazetteer.coverage) == (coverage, 0.3)
    rows = "".join(f"{name.replace(' ', '-')},{name},person\n" for name in NAMES)
    (tmp_path / "people.csv").write_text(f"id,name,type\n{rows}", encoding="utf-8")
    build(Gazetteer.read(tmp_path / "people.csv"), tmp_path / "people.names")
    for file in ("people.csv", "people.names"):
        opened = Matcher.open(tmp_path / file, coverage=coverage)
        assert [m.score for m in opened.match_many(ASKED)] == [m.score for m in answers]


def test_without_a_coverage_the_list_has_the_word() -> None:
    assert Matcher(listed(coverage=0.3), coverage=None).coverage == 0.3
    assert Matcher(listed(coverage=0.3)).coverage_source == "gazetteer"
    assert Matcher(listed(coverage=0.3), coverage=0.3).coverage_source == "caller"
    assert MATCHER.coverage_source == "gazetteer" and MATCHER.coverage == 0.5


@given(
    st.lists(st.floats(-50, 50), max_size=20),
    st.integers(1, 10**7),
    st.tuples(st.floats(0.001, 0.999), st.floats(0.001, 0.999)).map(sorted),
)
def test_a_lower_coverage_raises_no_score_and_leaves_the_order(
    weights: list[float], entities: int, coverages: list[float]
) -> None:
    (low, nobody), (high, fewer) = (share(weights, entities, coverage) for coverage in coverages)
    assert all(a <= b * (1 + 1e-9) for a, b in zip(low, high, strict=True))
    assert fewer <= nobody * (1 + 1e-9)
    for scores in (low, high):
        assert [scores[n] for n in np.argsort(weights)] == sorted(scores)


def test_over_the_shipped_list_a_lower_coverage_raises_no_score_and_leaves_the_order() -> None:
    texts = list(dict.fromkeys(word for _, form in FORMS[:400] for word in (form.text, *form.text.split())))
    answers = [Matcher(coverage=coverage).match_many(texts) for coverage in (0.05, 0.5, 0.95)]
    for lower, higher in pairwise(answers):
        for low, high in zip(lower, higher, strict=True):
            before = {c.entity.id: c.score for c in high.candidates}
            still = [c.entity.id for c in low.candidates]
            assert all(c.score <= before[c.entity.id] for c in low.candidates), low.query
            assert still == [id for id in before if id in set(still)], low.query


@pytest.mark.parametrize("wrong", [0, 1, 0.0, 1.0, -0.5, 1.5, 80, math.nan, math.inf])
def test_a_coverage_out_of_range_is_refused_in_one_line(wrong: float, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,name\nt,Tokayev\n", encoding="utf-8")
    said = rf"^coverage {wrong} is out of range: [^\n]+$"
    with pytest.raises(ValueError, match=said):
        Matcher(Gazetteer(), coverage=wrong)
    with pytest.raises(ValueError, match=said):
        Matcher.open(tmp_path / "people.csv", coverage=wrong)


def test_a_matcher_keeps_its_coverage_when_it_is_pickled_or_extended() -> None:
    told = Matcher(listed(), coverage=0.1)
    again = pickle.loads(pickle.dumps(told))
    assert (again.coverage, again.coverage_source) == (0.1, "caller")
    assert again.match_many(ASKED) == told.match_many(ASKED) != Matcher(listed()).match_many(ASKED)
    more = told.extended([person("almira", "Almira Seitkali")])
    assert (more.coverage, more.coverage_source) == (0.1, "caller")
    assert MATCHER.extended([person("almira", "Almira Seitkali")]).coverage_source == "gazetteer"


def test_several_processes_keep_the_coverage() -> None:
    told = Matcher(listed(), coverage=0.1)
    texts = [*ASKED, *(f"Tokayev {n}" for n in range(CHUNK * 3))]
    with SharedMatcher(told, processes=3) as shared:
        shared._met = MANY_FOR_KERNEL  # so that they are started
        assert shared.verdicts(texts) == told.verdicts(texts)
        assert shared._workers is not None


def test_a_bare_name_listed_as_short_means_its_bearer_alone() -> None:
    bearer = Entity(
        "n",
        "Nursultan Nazarbayev",
        (Form("Nursultan Nazarbayev", "name"), Form("Nazarbayev", "short")),
        "person",
    )
    matcher = Matcher(
        Gazetteer(
            (
                bearer,
                person("b", "Bolat Nazarbayev"),
            )
        )
    )
    assert matcher.normalize("Nazarbayev") == "Nursultan Nazarbayev"
    assert matcher.normalize("Bolat Nazarbayev") == "Bolat Nazarbayev"
    assert matcher.normalize("Serik Nazarbayev") is None


def test_a_merged_record_answers_with_what_replaced_it() -> None:
    old = person("old", "Nur-Sultan Qalasy", replaced_by="new")
    matcher = Matcher(
        Gazetteer(
            (
                old,
                person("new", "Astana"),
            )
        )
    )
    match = matcher.match("Nur-Sultan Qalasy")
    assert match.entity is not None
    assert match.entity.id == "new"


def test_extended_knows_more_and_leaves_the_old_alone() -> None:
    more = MATCHER.extended([person("almira", "Almira Seitkali")])
    assert more.normalize("Алмира Сейткали") == "Almira Seitkali"
    assert MATCHER.normalize("Алмира Сейткали") is None
    with pytest.raises(GazetteerError):
        more.extended([person("almira", "Somebody Else")])


def test_a_listed_name_of_signs_alone_is_weighed_and_fits_nothing() -> None:
    matcher = Matcher(Gazetteer((person("signs", ": -"), person("almira", "Almira Seitkali"))))
    assert [id for id, _ in matcher.weigh("Almira Seitkali")] == ["almira", "signs"]
    assert matcher.search("Almira Seitkali", "signs").rank is None


def test_a_pickled_matcher_answers_the_same() -> None:
    copy = pickle.loads(pickle.dumps(MATCHER))
    assert copy.match("Toqaev") == MATCHER.match("Toqaev")
    match = MATCHER.match("Toqaev")
    assert pickle.loads(pickle.dumps(match)) == match


def test_threads_may_share_a_matcher() -> None:
    queries = [form.text for _, form in FORMS[:120]]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(MATCHER.match, queries)) == [MATCHER.match(q) for q in queries]


def test_the_threshold_is_inclusive_and_must_be_in_range() -> None:
    assert decide(0.8, 0.1, 0.8) == "matched"
    for wrong in (0.0, -1.0, 1.5):
        with pytest.raises(ValueError, match="threshold"):
            Matcher(Gazetteer(), threshold=wrong)


def test_an_empty_gazetteer_knows_nobody() -> None:
    assert Matcher(Gazetteer()).match("Tokayev").status == "unknown"


@given(st.lists(st.floats(-50, 50), max_size=20), st.integers(1, 10**7), st.floats(0.01, 0.99))
def test_scores_and_nobody_share_the_whole_probability(
    weights: list[float], entities: int, coverage: float
) -> None:
    scores, nobody = share(weights, entities, coverage)
    assert all(0 <= s < 1 for s in scores)
    assert 0 < nobody <= 1 or scores
    assert sum(scores) + nobody == pytest.approx(1, abs=2e-4)


ROWS = st.lists(st.lists(st.sampled_from([-30.5, 0.0, 1.1, 9.7, 9.8, 21.3]), max_size=7), max_size=5)


def padded(rows: list[list[float]]) -> npt.NDArray[np.float64]:
    width = max(map(len, rows), default=0)
    return np.array([row + [NOBODY] * (width - len(row)) for row in rows]).reshape(len(rows), width)


@given(ROWS)
def test_scores_of_many_spellings_are_to_the_last_bit_as_the_formula_says(rows: list[list[float]]) -> None:
    by = calibration()
    scores, nobody = shares(padded(rows), 3000, 0.4)
    for row, told, rest in zip(rows, scores.tolist(), nobody.tolist(), strict=True):
        logs = [math.log(by.strangers_beside(3000, 0.4)), *(by.trust * weight for weight in row)]
        likely = [math.exp(log - max(logs)) for log in logs]
        expected = [each / added_up(likely) for each in likely]
        assert [rest, *told[: len(row)]] == [expected[0], *(min(each, HIGHEST) for each in expected[1:])]


@given(ROWS, st.integers(1, 4))
def test_entities_stand_by_weight_and_equal_ones_by_id(rows: list[list[float]], most: int) -> None:
    weights = padded(rows)
    entity_numbers = np.array([[7 * (place + 3) % 10 for place in range(weights.shape[1])]] * len(rows), int)
    told = rank(
        entity_numbers.reshape(weights.shape), weights, shares(weights, 3000, 0.4), THRESHOLD, most, str
    )
    for row, ranking in zip(rows, told, strict=True):
        order = sorted(range(len(row)), key=lambda place: (-row[place], str(7 * (place + 3) % 10)))[:most]
        assert ranking.places == order
        assert ranking.entity_numbers == [7 * (place + 3) % 10 for place in order]
        assert ranking.best == (ranking.scores[0] if order else 0.0)


def test_the_reason_cites_the_evidence() -> None:
    assert MATCHER.match("Toqaev").reason.endswith(": Kazakh Тоқаев by BGN/PCGN 1979.")
    assert "the parts stand in another order" in MATCHER.match("Назарбаева Дарига").reason
    assert MATCHER.match("Jane Doe").reason.startswith("“Jane Doe” is unknown")
    assert "ambiguous" in MATCHER.match("Akhmetov").reason


@pytest.mark.parametrize("seed", range(60))
def test_the_answer_is_that_of_a_comparison_with_every_entity(seed: int) -> None:
    rng = random.Random(seed)
    text = rng.choice(FORMS)[1].text
    for old, new in rng.sample([("K", "Q"), ("y", "i"), ("ev", "yev"), ("a", "o"), ("r", ""), ("к", "г")], 2):
        text = text.replace(old, new, 1)
    match = MATCHER.match(text)
    id, weight = MATCHER.weigh(text)[0]
    if match.candidates:
        best = max(sum(e.weight for e in c.evidence) for c in match.candidates)
        assert best == pytest.approx(weight) or match.status == "unknown"
        assert match.status != "matched" or match.candidates[0].entity.id == id


def test_what_is_no_text_is_refused_in_words_and_nan_is_unknown() -> None:
    assert MATCHER.match(float("nan")).status == "unknown"  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"not int \(5\)"):
        MATCHER.match(5)  # type: ignore[arg-type]
    for nothing_to_go_through in ("Tokayev", None):
        with pytest.raises(TypeError, match="give a list"):
            MATCHER.match_many(nothing_to_go_through)  # type: ignore[arg-type]


def test_a_matcher_opened_without_a_list_has_the_shipped_one() -> None:
    assert Matcher.open(threshold=0.9).match("Toqaev") == Matcher(threshold=0.9).match("Toqaev")
    assert Matcher.open().normalize("Toqaev") == "Kassym-Jomart Tokayev"
