"""The cells of a sheet below its header, column by column: only what is filled, so that gaps cost nothing."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from names.tables.workbooks.sheet_parsing import UNCOMPUTED, CellError

if TYPE_CHECKING:
    import polars as pl

EXACTLY = 2**53  # beyond it a whole number that becomes a float loses digits
LONGEST = 2**63  # of whole numbers, as columns of them hold
MIDNIGHT = time()
CELLS_TOGETHER = 1 << 22  # in a portion of rows, empty ones included
CHARACTERS_TOGETHER = 1 << 28  # in a portion, if all texts were as long as the longest of their columns


class SheetColumn:
    """The filled cells of one column.

    Attributes:
        places: Of each cell, which of the rows it is in, from 0.
        values: What the cells hold.
    """

    def __init__(self) -> None:
        self.places = array("L")
        self.values: list[Any] = []

    def dense(self, start: int, stop: int) -> list[Any]:
        """Return the values of some rows, None where there is none.

        Args:
            start: The first of the rows, from 0.
            stop: The one after the last.
        """
        first, last = bisect_left(self.places, start), bisect_left(self.places, stop)
        if last - first == stop - start:
            return self.values[first:last]
        dense: list[Any] = [None] * (stop - start)
        for place, value in zip(self.places[first:last], self.values[first:last], strict=True):
            dense[place - start] = value
        return dense

    def longest(self) -> int:
        """Return how many characters the longest text has."""
        return max(self._lengths(), default=0)

    def characters(self) -> int:
        """Return how many characters all texts have, those that cells share as often as they are there."""
        return sum(self._lengths())

    def _lengths(self) -> Iterator[int]:
        return (len(value) for value in self.values if isinstance(value, str))

    def uncomputed(self) -> int | None:
        """Return in which row, from 0, a formula was never computed; None where all were."""
        found = next((n for n, value in enumerate(self.values) if value is UNCOMPUTED), None)
        return None if found is None else self.places[found]


class SheetCells:
    """Rows of a sheet.

    Args:
        rows: Each with its number, and its values by their columns.
        kept: The columns whose cells are wanted; None for all.

    Attributes:
        numbers: Of the rows that hold anything, in order.
        width: The last column that holds anything.
        farthest: The row where that is.
        columns: The cells, by the number of their column, from 1.
    """

    def __init__(
        self, rows: Iterable[tuple[int, dict[int, Any]]], kept: Collection[int] | None = None
    ) -> None:
        self.numbers = array("L")
        self.width = self.farthest = 0
        self.columns: dict[int, SheetColumn] = {column: SheetColumn() for column in kept or ()}
        for number, cells in rows:
            place = len(self.numbers)
            self.numbers.append(number)
            if (last := max(cells)) > self.width:
                self.width, self.farthest = last, number
            for column in cells if kept is None else kept & cells.keys():
                if (found := self.columns.get(column)) is None:
                    found = self.columns[column] = SheetColumn()
                found.places.append(place)
                found.values.append(cells[column])

    def holds_row(self, first: int, last: int) -> bool:
        """Return whether one of the rows lies between two.

        Args:
            first: The number of a row.
            last: That of a later one.
        """
        place = bisect_left(self.numbers, first)
        return place < len(self.numbers) and self.numbers[place] <= last

    def column(self, number: int) -> list[Any]:
        """Return the values of a column, one for each row, None where there is none.

        Args:
            number: Of the column, from 1.
        """
        found = self.columns.get(number, SheetColumn())
        return found.dense(0, len(self.numbers))

    def portions(self, schema: dict[int, tuple[str, pl.DataType]]) -> Iterator[pl.DataFrame]:
        """Yield the rows as typed columns, so many together as take no more memory than they may.

        Args:
            schema: The name and type of each column, by its number.
        """
        import polars as pl

        longest = sum(column.longest() for column in self.columns.values())
        together = max(1, min(CELLS_TOGETHER // max(1, len(schema)), CHARACTERS_TOGETHER // max(1, longest)))
        for start in range(0, len(self.numbers) or 1, together):
            stop = min(start + together, len(self.numbers))
            series = (
                _series(name, self.columns.get(number, SheetColumn()).dense(start, stop), dtype)
                for number, (name, dtype) in schema.items()
            )
            yield pl.DataFrame(list(series))


def _series(name: str, values: list[Any], dtype: pl.DataType) -> pl.Series:
    import polars as pl

    if isinstance(dtype, pl.String):
        return pl.Series(name, [None if value is None else shown(value) for value in values], dtype=dtype)
    if isinstance(dtype, pl.Date):
        return pl.Series(name, [value.date() if value else None for value in values], dtype=dtype)
    plain = [None if value == "" else value for value in values]  # a formula that leaves a cell empty
    return pl.Series(name, plain, dtype=dtype, strict=not isinstance(dtype, pl.Float64))


def shown(value: Any) -> str:
    """Return a value as text, as far as that can be like what Excel shows.

    Args:
        value: Of a cell.

    Examples:
        >>> from datetime import datetime
        >>> shown(datetime(2019, 6, 9)), shown(True), shown(0.1), shown(1e5), shown("Tokayev")
        ('2019-06-09', 'TRUE', '0.1', '100000', 'Tokayev')
    """
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) <= EXACTLY else repr(value)
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == MIDNIGHT else f"{value.date()} {shown(value.time())}"
    if isinstance(value, time):
        fine = "microseconds" if value.microsecond % 1000 else "milliseconds"
        return value.isoformat(fine if value.microsecond else "seconds")
    return str(value)


def column_type(column: SheetColumn | None, *, texts: bool = False) -> pl.DataType:
    """Return of what type a column of a sheet is: text, where it holds several kinds of values.

    Texts that are empty, as formulas yield them, are no kind where there is another.

    Args:
        column: The column; None for one that holds nothing.
        texts: Whether all becomes text in the end: then numbers with fractions are text at once.
    """
    import polars as pl

    values = column.values if column else []
    kinds = {type(value) for value in values}
    if str in kinds and len(kinds) > 1 and not any(value for value in values if type(value) is str):
        kinds.remove(str)
    if kinds == {datetime}:
        dates = all(not value or value.time() == MIDNIGHT for value in values)
        return pl.Date() if dates else pl.Datetime("us")
    if texts and float in kinds:
        return pl.String()
    if int in kinds and kinds <= {int, float}:
        most = LONGEST if kinds == {int} else EXACTLY + 1
        if not all(-most <= value < most for value in values if type(value) is int):
            return pl.String()
    if kinds and kinds <= {int, float}:
        return pl.Int64() if kinds == {int} else pl.Float64()
    plain = {time: pl.Time(), bool: pl.Boolean(), CellError: pl.String()}
    return plain.get(next(iter(kinds)), pl.String()) if len(kinds) == 1 else pl.String()
