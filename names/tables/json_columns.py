"""JSONL as typed columns: each column of a type that holds all of its values to the digit, or as texts.

What a column holds is known once all of it was seen, so a file is read twice. Numbers become 64-bit integers
or floats where these hold them, else decimals; values of several kinds, and lists or objects that no type of
a column holds, stay the texts that they were written as, and that is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from names.bounds import lines_of
from names.tables.columns import choose_columns
from names.tables.json_lines import Row, no_object, read_objects, refuse_repetition, refuse_untextual
from names.tables.json_types import KINDS, Number, Seen
from names.tables.portions import TableReading
from names.tables.table_errors import TableError

if TYPE_CHECKING:
    import polars as pl

ROWS_TOGETHER = 1 << 16
_NULL = msgspec.Raw(b"null")
_text = msgspec.json.Decoder(str).decode


def read_columns(path: Path, place: str, names: Sequence[str], *, texts: bool) -> TableReading:
    """Return a file of objects as columns.

    Args:
        path: The file.
        place: What messages call it.
        names: The columns of names, as a person gave them, which are to hold texts.
        texts: Whether all columns are to be texts, each value as it is written.

    Raises:
        TableError: A line is no object; a column of names is not there, or holds something else.
    """
    import polars as pl

    columns = _look(path, place)
    for column in choose_columns(list(columns), names, place, typed=True):
        name = list(columns)[column.position]
        for kind, (line, raw) in columns[name].kinds.items():
            if kind != "texts":
                refuse_untextual(raw, name, f"{place}, line {line}")
    if texts:
        _refuse_nested(columns, place)
        types: dict[str, Any] = dict.fromkeys(columns, pl.String())
        return TableReading(pl.Schema(types), _portions(path, place, types, set(columns)))
    types = {name: seen.dtype() for name, seen in columns.items()}
    untyped = {name for name, dtype in types.items() if dtype is None}
    types |= dict.fromkeys(untyped, pl.String())
    told = tuple(_tell(name, columns[name]) for name in types if name in untyped)
    return TableReading(pl.Schema(types), _portions(path, place, types, untyped), told)


def _look(path: Path, place: str) -> dict[str, Seen]:
    """What the columns of a file hold."""
    columns: dict[str, Seen] = {}
    with path.open("rb") as stream:
        for line, row in read_objects(lines_of(stream), place):
            for name, value in row.items():
                raw = bytes(value)
                seen = columns.get(name)
                if seen is None:
                    seen = columns[name] = Seen()
                if raw == b"null":
                    continue
                if raw[0] in b"[{":
                    seen.kinds.setdefault(KINDS[raw[0]], (line, raw))
                    seen.note_value(_read_deeply(raw, f"{place}, line {line}"), line)
                else:
                    seen.note(raw, line)
    return columns


class RepeatedKeyError(ValueError):
    """Tells that an object in a value has a key twice."""


def _pairs(given: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(given)
    if len(value) < len(given):
        raise RepeatedKeyError([key for key, _ in given])
    return value


def _constant(text: str) -> None:
    raise ValueError(f"{text} is no JSON")


_decode_deeply = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_float=Number, parse_int=Number, parse_constant=_constant
).decode


def _read_deeply(raw: bytes, place: str) -> Any:
    """A list or an object, with its numbers as they are written."""
    try:
        return _decode_deeply(raw.decode())
    except RepeatedKeyError as error:
        refuse_repetition(error.args[0], place)
    except (ValueError, RecursionError) as error:
        raise no_object(place, error) from None


def _refuse_nested(columns: dict[str, Seen], place: str) -> None:
    for name, seen in columns.items():
        for kind in ("lists", "objects"):
            if kind in seen.kinds:
                raise TableError(
                    f"{place}, line {seen.kinds[kind][0]}: column {name!r} holds {kind}, for which CSV "
                    "has no room; write Parquet, Arrow or JSONL, or leave the column out"
                )


def _tell(name: str, seen: Seen) -> str:
    if len(seen.kinds) > 1:
        return f"the kinds of the values in column {name!r} ({' and '.join(seen.kinds)}), which became texts"
    [kind] = seen.kinds
    return (
        f"the {kind} of column {name!r}, which no type of a column holds as they are and which became texts"
    )


def _portions(path: Path, place: str, types: dict[str, Any], untyped: set[str]) -> Iterator[pl.DataFrame]:
    import polars as pl

    with path.open("rb") as stream:
        rows = read_objects(lines_of(stream), place)
        while some := list(islice(rows, ROWS_TOGETHER)):
            columns = {n: _series(n, dtype, some, place, n in untyped) for n, dtype in types.items()}
            yield pl.DataFrame(columns)  # by name: a series whose name is empty would get another


def _series(name: str, dtype: Any, rows: list[tuple[int, Row]], place: str, as_written: bool) -> pl.Series:
    """A column of some rows."""
    import polars as pl

    values = [row.get(name, _NULL) for _, row in rows]
    if as_written:
        texts = [_written(v, f"{place}, line {line}") for v, (line, _) in zip(values, rows, strict=True)]
        return pl.Series(name, texts, dtype=dtype)
    if isinstance(dtype, pl.Decimal):
        plain: list[Any] = [None if v == b"null" else Decimal(bytes(v).decode()) for v in map(bytes, values)]
    elif dtype.is_nested():
        make = _maker(dtype)
        plain = [make(_read_deeply(bytes(value), place)) for value in values]
    else:
        plain = _decoded(values, dtype, rows, place)
    return pl.Series(name, plain, dtype=dtype)


def _decoded(values: list[msgspec.Raw], dtype: Any, rows: list[tuple[int, Row]], place: str) -> list[Any]:
    """Plain values of one type; all of them at once, which is many times faster than one by one."""
    import polars as pl

    kind: Any = (
        float if dtype == pl.Float64 else int if dtype.is_integer() else bool if dtype == pl.Boolean else str
    )
    try:
        decoded: list[Any] = msgspec.json.decode(b"[" + b",".join(values) + b"]", type=list[kind | None])
        return decoded
    except (msgspec.MsgspecError, UnicodeDecodeError):
        for (line, _), value in zip(rows, values, strict=True):  # which of them it was
            try:
                msgspec.json.decode(value, type=kind | None)
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                raise no_object(f"{place}, line {line}", error) from None
        raise


def _written(value: msgspec.Raw, place: str) -> str | None:
    """A value as a text: what a text says, and all else as it is written."""
    raw = bytes(value)
    if raw == b"null":
        return None
    try:
        return _text(raw) if raw[0] == ord('"') else raw.decode()
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise no_object(place, error) from None


def _maker(dtype: Any) -> Callable[[Any], Any]:
    """Return what makes of a value one that Polars takes for a type."""
    import polars as pl

    if isinstance(dtype, pl.List):
        inner = _maker(dtype.inner)
        return lambda value: None if value is None else [inner(each) for each in value]
    if isinstance(dtype, pl.Struct):
        fields = {field.name: _maker(field.dtype) for field in dtype.fields}
        return lambda value: None if value is None else {n: make(value.get(n)) for n, make in fields.items()}
    if isinstance(dtype, pl.Decimal):
        return lambda value: None if value is None else Decimal(value)
    if dtype.is_numeric():
        return (
            (lambda v: None if v is None else float(v)) if dtype == pl.Float64 else (lambda v: v and int(v))
        )
    return lambda value: value
