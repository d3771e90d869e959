"""From unknown spellings to a longer list: reviewed in a sheet, read back, and put into the list."""

from __future__ import annotations

import csv
import difflib
from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import CliRunner, Result

from names import Gazetteer, Matcher
from names.cli import main
from names.gazetteer import GazetteerError
from names.tables import read_decisions
from names.tables.applied_decisions import Applied, apply_decisions
from names.tables.decisions import DecisionError

TABLE = "who\nAlmira Seitkali\nАлмира Сейткали\nBolat Nurtazin\nToqaev\nSerik Omarov\n"
LIST = """# people of our beat
format: 1
coverage: 0.7
entities:
# the first one

- id: dana-omar
  name: Dana Omar   # as she signs
  variants:
  - {text: Dana Omarova, source: her book}
  # more of her
  born: 1970
- {id: erlan, name: Erlan Saparov, born: 1950}
- id: "007"
  name: Zhanar Akhmet
  variants: [Zhanara Akhmet]
- id: qanat
  name: >-
    Qanat
    Sultan
  type: person
"""


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [str(each).replace("@", f"{folder}/") for each in arguments])


def applied(folder: Path, rows: str, text: str = LIST) -> Applied:
    (folder / "list.yaml").write_text(text, encoding="utf-8")
    (folder / "review.csv").write_text(rows, encoding="utf-8")
    return apply_decisions(folder / "review.csv", folder / "list.yaml")


def refused(folder: Path, rows: str) -> str:
    with pytest.raises(DecisionError) as caught:
        applied(folder, rows)
    return str(caught.value).replace(f"{folder}/", "")


def added(found: Applied) -> list[str]:
    """Return the lines that are new, where no old one is gone but those that hold a list themselves."""
    lines = list(difflib.ndiff(found.before.splitlines(), found.after.splitlines()))
    gone = [line[2:] for line in lines if line.startswith("- ")]
    assert all("[" in line or line.endswith("}") for line in gone)
    return [line[2:] for line in lines if line.startswith("+ ")]


