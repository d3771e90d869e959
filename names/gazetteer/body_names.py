"""Which records without a type are weighed as bodies: those whose names are made of the words of bodies."""

from __future__ import annotations

from collections.abc import Iterable

from names.folding import fold
from names.gazetteer.faults import shown
from names.gazetteer.records import Entity, EntityType

BODY: EntityType = "organization"  # as which they are weighed


def weighed_type(entity: Entity) -> EntityType | None:
    """Return the type as which the names of an entity are weighed: its own, or that which its name tells.

    Examples:
        >>> weighed_type(Entity("e", "Ministry of Energy", ())), weighed_type(Entity("t", "Serik Tamm", ()))
        ('organization', None)
    """
    if entity.type is not None or not fold(entity.name).body:
        return entity.type
    return BODY


def find_taken_for_bodies(entities: Iterable[Entity]) -> tuple[int, str]:
    """Return how many entities are weighed as bodies for their names alone, and the name of one; "" of none.

    Args:
        entities: All entities; those that were replaced do not count.
    """
    names = [e.name for e in entities if e.replaced_by is None and weighed_type(e) != e.type]
    return len(names), names[0] if names else ""


def words_of_bodies(entities: Iterable[Entity]) -> list[str]:
    """Return a sentence about the entities that are weighed as bodies for their names; none for none.

    Args:
        entities: As for `find_taken_for_bodies`.
    """
    count, example = find_taken_for_bodies(entities)
    if not count:
        return []
    have = "1 record has no type and is" if count == 1 else f"{count:,} records have no type and are"
    return [
        f"{have} weighed as bodies for the words of the name, as {shown(example)}: give a type to be sure"
    ]
