"""From listed entities to the sections of a compiled gazetteer: arrays to search in, and records to show.

Sections, one after another; numbers count from 0.

- `records`: every entity, replaced ones among them, one after another as MessagePack; `record_ends`: where.
- `ids`, `id_records`: the ids by 64-bit number in rising order, and the record each leads to.
- `forms`, `form_ends`: every spelling that leads to an entity, in the order of the entities.
- `form_entities`, `first_forms`: the entity each form leads to, and the first form of each record.
- `form_words`, `form_initials`, `form_commas`, `form_capitals`, `form_kinds`: of each form how many words,
  initials, parts before the first comma and parts alone in capitals it has, and what it is.
- `form_shared`: of each form of a place or a body, as what listed people are called so (`shared_names`).
- `whole_numbers`, `whole_forms`: the words of the forms by number in rising order, and the form of each.
- `entity_genders`, `entity_types`, `entity_homes`: of each record the gender, the type as which it is
  weighed, and the two letters of its country as one number, or 0.
- `first_parts`, `form_parts`: the parts of each form, by number.
- `parts`, `part_record_ends`: every distinct part.
- `keys`, `key_ends`, `skeleton`, `skeleton_ends`, `first_keys`: the class keys of each part, with their
  skeletons.
- `texts`, `text_ends`, `latins`, `latin_ends`, `masculines`, `masculine_ends`: how each part is written, how
  it is read, and the class key of its masculine form.
- `canonical_names`, `first_canonical_names`, `near_canonical_names`: the given names that each part may be a
  form of; how many of them are not of another faith.
- `of_key`, `of_skeleton`: what each part says, in nats.
- `scripts`, `writings`, `kinds`, `first_letters`, `genders`, `fathers`, `father_genders`: of each part the
  script, how that writes, what the part is, how it begins, its gender, and how much of its key is the name
  of a father.
- `run_forms`, `run_starts`, `run_ends`, `run_numbers`: Chinese characters of a form that stand together: its
  number, the first place and that behind, and what part they are of a foreign name. These parts have the
  sections of parts once more, as `run_texts`; they are found by no block.
- `block_numbers`, `block_firsts`, `block_members`: the parts filed under each block.
- `first_lists`, `lists`: the forms each part leads to.
- `joined_numbers`, `joined_firsts`, `joined_members`: the forms whose neighbours together are in each block.
- `bearers`, `bearer_counts`, `skeleton_bearers`, `skeleton_counts`: how many entities have
  each key and each skeleton.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, tee
from typing import Any, TypeVar, get_args

import msgspec
import numpy as np
import numpy.typing as npt

from names.candidates.chunks import SpellingFacts, decode_part, describe_parts, fold_spellings
from names.candidates.frequencies import Frequencies, count_bearers, number_of_key
from names.candidates.packing import (
    COUNTS,
    ROWS,
    PackedParts,
    firsts,
    number_of_country,
    number_of_gender,
    pack_parts,
)
from names.candidates.shared_names import ListedForms, shared_names
from names.folding import Part
from names.folding.acronyms import acronyms_of
from names.gazetteer import Entity, Form
from names.gazetteer.body_names import BODY, PLACE, told_by_name, weighed_type
from names.gazetteer.countries import home_of
from names.gazetteer.records import EntityType, FormKind
from names.workers import Workers

Ints = npt.NDArray[Any]
Section = tuple[str, npt.NDArray[Any] | bytes]
Item = TypeVar("Item")

FORM_KINDS = get_args(FormKind)
ENTITY_TYPES = (None, *get_args(EntityType))
MOST_ACRONYMS = 6  # of one entity
TOGETHER = 10_000  # spellings, or parts, in a chunk: about a second of work, in which parts repeat

_encode = msgspec.msgpack.Encoder().encode


class FormRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A listed spelling as it is kept: its form, and of its parts what the text does not tell.

    Attributes:
        form: The form.
        written: Each part as written, or empty where that is the text split at spaces.
    """

    form: Form
    written: tuple[str, ...] = ()


class PackedRows:
    """Rows of bytes, one after another, and where each ends."""

    def __init__(self) -> None:
        self.content = bytearray()
        self.ends = array("Q")

    def add(self, row: bytes) -> None:
        """Add a row."""
        self.content += row
        self.ends.append(len(self.content))

    def extend(self, content: bytes, sizes: Ints) -> None:
        """Add rows, one after another, of which each has so many bytes."""
        ends = np.cumsum(sizes, dtype=np.uint64) + np.uint64(len(self.content))
        self.content += content
        self.ends.frombytes(ends.tobytes())

    def sections(self, name: str, ends: str) -> Iterator[Section]:
        """Yield the rows as two sections."""
        yield name, bytes(self.content)
        yield ends, _array(self.ends, np.uint64)


