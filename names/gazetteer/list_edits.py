"""Variants and records put into a YAML list that people edit: every other byte of it stays.

They are written as text at the places where a reader of YAML finds the records; whether all went where it
should is found out by reading the text again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from names.gazetteer.added_records import NEW, entities_of, with_record
from names.gazetteer.faults import Fault, GazetteerError
from names.gazetteer.records import Entity, Form


def read_text(path: Path) -> str:
    """Return the text of a list; that of one without entities where there is none yet.

    Args:
        path: Of the list.

    Raises:
        GazetteerError: It cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8") if path.exists() else NEW
    except (OSError, UnicodeDecodeError) as error:
        fault = Fault(str(path), None, f"the file cannot be read ({error})", "name a YAML list in UTF-8")
        raise GazetteerError([fault]) from None


def with_additions(
    path: Path, text: str, variants: Mapping[str, Sequence[Form]], records: Sequence[Mapping[str, Any]]
) -> str:
    """Return a list with variants and records more.

    Args:
        path: Of the list, for messages.
        text: Of the list.
        variants: To add, by the id of the entity.
        records: To add, as a line of JSONL has them.

    Raises:
        GazetteerError: The list is written in a way in which they cannot be added.
    """
    before = entities_of(path, text) if text != NEW else []
    after = _with_variants(text, variants)
    for record in records:
        after = with_record(after, record)
    if not (variants or records):
        return text
    _check(path, before, entities_of(path, after), variants, records)
    return after


def _check(
    path: Path,
    before: Sequence[Entity],
    after: Sequence[Entity],
    variants: Mapping[str, Sequence[Form]],
    records: Sequence[Mapping[str, Any]],
) -> None:
    """Refuse a text that does not hold what it should."""
    whole = [entity.id for entity in after] == [
        *(entity.id for entity in before),
        *(record["id"] for record in records),
    ]
    if whole:
        for old, new in zip(before, after, strict=False):
            added = [form.text for form in variants.get(old.id, ())]
            whole &= sorted(form.text for form in new.forms) == sorted(
                [*(form.text for form in old.forms), *added]
            )
    if not whole:
        what = "the list is written in a way in which nothing can be added to it"
        remedy = 'write one record below another, "entities" at the end of the file'
        raise GazetteerError([Fault(str(path), None, what, remedy)])


def _with_variants(text: str, variants: Mapping[str, Sequence[Form]]) -> str:
    """Return a text with variants in the records of their entities, the last ones first."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    places = []
    for record in _value(root, "entities").value if variants else ():
        forms = variants.get(str(_value(record, "id").value))
        if forms:
            places.append(_addition(text, record, [_item(form) for form in forms]))
    for at, addition in sorted(places, reverse=True):
        text = text[:at] + addition + text[at:]
    return text


def _addition(text: str, record: Any, items: Sequence[str]) -> tuple[int, str]:
    """Return what is to be added to a record, and where."""
    listed = _value(record, "variants")
    if record.flow_style:
        inner = ", ".join(items)
        if listed is None:
            return record.end_mark.index - 1, f", variants: [{inner}]"
        return listed.end_mark.index - 1, (", " if listed.value else "") + inner
    if listed is not None and listed.flow_style:
        return listed.end_mark.index - 1, (", " if listed.value else "") + ", ".join(items)
    if listed is not None and isinstance(listed, yaml.SequenceNode) and listed.value:
        indent = " " * listed.start_mark.column
        return _after(text, listed.value[-1]), "".join(f"{indent}- {item}\n" for item in items)
    indent = " " * record.start_mark.column
    name = _value(record, "name")
    lines = "".join(f"{indent}- {item}\n" for item in items)
    return _after(text, name), f"{indent}variants:\n{lines}"


def _after(text: str, node: Any) -> int:
    """Return where the line behind a node begins, past what stands beside it there."""
    last = node
    while not isinstance(last, yaml.ScalarNode) and not last.flow_style and last.value:
        last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
    end = text.find("\n", last.end_mark.index)
    return len(text) if end < 0 else end + 1


def _value(node: Any, key: str) -> Any:
    return next((value for each, value in node.value if each.value == key), None)


def _item(form: Form) -> str:
    """Return a variant as it stands in a list on one line."""
    said = {"text": form.text, "lang": form.lang, "source": form.source}
    told = {key: value for key, value in said.items() if value}
    value: Any = told if len(told) > 1 else form.text
    written = yaml.safe_dump(
        [value], allow_unicode=True, sort_keys=False, width=1 << 20, default_flow_style=True
    )
    return str(written).strip()[1:-1]
