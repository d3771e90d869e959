"""The names in tables of any format, each distinct one once: how often it came, and a row where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from names.tables.answers import Options
from names.tables.columns import Column, choose_columns
from names.tables.encodings import guesses_of
from names.tables.files import held_sources, open_reading, refuse_stray_options
from names.tables.output import Source, describe_source
from names.tables.paths import Ledger
from names.tables.rows import Asked, Others, ask, is_odd
from names.tables.typed import check_holds_text

if TYPE_CHECKING:
    import polars as pl

    from names.tables.encodings import Decoder

OF_MENTIONS = {"start", "end", "text", "status"}  # columns of what `names find` writes
SETTLED = "matched"  # a status of an earlier run whose name is no unknown one
LONGEST_ROW = 200  # letters of a row that is shown
_CELL, _ROW, _COUNT = "cell", "row", "count"  # beside columns of the table, which keep out of their way


class Met(msgspec.Struct):
    """What was met of a name.

    Attributes:
        count: How often.
        row: The first row with it, its cells with a bar between.
    """

    count: int
    row: str


class CountedNames(msgspec.Struct):
    """The names in some tables.

    Attributes:
        names: Each with what was met of it, in the order of their first rows.
        rows: How many rows there were.
        settled: How many of these an earlier run had matched: their names are left out.
        odd: Cells of other columns that are not what they should be, by what the column says.
        remarks: What is to be said of the tables.
        guesses: Encodings that were guessed, with where.
    """

    names: dict[Asked, Met]
    rows: int = 0
    settled: int = 0
    odd: dict[str, int] = {}
    remarks: list[str] = []
    guesses: dict[str, list[str]] = {}


def count_names(
    source: Source | Sequence[Source],
    options: Options,
    *,
    input_format: str | None = None,
    sheet: str | None = None,
    report: Callable[[int], object] = lambda rows: None,
) -> CountedNames:
    r"""Return the names in a column of tables, or in several columns.

    Where an earlier run wrote a status beside them (`person_status` beside `person`, or `status` among
    mentions), the names that it matched are left out.

    Args:
        source: As for `normalize_files`; several need not have the same columns but those asked for.
        options: Columns, what stands between several names in a cell, and how delimited text is written.
        input_format: As there.
        sheet: As there.
        report: Called with the number of rows read so far, again and again.

    Raises:
        TableError: For an input that cannot be read, or a column that is not there or holds no text.

    Examples:
        >>> import io
        >>> table = io.BytesIO(b"person,city\nAsem,Oral\nAsem ,Aqtau\n")
        >>> counted = count_names(table, Options(columns=("person",)))
        >>> [(name.spelling, met.count, met.row) for name, met in counted.names.items()]
        [('Asem', 2, 'Asem | Oral')]
    """
    counted = CountedNames({})
    ledger = Ledger()
    decoders: list[Decoder] = []
    with held_sources(source, input_format) as inputs:
        refuse_stray_options(inputs, options, sheet)
        for each, form in inputs:
            place = describe_source(each)
            asked = options
            if form == "jsonl" and not options.columns:  # mentions, as `names find` writes them
                asked = msgspec.structs.replace(options, columns=("text",))
            texts = form != "jsonl"  # in which values may be lists, as candidates are
            with open_reading(
                each, form, asked, sheet, ledger, counted.remarks.extend, texts=texts, cut=True
            ) as reading:
                decoders += [reading.decoder] if reading.decoder else []
                table = _CountedTable(reading.schema, place, asked, counted)
                for portion in reading.portions:
                    table.take(portion)
                    report(counted.rows)
    counted.guesses = {encoding: list(places) for encoding, places in guesses_of(decoders).items()}
    return counted


class _CountedTable:
    """Counts the names of one table.

    Args:
        schema: What its columns are called and what they hold.
        place: Name of the table, for messages.
        options: Columns.
        counted: Where the names go.
    """

    def __init__(self, schema: pl.Schema, place: str, options: Options, counted: CountedNames) -> None:
        self._header = list(schema)
        wanted = options.columns
        if not wanted and set(self._header) >= OF_MENTIONS:
            wanted = ("text",)
        self._columns = choose_columns(self._header, wanted, place, typed=True)
        self._others = Others.choose(self._header, options.others, place, typed=True)
        self._between = options.between
        self._counted = counted
        for column in self._columns:
            name = self._header[column.position]
            check_holds_text(name, schema[name], place)

    def take(self, frame: pl.DataFrame) -> None:
        """Count the names of some rows.

        Args:
            frame: Rows of the table.
        """
        self._counted.rows += len(frame)
        for column in self._columns:
            for cell, said, count, row in self._distinct(frame, column):
                self._take_cell(cell, said, count, row)

    def _distinct(
        self, frame: pl.DataFrame, column: Column
    ) -> Iterator[tuple[str, list[str], int, dict[str, object]]]:
        """Yield each distinct cell with what its rows say besides, how many they are, and the first."""
        import polars as pl

        status = self._status_of(column)
        if status is not None:
            before = len(frame)
            frame = frame.filter(pl.col(status).cast(pl.String).fill_null("") != SETTLED)
            self._counted.settled += before - len(frame)
        places = (column.position, *(place for _, place in self._others.places))
        keys = [
            pl.col(self._header[place]).cast(pl.String).fill_null("").alias(str(number))
            for number, place in enumerate(places)
        ]
        rows = frame.select(*keys, pl.struct(pl.all()).alias(_ROW))
        grouped = rows.group_by([str(number) for number in range(len(places))], maintain_order=True)
        for *cells, count, row in grouped.agg(pl.len().alias(_COUNT), pl.first(_ROW)).iter_rows():
            yield cells[0], cells[1:], count, row

    def _status_of(self, column: Column) -> str | None:
        """Return the column that says what an earlier run found of the names in this one, if there is one."""
        if column.label == "text" and set(self._header) >= OF_MENTIONS:
            return "status"
        beside = f"{column.label}_status"
        return beside if beside in self._header else None

    def _take_cell(self, cell: str, said: Sequence[str], count: int, row: dict[str, object]) -> None:
        for (field, _), text in zip(self._others.places, said, strict=True):
            if text and is_odd(field, text):
                self._counted.odd[field] = self._counted.odd.get(field, 0) + count
        parts = self._between.split(cell)[::2] if self._between else [cell]
        for name in ask(self._others.row(cell, said), parts):
            if not name.spelling:
                continue
            met = self._counted.names.get(name)
            if met is None:
                self._counted.names[name] = Met(count, _shown(row.values()))
            else:
                met.count += count


def _shown(cells: Iterable[object]) -> str:
    """Return a row as one line of text."""
    text = " | ".join(" ".join(str(cell).split()) for cell in cells if cell not in (None, ""))
    return text if len(text) <= LONGEST_ROW else f"{text[: LONGEST_ROW - 1]}…"
