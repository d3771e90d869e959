"""Conventions of a column: what it follows, which rows depart, and what that tells of other rows."""

from __future__ import annotations

import functools
import json
import math
import os
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from names import Matcher, NamesError
from names.cli import main
from names.conventions import FARTHEST, PRIOR, UNEXPLAINED, Conventions, Habits, Way, conventions
from names.gazetteer import Entity, Form, Gazetteer
from names.match import Match
from names.matcher import CERTAIN
from names.romanization import romanize
from names.routes.plans import plan_of
from names.routes.route import without_marks
from names.styles import Styles

CASES = Path(__file__).parent / "cases" / "routes"
RFERL: Way = (None, "var-kaz-Cyrl-Latn-press")
AP: Way = ("rus", "var-rus-Cyrl-Latn-press")
HOUSES = [style.id for style in Styles()]


@functools.cache
def shipped() -> Matcher:
    return Matcher()


@functools.cache
def kazakhs() -> tuple[Entity, ...]:
    """The people whose first native name is Kazakh."""
    firsts = (
        (e, next((f for f in e.forms if f.kind == "native"), None)) for e in shipped().gazetteer.entities
    )
    return tuple(e for e, first in firsts if e.type == "person" and first and first.lang == "kk")


def column(house: str, foreign: str | None = None) -> dict[int, str]:
    """The names of a column by line, as a house prints them; every tenth as another one does."""
    ours, theirs = Styles().display(house), Styles().display(foreign or house)
    return {line: (ours if line % 10 else theirs)(entity) for line, entity in enumerate(kazakhs(), 2)}


@functools.cache
def learned(house: str, foreign: str | None = None) -> Conventions:
    return conventions(column(house, foreign).items(), shipped())


def habits(house: str) -> Habits:
    return Habits.of(learned(house), f"a column of {house}")


