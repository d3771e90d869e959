"""Decisions put into a list: decided spellings become variants, and who is new becomes an entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from names.gazetteer.added_records import NEW, entities_of
from names.gazetteer.list_edits import read_text, with_additions
from names.gazetteer.made_ids import id_of_name
from names.gazetteer.records import Entity, Form
from names.gazetteer.rolls import plain_text
from names.tables.decided_rows import DecidedRow, decided_rows, looked_up, numbers_of, read_rows
from names.tables.decisions import DecisionError

FIELDS = ("type", "country", "born", "gender")  # columns of a review that become those of a new record


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
    for row in decided_rows(table):
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
        if owners:
            self.faults.append(
                f"{place}{row.spelling!r} is a spelling of {', '.join(sorted(owners))} already, and "
                f"is decided for {id}; keep one, or add it by hand if both bear it"
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
        known = self._entities.get(id)
        if known is not None and plain_text(known.name) != plain_text(name):
            self.faults.append(
                f"{place}the id {id!r} is taken by {known.name!r}; write another one in the column id"
            )
            return
        if known is None and any(record["id"] == id for record in self.records):
            self.faults.append(
                f"{place}the id {id!r} is that of another new name here; write another one in the column id"
            )
            return
        self._begin_record(id, name, rows, place, is_known=known is not None)

    def _begin_record(
        self, id: str, name: str, rows: Sequence[DecidedRow], place: str, *, is_known: bool
    ) -> None:
        owners = self._owners[plain_text(name)]
        if owners - {id}:
            self.faults.append(
                f"{place}{name!r} is a name of {', '.join(sorted(owners))} already; write that id beside the "
                "spelling, or add the namesake by hand"
            )
            return
        owners.add(id)
        for row in rows:
            self._add(id, row, place.rsplit(":", 2)[0] + f":{row.line}: ")
        if is_known:
            return
        record: dict[str, Any] = {"id": id}
        told = {field: {row.cells.get(field, "") for row in rows} - {""} for field in FIELDS}
        said = {field: next(iter(values)) for field, values in told.items() if len(values) == 1}
        record |= {"type": said.pop("type")} if "type" in said else {}
        record["name"] = name
        forms = self.variants.pop(id, [])
        if forms:
            record["variants"] = [{"text": form.text, "source": form.source} for form in forms]
        record |= {field: int(value) if value.isdigit() else value for field, value in said.items()}
        self.records.append(record)
