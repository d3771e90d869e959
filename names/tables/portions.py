"""Tables of every format as portions of rows with types: read so, and written so, in bounded memory.

Polars reads and writes Parquet, Arrow, JSONL and delimited text. A Parquet or Arrow file is read portion by
portion, and written while the next portion is being matched, so that memory does not grow with the rows.
"""

from __future__ import annotations

import contextlib
import queue
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from names.tables.encodings import Decoder
from names.tables.foreign_types import adapted, check_maps, look_into, untold, widened
from names.tables.formats import DELIMITED, LONGEST_MAGIC
from names.tables.json_lines import ended_lines
from names.tables.openings import Opening, read_pieces
from names.tables.output import describe_cause
from names.tables.pace import is_waited_for
from names.tables.quoting import Quoting
from names.tables.table_errors import TableError

if TYPE_CHECKING:
    import polars as pl
    from polars.datatypes import DataType, DataTypeClass

    from names.tables.answers import Options
    from names.tables.paths import Ledger

ROWS_TOGETHER = 1 << 18  # rows in a portion, and in a row group written: Polars' own measure
BLOCK = 1 << 20  # bytes of delimited text decoded in one go
AHEAD = 2  # portions that wait to be written
TEXT = {*DELIMITED, "jsonl"}  # formats whose rows can be read before all are there
_KINDS = {"parquet": "Parquet", "arrow": "an Arrow file"}


class TableReading(NamedTuple):
    """A table as it is read.

    Attributes:
        schema: What the columns are called, and what they hold.
        portions: Its rows.
        left_out: What of the file is no part of the table, in words.
        metadata: What the file says of itself.
        quoting: Whether quotes mean anything in it; None where it is not delimited text.
        decoder: What made it text; None likewise.
    """

    schema: pl.Schema
    portions: Iterator[pl.DataFrame]
    left_out: tuple[str, ...] = ()
    metadata: dict[str, str] = {}  # noqa: RUF012 (never changed)
    quoting: Quoting | None = None
    decoder: Decoder | None = None


class StoppedError(Exception):
    """Tells the thread that writes that nothing more will come."""


@contextlib.contextmanager
def on_disk(
    incoming: BinaryIO, path: Path | None, place: str = "the input", *, in_lines: bool = False
) -> Iterator[Path]:
    """Yield a file with the content of an input, which may be a pipe or a compressed file.

    Args:
        incoming: The content.
        path: Where it lies as it is; None if it does not.
        place: What messages call it.
        in_lines: Whether it must have lines, none of which is without end.

    Raises:
        TableError: There is no room for a copy.
    """
    if path is not None:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="names-") as folder:
        copy = Path(folder, "input")
        try:
            with copy.open("wb") as stream:
                if in_lines:
                    stream.writelines(ended_lines(incoming, place))
                else:
                    shutil.copyfileobj(incoming, stream, BLOCK)
        except OSError as error:
            raise TableError(
                f"{place} cannot be copied to {folder}: {describe_cause(error)}; make room there, or name "
                "another place in TMPDIR"
            ) from None
        yield copy


def scan(path: Path, form: str, place: str) -> TableReading:
    """Return a table as Polars reads it.

    Args:
        path: The file.
        form: `parquet` or `arrow`.
        place: What messages call it.

    Raises:
        TableError: The file is not of that format, is cut short or damaged.
    """
    foreign = look_into(path, form, place)
    with explained(form, place):
        frame, lost = adapted(_lazily(path, form, foreign.old), foreign)
        schema = frame.collect_schema()
        check_maps(frame, foreign.entries, place)
    _refuse_unworkable(schema, place)
    lost += tuple(untold(foreign.untextual, place))
    return TableReading(schema, _portions(frame, form, place), lost, foreign.metadata)


def _refuse_unworkable(schema: pl.Schema, place: str) -> None:
    """Refuse columns of a type that Polars reads and cannot work with, as decimals of more than 38 digits."""
    import polars as pl

    for name, dtype in schema.items():
        try:
            pl.DataFrame(schema={name: dtype})
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
            raise TableError(
                f"{place}: column {name!r} holds {dtype}, which cannot be used ({_first_line(error)}); "
                "turn it into a smaller type or into text first, or leave the column out"
            ) from None


@contextlib.contextmanager
def in_one_line(form: str) -> Iterator[None]:
    """Turn whatever else Polars cannot do with a table into one line.

    Args:
        form: Of the output.
    """
    import polars as pl

    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise TableError(
            f"the table cannot be written as {form}: {_first_line(error)}; try another format, or leave out "
            "the column that this speaks of"
        ) from None


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or ["no cause is known"])[0][:200].lower()


def _lazily(path: Path, form: str, old: Sequence[str]) -> pl.LazyFrame:
    import polars as pl

    if form == "parquet":
        wider = widened(path, old) if old else {}
        schema = {**pl.read_parquet_schema(path), **wider} if wider else None
        return pl.scan_parquet(path, glob=False, schema=schema)
    with path.open("rb") as stream:
        if stream.read(LONGEST_MAGIC).startswith(b"ARROW1"):
            return pl.scan_ipc(path, glob=False)
    return pl.read_ipc_stream(path).lazy()  # a stream has no index: it is read as a whole


