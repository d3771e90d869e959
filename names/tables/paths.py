"""Two ways through a table, one outcome: exact for anything, and fast where that is provably the same.

Both begin at a record and go on to the end of the last one that is whole. A row comes back as written; the
added cells stand right after as many cells as the header has, so that they are found under their names. A
row that is too short is filled with empty cells first; what a row has too much stands after the added cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from names.tables.answers import Answers
from names.tables.columns import Column
from names.tables.delimited import Record, Structure, find_structure
from names.tables.quoting import QUOTE, Quoting
from names.tables.rows import SHOWN, Cell, Others

if TYPE_CHECKING:
    import polars as pl

ROWS_TOGETHER = 8192  # rows whose new spellings are matched in one go
FAST_FROM = 1 << 20  # bytes; below, importing Polars costs more than it saves
FIELD, LINE = "\x1f", "\x1e"  # no text on the fast path may hold them; they tell Polars where to cut


class Layout(msgspec.Struct, frozen=True):
    """What both ways know of the table.

    Attributes:
        delimiter: What separates cells.
        width: How many cells the header has.
        columns: The columns of names, in the order in which theirs are added.
        replace: Whether names are written into the cells themselves.
        written: What is to separate cells; empty for the same. If it is another, cells are written anew.
        others: The columns that say something besides the name.
        quoting: Whether quotes mean anything in it.
        order: Of each column that is written, which one of the table it is, None for none; empty where they
            are those of the table.
        writing: Whether they are to mean anything in what is written; None for the same.
    """

    delimiter: str
    width: int
    columns: tuple[Column, ...]
    replace: bool = False
    written: str = ""
    others: Others = Others()
    quoting: Quoting = msgspec.field(default_factory=Quoting)
    writing: Quoting | None = None
    order: tuple[int | None, ...] = ()

    @property
    def rewrites(self) -> bool:
        """Whether cells cannot come back as they were written."""
        if self.writing and (self.writing.stands is False) != (self.quoting.stands is False):
            return True
        return self.written not in ("", self.delimiter)

    def in_order(self, cells: list[str]) -> list[str]:
        """Return the cells of a row in the order in which they are written.

        Args:
            cells: As many as the header has.
        """
        if not self.order:
            return cells
        return ["" if place is None else cells[place] for place in self.order]

    def encode(self, value: str, *, quoted: bool = False) -> str:
        """Return a value as a cell that is written.

        Args:
            value: Any text.
            quoted: Quote it in any case, where quotes mean anything.
        """
        return (self.writing or self.quoting).encode(value, self.written or self.delimiter, quoted=quoted)

    def as_written(self, cells: list[str]) -> list[str]:
        """Return cells as they are to be written.

        Args:
            cells: As they were.
        """
        if not self.rewrites:
            return cells
        return [self.encode(self.quoting.decode(cell)) for cell in cells]


class Ledger(msgspec.Struct):
    """What was met on the way, for the summary.

    Attributes:
        rows: Rows so far, blank lines not counted.
        short: Lines where the first few rows with fewer cells than the header begin.
        short_rows: How many there are.
        long: The same for rows with more cells.
        long_rows: How many there are.
    """

    rows: int = 0
    short: list[int] = []
    short_rows: int = 0
    long: list[int] = []
    long_rows: int = 0

    def note_short(self, line: int) -> None:
        """Count a row with fewer cells than the header.

        Args:
            line: Where it begins.
        """
        self.short_rows += 1
        self.short = [*self.short, line][:3]


def write_exactly(
    records: Iterable[Record], layout: Layout, answers: Answers, ledger: Ledger
) -> Iterator[str]:
    """Yield the text of the records with what is added, a thousand rows at a time.

    Args:
        records: Rows, without the header.
        layout: Of the table.
        answers: Where spellings are matched; its counts are raised.
        ledger: Where rows and oddities are counted.
    """
    records = iter(records)
    while some := list(islice(records, ROWS_TOGETHER)):
        chosen = [[] if record.blank else _chosen(record, layout) for record in some]
        cells = [cell for row in chosen for cell in row]
        answers.learn(cells)
        answers.counts.update(cells)
        _note([record for record in some if not record.blank], layout.width, ledger)
        if layout.others:
            _note_odd(zip(some, chosen, strict=True), answers)
        yield "".join(_extend(*row, layout, answers) for row in zip(some, chosen, strict=True))


def _chosen(row: Record, layout: Layout) -> list[Cell]:
    """What a row says of each of its names."""
    said = [_value(row, position, layout) for _, position in layout.others.places]
    return [layout.others.row(_value(row, column.position, layout), said) for column in layout.columns]


def _value(row: Record, position: int, layout: Layout) -> str:
    return layout.quoting.decode(row.cells[position]) if position < len(row.cells) else ""


def _note_odd(rows: Iterable[tuple[Record, list[Cell]]], answers: Answers) -> None:
    for record, cells in rows:
        for field in answers.odd_fields(cells[0]) if cells else ():
            answers.odd[field].note(getattr(cells[0], field), [record.line])


def _note(rows: Sequence[Record], width: int, ledger: Ledger) -> None:
    ledger.rows += len(rows)
    for row in rows:
        if len(row.cells) < width:
            ledger.note_short(row.line)
        elif len(row.cells) > width:
            ledger.long_rows += 1
            ledger.long = [*ledger.long, row.line][:3]


def _extend(record: Record, chosen: list[Cell], layout: Layout, answers: Answers) -> str:
    if record.blank:
        return record.ending
    added = []
    delimiter, cells = layout.written or layout.delimiter, layout.as_written(record.cells)
    cells += [""] * (layout.width - len(cells))
    for column, cell in zip(layout.columns, chosen, strict=True):
        rendering = answers.render(cell)
        added.append(rendering.added)
        if rendering.replaced is not None:
            given = record.cells[column.position] if column.position < len(record.cells) else ""
            cells[column.position] = _replace(given, rendering.replaced, layout)
    own, surplus = layout.in_order(cells[: layout.width]), cells[layout.width :]
    line = delimiter.join(own) + "".join(added)
    return delimiter.join([line, *surplus]) + record.ending


def _replace(cell: str, value: str, layout: Layout) -> str:
    """A value in the place of a cell, quoted if that was."""
    return layout.encode(value, quoted=cell.startswith(QUOTE))


class Written(NamedTuple):
    """What became of a block on the fast path.

    Attributes:
        compose: Returns what is to be written, in UTF-8. It asks nobody, so that another thread may call it.
        size: Bytes of the block that this stands for; the rest belongs to a record that is not yet whole.
        lines: Line feeds in them.
    """

    compose: Callable[[], bytes]
    size: int
    lines: int


def write_fast(
    data: bytes, layout: Layout, answers: Answers, ledger: Ledger, line: int = 1
) -> Written | None:
    """Return what `write_exactly` would yield, or None where that cannot be proved.

    The proof: the text is regular (`find_structure`), is valid Unicode, has no separator of ours, and what
    Polars found between the separators we set adds up to the text to the byte.

    Args:
        data: Text in UTF-8 that begins at a record; the last record may be cut short.
        layout: Of the table.
        answers: Where spellings are matched; its counts are raised.
        ledger: Where rows are counted.
        line: The line where the text begins.
    """
    if (
        layout.order
        or layout.rewrites
        or not layout.delimiter.isascii()
        or FIELD.encode() in data
        or LINE.encode() in data
    ):
        return None
    quoting = layout.quoting
    if quoting.stands is None and QUOTE.encode() in data:
        return None
    structure = find_structure(data, layout.delimiter, layout.width, quotes=quoting.stands is not False)
    if structure is None:
        return None
    frame = _cut(data, structure, layout)
    if frame is None:
        return None
    distinct = [_distinct(frame, column.position, layout) for column in layout.columns]
    if layout.others and not _note_odd_counts(distinct[0], answers):
        return None
    ledger.rows += len(frame)
    if structure.broken:
        quoting.broken.note((line + before for before in structure.broken_after), structure.broken)
    ending = "\n" if structure.ends.shape[1] == layout.width else "\r\n"
    known = [_answer(each, layout, answers) for each in distinct]
    return Written(lambda: _compose(frame, known, layout, ending), structure.size, structure.lines)


def _borders(layout: Layout) -> list[int]:
    """The delimiters that stand around the columns that are read, by number."""
    read = [*(column.position for column in layout.columns), *(place for _, place in layout.others.places)]
    beside = {position - after for position in read for after in (0, 1)}
    return sorted(beside & set(range(layout.width - 1)))


def _field(position: int, layout: Layout) -> str:
    """What a column that is read is called once the rows are cut at the borders."""
    return str(sum(border < position for border in _borders(layout)))


def _cut(data: bytes, structure: Structure, layout: Layout) -> pl.DataFrame | None:
    """The rows, cut around the columns of names alone: a wide table costs no more than a narrow one."""
    import numpy as np
    import polars as pl

    ends, size = structure.ends, structure.size
    codes = np.frombuffer(data, np.uint8, size).copy()
    borders = _borders(layout)
    fields = len(borders) + 1
    for border in [*borders, *range(layout.width - 1, ends.shape[1] - 1)]:  # the last is a carriage return
        codes[ends[:, border]] = ord(FIELD)
    codes[ends[:, -1]] = ord(LINE)
    schema = {str(n): pl.String for n in range(fields + ends.shape[1] - layout.width)}
    try:
        frame = pl.read_csv(
            codes.tobytes(), has_header=False, separator=FIELD, eol_char=LINE, quote_char=None, schema=schema
        ).fill_null("")
    except pl.exceptions.PolarsError:  # not valid Unicode
        return None
    lengths = frame.select(pl.all().str.len_bytes().sum()).row(0)
    if len(frame) != len(ends) or sum(lengths) + len(frame) * len(schema) != size:
        return None
    return frame.select(list(schema)[:fields])


def _compose(frame: pl.DataFrame, known: list[pl.DataFrame], layout: Layout, ending: str) -> bytes:
    """The rows as text, with what is known of each column of names."""
    own, fields = frame.columns, [_field(column.position, layout) for column in layout.columns]
    for answered in known:
        on = [name for name in answered.columns if name in own]
        frame = frame.join(answered, on=on, how="left", maintain_order="left")
    if layout.replace:
        frame = frame.with_columns(frame[f"put {field}"].alias(field) for field in fields)
    out = BytesIO()
    frame.select(*own, *(f"added {field}" for field in fields)).write_csv(
        out, include_header=False, separator=layout.delimiter, line_terminator=ending, quote_style="never"
    )
    return out.getvalue()


class _Distinct(NamedTuple):
    """What rows say of a column of names, each once.

    Attributes:
        field: The column of names.
        written: It and the other columns that say something, as they are written.
        cells: The same as values.
        counts: How many rows say so.
    """

    field: str
    written: pl.DataFrame
    cells: list[Cell]
    counts: list[int]


def _distinct(frame: pl.DataFrame, position: int, layout: Layout) -> _Distinct:
    field, others = _field(position, layout), [_field(place, layout) for _, place in layout.others.places]
    counted = frame.group_by(list(dict.fromkeys([field, *others]))).len("n")
    decode = layout.quoting.decode
    texts = [list(map(decode, counted[name].to_list())) for name in (field, *others)]
    cells = [layout.others.row(cell, said) for cell, *said in zip(*texts, strict=True)]
    return _Distinct(field, counted.drop("n"), cells, counted["n"].to_list())


def _note_odd_counts(distinct: _Distinct, answers: Answers) -> bool:
    """Count cells that are not what they should be; False where their lines are still to be told."""
    counts: Counter[tuple[str, str]] = Counter()
    for cell, count in zip(distinct.cells, distinct.counts, strict=True):
        for field in answers.odd_fields(cell):
            counts[field, getattr(cell, field)] += count
    if any(len(answers.odd[field].places) < SHOWN for field, _ in counts):
        return False
    for (field, text), count in counts.items():
        answers.odd[field].note(text, count=count)
    return True


def _answer(distinct: _Distinct, layout: Layout, answers: Answers) -> pl.DataFrame:
    """What rows say of a column of names, with what is added beside each and what is put in its place."""
    import polars as pl

    answers.learn(distinct.cells)
    for cell, count in zip(distinct.cells, distinct.counts, strict=True):
        answers.counts[cell] += count  # one value may be written in two ways
    field, renderings = distinct.field, [answers.render(cell) for cell in distinct.cells]
    added = [r.added.removeprefix(layout.delimiter) for r in renderings]
    columns = [pl.Series(f"added {field}", added, dtype=pl.String)]
    if layout.replace:
        put = [
            cell if r.replaced is None else _replace(cell, r.replaced, layout)
            for cell, r in zip(distinct.written[field].to_list(), renderings, strict=True)
        ]
        columns.append(pl.Series(f"put {field}", put, dtype=pl.String))
    return distinct.written.with_columns(columns)
