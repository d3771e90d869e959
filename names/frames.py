"""Data frames: `normalize_table()` takes and returns whatever frame it is given.

Polars frames, eager and lazy, are worked on by Polars; pandas and PyArrow through Narwhals, which keeps
index, types, nulls and categories of all there is; relations of DuckDB stay in DuckDB. Importing this module
gives Polars' expressions the namespace `names`: `pl.col("person").names.normalize()`.
"""

from __future__ import annotations

import sys
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import narwhals as nw
import polars as pl

from names.database_functions import shipped_matcher
from names.matcher import Matcher, refusal
from names.notebook_progress import NotebookBar
from names.tables.answers import Answering, Answers, Options
from names.tables.columns import choose_columns
from names.tables.decisions import Decisions, check_decisions, read_decisions
from names.tables.rows import FIELDS, Others
from names.tables.table_errors import TableError
from names.tables.typed import TypedTable, kind_types

if TYPE_CHECKING:
    import duckdb

PROGRESS = "distinct names matched"
OF_MATCHER = ("style", "styles", "threshold", "coverage", "gazetteer", "habits")

Frame = TypeVar("Frame")


def normalize_table(
    frame: Frame,
    column: Hashable | Sequence[Hashable],
    matcher: Answering | None = None,
    *,
    decisions: Mapping[str, str | None] | str | Path | None = None,
    connection: duckdb.DuckDBPyConnection | None = None,
    progress: bool = True,
    **options: Any,
) -> Frame:
    """Return a frame with the identity of its names beside them.

    For each column C come `C_name`, `C_id`, `C_score` and `C_status`; null where nothing is known. Rows,
    their order, the index, all other columns and the attributes of a frame stay what they are.

    Args:
        frame: Of Polars (eager or lazy), pandas or PyArrow, or a relation of DuckDB. A lazy one stays lazy:
            its names are matched when it is collected, portion by portion if it is streamed. So does a
            relation: its names are matched whenever it is run.
        column: The column of names, or a list of several; a name, or as `Options.columns` has it. Where a
            pandas frame has other labels than names, as 0, that label or its text.
        matcher: Decides who is meant; None for a matcher over the shipped gazetteer.
        decisions: The id for each spelling that you decide yourself, None for nobody listed; or the path of a
            table of them, as `names.tables.read_decisions` reads it.
        connection: That of the relation, where a DuckDB before version 2 has others than the default one.
        progress: In a notebook, show how far it is where that takes long. What is lazy shows nothing.
        options: `best`, `replace`, `candidates`, `explain`, `separator`, `prefix`, and the columns that say
            something besides the name, `country`, `born`, `type`, `given` and `family`, as attributes of
            `names.tables.Options`. A cell there that is no year or no type says nothing.

    Returns:
        A frame of the same kind.

    Raises:
        TableError: A column is not there, holds no text, or would be added twice; decisions have faults.
        TypeError: What was given is no frame of these, or there is no such option. How names are printed, and
            from which list, is the matcher's: `Matcher(style="kk")`.

    Examples:
        >>> import polars as pl
        >>> frame = pl.DataFrame({"n": [1, 2], "person": ["Toqaev", "Jane Doe"]})
        >>> normalize_table(frame, "person")["person_id"].to_list()
        ['kassym-jomart-tokayev', None]
        >>> normalize_table(frame.lazy(), "person").select("n", "person_status").collect().row(0)
        (1, 'matched')
    """
    columns = column if isinstance(column, list | tuple) else [column]
    _refuse_unknown(options)
    beside = {field: str(options[field]) for field in FIELDS if options.get(field) is not None}
    asked = Options(columns=tuple(map(str, columns)), **options | beside)
    if isinstance(matcher, str | Path):
        raise TypeError(refusal(matcher))
    matcher = matcher or shipped_matcher()
    if decisions is not None:
        matcher = _decided(decisions, matcher)
    if isinstance(frame, pl.LazyFrame):
        return _lazily(frame, matcher, asked)  # type: ignore[return-value]
    if isinstance(frame, pl.DataFrame):
        table = TypedTable(frame.schema, "the frame", Answers(matcher, asked), asked)
        with NotebookBar(PROGRESS, wanted=progress):
            return table.extended(frame)  # type: ignore[return-value]
    if _is_relation(frame):
        from names.duckdb import extended_relation

        return extended_relation(frame, matcher, asked, connection)  # type: ignore[no-any-return]
    through = _narwhal(frame)
    with NotebookBar(PROGRESS, wanted=progress):
        replaced, added = _answers(through, matcher, asked)
    if nw.dependencies.is_pandas_dataframe(frame):
        return _with_columns(frame, replaced, added)  # type: ignore[no-any-return]
    named = {through.columns[place]: series for place, series in replaced.items()} | added
    return through.with_columns(series.alias(name) for name, series in named.items()).to_native()  # type: ignore[no-any-return]