def _portions(frame: pl.LazyFrame, form: str, place: str) -> Iterator[pl.DataFrame]:
    with explained(form, place):
        yield from frame.collect_batches(maintain_order=True, chunk_size=ROWS_TOGETHER)


@contextlib.contextmanager
def explained(form: str, place: str) -> Iterator[None]:
    """Turn what Polars says of a file that it cannot read into one line.

    Args:
        form: Of the file.
        place: What messages call it.
    """
    import polars as pl

    try:
        yield
    except (pl.exceptions.PolarsError, OSError) as error:
        cause = (describe_cause(error).strip().splitlines() or ["no cause is known"])[0][:200]
        raise TableError(
            f"{place} cannot be read as {_KINDS[form]}: {cause}; it may be cut short or damaged: "
            "write or fetch it anew"
        ) from None


def read_delimited(
    incoming: BinaryIO, place: str, options: Options, ledger: Ledger, *, cut: bool = False
) -> TableReading:
    """Return delimited text as columns of text; what a cell lacks is an empty one.

    Args:
        incoming: The text.
        place: What messages call it.
        options: Which columns are wanted, and how the text is written where that is known.
        ledger: Where rows that lack cells are counted.
        cut: Leave out what a row has beyond the header, and do not refuse it.

    Raises:
        TableError: The text has no header, cannot be read, or (later) has a row longer than the header.
    """
    import polars as pl

    decoder = Decoder(place, options.encoding)
    opening = Opening(read_pieces(incoming, decoder, BLOCK), place, options.columns, options.form)
    names = opening.names
    counts = Counter(names)
    if twice := next((name for name in names if counts[name] > 1), None):
        raise TableError(f"{place} has two columns {twice!r}, which CSV alone allows; rename one of them")
    schema = pl.Schema(dict.fromkeys(names, pl.String()))
    rows = _rows_of_text(opening, schema, ledger, cut=cut)
    return TableReading(schema, rows, opening.left_out(), quoting=opening.quoting, decoder=decoder)


def completed(portions: Iterator[pl.DataFrame], schema: pl.Schema) -> Iterator[pl.DataFrame]:
    """Yield portions with the columns of a schema, in its order; what a portion has not is null.

    Args:
        portions: Rows.
        schema: Has all columns of theirs.
    """
    import polars as pl

    for portion in portions:
        if list(portion.columns) == list(schema):
            yield portion
        else:
            yield portion.select(
                pl.col(name) if name in portion.columns else pl.lit(None, dtype=dtype).alias(name)
                for name, dtype in schema.items()
            )


def _rows_of_text(
    opening: Opening, schema: pl.Schema, ledger: Ledger, *, cut: bool
) -> Iterator[pl.DataFrame]:
    import polars as pl

    width = len(schema)
    rows: list[list[str]] = []
    for record in opening.rows():
        cells = [opening.quoting.decode(cell) for cell in record.cells]
        if len(cells) > width and not cut:
            raise TableError(
                f"{opening.place}, line {record.line}: the row has {len(cells)} cells, the header {width}; "
                "quote the cell that holds the delimiter, or write CSV, which has room for such rows"
            )
        if len(cells) < width:
            ledger.note_short(record.line)
        rows.append(cells[:width] + [""] * (width - len(cells)))
        if len(rows) == ROWS_TOGETHER:
            yield pl.DataFrame(rows, schema=schema, orient="row")
            rows = []
    yield pl.DataFrame(rows, schema=schema, orient="row")


