"""As what records without a type are weighed: as bodies or places, where columns or words tell so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from names.folding import fold
from names.gazetteer.faults import shown
from names.gazetteer.records import Entity, EntityType

BODY: EntityType = "organization"  # as which they are weighed
PLACE: EntityType = "place"
_MANY: Mapping[EntityType, str] = {BODY: "bodies", PLACE: "places"}


def weighed_type(entity: Entity) -> EntityType | None:
    """Return the type as which an entity is weighed: its own, or what its list or its name tells.

    Examples:
        >>> weighed_type(Entity("e", "Ministry of Energy", ())), weighed_type(Entity("t", "Serik Tamm", ()))
        ('organization', None)
        >>> weighed_type(Entity("a", "Almaty Region", ()))
        'place'
    """
    known = entity.type or entity.told_type
    if known is not None:
        return known
    spelling = fold(entity.name)
    return told_by_name(body=spelling.body, place=spelling.place)


def told_by_name(*, body: bool, place: bool) -> EntityType | None:
    """Return the type that the words of a name tell.

    Args:
        body: Whether they tell a body.
        place: Whether they tell a place, by its kind.
    """
    return BODY if body else PLACE if place else None


def find_taken(entities: Iterable[Entity]) -> dict[EntityType, tuple[int, str]]:
    """Return how many entities without a type are weighed as bodies, and as places, with the name of one.

    Args:
        entities: All entities; those that were replaced do not count.
    """
    taken: dict[EntityType, tuple[int, str]] = {}
    for entity in entities:
        if entity.replaced_by is None and entity.type is None and (type := weighed_type(entity)):
            count, example = taken.get(type, (0, entity.name))
            taken[type] = count + 1, example
    return taken


def words_of_taken(taken: Mapping[EntityType, tuple[int, str]]) -> list[str]:
    """Return a sentence about the entities that are weighed as bodies, and about those as places.

    Args:
        taken: As `find_taken` returns it.
    """
    return [
        f"{_count(count)} weighed as {_MANY[type]}, as {shown(example)}: give a type to be sure"
        for type, (count, example) in sorted(taken.items())
        if count
    ]


def _count(count: int) -> str:
    return "1 record has no type and is" if count == 1 else f"{count:,} records have no type and are"
