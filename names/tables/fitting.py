"""Typed columns made ready for text and sheets, which have no form for some of their values.

What cannot be written is refused or told of; it would be changed in silence, or end in a panic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from names.tables.formats import DELIMITED
from names.tables.table_errors import TableError

if TYPE_CHECKING:
    import polars as pl

FARTHEST = 95_000_000  # days from 1970: years up to 262,000, which is as far as dates can be written out
_A_DAY = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_DAYS_OF_SHEETS = (-25_567, 2_932_896)  # from 1900 to 9999: what a sheet has as dates
_DAYS_OF_PYTHON = (-719_161, 2_932_895)  # from the year 1 to 9999, also with a time zone
_FINEST = 1000  # nanoseconds: sheets and Python know no parts of microseconds


class Fitting:
    """Makes portions of a table ready for a format.

    Args:
        schema: Of the table.
        form: The format of the output.

    Attributes:
        schema: Of what is written.
    """

    def __init__(self, schema: pl.Schema, form: str) -> None:
        import polars as pl

        self._form = form
        self._typeless = form in DELIMITED or form in ("jsonl", "xlsx")
        self._extended = [n for n, d in schema.items() if self._typeless and isinstance(d, pl.BaseExtension)]
        self.schema = pl.Schema(
            {n: d.ext_storage() if n in self._extended else d for n, d in schema.items()}  # type: ignore[attr-defined]
        )
        self._dated = self._holding(pl.Date, pl.Datetime) if self._typeless else []
        self._zoned = [
            n for n in self._dated if getattr(self.schema[n], "time_zone", None) and form != "xlsx"
        ]
        floats = (pl.Float16, pl.Float32, pl.Float64)
        self._floats = self._holding(*floats) if form in ("jsonl", "xlsx") else []
        self._maps = self._holding(pl.Map) if form == "jsonl" else []
        self._timed = [n for n, d in self.schema.items() if form == "xlsx" and _is_fine(d)]
        self._nothing = ("NaN or infinite number", "null") if form == "jsonl" else ("NaN", "empty")
        self._odd: Counter[tuple[str, str]] = Counter()
        moments = [
            n for n, d in self.schema.items() if form in DELIMITED and isinstance(d, pl.Time | pl.Datetime)
        ]
        self._moments = moments
        self.schema = pl.Schema({n: pl.String() if n in moments else d for n, d in self.schema.items()})

    def _holding(self, *kinds: Any) -> list[str]:
        return [name for name, dtype in self.schema.items() if any(_holds(dtype, kind) for kind in kinds)]

    def fit(self, portion: pl.DataFrame) -> pl.DataFrame:
        """Return some rows as they can be written.

        Args:
            portion: With the columns of the schema.

        Raises:
            TableError: A date is farther away than can be written.
        """
        for name in self._extended:
            portion = portion.with_columns(portion[name].ext.storage())
        for name in self._dated:
            self._check_dates(portion[name])
        for name in self._maps:
            self._check_keys(portion[name])
        for name in self._floats:
            self._note(name, "no number", sum(self._no_numbers(leaf) for leaf in _leaves(portion[name])))
        texts = self._texts(portion) if self._form == "xlsx" else []
        for name in self._zoned if self._form != "xlsx" else texts:
            self._note(name, "odd offset", _odd_offsets(portion[name]))
        if self._moments:
            portion = portion.with_columns(_briefly(portion[name]) for name in self._moments)
        return portion.with_columns(_in_text(portion[name]) for name in texts) if texts else portion

    def _texts(self, portion: pl.DataFrame) -> list[str]:
        """The columns that have no room in a sheet as what they are."""
        return [name for name in dict.fromkeys((*self._dated, *self._timed)) if _is_no_cell(portion[name])]

    def _check_dates(self, column: pl.Series) -> None:
        import polars as pl

        for leaf in _leaves(column):
            if isinstance(leaf.dtype, pl.Date | pl.Datetime):
                ends = _days(leaf).min(), _days(leaf).max()
                if any(end is not None and abs(end) > FARTHEST for end in ends):  # type: ignore[arg-type,operator]
                    raise TableError(
                        f"column {column.name!r} holds a date of no year that can be written out, such as an "
                        f"infinite one, for which {self._form.upper()} has no room; write Parquet or Arrow, "
                        "or leave the column out"
                    )

    def _check_keys(self, column: pl.Series) -> None:
        import polars as pl

        for leaf in _leaves(column):
            if isinstance(leaf.dtype, pl.Map):
                keys = leaf.map.keys()
                if (keys.list.n_unique() < keys.list.len()).any():
                    raise TableError(
                        f"column {column.name!r} holds maps with a key twice, for which JSONL has no room; "
                        "write Parquet or Arrow, or leave the column out"
                    )

    def _no_numbers(self, column: pl.Series) -> int:
        """How many floats the format has no number for; in a sheet, infinite ones are texts."""
        if not column.dtype.is_float():
            return 0
        return int((column.is_nan() if self._form == "xlsx" else ~column.is_finite()).sum())

    def _note(self, name: str, what: str, count: int) -> None:
        if count:
            self._odd[name, what] += count

    def lost(self) -> tuple[str, ...]:
        """Return in words what was not written as it is."""
        import polars as pl

        words = [f"the extension type of column {name!r}" for name in self._extended]
        if self._form == "jsonl":
            decimals = self._holding(pl.Decimal)
            words += [f"that column {name!r} holds numbers: decimals became texts" for name in decimals]
        for (name, what), count in self._odd.items():
            plural = "" if count == 1 else "s"
            words.append(
                f"{count:,} {self._nothing[0]}{plural} in column {name!r}, which became {self._nothing[1]}"
                if what == "no number"
                else f"the seconds of the offset from UTC of {count:,} moment{plural} in column {name!r}"
            )
        return tuple(words)


def _holds(dtype: Any, kind: Any) -> bool:
    """Whether a type is of a kind, or has one of that kind in it."""
    import polars as pl

    if isinstance(dtype, pl.List | pl.Array):
        return _holds(dtype.inner, kind)
    if isinstance(dtype, pl.Struct):
        return any(_holds(field.dtype, kind) for field in dtype.fields)
    if isinstance(dtype, pl.Map) and _holds(dtype.value, kind):
        return True
    return isinstance(dtype, kind)


def _is_fine(dtype: Any) -> bool:
    import polars as pl

    return isinstance(dtype, pl.Time) or getattr(dtype, "time_unit", "") == "ns"


def _leaves(column: pl.Series) -> Iterator[pl.Series]:
    """The values of a column, those in lists and records too."""
    import polars as pl

    if isinstance(column.dtype, pl.List | pl.Array):
        yield from _leaves(column.explode())
    elif isinstance(column.dtype, pl.Struct):
        for name in column.struct.fields:
            yield from _leaves(column.struct.field(name))
    else:
        yield column
    if isinstance(column.dtype, pl.Map):
        yield from _leaves(column.map.values().explode())


def _days(column: pl.Series) -> pl.Series:
    import polars as pl

    if isinstance(column.dtype, pl.Datetime):
        return column.to_physical() // _A_DAY[column.dtype.time_unit]
    return column.to_physical()


def _odd_offsets(column: pl.Series) -> int:
    """How many moments have a time of day that is not whole minutes ahead of UTC, as before railways."""
    if not getattr(column.dtype, "time_zone", None):
        return 0
    offset = (column.dt.base_utc_offset() + column.dt.dst_offset()).dt.total_seconds()
    return int((offset % 60 != 0).sum())


def _is_no_cell(column: pl.Series) -> bool:
    """Whether a column has dates that a sheet has no room for, or digits that it would drop."""
    import polars as pl

    if isinstance(column.dtype, pl.Date | pl.Datetime):
        zoned = getattr(column.dtype, "time_zone", None)
        first, last = _DAYS_OF_PYTHON if zoned else _DAYS_OF_SHEETS  # those with a zone become texts anyway
        if not _days(column).is_between(first, last).all():
            return True
    return _is_fine(column.dtype) and bool((column.to_physical() % _FINEST != 0).any())


def _in_text(column: pl.Series) -> pl.Series:
    import polars as pl

    if isinstance(column.dtype, pl.Time):
        return column.dt.to_string("%H:%M:%S%.9f")
    return column.dt.to_string("iso") if isinstance(column.dtype, pl.Duration) else column.cast(pl.String)


def _briefly(column: pl.Series) -> pl.Series:
    """Times as text, with as many digits behind the second as there are; Polars writes nine, or six."""
    import polars as pl

    if isinstance(column.dtype, pl.Time):
        return column.dt.to_string("%H:%M:%S%.f")
    zone = "%z" if getattr(column.dtype, "time_zone", None) else ""
    return column.dt.to_string(f"%Y-%m-%dT%H:%M:%S%.f{zone}")
