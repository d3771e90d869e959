"""How the file of a compiled gazetteer is laid out; all numbers are little-endian.

1. The header, `HEADER_SIZE` bytes: the mark of the format, its version, a checksum over the table of contents
   and the rest of the header, where the table stands and how long it is, the size of the whole file; zeros.
2. The sections, each at a multiple of `ALIGNMENT`, with zeros between them.
3. The table of contents as JSON: what the file was built with, and each section's name, type, shape, place,
   size and checksum.

Nothing in it tells when or where it was built: the same sections make the same bytes.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from typing import Any

import msgspec

from names.store.refusals import LONGEST_COMMAND, OPTIONS, UNKNOWN, Recipe

FORMAT = 2
"""Version of the layout; it rises with every change that an older program would misread."""

MARK = b"\x89NAM\r\n\x1a\n"  # as PNG has it: a byte beyond ASCII and both line ends show a transfer as text
TURNED_MARKS = (b"\x89NAM", b"\xc2\x89NAM", b"\xef\xbf\xbdNAM")  # how it begins after such a transfer
ALIGNMENT = 64  # bytes: a cache line, and more than the widest number needs
HEADER_SIZE = 64

_VERSION = struct.Struct("<8sI")
_PLACES = struct.Struct("<QQQ")
_CHECKSUM = struct.Struct("<I")
_PLACES_AT = _VERSION.size + _CHECKSUM.size
_NUMBERS = re.compile(r"[<|](b1|[iu][1248]|f[248]|c(8|16)|[SU][1-9][0-9]*)")


class Section(msgspec.Struct, frozen=True):
    """Where a section stands, and what it is.

    Attributes:
        dtype: The type of an array's elements, as NumPy writes it; None for plain bytes.
        shape: The lengths of an array's axes; the number of plain bytes.
        offset: Where it begins, in bytes from the beginning of the file.
        size: Its bytes.
        crc32: Its checksum.
    """

    dtype: str | None
    shape: tuple[int, ...]
    offset: int
    size: int
    crc32: int


class Contents(msgspec.Struct, frozen=True):
    """The table of contents.

    Attributes:
        fingerprint: What the rules and tables were that the sections were made with.
        meta: Whatever else the builder wrote down.
        sections: The sections by name, in the order written.
    """

    fingerprint: str
    meta: dict[str, Any]
    sections: dict[str, Section]

    @property
    def recipe(self) -> Recipe:
        """What the gazetteer was built with, as far as `meta` tells."""
        return recipe_of(self.meta)


class _Told(msgspec.Struct):
    """What the `meta` of a store tells of the command that built it."""

    sources: list[str] = []
    options: dict[str, Any] = {}


def recipe_of(meta: Mapping[str, Any]) -> Recipe:
    """Return what a compiled gazetteer was built with, as far as its `meta` tells.

    Examples:
        >>> recipe_of({"sources": ["people.csv"], "options": {"id_column": "number"}}).sources
        ['people.csv']
    """
    try:
        told = msgspec.convert(dict(meta), _Told)
    except msgspec.ValidationError:
        return UNKNOWN
    options: dict[str, Any] = {
        name: value
        for name, kind in OPTIONS.items()
        if isinstance(value := told.options.get(name), (kind, int) if kind is float else kind)
    }
    named = sum(map(len, told.sources)) <= LONGEST_COMMAND  # more makes a command that helps nobody
    return Recipe(told.sources if named else (), options)


class Header(msgspec.Struct, frozen=True):
    """What stands in the header after the version.

    Attributes:
        checksum: Over the rest of the header and the table of contents.
        offset: Where the table begins.
        length: Its bytes.
        size: Bytes of the whole file.
    """

    checksum: int
    offset: int
    length: int
    size: int


def pack_header(offset: int, table: bytes) -> bytes:
    """Return the header of a file that ends with a table of contents.

    Args:
        offset: Where the table begins.
        table: The table.
    """
    places = _PLACES.pack(offset, len(table), offset + len(table))
    version = _VERSION.pack(MARK, FORMAT)
    checksum = _CHECKSUM.pack(_checksum(version, places, table))
    return (version + checksum + places).ljust(HEADER_SIZE, b"\0")


def read_version(head: bytes) -> int:
    """Return the format that a header tells; it may be any number."""
    return int(_VERSION.unpack_from(head)[1])


def read_header(head: bytes) -> Header:
    """Return what a header of this format tells, checked or not."""
    (checksum,) = _CHECKSUM.unpack_from(head, _VERSION.size)
    return Header(checksum, *_PLACES.unpack_from(head, _PLACES_AT))


def read_contents(head: bytes, table: bytes) -> Contents | None:
    """Return the table of contents, or None where it or the header is not as written.

    Args:
        head: The header.
        table: The bytes where the header says that the table is.
    """
    header = read_header(head)
    places = head[_PLACES_AT : _PLACES_AT + _PLACES.size]
    if header.checksum != _checksum(head[: _VERSION.size], places, table):
        return None
    try:
        return msgspec.json.decode(table, type=Contents)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _checksum(version: bytes, places: bytes, table: bytes) -> int:
    return zlib.crc32(table, zlib.crc32(version + places))


def is_storable(dtype: str) -> bool:
    """Tell whether elements of a type mean the same on every machine.

    Args:
        dtype: The type as NumPy writes it.

    Examples:
        >>> is_storable("<u4"), is_storable("|S12"), is_storable("|O"), is_storable(">f8")
        (True, True, False, False)
    """
    return _NUMBERS.fullmatch(dtype) is not None
