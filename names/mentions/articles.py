"""Articles to read: whole files, standard input, or the cells of one column of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

from names.tables.cells import AS_RECOGNISED
from names.tables.dialects import TextForm
from names.tables.encodings import MARKS, SAMPLE, SPREADSHEETS, Decoder, looks_like_text, unmarked_utf16
from names.tables.openings import Opening
from names.tables.output import describe_cause, describe_source, open_source
from names.tables.table_errors import TableError

BLOCK = 1 << 18  # bytes read at once
_MAGIC = {**SPREADSHEETS, b"%PDF": "a PDF", b"\x1f\x8b": "a compressed file", b"\x89PNG": "a picture"}
_MAGIC |= {b"\xff\xd8\xff": "a picture", b"PK\x03\x04": "a Word document, a spreadsheet or a zip archive"}


class Article(NamedTuple):
    """A text to find mentions in.

    Attributes:
        file: What messages call the file.
        row: The row of a table, from 1, without the header; None for a whole file.
        pieces: The text, in order; read once.
    """

    file: str
    row: int | None
    pieces: Iterable[str]


def read_articles(
    files: Iterable[str],
    column: str | None = None,
    form: TextForm = AS_RECOGNISED,
    tell: Callable[[tuple[str, str]], object] = lambda guess: None,
) -> Iterator[Article]:
    """Yield the articles in files, in order; each must be read before the next is asked for.

    Args:
        files: Paths; `-` is standard input.
        column: Of a table with an article in each row; None where each file is one article.
        form: How the files are written, as far as that is said.
        tell: Called with the name of each file whose encoding was guessed, and the guess.

    Raises:
        TableError: A file cannot be read, is no text, or has no such column.
    """
    for file in files:
        if Path(file).is_dir():
            raise TableError(f"{file} is a folder; give the files in it")
        with open_source(file) as stream:
            place = describe_source(file)
            decoder = Decoder(place, form.encoding)
            pieces = decoded(stream, decoder)
            if column is None:
                yield Article(place, None, pieces)
            else:
                yield from _cells(place, pieces, column, form)
            if decoder.recognised:
                tell((place, decoder.encoding or ""))


def decoded(stream: BinaryIO, decoder: Decoder) -> Iterator[str]:
    """Yield the text of a file in pieces.

    Args:
        stream: The file.
        decoder: Turns it into text; it has read nothing yet.

    Raises:
        TableError: It cannot be read, or is no text.
    """
    data = _read(stream, decoder.place)
    if decoder.encoding is None:
        _refuse_binary(data, decoder.place)
    while data:
        yield decoder.decode(data)
        data = _read(stream, decoder.place)
    yield decoder.decode(b"", final=True)


def _read(stream: BinaryIO, place: str) -> bytes:
    try:
        return stream.read(BLOCK)
    except OSError as error:
        raise TableError(f"{place} cannot be read: {describe_cause(error)}") from None


def _refuse_binary(data: bytes, place: str) -> None:
    """Refuse what is no text before a guess is made at its encoding."""
    sample = data[:SAMPLE]
    if any(sample.startswith(mark) for mark, _ in MARKS) or unmarked_utf16(sample):
        return
    if b"\0" in sample or not looks_like_text(sample) or sample.startswith(tuple(_MAGIC)):
        what = next((what for magic, what in _MAGIC.items() if sample.startswith(magic)), "binary data")
        raise TableError(f"{place} is {what}, not text; save it as plain text in UTF-8 and give that")


def _cells(place: str, pieces: Iterator[str], column: str, form: TextForm) -> Iterator[Article]:
    """Yield the cells of a column, each an article."""
    texts = chain(((piece, False) for piece in pieces), [("", True)])
    opening = Opening(texts, place, (column,), form)
    (chosen,) = opening.choose((column,))
    for row, record in enumerate(opening.rows(), 1):
        yield Article(place, row, [opening.value(record, chosen.position)])
