"""The cells of one column of a table, with the lines where their rows begin."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from names.tables.columns import choose_columns
from names.tables.delimited import Record, Scanner, decode_cell
from names.tables.dialects import parse_delimiter, recognise_dialect
from names.tables.encodings import Decoder
from names.tables.output import Source, describe_cause, describe_source, open_source
from names.tables.table_errors import TableError

BLOCK = 1 << 20  # bytes read at a time


def read_cells(
    source: Source, column: str, *, delimiter: str | None = None, encoding: str | None = None
) -> Iterator[tuple[int, str]]:
    r"""Yield the cells of a column of a delimited text, each with the line where its row begins.

    Args:
        source: A path, `-` for standard input, or an open binary file.
        column: As `normalize` takes it: a header's name, `name#2` or `#3`.
        delimiter: What separates cells; None to recognise it.
        encoding: Of the text; None to recognise it.

    Yields:
        The line, from 1, and the value; a row too short for the column has an empty one.

    Raises:
        TableError: The input cannot be read, is no table, or has no such column.

    Examples:
        >>> import io
        >>> list(read_cells(io.BytesIO("id,person\n1,Toqaev\n".encode()), "person"))
        [(2, 'Toqaev')]
    """
    place = describe_source(source)
    given = None if delimiter is None else parse_delimiter(delimiter)
    with open_source(source) as incoming:
        decoder = Decoder(place, encoding)
        try:
            head = decoder.decode(data := incoming.read(BLOCK), final=not data)
            dialect = recognise_dialect(head, (column,), given)
            scanner = Scanner(dialect.delimiter, place, macintosh=dialect.macintosh)
            scanner.line += bool(dialect.hint)
            records = _records(scanner, head[len(dialect.hint) :], incoming.read, decoder, ended=not data)
            header = next(records, None)
            if header is None:
                raise TableError(f"{place} is empty: no header, and so no column {column!r}")
            (chosen,) = choose_columns([decode_cell(cell) for cell in header.cells], (column,), place)
            for record in records:
                cells = record.cells
                yield record.line, decode_cell(cells[chosen.position]) if len(cells) > chosen.position else ""
        except OSError as error:
            raise TableError(f"{place} cannot be read: {describe_cause(error)}") from None


def _records(
    scanner: Scanner, text: str, read: Callable[[int], bytes], decoder: Decoder, *, ended: bool
) -> Iterator[Record]:
    """Yield the records that are no blank lines."""
    while True:
        yield from (record for record in scanner.feed(text, final=ended) if not record.blank)
        if ended:
            return
        data = read(BLOCK)
        ended = not data
        text = decoder.decode(data, final=ended)
