"""The command line: what it prints, where, and how it ends."""

from __future__ import annotations

import errno
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from names import Matcher, __version__
from names.cli import main
from names.cli.terminal import wrapped
from names.decision import render_score
from names.defaults import THRESHOLD
from names.kernel import library

SAMPLE = Path(__file__).parents[1] / "examples" / "sample.csv"
PEOPLE = "id,name\ntokayev,Kassym-Jomart Tokayev\nnazarbayev,Nursultan Nazarbayev\n"


@pytest.fixture
def people(tmp_path: Path) -> str:
    path = tmp_path / "gazetteer.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return str(path)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text("person,n\nKassym-Jomart Tokayev,1\nJane Doe,2\n", encoding="utf-8")
    return path


def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin)


def start(*arguments: str | Path, **given: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "names", *map(str, arguments)]
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | given
    variables = {k: v for k, v in os.environ.items() if k != "COLUMNS"}
    return subprocess.Popen(command, env=variables, **streams)  # type: ignore[call-overload,no-any-return]


def endless(path: Path, rows: int = 400_000) -> Path:
    """A table of spellings all different, which takes much longer than any test waits."""
    path.write_text("person\n" + "".join(f"Jomart Qasym{i} Toqaev\n" for i in range(rows)), encoding="utf-8")
    return path


def test_normalize_writes_the_table_to_standard_output_and_the_summary_to_standard_error(
    table: Path, people: str
) -> None:
    result = run("normalize", table, "--column", "person", "--gazetteer", people)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "person,n,person_name,person_id,person_score,person_status"
    assert lines[1].startswith("Kassym-Jomart Tokayev,1,Kassym-Jomart Tokayev,tokayev,")
    assert result.stderr.startswith("names: 2 rows, 2 names, 2 of them distinct\n")
    assert "Jane Doe (1)" in result.stderr and "gazetteer " in result.stderr
    assert "% read" not in result.stderr


def test_a_table_may_come_through_a_pipe(people: str) -> None:
    result = run("normalize", "-", "-c", "person", "--gazetteer", people, stdin=b"person\nJane Doe\n")
    assert result.stdout.splitlines()[1] == "Jane Doe,,,0.0000,unknown"


def test_an_output_file_is_written_and_standard_output_stays_empty(table: Path, people: str) -> None:
    target = table.with_name("out.csv")
    result = run("normalize", table, "-c", "person", "-o", target, "--gazetteer", people)
    assert (result.exit_code, result.stdout) == (0, "")
    assert target.read_bytes() == run("normalize", table, "-c", "person", "--gazetteer", people).stdout_bytes


def test_every_option_of_normalize_reaches_the_table(table: Path, people: str) -> None:
    given = [
        "--best",
        "--replace",
        "--candidates",
        "1",
        "--separator",
        ";",
        "--delimiter",
        ",",
        "--prefix",
        "x_",
        "--bom",
    ]
    result = run("normalize", table, "-c", "person", *given, "--encoding", "utf-8", "--gazetteer", people)
    assert (
        result.stdout.splitlines()[0]
        == "\ufeffperson,n,x_person_id,x_person_score,x_person_status,x_person_candidates"
    )


def test_the_threshold_decides_and_the_default_is_that_of_the_library(table: Path, people: str) -> None:
    strict = run("normalize", table, "-c", "person", "--gazetteer", people, "--threshold", "1")
    assert ",matched" not in strict.stdout
    default = next(p for p in main.commands["normalize"].params if p.name == "threshold").default
    assert default == THRESHOLD


def test_every_command_that_takes_a_list_takes_its_coverage() -> None:
    taking = {
        name: {option.name for option in command.params}
        for name, command in main.commands.items()
        if any(option.name == "gazetteers" for option in command.params)
    }
    of_tables = {"normalize", "conventions", "group", "review", "evaluate"}
    assert taking.keys() == {*of_tables, "match", "why", "find", "serve", "mcp"}
    assert all("coverage" in options for options in taking.values())


