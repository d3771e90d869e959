"""JSONL, one object to a line: every other value comes back as it was written, digit for digit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

import msgspec

from names.tables.answers import Answers, Options
from names.tables.columns import Column, choose_columns, name_columns
from names.tables.pace import Pace
from names.tables.rows import Cell, Others
from names.tables.table_errors import TableError
from names.tables.typed import typed_value

ROWS_TOGETHER = (512, 8192)  # rows whose new spellings are matched in one go, at first and at most
SHOWN_KEYS = 1000  # keys remembered to say what there is instead of a column that is nowhere

_Row = dict[str, msgspec.Raw]
_decode = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_value = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


class Objects:
    """Normalizes files of JSON objects, one after the other.

    Args:
        outgoing: Where to write.
        answers: Where spellings are matched; its counts are raised.
        options: Columns, and what to do with them.
        report: Called with the number of rows written so far.

    Attributes:
        rows: How many rows were written.
    """

    def __init__(
        self, outgoing: BinaryIO, answers: Answers, options: Options, report: Callable[[int], None]
    ) -> None:
        self.rows = 0
        self._outgoing, self._answers, self._options, self._report = outgoing, answers, options, report
        self._added = {
            name: name_columns([], [Column(0, name)], options.kinds, options.prefix)
            for name in options.columns
        }
        self._others = options.others

    def carry_out(self, incoming: BinaryIO, place: str) -> None:
        """Write a file anew.

        Args:
            incoming: The file.
            place: What messages call it.

        Raises:
            TableError: A line is no object, a name no text; no object has a column that was asked for.
        """
        keys: dict[str, None] = {}
        missing = {*self._options.columns, *self._others.values()}
        rows = _rows(incoming, place)
        pace = Pace(self._outgoing, *ROWS_TOGETHER)
        while some := list(islice(rows, pace.size())):
            for _, row in some:
                missing -= row.keys()
                if len(keys) < SHOWN_KEYS:
                    keys.update(dict.fromkeys(row))
            self._write(some, place)
        if missing:
            choose_columns(list(keys), sorted(missing), place, typed=True)

    def _write(self, some: Sequence[tuple[int, _Row]], place: str) -> None:
        cells = self._cells(some, place)
        for values in cells.values():
            self._answers.learn(values)
            self._answers.counts.update(values)
        for (line, _), cell in zip(some, cells[self._options.columns[0]], strict=True):
            for field in self._answers.odd_fields(cell):
                self._answers.odd[field].note([line])
        for number, (line, row) in enumerate(some):
            for name, added in self._added.items():
                self._extend(row, name, cells[name][number], added, f"{place}, line {line}")
        self._outgoing.write(b"".join(_encode(row) + b"\n" for _, row in some))
        self.rows += len(some)
        self._report(self.rows)

    def _cells(self, some: Sequence[tuple[int, _Row]], place: str) -> dict[str, list[Cell]]:
        """What the rows say of each of their names."""
        others = Others(tuple((field, 0) for field in self._others))  # keys have no place in an object
        keys = list(self._others.values())
        said = [[_cell(row, key, line, place, plain=True) for key in keys] for line, row in some]
        return {
            name: [
                others.row(_cell(row, name, line, place), s)
                for (line, row), s in zip(some, said, strict=True)
            ]
            for name in self._added
        }

    def _extend(self, row: Any, name: str, cell: Cell, added: Sequence[str], place: str) -> None:
        rendering = self._answers.render(cell)
        if rendering.replaced is not None:
            row[name] = rendering.replaced
        for kind, title in zip(self._options.kinds, added, strict=True):
            if title in row:
                name_columns(list(row), [Column(0, name)], self._options.kinds, self._options.prefix)
            row[title] = typed_value(kind, getattr(rendering.answer, kind), self._options)


def _rows(incoming: BinaryIO, place: str) -> Iterator[tuple[int, _Row]]:
    for number, line in enumerate(incoming, 1):
        text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not text.strip():
            continue
        try:
            yield number, _decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise _no_object(f"{place}, line {number}", error) from None


def _no_object(place: str, error: Exception) -> TableError:
    return TableError(f"{place}: this is no JSON object in UTF-8 ({error}); write one object to a line")


def _cell(row: _Row, name: str, line: int, place: str, *, plain: bool = False) -> str:
    """A value as text; a number, or true or false, only if any plain value will do."""
    raw = row.get(name)
    try:
        value = None if raw is None else _value(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _no_object(f"{place}, line {line}", error) from None
    if value is None:
        return ""
    if plain and isinstance(value, int | float):
        return bytes(raw or b"").decode()
    if not isinstance(value, str):
        wanted, quoted = ("one plain value", "that value") if plain else ("the names", "names")
        raise TableError(
            f"{place}, line {line}: {name!r} holds {bytes(raw or b'').decode()[:40]}, not text; "
            f"name the key that holds {wanted}, or write {quoted} in quotes"
        )
    return value
