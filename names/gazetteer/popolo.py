"""People, bodies and areas in Popolo's JSON, the format of open data about politicians."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from names.gazetteer.column_titles import word_for, year_in
from names.gazetteer.gathered import GatheredEntity
from names.gazetteer.json_elements import json_elements
from names.gazetteer.list_input import ListInput

TYPES: Mapping[str, str] = {
    "persons": "person",
    "people": "person",
    "organizations": "organization",
    "areas": "place",
}


def read_popolo(source: ListInput) -> None:
    """Read a document with lists of people, bodies and areas, or a bare list of people.

    Args:
        source: The list.
    """
    bare = source.sign() == b"["
    for path, thing, line in json_elements(source.stream, 0 if bare else 1, source.findings):
        type = "person" if bare else TYPES.get(path[0] if path else "")
        if type is None:
            source.account.leave(f"the list of {path[0] if path else 'other things'}", count=0)
            continue
        _add_thing(thing, type, line, source)


def _add_thing(thing: Mapping[str, Any], type: str, line: int, source: ListInput) -> None:
    gathered = GatheredEntity("-".join(str(thing.get("id", "")).split()), line)
    gathered.say("type", type)
    gathered.label(str(thing.get("name") or ""))
    for other in _objects(thing, "other_names"):
        name, lang = str(other.get("name") or ""), other.get("lang")
        if _is_multilingual(other):
            gathered.label(name, str(lang))
        else:
            gathered.alias(name, str(lang) if lang else None)
    for identifier in _objects(thing, "identifiers"):
        if identifier.get("scheme") and identifier.get("identifier"):
            gathered.outside_id(str(identifier["scheme"]), str(identifier["identifier"]))
    if (born := thing.get("birth_date")) and (year := year_in(str(born))) is not None:
        gathered.say("born", year)
    if gender := thing.get("gender"):
        if word := word_for("gender", str(gender)):
            gathered.say("gender", word)
        else:
            source.account.doubt(
                "genders that are neither male nor female, and say nothing", str(gender), line
            )
    if country := thing.get("nationality") or thing.get("country_code"):
        gathered.say("country", str(country))
    record = gathered.record(source.account)
    if record is not None:
        source.add(record, line)


def _is_multilingual(other: Mapping[str, Any]) -> bool:
    """Tell whether another name is the same name in another language, as such lists note it."""
    return bool(other.get("lang")) and str(other.get("note") or "multilingual") == "multilingual"


def _objects(thing: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    values = thing.get(key)
    yield from (value for value in values if isinstance(value, dict)) if isinstance(values, list) else ()
