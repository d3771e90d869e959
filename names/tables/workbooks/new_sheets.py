"""Rows of typed columns as a new workbook of one sheet.

The parts are written here, and not by a library: those that write workbooks round numbers to sixteen digits,
and a number may need seventeen to be the same again.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from names.tables.table_errors import TableError
from names.tables.workbooks.archives import BLOCK, put_file, temporary
from names.tables.workbooks.limits import MOST_COLUMNS, MOST_ROWS, check_length, column_letters
from names.tables.workbooks.serial_dates import LEAP_DAY, span_text
from names.tables.workbooks.sheet_editing import cell_xml

if TYPE_CHECKING:
    import polars as pl

ELSE = "write Parquet or CSV instead"
SHOWN_ROWS = 5  # of cells that had to be changed
EXACTLY = 2**53  # beyond it a number loses digits in Excel, which has floats alone
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive can say: a workbook tells no time of its making
DAY = timedelta(days=1)

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

_FORMATS = (
    "yyyy-mm-dd",
    "yyyy-mm-dd hh:mm:ss",
    "yyyy-mm-dd hh:mm:ss.000",
    "hh:mm:ss",
    "hh:mm:ss.000",
    "[h]:mm:ss",
    "[h]:mm:ss.000",
)  # of the styles 1, 2, 3…
_DAYS, _MOMENTS, _TIMES, _SPANS = "1", ("2", "3"), ("4", "5"), ("6", "7")

_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
    '<sheets><sheet name="names" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts count="{len(_FORMATS)}">'
    + "".join(f'<numFmt numFmtId="{n}" formatCode="{code}"/>' for n, code in enumerate(_FORMATS, 164))
    + '</numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(_FORMATS) + 1}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    + "".join(
        f'<xf numFmtId="{n}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for n in range(164, 164 + len(_FORMATS))
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}


def write_sheet(
    outgoing: BinaryIO, schema: pl.Schema, portions: Iterator[pl.DataFrame], *, header: bool = True
) -> tuple[str, ...]:
    """Write rows as a workbook of one sheet, and return in words what it could not hold.

    Numbers, dates and truth values stay what they are; what Excel has no type for (whole numbers that a float
    does not hold, moments with a time zone or before 1900) becomes text.

    Args:
        outgoing: Where to.
        schema: Of the rows.
        portions: The rows.
        header: Whether the first row of the sheet has the names of the columns.

    Raises:
        TableError: There are more rows or columns than a sheet has room for, or a text is longer than a cell
            holds.
    """
    if len(schema) > MOST_COLUMNS:
        raise TableError(
            f"the table has {len(schema):,} columns with the answers, and an Excel sheet has room for "
            f"{MOST_COLUMNS:,}; {ELSE}, or leave columns out"
        )
    with temporary() as content, temporary() as made:
        sheet = _NewSheet(content, list(schema))
        if header:
            sheet.append(list(schema))
        for portion in portions:
            for row in portion.iter_rows():
                sheet.append(row)
        sheet.end()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
            for name, part in _PARTS.items():
                written.writestr(_entry(name), _XML + part)
            put_file(written, _entry("xl/worksheets/sheet1.xml"), content)
        made.seek(0)  # an archive is written to and fro, which not every output bears
        shutil.copyfileobj(made, outgoing, BLOCK)
    return sheet.lost()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


class _NewSheet:
    """A sheet that takes row after row, and remembers what it could not hold."""

    def __init__(self, outgoing: IO[bytes], header: Sequence[str]) -> None:
        self._outgoing, self._header = outgoing, header
        self._letters = [column_letters(number) for number in range(1, len(header) + 1)]
        self._rows = self._rounded = 0
        self._first_rounded: list[int] = []
        outgoing.write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())

    def append(self, row: Sequence[Any]) -> None:
        """Write a row."""
        self._rows += 1
        if self._rows > MOST_ROWS:
            raise TableError(f"an Excel sheet has room for {MOST_ROWS:,} rows; {ELSE}")
        cells = []
        for letters, name, value in zip(self._letters, self._header, row, strict=True):
            if value is not None and value == value:  # nan is no value either
                plain, style = self._plain(value)
                if isinstance(plain, str):
                    where = f"what would be row {self._rows:,} of the sheet"
                    check_length(plain, f"column {name[:40]!r} holds", where, f"{ELSE}, or leave it out")
                cells.append(cell_xml(plain, f"{letters}{self._rows}", style))
        self._outgoing.write(f'<row r="{self._rows}">{"".join(cells)}</row>'.encode())

    def end(self) -> None:
        """Write what follows the rows."""
        self._outgoing.write(b"</sheetData></worksheet>")

    def _plain(self, value: Any) -> tuple[str | float, str]:
        """What a cell is to hold, and its style."""
        if isinstance(value, str | bool):
            return value, "0"
        if isinstance(value, int):
            return (value if abs(value) <= EXACTLY else str(value)), "0"
        if isinstance(value, float):
            return (value if abs(value) < float("inf") else str(value)), "0"
        if isinstance(value, datetime) and value.tzinfo is None and value.year >= 1900:
            return self._serial(value - datetime(1899, 12, 30)), self._fine(value.microsecond, _MOMENTS)
        if isinstance(value, date) and not isinstance(value, datetime) and value.year >= 1900:
            return self._serial(value - date(1899, 12, 30)), _DAYS
        if isinstance(value, time) and value.tzinfo is None:
            since = datetime.combine(date.min, value) - datetime.min
            return since / DAY, self._fine(value.microsecond, _TIMES)
        if isinstance(value, timedelta):
            if value < timedelta():
                return span_text(value), "0"  # of which Excel shows but signs
            return value / DAY, self._fine(value.microseconds, _SPANS)
        return str(value), "0"

    def _serial(self, since: timedelta) -> float:
        """Days as Excel counts them, which takes 1900 for a leap year."""
        days = since / DAY
        days = days - 1 if days < LEAP_DAY + 1 else days
        return int(days) if days.is_integer() else days

    def _fine(self, microseconds: int, styles: tuple[str, str]) -> str:
        if microseconds % 1000:
            self._rounded += 1
            if self._rows not in self._first_rounded and len(self._first_rounded) <= SHOWN_ROWS:
                self._first_rounded.append(self._rows)
        return styles[bool(microseconds)]

    def lost(self) -> tuple[str, ...]:
        """What the sheet does not hold, in words."""
        if not self._rounded:
            return ()
        first = ", ".join(map(str, self._first_rounded[:SHOWN_ROWS]))
        first += " …" if len(self._first_rounded) > SHOWN_ROWS else ""
        cells = "1 cell" if self._rounded == 1 else f"{self._rounded:,} cells"
        return (f"what is finer than a millisecond in {cells} with a time (row {first})",)
