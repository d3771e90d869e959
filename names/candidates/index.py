"""The index: what a compiled gazetteer holds, by number, decoded where it is asked for."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from names.candidates.chunks import whole_key
from names.candidates.frequencies import Frequencies, number_of_key
from names.candidates.index_builder import ENTITY_TYPES, FORM_KINDS, FormRecord
from names.candidates.section_table import check_sections
from names.folding import Part, Spelling, fold
from names.gazetteer import Entity, Form
from names.gazetteer.body_names import BODY
from names.gazetteer.records import EntityType
from names.kinds import Shared
from names.store import Store

Ints = npt.NDArray[Any]
Decoded = TypeVar("Decoded")

MOST_KEPT = 50_000  # records, and forms, remembered once decoded
_MAY_END_IN_FORM = re.compile(r"\w\W+(?:\w{2,4}|\w\. ?\w(?:\. ?\w)?)\W*$")  # AG, S.A.
_ALL_SHARED = Shared.NAME.value | Shared.SHORT.value | Shared.FAMILY.value
MOST_LISTED_AS = 100  # entities with one spelling that are told: more are never told apart by it

_entity = msgspec.msgpack.Decoder(Entity).decode
_form = msgspec.msgpack.Decoder(FormRecord).decode
_part = msgspec.msgpack.Decoder(Part).decode


def without_form(spelling: Spelling) -> Spelling:
    """Return the name of a body without its legal form."""
    together = zip(spelling.parts, spelling.written, strict=True)
    kept = [(part, text) for part, text in together if part.kind not in ("legal", "company")]
    parts, written = tuple(part for part, _ in kept), tuple(text for _, text in kept)
    return Spelling(spelling.text, parts, written, body=spelling.body)


class StoredRows:
    """Rows of bytes in a store, by number."""

    def __init__(self, store: Store, name: str, ends: str) -> None:
        self._store, self._name = store, name
        self._content = store.blob(name)
        self._ends = store.array(ends)

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> memoryview:
        if not 0 <= number < len(self._ends):
            raise self._store.fault(f"{self._name} have no number {number:,}")
        begin, end = self._ends.item(number - 1) if number else 0, self._ends.item(number)
        if not begin <= end <= len(self._content):
            raise self._store.fault(f"number {number:,} of {self._name} lies nowhere")
        return self._content[begin:end]

    def decoded(self, number: int, decode: Callable[[memoryview], Decoded]) -> Decoded:
        """Return what a row holds.

        Args:
            number: Of the row.
            decode: What reads it.
        """
        row = self[number]
        try:
            return decode(row)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise self._store.fault(f"number {number:,} of {self._name} cannot be read") from None


class Index:
    """What a compiled gazetteer holds.

    Args:
        store: Its sections, as `names.candidates.index_builder` describes them.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        facts = check_sections(store)
        array = store.array
        self._records = StoredRows(store, "records", "record_ends")
        self._forms = StoredRows(store, "forms", "form_ends")
        self._parts = StoredRows(store, "parts", "part_record_ends")
        self._ids, self._id_records = array("ids"), array("id_records")
        self.form_entities, self.first_forms = array("form_entities"), array("first_forms")
        self.form_words, self.form_initials = array("form_words"), array("form_initials")
        self.form_commas = array("form_commas")
        self.entity_types = array("entity_types")
        self.form_kinds = array("form_kinds")
        self._form_shared = array("form_shared")
        self.form_capitals = array("form_capitals")
        self.first_parts, self.form_parts = array("first_parts"), array("form_parts")
        self.of_key, self.of_skeleton = array("of_key"), array("of_skeleton")
        self.scripts = array("scripts")
        self.kinds = array("kinds")
        self.lists, self.first_lists = array("lists"), array("first_lists")
        self._blocks, self._joined_blocks = (
            (array(f"{name}_numbers"), array(f"{name}_firsts"), array(f"{name}_members"))
            for name in ("block", "joined")
        )
        self._whole_numbers, self._whole_forms = array("whole_numbers"), array("whole_forms")
        self.population = facts.population
        self.frequencies = Frequencies(
            (array("bearers"), array("bearer_counts")), (array("skeleton_bearers"), array("skeleton_counts")),
            self.population,
        )  # fmt: skip
        self._known_entities: dict[int, Entity] = {}
        self._known_forms: dict[int, tuple[Form, Spelling]] = {}
        self._known_written: dict[int, tuple[Form, tuple[str, ...]]] = {}
        self._known_parts: dict[int, Part] = {}

    def __reduce__(self) -> tuple[type[Index], tuple[Store]]:
        return Index, (self.store,)

    def __len__(self) -> int:
        return len(self._records)

    def section(self, name: str) -> Ints:
        """Return a section as an array; plain bytes as an array of them."""
        return self.store.bytes_or_array(name)

    def entity(self, number: int) -> Entity:
        """Return the record of a number."""
        known = self._known_entities.get(number)
        if known is None:
            if len(self._known_entities) > MOST_KEPT:
                self._known_entities.clear()
            known = self._known_entities[number] = self._records.decoded(number, _entity)
        return known

    def number_of(self, id: str) -> int | None:
        """Return the record of an id, or None where there is none."""
        number = np.uint64(number_of_key(id))
        at = int(np.searchsorted(self._ids, number))
        while at < len(self._ids) and self._ids[at] == number:
            record = int(self._id_records[at])
            if self.entity(record).id == id:
                return record
            at += 1
        return None

    def listed_as(self, spellings: Sequence[Spelling]) -> list[list[int]]:
        """Return for each spelling the entities that have it as it stands, but for capitals and punctuation.

        Args:
            spellings: Folded ones.

        Returns:
            Numbers of entities, at most `MOST_LISTED_AS` for each, in the order of their forms.
        """
        keys = list(map(whole_key, spellings))
        numbers = np.fromiter(map(number_of_key, keys), np.uint64, len(keys))
        begin = np.searchsorted(self._whole_numbers, numbers, side="left")
        end = np.searchsorted(self._whole_numbers, numbers, side="right")
        found: list[list[int]] = [[] for _ in spellings]
        for row in np.flatnonzero((begin < end) & np.array(list(map(bool, keys)), bool)).tolist():
            forms = np.sort(self._whole_forms[begin[row] : min(end[row], begin[row] + MOST_LISTED_AS)])
            entity_numbers = self.form_entities[self._listed(forms, len(self.form_entities), "whole_forms")]
            found[row] = list(
                dict.fromkeys(self._listed(entity_numbers, len(self), "form_entities").tolist())
            )
        return found

    def fold(self, text: str) -> Spelling:
        """Return a spelling as it is read where it is asked for: as a body's where nothing else is listed.

        Where people are listed too, S.A. may be initials or a legal form: it is one behind a listed body.

        Args:
            text: As found.
        """
        spelling = fold(text, alone=self.is_of_bodies)
        if spelling.body or self.is_of_bodies or not (self.has_bodies and _MAY_END_IN_FORM.search(text)):
            return spelling
        read = fold(text, body=True)
        if not read.body or self.listed_as([spelling])[0]:
            return spelling
        return read if any(map(self._is_listed_body, (read, without_form(read)))) else spelling

    def _is_listed_body(self, spelling: Spelling) -> bool:
        """Tell whether a body is listed with a spelling as it stands."""
        [entity_numbers] = self.listed_as([spelling])
        return any(self.weighed_type(entity_number) == BODY for entity_number in entity_numbers)

    @cached_property
    def has_bodies(self) -> bool:
        """Whether an entity is weighed as a body."""
        return bool((self.entity_types == ENTITY_TYPES.index(BODY)).any())

    @cached_property
    def is_of_bodies(self) -> bool:
        """Whether every entity is weighed as a body, so that a legal form or a country tells one."""
        return len(self) > 0 and bool((self.entity_types == ENTITY_TYPES.index(BODY)).all())

    @cached_property
    def is_acronym(self) -> Ints:
        """Of each form, whether it is an acronym made by rule, which no list has."""
        acronyms: Ints = self.form_kinds == FORM_KINDS.index("acronym")
        return acronyms

    def weighed_type(self, entity_number: int) -> EntityType | None:
        """Return the type as which the names of an entity are weighed (`names.gazetteer.body_names`)."""
        number = int(self.entity_types[entity_number])
        if number >= len(ENTITY_TYPES):
            raise self.store.fault("a number in entity_types is that of no type")
        weighed: EntityType | None = ENTITY_TYPES[number]
        return weighed

    def entity_of(self, form: int) -> int:
        """Return the number of the entity that a form leads to."""
        number = int(self.form_entities[form])
        if number >= len(self):
            raise self.store.fault("a number in form_entities is that of no entity")
        return number

    def forms_of(self, entity_number: int) -> range:
        """Return the numbers of the forms that lead to an entity."""
        return range(*self._between(self.first_forms, entity_number, len(self._forms), "first_forms"))

    def shared_as(self, form: int) -> Shared:
        """Return as what listed people are called as the form of a place or a body is."""
        return Shared(int(self._form_shared[form]) & _ALL_SHARED)

    def form(self, number: int) -> tuple[Form, Spelling]:
        """Return a form with its folded spelling."""
        known = self._known_forms.get(number)
        if known is None:
            if len(self._known_forms) > MOST_KEPT:
                self._known_forms.clear()
            known = self._known_forms[number] = self._decode_form(number)
        return known

    def _decode_form(self, number: int) -> tuple[Form, Spelling]:
        form, written = self.written(number)
        parts = tuple(map(self.part, self.parts_of(number)))
        told = written if parts else ()  # a name of signs alone has a text, and no part
        comma, capitals = int(self.form_commas[number]), int(self.form_capitals[number])
        return form, Spelling(form.text, parts, told, comma, capitals)

    def written(self, number: int) -> tuple[Form, tuple[str, ...]]:
        """Return a form with its parts as written."""
        known = self._known_written.get(number)
        if known is None:
            if len(self._known_written) > MOST_KEPT:
                self._known_written.clear()
            kept = self._forms.decoded(number, _form)
            known = kept.form, kept.written or tuple(kept.form.text.split())
            self._known_written[number] = known
        return known

    def part(self, number: int) -> Part:
        """Return the listed part of a number."""
        known = self._known_parts.get(number)
        if known is None:
            known = self._known_parts[number] = self._parts.decoded(number, _part)
            of_key, of_skeleton = float(self.of_key[number]), float(self.of_skeleton[number])
            if not 0 <= of_skeleton <= of_key < math.inf:
                raise self.store.fault("a number in of_key or of_skeleton is none of nats")
            self.frequencies.learn(known, of_key, of_skeleton)
        return known

    def parts_of(self, form: int) -> list[int]:
        """Return the numbers of the parts of a form."""
        begin, end = self._between(self.first_parts, form, len(self.form_parts), "first_parts")
        numbers: list[int] = self.form_parts[begin:end].tolist()
        return numbers

    def forms_with(self, part: int) -> Ints:
        """Return the numbers of the forms that have a listed part, by its number."""
        begin, end = self._between(self.first_lists, part, len(self.lists), "first_lists")
        return self._listed(self.lists[begin:end], len(self._forms), "lists")

    def parts_in(self, block: int) -> Ints:
        """Return the numbers of the listed parts in a block, by its number; none where there is none."""
        return self._listed(self._members(self._blocks, block), len(self._parts), "block_members")

    def joined_in(self, block: int) -> Ints:
        """Return the numbers of the forms with neighbours that, written together, are in a block."""
        return self._listed(self._members(self._joined_blocks, block), len(self._forms), "joined_members")

    def _members(self, blocks: tuple[Ints, Ints, Ints], block: int) -> Ints:
        """Return what is in a block: by the numbers of blocks in rising order, where each begins, members."""
        numbers, firsts, members = blocks
        at = int(np.searchsorted(numbers, np.uint32(block)))
        if at == len(numbers) or numbers[at] != block:
            return members[:0]
        begin, end = self._between(firsts, at, len(members), "the blocks")
        return members[begin:end]

    def _between(self, firsts: Ints, number: int, size: int, name: str) -> tuple[int, int]:
        """Return where the run of a number begins and ends in a section of some size, if it lies there."""
        begin, end = firsts[number : number + 2].tolist()
        if not begin <= end <= size:
            raise self.store.fault(f"what a number in {name} leads to lies nowhere")
        return begin, end

    def _listed(self, numbers: Ints, count: int, name: str) -> Ints:
        """Return numbers of what is listed, if all are below their count."""
        if len(numbers) and int(numbers.max()) >= count:
            raise self.store.fault(f"a number in {name} is that of nothing")
        return numbers
