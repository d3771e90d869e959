"""Names in running text: what is found in marked texts, how it is said, and that any input is read."""

from __future__ import annotations

import pickle
import re
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.text import Score, Text, compare, found_in, judge, read_texts
from names import Entity, Form, Gazetteer, Matcher
from names.mentions import Finder, Mention, find
from names.mentions.windows import LONGEST, WINDOW, windows

CASES = Path(__file__).parent / "cases"
TEXTS = read_texts(CASES / "texts")
# Mäjılıs and BŪŪ, listed in Cyrillic alone, are too little to be certain of in a list of nearly two thousand.
LEAST_RECALL = {"kk-Latn": 0.93}
_MARK = re.compile(r"\[([^\[\]]+)\]\((\?|[a-z0-9-]+)\)")


def cases() -> list[Any]:
    return list(_cases())


def _cases() -> Iterator[Any]:
    for group, some in read_cases().items():
        for case in some if group != "listed" else ():
            yield pytest.param(case, id=f"{group}: {case['claim']}")


def read_cases() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load((CASES / "mentions.yaml").read_text(encoding="utf-8"))
    return table


def listed() -> list[Entity]:
    return [
        Entity(
            each["id"],
            each["name"],
            (Form(each["name"], "name"), Form(each["ru"], "native", "ru")),
            "person",
            gender=each["gender"],
            country=each.get("country"),
        )
        for each in read_cases()["listed"]
    ]


def unmarked(text: str) -> tuple[str, set[tuple[int, int, str]]]:
    """A text without its marks, and the places and ids that were marked."""
    plain, places, done = "", set(), 0
    for mark in _MARK.finditer(text):
        plain += text[done : mark.start()]
        places.add((len(plain), len(plain) + len(mark[1]), mark[2]))
        plain, done = plain + mark[1], mark.end()
    return plain + text[done:], places


def places(mentions: list[Mention]) -> set[tuple[int, int, str]]:
    return {(m.start, m.end, m.entity.id if m.entity else "?") for m in mentions}


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(Matcher())


@pytest.fixture(scope="module")
def wider() -> Finder:
    return Finder(Matcher().extended(listed()))


@pytest.mark.parametrize("case", cases())
def test_what_is_marked_is_found_and_nothing_else(case: dict[str, Any], wider: Finder) -> None:
    text, marked = unmarked(case["text"])
    skipped = list(re.finditer(re.escape(case["skip"]), text)) if "skip" in case else []
    found = {
        (start, end, id)
        for start, end, id in places(wider.find(text))
        if not any(s.start() < end and start < s.end() for s in skipped)
    }
    shown = [(text[a:b], id) for a, b, id in sorted(found ^ marked)]
    assert found == marked, shown


def test_precision_and_recall_on_the_marked_texts_are_as_promised(finder: Finder) -> None:
    for language, score in judge(TEXTS, finder).items():
        assert score.precision >= 0.98, (language, score)
        assert score.recall >= LEAST_RECALL.get(language, 0.95), (language, score)


def test_no_mention_in_the_marked_texts_is_matched_to_another(finder: Finder) -> None:
    wrong = {text.name: found_in(text, finder) - text.marked for text in TEXTS}
    assert not any(wrong.values()), wrong


@pytest.mark.parametrize("event", ["energy-forum", "abai-readings"])
def test_two_outlets_on_one_event_name_the_same_entities(event: str, finder: Finder) -> None:
    texts = [text for text in TEXTS if text.event == event and text.language == "en"]
    assert len(texts) == 2
    first, second = ({id for _, _, id in found_in(text, finder)} for text in texts)
    assert first == second


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_mentions_stand_where_they_say_in_order_and_none_over_another(text: Text, finder: Finder) -> None:
    mentions = finder.find(text.text, unknown=True)
    assert all(text.text[m.start : m.end] == m.text for m in mentions)
    ends = [0, *(m.end for m in mentions)]
    assert all(end <= m.start for end, m in zip(ends, mentions, strict=False))


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_a_text_is_read_alike_whatever_was_read_before_and_in_whatever_pieces(
    text: Text, finder: Finder
) -> None:
    fresh = find(text.text, Matcher(), unknown=True)
    assert finder.find(text.text, unknown=True) == fresh
    pieces = [text.text[n : n + 7] for n in range(0, len(text.text), 7)]
    assert list(finder.stream(pieces, unknown=True)) == fresh


