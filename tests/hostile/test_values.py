"""The values of other columns, whatever they are: kept, told of, or refused, and never changed in silence."""

from __future__ import annotations

import itertools
import sqlite3
from pathlib import Path
from typing import Any

import pandas as pd
import psycopg
import pyarrow as pa
import pytest

from names.frames import normalize_table
from names.tables import Options, Summary, TableError, normalize_database
from names.tables.engines import open_engine
from tests.test_tables import MATCHER

COLUMN = Options(columns=("person",))
IDS = ["kassym-jomart-tokayev", None]

# SQLite: what a column declared with a type makes of a value depends on both.

CELLS = (
    "'007'", "'12345678901234567890'", "12345678901234567890", "1.0", "1.5", "x'00ff'", "NULL", "'1e5'",
    "' 7'",
    "'7 '", "'0x10'", "''", "'.'", "'inf'", "'-0'", "'+5'", "9e999", "-0.0", "9223372036854775807", "'abc'",
    "'9007199254740993'", "'1_000'", "'٣'", "x'3031'", "'1.'", "'.5'", "'1e'", "'7' || char(0)", "'3.0'",
    "1e300", "'1e400'", "-9223372036854775808",
)  # fmt: skip
TYPES = (
    "", "any", "int", "text", "numeric", "real", "blob", "date", "varchar(10)", "decimal(10,5)", "JSON",
    "STRING",
    '"weird"" (type"', "[x,y]", 'a "b c"', "floating point", "charint", '"not null"', '" "', "BOOLEAN",
)  # fmt: skip


def in_sqlite(base: sqlite3.Connection, folder: Path, table: str = "people") -> Summary:
    return normalize_database(f"sqlite:///{folder / 'people.db'}", table, MATCHER, COLUMN)


def stored(base: sqlite3.Connection, table: str, columns: str = "v") -> list[Any]:
    """The values of some columns with the way in which each is stored."""
    each = ", ".join(f"typeof({name}), quote({name})" for name in columns.split())
    return base.execute(f"SELECT {each} FROM {table} ORDER BY n").fetchall()


@pytest.fixture
def base(tmp_path: Path) -> sqlite3.Connection:
    return sqlite3.connect(tmp_path / "people.db", isolation_level=None)


def filled(base: sqlite3.Connection, table: str, declared: str) -> None:
    base.execute(f"CREATE TABLE {table} (n INT, person TEXT, v {declared})")
    for number, cell in enumerate(CELLS):
        base.execute(f"INSERT INTO {table} VALUES ({number}, 'Toqaev', {cell})")


def declared(base: sqlite3.Connection, table: str) -> Any:
    return base.execute("SELECT type FROM pragma_table_info(?) WHERE name = 'v'", [table]).fetchall()


@pytest.mark.parametrize("kind", TYPES)
def test_sqlite_keeps_every_value_and_its_type_however_odd_that_is(
    base: sqlite3.Connection, tmp_path: Path, kind: str
) -> None:
    filled(base, "people", kind)
    assert in_sqlite(base, tmp_path).lost == ()
    assert stored(base, "people_names") == stored(base, "people")
    assert declared(base, "people_names") == declared(base, "people")


@pytest.mark.parametrize("kind", TYPES)
def test_a_view_that_joins_columns_of_several_types_keeps_its_values_and_tells_of_the_type(
    base: sqlite3.Connection, tmp_path: Path, kind: str
) -> None:
    base.execute(f"CREATE TABLE first (n INT, person TEXT, v {kind})")
    filled(base, "second", "blob")
    base.execute("CREATE VIEW people AS SELECT * FROM first UNION ALL SELECT * FROM second")
    [(named,)] = declared(base, "people")
    lost = in_sqlite(base, tmp_path).lost
    assert stored(base, "people_names") == stored(base, "people")
    assert lost == (
        (f"the type {named} of column 'v', which would change its values",)
        if kind not in ("", "blob")
        else ()
    )


def test_sqlite_tells_of_a_type_just_where_it_would_change_a_value(base: sqlite3.Connection) -> None:
    from names.tables.engines import _turned

    base.execute("CREATE TABLE bare (v)")
    for kind, cell in itertools.product(filter(None, TYPES), CELLS):
        base.execute("DELETE FROM bare")
        base.execute(f"INSERT INTO bare VALUES ({cell})")
        base.execute("DROP TABLE IF EXISTS typed")
        base.execute(f"CREATE TABLE typed (v {kind})")
        base.execute("INSERT INTO typed SELECT v FROM bare")
        [(name,)] = declared(base, "typed")
        [(bare,)], [(typed,)] = (
            base.execute(f"SELECT typeof(v) || hex(v) FROM {t}") for t in ("bare", "typed")
        )
        [(told,)] = base.execute(f"SELECT {_turned('v', name)} FROM bare")
        assert bool(told) == (bare != typed), (kind, cell)


