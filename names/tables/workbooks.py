"""Excel workbooks: one sheet's names answered in place, or a sheet as rows, or rows as a sheet.

A workbook that stays one is opened, given new columns, and saved: its other sheets, its formulas, and the
type of every cell stay. Names that a formula yields are read as Excel last computed them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from names.tables.answers import Answers, Options, Rendering
from names.tables.columns import Column, choose_columns, name_columns
from names.tables.losses import lost_parts, warned
from names.tables.rows import Others
from names.tables.table_errors import TableError
from names.tables.typed import typed_value

if TYPE_CHECKING:
    import polars as pl
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS = 1_048_576  # that a sheet has room for, the header among them
MOST_TEXT = 32_767  # UTF-16 units that a cell has room for; openpyxl would cut off the rest
SHOWN_ROWS = 5  # of cells that had to be changed
EXACTLY = 2**53  # beyond it a number loses digits in Excel, which has floats alone
EPOCH = datetime(1980, 1, 1)  # the earliest that an archive can say; a workbook tells no time of its making
MIDNIGHT = time()

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Sheet:
    """One sheet of a workbook, with its header found.

    Args:
        path: Of the workbook.
        place: What messages call it.
        wanted: Name of the sheet; None for the first.

    Attributes:
        header: What its columns are called.

    Raises:
        TableError: The workbook cannot be read, has no such sheet, no header, or a header of merged cells.
    """

    def __init__(self, path: Path, place: str, wanted: str | None = None) -> None:
        self._path = path
        self._warnings: list[str] = []
        with warned(self._warnings):
            self._book = _open(path, place, computed=False)
        self._sheet: Any = _choose(self._book, place, wanted)
        self.place = f"{place}, sheet {self._sheet.title!r}"
        self._first = next((n for n, row in enumerate(self._sheet.values, 1) if _filled(row)), 0)
        if not self._first:
            raise TableError(f"{self.place} is empty: no header")
        merged = (cells.max_col for cells in self._sheet.merged_cells.ranges)  # no value can be put into them
        self._width = max([*map(_filled, self._sheet.values), *merged])
        self._refuse_merged_header()
        self._computed: Worksheet | None = None
        cells = [self._value(self._cell(self._first, column)) for column in range(1, self._width + 1)]
        self.header = ["" if cell is None else str(cell) for cell in cells]

    def _refuse_merged_header(self) -> None:
        for merged in self._sheet.merged_cells.ranges:
            if merged.min_row <= self._first <= merged.max_row and merged.min_col < merged.max_col:
                raise TableError(
                    f"{self.place}: the header has merged cells ({merged.coord}), so that its columns have "
                    "no names of their own; unmerge them and give each column a name"
                )

    def _cell(self, row: int, column: int) -> Cell:
        cell: Cell = self._sheet.cell(row, column)
        return cell

    def _value(self, cell: Cell) -> Any:
        """What a cell shows; a formula's is what Excel computed last."""
        if cell.data_type != "f":
            return _text(cell.value)
        if self._computed is None:
            with warned([]):  # they are the same as before
                self._computed = _open(self._path, self.place, computed=True)[self._sheet.title]
        value = self._computed[cell.coordinate].value
        if value is None:
            raise TableError(
                f"{self.place}: cell {cell.coordinate} holds a formula whose value was never computed; open "
                "and save the workbook in Excel, or put the value in its place"
            )
        return value

    def _rows(self) -> list[int]:
        """The rows below the header that hold anything."""
        below = self._sheet.iter_rows(min_row=self._first + 1, values_only=True)
        return [n for n, row in enumerate(below, self._first + 1) if _filled(row)]

    def normalize(self, answers: Answers, options: Options) -> int:
        """Put the answers beside the columns of names, and return how many rows there are.

        Args:
            answers: Where spellings are matched; its counts are raised.
            options: Columns, and what to do with them.

        Raises:
            TableError: A column is not there, holds no text, or would be added twice.
        """
        columns = choose_columns(self.header, options.columns, self.place, typed=True)
        name_columns(self.header, columns, options.kinds, options.prefix)
        others = Others.choose(self.header, options.others, self.place, typed=True)
        rows = self._rows()
        said = [[self._plain(self._cell(row, place + 1)) for _, place in others.places] for row in rows]
        for column in columns:
            cells = [self._cell(row, column.position + 1) for row in rows]
            known = [others.row(self._text(cell), s) for cell, s in zip(cells, said, strict=True)]
            answers.learn(known)
            answers.counts.update(known)
            if column is columns[0]:
                self._note_odd(rows, known, answers)
            self._add(column, list(zip(cells, map(answers.render, known), strict=True)), options)
        return len(rows)

    def _note_odd(self, rows: Sequence[int], known: Sequence[Any], answers: Answers) -> None:
        for row, cell in zip(rows, known, strict=True):
            for field in answers.odd_fields(cell):
                answers.odd[field].note([row], unit="row")

    def _plain(self, cell: Cell) -> str:
        """What a cell says besides a name; one that holds an error, as #N/A, says nothing."""
        value = None if cell.data_type == "e" else self._value(cell)
        return "" if value is None else str(value)

    def _add(self, column: Column, answered: Sequence[tuple[Cell, Rendering]], options: Options) -> None:
        """Put the answers right of all there is; the replaced names, where they stood."""
        titles = name_columns([], [column], options.kinds, options.prefix)
        for kind, title in zip(options.kinds, titles, strict=True):
            self._width += 1
            _put(self._cell(self._first, self._width), title)
            for cell, rendering in answered:
                value = typed_value(kind, getattr(rendering.answer, kind), options)
                _put(self._cell(cell.row, self._width), value)
        for cell, rendering in answered:
            if rendering.replaced is not None:
                _put(cell, rendering.replaced)

    def _text(self, cell: Cell) -> str:
        value = self._value(cell)
        if value is None or (isinstance(value, str) and cell.data_type != "e"):
            return value or ""
        raise TableError(
            f"{self.place}: cell {cell.coordinate} holds {str(value)[:40]}, not text; name the column that "
            "holds the names, or format it as text"
        )

    def save(self, outgoing: BinaryIO) -> None:
        """Write the whole workbook.

        Args:
            outgoing: Where to; the same workbook makes the same bytes.
        """
        with warned(self._warnings):
            _save(self._book, outgoing)

    @property
    def lost(self) -> tuple[str, ...]:
        """What the workbook does not keep when it is saved, in words; known whole after `save`."""
        return (*lost_parts(self._path), *self._warnings)

    def frame(self) -> pl.DataFrame:
        """Return the sheet as typed columns; one that holds several kinds of values is text.

        Raises:
            TableError: Two columns have one name, or one has none.
        """
        import polars as pl

        if twice := next((name for name in self.header if name and self.header.count(name) > 1), None):
            raise TableError(f"{self.place} has two columns {twice!r}; rename one of them")
        rows = self._rows()
        columns = []
        for number, name in enumerate(self.header, 1):
            values = [self._value(self._cell(row, number)) for row in rows]
            if name:
                columns.append(_series(name, values))
            elif any(value is not None for value in values):
                raise TableError(f"{self.place}: column {number} has no name; give it one in the header")
        return pl.DataFrame(columns)