def written(folder: Path, names: list[str]) -> Path:
    path = folder / "column.csv"
    path.write_text("person\n" + "".join(f'"{name}"\n' for name in names), encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


# What a column follows


@pytest.mark.parametrize("house", HOUSES)
def test_a_column_is_recognised_as_that_of_its_house(house: str) -> None:
    found = learned(house, "ap" if house != "ap" else "rferl")
    style = next(style for style in Styles() if style.id == house)
    way = style.languages["kaz"]
    best = found.best("kaz")
    assert found.houses[0].id == house
    assert best is not None and best.way == (way.through, way.scheme)
    assert 0.9 <= best.share < 1
    assert found.names == len(set(column(house, "ap" if house != "ap" else "rferl").values()))


@pytest.mark.parametrize(("house", "foreign"), [("rferl", "ap"), ("ap", "rferl")])
def test_rows_in_the_style_of_another_house_depart_and_no_others(house: str, foreign: str) -> None:
    ours, mixed = column(house), column(house, foreign)
    other = {line for line in mixed if mixed[line] != ours[line]}
    found = learned(house, foreign).departures
    assert len(other) >= 8
    assert {each.line for each in found} <= other
    assert len(found) >= len(other) - 1  # a way may give by its table what the list of another house has
    assert [each.line for each in found] == sorted(each.line for each in found)
    for each in found:
        assert each.spelling == mixed[each.line] and each.entity == kazakhs()[each.line - 2].id
        assert without_marks(each.expected) == ours[each.line]


def test_a_column_of_one_house_has_no_departures() -> None:
    for house in HOUSES:
        found = learned(house)
        assert found.departures == ()
        assert (found.houses[0].id, found.houses[0].fits) == (house, found.houses[0].telling)


@pytest.mark.parametrize(
    ("house", "foreign", "ways"), [("rferl", "ap", (RFERL, AP)), ("ap", "rferl", (AP, RFERL))]
)
def test_how_many_came_by_each_way_is_near_what_the_column_was_made_of(
    house: str, foreign: str, ways: tuple[Way, Way]
) -> None:
    followed = learned(house, foreign).followed
    came = {each.way: each.came / each.telling for each in followed if each.language == "kaz"}
    assert sum(came.values()) == pytest.approx(1)
    assert came[ways[0]] > 0.8 and 0.05 < came[ways[1]] < 0.15
    assert sum(came.values()) - came[ways[0]] - came[ways[1]] < 0.1
    fits = {each.way: each.fits / each.telling for each in followed if each.language == "kaz"}
    assert all(came[way] <= fits[way] for way in came)


def test_what_a_record_has_for_the_house_does_not_depart() -> None:
    tokayev = shipped().entity("kassym-jomart-tokayev")
    assert tokayev is not None
    chosen = Entity("e", "Somebody", tokayev.forms, "person", {"ap": "Kassym-Jomart Tokayev"})
    for entity, lines in ((chosen, []), (msgspec.structs.replace(chosen, styles={}), [9])):
        others = [e for e in kazakhs() if e.id != tokayev.id]
        matcher = Matcher(Gazetteer((entity, *others)))
        rows = [(9, "Kassym-Jomart Tokayev"), *enumerate(map(Styles().display("ap"), others), 10)]
        found = conventions(rows, matcher)
        assert found.houses[0].id == "ap" and [each.line for each in found.departures] == lines
        assert found.houses[0].telling - found.houses[0].fits == len(lines)


def test_every_row_of_a_spelling_departs_and_one_spelling_counts_once() -> None:
    rows = [
        (2, "Qasym-Zhomart Toqaev"),
        (3, "Nursultan Nazarbaev"),
        (4, "Tokayev"),
        (5, " Tokayev "),
        (6, ""),
        *enumerate(["Erlan Qoshanov", "Darigha Nazarbaeva", "Asqar Mamin"], 7),
    ]
    found = conventions(rows, shipped())
    assert [(each.line, each.spelling, each.expected) for each in found.departures] == [
        (4, "Tokayev", "Toqaev"),
        (5, "Tokayev", "Toqaev"),
    ]
    assert found.names == 6


@pytest.mark.parametrize(
    "spelling",
    ["Тоқаев", "托卡耶夫", "Jane Doe", "1953", "", "United Nations", "Moscow", "Almaty Region", "Xi Jinping"],
)
def test_what_no_route_leads_to_tells_nothing(spelling: str) -> None:
    found = conventions([(2, spelling)], shipped())
    assert (found.known, found.followed, found.departures) == (0, (), ())
    assert found.best("kaz") is None and all(house.fits == 0 for house in found.houses)


def test_a_name_that_all_ways_spell_alike_tells_nothing() -> None:
    entity = Entity("e", "Marat Omar", (Form("Омар", "native", "kk"),), "person")
    matcher = Matcher(shipped().gazetteer.extended([entity]))
    assert [f for f in conventions([(2, "Omar")], matcher).followed if f.fits] == []


def test_print_leaves_out_marks_but_adds_none() -> None:
    ways = {"Äbish Kekilbaev": {"bgnpcgn-kaz-Cyrl-Latn-1979"}, "Äbış Kekılbaev": {"kz-kaz-Cyrl-Latn-2021-04"}}
    for spelling, schemes in ways.items():
        fitting = {f.way[1] for f in conventions([(2, spelling)], shipped()).followed if f.fits}
        assert schemes <= fitting and "var-kaz-Cyrl-Latn-press" not in fitting
    plain = {f.way for f in conventions([(2, "Abish Kekilbaev")], shipped()).followed if f.fits}
    assert {(None, "bgnpcgn-kaz-Cyrl-Latn-1979"), RFERL} <= plain


def test_a_way_through_russian_knows_the_russian_name_that_is_listed() -> None:
    found = conventions([(2, "Toleutai Rakhimbekov"), (3, "Toleutai Raqymbekov")], shipped())
    assert {f.way for f in found.followed if f.fits == 1} >= {AP, RFERL}


# Habits in a file


@pytest.mark.parametrize("house", HOUSES)
def test_habits_are_read_as_they_were_written(house: str, tmp_path: Path) -> None:
    path = tmp_path / "habits.yaml"
    path.write_text(habits(house).text(), encoding="utf-8")
    assert Habits.read(path) == habits(house)


@pytest.mark.parametrize("content", yaml.safe_load((CASES / "habit_faults.yaml").read_text(encoding="utf-8")))
def test_a_file_that_is_none_of_habits_says_how_to_write_one(content: str, tmp_path: Path) -> None:
    path = tmp_path / "habits.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NamesError) as refused:
        Habits.read(path)
    assert str(refused.value).startswith(f"{path} is no file of habits; write one with: names conventions ")


def test_a_file_of_habits_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.yaml", tmp_path):
        with pytest.raises(NamesError, match=f"{path} cannot be read: "):
            Habits.read(path)
    (tmp_path / "latin1.yaml").write_bytes(b"\xe9\xff")
    with pytest.raises(NamesError, match=r"latin1\.yaml is no file of habits"):
        Habits.read(tmp_path / "latin1.yaml")


# How habits lean


def ways_of(entity: Entity) -> Iterator[tuple[Way, float, list[str]]]:
    """Every way of Kazakh with its share in print and what it gives, written out."""
    plan = plan_of("kaz")
    kazakh = [f.text for f in entity.forms if f.kind in ("native", "full") and f.lang == "kk"]
    russian = [f.text for f in entity.forms if f.kind in ("native", "full") and f.lang == "ru"]
    for scheme, share in plan.schemes.items():
        yield (None, scheme), share, [romanize(text, scheme) for text in kazakh]
    for second, through in plan.through.items():
        texts = [*russian, *(romanize(text, through.respelling) for text in kazakh)]
        for scheme, share in through.schemes.items():
            yield (second, scheme), share, [romanize(text, scheme) for text in texts]


def plain_words(text: str) -> list[str]:
    return without_marks(text).lower().replace("-", " ").replace(".", " ").split()


def slowly_leaning(telling: int, came: Mapping[Way, float], spelling: str, entity: Entity) -> float:
    """What `Habits.leaning` says, from its definition: how likely here, beside how likely in any print."""
    every = list(ways_of(entity))
    total = sum(share for _, share, _ in every)
    usual = here = UNEXPLAINED
    for way, share, texts in every:
        if any(set(plain_words(spelling)) <= set(plain_words(text)) for text in texts):
            usual += share / total
            here += (came.get(way, 0) + PRIOR * share / total) / (telling + PRIOR)
    return min(max(math.log(here / usual), -FARTHEST), FARTHEST)


COUNTS = st.dictionaries(
    st.sampled_from([way for way, _, _ in ways_of(Entity("e", "e", ()))]), st.integers(0, 50)
)


@given(COUNTS, st.integers(50, 60), st.integers(0, 10_000), st.sampled_from(HOUSES), st.booleans())
@settings(max_examples=150)
def test_leaning_is_as_its_definition_says(
    came: dict[Way, int], telling: int, pick: int, house: str, surname: bool
) -> None:
    entity = kazakhs()[pick % len(kazakhs())]
    spelling = without_marks(Styles().display(house)(entity))
    spelling = spelling.split()[-1] if surname else spelling
    found = Habits("a column", {"kaz": telling}, {"kaz": came}).leaning(spelling, entity)
    assert found == pytest.approx(slowly_leaning(telling, came, spelling, entity))
    assert -FARTHEST <= found <= FARTHEST


@pytest.mark.parametrize(
    ("house", "spelling", "other"),
    [
        ("rferl", "Toqaev", "ap"),
        ("ap", "Tokayev", "rferl"),
        ("qazlatyn", "Jomart", "rferl"),
    ],
)
def test_habits_lean_to_what_the_column_writes_and_away_from_what_it_does_not(
    house: str, spelling: str, other: str
) -> None:
    tokayev = shipped().entity("kassym-jomart-tokayev")
    assert tokayev is not None
    assert habits(house).leaning(spelling, tokayev) > 0.3
    assert habits(other).leaning(spelling, tokayev) < -0.5


def test_the_more_a_column_tells_the_farther_it_leans_but_never_beyond_the_farthest() -> None:
    tokayev = shipped().entity("kassym-jomart-tokayev")
    assert tokayev is not None
    for spelling, sign in (("Qasym-Jomart Toqaev", 1), ("Tokayev", -1)):
        way: Way = (None, "kz-kaz-Cyrl-Latn-2021-04")
        counts = (0, 1, 10, 1_000, 10**11)
        found = [sign * Habits("a", {"kaz": n}, {"kaz": {way: n}}).leaning(spelling, tokayev) for n in counts]
        assert found == sorted(found) and found[0] == 0.0 and 1 < found[-1] <= FARTHEST


def test_nothing_is_told_of_other_languages_scripts_and_bodies() -> None:
    for id, spelling in [
        ("vladimir-putin", "Vladimir Putin"),
        ("kassym-jomart-tokayev", "Тоқаев"),
        ("kassym-jomart-tokayev", ""),
        ("united-nations", "United Nations"),
        ("xi-jinping", "Xi Jinping"),
    ]:
        entity = shipped().entity(id)
        assert entity is not None
        assert habits("rferl").leaning(spelling, entity) == 0.0


def surnames() -> list[str]:
    """Bare surnames as two houses print them, most of them uncertain."""
    displays = [Styles().display(house) for house in ("rferl", "ap")]
    return list(dict.fromkeys(display(entity).split()[-1] for entity in kazakhs() for display in displays))


def as_told(match: Match) -> tuple[Any, ...]:
    return match.status, match.score, match.candidates


def test_habits_change_uncertain_answers_alone_and_by_what_they_lean() -> None:
    before = shipped().match_many(surnames())
    after = Matcher(habits=habits("rferl")).match_many(surnames())
    changed = 0
    for one, other in zip(before, after, strict=True):
        if one.score >= CERTAIN or not one.candidates:
            assert as_told(one) == as_told(other)
            continue
        added = [e for c in other.candidates for e in c.evidence if e.kind == "habit"]
        assert all(0 < abs(e.weight) <= FARTHEST for e in added)
        assert {c.entity.id for c in one.candidates} == {c.entity.id for c in other.candidates}
        changed += bool(added)
        if not added:
            assert as_told(one) == as_told(other)
    assert changed > 20
    assert not any(e.kind == "habit" for match in before for c in match.candidates for e in c.evidence)


def test_a_column_of_the_same_house_makes_a_name_likelier_and_one_of_another_less_likely() -> None:
    scores = [Matcher(habits=h).match("Qosanov").score for h in (habits("rferl"), None, habits("ap"))]
    assert scores == sorted(scores, reverse=True) and len(set(scores)) == 3
    assert Matcher(habits=habits("rferl")).match("Qosanov").status == "matched"


def test_habits_of_a_column_that_told_nothing_change_nothing() -> None:
    nothing = Habits.of(conventions([(2, "Jane Doe")], shipped()), "nothing")
    found = Matcher(habits=nothing).match_many(surnames())
    assert list(map(as_told, found)) == list(map(as_told, shipped().match_many(surnames())))


def test_the_answer_of_a_row_does_not_depend_on_other_rows() -> None:
    matcher = Matcher(habits=habits("rferl"))
    together = matcher.match_many([*surnames(), *column("ap").values()])
    for match in together[::7]:
        assert as_told(matcher.match(match.query)) == as_told(match)


# The command


def test_conventions_tells_the_house_the_ways_and_the_rows_that_depart(tmp_path: Path) -> None:
    rows = column("rferl", "ap")
    done = run("conventions", written(tmp_path, list(rows.values())), "--column", "person")
    lines = done.stdout.splitlines()
    assert (done.exit_code, done.stderr) == (0, "")
    assert lines[1].startswith("house style: Radio Free Europe/Radio Liberty (rferl), ")
    assert any(line.startswith("Kazakh names, ") for line in lines)
    for each in learned("rferl", "ap").departures:
        assert f"  line {each.line:,}: {each.spelling}, where {each.expected} was to be expected" in lines


def test_conventions_writes_json_and_as_many_departures_as_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, list(column("rferl", "ap").values()))
    found = json.loads(run("conventions", path, "-c", "person", "--format", "json").stdout)
    assert found["houses"][0]["id"] == "rferl"
    assert found["followed"][0]["way"] == {"through": None, "scheme": "var-kaz-Cyrl-Latn-press"}
    assert len(found["departures"]) == len(learned("rferl", "ap").departures)
    few = run("conventions", path, "-c", "person", "--departures", "2").stdout
    assert few.count("was to be expected") == 2 and "shows more of them" in few


