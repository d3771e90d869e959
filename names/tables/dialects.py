"""How a table is delimited: recognised from its first lines."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import NamedTuple

from names.tables.columns import Column, find_column
from names.tables.delimited import Record, Scanner, decode_cell
from names.tables.table_errors import TableError

DELIMITERS = (",", ";", "\t", "|")  # in the order of preference among equals
SPELLED = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|", "space": " "}
LINES_JUDGED = 100  # enough to see a habit, few enough to cost nothing

_EXCEL_HINT = re.compile(r"sep=(.)\r*\n", re.IGNORECASE)  # a first line that Excel writes and obeys


class Dialect(NamedTuple):
    """How a table is written.

    Attributes:
        delimiter: The one character between cells.
        macintosh: Whether lone carriage returns end its lines.
        hint: The `sep=;` line that stands before the header, or empty.
    """

    delimiter: str
    macintosh: bool = False
    hint: str = ""


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


def recognise_dialect(head: str, columns: tuple[str, ...], delimiter: str | None = None) -> Dialect:
    r"""Return how a table is written.

    The delimiter under which the wanted columns are found comes first, then one that stands in the header,
    however ragged the rows are, then the one that gives the most lines as many cells as the header has, then
    the one that gives the most cells.

    Args:
        head: The beginning of the table; its last line may be cut short.
        columns: The wanted columns, as a person gave them.
        delimiter: The delimiter, where it is known; None to recognise it.

    Examples:
        >>> recognise_dialect('id;person\n1;"Tokayev, K."\n', ("person",)).delimiter
        ';'
    """
    hint = _EXCEL_HINT.match(head)
    macintosh = bool(re.match(r"[^\r\n]*\r(?!\r*\n)[^\n]", head)) and "\n" not in head[: LINES_JUDGED * 100]
    if delimiter is None and hint:
        delimiter = hint[1]
    if delimiter is None:
        order = {mark: place for place, mark in enumerate(DELIMITERS)}
        body = head[hint.end() :] if hint else head
        delimiter = max(DELIMITERS, key=lambda d: (*_judge(body, d, macintosh, columns), -order[d]))
    return Dialect(delimiter, macintosh, hint[0] if hint else "")


def _judge(
    head: str, delimiter: str, macintosh: bool, columns: tuple[str, ...]
) -> tuple[bool, bool, float, int]:
    records = _first_records(head, delimiter, macintosh)
    if not records:
        return False, False, 0.0, 0
    header, *rows = records
    widths = Counter(len(row.cells) for row in rows)
    consistent = widths[len(header.cells)] / len(rows) if rows else 1.0
    width = len(header.cells)
    return _has_columns(header, columns), width > 1, round(consistent, 1), width


def _first_records(head: str, delimiter: str, macintosh: bool) -> list[Record]:
    scanner = Scanner(delimiter, macintosh=macintosh)
    try:
        whole = "\n" not in head and "\r" not in head
        records = islice(scanner.feed(head, final=whole), LINES_JUDGED)
        return [record for record in records if not record.blank]
    except TableError:
        return []


def _has_columns(header: Record, columns: tuple[str, ...]) -> bool:
    names = [decode_cell(cell) for cell in header.cells]
    return all(isinstance(find_column(names, wanted), Column) for wanted in columns)
