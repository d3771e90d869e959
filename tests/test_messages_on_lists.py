"""What commands say of a list that they cannot use, or that holds nothing: each names what it has itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from names.cli import main

LISTS = {  # each a list that is refused, with a remedy
    "titles.csv": b"foo,bar\na,b\n",
    "missing.csv": b"id,name\n1,Almira Seitkali\n",  # where columns are named that it lacks
    "quote.csv": b'id,name\n1,"Almira\n',
    "latin.csv": b"id,name\n1,Almira Seitk\xc3\n2,Almira Seitk\xff\xfe\xfd\n",
    "faulty.yaml": b"format: 1\nentities:\n- id: a\n  nam: A\n",
    "empty.csv": b"",
}
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
COMMAND = re.compile(r"names (?:gazetteer )?[a-z]+ [^;]*")  # that a message shows: its options are its own


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def options(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}


COMMANDS = dict(commands(main))
READERS = [path for path, command in COMMANDS.items() if options(command) & {"--gazetteer", "--id-column"}]
REST = {  # what each command wants besides a list
    ("match",): ["Almira"],
    ("why",): ["Almira"],
    ("find",): ["text.txt"],
    ("normalize",): ["table.csv", "--column", "person"],
    ("conventions",): ["table.csv", "--column", "person"],
    ("group",): ["table.csv", "--column", "person"],
    ("review",): ["table.csv", "--column", "person", "--output", "review.csv"],
    ("decisions", "check"): ["decided.csv"],
    ("evaluate",): ["labelled.csv", "--spelling", "person", "--id", "id"],
    ("serve",): [],
    ("mcp",): [],
    ("gazetteer", "show"): ["a"],
    ("gazetteer", "search"): ["Almira"],
    ("gazetteer", "check"): [],
    ("gazetteer", "build"): ["--output", "out.names"],
    ("gazetteer", "import"): ["--output", "out.yaml"],
    ("gazetteer", "merge"): ["shipped", "--output", "out.yaml"],
}

TELLING = [path for path in READERS if path not in {("serve",), ("mcp",)}]  # these tell it, and then serve


def run(path: tuple[str, ...], file: str, *more: str) -> tuple[int, str]:
    named = [file] if "--id-column" in options(COMMANDS[path]) else ["--gazetteer", file]
    done = CliRunner().invoke(main, [*path, *named, *REST[path], *more])
    return done.exit_code, done.stderr


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in LISTS.items():
        Path(name).write_bytes(content)
    Path("text.txt").write_text("Almira.\n")
    Path("table.csv").write_text("person\nAlmira\n")
    Path("decided.csv").write_text("spelling,id\nAlmira,\n")
    Path("labelled.csv").write_text("person,id\nAlmira,1\n")


def test_every_command_that_reads_lists_is_tried() -> None:
    assert set(READERS) == set(REST)


@pytest.mark.parametrize("path", READERS, ids=" ".join)
def test_a_message_names_options_that_the_command_has(path: tuple[str, ...]) -> None:
    known = options(COMMANDS[path])
    prefix = "--" if "--id-column" in known else "--gazetteer-"
    for file in LISTS:
        more = [f"{prefix}name-column", "zzz"] if file == "missing.csv" else []
        status, said = run(path, file, *more)
        assert status and said, file
        assert set(OPTION.findall(COMMAND.sub("", said))) <= known, said
    assert f"{prefix}name-column" in run(path, "titles.csv")[1]


@pytest.mark.parametrize("path", TELLING, ids=" ".join)
def test_a_list_without_records_is_told_by_every_command(path: tuple[str, ...]) -> None:
    Path("header.csv").write_text("id,name\n")
    assert "header.csv: the file holds no records, and no name is found in it" in run(path, "header.csv")[1]


@pytest.mark.parametrize("path", TELLING, ids=" ".join)
def test_a_list_whose_records_are_all_left_out_is_told_by_every_command(path: tuple[str, ...]) -> None:
    Path("bad.csv").write_text("id,name\n1,\n2,\n")
    said = run(path, "bad.csv", "--skip-faults")[1]
    assert "bad.csv: no record of the file is left, since each has a fault" in said


def test_a_compiled_list_without_records_is_told() -> None:
    Path("header.csv").write_text("id,name\n")
    CliRunner().invoke(main, ["gazetteer", "build", "header.csv", "--output", "none.names"])
    assert "none.names holds no records" in run(("match",), "none.names")[1]


def test_the_encoding_of_a_list_can_be_said() -> None:
    Path("staff.csv").write_bytes("id,name\n1,Жолі Бек\n".encode("cp866", "replace"))
    wrong, right = (
        CliRunner().invoke(main, ["gazetteer", "check", "staff.csv", "--encoding", encoding])
        for encoding in ("cp1025", "cp866")
    )
    assert wrong.exit_code == 1 and right.exit_code == 0
    Path("greek.csv").write_bytes("id,name\n1,Ολγα Μελα\n".encode("cp869"))
    found = CliRunner().invoke(
        main, ["match", "Ολγα Μελα", "--gazetteer", "greek.csv", "--gazetteer-encoding", "cp869"]
    )
    assert "matched   Ολγα Μελα" in found.stdout
    built = CliRunner().invoke(
        main, ["gazetteer", "build", "greek.csv", "--encoding", "cp869", "--output", "greek.names"]
    )
    assert built.exit_code == 0
    refused = CliRunner().invoke(
        main, ["match", "A", "--gazetteer", "greek.names", "--gazetteer-encoding", "cp869"]
    )
    assert "is compiled and no table" in refused.stderr
