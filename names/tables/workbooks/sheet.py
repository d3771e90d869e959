"""One sheet of a workbook: its names answered in place, or its rows as typed columns.

A workbook that stays one is not made anew: the answers are put into the XML of the sheet, and every other
part, and every other cell, stays as it is, byte for byte. Names that a formula yields are read as Excel last
computed them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from names.tables.answers import Answers, Options, Rendering
from names.tables.columns import Column, choose_columns, find_column, name_columns
from names.tables.headers import HeaderPlace, number_columns
from names.tables.portions import TableReading
from names.tables.rows import Cell, Others
from names.tables.table_errors import TableError
from names.tables.typed import typed_value
from names.tables.workbooks.archives import explained_workbook, temporary
from names.tables.workbooks.books import KINDS, Book
from names.tables.workbooks.limits import MOST_COLUMNS, cell_name, check_length, column_letters
from names.tables.workbooks.open_xml import SheetEntry
from names.tables.workbooks.package_edits import SIGNATURE, write_package
from names.tables.workbooks.sheet_cells import SheetCells, column_type, shown
from names.tables.workbooks.sheet_editing import NewCell, SharedFormulaError, SheetEditor
from names.tables.workbooks.sheet_parsing import UNCOMPUTED, CellError

MOST_CHARACTERS = 1 << 31  # of a sheet that becomes rows; a megabyte can stand for more, as cells share texts
FIRST_ROW = HeaderPlace()  # that holds anything


class Sheet:
    """One sheet of a workbook, with its header found. Close it, or use it in a `with` block.

    Args:
        path: Of the workbook.
        place: What messages call it.
        wanted: Name of the sheet; None for the first that Excel shows.
        header: Where its header is.

    Attributes:
        names: What its columns are called, as far as the header goes; empty where there is none.
        place: What messages call the sheet.
        remarks: What its reader should know of the choice of the sheet, in words.

    Raises:
        TableError: The workbook cannot be read, has no such sheet, or the sheet no header.
    """

    def __init__(
        self, path: Path, place: str, wanted: str | None = None, header: HeaderPlace = FIRST_ROW
    ) -> None:
        self._book = Book(path, place)
        self._place, self._where = place, header
        self.remarks: tuple[str, ...] = ()
        try:
            self._entry = self._choose(place, wanted)
            self.place = f"{place}, sheet {self._entry.title!r}"
            self._coming = self._book.rows(self._entry)
            self._skipped = 0  # rows that hold something and are no part of the table
            self._first, self.names, self._given_back = self._find_header()
        except BaseException:
            self._book.close()
            raise

    def __enter__(self) -> Sheet:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def _choose(self, place: str, wanted: str | None) -> SheetEntry:
        sheets = self._book.sheets
        if not sheets:
            raise TableError(f"{place} has no sheet with cells; name a workbook that has one")
        if wanted is None:
            chosen = next((sheet for sheet in sheets if not sheet.hidden), sheets[0])
            self._remark(chosen)
            return chosen
        found = next((sheet for sheet in sheets if sheet.title == wanted), None)
        if found is None:
            there = ", ".join(repr(sheet.title) for sheet in sheets)
            raise TableError(f"{place} has no sheet {wanted!r}; it has {there}")
        return found

    def _remark(self, chosen: SheetEntry) -> None:
        first = self._book.sheets[0]
        if chosen.hidden:
            said = f"read the sheet {chosen.title!r}, which is hidden, as all of its workbook's sheets are"
        elif first.hidden:
            said = f"read the sheet {chosen.title!r}, the first that is shown; {first.title!r} is hidden"
        else:
            return
        self.remarks = (f"{said}; --sheet names another",)

    def _find_header(self) -> tuple[int, list[str], tuple[int, dict[int, Any]] | None]:
        """The row of the header, or the first one; the names in it; the row itself where it is none."""
        where = self._where
        for number, cells in self._coming:
            if number <= where.skipped:
                self._skipped += 1
                continue
            if where.exact and number != where.skipped + 1:
                raise TableError(
                    f"{self.place}, row {where.skipped + 1} is empty and no header; give --header-row the "
                    "row that has the names of the columns"
                )
            if where.absent:
                return number, [], (number, cells)
            titles = [self._title(cells.get(column), number, column) for column in range(1, max(cells) + 1)]
            return number, titles, None
        after = f" after row {where.skipped}" if where.skipped else ""
        raise TableError(f"{self.place} is empty{after}: no {'row' if where.absent else 'header'}")

    def _title(self, value: Any, row: int, column: int) -> str:
        return shown(value) if isinstance(value, CellError) else self._plain(value, row, column)

    def _read(self, kept: set[int] | None = None) -> SheetCells:
        """The rows, with the cells of some columns or of all."""

        def rows() -> Iterator[tuple[int, dict[int, Any]]]:
            if self._given_back:
                yield self._given_back
            yield from self._coming

        cells = SheetCells(rows(), kept)
        if len(self.names) > cells.width:
            cells.width, cells.farthest = len(self.names), self._first
        self._refuse_merged_header()
        if self._where.absent:
            self.names = number_columns(cells.width)
        else:
            self.names += [""] * (cells.width - len(self.names))
        return cells

    def _refuse_merged_header(self) -> None:
        for merged in self._book.merged if not self._where.absent else ():
            inside = merged.first_row <= self._first <= merged.last_row
            if inside and merged.first_column < merged.last_column:
                raise TableError(
                    f"{self.place}: the header has merged cells ({merged.name}), so that its columns have "
                    "no names of their own; unmerge them and give each column a name, or say which row is "
                    "the header with --header-row"
                )

    def check_macros(self, *, kept: bool) -> None:
        """Refuse to write a workbook under an ending with which Excel would not open it.

        Args:
            kept: Whether the ending is that of workbooks with macros.

        Raises:
            TableError: It has macros and the ending is another, or the other way round.
        """
        package = self._book.package
        if package is None:
            return
        with explained_workbook(self._place):
            has_macros = package.has_macros()
        if has_macros and not kept:
            raise TableError(
                f"{self._place} has macros, which an .xlsx cannot hold; name an output that ends in .xlsm, "
                "which keeps them (from a pipe, say --input-format xlsm too), or say --format csv"
            )
        if kept and not has_macros:
            raise TableError(
                f"{self._place} has no macros, without which Excel opens no .xlsm; say --input-format xlsx, "
                "and name an output such as people.xlsx"
            )

    def normalize(self, answers: Answers, options: Options) -> int:
        """Work out the answers that `save` puts beside the columns of names, and return the number of rows.

        Args:
            answers: Where spellings are matched; its counts are raised.
            options: Columns, and what to do with them.

        Raises:
            TableError: A column is not there, holds no text, or would be added twice; there is no room for
                the answers; or the workbook is of a kind that is not written back.
        """
        if self._book.package is None:
            raise TableError(
                f"{self.place} is in {KINDS[self._book.kind]}, which is read and not written back; to have "
                f"its rows in a new workbook say what it is: --input-format {self._book.kind}"
            )
        cells = self._read(self._kept(options))
        columns = self._columns(options.columns)
        if not self._where.absent:
            answers.notice_header(self.names, columns)
        name_columns(self.names, columns, options.kinds, options.prefix)
        others = Others.choose(self.names, options.others, self.place, typed=True)
        self._width = self._room(cells, len(columns) * len(options.kinds))
        self._options, self._numbers = options, cells.numbers
        said = self._said(cells, others)
        self._answered: list[tuple[Column, list[Rendering]]] = []
        for column in columns:
            texts = self._texts(cells, column)
            known = [others.row(text, row) for text, row in zip(texts, said, strict=True)]
            answers.learn(known)
            answers.counts.update(known)
            if column is columns[0]:
                self._note_odd(known, answers)
            self._answered.append((column, [answers.render(cell) for cell in known]))
        return len(cells.numbers)

    def _kept(self, options: Options) -> set[int]:
        """The columns whose cells are needed, before it is known how wide the sheet is."""
        names = number_columns(MOST_COLUMNS) if self._where.absent else self.names
        padded = [*names, *[""] * (MOST_COLUMNS - len(names))]
        wanted = options.columns or ("#1",)  # where none is named, the only one there is
        found = (find_column(padded, name) for name in (*wanted, *options.others.values()))
        return {column.position + 1 for column in found if isinstance(column, Column)}

    def _columns(self, wanted: Sequence[str]) -> list[Column]:
        return choose_columns(self.names, wanted, self.place, typed=True)

    def _room(self, cells: SheetCells, added: int) -> int:
        """The last column right of which the answers stand: beside all that their rows hold."""
        width, what = cells.width, f"cell {cell_name(cells.farthest, cells.width)} is filled"
        for merged in self._book.merged:
            if merged.last_column > width and (
                merged.first_row <= self._first <= merged.last_row
                or cells.holds_row(max(merged.first_row, self._first), merged.last_row)
            ):
                width, what = merged.last_column, f"the cells {merged.name} are merged"
        if width + added > MOST_COLUMNS:
            raise TableError(
                f"{self.place} has no room for {added} columns of answers: {what}, and "
                f"{column_letters(MOST_COLUMNS)} is the last column that a sheet has; empty or unmerge what "
                "stands so far right, or write CSV or Parquet instead"
            )
        return width

    def _said(self, cells: SheetCells, others: Others) -> list[tuple[str, ...]]:
        """What other columns say in each row."""
        said = []
        for _, position in others.places:
            column = cells.column(position + 1)
            said.append([self._plain(v, n, position + 1) for n, v in zip(cells.numbers, column, strict=True)])
        return list(zip(*said, strict=True)) if said else [()] * len(cells.numbers)

    def _note_odd(self, known: Sequence[Cell], answers: Answers) -> None:
        for row, cell in zip(self._numbers, known, strict=True):
            for field in answers.odd_fields(cell):
                answers.odd[field].note(getattr(cell, field), [row], unit="row")

    def _plain(self, value: Any, row: int, column: int) -> str:
        """What a cell says that holds no name; one that holds an error, as #N/A, says nothing."""
        if value is UNCOMPUTED:
            raise self._uncomputed(row, column)
        return "" if value is None or isinstance(value, CellError) else shown(value)

    def _texts(self, cells: SheetCells, column: Column) -> list[str]:
        number = column.position + 1
        values = cells.column(number)
        for row, value in zip(cells.numbers, values, strict=True):
            if value is UNCOMPUTED:
                raise self._uncomputed(row, number)
            if value is not None and type(value) is not str:
                raise TableError(
                    f"{self.place}: cell {cell_name(row, number)} holds {shown(value)[:40]}, not text; name "
                    "the column that holds the names, or format it as text"
                )
        return [value or "" for value in values]

    def _uncomputed(self, row: int, column: int) -> TableError:
        return TableError(
            f"{self.place}: cell {cell_name(row, column)} holds a formula whose value was never computed; "
            "open and save the workbook in Excel, or put the value in its place"
        )

    def save(self, outgoing: BinaryIO) -> None:
        """Write the whole workbook with the answers.

        Args:
            outgoing: Where to; the same workbook makes the same bytes.

        Raises:
            TableError: A name is to be replaced that belongs to a formula of several cells.
        """
        package, part = self._book.package, self._entry.part
        assert package
        editor = SheetEditor(package, part, _Cells(self._new_cells()), self._changed_columns())
        with explained_workbook(self.place), _explained_formula(self.place), temporary() as sheet:
            editor.write(sheet)
            gone = editor.replaced_formulas
            write_package(package, part, sheet, outgoing, formulas_gone=gone)

    def _changed_columns(self) -> tuple[int, int]:
        """The first and the last column into which something is put."""
        replaced = [column.position + 1 for column, _ in self._answered if self._options.replace]
        added = len(self._answered) * len(self._options.kinds)
        return min([*replaced, self._width + 1]), self._width + added

    def _new_cells(self) -> Iterator[tuple[int, list[NewCell]]]:
        """The cells to put into each row, in order of the rows."""
        kinds, options = self._options.kinds, self._options
        if not self._where.absent:
            titles = (name_columns([], [c], kinds, options.prefix) for c, _ in self._answered)
            flat = enumerate((title for each in titles for title in each), self._width + 1)
            yield self._first, [self._new(*each, self._first) for each in flat]
        for place, row in enumerate(self._numbers):
            replaced, added = [], []
            for column, renderings in self._answered:
                rendering = renderings[place]
                if rendering.replaced is not None:
                    replaced.append(self._new(column.position + 1, rendering.replaced, row))
                added += [typed_value(kind, getattr(rendering.answer, kind), options) for kind in kinds]
            cells = [self._new(at, v, row) for at, v in enumerate(added, self._width + 1) if v is not None]
            yield row, [*sorted(replaced), *cells]

    def _new(self, column: int, value: str | float, row: int) -> NewCell:
        if isinstance(value, str):
            where = f"cell {cell_name(row, column)}"
            check_length(value, "the answers come to", where, "write CSV or Parquet instead")
        return NewCell(column, value)

    @property
    def lost(self) -> tuple[str, ...]:
        """What the workbook does not keep when it is saved, in words."""
        package = self._book.package
        signed = package is not None and package.archive.has_folder(SIGNATURE)
        return ("the digital signature, which holds no more",) if signed else ()

    def _left_out(self) -> tuple[str, ...]:
        """Return in words what stands before the table and is no part of its rows."""
        rows = "1 row" if self._skipped == 1 else f"{self._skipped:,} rows"
        return (f"{rows} at the beginning of {self.place}",) if self._skipped else ()

    def reading(self, *, texts: bool = False) -> TableReading:
        """Return the sheet as typed columns; one that holds several kinds of values is text.

        A column without a name is called by its number; one that holds nothing besides is none.

        Args:
            texts: Whether all becomes text in the end: then whole numbers stay whole.

        Raises:
            TableError: Two columns have one name, or a formula was never computed.
        """
        import polars as pl

        cells = self._read()
        for number, column in sorted(cells.columns.items()):
            if (place := column.uncomputed()) is not None:
                raise self._uncomputed(cells.numbers[place], number)
            self.names[number - 1] = self.names[number - 1] or number_columns(number)[-1]
        if (characters := sum(column.characters() for column in cells.columns.values())) > MOST_CHARACTERS:
            raise TableError(
                f"{self.place} holds texts of {characters:,} characters, and {MOST_CHARACTERS:,} are the "
                "limit for other formats; delete what is not needed, or write .xlsx"
            )
        counts = Counter(self.names)
        if twice := next((name for name in self.names if name and counts[name] > 1), None):
            raise TableError(f"{self.place} has two columns {twice!r}; rename one of them")
        schema = {
            number: (name, column_type(cells.columns.get(number), texts=texts))
            for number, name in enumerate(self.names, 1)
            if name
        }
        types = pl.Schema(dict(schema.values()))
        return TableReading(types, cells.portions(schema), self._left_out())


class _Cells:
    """Gives the cells of rows that are asked for in order; of other rows, none."""

    def __init__(self, rows: Iterator[tuple[int, list[NewCell]]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def __call__(self, row: int) -> Sequence[NewCell]:
        if self._next is None or self._next[0] != row:
            return ()
        cells = self._next[1]
        self._next = next(self._rows, None)
        return cells


@contextmanager
def _explained_formula(place: str) -> Iterator[None]:
    try:
        yield
    except SharedFormulaError as error:
        raise TableError(
            f"{place}: {error}, which one formula fills, and cannot be replaced alone; put the values in the "
            "place of the formula, or leave --replace out"
        ) from None
