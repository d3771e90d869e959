"""What a compiled gazetteer was made with, in one word: other rules, tables or programs, another word."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent
PARTS = (  # what the sections depend on, as far as it is there
    "candidates",
    "compiled.py",
    "data",
    "defaults.py",
    "fingerprint.py",
    "folding",
    "gazetteer",
    "kinds.py",
    "rarity.py",
    "store",
)
APART = (  # what no section depends on, though it stands among those parts
    "data/gazetteer.yaml",  # where installed; a list like any other, no rule
    "data/gazetteer/",
    "data/mentions/",
    "data/schemes/",
    "data/routes/",
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
    stated = [f"unicode {unicodedata.unidata_version}", *versions]
    digest.update("\n".join(stated).encode())
    for name in sorted(_files(package), key=lambda name: name.split("/")):
        content = (package / name).read_bytes()
        digest.update(f"\n{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(package: Path) -> Iterator[str]:
    """Yield the places of the files below the folder of the package.

    As text: every command waits for this, and walking by `Path` takes three times as long.
    """
    yield from (part for part in PARTS if (package / part).is_file())
    for part in PARTS:
        for folder, _, names in os.walk(package / part):
            below = folder[len(str(package)) + 1 :].replace(os.sep, "/")
            for name in names:
                place = f"{below}/{name}"
                if name.endswith((".py", ".yaml")) and not place.startswith(APART):
                    yield place


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
