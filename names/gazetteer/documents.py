"""A gazetteer as one YAML document: `format: 1`, perhaps `coverage` and `source`, and its `entities`."""

from __future__ import annotations

from names.gazetteer.checking import read_entity, refuse_unknown_keys
from names.gazetteer.faults import Findings, shown
from names.gazetteer.nodes import Node, Unread, compose, kind_of
from names.gazetteer.rolls import Roll

FORMAT = "1"
KEYS = ("format", "coverage", "source", "entities")
LAST_LINE = 1 << 62  # behind the last of any file


def read_document(text: str, findings: Findings, roll: Roll) -> float | None:
    """Read a YAML gazetteer into a roll.

    Args:
        text: The whole document.
        findings: Takes every fault.
        roll: Takes the entities.

    Returns:
        The coverage the document declares, or None where it declares none.
    """
    root = compose(text, findings)
    if root is None or root.value is None:
        if not findings.faults:
            findings.end(None, "the file is empty", 'begin it with "format: 1" and "entities:"')
        return None
    if not isinstance(root.value, dict):
        what = f"the file is {kind_of(root)} where a mapping is due"
        findings.refuse(root.line, what, 'begin it with "format: 1" and "entities:"')
        _read_entities(root if isinstance(root.value, list) else Node([], 1), findings, roll)
        return None
    refuse_unknown_keys(root.value, KEYS, findings)
    _check_format(root.value.get("format"), findings)
    entities = root.value.get("entities")
    if entities is not None:
        _give_source(root.value.get("source"), entities)
        _read_entities(entities, findings, roll)
    elif findings.whole:
        findings.refuse(root.line, 'the file has no "entities"', 'write "entities:" above the list')
    return _coverage(root.value.get("coverage"), findings)


def _read_entities(entities: Node, findings: Findings, roll: Roll) -> None:
    if not isinstance(entities.value, list):
        if entities.value is not None and entities.value is not Unread.UNREAD:
            what = f'"entities" is {kind_of(entities)} where a list is due'
            findings.refuse(entities.line, what, 'begin each record with "- id: "')
        return
    ends = [*(record.line for record in entities.value), LAST_LINE][1:]
    written_well = [  # as far as it is YAML, which was found out before any record was read
        not findings.has_between(record.line, max(end, record.line + 1))
        for record, end in zip(entities.value, ends, strict=True)
    ]
    for record, well in zip(entities.value, written_well, strict=True):
        count = findings.count
        entity = read_entity(record, findings)
        if entity is not None and well and findings.is_kept(count):
            roll.add(entity, record.line, findings)


def _give_source(source: Node | None, entities: Node) -> None:
    """Let records that name no source of their own have that of the document."""
    if source is not None and isinstance(entities.value, list):
        for record in entities.value:
            if isinstance(record.value, dict):
                record.value.setdefault("source", Node(source.value, source.line))


def _check_format(node: Node | None, findings: Findings) -> None:
    if node is None:
        if findings.whole:
            findings.refuse(1, 'the file has no "format"', f'begin it with "format: {FORMAT}"')
    elif node.value != FORMAT and node.value is not Unread.UNREAD:
        what = f'"format" is {shown(node.value) if isinstance(node.value, str) else kind_of(node)}'
        findings.refuse(node.line, what, f'write "format: {FORMAT}", the one this version reads')


def _coverage(node: Node | None, findings: Findings) -> float | None:
    if node is None or node.value is None or node.value is Unread.UNREAD:
        return None
    try:
        share = float(node.value) if isinstance(node.value, str) else 0.0
    except ValueError:
        share = 0.0
    if not 0.0 < share < 1.0:
        what = f'"coverage" is {shown(node.value) if isinstance(node.value, str) else kind_of(node)}'
        findings.add(node.line, what, "write a number between 0 and 1, as 0.5")
        return None
    return share
