"""Records of several lists that are one: they answer as one, under the id and name of the first list.

Two are one where they share an id that others gave (Wikidata, GeoNames), or where a native name, the year of
birth and the country agree; and where nothing contradicts. Two places are one where the name and the country
agree, and neither list has another place there that is called so. A mere name joins nobody: it may be a
namesake's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from names.gazetteer.countries import home_of
from names.gazetteer.faults import shown
from names.gazetteer.records import Entity, Form
from names.gazetteer.rolls import Roll, plain_text

NATIVE_KINDS = ("native", "full")
PLACE = "name and country of a place"
NEAR = 1  # years by which lists differ about one birth


class JoinedPair(NamedTuple):
    """Two records that are one, or that may be.

    Attributes:
        kept: The id of the first, which stays.
        other: The id of the other, which leads to it.
        why: What they share, or for two that stay two, what contradicts.
    """

    kept: str
    other: str
    why: str


def contradiction(one: Entity, other: Entity) -> str:
    """Return what keeps two records from being one, "" for nothing.

    Examples:
        >>> contradiction(Entity("a", "A", (), born=1950), Entity("b", "A", (), born=1953))
        'born 1950 and 1953'
    """
    for key in ("type", "gender"):
        mine, theirs = getattr(one, key), getattr(other, key)
        if mine and theirs and mine != theirs:
            return f"{key} {mine} and {theirs}"
    if one.born is not None and other.born is not None and abs(one.born - other.born) > NEAR:
        return f"born {one.born} and {other.born}"
    for scheme, value in one.ids.items():
        if other.ids.get(scheme, value) != value:
            return f"{scheme} {value} and {other.ids[scheme]}"
    return ""


def shared_keys(entity: Entity) -> Iterator[tuple[str, ...]]:
    """Yield what another record must share to be the same: the first part says what it is."""
    for scheme, value in entity.ids.items():
        yield f"the {scheme} id", value
    country = home_of(entity.country)
    if entity.born is not None and country:
        for form in entity.forms:
            if form.kind in NATIVE_KINDS:
                yield "native name, birth and country", plain_text(form.text), str(entity.born), country
    yield from dict.fromkeys(place_keys(entity, ("name", *NATIVE_KINDS)))


def place_keys(entity: Entity, kinds: Sequence[str] = ()) -> Iterator[tuple[str, ...]]:
    """Yield what another place must share to be the same one: a name, and the country.

    Args:
        entity: Any; one that is no place, or of no country, has none.
        kinds: Of the forms that count; () for all.
    """
    country = home_of(entity.country) if entity.type == "place" else None
    if country:
        for form in entity.forms:
            if not kinds or form.kind in kinds:
                yield PLACE, plain_text(form.text), country


def what_is_shared(one: Entity, other: Entity) -> str:
    """Return what makes two records one, "" where nothing does or something contradicts."""
    mine = set(shared_keys(one))
    found = next((key for key in shared_keys(other) if key in mine), None)
    return found[0] if found and not contradiction(one, other) else ""


def joined(one: Entity, other: Entity) -> Entity:
    """Return one record of two: the first, with what the other adds."""
    known = {form.text for form in one.forms}
    more = [
        Form(form.text, "variant", form.lang, form.source) if form.kind == "name" else form
        for form in other.forms
        if form.text not in known
    ]
    added = {
        key: getattr(other, key)
        for key in ("type", "gender", "born", "country")
        if getattr(one, key) is None and getattr(other, key) is not None
    }
    for key in ("styles", "ids"):
        if getattr(other, key):
            added[key] = {**getattr(other, key), **getattr(one, key)}
    return msgspec.structs.replace(one, forms=(*one.forms, *more), **added)


class ListJoiner:
    """Finds the records of several lists that are one, and joins them in place.

    Args:
        roll: All records, changed in place: one that is joined leads to that which stays.

    Attributes:
        pairs: Those that were joined.
        doubted: Those that share what makes one of two, and contradict each other or are several.
    """

    def __init__(self, roll: Roll) -> None:
        self._entities, self._lists = roll.entities, roll.list_numbers()
        self.pairs: list[JoinedPair] = []
        self.doubted: list[JoinedPair] = []
        self._taken: set[tuple[int, int]] = set()  # a record that stays, and a list that has given its other
        for kept, other in roll.shared:
            why = what_is_shared(self._entities[kept], other)
            self._entities[kept] = joined(self._entities[kept], other)
            self.pairs.append(JoinedPair(other.id, other.id, why))

    def join(self) -> None:
        """Join what is one."""
        first: dict[tuple[str, ...], int] = {}
        several = self._several_places()
        for place, entity in enumerate(self._entities):
            if entity.replaced_by is not None:
                continue
            found: dict[int, str] = {}
            keys = [key for key in shared_keys(entity) if (self._lists[place], key) not in several]
            for key in keys:
                kept = first.setdefault(key, place)
                if self._lists[kept] != self._lists[place]:
                    found.setdefault(kept, key[0])
            for kept, why in self._one_of(found, place):
                self._join(kept, place, why)
                first |= {key: kept for key in keys if first[key] == place}

    def _several_places(self) -> set[tuple[int, tuple[str, ...]]]:
        """Return what several places of one list share, with the number of the list; it joins nobody."""
        bearers = Counter(
            (self._lists[place], key)
            for place, entity in enumerate(self._entities)
            if entity.replaced_by is None
            for key in set(place_keys(entity))
        )
        return {shared for shared, count in bearers.items() if count > 1}

    def _one_of(self, found: dict[int, str], place: int) -> Iterator[tuple[int, str]]:
        """Yield the record that another is, if it is one alone and nothing contradicts."""
        entity = self._entities[place]
        for kept, why in found.items():
            against = contradiction(self._entities[kept], entity)
            if not against and len(found) > 1:
                against = "several records share as much"
            if not against and (kept, self._lists[place]) in self._taken:
                against = "another record of that list is it already"
            if against:
                pair = JoinedPair(self._entities[kept].id, entity.id, f"they share {why}, but {against}")
                self.doubted.append(pair)
            else:
                yield kept, why

    def _join(self, kept: int, place: int, why: str) -> None:
        one, other = self._entities[kept], self._entities[place]
        self._taken.add((kept, self._lists[place]))
        self._entities[kept] = joined(one, other)
        self._entities[place] = Entity(other.id, other.name, (), replaced_by=one.id)
        self.pairs.append(JoinedPair(one.id, other.id, why))

    def told(self) -> Iterator[str]:
        """Yield what was joined and what was left, in lines."""
        if self.pairs:
            count, (kept, other, _) = len(self.pairs), self.pairs[0]
            are = "1 record of one list is" if count == 1 else f"{count:,} records of one list are"
            yield f"{are} in another too, and answer as one, as {shown(other)} as {shown(kept)}"
        if self.doubted:
            count, (kept, other, why) = len(self.doubted), self.doubted[0]
            stay = "1 pair of records stays" if count == 1 else f"{count:,} pairs of records stay"
            yield f"{stay} two, as {shown(kept)} and {shown(other)}: {why}"
        count, name = self.alike()
        if count:
            stand = "1 name stands" if count == 1 else f"{count:,} names stand"
            yield (
                f"{stand} in several lists for records that may be one, as {shown(name)}, left "
                "ambiguous: give both one outside id where they are one; names gazetteer merge tells them"
            )

    def alike(self) -> tuple[int, str]:
        """Return how many names stand for records of several lists that were not joined, and one of them."""
        names = list(self.alike_pairs())
        return len(names), names[0][0] if names else ""

    def alike_pairs(self) -> Iterator[tuple[str, str, str]]:
        """Yield each canonical or native name that leads to records of two lists, with their ids."""
        first: dict[str, int] = {}
        told: set[tuple[int, int]] = set()
        for place, entity in enumerate(self._entities):
            if entity.replaced_by is not None:
                continue
            for form in entity.forms:
                if form.kind in ("name", *NATIVE_KINDS):
                    other = first.setdefault(plain_text(form.text), place)
                    if self._lists[other] != self._lists[place] and (other, place) not in told:
                        told.add((other, place))
                        yield form.text, self._entities[other].id, entity.id
