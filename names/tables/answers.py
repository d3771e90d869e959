"""What is written beside a cell of names, worked out once for each spelling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

import msgspec

from names.cell_reading import read_cell
from names.decision import render_score
from names.folding.stored_forms import read_stored
from names.notebook_progress import open_bar
from names.tables.columns import Column
from names.tables.dialects import TextForm
from names.tables.headers import HeaderPlace, place_header
from names.tables.quoting import Quoting
from names.tables.rows import CHECKED, FIELDS, NOTHING, Asked, Cell, OddCells, Row, ask, is_odd
from names.tables.table_errors import TableError

if TYPE_CHECKING:
    from names.circumstances import Circumstances
    from names.gazetteer import Entity
    from names.match import Verdict

_LOST = re.compile(r"\?[^\W\d_]|\?{3}|\ufffd")  # an export writes ? for a letter that its code page lacks

TOGETHER = 16384  # spellings matched in one go, between two reports of progress


class Answering(Protocol):
    """Whoever says whom spellings stand for: a matcher, alone, shared by processes, or under decisions."""

    @property
    def display(self) -> Callable[[Entity], str]:
        """Gives the name of an entity as it is to be printed."""

    def verdicts(
        self,
        texts: Iterable[str | None],
        most: int | None = None,
        *,
        beside: Iterable[Circumstances | None] | None = None,
        reasons: bool = False,
    ) -> list[Verdict]:
        """Return one answer per spelling, in order, each with so many candidates at least.

        `beside` has, for each spelling, what is said besides it; `reasons` asks for the reason of each.
        """


@runtime_checkable
class Deciding(Protocol):
    """Whoever answers some names as a person decided, whatever the matcher would say."""

    def decides(self, name: Asked) -> bool:
        """Tell whether a name is decided."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a run over a table.

    Attributes:
        columns: The columns of names: a header's name, `name#2` for the second so called, `#3` by number;
            none for the only column of a table that has one.
        best: Fill name and id with the first candidate where nothing is matched too; with `replace` the id
            alone.
        replace: Write the name into the cell itself, if it is matched; there is then no `name` column.
        candidates: How many candidates to list in a `candidates` column; 0 for no such column.
        explain: Add a `reason` column: why, in a sentence.
        separator: What stands between several names in a cell, or each of several such texts; None where a
            cell holds one.
        encoding: Of an input that is delimited text, as `windows-1251`; None to recognise it.
        delimiter: Of such an input, one character or a word such as `tab`; None to recognise it.
        header_row: The row of the header in such an input or a workbook, from 1; None for the first row that
            holds anything.
        quotes: Whether quotes hold cells of such an input together; None to recognise it where tabs part
            cells, and otherwise they do.
        no_header: There is no header: columns are chosen by number, and none is written where the format can
            do without.
        skip_rows: Rows at the beginning that are no part of the table.
        join_columns: Where several inputs become one table, join columns by name: it has all that any of them
            has, and what an input has not stays empty.
        prefix: Text before the names of the added columns.
        bom: Begin output that is delimited text with a byte order mark, by which Excel knows UTF-8.
        country: The column that says of which country an entity is, as `columns` has one; None for none.
        born: The column that says when a person was born, likewise.
        type: The column that says `person`, `place` or `organization`.
        given: The column with given names; with it and the next the name may be empty in its own column.
        family: The column with family names.
    """

    columns: tuple[str, ...] = ()
    best: bool = False
    replace: bool = False
    candidates: int = 0
    explain: bool = False
    separator: str | tuple[str, ...] | None = None
    encoding: str | None = None
    delimiter: str | None = None
    quotes: bool | None = None
    header_row: int | None = None
    no_header: bool = False
    skip_rows: int = 0
    join_columns: bool = False
    prefix: str = ""
    bom: bool = False
    country: str | None = None
    born: str | None = None
    type: str | None = None
    given: str | None = None
    family: str | None = None

    def __post_init__(self) -> None:
        if self.separator is not None and not (self.separators and all(self.separators)):
            raise TableError("the separator '' is empty; give what stands between two names, as ';'")
        many = self.candidates
        if not isinstance(many, int) or isinstance(many, bool) or many < 0:
            raise TableError(f"candidates is a number of them, 0 for none, not {many!r}")
        place_header(self.header_row, self.no_header, self.skip_rows)
        if self.join_columns and self.no_header:
            raise TableError("--join-columns joins columns by name, and with --no-header they have none")

    @property
    def header(self) -> HeaderPlace:
        """Where the header is."""
        return place_header(self.header_row, self.no_header, self.skip_rows)

    @property
    def form(self) -> TextForm:
        """How an input that is delimited text is written, as far as that is said."""
        return TextForm(self.encoding, self.delimiter, self.header, self.quotes)

    @property
    def separators(self) -> tuple[str, ...]:
        """What stands between several names in a cell; none where a cell holds one."""
        if self.separator is None:
            return ()
        return (self.separator,) if isinstance(self.separator, str) else tuple(self.separator)

    @property
    def joint(self) -> str:
        """What is written between several answers: the first separator, or nothing."""
        return self.separators[0] if self.separators else ""

    @property
    def between(self) -> re.Pattern[str] | None:
        """Finds what stands between two names: of several separators that begin alike, the longest."""
        longest_first = sorted(self.separators, key=len, reverse=True)
        return re.compile(f"({'|'.join(map(re.escape, longest_first))})") if longest_first else None

    @property
    def others(self) -> dict[str, str]:
        """The columns that say something besides the name, by what they say."""
        given = ((field, getattr(self, field)) for field in FIELDS)
        return {field: column for field, column in given if column is not None}

    @property
    def kinds(self) -> tuple[str, ...]:
        """What is added for each column, in order."""
        name = () if self.replace else ("name",)
        asked = (("candidates", self.candidates), ("reason", self.explain))
        return (*name, "id", "score", "status", *(kind for kind, wanted in asked if wanted))


class Answer(NamedTuple):
    """What is known of one spelling, as texts for a table.

    Attributes:
        name: The name to print, or empty.
        id: The entity's id, or empty.
        score: Of the best candidate, four decimals, rounded down; empty for an empty cell.
        status: `matched`, `ambiguous` or `unknown`.
        candidates: `id:score` of each, best first, with spaces between.
        reason: Why, in a sentence, if that was asked for.
    """

    name: str = ""
    id: str = ""
    score: str = ""
    status: str = "unknown"
    candidates: str = ""
    reason: str = ""


class Rendering(NamedTuple):
    """What a cell turns into.

    Attributes:
        answer: What is known of the names in it, joined as they are.
        added: The added cells, ready to stand in delimited text, each with a delimiter before it.
        replaced: The value that replaces the cell's, or None to leave it as it is.
        asked: The names in it, as the matcher was asked for them, empty ones included.
    """

    answer: Answer
    added: str
    replaced: str | None
    asked: tuple[Asked, ...]


class Answers:
    """Matches each distinct spelling once and remembers what to write beside it.

    Where other columns say something of the names, that belongs to what is distinct: two rows have one answer
    if all those cells are equal.

    Args:
        matcher: Decides who is meant.
        options: What is to be written.
        delimiter: Of the text that is written; empty where the table is none.
        tick: Called between two portions of spellings.
        quoting: Whether quotes mean anything in the text that is written; None if they do.

    Attributes:
        counts: How often each cell came, filled by those who read the table.
        odd: The cells of other columns that are not what they should be, by what the column says.
        options: What is to be written.
        header_names: Listed names that stand in the header, as if it were a row like all others.
    """

    def __init__(
        self,
        matcher: Answering,
        options: Options,
        delimiter: str = "",
        tick: Callable[[], None] = lambda: None,
        quoting: Quoting | None = None,
    ) -> None:
        self.counts: Counter[Cell] = Counter()
        self.options = options
        self.header_names: tuple[str, ...] = ()
        columns = options.others
        self.odd = {f: OddCells(columns[f], what) for f, what in CHECKED.items() if f in columns}
        self._matcher = matcher
        self._decides = matcher.decides if isinstance(matcher, Deciding) else lambda name: False
        self._delimiter = delimiter
        self._quoting = quoting or Quoting()
        self._values = itemgetter(*map(Answer._fields.index, options.kinds))
        self._tick = tick
        self._answers: dict[Asked, Answer] = {NOTHING: Answer()}
        self._renderings: dict[Cell, Rendering] = {}

    def learn(self, cells: Iterable[Cell]) -> None:
        """Match the spellings in these cells that are new, so that `render` knows all of them.

        Args:
            cells: Values of cells, with what their rows say; repetitions cost nothing.
        """
        cells = [cell for cell in dict.fromkeys(cells) if cell not in self._renderings]
        asked = {cell: ask(cell, self._parts(cell), self._decides) for cell in cells}
        new = dict.fromkeys(one for each in asked.values() for one in each if one not in self._answers)
        self._answers.update(dict.fromkeys(_not_text(new), Answer(score="0.0000")))
        self._match([one for one in new if one not in self._answers])
        self._renderings.update((cell, self._compose(cell, each)) for cell, each in asked.items())

    def _match(self, asked: list[Asked]) -> None:
        bar = open_bar()
        if bar is not None:
            bar.expect(len(asked))
        for start in range(0, len(asked), TOGETHER):
            some = asked[start : start + TOGETHER]
            if bar is not None:
                bar.begin(len(some))
            spellings, beside = [one.spelling for one in some], [one.beside for one in some]
            most = max(1, self.options.candidates)
            said = beside if any(beside) else None
            verdicts = self._matcher.verdicts(spellings, most, beside=said, reasons=self.options.explain)
            display = self._matcher.display
            pairs = zip(some, verdicts, strict=True)
            self._answers.update((one, answer(v, self.options, display)) for one, v in pairs)
            self._tick()

    def notice_header(self, header: Sequence[str], columns: Iterable[Column]) -> None:
        """Remember the listed names in a header over columns of names: it may be a row like all others.

        Args:
            header: What the columns of the table are called, by one of its rows.
            columns: Those of names.
        """
        asked = {name.strip() for name in self.options.columns}
        titles = [header[column.position].strip() for column in columns]
        titles = [title for title in titles if title and title not in asked]
        verdicts = self._matcher.verdicts(titles) if titles else []
        pairs = zip(titles, verdicts, strict=True)
        self.header_names += tuple(title for title, verdict in pairs if verdict.status == "matched")

    def render(self, cell: Cell) -> Rendering:
        """Return what a cell turns into.

        Args:
            cell: A value that `learn` has seen.
        """
        return self._renderings[cell]

    def odd_fields(self, cell: Cell) -> list[str]:
        """Return which of the other columns have in this row a cell that is not what it should be.

        Args:
            cell: With what its row says.
        """
        return [] if isinstance(cell, str) else [f for f in self.odd if is_odd(f, getattr(cell, f))]

    def tally(self) -> tuple[Counter[str], Counter[str], int]:
        """Return how often each status came, how often each unknown spelling, and how many were distinct.

        Empty cells and empty places between separators count as `empty`, not as `unknown`.
        """
        statuses: Counter[str] = Counter()
        unknown: Counter[str] = Counter()
        distinct: set[str] = set()
        for cell, count in self.counts.items():
            for asked in self._renderings[cell].asked:
                status = self._answers[asked].status if asked.spelling else "empty"
                statuses[status] += count
                if status == "unknown":
                    unknown[asked.spelling] += count
                distinct.add(asked.spelling)
        return statuses, unknown, len(distinct - {""})

    def several(self) -> tuple[int, str]:
        """Return how many cells seem to hold several names, where none was said to, and one of them."""
        count, example = 0, ""
        for cell, often in () if self.options.separators else self.counts.items():
            [asked] = self._renderings[cell].asked
            if not asked.spelling or self._answers[asked].status != "ambiguous":
                continue
            reading = read_cell(asked.spelling)
            if reading is not None and reading.several and read_stored(asked.spelling) is None:
                count, example = count + often, example or asked.spelling
        return count, example

    def damaged(self) -> tuple[int, str]:
        """Return how many cells have signs where letters were, as `То?аев`, and one of them."""
        count, example = 0, ""
        for cell, often in self.counts.items():
            text = cell.cell if isinstance(cell, Row) else cell
            if ("?" in text or "\ufffd" in text) and _LOST.search(text):
                count, example = count + often, example or text
        return count, example

    def _parts(self, cell: Cell) -> list[str]:
        """The names in a cell, with the spaces around them."""
        return self._pieces(cell)[::2]

    def _pieces(self, cell: Cell) -> list[str]:
        """The names in a cell, and between each two what parts them."""
        text = cell.cell if isinstance(cell, Row) else cell
        return self._between.split(text) if self._between else [text]

    @cached_property
    def _between(self) -> re.Pattern[str] | None:
        return self.options.between

    def _compose(self, cell: Cell, asked: tuple[Asked, ...]) -> Rendering:
        answers = [self._answers[one] for one in asked]
        joined = answers[0]
        if len(answers) > 1:
            joined = self._join(answers)
        added = self._quoting.encode_all(self._values(joined), self._delimiter) if self._delimiter else ""
        replaced = self._replacement(cell, answers) if self.options.replace else None
        return Rendering(joined, added, replaced, asked)

    def _join(self, answers: list[Answer]) -> Answer:
        """Return the answers for the names in a cell as one; what parts two reasons stands within none."""
        joint = self.options.joint
        mark = joint.strip()
        other = "," if mark == ";" else ";"
        apart = [each._replace(reason=each.reason.replace(mark, other)) if mark else each for each in answers]
        return Answer(*map(joint.join, zip(*apart, strict=True)))

    def _replacement(self, cell: Cell, answers: list[Answer]) -> str | None:
        if not any(answer.name for answer in answers):
            return None
        pieces = self._pieces(cell)
        pieces[::2] = [_put(part, answer.name) for part, answer in zip(pieces[::2], answers, strict=True)]
        return "".join(pieces)


def _put(part: str, name: str) -> str:
    """A name in the place of a spelling, with the spaces that stood around it."""
    stripped = part.strip()
    if not name or not stripped:
        return name or part  # a name in an empty place is known from other columns
    return part.replace(stripped, name, 1)


def _not_text(asked: Collection[Asked]) -> list[Asked]:
    """Those whose spelling is not text throughout; nearly always none, which one look at all tells."""
    if _is_text("".join([one.spelling for one in asked])):
        return []
    return [one for one in asked if not _is_text(one.spelling)]


def _is_text(spelling: str) -> bool:
    """Whether a spelling is text throughout, with no half of a character (a lone surrogate) in it."""
    try:
        spelling.encode()
    except UnicodeEncodeError:
        return False
    return True


def answer(verdict: Verdict, options: Options, display: Callable[[Entity], str]) -> Answer:
    """Return a verdict as texts for a table.

    Args:
        verdict: On a spelling that is not empty.
        options: Whether candidates fill the gaps, and how many are listed.
        display: Gives the name of an entity in the style asked for.
    """
    status, entity, name, score, candidates, reason = verdict
    if entity is None and options.best and candidates:
        entity = candidates[0][0]
        name = None if options.replace else display(entity)  # a guess never overwrites what was written
    listed = [f"{entity.id}:{render_score(score)}" for entity, score in candidates[: options.candidates]]
    shown = ((name or ""), entity.id) if entity else ("", "")
    return Answer(*shown, render_score(score), status, " ".join(listed), reason)
