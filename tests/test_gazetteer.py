"""Reading a gazetteer gives the entities that stand in it, in whichever form it is written."""

from __future__ import annotations

import json
import os
import pickle
import threading
from pathlib import Path

import pytest

from names import Matcher
from names.defaults import COVERAGE
from names.errors import NamesError
from names.gazetteer import (
    Entity,
    Form,
    Gazetteer,
    GazetteerError,
    Namesakes,
    check,
    location,
    shipped_path,
    unsafe_ids,
)

TOKAYEV_YAML = """\
format: 1
coverage: 0.7
entities:
- id: kassym-jomart-tokayev        # permanent
  type: person
  name: Kassym-Jomart Tokayev
  native: {kk: Қасым-Жомарт Тоқаев, ru: [Касым-Жомарт Токаев, {text: Касымжомарт Токаев, source: ЦИК}]}
  full: {kk: Қасым-Жомарт Кемелұлы Тоқаев}
  short: [Tokayev]
  variants:
  - {text: Kassym-Jomart Tokaïev, lang: fr, source: Le Monde}
  aliases: []
  styles: {tca: Kasym-Zhomart Tokayev}
  gender: m
  born: 1953
  country: kz
  ids: {example: "12"}
  replaced_by:
"""
TOKAYEV = Entity(
    id="kassym-jomart-tokayev",
    type="person",
    name="Kassym-Jomart Tokayev",
    forms=(
        Form("Kassym-Jomart Tokayev", "name"),
        Form("Қасым-Жомарт Тоқаев", "native", "kk"),
        Form("Касым-Жомарт Токаев", "native", "ru"),
        Form("Касымжомарт Токаев", "native", "ru", "ЦИК"),
        Form("Қасым-Жомарт Кемелұлы Тоқаев", "full", "kk"),
        Form("Tokayev", "short"),
        Form("Kassym-Jomart Tokaïev", "variant", "fr", "Le Monde"),
    ),
    styles={"tca": "Kasym-Zhomart Tokayev"},
    gender="m",
    born=1953,
    country="kz",
    ids={"example": "12"},
)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def entity(id: str, name: str, *texts: str, replaced_by: str | None = None) -> Entity:
    forms = (Form(name, "name"), *(Form(text, "short") for text in texts))
    return Entity(id, name, forms, replaced_by=replaced_by)


def yaml_of(tmp_path: Path, record: str) -> Entity:
    """Return the entity of one YAML record, written as a flow mapping."""
    return Gazetteer.read(write(tmp_path, "g.yaml", f"format: 1\nentities:\n- {record}\n")).entities[0]


def test_yaml_record_becomes_typed_values(tmp_path: Path) -> None:
    path = write(tmp_path, "people.yaml", TOKAYEV_YAML)
    gazetteer = Gazetteer.read(path)
    assert gazetteer.entities == (TOKAYEV,)
    assert gazetteer.coverage == 0.7
    assert gazetteer.sources == (str(path),)


def test_yaml_scalars_are_their_text(tmp_path: Path) -> None:
    read = yaml_of(tmp_path, "{id: 007, name: 1e3, country: no, short: [Null, yes, 0x1F, 1:20, .inf]}")
    assert (read.id, read.name, read.country) == ("007", "1e3", "no")
    assert [form.text for form in read.forms[1:]] == ["Null", "yes", "0x1F", "1:20", ".inf"]


def test_yaml_says_nothing_with_an_empty_value_a_tilde_or_null(tmp_path: Path) -> None:
    read = yaml_of(tmp_path, "{id: a, name: A, country: ~, born: null, gender: , aliases: , native: ~}")
    assert read == entity("a", "A")
    assert yaml_of(tmp_path, "{id: a, name: 'null'}").name == "null"


def test_core_tags_change_nothing(tmp_path: Path) -> None:
    assert yaml_of(tmp_path, "{id: a, name: !!str 12, born: !!int 1953}").born == 1953