def test_a_strict_table_becomes_a_strict_table(base: sqlite3.Connection, tmp_path: Path) -> None:
    base.execute("CREATE TABLE people (n INT, person TEXT, v ANY, g ANY AS (v || '')) STRICT")
    for number, cell in enumerate(CELLS):
        base.execute(f"INSERT INTO people VALUES ({number}, 'Toqaev', {cell})")
    assert in_sqlite(base, tmp_path).lost == ()
    assert stored(base, "people_names", "v g") == stored(base, "people", "v g")
    strict = "SELECT strict FROM pragma_table_list WHERE name = 'people_names'"
    assert base.execute(strict).fetchall() == [(1,)]


def test_a_table_may_be_called_as_our_temporary_ones_are(base: sqlite3.Connection, tmp_path: Path) -> None:
    filled(base, "names_answers_0", "any")
    assert in_sqlite(base, tmp_path, "names_answers_0").rows == len(CELLS)
    assert stored(base, "names_answers_0_names") == stored(base, "names_answers_0")


def test_text_that_is_no_unicode_is_kept_beside_a_name_and_refused_as_one(
    base: sqlite3.Connection, tmp_path: Path
) -> None:
    base.execute("CREATE TABLE people (n INT, person TEXT, v)")
    base.execute("INSERT INTO people VALUES (1, 'Toqaev', CAST(x'ff' AS TEXT))")
    in_sqlite(base, tmp_path)
    assert base.execute("SELECT hex(v) FROM people_names").fetchall() == [("FF",)]
    base.execute("UPDATE people SET person = v")
    base.execute("DROP TABLE people_names")
    with pytest.raises(
        TableError, match=r"people.db: Could not decode to UTF-8.*; nothing was changed; mend"
    ):
        in_sqlite(base, tmp_path)


# PostgreSQL: names of tables and columns, and addresses.


@pytest.fixture
def grand(server: str) -> psycopg.Connection[Any]:
    base = psycopg.connect(server, autocommit=True)
    for schema in ("public", "my.press", "s"):
        base.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
        base.execute(f'CREATE SCHEMA "{schema}"')
    return base


def in_postgresql(url: str, table: str, column: str = "person", **given: Any) -> int:
    return normalize_database(url, table, MATCHER, Options(columns=(column,)), **given).rows


def made(base: psycopg.Connection[Any], table: str, column: str = "person") -> None:
    base.execute(f'CREATE TABLE {table} ("{column}" text)'.encode())
    base.execute(f"INSERT INTO {table} VALUES ('Toqaev')".encode())


def tables(base: psycopg.Connection[Any]) -> list[str]:
    asked = (
        "SELECT schemaname || ' ' || tablename FROM pg_tables WHERE schemaname IN ('public', 'my.press', 's')"
    )
    return sorted(name for (name,) in base.execute(asked))


@pytest.mark.parametrize(("table", "size"), [("t" * 58, 64), ("t" * 62, 68), ("t" * 63, 69), ("ж" * 31, 68)])
def test_postgresql_never_cuts_the_name_of_a_new_table_short(
    server: str,
    grand: psycopg.Connection[Any],
    table: str,
    size: int,
) -> None:
    made(grand, f'"{table}"')
    with pytest.raises(
        TableError, match=f"room for names of 63 bytes, and '.*_names' would have {size}; name"
    ):
        in_postgresql(server, table)
    with pytest.raises(TableError, match="would have 64; name the new table with --into"):
        in_postgresql(server, table, into="u" * 64)
    assert tables(grand) == [f"public {table}"]
    assert in_postgresql(server, table, into="u" * 63) == 1


@pytest.mark.parametrize(("column", "room"), [("p" * 56, True), ("p" * 57, False), ("p" * 62, False)])
def test_postgresql_never_cuts_the_name_of_a_new_column_short(
    server: str,
    grand: psycopg.Connection[Any],
    column: str,
    room: bool,
) -> None:
    made(grand, "people", column)
    if room:
        assert in_postgresql(server, "people", column) == 1
        return
    with pytest.raises(
        TableError, match=r"room for names of 63 bytes, and 'p.*_.*' would have .*; rename the"
    ):
        in_postgresql(server, "people", column)
    assert tables(grand) == ["public people"]


