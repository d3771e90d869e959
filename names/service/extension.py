"""Data extension: what the list knows of entities, property by property."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from names.gazetteer import Entity
from names.matcher import Matcher
from names.romanization import SCHEMES, romanize
from names.service.queries import BATCH
from names.service.request_json import RequestError, text_of
from names.service.vocabulary import OF_SCHEME, TYPES, Property, facts, type_of

DEFAULT_SCHEME = "bgnpcgn"  # of the language of the name, where a scheme is not set
MOST_PROPERTIES = 100
Values = list[dict[str, Any]]


class Wanted(NamedTuple):
    """A property to fetch, and how.

    Attributes:
        id: Of the property.
        limit: How many values at most; None for all.
        scheme: The romanization scheme; empty for that of each native name's language.
    """

    id: str
    limit: int | None
    scheme: str


class ExtensionQuery(msgspec.Struct, frozen=True):
    """What is to be fetched of whom.

    Attributes:
        ids: Of entities, each once.
        wanted: The properties, in their order.
    """

    ids: tuple[str, ...]
    wanted: tuple[Wanted, ...]


def settings(version: str) -> list[dict[str, Any]]:
    """Return the settings that a property may have, as the manifest of a version describes them.

    Args:
        version: `0.2` or `1.0-draft`.
    """
    key, label, help_text = ("name", "label", "help_text") if version == "0.2" else ("id", "name", "helpText")
    schemes = [{"value": "", "name": "BGN/PCGN, by language"}]
    schemes += [{"value": id, "name": f"{id}: {scheme.title}"} for id, scheme in SCHEMES.items()]
    return [
        {key: "limit", label: "Most values", "type": "number", "default": 0,
         help_text: "How many values to fetch at most; 0 for all."},
        {key: "scheme", label: "Romanization scheme", "type": "select", "default": "", "choices": schemes,
         help_text: "By which scheme native names are written in Latin letters."},
    ]  # fmt: skip


def read_extension(query: Any) -> ExtensionQuery:
    """Return a query of data extension; both versions of the API write it alike.

    Args:
        query: Of JSON.

    Raises:
        RequestError: It is none.
    """
    ids = query.get("ids") if isinstance(query, dict) else None
    properties = query.get("properties") if isinstance(query, dict) else None
    if not isinstance(ids, list) or not all(isinstance(id, str) for id in ids):
        raise RequestError('extend has no list of ids; send {"ids": ["…"], "properties": [{"id": "born"}]}')
    if not isinstance(properties, list) or not all(
        isinstance(each, dict) and isinstance(each.get("id"), str) for each in properties
    ):
        raise RequestError('extend has no list of properties; send [{"id": "born"}]')
    if len(ids) > BATCH or len(properties) > MOST_PROPERTIES:
        raise RequestError(
            f"extend asks for more than {BATCH} ids or {MOST_PROPERTIES} properties; send fewer at once", 413
        )
    return ExtensionQuery(tuple(dict.fromkeys(ids)), tuple(map(_read_wanted, properties)))


def _read_wanted(property: Mapping[str, Any]) -> Wanted:
    """Return a property with its settings; forms send numbers as text, and what is none says nothing."""
    given = property.get("settings")
    chosen: Mapping[str, Any] = given if isinstance(given, dict) else {}
    limit = text_of(chosen.get("limit")) or ""
    scheme = text_of(chosen.get("scheme")) or ""
    most = int(limit) if limit.isascii() and limit.isdigit() and len(limit) < 10 else 0
    return Wanted(str(property["id"]), most or None, scheme if scheme in SCHEMES else "")


class Extension:
    """Fetches what a list knows.

    Args:
        matcher: Knows the list.
        schemes: Of outside ids that the list has.
    """

    def __init__(self, matcher: Matcher, schemes: Iterable[str]) -> None:
        self._matcher = matcher
        self.properties: dict[str, Property] = {each.id: each for each in facts(schemes)}

    def meta(self, query: ExtensionQuery) -> list[dict[str, Any]]:
        """Return what the columns are, in the order asked for."""
        return [
            {
                "id": wanted.id,
                "name": self.properties[wanted.id].name if wanted.id in self.properties else wanted.id,
            }
            for wanted in query.wanted
        ]

    def rows(self, query: ExtensionQuery) -> dict[str, dict[str, Values]]:
        """Return the values of each entity by property; an empty list where there are none."""
        return {
            id: {wanted.id: self._values(entity, wanted) for wanted in query.wanted}
            for id in query.ids
            for entity in [self._matcher.entity(text_of(id) or "")]
        }

    def _values(self, entity: Entity | None, wanted: Wanted) -> Values:
        if entity is None:
            return []
        return values_of_property(entity, wanted)[: wanted.limit]


def values_of_property(entity: Entity, wanted: Wanted) -> Values:
    """Return all that a record says of a property.

    Args:
        entity: The record.
        wanted: The property.
    """
    if wanted.id.startswith(OF_SCHEME):
        outside = entity.ids.get(wanted.id.removeprefix(OF_SCHEME))
        return _texts([outside] if outside else [])
    if wanted.id == "romanization":
        return _texts(_romanized(entity, wanted.scheme))
    read = _READERS.get(wanted.id)
    return read(entity) if read else []


def _texts(texts: Iterable[str]) -> Values:
    return [{"str": text} for text in dict.fromkeys(texts)]


def _romanized(entity: Entity, scheme: str) -> Iterable[str]:
    """Yield the native names in Latin letters, those that a scheme is there for."""
    for form in entity.forms:
        if form.kind != "native":
            continue
        chosen = scheme or scheme_for(form.lang)
        if chosen:
            yield romanize(form.text, chosen)


def scheme_for(language: str | None) -> str | None:
    """Return the scheme by which names of a language are written unless another is set, or None.

    Args:
        language: Its code of two letters, as `kk`.
    """
    from names.routes.languages import known_language

    its = known_language(language) if language else None
    codes = {its.id, *its.ids} if its else set()
    return next(
        (id for id in SCHEMES if id.startswith(f"{DEFAULT_SCHEME}-") and id.split("-")[1] in codes), None
    )


_READERS: dict[str, Callable[[Entity], Values]] = {
    "name": lambda entity: _texts([entity.name]),
    "native": lambda entity: _texts(form.text for form in entity.forms if form.kind == "native"),
    "forms": lambda entity: _texts(form.text for form in entity.forms if form.kind != "acronym"),
    "born": lambda entity: [{"int": entity.born}] if entity.born is not None else [],
    "country": lambda entity: _texts([entity.country] if entity.country else []),
    "type": lambda entity: [type_of(entity.type)] if entity.type in TYPES else [],
    "gender": lambda entity: _texts([entity.gender] if entity.gender else []),
    "ids": lambda entity: _texts(f"{scheme}:{id}" for scheme, id in entity.ids.items()),
}