def test_years_and_days_of_a_name_are_kept(tmp_path: Path) -> None:
    read = yaml_of(tmp_path, "{id: a, name: Astana, aliases: [{text: N, from: 2019-03-23, to: 2022}]}")
    assert read.forms[1] == Form("N", "alias", None, None, "2019-03-23", "2022")


def test_spaces_around_a_text_are_no_part_of_it(tmp_path: Path) -> None:
    assert yaml_of(tmp_path, "{id: a, name: ' Abai ', short: [' B']}") == entity("a", "Abai", "B")


@pytest.mark.parametrize("name", ["g.yaml", "g.jsonl", "g.csv"])
def test_byte_order_mark_is_no_part_of_the_file(name: str, tmp_path: Path) -> None:
    contents = {
        "g.yaml": "format: 1\nentities:\n- {id: a, name: A}\n",
        "g.jsonl": '{"id": "a", "name": "A"}\n',
        "g.csv": "id,name\na,A\n",
    }
    path = write(tmp_path, name, b"\xef\xbb\xbf" + contents[name].encode())
    assert Gazetteer.read(path).entities == (entity("a", "A"),)


def test_plain_and_unusual_json_lines_give_the_same_entity(tmp_path: Path) -> None:
    lines = [
        '{"id": "a", "name": "Абай", "country": "kz", "type": "person"}',
        '{"id": "\\u0061", "name": " \\u0410бай", "country": "kz ", "type": "person", "born": null}',
        ' {"type" : "person", "country":"kz","name":"Абай","id":"a"}\r',
    ]
    read = [Gazetteer.read(write(tmp_path, "g.jsonl", line)).entities for line in lines]
    assert read[0] == (Entity("a", "Абай", (Form("Абай", "name"),), "person", country="kz"),)
    assert read == [read[0]] * 3


def test_empty_lines_of_jsonl_are_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path, "g.jsonl", '\n{"id": "a", "name": "A"}\n  \n{"id": "b", "name": "B"}')
    assert [read.id for read in Gazetteer.read(path).entities] == ["a", "b"]


def test_jsonl_years_may_be_numbers(tmp_path: Path) -> None:
    line = '{"id": "a", "name": "A", "born": 1845, "aliases": [{"text": "B", "from": 1860}]}'
    read = Gazetteer.read(write(tmp_path, "g.jsonl", line)).entities[0]
    assert (read.born, read.forms[1].from_) == (1845, "1860")


def test_stray_bytes_of_an_old_encoding_are_a_warning(tmp_path: Path) -> None:
    gazetteer = Gazetteer.read(write(tmp_path, "g.jsonl", '{"id": "a", "name": "Milo\x9aevic"}'))
    assert gazetteer.entities[0].name == "Milo\x9aevic"
    assert 'the character "\\x9a" in "name" is no letter' in gazetteer.warnings[0]


def test_table_cells_hold_lists_languages_and_pairs(tmp_path: Path) -> None:
    table = (
        "id,name,native,full,short,styles,ids,born,note\n"
        "a,Abai,kk:Абай;ru: Абай Кунанбаев;Ҳабай,kk:Абай Құнанбайұлы,Abai; Abay ;,"
        "tca:Abai,x:1;y:2,1845,poet\n"
    )
    gazetteer = Gazetteer.read(write(tmp_path, "g.csv", table))
    read = gazetteer.entities[0]
    assert [(form.text, form.kind, form.lang) for form in read.forms] == [
        ("Abai", "name", None),
        ("Абай", "native", "kk"),
        ("Абай Кунанбаев", "native", "ru"),
        ("Ҳабай", "native", None),
        ("Абай Құнанбайұлы", "full", "kk"),
        ("Abai", "short", None),
        ("Abay", "short", None),
    ]
    assert (read.styles, read.ids, read.born) == ({"tca": "Abai"}, {"x": "1", "y": "2"}, 1845)
    assert len(gazetteer.warnings) == 1
    assert '"note" is not read' in gazetteer.warnings[0]


def test_columns_that_mean_nothing_are_one_warning(tmp_path: Path) -> None:
    [warning] = Gazetteer.read(write(tmp_path, "g.csv", "id,name,email,fax\na,A,B,C\n")).warnings
    assert warning.endswith('the columns "email", "fax" are not read; nothing need be done')


