"""What a compiled gazetteer was made with, in one word: other rules, tables or programs, another word."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from names.store.layout import FORMAT

PACKAGE = Path(__file__).parents[1]
PARTS = (  # what the sections depend on, as far as it is there
    "candidates",
    "compiled.py",
    "data",
    "folding",
    "gazetteer",
    "rarity.py",
    "store",
)
APART = (  # what no section depends on, though it stands among those parts
    Path("data", "gazetteer.yaml"),  # where installed; a list like any other, no rule
    Path("data", "mentions"),
    Path("data", "schemes"),
    Path("data", "routes"),
)
LIBRARIES = ("rapidfuzz", "unidecode")


@functools.cache
def fingerprint() -> str:
    """Return 32 hexadecimal digits that change with whatever the sections of a compiled gazetteer depend on.

    That is the rules and tables of this package, the code that reads, folds and files spellings, the
    libraries it does so with, the edition of Unicode that Python knows, and the layout of the file. Where
    the package is installed, and when, makes no difference.
    """
    return fingerprint_of(PACKAGE)


def fingerprint_of(package: Path) -> str:
    """Return the same for a copy of this package, read anew.

    Args:
        package: Its folder.
    """
    digest = hashlib.blake2b(digest_size=16)
    versions = [f"{name} {_version(name)}" for name in LIBRARIES]
    stated = [f"format {FORMAT}", f"unicode {unicodedata.unidata_version}", *versions]
    digest.update("\n".join(stated).encode())
    for name in sorted(_files(package), key=lambda name: name.parts):
        content = (package / name).read_bytes()
        digest.update(f"\n{name.as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(package: Path) -> Iterator[Path]:
    """Yield the places of the files below the folder of the package."""
    for part in PARTS:
        for top in package.glob(part):
            for path in top.rglob("*") if top.is_dir() else (top,):
                name = path.relative_to(package)
                if name.suffix in (".py", ".yaml") and not any(map(name.is_relative_to, APART)):
                    yield name


def _version(name: str) -> str:
    """Return the version of a library, from the name of its record beside it.

    `importlib.metadata` tells the same, but takes longer to import than all the rest here; it is asked
    where the record is not found, or there are several.
    """
    spec = importlib.util.find_spec(name)
    if spec is not None and spec.origin is not None:
        start, end = f"{name}-", ".dist-info"
        beside = (entry.name.lower() for entry in Path(spec.origin).parents[1].iterdir())
        found = [entry for entry in beside if entry.startswith(start) and entry.endswith(end)]
        if len(found) == 1:
            return found[0].removeprefix(start).removesuffix(end)
    from importlib.metadata import version

    return version(name)
