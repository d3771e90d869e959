"""Which decision holds for a name: that of its spelling where the most of what its row says agrees.

A decision may be of a spelling alone, or of a spelling where other columns say something: one spelling may
then mean two people. It holds for a row that says all of that, whatever else the row says; of several the one
that asks for the most. A decision of the spelling alone holds for the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from names.circumstances import Circumstances
from names.gazetteer import Entity
from names.tables.rows import Asked

Name = str | Asked  # a text where nothing is asked of other columns
Decided = Mapping[Name, Entity | None]
FIELDS = ("country", "born", "type")


def name_of(spelling: str, beside: Circumstances | None) -> Name:
    """Return a spelling with what has to be said besides.

    Args:
        spelling: As written.
        beside: What a row has to say; None for nothing.
    """
    return Asked(spelling, beside) if beside else spelling


def find(decided: Decided, name: Asked) -> Name | None:
    """Return the decided name that holds for one; None where none does, or where two contradict each other.

    Args:
        decided: The entity of each decided name.
        name: As a row has it.

    Examples:
        >>> from names.circumstances import circumstances
        >>> decided = {"K. T.": None, Asked("K. T.", circumstances(born=1953)): None}
        >>> find(decided, Asked("K. T.", circumstances("kz", 1953)))[1].born, find(decided, Asked("K. T."))
        (1953, 'K. T.')
    """
    if name.beside is not None:
        said = [field for field in FIELDS if getattr(name.beside, field) is not None]
        for size in range(len(said), 0, -1):
            parts = (_part(name.beside, fields) for fields in combinations(said, size))
            held = [key for part in parts if (key := Asked(name.spelling, part)) in decided]
            if held:
                return held[0] if len({_id(decided[key]) for key in held}) == 1 else None
    return name.spelling if name.spelling in decided else None


def _part(beside: Circumstances, fields: Iterable[str]) -> Circumstances:
    return Circumstances(**{field: getattr(beside, field) for field in fields})


def _id(entity: Entity | None) -> str | None:
    return entity.id if entity else None


def asked_fields(decided: Decided) -> set[str]:
    """Return the fields that decided names ask for.

    Args:
        decided: The entity of each decided name.
    """
    return {field for name in decided if isinstance(name, Asked) for field in _fields(name)}


def _fields(name: Asked) -> tuple[str, ...]:
    return tuple(field for field in FIELDS if getattr(name.beside, field) is not None)


def contradictions(decided: Decided) -> Iterator[tuple[Asked, Asked]]:
    """Yield pairs of names that may both hold for one row, are decided otherwise, and neither asks for more.

    Args:
        decided: The entity of each decided name.
    """
    alike: dict[str, dict[tuple[str, ...], list[Asked]]] = {}
    for name in decided:
        if isinstance(name, Asked):
            alike.setdefault(name.spelling, {}).setdefault(_fields(name), []).append(name)
    for by_fields in alike.values():
        for these, those in combinations(by_fields, 2):
            if set(these) <= set(those) or set(those) <= set(these):
                continue
            shared = set(these) & set(those)
            for one in by_fields[these]:
                for other in by_fields[those]:
                    if _contradict(one, other, shared, decided):
                        yield one, other


def _contradict(one: Asked, other: Asked, shared: Iterable[str], decided: Decided) -> bool:
    if _id(decided[one]) == _id(decided[other]):
        return False
    if any(getattr(one.beside, field) != getattr(other.beside, field) for field in shared):
        return False
    both = {field: getattr(one.beside, field) or getattr(other.beside, field) for field in FIELDS}
    return Asked(one.spelling, Circumstances(**both)) not in decided


def wider_names(name: Asked) -> Iterator[Asked]:
    """Yield the names whose decisions would hold for one too, if that had none of its own.

    Args:
        name: As a row has it.
    """
    if name.beside is not None:
        said = _fields(name)
        for size in range(len(said)):
            for fields in combinations(said, size):
                yield Asked(name.spelling, _part(name.beside, fields) or None)


def words_of(name: Name) -> str:
    """Return a decided name as messages quote it.

    Args:
        name: A decided one.

    Examples:
        >>> from names.circumstances import circumstances
        >>> words_of("K. T."), words_of(Asked("K. T.", circumstances("kz", 1953)))
        ("'K. T.'", "'K. T.' (country kz, born 1953)")
    """
    if isinstance(name, str):
        return repr(name)
    said = ", ".join(f"{field} {getattr(name.beside, field)}" for field in _fields(name))
    return f"{name.spelling!r} ({said})"
