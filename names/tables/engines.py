"""Databases, as far as they differ: SQLite, which is always there, and PostgreSQL, through psycopg."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote

from names.tables.table_errors import TableError

FETCHED = 10_000  # spellings fetched in one go
WAIT = 10  # seconds until a server counts as down
STEPS = 1_000_000  # of SQLite, some milliseconds of work, between two looks for a signal
BUSY = 30.0  # seconds to wait for another program that is writing to the same SQLite file

UNREADABLE = (
    "the address of the database cannot be read; write it as postgresql://user:password@host/database, with "
    "%40 for @, %3A for :, %2F for / and %25 for % in a user or password"
)

_SCHEMA = "SELECT 1 FROM pg_namespace WHERE nspname = %s"
_QUOTED_NAME = re.compile(r"""(?:("(?:[^"]|"")+"|[^."]+)\.)?("(?:[^"]|"")+"|[^."]+)""")
_GENERATED = re.compile(r"\s*GENERATED ALWAYS$", re.IGNORECASE)  # SQLite says it among the types


class DatabaseTable(NamedTuple):
    """A table in a database.

    Attributes:
        name: As a person gave it, for messages.
        own: Its own name.
        schema: Where it is; empty where that is not said.
    """

    name: str
    own: str
    schema: str = ""

    @property
    def quoted(self) -> str:
        """The table as it stands in a statement."""
        return f"{quote(self.schema)}.{quote(self.own)}" if self.schema else quote(self.own)

    def beside(self, suffix: str) -> DatabaseTable:
        """Return the table of the same schema that is called so with something after it.

        Args:
            suffix: What comes after.
        """
        return DatabaseTable(self.name + suffix, self.own + suffix, self.schema)


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

    def check_name(self, name: str, remedy: str) -> None:
        """Refuse a new name for which there is no room."""

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

    def copy(
        self, old: DatabaseTable, new: DatabaseTable, columns: dict[str, str], query: str
    ) -> tuple[str, ...]:
        """Make a table with these columns out of what a query on the old one yields.

        Returns:
            In words, what is not kept.
        """


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
    """An address to be shown: all between the user and the last @ may belong to a password."""
    shown = re.sub(r"(password=)('[^']*'?|[^&\s]*)", r"\1…", url)
    return re.sub(r"(://[^:@/]*:|^[^:/]*:(?!//)).*@", r"\1…@", shown)


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
            # Python hears a signal only while it runs itself, and a query may take as long as it likes.
            self._connection.set_progress_handler(lambda: 0, STEPS)
            self._connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if str(error) == "interrupted":  # by an exception of a signal, which SQLite does not pass on
                raise KeyboardInterrupt from None
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
        return DatabaseTable(name, name, "main")

    def check_name(self, name: str, remedy: str) -> None:
        """Refuse nothing: names may be of any length."""

    def exists(self, table: DatabaseTable) -> bool:
        """Tell whether there is such a table or view; SQLite's names know no letter case."""
        known = "SELECT 1 FROM sqlite_schema WHERE type IN ('table', 'view') AND lower(name) = lower(?)"
        return bool(self._ask(known, [table.name]))

    def same(self, one: DatabaseTable, other: DatabaseTable) -> bool:
        """Tell whether two names are one table's."""
        return one.name.lower() == other.name.lower()

    def columns(self, table: DatabaseTable) -> dict[str, str]:
        """Return the columns of a table, with the type of each as it was declared."""
        asked = "SELECT name, type FROM pragma_table_xinfo(?, 'main') WHERE hidden <> 1"
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

    def copy(
        self, old: DatabaseTable, new: DatabaseTable, columns: dict[str, str], query: str
    ) -> tuple[str, ...]:
        """Make a table with these columns, strict if the old one is, out of what a query on that yields."""
        strict, types = self._is_strict(old), dict(columns)
        told = () if strict else self._undeclare(old, types)
        declared = ", ".join(f"{quote(name)} {kind and quote(kind)}" for name, kind in types.items())
        self.execute(f"CREATE TABLE {new.quoted} ({declared}){' STRICT' if strict else ''}")
        self.execute(f"INSERT INTO {new.quoted} {query}")
        return told

    def _is_strict(self, table: DatabaseTable) -> bool:
        if sqlite3.sqlite_version_info < (3, 37):  # which had no such tables
            return False
        asked = "SELECT strict FROM pragma_table_list WHERE schema = 'main' AND lower(name) = lower(?)"
        return self._ask(asked, [table.own]) == [(1,)]

    def _undeclare(self, table: DatabaseTable, types: dict[str, str]) -> tuple[str, ...]:
        """Take their types from columns whose values these would turn into others, and tell of it.

        What a view or a table of before holds need not be what its types would make of it.
        """
        own = [name for name in self.columns(table) if types[name]]
        if not own:
            return ()
        turned = ", ".join(f"max({_turned(f't.{quote(name)}', types[name])})" for name in own)
        [found] = self._ask(f"SELECT {turned} FROM {table.quoted} t")
        told = [name for name, any_ in zip(own, found, strict=True) if any_]
        said = tuple(
            f"the type {types[name]} of column {name!r}, which would change its values" for name in told
        )
        types.update(dict.fromkeys(told, ""))
        return said


