"""A workbook of any kind, opened by what it is, whatever its name says."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from names.tables.table_errors import TableError
from names.tables.workbooks.archives import Archive, explained_workbook, locked, new_parser, parse
from names.tables.workbooks.calamine_books import CalamineBook
from names.tables.workbooks.open_xml import OpenXml, SheetEntry
from names.tables.workbooks.sheet_parsing import Merged, SheetParser

BLOCK = 1 << 20
OLD = b"\xd0\xcf\x11\xe0"  # begins the containers of old Excel, and of workbooks under a password
LOCKED = "EncryptedPackage".encode("utf-16-le")
KINDS = {
    "xlsx": "an .xlsx workbook",
    "xls": "an old Excel file (.xls)",
    "ods": "an OpenDocument sheet (.ods)",
    "xlsb": "a binary Excel file (.xlsb)",
}


def kind_of_book(path: Path, place: str) -> str:
    """Return which kind of workbook a file is, as `KINDS` has them.

    Args:
        path: Of the file.
        place: What messages call it.

    Raises:
        TableError: It is none, or it is locked by a password.
    """
    with path.open("rb") as stream:
        head = stream.read(BLOCK)
        if head.startswith(OLD):
            if _holds(head, stream):
                raise locked(place)
            return "xls"
    if not head.startswith(b"PK"):
        raise TableError(f"{place} cannot be read as an Excel workbook: {_other(head)}")
    with explained_workbook(place), zipfile.ZipFile(path) as archive:
        names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    if "xl/workbook.bin" in names:
        return "xlsb"
    return "ods" if "content.xml" in names and "mimetype" in names else "xlsx"


def _holds(block: bytes, stream: Any) -> bool:
    while block:
        if LOCKED in block:
            return True
        following = stream.read(BLOCK)
        block = block[-len(LOCKED) :] + following if following else b""
    return False


def _check_content(path: Path, place: str) -> None:
    """Refuse an OpenDocument sheet whose XML does not end well, which calamine would read without end."""
    with explained_workbook(place):
        archive = Archive(path)
        try:
            with archive.stream("content.xml") as stream:
                parse(new_parser(), stream)
        finally:
            archive.close()


def _other(head: bytes) -> str:
    """What a file is that is no workbook, with what to do."""
    begin = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if not head:
        return "it is empty; write or fetch it anew"
    if begin == b"<":
        return "it is a page of HTML or XML by its content; open it in Excel and save it as .xlsx"
    if b"\0" not in head:
        return "it is plain text by its content; say --input-format csv"
    return "it is no workbook by its content; open it in Excel and save it as .xlsx"


class Book:
    """A workbook, open for its sheets to be read.

    Args:
        path: Of the file.
        place: What messages call it.

    Attributes:
        kind: Which kind it is, as `KINDS` has them.
        package: Its parts, where it is an .xlsx; None otherwise.
        sheets: Those that hold cells, in order.
        merged: The merged cells of the sheet that was read last.
    """

    def __init__(self, path: Path, place: str) -> None:
        self.kind = kind_of_book(path, place)
        self.merged: list[Merged] = []
        self.package: OpenXml | None = None
        self._place = place
        if self.kind == "xlsx":
            with explained_workbook(place):
                self.package = OpenXml(path)
                self.sheets = self.package.sheets
        else:
            if self.kind == "ods":
                _check_content(path, place)
            self._calamine = CalamineBook(path, place)
            self.sheets = self._calamine.sheets

    def close(self) -> None:
        """Close the file."""
        (self.package.archive if self.package else self._calamine).close()

    def rows(self, entry: SheetEntry) -> Iterator[tuple[int, dict[int, Any]]]:
        """Yield each row of a sheet that holds anything: its number, and its values by their columns.

        Args:
            entry: One of the sheets.

        Raises:
            TableError: It cannot be read.
        """
        if self.package is None:
            yield from self._calamine.rows(entry)
            self.merged = self._calamine.merged
            return
        with explained_workbook(self._place):
            parser = SheetParser(self.package, entry.part)
            yield from parser.rows()
            self.merged = parser.merged