def test_misspelt_column_is_warned_of_with_the_nearest(tmp_path: Path) -> None:
    gazetteer = Gazetteer.read(write(tmp_path, "g.csv", "id,name,varient\na,A,B\n"))
    assert gazetteer.warnings[0].endswith(
        '"varient" is not read; call it "variants" if that is what it holds'
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_table_delimiter_is_the_headers(delimiter: str, tmp_path: Path) -> None:
    rows = [["ID", "Name", "short"], ["a", '"Tokayev, K."', "Tokayev"], ["b", "B", ""]]
    table = "\r\n".join(delimiter.join(row) for row in rows)
    read = Gazetteer.read(write(tmp_path, "g.csv", table)).entities
    assert read == (entity("a", "Tokayev, K.", "Tokayev"), entity("b", "B"))


def test_columns_can_be_named_by_the_caller(tmp_path: Path) -> None:
    path = write(tmp_path, "g.csv", "id,Person,qid,country\n1,Abai,Q1,kz\n")
    gazetteer = Gazetteer.read(path, id_column="qid", name_column="Person")
    assert gazetteer.entities == (Entity("Q1", "Abai", (Form("Abai", "name"),), country="kz"),)
    with pytest.raises(GazetteerError, match='there is no column "wikidata"; the columns are "id", "Person"'):
        Gazetteer.read(path, id_column="wikidata", name_column="Person")
    cities = write(tmp_path, "cities.csv", "city\nAlmaty\n")
    assert Gazetteer.read(cities, id_column="city", name_column="city").entities[0].id == "Almaty"


@pytest.mark.parametrize(
    "content",
    [
        "format: 1\nentities:\n- {id: a, name: A}\n",
        "# people\n---\nformat: 1\nentities:\n- {id: a, name: A}\n",
        '{"id": "a", "name": "A"}\n',
        "id,name\na,A\n",
        "id\tname\na\tA\n",
        "id;name\na;A\n",
    ],
)
def test_form_is_told_by_content_where_the_extension_says_nothing(content: str, tmp_path: Path) -> None:
    assert Gazetteer.read(write(tmp_path, "people", content)).entities == (entity("a", "A"),)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_gazetteer_can_come_through_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "people"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=('{"id": "a", "name": "A"}\n',))
    writer.start()
    assert Gazetteer.read(pipe).entities == (entity("a", "A"),)
    writer.join()


def test_files_are_read_together_and_each_once(tmp_path: Path) -> None:
    first = write(tmp_path, "a.csv", "id,name\na,A\n")
    second = write(
        tmp_path, "b.yaml", "format: 1\ncoverage: 0.2\nentities:\n- {id: b, name: B, replaced_by: a}\n"
    )
    gazetteer = Gazetteer.read(first, second, first)
    assert [read.id for read in gazetteer.entities] == ["a", "b"]
    assert gazetteer.coverage == 0.2
    assert gazetteer.get("b") == gazetteer.entities[0]


def test_coverage_is_declared_or_the_default(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "id,name\na,A\n")
    assert Gazetteer.read(path).coverage == COVERAGE
    assert Gazetteer.read(path, coverage=0.9).coverage == 0.9
    assert Gazetteer.read(path).coverage_assumed and not Gazetteer.read(path, coverage=0.9).coverage_assumed
    assert not Gazetteer.shipped().coverage_assumed
    assert not Gazetteer.read(path, "shipped").coverage_assumed
    with pytest.raises(NamesError, match=r"the coverage 1\.0 is not between 0 and 1"):
        Gazetteer.read(path, coverage=1.0)


