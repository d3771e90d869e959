"""The XML of a sheet, read row by row: what its cells hold, and where they stand in the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from names.tables.workbooks.archives import local_name, new_parser, utf8_blocks, whole
from names.tables.workbooks.limits import MOST_ROWS, cell_name, column_letters, column_number
from names.tables.workbooks.open_xml import TRUE, OpenXml
from names.tables.workbooks.serial_dates import as_shown, read_iso
from names.tables.workbooks.string_escapes import decode_escapes

LONGEST_NUMBER = 1000  # characters; Excel writes two dozen

_DIGITS = "0123456789"
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)


class CellError(str):
    """What a cell shows whose formula failed, as #N/A."""

    __slots__ = ()


class Uncomputed:
    """Stands for the value of a formula that was never computed."""


UNCOMPUTED = Uncomputed()


class Merged(NamedTuple):
    """Cells that are merged into one.

    Attributes:
        first_row: Where they begin.
        first_column: Likewise.
        last_row: Where they end.
        last_column: Likewise.
    """

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def name(self) -> str:
        """What the cells are called, as `A1:B1`."""
        first, last = cell_name(*self[:2]), cell_name(*self[2:])
        return f"{first}:{last}"


class RowCounter:
    """Tells which row and column an element is of; either may be left unsaid, and then follows the last.

    Attributes:
        row: The number of the last row, from 1.
        column: The number of the last cell in it.
    """

    def __init__(self) -> None:
        self.row = self.column = 0

    def next_row(self, attributes: dict[str, str]) -> int:
        """Return the number of a row.

        Args:
            attributes: Of its element.

        Raises:
            ValueError: It is none, or no higher than that of the row before.
        """
        row = whole(attributes["r"], "row") if attributes.get("r") else self.row + 1
        if row <= self.row:
            raise ValueError(f"its row {row} comes after row {self.row}")
        if row > MOST_ROWS:
            raise ValueError(f"its row {row} is beyond {MOST_ROWS}, the last that a sheet has")
        self.row, self.column = row, 0
        return row

    def next_column(self, attributes: dict[str, str]) -> int:
        """Return the number of a cell's column.

        Args:
            attributes: Of its element.

        Raises:
            ValueError: There is no such column.
        """
        name = attributes.get("r")
        self.column = column_number(name.rstrip(_DIGITS) if name else column_letters(self.column + 1))
        return self.column


class SheetParser:
    """Reads the rows of one sheet.

    Args:
        book: The workbook.
        part: The part that holds the sheet.

    Attributes:
        merged: The merged cells; known once all rows are read.
    """

    def __init__(self, book: OpenXml, part: str) -> None:
        self.merged: list[Merged] = []
        self._book, self._part = book, part
        self._texts = book.shared_texts()
        self._dates = book.date_styles()

    def rows(self) -> Iterator[tuple[int, dict[int, Any]]]:
        """Yield each row that holds anything: its number, and its values by their columns."""
        ready: list[tuple[int, dict[int, Any]]] = []
        parser = new_parser()
        _RowHandlers(self, parser, ready)
        with self._book.archive.stream(self._part) as stream:
            for block in utf8_blocks(stream):
                parser.Parse(block, False)
                yield from ready
                ready.clear()
            parser.Parse(b"", True)

    def value(self, kind: str, text: str | None, style: str, formula: bool) -> Any:
        """Return what a cell shows; None where it holds nothing.

        Args:
            kind: Of the value, as the attribute `t` says it.
            text: Of the value; None where there is none.
            style: Of the cell.
            formula: Whether a formula yields it.
        """
        if not text:
            if formula:
                return "" if kind == "str" else UNCOMPUTED
            return "" if text == "" and kind in ("str", "inlineStr") else None
        if kind == "s":
            place = whole(text, "shared text")
            if place >= len(self._texts):
                raise ValueError(f"its shared text {place} is missing")
            return self._texts[place]
        if kind in ("str", "inlineStr"):
            return decode_escapes(text)
        if kind == "n":
            number = read_number(text)
            date = self._dates.get(style)
            return as_shown(number, date, from_1904=self._book.from_1904) if date else number
        if kind == "b":
            return text.strip() in TRUE
        if kind == "e":
            return CellError(text)
        return read_iso(text) if kind == "d" else text


