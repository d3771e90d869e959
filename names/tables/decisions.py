"""Decisions of a person: whom certain spellings stand for, whatever the matcher would say.

They are a table with the columns `spelling`, `id` and, if wanted, `note`; or a review that comes back
(`names.tables.decided_rows`). Columns `country`, `born` and `type` say of which rows a decision is
(`names.tables.decided_names`). An empty id means that the spelling stands for nobody listed. The id of a
record that was merged into another means that other one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from names.circumstances import circumstances
from names.errors import NamesError
from names.gazetteer import Entity
from names.match import Verdict
from names.tables.answers import Answering
from names.tables.decided_names import FIELDS, Decided, Name, contradictions, find, name_of, words_of
from names.tables.decided_rows import looked_up, numbers_of, read_rows, standing
from names.tables.rows import Asked
from names.tables.table_errors import TableError

if TYPE_CHECKING:
    from names.circumstances import Circumstances
    from names.matcher import Matcher

DECIDED = 1.0  # the score of what a person decided; no score that is computed reaches it
REASON = "decided by hand"
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
        decided: The entity of each spelling, None for nobody listed; or of a spelling where a row says
            something besides (`Asked`). Space around a spelling does not count; otherwise spellings are equal
            to the letter or not at all.
        matcher: Asked for the rest.
        ended: How many more there are that hold no longer.

    Attributes:
        met: The decided names that were asked for.
        ended: How many more the table has that hold no longer.

    Examples:
        >>> from names import Matcher
        >>> matcher = Matcher()
        >>> decisions = Decisions({"K. T.": matcher.entity("kassym-jomart-tokayev"), "Toqaev": None}, matcher)
        >>> [(told.status, told.name) for told in decisions.verdicts([" K. T. ", "Toqaev"])]
        [('matched', 'Kassym-Jomart Tokayev'), ('unknown', None)]
    """

    def __init__(
        self, decided: Mapping[str, Entity | None] | Decided, matcher: Answering, ended: int = 0
    ) -> None:
        self.met: set[Name] = set()
        self.ended = ended
        self._decided: dict[Name, Entity | None] = {
            name.strip() if isinstance(name, str) else name_of(name.spelling.strip(), name.beside): entity
            for name, entity in decided.items()
        }
        self._matcher = matcher

    def __len__(self) -> int:
        return len(self._decided)

    @property
    def decided(self) -> Decided:
        """The entity of each decided name, None for nobody listed."""
        return self._decided

    def decides(self, name: Asked) -> bool:
        """Tell whether a name is decided, with what its row says.

        Args:
            name: As a row has it.
        """
        return find(self._decided, name) is not None

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
        reasons: bool = False,
    ) -> list[Verdict]:
        """Return one answer per spelling, in order; what was decided has a score of 1.

        Args:
            texts: As for `Matcher.verdicts`.
            most: As there.
            beside: As there; it tells too which decision of a spelling holds.
            reasons: As there; of what was decided the reason is that.
        """
        asked = list(texts)
        said = None if beside is None else list(beside)
        spellings = [(text or "").strip() for text in asked]
        keys = [
            find(self._decided, Asked(spelling, said[n] if said else None))
            for n, spelling in enumerate(spellings)
        ]
        open_ones = [n for n, key in enumerate(keys) if key is None]
        others = None if said is None else [said[n] for n in open_ones]
        left = [asked[n] for n in open_ones]
        answers = iter(self._matcher.verdicts(left, most, beside=others, reasons=reasons))
        self.met.update(key for key in keys if key is not None)
        return [next(answers) if key is None else self._answer(key, reasons=reasons) for key in keys]

    def _answer(self, name: Name, *, reasons: bool) -> Verdict:
        entity = self._decided[name]
        why = REASON if reasons else ""
        if entity is None:
            return Verdict("unknown", reason=why)
        return Verdict("matched", entity, self.display(entity), DECIDED, ((entity, DECIDED),), why)


class ListedIds:
    """Finds entities by ids as people and spreadsheets write them.

    Args:
        matcher: Knows the list.
    """

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher

    @cached_property
    def _numbers(self) -> dict[str, str]:
        register = self._matcher.register
        return numbers_of([register.entity(number).id for number in range(len(register))])

    def entity(self, id: str) -> Entity | None:
        """Return the entity of an id, None where nobody has it.

        Args:
            id: As it is listed, or 7 or 7.0 where a spreadsheet made a number of 007.
        """
        return self._matcher.entity(id) or self._matcher.entity(looked_up(id, self._numbers))


def read_decisions(path: str | Path, matcher: Matcher, over: Answering | None = None) -> Decisions:
    """Return the decisions in a table.

    Args:
        path: A table of any format, or `-`.
        matcher: Knows the ids.
        over: Asked for what is not decided; None for the matcher itself.

    Raises:
        TableError: The file cannot be read, or has not the columns `spelling` and `id`.
        DecisionError: It has empty or repeated spellings, or ids that nobody has; all of them are named.
    """
    table = read_rows(path)
    decided: dict[Name, Entity | None] = {}
    lines: dict[Name, int] = {}
    held = standing(table)
    faults = held.faults
    listed = ListedIds(matcher)
    for row in held.rows:
        spelling, line = row.spelling, row.line
        is_nobody = table.is_review and (row.is_new or row.is_nobody)  # who is to be listed is not yet
        id_ = "" if is_nobody else row.id
        entity = listed.entity(id_) if id_ else None
        place = f"{path}:{line}: "
        try:
            name = name_of(spelling, circumstances(**{field: row.cells.get(field) for field in FIELDS}))
        except NamesError as error:
            faults.append(f"{place}{error}, or leave it empty for any")
            continue
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
        elif name in decided and decided[name] != entity:
            faults.append(
                f"{place}{words_of(name)} was decided otherwise in line {lines[name]}; keep one of the two"
            )
        else:
            decided[name] = entity
            lines.setdefault(name, line)
    faults += (
        f"{path}:{lines[other]}: {words_of(other)} may be in one row with {words_of(one)}, which line "
        f"{lines[one]} decides otherwise; say in one of them what the other says too"
        for one, other in contradictions(decided)
    )
    if faults:
        raise DecisionError(faults)
    return Decisions(decided, over or matcher, held.ended)


def check_tables(paths: Sequence[str | Path], matcher: Matcher) -> Decisions:
    """Return what tables of decisions decide together, as those of several reviewers.

    Args:
        paths: Of the tables.
        matcher: Knows the ids.

    Raises:
        TableError: A file cannot be read, or has not the columns `spelling` and `id`.
        DecisionError: One has faults, or two disagree; all of them are named.
    """
    decided: dict[Name, Entity | None] = {}
    places: dict[Name, str | Path] = {}
    faults: list[str] = []
    ended = 0
    for path in paths:
        try:
            found = read_decisions(path, matcher)
        except DecisionError as error:
            faults += error.faults
            continue
        ended += found.ended
        for name, entity in found.decided.items():
            if name in decided and decided[name] != entity:
                mine, theirs = (each.id if each else "nobody" for each in (entity, decided[name]))
                faults.append(
                    f"{path}: {words_of(name)} is decided for {mine}, and for {theirs} in {places[name]}; "
                    "agree on one"
                )
            decided.setdefault(name, entity)
            places.setdefault(name, path)
    faults += (
        f"{places[other]}: {words_of(other)} may be in one row with {words_of(one)}, decided otherwise in "
        f"{places[one]}; agree on one"
        for one, other in contradictions(decided)
    )
    if faults:
        raise DecisionError(faults)
    return Decisions(decided, matcher, ended)


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