def test_what_a_document_says_is_known_beyond_a_window(finder: Finder) -> None:
    filler = "Nothing was said about it.\n\n" * (LONGEST // 20)
    text = f"Amirzhan Kossanov spoke.\n\n{filler}The crowd saw Kossanov."
    last = finder.find(text)[-1]
    assert (text[last.start :], last.status) == ("Kossanov.", "matched")
    assert last.entity is not None and last.entity.id == "amirzhan-kossanov"


def test_a_document_knows_nothing_of_the_one_before(finder: Finder) -> None:
    finder.find("Amirzhan Kossanov spoke.")
    (mention,) = finder.find("The crowd saw Kossanov.")
    assert mention.status == "ambiguous"


def test_a_single_line_of_any_length_takes_bounded_memory(finder: Finder) -> None:
    sentence = "it was a long day among the hills " * 30 + "of Almaty. "
    pieces = (sentence * 100 for _ in range(15))
    count = 0
    finder.find(sentence)
    tracemalloc.start()
    for _, _, mentions in finder.parts(pieces):
        count += len(mentions)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 1500
    assert peak < 80 * LONGEST  # of one part; the words of the whole text would take ten times as much


@given(st.lists(st.text(alphabet=st.sampled_from("a .\n<>é"), max_size=400), max_size=6))
def test_windows_are_the_text_however_it_arrives(pieces: list[str]) -> None:
    text = "".join(pieces) * 200
    cut = [part for _, part in windows([text])]
    assert "".join(cut) == text
    assert [part for _, part in windows(text[n : n + 999] for n in range(0, len(text), 999))] == cut
    assert all(len(part) <= LONGEST for part in cut)


def test_a_window_ends_where_a_paragraph_does() -> None:
    paragraph = "It was so. " * 100 + "\n\n"
    parts = [part for _, part in windows([paragraph * (3 * WINDOW // len(paragraph))])]
    assert len(parts) > 1
    assert all(part.endswith("\n\n") for part in parts)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    mentions = _FINDER.find(text, unknown=True)
    assert all(text[m.start : m.end] == m.text for m in mentions)


PIECES = (
    "Tokayev Astana Putin &amp; <b> \u00ad \u200f - , 's Токаевым 托卡耶夫 U . ( ының Erlan University".split(
        " "
    )
)


@given(st.lists(st.sampled_from([*PIECES, " ", "\n"]), max_size=30))
def test_any_mixture_of_names_and_signs_is_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    mentions = _FINDER.find(text, unknown=True)
    ends = [0, *(m.end for m in mentions)]
    assert all(end <= m.start < m.end for end, m in zip(ends, mentions, strict=False))
    assert not any("<b>" in m.text for m in mentions)


_FINDER = Finder(Matcher())


@pytest.fixture(scope="module")
def plain() -> Finder:
    """A list of full names alone, as most people bring."""
    people = {"rs": "Roman Sklyar", "sa": "Serik Akhmetov", "da": "Daniyal Akhmetov"}
    return Finder(
        Matcher(Gazetteer(tuple(Entity(id, n, (Form(n, "name"),), "person") for id, n in people.items())))
    )


def test_a_surname_of_a_list_of_full_names_means_whom_the_text_has_named(plain: Finder) -> None:
    full, bare = plain.find("Roman Sklyar came. They saw Sklyar leave.")
    assert full.entity is not None and bare.entity == full.entity


@pytest.mark.parametrize("text, ids", [("They saw Sklyar.", {"rs"}), ("Akhmetov spoke.", {"sa", "da"})])
def test_a_surname_that_nobody_introduced_is_told_with_whom_it_may_mean(
    text: str, ids: set[str], plain: Finder
) -> None:
    (bare,) = plain.find(text)
    assert (bare.status, bare.entity, set(bare.candidates)) == ("ambiguous", None, ids)
    assert bare.score < 0.8


def test_a_full_namesake_by_trade_is_ambiguous(finder: Finder) -> None:
    (mention,) = finder.find("The cake was baked by Askar Mamin, a baker from Semipalatka.")
    assert (mention.text, mention.status, mention.candidates) == (
        "Askar Mamin",
        "ambiguous",
        ("askar-mamin",),
    )
    assert mention.score <= 0.5


def test_a_country_or_a_body_is_no_part_of_an_unknown_name(plain: Finder) -> None:
    text = "Президент Украины Владимир Зеленский и глава МИД Украины Андрей Петренко приехали."
    unknown = [m.text for m in plain.find(text, unknown=True)]
    assert unknown == ["Владимир Зеленский", "Андрей Петренко"]


def test_people_in_no_list_come_out_on_request(finder: Finder) -> None:
    text = "A mechanic, Erlan Toqaev, and Daniel May saw President Toqaev on Monday in East Berlin."
    assert [m.text for m in finder.find(text)] == ["Toqaev"]
    unknown = [m for m in finder.find(text, unknown=True) if m.status == "unknown"]
    assert [m.text for m in unknown] == ["Erlan Toqaev", "Daniel May"]
    assert {(m.entity, m.name, m.score) for m in unknown} == {(None, None, 0.0)}


def test_streets_and_bodies_are_no_unknown_people(finder: Finder) -> None:
    text = "She left Oxford Street for the Ministry of Trade, the Daniel School and the New York Times."
    assert finder.find(text, unknown=True) == []


def test_a_mention_says_what_was_taken_off_and_why(finder: Finder) -> None:
    text = "Дарига Назарбаева приехала. Встреча с Токаевым и Назарбаевой."
    full, tokayev, bare = finder.find(text)
    assert full.reason.startswith("“Дарига Назарбаева” is Dariga Nazarbayeva (0.99)")
    assert tokayev.reason.startswith("“Токаевым” is a form of “Токаев” is Kassym-Jomart Tokayev (0.9")
    assert bare.reason == (
        "“Назарбаевой” is a form of “Назарбаева”, which here means Dariga Nazarbayeva (0.99), "
        "who is named in full in the same text."
    )


def test_a_surname_may_be_explained_further_on(finder: Finder) -> None:
    first, _ = finder.find("Kossanov was late, they said.\n\nAmirzhan Kossanov apologized.")
    assert first.entity is not None and first.entity.id == "amirzhan-kossanov"
    assert first.reason.endswith("who is named in full further on.")


def test_an_ambiguous_mention_lists_whom_it_may_mean(finder: Finder) -> None:
    (bare,) = finder.find("The crowd cheered when Akhmetov came.")
    assert (bare.status, bare.entity) == ("ambiguous", None)
    assert set(bare.candidates) == {"daniyal-akhmetov", "serik-akhmetov"}
    assert 0 < bare.score < 1
    *_, between = finder.find("Sadyr Japarov received Akylbek Japarov. Later Japarov spoke.")
    assert set(between.candidates) == {"sadyr-japarov", "akylbek-japarov"}
    assert 0 < between.score < 1
    (initial,) = finder.find("K. Tokayev spoke.")
    assert initial.to_dict()["candidates"] == ["kemel-tokayev", "kassym-jomart-tokayev"]


def test_a_stranger_is_not_found_over_a_name_in_another_script(finder: Finder) -> None:
    assert [m.text for m in finder.find("Tokayev托卡耶夫-Tokayev", unknown=True)] == ["托卡耶夫"]


def test_a_mention_is_a_value(finder: Finder) -> None:
    (mention,) = finder.find("President Tokayev spoke.")
    assert pickle.loads(pickle.dumps(mention)) == mention
    with pytest.raises(AttributeError):
        mention.start = 0  # type: ignore[misc]
    plain = mention.to_dict()
    assert (plain["id"], plain["name"], plain["type"]) == (
        "kassym-jomart-tokayev",
        "Kassym-Jomart Tokayev",
        "person",
    )
    assert 0 < plain["score"] < 1


def test_the_threshold_of_the_matcher_decides() -> None:
    sure, surer = Matcher(threshold=0.8), Matcher(threshold=0.995)
    assert [m.status for m in find("He saw Tokayev.", sure)] == ["matched"]
    assert [m.status for m in find("He saw Tokayev.", surer)] == ["ambiguous"]


def test_an_empty_gazetteer_and_an_empty_text_have_no_mentions(finder: Finder) -> None:
    assert find("President Tokayev spoke in Astana.", Matcher(Gazetteer(()))) == []
    assert finder.find("") == finder.find(" \n\t\u200b") == []


def test_a_score_is_right_wrong_and_missed() -> None:
    marked, found = frozenset({(0, 1, "a"), (2, 3, "b")}), frozenset({(0, 1, "a"), (2, 3, "c"), (4, 5, "d")})
    assert compare(marked, found) == Score(1, 2, 1)
    assert (Score(1, 2, 1).precision, Score(1, 2, 1).recall) == (1 / 3, 0.5)
