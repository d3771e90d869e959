"""Decisions override the matcher; a manifest says what a run was made of."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from click.testing import CliRunner

from names import Entity, Form, Gazetteer, Matcher, __version__
from names.circumstances import circumstances
from names.cli import main
from names.cli.normalize import summary_lines, unread_conditions
from names.tables import (
    Decisions,
    Options,
    Summary,
    TableError,
    normalize_csv,
    normalize_files,
    read_decisions,
)
from names.tables.decisions import DecisionError, check_tables
from tests.test_formats import FORMATS, answers_in, expected, read, written
from tests.test_tables import MATCHER

COLUMN = Options(columns=("person",))
LIST = "id,name\ntokayev,Kassym-Jomart Tokayev\nnazarbayev,Nursultan Nazarbayev\n"


def merged_matcher() -> Matcher:
    old = Entity("old", "Marat K.", (Form("Marat K.", "name"),), "person", replaced_by="newer")
    newer = Entity("newer", "Marat K.", (Form("Marat K.", "name"),), "person", replaced_by="new")
    new = Entity("new", "Marat Kozhayev", (Form("Marat Kozhayev", "name"),), "person")
    return Matcher(Gazetteer().extended([old, newer, new]))


def decisions(folder: Path, text: str, matcher: Matcher = MATCHER) -> Decisions:
    path = folder / "decisions.csv"
    path.write_bytes(text.encode())
    return read_decisions(path, matcher)


def normalized(table: str, decided: Decisions, **options: object) -> tuple[list[str], Summary]:
    out = io.BytesIO()
    chosen = Options(columns=("person",), **options)  # type: ignore[arg-type]
    summary = normalize_csv(io.BytesIO(table.encode()), out, decided, chosen)
    return out.getvalue().decode().splitlines()[1:], summary


def test_a_decided_spelling_gets_its_entity_whatever_the_matcher_says(tmp_path: Path) -> None:
    decided = decisions(
        tmp_path,
        "spelling,id,note\nThe Boss,nursultan-nazarbayev,as the paper says\n"
        '" Marat Kozhayev ",marat-kozhayev-2,\n'
        "Toqaev,,his nephew\n",
    )
    rows, summary = normalized(
        "person\nThe Boss\n Marat Kozhayev\nToqaev\ntoqaev\nthe boss\n", decided, candidates=1
    )
    assert rows[:3] == [
        "The Boss,Nursultan Nazarbayev,nursultan-nazarbayev,1.0000,matched,nursultan-nazarbayev:1.0000",
        " Marat Kozhayev,Marat Kozhayev,marat-kozhayev-2,1.0000,matched,marat-kozhayev-2:1.0000",
        "Toqaev,,,0.0000,unknown,",
    ]
    assert rows[3].startswith("toqaev,Kassym-Jomart Tokayev,") and rows[4].startswith("the boss,,,")
    assert (summary.matched, summary.unknown, len(decided), len(decided.met)) == (3, 2, 3, 3)


def test_nobody_stays_nobody_where_the_best_candidate_fills_the_gaps(tmp_path: Path) -> None:
    decided = decisions(tmp_path, "spelling;id\nMarat Kozhayev;\n")
    assert normalized("person\nMarat Kozhayev\n", decided, best=True)[0] == [
        "Marat Kozhayev,,,0.0000,unknown"
    ]


def test_each_of_several_people_in_a_cell_may_be_decided(tmp_path: Path) -> None:
    decided = decisions(tmp_path, "id\tspelling\nnursultan-nazarbayev\tThe Boss\n")
    rows, _ = normalized("person\nThe Boss; Toqaev\n", decided, separator=";", replace=True)
    assert rows[0].startswith(
        "Nursultan Nazarbayev; Kassym-Jomart Tokayev,nursultan-nazarbayev;kassym-jomart"
    )


@pytest.mark.parametrize("form", FORMATS)
def test_decisions_count_in_every_format(tmp_path: Path, form: str) -> None:
    decided = decisions(tmp_path, "spelling,id\nAlmira Seitkali,nursultan-nazarbayev\nToqaev,\n")
    normalize_files(written(tmp_path / f"in.{form}", form), tmp_path / f"out.{form}", decided, COLUMN)
    told = answers_in(read(tmp_path / f"out.{form}", form))
    assert told[3] == ("Nursultan Nazarbayev", "nursultan-nazarbayev", 1.0, "matched")
    assert told[7] == (None, None, 0.0, "unknown")
    assert told[:3] + told[4:7] == expected()[:3] + expected()[4:7]


def test_ids_of_merged_records_answer_with_what_replaced_them(tmp_path: Path) -> None:
    matcher = merged_matcher()
    decided = decisions(tmp_path, "spelling,id\nM. K.,old\nMarat,new\nMarat,old\n", matcher)
    assert [match.entity and match.entity.id for match in decided.verdicts(["M. K.", "Marat"])] == [
        "new",
        "new",
    ]
    assert matcher.match("Marat Kozhayev").entity == matcher.entity("old")


def test_every_fault_is_named_at_once_with_its_line(tmp_path: Path) -> None:
    text = (
        "spelling,id,note\nToqaev,nobody-1,\n\n,nursultan-nazarbayev,\nX,nursultan-nazarbayev,\n"
        'X,,"two\nlines"\nX,nursultan-nazarbayev\n,,\nY,nobody-2,\n'
    )
    with pytest.raises(DecisionError) as raised:
        decisions(tmp_path, text)
    assert [fault.partition("decisions.csv:")[2] for fault in raised.value.faults] == [
        "2: no entity has the id 'nobody-1'; correct it, or leave it empty for nobody listed",
        "4: the spelling is empty; write the one that is decided, or take the row out",
        "6: 'X' was decided otherwise in line 5; keep one of the two",
        "10: no entity has the id 'nobody-2'; correct it, or leave it empty for nobody listed",
    ]


class TestDecisionsThatEnd:
    """A column `until` has the last day on which a decision holds."""

    @pytest.mark.parametrize(
        ("until", "holds"),
        [("", True), ("{today}", True), ("{ago}", False), ("01.02.2020", False), ("1.2.2999", True),
         ("2020-02-01 00:00:00", False), ("2999-1-31", True)],
    )  # fmt: skip
    def test_a_decision_holds_through_its_last_day(self, tmp_path: Path, until: str, holds: bool) -> None:
        today = dt.date.today()
        until = until.format(today=today, ago=today - dt.timedelta(days=1))
        decided = decisions(tmp_path, f"spelling,id,until\nX,nursultan-nazarbayev,{until}\n")
        assert (len(decided), decided.ended) == ((1, 0) if holds else (0, 1))
        assert [told.status for told in decided.verdicts(["X"])] == ["matched" if holds else "unknown"]

    def test_the_last_day_in_a_workbook_is_a_date(self, tmp_path: Path) -> None:
        days = [dt.date(2020, 1, 31), dt.date(2999, 1, 31)]
        rows = {"spelling": ["X", "Y"], "id": ["nursultan-nazarbayev"] * 2, "until": days}
        pl.DataFrame(rows).write_parquet(tmp_path / "decisions.parquet")
        book = openpyxl.Workbook()
        for row in [list(rows), *zip(*rows.values(), strict=True)]:
            book.active.append(row)  # type: ignore[union-attr]
        book.save(tmp_path / "decisions.xlsx")
        for name in ("decisions.parquet", "decisions.xlsx"):
            decided = read_decisions(tmp_path / name, MATCHER)
            assert (list(decided.decided), decided.ended) == (["Y"], 1)

    @pytest.mark.parametrize("until", ["soon", "31/01/2027", "2027-02-30", "2027", "01.13.2027"])
    def test_what_is_no_day_is_refused_by_line(self, tmp_path: Path, until: str) -> None:
        with pytest.raises(DecisionError, match=r"csv:2: '.*' in the column until is no day; write it as"):
            decisions(tmp_path, f"spelling,id,until\nX,nursultan-nazarbayev,{until}\n")

    def test_a_new_decision_may_stand_beside_one_that_has_ended(self, tmp_path: Path) -> None:
        decided = decisions(tmp_path, "spelling,id,until\nX,nursultan-nazarbayev,2020-01-31\nX,,\n")
        assert (dict(decided.decided), decided.ended) == ({"X": None}, 1)

    def test_rows_of_a_group_end_with_the_one_that_decides(self, tmp_path: Path) -> None:
        text = "spelling,group,id,new,until\nX,g,nursultan-nazarbayev,,2020-01-31\nY,g,,,\n"
        assert decisions(tmp_path, text).ended == 2

    def test_those_that_have_ended_are_counted(self, tmp_path: Path) -> None:
        decided = decisions(tmp_path, "spelling,id,until\nToqaev,,2020-01-31\nX,,\n")
        _, summary = normalized("person\nToqaev\n", decided)
        lines = [line for line in summary_lines(summary, MATCHER, decided) if "decisions" in line]
        assert lines == ["  decisions         1   of which 0 were met; 1 more have ended"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("spelling,id\nX,\nToqaev\n", 3),
        ("spelling,note,id\nToqaev,a namesake\n", 2),
        ("spelling\tid\n\nToqaev\n", 3),
    ],
)
def test_a_row_without_a_cell_for_the_id_is_a_fault_and_decides_nothing(
    tmp_path: Path, text: str, line: int
) -> None:
    with pytest.raises(
        DecisionError, match=f":{line}: 'Toqaev' has no cell for the id; add one, empty for nobody"
    ):
        decisions(tmp_path, text)


def test_a_screenful_of_faults_is_shown(tmp_path: Path) -> None:
    with pytest.raises(DecisionError) as raised:
        decisions(tmp_path, "spelling,id\n" + "".join(f"X{n},no-{n}\n" for n in range(30)))
    assert str(raised.value).splitlines()[-1] == "… and 10 more" and len(str(raised.value).splitlines()) == 21


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "decisions are a table with the columns spelling and id, .*; its first line has nothing"),
        ("name,id\nX,y\n", "its first line has 'name', 'id'"),
        ("spelling,id,id\nX,y,z\n", "its first line has 'spelling', 'id', 'id'"),
        ('spelling,id\n"X,y\n', "line 2: a quote opened"),
    ],
)
def test_what_is_no_table_of_decisions_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(TableError, match=message):
        decisions(tmp_path, text)


def test_decisions_are_read_in_any_encoding_and_compressed(tmp_path: Path) -> None:
    text = "spelling,id\nТоқаев мырза,nursultan-nazarbayev\n"
    for content in (text.encode("utf-16"), gzip.compress(text.encode()), text.encode("utf-8-sig")):
        (tmp_path / "decisions.csv").write_bytes(content)
        decided = read_decisions(tmp_path / "decisions.csv", MATCHER)
        assert [match.status for match in decided.verdicts(["Тоқаев мырза"])] == ["matched"]


def normalize(folder: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    (folder / "list.csv").write_text(LIST)
    (folder / "in.csv").write_text("person\nToqaev\nJane Doe\nKassym-Jomart Tokayev\n")
    (folder / "decided.csv").write_text("spelling,id\nJane Doe,nazarbayev\nAnn Poe,nazarbayev\n")
    command = [
        sys.executable,
        "-m",
        "names",
        "normalize",
        "-c",
        "person",
        "--gazetteer",
        "list.csv",
        *arguments,
    ]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.run(command, cwd=folder, input=stdin, capture_output=True, env=environment)


def test_a_manifest_says_what_went_in_and_what_came_out(tmp_path: Path) -> None:
    asked = [
        "in.csv",
        "-o",
        "out.csv",
        "--manifest",
        "run.json",
        "--decisions",
        "decided.csv",
        "--candidates",
        "2",
    ]
    done = normalize(tmp_path, *asked)
    assert done.returncode == 0 and b"decisions         2   of which 1 were met" in done.stderr
    told = json.loads((tmp_path / "run.json").read_text())
    source = (tmp_path / "in.csv").read_bytes()
    assert (
        told["names"] == __version__ and told["gazetteer"] == Matcher.open(tmp_path / "list.csv").fingerprint
    )
    assert told["options"] == {"candidates": 2, "columns": ["person"], "style": "default", "threshold": 0.8}
    digest = hashlib.sha256(source).hexdigest()
    assert told["inputs"] == [{"name": "in.csv", "bytes": len(source), "sha256": digest}]
    assert (told["decisions"]["name"], told["decisions"]["spellings"], told["decisions"]["met"]) == (
        "decided.csv",
        2,
        1,
    )
    assert (told["counts"]["rows"], told["counts"]["matched"], told["counts"]["encoding"]) == (3, 3, "ascii")
    first = (tmp_path / "run.json").read_bytes(), (tmp_path / "out.csv").read_bytes()
    assert normalize(tmp_path, *asked).returncode == 0
    assert ((tmp_path / "run.json").read_bytes(), (tmp_path / "out.csv").read_bytes()) == first


def test_the_manifest_of_a_pipe_has_the_digest_of_its_bytes(tmp_path: Path) -> None:
    packed = gzip.compress(b"person\nToqaev\n" * 10_000)
    done = normalize(tmp_path, "-", "--manifest", "run.json", stdin=packed)
    told = json.loads((tmp_path / "run.json").read_text())
    assert done.stdout.count(b"\n") == 20_000
    digest = hashlib.sha256(packed).hexdigest()
    assert told["inputs"] == [{"name": "-", "bytes": len(packed), "sha256": digest}]


def test_the_manifest_of_a_database_names_the_table(tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "people.db") as base:
        base.execute("CREATE TABLE people AS SELECT 'Kassym-Jomart Tokayev' AS person")
    done = normalize(
        tmp_path, "--database", "sqlite:///people.db", "--table", "people", "--manifest", "run.json"
    )
    told = json.loads((tmp_path / "run.json").read_text())
    assert done.returncode == 0 and told["inputs"] == [{"table": "people"}] and told["counts"]["matched"] == 1


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["in.csv", "--decisions", "none.csv", "-o", "out.csv"], 1, "there is no file none.csv"),
        (["in.csv", "--manifest", "no/run.json", "-o", "out.csv"], 1, "there is no folder"),
        (["in.csv", "--manifest", "in.csv", "-o", "out.csv"], 1, "is the input itself"),
        (["in.csv", "--manifest", "out.csv", "-o", "./out.csv"], 2, "--manifest and --output are one file"),
        (["in.csv", "--manifest", "-"], 2, "cannot both go to standard output"),
        (["in.csv", "-o", "out.csv", "-c", "no", "--manifest", "run.json"], 1, "has no column 'no'"),
        ([], 2, "Missing argument 'FILE...'"),
        (["-", "-"], 2, "standard input can be read once"),
        (["in.csv", "--into", "x"], 2, "--into is for a table in a --database"),
        (["in.csv", "--database", "sqlite:///x", "--table", "t"], 2, "either a file or a --database"),
        (["--database", "sqlite:///x"], 2, "--database needs the --table"),
        (["--database", "sqlite:///x", "--table", "t", "--format", "csv"], 2, "--format is for files"),
        (["--database", "sqlite:///x", "--table", "t"], 1, "there is no database x"),
        (["in.csv", "--format", "parquet", "-o", "/dev/full"], 1, "cannot be written"),
    ],
)
def test_what_is_asked_wrongly_is_said_and_nothing_is_written(
    tmp_path: Path, arguments: list[str], status: int, message: str
) -> None:
    done = normalize(tmp_path, *arguments)
    assert (done.returncode, message in done.stderr.decode()) == (status, True), done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["decided.csv", "in.csv", "list.csv"]


READS = {
    "in.csv": [],
    "decided.csv": ["--decisions", "decided.csv"],
    "list.csv": [],
    "list.names": ["--gazetteer", "list.names"],
    "habits.yaml": ["--conventions", "habits.yaml"],
    "houses.yaml": ["--styles", "houses.yaml"],
}


@pytest.mark.parametrize("target", ["--output", "--manifest"])
@pytest.mark.parametrize("link", [None, Path.symlink_to, Path.hardlink_to])
@pytest.mark.parametrize("read", READS)
def test_what_a_run_reads_is_never_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: str, link: Callable[..., None] | None, target: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / read).write_text("kept")
    named = tmp_path / (read if link is None else "link")
    if link is not None:
        link(named, tmp_path / read)
    asked = ["normalize", "in.csv", "-c", "person", "--gazetteer", "list.csv", *READS[read]]
    done = CliRunner().invoke(main, [*asked, target, str(named)])
    assert done.exit_code == 1 and "which is never overwritten; name another file" in str(done.output), done
    assert (tmp_path / read).read_text() == "kept"


@pytest.mark.parametrize("file", ["people.db", "people.db-wal"])
def test_the_manifest_is_never_written_over_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / file).write_text("kept")
    asked = ["--database", "sqlite:///people.db", "--table", "t", "-c", "person", "--manifest", file]
    done = CliRunner().invoke(main, ["normalize", *asked])
    assert done.exit_code == 1 and "is what --database reads" in done.output
    assert (tmp_path / file).read_text() == "kept"


@pytest.mark.parametrize("read", ["in.csv", "houses.yaml", "list.csv"])
def test_conventions_are_never_written_over_what_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / read).write_text("kept")
    asked = ["in.csv", "-c", "person", "--styles", "houses.yaml", "--gazetteer", "list.csv", "-o", read]
    done = CliRunner().invoke(main, ["conventions", *asked])
    assert done.exit_code == 1 and "which is never overwritten" in done.output
    assert (tmp_path / read).read_text() == "kept"


def test_an_output_and_a_manifest_with_two_names_may_not_be_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").write_text("kept")
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    done = CliRunner().invoke(main, ["normalize", "in.csv", "-c", "person", "-o", "a", "--manifest", "b"])
    assert done.exit_code == 2 and "--manifest and --output are one file" in done.output


NAMESAKES = Matcher(
    Gazetteer().extended(
        [
            Entity(id, "Dana Omarova", (Form("Dana Omarova", "name"),), "person", born=born, country=country)
            for id, born, country in (("judge", 1970, "kz"), ("singer", 1990, "kz"), ("dean", 1970, "uz"))
        ]
    )
)
BESIDE = [circumstances(born=1970), circumstances("kz", 1990), circumstances("uz"), None]


def ids(decided: Decisions, spelling: str = "D. O.") -> list[str | None]:
    verdicts = decided.verdicts([spelling] * len(BESIDE), beside=BESIDE)
    return [verdict.entity.id if verdict.entity else None for verdict in verdicts]


class TestOneSpellingOfSeveralPeople:
    """Decisions by what other columns say."""

    def test_a_decision_holds_where_rows_agree_and_an_empty_one_for_the_rest(self, tmp_path: Path) -> None:
        text = "spelling,born,id\nD. O.,12.05.1970,judge\nD. O.,1990,singer\nD. O.,,dean\n"
        decided = decisions(tmp_path, text, NAMESAKES)
        assert ids(decided) == ["judge", "singer", "dean", "dean"]
        assert len(decided.met) == len(decided) == 3

    def test_without_an_empty_one_the_rest_is_left_to_the_matcher(self, tmp_path: Path) -> None:
        decided = decisions(tmp_path, "spelling,born,id\nD. O.,1970,judge\n", NAMESAKES)
        assert ids(decided) == ["judge", None, None, None]
        assert [v.entity for v in decided.verdicts(["D. O."])] == [None]

    def test_the_decision_that_asks_for_the_most_holds(self, tmp_path: Path) -> None:
        text = "spelling,born,country,id\nD. O.,,Kazakhstan,judge\nD. O.,1990,KZ,singer\n"
        assert ids(decisions(tmp_path, text, NAMESAKES)) == [None, "singer", None, None]

    def test_two_that_may_both_hold_are_refused_by_line(self, tmp_path: Path) -> None:
        text = "spelling,born,country,id\nD. O.,1990,,singer\nD. O.,,kz,judge\nD. O.,1970,kz,judge\n"
        with pytest.raises(DecisionError) as raised:
            decisions(tmp_path, text, NAMESAKES)
        [fault] = raised.value.faults
        assert "csv:3: 'D. O.' (country kz) may be in one row with 'D. O.' (born 1990)" in fault
        assert decisions(tmp_path, text + "D. O.,1990,kz,singer\n", NAMESAKES)

    def test_what_is_no_year_is_refused_by_line(self, tmp_path: Path) -> None:
        with pytest.raises(DecisionError, match="csv:2: 'in spring' is no year of birth"):
            decisions(tmp_path, "spelling,born,id\nD. O.,in spring,judge\n", NAMESAKES)

    def test_the_same_row_decided_otherwise_is_refused(self, tmp_path: Path) -> None:
        text = "spelling,born,id\nD. O.,1970,judge\nD. O.,1970-01-02,dean\n"
        with pytest.raises(DecisionError, match=r"csv:3: 'D. O.' \(born 1970\) was decided otherwise"):
            decisions(tmp_path, text, NAMESAKES)

    def test_reviewers_disagree_only_where_their_rows_meet(self, tmp_path: Path) -> None:
        for name, rows in (("hers", "1970,,judge"), ("his", "1990,,singer"), ("its", ",uz,dean")):
            (tmp_path / f"{name}.csv").write_text(f"spelling,born,country,id\nD. O.,{rows}\n")
        hers, his, its = (tmp_path / f"{name}.csv" for name in ("hers", "his", "its"))
        assert len(check_tables([hers, his], NAMESAKES)) == 2
        with pytest.raises(DecisionError, match="may be in one row with"):
            check_tables([hers, its], NAMESAKES)

    def test_rows_of_a_table_are_told_apart(self, tmp_path: Path) -> None:
        text = "spelling,born,id\nD. O.,1970,judge\nD. O.,,singer\n"
        decided = decisions(tmp_path, text, NAMESAKES)
        table = "person,born\nD. O.,1970\nD. O.,1980\nD. O.,\n"
        rows, _ = normalized(table, decided, born="born")
        assert [row.split(",")[3] for row in rows] == ["judge", "singer", "singer"]

    def test_a_column_that_is_not_read_is_named(self, tmp_path: Path) -> None:
        decided = decisions(tmp_path, "spelling,born,id\nD. O.,1970,judge\n", NAMESAKES)
        [line] = unread_conditions(decided, COLUMN)
        assert "--born" in line
        assert not list(unread_conditions(decided, Options(columns=("person",), born="year")))
