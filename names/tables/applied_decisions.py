"""Decisions put into a list: decided spellings become variants, and who is new becomes an entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from names.circumstances import circumstances
from names.errors import NamesError
from names.gazetteer.added_records import NEW, entities_of
from names.gazetteer.list_edits import read_text, with_additions
from names.gazetteer.made_ids import id_of_name
from names.gazetteer.records import Entity, Form
from names.gazetteer.rolls import plain_text
from names.tables.decided_rows import DecidedRow, looked_up, numbers_of, read_rows, standing
from names.tables.decisions import DecisionError

SAID = ("country", "born", "type")  # columns of a review that tell namesakes apart


class Applied(msgspec.Struct):
    """What decisions make of a list.

    Attributes:
        before: Its text.
        after: Its text with them.
        variants: How many spellings are added to entities that are listed.
        records: The names of those that are added.
    """

    before: str
    after: str
    variants: int
    records: list[str]


def apply_decisions(decisions: str | Path, into: Path, *, source: str | None = None) -> Applied:
    """Return a YAML list with decisions in it; nothing is written.

    Args:
        decisions: A table of them, of any format.
        into: The list, which need not be there yet.
        source: What each variant names as its source; None for the name of the table.

    Raises:
        TableError: The table cannot be read.
        DecisionError: Rows contradict each other or the list; all of them are named.
        GazetteerError: The list has faults.
    """
    table = read_rows(decisions)
    text = read_text(into)
    plan = _Plan(entities_of(into, text) if text != NEW else [], source or Path(str(decisions)).name)
    groups: dict[str, list[DecidedRow]] = defaultdict(list)
    held = standing(table)
    plan.faults += held.faults
    for row in held.rows:
        place = f"{decisions}:{row.line}: "
        if not row.spelling:
            if row.id or row.is_new:
                plan.faults.append(f"{place}the spelling is empty; write the one that is decided")
        elif row.is_new:
            groups[row.group or f"\0{row.line}"].append(row)
        elif row.id and not row.is_nobody:
            plan.add_variant(row, place)
    for rows in groups.values():
        plan.add_record(rows, f"{decisions}:{rows[0].line}: ")
    if plan.faults:
        raise DecisionError(plan.faults)
    variants = {id: forms for id, forms in plan.variants.items() if forms}
    after = with_additions(into, text, variants, plan.records)
    return Applied(
        text, after, sum(map(len, variants.values())), [str(record["name"]) for record in plan.records]
    )


class _Plan:
    """What is to be added to a list, and what keeps rows from being added."""

    def __init__(self, entities: Sequence[Entity], source: str) -> None:
        self.faults: list[str] = []
        self.variants: dict[str, list[Form]] = defaultdict(list)
        self.records: list[dict[str, Any]] = []
        self._source = source
        self._entities = {entity.id: entity for entity in entities}
        self._numbers = numbers_of(list(self._entities))
        self._owners: dict[str, set[str]] = defaultdict(set)
        for entity in entities:
            kept = self._kept(entity)
            for form in entity.forms:
                self._owners[plain_text(form.text)].add(kept.id)

    def _kept(self, entity: Entity) -> Entity:
        """Return an entity, or what it was merged into."""
        while entity.replaced_by in self._entities:
            entity = self._entities[str(entity.replaced_by)]
        return entity

    def add_variant(self, row: DecidedRow, place: str) -> None:
        """Add a spelling to a listed entity, if it is not there yet."""
        id = str(row.id)
        entity = self._entities.get(id) or self._entities.get(looked_up(id, self._numbers))
        if entity is None:
            self.faults.append(f"{place}no entity has the id {id!r}; correct it, or mark the row as new")
            return
        self._add(self._kept(entity).id, row, place)

    def _add(self, id: str, row: DecidedRow, place: str) -> None:
        owners = self._owners[plain_text(row.spelling)]
        if id in owners:
            return
        if owners and not _said(row):
            self.faults.append(
                f"{place}{row.spelling!r} is a spelling of {', '.join(sorted(owners))} already, and is "
                f"decided for {id}; keep one, or say in country, born or type of whom it is if both bear it"
            )
            return
        owners.add(id)
        form = Form(row.spelling, "variant", source=row.cells.get("source") or self._source)
        self.variants[id].append(form)

    def add_record(self, rows: Sequence[DecidedRow], place: str) -> None:
        """Add somebody new with all spellings of a group."""
        names = {row.name for row in rows if row.name} or {row.group_name for row in rows if row.group_name}
        if len(names) > 1:
            self.faults.append(f"{place}the group has {len(names)} names; write one in the column new")
            return
        name = next(iter(names), rows[0].spelling)
        ids = {row.id for row in rows if row.id and not row.is_nobody}
        id = next(iter(ids), id_of_name(name))
        if len(ids) > 1:
            self.faults.append(f"{place}somebody new has {len(ids)} ids; keep one of them")
            return
        try:
            said = _of_all(rows)
        except NamesError as error:
            self.faults.append(f"{place}{error}, or leave it empty")
            return
        if self._is_free(id, name, said, place) and self._takes_name(id, name, rows, place):
            self._begin_record(id, name, said)

    def _is_free(self, id: str, name: str, said: Mapping[str, str | int], place: str) -> bool:
        """Tell whether an id may be that of a new name: nobody has it, or that very one."""
        known = self._entities.get(id)
        if known is not None and (plain_text(known.name) != plain_text(name) or _contradicts(known, said)):
            told = [known.name, *(f"{field} {value}" for field, value in _told_of(known).items())]
            whose = f"taken by {', '.join(told)}"
        elif known is None and any(record["id"] == id for record in self.records):
            whose = "that of another new name here"
        else:
            return True
        self.faults.append(f"{place}the id {id!r} is {whose}; write another one in the column id")
        return False

    def _begin_record(self, id: str, name: str, said: dict[str, str | int]) -> None:
        """Add a record with the spellings taken for it, where an earlier run has not."""
        if id in self._entities:
            return
        forms = [{"text": form.text, "source": form.source} for form in self.variants.pop(id, [])]
        record: dict[str, Any] = {"id": id, "type": said.pop("type", None), "name": name}
        record |= {"variants": forms or None, **said}
        self.records.append({field: value for field, value in record.items() if value is not None})

    def _takes_name(self, id: str, name: str, rows: Sequence[DecidedRow], place: str) -> bool:
        """Add the spellings of somebody, and tell whether the name may be that one's."""
        owners = self._owners[plain_text(name)]
        if owners - {id} and not any(map(_said, rows)):
            self.faults.append(
                f"{place}{name!r} is a name of {', '.join(sorted(owners))} already; write that id beside the "
                "spelling, or say in country, born or type that this is a namesake"
            )
            return False
        owners.add(id)
        for row in rows:
            self._add(id, row, place.rsplit(":", 2)[0] + f":{row.line}: ")
        return True


