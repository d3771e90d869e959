"""Entities as they are read from one file or several, each with its place, and what holds between them."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from names.gazetteer.faults import Fault, Findings, shown
from names.gazetteer.records import Entity

BETWEEN_REPORTS = 1000  # entities

_URL_SAFE_ID = re.compile("[a-z0-9-]+")


SHOWN_IDS = 20  # of namesakes, in a line that names them


class Namesakes(msgspec.Struct, frozen=True):
    """A text that leads to several entities.

    Attributes:
        text: As one of them spells it; letter case and spacing make no difference.
        ids: All the entities, in the order of the gazetteer.
    """

    text: str
    ids: tuple[str, ...]

    def __str__(self) -> str:
        more = len(self.ids) - SHOWN_IDS
        ids = ", ".join(self.ids[:SHOWN_IDS]) + (f" and {more:,} more" if more > 0 else "")
        return f"{shown(self.text)} leads to {len(self.ids):,} entities: {ids}"


def no_report(count: int) -> None:
    """Report nothing of how far the work is."""


class Roll:
    """Every entity read so far, and the file and line where it stands.

    Args:
        report: Called with how many there are, now and then.

    Attributes:
        entities: Every entity, in order.
        positions: Where each id stands among them.
        is_one: Tells whether two records with one id, of two files, are one; then that is no fault.
        shared: Where such a one stands, and the record that came again.
        repeated: How many records were passed over that say what another one says.
    """

    def __init__(self, report: Callable[[int], object] = no_report) -> None:
        self._report = report
        self.entities: list[Entity] = []
        self.positions: dict[str, int] = {}
        self._made: set[int] = set()  # entities whose ids were made of their names, and may change
        self._numbers: dict[str, int] = {}  # of the next entity with such an id
        self._lines = array("L")
        self.is_one: Callable[[Entity, Entity], object] = lambda one, other: False
        self.repeated = 0
        self.shared: list[tuple[int, Entity]] = []  # records that came again in another list, under one id
        self._files: list[str] = []
        self._starts: list[int] = []

    def __len__(self) -> int:
        return len(self.entities)

    @property
    def met(self) -> int:
        """How many records there were, those among them that were added to another."""
        return len(self.entities) + len(self.shared) + self.repeated

    def begin(self, file: str) -> None:
        """Say that what is added from now on stands in this file."""
        self._files.append(file)
        self._starts.append(len(self.entities))

    def add(self, entity: Entity, line: int, findings: Findings) -> None:
        """Add an entity; an id that is taken is a fault, and names both places."""
        position = len(self.entities)
        first = self.positions.setdefault(entity.id, position)
        if first in self._made:
            self._give_way(first, position)
        elif first != position and first < self._starts[-1] and self.is_one(self.entities[first], entity):
            self.shared.append((first, entity))
            return
        elif first != position:
            what = f"the id {shown(entity.id)} is taken, at {self.place(first)}"
            findings.add(line, what, "give this one another id, or merge the two records")
            return
        self._append(entity, line)

    def add_made(self, entity: Entity, line: int) -> bool:
        """Add an entity whose id was made of its name; it gets a number where the id is taken.

        Args:
            entity: The entity.
            line: Where it stands.

        Returns:
            Whether it got a number.
        """
        free = self._free(entity.id)
        self.positions[free] = len(self.entities)
        self._made.add(len(self.entities))
        self._append(entity if free == entity.id else msgspec.structs.replace(entity, id=free), line)
        return free != entity.id

    def replace(self, id: str, entity: Entity) -> None:
        """Put an entity into the place of that which has its id.

        Args:
            id: Of both.
            entity: The new one.
        """
        self.entities[self.positions[id]] = entity

    def get(self, id: str) -> Entity | None:
        """Return the entity of an id, None where there is none yet."""
        position = self.positions.get(id)
        return None if position is None else self.entities[position]

    def _free(self, id: str) -> str:
        """Return an id that is free: this one, or else with a number behind it."""
        number, free = self._numbers.get(id, 2), id
        while free in self.positions:
            free, number = f"{id}-{number}", number + 1
        self._numbers[id] = number
        return free

    def _give_way(self, made: int, position: int) -> None:
        """Have an entity whose id was made take another, since a list gives that id to somebody."""
        id = self.entities[made].id
        free = self._free(id)
        self.entities[made] = msgspec.structs.replace(self.entities[made], id=free)
        self.positions |= {free: made, id: position}

    def _append(self, entity: Entity, line: int) -> None:
        self.entities.append(entity)
        self._lines.append(line)
        if len(self._lines) % BETWEEN_REPORTS == 0:
            self._report(len(self._lines))

    def place(self, position: int) -> str:
        """Return the `FILE:LINE` of an entity by its position."""
        return f"{self._file(position)}:{self._lines[position]}"

    def list_numbers(self) -> list[int]:
        """Return for each entity the number of the file that it stands in."""
        return [bisect_right(self._starts, position) for position in range(len(self.entities))]

    def _file(self, position: int) -> str:
        return self._files[bisect_right(self._starts, position) - 1]

    def leave_out_unled(self) -> list[Fault]:
        """Leave out the records whose `replaced_by` leads nowhere or in a circle, and return their faults."""
        left: list[Fault] = []
        while faults := {fault.line: fault for fault in self.replacement_faults(whole=True)}:
            circling = follow_replacements(self.entities)[1]
            kept = [
                position for position, entity in enumerate(self.entities)
                if entity.replaced_by is None
                or (entity.replaced_by in self.positions and entity.id not in circling)
            ]  # fmt: skip
            left += faults.values()
            self._keep(kept)
        return left

    def _keep(self, kept: Sequence[int]) -> None:
        """Keep some of the entities alone, by their positions."""
        self._starts = [bisect_left(kept, start) for start in self._starts]
        self._lines = array("L", [self._lines[position] for position in kept])
        self.entities = [self.entities[position] for position in kept]
        self.positions = {entity.id: position for position, entity in enumerate(self.entities)}

    def replacement_faults(self, whole: bool) -> Iterator[Fault]:
        """Yield a fault for every `replaced_by` that leads nowhere or in a circle.

        Args:
            whole: False when some records could not be read: an id that is not here may stand among them, and
                is then no fault.
        """
        circling = follow_replacements(self.entities)[1]
        for position, entity in enumerate(self.entities):
            if entity.replaced_by is None:
                continue
            if entity.id in circling:
                what, remedy = "leads in a circle", "leave it out of the record that stays"
            elif whole and entity.replaced_by not in self.positions:
                what, remedy = "leads to no entity", "write the id of the record that took its place"
            else:
                continue
            what = f"replaced_by {shown(entity.replaced_by)} {what}"
            yield Fault(self._file(position), self._lines[position], what, remedy)


def follow_replacements(entities: Iterable[Entity]) -> tuple[dict[str, str], set[str]]:
    """Return where every replaced id leads in the end, and the ids that go in a circle.

    Each id is passed once, however long the chains are.

    Examples:
        >>> chain = [Entity("a", "A", (), replaced_by="b"), Entity("b", "B", (), replaced_by="c")]
        >>> follow_replacements(chain)
        ({'a': 'c', 'b': 'c'}, set())
    """
    next_id = {entity.id: entity.replaced_by for entity in entities if entity.replaced_by is not None}
    ends: dict[str, str] = {}
    circling: set[str] = set()
    for start in next_id:
        path: dict[str, None] = {}
        here = start
        while here in next_id and here not in ends and here not in path:
            path[here] = None
            here = next_id[here]
        if here in path:
            passed = list(path)
            circling.update(passed[passed.index(here) :])
        end = ends.get(here, here)
        ends.update(dict.fromkeys(path, end))
    return ends, circling


def find_namesakes(
    entities: Sequence[Entity], positions: Mapping[str, int], ends: Mapping[str, str]
) -> list[Namesakes]:
    """Return every text that leads to several entities, in the order of the gazetteer.

    A record that was replaced counts as the one that took its place.

    Args:
        entities: All entities.
        positions: Where each id stands among them.
        ends: Where each replaced id leads in the end.
    """
    first: dict[str, int] = {}
    shared: dict[str, set[int]] = {}
    spelled: dict[str, str] = {}
    for entity in entities:
        position = positions[ends.get(entity.id, entity.id)]
        for form in entity.forms:
            key = plain_text(form.text)
            other = first.setdefault(key, position)
            if other != position:
                shared.setdefault(key, {other}).add(position)
                spelled.setdefault(key, form.text)
    in_order = sorted((sorted(sharers), spelled[key]) for key, sharers in shared.items())
    return [Namesakes(text, tuple(entities[p].id for p in sharers)) for sharers, text in in_order]


def plain_text(text: str) -> str:
    """Return a text without what makes no difference in print: letter case and spacing."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.casefold().split())


def unsafe_ids(entities: Iterable[Entity]) -> list[str]:
    """Return the ids that are not made of a-z, 0-9 and - alone, as those of the shipped file must be.

    Other lists keep the ids they have; ours stand in addresses, so they are safe in any of them.
    """
    return [entity.id for entity in entities if not _URL_SAFE_ID.fullmatch(entity.id)]
