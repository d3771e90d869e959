"""Compiled gazetteers: built from lists into one file, opened in milliseconds whatever their size.

The shipped gazetteer is compiled once into the user's cache, under a name told by its content and by the
rules it is compiled with. A cache that cannot be written or read costs time, never the answer.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from names import cache
from names.candidates import Index, IndexBuilder, Section
from names.errors import NamesError
from names.fingerprint import fingerprint
from names.gazetteer import Entity, Gazetteer, Report, shipped_paths
from names.gazetteer.body_names import BODY, PLACE
from names.gazetteer.collection import count_types
from names.gazetteer.countries import country_of
from names.gazetteer.location import SHIPPED
from names.gazetteer.rolls import no_report
from names.store import Store, recipe_of, store_bytes, write_store
from names.visible import visible
from names.workers import Workers

SUFFIX = ".names"
MOST_COUNTRIES = 10_000  # that are counted each in the table of contents, the commonest, which has a limit
LONGEST_COUNTRY = 100  # characters of one that is counted there, be it none
LONGEST_EXAMPLE = 200  # characters of a name told there
MANY = 50_000  # entities from which on several processes gain more than their start costs

Tell = Callable[[int], object]


def compiled(gazetteer: Gazetteer, *, processes: int = 1) -> Store:
    """Return a gazetteer compiled in memory.

    Args:
        gazetteer: What to compile.
        processes: As for `build`.
    """
    meta = _meta(gazetteer)
    with Workers(processes if len(gazetteer) >= MANY else 1) as workers:
        return Store.of(meta, _sections(gazetteer, meta, workers))


def compiled_bytes(gazetteer: Gazetteer) -> bytes:
    """Return the bytes of the file that a gazetteer is compiled into."""
    meta = _meta(gazetteer)
    with Workers(1) as alone:
        return store_bytes(fingerprint(), meta, _sections(gazetteer, meta, alone))


def build(
    gazetteer: Gazetteer, output: str | os.PathLike[str], *, processes: int = 1, report: Tell = no_report
) -> None:
    """Write a gazetteer as a compiled file, whole or not at all; the same lists make the same bytes.

    Args:
        gazetteer: What to compile.
        output: The file to write; what stands there is replaced at the end.
        processes: How many share the work where there is much; they make no difference to the file. A
            program that asks for several must not do so while it is imported, since they import it too.
        report: Called with the number of spellings folded so far, again and again.

    Raises:
        StoreError: It cannot be written; nothing is left behind.
    """
    meta = _meta(gazetteer)
    with Workers(processes if len(gazetteer) >= MANY else 1) as workers:
        write_store(output, fingerprint(), meta, _sections(gazetteer, meta, workers, report))


def is_compiled(path: str | os.PathLike[str]) -> bool:
    """Tell whether a path is that of a compiled gazetteer, by its name.

    Examples:
        >>> is_compiled("people.names"), is_compiled("people.jsonl")
        (True, False)
    """
    return Path(path).suffix == SUFFIX


def open_compiled(path: str | os.PathLike[str], *, copy: bool = False) -> Index:
    """Return what a compiled file holds.

    Args:
        path: The file.
        copy: Whether to read it whole, verified, so that nothing done to the file later matters.

    Raises:
        StoreError: It is stale, cut short, damaged, of a newer program, or no compiled gazetteer.
    """
    return Index(Store.open(path, fingerprint(), copy=copy))


def describe(path: str | os.PathLike[str]) -> str:
    """Return what a compiled file holds, in lines, once all of it was found as it was written.

    Raises:
        StoreError: It is not whole, or cannot be used here.
    """
    store = open_compiled(path).store
    store.verify()
    meta = store.meta
    rows = {
        "coverage": meta["coverage"],
        "built from": ", ".join(map(visible, meta["sources"])) or "no file",
        "built with": recipe_of(meta).named_options(),
        "content": f"gazetteer {meta['fingerprint']}",
        "rules": f"{fingerprint()}, those of this program",
    }
    told = [f"  {key:<12}{value}" for key, value in rows.items() if value != ""]
    return "\n".join([f"{_held(meta)}; whole", *told])


def held_by(gazetteer: Gazetteer) -> str:
    """Return how much a gazetteer holds, in words.

    Examples:
        >>> held_by(Gazetteer((Entity("almaty", "Almaty", (), "place"),)))
        '1 entity (1 place), 1 form'
    """
    return _held(_meta(gazetteer))


def decompiled(index: Index) -> Gazetteer:
    """Return the gazetteer that was compiled, every record of it."""
    meta = index.store.meta
    entities = tuple(map(index.entity, range(len(index))))
    options = tuple(meta["options"].items())
    return Gazetteer(
        entities,
        meta["coverage"],
        tuple(meta["sources"]),
        options=options,
        coverage_assumed=meta["coverage_assumed"],
    )


def shipped() -> Index:
    """Return the shipped gazetteer, from the cache where that has it."""
    name = _cache_name()
    if (content := cache.read(name)) is not None:
        with contextlib.suppress(NamesError):
            return Index(_shipped_store(content))
    with _without_collector():
        content = compiled_bytes(Gazetteer.shipped())
    cache.write(name, content)
    cache.leave_few(f"{SHIPPED}-*{SUFFIX}")
    return Index(_shipped_store(content))


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Leave the search for garbage in cycles, a tenth of a first start, which finds none here."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def cache_file() -> Path | None:
    """Return where the shipped gazetteer is kept compiled, whether it is there or not; None for nowhere."""
    folder = cache.folder()
    return folder and folder / _cache_name()


def _cache_name() -> str:
    digest = hashlib.blake2b(fingerprint().encode(), digest_size=16)
    for path in shipped_paths():
        digest.update(path.read_bytes())
    return f"{SHIPPED}-{digest.hexdigest()}{SUFFIX}"


def _shipped_store(content: bytes) -> Store:
    return Store.of_bytes(content, fingerprint(), again=(_shipped_again, (_cache_name(),)))


def _shipped_again(name: str) -> Store:
    """Return the store of the shipped gazetteer for a matcher that comes from another process.

    Args:
        name: What its file is called there, which tells the list and the rules.

    Raises:
        NamesError: They are others here, and so would answers be.
    """
    if name != _cache_name():
        raise NamesError(
            "this matcher of the shipped gazetteer comes from another version of names; install the same "
            "version here and there, or make the matcher here"
        )
    return shipped().store


def _held(meta: dict[str, Any]) -> str:
    return Report(tuple(meta["sources"]), meta["types"], meta["forms"], (), ()).held


def _meta(gazetteer: Gazetteer) -> dict[str, Any]:
    return {
        "population": sum(entity.replaced_by is None for entity in gazetteer.entities),
        "types": dict(count_types(gazetteer.entities).most_common()),
        "forms": sum(len(entity.forms) for entity in gazetteer.entities),
        "countries": _countries(gazetteer.entities),
        "coverage": gazetteer.coverage,
        "coverage_assumed": gazetteer.coverage_assumed,
        "sources": list(gazetteer.sources),
        "options": dict(gazetteer.options),
        "fingerprint": gazetteer.fingerprint,
    }


def _countries(entities: Sequence[Entity]) -> dict[str, int]:
    """Return how many entities are of each country; under "", of what is counted under no name of its own."""
    every = Counter(country_of(entity.country) for entity in entities if entity.country)
    short = Counter({country: count for country, count in every.items() if len(country) <= LONGEST_COUNTRY})
    kept = dict(short.most_common(MOST_COUNTRIES))
    rest = every.total() - sum(kept.values())
    return kept | {"": rest} if rest else kept


def _sections(
    gazetteer: Gazetteer, meta: dict[str, Any], workers: Workers, report: Tell = no_report
) -> Iterator[Section]:
    builder = IndexBuilder(meta["population"], workers, report)
    entities = gazetteer.entities
    builder.file(entities, list(_meant(entities, gazetteer)))
    for name, type in (("taken_for_bodies", BODY), ("taken_for_places", PLACE)):
        taken = builder.taken.get(type, [])
        meta[name] = len(taken), entities[taken[0]].name[:LONGEST_EXAMPLE] if taken else ""
    yield from builder.sections()


def _meant(entities: Sequence[Entity], gazetteer: Gazetteer) -> Iterator[int]:
    """Yield the place that the forms of each record lead to: its own, or that of what replaced it."""
    places = {entity.id: place for place, entity in enumerate(entities) if entity.replaced_by is None}
    for place, entity in enumerate(entities):
        kept = entity if entity.replaced_by is None else gazetteer.get(entity.id)
        yield place if kept is entity or kept is None else places[kept.id]
