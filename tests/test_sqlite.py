"""SQLite: the SQL of a connection asks a matcher by functions."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from names import Matcher, NamesError, normalize_table
from names.sqlite import register
from tests.test_tables import MATCHER

PEOPLE = ["Toqaev", "Jane Doe", "", "  ", " Nazarbaev\u00a0", "a\x00b", "🙂", "x" * 2000, "Тоқаев\nҚ."]
RUSSIAN = Matcher(style="ru")


class Counting(Matcher):
    """A matcher that notes what it is asked for."""

    asked: list[str | None]

    def verdicts(self, texts: Any, *rest: Any, **options: Any) -> Any:
        self.asked = [*getattr(self, "asked", []), *(texts := list(texts))]
        return super().verdicts(texts, *rest, **options)


class Failing(Matcher):
    """A matcher whose list is lost in the middle of the work."""

    def verdicts(self, *texts: Any, **options: Any) -> Any:
        raise NamesError("people.names was written over;\nopen it anew")


@pytest.fixture
def connection() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    register(connection, MATCHER)
    return connection


def with_people(connection: sqlite3.Connection, cells: list[Any]) -> None:
    connection.execute("CREATE TABLE people (n INTEGER, person)")
    connection.executemany("INSERT INTO people VALUES (?, ?)", list(enumerate(cells)))


def test_functions_answer_as_the_columns_of_a_table(connection: sqlite3.Connection) -> None:
    with_people(connection, PEOPLE)
    rows = connection.execute(
        "SELECT names_name(person), names_id(person), names_score(person), names_status(person), "
        "names_reason(person) FROM people ORDER BY n"
    ).fetchall()
    expected = normalize_table(pl.DataFrame({"person": PEOPLE}), "person", MATCHER, explain=True)
    assert rows == expected.drop("person").rows()
    types = "SELECT DISTINCT typeof(names_id(person)), typeof(names_score(person)) FROM people WHERE n = 0"
    assert connection.execute(types).fetchall() == [("text", "real")]


@pytest.mark.parametrize("value", ["NULL", "5", "1.5", "x'546f71616576'", "9e999"])
def test_what_is_no_text_gives_null_and_ends_no_query(connection: sqlite3.Connection, value: str) -> None:
    kinds = ("id", "name", "score", "status", "reason")
    asked = ", ".join(f"names_{kind}({value})" for kind in kinds)
    assert connection.execute(f"SELECT {asked}").fetchone() == (None,) * 5
    with_people(connection, ["Toqaev", 5, None])
    counted = "SELECT names_status(person), count(*) FROM people GROUP BY 1"
    assert connection.execute(counted).fetchall() == [(None, 2), ("matched", 1)]


def test_functions_filter_update_and_make_tables(connection: sqlite3.Connection) -> None:
    with_people(connection, ["Toqaev", "Tokayev", "Jane Doe"])
    connection.execute(
        "CREATE TABLE told AS SELECT *, names_id(person) AS id FROM people WHERE names_id(person) > ''"
    )
    assert connection.execute("SELECT n, id FROM told").fetchall() == [
        (0, "kassym-jomart-tokayev"),
        (1, "kassym-jomart-tokayev"),
    ]
    connection.execute("UPDATE people SET person = coalesce(names_name(person), person)")
    assert connection.execute("SELECT DISTINCT person FROM people").fetchall() == [
        ("Kassym-Jomart Tokayev",),
        ("Jane Doe",),
    ]


def test_a_spelling_is_matched_once_for_all_functions_and_rows() -> None:
    matcher = Counting()
    connection = sqlite3.connect(":memory:")
    register(connection, matcher)
    with_people(connection, ["Toqaev", "Jane Doe", None, "x" * 2000] * 100)
    connection.execute("SELECT names_id(person), names_name(person) FROM people WHERE n % 4 < 2").fetchall()
    connection.execute(
        "SELECT names_score(person), names_status(person) FROM people WHERE n % 4 < 2"
    ).fetchall()
    assert matcher.asked == ["Toqaev", "Jane Doe"]
    connection.execute("SELECT names_id(person) FROM people WHERE n % 4 = 3 LIMIT 2").fetchall()
    assert len(matcher.asked) == 4, "of what is long nothing is remembered"


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("names.sqlite.REMEMBERED", 2)
    matcher = Counting()
    connection = sqlite3.connect(":memory:")
    register(connection, matcher)
    with_people(connection, ["a", "b", "c", "a"])
    connection.execute("SELECT names_id(person) FROM people ORDER BY n").fetchall()
    assert matcher.asked == ["a", "b", "c", "a"]


def test_two_matchers_and_a_new_one(connection: sqlite3.Connection) -> None:
    register(connection, RUSSIAN, prefix="ru_")
    asked = "SELECT names_name('Toqaev'), ru_name('Toqaev')"
    assert connection.execute(asked).fetchone() == ("Kassym-Jomart Tokayev", "Касым-Жомарт Токаев")
    register(connection, RUSSIAN)
    assert connection.execute(asked).fetchone() == ("Касым-Жомарт Токаев",) * 2


def test_an_error_of_ours_is_warned_of_in_one_line() -> None:
    connection = sqlite3.connect(":memory:")
    register(connection, Failing())
    words = "people.names was written over; open it anew"
    with pytest.warns(RuntimeWarning, match=words), pytest.raises(sqlite3.OperationalError):
        connection.execute("SELECT names_id('Toqaev')").fetchall()


def test_what_cannot_be_registered_is_told_with_what_to_do(connection: sqlite3.Connection) -> None:
    with_people(connection, ["Toqaev", "Jane Doe"])
    rows = connection.execute("SELECT names_id(person) FROM people")
    next(rows)
    with pytest.raises(NamesError, match=r"takes no function names_id: .*fetch the rows of running queries"):
        register(connection, RUSSIAN)
    rows.close()
    register(connection, RUSSIAN)
    with pytest.raises(NamesError, match="begins no name of a function"):
        register(connection, MATCHER, prefix="1")
    with pytest.raises(TypeError, match="takes a connection of the module sqlite3, not str"):
        register("people.db")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"Matcher\.open\('staff\.csv'\)"):
        register(connection, "staff.csv")  # type: ignore[arg-type]


def test_threads_with_connections_of_their_own_share_a_matcher(tmp_path: Path) -> None:
    file = tmp_path / "people.db"
    with sqlite3.connect(file) as first:
        with_people(first, ["Toqaev", "Nazarbaev", "Jane Doe", None] * 500)
    found: list[Any] = []

    def ask() -> None:
        connection = sqlite3.connect(file)
        register(connection, MATCHER)
        found.append(
            connection.execute("SELECT names_id(person), count(*) FROM people GROUP BY 1").fetchall()
        )

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[(None, 1000), ("kassym-jomart-tokayev", 500), ("nursultan-nazarbayev", 500)]] * 4


def test_an_index_over_a_function_keeps_the_answers_it_was_made_with(connection: sqlite3.Connection) -> None:
    """What docs/sql.md warns of: SQLite takes a function that never changes its mind for one of all time."""
    with_people(connection, ["Toqaev"])
    connection.execute("CREATE INDEX by_name ON people (names_name(person))")
    register(connection, RUSSIAN)
    found = "SELECT count(*) FROM people WHERE names_name(person) = 'Касым-Жомарт Токаев'"
    assert connection.execute(found).fetchone() == (0,)
    connection.execute("REINDEX by_name")
    assert connection.execute(found).fetchone() == (1,)


def test_what_is_no_utf8_ends_the_query_before_it_is_asked_for(connection: sqlite3.Connection) -> None:
    """What docs/sql.md says of SQLite; the way round it works."""
    with_people(connection, ["Toqaev"])
    connection.execute("INSERT INTO people VALUES (1, CAST(x'ff61' AS TEXT))")
    with pytest.raises(sqlite3.OperationalError, match="user-defined function raised exception"):
        connection.execute("SELECT names_id(person) FROM people").fetchall()
    told = connection.execute("SELECT names_id(CAST(person AS BLOB)) FROM people WHERE n = 1").fetchall()
    assert told == [(None,)]