@pytest.mark.parametrize(
    ("quoted", "given", "made_one"),
    [
        ('"a.b"', "a.b", "public a.b_names"),
        ('"a.b"', '"a.b"', "public a.b_names"),
        ('"my.press"."tab.le"', "my.press.tab.le", "my.press tab.le_names"),
        ('"my.press"."tab.le"', '"my.press"."tab.le"', "my.press tab.le_names"),
        ('s."x.y"', "s.x.y", "s x.y_names"),
        ("s.people", "s.people", "s people_names"),
        ('"."', ".", "public ._names"),
        ('"a."', "a.", "public a._names"),
        ('".a"', ".a", "public .a_names"),
        ('"a..b"', "a..b", "public a..b_names"),
        ('"q""t"', 'q"t', 'public q"t_names'),
        ('"""qt"""', '"qt"', 'public "qt"_names'),
        ('"50%s"', "50%s", "public 50%s_names"),
    ],
)
def test_a_point_may_stand_in_any_name_of_postgresql(
    server: str,
    grand: psycopg.Connection[Any],
    quoted: str,
    given: str,
    made_one: str,
) -> None:
    made(grand, quoted)
    assert in_postgresql(server, given) == 1
    assert made_one in tables(grand)


@pytest.mark.parametrize(
    ("into", "made_one"), [("s.new", "s new"), ("my.press.new", "my.press new"), ('"z.q"', "public z.q")]
)
def test_the_new_table_stands_where_it_is_said(
    server: str,
    grand: psycopg.Connection[Any],
    into: str,
    made_one: str,
) -> None:
    made(grand, "people")
    assert in_postgresql(server, "people", into=into) == 1
    assert tables(grand) == sorted([made_one, "public people"])


@pytest.mark.parametrize(
    "address",
    [
        "me:sec@ret@127.0.0.1:9/x", "me:sec@ret:word@127.0.0.1:9/x", "me:sec/ret@127.0.0.1:9/x",
        "me:sec%ret@127.0.0.1:9/x", "me:sec:ret@127.0.0.1:9/x", "me:sec?ret@127.0.0.1:9/x",
        "me:sec#ret@127.0.0.1:9/x", "me:[secret@127.0.0.1:9/x", "me:secret]@[::1]:9/x",
        "me@:sec:ret@127.0.0.1:9/x",
        "127.0.0.1:9/x?user=me&password=sec@ret", "127.0.0.1:9/x?passwrod=secret", "me:secret@127.0.0.1:9x/x",
        "me:sec%40ret@127.0.0.1:9/x", "me:sec@ret/sec@127.0.0.1/x",
    ],
)  # fmt: skip
def test_no_part_of_a_password_is_shown(address: str) -> None:
    with pytest.raises(
        TableError, match=r"does not answer|cannot be read; write it as postgresql://"
    ) as raised:
        open_engine(f"postgresql://{address}")
    assert not any(part in str(raised.value) for part in ("sec", "ret", "\n"))


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("mysql://root:sec@r:et@localhost/x", "mysql://root:…@localhost/x"),
        ("mysql://root:sec/r@et@localhost/x", "mysql://root:…@localhost/x"),
        ("oracle:root/secret@x", "oracle:…@x"),
        ("host=x password='sec ret'", "host=x password=…"),
        ("mysql://localhost/x?password=sec&a=b", "mysql://localhost/x?password=…&a=b"),
    ],
)
def test_no_part_of_a_password_for_another_database_is_shown(address: str, shown: str) -> None:
    with pytest.raises(TableError) as raised:
        open_engine(address)
    assert str(raised.value).endswith(f"not as {shown!r}")


# Frames: labels of columns need not be names.

LABELS = [
    [0, 1],
    [5, 0],
    [0.5, 1.5],
    [False, True],
    [None, "p"],
    [pd.Timestamp("2020"), "p"],
    [("a", 1), "p"],
    [1, "0"],
    [pd.NaT, 7],
]


