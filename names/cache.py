"""The user's cache folder: what is costly to make, kept by its content, and made anew wherever that fails."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from pathlib import Path

_DIGEST = 16  # bytes of the digest that a file of the cache begins with


def folder() -> Path:
    """Return the folder, whether it is there or not; `NAMES_CACHE` names another than the user's own."""
    if chosen := os.environ.get("NAMES_CACHE"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "names" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "names"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "names"


def kept(file: Path) -> bytes | None:
    """Return what a file of the cache holds, or None where it is not there or not as it was written."""
    with contextlib.suppress(OSError):
        written = file.read_bytes()
        content = written[_DIGEST:]
        if _digest(content) == written[:_DIGEST]:
            return content
    return None


def keep(file: Path, content: bytes) -> None:
    """Write a file of the cache, whole or not at all; one that cannot be written is let be.

    Args:
        file: In the cache folder.
        content: What it shall hold.
    """
    import tempfile  # seldom needed, and not at once imported

    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=file.parent, suffix=".unfinished")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(_digest(content) + content)
            Path(unfinished).replace(file)
        except OSError:
            Path(unfinished).unlink(missing_ok=True)


def remove_others(file: Path, *patterns: str) -> None:
    """Remove what other programs and other contents left beside a file of the cache.

    Args:
        file: The one that stays.
        patterns: Of the names of those that go.
    """
    with contextlib.suppress(OSError):
        for pattern in patterns:
            for other in file.parent.glob(pattern):
                if other != file:
                    other.unlink()


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST).digest()
