"""Records are found, shown and added one by one; a project says its list once."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from names.cli import main

LIST = """\
format: 1   # ours
coverage: 0.4
entities:
  # people
  - id: almira-seitkali      # permanent
    name: 'Almira Seitkali'
    native: {kk: Алмира Сейтқали}

  - {id: marat-omarov, name: Marat Omarov, aliases: [M. Aldan], replaced_by: almira-seitkali}
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NAMES_GAZETTEER", raising=False)
    (tmp_path / "people.yaml").write_text(LIST, encoding="utf-8")
    return tmp_path / "people.yaml"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_record_is_added_and_nothing_else_changes(path: Path) -> None:
    done = run("gazetteer", "add", str(path), "--name", "Serik Bolatov", "--native", "kk:Серік Болатов",
               "--alias", "S. Tam", "--born", "1970", "--type", "person")  # fmt: skip
    assert done.exit_code == 0, done.output
    text = path.read_text(encoding="utf-8")
    assert text.startswith(LIST)
    assert text.removeprefix(LIST).startswith("  - id: serik-bolatov\n    name: Serik Bolatov\n")
    shown = run("gazetteer", "show", "serik-bolatov", "--gazetteer", str(path))
    assert "native: {kk: Серік Болатов}" in shown.stdout and "born: 1970" in shown.stdout


@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    [
        (LIST, ["--name", "Almira Seitkali"], 'the id "almira-seitkali" is taken'),
        (LIST, ["--name", "A\tB"], "cannot be part of a text"),
        ("entities:\n- id: a\n  name: A\nformat: 1\n", ["--name", "B"], "this is not YAML"),
        ("format: 1\nentities: [{id: a, name: A}]\n", ["--name", "B"], "not"),
        ("format: 1\nentities:\n- id: a\n", ["--name", "B"], 'the record has no "name"'),
    ],
)
def test_what_cannot_be_added_changes_nothing(
    content: str, arguments: list[str], said: str, path: Path
) -> None:
    path.write_text(content, encoding="utf-8")
    done = run("gazetteer", "add", str(path), *arguments)
    assert done.exit_code == 1
    assert said in done.stderr
    assert path.read_text(encoding="utf-8") == content


def test_a_list_that_is_not_there_is_begun(path: Path) -> None:
    assert run("gazetteer", "add", "new.yaml", "--name", "Almira Seitkali").exit_code == 0
    assert Path("new.yaml").read_text() == (
        "format: 1\nentities:\n- id: almira-seitkali\n  name: Almira Seitkali\n"
    )


def test_records_are_found_by_a_part_of_a_name_and_by_a_spelling(path: Path) -> None:
    for text in ("seitk", "сейтқали", "Seytqali Almira", "almira-s"):
        assert (
            "almira-seitkali  Almira Seitkali"
            in run("gazetteer", "search", text, "--gazetteer", str(path)).stdout
        )
    nothing = run("gazetteer", "search", "zzz", "--gazetteer", str(path))
    assert nothing.exit_code == 1 and "nothing in the list is like" in nothing.stderr


def test_the_id_of_a_merged_record_shows_what_took_its_place(path: Path) -> None:
    done = run("gazetteer", "show", "marat-omarov", "--gazetteer", str(path))
    assert done.stdout.startswith("- id: almira-seitkali")
    assert "merged into almira-seitkali" in done.stderr
    assert run("gazetteer", "show", "nobody", "--gazetteer", str(path)).exit_code == 1


def test_a_project_says_its_list_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("names.toml").write_text('gazetteer = "people.yaml"\nthreshold = 0.9\n')
    below = path.parent / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    assert "almira-seitkali" in run("match", "Алмира Сейтқали").stdout
    shown = run("config").stdout
    assert f"{path}  ({path.parent / 'names.toml'})" in shown and "threshold 0.9" in shown
    (below / "other.csv").write_text("id,name\n1,Almira Seitkali\n")
    monkeypatch.setenv("NAMES_GAZETTEER", "other.csv")
    assert "  id        1\n" in run("match", "Almira Seitkali").stdout
    assert "almira-seitkali" in run("match", "Almira Seitkali", "--gazetteer", str(path)).stdout


def test_a_table_of_pyproject_is_read(path: Path) -> None:
    Path("pyproject.toml").write_text('[tool.names]\ngazetteer = ["people.yaml", "shipped"]\n')
    assert "people.yaml shipped  (pyproject.toml)" in run("config").stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("gazeteer = 'a'\n", "the key 'gazeteer' is unknown"),
        ("coverage = 2\n", "coverage is no share"),
        ("gazetteer = 3\n", "gazetteer is no file"),
        ("style = 3\n", "style is no text"),
        ("= 3\n", "cannot be read as TOML"),
        (f"style = {'[' * 9999}{']' * 9999}\n", "is nested too deeply"),
    ],
)
def test_a_file_that_is_wrong_is_refused_in_one_line(content: str, said: str, path: Path) -> None:
    Path("names.toml").write_text(content)
    for command in (["match", "Toqaev"], ["config"]):
        done = run(*command)
        assert done.exit_code == 1
        assert said in done.stderr and "names.toml" in done.stderr
