"""The shipped gazetteer, folded and indexed once, in the user's cache.

It is kept with a checksum, under a name told by the content of the gazetteer and of the whole package, so
another gazetteer or another program never meets it. A cache that cannot be written or read costs time, never
the answer.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from pathlib import Path

import msgspec

from names.gazetteer import Entity, Gazetteer, shipped_path
from names.index import Postings

PACKAGE = Path(__file__).parent
CHECKSUM = 32  # bytes of the checksum at the beginning of the file


class Stored(msgspec.Struct, frozen=True):
    """What the cache holds: a gazetteer that had no faults, and the postings of its spellings."""

    entities: tuple[Entity, ...]
    coverage: float
    sources: tuple[str, ...]
    postings: Postings

    @property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer."""
        return Gazetteer(self.entities, self.coverage, self.sources)


def cache_file() -> Path:
    """Return where the shipped gazetteer is kept, whether it is there or not.

    `NAMES_CACHE` names another folder than the user's own cache folder.
    """
    digest = hashlib.sha256(sys.version.encode())
    for path in (shipped_path(), *sorted(p for p in PACKAGE.rglob("*") if p.suffix in (".py", ".yaml"))):
        digest.update(path.read_bytes())
    return _folder() / f"{digest.hexdigest()[:32]}.shipped"


def _folder() -> Path:
    if chosen := os.environ.get("NAMES_CACHE"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "names" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "names"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "names"


def load(path: Path) -> Stored | None:
    """Return what a cache file holds, or None where there is none that is whole."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if hashlib.sha256(content[CHECKSUM:]).digest() != content[:CHECKSUM]:
        return None
    try:
        return msgspec.msgpack.decode(content[CHECKSUM:], type=Stored)
    except (msgspec.DecodeError, ValueError):
        return None


def store(path: Path, stored: Stored) -> None:
    """Write a cache file, whole or not at all; where it cannot be written, leave it.

    Files of other gazetteers and programs in the same folder go.
    """
    content = msgspec.msgpack.encode(stored)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".unfinished")
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(content).digest() + content)
        Path(name).replace(path)
        for other in path.parent.glob("*.shipped"):
            if other != path:
                other.unlink()