def _text(value: Any) -> Any:
    """A text without the formats of its parts; any other value as it is."""
    return "".join(map(str, value)) if isinstance(value, list) else value


def _filled(row: Sequence[Any]) -> int:
    """How many cells of a row there are up to the last that holds something."""
    return max((n for n, value in enumerate(row, 1) if value is not None), default=0)


def _series(name: str, values: list[Any]) -> pl.Series:
    import polars as pl

    kinds = {type(value) for value in values} - {type(None)}
    if kinds == {datetime} and all(value is None or value.time() == MIDNIGHT for value in values):
        return pl.Series(name, [value and value.date() for value in values], dtype=pl.Date)
    if kinds == {int, float}:
        return pl.Series(name, values, dtype=pl.Float64, strict=False)
    if len(kinds) > 1 or kinds - {int, float, bool, str, datetime, date, time}:
        return pl.Series(name, [None if v is None else str(v) for v in values], dtype=pl.String)
    return pl.Series(name, values, dtype=None if kinds else pl.String)


def _open(path: Path, place: str, *, computed: bool) -> Workbook:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise missing_reader() from None
    try:
        with path.open("rb") as stream:
            return load_workbook(stream, data_only=computed, rich_text=not computed)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError, EOFError, OSError) as error:
        cause = (str(error).strip("'\"").splitlines() or ["no cause is known"])[0][:200].lower()
        raise TableError(
            f"{place} cannot be read as an Excel workbook: {cause}; it may be cut short or locked by a "
            "password: open it in Excel and save it anew"
        ) from None


def missing_reader() -> TableError:
    """Return the error for a workbook where nothing is installed that reads one."""
    return TableError(
        "nothing is installed that reads and writes .xlsx; install it with: "
        "pip install 'names-normalizer[xlsx]'"
    )


def _choose(book: Workbook, place: str, wanted: str | None) -> Worksheet:
    sheets = book.worksheets
    if wanted is None:
        return sheets[0]
    found = next((sheet for sheet in sheets if sheet.title == wanted), None)
    if found is None:
        there = ", ".join(repr(sheet.title) for sheet in sheets)
        raise TableError(f"{place} has no sheet {wanted!r}; it has {there}")
    return found


