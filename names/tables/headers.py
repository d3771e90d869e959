"""Where a table has its header, if it has one, and what its columns are called if it has none."""

from __future__ import annotations

from typing import NamedTuple

from names.tables.table_errors import TableError


class HeaderPlace(NamedTuple):
    """Where a table has its header: in its first row that holds anything, unless somebody says otherwise.

    Attributes:
        skipped: Rows at the beginning that are no part of the table; lines, where the table is text.
        exact: Whether the header is the very next row; otherwise rows that hold nothing are passed over.
        absent: Whether there is no header: the first row that holds anything is a row like all others.
    """

    skipped: int = 0
    exact: bool = False
    absent: bool = False

    @property
    def option(self) -> str | None:
        """The option by which a person said so; None where nobody said anything."""
        if self.exact:
            return "--header-row"
        return "--no-header" if self.absent else "--skip-rows" if self.skipped else None


def place_header(row: int | None, absent: bool, skipped: int) -> HeaderPlace:
    """Return what three options come to.

    Args:
        row: The row of the header, from 1; None where it is not said.
        absent: Whether there is no header.
        skipped: Rows to skip.

    Raises:
        TableError: They contradict each other, or are no such numbers.

    Examples:
        >>> place_header(3, False, 0), place_header(None, True, 2)
        (HeaderPlace(skipped=2, exact=True, absent=False), HeaderPlace(skipped=2, exact=False, absent=True))
    """
    for name, value, least in (("header-row", row, 1), ("skip-rows", skipped, 0)):
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < least):
            raise TableError(f"--{name} is a number of rows, {least} or more, not {value!r}")
    if row is None:
        return HeaderPlace(skipped, absent=absent)
    if absent:
        raise TableError(f"a table has its header in row {row}, or none: give --header-row or --no-header")
    if skipped:
        raise TableError(
            "--header-row counts from the first row of the file, and skips all rows before the header: give "
            "it or --skip-rows"
        )
    return HeaderPlace(row - 1, exact=True)


def number_columns(width: int) -> list[str]:
    """Return what the columns of a table without a header are called.

    Args:
        width: How many there are.

    Examples:
        >>> number_columns(2)
        ['column_1', 'column_2']
    """
    return [f"column_{number}" for number in range(1, width + 1)]
