"""What `names gazetteer check` finds in some files: how much there is, what is wrong, what is odd."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from names.bounds import MOST_FAULTS
from names.gazetteer.body_names import find_taken, words_of_taken
from names.gazetteer.collection import count_types
from names.gazetteer.faults import Fault
from names.gazetteer.location import locate
from names.gazetteer.rolls import find_namesakes, follow_replacements
from names.gazetteer.unfindable import find_unfindable
from names.visible import visible


class Report(msgspec.Struct, frozen=True):
    """What was found in some files.

    Attributes:
        sources: The files.
        types: How many entities there are of each type, commonest first; `no type` where a list is silent.
        forms: How many spellings there are in all.
        faults: Everything that is wrong; with any, the gazetteer cannot be used.
        warnings: One sentence for each thing that is odd, and no fault.
        told: What was taken, left and doubted of lists in other formats than ours, in lines.
    """

    sources: tuple[str, ...]
    types: dict[str, int]
    forms: int
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...]
    told: tuple[str, ...] = ()

    @property
    def entities(self) -> int:
        """How many entities there are, of all types."""
        return sum(self.types.values())

    def summary(self) -> str:
        """Return the whole in one line.

        Examples:
            >>> Report(("people.csv",), {"person": 2, "place": 1}, 7, (), ()).summary()
            '3 entities (2 person, 1 place), 7 forms; 0 faults, 0 warnings'
        """
        faults = _count(len(self.faults), "fault", "faults")
        return f"{self.held}; {faults}, {_count(len(self.warnings), 'warning', 'warnings')}"

    @property
    def held(self) -> str:
        """How many entities of which types, and how many forms."""
        types = ", ".join(f"{count:,} {visible(word)}" for word, count in self.types.items())
        kinds = f" ({types})" if types else ""
        return f"{_count(self.entities, 'entity', 'entities')}{kinds}, {_count(self.forms, 'form', 'forms')}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _first(warnings: Iterable[object]) -> Iterator[str]:
    """Yield warnings in words, as many as anybody reads, and how many more there are."""
    coming = iter(warnings)
    yield from map(str, islice(coming, MOST_FAULTS))
    if more := sum(1 for _ in coming):
        yield f"… and {more:,} more like these"


def check(
    *paths: str | os.PathLike[str],
    id_column: str | None = None,
    name_column: str | None = None,
    encoding: str | None = None,
    kind: str | None = None,
    skip_faults: bool = False,
) -> Report:
    """Return a report on some gazetteer files, taken together; nothing is raised for what stands in them.

    Args:
        *paths: The files, in any form that `Gazetteer.read` takes.
        id_column: The column of a CSV or TSV that holds the ids; None for `id`.
        name_column: The column of a CSV or TSV that holds the names; None for `name`.
        encoding: Of lists that are delimited text; None to recognise it.
        kind: What the files are, as `Gazetteer.read` takes it.
        skip_faults: Whether records with faults are left out, as `Gazetteer.read` can.

    Returns:
        Counts of what could be read, every fault, and every warning; namesakes, and names that cannot be
        found, are looked for only where there are no faults.
    """
    from names.gazetteer.list_input import (
        TableForm,  # what reads lists is not needed where one is compiled
    )
    from names.gazetteer.loading import ListPlan, read_files

    files = [file for path in paths for file in locate(path)]
    reading = read_files(files, ListPlan(TableForm(id_column, name_column, encoding), kind, skip_faults))
    entities = reading.roll.entities
    odd: list[str] = []
    if not reading.faults:
        ends = follow_replacements(entities)[0]
        odd += _first(find_namesakes(entities, reading.roll.positions, ends))
        odd += _first(find_unfindable(entities))
        odd += words_of_taken(find_taken(entities))
    return Report(
        sources=tuple(map(str, files)),
        types=dict(count_types(entities).most_common()),
        forms=sum(len(entity.forms) for entity in entities),
        faults=reading.faults,
        warnings=(*map(str, reading.warnings), *odd),
        told=reading.told,
    )