class IndexBuilder:
    """Takes entities, and gives the sections of what they are found by.

    Args:
        population: How many of them are not replaced.
        workers: Those who fold; they make no difference to the sections.
        report: Called with the number of spellings folded so far, again and again.

    Attributes:
        taken: For each type the places of the records without one that are weighed as such.
    """

    def __init__(self, population: int, workers: Workers, report: Callable[[int], object]) -> None:
        self._population = population
        self._workers = workers
        self._report = report
        self._records = PackedRows()
        self._forms = PackedRows()
        self._ids = array("Q")
        self._owners = array("I")
        self._words = array("B")
        self._initials = array("B")
        self._commas = array("B")
        self._capitals = array("b")
        self._whole = array("Q")
        self._form_kinds = array("B")
        self._entity_genders = array("B")
        self._entity_types = array("B")
        self._entity_homes = array("H")
        self.taken: dict[EntityType, list[int]] = {}
        self._part_ends = array("I")
        self._form_parts = array("I")
        self._places: dict[bytes, int] = {}
        self._runs: dict[bytes, int] = {}
        self._run_places = {
            name: array("I") for name in ("run_forms", "run_starts", "run_ends", "run_numbers")
        }
        self._joined_blocks = array("I")
        self._joined_forms = array("I")

    def file(self, entities: Sequence[Entity], meant: Sequence[int]) -> None:
        """Take entities, in the order of the gazetteer.

        Args:
            entities: All records.
            meant: The place of the record that the forms of each lead to.
        """
        for entity in entities:
            self._records.add(_encode(entity))
            self._ids.append(number_of_key(entity.id))
            self._entity_genders.append(number_of_gender(entity.gender))
            self._entity_types.append(ENTITY_TYPES.index(entity.type))
            self._entity_homes.append(number_of_country(home_of(entity.country)))
        ahead, chunks = tee(chunked(_owned(entities, meant)))
        alone = all(weighed_type(entity) == BODY for entity in entities)
        listed = (
            [
                (form.text, BODY in (entities[number].type, entities[number].told_type), alone)
                for number, form in chunk
            ]
            for chunk in ahead
        )
        for chunk, facts in zip(chunks, self._workers.map(fold_spellings, listed), strict=True):
            self._file_forms(chunk, facts)
            self._take(entities, chunk, facts)
            self._report(len(self._owners))
        if alone:  # those without a form of their own, too
            self._entity_types = array("B", [ENTITY_TYPES.index(BODY)] * len(entities))

    def _take(
        self, entities: Sequence[Entity], owned: Sequence[tuple[int, Form]], facts: SpellingFacts
    ) -> None:
        """Let the names of records without a type be weighed as what their list or their words tell."""
        for body, place, (number, form) in zip(facts.bodies, facts.places, owned, strict=True):
            entity = entities[number]
            if entity.type is not None or form.kind != "name" or form.text != entity.name:
                continue
            if told := entity.told_type or told_by_name(body=bool(body), place=bool(place)):
                self._entity_types[number] = ENTITY_TYPES.index(told)
                self.taken.setdefault(told, []).append(number)

    def _file_forms(self, owned: Sequence[tuple[int, Form]], facts: SpellingFacts) -> None:
        before, used = len(self._owners), len(self._form_parts)
        for number, (entity_number, form) in enumerate(owned):
            self._forms.add(_encode(FormRecord(form, facts.written.get(number, ()))))
            self._owners.append(entity_number)
            self._form_kinds.append(FORM_KINDS.index(form.kind))
        self._words.extend(facts.words)
        self._initials.extend(facts.initials)
        self._commas.extend(facts.commas)
        self._capitals.extend(facts.capitals)
        self._whole.extend(facts.whole)
        self._part_ends.extend([used + end for end in facts.ends])
        places = self._places
        numbers = [places.setdefault(part, len(places)) for part in facts.parts]
        self._form_parts.extend([numbers[place] for place in facts.used])
        for spelling, start, end, run in facts.runs:
            number = self._runs.setdefault(run, len(self._runs))
            for column, value in zip(
                self._run_places.values(), (before + spelling, start, end, number), strict=True
            ):
                column.append(value)
        self._joined_blocks.extend(facts.joined)
        self._joined_forms.extend([before + number for number in facts.joined_in])

    def sections(self) -> Iterator[Section]:
        """Yield every section; nothing may be filed after."""
        yield from self._records.sections("records", "record_ends")
        order = np.argsort(_array(self._ids, np.uint64), kind="stable")
        yield "ids", _array(self._ids, np.uint64)[order]
        yield "id_records", order.astype(np.uint32)
        yield from self._forms.sections("forms", "form_ends")
        entity_numbers = _array(self._owners, np.uint32)
        yield "form_entities", entity_numbers
        yield "first_forms", _firsts(entity_numbers, len(self._ids))
        yield "form_words", _array(self._words, np.uint8)
        yield "form_initials", _array(self._initials, np.uint8)
        yield "form_commas", _array(self._commas, np.uint8)
        yield "form_capitals", _array(self._capitals, np.int8)
        yield "form_kinds", _array(self._form_kinds, np.uint8)
        yield from self._whole_sections()
        yield "entity_genders", _array(self._entity_genders, np.uint8)
        yield "entity_types", _array(self._entity_types, np.uint8)
        yield "entity_homes", _array(self._entity_homes, np.uint16)
        yield "first_parts", np.append(np.uint32(0), _array(self._part_ends, np.uint32))
        yield "form_parts", _array(self._form_parts, np.uint32)
        yield from _rows(self._places, "parts", "part_record_ends")
        used = _array(self._form_parts, np.uint32)
        sizes = np.diff(_array(self._part_ends, np.uint32), prepend=np.uint32(0))
        form_of_part = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
        order = np.argsort(used, kind="stable")
        yield "lists", form_of_part[order]
        yield "first_lists", _firsts(used[order], len(self._places))
        parts = list(map(decode_part, self._places))
        yield "form_shared", shared_names(self._listed_forms(entity_numbers, parts))
        yield from self._rarity_sections(parts, used, entity_numbers[form_of_part])
        yield from self._part_sections()
        yield from _grouped("joined", self._joined_blocks, self._joined_forms)

    def _whole_sections(self) -> Iterator[Section]:
        """Yield the words of all forms by number; a bare name listed as short is none, nor an acronym."""
        numbers = _array(self._whole, np.uint64)
        short = [FORM_KINDS.index("short"), FORM_KINDS.index("acronym")]
        forms = np.flatnonzero(~np.isin(_array(self._form_kinds, np.uint8), short))
        order = forms[np.argsort(numbers[forms], kind="stable")]
        yield "whole_numbers", numbers[order]
        yield "whole_forms", order.astype(np.uint32)

    def _listed_forms(self, entity_numbers: Ints, parts: Sequence[Part]) -> ListedForms:
        types = _array(self._entity_types, np.uint8)[entity_numbers]
        kinds = _array(self._form_kinds, np.uint8)
        others = np.isin(types, [ENTITY_TYPES.index(type) for type in (PLACE, BODY)])
        bare = np.isin(kinds, [FORM_KINDS.index(kind) for kind in ("short", "acronym")])
        return ListedForms(
            ~others,
            others & ~bare,
            kinds == FORM_KINDS.index("short"),
            _array(self._commas, np.uint8),
            _array(self._capitals, np.int8),
            np.append(np.uint32(0), _array(self._part_ends, np.uint32)),
            _array(self._form_parts, np.uint32),
            parts,
        )

    def _rarity_sections(self, parts: Sequence[Part], used: Ints, entity_numbers: Ints) -> Iterator[Section]:
        bearers = count_bearers((p.key for p in parts), used, entity_numbers)
        skeleton_bearers = count_bearers((p.skeleton for p in parts), used, entity_numbers)
        yield from zip(("bearers", "bearer_counts"), bearers, strict=True)
        yield from zip(("skeleton_bearers", "skeleton_counts"), skeleton_bearers, strict=True)
        rarity = Frequencies(bearers, skeleton_bearers, self._population)
        yield from _said(parts, rarity)
        yield from self._run_sections(rarity)

    def _run_sections(self, rarity: Frequencies) -> Iterator[Section]:
        runs = list(map(decode_part, self._runs))
        for name, content in _packed_sections([pack_parts(runs)]):
            yield f"run_{name}", content
        for name, said in _said(runs, rarity):
            yield f"run_{name}", said
        for name, column in self._run_places.items():
            yield name, _array(column, np.uint32)

    def _part_sections(self) -> Iterator[Section]:
        packed = [pack_parts([])]  # a gazetteer of nobody has the columns too
        blocks, in_blocks = array("I"), array("I")
        before = 0
        for facts in self._workers.map(describe_parts, chunked(self._places)):
            packed.append(facts.packed)
            blocks.extend(facts.blocks)
            in_blocks.extend([before + place for place in facts.in_blocks])
            before += len(facts.packed.columns["kinds"])
        yield from _packed_sections(packed)
        yield from _grouped("block", blocks, in_blocks)


