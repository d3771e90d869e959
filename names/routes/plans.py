"""The ways that names of a language take into print: schemes, a second language, habits."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import msgspec

from names import data
from names.errors import NamesError
from names.romanization.schemes import scheme_files
from names.routes.languages import languages
from names.routes.lattice import Lattice

_FILES = {
    "ell": "greek", "hye": "armenian", "kat": "georgian", "kaz": "kazakh", "kir": "kyrgyz", "kor": "korean",
    "rus": "russian", "ukr": "ukrainian", "uzb": "uzbek",
}  # fmt: skip
_KEYS = {"language", "sets", "schemes", "through", "mixed", "traced"}
_STRAIGHT = 500.0  # in a thousand names, of all schemes of a language together, where no file says more
_THROUGH = 0.5  # share of the second language's ways, likewise
_ITSELF = 30.0  # in a thousand names, left in the second language's own letters


class Through(msgspec.Struct, frozen=True):
    """The way through a second language.

    Attributes:
        respelling: The table that spells names in it.
        itself: Share left in its own letters.
        schemes: Shares of the schemes that write it in Latin letters.
    """

    respelling: str
    itself: float
    schemes: Mapping[str, float]


class Mixture(msgspec.Struct, frozen=True):
    """Print that follows no scheme.

    Attributes:
        base: The scheme whose letters it has where no habit says otherwise.
        through: The second language, or None straight from the first.
        share: Of it in print.
        lattice: Its spellings.
    """

    base: str
    through: str | None
    share: float
    lattice: Lattice


class Plan(msgspec.Struct, frozen=True):
    """All ways that the names of a language take.

    Attributes:
        schemes: Shares of the schemes that write it straight in Latin letters.
        through: The ways through other languages, by their ids.
        mixed: What follows no scheme.
        traced: From Latin letters back to its own; None where nobody has written that down.
    """

    schemes: Mapping[str, float]
    through: Mapping[str, Through]
    mixed: tuple[Mixture, ...] = ()
    traced: Lattice | None = None


@functools.cache
def plan_of(language: str) -> Plan:
    """Return the ways that the names of a language take.

    Args:
        language: ISO 639-3, one of `languages()`.

    Raises:
        NamesError: Its file has faults.
    """
    if language in _FILES:
        return _read(f"routes/{_FILES[language]}.yaml", language)
    schemes = _all_schemes(language)
    straight = {scheme: _STRAIGHT / len(schemes) for scheme in schemes}
    through = {
        second: Through(table, _ITSELF, _scaled(plan_of(second).schemes, _THROUGH))
        for second, table in languages()[language].through.items()
        if table in scheme_files()
    }
    mixed = tuple(
        msgspec.structs.replace(mixture, through=second, share=mixture.share * _THROUGH)
        for second in through
        for mixture in plan_of(second).mixed
        if mixture.through is None
    )
    return Plan(straight, through, mixed)


def _all_schemes(language: str) -> list[str]:
    its = languages()[language]
    marks = [f"-{id}-{its.script}-Latn-" for id in its.ids]
    return [scheme for scheme in scheme_files() if any(mark in scheme for mark in marks)]


def _scaled(shares: Mapping[str, float], by: float) -> dict[str, float]:
    return {scheme: share * by for scheme, share in shares.items()}


def _read(file: str, language: str) -> Plan:
    table: dict[str, Any] = data.read(file)
    faults = [f"{key}: no such key" for key in sorted(table.keys() - _KEYS)]
    known = scheme_files()
    through = {}
    for second, way in (table.get("through") or {}).items():
        respelling = languages()[language].through.get(second, "")
        if respelling not in known:
            faults.append(f"through.{second}: languages.yaml names no table that spells names in it")
        through[second] = Through(respelling, float(way.get("itself", 0)), _shares(way.get("schemes")))
    schemes = _shares(table.get("schemes"))
    named = [*schemes, *(scheme for way in through.values() for scheme in way.schemes)]
    faults += [f"{scheme}: no romanization scheme has this id" for scheme in named if scheme not in known]
    if faults:
        raise NamesError("; ".join(f"{file}: {fault}" for fault in faults))
    sets = table.get("sets") or {}
    mixed = tuple(
        Mixture(entry["base"], entry.get("through"), float(entry["share"]), Lattice(entry, sets, file))
        for entry in table.get("mixed") or ()
    )
    traced = Lattice(table["traced"], sets, file) if "traced" in table else None
    return Plan(schemes, through, mixed, traced)


def _shares(entry: Mapping[str, str] | None) -> dict[str, float]:
    return {scheme: float(share) for scheme, share in (entry or {}).items()}
