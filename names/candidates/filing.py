"""From listed entities to the sections of a compiled gazetteer: arrays to search in, and records to show.

Sections, one after another; numbers count from 0.

- `records`: every entity, replaced ones among them, one after another as MessagePack; `record_ends`: where.
- `ids`, `id_records`: the ids by 64-bit number in rising order, and the record each leads to.
- `forms`, `form_ends`: every spelling that leads to an entity, in the order of the entities.
- `form_owners`, `first_forms`: the entity each form leads to, and the first form of each record.
- `form_words`, `form_initials`: how many words, and how many initials, each form has.
- `first_parts`, `form_parts`: the parts of each form, by number.
- `parts`, `part_record_ends`: every distinct part.
- `keys`, `key_ends`, `bones`, `bones_ends`, `first_keys`: the class keys of each part with their skeletons.
- `of_key`, `of_bones`, `scripts`, `writings`: what each part says, in nats, and how it is written.
- `block_numbers`, `block_firsts`, `block_members`: the parts filed under each block.
- `first_lists`, `lists`: the forms each part leads to.
- `joined_numbers`, `joined_firsts`, `joined_members`: the forms whose neighbours together are in each block.
- `bearers`, `bearer_counts`, `bone_bearers`, `bone_counts`: how many entities have each key and skeleton.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from names.candidates.bearers import Bearers, count_bearers, number_of_key
from names.candidates.blocks import filed_blocks, joined_blocks, neighbours, number_of
from names.folding import Part, Spelling, fold
from names.folding.keys import skeleton
from names.gazetteer import Entity, Form

Ints = npt.NDArray[Any]
Section = tuple[str, npt.NDArray[Any] | bytes]

WRITINGS = ("alphabet", "syllables", "abjad")

_encode = msgspec.msgpack.Encoder().encode


class FormRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A listed spelling as it is kept: its form, and of its parts what the text does not tell.

    Attributes:
        form: The form.
        comma: How many parts stand before the first comma.
        written: Each part as written, or empty where that is the text split at spaces.
    """

    form: Form
    comma: int = 0
    written: tuple[str, ...] = ()


class Rows:
    """Rows of bytes, one after another, and where each ends."""

    def __init__(self) -> None:
        self.content = bytearray()
        self.ends = array("Q")

    def add(self, row: bytes) -> None:
        """Add a row."""
        self.content += row
        self.ends.append(len(self.content))

    def sections(self, name: str, ends: str) -> Iterator[Section]:
        """Yield the rows as two sections."""
        yield name, bytes(self.content)
        yield ends, np.frombuffer(self.ends, np.uint64) if self.ends else np.zeros(0, np.uint64)


