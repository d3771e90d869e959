"""What the footer of a Parquet file says of its columns that Polars leaves out, or stumbles over.

A footer is a structure of Thrift's compact protocol. Read here is its beginning, the schema
(https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift).
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, NamedTuple

LARGEST = 1 << 26  # bytes of a footer that are looked at; its schema comes first
DEEPEST = 100  # structures in each other

_MAGIC = b"PAR1"
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
_INT96 = 3
_CONVERTED = {1: "MAP", 2: "MAP", 19: "JSON", 20: "BSON", 21: "INTERVAL"}
_LOGICAL = {2: "MAP", 12: "JSON", 13: "BSON", 14: "UUID", 16: "VARIANT", 17: "GEOMETRY", 18: "GEOGRAPHY"}


class LeafNote(NamedTuple):
    """What is worth telling of a column, or of what is in it.

    Attributes:
        path: Its name, after those in which it is.
        kind: `UUID`, `JSON`, `BSON`, `INTERVAL`, `VARIANT`, `GEOMETRY`, `GEOGRAPHY`, `MAP`, or `INT96`, in
            which moments were once written.
    """

    path: tuple[str, ...]
    kind: str


class FooterNotes(NamedTuple):
    """What is worth telling of a footer.

    Attributes:
        names: Of all columns.
        leaves: The columns, and what is in them, of which anything is.
        entries: Of each column of maps, how many values its keys have in the file: one for each entry, and
            one for each map that is empty or null.
    """

    names: tuple[str, ...] = ()
    leaves: tuple[LeafNote, ...] = ()
    entries: dict[str, int] = {}  # noqa: RUF012 (never changed)


def read_footer_notes(stream: BinaryIO) -> FooterNotes:
    """Return what is worth telling of a Parquet file; nothing where it is damaged.

    Args:
        stream: The file.
    """
    end = stream.seek(0, os.SEEK_END)
    if end < 12:
        return FooterNotes()
    stream.seek(end - 8)
    size = int.from_bytes(stream.read(4), "little")
    if stream.read(4) != _MAGIC or size > end - 8:
        return FooterNotes()
    stream.seek(end - 8 - size)
    try:
        fields = _Compact(stream.read(min(size, LARGEST))).fields()
        elements = _field(fields, 2)
        names: list[str] = []
        leaves = tuple(_leaves(iter(elements[1:]), elements[0].get(5, 0), (), names))
        maps = [leaf.path[0] for leaf in leaves if leaf.kind == "MAP" and len(leaf.path) == 1]
        return FooterNotes(tuple(names), leaves, _entries(_field(fields, 4), maps) if maps else {})
    except (LookupError, ValueError, StopIteration, RuntimeError, AttributeError, TypeError):
        return FooterNotes()


def _field(fields: Iterator[tuple[int, Any]], wanted: int) -> Any:
    """Take fields of a structure up to one of them, and return that."""
    return next(value for field, value in fields if field == wanted)


def _entries(groups: Sequence[dict[int, Any]], maps: Sequence[str]) -> dict[str, int]:
    entries = dict.fromkeys(maps, 0)
    for group in groups:
        for chunk in group[1]:
            name, *within = (part.decode("utf-8", "replace") for part in chunk[3][3])
            if name in entries and within[1:] == ["key"]:
                entries[name] += chunk[3][5]
    return entries


def _leaves(
    elements: Iterator[dict[int, Any]], count: int, above: tuple[str, ...], names: list[str]
) -> Iterator[LeafNote]:
    """Yield what is worth telling, and add the names of columns to a list."""
    if len(above) > DEEPEST:
        raise ValueError("types too deep")
    for _ in range(count):
        element = next(elements)
        path = (*above, element[4].decode("utf-8", "replace"))
        if not above:
            names.append(path[0])
        logical = next(iter(element.get(10, {})), 0)
        kind = _LOGICAL.get(logical) or _CONVERTED.get(element.get(6, -1), "")
        children = element.get(5, 0)
        if kind or (element.get(1) == _INT96 and not children):
            yield LeafNote(path, kind or "INT96")
        yield from _leaves(elements, children, path, names)


class _Compact:
    """Reads values of Thrift's compact protocol."""

    def __init__(self, data: bytes) -> None:
        self._stream = io.BytesIO(data)

    def fields(self) -> Iterator[tuple[int, Any]]:
        """Yield the fields of the structure that begins here, each read when it is asked for."""
        for field, kind in self._fields():
            yield field, self._value(kind, 0)

    def _byte(self) -> int:
        return self._stream.read(1)[0]

    def _unsigned(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
            if shift > 63:
                raise ValueError("a number too long")

    def _signed(self) -> int:
        value = self._unsigned()
        return (value >> 1) ^ -(value & 1)

    def _fields(self) -> Iterator[tuple[int, int]]:
        field = 0
        while head := self._byte():
            field = field + (head >> 4) if head >> 4 else self._signed()
            yield field, head & 0x0F

    def _value(self, kind: int, depth: int) -> Any:
        if depth > DEEPEST:
            raise ValueError("structures too deep")
        if kind in (_TRUE, _FALSE):
            return kind == _TRUE
        if kind == _BYTE:
            return self._byte()
        if kind == _DOUBLE:
            return self._stream.read(8)
        if kind == _BINARY:
            return self._stream.read(self._unsigned())
        if kind in (_LIST, _SET):
            return self._items(depth)
        if kind == _STRUCT:
            return {field: self._value(each, depth + 1) for field, each in self._fields()}
        if kind == _MAP:
            raise ValueError("a map, of which a schema has none")
        return self._signed()

    def _items(self, depth: int) -> list[Any]:
        head = self._byte()
        count = self._unsigned() if head >> 4 == 15 else head >> 4
        kind = head & 0x0F
        if kind in (_TRUE, _FALSE):
            return [self._byte() == _TRUE for _ in range(count)]
        return [self._value(kind, depth + 1) for _ in range(count)]
