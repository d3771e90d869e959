"""New cells put into the XML of a sheet; every other byte of it stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, NamedTuple
from xml.sax.saxutils import escape

from names.tables.workbooks.archives import local_name, new_parser, utf8_blocks
from names.tables.workbooks.limits import cell_name, column_letters, column_number
from names.tables.workbooks.open_xml import OpenXml
from names.tables.workbooks.sheet_parsing import Merged, RowCounter, read_merged
from names.tables.workbooks.string_escapes import encode_escapes

_SPANS = re.compile(rb"""\s+spans\s*=\s*("[^"]*"|'[^']*')""")
_REFERENCE = re.compile(rb"""(\sref\s*=\s*["'])([^"']*)""")


class NewCell(NamedTuple):
    """A cell to be put into a row, in the place of one that may be there.

    Attributes:
        column: Its column, from 1.
        value: What it is to hold.
    """

    column: int
    value: str | float


class SharedFormulaError(Exception):
    """A cell to be replaced belongs to a formula that other cells share."""


class _Mark(NamedTuple):
    """Where a cell stands in the file: from its tag to its closing tag, or to its end if it has none."""

    column: int
    style: str
    start: int
    stop: int


class _Change(NamedTuple):
    """Bytes to stand in the place of some of the file."""

    start: int
    stop: int
    data: bytes


class SheetEditor:
    """Writes a sheet anew with cells put into its rows.

    Args:
        book: The workbook.
        part: The part that holds the sheet.
        cells: Gives the cells to put into a row by its number, in order of their columns.
        columns: The first column into which a cell is put, and the last that will hold anything.

    Attributes:
        replaced_formulas: Whether the place of a formula was taken.
    """

    def __init__(
        self, book: OpenXml, part: str, cells: Callable[[int], Sequence[NewCell]], columns: tuple[int, int]
    ) -> None:
        self.replaced_formulas = False
        self._book, self._part, self._cells = book, part, cells
        self._first, self._last = columns
        self._dates = book.date_styles()
        self._count = RowCounter()
        self._prefix = ""
        self._text, self._base = bytearray(), 0  # what is not written yet, and where in the file it begins
        self._safe = 0  # up to where nothing more can change
        self._changes: list[_Change] = []
        self._row_start: int | None = None
        self._row_end: int | None = None  # of its cells, where something else follows them
        self._in_cell = False
        self._marks: list[_Mark] = []  # of the cells in a row that may change, or follow one that does
        self._formulas: dict[int, dict[str, str]] = {}  # of those among them that hold any
        self._filled: dict[tuple[int, int], Merged] = {}  # cells that one formula fills, by their columns

    def write(self, outgoing: IO[bytes]) -> None:
        """Write the sheet, in UTF-8.

        Args:
            outgoing: Where to.

        Raises:
            SharedFormulaError: A cell to be replaced cannot be.
        """
        parser = new_parser()
        self._begin(parser)
        with self._book.archive.stream(self._part) as stream:
            for block in utf8_blocks(stream):
                self._text += block
                parser.Parse(block, False)
                self._flush(outgoing, self._safe)
            parser.Parse(b"", True)
        self._flush(outgoing, self._base + len(self._text))

    def _flush(self, outgoing: IO[bytes], stop: int) -> None:
        """Write what can change no more."""
        at = self._base
        pieces: list[bytes] = []
        for change in self._changes:
            pieces += self._bytes(at, change.start), change.data
            at = change.stop
        self._changes.clear()
        stop = max(stop, at)
        pieces.append(self._bytes(at, stop))
        outgoing.write(b"".join(pieces))  # at once: there are several to a row
        del self._text[: stop - self._base]
        self._base = stop

    def _bytes(self, start: int, stop: int) -> bytes:
        return bytes(self._text[start - self._base : stop - self._base])

    def _tag(self, start: int) -> bytes:
        """The tag that begins somewhere."""
        end = self._text.index(b">", start - self._base)
        return bytes(self._text[start - self._base : end + 1])

    def _begin(self, parser: Any) -> None:
        """Have the parser tell of the root, by whose prefix all other elements are known."""

        def root(name: str, attributes: dict[str, str]) -> None:
            self._prefix = name[: len(name) - len(local_name(name))]
            self._take_elements(parser)

        parser.StartElementHandler = root

    def _take_elements(self, parser: Any) -> None:
        starts: dict[str, Callable[[dict[str, str]], None]] = {
            "c": self._start_cell,
            "f": self._take_formula,
            "row": self._start_row,
            "extLst": self._start_extensions,
            "dimension": self._widen,
        }
        ends = {"c": self._end_cell, "row": self._end_row}
        start = {self._prefix + name: handler for name, handler in starts.items()}.get
        end = {self._prefix + name: handler for name, handler in ends.items()}.get

        def start_element(name: str, attributes: dict[str, str]) -> None:
            if self._row_start is None:
                self._safe = parser.CurrentByteIndex
            if handler := start(name):
                handler(attributes)

        def end_element(name: str) -> None:
            if self._row_start is None:
                self._safe = parser.CurrentByteIndex
            elif handler := end(name):
                handler()

        self._parser = parser
        parser.StartElementHandler, parser.EndElementHandler = start_element, end_element

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row_start, self._row_end = self._parser.CurrentByteIndex, None
        self._count.next_row(attributes)
        self._marks.clear()
        self._formulas.clear()

    def _end_row(self) -> None:
        at = self._safe = self._parser.CurrentByteIndex
        assert self._row_start is not None
        self._changes += self._row_changes(self._row_start, self._row_end or at)
        self._row_start = None

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._in_cell = True
        if self._count.next_column(attributes) >= self._first:
            at = self._parser.CurrentByteIndex
            self._marks.append(_Mark(self._count.column, attributes.get("s", "0"), at, at))

    def _end_cell(self) -> None:
        self._in_cell = False
        if self._count.column >= self._first:
            self._marks[-1] = self._marks[-1]._replace(stop=self._parser.CurrentByteIndex)

    def _take_formula(self, attributes: dict[str, str]) -> None:
        if self._count.column >= self._first or "ref" in attributes:
            self._formulas[self._count.column] = attributes

    def _start_extensions(self, attributes: dict[str, str]) -> None:
        """Take what may follow the cells of a row, which must stay behind them."""
        if self._row_start is not None and not self._in_cell:
            self._row_end = self._parser.CurrentByteIndex

    def _widen(self, attributes: dict[str, str]) -> None:
        """Have the sheet say how far its cells reach, if it says that."""
        start = self._parser.CurrentByteIndex
        tag = self._tag(start)
        found = _REFERENCE.search(tag)
        if not found:
            return
        first, _, last = found[2].decode().partition(":")
        last = last or first
        letters = last.rstrip("0123456789")
        if column_number(letters) < self._last:
            reference = f"{first}:{column_letters(self._last)}{last[len(letters) :]}".encode()
            wide = tag[: found.start(2)] + reference + tag[found.end(2) :]
            self._changes.append(_Change(start, start + len(tag), wide))

    def _row_changes(self, start: int, stop: int) -> Iterator[_Change]:
        together = [f["ref"] for f in self._formulas.values() if "ref" in f and f.get("t") != "shared"]
        for cells in map(read_merged, together):  # of those in the same columns the one that reaches farthest
            columns = cells.first_column, cells.last_column
            if columns[1] >= self._first and cells.last_row >= self._filled.get(columns, cells).last_row:
                self._filled[columns] = cells
        new = list(self._cells(self._count.row))
        if not new:
            return
        tag = self._tag(start)
        if (
            b"spans" in tag and (bare := _SPANS.sub(b"", tag)) != tag
        ):  # they say how far the cells reach, and need not
            yield _Change(start, start + len(tag), bare)
        for mark in self._marks:
            while new and new[0].column < mark.column:
                yield _Change(mark.start, mark.start, self._xml(new.pop(0)))
            if new and new[0].column == mark.column:
                yield self._replaced(mark, new.pop(0))
        yield from (_Change(stop, stop, self._xml(cell)) for cell in new)

    def _replaced(self, mark: _Mark, cell: NewCell) -> _Change:
        self._refuse_shared(mark.column)
        self.replaced_formulas |= mark.column in self._formulas
        closing = f"</{self._prefix}c".encode()
        at = mark.stop - self._base
        if mark.stop > mark.start and self._text[at : at + len(closing)] == closing:
            return _Change(mark.start, mark.stop, self._xml(cell, mark.style, closed=False))
        return _Change(mark.start, mark.start + len(self._tag(mark.start)), self._xml(cell, mark.style))

    def _refuse_shared(self, column: int) -> None:
        row, own = self._count.row, self._formulas.get(column, {})
        shared = [read_merged(own["ref"])] if "ref" in own else []
        for cells in [*shared, *self._filled.values()]:
            if cells.first_row <= row <= cells.last_row and cells.first_column <= column <= cells.last_column:
                raise SharedFormulaError(f"cell {cell_name(row, column)} is one of {cells.name}")

    def _xml(self, cell: NewCell, style: str = "0", *, closed: bool = True) -> bytes:
        dated = style in self._dates and not isinstance(cell.value, str)  # a score is no day
        name = cell_name(self._count.row, cell.column)
        xml = cell_xml(cell.value, name, "0" if dated else style, self._prefix)
        return (xml if closed else xml.removesuffix(f"</{self._prefix}c>")).encode()


