"""A column of names in a database: a new table beside the old one, with the answers joined on.

The rows never leave the database. Only the distinct spellings are fetched, portion by portion; their answers
go into a temporary table; and one statement makes the new table of both. So every other column keeps its type
and its values, whatever they are. All of it is one transaction: the new table is there whole, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from typing import Any

from names.notebook_progress import NotebookBar
from names.tables.answers import Answering, Answers, Options
from names.tables.columns import Column, choose_columns, name_columns
from names.tables.engines import DatabaseTable, Engine, open_engine, quote
from names.tables.rows import Cell, Others
from names.tables.summary import Progress, Summary, rows_of, summarize
from names.tables.table_errors import TableError
from names.tables.typed import typed_value

TOGETHER = 10_000  # spellings matched, and written, in one go
SUFFIX = "_names"  # of the new table, unless it is named


def normalize_database(
    url: str,
    table: str,
    matcher: Answering,
    options: Options,
    *,
    into: str | None = None,
    replace_table: bool = False,
    report: Callable[[Progress], None] = lambda progress: None,
    progress: bool = True,
) -> Summary:
    """Return the summary of a new table in a database: an old one, with the identity of its names.

    The new table has the rows and columns of the old one, with their types; for each chosen column C come
    `C_name`, `C_id`, `C_score` and `C_status`, null where nothing is known. The old table stays as it is.

    Args:
        url: `sqlite:///people.db`, or `postgresql://user@host/database`.
        table: The table or view with the names; in PostgreSQL also `schema.table`.
        matcher: Decides who is meant.
        options: Columns, and what to do with them.
        into: Name of the new table; None for the old one's with `_names` after it.
        replace_table: Whether the new table may take the place of one that is there.
        report: Called now and then with how many distinct cells have an answer.
        progress: In a notebook, show how far it is where that takes long.

    Returns:
        Counts.

    Raises:
        TableError: The database does not answer; there is no such table or column, or it holds no text; the
            new table is there already. Nothing is changed then.
    """
    with closing(open_engine(url)) as engine:
        old = engine.table(table)
        new = engine.table(into) if into else old.beside(SUFFIX)
        _check_tables(engine, old, new, replace_table)
        with NotebookBar("distinct cells answered", None, wanted=progress) as bar:
            run = _DatabaseRun(engine, old, matcher, options, bar.told_by(report, rows_of))
            run.carry_out(new, replace_table)
            return run.sum_up()


def _check_tables(engine: Engine, old: DatabaseTable, new: DatabaseTable, replace: bool) -> None:
    if not engine.exists(old):
        raise TableError(f"database {engine.place} has no table {old.name!r}; check its name and its schema")
    engine.check_name(new.own, "name the new table with --into")
    if engine.same(old, new):
        raise TableError(f"table {old.name!r} is the input itself, which is never overwritten; name another")
    if engine.exists(new) and not replace:
        raise TableError(
            f"database {engine.place} has a table {new.name!r} already; name another one with --into, or say "
            "--replace-table to have this one replaced"
        )


class _DatabaseRun:
    """One pass over the columns of one table."""

    def __init__(
        self,
        engine: Engine,
        table: DatabaseTable,
        matcher: Answering,
        options: Options,
        report: Callable[[Progress], None],
    ) -> None:
        self.engine, self.table, self.options, self.report = engine, table, options, report
        self.progress = Progress()
        self.rows = 0
        self.lost: tuple[str, ...] = ()
        self.answers = Answers(matcher, options, tick=lambda: report(self.progress))
        self.types = engine.columns(table)
        self.header = list(self.types)
        self.columns = choose_columns(self.header, options.columns, f"table {table.name!r}", typed=True)
        for name in name_columns(self.header, self.columns, options.kinds, options.prefix):
            engine.check_name(name, "rename the column, or make a view that gives it a shorter name")
        for column in self.columns:
            engine.check_text(table, self.header[column.position])
        self.others = Others.choose(self.header, options.others, f"table {table.name!r}", typed=True)

    def carry_out(self, new: DatabaseTable, replace: bool) -> None:
        """Match what there is, then write: others may go on writing while the matching takes its time."""
        for column in self.columns:
            for some in self._learned(column):
                self.progress.rows += len(some)
                self.report(self.progress)
        self.engine.begin()
        if replace:
            self.engine.execute(f"DROP TABLE IF EXISTS {new.quoted}")
        for number, column in enumerate(self.columns):
            self._write_answers(f"names_answers_{number}", column)
        self.lost = self.engine.copy(self.table, new, self._new_types(), self._query())
        self.engine.commit()

    def _learned(self, column: Column) -> Iterator[list[tuple[Cell, int]]]:
        """Yield what rows say of a column with how many do, so many at once, each with an answer."""
        counted = self.engine.count(self.table, self._keys(column))
        cells = ((self.others.row(cell, said), count) for cell, *said, count in counted)
        while some := list(islice(cells, TOGETHER)):
            self.answers.learn(cell for cell, _ in some)
            yield some

    def _keys(self, column: Column) -> list[str]:
        """Expressions for all that a row says of a name."""
        positions = (column.position, *(position for _, position in self.others.places))
        return [self.engine.key(self.header[position]) for position in positions]

    def _write_answers(self, name: str, column: Column) -> None:
        kinds = ", ".join(f"a{n} {self._type(kind)}" for n, kind in enumerate(self.options.kinds))
        keys = [f"k{n}" for n in range(1 + len(self.others.places))]
        said = "".join(f"{key} text, " for key in keys)
        self.engine.execute(
            f"CREATE TEMPORARY TABLE {name} ({said}replaced text, {kinds}, PRIMARY KEY ({', '.join(keys)}))"
        )
        marks = ", ".join("?" * (len(keys) + 1 + len(self.options.kinds)))
        self.rows = 0
        for some in self._learned(column):
            for cell, count in some:
                self.rows += count
                self.answers.counts[cell] += count
                for field in self.answers.odd_fields(cell) if column is self.columns[0] else ():
                    self.answers.odd[field].note(getattr(cell, field), count=count)
            self.engine.fill(f"INSERT INTO {name} VALUES ({marks})", [self._row(cell) for cell, _ in some])

    def _row(self, cell: Cell) -> list[Any]:
        known = self.answers.render(cell)
        values = [typed_value(kind, getattr(known.answer, kind), self.options) for kind in self.options.kinds]
        keys = (
            [cell]
            if isinstance(cell, str)
            else [cell.cell, *(getattr(cell, f) for f, _ in self.others.places)]
        )
        return [*keys, known.replaced, *values]

    def _type(self, kind: str) -> str:
        return self.engine.number if kind == "score" and self.options.separator is None else "text"

    def _new_types(self) -> dict[str, str]:
        """The columns of the new table, with their types."""
        types = dict(self.types)
        for column in self.columns:
            kinds = self.options.kinds
            titles = name_columns(self.header, [column], kinds, self.options.prefix)
            types |= {title: self._type(kind) for title, kind in zip(titles, kinds, strict=True)}
        return types

    def _query(self) -> str:
        """What makes the rows of the new table."""
        own = [f"t.{quote(name)}" for name in self.header]
        added, joined = [], []
        for number, column in enumerate(self.columns):
            answer, cell = f"names_answers_{number}", f"t.{quote(self.header[column.position])}"
            for n, kind in enumerate(self.options.kinds):
                value = f"{answer}.a{n}"
                added.append(f"coalesce({value}, 'unknown')" if kind == "status" else value)
            if self.options.replace:
                own[column.position] = f"coalesce({answer}.replaced, {self.engine.as_text(cell)})"
            keys = self._keys(column)
            alike = " AND ".join(f"{answer}.k{n} = {key}" for n, key in enumerate(keys))
            joined.append(f"LEFT JOIN {answer} ON {alike}")
        return f"SELECT {', '.join(own + added)} FROM {self.table.quoted} t {' '.join(joined)}"

    def sum_up(self) -> Summary:
        """Return what the pass came to."""
        return summarize(self.answers, self.rows, lost=self.lost)
