"""A package written anew with one sheet changed: all other parts stay as they are, but for what must follow.

Formulas that look at the new cells are to be computed anew, which Excel does when it is told so. The list of
cells with formulas goes if one of them holds no formula any more: Excel makes it anew, and would call a wrong
one damage.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from typing import IO, BinaryIO

from names.tables.workbooks.archives import (
    BLOCK,
    local_name,
    new_parser,
    part_name,
    put_file,
    put_part,
    temporary,
    utf8_blocks,
)
from names.tables.workbooks.open_xml import CONTENT_TYPES, OpenXml

SIGNATURE = "_xmlsignatures/"

# The elements of a workbook that may stand before the one that says how to compute (ECMA-376, CT_Workbook).
_BEFORE = set(
    "fileVersion fileSharing workbookPr alternateContent workbookProtection bookViews sheets functionGroups "
    "externalReferences definedNames AlternateContent revisionPtr absPath".split()
)
_FULLY = re.compile(rb"""\s+fullCalcOnLoad\s*=\s*("[^"]*"|'[^']*')""")


def write_package(
    book: OpenXml, part: str, sheet: IO[bytes], outgoing: BinaryIO, *, formulas_gone: bool
) -> None:
    """Write a workbook with another content of one sheet.

    Args:
        book: The workbook.
        part: The part that holds the sheet.
        sheet: The new content.
        outgoing: Where to; the same workbook makes the same bytes.
        formulas_gone: Whether some cell holds no formula any more.
    """
    chain = book.calculation_chain() if formulas_gone else None
    with temporary() as made:  # an archive is written to and fro, which not every output bears
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
            for entry in book.archive.last_entries():
                name = part_name(entry.filename)
                if name == chain:
                    continue
                if name == part_name(part):
                    put_file(written, _bare(entry), sheet)
                    continue
                with book.archive.stream(name) as content:
                    changed = _changed(book, name, chain, content)
                    if changed is None:
                        put_part(written, _bare(entry), content, entry.file_size)
                    else:
                        written.writestr(_bare(entry), changed)
        made.seek(0)
        shutil.copyfileobj(made, outgoing, BLOCK)


def _changed(book: OpenXml, name: str, chain: str | None, content: IO[bytes]) -> bytes | None:
    """The content of a part that must change; None for all others."""
    if name == part_name(book.workbook):
        return _computed_anew(b"".join(utf8_blocks(content)))
    if chain and name in (CONTENT_TYPES, part_name(book.relations)):
        chained = rb"<(?:\w+:)?(?:Override|Relationship)\b[^>]*/calcChain[^>]*?(?:/>|>\s*</[^>]*>)"
        return re.sub(chained, b"", b"".join(utf8_blocks(content)), flags=re.IGNORECASE)
    return None


def _bare(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    bare = zipfile.ZipInfo(entry.filename, max(entry.date_time, (1980, 1, 1, 0, 0, 0)))
    bare.compress_type = (
        zipfile.ZIP_STORED if entry.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    )
    bare.external_attr = entry.external_attr
    return bare


def _computed_anew(workbook: bytes) -> bytes:
    """The part that lists the sheets, saying that all formulas are to be computed when it is opened."""
    depth, prefix = 0, ""
    found: tuple[int, bool] | None = None
    parser = new_parser()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, prefix, found
        depth += 1
        if depth == 1:
            prefix = name[: len(name) - len(local_name(name))]
        elif depth == 2 and found is None and local_name(name) not in _BEFORE:
            found = parser.CurrentByteIndex, local_name(name) == "calcPr"

    def end(name: str) -> None:
        nonlocal depth, found
        depth -= 1
        if depth == 0 and found is None:
            found = parser.CurrentByteIndex, False

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(workbook, True)
    assert found
    at, there = found
    if not there:
        return workbook[:at] + f'<{prefix}calcPr fullCalcOnLoad="1"/>'.encode() + workbook[at:]
    stop = workbook.index(b">", at)
    tag = _FULLY.sub(b"", workbook[at:stop])
    end_of_name = len(f"<{prefix}calcPr")
    return workbook[:at] + tag[:end_of_name] + b' fullCalcOnLoad="1"' + tag[end_of_name:] + workbook[stop:]
