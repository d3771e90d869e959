"""A list with faults is used without the records that have them, where somebody says so."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest
from click.testing import CliRunner

from names.cli import main
from names.gazetteer import Gazetteer, GazetteerError, check
from names.gazetteer.faults import SHOWN_FAULTS

LISTS = {
    "a.csv": "id,name,aliases\n1,Almira Seitkali,\n2,Se\vrik Bolatov,\n1,Somebody Else,\n"
    "3,Marat Omarov,Jan\n4\n",
    "a.jsonl": '{"id": "1", "name": "Almira Seitkali"}\n{"id": "2", "name"\n{"id": "1", "name": "B"}\n'
    '{"id": "3", "name": "Marat Omarov", "aliases": ["Jan"]}\n{"id": "4", "name": ""}\n',
    "a.yaml": "format: 1\nentities:\n- {id: '1', name: Almira Seitkali}\n- {id: '2', name: Serik, typ: x}\n"
    "- {id: '1', name: B}\n- {id: '3', name: Marat Omarov, aliases: [Jan]}\n- id: '4'\n  name: &a Anchored\n",
}


@pytest.mark.parametrize("name", LISTS)
def test_records_with_faults_are_left_out_and_told(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(LISTS[name])
    with pytest.raises(GazetteerError):
        Gazetteer.read(path)
    gazetteer = Gazetteer.read(path, skip_faults=True)
    assert [entity.id for entity in gazetteer.entities] == ["1", "3"]
    assert gazetteer.entities[1].forms[1].text == "Jan"
    assert gazetteer.told[0] == "3 faults were found, and the records that have them are left out"
    assert len(gazetteer.told) == 4
    assert not check(path, skip_faults=True).faults


def test_what_leads_to_a_record_left_out_is_left_out_too(tmp_path: Path) -> None:
    records = [
        {"id": "a", "name": "A", "replaced_by": "b"},
        {"id": "b", "name": "B", "replaced_by": "c"},
        {"id": "c", "name": ""},
        {"id": "d", "name": "D"},
        {"id": "e", "name": "E", "replaced_by": "e"},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, records)))
    gazetteer = Gazetteer.read(tmp_path / "a.jsonl", skip_faults=True)
    assert [entity.id for entity in gazetteer.entities] == ["d"]
    assert len(gazetteer.told) == 5


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", 'id,name\n1,"open\n'),
        ("a.csv", "salary,x\n1,2\n"),
        ("a.yaml", "format: 2\nentities: []\n"),
        ("a.yaml", "format: 1\nentities:\n- {id: a, name: A}\n- [\n"),
        ("a.json", '[{"type": "item", "id": "Q900001"'),
    ],
)
def test_what_keeps_a_file_from_being_read_is_refused_all_the_same(
    name: str, content: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(GazetteerError):
        Gazetteer.read(tmp_path / name, skip_faults=True)


def test_faults_without_end_take_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name\n" + "1,\n" * 30_000)
    tracemalloc.start()
    gazetteer = Gazetteer.read(path, skip_faults=True)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert gazetteer.told[0].startswith("30,000 faults")
    assert len(gazetteer.told) == SHOWN_FAULTS + 2
    assert peak < 6_000_000


def test_commands_go_on_and_say_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(LISTS["a.csv"])
    for command in (["match", "Marat Omarov", "--gazetteer"], ["gazetteer", "check"]):
        refused = CliRunner().invoke(main, [*command, str(path)])
        assert refused.exit_code == 1
        done = CliRunner().invoke(main, [*command, str(path), "--skip-faults"])
        assert done.exit_code == 0
        assert "3 faults were found" in done.output
