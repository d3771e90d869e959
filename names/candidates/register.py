"""The register: what a compiled gazetteer holds, by number, decoded where it is asked for."""

from __future__ import annotations

import itertools
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from names.candidates.bearers import Bearers, number_of_key
from names.candidates.filing import FormRecord
from names.folding import Part, Spelling
from names.folding.kernel_keys import KEY_ENCODING
from names.gazetteer import Entity, Form
from names.store import Store

Ints = npt.NDArray[Any]

MOST_KEPT = 50_000  # records, and forms, remembered once decoded

_entity = msgspec.msgpack.Decoder(Entity).decode
_form = msgspec.msgpack.Decoder(FormRecord).decode
_part = msgspec.msgpack.Decoder(Part).decode


class Rows:
    """Rows of bytes in a store, by number."""

    def __init__(self, store: Store, name: str, ends: str) -> None:
        self._content = store.blob(name)
        self._ends = store.array(ends)

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> memoryview:
        begin = self._ends.item(number - 1) if number else 0
        return self._content[begin : self._ends.item(number)]

    def keys(self) -> list[str]:
        """Return all rows as keys."""
        content, ends = str(self._content, KEY_ENCODING), self._ends.tolist()
        return [content[a:b] for a, b in itertools.pairwise([0, *ends])]


class Register:
    """What a compiled gazetteer holds.

    Args:
        store: Its sections, as `names.candidates.filing` describes them.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        array = store.array
        self._records = Rows(store, "records", "record_ends")
        self._forms = Rows(store, "forms", "form_ends")
        self._parts = Rows(store, "parts", "part_record_ends")
        self._keys = Rows(store, "keys", "key_ends")
        self._bones = Rows(store, "bones", "bones_ends")
        self._ids, self._id_records = array("ids"), array("id_records")
        self.form_owners, self.first_forms = array("form_owners"), array("first_forms")
        self.form_words, self.form_initials = array("form_words"), array("form_initials")
        self.form_commas = array("form_commas")
        self.first_parts, self.form_parts = array("first_parts"), array("form_parts")
        self.first_keys = array("first_keys")
        self.of_key, self.of_bones = array("of_key"), array("of_bones")
        self.scripts, self.writings = array("scripts"), array("writings")
        self.kinds, self.first_letters = array("kinds"), array("first_letters")
        self.lists, self.first_lists = array("lists"), array("first_lists")
        self._blocks = {
            name: tuple(array(f"{name}_{what}") for what in ("numbers", "firsts", "members"))
            for name in ("block", "joined")
        }
        self.population: int = store.meta["population"]
        self.bearers = Bearers(
            (array("bearers"), array("bearer_counts")), (array("bone_bearers"), array("bone_counts")),
            self.population,
        )  # fmt: skip
        self._known_entities: dict[int, Entity] = {}
        self._known_forms: dict[int, tuple[Form, Spelling]] = {}
        self._known_written: dict[int, tuple[Form, tuple[str, ...]]] = {}
        self._known_parts: dict[int, Part] = {}
        self._known_keys = np.empty(len(self._keys), object)
        self._known_bones = np.empty(len(self._keys), object)
        self._read = np.zeros(len(self._keys), bool)

    def __reduce__(self) -> tuple[type[Register], tuple[Store]]:
        return Register, (self.store,)

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

    def forms_of(self, owner: int) -> range:
        """Return the numbers of the forms that lead to an entity."""
        return range(int(self.first_forms[owner]), int(self.first_forms[owner + 1]))

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
        begin, end = self.first_parts[number : number + 2].tolist()
        parts = tuple(map(self.part, self.form_parts[begin:end].tolist()))
        told = written if parts else ()  # a name of signs alone has a text, and no part
        return form, Spelling(form.text, parts, told, int(self.form_commas[number]))

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
            self.bearers.learn(known, float(self.of_key[number]), float(self.of_bones[number]))
        return known

    def keys(self, numbers: Ints) -> tuple[list[str], list[str]]:
        """Return class keys of listed parts, by number, with their skeletons."""
        new = numbers[~self._read[numbers]]
        if len(new) > len(self._read) // 100:  # so many at once: all of them are read faster
            for rows, known in ((self._keys, self._known_keys), (self._bones, self._known_bones)):
                known[:] = rows.keys()
            self._read[:] = True
        for number in sorted(set(new.tolist())):
            for rows, known in ((self._keys, self._known_keys), (self._bones, self._known_bones)):
                known[number] = str(rows[number], KEY_ENCODING)
        self._read[new] = True
        return self._known_keys[numbers].tolist(), self._known_bones[numbers].tolist()

    def in_blocks(self, name: str, asked: Ints) -> tuple[Ints, Ints]:
        """Return what is in the blocks asked for: which of those asked, and a member, for each member.

        Args:
            name: `block` for listed parts, `joined` for forms with neighbours that stand together.
            asked: Numbers of blocks.
        """
        numbers, firsts, members = self._blocks[name]
        at = np.searchsorted(numbers, asked)
        at[at == len(numbers)] = 0
        met = np.flatnonzero(numbers[at] == asked) if len(numbers) else np.zeros(0, np.int64)
        begin = firsts[at[met]].astype(np.int64)
        counts = firsts[at[met] + 1] - begin
        which = np.repeat(met, counts)
        return which, members[spread(begin, counts)].astype(np.int64)


def spread(begin: Ints, counts: Ints) -> Ints:
    """Return the places of several runs, one after another.

    Args:
        begin: Where each run begins.
        counts: How long each is.

    Examples:
        >>> spread(np.array([5, 0]), np.array([2, 3])).tolist()
        [5, 6, 0, 1, 2]
    """
    start = np.repeat(begin - (np.cumsum(counts) - counts), counts)
    places: Ints = start + np.arange(len(start))
    return places
