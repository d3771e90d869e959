"""The `Gazetteer`: all the entities that spellings may stand for, as one immutable value."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from names.defaults import COVERAGE
from names.errors import NamesError
from names.gazetteer.checking import note_unfit
from names.gazetteer.faults import EnoughError, Fault, Findings, GazetteerError
from names.gazetteer.location import SHIPPED, locate, name_of
from names.gazetteer.records import Entity
from names.gazetteer.rolls import Namesakes, Roll, find_namesakes, follow_replacements, no_report
from names.notebook import shown, table

if TYPE_CHECKING:
    from names.gazetteer.joining import ListJoiner

# A list made for a column has most of the people in it, seldom all; whoever knows better declares it.
IN_MEMORY = "<entities>"  # the place of entities that came from no file
SHOWN = 5  # entities that a notebook shows


@dataclass(frozen=True)
class Gazetteer:
    """All the entities of one or several lists; picklable, and safe to share.

    Attributes:
        entities: Every entity, in the order of the lists, replaced ones among them.
        coverage: The share of the mentions one meets whose bearer is listed, above 0 and below 1; declared by
            the lists or the caller, never learned. Of several declared, the largest.
        sources: The files it was read from, as they were named; `<entities>` stands for a program's own.
        notes: What was odd in the files, and no fault.
        options: What else `read` was given, by name, as `("id_column", "number")`.
        coverage_assumed: Whether `read` took the default coverage, since neither files nor caller said one.
        told: What was taken, left and doubted of lists in other formats than ours, and what was joined of
            several lists, in lines.
        joiner: What is known of records of several lists that are one; None where there was one list.

    Examples:
        >>> from names.gazetteer import Form
        >>> toqaev = Entity("toqaev", "Qasym-Zhomart Toqaev", (Form("Qasym-Zhomart Toqaev", "name"),))
        >>> gazetteer = Gazetteer().extended([toqaev])
        >>> len(gazetteer), gazetteer.get("toqaev").name, gazetteer.get("tokarev")
        (1, 'Qasym-Zhomart Toqaev', None)
    """

    entities: tuple[Entity, ...] = ()
    coverage: float = COVERAGE
    sources: tuple[str, ...] = ()
    notes: tuple[Fault, ...] = ()
    options: tuple[tuple[str, str | float | bool], ...] = ()
    coverage_assumed: bool = False
    told: tuple[str, ...] = ()
    joiner: ListJoiner | None = field(default=None, compare=False, repr=False)

    def __repr__(self) -> str:
        sources = ", ".join(self.sources) or "no file"
        return f"<Gazetteer of {len(self.entities):,} entities from {sources}>"

    def _repr_html_(self) -> str:
        counted = count_types(self.entities).most_common()
        types = ", ".join(f"{count:,} {type or 'untyped'}" for type, count in counted)
        rows = [
            (shown(each.name), f"<code>{shown(each.id)}</code>", shown(each.type or ""))
            for each in self.entities[:SHOWN]
        ]
        head = f"<b>{len(self.entities):,} entities</b> ({shown(types)})"
        return table(head, ("name", "id", "type"), rows, f"coverage {self.coverage}")

    def __post_init__(self) -> None:
        if not 0.0 < self.coverage < 1.0:
            raise NamesError(f"the coverage {self.coverage} is not between 0 and 1; give a share, as 0.5")

    @classmethod
    def read(
        cls,
        *paths: str | os.PathLike[str],
        id_column: str | None = None,
        name_column: str | None = None,
        encoding: str | None = None,
        coverage: float | None = None,
        kind: str | None = None,
        skip_faults: bool = False,
        report: Callable[[int], object] = no_report,
    ) -> Gazetteer:
        """Return the gazetteer that some files hold together.

        Args:
            *paths: Lists of any kind that docs/gazetteer.md tells of, told apart by a look at them. The word
                `shipped` stands for the gazetteer that comes with the package.
            id_column: The column of a table that holds the ids; None for `id`, or a title like it.
            name_column: The column of a table that holds the names; None for `name`, or a title like it.
            encoding: Of lists that are delimited text, as `windows-1251`; None to recognise it.
            coverage: Stands instead of what the files declare; None for the largest they declare, or 0.8.
            kind: What the files are, as `names gazetteer import --from` says it; None to recognise it.
            skip_faults: Whether to leave out records that have faults, and go on with the rest; `told` says
                which. What keeps a whole file from being read is an error all the same.
            report: Called with the number of entities read so far, now and then.

        Raises:
            GazetteerError: Something is wrong in a file; all that is wrong is in its `faults`.
            NamesError: The coverage given is no share, or the kind none.
        """
        from names.gazetteer.list_input import (
            TableForm,  # what reads lists is not needed where one is compiled
        )
        from names.gazetteer.loading import ListPlan, read_files

        given = {
            "id_column": id_column,
            "name_column": name_column,
            "encoding": encoding,
            "coverage": coverage,
            "from": kind,
            "skip_faults": skip_faults or None,
        }
        options = tuple((name, value) for name, value in given.items() if value is not None)
        files = [file for path in paths for file in locate(path)]
        reading = read_files(
            files, ListPlan(TableForm(id_column, name_column, encoding), kind, skip_faults), report
        )
        if reading.faults:
            raise GazetteerError(reading.faults)
        said = reading.coverage if coverage is None else coverage
        sources = tuple(map(name_of, paths))
        return cls(
            tuple(reading.roll.entities),
            COVERAGE if said is None else said,
            sources,
            reading.warnings,
            options,
            coverage_assumed=said is None,
            told=reading.told,
            joiner=reading.joiner,
        )

    @classmethod
    def shipped(cls) -> Gazetteer:
        """Return the gazetteer that comes with the package.

        Raises:
            GazetteerError: It is missing, or somebody's edit broke it.
        """
        return cls.read(SHIPPED)

    def __len__(self) -> int:
        return len(self.entities)

    def get(self, id: str) -> Entity | None:
        """Return the entity of an id, or None when there is none.

        Args:
            id: As it stands in the list; the id of a record that was replaced leads to the one that stays.
        """
        position = self._positions.get(self._ends.get(id, id))
        return None if position is None else self.entities[position]

    def extended(self, entities: Iterable[Entity]) -> Gazetteer:
        """Return a gazetteer with more entities; this one stays as it is.

        Args:
            entities: The entities to add, behind those that are there.

        Raises:
            GazetteerError: An id is taken, a name is empty, a text cannot be one, or a `replaced_by` leads
                nowhere. The places are the entities' numbers, from 1, in `<entities>`.
        """
        more = tuple(entities)
        added = Findings(IN_MEMORY)
        known = Findings(", ".join(self.sources) or IN_MEMORY)
        roll = Roll()
        roll.begin("the gazetteer")
        for number, entity in enumerate(self.entities, 1):
            roll.add(entity, number, known)
        roll.begin(IN_MEMORY)
        with contextlib.suppress(EnoughError):
            for number, entity in enumerate(more, 1):
                _check_value(entity, number, added)
                roll.add(entity, number, added)
        faults = [*added.faults, *roll.replacement_faults(whole=True)]
        if faults:
            raise GazetteerError(sorted(faults, key=lambda fault: fault.line or 0))
        sources = (*self.sources, IN_MEMORY) if more else self.sources
        return replace(self, entities=tuple(roll.entities), sources=tuple(dict.fromkeys(sources)))

    @cached_property
    def namesakes(self) -> tuple[Namesakes, ...]:
        """Every text that leads to several entities, with their ids; such a text alone is ambiguous."""
        return tuple(find_namesakes(self.entities, self._positions, self._ends))

    @property
    def warnings(self) -> tuple[str, ...]:
        """One sentence for each thing that is odd, and no fault: columns not read, and namesakes."""
        return (*map(str, self.notes), *map(str, self.namesakes))

    @cached_property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change with the content, whatever file or form it comes from."""
        import hashlib

        encode = msgspec.json.Encoder(order="sorted").encode
        digest = hashlib.blake2b(repr(self.coverage).encode(), digest_size=6)
        for entity in self.entities:
            digest.update(encode(entity))
        return digest.hexdigest()

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {entity.id: position for position, entity in enumerate(self.entities)}

    @cached_property
    def _ends(self) -> Mapping[str, str]:
        return follow_replacements(self.entities)[0]

    def __getstate__(self) -> dict[str, object]:
        # What can be found again is not worth carrying to another process.
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {"joiner": None}


def count_types(entities: Iterable[Entity]) -> Counter[str]:
    """Return how many entities there are of each type, `no type` among them."""
    return Counter(entity.type or "no type" for entity in entities)


def _check_value(entity: Entity, number: int, findings: Findings) -> None:
    """Note what is wrong in an entity that was made in a program, not read."""
    if not entity.id or entity.id != "".join(entity.id.split()):
        findings.add(number, f'the id "{entity.id}" is empty or holds a space', "write one without spaces")
    if not entity.name.strip():
        findings.add(number, f'the name of "{entity.id}" is empty', "write its name")
    for key, text in (("id", entity.id), *((form.kind, form.text) for form in entity.forms)):
        note_unfit(text, key, number, findings)
        if not text.strip() and key not in ("id", "name"):
            findings.add(number, f'a {key} form of "{entity.id}" is empty', "write it or leave it out")
