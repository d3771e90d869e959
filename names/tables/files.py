"""Files of every format: each normalized on the way that keeps most of it as it was.

Delimited text stays the text it was, JSONL the objects, a workbook the workbook. Where the output has another
format than the input, or the format is one of typed columns, rows go through as typed columns.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from names.notebook_progress import NotebookBar
from names.tables.answers import Answering, Answers, Options
from names.tables.columns import check_columns_alike, choose_columns
from names.tables.encodings import guesses_of
from names.tables.fitting import Fitting
from names.tables.foreign_types import untold
from names.tables.formats import (
    BINARY,
    DELIMITED,
    FORMATS,
    LONGEST_MAGIC,
    READ_ALONE,
    WITH_MACROS,
    WORKBOOKS,
    recognise_format,
    source_format,
    target_format,
)
from names.tables.json_columns import read_columns
from names.tables.normalization import normalize_csv
from names.tables.objects import Objects
from names.tables.output import (
    STREAM,
    Source,
    Target,
    describe_source,
    each_source,
    open_source,
    open_target,
    refuse_passing,
)
from names.tables.pace import Pace
from names.tables.paths import Ledger
from names.tables.portions import (
    ROWS_TOGETHER,
    TableReading,
    Writing,
    check_schema_alike,
    completed,
    in_one_line,
    on_disk,
    read_delimited,
    refuse_unwritable,
    scan,
)
from names.tables.quoting import Quoting, sum_up_quotes
from names.tables.summary import ROWS, Progress, Summary, rows_of, summarize
from names.tables.table_errors import TableError
from names.tables.typed import TypedTable

if TYPE_CHECKING:
    import polars as pl

    from names.tables.encodings import Decoder
    from names.tables.workbooks import Sheet

HEADED = (*DELIMITED, *WORKBOOKS)  # formats in which a row is the header
FEWEST_ROWS = 1024  # in the first portion: soon answered where somebody waits


def normalize_files(
    source: Source | Sequence[Source],
    target: Target,
    matcher: Answering,
    options: Options,
    *,
    format: str | None = None,
    input_format: str | None = None,
    sheet: str | None = None,
    report: Callable[[Progress], None] = lambda progress: None,
    progress: bool = True,
) -> Summary:
    r"""Return the summary of a table of any format written anew with the identity of its names.

    Rows, their order, and the other columns with their types come back. What is added is null where nothing
    is known, and the score is a number; in CSV and TSV it is as `normalize_csv` writes it.

    Args:
        source: A path, `-` for standard input, or an open binary file; or several of them with the same
            columns, which become one table. Compressed ones are read through.
        target: A path, None or `-` for standard output, or an open binary file. A path appears whole or not
            at all, compressed if it ends in `.gz` or `.zst`.
        matcher: Decides who is meant.
        options: Columns, and what to do with them.
        format: Of the output, one of `csv`, `tsv`, `jsonl`, `parquet`, `arrow`, `xlsx`; None for what the
            ending of the target says, or else the format of the first input.
        input_format: Of the inputs, one of those or `xlsm`, `xls`, `ods`, `xlsb`; None for what their endings
            say, or else their first bytes.
        sheet: Of a workbook; None for the first that is shown.
        report: Called now and then with the progress so far.
        progress: In a notebook, show how far it is where that takes long.

    Returns:
        Counts, and what was recognised.

    Raises:
        TableError: For an input that cannot be read, a column that is not there or holds no text, an output
            that cannot be written.

    Examples:
        >>> import io
        >>> from names import Matcher
        >>> table, out = io.BytesIO(b'{"n":1.50,"person":"Toqaev"}\n'), io.BytesIO()
        >>> options = Options(columns=("person",), replace=True)
        >>> normalize_files(table, out, Matcher(), options, input_format="jsonl").matched
        1
        >>> print(out.getvalue().decode()[:46])
        {"n":1.50,"person":"Kassym-Jomart Tokayev","pe
    """
    with held_sources(source, input_format) as inputs:
        sources, forms = [each for each, _ in inputs], [form for _, form in inputs]
        written = target_format(target, format) or forms[0]
        refuse_format(written, target)
        if written == WITH_MACROS and forms != [WITH_MACROS]:
            raise TableError(
                "an .xlsm is written from one .xlsm alone, whose macros it keeps; name an output such as "
                "people.xlsx, or say --format csv"
            )
        refuse_stray_options(inputs, options, sheet)
        if {*forms, written} <= set(DELIMITED):
            delimiter = None if written == forms[0] else DELIMITED[written]
            return normalize_csv(
                sources, target, matcher, options, report=report, delimiter=delimiter, progress=progress
            )
        with NotebookBar(ROWS, None, wanted=progress) as bar, open_target(target, *sources) as outgoing:
            report = bar.told_by(report, rows_of)
            run = _FilesRun(outgoing, written, matcher, options, sheet, report)
            return run.carry_out(inputs)


@contextmanager
def held_sources(
    source: Source | Sequence[Source], input_format: str | None
) -> Iterator[list[tuple[Source, str]]]:
    """Yield inputs that can be opened, each with its format.

    Args:
        source: As for `normalize_files`.
        input_format: As there.

    Raises:
        TableError: There is none.
    """
    sources = [sys.stdin.buffer if str(each) == STREAM else each for each in each_source(source)]
    if not sources:
        raise TableError("no input is named; give at least one table")
    with ExitStack() as open_ones:
        sources = [_held(each, open_ones) for each in sources]
        yield [(each, input_format or _recognise(each)) for each in sources]


def _held(source: Source, open_ones: ExitStack) -> Source:
    """A file or folder as it is; a pipe opened, since it can be opened, and its beginning looked at, once."""
    if isinstance(source, str | Path) and (Path(source).is_file() or not Path(source).is_fifo()):
        return source
    return open_ones.enter_context(open_source(source))


def _recognise(source: Source) -> str:
    with open_source(source) as opened:
        return source_format(source, opened)


def refuse_format(form: str, target: Target) -> None:
    """Refuse a format that is not written, or not to a terminal.

    Args:
        form: Of an output.
        target: The output.
    """
    if form in READ_ALONE:
        raise TableError(
            f".{form} is read and not written back; name an output such as people.xlsx, or say --format csv"
        )
    if form not in (*FORMATS, WITH_MACROS):
        raise TableError(f"format {form!r} is not known; choose one of {', '.join(FORMATS)}")
    to_terminal = (target is None or str(target) == STREAM) and sys.stdout.isatty()
    if form in BINARY and to_terminal:
        raise TableError(f"{form} is not for terminals; name a file with --output, or take --format csv")


def refuse_stray_options(inputs: Sequence[tuple[Source, str]], options: Options, sheet: str | None) -> None:
    """Refuse to look for a sheet where there is none, or for a header where columns have names of their own.

    Args:
        inputs: Each with its format.
        options: May say where a header is.
        sheet: Of a workbook; None for the first that is shown.
    """
    if sheet is not None and not {form for _, form in inputs} & set(WORKBOOKS):
        raise TableError(
            f"sheet {sheet!r} is asked for, and no input is an Excel workbook or the like; leave it out"
        )
    for source, form in inputs:
        if options.header.option and form not in HEADED:
            raise TableError(
                f"{options.header.option} is for {' and '.join(HEADED)}, and {describe_source(source)} is "
                f"{form}; leave it out"
            )


class _FilesRun:
    """One pass over inputs that do not stay delimited text."""

    def __init__(
        self,
        outgoing: BinaryIO,
        form: str,
        matcher: Answering,
        options: Options,
        sheet: str | None,
        report: Callable[[Progress], None],
    ) -> None:
        self.outgoing, self.form, self.options, self.sheet = outgoing, form, options, sheet
        self.progress = Progress()
        self.lost: tuple[str, ...] = ()
        self.metadata: dict[str, str] = {}
        self.remarks: tuple[str, ...] = ()
        self.decoders: list[Decoder] = []  # of delimited texts
        self.quotings: list[Quoting] = []
        self.ledger = Ledger()
        self.report = report
        self.pace = Pace(outgoing, FEWEST_ROWS, ROWS_TOGETHER)
        self.answers = Answers(matcher, options, tick=lambda: self.reckon(self.progress.rows))

    def reckon(self, rows: int) -> None:
        self.progress.rows = rows
        self.report(self.progress)

    def carry_out(self, inputs: Sequence[tuple[Source, str]]) -> Summary:
        """Read, write, and return what it came to."""
        forms = {form for _, form in inputs}
        if forms == {self.form} == {"jsonl"}:
            self._write_objects([source for source, _ in inputs])
        elif self.form in ("xlsx", WITH_MACROS) and len(inputs) == 1 and _is_kept(*inputs[0]):
            self._write_workbook(inputs[0][0])
        else:
            with in_one_line(self.form), closing(self._portions(inputs)) as portions:
                self._write_portions(portions)
        decoder, quotings = self.decoders[-1] if self.decoders else None, self.quotings
        return summarize(
            self.answers,
            self.progress.rows,
            lost=self.lost,
            remarks=self.remarks,
            short_rows=self.ledger.short_rows,
            short_lines=tuple(self.ledger.short),
            **sum_up_quotes(quotings),
            unquoted=self.options.quotes is None and any(q.stands is False for q in quotings),
            encoding=(decoder.encoding or "ascii") if decoder else "",
            encoding_recognised=decoder is not None and decoder.recognised,
            guesses=guesses_of(self.decoders),
        )

    def _write_objects(self, sources: Sequence[Source]) -> None:
        objects = Objects(self.outgoing, self.answers, self.options, self.reckon)
        for source in sources:
            with open_source(source) as incoming:
                objects.carry_out(incoming, describe_source(source))

    def _write_workbook(self, source: Source) -> None:
        place = describe_source(source)
        with (
            _file(source) as path,
            _open_sheet(path, place, self.sheet, self.options, self._remark) as sheet,
        ):
            sheet.check_macros(kept=self.form == WITH_MACROS)
            self.reckon(sheet.normalize(self.answers, self.options))
            sheet.save(self.outgoing)
            self.lost = sheet.lost

    def _write_portions(self, portions: Iterator[pl.DataFrame]) -> None:
        schema = next(portions).schema
        refuse_unwritable(schema, self.form)
        fitting = Fitting(schema, self.form)
        self._write_fitted(map(fitting.fit, portions), fitting.schema)
        self.lost += fitting.lost()

    def _write_fitted(self, portions: Iterator[pl.DataFrame], schema: pl.Schema) -> None:
        if self.form == "xlsx":
            from names.tables.workbooks import write_sheet

            header = not self.options.no_header
            self.lost += write_sheet(self.outgoing, schema, portions, header=header)
            return
        bom = self.options.bom and self.form in DELIMITED
        header = not self.options.no_header
        with Writing(
            self.outgoing, self.form, schema, bom=bom, header=header, metadata=self.metadata
        ) as writing:
            for portion in portions:
                writing.put(portion)

    def _portions(self, inputs: Sequence[tuple[Source, str]]) -> Generator[pl.DataFrame]:
        """All rows with their answers; before them an empty portion, which tells the schema."""
        import polars as pl

        table: TypedTable | None = None
        first, expected = "", pl.Schema()
        texts = self.form in DELIMITED
        as_written = texts and {form for _, form in inputs} <= {*DELIMITED, "jsonl", *WORKBOOKS}
        joined = self._joined_schema(inputs, texts=as_written) if self.options.join_columns else None
        for source, form in inputs:
            place = describe_source(source)
            with self._reading(source, form, texts=as_written) as reading:
                self.lost += reading.left_out
                self.decoders += [reading.decoder] if reading.decoder else []
                self.quotings += [reading.quoting] if reading.quoting else []
                if len(inputs) == 1 and self.form == "parquet":
                    self.metadata = reading.metadata
                else:
                    self.lost += tuple(untold(reading.metadata, place))
                if table is None:
                    first, expected = place, joined or reading.schema
                    table = TypedTable(expected, place, self.answers, self.options, texts=texts)
                    if form in HEADED and not self.options.no_header:
                        self.answers.notice_header(list(expected), table.columns)
                    yield pl.DataFrame(schema=table.schema)
                if joined is None:
                    check_columns_alike(list(reading.schema), list(expected), place, first)
                else:
                    choose_columns(list(reading.schema), self.options.columns, place, typed=True)
                there = [(name, dtype) for name, dtype in expected.items() if name in reading.schema]
                check_schema_alike(reading.schema, there, place, first)
                for portion in completed(reading.portions, expected):
                    for begin, size in self.pace.slices(len(portion)):
                        yield table.extended(portion[begin : begin + size])
                        self.reckon(self.progress.rows + size)

    def _joined_schema(self, inputs: Sequence[tuple[Source, str]], *, texts: bool) -> pl.Schema:
        """All columns that any input has, of the type that the first has which has it."""
        import polars as pl

        types: dict[str, pl.DataType] = {}
        remarks = self.remarks
        for source, form in inputs:
            refuse_passing(source)
            with self._reading(source, form, texts=texts) as reading:
                for name, dtype in reading.schema.items():
                    types.setdefault(name, dtype)
            if not isinstance(source, str | Path):
                source.seek(0)
        self.remarks = remarks  # they come again with the rows
        return pl.Schema(types)

    def _reading(self, source: Source, form: str, *, texts: bool) -> AbstractContextManager[TableReading]:
        return open_reading(source, form, self.options, self.sheet, self.ledger, self._remark, texts=texts)

    def _remark(self, remarks: tuple[str, ...]) -> None:
        self.remarks += remarks


@contextmanager
def open_reading(
    source: Source,
    form: str,
    options: Options,
    sheet: str | None,
    ledger: Ledger,
    remark: Callable[[tuple[str, ...]], None],
    *,
    texts: bool,
    cut: bool = False,
) -> Iterator[TableReading]:
    """Yield a table as it is read, portion by portion.

    Args:
        source: As for `normalize_files`.
        form: Its format.
        options: Which columns are wanted, and how delimited text is written.
        sheet: Of a workbook; None for the first that is shown.
        ledger: Where rows of delimited text that lack cells are counted.
        remark: Called with what is to be said of a workbook.
        texts: Whether cells are wanted as they would be written.
        cut: Leave out what rows of delimited text have beyond the header, and do not refuse them.
    """
    place = describe_source(source)
    if form in DELIMITED:
        with open_source(source) as incoming:
            yield read_delimited(incoming, place, options, ledger, cut=cut)
        return
    with _file(source, form) as path:
        if form in WORKBOOKS:
            with _open_sheet(path, place, sheet, options, remark) as opened:
                yield opened.reading(texts=texts)
        elif form == "jsonl":
            yield read_columns(path, place, options.columns, texts=texts)
        else:
            yield scan(path, form, place)


@contextmanager
def _open_sheet(
    path: Path, place: str, sheet: str | None, options: Options, remark: Callable[[tuple[str, ...]], None]
) -> Iterator[Sheet]:
    from names.tables.workbooks import Sheet  # few tables are

    with Sheet(path, place, sheet, options.header) as opened:
        remark(opened.remarks)
        yield opened


def _is_kept(source: Source, form: str) -> bool:
    """Whether an input is a workbook that is written back: by what it is, or by its name if it is a pipe."""
    if form not in WORKBOOKS or not isinstance(source, str | Path) or not Path(source).is_file():
        return form in ("xlsx", WITH_MACROS)
    from names.tables.workbooks import kind_of_book

    with _file(source) as path:
        return kind_of_book(path, describe_source(source)) == "xlsx"


@contextmanager
def _file(source: Source, form: str = "") -> Iterator[Path]:
    """A file with the content of an input: itself, unless it is a pipe or compressed."""
    with open_source(source) as incoming:
        as_it_is = isinstance(getattr(incoming, "raw", None), io.FileIO)
        lies = isinstance(source, str | Path) and as_it_is and Path(source).is_file()
        if not lies and form in ("parquet", "arrow"):
            _refuse_other(incoming, form, describe_source(source))
        path = Path(str(source)) if lies else None
        with on_disk(incoming, path, describe_source(source), in_lines=form == "jsonl") as path:
            yield path


def _refuse_other(incoming: BinaryIO, form: str, place: str) -> None:
    """Refuse what begins as no file of a format, before it is copied: one without end would fill the disk."""
    peek = getattr(incoming, "peek", None)
    if peek is not None and recognise_format(peek(LONGEST_MAGIC)) != form:
        raise TableError(
            f"{place} does not begin as {form.capitalize()} does; name its format with --input-format, or "
            "leave that option out"
        )
