"""The words of the reconciliation service: types, and properties asked with and fetched, by their ids."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

TYPES = {"person": "Person", "place": "Place", "organization": "Organization"}


class Property(NamedTuple):
    """Something that is known of an entity.

    Attributes:
        id: Stable.
        name: For people.
        description: One line.
    """

    id: str
    name: str
    description: str


EVIDENCE = (
    Property("country", "Country", "a code or a name of a country, in any of the usual languages"),
    Property("born", "Year of birth", "a year, or a date that has it"),
    Property("type", "Type", "person, place or organization"),
    Property("given", "Given names", "where they stand in a column of their own"),
    Property("family", "Family name", "where it stands in a column of its own"),
)
"""What may be said besides a name, in the order in which it is suggested."""

FACTS = (
    Property("name", "Name", "the name to print"),
    Property("native", "Native name", "names in the scripts of the languages at home"),
    Property("forms", "Spellings", "every listed spelling"),
    Property("romanization", "Romanization", "native names in Latin letters, by the scheme that is set"),
    Property("born", "Year of birth", "of a person"),
    Property("country", "Country", "as the list has it"),
    Property("type", "Type", "person, place or organization"),
    Property("gender", "Gender", "f or m"),
    Property("ids", "Identifiers", "ids elsewhere, as wikidata:Q42"),
)
"""What can be fetched of an entity in every list, in the order in which it is proposed."""

OF_SCHEME = "ids_"


def facts(schemes: Iterable[str]) -> list[Property]:
    """Return everything that can be fetched, with the ids of each scheme that the list has.

    Args:
        schemes: Of outside ids.
    """
    own = [Property(f"{OF_SCHEME}{scheme}", f"{scheme} id", f"the id in {scheme}") for scheme in schemes]
    return [*FACTS, *own]


def type_of(id: str) -> dict[str, str]:
    """Return a type as the API writes it; its id stands for the name of one that is not ours."""
    return {"id": id, "name": TYPES.get(id, id)}


def suggested(properties: Iterable[Property], prefix: str) -> list[dict[str, Any]]:
    """Return the properties whose id or name, or a word of it, begins so; all for a prefix of nothing.

    Args:
        properties: To choose from.
        prefix: What a person typed.

    Examples:
        >>> [found["id"] for found in suggested(EVIDENCE, "Birth")]
        ['born']
    """
    sought = " ".join(prefix.casefold().split())
    return [
        {"id": each.id, "name": each.name, "description": each.description}
        for each in properties
        if f" {sought}" in f" {each.id.casefold()} {each.name.casefold()}"
    ]