@pytest.mark.parametrize("labels", LABELS, ids=str)
@pytest.mark.parametrize("by", ["label", "text", "number"])
def test_pandas_columns_may_have_any_label(labels: list[Any], by: str) -> None:
    columns = pd.Index(labels, tupleize_cols=False, name="kind")
    frame = pd.DataFrame([[1, "Toqaev"], [2, None]])
    frame.columns = columns
    frame.attrs["source"] = {"of": "a survey"}
    wanted = {"label": labels[1], "text": str(labels[1]), "number": "#2"}[by]
    after = normalize_table(frame, wanted, MATCHER)
    pd.testing.assert_frame_equal(after.iloc[:, :2].set_axis(columns, axis=1), frame)
    assert list(map(repr, after.columns[:2])) == list(map(repr, columns))
    assert after.attrs == frame.attrs and after.columns.name == "kind"
    assert list(after.columns[2:]) == [f"{labels[1]}_{kind}" for kind in ("name", "id", "score", "status")]
    assert [None if pd.isna(cell) else cell for cell in after.iloc[:, 3]] == IDS
    pd.testing.assert_index_equal(frame.columns, columns)


def test_labels_that_are_no_names_can_be_replaced_and_say_something_besides() -> None:
    frame = pd.DataFrame([["Toqaev", "Jane Doe", 1953]])
    after = normalize_table(frame, [1, 0], MATCHER, replace=True, born=2)
    assert after[0].tolist() == ["Kassym-Jomart Tokayev"] and after[1].tolist() == ["Jane Doe"]
    assert list(after.columns[3:]) == [f"{n}_{kind}" for n in (1, 0) for kind in ("id", "score", "status")]


def test_labels_of_several_levels_are_kept() -> None:
    columns = pd.MultiIndex.from_tuples([("a", "n"), ("a", "person")], names=["upper", "lower"])
    frame = pd.DataFrame([[1, "Toqaev"]], columns=columns)
    after = normalize_table(frame, "#2", MATCHER)
    pd.testing.assert_frame_equal(after.iloc[:, :2], frame)
    assert tuple(after.columns[3]) == ("('a', 'person')_id", "") and list(after.columns.names) == [
        "upper",
        "lower",
    ]


class Survey(pd.DataFrame):
    @property
    def _constructor(self) -> type[Survey]:
        return Survey


@pytest.mark.parametrize("labels", [["person", "n"], [0, 1], [None, ""], [("a", "b"), ("a", "c")]], ids=str)
@pytest.mark.parametrize("replace", [False, True])
def test_a_frame_of_a_class_of_its_own_stays_one(labels: list[Any], replace: bool) -> None:
    frame = Survey({"person": ["Toqaev", None], "n": [1, 2]})
    frame.columns = pd.MultiIndex.from_tuples(labels) if isinstance(labels[0], tuple) else pd.Index(labels)
    after = normalize_table(frame, "#1", MATCHER, replace=replace)
    assert type(after) is Survey and list(after.iloc[:, 1]) == [1, 2]
    assert after.iloc[0, 0] == ("Kassym-Jomart Tokayev" if replace else "Toqaev")
    assert after.iloc[:, 0].isna().tolist() == [False, True]
    assert frame.shape == (2, 2) and frame.iloc[0, 0] == "Toqaev"


def test_labels_that_read_alike_are_refused() -> None:
    frame = pd.DataFrame([["Toqaev", "Jane"]], columns=[0, "0"])
    with pytest.raises(TableError, match="two columns that are called '0' as text; rename one of them"):
        normalize_table(frame, "0", MATCHER)


def test_attributes_and_flags_of_a_frame_are_kept() -> None:
    frame = pd.DataFrame({"person": ["Toqaev"]}).set_flags(allows_duplicate_labels=False)
    frame.attrs["source"] = ["a survey"]
    after = normalize_table(frame, "person", MATCHER)
    assert after.attrs == {"source": ["a survey"]} and not after.flags.allows_duplicate_labels
    after.attrs["source"].append("more")
    assert frame.attrs == {"source": ["a survey"]}


def test_arrow_tables_keep_what_their_schema_and_fields_say() -> None:
    fields = [
        pa.field("n", pa.int64(), nullable=False, metadata={"unit": "m"}),
        pa.field("person", pa.string()),
    ]
    table = pa.table({"n": [1], "person": ["Toqaev"]}, schema=pa.schema(fields, metadata={"geo": "{}"}))
    after = normalize_table(table, "person", MATCHER)
    assert after.schema.metadata == {b"geo": b"{}"}
    assert after.schema.field("n").equals(fields[0], check_metadata=True)
