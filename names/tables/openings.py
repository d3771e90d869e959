"""The beginning of a delimited text, up to its first row: how it is written, and what its columns are called.

Every reader of such text begins here, so that all of them see the same table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import BinaryIO

from names.bounds import LONGEST_RECORD
from names.tables.columns import Column, choose_columns
from names.tables.delimited import FEED, Record, Scanner
from names.tables.dialects import (
    TextForm,
    are_quotes_decided,
    delimiter_within,
    find_hint,
    is_macintosh,
    parse_delimiter,
    recognise_delimiter,
)
from names.tables.encodings import Decoder
from names.tables.headers import number_columns
from names.tables.output import describe_cause
from names.tables.quoting import Quoting
from names.tables.table_errors import EmptyTableError, TableError

Pieces = Iterator[tuple[str, bool]]  # of a text, in order, with whether none follows


class Opening:
    """A delimited text of which nothing but what stands before its rows has been taken.

    Args:
        pieces: The text; no more of it is taken than the beginning needs.
        place: What messages call it.
        columns: The wanted columns, as a person gave them.
        form: How the text is written, as far as that is said.

    Attributes:
        place: What messages call it.
        delimiter: What separates its cells.
        macintosh: Whether lone carriage returns end its lines.
        hint: The `sep=;` line at its beginning, or empty.
        preamble: What else stands before the header, as it is written.
        header: The header as it is written; None where there is none.
        names: What the columns are called.
        line_end: What ends its lines.
        quoting: Whether quotes mean anything.
        scanner: Cuts what follows into rows; some of it is pending there.
        ended: Whether all of the text has been taken.

    Raises:
        TableError: There is no header; or no row, where there is to be no header.
    """

    def __init__(self, pieces: Pieces, place: str, columns: Sequence[str], form: TextForm) -> None:
        self.place = place
        self._pieces, self._columns, self._where = pieces, columns, form.header
        head, self.ended = next(pieces)
        self.macintosh = is_macintosh(head)
        self.hint = find_hint(head)
        self.preamble, body = self._skip(head[len(self.hint) :])
        self.delimiter = self._choose_delimiter(body, form)
        self.quoting = Quoting(are_quotes_decided(self.delimiter, form.quotes, macintosh=self.macintosh))
        self.scanner = Scanner(self.delimiter, place, macintosh=self.macintosh, quoting=self.quoting)
        self.scanner.line += max(bool(self.hint), self._where.skipped)
        first = self._first_record(body)
        self.line_end = first.ending or FEED
        self.header = None if self._where.absent else first
        if self.header is None:
            self.scanner.put_back(first)
            self.names = number_columns(len(first.cells))
        else:
            self.names = [self.quoting.decode(cell) for cell in self.header.cells]

    def choose(self, wanted: Sequence[str]) -> list[Column]:
        """Return columns of the table, as `choose_columns` does.

        Args:
            wanted: As a person gave them.
        """
        line = self.header.line if self.header else None
        return choose_columns(self.names, wanted, self.place, header_line=line)

    def rows(self) -> Iterator[Record]:
        """Yield the rows, without blank lines."""
        rest = iter(()) if self.ended else self._pieces
        for text, last in chain([("", self.ended)], rest):
            yield from (record for record in self.scanner.feed(text, final=last) if not record.blank)

    def value(self, row: Record, column: int) -> str:
        """Return the value of a cell, an empty one where the row has none.

        Args:
            row: One of the rows.
            column: Counted from 0.
        """
        return self.quoting.decode(row.cells[column]) if column < len(row.cells) else ""

    def left_out(self) -> tuple[str, ...]:
        """Return in words what stands before the table and is no part of it."""
        count = len(self.preamble.splitlines()) if self.preamble.strip() else 0
        lines = "1 line" if count == 1 else f"{count:,} lines"
        return (f"{lines} at the beginning of {self.place}",) if count else ()

    def _skip(self, text: str) -> tuple[str, str]:
        """Return the lines that are no part of the table, and what of the text follows them."""
        ends = re.compile(r"\r\n?" if self.macintosh else r"\n")
        start = 0
        for _ in range(self._where.skipped - bool(self.hint)):
            while (found := ends.search(text, start)) is None or found.end() == len(text):
                if self.ended:
                    break
                if len(text) > LONGEST_RECORD:
                    raise TableError(
                        f"{self.place}: what stands before the header does not end within "
                        f"{LONGEST_RECORD:,} characters; see that this is the table you mean"
                    )
                text += self._more()
            start = found.end() if found else len(text)
        while start == len(text) and not self.ended:
            text += self._more()
        return text[:start], text[start:]

    def _more(self) -> str:
        text, self.ended = next(self._pieces)
        return text

    def _choose_delimiter(self, body: str, form: TextForm) -> str:
        if form.delimiter is not None:
            return parse_delimiter(form.delimiter)
        if self.hint:
            return self.hint[len("sep=")]
        if len(self._columns) == 1 and (within := delimiter_within(body, self._columns[0])):
            raise TableError(
                f"{self.place}: {self._columns[0]!r} is the whole header, and may be several columns "
                f"parted by {within!r}; give the one that you mean, or say with --delimiter what parts "
                "the columns"
            )
        return recognise_delimiter(
            body,
            self._columns,
            macintosh=self.macintosh,
            header=not self._where.absent,
            quotes=form.quotes,
        )

    def _first_record(self, text: str) -> Record:
        """The first record that is to be no blank line; those before it belong to the preamble."""
        blank: list[str] = []
        while True:
            record = self.scanner.take(text, final=self.ended)
            text = ""
            if record and not record.blank:
                self.preamble += "".join(blank)
                return record
            if record and self._where.exact:
                raise TableError(
                    f"{self.place}, line {record.line} is blank and no header; give --header-row the line "
                    "that has the names of the columns"
                )
            if record:
                self._pass_blank_lines(record.ending, blank)
            elif self.ended:
                raise self._empty()
            else:
                text = self._more()

    def _pass_blank_lines(self, first: str, before: list[str]) -> None:
        """Add a blank line, and all that follow it, to those before it."""
        before.append(first + self.scanner.take_blank_lines())
        if sum(map(len, before)) > LONGEST_RECORD:
            raise TableError(
                f"{self.place} has no table within {LONGEST_RECORD:,} characters; see that it is the one "
                "you mean"
            )

    def _empty(self) -> TableError:
        lacking = "row" if self._where.absent else "header"
        column = f", and so no column {self._columns[0]!r}" if self._columns else ""
        after = f" after line {self._where.skipped}" if self._where.skipped else ""
        return EmptyTableError(f"{self.place} is empty{after}: no {lacking}{column}")


def read_pieces(incoming: BinaryIO, decoder: Decoder, block: int) -> Pieces:
    """Yield an input as text.

    Args:
        incoming: The input.
        decoder: Turns it into text.
        block: How many bytes are read at a time.

    Raises:
        TableError: It cannot be read, or is no text.
    """
    ended = False
    while not ended:
        try:
            data = incoming.read(block)
        except OSError as error:
            raise TableError(f"{decoder.place} cannot be read: {describe_cause(error)}") from None
        ended = not data
        yield decoder.decode(data, final=ended), ended
