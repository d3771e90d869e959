"""`names gazetteer build`: what it writes, what it refuses, and lists that nobody should have made."""

from __future__ import annotations

import itertools
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from names import Entity, Gazetteer, Matcher, compiled
from names.candidates import chunks, index_builder
from names.candidates.blocks import joined_blocks, neighbours
from names.cli import main, terminal
from names.cli.lists import build_compiled
from names.cli.program import INTERRUPTED
from names.cli.terminal import ProgressLine
from names.fingerprint import fingerprint
from names.folding import fold
from names.folding.spelling import MAX_PARTS
from names.store import Store, recipe_of, write_store
from names.store.refusals import build_command
from names.workers import WorkerError, Workers

SAMPLE = "Kassym-Jomart Tokayev|Назарбаева, Дарига|Jean-Marie de la Tour|托卡耶夫|阿都拉曼达兰|K.-Zh. Tokayev"
BUILD = [sys.executable, "-m", "names", "gazetteer", "build"]
NAMES = [*SAMPLE.split("|"), "Kim Jong Un", "김정은", "Bob Smith Jr.", "Әміржан Қосанов Сағидрахманұлы"]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def line(id: str, name: str, **more: object) -> str:
    return json.dumps({"id": id, "name": name, **more}, ensure_ascii=False) + "\n"


def listing(folder: Path, names: list[str], file: str = "people.jsonl") -> Path:
    path = folder / file
    path.write_text("".join(line(f"p{n}", name) for n, name in enumerate(names)), encoding="utf-8")
    return path


def built(list_: Path) -> Path:
    output = list_.with_suffix(".names")
    done = run("gazetteer", "build", list_, "--output", output)
    assert done.exit_code == 0, done.stderr
    return output


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return listing(tmp_path, NAMES)


def test_a_build_says_what_the_file_holds_on_standard_error_alone(people: Path, tmp_path: Path) -> None:
    done = run("gazetteer", "build", people, "--output", tmp_path / "a.names")
    assert done.stdout == ""
    assert done.stderr == (
        f"names: {tmp_path}/a.names: 10 entities (10 no type), 10 forms; less than 0.1 MB\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.names", "people.jsonl"]


@pytest.mark.parametrize("name", [*NAMES, "Toqaev", "Nobody Listed"])
def test_every_command_answers_from_the_file_as_from_its_list(people: Path, name: str) -> None:
    file = built(people)
    for command in (["match", name, "--format", "json"], ["why", name]):
        from_list, from_file = (run(*command, "--gazetteer", each) for each in (people, file))
        assert from_file.stdout == from_list.stdout != ""


