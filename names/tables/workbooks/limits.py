"""How much a sheet has room for, and what its columns and cells are called."""

from __future__ import annotations

import functools

from names.tables.table_errors import TableError

MOST_ROWS = 1_048_576  # of a sheet in Excel, the header among them
MOST_COLUMNS = 16_384  # the last one is XFD
MOST_TEXT = 32_767  # UTF-16 units that a cell has room for


@functools.lru_cache(maxsize=MOST_COLUMNS)
def column_letters(column: int) -> str:
    """Return what a column is called.

    Args:
        column: Its number, from 1.

    Examples:
        >>> column_letters(1), column_letters(28), column_letters(16_384)
        ('A', 'AB', 'XFD')
    """
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(65 + place) + letters
    return letters


@functools.lru_cache(maxsize=MOST_COLUMNS)
def column_number(letters: str) -> int:
    """Return the number of a column, from 1.

    Args:
        letters: What it is called.

    Raises:
        ValueError: No column is called so.

    Examples:
        >>> column_number("A"), column_number("ab"), column_number("XFD")
        (1, 28, 16384)
    """
    if not 1 <= len(letters) <= 3 or not letters.isascii() or not letters.isalpha():
        raise ValueError(f"{letters[:10]!r} is no column")
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - 64
    if number > MOST_COLUMNS:
        raise ValueError(f"column {letters} is beyond XFD, the last that a sheet has")
    return number


def cell_name(row: int, column: int) -> str:
    """Return what a cell is called.

    Args:
        row: Its number, from 1.
        column: Likewise.

    Examples:
        >>> cell_name(3, 2)
        'B3'
    """
    return f"{column_letters(column)}{row}"


def check_length(text: str, what: str, where: str, remedy: str) -> None:
    """Refuse a text for which a cell has no room.

    Args:
        text: The text.
        what: What holds it, with the verb, for the message.
        where: Where in the sheet that is.
        remedy: What else can be done.

    Raises:
        TableError: It is too long.
    """
    if 2 * len(text) > MOST_TEXT and len(text.encode("utf-16-le", "surrogatepass")) > 2 * MOST_TEXT:
        raise TableError(
            f"{what} a text of {len(text):,} characters, in {where}, and an Excel cell has room for "
            f"{MOST_TEXT:,}; {remedy}"
        )
