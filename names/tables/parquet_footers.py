"""What the footer of a Parquet file says of its columns that Polars leaves out, or stumbles over.

A footer is a structure of Thrift's compact protocol. Read here is its beginning, the schema
(https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift).
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

LARGEST = 1 << 26  # bytes of a footer that are looked at; its schema comes first
DEEPEST = 100  # structures in each other

_MAGIC = b"PAR1"
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
_INT96 = 3
_CONVERTED = {19: "JSON", 20: "BSON", 21: "INTERVAL"}
_LOGICAL = {12: "JSON", 13: "BSON", 14: "UUID", 16: "VARIANT", 17: "GEOMETRY", 18: "GEOGRAPHY"}


class LeafNote(NamedTuple):
    """What is worth telling of a column, or of what is in it.

    Attributes:
        path: Its name, after those in which it is.
        kind: `UUID`, `JSON`, `BSON`, `INTERVAL`, `VARIANT`, `GEOMETRY`, `GEOGRAPHY`, or `INT96`, in which
            moments were once written.
    """

    path: tuple[str, ...]
    kind: str


def read_footer_notes(stream: BinaryIO) -> tuple[LeafNote, ...]:
    """Return what is worth telling of the columns of a Parquet file; nothing where it is damaged.

    Args:
        stream: The file.
    """
    end = stream.seek(0, os.SEEK_END)
    if end < 12:
        return ()
    stream.seek(end - 8)
    size = int.from_bytes(stream.read(4), "little")
    if stream.read(4) != _MAGIC or size > end - 8:
        return ()
    stream.seek(end - 8 - size)
    try:
        elements = _Compact(stream.read(min(size, LARGEST))).field_of_structure(2)
        return tuple(_leaves(iter(elements[1:]), elements[0].get(5, 0), ()))
    except (LookupError, ValueError, StopIteration, RuntimeError, AttributeError, TypeError):
        return ()


def _leaves(elements: Iterator[dict[int, Any]], count: int, above: tuple[str, ...]) -> Iterator[LeafNote]:
    if len(above) > DEEPEST:
        raise ValueError("types too deep")
    for _ in range(count):
        element = next(elements)
        path = (*above, element[4].decode("utf-8", "replace"))
        logical = next(iter(element.get(10, {})), 0)
        kind = _LOGICAL.get(logical) or _CONVERTED.get(element.get(6, -1), "")
        children = element.get(5, 0)
        if kind or (element.get(1) == _INT96 and not children):
            yield LeafNote(path, kind or "INT96")
        yield from _leaves(elements, children, path)


class _Compact:
    """Reads values of Thrift's compact protocol."""

    def __init__(self, data: bytes) -> None:
        self._stream = io.BytesIO(data)

    def field_of_structure(self, wanted: int) -> Any:
        """Return a field of the structure that begins here, and read no further."""
        for field, kind in self._fields():
            value = self._value(kind, 0)
            if field == wanted:
                return value
        raise ValueError("a field that is not there")

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
