"""Databases: a new table beside the old one, in SQLite always, and in a PostgreSQL server where one is."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from names import Gazetteer, Matcher
from names.tables import Options, Summary, TableError, normalize_database
from tests.postgresql import free_port
from tests.test_formats import PEOPLE, expected
from tests.test_tables import MATCHER

COLUMN = Options(columns=("person",))
IDS = [id_ for _, id_, _, _ in expected()]


def run(url: str, table: str = "people", options: Options = COLUMN, **given: Any) -> Summary:
    return normalize_database(url, table, MATCHER, options, **given)


@pytest.fixture
def lite(tmp_path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(tmp_path / "people.db", isolation_level=None)
    base.execute(
        'CREATE TABLE people ("n" INTEGER, person VARCHAR(40) COLLATE NOCASE, '
        'day DATE, "odd ""name" BLOB, any)'
    )
    rows = [
        (n, person, "2019-06-09", b"\x00\xff", [1, "x", 2.5, None][n % 4]) for n, person in enumerate(PEOPLE)
    ]
    base.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?)", rows)
    return base


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'people.db'}"


def test_sqlite_gets_a_new_table_with_every_value_and_declared_type(
    lite: sqlite3.Connection, tmp_path: Path
) -> None:
    summary = run(url_of(tmp_path))
    old = lite.execute("SELECT * FROM people").fetchall()
    new = lite.execute("SELECT * FROM people_names").fetchall()
    assert [row[:5] for row in new] == old and [row[5:] for row in new] == expected()
    declared = "SELECT name, type FROM pragma_table_info(?)"
    assert (
        lite.execute(declared, ["people_names"]).fetchall()[:5]
        == lite.execute(declared, ["people"]).fetchall()
    )
    assert (summary.rows, summary.matched, summary.ambiguous, summary.unknown, summary.empty) == (
        8,
        5,
        1,
        1,
        1,
    )


def test_spellings_that_a_database_holds_equal_are_told_apart(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "people.db") as base:
        base.execute("CREATE TABLE people (person TEXT COLLATE NOCASE)")
        base.executemany(
            "INSERT INTO people VALUES (?)", [("Toqaev",), ("TOQAEV",), ("toqaev ",), ("Toqaev",)]
        )
    assert run(url_of(tmp_path)).rows == 4
    with sqlite3.connect(tmp_path / "people.db") as base:
        rows = base.execute("SELECT person, person_id FROM people_names").fetchall()
    assert rows == [(p, "kassym-jomart-tokayev") for p in ("Toqaev", "TOQAEV", "toqaev ", "Toqaev")]


def test_two_columns_replacement_and_candidates_reach_the_table(
    lite: sqlite3.Connection, tmp_path: Path
) -> None:
    lite.execute("CREATE VIEW pairs AS SELECT n, person, person AS \"the 'other'\" FROM people")
    options = Options(columns=("person", "the 'other'"), replace=True, candidates=1, prefix="our_")
    run(url_of(tmp_path), "pairs", options, into='my "new" table')
    asked = (
        'SELECT person, "our_the \'other\'_id", "our_person_candidates" FROM "my ""new"" table" ORDER BY n'
    )
    first, *_, fifth, _, _, _ = lite.execute(asked).fetchall()
    assert first[:2] == ("Kassym-Jomart Tokayev", "kassym-jomart-tokayev")
    assert fifth[0] == "Marat Kozhayev" and fifth[2].startswith("marat-kozhayev-1:0.4")


def test_a_table_that_exists_is_replaced_only_when_asked(lite: sqlite3.Connection, tmp_path: Path) -> None:
    lite.execute("CREATE TABLE people_names (keep TEXT)")
    with pytest.raises(TableError, match="has a table 'people_names' already; name another one with --into"):
        run(url_of(tmp_path))
    with pytest.raises(TableError, match="table 'people' is the input itself"):
        run(url_of(tmp_path), into="People", replace_table=True)
    assert lite.execute("SELECT name FROM pragma_table_info('people_names')").fetchall() == [("keep",)]
    run(url_of(tmp_path), replace_table=True)
    assert lite.execute("SELECT count(person_id) FROM people_names").fetchall() == [(5,)]


def test_a_failure_leaves_the_database_as_it_was(
    lite: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lite.execute("CREATE TABLE people_names (keep TEXT)")
    before = (tmp_path / "people.db").read_bytes()
    query = "SELECT no_such_column FROM people"
    monkeypatch.setattr("names.tables.databases._DatabaseRun._query", lambda run: query)
    with pytest.raises(TableError, match=r"people.db: no such column: no_such_column; nothing was changed"):
        run(url_of(tmp_path), replace_table=True)
    assert (tmp_path / "people.db").read_bytes() == before


@pytest.mark.parametrize(
    ("url", "table", "column", "message"),
    [
        ("sqlite:///{}/none.db", "people", "person", "there is no database .*none.db; a path from the"),
        ("sqlite:///{}/text.db", "people", "person", "text.db: file is not a database; nothing was changed"),
        ("sqlite:///{}/people.db", "persons", "person", "people.db has no table 'persons'; check its name"),
        ("sqlite:///{}/people.db", "people", "persn", "table 'people' has no column 'persn' .did you mean"),
        ("sqlite:///{}/people.db", "people", "n", "'people': column 'n' holds integer in 8 rows, not text"),
        ("mysql://root:secret@localhost/x", "people", "person", "not as 'mysql://root:…@localhost/x'"),
        ("{}/people.db", "people", "person", "the database is given as sqlite:///people.db or as postgresql"),
    ],
)  # fmt: skip
def test_what_a_database_cannot_give_is_one_line(
    lite: sqlite3.Connection, tmp_path: Path, url: str, table: str, column: str, message: str
) -> None:
    (tmp_path / "text.db").write_text("this is no database, whatever it is called\n" * 100)
    with pytest.raises(TableError, match=message) as raised:
        run(url.format(tmp_path), table, Options(columns=(column,)))
    assert "\n" not in str(raised.value) and "secret" not in str(raised.value)
    assert lite.execute("SELECT name FROM sqlite_schema").fetchall() == [("people",)]


@pytest.fixture
def grand(server: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(server, autocommit=True) as base:
        base.execute("DROP SCHEMA IF EXISTS press CASCADE")
        base.execute("CREATE SCHEMA press")
        base.execute("CREATE TYPE press.outlet AS ENUM ('Toqaev', 'B')")
        base.execute(
            "CREATE TABLE press.people (n int2, person varchar(40), day date, price numeric(12, 3), "
            "tags text[], data jsonb, id uuid, moment timestamptz, outlet press.outlet, raw bytea)"
        )
        with base.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO press.people VALUES "
                "(%s, %s, '2019-06-09', 1.500, '{a,NULL}', '{\"k\": [1, 2.50]}', "
                "'00000000-0000-0000-0000-000000000001', '2019-06-09 12:00+05', 'Toqaev', '\\x00ff')",
                list(enumerate(PEOPLE)),
            )
        yield base


TYPES = (
    "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
    "WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY attnum"
)


def test_postgresql_gets_a_new_table_with_every_value_and_type(
    server: str, grand: psycopg.Connection[Any]
) -> None:
    summary = run(server, "press.people")
    old = grand.execute("SELECT * FROM press.people ORDER BY n").fetchall()
    new = grand.execute("SELECT * FROM press.people_names ORDER BY n").fetchall()
    assert [row[:10] for row in new] == old and [row[10:] for row in new] == expected()
    types = grand.execute(TYPES, ["press.people_names"]).fetchall()
    assert types[:10] == grand.execute(TYPES, ["press.people"]).fetchall()
    assert [kind for _, kind in types[10:]] == ["text", "text", "double precision", "text"]
    assert (summary.rows, summary.matched, summary.empty) == (8, 5, 1)


def test_postgresql_reads_enumerations_and_replaces_them_by_text(
    server: str, grand: psycopg.Connection[Any]
) -> None:
    run(server, "press.people", Options(columns=("outlet",), replace=True), into="press.told")
    assert set(grand.execute("SELECT outlet, outlet_id FROM press.told").fetchall()) == {
        ("Kassym-Jomart Tokayev", "kassym-jomart-tokayev")
    }


def test_postgresql_replaces_a_table_only_when_asked_and_never_the_input(
    server: str, grand: psycopg.Connection[Any]
) -> None:
    grand.execute("CREATE TABLE press.people_names (keep text)")
    with pytest.raises(TableError, match=r"postgres on 127.0.0.1 has a table 'press.people_names' already"):
        run(server, "press.people")
    grand.execute("SET search_path = press")
    with pytest.raises(TableError, match="is the input itself"):
        run(server + "?options=-csearch_path%3Dpress", "press.people", into="people", replace_table=True)
    run(server, "press.people", replace_table=True)
    assert grand.execute("SELECT count(person_id) FROM press.people_names").fetchall() == [(5,)]


def test_postgresql_is_as_it_was_after_a_failure(
    server: str, grand: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    grand.execute("CREATE TABLE press.people_names (keep text)")
    monkeypatch.setattr("names.tables.databases._DatabaseRun._query", lambda run: "SELECT 1 / 0")
    with pytest.raises(TableError, match="division by zero; nothing was changed"):
        run(server, "press.people", replace_table=True)
    assert grand.execute(TYPES, ["press.people_names"]).fetchall() == [("keep", "text")]


def test_postgresql_columns_of_any_type_say_something_besides_the_name(
    server: str, grand: psycopg.Connection[Any]
) -> None:
    grand.execute("CREATE TYPE press.kind AS ENUM ('person', 'place')")
    grand.execute(
        "CREATE TABLE press.frequencies "
        "(n int, name text, year int2, day date, kind press.kind, given varchar(20))"
    )
    with grand.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO press.frequencies VALUES (%s, %s, %s, %s, %s, %s)",
            [
                (0, "George Bush", 1946, None, "person", None),
                (1, "George Bush", 46, "1924-06-12", None, None),
                (2, "George Bush", None, None, None, ""), (3, None, 1946, None, None, "George Bush"),
                (4, "", None, None, None, None), (5, None, None, None, None, None),
            ],
        )  # fmt: skip
    matcher = Matcher(Gazetteer.read(Path(__file__).parent / "cases" / "namesakes" / "gazetteer.yaml"))
    found = {}
    for born in ("year", "day"):
        options = Options(columns=("name",), replace=True, born=born, type="kind", given="given")
        summary = normalize_database(server, "press.frequencies", matcher, options, into=f"press.{born}")
        found[born] = grand.execute(f"SELECT name_id, name FROM press.{born} ORDER BY n").fetchall()
        assert summary.empty == 2 and sum(odd.count for odd in summary.odd_cells) == (born == "year")
    junior, senior = ("george-w-bush", "George W. Bush"), ("george-h-w-bush", "George H. W. Bush")
    unknown = [(None, "George Bush"), junior, (None, ""), (None, None)]
    assert found["year"] == [junior, (None, "George Bush"), *unknown]
    assert found["day"][1:3] == [senior, (None, "George Bush")]


@pytest.mark.parametrize(
    ("column", "kind"), [("n", "smallint"), ("tags", r"text\[\]"), ("data", "jsonb"), ("raw", "bytea")]
)
def test_postgresql_columns_of_other_types_are_refused(
    server: str, grand: psycopg.Connection[Any], column: str, kind: str
) -> None:
    with pytest.raises(TableError, match=f"column '{column}' holds {kind}, not text; name the column"):
        run(server, "press.people", Options(columns=(column,)))


def test_many_distinct_spellings_come_and_go_in_portions(
    server: str, grand: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("names.tables.databases.TOGETHER", 100)
    made = "SELECT i, 'Zz' || (i % 900)::text FROM generate_series(10, 4000) i"
    grand.execute(f"INSERT INTO press.people (n, person) {made}")
    summary = run(server, "press.people")
    assert (summary.rows, summary.matched, summary.unknown) == (3999, 5, 3992)
    assert grand.execute(
        "SELECT count(*) FROM press.people_names WHERE person_status IS NULL"
    ).fetchall() == [(0,)]


def test_a_server_that_is_down_is_one_line_without_the_password() -> None:
    with pytest.raises(
        TableError, match=r"the database x on 127.0.0.1 does not answer: .*; see that"
    ) as raised:
        run(f"postgresql://keeper:secret@127.0.0.1:{free_port()}/x")
    assert "\n" not in str(raised.value) and "secret" not in str(raised.value)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this machine has no such timer")
def test_a_query_without_end_is_stopped(tmp_path: Path) -> None:
    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    with contextlib.closing(sqlite3.connect(tmp_path / "endless.db")) as base:
        numbers = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"
        base.execute(f"CREATE VIEW people AS {numbers} SELECT 'Toqaev' AS person FROM r")
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(KeyboardInterrupt):
            run(f"sqlite:///{tmp_path}/endless.db", into="new")
    finally:
        signal.signal(signal.SIGALRM, before)
    with contextlib.closing(sqlite3.connect(tmp_path / "endless.db")) as base:
        assert base.execute("SELECT name FROM sqlite_schema").fetchall() == [("people",)]
