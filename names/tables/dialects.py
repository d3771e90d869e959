"""How a delimited text is written: as a person says, or recognised from its first lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from names.tables.columns import Column, find_column
from names.tables.delimited import Record, Scanner
from names.tables.headers import HeaderPlace, number_columns
from names.tables.quoting import Quoting
from names.tables.table_errors import TableError

DELIMITERS = (",", ";", "\t", "|")  # in the order of preference among equals
SPELLED = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|", "space": " "}
LINES_JUDGED = 100  # enough to see a habit, few enough to cost nothing

_EXCEL_HINT = re.compile(r"sep=(.)(?:\r*\n|\r)", re.IGNORECASE)  # a first line that Excel writes and obeys
_QUOTED_CELL = re.compile(r'(?:(?<=[,;|\t\r\n])|\A)"(?:[^"]|"")*+(?:"|\Z)')


class TextForm(NamedTuple):
    """How a delimited text is written, as far as a person says it.

    Attributes:
        encoding: As `windows-1251`; None to recognise it.
        delimiter: One character, or a word such as `tab`; None to recognise it.
        header: Where its header is.
        quotes: Whether quotes hold cells together; None to recognise it.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header: HeaderPlace = HeaderPlace()
    quotes: bool | None = None

    @property
    def stray(self) -> str | None:
        """The option that says something of tables alone; None where none does."""
        if self.delimiter is not None:
            return "--delimiter"
        if self.quotes is not None:
            return "--quotes" if self.quotes else "--no-quotes"
        return self.header.option


def parse_delimiter(given: str) -> str:
    r"""Return the delimiter that a person meant.

    Args:
        given: One character, or a word for one: `tab`, `\t`, `comma`, `semicolon`, `pipe`, `space`.

    Raises:
        TableError: If it is neither.

    Examples:
        >>> parse_delimiter("tab"), parse_delimiter(";")
        ('\t', ';')
    """
    delimiter = SPELLED.get(given.lower(), given)
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise TableError(f"delimiter {given!r} is not one character; give one such as ';', or the word tab")
    return delimiter


def find_hint(head: str) -> str:
    r"""Return the line `sep=;` with which Excel tells the delimiter, empty where there is none.

    Args:
        head: The beginning of the table.

    Examples:
        >>> find_hint("sep=;\nid;person\n"), find_hint("id;person\n")
        ('sep=;\n', '')
    """
    hint = _EXCEL_HINT.match(head)
    return hint[0] if hint else ""


def is_macintosh(head: str) -> bool:
    r"""Return whether lone carriage returns end the lines of a table.

    They do where the first line ends so, and more of them than line feeds stand outside of quotes.

    Args:
        head: Its beginning.

    Examples:
        >>> is_macintosh("id,person\r1,Tokayev\r"), is_macintosh("id,person\r\n1,Tokayev\r\n")
        (True, False)
        >>> is_macintosh('id,person\r1,"Tokayev\nK."\r2,Jane\r'), is_macintosh("i\rd,person\n1,Tokayev\n")
        (True, False)
    """
    bare = _QUOTED_CELL.sub("", head[: LINES_JUDGED * 100])
    if not re.match(r"[^\r\n]*\r(?!\r*\n)[^\n]", bare):
        return False
    return len(re.findall(r"\r(?!\n)", bare)) > bare.count("\n")


def recognise_delimiter(
    head: str,
    columns: Sequence[str],
    *,
    macintosh: bool = False,
    header: bool = True,
    quotes: bool | None = None,
) -> str:
    r"""Return what separates the cells of a table.

    The delimiter under which the wanted columns are found comes first, then one that stands in the header,
    however ragged the rows are, then the one that gives the most lines as many cells as the header has, then
    the one that gives the most cells.

    Args:
        head: The table from its header on; its last line may be cut short.
        columns: The wanted columns, as a person gave them.
        macintosh: Whether lone carriage returns end its lines.
        header: Whether the first line is a header; otherwise it is a row, and columns have numbers.
        quotes: Whether quotes mean anything; None where that is not said.

    Examples:
        >>> recognise_delimiter('id;person\n1;"Tokayev, K."\n', ("person",))
        ';'
    """
    order = {mark: place for place, mark in enumerate(DELIMITERS)}

    def judge(delimiter: str) -> tuple[bool, bool, float, int]:
        quoting = Quoting(are_quotes_decided(delimiter, quotes, macintosh=macintosh))
        return _judge(_first_records(head, delimiter, macintosh, quoting), columns, quoting, header)

    return max(DELIMITERS, key=lambda delimiter: (*judge(delimiter), -order[delimiter]))


def delimiter_within(head: str, column: str) -> str | None:
    r"""Return what parts all lines of a table evenly, where a wanted column's name is the whole first one.

    Such a name may be a list of columns, as other programs take it: read as one, each row would be one cell.
    Behind the delimiter of a table stands no space, as it does behind a comma in words.

    Args:
        head: The table from its header on; its last line may be cut short.
        column: The wanted column.

    Returns:
        The delimiter, or None where the name is that of one column.

    Examples:
        >>> delimiter_within("person,n\nToqaev,1\n", "person,n")
        ','
        >>> delimiter_within("name, full\nToqaev, K.\n", "name, full") is None
        True
    """
    lines = head.splitlines()[:LINES_JUDGED]
    if len(lines) < 2 or lines[0] != column:
        return None
    for delimiter in DELIMITERS:
        within = column.count(delimiter)
        if (
            within
            and delimiter + " " not in column
            and all(line.count(delimiter) == within for line in lines)
        ):
            return delimiter
    return None


def are_quotes_decided(delimiter: str, said: bool | None, *, macintosh: bool = False) -> bool | None:
    """Return whether quotes mean anything in a table, None where its first quoted cell is to decide that.

    Args:
        delimiter: What separates cells: between tabs, many programs write no quotes.
        said: What a person says; None for nothing.
        macintosh: Whether lone carriage returns end its lines.
    """
    undecided = said is None and delimiter == "\t" and not macintosh
    return None if undecided else said is not False


def _judge(
    records: Sequence[Record], columns: Sequence[str], quoting: Quoting, has_header: bool
) -> tuple[bool, bool, float, int]:
    if not records:
        return False, False, 0.0, 0
    header, *rows = records
    widths = Counter(len(row.cells) for row in rows)
    consistent = widths[len(header.cells)] / len(rows) if rows else 1.0
    width = len(header.cells)
    names = [quoting.decode(cell) for cell in header.cells] if has_header else number_columns(width)
    return _has_columns(names, columns), width > 1, round(consistent, 1), width


def _first_records(head: str, delimiter: str, macintosh: bool, quoting: Quoting) -> list[Record]:
    scanner = Scanner(delimiter, macintosh=macintosh, quoting=quoting)
    try:
        records = list(islice(scanner.feed(head), LINES_JUDGED))
        records = records or list(scanner.feed("", final=True))  # the header alone
        return [record for record in records if not record.blank]
    except TableError:
        return []


def _has_columns(names: Sequence[str], columns: Sequence[str]) -> bool:
    return all(isinstance(find_column(names, wanted), Column) for wanted in columns)
