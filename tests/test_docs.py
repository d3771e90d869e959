"""The README and the pages of docs show what the program really does: what they print is run,
options exist, links lead somewhere.

`python -m tests.test_docs` writes the outputs of today into them. Scores may drift a little before the
test asks for that, since they move with every entity added to the gazetteer; words may not.
"""

from __future__ import annotations

import ast
import contextlib
import csv
import doctest
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from names.cli import main
from names.cli.terminal import kernel_line
from names.styles import Styles

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
FURTHER = [ROOT / "benchmarks" / "README.md", ROOT / "CHANGELOG.md"]  # pages whose links alone are followed
DRIFT = 0.05  # how far a score may be from the one shown

_FILE = re.compile(r"`([\w.-]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(r"^<!-- (names .*?) -->\n(\|.*\|)\n\| ---.*\n(?:\|.*\n)*", re.MULTILINE)
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:)([^)\s]+)\)")
_SCORE = re.compile(r"\b[01]\.\d{2,4}\b")
_FINGERPRINT = re.compile(r"gazetteer [0-9a-f]{12}")


def rendered(text: str, folder: Path) -> str:
    """A page with every output as it is now; its commands run in a folder where its files lie."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    for name, content in _FILE.findall(text):
        (folder / name).write_text(content, encoding="utf-8")
    text = _TABLE.sub(lambda found: render_table(found, folder), text)
    text = _CONSOLE.sub(lambda found: render_console(found[1], folder), text)
    scope: dict[str, object] = {}
    with contextlib.chdir(folder):
        return _PYTHON.sub(lambda found: render_python(found[1], scope), text)


def render_console(block: str, folder: Path) -> str:
    """A block of commands, each with what it prints."""
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    return "```console\n" + "".join(f"$ {c}\n{run(c, folder)}" for c in commands) + "```"


def render_table(found: re.Match[str], folder: Path) -> str:
    """The table under a command, with the columns its header asks for."""
    output = run(found[1], folder, messages=subprocess.DEVNULL)
    titles = [title.strip() for title in found[2].strip("|").split("|")]
    rows = [[row[title] for title in titles] for row in csv.DictReader(io.StringIO(output))]
    lines = [titles, ["---"] * len(titles), *rows]
    return f"<!-- {found[1]} -->\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def run(command: str, folder: Path, messages: int = subprocess.STDOUT) -> str:
    """What a command prints, where `names` is the program under test."""
    program = f'names() {{ "{sys.executable}" -m names "$@"; }}; {command}'
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        ["bash", "-c", program], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=messages,
        stdin=subprocess.DEVNULL, encoding="utf-8", timeout=60, check=True,
    )  # fmt: skip
    return done.stdout.replace(f"  {kernel_line()}\n", "")  # the pages show a run with it


def render_python(block: str, scope: dict[str, object]) -> str:
    """A block of Python as typed at the prompt, each statement with what it prints."""
    lines = []
    for example in doctest.DocTestParser().get_examples(block):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(example.source, str(README), "single"), scope)
        first, *rest = example.source.splitlines()
        lines += [f">>> {first}", *(f"... {line}" for line in rest), *printed.getvalue().splitlines()]
    return "```python\n" + "".join(f"{line}\n" for line in lines) + "```"


def settled(text: str) -> str:
    """A text without what moves with every edit of the gazetteer."""
    return _SCORE.sub("0.00", _FINGERPRINT.sub("gazetteer 000000000000", text))


def scores(text: str) -> list[float]:
    return [float(score) for score in _SCORE.findall(text)]


def walk(command: click.Command, path: tuple[str, ...] = ("names",)) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from walk(child, (*path, name))
    else:
        yield " ".join(path), command


COMMANDS = dict(walk(main))


def fences(text: str) -> list[str]:
    """What the blocks of a page are marked as, one by one; "" for a block without a mark."""
    return re.findall(r"^```(.*)\n", text, re.MULTILINE)[::2]


def anchors(text: str) -> set[str]:
    """What a link can say after `#` to lead to a heading of a page, as GitHub has it."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.once
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_shows_what_its_commands_and_its_python_print(page: Path, tmp_path: Path) -> None:
    shown = page.read_text(encoding="utf-8")
    now = rendered(shown, tmp_path)
    assert settled(shown) == settled(now), "run: python -m tests.test_docs"
    assert scores(shown) == pytest.approx(scores(now), abs=DRIFT), "run: python -m tests.test_docs"


def test_the_readme_is_made_of_blocks_that_run() -> None:
    text = README.read_text(encoding="utf-8")
    assert _TABLE.search(text)
    assert set(fences(text)) == {"sh", "console", "python"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_holds_nothing_but_what_runs_and_files_that_it_names(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    kinds = Counter(fences(text))
    run_elsewhere = {
        "sh",
        "py",
    }  # those that need a fresh environment, a database, or Spark (tests/test_spark.py)
    assert kinds.keys() <= {"console", "python", "yaml", "csv", "json", *run_elsewhere}
    assert len(_FILE.findall(text)) == kinds["yaml"] + kinds["csv"] + kinds["json"]


@pytest.mark.parametrize("page", [*PAGES, *FURTHER], ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        assert not anchor or anchor in anchors(there.read_text(encoding="utf-8")), target


def test_the_readme_leads_to_every_page() -> None:
    listed = re.findall(r"^- \[(docs/[\w.]+)\]", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(str(page.relative_to(ROOT)) for page in PAGES[1:])


def test_the_page_on_styles_names_every_house() -> None:
    text = (ROOT / "docs" / "routes.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == {style.id for style in Styles()}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert name in README.read_text(encoding="utf-8")


def test_every_option_is_in_a_page() -> None:
    told = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", told)) | {"--version"}
    options = {
        o for command in COMMANDS.values() for p in command.params for o in p.opts if o.startswith("--")
    }
    assert options <= named


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained_by_help(name: str) -> None:
    command = COMMANDS[name]
    options = [p for p in command.params if isinstance(p, click.Option)]
    assert [o.name for o in options if o.hidden or not o.help] == []
    assert "Examples:" in (command.help or "")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_a_page_speaks_of_exists(page: Path) -> None:
    params = [param for command in COMMANDS.values() for param in command.params]
    known = {option for p in params for option in (*p.opts, *p.secondary_opts)} | {"--help"}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", page.read_text(encoding="utf-8"))) <= known


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path)
        for path in sorted((ROOT / "names").rglob("*.py"))
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_the_changelog_speaks_of_this_version() -> None:
    from names import __version__

    assert f"\n## {__version__}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


if __name__ == "__main__":
    for each in PAGES:
        with tempfile.TemporaryDirectory() as scratch:
            each.write_text(rendered(each.read_text(encoding="utf-8"), Path(scratch)), encoding="utf-8")
