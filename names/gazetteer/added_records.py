"""A record added to a YAML list that people edit: every byte of it stays, comments and order with them.

The record is written behind the last one, as text: a program that reads YAML and writes it anew does not keep
a file as it was, in all its spaces and quotes. Whether the text went to the right place is found out by
reading it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from names.gazetteer.documents import FORMAT, read_document
from names.gazetteer.faults import Fault, Findings, GazetteerError
from names.gazetteer.made_ids import id_of_name
from names.gazetteer.records import Entity
from names.gazetteer.rolls import Roll
from names.gazetteer.written_lists import yaml_of
from names.tables.output import open_target

NEW = f"format: {FORMAT}\nentities:\n"

_ENTITIES = re.compile(r"^entities *:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*( *)- ", re.MULTILINE)


def add_record(path: Path, fields: Mapping[str, Any]) -> Entity:
    """Add a record to a list, and return its entity; a list that is not there is begun.

    Args:
        path: Of the list.
        fields: The record, as a line of JSONL has it; where it has no `id`, its name makes one.

    Raises:
        GazetteerError: The list or the record has faults, the id is taken, or the file does not end with its
            list. Nothing is changed then.
    """
    record = {"id": id_of_name(str(fields["name"])), **fields}
    try:
        text = path.read_bytes().decode("utf-8") if path.exists() else NEW
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(
            [Fault(str(path), None, f"the file cannot be read ({error})", "name a list")]
        ) from None
    before = entities_of(path, text) if path.exists() else []
    after = with_record(text, record)
    entities = entities_of(path, after)
    if entities[:-1] != before or entities[-1].id != record["id"]:
        what = "the list of entities does not end with the file, or is written on one line"
        raise GazetteerError(
            [Fault(str(path), None, what, 'move "entities" to the end, one record below another')]
        )
    with open_target(path) as stream:
        stream.write(after.encode())
    return entities[-1]


def with_record(text: str, record: Mapping[str, Any]) -> str:
    """Return a YAML list with a record more at its end.

    Args:
        text: Of the list.
        record: As a line of JSONL has it.
    """
    found = _ENTITIES.search(text)
    indent = found[1] if found else ""
    written = "".join(f"{indent}{line}\n" for line in yaml_of(record).splitlines())
    return text + ("" if text.endswith("\n") or not text else "\n") + written


def entities_of(path: Path, text: str) -> list[Entity]:
    """Return the entities of a YAML list.

    Args:
        path: Of the list, for messages.
        text: The whole of it.

    Raises:
        GazetteerError: It has faults.
    """
    findings, roll = Findings(str(path)), Roll()
    roll.begin(str(path))
    read_document(text, findings, roll)
    faults = [*findings.faults, *roll.replacement_faults(findings.whole)]
    if faults:
        raise GazetteerError(faults)
    return roll.entities
