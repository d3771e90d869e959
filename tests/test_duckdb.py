"""DuckDB: its SQL asks a matcher by functions, and a relation stays whole with answers beside its names."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from names import Matcher, NamesError, normalize_table
from names.decision import render_score
from names.tables import TableError
from tests.test_tables import ADDED, MATCHER

NOT_HERE = "DuckDB is not installed: pip install 'names-normalizer[duckdb]'"
duckdb = pytest.importorskip("duckdb", reason=NOT_HERE)

from names.duckdb import register  # noqa: E402

PEOPLE = ["Toqaev", None, "Jane Doe", "", "  ", " Nazarbaev\u00a0", "\x00", "🙂", "x" * 2000, "Тоқаев\nҚ."]
RUSSIAN = Matcher(style="ru")


@pytest.fixture
def connection() -> Any:
    connection = duckdb.connect()
    register(connection, MATCHER)
    yield connection
    connection.close()


def table_of(connection: Any, cells: list[str | None]) -> Any:
    connection.execute("CREATE TABLE people (n INTEGER, person VARCHAR)")
    connection.executemany("INSERT INTO people VALUES (?, ?)", list(enumerate(cells)))
    return connection.table("people")


def told(connection: Any, relation: Any, column: str | list[str] = "person", **options: Any) -> Any:
    return normalize_table(relation, column, MATCHER, connection=connection, **options)


def test_functions_answer_as_the_columns_of_a_table(connection: Any) -> None:
    table_of(connection, PEOPLE)
    rows = connection.sql(
        "SELECT names_name(person), names_id(person), names_score(person), names_status(person), "
        "names_reason(person) FROM people ORDER BY n"
    ).fetchall()
    frame = pl.DataFrame({"person": PEOPLE})
    expected = normalize_table(frame, "person", MATCHER, explain=True).drop("person")
    nothing = (None,) * 5
    assert rows == [nothing if p is None else row for p, row in zip(PEOPLE, expected.rows(), strict=True)]


def test_the_types_are_those_of_the_answers(connection: Any) -> None:
    asked = connection.sql("SELECT names_id('x'), names_score('x')")
    assert list(map(str, asked.types)) == ["VARCHAR", "DOUBLE"]


def test_a_function_filters_groups_and_joins(connection: Any) -> None:
    connection.execute(
        "CREATE TABLE people AS SELECT i AS n, ['Toqaev', 'Tokayev', 'Jane Doe', NULL][i % 4 + 1] AS person "
        "FROM range(20000) t(i)"
    )
    counted = connection.sql("SELECT names_id(person), count(*) FROM people GROUP BY 1 ORDER BY 1 NULLS LAST")
    assert counted.fetchall() == [("kassym-jomart-tokayev", 10_000), (None, 10_000)]
    matched = connection.sql("SELECT count(*) FROM people WHERE names_status(person) = 'matched'")
    assert matched.fetchall() == [(10_000,)]
    joined = connection.sql(
        "SELECT DISTINCT a.person, b.person FROM people a JOIN people b "
        "ON names_id(a.person) = names_id(b.person) AND a.n < 4 AND b.n < 4 AND a.n < b.n"
    )
    assert joined.fetchall() == [("Toqaev", "Tokayev")]


def test_a_spelling_is_matched_once_for_all_functions_and_rows() -> None:
    class Counting(Matcher):
        asked: list[str | None]

        def verdicts(self, texts: Any, *rest: Any, **options: Any) -> Any:
            self.asked += (texts := list(texts))
            return super().verdicts(texts, *rest, **options)

    matcher = Counting()
    matcher.asked = []
    connection = duckdb.connect()
    register(connection, matcher)
    connection.sql(
        "SELECT names_id(p), names_name(p), names_score(p), names_status(p) "
        "FROM (SELECT 'Toqaev' || i % 3 AS p FROM range(20000) t(i))"
    ).fetchall()
    assert sorted(map(str, matcher.asked)) == ["Toqaev0", "Toqaev1", "Toqaev2"]


def test_an_enumeration_is_text_and_a_number_is_refused_by_duckdb(connection: Any) -> None:
    connection.execute("CREATE TYPE whom AS ENUM ('Toqaev', 'Jane Doe')")
    rows = connection.sql("SELECT names_id(p) FROM (VALUES ('Toqaev'::whom), (NULL)) t(p)").fetchall()
    assert rows == [("kassym-jomart-tokayev",), (None,)]
    with pytest.raises(duckdb.BinderException, match="explicit type casts"):
        connection.sql("SELECT names_id(5::BIGINT)")


def test_registering_anew_changes_who_answers_for_all_connections(connection: Any) -> None:
    other = connection.cursor()
    register(other, RUSSIAN)
    other.close()
    assert connection.sql("SELECT names_name('Toqaev')").fetchall() == [("Касым-Жомарт Токаев",)]
    register(connection, MATCHER)
    assert connection.cursor().sql("SELECT names_name('Toqaev')").fetchall() == [("Kassym-Jomart Tokayev",)]


def test_two_matchers_answer_by_their_prefixes(connection: Any) -> None:
    register(connection, RUSSIAN, prefix="ru_")
    [row] = connection.sql("SELECT names_name('Toqaev'), ru_name('Toqaev')").fetchall()
    assert row == ("Kassym-Jomart Tokayev", "Касым-Жомарт Токаев")


def test_functions_outlive_the_connection_they_came_by(tmp_path: Path) -> None:
    """DuckDB lets go of functions with their connection, and its other connections call them all the same."""
    file = str(tmp_path / "people.duckdb")
    first = duckdb.connect(file)
    register(first, MATCHER)
    second = duckdb.connect(file)
    first.close()
    del first
    gc.collect()
    _ = [eval("lambda column: column") for _ in range(2000)]  # what would lie where the functions lay
    assert second.sql("SELECT names_name('Toqaev')").fetchall() == [("Kassym-Jomart Tokayev",)]
    register(second, RUSSIAN)
    assert second.sql("SELECT names_name('Toqaev')").fetchall() == [("Касым-Жомарт Токаев",)]
    second.close()
    third = duckdb.connect(file)
    with pytest.raises(duckdb.CatalogException, match="names_name"):  # nothing of it is in the file
        third.sql("SELECT names_name('Toqaev')")


def test_neither_an_open_result_nor_a_rollback_is_in_the_way() -> None:
    connection = duckdb.connect()
    connection.execute("SELECT * FROM range(3)")
    assert connection.fetchone() == (0,)
    register(connection, MATCHER)
    assert connection.fetchall() == [(1,), (2,)]
    connection.execute("BEGIN")
    register(connection, RUSSIAN)
    connection.execute("ROLLBACK")
    assert connection.sql("SELECT names_name('Toqaev')").fetchall() == [("Касым-Жомарт Токаев",)]


def test_a_name_that_is_taken_is_told_with_what_to_do() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE MACRO names_id(x) AS 1")
    with pytest.raises(NamesError, match=r"takes no function names_id: .*give a prefix, as prefix='people_'"):
        register(connection, MATCHER)
    register(connection, MATCHER, prefix="people_")
    with pytest.raises(NamesError, match="begins no name of a function"):
        register(connection, MATCHER, prefix="my people ")


def test_what_is_no_connection_and_no_matcher_is_refused_in_a_sentence() -> None:
    with pytest.raises(TypeError, match="takes a connection of DuckDB, as duckdb"):
        register(None, MATCHER)
    with pytest.raises(TypeError, match=r"Matcher\.open\('staff\.csv'\)"):
        register(duckdb.connect(), "staff.csv")  # type: ignore[arg-type]


class Failing(Matcher):
    """A matcher whose list is lost in the middle of the work."""

    def verdicts(self, *texts: Any, **options: Any) -> Any:
        raise NamesError("people.names was written over;\nopen it anew")


@pytest.mark.parametrize(
    "asking",
    [
        lambda connection: connection.sql("SELECT names_id('Toqaev')").fetchall(),
        lambda connection: normalize_table(
            connection.sql("SELECT 'Toqaev' AS p"), "p", Failing(), connection=connection
        ).fetchall(),
    ],
    ids=["function", "relation"],
)
def test_an_error_of_ours_reaches_the_user_as_one_line(asking: Callable[[Any], object]) -> None:
    connection = duckdb.connect()
    register(connection, Failing())
    with pytest.raises(duckdb.InvalidInputException) as caught:
        asking(connection)
    first = str(caught.value).splitlines()[0]
    assert first.endswith("NamesError: people.names was written over; open it anew")


def test_threads_with_cursors_of_their_own_get_the_same_answers(connection: Any) -> None:
    connection.execute("SET threads = 4")
    connection.execute(
        "CREATE TABLE many AS SELECT i, CASE i % 4 WHEN 0 THEN 'Toqaev' WHEN 1 THEN 'Nazarbaev' "
        "WHEN 2 THEN 'Jane Doe ' || (i % 1000) END AS person FROM range(400000) t(i)"
    )
    found: list[Any] = []

    def ask() -> None:
        cursor = connection.cursor()
        counted = cursor.sql("SELECT names_id(person), count(*) FROM many GROUP BY 1 ORDER BY 1 NULLS LAST")
        found.append(counted.fetchall())

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = [("kassym-jomart-tokayev", 100_000), ("nursultan-nazarbayev", 100_000), (None, 200_000)]
    assert found == [expected] * 3


def test_memory_that_is_full_begins_anew_with_the_same_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("names.duckdb.REMEMBERED", 3)
    connection = duckdb.connect()
    register(connection, MATCHER)
    connection.execute(
        "CREATE TABLE people AS SELECT CASE i % 5000 WHEN 0 THEN 'Toqaev' ELSE 'x' || i % 5 END AS person "
        "FROM range(20000) t(i)"
    )
    assert connection.sql("SELECT count(names_id(person)) FROM people").fetchall() == [(4,)]


def test_a_relation_keeps_rows_columns_types_and_order(connection: Any) -> None:
    relation = connection.sql(
        """SELECT i AS n, {'a': i, 'b': [i]} AS pair, (i / 7)::DECIMAL(9, 3) AS share, i::HUGEINT AS huge,
        TIMESTAMPTZ '2019-06-09 12:00:00+06' + INTERVAL (i) SECOND AS seen, uuid() IS NULL AS no,
        CASE i % 4 WHEN 0 THEN 'Toqaev' WHEN 2 THEN 'Jane Doe' WHEN 3 THEN 'Nursultan Nazarbayev' END
            ::ENUM ('Jane Doe', 'Toqaev', 'Nursultan Nazarbayev') AS person,
        TIME '24:00:00' AS closes, INTERVAL 1 MONTH AS span, MAP {'k': i} AS "Odd 'one", 'ab'::BLOB AS raw
        FROM range(100000) t(i)"""
    )
    after = told(connection, relation)
    assert after.columns == [*relation.columns, *ADDED]
    added = ["VARCHAR", "VARCHAR", "DOUBLE", "VARCHAR"]
    assert list(map(str, after.types)) == [*map(str, relation.types), *added]
    kept = 'n, pair, share, huge, seen::VARCHAR, no, person, closes::VARCHAR, span::VARCHAR, "Odd \'one", raw'
    rows = after.project(f"{kept}, person_id").fetchall()
    assert [row[:-1] for row in rows] == relation.project(kept).fetchall()
    ids = ["kassym-jomart-tokayev", None, None, "nursultan-nazarbayev"]
    assert [row[-1] for row in rows] == ids * 25_000
    assert rows[3][1:3] == ({"a": 3, "b": [3]}, Decimal("0.429"))


def test_a_relation_has_the_answers_of_a_frame(connection: Any) -> None:
    after = told(connection, table_of(connection, PEOPLE), candidates=2, explain=True)
    frame = pl.DataFrame({"n": range(len(PEOPLE)), "person": PEOPLE})
    expected = normalize_table(frame, "person", MATCHER, candidates=2, explain=True)
    assert after.columns == expected.columns
    assert after.fetchall() == expected.rows()


def test_a_relation_stays_a_query(connection: Any) -> None:
    relation = table_of(connection, ["Toqaev", "Jane Doe"])
    after = told(connection, relation).filter("person_status = 'matched'").project("n, person_name AS name")
    connection.execute("INSERT INTO people VALUES (2, 'Nazarbaev')")
    assert after.fetchall() == [(0, "Kassym-Jomart Tokayev"), (2, "Nursultan Nazarbayev")]
    after.create("told")
    assert connection.table("told").order("n").fetchall() == after.fetchall()


def test_several_columns_and_what_is_said_beside_them(connection: Any) -> None:
    relation = connection.sql(
        "SELECT 'Akhmetov' AS a, 1 AS n, 'Serik' AS given, DATE '1958-06-25' AS born, 'Toqaev' AS \"b x\" "
        "UNION ALL SELECT NULL, 2, NULL, NULL, NULL ORDER BY n"
    )
    options: dict[str, Any] = {"given": "given", "born": "born", "best": True, "prefix": "our_"}
    after = normalize_table(relation, ["b x", "a"], RUSSIAN, connection=connection, **options)
    frame = normalize_table(relation.pl(), ["b x", "a"], RUSSIAN, **options)
    assert after.columns == frame.columns
    assert after.fetchall() == frame.rows()
    assert after.fetchall()[0][-3] == "serik-akhmetov"


def test_names_are_written_into_their_column(connection: Any) -> None:
    relation = connection.sql(
        "SELECT n, person::ENUM ('Toqaev', 'x') AS person, 1 AS m "
        "FROM (VALUES (1, 'Toqaev'), (2, 'x')) t(n, person)"
    )
    after = told(connection, relation, replace=True)
    assert after.columns == ["n", "person", "m", *ADDED[1:]]
    assert str(after.types[1]) == "VARCHAR"
    assert [row[1] for row in after.fetchall()] == ["Kassym-Jomart Tokayev", "x"]


def test_several_names_in_a_cell_and_decisions(connection: Any) -> None:
    relation = connection.sql("SELECT 'Toqaev; Nazarbaev' AS person")
    [row] = told(connection, relation, separator=";", decisions={"Nazarbaev": None}).fetchall()
    assert row[2] == "kassym-jomart-tokayev;" and isinstance(row[3], str)


def test_a_relation_without_rows_gets_the_columns(connection: Any) -> None:
    after = told(connection, connection.sql("SELECT 'x' AS person WHERE false"))
    assert after.columns == ["person", *ADDED] and after.fetchall() == []


@pytest.mark.parametrize(
    ("query", "options", "words"),
    [
        ("SELECT 1 AS person", {}, r"column 'person' holds INTEGER, not text; .* cast this one to VARCHAR"),
        ("SELECT '\"x\"'::JSON AS person", {}, "holds JSON, not text"),
        ("SELECT 'x' AS persn", {}, r"the relation has no column 'person' \(did you mean 'persn'\?\)"),
        ("SELECT 'x' AS person, 1 AS PERSON_ID", {}, "already has a column 'PERSON_ID', and DuckDB does"),
        ("SELECT 'x' AS person, [1] AS y", {"born": "y"}, r"column 'y' holds INTEGER\[\]; what is said"),
    ],
)
def test_what_cannot_be_done_is_said_before_a_row_is_read(
    connection: Any, query: str, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(TableError, match=words):
        told(connection, connection.sql(query), **options)


def test_the_default_connection_need_not_be_given() -> None:
    relation = duckdb.sql("SELECT 'Toqaev' AS person")
    assert normalize_table(relation, "person", MATCHER).fetchall()[0][2] == "kassym-jomart-tokayev"


def test_of_another_connection_the_relation_is_asked_or_the_user(connection: Any) -> None:
    relation = connection.sql("SELECT 'Toqaev' AS person")
    if hasattr(relation, "_con"):
        assert normalize_table(relation, "person", MATCHER).fetchall()[0][2] == "kassym-jomart-tokayev"
    with pytest.raises(TableError, match=r"give it, outside a transaction: .*connection=…"):
        told(duckdb.connect(), relation)


def test_scores_are_rounded_down_as_in_tables(connection: Any) -> None:
    [(score,)] = connection.sql("SELECT names_score('Toqaev')").fetchall()
    assert score == float(render_score(MATCHER.match("Toqaev").score))
