"""What a run over a table came to, and how far it is."""

from __future__ import annotations

from heapq import nsmallest
from typing import Any

import msgspec

from names.tables.answers import Answers
from names.tables.quoting import OddQuotes
from names.tables.rows import OddCells

ROWS = "rows written"  # what a run over files counts
COMMONEST = 5  # unknown spellings named in the summary


class Progress(msgspec.Struct):
    """How far a run is.

    Attributes:
        bytes_read: Bytes of input read; 0 where the input is not read byte by byte.
        rows: Rows written.
    """

    bytes_read: int = 0
    rows: int = 0


def rows_of(progress: Progress) -> int:
    """Return how many rows a run has written.

    Args:
        progress: Of the run.
    """
    return progress.rows


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    r"""What a run over a table came to.

    Attributes:
        rows: Rows of the table, the header and blank lines not counted.
        distinct: Distinct spellings, empty ones not counted.
        matched: Names matched, each time they stand in a chosen column.
        ambiguous: Names that may be several listed entities.
        unknown: Names of nobody listed.
        empty: Empty cells, and empty places between separators.
        commonest_unknown: The unknown spellings that came most often, with how often; of equals, by letter.
        header: Whether the table, where it is delimited text, has a header.
        short_rows: Rows with fewer cells than the header, or the first row if there is none; filled with
            empty cells.
        long_rows: Rows with more; what is too much stands after the added cells.
        short_lines: Lines where the first few short rows begin, counted in the file of each.
        long_lines: Lines where the first few long rows begin.
        several: Ambiguous cells that seem to hold several names, where none was said to.
        several_example: One of them; empty for none.
        damaged: Cells that have ? or \ufffd where letters were.
        damaged_example: One of them; empty for none.
        behind: Cells of delimited text with text behind their closing quote.
        broken: Such cells, quoted ones, with line ends.
        unquoted: Whether quotes were taken to mean nothing.
        others: The columns that said something besides the names, by what they said.
        odd_cells: Cells there that are no country, no year or no type.
        lost: What the output does not keep or could not hold, in words.
        header_names: Listed names that stand in the header, over a column that was chosen by its number.
        remarks: What else the user should know of how the input was read, in words.
        encoding: Of the input, the last one where there are several; empty where it is not delimited text.
        encoding_recognised: Whether it was guessed from the letters.
        guesses: The encodings that were guessed, each with the inputs that it was guessed for.
        delimiter: Of the table, as it was written; empty where it is not delimited text.
    """

    rows: int
    distinct: int
    matched: int
    ambiguous: int
    unknown: int
    empty: int
    commonest_unknown: tuple[tuple[str, int], ...]
    header: bool = True
    short_rows: int = 0
    long_rows: int = 0
    short_lines: tuple[int, ...] = ()
    long_lines: tuple[int, ...] = ()
    several: int = 0
    several_example: str = ""
    damaged: int = 0
    damaged_example: str = ""
    behind: OddQuotes = msgspec.field(default_factory=OddQuotes)
    broken: OddQuotes = msgspec.field(default_factory=OddQuotes)
    unquoted: bool = False
    others: dict[str, str] = {}
    odd_cells: tuple[OddCells, ...] = ()
    lost: tuple[str, ...] = ()
    header_names: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    encoding: str = ""
    encoding_recognised: bool = False
    guesses: dict[str, tuple[str, ...]] = {}
    delimiter: str = ""


def summarize(answers: Answers, rows: int, **oddities: Any) -> Summary:
    """Return what a run came to.

    Args:
        answers: Given in the run, with how often each cell came.
        rows: How many there were.
        oddities: The other attributes of a summary, where they are known.
    """
    statuses, unknown, distinct = answers.tally()
    several, example = answers.several()
    damaged, damaged_example = answers.damaged()
    return Summary(
        rows=rows,
        distinct=distinct,
        matched=statuses["matched"],
        ambiguous=statuses["ambiguous"],
        unknown=statuses["unknown"],
        empty=statuses["empty"],
        commonest_unknown=tuple(nsmallest(COMMONEST, unknown.items(), key=lambda u: (-u[1], u[0]))),
        several=several,
        several_example=example,
        damaged=damaged,
        damaged_example=damaged_example,
        others=answers.options.others,
        header_names=answers.header_names,
        odd_cells=tuple(
            msgspec.structs.replace(odd, texts=dict(odd.commonest))
            for odd in answers.odd.values()
            if odd.count
        ),
        **oddities,
    )
