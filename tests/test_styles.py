"""House styles: how names are printed, that identity does not depend on it, files of one's own."""

from __future__ import annotations

import csv
import functools
import io
import pickle
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from names import Matcher
from names.cli import main
from names.folding import script_of
from names.gazetteer import Entity, Form
from names.romanization import SCHEMES
from names.romanization.schemes import schemes_of
from names.routes import languages
from names.styles import DEFAULT, NATIVE, StyleError, Styles, is_translated

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "examples" / "sample.csv"
CASES = ROOT / "tests" / "cases" / "routes"
HOUSES = [style.id for style in Styles()]
SOME_SCHEMES = [*schemes_of("kaz")[:3], *schemes_of("rus")[:3]]
EVERY = [DEFAULT, NATIVE, *HOUSES, *(its.code for its in languages().values()), *SOME_SCHEMES]
TOKAYEV = (Form("Қасым-Жомарт Тоқаев", "native", "kk"), Form("Касым-Жомарт Токаев", "native", "ru"))


def cases(name: str) -> Any:
    return yaml.load((CASES / f"{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)


@functools.cache
def shipped() -> Matcher:
    return Matcher()


def printed(entity: Entity | None, style: str, styles: Styles | None = None) -> str:
    assert entity is not None
    return (styles or Styles()).display(style)(entity)


def own(folder: Path, text: str) -> Path:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def rows(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


# What is printed


@pytest.mark.parametrize(
    ("id", "style", "name"),
    [(id, style, name) for id, its in cases("styles").items() for style, name in its.items()],
)
def test_a_name_is_printed_as_its_style_has_it(id: str, style: str, name: str) -> None:
    assert printed(shipped().entity(id), style) == name


@pytest.mark.parametrize("style", ["rferl", "kk", "uk", "bgnpcgn-kaz-Cyrl-Latn-1979", DEFAULT])
def test_the_choice_of_an_entity_comes_before_the_rule(style: str) -> None:
    entity = Entity("e", "Tokayev", TOKAYEV, "person", styles={style: "Chosen"})
    assert printed(entity, style) == "Chosen"
    assert printed(entity, "ap") == "Kasym-Zhomart Tokayev"


@pytest.mark.parametrize("type", ["person", None])
def test_a_name_without_a_type_is_printed_as_that_of_a_person(type: Any) -> None:
    assert printed(Entity("e", "Tokayev", TOKAYEV, type), "rferl") == "Qasym-Zhomart Toqaev"


@pytest.mark.parametrize("style", EVERY)
def test_where_nothing_native_is_listed_the_name_itself_is_printed(style: str) -> None:
    assert printed(Entity("e", "Jane Doe", (), "person"), style) == "Jane Doe"
    assert printed(Entity("e", "Jane Doe", (Form("ジェーン", "alias", "ja"),), "person"), style) == "Jane Doe"


@pytest.mark.parametrize("type", ["person", "place"])
def test_a_name_that_a_scheme_does_not_cover_is_not_half_written(type: Any) -> None:
    entity = Entity("e", "Xi", (Form("Қа习", "native", "kk"),), type)
    assert {printed(entity, style) for style in ("rferl", "ap", "bgnpcgn-kaz-Cyrl-Latn-1979")} == {"Xi"}


@pytest.mark.parametrize("house", HOUSES)
def test_a_house_prints_latin_letters_and_leaves_chinese_names_and_bodies_alone(house: str) -> None:
    for entity in shipped().gazetteer.entities:
        name = printed(entity, house)
        chinese = any(form.kind == "native" and form.lang == "zh" for form in entity.forms)
        if entity.type == "organization" or chinese or (is_translated(entity) and house in ("rferl", "ap")):
            assert name == entity.name
        letters = {script_of(c) for c in name if c.isalpha() and c != "ʹ"}
        assert letters - {"MODIFIER"} <= {"LATIN"}, name


def test_most_names_of_a_beat_change_with_the_house() -> None:
    people = [e for e in shipped().gazetteer.entities if e.type == "person" and e.country == "kz"]
    for house in ("rferl", "qazlatyn", "bgnpcgn", "alalc"):
        assert sum(printed(e, house) != e.name for e in people) > len(people) / 2


def test_what_a_house_prints_is_never_matched_to_somebody_else() -> None:
    people = [e for e in shipped().gazetteer.entities if e.type == "person"]
    for house in HOUSES:
        answers = shipped().match_many(printed(entity, house) for entity in people)
        found = [match.entity.id if match.entity else None for match in answers]
        assert all(id in (None, entity.id) for id, entity in zip(found, people, strict=True))
        assert sum(id is not None for id in found) > 0.98 * len(people)


# Identity does not depend on it


def test_the_id_never_changes_with_the_style() -> None:
    texts = [row["person"] for row in csv.DictReader(SAMPLE.open(encoding="utf-8"))]
    expected = [(m.entity.id if m.entity else None, m.score, m.status) for m in shipped().match_many(texts)]
    for style in EVERY:
        answers = Matcher(style=style).match_many(texts)
        assert [(m.entity.id if m.entity else None, m.score, m.status) for m in answers] == expected
        assert [m.name for m in answers] == [m.entity and printed(m.entity, style) for m in answers]


def test_a_matcher_keeps_its_style_when_it_is_pickled_or_extended() -> None:
    matcher = Matcher(style="rferl")
    entity = Entity(
        "almira-seitkali", "Almira Seitkali", (Form("Алмира Сейтқали", "native", "kk"),), "person"
    )
    more = matcher.extended([entity])
    assert pickle.loads(pickle.dumps(matcher)).normalize("Tokayev") == "Qasym-Zhomart Toqaev"
    assert more.normalize("Алмира Сейткали") == "Almira Seitqali"
    assert more.normalize("Tokayev") == "Qasym-Zhomart Toqaev"


# Styles there are


def test_every_way_of_a_shipped_house_has_a_scheme_for_what_it_reads() -> None:
    for style in Styles():
        assert style.title and style.source and style.languages
        for id, way in style.languages.items():
            its = SCHEMES[way.scheme]
            assert its.language in languages()[way.through or id].ids, (style.id, id)
            assert its.scripts == (languages()[way.through or id].script, "Latn")


@pytest.mark.parametrize(
    ("style", "nearest"),
    [("rfrl", "rferl"), ("APP", "ap"), ("", DEFAULT), ("odni-kaz-Cyrl-Latn-2016", "odni-kaz-Cyrl-Latn-2015")],
)
def test_an_unknown_style_names_the_nearest_three(style: str, nearest: str) -> None:
    with pytest.raises(StyleError) as refused:
        Styles().display(style)
    message = str(refused.value)
    assert message.startswith(f"{style!r} is no style; the nearest are ")
    named = message.removeprefix(f"{style!r} is no style; the nearest are ").partition(". ")[0].split(", ")
    assert len(named) == 3 and nearest in named


@pytest.mark.parametrize("case", cases("style_faults"), ids=lambda case: case["file"][:40])
def test_all_faults_of_a_file_are_named_at_once_with_their_places(
    case: dict[str, Any], tmp_path: Path
) -> None:
    path = own(tmp_path, case["file"])
    with pytest.raises(StyleError) as refused:
        Styles(path)
    message = str(refused.value).replace(f"{tmp_path}/", "")
    assert [said for said in case["says"] if said not in message] == []
    assert all(line.startswith(("own.yaml", "  ")) for line in message.splitlines())


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.yaml", tmp_path, tmp_path / "a\0b"):
        with pytest.raises(StyleError, match=r"cannot be read: "):
            Styles(path)
    path = tmp_path / "latin1.yaml"
    path.write_bytes("styles:\n- {id: a, title: Café}".encode("latin-1"))
    with pytest.raises(StyleError, match=r"latin1\.yaml: is not in UTF-8"):
        Styles(path)


HOUSE = """
language: kaz
schemes:
- id: house-kaz-Cyrl-Latn-a
  title: Our own letters
  authority: Our house
  scripts: [Cyrl, Latn]
  source: our guide
  base: var-kaz-Cyrl-Latn-press
  letters: {ж: dj}
styles:
- id: ours
  title: Our house
  base: rferl
  languages:
    kk: {scheme: house-kaz-Cyrl-Latn-a}
- id: theirs
  base: ours
  languages:
    ky: {scheme: icao-rus-Cyrl-Latn-9303, through: ru}
- id: rferl
  languages:
    kk: {scheme: kz-kaz-Cyrl-Latn-2021-04}
"""


def test_a_house_of_ones_own_has_schemes_and_a_base(tmp_path: Path) -> None:
    styles = Styles(own(tmp_path, "\ufeff" + HOUSE))
    tokayev, japarov = shipped().entity("kassym-jomart-tokayev"), shipped().entity("sadyr-japarov")
    putin = shipped().entity("vladimir-putin")
    assert printed(tokayev, "ours", styles) == "Qasym-Djomart Toqaev"
    assert printed(tokayev, "house-kaz-Cyrl-Latn-a", styles) == "Qasym-Djomart Toqaev"
    assert printed(putin, "ours", styles) == printed(putin, "rferl")
    assert printed(japarov, "ours", styles) == printed(japarov, "rferl")
    assert printed(japarov, "theirs", styles) == "Sadyr Zhaparov"
    assert printed(tokayev, "theirs", styles) == "Qasym-Djomart Toqaev"
    assert (
        printed(tokayev, "rferl", styles) == "Qasym-Jomart Toqaev"
    )  # one's own comes before the shipped one
    assert printed(tokayev, "rferl") == "Qasym-Zhomart Toqaev"
    assert {style.id for style in styles} == {*HOUSES, "ours", "theirs"}


def test_a_matcher_with_ones_own_house_can_be_pickled(tmp_path: Path) -> None:
    matcher = Matcher(style="ours", styles=Styles(own(tmp_path, HOUSE)))
    assert pickle.loads(pickle.dumps(matcher)).normalize("Toqaev") == "Qasym-Djomart Toqaev"


# The command


def test_normalize_prints_names_as_a_house_does_and_keeps_the_ids() -> None:
    house = rows(run("normalize", SAMPLE, "--column", "person", "--style", "rferl"))
    default = rows(run("normalize", SAMPLE, "--column", "person"))
    assert [row | {"person_name": ""} for row in house] == [row | {"person_name": ""} for row in default]
    names = {(row["person_name"], other["person_name"]) for row, other in zip(house, default, strict=True)}
    assert names >= {
        ("Qasym-Zhomart Toqaev", "Kassym-Jomart Tokayev"),
        ("Nursultan Nazarbaev", "Nursultan Nazarbayev"),
        ("Darigha Nazarbaeva", "Dariga Nazarbayeva"),
        ("", ""),
    }
    assert {row["person_id"] for row in house if row["person_name"] == "Qasym-Zhomart Toqaev"} == {
        "kassym-jomart-tokayev"
    }


def test_normalize_takes_a_file_of_styles(tmp_path: Path) -> None:
    path = own(tmp_path, HOUSE)
    found = rows(run("normalize", SAMPLE, "-c", "person", "--styles", path, "--style", "ours"))
    assert found[0]["person_name"] == "Qasym-Djomart Toqaev"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--style", "rfrl"], "names: 'rfrl' is no style; the nearest are rferl, "),
        (["--styles", "missing.yaml"], "names: missing.yaml: cannot be read: no such file"),
        (["--styles", "own.yaml"], "names: own.yaml: house: languages.kk: 'a' is no romanization scheme"),
    ],
)
def test_a_style_that_cannot_be_used_is_one_line_and_status_one(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own(tmp_path, "styles: [{id: house, languages: {kk: {scheme: a}}}]")
    result = run("normalize", SAMPLE, "-c", "person", *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(message) and result.stderr.count("\n") == 1
