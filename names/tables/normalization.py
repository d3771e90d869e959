"""Delimited text, whole: read in blocks, normalized, written in order, summed up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from names.notebook_progress import NotebookBar
from names.tables.answers import Answering, Answers, Options
from names.tables.columns import Column, check_columns_alike, join_headers, name_columns, order_in
from names.tables.delimited import FEED, RETURN, Scanner
from names.tables.encodings import Decoder, guesses_of
from names.tables.openings import Opening, Pieces, read_pieces
from names.tables.output import (
    Source,
    Target,
    describe_cause,
    describe_source,
    each_source,
    open_source,
    open_target,
    refuse_passing,
)
from names.tables.pace import Pace
from names.tables.paths import FAST_FROM, Layout, Ledger, write_exactly, write_fast
from names.tables.quoting import Quoting, sum_up_quotes
from names.tables.rows import Others
from names.tables.summary import ROWS, Progress, Summary, rows_of, summarize
from names.tables.table_errors import TableError

FIRST_BLOCK = 1 << 16  # bytes; enough to recognise encoding and delimiter, soon there from a pipe
BLOCK = 1 << 23  # bytes held at a time after that; larger ones gain no speed


def normalize_csv(
    source: Source | Sequence[Source],
    target: Target,
    matcher: Answering,
    options: Options,
    *,
    report: Callable[[Progress], None] = lambda progress: None,
    fast_from: int | None = FAST_FROM,
    delimiter: str | None = None,
    progress: bool = True,
) -> Summary:
    r"""Return the summary of delimited text written anew with the identity of its names beside them.

    Every row comes back in its place and every other cell as it was written. For each chosen column C come
    `C_name`, `C_id`, `C_score` and `C_status`, after the cells that the header counts; `C_name` and `C_id`
    are empty unless the name is matched.

    Args:
        source: A path, `-` for standard input, or an open binary file; or several of them with the same
            columns, which become one table. What is compressed by gzip or Zstandard is read through.
        target: A path, None or `-` for standard output, or an open binary file. A path appears whole or not
            at all, compressed if it ends in `.gz` or `.zst`. The text is UTF-8, with a byte order mark if the
            source had that of UTF-8 or the options ask for one.
        matcher: Decides who is meant.
        options: Columns, and what to do with them.
        report: Called now and then with the progress so far.
        fast_from: Size in bytes from which a block is tried on the fast path; None for never. Whatever it
            is, the output is the same.
        delimiter: What to write between cells, one character; None for that of the first table. Tables with
            another one have their cells written anew.
        progress: In a notebook, show how far it is where that takes long.

    Returns:
        Counts, and what was recognised.

    Raises:
        TableError: For an input that cannot be read, or is no table; a column that is not there, or whose
            additions are there already; an output that cannot be written.

    Examples:
        >>> import io
        >>> from names import Matcher
        >>> out = io.BytesIO()
        >>> table = io.BytesIO("person\nТоқаев Қасым-Жомарт\n".encode())
        >>> normalize_csv(table, out, Matcher(), Options(columns=("person",))).matched
        1
    """
    sources = each_source(source)
    with NotebookBar(ROWS, None, wanted=progress) as bar, open_target(target, *sources) as outgoing:
        report = bar.told_by(report, rows_of)
        joined = join_headers(map(header_of(options), sources)) if options.join_columns else []
        run = _Run(outgoing, matcher, options, report, fast_from, delimiter, joined)
        for each in sources:
            with open_source(each) as incoming:
                run.carry_out(incoming, describe_source(each))
        return run.sum_up()


def header_of(options: Options) -> Callable[[Source], tuple[str, list[str]]]:
    """Return what tells the name and the columns of an input of delimited text, which is left as it was.

    Args:
        options: How the text is written, as far as that is said.
    """

    def read(source: Source) -> tuple[str, list[str]]:
        place = describe_source(source)
        refuse_passing(source)
        with open_source(source) as incoming:
            pieces = read_pieces(incoming, Decoder(place, options.encoding), FIRST_BLOCK)
            names = Opening(pieces, place, options.columns, options.form).names
        if not isinstance(source, str | Path):
            source.seek(0)
        return place, names

    return read


class _Run:
    """One pass over one table, or over several that become one."""

    incoming: BinaryIO
    place: str
    decoder: Decoder
    opening: Opening
    scanner: Scanner
    layout: Layout
    answers: Answers
    background: ThreadPoolExecutor

    def __init__(
        self,
        outgoing: BinaryIO,
        matcher: Answering,
        options: Options,
        report: Callable[[Progress], None],
        fast_from: int | None,
        delimiter: str | None,
        joined: list[str],
    ) -> None:
        self.joined = joined  # the columns of all tables; none where they have the same
        self.outgoing = outgoing
        self.matcher = matcher
        self.options = options
        self.report = report
        self.fast_from = fast_from
        self.delimiter = delimiter
        self.first: tuple[str, list[str], str] | None = None  # place, header and line end of the first table
        self.lost: tuple[str, ...] = ()
        self.decoders: list[Decoder] = []
        self.quoting = Quoting()  # of what is written
        self.quotings: list[Quoting] = []  # of what is read
        self.ended = True  # whether what was written last ended its line
        self.ledger = Ledger()
        self.progress = Progress()
        self.writing: Future[int] | None = None  # the block before, while the next one is read

    def carry_out(self, incoming: BinaryIO, place: str) -> None:
        """Read, write, and leave the counts where `sum_up` finds them."""
        self.incoming, self.place = incoming, place
        self.decoder = Decoder(place, self.options.encoding)
        self.decoders.append(self.decoder)
        blocks = self._blocks()
        with ThreadPoolExecutor(1) as self.background:
            self._begin((self.decoder.decode(data, final=final), final) for data, final in blocks)
            for data, final in blocks:
                self._write_block(data, final)
            self._wait()

    def _blocks(self) -> Iterator[tuple[bytes, bool]]:
        """The input as it is; the last block, which is empty, is marked."""
        pace = Pace(self.outgoing, FIRST_BLOCK, BLOCK)
        while data := self._read(pace.size()):
            self.progress.bytes_read += len(data)
            yield data, False
        yield b"", True

    def _read(self, size: int) -> bytes:
        try:
            return self.incoming.read(size)
        except OSError as error:
            raise TableError(f"{self.place} cannot be read: {describe_cause(error)}") from None

    def _begin(self, pieces: Pieces) -> None:
        """Write everything up to the header; what follows it waits for the next block, if there is one.

        Names that are matched together cost less than twice half as many.
        """
        options = self.options
        self.opening = opening = Opening(pieces, self.place, options.columns, options.form)
        self.scanner = opening.scanner
        columns = tuple(opening.choose(options.columns))
        written = self.delimiter = self.delimiter or opening.delimiter
        others = Others.choose(
            opening.names, options.others, self.place, header_line=opening.header and opening.header.line
        )
        width = len(opening.names)
        if self.first is None:
            self.quoting = opening.quoting if written == opening.delimiter else Quoting()
        self.quotings.append(opening.quoting)
        self.layout = Layout(
            opening.delimiter,
            width,
            columns,
            options.replace,
            written,
            others,
            opening.quoting,
            self.quoting,
            order_in(self.joined, opening.names),
        )
        if self.first is None:
            self.first = self.place, opening.names, opening.line_end
            self.answers = Answers(self.matcher, options, written, self._tick, self.quoting)
            if opening.header:
                self.answers.notice_header(opening.names, columns)
            self._write(self._header(columns, written))
        else:
            self.lost += opening.left_out()
            self._join_on(opening.names)
        if opening.ended:
            self._write_text("", final=True)

    def _header(self, columns: Sequence[Column], written: str) -> str:
        """What stands before the first row."""
        opening, options = self.opening, self.options
        names = self.joined or opening.names
        added = name_columns(names, columns, options.kinds, options.prefix)
        text = "\ufeff" if self.decoder.bom or options.bom else ""
        text += opening.hint if written == opening.delimiter else ""
        text += opening.preamble
        if opening.header is None:
            return text
        own = self.layout.as_written(opening.header.cells)
        more = [name for name in names if name not in opening.names] if self.joined else []
        cells = [*own, *map(self.layout.encode, [*more, *added])]
        return text + written.join(cells) + opening.header.ending

    def _join_on(self, names: list[str]) -> None:
        assert self.first
        place, expected, ending = self.first
        if not self.joined:
            check_columns_alike(names, expected, self.place, place)
        if not self.ended:
            self._write(ending)

    def _write_block(self, data: bytes, final: bool) -> None:
        if not self.decoder.is_utf8(data):
            return self._write_text(self.decoder.decode(data, final=final), final)
        rest, lines = self._write_fast(self.decoder.release() + data)
        self.decoder.skip(lines)
        self._write_exactly(self.decoder.decode(rest, final=final), final)

    def _write_text(self, text: str, final: bool) -> None:
        rest, _ = self._write_fast(text.encode("utf-8", "surrogatepass"))
        self._write_exactly(rest.decode("utf-8", "surrogatepass"), final)

    def _write_fast(self, data: bytes) -> tuple[bytes, int]:
        """Write what the fast path proves, and return the bytes that it leaves and the lines it took."""
        if self.scanner.is_long:
            return data, 0
        pending = self.scanner.pending
        whole = pending.encode("utf-8", "surrogatepass") + data
        if self.fast_from is None or len(whole) < self.fast_from or self.opening.macintosh:
            return data, 0
        written = write_fast(whole, self.layout, self.answers, self.ledger, self.scanner.line)
        if written is None:
            return data, 0
        self.scanner.pending = ""
        self.scanner.line += written.lines
        self._wait()
        self.writing = self.background.submit(lambda: self.outgoing.write(written.compose()))
        self.ended = True
        self._reckon()
        return whole[written.size :], written.lines - pending.count("\n")

    def _write_exactly(self, text: str, final: bool) -> None:
        records = self.scanner.feed(text, final=final)
        for written in write_exactly(records, self.layout, self.answers, self.ledger):
            self._write(written)

    def _write(self, text: str) -> None:
        self._wait()
        self.outgoing.write(text.encode("utf-8", "surrogatepass"))
        self.ended = text.endswith((FEED, RETURN)) if text else self.ended
        self._reckon()

    def _wait(self) -> None:
        """Let the block before be written, and raise what was wrong with it."""
        if self.writing:
            self.writing.result()
            self.writing = None

    def _reckon(self) -> None:
        self.progress.rows = self.ledger.rows
        self.report(self.progress)

    def _tick(self) -> None:
        self.report(self.progress)

    def sum_up(self) -> Summary:
        """Return what the pass came to."""
        ledger = self.ledger
        return summarize(
            self.answers,
            ledger.rows,
            short_rows=ledger.short_rows,
            long_rows=ledger.long_rows,
            short_lines=tuple(ledger.short),
            long_lines=tuple(ledger.long),
            header=self.opening.header is not None,
            lost=self.lost,
            **sum_up_quotes(self.quotings),
            unquoted=self.options.quotes is None and any(q.stands is False for q in self.quotings),
            encoding=self.decoder.encoding or "ascii",
            encoding_recognised=self.decoder.recognised,
            guesses=guesses_of(self.decoders),
            delimiter=self.layout.written,
        )
