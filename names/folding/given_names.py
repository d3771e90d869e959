"""Forms of one given name: Bob is Robert, and Ioannes, Jean, Juan, Ivan and Иван are John.

The table is data, in `names/data/given_names.yaml`. A form belongs to one or several canonical
names; two parts that share one may be one given name. They tell the gender of who bears them.
"""

from __future__ import annotations

import functools
import itertools
import re
import string
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from names import data
from names.folding.letters import script_of

Gender = Literal["f", "m"]
Forms = dict[str, str]

_COLUMN = re.compile("[|;]")  # what stands between the forms of two languages, and between columns
# That and the marks of languages, which alone have capital letters, as `AR-LATN`
_BLANKED = bytes.maketrans(b"|;" + string.ascii_uppercase.encode(), b" " * 28)


class GivenNames(msgspec.Struct, frozen=True):
    """The table of given names.

    Attributes:
        near: The canonical names of every listed form in small letters, with spaces between: sets of them
            would take longer to read than all else that one name needs.
        far: Those of every distant form.
        genders: The gender of every canonical name.
    """

    near: Forms
    far: Forms
    genders: dict[str, Gender]


@functools.cache
def given_names() -> GivenNames:
    """Return the shipped table, read once."""
    return data.made("given-names", GivenNames, _read_table)


def _read_table() -> GivenNames:
    lines = [line.partition(": ") for line in data.read("given_names.yaml")["names"].splitlines()]
    genders: dict[str, Gender] = {}
    for title, _, _ in lines:
        name, _, gender = title.partition(" ")
        genders[name] = "f" if gender == "f" else "m"
    of_another = {gender: {name for name, g in genders.items() if g != gender} for gender in ("f", "m")}
    near: Forms = {}
    far: Forms = {}
    for title, _, columns in lines:
        name = title.partition(" ")[0]
        forms, _, distant = columns.partition("||")
        _enter(near, name, [name, *_forms(forms, of_another[genders[name]])])
        _enter(far, name, _words(distant))
    return GivenNames(near, far, genders)


def _enter(canonical_names: Forms, name: str, forms: Iterable[str]) -> None:
    entered = dict.fromkeys(forms, name)
    for form in entered.keys() & canonical_names.keys():
        entered[form] = f"{canonical_names[form]} {name}"
    canonical_names.update(entered)


def _forms(columns: str, of_another: set[str]) -> Iterable[str]:
    """Return the forms of a line, but for plain readings that are themselves a name of the other gender.

    Russian габриэль may be Gabrielle, Latin gabriel is a man.
    """
    words = _words(columns)
    if of_another.isdisjoint(words):  # as nearly always
        return words
    return itertools.chain.from_iterable(
        _of_one_language(_words(language), of_another) for language in _COLUMN.split(columns)
    )


def _of_one_language(forms: list[str], of_another: set[str]) -> list[str]:
    if any(script_of(form[0]) != "LATIN" for form in forms):
        return [form for form in forms if form not in of_another]
    return forms


def _words(columns: str) -> list[str]:
    """Return the words of columns without the marks of languages."""
    return columns.encode().translate(_BLANKED).replace(b" - ", b" ").decode().split()


def canonical_names_of(text: str, latin: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the given names that a part of a name may be a form of, and those it is only distantly.

    Args:
        text: The part in small letters.
        latin: Its plain reading.

    Examples:
        >>> canonical_names_of("bob", "bob")[0] == canonical_names_of("боб", "bob")[0] == {"robert"}
        True
        >>> any(canonical_names_of("тоқаев", "toqaev"))
        False
    """
    table = given_names()
    if text not in table.near and text not in table.far:
        text = latin
    return _apart(table.near.get(text, "")), _apart(table.far.get(text, ""))


@functools.cache
def _apart(canonical_names: str) -> frozenset[str]:
    """Return canonical names that stand together, each once."""
    return frozenset(canonical_names.split())


@functools.cache
def canonical_numbers() -> Mapping[str, int]:
    """Return a number for each given name, from 0 in the order of the letters."""
    return {name: number for number, name in enumerate(sorted(given_names().genders))}


def gender_of(canonical_names: frozenset[str]) -> Gender | None:
    """Return the gender of who bears some canonical names; None where both do, or there are none.

    Examples:
        >>> gender_of(canonical_names_of("oleksandra", "oleksandra")[0]), gender_of(frozenset())
        ('f', None)
    """
    if not canonical_names:
        return None
    genders = {given_names().genders[name] for name in canonical_names}
    return genders.pop() if len(genders) == 1 else None