def test_a_coverage_on_the_command_line_is_that_of_the_library(
    table: Path, people: str, tmp_path: Path
) -> None:
    matcher = Matcher.open(people, coverage=0.1)
    sure = Matcher.open(people)
    score = matcher.match("Tokayev").score
    assert score < sure.match("Tokayev").score
    given = ["--gazetteer", people, "--coverage", "0.1"]
    assert json.loads(run("match", "Tokayev", *given, "--format", "json").stdout)["score"] == score
    account = json.loads(run("why", "Tokayev", "tokayev", *given, "--format", "json").stdout)
    assert account["outlook"]["score"] == score
    table.write_text("person\nTokayev\n", encoding="utf-8")
    done = run("normalize", table, "-c", "person", *given)
    assert render_score(score) in done.stdout
    assert "threshold 0.8, coverage 0.1\n" in done.stderr
    (tmp_path / "a.txt").write_text("Yesterday Nursultan Nazarbayev spoke.", encoding="utf-8")
    given = ["--gazetteer", people, "--coverage", "0.0001"]
    (here,) = map(json.loads, run("find", tmp_path / "a.txt", "--gazetteer", people).stdout.splitlines())
    found = [json.loads(line) for line in run("find", tmp_path / "a.txt", *given).stdout.splitlines()]
    assert here["status"] == "matched" and all(each["score"] < here["score"] for each in found)
    assert run("conventions", table, "-c", "person", *given).exit_code == 0


def test_the_manifest_records_a_coverage_that_was_given(table: Path, people: str, tmp_path: Path) -> None:
    asked: list[str | Path] = [
        "normalize",
        table,
        "-c",
        "person",
        "--gazetteer",
        people,
        "--manifest",
        tmp_path / "run.json",
    ]
    assert run(*asked, "--coverage", "0.25").exit_code == 0
    assert json.loads((tmp_path / "run.json").read_text())["options"]["coverage"] == 0.25
    assert run(*asked).exit_code == 0
    assert "coverage" not in json.loads((tmp_path / "run.json").read_text())["options"]


ASSUMED = "  assumed that 80 % of the names stand for somebody listed; if fewer do, say so: --coverage 0.5\n"


def test_the_closing_lines_tell_once_which_coverage_was_assumed(
    table: Path, people: str, tmp_path: Path
) -> None:
    run("gazetteer", "build", people, "-o", tmp_path / "people.names")
    for file in (people, tmp_path / "people.names"):
        said = run("normalize", table, "-c", "person", "--gazetteer", file).stderr
        assert said.count(ASSUMED) == said.count("assumed") == 1


@pytest.mark.once
def test_the_closing_lines_are_silent_of_a_coverage_that_somebody_said(
    table: Path, people: str, tmp_path: Path
) -> None:
    declaring = tmp_path / "list.yaml"
    declaring.write_text("format: 1\ncoverage: 0.8\nentities:\n- {id: a, name: Almira Seitkali}\n", "utf-8")
    run("gazetteer", "build", people, "--coverage", "0.8", "-o", tmp_path / "told.names")
    run("gazetteer", "build", declaring, "-o", tmp_path / "declared.names")
    for given in (
        [],
        ["--gazetteer", "shipped"],
        ["--gazetteer", people, "--gazetteer", "shipped"],  # which declares its own
        ["--gazetteer", people, "--coverage", "0.8"],
        ["--gazetteer", declaring],
        ["--gazetteer", people, "--gazetteer", declaring],
        ["--gazetteer", tmp_path / "told.names"],
        ["--gazetteer", tmp_path / "declared.names"],
    ):
        done = run("normalize", table, "-c", "person", *given)
        assert done.exit_code == 0 and "assumed" not in done.stderr, given


