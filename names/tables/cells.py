"""The cells of one column of a table, with the lines where their rows begin."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from names.tables.dialects import TextForm
from names.tables.encodings import Decoder
from names.tables.openings import Opening, read_pieces
from names.tables.output import Source, describe_source, open_source

BLOCK = 1 << 20  # bytes read at a time
AS_RECOGNISED = TextForm()


def read_cells(
    source: Source,
    column: str,
    form: TextForm = AS_RECOGNISED,
    tell: Callable[[str], object] = lambda encoding: None,
) -> Iterator[tuple[int, str]]:
    r"""Yield the cells of a column of a delimited text, each with the line where its row begins.

    Args:
        source: A path, `-` for standard input, or an open binary file.
        column: As `normalize` takes it: a header's name, `name#2` or `#3`.
        form: How the text is written, as far as that is said.
        tell: Called at the end with the encoding, if it was guessed.

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
    with open_source(source) as incoming:
        decoder = Decoder(place, form.encoding)
        pieces = read_pieces(incoming, decoder, BLOCK)
        opening = Opening(pieces, place, (column,), form)
        (chosen,) = opening.choose((column,))
        for record in opening.rows():
            yield record.line, opening.value(record, chosen.position)
        if decoder.recognised:
            tell(decoder.encoding or "")