def _put(cell: Cell, value: Any) -> None:
    """Write a value as what it is: a text that begins with = is no formula."""
    if isinstance(value, str):
        cell.value = _FORBIDDEN.sub("\ufffd", value)
        cell.data_type = "s"
    else:
        cell.value = value


def write_sheet(
    outgoing: BinaryIO, schema: pl.Schema, portions: Iterator[pl.DataFrame], *, header: bool = True
) -> tuple[str, ...]:
    """Write rows as a workbook of one sheet, and return in words what it could not hold.

    Numbers, dates and truth values stay what they are; what Excel has no type for (numbers of more than
    fifteen digits, moments with a time zone) becomes text. Characters that a workbook cannot
    hold become \ufffd.

    Args:
        outgoing: Where to.
        schema: Of the rows.
        portions: The rows.
        header: Whether the first row of the sheet has the names of the columns.

    Raises:
        TableError: There are more rows than a sheet has room for, or a text is longer than a cell holds.
    """
    try:
        from openpyxl import Workbook
    except ImportError:
        raise missing_reader() from None
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = EPOCH
    sheet = _NewSheet(book.create_sheet("names"), list(schema))
    if header:
        sheet.append(list(schema))
    try:
        for portion in portions:
            for row in portion.iter_rows():
                sheet.append(row)
    except BaseException:
        book.worksheets[0].close()  # else Python complains once it is forgotten
        raise
    _save(book, outgoing)
    return sheet.lost()


class _NewSheet:
    """A sheet that takes row after row, and remembers what it had to change."""

    def __init__(self, sheet: Any, header: list[str]) -> None:
        self._sheet, self._header = sheet, header
        self._rows = self._changed = 0
        self._first_changed: list[int] = []

    def append(self, row: Sequence[Any]) -> None:
        """Write a row."""
        from openpyxl.cell import WriteOnlyCell

        self._rows += 1
        if self._rows > MOST_ROWS:
            raise TableError(f"an Excel sheet has room for {MOST_ROWS:,} rows; write Parquet or CSV instead")
        cells = []
        for name, value in zip(self._header, row, strict=True):
            plain, cell = _plain(value), WriteOnlyCell(self._sheet)
            if isinstance(plain, str):
                self._check(name, plain)
            _put(cell, plain)
            cells.append(cell)
        self._sheet.append(cells)

    def _check(self, name: str, text: str) -> None:
        if 2 * len(text) > MOST_TEXT and len(text.encode("utf-16-le", "surrogatepass")) > 2 * MOST_TEXT:
            raise TableError(
                f"column {name[:40]!r} holds a text of {len(text):,} characters, in what would be row "
                f"{self._rows:,} of the sheet, and an Excel cell has room for {MOST_TEXT:,}; write "
                "Parquet or CSV instead, or leave the column out"
            )
        if _FORBIDDEN.search(text):
            self._changed += 1
            if self._rows not in self._first_changed and len(self._first_changed) <= SHOWN_ROWS:
                self._first_changed.append(self._rows)

    def lost(self) -> tuple[str, ...]:
        """What was changed, in words."""
        if not self._changed:
            return ()
        first = ", ".join(map(str, self._first_changed[:SHOWN_ROWS]))
        first += " …" if len(self._first_changed) > SHOWN_ROWS else ""
        cells = "1 cell" if self._changed == 1 else f"{self._changed:,} cells"
        return (f"control characters in {cells}, which became \ufffd (row {first})",)


def _plain(value: Any) -> Any:
    if isinstance(value, float) and (value != value or abs(value) == float("inf")):
        return None if value != value else str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) <= EXACTLY else str(value)
    if isinstance(value, datetime) and value.tzinfo is None and value.year >= 1900:
        return value
    if isinstance(value, date) and not isinstance(value, datetime) and value.year >= 1900:
        return value
    if value is None or isinstance(value, bool | float | time):
        return value
    return str(value)


def _save(book: Workbook, outgoing: BinaryIO) -> None:
    """Write a workbook without the time of this moment, which openpyxl puts in: the same makes the same."""
    modified = (book.properties.modified or EPOCH).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    made = io.BytesIO()
    book.save(made)
    undated = io.BytesIO()  # an archive is written to and fro, which not every output bears
    with zipfile.ZipFile(made) as given, zipfile.ZipFile(undated, "w") as written:
        for entry in given.infolist():
            data = given.read(entry)
            if entry.filename == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + modified, data)
            bare = zipfile.ZipInfo(entry.filename, EPOCH.timetuple()[:6])
            written.writestr(bare, data, zipfile.ZIP_DEFLATED)
    outgoing.write(undated.getvalue())
