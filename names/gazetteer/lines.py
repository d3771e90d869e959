"""A gazetteer of one JSON record per line (JSONL).

A line of plain texts, as nearly all are, is decoded at once; whatever looks otherwise is read again with
care, so that both ways give the same entity and every fault is found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NoReturn

import msgspec

from names.bounds import is_endless
from names.gazetteer.checking import plain_entity, read_entity
from names.gazetteer.faults import Findings
from names.gazetteer.location import decode_line, note_endless
from names.gazetteer.nodes import DEEPEST, as_node, note_duplicate
from names.gazetteer.records import Entity
from names.gazetteer.rolls import Roll


def read_lines(lines: Iterable[bytes], findings: Findings, roll: Roll) -> None:
    """Read a JSONL gazetteer into a roll, line by line.

    Args:
        lines: The lines, as `lines_of` yields them; empty ones are passed over.
        findings: Takes every fault; a faulty line does not keep the others from being checked.
        roll: Takes the entities.
    """
    decode = msgspec.json.Decoder(dict[str, str]).decode
    for number, raw in enumerate(lines, 1):
        if is_endless(raw):
            note_endless(number, findings)
            break
        entity, count = None, findings.count
        try:
            fields = decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass
        else:
            # Two quotes each for a key and its text: any more, and a key stands twice.
            if raw.count(b'"') == 4 * len(fields) and b"\\" not in raw:
                entity = plain_entity(fields)
        if entity is None:
            entity = _read_line(raw, number, findings)
        if entity is not None and findings.is_kept(count):
            roll.add(entity, number, findings)


def _read_line(raw: bytes, number: int, findings: Findings) -> Entity | None:
    """Return the entity of any line, after noting every fault in it."""
    text = decode_line(raw, number, findings)
    if text is None or not text.strip():
        return None

    def take_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key, value in pairs:
            if key in mapping:
                note_duplicate(key, number, number, findings)
            mapping.setdefault(key, value)
        return mapping

    try:
        record = json.loads(text, object_pairs_hook=take_pairs, parse_constant=_refuse_constant)
        return read_entity(as_node(record, number), findings)
    except json.JSONDecodeError as error:
        what = f"this is not JSON ({error.msg} at character {error.colno})"
        findings.stop(number, what, 'write one record on the line, as {"id": "…", "name": "…"}')
    except ValueError as error:
        findings.stop(number, f"this is not JSON ({error})", "write the number out, or put it in quotes")
    except RecursionError:
        findings.stop(number, f"this is nested more than {DEEPEST} levels deep", "write a plain record")
    return None


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")
