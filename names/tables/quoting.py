"""Whether quotes mean anything in a delimited text, and which of them look as if they meant nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from names.tables.table_errors import TableError

QUOTE = '"'
SHOWN = 3  # lines that are remembered

_QUOTED = re.compile(r'"([^"]*+(?:(?:"")++[^"]*+)*+)"')  # runs of quotes in one go, where there is no end


class OddQuotes(msgspec.Struct):
    """Quoted cells that may have been meant otherwise.

    Attributes:
        count: How many there are.
        lines: Where the records of the first few begin.
    """

    count: int = 0
    lines: list[int] = []

    def note(self, lines: Iterable[int], count: int = 1) -> None:
        """Count some more.

        Args:
            lines: Where the records that have them begin.
            count: How many there are.
        """
        self.count += count
        self.lines = list(dict.fromkeys([*self.lines, *lines]))[:SHOWN]


class Quoting(msgspec.Struct):
    """What quotes mean in a text.

    Attributes:
        stands: Whether a quote at the beginning of a cell opens it; None while that is not decided.
        behind: Cells with text behind their closing quote.
        broken: Quoted cells with line ends.
    """

    stands: bool | None = True
    behind: OddQuotes = msgspec.field(default_factory=OddQuotes)
    broken: OddQuotes = msgspec.field(default_factory=OddQuotes)

    def decode(self, cell: str) -> str:
        """Return the value of a cell as written.

        Args:
            cell: One of `Record.cells`.
        """
        return cell if self.stands is False else decode_cell(cell)

    def encode(self, value: str, delimiter: str, *, quoted: bool = False) -> str:
        """Return a value as a cell.

        Args:
            value: Any text.
            delimiter: What separates cells.
            quoted: Quote it in any case, where quotes mean anything.

        Raises:
            TableError: The value has what ends a cell, and there are no quotes to hold it.
        """
        if self.stands is not False:
            return encode_cell(value, delimiter, quoted=quoted)
        if delimiter in value or "\n" in value or "\r" in value:
            raise TableError(
                f"“{value[:40]}” has what ends a cell, and the table is written without quotes; take another "
                "format, as with --format jsonl"
            )
        return value

    def encode_all(self, values: Sequence[str], delimiter: str) -> str:
        """Return values as cells that are added to a row, each after a delimiter.

        Args:
            values: Any texts, one at least.
            delimiter: What separates cells.
        """
        row = delimiter.join(values)
        if row.count(delimiter) >= len(values) or QUOTE in row or "\n" in row or "\r" in row:
            row = delimiter.join([self.encode(value, delimiter) for value in values])
        return delimiter + row

    def note(self, line: int, cells: Sequence[str]) -> None:
        """Count the cells of a record that look odd.

        Args:
            line: Where the record begins.
            cells: As written.
        """
        for cell in cells:
            if cell.startswith(QUOTE) and (quoted := _QUOTED.match(cell)):
                if quoted.end() < len(cell):
                    self.behind.note([line])
                if "\n" in quoted[1] or "\r" in quoted[1]:
                    self.broken.note([line])

    def forget(self) -> None:
        """Forget what was counted: it will be read again."""
        self.behind, self.broken = OddQuotes(), OddQuotes()


def sum_up_quotes(quotings: Iterable[Quoting]) -> dict[str, OddQuotes]:
    """Return the cells that look odd in several texts, by what is odd.

    Args:
        quotings: Of each text.
    """
    found = {"behind": OddQuotes(), "broken": OddQuotes()}
    for quoting in quotings:
        for what, odd in found.items():
            more: OddQuotes = getattr(quoting, what)
            odd.count += more.count
            odd.lines = [*odd.lines, *more.lines][:SHOWN]
    return found


def closing(text: str, start: int) -> int | None:
    """Return where the quoted part of a cell ends, None where it does not.

    Args:
        text: With a quote at `start`.
        start: Where the cell begins.
    """
    quoted = _QUOTED.match(text, start)
    return quoted.end() if quoted else None


def decode_cell(cell: str) -> str:
    """Return the value of a cell as written, where quotes mean something.

    Args:
        cell: One of `Record.cells`.

    Examples:
        >>> decode_cell('"Токаев, К.-Ж."'), decode_cell('"the ""singer"" Zaitov"'), decode_cell(' "as is"')
        ('Токаев, К.-Ж.', 'the "singer" Zaitov', ' "as is"')
    """
    if not cell.startswith(QUOTE):
        return cell
    quoted = _QUOTED.match(cell)
    if quoted is None:
        return cell
    return quoted[1].replace(QUOTE * 2, QUOTE) + cell[quoted.end() :]


def encode_cell(value: str, delimiter: str, *, quoted: bool = False) -> str:
    """Return a value as a cell, quoted where it must be.

    Args:
        value: Any text.
        delimiter: What separates cells.
        quoted: Quote it in any case.

    Examples:
        >>> encode_cell("Tokayev", ","), encode_cell("Tokayev, K.", ",")
        ('Tokayev', '"Tokayev, K."')
    """
    if quoted or delimiter in value or QUOTE in value or "\n" in value or "\r" in value:
        return QUOTE + value.replace(QUOTE, QUOTE * 2) + QUOTE
    return value
