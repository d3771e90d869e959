"""Lists of other programs are read as they are, and what was taken, left and doubted of them is told."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from names.cli import main
from names.gazetteer import Entity, Gazetteer, GazetteerError, check
from names.gazetteer import json_elements as elements
from names.gazetteer.faults import Findings
from names.gazetteer.list_kinds import KINDS
from names.gazetteer.written_lists import record_of, write_list

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "lists.yaml").read_text(encoding="utf-8")
)
ROWS: list[list[Any]] = [
    ["id", "name", "name_ru", "born"],
    [17, "Almira Seitkali", "Алмира Сейткали", "17.10.1967"],
]
READ = {"id": "17", "name": "Almira Seitkali", "native": {"ru": "Алмира Сейткали"}, "born": 1967}


def lay(folder: Path, files: dict[str, str], encoding: str = "utf-8") -> list[Path]:
    for name, content in files.items():
        (folder / name).write_bytes(content.encode(encoding))
    return [folder / name for name in files]


def records(*paths: Path, **options: Any) -> list[dict[str, Any]]:
    return [record_of(entity) for entity in Gazetteer.read(*paths, **options).entities]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["claim"])
def test_a_list_is_read_as_it_is_printed(case: dict[str, Any], tmp_path: Path) -> None:
    gazetteer = Gazetteer.read(*lay(tmp_path, case["files"], case.get("encoding", "utf-8")))
    assert [record_of(entity) for entity in gazetteer.entities] == list(map(json.loads, case["records"]))
    assert [line.replace(f"{tmp_path}/", "") for line in gazetteer.told] == case["told"]


def test_every_kind_is_in_the_documentation() -> None:
    page = (Path(__file__).parents[1] / "docs" / "gazetteer.md").read_text(encoding="utf-8")
    assert [kind.word for kind in KINDS if f"`{kind.word}`" not in page] == []


def test_workbooks_are_read_as_tables(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "staff.xlsx")
    old = xlwt.Workbook()
    sheet = old.add_sheet("staff")
    for number, row in enumerate(ROWS):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    old.save(tmp_path / "staff.xls")
    for name in ("staff.xlsx", "staff.xls"):
        assert records(tmp_path / name) == [READ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1251", "cp866"])
def test_tables_are_read_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    table = "id;name;name_ru;born\n17;Almira Seitkali;Алмира Сейткали;17.10.1967\n"
    assert records(*lay(tmp_path, {"staff.csv": table}, encoding)) == [READ]


def test_compressed_lists_are_read_through(tmp_path: Path) -> None:
    (tmp_path / "staff.csv.gz").write_bytes(gzip.compress(b"id,name\n1,Almira Seitkali\n"))
    assert records(tmp_path / "staff.csv.gz") == [{"id": "1", "name": "Almira Seitkali"}]


def test_a_zip_archive_is_told_to_be_unpacked(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "KZ.zip", "w") as archive:
        archive.writestr("KZ.txt", "1\tA")
    with pytest.raises(GazetteerError, match=r"is a zip archive, with KZ\.txt in it; unpack it"):
        Gazetteer.read(tmp_path / "KZ.zip")


def test_names_in_parts_are_put_together(tmp_path: Path) -> None:
    table = "Фамилия;Имя;Отчество\nСейткали;Алмира;Омаровна\n"
    assert records(*lay(tmp_path, {"a.csv": table})) == [
        {"id": "almira-seitkali", "name": "Алмира Сейткали", "full": ["Алмира Омаровна Сейткали"]}
    ]


def test_one_column_of_names_needs_no_title(tmp_path: Path) -> None:
    for content in ("Almira Seitkali\nSerik Bolatov\n", "person\nAlmira Seitkali\nSerik Bolatov\n"):
        ids = [record["id"] for record in records(*lay(tmp_path, {"a.csv": content}))]
        assert ids == ["almira-seitkali", "serik-bolatov"]


def test_a_title_that_may_be_an_id_is_no_language(tmp_path: Path) -> None:
    read = records(*lay(tmp_path, {"a.csv": "id,name,name_id,name_no\n1,A Bee,x7,9\n"}))
    assert read == [{"id": "1", "name": "A Bee"}]


def test_made_ids_stay_the_same_and_give_way_to_given_ones(tmp_path: Path) -> None:
    names, other = lay(
        tmp_path,
        {"names.txt": "Ян Тамм\nYan Tamm\n", "other.csv": "id,name\nian-tamm,Somebody Else\n"},
    )
    assert [record["id"] for record in records(names)] == ["ian-tamm", "yan-tamm"]
    assert [(r["id"], r["name"]) for r in records(names, other)] == [
        ("ian-tamm-2", "Ян Тамм"), ("yan-tamm", "Yan Tamm"), ("ian-tamm", "Somebody Else"),
    ]  # fmt: skip


def test_namesakes_of_a_list_without_ids_are_kept_apart(tmp_path: Path) -> None:
    table = "name,born\nMarat Kozhayev,1939\nMarat Kozhayev,1969\n"
    gazetteer = Gazetteer.read(*lay(tmp_path, {"a.csv": table}))
    assert [entity.id for entity in gazetteer.entities] == ["marat-kozhayev", "marat-kozhayev-2"]
    assert any("ids with a number" in line for line in gazetteer.told)


def test_a_line_that_is_not_utf_8_is_the_fault_of_its_record(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("id,name\n1,Алмира\n2,".encode() + b"Ser\xe9k\n3,Ok Name\n")
    faults = check(tmp_path / "a.csv").faults
    assert [(fault.line, fault.what) for fault in faults] == [(3, 'the byte 0xE9 in "name" is not UTF-8')]


def test_json_that_is_cut_short_is_one_fault(tmp_path: Path) -> None:
    (path,) = lay(tmp_path, {"dump.json": '[\n{"type":"item","id":"Q900001","labels":{"en":{"value":"A"'})
    faults = check(path).faults
    assert [str(fault).split(": ", 1)[1] for fault in faults] == [
        "the file ends inside of what begins on this line; fetch or write the file anew"
    ]


def test_records_of_ours_may_stand_in_a_json_list(tmp_path: Path) -> None:
    (path,) = lay(
        tmp_path, {"people.json": '[{"id": "a", "name": "A Bee"},\n{"name": "Ян Тамм", "born": 1960}]'}
    )
    assert records(path) == [
        {"id": "a", "name": "A Bee"},
        {"id": "ian-tamm", "name": "Ян Тамм", "born": 1960},
    ]


def test_alternate_names_alone_ask_for_their_places(tmp_path: Path) -> None:
    (path,) = lay(tmp_path, {"names.txt": "1\t900101\tru\tТесткала\t1\t\t\t\t\t\n"})
    assert "name the table of places too" in check(path).faults[0].remedy


@given(
    st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=5) | st.lists(st.integers())), max_size=4),
    st.integers(1, 9),
    st.booleans(),
)
def test_json_is_cut_into_the_same_objects_whatever_the_block(
    objects: list[dict[str, Any]], block: int, wrapped: bool
) -> None:
    content = json.dumps({"a": objects} if wrapped else objects, ensure_ascii=False, indent=1)
    findings, whole = Findings("x"), elements.BLOCK
    elements.BLOCK = block
    try:
        found = list(elements.json_elements(io.BytesIO(content.encode()), int(wrapped), findings))
    finally:
        elements.BLOCK = whole
    assert [element.value for element in found] == objects
    assert not findings.faults


@pytest.mark.parametrize("name", ["list.yaml", "list.jsonl"])
def test_what_is_written_is_read_again(name: str, tmp_path: Path) -> None:
    shipped = Gazetteer.shipped()
    write_list(shipped.entities, tmp_path / name)
    assert list(Gazetteer.read(tmp_path / name).entities) == list(map(in_order, shipped.entities))


def in_order(entity: Entity) -> Entity:
    """The entity with its forms in the order in which a record has them."""
    kinds = ["name", "native", "full", "short", "variant", "alias"]
    languages = list(dict.fromkeys((form.kind, form.lang) for form in entity.forms))
    places = {  # of those that stand under their languages
        form: languages.index((form.kind, form.lang)) if form.kind in kinds[1:3] else 0
        for form in entity.forms
    }
    forms = sorted(entity.forms, key=lambda form: (kinds.index(form.kind), places[form]))
    return Entity(**{**{k: getattr(entity, k) for k in entity.__struct_fields__}, "forms": tuple(forms)})


@pytest.mark.parametrize("name", ["out.yaml", "out.jsonl", "out.names"])
def test_import_writes_our_own_format(name: str, tmp_path: Path) -> None:
    (path,) = lay(tmp_path, {"names.txt": "Almira Seitkali\nSerik Bolatov\n"})
    done = CliRunner().invoke(main, ["gazetteer", "import", str(path), "--output", str(tmp_path / name)])
    assert done.exit_code == 0, done.output
    assert "2 ids are made of the names" in done.stderr
    found = CliRunner().invoke(main, ["match", "Bolatov Serik", "--gazetteer", str(tmp_path / name)])
    assert "serik-bolatov" in found.stdout


def test_import_with_faults_writes_nothing(tmp_path: Path) -> None:
    (path,) = lay(tmp_path, {"a.jsonl": '{"id": "a"}\n'})
    done = CliRunner().invoke(main, ["gazetteer", "import", str(path), "-o", str(tmp_path / "out.yaml")])
    assert done.exit_code == 1
    assert 'the record has no "name"' in done.stderr
    assert not (tmp_path / "out.yaml").exists()


@pytest.mark.parametrize("arguments", [["--from", "unheard-of", "-o", "x.yaml"], ["-o", "x.csv"]])
def test_import_names_the_kinds_and_endings_there_are(arguments: list[str], tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["gazetteer", "import", "a.txt", *arguments])
    assert done.exit_code == 2
    assert ("wikidata-query" in done.stderr) or (".jsonl" in done.stderr)


TITLED = "Staff of the institute,,\n,,\nFull name,Born,Gender\nYerlan Orazbaev,17.10.1967,male\n"


@pytest.mark.parametrize("column", [None, "Full name"])
def test_a_header_below_a_title_of_the_whole_is_found(tmp_path: Path, column: str | None) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(TITLED, encoding="utf-8")
    (entity,) = Gazetteer.read(file, name_column=column).entities
    assert (entity.name, entity.born, entity.gender) == ("Yerlan Orazbaev", 1967, "m")
