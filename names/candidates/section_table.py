"""Which sections a compiled gazetteer has, of which type and how long: held against a file once, at opening.

A compiled file comes from elsewhere, and may have been damaged or made by hand. Types and lengths stand in
its table of contents, so that looking at them costs nothing however large the file is. What the sections hold
is looked at where it is read (`names.candidates.index`, and the kernel).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec

from names.candidates.packing import ROWS
from names.store import Store

# Sections whose lengths must agree stand together; `+1` is for those that tell where something begins, and at
# last where all ends. Plain bytes, whose length the rows in them tell, have the type `bytes`.
_ALIKE = """
records     ids:<u8 id_records:<u4 record_ends:<u8 entity_genders:|u1 entity_types:|u1 entity_homes:<u2
records     first_forms+1:<u4
forms       form_ends:<u8 form_entities:<u4 form_words:|u1 form_initials:|u1 form_commas:|u1 form_capitals:|i1
forms       form_kinds:|u1 form_shared:|u1 first_parts+1:<u4
whole       whole_numbers:<u8 whole_forms:<u4
parts       part_record_ends:<u8 first_lists+1:<u4
used        form_parts:<u4 lists:<u4
bearers     bearers:<u8 bearer_counts:<u4
skeletons   skeleton_bearers:<u8 skeleton_counts:<u4
met         run_forms:<u4 run_starts:<u4 run_ends:<u4 run_numbers:<u4
blocks      block_numbers:<u4 block_firsts+1:<u4
filed       block_members:<u4
joined      joined_numbers:<u4 joined_firsts+1:<u4
together    joined_members:<u4
plain       records:bytes
plain       forms:bytes
plain       parts:bytes
"""
_OF_PARTS = """
of_key:<f8 of_skeleton:<f8 scripts:<u4 writings:|u1 kinds:|u1 first_letters:|u1 fathers:|u1 father_genders:|u1
near_canonical_names:|u1 genders:|u1 first_keys+1:<u4 first_canonical_names+1:<u4 text_ends:<u8 latin_ends:<u8
masculine_ends:<u8
"""


class Facts(msgspec.Struct, frozen=True):
    """What a compiled gazetteer says of itself.

    Attributes:
        population: How many records are not replaced.
        types: How many there are of each type.
        forms: How many spellings.
        countries: How many are of each country.
        coverage: The share of the mentions one meets whose bearer is listed.
        coverage_assumed: Whether nobody said it.
        sources: The files it was built from.
        options: What else the command was given.
        fingerprint: Changes with the content.
        taken_for_bodies: How many records without a type are weighed as bodies, and the name of one.
        taken_for_places: How many are weighed as places, and the name of one.
    """

    population: Annotated[int, msgspec.Meta(ge=0)]
    types: dict[str, int]
    forms: int
    countries: dict[str, int]
    coverage: Annotated[float, msgspec.Meta(gt=0, lt=1)]
    coverage_assumed: bool
    sources: list[str]
    options: dict[str, str | float | bool]
    fingerprint: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{12}$")]
    taken_for_bodies: tuple[int, str]
    taken_for_places: tuple[int, str]


def sections() -> Iterator[tuple[str, str, str | None, int]]:
    """Yield each section: its name, what it has one element for, its type (None for bytes), how many more."""
    for line in _ALIKE.strip().splitlines():
        counted, *those = line.split()
        yield from (_read(each, counted) for each in those)
    for prefix, counted, keys in (("", "parts", "keys"), ("run_", "runs", "run keys")):
        for each in _OF_PARTS.split():
            yield _read(prefix + each, counted)
        for name in ROWS:
            yield prefix + name, "plain", None, 0
        for name in ("key_ends", "skeleton_ends"):
            yield prefix + name, keys, "<u8", 0
        yield f"{prefix}canonical_names", f"{prefix}canonical names", "<u4", 0


def _read(written: str, counted: str) -> tuple[str, str, str | None, int]:
    name, dtype = written.split(":")
    return name.removesuffix("+1"), counted, None if dtype == "bytes" else dtype, int(name.endswith("+1"))


_SECTIONS = tuple(sections())


def check_sections(store: Store) -> Facts:
    """Return what a compiled gazetteer says of itself, once its sections are such as we write.

    Args:
        store: The file.

    Raises:
        StoreError: A section is missing, of another type, or of a length that does not fit the others.
    """
    lengths: dict[str, int] = {}
    for name, counted, dtype, more in _SECTIONS:
        found = store.kind_of(name)
        if found is None:
            raise store.fault(f"it has no section {name}")
        if found[0] != dtype or len(found[1]) != 1:
            raise store.fault(f"section {name} is of another type than it should be")
        length = found[1][0] - more
        if counted != "plain" and lengths.setdefault(counted, length) != length:
            raise store.fault(f"section {name} has not as many elements as it should")
    try:
        facts = msgspec.convert(store.meta, Facts)
    except msgspec.ValidationError as error:
        raise store.fault(f"what it says of itself cannot be ({error})") from None
    if facts.population > lengths["records"]:
        raise store.fault("it says that more is listed than there are records")
    return facts