@pytest.mark.once
def test_a_gazetteer_stands_instead_of_the_shipped_one_and_shipped_adds_that_back(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("number,who\n7,Almira Seitkali\n", encoding="utf-8")
    columns = ["--gazetteer-id-column", "number", "--gazetteer-name-column", "who"]
    alone = run("match", "Nursultan Nazarbayev", "Almira Seitkali", "--gazetteer", own, *columns)
    both = run("match", "Nursultan Nazarbayev", "--gazetteer", own, "--gazetteer", "shipped", *columns)
    assert "nursultan-nazarbayev" not in alone.stdout and "7" in alone.stdout
    assert "nursultan-nazarbayev" in both.stdout


def test_the_sample_gives_one_id_for_each_person_and_none_for_a_stranger() -> None:
    rows = run("normalize", SAMPLE, "-c", "person").stdout.splitlines()[1:]
    ids = [row.split(",")[-3] for row in rows]
    assert len(rows) == 14
    assert set(ids[:6]) == {"kassym-jomart-tokayev"}
    assert set(ids[6:8]) == {"nursultan-nazarbayev"}
    assert set(ids[8:10]) == {"dariga-nazarbayeva"}
    assert ids[13] == "" and rows[13].endswith(",unknown")


def test_match_says_who_why_and_who_else() -> None:
    lines = run("match", "Qasym-Zhomart Toqaev").stdout.splitlines()
    assert lines[0] == "Qasym-Zhomart Toqaev"
    assert lines[1].split() == ["matched", "Kassym-Jomart", "Tokayev"]
    assert lines[2].split() == ["id", "kassym-jomart-tokayev"]
    assert lines[4].startswith("  because   ")


def test_match_writes_one_json_object_a_line() -> None:
    result = run("match", "Qasym-Zhomart Toqaev", "Zzyzx Qwfpgj", "--format", "json", "--candidates", "0")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [a["id"] for a in answers] == ["kassym-jomart-tokayev", None]
    assert [len(a["candidates"]) for a in answers] == [1, 0]


def test_match_reads_names_from_a_pipe() -> None:
    result = run("match", "-", "--format", "json", stdin="Тоқаев Қасым-Жомарт\r\nJane Doe\n".encode())
    queries = [json.loads(line)["query"] for line in result.stdout.splitlines()]
    assert queries == ["Тоқаев Қасым-Жомарт", "Jane Doe"]


def test_match_says_which_line_of_a_pipe_is_not_utf8() -> None:
    result = run("match", "-", stdin=b"\xef\xbb\xbfJane Doe\nTo\xea\xe0yev\n")
    assert result.exit_code == 1
    assert result.stdout.startswith("Jane Doe\n")
    assert result.stderr.startswith("names: standard input, line 2: the bytes EA E0 79 65 are not UTF-8; ")
    assert result.stderr.count("\n") == 1


def test_match_stands_bytes_that_are_no_text_and_shows_no_control_characters() -> None:
    names = [b"To\xffkayev", b"Toqaev\x1b[2J"]
    for form in ("table", "json"):
        command = [sys.executable, "-m", "names", "match", *names, "--format", form]
        done = subprocess.run(command, capture_output=True)
        assert done.returncode == 0, done.stderr
        assert b"\x1b" not in done.stdout and b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["normalize", "missing.csv", "-c", "person"], "there is no file missing.csv"),
        (["normalize", ".", "-c", "person"], ". is a folder"),
        (["normalize", "table.csv", "-c", "persn"], "table.csv has no column 'persn'.*'person', 'n'"),
        (["normalize", "table.csv", "-c", "person", "-o", "table.csv"], "is the input itself"),
        (["normalize", "table.csv", "-c", "person", "-o", "no/out.csv"], "there is no folder"),
        (["normalize", "table.csv", "-c", "person", "-o", "."], "output . is a folder"),
        (["normalize", "binary.csv", "-c", "person"], "binary.csv is binary data"),
        (
            ["normalize", "quote.csv", "-c", "person", "-o", "out.csv"],
            "quote.csv, line 2: a quote opened .* is never closed",
        ),
        (["normalize", "headless.csv", "-c", "person"], "its first line, taken as the header, has"),
        (["normalize", "table.csv", "-c", "person", "--encoding", "x"], "encoding 'x' is not known"),
        (["normalize", "table.csv", "-c", "person", "--encoding", "idna"], "encoding 'idna' is not known"),
        (["normalize", "table.csv", "-c", "person", "--encoding", "utf-16"], "table.csv does not begin with"),
        (["normalize", "table.csv", "-c", "Person"], r"\(did you mean 'person'\?\)"),
        (
            ["normalize", "table.csv", "-c", "person", "--gazetteer", "no.yaml"],
            "no.yaml: there is no such file",
        ),
        (["match", "Toqaev", "--gazetteer", "no.yaml"], "no.yaml: there is no such file"),
        (["gazetteer", "check", "no.yaml"], "no.yaml: there is no such file"),
    ],
)
def test_bad_input_is_one_line_and_status_one(
    arguments: list[str], message: str, tmp_path: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("binary.csv").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe")
    Path("quote.csv").write_text('person,n\n"Jane Doe,1\nJane Doe,2\n')
    Path("headless.csv").write_text("Kassym-Jomart Tokayev,1\nJane Doe,2\n")
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert re.match(f"names: .*{message}", result.stderr) and result.stderr.count("\n") == 1
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unwritable for root")
def test_an_output_without_permission_is_refused(table: Path) -> None:
    table.parent.chmod(0o500)
    result = run("normalize", table, "-c", "person", "-o", table.with_name("out.csv"))
    table.parent.chmod(0o700)
    assert result.exit_code == 1 and "permission denied" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("verb", [["match", "Toqaev"], ["normalize", str(SAMPLE), "-c", "person"]])
def test_an_output_that_is_full_is_bad_input_without_a_traceback(verb: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-m", "names", *verb], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr.startswith(b"names: ") and done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["normalise"],
        ["normalize", "x.csv", "--header-row", "0"],
        ["normalize", "x.csv", "-c", "a", "--threshold", "1.5"],
        ["normalize", "x.csv", "-c", "a", "--threshold", "nan"],
        ["match", "x", "--threshold", "nan"],
        *(["match", "x", "--coverage", wrong] for wrong in ("0", "1", "-0.5", "1.5", "80", "nan", "half")),
        ["normalize", "x.csv", "-c", "a", "--coverage", "0"],
        ["why", "x", "--coverage", "1"],
        ["find", "x.txt", "--coverage", "nan"],
        ["conventions", "x.csv", "-c", "a", "--coverage", "2"],
        ["match"],
        ["match", "x", "--format", "xml"],
        ["gazetteer", "check"],
    ],
)
def test_bad_usage_is_status_two_in_plain_lines(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2 and result.stdout == ""
    assert "Error: " in result.stderr and "─" not in result.stderr


def test_help_has_examples_and_the_version_is_one_line() -> None:
    for verb in ([], ["normalize"], ["match"], ["gazetteer", "check"]):
        assert re.search(r"Examples:\n +names ", run(*verb, "--help").stdout)
    assert run("--version").stdout.count("\n") == 1


def test_the_version_says_whether_the_kernel_is_in(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = "with the kernel\n" if library() else "without the kernel (it was not compiled"
    assert f"names {__version__}, {wanted}" in run("--version").stdout
    monkeypatch.setenv("NAMES_KERNEL", "off")
    without = "without the kernel (NAMES_KERNEL is set to off): the same answers, slower\n"
    assert run("--version").stdout == f"names {__version__}, {without}"


def test_a_run_without_the_kernel_says_so_once_at_its_end(
    table: Path, people: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAMES_KERNEL", "off")
    lines = run("normalize", table, "--column", "person", "--gazetteer", people).stderr.splitlines()
    assert [line for line in lines if "kernel" in line] == lines[-1:]
    assert lines[-1] == "  without the kernel (NAMES_KERNEL is set to off): the same answers, slower"


def test_gazetteer_check_prints_every_fault_and_then_a_summary_once_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,name\na,Tokayev\na,Toqaev\nb,\n", encoding="utf-8")
    faulty = run("gazetteer", "check", path)
    assert faulty.exit_code == 1 and faulty.stdout == ""
    assert len(faulty.stderr.splitlines()) == 2
    path.write_text("id,name\na,Tokayev\nb,Tokayev\n", encoding="utf-8")
    sound = run("gazetteer", "check", path)
    assert sound.exit_code == 0 and sound.stdout.startswith("2 entities")
    assert "warning: " in sound.stderr
    renamed = run("gazetteer", "check", path, "--id-column", "id", "--name-column", "who")
    assert renamed.exit_code == 1 and "who" in renamed.stderr


def test_the_shipped_gazetteer_has_no_faults() -> None:
    assert run("gazetteer", "check", "shipped").exit_code == 0


@pytest.mark.once
def test_when_the_reader_of_the_pipe_leaves_the_command_ends_in_silence(tmp_path: Path) -> None:
    process = start("normalize", endless(tmp_path / "long.csv"), "-c", "person")
    assert process.stdout and process.stderr
    assert process.stdout.readline().startswith(b"person,person_name")
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 0


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_stopped_half_way_leaves_no_output_file(tmp_path: Path, number: int, status: int) -> None:
    source = endless(tmp_path / "long.csv")
    process = start("normalize", source, "-c", "person", "-o", tmp_path / "out.csv")
    deadline = time.monotonic() + 30
    while not list(tmp_path.glob(".out.csv.*.part")) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.3)
    process.send_signal(number)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == status
    assert b"Traceback" not in errors and errors.count(b"\n") <= 1
    assert (b"stopped; no output file was written" in errors) == (number == signal.SIGINT)
    assert [p.name for p in tmp_path.iterdir()] == ["long.csv"]


LOST = """
import os, signal, sys, time
from names.cli.program import ending_in_words, leave_cleanly_when_told_to

class Last:
    def __del__(self):
        os.kill(os.getpid(), int(sys.argv[1]))
        time.sleep(0.2)

leave_cleanly_when_told_to()
try:
    with ending_in_words():
        last = Last()
        del last
        time.sleep(60)
except BaseException as end:
    sys.exit(getattr(end, "exit_code", getattr(end, "code", 1)))
"""


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stop_that_python_drops_in_a_destructor_is_asked_for_again(number: int, status: int) -> None:
    done = subprocess.run([sys.executable, "-c", LOST, str(int(number))], capture_output=True, timeout=30)
    assert (done.returncode, b"Traceback" in done.stderr) == (status, False)


STOPPED_IN_A_TEXT = """
import os, signal, sys, time
from names.cli.program import ending_in_words
try:
    with ending_in_words():
        exec("os.kill(os.getpid(), signal.SIGINT); time.sleep(60)")
except BaseException as end:
    sys.exit(end.exit_code)
"""


def test_a_stop_inside_a_text_that_is_run_ends_with_the_status_of_a_stop(tmp_path: Path) -> None:
    (tmp_path / "stopped.py").write_text(STOPPED_IN_A_TEXT, encoding="utf-8")
    paths = os.pathsep.join([str(tmp_path), *sys.path])
    done = subprocess.run(
        [sys.executable, "-m", "stopped"],
        capture_output=True,
        timeout=30,
        env=os.environ | {"PYTHONPATH": paths},
    )
    assert (done.returncode, done.stderr) == (130, b"names: stopped\n")


def test_a_stop_speaks_of_no_output_file_where_none_was_asked_for(tmp_path: Path) -> None:
    reading = start("match", "-", stdin=subprocess.PIPE)
    assert reading.stdin and reading.stdout
    reading.stdin.write(b"Jane Doe\n")
    reading.stdin.flush()
    reading.stdout.readline()
    reading.send_signal(signal.SIGINT)
    assert reading.communicate(timeout=30)[1] == b"names: stopped\n"
    assert reading.returncode == 130
    writing = start("normalize", endless(tmp_path / "long.csv"), "-c", "person")
    assert writing.stdout
    writing.stdout.readline()
    writing.send_signal(signal.SIGINT)
    assert writing.communicate(timeout=30)[1] == b"names: stopped; the table is not whole\n"


def read_terminal(terminal: int) -> bytes:
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError as error:
            if error.errno == errno.EIO:  # how a terminal says that the other end is gone
                return shown
            raise
        if not piece:
            return shown
        shown += piece


def on_terminal(*arguments: str | Path, stdout: bool = False, stdout_to: int = subprocess.PIPE) -> str:
    """What a terminal 80 columns wide shows of the messages of a command, and of its output if asked for."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    process = start(*arguments, stderr=theirs, stdout=theirs if stdout else stdout_to)
    os.close(theirs)
    if process.stdout:
        process.stdout.read()
    shown = read_terminal(ours)
    assert process.wait(60) == 0
    return shown.decode()


@pytest.mark.once
def test_progress_is_shown_on_a_terminal_while_the_table_goes_to_a_file(tmp_path: Path) -> None:
    command = ["normalize", str(endless(tmp_path / "long.csv", 4_000)), "-c", "person"]
    shown = on_terminal(*command, "-o", tmp_path / "out.csv")
    assert "rows written" in shown and "names: 4,000 rows" in shown
    with (tmp_path / "redirected.csv").open("wb") as file:
        assert "rows written" in on_terminal(*command, stdout_to=file.fileno())


def test_progress_is_not_shown_where_the_table_may_be_seen_beside_it(tmp_path: Path) -> None:
    command = ["normalize", str(endless(tmp_path / "long.csv", 500)), "-c", "person"]
    for stdout in (True, False):  # the terminal, and a pipe that may end in a pager
        shown = on_terminal(*command, stdout=stdout)
        assert "rows written" not in shown and "names: 500 rows" in shown


def test_lines_are_broken_at_words_on_a_terminal_alone(tmp_path: Path) -> None:
    query = "Токаев Касым-Жомарт Кемелевич"
    shown = on_terminal("match", query, stdout=True).splitlines()
    assert max(map(len, shown)) <= 80
    piped = run("match", query).stdout.splitlines()
    assert len(piped) < len(shown)
    assert " ".join(" ".join(shown).split()) == " ".join(" ".join(piped).split())
    table = tmp_path / "table.csv"
    table.write_text(
        "person\n" + "".join(f"Zzyzx Qwfpgjluyarst Neio{n}\n" for n in range(5)), encoding="utf-8"
    )
    summary = on_terminal("normalize", table, "-c", "person", "-o", tmp_path / "out.csv").splitlines()
    assert max(map(len, summary)) <= 80 and sum("Zzyzx" in line for line in summary) > 1


def test_wide_letters_are_counted_by_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    assert list(wrapped("  say  ", "托卡耶夫 托卡耶夫 is one", terminal)) == [
        "  say  托卡耶夫",
        "       托卡耶夫 is",
        "       one",
    ]


def left_by(*args: str, tell: str) -> str:
    """Return what holds in a fresh Python once it has run a command."""
    code = f"from names.cli import main; import os, sys\ntry: main({[*args]})\nexcept SystemExit: pass\n"
    done = subprocess.run([sys.executable, "-c", f"{code}print({tell})"], capture_output=True, check=True)
    return done.stdout.decode().splitlines()[-1]


def test_no_verb_imports_what_it_does_not_need() -> None:
    heavy = {"polars", "hypothesis", "rich", "names.tables"}
    assert left_by("match", "Toqaev", tell=f"{heavy} & set(sys.modules)") == "set()"


def test_a_table_of_text_imports_nothing_for_other_tables(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("person\n" + "".join(f"Toqaev {n}\n" for n in range(30)), encoding="utf-8")
    heavy = {"polars", "sqlite3", "zipfile", "openpyxl", "yaml", "multiprocessing", "names.conventions"}
    heavy |= {"names.tables.databases", "names.tables.workbooks"}
    args = ("normalize", str(table), "-c", "person", "-o", str(tmp_path / "out.csv"))
    assert left_by(*args, tell=f"{heavy} & set(sys.modules)") == "set()"
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").count("\n") == 31


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted where Linux lists them")
def test_no_thread_is_started_for_one_name() -> None:
    assert left_by("match", "Toqaev", tell="len(os.listdir('/proc/self/task'))") == "1"
