"""Files that a run reads are never written over, whichever option names them and by whatever link."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

STREAM = "-"
SHIPPED = "shipped"  # stands for a gazetteer, and for no file
BESIDE = ("", "-wal", "-shm", "-journal")  # files that SQLite has for one database


def refuse_overwriting(files: Sequence[str], given: Mapping[str, Any]) -> None:
    """Refuse an `--output` or `--manifest` that is a file the run reads, or both as one file.

    Args:
        files: The inputs, as given.
        given: The options of the command, by name.

    Raises:
        TableError: One of them is read, through a symbolic or hard link too.
    """
    from names.tables.output import is_same_file
    from names.tables.table_errors import TableError

    targets = [given[name] for name in ("output", "manifest") if given.get(name) not in (None, STREAM)]
    for target in targets:
        path = Path(os.path.realpath(target))
        if not path.is_file():
            continue
        if any(is_same_file(path, file) for file in files):
            raise TableError(
                f"output {target} is the input itself, which is never overwritten; name another file"
            )
        for option, read in _read(given):
            if is_same_file(path, read):
                raise TableError(
                    f"output {target} is what {option} reads, which is never overwritten; name another file"
                )
    if len(targets) == 2 and _one_file(*targets):
        raise click.UsageError("--manifest and --output are one file; name two")


def _read(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every file that options have read, with the option that names it."""
    for name in ("decisions", "conventions", "styles"):
        if given.get(name):
            yield f"--{name}", given[name]
    for file in given.get("gazetteers") or ():
        if file != SHIPPED:
            yield "--gazetteer", file
    if given.get("database"):
        from names.tables.engines import sqlite_path

        if path := sqlite_path(given["database"]):
            yield from (("--database", f"{path}{ending}") for ending in BESIDE)


def _one_file(one: str, other: str) -> bool:
    from names.tables.output import is_same_file

    first = Path(os.path.realpath(one))
    return first == Path(os.path.realpath(other)) or (first.is_file() and is_same_file(first, other))
