"""Compiled gazetteers: built from lists into one file, opened in milliseconds whatever their size.

The shipped gazetteer is compiled once into the user's cache, under a name told by its content and by the
rules it is compiled with. A cache that cannot be written or read costs time, never the answer.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from names.candidates import Filing, Register, Section
from names.errors import NamesError
from names.gazetteer import Entity, Gazetteer, shipped_path
from names.store import Store, write_store
from names.store.fingerprint import fingerprint

SUFFIX = ".names"


def compiled(gazetteer: Gazetteer) -> Store:
    """Return a gazetteer compiled in memory."""
    meta = _meta(gazetteer)
    return Store.of(meta, _sections(gazetteer, meta))


def build(gazetteer: Gazetteer, output: str | os.PathLike[str]) -> None:
    """Write a gazetteer as a compiled file, whole or not at all; the same lists make the same bytes.

    Args:
        gazetteer: What to compile.
        output: The file to write; what stands there is replaced at the end.

    Raises:
        StoreError: It cannot be written; nothing is left behind.
    """
    meta = _meta(gazetteer)
    write_store(output, fingerprint(), meta, _sections(gazetteer, meta))


def is_compiled(path: str | os.PathLike[str]) -> bool:
    """Tell whether a path is that of a compiled gazetteer, by its name.

    Examples:
        >>> is_compiled("people.names"), is_compiled("people.jsonl")
        (True, False)
    """
    return Path(path).suffix == SUFFIX


def open_compiled(path: str | os.PathLike[str]) -> Register:
    """Return what a compiled file holds.

    Raises:
        StoreError: It is stale, cut short, damaged, of a newer program, or no compiled gazetteer.
    """
    return Register(Store.open(path, fingerprint()))


def decompiled(register: Register) -> Gazetteer:
    """Return the gazetteer that was compiled, every record of it."""
    meta = register.store.meta
    entities = tuple(map(register.entity, range(len(register))))
    return Gazetteer(entities, meta["coverage"], tuple(meta["sources"]))


def shipped() -> Register:
    """Return the shipped gazetteer, from the cache where that has it."""
    file = cache_file()
    with contextlib.suppress(NamesError):
        return _verified(Store.open(file, fingerprint()))
    gazetteer = Gazetteer.shipped()
    with contextlib.suppress(NamesError, OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        build(gazetteer, file)
        _remove_others(file)
    return Register(compiled(gazetteer))


def cache_file() -> Path:
    """Return where the shipped gazetteer is kept compiled, whether it is there or not.

    `NAMES_CACHE` names another folder than the user's own cache folder.
    """
    digest = hashlib.sha256(shipped_path().read_bytes() + fingerprint().encode())
    return _folder() / f"shipped-{digest.hexdigest()[:32]}{SUFFIX}"


def _verified(store: Store) -> Register:
    store.verify()  # it is small, and nobody chose it: a damaged one is made anew
    return Register(store)


def _remove_others(file: Path) -> None:
    """Remove what other programs and gazetteers left in the cache."""
    for pattern in (f"shipped-*{SUFFIX}", "*.shipped"):
        for other in file.parent.glob(pattern):
            if other != file:
                other.unlink()


def _folder() -> Path:
    if chosen := os.environ.get("NAMES_CACHE"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "names" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "names"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "names"


def _meta(gazetteer: Gazetteer) -> dict[str, Any]:
    return {
        "population": sum(entity.replaced_by is None for entity in gazetteer.entities),
        "coverage": gazetteer.coverage,
        "sources": list(gazetteer.sources),
        "fingerprint": gazetteer.fingerprint,
    }


def _sections(gazetteer: Gazetteer, meta: dict[str, Any]) -> Iterator[Section]:
    filing = Filing(meta["population"])
    filing.file(gazetteer.entities, list(_meant(gazetteer.entities, gazetteer)))
    yield from filing.sections()


def _meant(entities: Sequence[Entity], gazetteer: Gazetteer) -> Iterator[int]:
    """Yield the place that the forms of each record lead to: its own, or that of what replaced it."""
    places = {entity.id: place for place, entity in enumerate(entities) if entity.replaced_by is None}
    for place, entity in enumerate(entities):
        kept = entity if entity.replaced_by is None else gazetteer.get(entity.id)
        yield place if kept is entity or kept is None else places[kept.id]
