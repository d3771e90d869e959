"""Decisions of a person: whom certain spellings stand for, whatever the matcher would say.

They are a table, CSV or TSV, with the columns `spelling`, `id` and, if wanted, `note`. An empty id means that
the spelling stands for nobody listed. The id of a record that was merged into another means that other one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from names.gazetteer import Entity
from names.match import Verdict
from names.tables.answers import Answering
from names.tables.dialects import TextForm
from names.tables.encodings import Decoder
from names.tables.openings import Opening, read_pieces
from names.tables.output import open_source
from names.tables.table_errors import EmptyTableError, TableError

if TYPE_CHECKING:
    from names.circumstances import Circumstances
    from names.matcher import Matcher

BLOCK = 1 << 20  # bytes read at a time
COLUMNS = ("spelling", "id")
DECIDED = 1.0  # the score of what a person decided; no score that is computed reaches it
SHOWN_FAULTS = 20  # a screenful


class DecisionError(TableError):
    """Says everything that is wrong in a table of decisions, which is then not used at all.

    Attributes:
        faults: All of them, by line; `str()` shows the first twenty.
    """

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        hidden = len(self.faults) - SHOWN_FAULTS
        return "\n".join([*self.faults[:SHOWN_FAULTS], *([f"… and {hidden} more"] if hidden > 0 else [])])


class Decisions:
    """Answers decided spellings as decided, and asks a matcher for all others.

    Args:
        decided: The entity of each spelling, None for nobody listed. Space around a spelling does not count;
            otherwise spellings are equal to the letter or not at all.
        matcher: Asked for the rest.

    Attributes:
        met: The decided spellings that were asked for.

    Examples:
        >>> from names import Matcher
        >>> matcher = Matcher()
        >>> decisions = Decisions({"K. T.": matcher.entity("kassym-jomart-tokayev"), "Toqaev": None}, matcher)
        >>> [(told.status, told.name) for told in decisions.verdicts([" K. T. ", "Toqaev"])]
        [('matched', 'Kassym-Jomart Tokayev'), ('unknown', None)]
    """

    def __init__(self, decided: Mapping[str, Entity | None], matcher: Answering) -> None:
        self.met: set[str] = set()
        self._decided = {spelling.strip(): entity for spelling, entity in decided.items()}
        self._matcher = matcher

    def __len__(self) -> int:
        return len(self._decided)

    @property
    def decided(self) -> Mapping[str, Entity | None]:
        """The entity of each decided spelling, None for nobody listed."""
        return self._decided

    @property
    def display(self) -> Callable[[Entity], str]:
        """Gives the name of an entity as the matcher prints it."""
        return self._matcher.display

    def verdicts(
        self,
        texts: Iterable[str | None],
        most: int | None = None,
        *,
        beside: Iterable[Circumstances | None] | None = None,
    ) -> list[Verdict]:
        """Return one answer per spelling, in order; what was decided has a score of 1.

        Args:
            texts: As for `Matcher.verdicts`.
            most: As there.
            beside: As there; it says nothing of a decided spelling.
        """
        asked = list(texts)
        said = None if beside is None else list(beside)
        spellings = [(text or "").strip() for text in asked]
        open_ones = [n for n, spelling in enumerate(spellings) if not self._has(spelling)]
        others = None if said is None else [said[n] for n in open_ones]
        answers = iter(self._matcher.verdicts([asked[n] for n in open_ones], most, beside=others))
        self.met |= self._decided.keys() & set(spellings)
        return [self._answer(spelling) if self._has(spelling) else next(answers) for spelling in spellings]

    def _has(self, spelling: str) -> bool:
        return spelling in self._decided

    def _answer(self, spelling: str) -> Verdict:
        entity = self._decided[spelling]
        if entity is None:
            return Verdict("unknown")
        return Verdict("matched", entity, self.display(entity), DECIDED, ((entity, DECIDED),))


def read_decisions(path: str | Path, matcher: Matcher, over: Answering | None = None) -> Decisions:
    """Return the decisions in a table.

    Args:
        path: A CSV or TSV file, or `-`.
        matcher: Knows the ids.
        over: Asked for what is not decided; None for the matcher itself.

    Raises:
        TableError: The file cannot be read, or has not the columns `spelling` and `id`.
        DecisionError: It has empty or repeated spellings, or ids that nobody has; all of them are named.
    """
    decided: dict[str, Entity | None] = {}
    lines: dict[str, int] = {}
    faults: list[str] = []
    for line, spelling, id_ in _rows(path):
        entity = matcher.entity(id_) if id_ else None
        place = f"{path}:{line}: "
        if not spelling:
            if id_:
                faults.append(
                    f"{place}the spelling is empty; write the one that is decided, or take the row out"
                )
        elif id_ is None:
            faults.append(f"{place}{spelling!r} has no cell for the id; add one, empty for nobody listed")
        elif id_ and entity is None:
            faults.append(
                f"{place}no entity has the id {id_!r}; correct it, or leave it empty for nobody listed"
            )
        elif spelling in decided and decided[spelling] != entity:
            faults.append(
                f"{place}{spelling!r} was decided otherwise in line {lines[spelling]}; keep one of the two"
            )
        else:
            decided[spelling] = entity
            lines.setdefault(spelling, line)
    if faults:
        raise DecisionError(faults)
    return Decisions(decided, over or matcher)


def check_decisions(given: Mapping[str, str | None], matcher: Matcher) -> Decisions:
    """Return decisions given as spellings with ids.

    Args:
        given: The id for each spelling; None or empty for nobody listed.
        matcher: Knows the ids, and is asked for what is not decided.

    Raises:
        DecisionError: It has empty or repeated spellings, or ids that nobody has; all of them are named.
    """
    decided: dict[str, Entity | None] = {}
    faults: list[str] = []
    for written, id_ in given.items():
        spelling = written.strip() if isinstance(written, str) else ""
        entity = matcher.entity(id_) if isinstance(id_, str) and id_ else None
        if not spelling:
            faults.append(f"decisions: {written!r} is no spelling; write the one that is decided")
        elif entity is None and (id_ not in (None, "") or not isinstance(id_, str | None)):
            faults.append(
                f"decisions: no entity has the id {id_!r}, of {spelling!r}; correct it, or give None for "
                "nobody listed"
            )
        elif spelling in decided and decided[spelling] != entity:
            faults.append(f"decisions: {spelling!r} is decided twice, and otherwise; keep one of the two")
        else:
            decided[spelling] = entity
    if faults:
        raise DecisionError(faults)
    return Decisions(decided, matcher)


def _rows(path: str | Path) -> Iterator[tuple[int, str, str | None]]:
    """Line, spelling and id of every row; None for the id of a row that is too short to have one."""
    with open_source(path) as stream:
        pieces = read_pieces(stream, Decoder(str(path)), BLOCK)
        try:
            opening = Opening(pieces, str(path), COLUMNS, TextForm())
        except EmptyTableError:
            raise _no_decisions(str(path), []) from None
        spelling, id_ = _places(opening.names, str(path))
        for record in opening.rows():
            yield (
                record.line,
                opening.value(record, spelling).strip(),
                (opening.value(record, id_).strip() if id_ < len(record.cells) else None),
            )


def _places(names: Iterable[str], path: str) -> tuple[int, int]:
    titles = [name.strip().casefold() for name in names]
    if any(titles.count(column) != 1 for column in COLUMNS):
        raise _no_decisions(path, titles)
    return titles.index(COLUMNS[0]), titles.index(COLUMNS[1])


def _no_decisions(path: str, titles: Iterable[str]) -> TableError:
    there = ", ".join(map(repr, titles)) or "nothing"
    return TableError(
        f"{path}: decisions are a table with the columns spelling and id, and a note if wanted; "
        f"its first line has {there}"
    )
