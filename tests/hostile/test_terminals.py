"""Nothing that a terminal obeys reaches it as it is: from names of files, lists, texts or arguments."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from names import Entity, Form, Gazetteer, compiled, visible
from names.cli import main
from names.fingerprint import fingerprint
from names.store import write_store

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e]")
SIGNS = {  # what each does where a terminal obeys it
    "an escape": "\x1b[2J",
    "the title of the window": "\x1b]0;owned\x07",
    "an escape of one character": "\x9b2J",
    "back to the start of the line": "\rforged",
    "a step back": "\b\b\b",
    "a bell": "\x07",
    "a line of its own": "\x85forged",
    "a separator of lines": "\u2028forged",
    "right to left": "\u202edegrof",
    "a deletion": "\x7f",
}


def shown(*arguments: str | Path) -> str:
    """What a run wrote, all of it fit for a terminal."""
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    text = (done.stdout_bytes + done.stderr_bytes).decode()
    assert OBEYED.search(text) is None, repr(text)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.stdout_bytes.decode() or text


COMMANDS: dict[str, tuple[str, ...]] = {
    "match, an argument": ("match", "{sign}"),
    "match, as JSON": ("match", "Toqaev {sign}", "--format", "json"),
    "why": ("why", "Toqaev {sign}", "{sign}"),
    "why, as JSON": ("why", "Toqaev {sign}", "kassym-jomart-tokayev", "--format", "json"),
    "romanize": ("romanize", "Тоқаев {sign}"),
    "a list that is not there": ("match", "Toqaev", "--gazetteer", "{sign}.yaml"),
    "a compiled list that is not there": ("match", "Toqaev", "--gazetteer", "{sign}.names"),
    "a table that is not there": ("normalize", "{sign}.csv", "-c", "person"),
    "a column that is not there": ("normalize", "people.csv", "-c", "{sign}"),
    "an output nowhere": ("normalize", "people.csv", "-c", "person", "-o", "{sign}/out.csv"),
    "an output of no format": ("normalize", "people.csv", "-c", "person", "-o", "out.{sign}"),
    "an encoding": ("normalize", "people.csv", "-c", "person", "--encoding", "{sign}"),
    "a text that is not there": ("find", "{sign}.txt"),
    "an option": ("match", "--{sign}"),
    "a command": ("{sign}",),
    "a number": ("match", "Toqaev", "--threshold", "{sign}"),
    "a style": ("match", "Toqaev", "--style", "{sign}"),
    "a build": ("gazetteer", "build", "people.csv", "-o", "{sign}"),
    "two compiled lists": ("match", "Toqaev", "--gazetteer", "{sign}.names", "--gazetteer", "b.names"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_what_arguments_hold_is_written_out(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text("person\nToqaev\n")
    sign = "".join(SIGNS.values())
    shown(*(argument.format(sign=sign) for argument in COMMANDS[command]))


@pytest.mark.parametrize("sign", SIGNS)
def test_what_a_table_a_text_and_a_list_hold_is_written_out(sign: str, tmp_path: Path) -> None:
    found = SIGNS[sign]
    table = tmp_path / f"{found.replace('/', '')}.csv"
    table.write_text(
        f'person,"{found}"\nToqaev,1\n"{found} Nobody",2\n"Toqaev; {found} Nazarbaev",3\n', newline=""
    )
    text = tmp_path / f"{found}.txt"
    text.write_text(f"President Toqaev {found} met Dariga Nazarbaeva.\n" + "He spoke. " * 99, newline="")
    listed = tmp_path / "list.jsonl"
    listed.write_text(json.dumps({"id": "a", "name": "A", found: found}) + "\n")
    shown("normalize", table, "-c", "person", "-o", tmp_path / "out.csv")
    shown("conventions", table, "-c", "person")
    shown("find", text, "--format", "text", "--unknown")
    shown("find", text, "--summary", "--unknown", "--format", "text")
    shown("gazetteer", "check", listed)
    lines = shown("find", text, "--unknown").splitlines()
    assert [json.loads(line)["file"] for line in lines] == [str(text)] * len(lines) != []


def test_what_a_compiled_file_says_of_itself_is_written_out(tmp_path: Path) -> None:
    sign = "".join(SIGNS.values())
    forms = (Form(f"Abai {sign}", "name"), Form("Abai Qunanbaev", "variant"))
    entity = Entity(f"a{sign}", f"Abai {sign}", forms, "person", country=sign)
    lists = Gazetteer((entity,), sources=(sign,), options=(("id_column", sign),))
    path = tmp_path / f"{sign}.names".replace("/", "")
    meta: dict[str, Any] = {}
    store = compiled.compiled(lists)
    meta |= store.meta | {"types": {sign: 1}}
    sections = [
        (name, store.array(name) if kind[0] else bytes(store.blob(name)))
        for name in store._contents.sections
        if (kind := store.kind_of(name))
    ]
    write_store(path, fingerprint(), meta, sections)
    assert "\\x1b" in shown("gazetteer", "check", path)
    shown("match", "Abai Qunanbaev", "--gazetteer", path)
    said = shown("match", "Abai Qunanbaev", "--gazetteer", path, "--format", "json")
    assert json.loads(said)["id"] == f"a{sign}"
    write_store(path, "theirs", meta, sections)
    assert "was built by other rules" in shown("match", "Abai Qunanbaev", "--gazetteer", path)


@given(st.text())
def test_what_is_made_visible_is_printable_and_stays_so(text: str) -> None:
    assert visible.visible(text).isprintable()
    assert visible.visible(visible.visible(text)) == visible.visible(text)


@given(st.text())
def test_what_is_cleaned_holds_nothing_that_is_obeyed_and_is_text(text: str) -> None:
    cleaned = visible.cleaned(text)
    assert OBEYED.search(cleaned) is None
    assert cleaned.encode().decode() == cleaned
    assert visible.cleaned(cleaned) == cleaned


@given(st.dictionaries(st.text(), st.text()))
def test_escaped_json_holds_nothing_that_is_obeyed_and_says_the_same(plain: dict[str, str]) -> None:
    line = visible.escaped(json.dumps(plain, ensure_ascii=False))
    assert OBEYED.search(line) is None
    assert json.loads(line) == plain