def chunked(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield items together, `TOGETHER` at a time."""
    coming = iter(items)
    while chunk := list(islice(coming, TOGETHER)):
        yield chunk


def _owned(entities: Sequence[Entity], meant: Sequence[int]) -> Iterator[tuple[int, Form]]:
    """Yield every form with the place of the entity it leads to, in rising order: its own forms first."""
    moved: dict[int, list[Form]] = {}
    for place, entity in zip(meant, entities, strict=True):
        if entity.replaced_by is not None:
            moved.setdefault(place, []).extend(entity.forms)
    for place, entity in enumerate(entities):
        own = entity.forms if entity.replaced_by is None else ()
        forms = (*own, *moved.get(place, ()))
        for form in (*forms, *_acronyms(entity, forms)):
            yield place, form


def _acronyms(entity: Entity, forms: Sequence[Form]) -> list[Form]:
    """Return the acronyms of a body's names that it is not listed with."""
    if (entity.type or entity.told_type) not in (None, BODY):
        return []
    found = dict.fromkeys(acronym for form in forms for acronym in acronyms_of(form.text))
    if not found or weighed_type(entity) != BODY:
        return []
    listed = {form.text.casefold() for form in forms}
    return [Form(text, "acronym") for text in found if text.casefold() not in listed][:MOST_ACRONYMS]


def _said(parts: Sequence[Part], rarity: Frequencies) -> Iterator[Section]:
    """Yield what each part says, and what its skeleton does."""
    of_both = np.array([rarity.of(part) for part in parts], np.float64).reshape(-1, 2)
    yield "of_key", np.ascontiguousarray(of_both[:, 0])
    yield "of_skeleton", np.ascontiguousarray(of_both[:, 1])


def _packed_sections(packed: Sequence[PackedParts]) -> Iterator[Section]:
    """Yield the sections of parts that were packed in some chunks."""
    for name, ends in ROWS.items():
        rows = PackedRows()
        for each in packed:
            rows.extend(*each.rows[name])
        yield from rows.sections(name, ends)
    yield "canonical_names", np.concatenate([each.canonical_names for each in packed])
    for name in packed[0].columns:
        column = np.concatenate([each.columns[name] for each in packed])
        yield name, firsts(column) if name in COUNTS else column


def _rows(rows: Iterable[bytes], name: str, ends: str) -> Iterator[Section]:
    kept = PackedRows()
    for row in rows:
        kept.add(row)
    yield from kept.sections(name, ends)


def _array(values: array[int], dtype: npt.DTypeLike) -> Ints:
    return np.frombuffer(values, dtype) if values else np.zeros(0, dtype)


def _firsts(sorted_numbers: Ints, count: int) -> Ints:
    """Return where the run of each number begins in sorted numbers, and at last where all end."""
    return np.searchsorted(sorted_numbers, np.arange(count + 1)).astype(np.uint32)


def _grouped(name: str, blocks: array[int], members: array[int]) -> Iterator[Section]:
    """Yield the members of each block, each once, by the number of the block in rising order."""
    pairs = _array(blocks, np.uint32).astype(np.uint64) << np.uint64(32) | _array(members, np.uint32)
    pairs.sort()
    pairs = pairs[_is_new(pairs)]
    numbers = (pairs >> np.uint64(32)).astype(np.uint32)
    first = np.flatnonzero(_is_new(numbers))
    yield f"{name}_numbers", numbers[first]
    yield f"{name}_firsts", np.append(first, len(pairs)).astype(np.uint32)
    yield f"{name}_members", (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def _is_new(ordered: Ints) -> Ints:
    """Tell of each number whether it is another than the one before it."""
    return np.append(np.ones(min(1, len(ordered)), bool), ordered[1:] != ordered[:-1])