@pytest.mark.parametrize(
    ("name", "content"),
    {
        "g.jsonl": "\n", "g.csv": "id,name\n", "g.tsv": "id\tname\n", "g.yaml": "format: 1\nentities: []\n",
        "people.json": "[]", "g.txt": "# nobody yet\n", "q.csv": "item,itemLabel\nhttp://www.wikidata.org/entity/Q9,Q9\n",
        "popolo.json": '{"persons": []}',
    }.items(),
)  # fmt: skip
def test_file_without_records_is_a_warning(name: str, content: str, tmp_path: Path) -> None:
    gazetteer = Gazetteer.read(write(tmp_path, name, content))
    assert len(gazetteer) == 0
    assert "the file holds no records, and no name is found in it" in gazetteer.warnings[0]


def test_file_whose_records_are_all_left_out_is_a_warning(tmp_path: Path) -> None:
    gazetteer = Gazetteer.read(write(tmp_path, "g.csv", "id,name\n1,\n2,\n"), skip_faults=True)
    assert len(gazetteer) == 0
    assert "no record of the file is left, since each has a fault" in gazetteer.warnings[0]


def test_file_that_says_nothing_new_holds_records(tmp_path: Path) -> None:
    names = write(tmp_path, "a.txt", "Almira Seitkali\n")
    assert Gazetteer.read(names, write(tmp_path, "b.txt", "Almira Seitkali\n")).warnings == ()


def test_id_leads_through_every_replacement_to_the_live_entity() -> None:
    gazetteer = Gazetteer().extended(
        [entity("a", "A", replaced_by="b"), entity("b", "B", replaced_by="c"), entity("c", "C")]
    )
    assert [found and found.name for found in map(gazetteer.get, "abcd")] == ["C", "C", "C", None]


def test_long_chain_of_replacements_is_followed_in_one_pass() -> None:
    last = 50_000
    chain = [entity(f"e{n}", "E", replaced_by=f"e{n + 1}") for n in range(last)]
    found = Gazetteer().extended([*chain, entity(f"e{last}", "End")]).get("e0")
    assert found is not None
    assert found.name == "End"


def test_namesakes_are_warnings_with_all_their_ids() -> None:
    gazetteer = Gazetteer().extended(
        [
            entity("a", "Askar Mamin", "Mamin"),
            entity("b", "Mamin"),
            entity("c", "MAMIN"),
            entity("d", "askar  mamin", replaced_by="a"),
            entity("e", "Asqar Mamin", "Asqar Mamin"),
        ]
    )
    assert [(found.text.casefold(), found.ids) for found in gazetteer.namesakes] == [
        ("mamin", ("a", "b", "c"))
    ]
    assert gazetteer.warnings == ('"Mamin" leads to 3 entities: a, b, c',)
    assert str(Namesakes("Mamin", ("a", "b"))) == '"Mamin" leads to 2 entities: a, b'


@pytest.mark.parametrize("name", ["Å", "U. S."])
def test_check_warns_of_a_name_that_only_itself_leads_to(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, "list.jsonl", json.dumps({"id": "odd", "name": name}))
    (warning,) = check(path).warnings
    assert warning.startswith("odd: ") and "only the same spelling leads to it" in warning
    matched = Matcher.open(path).match(name).entity
    assert matched is not None and matched.id == "odd"


@pytest.mark.parametrize("name", ["$$$", "🙂", "\u0301\u0301", "Ab " * 250])
def test_check_warns_of_a_name_that_nothing_leads_to(tmp_path: Path, name: str) -> None:
    listed = [{"id": "odd", "name": name}, {"id": "li", "name": "李"}, {"id": "pac", "name": "2 Pac"}]
    path = write(tmp_path, "list.jsonl", "\n".join(map(json.dumps, listed)))
    (warning,) = check(path).warnings
    assert warning.startswith("odd: ")
    assert Matcher.open(path).match(name.strip()).entity is None
    assert Matcher.open(path).match("李").candidates


def test_check_reports_counts_and_namesakes(tmp_path: Path) -> None:
    path = write(tmp_path, "g.csv", "id,name,type\na,Abai,person\nb,Abai,place\nc,Astana,place\n")
    report = check(path)
    assert report.summary() == "3 entities (2 place, 1 person), 3 forms; 0 faults, 1 warning"
    assert report.warnings == ('"Abai" leads to 2 entities: a, b',)