def test_a_review_leads_to_a_longer_list_and_a_run_without_unknowns(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(TABLE, encoding="utf-8")
    lists = ["--gazetteer", "@list.yaml", "--gazetteer", "shipped"]
    (tmp_path / "list.yaml").write_text("format: 1\nentities:\n- {id: a, name: Aaa Bbb}\n", encoding="utf-8")
    result = run(tmp_path, "review", "@people.csv", "-c", "who", *lists, "-o", "@review.csv")
    assert result.exit_code == 0, result.output
    with (tmp_path / "review.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["spelling"] for row in rows} == set(TABLE.split("\n")[1:-1]) - {"Toqaev"}
    marked: set[str] = set()
    for row in rows:  # one mark for each group is enough
        row["new"] = "" if row["group"] in marked else "x"
        marked.add(row["group"])
    with (tmp_path / "review.csv").open(
        "w", encoding="cp1251", errors="xmlcharrefreplace", newline=""
    ) as out:
        writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(reversed(rows))
    (tmp_path / "list.yaml").unlink()
    assert run(tmp_path, "gazetteer", "apply", "@review.csv", "--into", "@list.yaml").exit_code == 0
    result = run(tmp_path, "normalize", "@people.csv", "-c", "who", *lists)
    assert result.exit_code == 0, result.output
    assert "unknown           0" in result.output


def test_a_sheet_comes_back_as_decisions(tmp_path: Path) -> None:
    (tmp_path / "list.yaml").write_text(LIST, encoding="utf-8")
    book = openpyxl.Workbook()
    for row in (
        ("Note", "New", "ID", "Spelling", "group"),
        ("", "", 7, "Zh. A.", "g"),  # the id was 007
        ("", "", "", "Zhanar A.", "g"),
        ("", "", "-", "Nobody", ""),
        ("", "x", "", "Somebody new", ""),
        ("", "", "", "Left open", ""),
    ):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "review.xlsx")
    matcher = Matcher.open(tmp_path / "list.yaml")
    decided = read_decisions(tmp_path / "review.xlsx", matcher).decided
    assert {spelling: entity and entity.id for spelling, entity in decided.items()} == {
        "Zh. A.": "007",
        "Zhanar A.": "007",
        "Nobody": None,
        "Somebody new": None,
    }


class TestApply:
    """Decisions in a YAML list."""

    def test_a_spelling_becomes_a_variant_and_all_else_stays(self, tmp_path: Path) -> None:
        rows = "spelling,id\nDana O.,dana-omar\nE. Saparov,erlan\nЖанар Ахмет,7\nQ. Sultan,qanat\n"
        assert added(applied(tmp_path, rows)) == [
            "  - {text: Dana O., source: review.csv}",
            "- {id: erlan, name: Erlan Saparov, born: 1950, variants: "
            "[{text: E. Saparov, source: review.csv}]}",
            "  variants: [Zhanara Akhmet, {text: Жанар Ахмет, source: review.csv}]",
            "  variants:",
            "  - {text: Q. Sultan, source: review.csv}",
        ]

    def test_a_group_marked_new_becomes_an_entity(self, tmp_path: Path) -> None:
        rows = (
            "spelling,id,new,group,group_name,born\n"
            "Алмира Сейтқали,,,almira,Almira Seitkali,1967\nAlmira Seitkali,,x,almira,Almira Seitkali,\n"
        )
        assert added(applied(tmp_path, rows)) == [
            "- id: almira-seitkali",
            "  name: Almira Seitkali",
            "  variants: [{text: Алмира Сейтқали, source: review.csv}]",
            "  born: 1967",
        ]

    def test_a_name_written_for_new_is_the_one_to_print(self, tmp_path: Path) -> None:
        rows = "spelling,id,new\nSeitqaly,almira,Almira Seitkali\n"
        assert added(applied(tmp_path, rows))[:2] == ["- id: almira", "  name: Almira Seitkali"]

    def test_again_it_changes_nothing(self, tmp_path: Path) -> None:
        rows = (
            "spelling,id,new,group,group_name\nDana O.,dana-omar,,,\n"
            "Асем,,1,a,Asem Bek\nAsem Bek,,,a,Asem Bek\n"
        )
        once = applied(tmp_path, rows)
        again = applied(tmp_path, rows, once.after)
        assert (again.after, again.variants, again.records) == (once.after, 0, [])

    def test_what_contradicts_the_list_is_refused_by_line(self, tmp_path: Path) -> None:
        rows = (
            "spelling,id,new\nErlan Saparov,dana-omar,\nD. O.,nobody-has-it,\nErlan,erlan,Another Name\n"
            "Dana Omarova,,x\n"
        )
        said = refused(tmp_path, rows).splitlines()
        assert [line.split(" ")[0] for line in said] == [f"review.csv:{n}:" for n in (2, 3, 4, 5)]
        assert "is a spelling of erlan already" in said[0]
        assert "no entity has the id 'nobody-has-it'" in said[1]
        assert "the id 'erlan' is taken by Erlan Saparov, born 1950" in said[2]
        assert "is a name of dana-omar already" in said[3]

    def test_a_new_name_that_two_rows_give_to_one_id_is_refused(self, tmp_path: Path) -> None:
        said = refused(tmp_path, "spelling,id,new\nAsem,,Asem Bek\nАсем,,Asem  Bek\n")
        assert "review.csv:3" in said

    def test_a_spelling_is_that_of_two_where_the_rows_say_of_whom_it_is(self, tmp_path: Path) -> None:
        rows = "spelling,born,id\nD. O.,1970,dana-omar\nD. O.,1990,erlan\n"
        after = yaml.safe_load(applied(tmp_path, rows).after)
        texts = [
            [form["text"] for form in each.get("variants", []) if isinstance(form, dict)]
            for each in after["entities"]
        ]
        assert [("D. O." in each) for each in texts].count(True) == 2
        assert "say in country, born or type" in refused(
            tmp_path, rows.replace("1970", "").replace("1990", "")
        )

    def test_a_namesake_is_new_where_the_rows_say_so_and_no_other_twice(self, tmp_path: Path) -> None:
        rows = "spelling,born,country,id,new\nAsem Bek,12.05.1990,Kazakhstan,{},x\n"
        first = applied(tmp_path, rows.format("")).after
        said = "review.csv:2: the id 'asem-bek' is taken by Asem Bek, country kz, born 1990"
        again = rows.format("").replace("1990", "1960")
        with pytest.raises(DecisionError, match=said):
            applied(tmp_path, again, first)
        both = applied(tmp_path, rows.format("asem-bek-2").replace("1990", "1960"), first).after
        (tmp_path / "list.yaml").write_text(both, encoding="utf-8")
        found = [each for each in Gazetteer.read(tmp_path / "list.yaml").entities if each.name == "Asem Bek"]
        assert [(each.id, each.born, each.country) for each in found] == [
            ("asem-bek", 1990, "kz"),
            ("asem-bek-2", 1960, "kz"),
        ]
        assert applied(tmp_path, rows.format(""), both).after == both

    def test_what_is_no_year_is_refused_by_line(self, tmp_path: Path) -> None:
        said = refused(tmp_path, "spelling,born,id,new\nAsem Bek,in spring,,x\n")
        assert said.startswith("review.csv:2: 'in spring' is no year of birth; give one such as 1953")

    def test_a_decision_that_has_ended_adds_nothing(self, tmp_path: Path) -> None:
        assert applied(tmp_path, "spelling,id,until\nD. O.,dana-omar,2020-01-31\n").variants == 0
        assert "is no day" in refused(tmp_path, "spelling,id,until\nD. O.,dana-omar,1/2/2020\n")

    def test_a_list_with_faults_is_not_touched(self, tmp_path: Path) -> None:
        with pytest.raises(GazetteerError):
            applied(tmp_path, "spelling,id\nA,b\n", "format: 1\nentities:\n- {id: b}\n")

    def test_a_dry_run_shows_the_change_and_makes_none(self, tmp_path: Path) -> None:
        applied(tmp_path, "spelling,id\nDana O.,dana-omar\n")
        result = run(tmp_path, "gazetteer", "apply", "@review.csv", "--into", "@list.yaml", "--dry-run")
        assert "+  - {text: Dana O., source: review.csv}" in result.output
        assert (tmp_path / "list.yaml").read_text(encoding="utf-8") == LIST

    def test_a_list_that_is_not_there_is_begun(self, tmp_path: Path) -> None:
        (tmp_path / "review.csv").write_text("spelling,id,new\nAsem Bek,,x\n", encoding="utf-8")
        result = run(tmp_path, "gazetteer", "apply", "@review.csv", "--into", "@new.yaml")
        assert result.exit_code == 0, result.output
        assert [entity.id for entity in Gazetteer.read(tmp_path / "new.yaml").entities] == ["asem-bek"]


def test_two_reviewers_who_disagree_are_told_where(tmp_path: Path) -> None:
    (tmp_path / "list.yaml").write_text(LIST, encoding="utf-8")
    (tmp_path / "hers.csv").write_text("spelling,id\nD. O.,dana-omar\nE. S.,erlan\n", encoding="utf-8")
    (tmp_path / "his.csv").write_text("spelling,id\nD. O.,erlan\nE. S.,gone\n", encoding="utf-8")
    (tmp_path / "its.csv").write_text("spelling,id\nD. O.,erlan\n", encoding="utf-8")
    command = ["decisions", "check", "--gazetteer", "@list.yaml"]
    result = run(tmp_path, *command, "@hers.csv")
    assert "2 spellings decided, 0 of them for nobody listed" in result.output
    result = run(tmp_path, *command, "@hers.csv", "@his.csv", "@its.csv")
    assert result.exit_code == 1
    assert "his.csv:3: no entity has the id 'gone'" in result.output
    assert "its.csv: 'D. O.' is decided for erlan, and for dana-omar in" in result.output
