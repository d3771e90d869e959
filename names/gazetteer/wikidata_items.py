"""Entities of Wikidata as JSON: one object of some, as its pages give it, a whole dump, or one to a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from names.gazetteer.column_titles import year_in
from names.gazetteer.gathered import GatheredEntity
from names.gazetteer.json_elements import json_elements
from names.gazetteer.list_input import ListInput
from names.gazetteer.wikidata_values import is_no_entity, meaning_of_item

# Properties, by Wikidata: instance of; sex or gender; country of citizenship, country; date of birth; name in
# native language, native label; birth name.
INSTANCE, GENDER, CITIZENSHIP, COUNTRY, BORN = "P31", "P21", "P27", "P17", "P569"
NATIVE_NAMES, BIRTH_NAME = ("P1559", "P1705"), "P1477"
A_YEAR = 9  # precision of a time that is known to the year or better


def read_items(source: ListInput) -> None:
    """Read entities; what a redirect stood for leads to what took its place.

    Args:
        source: The list.
    """
    around = 2 if b'"entities"' in source.begins(512)[:512] else 0
    redirects: dict[str, tuple[str, int]] = {}
    for path, entity, line in json_elements(source.stream, around, source.findings):
        if around and path[:1] != ("entities",):
            continue
        for old, new in _redirects(entity, path):
            redirects[old] = (new, line)
        if "missing" in entity or "redirect" in entity:
            if "missing" in entity:
                source.account.leave("items that Wikidata has not", str(entity.get("id", "")), line)
            continue
        if str(entity.get("id", "")) in source.roll.positions and entity.get("redirects"):
            continue  # its own object came before
        _add_item(entity, line, source)
    _add_redirects(redirects, source)


def _redirects(entity: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the ids that an object says are replaced, each with what took its place."""
    told = entity.get("redirects")
    if isinstance(told, dict) and told.get("from") and told.get("to"):
        yield str(told["from"]), str(told["to"])
    if entity.get("entity") and entity.get("redirect"):
        yield str(entity["entity"]), str(entity["redirect"])
    if path[1:] and entity.get("id") and path[1] != entity["id"]:
        yield path[1], str(entity["id"])


def _add_redirects(redirects: Mapping[str, tuple[str, int]], source: ListInput) -> None:
    for old, (new, line) in redirects.items():
        kept = source.roll.get(new)
        if kept is None:
            source.account.leave("redirects to items that are not in the list", old, line)
        elif source.roll.get(old) is None:
            source.add({"id": old, "name": kept.name, "replaced_by": new}, line)
            source.account.take("ids that were replaced, which still answer")


def _add_item(entity: Mapping[str, Any], line: int, source: ListInput) -> None:
    id = str(entity.get("id", ""))
    if not id.startswith("Q"):
        source.account.leave("objects that are no items", id, line)
        return
    gathered = GatheredEntity(id, line)
    gathered.outside_id("wikidata", id)
    claims = _mapping(entity.get("claims"))
    classes = [str(value.get("id")) for value in _values(claims, INSTANCE) if isinstance(value, dict)]
    if any(map(is_no_entity, classes)):
        source.account.leave("pages about names, lists and categories", id, line)
        return
    _take_names(entity, claims, gathered)
    _take_facts(classes, claims, gathered, source)
    record = gathered.record(source.account)
    if record is not None:
        source.add(record, line)


def _take_names(entity: Mapping[str, Any], claims: Mapping[str, Any], gathered: GatheredEntity) -> None:
    for code, label in _mapping(entity.get("labels")).items():
        gathered.label(_text(label), code)
    for property in NATIVE_NAMES:
        for value in _values(claims, property):
            if isinstance(value, dict) and value.get("text"):
                gathered.label(str(value["text"]), value.get("language"))
    for value in _values(claims, BIRTH_NAME):
        if isinstance(value, dict) and value.get("text"):
            gathered.alias(str(value["text"]), value.get("language"))
    for code, aliases in _mapping(entity.get("aliases")).items():
        for alias in aliases if isinstance(aliases, list) else []:
            gathered.alias(_text(alias), code)


def _take_facts(
    classes: list[str], claims: Mapping[str, Any], gathered: GatheredEntity, source: ListInput
) -> None:
    types = {meaning for each in classes if (meaning := meaning_of_item("types", each))}
    for type in types:
        gathered.say("type", type)
    if classes and not types:
        source.account.doubt(
            "entities whose class is not known, which get no type", classes[0], gathered.line
        )
    for property, key, table in (
        (GENDER, "gender", "genders"),
        (CITIZENSHIP if claims.get(CITIZENSHIP) else COUNTRY, "country", "countries"),
    ):
        for value in _values(claims, property):
            item = str(value.get("id")) if isinstance(value, dict) else ""
            meaning = meaning_of_item(table, item)
            if meaning:
                gathered.say(key, meaning)
            else:
                source.account.leave(f'values of "{key}" that are not known', item, gathered.line)
    for value in _values(claims, BORN):
        if isinstance(value, dict) and int(value.get("precision", A_YEAR)) >= A_YEAR:
            year = year_in(str(value.get("time", "")))
            if year is not None:
                gathered.say("born", year)


def _values(claims: Mapping[str, Any], property: str) -> list[Any]:
    """Return the values of a property: those that are preferred, else all that are not deprecated."""
    statements = [each for each in claims.get(property) or () if isinstance(each, dict)]
    preferred = [each for each in statements if each.get("rank") == "preferred"]
    kept = preferred or [each for each in statements if each.get("rank") != "deprecated"]
    snaks = [_mapping(each.get("mainsnak")) for each in kept]
    return [
        _mapping(snak.get("datavalue")).get("value")
        for snak in snaks
        if snak.get("snaktype", "value") == "value"
    ]


def _mapping(value: Any) -> Mapping[str, Any]:
    """Return a mapping; an empty one is written `[]` now and then."""
    return value if isinstance(value, dict) else {}


def _text(label: Any) -> str:
    return str(_mapping(label).get("value", "")) if isinstance(label, dict) else str(label or "")
