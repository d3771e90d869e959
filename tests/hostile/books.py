"""Workbooks written part by part, as no library would write them."""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/></manifest:manifest>'
)

# Formats of cells by their style: none, a date, a span of time, a time, a date of the file's own.
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="170" formatCode="[h]:mm:ss"/>'
    '<numFmt numFmtId="171" formatCode="[$-419]dd\\.mm\\.yyyy;@"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="170"/><xf numFmtId="21"/><xf numFmtId="171"/></cellXfs></styleSheet>'
)


def text(name: str, value: str, attributes: str = "") -> str:
    """A cell with a text of its own."""
    return f'<c r="{name}" t="inlineStr" {attributes}><is><t>{value}</t></is></c>'


def relations(*targets: tuple[str, str], kinds: str = RELATIONS) -> str:
    each = (
        f'<Relationship Id="rId{n}" Type="{kinds}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{"".join(each)}</Relationships>'


def content_types(sheets: int, *, shared: bool) -> str:
    kinds = {f"/xl/worksheets/sheet{n}.xml": "worksheet" for n in range(1, sheets + 1)}
    kinds |= {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    kinds |= {"/xl/sharedStrings.xml": "sharedStrings"} if shared else {}
    begin = "application/vnd.openxmlformats-"
    each = (
        f'<Override PartName="{part}" ContentType="{begin}officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    default = f'<Default Extension="rels" ContentType="{begin}package.relationships+xml"/>'
    return f'<Types xmlns="{TYPES}">{default}{"".join(each)}</Types>'


def sheet(data: str, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def parts_of(
    *sheets: str,
    shared: str | None = None,
    workbook: str = "",
    states: dict[int, str] | None = None,
    names: tuple[str, ...] = (),
) -> dict[str, str | bytes]:
    """The parts of an .xlsx with these sheets."""
    listed = "".join(
        f'<sheet name="{names[n - 1] if names else f"S{n}"}" sheetId="{n}" r:id="rId{n}"'
        + (f' state="{states[n]}"' if states and n in states else "")
        + "/>"
        for n in range(1, len(sheets) + 1)
    )
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    targets.append(("styles", "styles.xml"))
    if shared is not None:
        targets.append(("sharedStrings", "sharedStrings.xml"))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(len(sheets), shared=shared is not None),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{workbook}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(*targets),
        "xl/styles.xml": STYLES,
    }
    if shared is not None:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{shared}</sst>'
    for n, each in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{n}.xml"] = each
    return parts


def pack(path: Path, parts: dict[str, str | bytes]) -> Path:
    """Write an archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def book(path: Path, data: str, before: str = "", after: str = "") -> Path:
    """Write an .xlsx of one sheet with these rows."""
    return pack(path, parts_of(sheet(data, before, after)))


def strict(parts: dict[str, str | bytes]) -> dict[str, str | bytes]:
    """The same parts as Strict Open XML."""

    def turned(content: str | bytes) -> str | bytes:
        if isinstance(content, bytes):
            return content
        return content.replace(MAIN, STRICT_MAIN).replace(RELATIONS, STRICT_RELATIONS)

    return {name: turned(content) for name, content in parts.items()}


def prefixed(xml: str, prefix: str) -> str:
    """The same XML with a prefix before each element, as some writers have it."""
    named = re.sub(r"<(/?)(\w)", rf"<\1{prefix}:\2", xml)
    return named.replace("xmlns=", f"xmlns:{prefix}=")


def ods(path: Path, tables: str) -> Path:
    """Write an OpenDocument sheet."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return pack(path, {"mimetype": ODS, "content.xml": content, "META-INF/manifest.xml": MANIFEST})


def ods_row(*cells: tuple[str, str]) -> str:
    """A row of it: of each cell its attributes and its text."""
    each = (
        f"<table:table-cell {attributes}><text:p>{shown}</text:p></table:table-cell>"
        for attributes, shown in cells
    )
    return f"<table:table-row>{''.join(each)}</table:table-row>"


def xlsb(path: Path, cells: dict[tuple[int, int], str | float]) -> Path:
    """Write a binary workbook of one sheet; rows and columns are counted from 0 (MS-XLSB)."""

    def record(number: int, data: bytes = b"") -> bytes:
        kind = bytes([number]) if number < 128 else bytes([number & 127 | 128, number >> 7])
        size, length = len(data), b""
        while size > 127:
            length += bytes([size & 127 | 128])
            size >>= 7
        return kind + length + bytes([size]) + data

    def wide(words: str) -> bytes:
        return struct.pack("<I", len(words.encode("utf-16-le")) // 2) + words.encode("utf-16-le")

    listed = record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("S1"))
    workbook = record(131) + record(143) + listed + record(144) + record(132)
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    data = b""
    for (row, column), value in sorted(cells.items()):
        data += record(0, struct.pack("<II", row, 0) + bytes(9))
        begin = struct.pack("<II", column, 0)
        if isinstance(value, str):
            data += record(6, begin + wide(value))
        else:
            data += record(5, begin + struct.pack("<d", value))
    extent = struct.pack("<IIII", min(rows), max(rows), min(columns), max(columns))
    content = record(129) + record(148, extent) + record(145) + data + record(146) + record(130)
    return pack(
        path,
        {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}"/>',
            "_rels/.rels": relations(("officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": workbook,
            "xl/_rels/workbook.bin.rels": relations(("worksheet", "worksheets/sheet1.bin")),
            "xl/worksheets/sheet1.bin": content,
        },
    )
