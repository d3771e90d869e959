"""DuckDB: functions over a matcher for its SQL, and relations with answers beside their names.

DuckDB hands some 2,000 values at a time to functions of Python, as Arrow, from whatever thread it likes.
Nothing is matched before a query asks for it. A relation stays one: rows, order and types are DuckDB's own.
"""

from __future__ import annotations

import functools
import itertools
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any

import polars as pl

from names.database_functions import BRIEF, EXPLAINED, KINDS, PREFIX, checked_matcher, function_names
from names.errors import NamesError
from names.notebook_progress import NotebookBar
from names.tables.answers import Answering, Answers, Options
from names.tables.columns import choose_columns
from names.tables.rows import Others
from names.tables.table_errors import TableError
from names.tables.typed import TypedTable

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

REMEMBERED = 100_000  # distinct cells a function remembers, some 100 MB; when there are more it begins anew
KEPT = 4  # functions that remember at a time

_PLACE = "the relation"  # as messages call it
_NESTED = ("list", "array", "struct", "map", "union", "blob", "bit", "variant", "geometry")
_FREE = itertools.count(1)  # numbers of the functions of relations

Answer = Callable[..., "pa.Array"]


def register(
    connection: duckdb.DuckDBPyConnection, matcher: Answering | None = None, *, prefix: str = PREFIX
) -> None:
    """Give SQL in a DuckDB database the functions `names_id`, `_name`, `_score`, `_status` and `_reason`.

    Each takes a text and gives what stands in the column of that kind beside a table of names. NULL gives
    NULL. All connections of this program to the database have them at once, also later ones; nothing of them
    is written into it. Called anew they answer by the new matcher.

    Args:
        connection: To the database.
        matcher: Decides who is meant; None for a matcher over the shipped gazetteer.
        prefix: Text before each kind, where several matchers are to answer in one database.

    Raises:
        NamesError: DuckDB refuses a function, as where a macro is called so.
        TypeError: No connection, or no matcher.

    Examples:
        >>> import duckdb
        >>> connection = duckdb.connect()
        >>> register(connection)
        >>> connection.sql("SELECT names_id('Toqaev'), names_status('Jane Doe'), names_id(NULL)").fetchall()
        [('kassym-jomart-tokayev', 'unknown', None)]
    """
    if not hasattr(connection, "create_function"):
        raise TypeError(
            f"names.duckdb takes a connection of DuckDB, as duckdb.connect() gives, not "
            f"{type(connection).__name__}"
        )
    called = function_names(prefix)
    matcher = checked_matcher(matcher)
    brief, explained = (RememberedRows(matcher, options, ("spelling",)) for options in (BRIEF, EXPLAINED))
    for kind, dtype in KINDS.items():
        answer = _answer_of_kind(explained if kind == "reason" else brief, kind)
        _create(connection, called[kind], answer, 1, dtype)


