"""What values of Wikidata stand for: items by their ids and addresses."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from names import data

ENTITY = re.compile(r"<?https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/(Q[1-9]\d*)>?")


def item_of(value: str) -> str | None:
    """Return the id of an item by its address, None where a value is no such address.

    Examples:
        >>> item_of("http://www.wikidata.org/entity/Q232"), item_of("<http://www.wikidata.org/entity/Q232>")
        ('Q232', 'Q232')
        >>> item_of("Q232") is None
        True
    """
    found = ENTITY.fullmatch(value.strip())
    return found[1] if found else None


def meaning_of_item(key: str, item: str) -> str | None:
    """Return what an item says as a gender, a type or a country, None where that is not known.

    Examples:
        >>> meaning_of_item("countries", "Q232"), meaning_of_item("types", "Q5")
        ('kz', 'person')
    """
    return _items(key).get(item)


def is_no_entity(item: str) -> bool:
    """Tell whether what has this class is a page about names, and nobody."""
    return item in _no_entities()


@functools.cache
def _items(key: str) -> Mapping[str, str]:
    table: dict[str, str] = data.read("wikidata_items.yaml")[key]
    return {item: meaning for meaning, items in table.items() for item in items.split()}


@functools.cache
def _no_entities() -> frozenset[str]:
    return frozenset(data.read("wikidata_items.yaml")["no_entities"].split())