class _RowHandlers:
    """Takes what the parser meets in a sheet, and puts together rows of it."""

    def __init__(self, sheet: SheetParser, parser: Any, ready: list[tuple[int, dict[int, Any]]]) -> None:
        self._sheet, self._ready = sheet, ready
        self._count = RowCounter()
        self._cells: dict[int, Any] = {}
        self._pieces: list[str] = []  # of the text of a cell
        self._kind = self._style = ""
        self._column = 0
        self._formula = self._seen = False  # whether the cell has a formula, and whether it has a value
        self._taken = self._inline = self._skipped = False  # whether what comes is part of its value
        self._parser = parser
        parser.StartElementHandler = self._root

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        """Take the root, whose prefix all elements of the sheet have."""
        local = local_name(name)
        if local != "worksheet":
            raise ValueError(f"its sheet is a {local[:40]}")
        prefix = name[: len(name) - len(local)]
        starts: dict[str, Callable[[dict[str, str]], None]] = {
            "c": self._start_cell,
            "v": self._start_value,
            "f": self._start_formula,
            "row": self._start_row,
            "is": self._start_inline,
            "t": self._start_text,
            "rPh": self._start_reading,
            "mergeCell": self._take_merged,
        }
        ends: dict[str, Callable[[], None]] = {
            "v": self._end_text,
            "c": self._end_cell,
            "t": self._end_text,
            "row": self._end_row,
            "is": self._end_inline,
            "rPh": self._end_reading,
        }
        start = {prefix + name: handler for name, handler in starts.items()}.get
        end = {prefix + name: handler for name, handler in ends.items()}.get

        def start_element(name: str, attributes: dict[str, str]) -> None:
            if handler := start(name):
                handler(attributes)

        def end_element(name: str) -> None:
            if handler := end(name):
                handler()

        self._parser.StartElementHandler, self._parser.EndElementHandler = start_element, end_element
        self._parser.CharacterDataHandler = self._characters

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._count.next_row(attributes)
        self._cells = {}

    def _end_row(self) -> None:
        if self._cells:
            self._ready.append((self._count.row, self._cells))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._column = self._count.next_column(attributes)
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._formula = self._seen = False
        self._pieces.clear()

    def _end_cell(self) -> None:
        text = "".join(self._pieces) if self._seen else None
        try:
            found = self._sheet.value(self._kind, text, self._style, self._formula)
        except ValueError as error:
            raise ValueError(f"cell {cell_name(self._count.row, self._column)}: {error}") from None
        if found is not None:
            self._cells[self._column] = found

    def _start_value(self, attributes: dict[str, str]) -> None:
        self._taken = self._seen = True

    def _start_formula(self, attributes: dict[str, str]) -> None:
        self._formula = True

    def _start_inline(self, attributes: dict[str, str]) -> None:
        self._inline = self._seen = True

    def _end_inline(self) -> None:
        self._inline = False

    def _start_text(self, attributes: dict[str, str]) -> None:
        self._taken = self._inline and not self._skipped

    def _end_text(self) -> None:
        self._taken = False

    def _start_reading(self, attributes: dict[str, str]) -> None:
        self._skipped = True

    def _end_reading(self) -> None:
        self._skipped = False

    def _take_merged(self, attributes: dict[str, str]) -> None:
        self._sheet.merged.append(read_merged(attributes.get("ref", "")))

    def _characters(self, text: str) -> None:
        if self._taken:
            self._pieces.append(text)


def read_merged(name: str) -> Merged:
    """Return the cells that a file names.

    Args:
        name: As `A1:B1`, or `A1` alone.

    Raises:
        ValueError: There are no such cells.

    Examples:
        >>> read_merged("B8:M8")
        Merged(first_row=8, first_column=2, last_row=8, last_column=13)
    """
    first, _, last = name.partition(":")
    corners = [_corner(first), _corner(last or first)]
    return Merged(*corners[0], *corners[1])


def _corner(name: str) -> tuple[int, int]:
    letters = name.rstrip(_DIGITS)
    return whole(name[len(letters) :], "merged row"), column_number(letters)


def read_number(text: str) -> int | float:
    """Return a number as a file spells it: a whole one, however long, to the digit.

    Args:
        text: As `1953`, `0.1` or `1E-3`.

    Raises:
        ValueError: It is none.

    Examples:
        >>> read_number("12345678901234567890"), read_number("1.0"), read_number("1E3")
        (12345678901234567890, 1.0, 1000.0)
    """
    digits = text.strip()
    if _NUMBER.fullmatch(digits) is None or len(digits) > LONGEST_NUMBER:
        raise ValueError(f"its number is {text[:40]!r}")
    return int(digits) if digits.removeprefix("-").isdigit() else float(digits)
