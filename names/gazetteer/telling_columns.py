"""What a list without types is one of, as its columns tell: towns have a population, companies a ticker."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import get_args

from names import data
from names.gazetteer.records import EntityType

_BETWEEN = re.compile(r"[\W_]+")


def told_by_columns(titles: Iterable[str]) -> tuple[EntityType | None, list[str]]:
    """Return what the columns of a list tell that it is a list of, and which of them do.

    Args:
        titles: Of all columns.

    Returns:
        None where they tell nothing, several things, or people, as whom all is weighed that is not told.

    Examples:
        >>> told_by_columns(["id", "name", "Population", "lat", "lon"])
        ('place', ['Population', 'lat', 'lon'])
        >>> told_by_columns(["id", "name", "lat"]), told_by_columns(["name", "lat", "lon", "e-mail"])
        ((None, []), (None, []))
    """
    plain = {_plain(title): title for title in titles}
    found = {
        type: [plain[title] for line in lines if plain.keys() >= set(line) for title in line]
        for type, lines in _lines().items()
    }
    telling = [type for type, those in found.items() if those]
    if len(telling) != 1 or telling == ["person"]:
        return None, []
    return telling[0], list(dict.fromkeys(found[telling[0]]))


def _plain(title: str) -> str:
    return _BETWEEN.sub(" ", title.casefold()).strip()


@functools.cache
def _lines() -> Mapping[EntityType, list[list[str]]]:
    """Return the titles of each type, together those that a list must have together."""
    table = data.read("telling_columns.yaml")
    types: tuple[EntityType, ...] = get_args(EntityType)
    return {type: [list(map(_plain, line.split(","))) for line in table[type].splitlines()] for type in types}