def _refuse_unknown(options: Mapping[str, Any]) -> None:
    known = [name for name in Options.__struct_fields__ if name != "columns"]
    for name in options:
        if name in OF_MATCHER:
            raise TypeError(
                f"normalize_table has no option {name!r}, which is the matcher's; give it one: "
                f"normalize_table(frame, column, Matcher({name}=…))"
            )
        if name not in known:
            raise TypeError(
                f"normalize_table has no option {name!r}; it has {', '.join(known)} and decisions"
            )


def _decided(decisions: Mapping[str, str | None] | str | Path, matcher: Answering) -> Decisions:
    if not isinstance(matcher, Matcher):
        raise TypeError(
            f"decisions need a Matcher, which knows the ids, not {type(matcher).__name__}; leave them out "
            "or give a Matcher"
        )
    if isinstance(decisions, Mapping):
        return check_decisions(decisions, matcher)
    if isinstance(decisions, str | Path):
        return read_decisions(decisions, matcher)
    raise TypeError(
        f"decisions are spellings with ids, {{'Toqaev': None}}, or the path of a table of them, not "
        f"{type(decisions).__name__}"
    )


def _is_relation(frame: object) -> bool:
    """Whether a frame is a relation of DuckDB, which has been imported then."""
    duckdb = sys.modules.get("duckdb")
    return duckdb is not None and isinstance(frame, duckdb.DuckDBPyRelation)


def _lazily(frame: pl.LazyFrame, matcher: Answering, options: Options) -> pl.LazyFrame:
    table = TypedTable(frame.collect_schema(), "the frame", Answers(matcher, options), options)
    return frame.map_batches(table.extended, schema=table.schema, streamable=True)


def _answers(
    frame: nw.DataFrame[Any], matcher: Answering, options: Options
) -> tuple[dict[int, nw.Series[Any]], dict[str, nw.Series[Any]]]:
    """The columns that take the place of others, and those that are added, of a frame of another library.

    Only its columns of names go through Polars. They are taken by their places: pandas' labels may be
    anything, and Narwhals takes a number for the place of a row.
    """
    own = list(frame.iter_columns())
    header = [str(label) for label in frame.columns]
    if len(set(header)) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise TableError(f"the frame has two columns that are called {twice!r} as text; rename one of them")
    asked = {column.position for column in choose_columns(header, options.columns, "the frame", typed=True)}
    beside = {place for _, place in Others.choose(header, options.others, "the frame", typed=True).places}
    nothing = [None] * len(frame)  # in the place of the other columns, whose names must not come twice
    cells = [
        _cells(own[n], name) if n in asked else _words(own[n]) if n in beside else nothing
        for n, name in enumerate(header)
    ]
    names = pl.DataFrame({n: pl.Series(c, dtype=pl.String) for n, c in zip(header, cells, strict=True)})
    answered = TypedTable(names.schema, "the frame", Answers(matcher, options), options).extended(names)
    replaced = {}
    for place in sorted(asked) if options.replace else ():
        written = _series(frame, answered[header[place]])
        categories = own[place].dtype == nw.Categorical  # those without order take new ones
        replaced[place] = written.cast(nw.Categorical()) if categories else written
    return replaced, {name: _series(frame, answered[name]) for name in answered.columns[len(header) :]}


def _with_columns(
    frame: Any, replaced: Mapping[int, nw.Series[Any]], added: Mapping[str, nw.Series[Any]]
) -> Any:
    """A frame of pandas with columns beside its own: of the same class, with its labels and attributes."""
    answered = frame.copy(deep=False)
    for place, series in replaced.items():
        answered.isetitem(place, series.to_native().array)
    rest = [""] * (frame.columns.nlevels - 1)  # as pandas itself fills up labels of several levels
    for name, series in added.items():
        answered[(name, *rest) if rest else name] = series.to_native().array
    return answered