def test_normalize_takes_a_compiled_gazetteer(people: Path, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("person\nДарига Назарбаева\n", encoding="utf-8")
    done = run("normalize", table, "-c", "person", "--gazetteer", built(people))
    assert 'Назарбаева, Дарига",p1,' in done.stdout


SHELL = pytest.mark.skipif(os.name != "posix", reason="commands are quoted for the shells of POSIX")
NAMES_HERE = f'names() {{ {shlex.join([sys.executable, "-m", "names"])} "$@"; }}'


def shell(command: str, folder: Path) -> str:
    """Return what a command says to standard error when it is copied into a shell."""
    done = subprocess.run(
        ["sh", "-c", f"{NAMES_HERE}\n{command}"], cwd=folder, capture_output=True, text=True
    )
    return done.stderr


REBUILT = {
    "plain": "people.csv -o people.names",
    "columns": "people.csv --id-column 'staff no' --name-column 'full name' -o people.names",
    "columns a shell would read": """people.csv --id-column '$HOME `x`' --name-column "it's;" -o p.names""",
    "columns like options": "people.csv --id-column -x --name-column --coverage -o people.names",
    "columns in other letters": "people.csv --id-column № --name-column 'имя и фамилия' -o люди.names",
    "coverage": "people.csv --coverage 0.123456789012345678 -o people.names",
    "files a shell would read": "'my people; rm *.csv' -o '$people & co.names'",
    "a file like an option": "./-o.csv -o ./-people.names",
    "the shipped list": "shipped people.csv --coverage 0.5 -o people.names",
    "a file called shipped": "./shipped people.csv -o people.names",
    "another folder": "lists/people.csv -o made/people.names",
}


@pytest.mark.once
@SHELL
@pytest.mark.parametrize("what", REBUILT)
def test_the_command_of_a_stale_file_builds_the_same_file(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = shlex.split(REBUILT[what])
    asked = dict(itertools.pairwise(arguments))
    columns = asked.get("--id-column", "id"), asked.get("--name-column", "name")
    for folder in ("lists", "made"):
        (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path)
    for n, list_ in enumerate(arguments):
        if list_.endswith(".csv") or list_ == "./shipped":
            Path(list_).write_text(f"{columns[0]},{columns[1]}\np{n},Almira Seitkali\n", encoding="utf-8")
    output = Path(arguments[-1])
    assert run("gazetteer", "build", *arguments).exit_code == 0
    whole = output.read_bytes()
    with monkeypatch.context() as other_rules:
        other_rules.setattr(compiled, "fingerprint", lambda: "0" * 32)
        assert run("gazetteer", "build", *arguments).exit_code == 0
    assert output.read_bytes() != whole
    done = run("match", "Almira Seitkali", "--gazetteer", output)
    refused, _, command = done.stderr.partition("; rebuild it: ")
    assert done.exit_code == 1 and refused == f"names: {output} was built by other rules or data"
    assert f"{output}: " in shell(command, tmp_path)
    assert output.read_bytes() == whole


@pytest.mark.once
@SHELL
def test_the_command_finds_lists_beside_the_file_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    for folder, name in ((there, "Almira Seitkali"), (here, "Somebody Else")):
        folder.mkdir()
        (folder / "staff.csv").write_text(f"number,name\n17,{name}\n", encoding="utf-8")
    monkeypatch.chdir(there)
    run("gazetteer", "build", "staff.csv", "shipped", "--id-column", "number", "-o", "staff.names")
    monkeypatch.chdir(here)
    file = there / "staff.names"
    with monkeypatch.context() as other_rules:
        other_rules.setattr(compiled, "fingerprint", lambda: "0" * 32)
        refused = run("match", "Almira Seitkali", "--gazetteer", file).stderr
    file.unlink()
    shell(refused.partition("; rebuild it: ")[2], here)
    found = Matcher.open(file).match("Almira Seitkali").entity
    assert found is not None and found.id == "17"


@SHELL
def test_a_file_cut_short_says_that_its_lists_and_options_are_not_known(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("number,name\n17,Almira Seitkali\n", encoding="utf-8")
    output = tmp_path / "staff.names"
    run("gazetteer", "build", path, "--id-column", "number", "-o", output)
    output.write_bytes(output.read_bytes()[:-1])
    refused = run("gazetteer", "check", output).stderr
    lists = "rebuild it from the lists it was built from, with the same options"
    assert refused.endswith(f"{lists}: names gazetteer build FILE… --output {output}\n")
    assert "FILE…: there is no such file" in shell(refused.rpartition(": ")[2], tmp_path)


def test_entities_of_a_program_stay_open_in_the_command(people: Path, tmp_path: Path) -> None:
    lists = Gazetteer.read(people, coverage=0.5)
    more = lists.extended([Entity("17", "Almira Seitkali", ())])
    assert (lists.extended([]).sources, more.sources) == ((str(people),), (str(people), "<entities>"))
    write_store(tmp_path / "more.names", "0" * 32, Matcher(more).register.store.meta, [])
    done = run("gazetteer", "check", tmp_path / "more.names")
    command = f"names gazetteer build {people} FILE… --coverage 0.5 --output {tmp_path}/more.names"
    assert done.stderr.endswith(f"; rebuild it: {command}\n")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems let no file be called so")
def test_a_list_whose_name_is_no_text_is_compiled_and_left_open_in_the_command(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.jsonl")
    Path(path).write_text(line("17", "Almira Seitkali"), encoding="utf-8")
    file = tmp_path / "a.names"
    assert run("gazetteer", "build", path, "-o", file).exit_code == 0
    meta = Matcher.open(file).register.store.meta
    assert meta["sources"] == [f"<{tmp_path}/?.jsonl>"]
    assert build_command("a.names", recipe_of(meta)) == "names gazetteer build FILE… --output a.names"


def test_check_says_with_which_options_a_file_was_built(people: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.names"
    for options, said in ((["--name-column", "full name"], "--name-column 'full name'"), ([], None)):
        run("gazetteer", "build", people, *options, "-o", file)
        rows = dict(row[2:].split("  ", 1) for row in run("gazetteer", "check", file).stdout.splitlines()[1:])
        assert rows.get("built with") == said


@pytest.mark.once
def test_several_lists_and_the_shipped_one_make_one_file(people: Path, tmp_path: Path) -> None:
    more = tmp_path / "staff.csv"
    more.write_text("number,who,extra\n17,Almira Seitkali,x\n", encoding="utf-8")
    columns = ("--id-column", "number", "--name-column", "who")
    output = tmp_path / "all.names"
    done = run("gazetteer", "build", people, more, "shipped", *columns, "-o", output)
    assert f'warning: {more}:1: the column "extra" is not read' in done.stderr
    matcher = Matcher.open(output)
    found = [matcher.match(text).entity for text in ("Almira Seitkali", "Darkhan Kydyrali", "Bob Smith")]
    assert found[0] is not None and found[0].id == "17"
    assert len(matcher.gazetteer) == len(NAMES) + 1 + len(Gazetteer.shipped())


def test_twenty_warnings_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    path = listing(tmp_path, ["Hod\x9ea"] * 25)
    shown = run("gazetteer", "build", path, "-o", tmp_path / "a.names").stderr.splitlines()
    assert len(shown) == 22
    assert shown[0].startswith(f"warning: {path}:1: the character")
    assert shown[20] == "warning: … and 5 more; names gazetteer check shows them all"


def test_coverage_is_that_of_the_lists_unless_given(people: Path, tmp_path: Path) -> None:
    assert Matcher.open(built(people)).coverage == 0.8
    run("gazetteer", "build", people, "--coverage", "0.3", "-o", tmp_path / "b.names")
    assert Matcher.open(tmp_path / "b.names").coverage == 0.3


@pytest.mark.parametrize("share", ["0", "1", "nan", "most"])
def test_a_coverage_that_is_no_share_is_refused(people: Path, tmp_path: Path, share: str) -> None:
    done = run("gazetteer", "build", people, "--coverage", share, "-o", tmp_path / "b.names")
    assert done.exit_code == 2 and "--coverage" in done.stderr
    assert not (tmp_path / "b.names").exists()


def test_the_output_must_be_called_names(people: Path, tmp_path: Path) -> None:
    done = run("gazetteer", "build", people, "--output", tmp_path / "people.db")
    assert done.exit_code == 2 and "people.db' does not end in .names" in done.stderr


def test_a_compiled_file_is_no_list(people: Path, tmp_path: Path) -> None:
    done = run("gazetteer", "build", built(people), "--output", tmp_path / "again.names")
    assert done.exit_code == 1 and "people.names is compiled already" in done.stderr


@pytest.mark.parametrize("command", ["match", "why", "check"])
def test_a_compiled_file_stands_alone(people: Path, command: str) -> None:
    file = built(people)
    chosen = ("--gazetteer", file, "--gazetteer", "shipped") if command != "check" else (file, "shipped")
    done = run(*(["gazetteer", "check"] if command == "check" else [command, "Toqaev"]), *chosen)
    assert done.exit_code == 1 and f"{file} is compiled and stands alone" in done.stderr


@pytest.mark.parametrize("option", ["id", "name"])
def test_a_compiled_file_has_no_columns(people: Path, option: str) -> None:
    file = built(people)
    for done in (
        run("match", "Toqaev", "--gazetteer", file, f"--gazetteer-{option}-column", "number"),
        run("gazetteer", "check", file, f"--{option}-column", "number"),
    ):
        assert done.exit_code == 2 and f"{file} is compiled and no table, to which 'number'" in done.stderr


def test_check_says_what_a_compiled_file_holds_and_was_built_by(people: Path) -> None:
    done = run("gazetteer", "check", built(people))
    first, *rest = done.stdout.splitlines()
    assert first == "10 entities (10 no type), 10 forms; whole"
    assert dict(row.split(maxsplit=1) for row in rest[:1]) == {"coverage": "0.8"}
    assert rest[1].endswith(str(people))
    assert rest[2].endswith(f"gazetteer {Gazetteer.read(people).fingerprint}")
    assert fingerprint() in rest[3]


def test_check_finds_one_byte_that_changed(people: Path) -> None:
    file = built(people)
    whole = file.read_bytes()
    file.write_bytes(whole[:200] + bytes([whole[200] ^ 1]) + whole[201:])
    done = run("gazetteer", "check", file)
    assert done.exit_code == 1 and "is damaged (section records" in done.stderr


def test_a_line_that_is_not_json_is_named_and_the_rest_is_checked_too(tmp_path: Path) -> None:
    path, output = tmp_path / "people.jsonl", tmp_path / "people.names"
    lines = [line("a", "Marat Akhmetov"), "{oops\n", line("a", "Serik Bolatov"), line("c", " ")]
    path.write_text("".join(lines), encoding="utf-8")
    output.write_bytes(b"what was there before")
    done = run("gazetteer", "build", path, "--output", output)
    assert done.exit_code == 1
    assert f"{path}:2: this is not JSON" in done.stderr
    assert f'{path}:3: the id "a" is taken, at {path}:1' in done.stderr
    assert f'{path}:4: "name" is empty' in done.stderr
    assert output.read_bytes() == b"what was there before"


@pytest.mark.once
@pytest.mark.parametrize("processes, together", [(1, 1), (1, 3), (2, 3), (3, 1)])
def test_the_file_is_the_same_however_the_work_is_shared(
    people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int, together: int
) -> None:
    whole = built(people).read_bytes()
    monkeypatch.setattr(compiled, "MANY", 0)
    monkeypatch.setattr(index_builder, "TOGETHER", together)
    compiled.build(Gazetteer.read(people), tmp_path / "shared.names", processes=processes)
    assert (tmp_path / "shared.names").read_bytes() == whole


@pytest.mark.once
def test_the_file_is_the_same_whatever_order_sets_have(people: Path, tmp_path: Path) -> None:
    files = []
    for seed in ("1", "2"):
        files.append(tmp_path / f"{seed}.names")
        command = [*BUILD, str(people), "-o", str(files[-1])]
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True)
    assert files[0].read_bytes() == files[1].read_bytes()


WORDS = st.sampled_from(
    "Kassym Jomart De La Tokayev K. Ж. Кемелұлы 托 卡 耶 夫 김 Nguyễn ibn محمد Smith Jr. O'Neil".split()
)


@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=40) | st.sampled_from(NAMES))
def test_neighbours_are_filed_under_the_blocks_of_the_part_they_make(text: str) -> None:
    spelling = fold(text)
    plainly = {block for _, _, whole in neighbours(spelling.parts) for block in joined_blocks(whole)}
    assert set(chunks.neighbour_blocks(spelling)) == plainly


def test_progress_counts_entities_read_and_spellings_folded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_builder, "TOGETHER", 1000)
    read: list[int] = []
    done: list[int] = []
    lists = Gazetteer.read(listing(tmp_path, ["Bob Smith"] * 2500), report=read.append)
    compiled.build(lists, tmp_path / "people.names", report=done.append)
    assert (read, done) == ([1000, 2000], [1000, 2000, 2500])


def test_progress_is_shown_on_a_terminal_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(terminal, "BETWEEN_REPORTS", 0)
    path = listing(tmp_path, ["Bob Smith"] * 1500)
    assert run("gazetteer", "build", path, "-o", tmp_path / "a.names").stderr.count("\n") == 1
    line = ProgressLine(wanted=True)
    build_compiled([str(path)], str(tmp_path / "b.names"), line, {})
    shown = capsys.readouterr().err
    assert "\r1,000 entities read" in shown and "\r1,500 spellings folded" in shown


def test_workers_give_results_in_the_order_of_the_chunks() -> None:
    numbers = list(range(-9, 10))
    with Workers(3) as workers:
        assert list(workers.map(abs, numbers)) == list(map(abs, numbers))
        assert list(workers.map(abs, [])) == []


def test_a_worker_that_ends_is_an_error_and_not_a_wait_without_end() -> None:
    with Workers(2) as workers, pytest.raises(WorkerError, match="has ended"):
        list(workers.map(os._exit, [9, 9, 9]))


@pytest.mark.once
def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    path = listing(tmp_path, [f"Bolat Qasym{n} Toqaev" for n in range(120_000)])
    process = subprocess.Popen(
        [*BUILD, str(path), "-o", str(tmp_path / "people.names")],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while not any(each.suffix == ".part" for each in tmp_path.iterdir()):
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process of the command
    assert process.communicate(timeout=60)[1] == b"names: stopped; nothing was written\n"
    assert process.returncode == INTERRUPTED
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_replaced_while_it_is_open_answers_as_before(people: Path, tmp_path: Path) -> None:
    file = built(people)
    before = Matcher.open(file)
    listing(tmp_path, ["Serik Bolatov"] * 3)
    built(people)
    assert before.match("Dariga Nazarbayeva").status == "matched"
    assert len(before.gazetteer) == len(NAMES)
    after = Matcher.open(file)
    assert after.match("Dariga Nazarbayeva").status == "unknown" and len(after.gazetteer) == 3


@pytest.mark.once
def test_of_two_builds_at_once_into_one_file_one_is_there_whole(tmp_path: Path) -> None:
    lists = [listing(tmp_path, [f"{word} Bolatov"] * 4000, f"{word}.jsonl") for word in ("Serik", "Marat")]
    output = tmp_path / "people.names"
    both = [
        subprocess.Popen([*BUILD, str(path), "-o", str(output)], stderr=subprocess.DEVNULL) for path in lists
    ]
    assert [process.wait(120) for process in both] == [0, 0]
    Store.open(output, fingerprint()).verify()
    assert Matcher.open(output).gazetteer in [Gazetteer.read(path) for path in lists]
    assert sorted(tmp_path.iterdir()) == sorted([output, *lists])


def test_ten_thousand_of_one_name_make_a_small_file_and_a_short_answer(tmp_path: Path) -> None:
    file = built(listing(tmp_path, ["Serik Bolatov"] * 10_000))
    assert file.stat().st_size < 400 * 10_000
    match = Matcher.open(file).match("Serik Bolatov")
    assert match.status != "matched" and 0 < len(match.candidates) <= 50


ODD = {
    "five thousand parts": (" ".join(f"Qasym{n}" for n in range(5000)), "unknown"),
    "as many parts as a text can have": (" ".join("qabcdefghi"[n % 10] * 2 for n in range(200)), "matched"),
    "combining marks alone": ("\u0301\u0327\u0308" * 20, "unknown"),
    "a letter under hundreds of marks": ("e" + "\u0301" * 400, "matched"),
    "signs alone": ("-.,!()", "unknown"),
    "an invisible joiner alone": ("\u200d", "unknown"),
}


@pytest.mark.parametrize("what", ODD)
def test_an_odd_name_is_kept_and_the_others_are_found_beside_it(tmp_path: Path, what: str) -> None:
    name, status = ODD[what]
    file = built(listing(tmp_path, [name, "Dariga Nazarbayeva"]))
    matcher = Matcher.open(file)
    assert matcher.match("Дарига Назарбаева").name == "Dariga Nazarbayeva"
    assert matcher.match(name).status == status
    assert [entity.name for entity in matcher.gazetteer.entities] == [name, "Dariga Nazarbayeva"]
    assert len(Store.open(file, fingerprint()).array("form_parts")) <= MAX_PARTS + 2
