"""Answers as typed columns: what stands beside a column of names in Parquet, Arrow, a frame or a database.

The columns are Polars', and so Arrow's: `to_arrow()`, or any reader of Arrow's C interface, takes them
without a copy. Where nothing is known they hold null, never an empty text. The score is a number, unless
cells hold several names: then all the answers are texts, joined as the names are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from names.tables.answers import Answer, Answering, Answers, Options
from names.tables.columns import Column, choose_columns, name_columns
from names.tables.rows import SHOWN, Others, is_odd
from names.tables.table_errors import TableError

if TYPE_CHECKING:
    import polars as pl

TEXTS = ("String", "Categorical", "Enum", "Null")  # what a column of names may be; the last is all empty


def answer_columns(
    spellings: Iterable[str | None], matcher: Answering, options: Options | None = None
) -> pl.DataFrame:
    """Return what is known of spellings, one row for each, in order.

    Args:
        spellings: Texts; None for an empty cell. Equal ones are matched once.
        matcher: Decides who is meant.
        options: What to say of each; None for `name`, `id`, `score` and `status`.

    Returns:
        Columns of text, and the score as a float; null where nothing is known.

    Examples:
        >>> from names import Matcher
        >>> known = answer_columns(["Toqaev", "Jane Doe", None], Matcher())
        >>> known["id"].to_list(), known["status"].to_list()
        (['kassym-jomart-tokayev', None, None], ['matched', 'unknown', 'unknown'])
        >>> known.schema["score"]
        Float64
    """
    options = options or Options(columns=("spelling",))
    cells = [spelling or "" for spelling in spellings]
    answers = Answers(matcher, options)
    answers.learn(cells)
    return _frame([answers.render(cell).answer for cell in cells], options)


def kind_types(options: Options, *, texts: bool = False) -> dict[str, pl.DataType]:
    """Return the kinds of answers with the type of the column of each.

    Args:
        options: Say which kinds there are.
        texts: Whether all are texts, as delimited text needs them.
    """
    import polars as pl

    scored = not texts and options.separator is None
    return {kind: pl.Float64() if scored and kind == "score" else pl.String() for kind in options.kinds}


def typed_value(kind: str, text: str, options: Options) -> Any:
    """Return an answer as the value of a typed column.

    Args:
        kind: `name`, `id`, `score`…
        text: The answer, as delimited text would have it.
        options: Whether cells hold several names.

    Examples:
        >>> one, many = Options(columns=("c",)), Options(columns=("c",), separator=";")
        >>> typed_value("score", "0.9822", one), typed_value("id", "", one), typed_value("id", ";", many)
        (0.9822, None, None)
    """
    if not text.strip(options.joint or None):
        return None
    return float(text) if kind == "score" and options.separator is None else text


def _frame(known: Sequence[Answer], options: Options, *, texts: bool = False) -> pl.DataFrame:
    import polars as pl

    columns = {}
    for kind, dtype in kind_types(options, texts=texts).items():
        values = [getattr(answer, kind) for answer in known]
        plain = [value or None if texts else typed_value(kind, value, options) for value in values]
        columns[kind] = pl.Series(plain, dtype=dtype)
    return pl.DataFrame(columns)


def check_holds_text(name: str, dtype: pl.DataType, place: str) -> None:
    """Refuse a column of names that holds something else than text.

    Args:
        name: Of the column.
        dtype: What it holds.
        place: Name of the table, for messages.
    """
    if dtype.base_type().__name__ not in TEXTS:
        raise TableError(
            f"{place}: column {name!r} holds {dtype}, not text; name the column that holds the names, "
            "or turn this one into text first"
        )


class TypedTable:
    """Puts answers beside the columns of names of one typed table, portion by portion.

    Args:
        schema: What the columns are called and what they hold.
        place: Name of the table, for messages.
        answers: Where spellings are matched; its counts are raised.
        options: Columns, and what to do with them.
        texts: Whether all that is added is text, as delimited text needs it.

    Attributes:
        schema: Of the table with what is added.

    Raises:
        TableError: A column is not there or holds no text, or what would be added is there already.
    """

    def __init__(
        self,
        schema: Mapping[str, pl.DataType],
        place: str,
        answers: Answers,
        options: Options,
        *,
        texts: bool = False,
    ) -> None:
        import polars as pl

        header = list(schema)
        self.columns = choose_columns(header, options.columns, place, typed=True)
        self.others = Others.choose(header, options.others, place, typed=True)
        self._header, self._rows = header, 0
        self._answers, self._options, self._texts = answers, options, texts
        types = kind_types(options, texts=texts)
        self._added = {
            column: dict(
                zip(types, name_columns(header, [column], options.kinds, options.prefix), strict=True)
            )
            for column in self.columns
        }
        self.schema = pl.Schema(schema)
        for column in self.columns:
            self._take(header[column.position], column, place, types)
        for _, position in self.others.places:
            self._check_plain(header[position], schema, place)

    def _take(self, name: str, column: Column, place: str, types: Mapping[str, pl.DataType]) -> None:
        import polars as pl

        dtype = self.schema[name]
        check_holds_text(name, dtype, place)
        if self._options.replace and not isinstance(dtype, pl.Categorical):
            self.schema[name] = pl.String()
        self.schema.update({self._added[column][kind]: dtype for kind, dtype in types.items()})

    def _check_plain(self, name: str, schema: Mapping[str, pl.DataType], place: str) -> None:
        import polars as pl

        dtype = schema[name]
        if dtype.is_nested() or isinstance(dtype, pl.Binary | pl.Object):
            raise TableError(
                f"{place}: column {name!r} holds {dtype}; what is said besides a name is a text, a number or "
                "a date: name another column, or turn this one into text first"
            )

    @property
    def remembered(self) -> int:
        """How many distinct cells it has met so far, the answer for each of which it keeps."""
        return len(self._answers.counts)

    def extended(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return some rows with the answers beside them, in order.

        Args:
            frame: Rows with the columns of the table.
        """
        header, given = frame.columns, frame
        self._note_odd(given)
        for column, added in self._added.items():
            name = header[column.position]
            known = self._beside(given, name)
            frame = frame.with_columns(known[kind].alias(title) for kind, title in added.items())
            if self._options.replace:
                frame = frame.with_columns(known["replaced"].cast(self.schema[name]).alias(name))
        return frame

    def _note_odd(self, frame: pl.DataFrame) -> None:
        """Count the cells of other columns that are not what they should be."""
        import polars as pl

        for field, position in self.others.places:
            if field in self._answers.odd:
                texts = frame[self._header[position]].cast(pl.String)
                counted = texts.drop_nulls().value_counts(sort=True).rows()
                odd = {text: count for text, count in counted if text and is_odd(field, text)}
                rows = texts.is_in(list(odd)).fill_null(False).arg_true() + self._rows + 1
                places = rows.head(SHOWN).to_list()
                for text, count in odd.items():
                    self._answers.odd[field].note(text, places, count, "row")
                    places = []
        self._rows += len(frame)

    def _beside(self, frame: pl.DataFrame, name: str) -> pl.DataFrame:
        """What stands beside each cell of a column, each distinct one looked up once."""
        import polars as pl

        said = [(field, frame[self._header[position]]) for field, position in self.others.places]
        texts = [series.cast(pl.String).fill_null("").alias(field) for field, series in said]
        written = pl.DataFrame([frame[name].cast(pl.String).alias("cell"), *texts])
        counted = written.group_by(written.columns, maintain_order=True).len("n")  # the same every time
        rows = zip(*(counted[column].to_list() for column in written.columns), strict=True)
        values = [self.others.row(cell or "", said) for cell, *said in rows]
        self._answers.learn(values)
        for value, count in zip(values, counted["n"].to_list(), strict=True):
            self._answers.counts[value] += count
        renderings = [self._answers.render(value) for value in values]
        known = _frame([r.answer for r in renderings], self._options, texts=self._texts)
        replaced = pl.Series("replaced", [r.replaced for r in renderings], dtype=pl.String)
        known = known.with_columns(*counted.drop("n"), replaced.fill_null(counted["cell"]))
        return written.join(known, on=written.columns, how="left", maintain_order="left", nulls_equal=True)
