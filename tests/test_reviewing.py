"""A review on a terminal: each answer is kept at once, may be taken back, and is not asked for again."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import pty
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from names import Entity, Form, Gazetteer, Matcher, group
from names.circumstances import circumstances
from names.cli import main
from names.cli.review_screen import filled, hold, question_lines
from names.cli.reviews import LEAST, decided_too_widely
from names.tables import read_decisions
from names.tables.counting import CountedNames, Met
from names.tables.kept_decisions import KeptDecisions
from names.tables.reviewing import Question, Reviewing, questions_of
from names.tables.rows import Asked
from names.tables.table_errors import TableError

LISTED = {"dana": "Dana Omarova", "dina": "Dina Omarova"}
MATCHER = Matcher(
    Gazetteer().extended(
        [Entity(id, name, (Form(name, "name"),), "person", born=1970) for id, name in LISTED.items()]
    )
)
HOSTILE = '=1+1, "x"\x1b]0;owned\x07\x9b2J; y'


def asked_of(*spellings: str) -> list[Question]:
    grouped = group(spellings)
    counted = CountedNames({Asked(text): Met(1, f"{text} | a row") for text in spellings})
    matches = {name: MATCHER.match(name.spelling) for name in counted.names}
    return questions_of(grouped, counted, matches, LEAST)


def decided(path: Path) -> Mapping[str, str | None]:
    found = read_decisions(path, MATCHER).decided
    return {str(name): entity.id if entity else None for name, entity in found.items()}


@contextlib.contextmanager
def review(path: Path, *spellings: str) -> Iterator[Reviewing]:
    with KeptDecisions(path) as kept:
        yield Reviewing(asked_of(*spellings), kept)


def press(path: Path, keys: str, *spellings: str) -> Reviewing:
    """Answer with keys, until there are no more of them."""
    pressed = iter(keys)
    with review(path, *spellings) as reviewing:
        hold(reviewing, lambda: next(pressed, ""))
    return reviewing


SEVERAL = ("Almira Seitkali", "Алмира Сейтқали", "D. Omarova", "Serik Zhunisov")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "decisions.csv"


class TestAnswers:
    """What keys do."""

    def test_an_answer_is_of_all_spellings_of_a_name(self, path: Path) -> None:
        press(path, "n", *SEVERAL)
        rows = path.read_text(encoding="utf-8").splitlines()[1:]
        assert rows == [
            f"{each},,,,,x,,almira-seitkali,Almira Seitkali,{dt.date.today()}"
            for each in ("Almira Seitkali", "Алмира Сейтқали")
        ]

    def test_a_number_chooses_one_of_those_shown(self, path: Path) -> None:
        [question] = asked_of("D. Omarova")
        assert len(question.choices) == 2
        press(path, "2", "D. Omarova")
        assert decided(path) == {"D. Omarova": question.choices[1].candidate.entity.id}

    @pytest.mark.parametrize("key", ["3", "0", "x", "\x1b[A", "11", "²", " "])
    def test_a_key_that_says_nothing_decides_nothing(self, path: Path, key: str) -> None:
        keys = iter([key])
        with review(path, "D. Omarova") as reviewing:
            hold(reviewing, lambda: next(keys, ""))
        assert (reviewing.decided, reviewing.left, decided(path)) == (0, 1, {})

    def test_what_is_skipped_stays_open(self, path: Path) -> None:
        reviewing = press(path, "suu", *SEVERAL)
        assert decided(path) == {"D. Omarova": None, "Serik Zhunisov": None}
        assert (reviewing.decided, reviewing.left) == (2, 1)

    def test_back_takes_answers_back_one_by_one(self, path: Path) -> None:
        reviewing = press(path, "nub1bbbs1", *SEVERAL)
        assert len(decided(path)) == 1 and reviewing.place == 2
        press(path.with_name("all.csv"), "ssub1", "D. Omarova", "Serik Zhunisov", "Nurlan Abdirov")
        assert decided(path.with_name("all.csv")) == {}

    def test_the_last_answer_can_be_taken_back_too(self, path: Path) -> None:
        reviewing = press(path, "ubq", "Serik Zhunisov")
        assert (decided(path), reviewing.place) == ({}, 0)

    def test_spellings_of_a_group_may_be_settled_each_by_itself(self, path: Path) -> None:
        reviewing = press(path, "enu", *SEVERAL[:2])
        assert decided(path) == {"Almira Seitkali": None, "Алмира Сейтқали": None}
        rows = path.read_text(encoding="utf-8").splitlines()[1:]
        assert [row.rpartition(",")[0][-6:] for row in rows] == [",,x,,,", ",-,,,,"]
        assert len(reviewing.questions) == 2

    def test_keys_of_a_russian_keyboard_are_the_same_keys(self, path: Path) -> None:
        press(path, "гй", "Serik Zhunisov")
        assert decided(path) == {"Serik Zhunisov": None}

    def test_any_spelling_comes_back_as_it_was(self, path: Path) -> None:
        press(path, "u", HOSTILE)
        assert decided(path) == {HOSTILE: None}

    def test_what_the_rows_say_besides_goes_with_the_decision(self, path: Path) -> None:
        names = [Asked("S. Zhunisov", circumstances("kz", year)) for year in (1967, 1980)]
        counted = CountedNames({name: Met(1, "a row") for name in names})
        matches = {name: MATCHER.match(name.spelling) for name in names}
        questions = questions_of(group(dict.fromkeys(names, 1)), counted, matches, LEAST)
        with KeptDecisions(path, ["born", "country"]) as kept:
            reviewing = Reviewing(questions, kept)
            reviewing.mark_nobody()
            reviewing.skip()
        kept_ones = read_decisions(path, MATCHER)
        assert [kept_ones.decides(name) for name in names] == [True, False]

    def test_a_decision_that_would_hold_for_rows_that_say_more_is_not_asked_for(self) -> None:
        said = (None, circumstances("kz"), circumstances("kz", 1967), circumstances("uz"))
        names = [Asked("A", beside) for beside in said]
        counted = CountedNames({name: Met(1, "") for name in (*names, Asked("B"))})
        assert decided_too_widely(counted) == set(names[:2])


class TestScreen:
    """What is shown."""

    def test_nothing_that_a_terminal_obeys_is_shown(
        self, path: Path, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        press(path, "u", HOSTILE)
        shown = capsysbinary.readouterr().out.decode()
        assert "owned" in shown and not {"\x1b", "\x07", "\x9b"} & set(shown)

    def test_whom_a_name_may_mean_is_shown_by_name_with_score_and_reason(self) -> None:
        [question] = asked_of("D. Omarova")
        lines = list(question_lines(question, 0, 1))
        assert any(line.startswith("  1  D") and "Omarova" in line and "0." in line for line in lines)
        assert sum("“D. Omarova”: " in line for line in lines) == 2

    def test_keys_are_never_broken_from_what_they_do(self) -> None:
        assert list(filled(["[n] new", "[u] not in the list"], 20)) == ["[n] new", "[u] not in the list"]


class TestFile:
    """The file that is gone on with."""

    def test_a_review_from_a_spreadsheet_is_gone_on_with_in_its_own_form(self, path: Path) -> None:
        path.write_bytes("\ufeffSpelling;ID;New;group\r\nA B;-;;\r\nC D;;;g".encode())
        press(path, "u", "Serik Zhunisov")
        assert path.read_bytes().endswith(b"C D;;;g\r\nSerik Zhunisov;-;;\r\n")
        assert decided(path) == {"A B": None, "Serik Zhunisov": None}

    @pytest.mark.parametrize(
        ("content", "why"),
        [
            ("spelling,id,new\nБолат,,x\n".encode("cp1251"), "no text in UTF-8"),
            (b"spelling,id,note\nA,,\n", "no one column new"),
            (b'spelling,id,new\nA,"b', "its rows cannot be told"),
            (b"\n", "no one column spelling"),
        ],
    )
    def test_a_file_that_cannot_be_gone_on_with_stays_as_it_is(
        self, path: Path, content: bytes, why: str
    ) -> None:
        path.write_bytes(content)
        with pytest.raises(TableError, match=why):
            KeptDecisions(path)
        assert path.read_bytes() == content

    def test_a_column_that_tells_namesakes_apart_has_to_be_there(self, path: Path) -> None:
        path.write_bytes(b"spelling,id,new\n")
        with pytest.raises(TableError, match="no one column born"):
            KeptDecisions(path, ["born"])

    def test_two_reviews_do_not_write_one_file(self, path: Path) -> None:
        with KeptDecisions(path), pytest.raises(TableError, match="another review"):
            KeptDecisions(path)

    def test_what_somebody_else_wrote_meanwhile_is_not_taken_back(self, path: Path) -> None:
        with KeptDecisions(path) as kept:
            before = kept.add([{"spelling": "A", "id": "-"}])
            with path.open("a", encoding="utf-8") as other:
                other.write("B,,,,-,,,,\n")
            with pytest.raises(TableError, match="changed by somebody else"):
                kept.take_back(before)
        assert decided(path) == {"A": None, "B": None}

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(TableError, match="cannot be written"):
            KeptDecisions(tmp_path)


def test_without_a_terminal_one_line_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("who\nAsem Bek\n", encoding="utf-8")
    command = ["review", str(tmp_path / "people.csv"), "-c", "who"]
    result = CliRunner().invoke(main, [*command, "--decisions", str(tmp_path / "d.csv")])
    assert (result.exit_code, result.output.count("\n")) == (1, 1) and "--output FILE" in result.output
    assert not (tmp_path / "d.csv").exists()
    assert "--decisions FILE.csv" in CliRunner().invoke(main, command).output


class OnTerminal:
    """A review in a process of its own, on a terminal 40 columns wide."""

    def __init__(self, *arguments: str | Path) -> None:
        self._ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, 40))
        command = [sys.executable, "-m", "names", *map(str, arguments)]
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)
        self.shown = ""

    def until(self, text: str) -> None:
        """Read what is shown until it holds a text."""
        while text not in self.shown.replace("\r\n", " "):
            self.shown += os.read(self._ours, 4096).decode("utf-8", "replace")

    def is_raw(self) -> bool:
        """Whether a key is waited for: keys that come before are thrown away."""
        return not int(termios.tcgetattr(self._ours)[3]) & termios.ICANON

    def press(self, key: str) -> None:
        """Press a key as soon as one is waited for."""
        while not self.is_raw():
            time.sleep(0.01)
        self.shown = ""
        os.write(self._ours, key.encode())

    def end(self, number: int = 0) -> int:
        """Wait for its end, or bring it about; return its exit status."""
        if number:
            self.process.send_signal(number)
        status = self.process.wait(60)
        os.close(self._ours)
        return status


@pytest.mark.once
def test_a_killed_review_goes_on_where_it_was(tmp_path: Path) -> None:
    table, path = tmp_path / "people.csv", tmp_path / "decisions.csv"
    table.write_text("who\nAsem Bek\nSerik Zhunisov\nNurlan Abdirov\n", encoding="utf-8")
    (tmp_path / "list.yaml").write_text("format: 1\nentities:\n- {id: a, name: A B}\n", encoding="utf-8")
    command = ("review", table, "-c", "who", "--gazetteer", tmp_path / "list.yaml", "--decisions", path)
    terminal = OnTerminal(*command)
    terminal.until("1/3  Asem Bek")
    terminal.press("n")
    terminal.until("2/3  Nurlan Abdirov")
    assert terminal.end(signal.SIGKILL) == -signal.SIGKILL
    assert decided(path) == {"Asem Bek": None}
    terminal = OnTerminal(*command)
    terminal.until("1/2  Nurlan Abdirov")
    terminal.press("u")
    terminal.until("2/2  Serik Zhunisov")
    terminal.press("q")
    terminal.until("1 name left open")
    assert terminal.end() == 0
    assert decided(path) == {"Asem Bek": None, "Nurlan Abdirov": None}
