"""The schemes there are: what each is called, who published it, and the table it stands for."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from names import data
from names.bounds import read_document
from names.errors import NamesError
from names.romanization.tables import SchemeTableError, Table, read_table

_FOLDER = Path(data.__file__).parent / "schemes"
_ID = re.compile(r"^ *- id: *(\S+)", re.MULTILINE)
_NEAREST = 3  # ids named where one is unknown


class UnknownSchemeError(NamesError):
    """An id that no romanization scheme has; the message names the nearest."""


class Scheme(msgspec.Struct, frozen=True):
    """A way to write a language in other letters, most often Latin.

    Attributes:
        id: Authority, language, scripts and year, as `bgnpcgn-kaz-Cyrl-Latn-1979`.
        title: What it is called.
        authority: Who published it, or whose habit it is.
        language: ISO 639-3.
        scripts: From and to, ISO 15924.
        year: Of the version, or None where it has none.
        source: Where the table is from.
        status: `standard` for a published rule, `practice` for a documented habit, `draft` for a rule that is
            not in force.
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

    def __contains__(self, scheme: object) -> bool:
        return scheme in scheme_files()

    def __iter__(self) -> Iterator[str]:
        return iter(scheme_files())

    def __len__(self) -> int:
        return len(scheme_files())


SCHEMES: Mapping[str, Scheme] = _Schemes()


class _Document(msgspec.Struct, frozen=True):
    """A file of schemes.

    Attributes:
        file: Its name, for the messages.
        language: Of all schemes that do not say otherwise.
        sets: Named groups of letters.
        entries: The YAML value of each scheme, by id.
    """

    file: str
    language: str
    sets: Mapping[str, Any]
    entries: Mapping[str, Mapping[str, Any]]

    def described(self, scheme: str) -> Scheme:
        """Return what is said of a scheme of this file, whose table has been read without faults."""
        entry = self.entries[scheme]
        first, last = entry["scripts"]
        return Scheme(
            id=scheme,
            title=entry["title"],
            authority=entry["authority"],
            language=entry.get("language") or self.language,
            scripts=(first, last),
            year=int(entry["year"]) if entry.get("year") else None,
            source=entry["source"],
            status=entry.get("status", "standard"),
        )


@functools.cache
def scheme_files() -> Mapping[str, str]:
    """Return the file of every scheme by its id, found by a glance over the files, which are not parsed.

    Raises:
        SchemeTableError: Two schemes have the same id.
    """
    found: dict[str, str] = {}
    twice: list[str] = []
    for path in sorted(_FOLDER.glob("*.yaml")):
        for scheme in _ID.findall(path.read_text(encoding="utf-8")):
            if scheme in found:
                twice.append(f"{path.name}: {scheme} stands in {found[scheme]} already; give it another id")
            found[scheme] = path.name
    if twice:
        raise SchemeTableError("; ".join(twice))
    return found


@functools.cache
def schemes_of(language: str) -> tuple[str, ...]:
    """Return the ids of the schemes for a language, by the second part of the id; no file is parsed.

    Args:
        language: ISO 639-3.

    Examples:
        >>> "bgnpcgn-kaz-Cyrl-Latn-1979" in schemes_of("kaz"), schemes_of("tlh")
        (True, ())
    """
    return tuple(scheme for scheme in scheme_files() if scheme.split("-")[1:2] == [language])


@functools.cache
def scheme_table(scheme: str) -> Table:
    """Return the whole table of a scheme, with all it takes from others.

    Raises:
        UnknownSchemeError: There is no such scheme.
        SchemeTableError: Its table, or that of its base, has faults; all of one table are named.
    """
    return _table(scheme, None, ())


def read_definitions(path: Path) -> dict[str, tuple[Scheme, Table]]:
    """Return the schemes of a file of one's own with their tables, by id, in the order of the file.

    Args:
        path: A YAML file like those in `names/data/schemes`. A base may stand in it or be a shipped scheme;
            where both have an id, that of the file counts.

    Raises:
        SchemeTableError: The file cannot be read as YAML, or tables in it have faults; all are named.
    """
    document = _parsed(path)
    found: dict[str, tuple[Scheme, Table]] = {}
    faults: list[str] = []
    for scheme in document.entries:
        try:
            table = _table(scheme, document, ())
            found[scheme] = (document.described(scheme), table)
        except NamesError as error:
            faults.append(str(error))
    if faults:
        raise SchemeTableError("; ".join(dict.fromkeys(faults)))
    return found


def _table(scheme: str, own: _Document | None, above: tuple[str, ...]) -> Table:
    """Return the table of a scheme, from one's own file if it is there, else a shipped one."""
    document = own if own and scheme in own.entries else _shipped_document(scheme)
    if scheme in above:
        circle = ", ".join(above)
        raise SchemeTableError(
            f"{document.file}: {scheme}: its base leads back to it by {circle}; cut the circle"
        )
    return read_table(
        document.entries[scheme],
        document.sets,
        document.file,
        lambda base: _table(base, own, (*above, scheme)),
    )


def _shipped_document(scheme: str) -> _Document:
    file = scheme_files().get(scheme)
    if file is None:
        raise UnknownSchemeError(_unknown(scheme))
    document = _shipped(file)
    if scheme not in document.entries:
        raise SchemeTableError(f"{file}: {scheme} stands outside `schemes`; move it there")
    return document


@functools.cache
def _shipped(file: str) -> _Document:
    return _document(data.read(f"schemes/{file}"), file)


def _parsed(path: Path) -> _Document:
    import yaml

    try:
        return _document(data.parse(read_document(path)), path.name)
    except OSError as error:
        raise SchemeTableError(
            f"{path}: cannot be read ({error.strerror}); give a YAML file of schemes"
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SchemeTableError(f"{path.name}: is no YAML: {' '.join(str(error).split())}") from None


def _document(value: Any, file: str) -> _Document:
    """Return a file of schemes.

    Raises:
        SchemeTableError: It lacks what every file of schemes has.
    """
    schemes = value.get("schemes") if isinstance(value, dict) else None
    if not isinstance(schemes, list) or not value.get("language"):
        raise SchemeTableError(f"{file}: has no `language` or no list `schemes`; write both")
    entries: dict[str, Mapping[str, Any]] = {}
    for number, entry in enumerate(schemes, 1):
        scheme = entry.get("id") if isinstance(entry, dict) else None
        if not scheme or scheme in entries:
            raise SchemeTableError(f"{file}: scheme {number} has no id of its own ({scheme!r}); give it one")
        entries[scheme] = entry
    return _Document(file, value["language"], value.get("sets") or {}, entries)


@functools.cache
def _described(scheme: str) -> Scheme:
    scheme_table(scheme)  # its faults, if it has any
    return _shipped_document(scheme).described(scheme)


def _unknown(scheme: str) -> str:
    from rapidfuzz import process

    nearest = [found for found, _, _ in process.extract(scheme, list(scheme_files()), limit=_NEAREST)]
    return f"{scheme!r} is no romanization scheme; the nearest are {', '.join(nearest)}"
