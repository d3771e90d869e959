"""A list as rows: delimited text in any encoding that tables are read in, or the first sheet of a workbook.

The text is opened as every table is (`names.tables.openings`), with one difference: in a list, a line that is
not UTF-8 among lines that are concerns the records on it alone. Its bad bytes come as halves of surrogate
pairs, which no text of a record may hold, so that the record is told with its line.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from names.gazetteer.faults import Findings
from names.gazetteer.list_input import ListInput
from names.tables.dialects import TextForm
from names.tables.encodings import Decoder, from_first_letter, looks_like_damaged_utf8
from names.tables.headers import HeaderPlace
from names.tables.openings import Opening, Pieces
from names.tables.table_errors import EmptyTableError, TableError

WORKBOOK_HEADS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
WORKBOOK_ENDINGS = (".xlsx", ".xls", ".ods", ".xlsb", ".xlsm")
BLOCK = 1 << 20  # bytes read at a time, up to the end of a line

_LINE = re.compile(r"[,:]? line (\d+)(?: \(of the file\))?:? ?")


class ListTable(NamedTuple):
    """A table whose rows are yet to be read.

    Attributes:
        header: What its columns are called, without the spaces around.
        line: Where the header stands.
        rows: Every other row that holds anything: its line and its cells.
    """

    header: list[str]
    line: int
    rows: Iterator[tuple[int, list[str]]]

    def note_width(self, line: int, cells: Sequence[str], findings: Findings) -> None:
        """Note that a row has other columns than the header.

        Args:
            line: Where the row stands.
            cells: Its cells.
            findings: Takes the fault.
        """
        what = f"the row has {len(cells)} cells, and the header has {len(self.header)}"
        findings.stop(line, what, "fill the row up, or quote the cell that holds the delimiter")


def is_workbook(head: bytes, path: Path) -> bool:
    """Tell a workbook, by its first bytes; one that is empty, by its name."""
    return head.startswith(WORKBOOK_HEADS) or (not head and path.suffix.lower() in WORKBOOK_ENDINGS)


@contextmanager
def explained(findings: Findings) -> Iterator[None]:
    """Note what is wrong with a table as a fault, where reading it ends."""
    try:
        yield
    except EmptyTableError:
        what, remedy = "the file has no header", "begin it with the names of its columns, as id,name"
        findings.end(None, what, remedy)
    except TableError as error:
        findings.end(*_place_and_remedy(str(error), findings.file))


def _place_and_remedy(message: str, file: str) -> tuple[int | None, str, str]:
    """Return what an error of a table says as line, what is wrong, and what to do with a list.

    Examples:
        >>> _place_and_remedy("a.csv, line 3: a quote opened here is never closed; close it", "a.csv")
        (3, 'a quote opened here is never closed', 'close it')
    """
    said = message.removeprefix(file)
    found = _LINE.match(said)
    what, _, remedy = (said[found.end() :] if found else said.lstrip(":, ")).partition("; ")
    if "--" in remedy or not remedy:
        about_quotes, about_text = (
            "quote" in what,
            "encod" in what or "utf" in what.lower() or what.startswith("is in "),
        )
        remedy = "see that it is a table with a header"
        if about_quotes:
            remedy = 'close it, or write a quote that belongs to the cell as ""'
        elif about_text:
            remedy = "name its encoding with --encoding, or save the file as UTF-8"
    about_file = "the file " if what.startswith(("is ", "has ")) else ""
    return int(found[1]) if found else None, about_file + what.strip(), remedy


def open_table(source: ListInput, *, header: bool = True, delimiter: str | None = None) -> ListTable | None:
    """Return a list as a table, or None after a fault.

    Args:
        source: The list.
        header: Whether its first row has the names of the columns.
        delimiter: What separates cells; None to recognise it.
    """
    if is_workbook(source.begins(8)[:8], source.path):
        return _open_workbook(source, header)
    with explained(source.findings):
        form = TextForm(delimiter=delimiter, header=HeaderPlace(absent=not header))
        opening = Opening(_pieces(source), source.findings.file, source.tables.columns, form)
        titles = [name.strip() for name in opening.names]
        if (bad := next((title for title in titles if _BAD_BYTE.search(title)), None)) is not None:
            _end_at_bad_byte(bad, opening.header.line if opening.header else 1, source.findings)
            return None
        return ListTable(titles, opening.header.line if opening.header else 0, _text_rows(opening, source))
    return None


_BAD_BYTE = re.compile("[\udc80-\udcff]")


def _end_at_bad_byte(title: str, line: int, findings: Findings) -> None:
    found = _BAD_BYTE.search(title)
    assert found
    what = f"the byte 0x{ord(found[0]) - 0xDC00:02X} in the header is not UTF-8"
    findings.end(line, what, "save the file as UTF-8")


def _text_rows(opening: Opening, source: ListInput) -> Iterator[tuple[int, list[str]]]:
    with explained(source.findings):
        for record in opening.rows():
            cells = [opening.quoting.decode(cell) for cell in record.cells]
            if any(map(str.strip, cells)):
                yield record.line, cells


def _pieces(source: ListInput) -> Pieces:
    """Yield a list as text; what is not UTF-8 among lines that are comes as halves of surrogate pairs."""
    decoder = Decoder(source.findings.file, source.tables.encoding)
    ended = False
    while not ended:
        data = _read_lines(source.stream)
        ended = not data
        try:
            text = decoder.decode(data, final=ended)
        except TableError:
            if decoder.encoding not in (None, "utf-8") or not _is_damaged_utf8(data, decoder):
                raise
            text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
        yield text, ended
    if decoder.recognised:
        source.account.take(f"the text as {decoder.encoding}, a guess", 0)


def _read_lines(stream: BinaryIO) -> bytes:
    """Return the next block, up to the end of a line where one comes soon."""
    data = stream.read(BLOCK)
    return data + stream.readline(BLOCK) if data else data


def _is_damaged_utf8(data: bytes, decoder: Decoder) -> bool:
    return decoder.encoding == "utf-8" or looks_like_damaged_utf8(from_first_letter(data))


def _open_workbook(source: ListInput, header: bool) -> ListTable | None:
    from names.tables.workbooks.books import Book  # with parsers of XML, which few lists need

    with explained(source.findings):
        if not source.path.is_file():
            raise TableError(f"{source.path} is a workbook, which cannot be read through a pipe; name a file")
        _refuse_archive(source.path)
        book = Book(source.path, source.findings.file)
        try:
            entry = next((sheet for sheet in book.sheets if not sheet.hidden), None) or book.sheets[0]
            rows = _sheet_rows(book.rows(entry))
            first = next(rows, None)
        except BaseException:
            book.close()
            raise
        if first is None:
            raise EmptyTableError(f"{source.path} is empty: no header")
        if len(book.sheets) > 1:
            others = ", ".join(sheet.title for sheet in book.sheets if sheet is not entry)
            source.account.leave(f"other sheets than {entry.title!r}", others, count=len(book.sheets) - 1)
        line, cells = first
        kept = chain([] if header else [first], rows)
        titles = [cell.strip() for cell in cells]
        return ListTable(titles, line, _kept_open(kept, book, source))
    return None


def _refuse_archive(path: Path) -> None:
    """Refuse a zip archive that holds no workbook, as places are published in."""
    import zipfile

    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        inside = archive.namelist()
    if not {"[Content_Types].xml", "content.xml"} & set(inside):
        first = inside[0] if inside else "nothing"
        raise TableError(f"{path} is a zip archive, with {first} in it; unpack it and name the file")


def _kept_open(
    rows: Iterator[tuple[int, list[str]]], book: Any, source: ListInput
) -> Iterator[tuple[int, list[str]]]:
    try:
        with explained(source.findings):
            yield from rows
    finally:
        book.close()


def _sheet_rows(rows: Iterator[tuple[int, dict[int, Any]]]) -> Iterator[tuple[int, list[str]]]:
    width = 0
    for number, cells in rows:
        width = max([width, *cells])
        texts = [_cell_text(cells.get(column)) for column in range(1, width + 1)]
        if any(map(str.strip, texts)):
            yield number, texts


def _cell_text(value: Any) -> str:
    """Return what a cell of a sheet says: whole numbers without a point, days as 1953-05-17.

    Examples:
        >>> _cell_text(17.0), _cell_text(datetime(1953, 5, 17)), _cell_text(None)
        ('17', '1953-05-17', '')
    """
    from names.tables.workbooks.sheet_parsing import CellError, Uncomputed

    if value is None or isinstance(value, CellError | Uncomputed):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value)
