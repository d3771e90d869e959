"""The index: what a compiled gazetteer holds, by number, decoded where it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from names.candidates.chunks import whole_key
from names.candidates.frequencies import Frequencies, number_of_key
from names.candidates.index_builder import ENTITY_TYPES, FormRecord
from names.folding import Part, Spelling
from names.gazetteer import Entity, Form
from names.gazetteer.records import EntityType
from names.store import Store

Ints = npt.NDArray[Any]

MOST_KEPT = 50_000  # records, and forms, remembered once decoded
MOST_LISTED_AS = 100  # entities with one spelling that are told: more are never told apart by it

_entity = msgspec.msgpack.Decoder(Entity).decode
_form = msgspec.msgpack.Decoder(FormRecord).decode
_part = msgspec.msgpack.Decoder(Part).decode


class StoredRows:
    """Rows of bytes in a store, by number."""

    def __init__(self, store: Store, name: str, ends: str) -> None:
        self._content = store.blob(name)
        self._ends = store.array(ends)

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> memoryview:
        begin = self._ends.item(number - 1) if number else 0
        return self._content[begin : self._ends.item(number)]


class Index:
    """What a compiled gazetteer holds.

    Args:
        store: Its sections, as `names.candidates.index_builder` describes them.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        array = store.array
        self._records = StoredRows(store, "records", "record_ends")
        self._forms = StoredRows(store, "forms", "form_ends")
        self._parts = StoredRows(store, "parts", "part_record_ends")
        self._ids, self._id_records = array("ids"), array("id_records")
        self.form_entities, self.first_forms = array("form_entities"), array("first_forms")
        self.form_words, self.form_initials = array("form_words"), array("form_initials")
        self.form_commas = array("form_commas")
        self.entity_types = array("entity_types")
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
        self.population: int = store.meta["population"]
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
            known = self._known_entities[number] = _entity(self._records[number])
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
            entity_numbers = self.form_entities[forms[forms < len(self.form_entities)]]
            found[row] = list(dict.fromkeys(entity_numbers.tolist()))
        return found

    def weighed_type(self, entity_number: int) -> EntityType | None:
        """Return the type as which the names of an entity are weighed (`names.gazetteer.body_names`)."""
        number = int(self.entity_types[entity_number])
        return ENTITY_TYPES[number] if number < len(ENTITY_TYPES) else None

    def forms_of(self, entity_number: int) -> range:
        """Return the numbers of the forms that lead to an entity."""
        return range(int(self.first_forms[entity_number]), int(self.first_forms[entity_number + 1]))

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
            kept = _form(self._forms[number])
            known = kept.form, kept.written or tuple(kept.form.text.split())
            self._known_written[number] = known
        return known

    def part(self, number: int) -> Part:
        """Return the listed part of a number."""
        known = self._known_parts.get(number)
        if known is None:
            known = self._known_parts[number] = _part(self._parts[number])
            self.frequencies.learn(known, float(self.of_key[number]), float(self.of_skeleton[number]))
        return known

    def parts_of(self, form: int) -> list[int]:
        """Return the numbers of the parts of a form."""
        begin, end = self.first_parts[form : form + 2].tolist()
        numbers: list[int] = self.form_parts[begin:end].tolist()
        return numbers

    def forms_with(self, part: int) -> Ints:
        """Return the numbers of the forms that have a listed part, by its number."""
        begin, end = self.first_lists[part : part + 2].tolist()
        return self.lists[begin:end]

    def parts_in(self, block: int) -> Ints:
        """Return the numbers of the listed parts in a block, by its number; none where there is none."""
        return _members(self._blocks, block)

    def joined_in(self, block: int) -> Ints:
        """Return the numbers of the forms with neighbours that, written together, are in a block."""
        return _members(self._joined_blocks, block)


def _members(blocks: tuple[Ints, Ints, Ints], block: int) -> Ints:
    """Return what is in a block: by the numbers of blocks in rising order, where each begins, and members."""
    numbers, firsts, members = blocks
    at = int(np.searchsorted(numbers, np.uint32(block)))
    if at == len(numbers) or numbers[at] != block:
        return members[:0]
    return members[int(firsts[at]) : int(firsts[at + 1])]
