"""Two ways through a table, one outcome: exact for anything, and fast where that is provably the same.

Both take text that begins at a record and return text. A row comes back as written; the added cells stand
right after as many cells as the header has, so that they are found under their names. A row that is too
short is filled with empty cells first; what a row has too much stands after the added cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from names.tables.answers import Answers
from names.tables.columns import Column
from names.tables.records import QUOTE, Record, decode_cell, encode_cell

if TYPE_CHECKING:
    import polars as pl

ROWS_TOGETHER = 1024  # rows whose new spellings are matched in one go
FAST_FROM = 1 << 20  # bytes; below, importing Polars costs more than it saves
FIELD = "\x1f"  # a character no line may hold on the fast path, given to Polars as the separator


class Layout(msgspec.Struct, frozen=True):
    """What both ways know of the table.

    Attributes:
        delimiter: What separates cells.
        width: How many cells the header has.
        columns: The columns of names, in the order in which theirs are added.
        replace: Whether names are written into the cells themselves.
    """

    delimiter: str
    width: int
    columns: tuple[Column, ...]
    replace: bool = False


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
        rows = [record for record in some if not record.blank]
        cells = [decode_cell(c) for row in rows for c in _chosen(row, layout)]
        answers.learn(cells)
        answers.counts.update(cells)
        _note(rows, layout.width, ledger)
        yield "".join(_extend(record, layout, answers) for record in some)


def _chosen(row: Record, layout: Layout) -> list[str]:
    return [row.cells[c.position] if c.position < len(row.cells) else "" for c in layout.columns]


def _note(rows: Sequence[Record], width: int, ledger: Ledger) -> None:
    ledger.rows += len(rows)
    for row in rows:
        if len(row.cells) < width:
            ledger.short_rows += 1
            ledger.short = [*ledger.short, row.line][:3]
        elif len(row.cells) > width:
            ledger.long_rows += 1
            ledger.long = [*ledger.long, row.line][:3]


def _extend(record: Record, layout: Layout, answers: Answers) -> str:
    if record.blank:
        return record.ending
    added = []
    cells = record.cells
    for column, cell in zip(layout.columns, _chosen(record, layout), strict=True):
        rendering = answers.render(decode_cell(cell))
        added.append(rendering.added)
        if rendering.replaced is not None:
            cells[column.position] = encode_cell(
                rendering.replaced, layout.delimiter, quoted=cell.startswith(QUOTE)
            )
    own, surplus = cells[: layout.width], cells[layout.width :]
    own += [""] * (layout.width - len(own))
    line = layout.delimiter.join(own) + "".join(added)
    return layout.delimiter.join([line, *surplus]) + record.ending


def write_fast(text: str, layout: Layout, answers: Answers, ledger: Ledger) -> str | None:
    """Return what `write_exactly` would, or None where that cannot be proved.

    The proof: no quotes; line ends all alike, with no blank lines between; valid Unicode and no separator
    of ours; the lines Polars found add up to the text to the byte; and each has as many delimiters as the
    header. Then cells are what stands between delimiters, and lines can be handled as plain texts.

    Args:
        text: Whole lines, the last one with its end.
        layout: Of the table.
        answers: Where spellings are matched; its counts are raised.
        ledger: Where rows are counted.
    """
    ending = _uniform_ending(text)
    if ending is None or FIELD in text or not layout.delimiter.isascii():
        return None
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return None
    lines = _read_lines(data, ending)
    if lines is None or not _even(lines, layout):
        return None
    ledger.rows += len(lines)
    return _extend_lines(lines, layout, answers, ending)


def _uniform_ending(text: str) -> str | None:
    if QUOTE in text or not text.endswith("\n"):
        return None
    ending = "\r\n" if text.endswith("\r\n") else "\n"
    returns = text.count("\n") if ending == "\r\n" else 0
    if text.count("\r") != returns or text.count(ending) != (returns or text.count("\n")):
        return None
    return None if text.startswith(ending) or ending * 2 in text else ending


def _read_lines(data: bytes, ending: str) -> pl.Series | None:
    import polars as pl

    lines = pl.read_csv(
        data, separator=FIELD, quote_char=None, has_header=False, infer_schema=False, new_columns=["line"]
    )["line"]
    if ending == "\r\n":
        lines = lines.str.strip_suffix("\r")
    if lines.null_count() or lines.str.len_bytes().sum() + len(ending) * len(lines) != len(data):
        return None
    return lines


def _even(lines: pl.Series, layout: Layout) -> bool:
    delimiters = lines.str.count_matches(layout.delimiter, literal=True)
    return bool((delimiters == layout.width - 1).all())


def _extend_lines(lines: pl.Series, layout: Layout, answers: Answers, ending: str) -> str:
    import polars as pl

    cells = lines.str.split_exact(layout.delimiter, layout.width - 1).struct
    fields = {c.position: cells.field(f"field_{c.position}") for c in layout.columns}
    counted = {index: field.value_counts(name="n") for index, field in fields.items()}
    for index, table in counted.items():
        values = table.to_series(0).to_list()
        answers.learn(values)
        answers.counts.update(dict(zip(values, table["n"].to_list(), strict=True)))
        fields[index] = fields[index].alias(str(index))
    whole = (
        {str(i): cells.field(f"field_{i}") for i in range(layout.width)}
        if layout.replace
        else {"line": lines}
    )
    frame = pl.DataFrame(whole | {str(i): f for i, f in fields.items()})
    for column in layout.columns:
        frame = _add_column(frame, column, counted[column.position].to_series(0), layout, answers)
    added = [f"added {c.position}" for c in layout.columns]
    own = pl.concat_str(list(whole), separator=layout.delimiter)
    joined = frame.select(pl.concat_str(own, *added).str.join(ending)).item()
    return str(joined) + ending


def _add_column(
    frame: pl.DataFrame, column: Column, values: pl.Series, layout: Layout, answers: Answers
) -> pl.DataFrame:
    import polars as pl

    key, added = str(column.position), f"added {column.position}"
    renderings = [answers.render(value) for value in values]
    known = pl.DataFrame({key: values, added: [r.added for r in renderings]})
    if layout.replace:
        put = [v if r.replaced is None else r.replaced for v, r in zip(values, renderings, strict=True)]
        known = known.with_columns(pl.Series("put", [encode_cell(p, layout.delimiter) for p in put]))
    frame = frame.join(known, on=key, how="left", maintain_order="left")
    return frame.with_columns(pl.col("put").alias(key)).drop("put") if layout.replace else frame