def cell_xml(value: str | float | bool, name: str, style: str = "0", prefix: str = "") -> str:
    """Return a cell as it stands in a sheet.

    Args:
        value: What it holds: a text, a number to the last digit, or whether something is so.
        name: What it is called, as `B3`.
        style: Of the workbook's styles, by its number.
        prefix: Of the elements of the sheet.

    Examples:
        >>> cell_xml(0.25, "B3"), cell_xml(True, "A1", "4")
        ('<c r="B3"><v>0.25</v></c>', '<c r="A1" s="4" t="b"><v>1</v></c>')
        >>> cell_xml("A & B", "A1", prefix="x:")
        '<x:c r="A1" t="inlineStr"><x:is><x:t>A &amp; B</x:t></x:is></x:c>'
    """
    styled = "" if style == "0" else f' s="{style}"'
    if isinstance(value, str):
        text = escape(encode_escapes(value))
        kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        content = f"<{prefix}is><{prefix}t{kept}>{text}</{prefix}t></{prefix}is>"
        return f'<{prefix}c r="{name}"{styled} t="inlineStr">{content}</{prefix}c>'
    kind, number = (' t="b"', str(int(value))) if isinstance(value, bool) else ("", repr(value))
    return f'<{prefix}c r="{name}"{styled}{kind}><{prefix}v>{number}</{prefix}v></{prefix}c>'