def extended_relation(
    relation: duckdb.DuckDBPyRelation,
    matcher: Answering,
    options: Options,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> duckdb.DuckDBPyRelation:
    """Return a relation with the answers beside its names; they are matched whenever it is run.

    Args:
        relation: Of any query.
        matcher: Decides who is meant.
        options: Columns, and what to do with them.
        connection: That of the relation; None to find it.

    Raises:
        TableError: A column is not there or holds no text, or what would be added is there already; the
            relation is of another connection.
    """
    header = list(relation.columns)
    asked = _asked_columns(relation, options)
    rows = RememberedRows(matcher, options, header)
    _refuse_alike(header, rows.added)
    called = f"names_relation_{next(_FREE)}"
    fields = {name: f"c{n}" for n, name in enumerate((*rows.replaced, *rows.added))}
    returned = ", ".join(f"{field} {_sql_type(rows.schema[name])}" for name, field in fields.items())
    own = _connection_of(relation) if connection is None else connection
    _create(own, called, _answer_of_rows(rows, asked, list(fields)), len(asked), f"STRUCT({returned})")
    given = ", ".join(f"CAST({_quoted(name)} AS VARCHAR)" for name in asked)
    beside = next(name for n in itertools.count() if (name := f"names_{n}") not in map(str.lower, header))
    columns = [
        f"{beside}.{fields[name]} AS {_quoted(name)}" if name in fields else _quoted(name)
        for name in (*header, *rows.added)
    ]
    with_answers = _projected(relation, f"*, {called}({given}) AS {beside}", called)
    return with_answers.project(", ".join(columns))


def _asked_columns(relation: duckdb.DuckDBPyRelation, options: Options) -> list[str]:
    """The columns that answers depend on: of names, and of what is said besides them."""
    header, types = list(relation.columns), list(relation.types)
    names = {column.position for column in choose_columns(header, options.columns, _PLACE, typed=True)}
    others = {place for _, place in Others.choose(header, options.others, _PLACE, typed=True).places}
    for place in sorted(names):
        if not _is_text(types[place]):
            raise TableError(
                f"{_PLACE}: column {header[place]!r} holds {types[place]}, not text; name the column that "
                "holds the names, or cast this one to VARCHAR first"
            )
    for place in sorted(others):
        if types[place].id in _NESTED:
            raise TableError(
                f"{_PLACE}: column {header[place]!r} holds {types[place]}; what is said besides a name is a "
                "text, a number or a date: name another column, or cast this one to VARCHAR first"
            )
    return [header[place] for place in sorted(names | others)]


def _is_text(dtype: Any) -> bool:
    """Whether a column may hold names. DuckDB takes JSON for a VARCHAR too, but a text in it has quotes."""
    return dtype.id in ("varchar", "enum", "null", "sqlnull") and str(dtype) != "JSON"


def _refuse_alike(header: Sequence[str], added: Sequence[str]) -> None:
    """Refuse names that DuckDB, which does not see capitals, would take for columns there are."""
    there = {name.lower(): name for name in header}
    alike = next((name for name in added if name.lower() in there), None)
    if alike is not None:
        raise TableError(
            f"{_PLACE} already has a column {there[alike.lower()]!r}, and DuckDB does not tell it from "
            f"{alike!r}, which would be added; rename or drop it, or give a prefix"
        )


def _connection_of(relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyConnection:
    """The connection of a relation. DuckDB 2 keeps it, but not for all to see; before, one can but guess."""
    import duckdb

    default: Any = duckdb.default_connection
    own: duckdb.DuckDBPyConnection | None = getattr(relation, "_con", None)
    return own or (default() if callable(default) else default)


def _projected(relation: duckdb.DuckDBPyRelation, columns: str, called: str) -> duckdb.DuckDBPyRelation:
    """A relation with a column by a function of ours."""
    import duckdb

    try:
        return relation.project(columns)
    except duckdb.CatalogException as error:
        if called not in str(error):
            raise
        raise TableError(
            "which connection the relation is of cannot be told; give it, outside a transaction: "
            "normalize_table(relation, column, connection=…)"
        ) from None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _sql_type(dtype: pl.DataType) -> str:
    return "DOUBLE" if dtype == pl.Float64 else "VARCHAR"


class RememberedRows:
    """Answers for the rows of one table as they come, from any thread, with a memory of bounded size.

    Args:
        matcher: Decides who is meant.
        options: Columns, and what to do with them.
        header: What the columns of the table are called.

    Attributes:
        schema: The types of the columns that answers fill.
        added: The columns that come to the table.
        replaced: Those of names, where names are written into them.
    """

    def __init__(self, matcher: Answering, options: Options, header: Sequence[str]) -> None:
        self._matcher, self._options, self._header = matcher, options, tuple(header)
        self._lock = threading.Lock()
        self._begun = 0
        table = self.new_table()
        self.schema = table.schema
        self.added = list(table.schema)[len(header) :]
        self.replaced = [header[c.position] for c in table.columns] if options.replace else []

    def new_table(self) -> TypedTable:
        """Return a table that remembers nothing yet; each of its columns is taken for text."""
        schema = {name: pl.String() for name in self._header}
        return TypedTable(schema, _PLACE, Answers(self._matcher, self._options), self._options)

    def told(self, columns: Mapping[str, pl.Series]) -> pl.DataFrame:
        """Return some rows with the answers for them.

        Args:
            columns: Those that the answers depend on, as text; the others count for nothing.
        """
        first = next(iter(columns.values()))
        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(first))
        frame = pl.DataFrame({name: columns.get(name, nothing) for name in self._header})
        with self._lock, NotebookBar("", wanted=False):  # of some 2,000 rows each: there is no end of bars
            table = _memory(self, self._begun)
            if table.remembered > REMEMBERED:
                self._begun += 1
                table = _memory(self, self._begun)
            return table.extended(frame)


@functools.lru_cache(maxsize=KEPT)
def _memory(rows: RememberedRows, begun: int) -> TypedTable:
    """What is remembered of some rows, since so many beginnings; of all such memories the last used stay."""
    return rows.new_table()


def _answer_of_kind(rows: RememberedRows, kind: str) -> Answer:
    """What a function of one spelling gives."""

    def answer(spellings: pa.ChunkedArray) -> pa.Array:
        cells = _series(spellings)
        told = rows.told({"spelling": cells})[f"spelling_{kind}"]
        return _array(told.zip_with(cells.is_not_null(), pl.Series([None], dtype=told.dtype)))

    return answer


def _answer_of_rows(rows: RememberedRows, asked: Sequence[str], wanted: Sequence[str]) -> Answer:
    """What a function of the columns of a row gives: all answers for it, as one structure."""

    def answer(*columns: pa.ChunkedArray) -> pa.Array:
        import pyarrow as pa

        told = rows.told(dict(zip(asked, map(_series, columns), strict=True)))
        return pa.StructArray.from_arrays(
            [_array(told[name]) for name in wanted], [f"c{n}" for n in range(len(wanted))]
        )

    return answer


def _series(column: pa.ChunkedArray) -> pl.Series:
    series = pl.from_arrow(column)
    assert isinstance(series, pl.Series)
    return series.cast(pl.String)


def _array(series: pl.Series) -> pa.Array:
    import pyarrow as pa

    return series.to_arrow().cast(pa.float64() if series.dtype == pl.Float64 else pa.string())


class _Lent:
    """A function in DuckDB's catalog, which can have others answer in its place."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


# DuckDB borrows functions without keeping them: when the connection they came by is closed, others to the
# database call whatever is in that memory by then (issue 530 of duckdb-python). So none is ever let go.
_LENT: list[Answer] = []
_SOUGHT: dict[str, _Lent] = {}  # texts by which a function that is called shows who it is


def _lend(answer: Answer, parameters: int) -> Answer:
    """A function for DuckDB to keep."""
    lent = _Lent(answer)

    def called(*columns: Any) -> Any:  # DuckDB evaluates what is written here
        for text in list(_SOUGHT):
            if columns[0].to_pylist() == [text]:
                _SOUGHT[text] = lent
        try:
            return lent.answer(*columns)
        except NamesError as error:
            raise NamesError(" ".join(str(error).split())) from None

    numbered = (Parameter(f"column_{n}", Parameter.POSITIONAL_ONLY) for n in range(parameters))
    called.__signature__ = Signature(list(numbered))  # type: ignore[attr-defined]  # where they are counted
    _LENT.append(called)
    return called


def _create(
    connection: duckdb.DuckDBPyConnection, name: str, answer: Answer, parameters: int, returned: str
) -> None:
    """Put a function into DuckDB's catalog, or have the one of ours that is called so answer anew.

    DuckDB itself would replace it for no connection but the one it came by. A cursor is a connection of its
    own: so neither a result that is not read to its end nor a transaction stands in the way.
    """
    import duckdb

    cursor = connection.cursor()
    try:
        function, given = _lend(answer, parameters), ["VARCHAR"] * parameters
        cursor.create_function(name, function, given, returned, type="arrow", null_handling="special")
    except duckdb.Error as error:
        if not _answer_anew(cursor, name, answer):
            raise NamesError(
                f"DuckDB takes no function {name}: {str(error).splitlines()[0]}; rename what is called so, "
                "or give a prefix, as prefix='people_'"
            ) from None
    finally:
        cursor.close()


def _answer_anew(cursor: duckdb.DuckDBPyConnection, name: str, answer: Answer) -> bool:
    """Have a function of ours answer anew, and tell whether there is one.

    It shows itself when it is called with a text that no table holds.
    """
    import duckdb

    text = f"names {secrets.token_hex()}"
    nobody = _SOUGHT[text] = _Lent(answer)
    try:
        cursor.execute(f"SELECT {name}(?)", [text]).fetchall()
    except duckdb.Error:
        return False
    finally:
        found = _SOUGHT.pop(text)
    found.answer = answer
    return found is not nobody
