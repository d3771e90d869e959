"""Entities written in our own format, as YAML to be edited or as JSON lines: reading gives them back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from names.bounds import LARGEST_DOCUMENT
from names.errors import NamesError
from names.gazetteer.documents import FORMAT
from names.gazetteer.records import Entity, Form
from names.tables.output import open_target

_LISTS = (("short", "short"), ("variants", "variant"), ("aliases", "alias"))
_BY_LANGUAGE = ("native", "full")


def record_of(entity: Entity) -> dict[str, Any]:
    """Return an entity as a record, without what it does not say.

    Examples:
        >>> record_of(Entity("a", "Abai", (Form("Абай", "native", "kk"),), born=1845))
        {'id': 'a', 'name': 'Abai', 'native': {'kk': 'Абай'}, 'born': 1845}
    """
    record: dict[str, Any] = {"id": entity.id, "type": entity.type, "name": entity.name}
    for key in _BY_LANGUAGE:
        record[key] = _by_language([form for form in entity.forms if form.kind == key])
    for key, kind in _LISTS:
        record[key] = [_form(form) for form in entity.forms if form.kind == kind]
    record |= {
        "styles": dict(entity.styles), "gender": entity.gender, "born": entity.born,
        "country": entity.country, "ids": dict(entity.ids), "replaced_by": entity.replaced_by,
        "source": entity.source,
    }  # fmt: skip
    return {key: value for key, value in record.items() if value not in (None, [], {})}


def _by_language(forms: list[Form]) -> Any:
    """Return forms under their languages, or as a list where one has none."""
    if any(form.lang is None for form in forms):
        return [_form(form) for form in forms]
    languages: dict[str, list[Any]] = {}
    for form in forms:
        languages.setdefault(str(form.lang), []).append(_form(form, with_language=False))
    return {lang: texts[0] if len(texts) == 1 else texts for lang, texts in languages.items()}


def _form(form: Form, *, with_language: bool = True) -> Any:
    more = {
        "lang": form.lang if with_language else None,
        "source": form.source,
        "from": form.from_,
        "to": form.to,
    }
    said = {key: value for key, value in more.items() if value is not None}
    return {"text": form.text, **said} if said else form.text


def write_list(
    entities: Iterable[Entity], output: str | Path, *inputs: str | Path, coverage: float | None = None
) -> None:
    """Write a list, whole or not at all.

    Args:
        entities: Its entities.
        output: The file to write; its ending tells the form: one of `WRITERS`.
        inputs: Files that must not be written over.
        coverage: The share of the names one meets that is in the list; None where it is not said. JSON lines
            have no place for it.

    Raises:
        NamesError: It cannot be written, or is too long for YAML.
    """
    writer = WRITERS[Path(output).suffix.lower()]
    with open_target(output, *inputs) as stream:
        size = 0
        for piece in writer(map(record_of, entities), coverage):
            data = piece.encode()
            size += len(data)
            if writer is _yaml_pieces and size > LARGEST_DOCUMENT:
                raise NamesError(
                    f"{output} would be longer than any YAML that is read; end its name in .jsonl"
                )
            stream.write(data)


def _json_pieces(records: Iterable[Mapping[str, Any]], coverage: float | None) -> Iterator[str]:
    for record in records:
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _yaml_pieces(records: Iterable[Mapping[str, Any]], coverage: float | None) -> Iterator[str]:
    yield f"format: {FORMAT}\n" + (f"coverage: {coverage}\n" if coverage is not None else "") + "entities:\n"
    for record in records:
        yield yaml_of(record)


def yaml_of(record: Mapping[str, Any]) -> str:
    """Return a record as YAML, as an item of a list that is not indented.

    Examples:
        >>> print(yaml_of({"id": "no", "name": "Жұмабай", "native": {"kk": "Жұмабай"}}), end="")
        - id: 'no'
          name: Жұмабай
          native: {kk: Жұмабай}
    """
    import yaml

    def on_a_line(value: Any) -> str:
        dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
        written = yaml.dump(
            value, Dumper=dumper, allow_unicode=True, sort_keys=False, width=1 << 20, default_flow_style=True
        )
        return str(written).removesuffix("\n").removesuffix("\n...")

    lines = [f"{key}: {on_a_line(value)}" for key, value in record.items()]
    return "- " + "\n  ".join(lines) + "\n"


WRITERS: Mapping[str, Callable[[Iterable[Mapping[str, Any]], float | None], Iterator[str]]] = {
    ".yaml": _yaml_pieces,
    ".yml": _yaml_pieces,
    ".jsonl": _json_pieces,
    ".ndjson": _json_pieces,
}
