"""What a gazetteer holds: entities, and the forms of their names.

Both are immutable values. Every spelling of an entity, whatever its origin, is one kind of value, a `Form`.
Neither can be part of a reference cycle, so the collector need not walk over millions of them (`gc=False`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import msgspec

from names.errors import NamesError

FormKind = Literal["name", "native", "full", "short", "variant", "alias", "acronym"]
EntityType = Literal["person", "place", "organization"]
Gender = Literal["f", "m"]

_KINDS = frozenset(get_args(FormKind))


class Form(msgspec.Struct, frozen=True, gc=False):
    """One spelling of an entity's name.

    Attributes:
        text: The spelling as printed, never empty.
        kind: Which list of the record it stands in; `name` is the canonical name. No list holds what is an
            `acronym`: it is made of the names of a body.
        lang: Language code (ISO 639, as `kk`), or None where the record does not say.
        source: Where it was seen in print, or None.
        from_: First year or date of its use (`2019`, `2019-03-23`), or None for no known beginning.
        to: Last year or date of its use, or None while it lasts.

    Raises:
        NamesError: The kind is none of these.
    """

    text: str
    kind: FormKind
    lang: str | None = None
    source: str | None = None
    from_: str | None = None
    to: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in _KINDS:
            known = ", ".join(get_args(FormKind))
            raise NamesError(f"the form {self.text!r} has the kind {self.kind!r}; the kinds are {known}")


class Entity(msgspec.Struct, frozen=True, gc=False):
    """One real person, place or organization.

    Attributes:
        id: Permanent identifier, never reused.
        type: `person`, `place` or `organization`; None where a list does not say.
        name: The canonical name, printed by default.
        forms: Every spelling, in the order of the record; the first is the canonical name. It is
            put there where the forms given lack it, so that an entity always answers to its own name.
        styles: A house's own choice of spelling, by the house's id.
        gender: `f`, `m`, or None where unknown.
        born: Year of birth, or None.
        country: ISO 3166 code or a country's name, kept as the list has it, or None.
        ids: Identifiers elsewhere, by scheme (`wikidata`).
        replaced_by: Id of the record this one was merged into, or None.
        source: Where its facts are from, or None.
        told_type: What its list tells that it is by its columns, where the record has no type; or None.
    """

    id: str
    name: str
    forms: tuple[Form, ...]
    type: EntityType | None = None
    styles: Mapping[str, str] = {}
    gender: Gender | None = None
    born: int | None = None
    country: str | None = None
    ids: Mapping[str, str] = {}
    replaced_by: str | None = None
    source: str | None = None
    told_type: EntityType | None = None

    def __post_init__(self) -> None:
        if not any(form.kind == "name" and form.text == self.name for form in self.forms):
            msgspec.structs.force_setattr(self, "forms", (Form(self.name, "name"), *self.forms))
