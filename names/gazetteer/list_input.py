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
from names.gazetteer.rolls import Roll


class TableForm(NamedTuple):
    """How lists that are tables are read, as far as that is said.

    Attributes:
        id_column: Which column holds the ids; None for that whose title says so.
        name_column: Likewise the names.
        encoding: Of delimited text; None to recognise it.
    """

    id_column: str | None = None
    name_column: str | None = None
    encoding: str | None = None

    @property
    def columns(self) -> list[str]:
        """The columns that are named."""
        return [column for column in (self.id_column, self.name_column) if column is not None]


class ListInput(NamedTuple):
    """One list that is being read.

    Attributes:
        path: Of the file.
        stream: Its content, uncompressed.
        tables: How a table is read, as far as that is said.
        findings: Takes faults and warnings.
        roll: Takes entities.
        account: Takes what is to be told.
    """

    path: Path
    stream: BinaryIO
    tables: TableForm
    findings: Findings
    roll: Roll
    account: ListAccount

    def begins(self, size: int) -> bytes:
        """Return so many of the bytes that are read next, or some more; none where that cannot be told.

        Args:
            size: How many are wanted.
        """
        peek = getattr(self.stream, "peek", None)
        return bytes(peek(size)) if peek else b""

    def sign(self) -> bytes:
        """Return the first byte that is no mark and no blank: it tells an object of JSON from a list."""
        return self.begins(64).lstrip(b"\xef\xbb\xbf \r\n\t")[:1]

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
            self.roll.repeated += 1
            return
        self.account.ids_made += 1
        if self.roll.add_made(entity, record.line):
            self.account.doubt("ids with a number, since several records make one", entity.name, record.line)
