"""Entities of FollowTheMoney: JSON lines, and the simple table that OpenSanctions makes of them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any

from names.gazetteer.column_titles import year_in
from names.gazetteer.gathered import GatheredEntity
from names.gazetteer.json_elements import json_elements
from names.gazetteer.list_input import ListInput
from names.gazetteer.list_tables import open_table
from names.gazetteer.spellings_given import ITEM, is_native

# What a schema is in our format; None where it may be a person or a body. Others are no names of anybody.
SCHEMATA: Mapping[str, str | None] = {
    "Person": "person",
    "Organization": "organization",
    "Company": "organization",
    "PublicBody": "organization",
    "LegalEntity": None,
}
# Countries of an entity, the one that tells most first: FollowTheMoney repeats them all under `country`.
COUNTRIES = ("citizenship", "nationality", "jurisdiction", "mainCountry", "country")
TARGET_COLUMNS = ("id", "schema", "name", "aliases", "birth_date", "countries")


def read_entities(source: ListInput) -> None:
    """Read entities, one to a line or in a list.

    Args:
        source: The list.
    """
    for _, entity, line in json_elements(source.stream, 0, source.findings):
        schema, properties = str(entity.get("schema", "")), entity.get("properties")
        if schema not in SCHEMATA:
            source.account.leave(f"what is no person and no body, {schema or 'without a schema'}", line=line)
        elif isinstance(properties, dict):
            _add_entity(entity, _texts(properties), line, source)
        else:
            source.findings.stop(line, 'the entity has no "properties"', "export it with its properties")


def _add_entity(
    entity: Mapping[str, Any], properties: Mapping[str, list[str]], line: int, source: ListInput
) -> None:
    id, caption = str(entity.get("id", "")), str(entity.get("caption") or "")
    gathered = GatheredEntity(id, line)
    names = properties.get("name", [])
    for name in sorted(names, key=lambda name: (name != caption, is_native(name))):
        gathered.label(name)
    for key in ("alias", "previousName"):
        for name in properties.get(key, ()):
            gathered.alias(name)
    for name in properties.get("weakAlias", ()):
        if len(name.split()) > 1:
            gathered.alias(name)
        else:
            source.account.leave("weak aliases of one word, which would mean too many", name, line)
    countries = next((properties[key] for key in COUNTRIES if properties.get(key)), [])
    items = [id, *properties.get("wikidataId", ())]
    genders = [gender[:1] for gender in properties.get("gender", ()) if gender in ("male", "female")]
    _finish(
        gathered, str(entity["schema"]), properties.get("birthDate", []), countries, items, genders, source
    )


def read_targets(source: ListInput) -> None:
    """Read a simple table of targets; the aliases of one stand in a cell as CSV of their own.

    Args:
        source: The list.
    """
    table = open_table(source)
    if table is None:
        return
    for line, cells in table.rows:
        if len(cells) != len(table.header):
            table.note_width(line, cells, source.findings)
            continue
        row = dict(zip(table.header, cells, strict=True))
        if row["schema"] not in SCHEMATA:
            source.account.leave(f"what is no person and no body, {row['schema']}", line=line)
            continue
        gathered = GatheredEntity(row["id"].strip(), line)
        gathered.label(row["name"])
        for alias in _in_cell(row["aliases"]):
            gathered.alias(alias)
        born, countries = _in_cell(row["birth_date"]), _in_cell(row["countries"])
        _finish(gathered, row["schema"], born, countries, [row["id"].strip()], [], source)
    left = [title for title in table.header if title not in TARGET_COLUMNS]
    source.account.leave(f"the columns {', '.join(left)}", count=0)


def _finish(
    gathered: GatheredEntity,
    schema: str,
    born: list[str],
    countries: list[str],
    items: list[str],
    genders: list[str],
    source: ListInput,
) -> None:
    for date in born:
        if (year := year_in(date)) is not None:
            gathered.say("born", year)
        else:
            source.account.doubt("dates of birth without a year", date, gathered.line)
    for country in countries:
        gathered.say("country", country)
    for gender in genders:
        gathered.say("gender", gender)
    for item in items:
        if ITEM.fullmatch(item):
            gathered.outside_id("wikidata", item)
    if (type := SCHEMATA[schema]) is not None:
        gathered.say("type", type)
    else:
        source.account.doubt(
            "legal entities, which may be people or bodies, and get no type", line=gathered.line
        )
    record = gathered.record(source.account)
    if record is not None:
        source.add(record, gathered.line)


def _texts(properties: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the properties whose values are lists of texts."""
    return {
        key: [value for value in values if isinstance(value, str)]
        for key, values in properties.items()
        if isinstance(values, list)
    }


def _in_cell(cell: str) -> list[str]:
    r"""Return the values in one cell, which are written as a line of CSV with semicolons.

    Examples:
        >>> _in_cell('Ян Тамм;"Tamm; Jan";"Jan ""Ян"" Tamm"')
        ['Ян Тамм', 'Tamm; Jan', 'Jan "Ян" Tamm']
    """
    return [value for row in csv.reader([cell], delimiter=";") for value in row if value.strip()]
