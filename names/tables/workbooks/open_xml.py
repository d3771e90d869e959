"""An .xlsx as a package of parts: its sheets, the texts that cells share, and which formats show dates.

Elements are known by their local names, so that Strict Open XML, whose namespaces differ, is read alike.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import NamedTuple

from names.tables.workbooks.archives import (
    MOST_IN_MEMORY,
    Archive,
    each_element,
    local_name,
    new_parser,
    parse,
    part_name,
    whole,
)
from names.tables.workbooks.serial_dates import format_kind
from names.tables.workbooks.string_escapes import decode_escapes

TRUE = ("1", "true")
CONTENT_TYPES = "[content_types].xml"


class SheetEntry(NamedTuple):
    """A sheet as the workbook lists it.

    Attributes:
        title: What it is called.
        part: The part that holds it.
        hidden: Whether Excel does not show it.
    """

    title: str
    part: str
    hidden: bool = False


class OpenXml:
    """What a workbook says of all its sheets.

    Args:
        path: Of the file.

    Attributes:
        archive: Its parts.
        workbook: The part that lists the sheets.
        relations: The part that says where that one's parts are.
        sheets: Those that hold cells, in order.
        from_1904: Whether days are counted from 1904.
    """

    def __init__(self, path: Path) -> None:
        self.archive = Archive(path)
        self.from_1904 = False
        self.workbook = self._main_part()
        self.relations = _relations_of(self.workbook)
        self._targets = self._read_relations(self.relations, posixpath.dirname(self.workbook))
        self.sheets = self._read_sheets()

    def _main_part(self) -> str:
        found = self._read_relations("_rels/.rels", "")
        main = next((part for kind, part in found.values() if kind == "officeDocument"), None)
        if main is None:
            raise ValueError("it does not say which of its parts is the workbook")
        return main

    def _read_relations(self, part: str, folder: str) -> dict[str, tuple[str, str]]:
        """Of each relation by its id, what it is and which part it leads to."""
        found: dict[str, tuple[str, str]] = {}

        def begin(name: str, attributes: dict[str, str], above: tuple[str, ...]) -> None:
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                target = _told(attributes, "Target", "a relation").replace("\\", "/")
                whole = target if target.startswith("/") else posixpath.join(folder, target)
                kind = _told(attributes, "Type", "a relation").rpartition("/")[2]
                found[_told(attributes, "Id", "a relation")] = kind, posixpath.normpath(whole).lstrip("/")

        each_element(self.archive.stream(part, MOST_IN_MEMORY), begin)
        return found

    def _read_sheets(self) -> tuple[SheetEntry, ...]:
        sheets: list[SheetEntry] = []

        def begin(name: str, attributes: dict[str, str], above: tuple[str, ...]) -> None:
            if name == "workbookPr":
                self.from_1904 = attributes.get("date1904") in TRUE
            elif name == "sheet" and above[-1] == "sheets":
                relation = (value for key, value in attributes.items() if local_name(key) == "id" != key)
                kind, part = self._targets.get(next(relation, ""), ("", ""))
                if kind == "worksheet":
                    hidden = attributes.get("state", "visible") != "visible"
                    sheets.append(
                        SheetEntry(decode_escapes(_told(attributes, "name", "a sheet")), part, hidden)
                    )

        each_element(self.archive.stream(self.workbook, MOST_IN_MEMORY), begin)
        return tuple(sheets)

    def _part(self, kind: str) -> str | None:
        """The one part of a kind, None where the workbook has none."""
        parts = (part for each, part in self._targets.values() if each == kind)
        return next((part for part in parts if part in self.archive), None)

    def has_macros(self) -> bool:
        """Tell whether it says that it has macros: Excel opens such a one as an .xlsm alone."""
        told: list[str] = []

        def begin(name: str, attributes: dict[str, str], above: tuple[str, ...]) -> None:
            if part_name(attributes.get("PartName", "")) == part_name(self.workbook):
                told.append(attributes.get("ContentType", ""))

        if CONTENT_TYPES in self.archive:
            each_element(self.archive.stream(CONTENT_TYPES, MOST_IN_MEMORY), begin)
        return any(".macroenabled." in kind.lower() for kind in told)

    def calculation_chain(self) -> str | None:
        """Return the part that says in which order formulas are computed; None where there is none."""
        part = self._part("calcChain")
        return part_name(part) if part else None

    def shared_texts(self) -> list[str]:
        """Return the texts that cells share, in order."""
        part = self._part("sharedStrings")
        if part is None:
            return []
        texts: list[str] = []
        pieces: list[str] = []
        parser = new_parser()
        skipped = taken = False

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal skipped, taken
            local = local_name(name)
            if local == "rPh":  # how characters are read aloud is no part of the text
                skipped = True
            taken = local == "t" and not skipped

        def end(name: str) -> None:
            nonlocal skipped, taken
            taken = False
            local = local_name(name)
            if local == "rPh":
                skipped = False
            elif local == "si":
                texts.append(decode_escapes("".join(pieces)))
                pieces.clear()

        def characters(text: str) -> None:
            if taken:
                pieces.append(text)

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = characters
        parse(parser, self.archive.stream(part, MOST_IN_MEMORY))
        return texts

    def date_styles(self) -> dict[str, str]:
        """Return which styles of cells show numbers as dates or spans of time, and which of the two."""
        part = self._part("styles")
        if part is None:
            return {}
        codes: dict[int, str] = {}
        formats: list[int] = []

        def begin(name: str, attributes: dict[str, str], above: tuple[str, ...]) -> None:
            if name == "numFmt" and above[-1] == "numFmts":
                codes[whole(_told(attributes, "numFmtId", "a format"), "format")] = attributes.get(
                    "formatCode", ""
                )
            elif name == "xf" and above[-1] == "cellXfs":
                formats.append(whole(attributes.get("numFmtId", "0"), "format"))

        each_element(self.archive.stream(part, MOST_IN_MEMORY), begin)
        kinds = {each: format_kind(each, codes.get(each)) for each in set(formats)}
        return {str(place): kind for place, each in enumerate(formats) if (kind := kinds[each])}


def _told(attributes: dict[str, str], name: str, what: str) -> str:
    """An attribute that must be there."""
    if name not in attributes:
        raise ValueError(f"{what} lacks its {name}")
    return attributes[name]


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
