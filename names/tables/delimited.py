"""Delimited text to records and back, with nothing of it lost.

A record keeps its cells as written, quotes and spaces included, so that joining them by the delimiter gives
the line again, character for character. A cell is decoded only when somebody asks for its value.

The rules are RFC 4180's with the leniency that readers of CSV share: a quote opens a quoted cell only as its
first character; inside, two quotes stand for one; what follows the closing quote belongs to the value.
A record ends at a line feed, whatever carriage returns precede it. In a file whose lines end in lone carriage
returns (old Macintosh) it ends at one of these, with or without a line feed. The other of the two is a stray
control character in a cell.

`Scanner` reads anything, record by record; `find_structure` reads a whole block at once, if it is regular.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from names.bounds import LONGEST_RECORD, MOST_CELLS
from names.tables.quoting import QUOTE, SHOWN, Quoting, closing
from names.tables.table_errors import TableError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEED, RETURN = "\n", "\r"
LINES_JUDGED = 200  # by which it is decided whether quotes mean anything

LONG = 1 << 20  # characters of a record that is not looked through again for each little that comes
SHARE = 8  # part of a long one that must have come

_LINE_END = re.compile(r"\r*\n")
_CLOSING = re.compile(r'[^"]*+(?:(?:"")++[^"]*+)*+"')  # from within a quoted cell to its end
_MACINTOSH_LINE_END = re.compile(r"\r\n?")


class Record(NamedTuple):
    """One record as it was written.

    Attributes:
        line: Number of its first line, from 1.
        cells: The cells as written, undecoded.
        ending: The line end, empty for a last line without one.
    """

    line: int
    cells: list[str]
    ending: str

    @property
    def blank(self) -> bool:
        """Whether the line holds nothing at all; such a line is no row."""
        return self.cells == [""]


class Scanner:
    """Cuts text, fed block by block, into records.

    Attributes:
        line: Number of the line where what is pending begins.
        quoting: Whether quotes mean anything, and which look odd. Where that is not decided, the first quoted
            cell decides it.
    """

    def __init__(
        self,
        delimiter: str,
        place: str = "the table",
        *,
        macintosh: bool = False,
        quoting: Quoting | None = None,
    ) -> None:
        self._held: list[str] = []  # the text after the last whole record, in pieces
        self._sought = 0  # how much of it was looked through for another
        self._more = 0  # how much came since
        self._open = False  # whether what came ends within a quoted cell, in which all quotes are in pairs
        self.line = 1
        self.quoting = quoting or Quoting()
        self._place = place
        self._delimiter = delimiter
        self._macintosh = macintosh
        self._blank = re.compile(r"(?:\r\n|\n|\r(?!\n|\Z))*+" if macintosh else r"(?:\r*+\n)*+")
        stops = re.escape(delimiter) + (r"\r" if macintosh else r"\n")
        self._plain = re.compile(f"[^{stops}]*+")

    @property
    def pending(self) -> str:
        """Text after the last whole record."""
        if len(self._held) > 1:
            self._held = ["".join(self._held)]
        return self._held[0] if self._held else ""

    @pending.setter
    def pending(self, text: str) -> None:
        self._held, self._sought, self._more = [text] if text else [], 0, 0

    @property
    def is_long(self) -> bool:
        """Whether what is pending is longer than records are wont to be, looked through or not."""
        return self._sought + self._more > LONG

    def _with(self, text: str, final: bool) -> str:
        """Return what is pending with more of the text; nothing where no record can be whole by that.

        A line that goes on and on, or a quote, would be looked through again and again: where one is long, so
        much more is waited for that the work stays in proportion to the text. Of an open quote only the end
        is looked for, in what is new.
        """
        self._held.append(text)
        self._more += len(text)
        self._open = self._open and not _CLOSING.match(text)
        goes_on = self._open or (FEED not in text and not (self._macintosh and RETURN in text))
        if self._sought and not final and (goes_on or (self.is_long and self._more < self._sought // SHARE)):
            self._refuse_endless(self._sought + self._more)
            return ""
        return self.pending

    def _leave(self, text: str) -> None:
        """Leave the rest of a text pending, in which no record is whole."""
        self.pending = text
        if self._open or len(text) > LONG or not text.endswith((FEED, RETURN)):  # else the next one decides
            self._sought = len(text)
        self._refuse_endless(len(text))

    def feed(self, text: str, *, final: bool = False) -> Iterator[Record]:
        """Yield every record that is whole once this text is added.

        Args:
            text: The next block.
            final: True when none follows: the rest is a record too.

        Yields:
            Records in order. Read to the end, it leaves what is not yet whole in `pending`.

        Raises:
            TableError: For a quote that is never closed, and for a record that has no end.
        """
        text = self._with(text, final)
        start = 0
        while found := self._next(text, start, final):
            record, start = found
            yield record
        if text:
            self._leave(text[start:])

    def take(self, text: str, *, final: bool = False) -> Record | None:
        """Return the first record that is whole once this text is added, or None if none is.

        Args:
            text: The next block; what follows the record goes to `pending`.
            final: True when none follows.

        Raises:
            TableError: For a quote that is never closed, and for a record that has no end.
        """
        text = self._with(text, final)
        found = self._next(text, 0, final)
        if found:
            self.pending = text[found[1] :]
            return found[0]
        if text:
            self._leave(text)
        return None

    def take_blank_lines(self) -> str:
        """Return the blank lines that what is pending begins with."""
        text = self.pending
        found = self._blank.match(text)
        blank = found[0] if found else ""
        self.pending = text[len(blank) :]
        self.line += blank.count(RETURN if self._macintosh else FEED)
        return blank

    def put_back(self, record: Record) -> None:
        """Have the record that was taken last come again.

        Args:
            record: As `take` returned it.
        """
        self.pending = self._delimiter.join(record.cells) + record.ending + self.pending
        self.line = record.line
        self.quoting.forget()

    def _next(self, text: str, start: int, final: bool) -> tuple[Record, int] | None:
        if start == len(text):
            return None
        found = self._plainly(text, start) or self._carefully(text, start, final)
        if found:
            self.line += text.count("\r" if self._macintosh else "\n", start, found[1])
        return found

    def _plainly(self, text: str, start: int) -> tuple[Record, int] | None:
        """The common case, for speed: a line without a quote."""
        end = -1 if self._macintosh else text.find("\n", start)
        if end < 0 or QUOTE in (line := text[start:end]):
            return None
        body = line.rstrip("\r")
        if len(body) >= MOST_CELLS and body.count(self._delimiter) >= MOST_CELLS:
            raise self._crowded()
        return Record(self.line, body.split(self._delimiter), text[start + len(body) : end + 1]), end + 1

    def _carefully(self, text: str, start: int, final: bool) -> tuple[Record, int] | None:
        cells: list[str] = []
        beginning = start
        self._open = False
        while True:
            stop = self._cell_end(text, start, beginning)
            if stop is None:
                self._open = True
                if final:
                    raise self._unclosed("is never closed")
                return None
            cells.append(text[start:stop])
            if len(cells) > MOST_CELLS:
                raise self._crowded()
            if text[stop : stop + 1] != self._delimiter:
                break
            start = stop + 1
        ending = (_MACINTOSH_LINE_END if self._macintosh else _LINE_END).match(text, stop)
        if not final and (ending is None or ending.end() == len(text)):
            return None  # the next block may bring more of this cell or of this line end
        last = cells[-1]
        cells[-1] = last.rstrip("\r")
        written = last[len(cells[-1]) :] + (ending[0] if ending else "")
        if self.quoting.stands:
            self.quoting.note(self.line, cells)
        return Record(self.line, cells, written), stop + (len(ending[0]) if ending else 0)

    def _cell_end(self, text: str, start: int, beginning: int) -> int | None:
        if text.startswith(QUOTE, start) and self.quoting.stands is not False:
            if self.quoting.stands is None:
                self.quoting.stands = are_quotes_meant(text[beginning:], self._delimiter)
                return self._cell_end(text, start, beginning)
            end = closing(text, start)
            if end is None:
                return None
            start = end
        plain = self._plain.match(text, start)
        return plain.end() if plain else start

    def _refuse_endless(self, length: int) -> None:
        """Refuse what is pending where no record can be so long."""
        if length <= LONGEST_RECORD:
            return
        if QUOTE in self.pending:
            raise self._unclosed(f"is not closed within {LONGEST_RECORD:,} characters")
        raise TableError(
            f"{self._place}, line {self.line}: the row that begins here does not end within "
            f"{LONGEST_RECORD:,} characters; see that this is the table you mean"
        )

    def _crowded(self) -> TableError:
        return TableError(
            f"{self._place}, line {self.line}: the row that begins here has more than {MOST_CELLS:,} cells; "
            "see that this is the table you mean, and what separates its cells"
        )

    def _unclosed(self, what: str) -> TableError:
        return TableError(
            f"{self._place}, line {self.line}: a quote opened in the record that begins here {what}; "
            'close it, write a quote that belongs to the cell as "", or give --no-quotes if they mean nothing'
        )


def are_quotes_meant(text: str, delimiter: str) -> bool:
    r"""Return whether quotes hold cells together, in a text that would need none of them.

    They do not where each line has as many cells as the first if they mean nothing, and where they would join
    lines, or have text behind them, if they meant something.

    Args:
        text: From the beginning of a record on.
        delimiter: What separates cells.

    Examples:
        >>> [are_quotes_meant(f"1\t{cell}\n2\tJane\n", "\t") for cell in ('"Joe" Doe', '"Joe Doe"')]
        [False, True]
    """
    lines = text.split(FEED, LINES_JUDGED)[:-1] or [text]
    widths = {line.count(delimiter) for line in lines if line.strip(RETURN)}
    if len(widths) != 1 or widths == {0}:
        return True
    scanner = Scanner(delimiter)
    try:
        records = sum(1 for _ in scanner.feed(FEED.join(lines), final=True))
    except TableError:
        return False
    return records == len(lines) and not scanner.quoting.behind.count


class Structure(NamedTuple):
    """Where the cells of whole records end.

    Attributes:
        ends: For each record the places of its delimiters, then of its line end, of one character or two.
        size: Bytes of all the records.
        lines: Line feeds in them, quoted ones included.
        broken: How many cells have line ends.
        broken_after: How many lines stand before the first few records that have such.
    """

    ends: NDArray[np.intp]
    size: int
    lines: int
    broken: int = 0
    broken_after: tuple[int, ...] = ()


def find_structure(data: bytes, delimiter: str, width: int, *, quotes: bool = True) -> Structure | None:
    r"""Return where the cells of the whole records in a block end, or None where it is not regular.

    Regular is text in which every record has as many cells as the header and the same line end, no line is
    blank, and a quote stands only where RFC 4180 has it: around a whole cell, and doubled inside. In such
    text what is quoted shows from counting the quotes before it, so that `Scanner` sees the same cells.

    Args:
        data: Text in UTF-8 that begins at a record; the last record may be cut short.
        delimiter: What separates cells, one character of ASCII.
        width: How many cells each record has.
        quotes: Whether quotes mean anything.

    Examples:
        >>> find_structure(b'"Tokayev, K.",1\nJane,2\nJa', ",", 2).ends.tolist()
        [[13, 15], [20, 22]]
        >>> find_structure(b'Tokayev "K.",1\n', ",", 2) is None
        True
    """
    import numpy as np

    codes = np.frombuffer(data, np.uint8)
    special = (codes == ord(delimiter)) | (codes == ord(FEED))
    for mark, present in ((QUOTE, quotes and b'"' in data), (RETURN, b"\r" in data)):
        if present:
            special |= codes == ord(mark)
    places = np.flatnonzero(special)
    kinds = codes[places]
    inside = np.logical_xor.accumulate(kinds == ord(QUOTE))
    feeds = np.flatnonzero((kinds == ord(FEED)) & ~inside)
    if not len(feeds):
        return None
    stop = feeds[-1] + 1
    places, kinds, inside = places[:stop], kinds[:stop], inside[:stop]
    if not _well_quoted(codes, places[kinds == ord(QUOTE)], delimiter):
        return None
    free = ~inside & (kinds != ord(QUOTE))
    ends = _even(places[free], kinds[free], delimiter * (width - 1))
    if ends is None:
        return None
    broken = places[inside & ((kinds == ord(FEED)) | (kinds == ord(RETURN)))]
    return Structure(
        ends, int(places[-1]) + 1, int((kinds == ord(FEED)).sum()), *_broken(codes, ends, broken)
    )


def _broken(
    codes: NDArray[np.uint8], ends: NDArray[np.intp], inside: NDArray[np.intp]
) -> tuple[int, tuple[int, ...]]:
    """How many cells have line ends, and how many lines stand before the first few such records."""
    import numpy as np

    cells = np.unique(np.searchsorted(ends.ravel(), inside))
    records = np.unique(cells // ends.shape[1])[:SHOWN].tolist()
    starts = [int(ends[record - 1, -1]) + 1 if record else 0 for record in records]
    return len(cells), tuple(int((codes[:start] == ord(FEED)).sum()) for start in starts)


def _well_quoted(codes: NDArray[np.uint8], quotes: NDArray[np.intp], delimiter: str) -> bool:
    """Whether each quote that opens begins a cell and each that closes ends one, or both stand together."""
    import numpy as np

    opening, closing = quotes[0::2], quotes[1::2]
    before = codes[opening[opening > 0] - 1]
    after = codes[closing + 1]
    around = [ord(delimiter), ord(FEED), ord(QUOTE)]
    return bool(np.isin(before, around).all() and np.isin(after, [*around, ord(RETURN)]).all())


def _even(places: NDArray[np.intp], kinds: NDArray[np.uint8], delimiters: str) -> NDArray[np.intp] | None:
    """The places by record, if the records are all alike and none of them is a blank line."""
    import numpy as np

    first = int(np.argmax(kinds == ord(FEED)))
    ending = RETURN + FEED if first and kinds[first - 1] == ord(RETURN) else FEED
    pattern = np.frombuffer((delimiters + ending).encode(), np.uint8)
    if len(kinds) % len(pattern) or (kinds.reshape(-1, len(pattern)) != pattern).any():
        return None
    ends = places.reshape(-1, len(pattern))
    if len(ending) == 2 and (ends[:, -1] - ends[:, -2] != 1).any():
        return None
    starts = np.concatenate(([0], ends[:-1, -1] + 1))
    return ends if delimiters or (ends[:, 0] > starts).all() else None