class Filing:
    """Takes entities, and gives the sections of what they are found by.

    Args:
        population: How many of them are not replaced.
    """

    def __init__(self, population: int) -> None:
        self._population = population
        self._records = Rows()
        self._forms = Rows()
        self._ids = array("Q")
        self._owners = array("I")
        self._words = array("B")
        self._initials = array("B")
        self._part_ends = array("I")
        self._form_parts = array("I")
        self._places: dict[Part, int] = {}
        self._joined_blocks = array("I")
        self._joined_forms = array("I")

    def file(self, entities: Sequence[Entity], meant: Sequence[int]) -> None:
        """Take entities, in the order of the gazetteer.

        Args:
            entities: All records.
            meant: The place of the record that the forms of each lead to.
        """
        forms: list[list[Form]] = [[] for _ in entities]
        for place, entity in enumerate(entities):
            self._records.add(_encode(entity))
            self._ids.append(number_of_key(entity.id))
            forms[meant[place]].extend(entity.forms)
        for owner, of_owner in enumerate(forms):
            for form in of_owner:
                self._file_form(form, owner)

    def _file_form(self, form: Form, owner: int) -> None:
        spelling = fold(form.text)
        number = len(self._owners)
        written = () if spelling.written == tuple(form.text.split()) else spelling.written
        self._forms.add(_encode(FormRecord(form, spelling.comma, written)))
        self._owners.append(owner)
        self._words.append(sum(p.kind == "word" for p in spelling.parts))
        self._initials.append(sum(p.kind == "initial" for p in spelling.parts))
        places = self._places
        self._form_parts.extend(places.setdefault(part, len(places)) for part in spelling.parts)
        self._part_ends.append(len(self._form_parts))
        self._file_neighbours(spelling, number)

    def _file_neighbours(self, spelling: Spelling, number: int) -> None:
        for _, _, whole in neighbours(spelling.parts):
            for block in joined_blocks(whole):
                self._joined_blocks.append(number_of(block))
                self._joined_forms.append(number)

    def sections(self) -> Iterator[Section]:
        """Yield every section; nothing may be filed after."""
        yield from self._records.sections("records", "record_ends")
        order = np.argsort(_array(self._ids, np.uint64), kind="stable")
        yield "ids", _array(self._ids, np.uint64)[order]
        yield "id_records", order.astype(np.uint32)
        yield from self._forms.sections("forms", "form_ends")
        owners = _array(self._owners, np.uint32)
        yield "form_owners", owners
        yield "first_forms", _firsts(owners, len(self._ids))
        yield "form_words", _array(self._words, np.uint8)
        yield "form_initials", _array(self._initials, np.uint8)
        yield "first_parts", np.append(np.uint32(0), _array(self._part_ends, np.uint32))
        yield "form_parts", _array(self._form_parts, np.uint32)
        yield from self._part_sections(owners)
        yield from _grouped("joined", self._joined_blocks, self._joined_forms)

    def _part_sections(self, owners: Ints) -> Iterator[Section]:
        parts = list(self._places)
        used = _array(self._form_parts, np.uint32)
        sizes = np.diff(_array(self._part_ends, np.uint32), prepend=np.uint32(0))
        form_of_part = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
        bearers = count_bearers((p.key for p in parts), used, owners[form_of_part])
        bone_bearers = count_bearers((p.bones for p in parts), used, owners[form_of_part])
        yield from zip(("bearers", "bearer_counts"), bearers, strict=True)
        yield from zip(("bone_bearers", "bone_counts"), bone_bearers, strict=True)
        rarity = Bearers(bearers, bone_bearers, self._population)
        of_both = np.array([rarity.of(part) for part in parts], np.float32).reshape(-1, 2)
        yield "of_key", np.ascontiguousarray(of_both[:, 0])
        yield "of_bones", np.ascontiguousarray(of_both[:, 1])
        yield "scripts", np.array([number_of_script(p.script) for p in parts], np.uint32)
        yield "writings", np.array([WRITINGS.index(p.writing) for p in parts], np.uint8)
        yield from _rows(map(_encode, parts), "parts", "part_record_ends")
        yield from _rows((k.encode() for p in parts for k in p.keys), "keys", "key_ends")
        yield from _rows((skeleton(k).encode() for p in parts for k in p.keys), "bones", "bones_ends")
        yield "first_keys", np.cumsum([0, *(len(p.keys) for p in parts)]).astype(np.uint32)
        blocks, in_blocks = array("I"), array("I")
        for place, part in enumerate(parts):
            for block in filed_blocks(part):
                blocks.append(number_of(block))
                in_blocks.append(place)
        yield from _grouped("block", blocks, in_blocks)
        order = np.argsort(used, kind="stable")
        yield "lists", form_of_part[order]
        yield "first_lists", _firsts(used[order], len(parts))


def number_of_script(script: str) -> int:
    """Return the number that stands for a script among the parts."""
    return number_of(script) if script else 0


def _rows(rows: Iterable[bytes], name: str, ends: str) -> Iterator[Section]:
    kept = Rows()
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
    pairs = np.unique(
        _array(blocks, np.uint32).astype(np.uint64) << np.uint64(32) | _array(members, np.uint32)
    )
    numbers, first = np.unique(pairs >> np.uint64(32), return_index=True)
    yield f"{name}_numbers", numbers.astype(np.uint32)
    yield f"{name}_firsts", np.append(first, len(pairs)).astype(np.uint32)
    yield f"{name}_members", (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