@pytest.mark.parametrize("names", [[], ["Jane Doe", "", "United Nations"]])
def test_a_column_that_tells_nothing_is_said_to(names: list[str], tmp_path: Path) -> None:
    done = run("conventions", written(tmp_path, names), "-c", "person")
    assert done.exit_code == 0 and done.stdout.splitlines()[1].startswith("no spelling tells which way")


def test_what_one_table_taught_leans_on_another_when_asked(tmp_path: Path) -> None:
    kept = tmp_path / "habits.yaml"
    (tmp_path / "learn").mkdir()
    path = written(tmp_path / "learn", list(column("rferl").values()))
    done = run("conventions", path, "-c", "person", "--output", kept)
    assert done.exit_code == 0 and f"--conventions {kept}" in done.stderr
    other = written(tmp_path, ["Qosanov", "Qasym-Zhomart Toqaev"])
    without = run("normalize", other, "-c", "person").stdout.splitlines()
    leaning = run("normalize", other, "-c", "person", "--conventions", kept).stdout.splitlines()
    assert without[1].endswith(",ambiguous") and leaning[1].endswith(",matched")
    assert without[2] == leaning[2]


def test_habits_may_go_to_standard_output_or_a_pipe(tmp_path: Path) -> None:
    path = written(tmp_path, list(column("rferl").values()))
    piped = run("conventions", path, "-c", "person", "-o", "-")
    kept = tmp_path / "habits.yaml"
    kept.write_text(piped.stdout, encoding="utf-8")
    assert Habits.read(kept).telling == habits("rferl").telling and "house style: " in piped.stderr
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    assert run("conventions", path, "-c", "person", "-o", pipe).exit_code == 0
    reader.join(30)
    assert read == [piped.stdout] and pipe.is_fifo()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["column.csv", "-c", "nobody"], "column.csv has no column 'nobody'"),
        (["missing.csv", "-c", "person"], "there is no file missing.csv"),
        (["column.csv", "-c", "person", "-o", "."], "output . is a folder"),
        (["column.csv", "-c", "person", "-o", ""], "output . is a folder"),
        (["column.csv", "-c", "person", "-o", "no/habits.yaml"], "there is no folder"),
        (
            ["column.csv", "-c", "person", "-o", "/proc/habits.yaml"],
            "output /proc/habits.yaml cannot be written",
        ),
        (["column.csv", "-c", "person", "-o", "column.csv"], "output column.csv is the input itself"),
        (["column.csv", "-c", "person", "-o", "column.csv/habits.yaml"], "there is no folder"),
    ],
)
def test_conventions_that_cannot_be_had_or_kept_are_one_line_and_status_one(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = written(tmp_path, ["Toqaev"]).read_bytes()
    done = run("conventions", *arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("names: ") and message in done.stderr and done.stderr.count("\n") == 1
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"column.csv": before}


def test_habits_that_cannot_be_used_are_one_line_and_status_one(tmp_path: Path) -> None:
    path = written(tmp_path, ["Toqaev"])
    for file, message in ((tmp_path / "missing", "cannot be read"), (path, "is no file of habits")):
        done = run("normalize", path, "-c", "person", "--conventions", file)
        assert (done.exit_code, done.stdout) == (1, "")
        assert message in done.stderr and done.stderr.count("\n") == 1