def _narwhal(frame: Any) -> nw.DataFrame[Any]:
    try:
        through: nw.DataFrame[Any] = nw.from_native(frame, eager_only=True)
        through.columns  # noqa: B018 (it looks whether any is there twice)
        return through
    except nw.exceptions.DuplicateError as error:
        first = str(error).splitlines()[-1].strip("- ")
        raise TableError(f"the frame has a column more than once: {first}; rename one of them") from None
    except TypeError:
        raise TypeError(
            "normalize_table takes a frame of Polars, pandas or PyArrow or a relation of DuckDB, not "
            f"{type(frame).__name__}; collect or convert it first"
        ) from None


def _cells(column: nw.Series[Any], name: str) -> list[str | None]:
    """The texts of a column, None for each that is missing, whatever its library writes for that."""
    cells = [
        None if missing else cell
        for cell, missing in zip(column.to_list(), column.is_null().to_list(), strict=True)
    ]
    strange = next((cell for cell in cells if cell is not None and not isinstance(cell, str)), None)
    if strange is not None:
        raise TableError(
            f"the frame: column {name!r} holds {type(strange).__name__} ({str(strange)[:40]}), not "
            "text; name the column that holds the names, or turn this one into text first"
        )
    return cells


def _words(column: nw.Series[Any]) -> list[str | None]:
    """The values of a column as texts: of one that says something besides the names."""
    cells = zip(column.to_list(), column.is_null().to_list(), strict=True)
    return [None if missing else str(cell) for cell, missing in cells]


def _series(frame: nw.DataFrame[Any], values: pl.Series) -> nw.Series[Any]:
    """A series of the frame's own library."""
    dtype = nw.Float64() if values.dtype == pl.Float64 else nw.String()
    return nw.new_series(values.name, values.to_list(), dtype, backend=frame.implementation)


def _answered(cells: pl.Series, matcher: Answering | None, options: Options) -> pl.Series:
    """The answers for a series, as a structure of them for each cell."""
    named = cells.alias(options.columns[0])
    answers = Answers(matcher or shipped_matcher(), options)
    table = TypedTable({named.name: named.dtype}, "the expression", answers, options)
    answered = table.extended(named.to_frame()).drop(named.name)
    answered.columns = list(options.kinds)
    return answered.to_struct(cells.name)


_PLAIN = Options(columns=("cell",))


@pl.api.register_expr_namespace("names")
class NamesExpression:
    """What `pl.col("person").names` offers.

    Examples:
        >>> frame = pl.DataFrame({"person": ["Toqaev", "Jane Doe", None]})
        >>> frame.select(pl.col("person").names.normalize())["person"].to_list()
        ['Kassym-Jomart Tokayev', None, None]
        >>> frame.select(pl.col("person").names.match().struct.field("status"))["status"].to_list()
        ['matched', 'unknown', 'unknown']
    """

    def __init__(self, expression: pl.Expr) -> None:
        self._expression = expression

    def normalize(self, matcher: Answering | None = None) -> pl.Expr:
        """Return the name to print, null unless matched.

        Args:
            matcher: Decides who is meant; None for a matcher over the shipped gazetteer.
        """
        return self._map(matcher, _PLAIN).struct.field("name").name.keep()

    def match(self, matcher: Answering | None = None, *, candidates: int = 0, best: bool = False) -> pl.Expr:
        """Return a structure of `name`, `id`, `score`, `status`, and `candidates` where asked for.

        Args:
            matcher: Decides who is meant; None for a matcher over the shipped gazetteer.
            candidates: How many candidates to list.
            best: Whether the first candidate fills name and id where nothing is matched.
        """
        return self._map(matcher, Options(columns=("cell",), candidates=candidates, best=best))

    def _map(self, matcher: Answering | None, options: Options) -> pl.Expr:
        return self._expression.map_batches(
            lambda cells: _answered(cells, matcher, options),
            return_dtype=pl.Struct(kind_types(options)),
            is_elementwise=True,
        )
