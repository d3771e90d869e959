"""What the schema of an Arrow file says that Polars leaves out, or stumbles over.

A schema is a message of FlatBuffers, the first in a stream or file; Parquet files that Arrow's libraries
wrote hold one too. Read here are names, types, and the metadata of fields and of the whole
(https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

LARGEST = 1 << 26  # bytes of a schema; one of a hundred thousand columns is smaller
DEEPEST = 100  # types in each other
REPLACED = "\ufffd"  # stands for bytes that are no text
MOST_TABLES = 500_000  # of FlatBuffers in a schema; damaged ones may lead to each other without end

_MAGIC = b"ARROW1\0\0"
_CONTINUED = b"\xff\xff\xff\xff"
_EXTENSION = "ARROW:extension:"
_UNREAD = {
    11: "intervals of months and days",
    14: "unions",
    22: "run-end encoded values",
    25: "list views",
    26: "list views",
}
_DECIMAL, _TIMESTAMP, _RECORD = 7, 10, 13
_SCHEMA = 1  # among messages


class FieldNote(NamedTuple):
    """What is worth telling of a column, or of what is in it.

    Attributes:
        path: Its name, after those in which it is.
        extension: The name of the extension type that it has; empty for none.
        unread: What it holds, where Polars cannot read that; empty otherwise.
        metadata: Keys of what else is said of it.
    """

    path: tuple[str, ...]
    extension: str = ""
    unread: str = ""
    metadata: tuple[str, ...] = ()


class SchemaNotes(NamedTuple):
    """What is worth telling of a schema.

    Attributes:
        names: Of all columns.
        fields: The columns of which anything is.
        metadata: What is said of the whole.
    """

    names: tuple[str, ...] = ()
    fields: tuple[FieldNote, ...] = ()
    metadata: dict[str, str] = {}  # noqa: RUF012 (never changed)


def read_arrow_notes(stream: BinaryIO) -> SchemaNotes:
    """Return what is worth telling of the schema of an Arrow file or stream; nothing where it is damaged.

    Args:
        stream: At its beginning.
    """
    data = stream.read(LARGEST)
    return parse_message(data.removeprefix(_MAGIC))


def parse_message(data: bytes) -> SchemaNotes:
    """Return what is worth telling of a schema; nothing where it is damaged, which its reader will say.

    Args:
        data: Begins with the message.
    """
    start = 8 if data.startswith(_CONTINUED) else 4
    try:
        message = _Table.root(data, start)
        if message.byte(1) != _SCHEMA:
            return SchemaNotes()
        schema = message.table(2)
        names = tuple(field.text(0) for field in schema.tables(1))
        fields = tuple(note for field in schema.tables(1) for note in _notes(field, ()))
        return SchemaNotes(names, fields, dict(_pairs(schema, 2)))
    except (struct.error, ValueError, StopIteration, RuntimeError):
        return SchemaNotes()


class _Table:
    """A table of FlatBuffers: its values stand where a list of offsets says."""

    def __init__(self, data: bytes, place: int, left: Iterator[int]) -> None:
        next(left)
        self._data, self._place, self._left = data, place, left
        self._offsets = place - self._number("<i", place)
        self._size = self._number("<H", self._offsets)

    @classmethod
    def root(cls, data: bytes, place: int) -> _Table:
        return cls(data, place + struct.unpack_from("<I", data, place)[0], iter(range(MOST_TABLES)))

    def _number(self, form: str, place: int) -> int:
        if not 0 <= place < len(self._data):
            raise ValueError("a place beyond the data")
        number: int = struct.unpack_from(form, self._data, place)[0]
        return number

    def _find(self, field: int) -> int | None:
        """Where the value of a field stands, None where it has none."""
        slot = 4 + 2 * field
        offset = self._number("<H", self._offsets + slot) if slot < self._size else 0
        return self._place + offset if offset else None

    def byte(self, field: int) -> int:
        place = self._find(field)
        return 0 if place is None else self._number("<B", place)

    def integer(self, field: int) -> int:
        place = self._find(field)
        return 0 if place is None else self._number("<i", place)

    def _target(self, field: int) -> int | None:
        place = self._find(field)
        return None if place is None else place + self._number("<I", place)

    def table(self, field: int) -> _Table:
        place = self._target(field)
        if place is None:
            raise ValueError("a table that is not there")
        return _Table(self._data, place, self._left)

    def tables(self, field: int) -> Iterator[_Table]:
        place = self._target(field)
        for n in range(0 if place is None else self._number("<I", place)):
            each = (place or 0) + 4 + 4 * n
            yield _Table(self._data, each + self._number("<I", each), self._left)

    def text(self, field: int) -> str:
        place = self._target(field)
        if place is None:
            return ""
        size = self._number("<I", place)
        return self._data[place + 4 : place + 4 + size].decode("utf-8", "replace")


def _pairs(table: _Table, field: int) -> Iterator[tuple[str, str]]:
    for pair in table.tables(field):
        yield pair.text(0), pair.text(1)


def _notes(field: _Table, above: tuple[str, ...]) -> Iterator[FieldNote]:
    path = (*above, field.text(0))
    if len(path) > DEEPEST:
        raise ValueError("types too deep")
    said = dict(_pairs(field, 6))
    extension = said.get(f"{_EXTENSION}name", "")
    other = tuple(key for key in said if not key.startswith(_EXTENSION))
    unread = _unread(field)
    if extension or unread or other:
        yield FieldNote(path, extension, unread, other)
    for child in field.tables(5):
        yield from _notes(child, path)


def _unread(field: _Table) -> str:
    """What a field holds that Polars cannot read."""
    kind = field.byte(2)
    if kind == _DECIMAL and (field.table(3).integer(0) > 38 or field.table(3).integer(1) < 0):
        return f"decimals of {field.table(3).integer(0)} digits, {field.table(3).integer(1)} after the point"
    if kind == _TIMESTAMP and not _is_known(zone := field.table(3).text(1)):
        return f"moments in the unknown time zone {zone!r}"
    inner = [child.text(0) for child in field.tables(5)] if kind == _RECORD else []
    if len(set(inner)) < len(inner):
        return "records with two fields of one name"
    return _UNREAD.get(kind, "")


def _is_known(zone: str) -> bool:
    """Whether a time zone is one that Polars takes; it takes whole hours, as +05:00, too."""
    import polars as pl

    if not zone:
        return True
    try:
        pl.Series([0]).cast(pl.Datetime("us", zone))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return False
    return True
