"""Labelled rows of a table: names with the ids of whom they mean, as a person knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from names.circumstances import Circumstances
from names.tables.answers import Options
from names.tables.columns import choose_columns
from names.tables.decided_rows import NOBODY
from names.tables.encodings import guesses_of
from names.tables.files import held_sources, open_reading, refuse_stray_options
from names.tables.output import Source, describe_source
from names.tables.paths import Ledger
from names.tables.rows import Others, ask, is_odd
from names.tables.table_errors import TableError
from names.tables.typed import check_holds_text

if TYPE_CHECKING:
    import polars as pl


class LabelledName(msgspec.Struct, frozen=True):
    """A name, and whom it means.

    Attributes:
        spelling: The name as it is written.
        ids: Of whom it means: any of them is right. Empty where nobody listed is meant.
        beside: What the row says besides.
        row: The first row where it stands, from 1, the header not counted; 0 for no table.
        count: How many rows are like it.
    """

    spelling: str
    ids: tuple[str, ...] = ()
    beside: Circumstances | None = None
    row: int = 0
    count: int = 1


class LabelledTable(msgspec.Struct):
    """The labelled names of a table.

    Attributes:
        names: Each with another spelling, other ids or something else besides than all others.
        rows: How many rows there were.
        empty: How many of these have no name, and tell nothing.
        short: How many have fewer cells than the header, and so perhaps no id where one was meant.
        uneven: Rows that are left out, since they have neither one name nor as many ids as names.
        odd: Cells of other columns that are not what they should be, by what the column says.
        remarks: What is to be said of the table.
        guesses: Encodings that were guessed.
    """

    names: list[LabelledName] = []
    rows: int = 0
    empty: int = 0
    short: int = 0
    uneven: list[int] = []
    odd: dict[str, int] = {}
    remarks: list[str] = []
    guesses: list[str] = []


def read_labelled(
    source: Source,
    options: Options,
    id_column: str,
    *,
    input_format: str | None = None,
    sheet: str | None = None,
    report: Callable[[int], object] = lambda rows: None,
) -> LabelledTable:
    r"""Return the names of a table with the ids of whom they mean.

    An empty cell of ids, or a dash, means nobody listed. With a separator, a cell of one name may have
    several ids, of which any is right; a cell of several names has an id for each, in their order.

    Args:
        source: A table of any format.
        options: The column of names and those that say more, the separator, how delimited text is written.
        id_column: The column of ids.
        input_format: As for `normalize_files`.
        sheet: As there.
        report: Called with the number of rows read so far, again and again.

    Raises:
        TableError: The table cannot be read, or a column is not there or holds no text.

    Examples:
        >>> import io
        >>> table = io.BytesIO(b"who,id\nAsem,a1\nAsem,a1\nBota,\n")
        >>> read = read_labelled(table, Options(columns=("who",)), "id")
        >>> [(name.spelling, name.ids, name.row, name.count) for name in read.names]
        [('Asem', ('a1',), 1, 2), ('Bota', (), 3, 1)]
    """
    found = LabelledTable()
    ledger = Ledger()
    with held_sources(source, input_format) as inputs:
        refuse_stray_options(inputs, options, sheet)
        [(opened, form)] = inputs
        with open_reading(
            opened, form, options, sheet, ledger, found.remarks.extend, texts=form != "jsonl", cut=True
        ) as reading:
            rows = _Rows(reading.schema, describe_source(opened), options, id_column, found)
            for portion in reading.portions:
                rows.take(portion)
                report(found.rows)
            decoders = [reading.decoder] if reading.decoder else []
    found.names = rows.names()
    found.short = ledger.short_rows
    found.guesses = list(guesses_of(decoders))
    return found


class _Rows:
    """Takes the rows of a table.

    Args:
        schema: What its columns are called and what they hold.
        place: Name of the table, for messages.
        options: Columns.
        id_column: The column of ids.
        found: Where rows and oddities are counted.
    """

    def __init__(
        self, schema: pl.Schema, place: str, options: Options, id_column: str, found: LabelledTable
    ) -> None:
        header = list(schema)
        [names] = choose_columns(header, options.columns, place, typed=True)
        [ids] = choose_columns(header, [id_column], place, typed=True)
        if names == ids:
            raise TableError(f"{place}: column {header[ids.position]!r} cannot hold names and ids; name two")
        self._others = Others.choose(header, options.others, place, typed=True)
        self._wanted = [
            header[position]
            for position in (names.position, ids.position, *(place for _, place in self._others.places))
        ]
        check_holds_text(self._wanted[0], schema[self._wanted[0]], place)
        if schema[self._wanted[1]].is_nested():
            raise TableError(
                f"{place}: column {self._wanted[1]!r} holds lists or objects; an id is a text or a number"
            )
        self._between = options.between
        self._found = found
        self._names: dict[tuple[str, Circumstances | None, tuple[str, ...]], LabelledName] = {}

    def names(self) -> list[LabelledName]:
        """Return the names taken, in the order of their first rows."""
        return list(self._names.values())

    def take(self, frame: pl.DataFrame) -> None:
        """Take some rows.

        Args:
            frame: Rows of the table.
        """
        import polars as pl

        texts = [
            pl.col(name).cast(pl.String).fill_null("").alias(str(at)) for at, name in enumerate(self._wanted)
        ]
        for cell, ids, *said in frame.select(texts).iter_rows():
            self._found.rows += 1
            self._take_row(cell, ids, said)

    def _take_row(self, cell: str, ids: str, said: Sequence[str]) -> None:
        for (field, _), text in zip(self._others.places, said, strict=True):
            if text and is_odd(field, text):
                self._found.odd[field] = self._found.odd.get(field, 0) + 1
        parts = self._divided(cell)
        asked = ask(self._others.row(cell, said), parts)
        if not any(name.spelling for name in asked):
            self._found.empty += 1
            return
        labels = list(self._labels(ids, len(parts)))
        if len(labels) != len(parts):
            self._found.uneven.append(self._found.rows)
            return
        for name, label in zip(asked, labels, strict=True):
            if name.spelling:
                self._add(name.spelling, name.beside, label)

    def _labels(self, ids: str, many: int) -> Iterator[tuple[str, ...]]:
        """Yield the ids of each name in a cell."""
        parts = [id.strip() for id in self._divided(ids)]
        told = [(id,) if id and id not in NOBODY else () for id in parts]
        if many == 1:
            yield tuple(dict.fromkeys(id for label in told for id in label))
        elif not any(told):
            yield from [()] * many
        else:
            yield from told

    def _divided(self, cell: str) -> list[str]:
        return self._between.split(cell)[::2] if self._between else [cell]

    def _add(self, spelling: str, beside: Circumstances | None, ids: tuple[str, ...]) -> None:
        key = spelling, beside, ids
        met = self._names.get(key)
        if met is None:
            self._names[key] = LabelledName(spelling, ids, beside, self._found.rows)
        else:
            self._names[key] = msgspec.structs.replace(met, count=met.count + 1)
