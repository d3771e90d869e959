"""What is written beside a cell of names, worked out once for each spelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from names.decision import render_score
from names.tables.errors import TableError
from names.tables.records import encode_cell

if TYPE_CHECKING:
    from names.gazetteer import Entity
    from names.matcher import Match

TOGETHER = 4096  # spellings matched in one go, between two reports of progress


class Answering(Protocol):
    """Whoever says whom spellings stand for: a matcher, alone, shared by processes, or under decisions."""

    @property
    def display(self) -> Callable[[Entity], str]:
        """Gives the name of an entity as it is to be printed."""

    def match_many(self, texts: Iterable[str | None], most: int | None = None) -> list[Match]:
        """Return one answer per spelling, in order, each with so many candidates at least."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a run over a table.

    Attributes:
        columns: The columns of names: a header's name, `name#2` for the second so called, `#3` by number.
        best: Fill name and id with the first candidate where nothing is matched too; with `replace` the id
            alone.
        replace: Write the name into the cell itself, if it is matched; there is then no `name` column.
        candidates: How many candidates to list in a `candidates` column; 0 for no such column.
        separator: What stands between several names in a cell; None where a cell holds one.
        encoding: Of an input that is delimited text, as `windows-1251`; None to recognise it.
        delimiter: Of such an input, one character or a word such as `tab`; None to recognise it.
        prefix: Text before the names of the added columns.
        bom: Begin output that is delimited text with a byte order mark, by which Excel knows UTF-8.
    """

    columns: tuple[str, ...]
    best: bool = False
    replace: bool = False
    candidates: int = 0
    separator: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    prefix: str = ""
    bom: bool = False

    def __post_init__(self) -> None:
        if not self.columns:
            raise TableError("no column is named; say which columns hold names, as columns=('person',)")
        if self.separator is not None and not self.separator:
            raise TableError("the separator '' is empty; give what stands between two names, as ';'")

    @property
    def kinds(self) -> tuple[str, ...]:
        """What is added for each column, in order."""
        name = () if self.replace else ("name",)
        return (*name, "id", "score", "status", *(("candidates",) if self.candidates else ()))


class Answer(NamedTuple):
    """What is known of one spelling, as texts for a table.

    Attributes:
        name: The name to print, or empty.
        id: The entity's id, or empty.
        score: Of the best candidate, four decimals, rounded down; empty for an empty cell.
        status: `matched`, `ambiguous` or `unknown`.
        candidates: `id:score` of each, best first, with spaces between.
    """

    name: str = ""
    id: str = ""
    score: str = ""
    status: str = "unknown"
    candidates: str = ""


class Rendering(NamedTuple):
    """What a cell turns into.

    Attributes:
        answer: What is known of the names in it, joined as they are.
        added: The added cells, ready to stand in delimited text, each with a delimiter before it.
        replaced: The value that replaces the cell's, or None to leave it as it is.
        spellings: The names in it, without the spaces around them, empty ones included.
    """

    answer: Answer
    added: str
    replaced: str | None
    spellings: tuple[str, ...]


class Answers:
    """Matches each distinct spelling once and remembers what to write beside it.

    Args:
        matcher: Decides who is meant.
        options: What is to be written.
        delimiter: Of the text that is written; empty where the table is none.
        tick: Called between two portions of spellings.

    Attributes:
        counts: How often each cell came, filled by those who read the table.
    """

    def __init__(
        self,
        matcher: Answering,
        options: Options,
        delimiter: str = "",
        tick: Callable[[], None] = lambda: None,
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._matcher = matcher
        self._options = options
        self._delimiter = delimiter
        self._tick = tick
        self._answers: dict[str, Answer] = {"": Answer()}
        self._renderings: dict[str, Rendering] = {}

    def learn(self, cells: Iterable[str]) -> None:
        """Match the spellings in these cells that are new, so that `render` knows all of them.

        Args:
            cells: Values of cells; repetitions cost nothing.
        """
        cells = [cell for cell in dict.fromkeys(cells) if cell not in self._renderings]
        new = dict.fromkeys(s for cell in cells for s in self._spellings(cell) if s not in self._answers)
        odd = [spelling for spelling in new if not _is_text(spelling)]
        self._answers.update(dict.fromkeys(odd, Answer(score="0.0000")))
        texts = [spelling for spelling in new if spelling not in self._answers]
        for start in range(0, len(texts), TOGETHER):
            some = texts[start : start + TOGETHER]
            matches = self._matcher.match_many(some, max(1, self._options.candidates))
            display = self._matcher.display
            pairs = zip(some, matches, strict=True)
            self._answers.update((s, answer(m, self._options, display)) for s, m in pairs)
            self._tick()
        self._renderings.update((cell, self._compose(cell)) for cell in cells)

    def render(self, cell: str) -> Rendering:
        """Return what a cell turns into.

        Args:
            cell: A value that `learn` has seen.
        """
        return self._renderings[cell]

    def tally(self) -> tuple[Counter[str], Counter[str], int]:
        """Return how often each status came, how often each unknown spelling, and how many were distinct.

        Empty cells and empty places between separators count as `empty`, not as `unknown`.
        """
        statuses: Counter[str] = Counter()
        unknown: Counter[str] = Counter()
        distinct: set[str] = set()
        for cell, count in self.counts.items():
            for spelling in self._renderings[cell].spellings:
                status = self._answers[spelling].status if spelling else "empty"
                statuses[status] += count
                if status == "unknown":
                    unknown[spelling] += count
                distinct.add(spelling)
        return statuses, unknown, len(distinct - {""})

    def _spellings(self, cell: str) -> list[str]:
        separator = self._options.separator
        return [part.strip() for part in (cell.split(separator) if separator else [cell])]

    def _compose(self, cell: str) -> Rendering:
        spellings = self._spellings(cell)
        answers = [self._answers[spelling] for spelling in spellings]
        joined = Answer(*map((self._options.separator or "").join, zip(*answers, strict=True)))
        values = [getattr(joined, kind) for kind in self._options.kinds if self._delimiter]
        added = "".join(self._delimiter + encode_cell(value, self._delimiter) for value in values)
        return Rendering(joined, added, self._replacement(cell, answers), tuple(spellings))

    def _replacement(self, cell: str, answers: list[Answer]) -> str | None:
        if not self._options.replace or not any(answer.name for answer in answers):
            return None
        separator = self._options.separator
        parts = cell.split(separator) if separator else [cell]
        named = [_put(part, answer.name) for part, answer in zip(parts, answers, strict=True)]
        return (separator or "").join(named)


def _put(part: str, name: str) -> str:
    """A name in the place of a spelling, with the spaces that stood around it."""
    stripped = part.strip()
    return part.replace(stripped, name, 1) if name and stripped else part


def _is_text(spelling: str) -> bool:
    """Whether a spelling is text throughout, with no half of a character (a lone surrogate) in it."""
    try:
        spelling.encode()
    except UnicodeEncodeError:
        return False
    return True


def answer(match: Match, options: Options, display: Callable[[Entity], str]) -> Answer:
    """Return a match as texts for a table.

    Args:
        match: Of a spelling that is not empty.
        options: Whether candidates fill the gaps, and how many are listed.
        display: Gives the name of an entity in the style asked for.
    """
    entity, name = match.entity, match.name
    if entity is None and options.best and match.candidates:
        entity = match.candidates[0].entity
        name = None if options.replace else display(entity)  # a guess never overwrites what was written
    listed = match.candidates[: options.candidates]
    return Answer(
        name=(name or "") if entity else "",
        id=entity.id if entity else "",
        score=render_score(match.score),
        status=match.status,
        candidates=" ".join(f"{c.entity.id}:{render_score(c.score)}" for c in listed),
    )