def test_extended_leaves_the_gazetteer_as_it_was() -> None:
    gazetteer = Gazetteer().extended([entity("a", "A")])
    more = gazetteer.extended([entity("b", "B")])
    assert (len(gazetteer), len(more)) == (1, 2)
    assert gazetteer.get("b") is None
    assert gazetteer.fingerprint != more.fingerprint


def test_extended_refuses_what_no_file_could_hold() -> None:
    gazetteer = Gazetteer().extended([entity("a", "A")])
    wrong = [
        entity("a", "B"),
        entity("b c", "B"),
        entity("d", ""),
        entity("e", "E\0"),
        entity("f", "F", replaced_by="g"),
    ]
    with pytest.raises(GazetteerError) as caught:
        gazetteer.extended(wrong)
    assert [fault.line for fault in caught.value.faults] == [1, 2, 3, 4, 5]
    assert str(caught.value.faults[0]).startswith('<entities>:1: the id "a" is taken')


def test_an_entity_answers_to_its_own_name_whatever_its_forms() -> None:
    name = Form("Foo Bar", "name")
    assert Entity("q", "Foo Bar", ()).forms == (name,)
    assert Entity("q", "Foo Bar", (Form("Foo", "alias"),)).forms == (name, Form("Foo", "alias"))
    spoken = Form("Foo Bar", "name", "en", "The Times")
    assert Entity("q", "Foo Bar", (spoken,)).forms == (spoken,)
    assert pickle.loads(pickle.dumps(Entity("q", "Foo Bar", ()))).forms == (name,)


def test_a_form_of_no_known_kind_is_refused() -> None:
    with pytest.raises(NamesError, match="'Foo' has the kind 'nickname'; the kinds are name, native, full"):
        Form("Foo", "nickname")  # type: ignore[arg-type]


def test_the_word_shipped_stands_for_the_shipped_gazetteer(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "id,name\na,A\n")
    both = Gazetteer.read("shipped", path)
    assert len(both) == len(Gazetteer.shipped()) + 1
    assert both.sources == ("shipped", str(path))
    assert check("shipped").faults == ()


def test_gazetteer_survives_pickling(tmp_path: Path) -> None:
    gazetteer = Gazetteer.read(write(tmp_path, "g.yaml", TOKAYEV_YAML))
    assert gazetteer.get(TOKAYEV.id) == TOKAYEV
    again = pickle.loads(pickle.dumps(gazetteer))
    assert again == gazetteer
    assert again.get(TOKAYEV.id) == TOKAYEV
    assert again.fingerprint == gazetteer.fingerprint


def test_fingerprint_is_the_contents_not_the_files(tmp_path: Path) -> None:
    table = Gazetteer.read(write(tmp_path, "g.csv", "id,name\na,A\n"))
    lines = Gazetteer.read(write(tmp_path, "g.jsonl", '{"id": "a", "name": "A"}'))
    assert table.fingerprint == lines.fingerprint
    assert len(table.fingerprint) == 12


def test_shipped_gazetteer_is_sound_and_its_ids_are_safe_in_addresses() -> None:
    gazetteer = Gazetteer.shipped()
    assert len(gazetteer) > 0
    assert unsafe_ids(gazetteer.entities) == []
    assert gazetteer.notes == ()


def test_unsafe_ids_are_all_that_is_not_a_to_z_digits_and_hyphens() -> None:
    assert unsafe_ids([entity(id, "A") for id in ("a-1", "A", "a_b", "ә", "a.b")]) == ["A", "a_b", "ә", "a.b"]


def test_shipped_gazetteer_is_found_in_the_package_or_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(location, "__file__", str(tmp_path / "names" / "gazetteer" / "location.py"))
    with pytest.raises(GazetteerError, match="the shipped gazetteer is missing"):
        shipped_path()
    beside = write(tmp_path, "gazetteer.yaml", "")
    assert shipped_path() == beside
    (tmp_path / "names" / "data").mkdir(parents=True)
    inside = write(tmp_path / "names" / "data", "gazetteer.yaml", "")
    assert shipped_path() == inside