class Writing:
    """Writes portions to a file, while the next one is made.

    Use it in a `with` block: at its end all is written, or, after an error, abandoned.

    Args:
        outgoing: The file.
        form: Its format; not `xlsx`.
        schema: Of the portions.
        bom: Whether delimited text begins with a byte order mark.
        header: Whether delimited text has one.
        metadata: What a Parquet file says of itself.
    """

    def __init__(
        self,
        outgoing: BinaryIO,
        form: str,
        schema: pl.Schema,
        *,
        bom: bool = False,
        header: bool = True,
        metadata: dict[str, str] | None = None,
    ) -> None:
        self._outgoing, self._form, self._schema = outgoing, form, schema
        self._bom, self._header, self._metadata = bom, header, metadata
        self._waiting: queue.Queue[pl.DataFrame | StoppedError | None] = queue.Queue(AHEAD)

    def __enter__(self) -> Writing:
        self._background = ThreadPoolExecutor(1)
        self._done: Future[None] = self._background.submit(self._write)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._send(None)
                self._done.result()
            else:
                with contextlib.suppress(Exception):  # what went wrong first is on its way already
                    self._send(StoppedError())
                    self._done.result()
        finally:
            self._background.shutdown()

    def put(self, portion: pl.DataFrame) -> None:
        """Write some rows, or have them wait.

        Args:
            portion: Rows.

        Raises:
            OSError: What was given before could not be written.
        """
        self._send(portion)

    def _send(self, item: pl.DataFrame | StoppedError | None) -> None:
        while not self._done.done():
            with contextlib.suppress(queue.Full):
                return self._waiting.put(item, timeout=0.1)
        self._done.result()

    def _write(self) -> None:
        if self._form in TEXT and is_waited_for(self._outgoing):
            self._write_each()
        else:
            self._sink_all()

    def _write_each(self) -> None:
        """Write text portion by portion: a sink, which is faster, would hold rows back from a pipe."""
        first = True
        for portion in self._given(None, None, None, None):
            text = BytesIO()
            if self._form == "jsonl":
                portion.write_ndjson(text)
            else:
                bom = first and self._bom
                header = first and self._header
                portion.write_csv(
                    text, separator=DELIMITED[self._form], include_header=header, include_bom=bom
                )
            self._outgoing.write(text.getbuffer())
            first = False

    def _sink_all(self) -> None:
        from polars.io.plugins import register_io_source

        source = register_io_source(self._given, schema=self._schema, validate_schema=True, is_pure=False)
        import polars as pl

        try:
            sink = _sink(self._form, bom=self._bom, header=self._header, metadata=self._metadata)
            sink(source, _Bytes(self._outgoing))
        except pl.exceptions.PolarsError as error:
            cause = describe_cause(error).strip().splitlines()[0][:200]
            raise TableError(
                f"the table cannot be written as {self._form}: {cause}; try another format"
            ) from None

    def _given(
        self, with_columns: list[str] | None, predicate: Any, n_rows: int | None, batch_size: int | None
    ) -> Iterator[pl.DataFrame]:
        """What comes from the other thread; the parameters are Polars', whose sinks ask for everything."""
        while (item := self._waiting.get()) is not None:
            if isinstance(item, StoppedError):
                raise item
            yield item if with_columns is None else item.select(with_columns)


class _Bytes:
    """An output as Polars writes to it: it may not close what is not its own."""

    def __init__(self, outgoing: BinaryIO) -> None:
        self.write = outgoing.write
        self.flush = outgoing.flush


def _sink(
    form: str, *, bom: bool, header: bool, metadata: dict[str, str] | None
) -> Callable[[pl.LazyFrame, Any], object]:
    """Return what writes a format."""
    if form == "parquet":
        return lambda frame, out: frame.sink_parquet(
            out, row_group_size=ROWS_TOGETHER, metadata=metadata or None
        )
    if form == "arrow":
        return lambda frame, out: frame.sink_ipc(out, compression="zstd", record_batch_size=ROWS_TOGETHER)
    if form == "jsonl":
        return lambda frame, out: frame.sink_ndjson(out)
    return lambda frame, out: frame.sink_csv(
        out, separator=DELIMITED[form], include_bom=bom, include_header=header
    )


def refuse_unwritable(schema: pl.Schema, form: str) -> None:
    """Refuse columns for which a format has no room, before any work is done.

    Args:
        schema: Of the table.
        form: The format of the output.

    Raises:
        TableError: A column holds lists, records, bytes or spans of time, for which the format has nothing.
    """
    for name, dtype in schema.items():
        if not _has_room(form, dtype):
            remedy = "Parquet or Arrow" if form == "jsonl" else "Parquet, Arrow or JSONL"
            raise TableError(
                f"column {name!r} holds {dtype}, for which {form.upper()} has no room; "
                f"write {remedy}, or leave the column out"
            )


def _has_room(form: str, dtype: DataType | DataTypeClass) -> bool:
    import polars as pl

    if form in ("parquet", "arrow"):
        return True
    if isinstance(dtype, pl.BaseExtension):
        return _has_room(form, dtype.ext_storage())
    if form == "jsonl":
        inner = [field.dtype for field in dtype.fields] if isinstance(dtype, pl.Struct) else []
        inner += [dtype.inner] if isinstance(dtype, pl.List | pl.Array) else []
        return not isinstance(dtype, pl.Binary) and all(_has_room(form, each) for each in inner)
    spans = isinstance(dtype, pl.Duration) and form in DELIMITED
    return not (dtype.is_nested() or isinstance(dtype, pl.Binary | pl.Object) or spans)


def check_schema_alike(
    schema: pl.Schema, expected: Sequence[tuple[str, Any]], place: str, first: str
) -> None:
    """Refuse a table whose columns hold something else than those of the first, where they become one.

    Args:
        schema: Of the table; its columns are called as the first one's.
        expected: The columns of the first, with what they hold.
        place: Name of the table, for messages.
        first: Name of the first one.

    Raises:
        TableError: A column holds something else.
    """
    for name, dtype in expected:
        if schema[name] != dtype:
            raise TableError(
                f"{place}: column {name!r} holds {schema[name]}, and in {first} {dtype}; convert one of them"
            )
