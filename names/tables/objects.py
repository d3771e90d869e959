"""JSONL, one object to a line: every other value comes back as it was written, digit for digit."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, BinaryIO

import msgspec

from names.bounds import lines_of
from names.tables.answers import Answers, Options
from names.tables.columns import Column, choose_columns, find_column, name_columns
from names.tables.json_lines import Row, plain_value, read_objects, refuse_untextual
from names.tables.pace import Pace
from names.tables.rows import Cell, Others
from names.tables.typed import typed_value

ROWS_TOGETHER = (512, 8192)  # rows whose new spellings are matched in one go, at first and at most
HELD = 1 << 24  # bytes kept in memory of what is read until every column is found
MOST_HELD = 1 << 30  # bytes kept in all, beyond which a column that has not come is taken for missing

_encode = msgspec.json.Encoder().encode


class Objects:
    """Normalizes files of JSON objects, one after the other.

    Nothing is written of a file until an object with each wanted key has come, so that a wrong key is told
    before any row. A column that is wanted by its number is that of the key which comes as that one first.

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
        self._names, self._beside = options.columns, tuple(options.others.values())
        self._added: dict[str, list[str]] = {}
        self._others: dict[str, str] = {}

    def carry_out(self, incoming: BinaryIO, place: str) -> None:
        """Write a file anew.

        Args:
            incoming: The file.
            place: What messages call it.

        Raises:
            TableError: A line is no object, or has a key twice; a name is no text; no object has a column
                that was asked for.
        """
        with tempfile.SpooledTemporaryFile(HELD) as held:
            rows = self._found(incoming, held, place)
            pace = Pace(self._outgoing, *ROWS_TOGETHER)
            while some := list(islice(rows, pace.size())):
                self._write(some, place)

    def _found(self, incoming: BinaryIO, held: Any, place: str) -> Iterator[tuple[int, Row]]:
        """Yield the rows, the first of them once the keys of all columns are known."""
        keys: dict[str, None] = {}
        ended = True
        for _, row in read_objects(_copied(incoming, held), place):
            keys.update(dict.fromkeys(row))
            found = all(_is_there(wanted, keys) for wanted in (*self._names, *self._beside))
            if found or held.tell() > MOST_HELD:
                ended = False
                break
        self._choose(list(keys), place)
        held.seek(0)
        yield from read_objects(chain(lines_of(held), () if ended else lines_of(incoming)), place)

    def _choose(self, keys: list[str], place: str) -> None:
        options = self._options
        self._names = tuple(_keys_of(keys, self._names, place))  # in the next file the same
        self._beside = tuple(_keys_of(keys, self._beside, place)) if self._beside else ()
        self._added = {
            n: name_columns([], [Column(0, n)], options.kinds, options.prefix) for n in self._names
        }
        self._others = dict(zip(options.others, self._beside, strict=True))

    def _write(self, some: Sequence[tuple[int, Row]], place: str) -> None:
        cells = self._cells(some, place)
        for values in cells.values():
            self._answers.learn(values)
            self._answers.counts.update(values)
        for (line, _), cell in zip(some, cells[next(iter(self._added))], strict=True):
            for field in self._answers.odd_fields(cell):
                self._answers.odd[field].note(getattr(cell, field), [line])
        for number, (line, row) in enumerate(some):
            for name, added in self._added.items():
                self._extend(row, name, cells[name][number], added, f"{place}, line {line}")
        self._outgoing.write(b"".join(_encode(row) + b"\n" for _, row in some))
        self.rows += len(some)
        self._report(self.rows)

    def _cells(self, some: Sequence[tuple[int, Row]], place: str) -> dict[str, list[Cell]]:
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


def _copied(incoming: BinaryIO, held: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file, and keep a copy of each."""
    for line in lines_of(incoming):
        held.write(line)
        yield line


def _keys_of(keys: Sequence[str], wanted: Sequence[str], place: str) -> list[str]:
    return [keys[column.position] for column in choose_columns(keys, wanted, place, typed=True)]


def _is_there(wanted: str, keys: dict[str, None]) -> bool:
    """Whether a column is surely found, whatever keys are still to come."""
    return wanted in keys or (wanted.startswith("#") and isinstance(find_column(list(keys), wanted), Column))


def _cell(row: Row, name: str, line: int, place: str, *, plain: bool = False) -> str:
    """A value as text; a number, or true or false, only if any plain value will do."""
    raw, place = row.get(name), f"{place}, line {line}"
    value = plain_value(raw, place)
    if value is None:
        return ""
    if plain and isinstance(value, int | float):
        return bytes(raw or b"").decode()
    if not isinstance(value, str):
        refuse_untextual(bytes(raw or b""), name, place, plain=plain)
    return value
