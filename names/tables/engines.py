"""Databases, as far as they differ: SQLite, which is always there, and PostgreSQL, through psycopg."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

from names.tables.table_errors import TableError

FETCHED = 10_000  # spellings fetched in one go
WAIT = 10  # seconds until a server counts as down
BUSY = 30.0  # seconds to wait for another program that is writing to the same SQLite file

_GENERATED = re.compile(r"\s*GENERATED ALWAYS$", re.IGNORECASE)  # SQLite says it among the types


class DatabaseTable(NamedTuple):
    """A table in a database.

    Attributes:
        name: As a person gave it, for messages.
        quoted: As it stands in a statement.
    """

    name: str
    quoted: str


class Engine(Protocol):
    """What is done otherwise in every database.

    Attributes:
        place: What messages call the database; it holds no password.
        number: The type of a column of scores.
    """

    place: str
    number: str

    def begin(self) -> None:
        """Begin the transaction in which all is written."""

    def commit(self) -> None:
        """Make what was written stay."""

    def close(self) -> None:
        """Give up what was not committed, and the connection."""

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Carry a statement out."""

    def table(self, name: str) -> DatabaseTable:
        """Return a table, whether it exists or not."""

    def exists(self, table: DatabaseTable) -> bool:
        """Tell whether there is such a table or view."""

    def same(self, one: DatabaseTable, other: DatabaseTable) -> bool:
        """Tell whether two names are one table's."""

    def columns(self, table: DatabaseTable) -> dict[str, str]:
        """Return the columns of a table, with the type of each as a statement has it."""

    def check_text(self, table: DatabaseTable, column: str) -> None:
        """Refuse a column that holds no text."""

    def count(self, table: DatabaseTable, keys: Sequence[str]) -> Iterator[Sequence[Any]]:
        """Yield what the rows say by these expressions, each time once, with how many rows say so."""

    def fill(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows into a temporary table."""

    def as_text(self, expression: str) -> str:
        """Return an expression of the type text."""

    def key(self, column: str) -> str:
        """Return an expression that compares as text, letter by letter, whatever the column's own rules.

        A cell that holds nothing is the empty text in it.
        """

    def copy(self, table: DatabaseTable, columns: dict[str, str], query: str) -> None:
        """Make a table with these columns out of what a query yields."""


def quote(name: str) -> str:
    """Return a name as it stands in a statement.

    Args:
        name: Of a table or column, any text.

    Examples:
        >>> print(quote('the "new" people'))
        "the ""new"" people"
    """
    return '"' + name.replace('"', '""') + '"'


def open_engine(url: str) -> Engine:
    """Return a connection to a database.

    Args:
        url: `sqlite:///people.db` (four slashes before a path from the root), or
            `postgresql://user@host/database`, where what is left out is as PostgreSQL's own programs take it.

    Raises:
        TableError: There is no such kind of database, no such file, or no server that answers.
    """
    scheme = url.partition(":")[0].lower()
    if scheme == "sqlite":
        return SQLite(url)
    if scheme in ("postgresql", "postgres"):
        return PostgreSQL(url)
    raise TableError(
        "the database is given as sqlite:///people.db or as postgresql://user@host/database, "
        f"not as {_without_password(url)!r}"
    )


def sqlite_path(url: str) -> Path | None:
    """Return the file that holds a database of SQLite's, None for one of another kind.

    Args:
        url: As for `open_engine`.

    Examples:
        >>> str(sqlite_path("sqlite:///my%20people.db")), sqlite_path("postgresql:///press")
        ('my people.db', None)
    """
    if url.partition(":")[0].lower() != "sqlite":
        return None
    return Path(unquote(re.sub("^sqlite:(///)?", "", url, flags=re.IGNORECASE)))


def _without_password(url: str) -> str:
    return re.sub(r"(?<=:)[^:@/]+(?=@)", "…", re.sub(r"(password=)[^&\s]*", r"\1…", url))


class SQLite:
    """A file of SQLite's.

    Args:
        url: `sqlite:///` and the path.
    """

    number = "REAL"

    def __init__(self, url: str) -> None:
        path = sqlite_path(url)
        self.place = str(path)
        if path is None or not path.is_file():
            raise TableError(
                f"there is no database {path}; a path from the root has four slashes, sqlite:////"
            )
        with self._explained():
            self._connection = sqlite3.connect(path, timeout=BUSY, isolation_level=None)
            self._connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise TableError(
                f"database {self.place}: {error}; nothing was changed; mend that and run it again"
            ) from None

    def begin(self) -> None:
        """Begin the transaction in which all is written."""
        self.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make what was written stay."""
        self.execute("COMMIT")

    def close(self) -> None:
        """Give up what was not committed, and the connection."""
        self._connection.close()

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Carry a statement out."""
        with self._explained():
            self._connection.execute(statement, values)

    def _ask(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._explained():
            return self._connection.execute(query, values).fetchall()

    def table(self, name: str) -> DatabaseTable:
        """Return a table, whether it exists or not."""
        return DatabaseTable(name, quote(name))

    def exists(self, table: DatabaseTable) -> bool:
        """Tell whether there is such a table or view; SQLite's names know no letter case."""
        known = "SELECT 1 FROM sqlite_schema WHERE type IN ('table', 'view') AND lower(name) = lower(?)"
        return bool(self._ask(known, [table.name]))

    def same(self, one: DatabaseTable, other: DatabaseTable) -> bool:
        """Tell whether two names are one table's."""
        return one.name.lower() == other.name.lower()

    def columns(self, table: DatabaseTable) -> dict[str, str]:
        """Return the columns of a table, with the type of each as it was declared."""
        asked = "SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden <> 1"
        return {name: _GENERATED.sub("", kind) for name, kind in self._ask(asked, [table.name])}

    def check_text(self, table: DatabaseTable, column: str) -> None:
        """Refuse a column in which any cell holds something else than text."""
        name = quote(column)
        kinds = f"SELECT typeof({name}), count(*) FROM {table.quoted} GROUP BY 1 ORDER BY 2 DESC"
        for kind, count in self._ask(kinds):
            if kind not in ("text", "null"):
                raise _no_text(table, column, f"{kind} in {count:,} rows")

    def count(self, table: DatabaseTable, keys: Sequence[str]) -> Iterator[Sequence[Any]]:
        """Yield what the rows say by these expressions, each time once, with how many rows say so."""
        said = ", ".join(keys)
        with self._explained():
            counted = self._connection.execute(
                f"SELECT {said}, count(*) FROM {table.quoted} t GROUP BY {said}"
            )
            while some := counted.fetchmany(FETCHED):
                yield from some

    def fill(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows into a temporary table."""
        with self._explained():
            self._connection.executemany(statement, rows)

    def as_text(self, expression: str) -> str:
        """Return the expression: values have types here, and this one's is text."""
        return expression

    def key(self, column: str) -> str:
        """Return an expression that compares byte by byte, the empty text where a cell holds nothing."""
        return f"coalesce(CAST(t.{quote(column)} AS TEXT), '') COLLATE BINARY"

    def copy(self, table: DatabaseTable, columns: dict[str, str], query: str) -> None:
        """Make a table with these columns out of what a query yields."""
        declared = ", ".join(f"{quote(name)} {kind}" for name, kind in columns.items())
        self.execute(f"CREATE TABLE {table.quoted} ({declared})")
        self.execute(f"INSERT INTO {table.quoted} {query}")


class PostgreSQL:
    """A database on a PostgreSQL server.

    Args:
        url: As its own programs take it.
    """

    number = "double precision"

    def __init__(self, url: str) -> None:
        try:
            import psycopg
        except ImportError:
            raise TableError(
                "nothing is installed that speaks with PostgreSQL; install it with: "
                "pip install 'names-normalizer[database]'"
            ) from None
        self.place = _place(url)
        self._errors = psycopg.Error
        try:
            self._connection = psycopg.connect(url, connect_timeout=WAIT, client_encoding="utf8")
        except psycopg.Error as error:
            raise TableError(
                f"the database {self.place} does not answer: {_first_line(error)}; see that the server runs "
                "and that user and password are right"
            ) from None
        self._connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except self._errors as error:
            raise TableError(
                f"database {self.place}: {_first_line(error)}; nothing was changed; "
                "mend that and run it again"
            ) from None

    def begin(self) -> None:
        """Begin the transaction in which all is written: it began with the first question."""

    def commit(self) -> None:
        """Make what was written stay."""
        with self._explained():
            self._connection.commit()

    def close(self) -> None:
        """Give up what was not committed, and the connection."""
        self._connection.close()

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Carry a statement out."""
        with self._explained():
            self._connection.execute(_bytes(statement), values or None)

    def _ask(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._explained():
            return self._connection.execute(_bytes(query), values or None).fetchall()

    def table(self, name: str) -> DatabaseTable:
        """Return a table, whether it exists or not; `schema.table` unless that is the name of a table."""
        whole = DatabaseTable(name, quote(name))
        schema, point, rest = name.partition(".")
        return (
            whole
            if not point or self.exists(whole)
            else DatabaseTable(name, f"{quote(schema)}.{quote(rest)}")
        )

    def exists(self, table: DatabaseTable) -> bool:
        """Tell whether there is such a table or view."""
        return self._ask("SELECT to_regclass(%s) IS NOT NULL", [table.quoted]) == [(True,)]

    def same(self, one: DatabaseTable, other: DatabaseTable) -> bool:
        """Tell whether two names are one table's, also where one has its schema before it."""
        asked = "SELECT to_regclass(%s) = to_regclass(%s)"
        return self._ask(asked, [one.quoted, other.quoted]) == [(True,)]

    def columns(self, table: DatabaseTable) -> dict[str, str]:
        """Return the columns of a table, with the type of each."""
        asked = (
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
            "WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
        )
        return dict(self._ask(asked, [table.quoted]))

    def check_text(self, table: DatabaseTable, column: str) -> None:
        """Refuse a column whose type is neither text nor a list of words."""
        asked = (
            "SELECT format_type(t.oid, atttypmod), coalesce(b.typcategory, t.typcategory) FROM pg_attribute "
            "JOIN pg_type t ON t.oid = atttypid LEFT JOIN pg_type b ON b.oid = t.typbasetype "
            "WHERE attrelid = to_regclass(%s) AND attname = %s"
        )
        for kind, category in self._ask(asked, [table.quoted, column]):
            if category not in ("S", "E"):  # strings, and enumerations of them
                raise _no_text(table, column, kind)

    def count(self, table: DatabaseTable, keys: Sequence[str]) -> Iterator[Sequence[Any]]:
        """Yield what the rows say by these expressions, each time once, with how many rows say so."""
        said, places = ", ".join(keys), ", ".join(str(n) for n, _ in enumerate(keys, 1))
        with self._explained(), self._connection.cursor("names_spellings") as cursor:
            cursor.itersize = FETCHED
            cursor.execute(_bytes(f"SELECT {said}, count(*) FROM {table.quoted} t GROUP BY {places}"))
            yield from cursor

    def fill(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows into a temporary table."""
        with self._explained(), self._connection.cursor() as cursor:
            cursor.executemany(_bytes(statement.replace("?", "%s")), rows)

    def as_text(self, expression: str) -> str:
        """Return an expression of the type text."""
        return f"{expression}::text"

    def key(self, column: str) -> str:
        """Return an expression that compares byte by byte, the empty text where a cell holds nothing."""
        return f"coalesce(t.{quote(column)}::text, '') COLLATE \"C\""

    def copy(self, table: DatabaseTable, columns: dict[str, str], query: str) -> None:
        """Make a table with these columns out of what a query yields."""
        names = ", ".join(map(quote, columns))
        self.execute(f"CREATE TABLE {table.quoted} ({names}) AS {query}")


def _place(url: str) -> str:
    """Which database that is, without user and password."""
    try:
        parts = urlsplit(url)
        return f"{parts.path.lstrip('/') or 'of that user'} on {parts.hostname or 'this machine'}"
    except ValueError as error:
        raise TableError(f"the address of the database cannot be read: {str(error).lower()}") from None


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or ["no cause is known"]
    return lines[0].removeprefix("ERROR:").strip()[:300]


def _bytes(statement: str) -> bytes:
    """A statement as psycopg takes one that was put together when the program ran."""
    return statement.encode()


def _no_text(table: DatabaseTable, column: str, what: str) -> TableError:
    return TableError(
        f"table {table.name!r}: column {column!r} holds {what}, not text; "
        "name the column that holds the names"
    )