def _said(row: DecidedRow) -> bool:
    """Tell whether a row says of which bearer its spelling is, so that another may have it too."""
    return any(row.cells.get(field) for field in SAID)


def _of_all(rows: Sequence[DecidedRow]) -> dict[str, str | int]:
    """Return what the rows of a name say at one, as a list has it.

    Raises:
        NamesError: One says what is no year or no type.
    """
    told: dict[str, set[str | int]] = defaultdict(set)
    for row in rows:
        said = circumstances(**{field: row.cells.get(field) for field in SAID})
        told["type"] |= {row.cells["type"].casefold()} if said.type else set()
        for field, value in (
            ("country", said.country),
            ("born", said.born),
            ("gender", row.cells.get("gender")),
        ):
            told[field] |= {value} if value else set()
    return {field: next(iter(values)) for field, values in told.items() if len(values) == 1}


def _told_of(entity: Entity) -> dict[str, str | int]:
    """Return what a list tells of an entity by which namesakes differ."""
    told = {"country": entity.country, "born": entity.born}
    return {field: value for field, value in told.items() if value is not None}


def _contradicts(entity: Entity, said: Mapping[str, str | int]) -> bool:
    """Tell whether rows say another year or country than an entity of the same name has."""
    return any(said.get(field, value) != value for field, value in _told_of(entity).items())
