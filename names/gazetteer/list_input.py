"""A list as its reader gets it: where to read, and where to put entities, faults and the account."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from names.gazetteer.checking import read_entity
from names.gazetteer.faults import Findings
from names.gazetteer.list_accounts import ListAccount
from names.gazetteer.made_ids import id_of_name
from names.gazetteer.nodes import Node, as_node
from names.gazetteer.records import Entity
from names.gazetteer.rolls import Roll


class Columns(NamedTuple):
    """Which columns of a table hold the ids and the names; None for those whose titles say so."""

    id_column: str | None = None
    name_column: str | None = None


class ListInput(NamedTuple):
    """One list that is being read.

    Attributes:
        path: Of the file.
        stream: Its content, uncompressed.
        columns: Which columns hold ids and names, as far as that is said.
        findings: Takes faults and warnings.
        roll: Takes entities.
        account: Takes what is to be told.
    """

    path: Path
    stream: BinaryIO
    columns: Columns
    findings: Findings
    roll: Roll
    account: ListAccount

    def add(self, fields: Mapping[str, Any], line: int) -> bool:
        """Read a record, given as it would stand on a line of JSONL, and add its entity.

        Args:
            fields: The record; where it has no `id`, one is made of the name.
            line: Where it stands.

        Returns:
            Whether an entity was added.
        """
        return self.add_node(as_node(dict(fields), line))

    def add_node(self, record: Node) -> bool:
        """Read a record as written, and add its entity; where it has no key `id`, its name makes one."""
        count, before = self.findings.count, len(self.roll)
        assert isinstance(record.value, dict)
        if "id" not in record.value:
            self._add_with_made_id(record, count)
            return len(self.roll) > before
        entity = read_entity(record, self.findings)
        if entity is not None and self.findings.is_kept(count):
            self.roll.add(entity, record.line, self.findings)
        return len(self.roll) > before

    def _add_with_made_id(self, record: Node, count: int) -> None:
        assert isinstance(record.value, dict)
        name = record.value["name"].value if "name" in record.value else None
        made = Node(id_of_name(str(name)) if name else "unnamed", record.line)
        entity = read_entity(Node({"id": made, **record.value}, record.line), self.findings)
        if entity is None or not self.findings.is_kept(count):
            return
        twin = self.roll.get(entity.id)
        if twin == entity:
            self.account.leave("records that say nothing new", entity.name, record.line)
            return
        self.account.ids_made += 1
        if self.roll.add_made(entity, record.line):
            self.account.doubt("ids with a number, since several records make one", entity.name, record.line)


def warn_if_empty(source: ListInput, before: int) -> None:
    """Warn of a list that has given no entity.

    Args:
        source: The list, read to its end.
        before: How many entities there were before.
    """
    if len(source.roll) == before and not source.findings.count:
        source.findings.warn(None, "the file holds no records", "see that it is the one you mean")


def first_added(source: ListInput, before: int) -> Entity | None:
    """Return the first entity that a list has given, None where it has given none."""
    return source.roll.entities[before] if len(source.roll) > before else None
