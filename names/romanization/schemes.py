"""The schemes there are: what each is called, who published it, and where its table stands."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from names import data
from names.errors import NamesError
from names.romanization.tables import SchemeTableError, Table, read_table

_FOLDER = Path(data.__file__).parent / "schemes"
_ID = re.compile(r"^ *- id: *(\S+)", re.MULTILINE)
_NEAREST = 3  # ids named where one is unknown


class UnknownSchemeError(NamesError):
    """An id that no romanization scheme has; the message names the nearest."""


class Scheme(msgspec.Struct, frozen=True):
    """A way to write a language in Latin letters.

    Attributes:
        id: Authority, language, scripts and year, as `bgnpcgn-kaz-Cyrl-Latn-1979`.
        title: What it is called.
        authority: Who published it, or whose habit it is.
        language: ISO 639-3.
        scripts: From and to, ISO 15924.
        year: Of the version, or None where it has none.
        source: Where the table is from.
        status: `standard` for a published rule, `practice` for a documented habit.
    """

    id: str
    title: str
    authority: str
    language: str
    scripts: tuple[str, str]
    year: int | None
    source: str
    status: str


class _Schemes(Mapping[str, Scheme]):
    """All schemes by id, in the order of their files; a file is read when one of its schemes is asked for."""

    def __getitem__(self, scheme: str) -> Scheme:
        if scheme not in scheme_files():
            raise KeyError(scheme)
        return _described(scheme)

    def __iter__(self) -> Iterator[str]:
        return iter(scheme_files())

    def __len__(self) -> int:
        return len(scheme_files())


SCHEMES: Mapping[str, Scheme] = _Schemes()


@functools.cache
def scheme_files() -> Mapping[str, str]:
    """Return the file of every scheme by its id, found by a glance over the files, which are not parsed.

    Raises:
        SchemeTableError: Two files have the same id.
    """
    found: dict[str, str] = {}
    twice: list[str] = []
    for path in sorted(_FOLDER.glob("*.yaml")):
        for scheme in _ID.findall(path.read_text(encoding="utf-8")):
            if scheme in found:
                twice.append(
                    f"{path.name}: {scheme} stands in {found[scheme]} already; give it an id of its own"
                )
            found[scheme] = path.name
    if twice:
        raise SchemeTableError("; ".join(twice))
    return found


@functools.cache
def scheme_table(scheme: str) -> Table:
    """Return the whole table of a scheme, with all it takes from others.

    Raises:
        UnknownSchemeError: There is no such scheme.
        SchemeTableError: Its table, or that of its base, has faults; all of one table are named.
    """
    return _table(scheme, ())


def _table(scheme: str, above: tuple[str, ...]) -> Table:
    entry, document = _entry(scheme)
    file = scheme_files()[scheme]
    if scheme in above:
        raise SchemeTableError(
            f"{file}: {scheme}: base leads back to it by {', '.join(above)}; cut the circle"
        )
    return read_table(entry, document.get("sets") or {}, file, lambda base: _table(base, (*above, scheme)))


def _entry(scheme: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the YAML value of a scheme and that of its file."""
    file = scheme_files().get(scheme)
    if file is None:
        raise UnknownSchemeError(_unknown(scheme))
    document = _document(file)
    for entry in document["schemes"]:
        if entry.get("id") == scheme:
            return entry, document
    raise SchemeTableError(f"{file}: {scheme} stands outside `schemes`; move it there")


@functools.cache
def _document(file: str) -> Mapping[str, Any]:
    document = data.read(f"schemes/{file}")
    if isinstance(document, dict) and isinstance(document.get("schemes"), list) and document.get("language"):
        return document
    raise SchemeTableError(f"{file}: has no `language` or no list `schemes`; write both")


@functools.cache
def _described(scheme: str) -> Scheme:
    scheme_table(scheme)  # its faults, if it has any
    entry, document = _entry(scheme)
    first, last = entry["scripts"]
    return Scheme(
        id=scheme,
        title=entry["title"],
        authority=entry["authority"],
        language=entry.get("language") or document["language"],
        scripts=(first, last),
        year=int(entry["year"]) if entry.get("year") else None,
        source=entry["source"],
        status=entry.get("status", "standard"),
    )


def _unknown(scheme: str) -> str:
    from rapidfuzz import process

    nearest = [found for found, _, _ in process.extract(scheme, list(scheme_files()), limit=_NEAREST)]
    return f"{scheme!r} is no romanization scheme; the nearest are {', '.join(nearest)}"