def _turned(cell: str, kind: str) -> str:
    """An expression that tells whether a cell would become another value in a column declared so.

    A text becomes a number where it looks like one: only then it is not above all numbers where SQLite
    compares it with one (https://www.sqlite.org/datatype3.html).
    """
    kind = kind.upper()
    looks = f"typeof({cell}) = 'text' AND +{cell} <= CAST(9e999 AS NUMERIC)"
    if "INT" in kind:
        return f"({looks}) OR (typeof({cell}) = 'real' AND {cell} = CAST({cell} AS INTEGER))"
    if any(word in kind for word in ("CHAR", "CLOB", "TEXT")):
        return f"typeof({cell}) IN ('integer', 'real')"
    if "BLOB" in kind:
        return "0"
    if any(word in kind for word in ("REAL", "FLOA", "DOUB")):
        return f"({looks}) OR typeof({cell}) = 'integer'"
    return f"({looks}) OR (typeof({cell}) = 'real' AND {cell} = CAST({cell} AS INTEGER))"


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
        self._errors = (psycopg.Error, UnicodeError)
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
        """Return a table, whether it exists or not.

        A point may belong to the name of the table or of its schema, or stand between them: what is there
        says which. Quotes say it where nothing is there.
        """
        whole, points = DatabaseTable(name, name), [n for n, letter in enumerate(name) if letter == "."]
        parts = [DatabaseTable(name, name[n + 1 :], name[:n]) for n in points]
        if quoted := _QUOTED_NAME.fullmatch(name):
            schema, own = (
                part and (part[1:-1].replace('""', '"') if part[0] == '"' else part)
                for part in quoted.groups()
            )
            parts = [DatabaseTable(name, own, schema or "")]
        there = (table for table in (whole, *parts) if self.exists(table))
        known = (table for table in parts if self._ask(_SCHEMA, [table.schema]))
        return next(there, None) or next(known, None) or next(iter(parts), whole)

    def check_name(self, name: str, remedy: str) -> None:
        """Refuse a new name that PostgreSQL would cut short in silence."""
        [(most,)] = self._ask("SELECT current_setting('max_identifier_length')::int")
        coded = self._connection.info.parameter_status("server_encoding") or ""
        size = len(name) if coded.startswith(("WIN", "LATIN", "ISO", "KOI8")) else len(name.encode())
        if size > most:
            raise TableError(
                f"PostgreSQL has room for names of {most} bytes, and {name!r} would have {size}; {remedy}"
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

    def copy(
        self, old: DatabaseTable, new: DatabaseTable, columns: dict[str, str], query: str
    ) -> tuple[str, ...]:
        """Make a table with these columns out of what a query yields, which have their types already."""
        names = ", ".join(map(quote, columns))
        self.execute(f"CREATE TABLE {new.quoted} ({names}) AS {query}")
        return ()


def _place(url: str) -> str:
    """Which database that is, without user and password."""
    from psycopg import ProgrammingError, conninfo

    rest = url.partition("?")[0].partition("://")[2]
    address, _, path = rest.partition("/")
    if "@" in path or address.count("@") > 1:  # a password is taken for something else, and would be shown
        raise TableError(UNREADABLE)
    try:
        parts = conninfo.conninfo_to_dict(url)
    except ProgrammingError:  # its words may hold a part of the password
        raise TableError(UNREADABLE) from None
    return f"{parts.get('dbname') or 'of that user'} on {parts.get('host') or 'this machine'}"


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
