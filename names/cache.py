"""The user's cache folder: what is costly to make, kept by its content, and made anew wherever that fails.

Whoever can write there can change the answers, so it is trusted only where it is ours: a folder of the user's
own (or the administrator's) that nobody else may write to, and in it regular files of the same. Anything else
is not read and not written; that is said once, and what would come from it is made in memory.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

from names.unfinished import whole_file
from names.visible import shell_word, visible

LARGEST = 1 << 26  # bytes of a file that is read; ours have a few millions at most
MOST_VERSIONS = 8  # of one thing that stay: several environments of one account share the folder
_DIGEST = 16  # bytes of the digest that a file of the cache begins with
_DAY = 86_400
_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def folder() -> Path | None:
    """Return the folder, made if need be; None where there is none, or none to be trusted."""
    path = _chosen()
    if path is None:
        return None
    try:
        if not os.path.lexists(path):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = path.lstat()
    except (OSError, ValueError):  # that costs time alone
        return None
    if not stat.S_ISDIR(found.st_mode) and not stat.S_ISLNK(found.st_mode):
        return None
    if stat.S_ISLNK(found.st_mode):
        why = "it is a link"
    elif not _is_ours(found):
        why = "it belongs to another user"
    elif os.name == "posix" and found.st_mode & _BY_OTHERS:
        why = "others may write to it"
    else:
        return path
    _tell(path, why)
    return None


def _chosen() -> Path | None:
    """Return where the folder should be, independent of the working folder; None where nothing tells."""
    if chosen := os.environ.get("NAMES_CACHE"):
        return Path(chosen).absolute()
    home = _home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA") or (home and home / "AppData" / "Local")
        return Path(local) / "names" / "cache" if local else None
    if sys.platform == "darwin":
        return home and home / "Library" / "Caches" / "names"
    stated = Path(
        os.environ.get("XDG_CACHE_HOME", "")
    )  # one that is relative is to be ignored, says its standard
    base = stated if stated.is_absolute() else home and home / ".cache"
    return base and base / "names"


def _home() -> Path | None:
    """Return the user's folder; what HOME says counts only where it is one."""
    stated = Path(os.environ.get("HOME", ""))
    if stated.is_absolute():
        return stated
    with contextlib.suppress(ImportError, KeyError, RuntimeError):
        if os.name != "posix":
            return Path.home()
        import pwd

        known = Path(pwd.getpwuid(os.geteuid()).pw_dir)
        return known if known.is_absolute() else None
    return None


@functools.cache
def _tell(path: Path, why: str) -> None:
    """Say once that the folder is not used, in the process that the user started."""
    import logging
    import multiprocessing

    if multiprocessing.parent_process() is None:
        logging.getLogger("names").warning(
            "the cache %s is not used: %s; for a sooner start give it to yourself alone (chmod go-w %s), or "
            "name another folder in NAMES_CACHE", visible(str(path)), why, shell_word(str(path)),
        )  # fmt: skip


def _is_ours(found: os.stat_result) -> bool:
    return os.name != "posix" or found.st_uid in (os.geteuid(), 0)


def read(name: str) -> bytes | None:
    """Return a file of the cache, or None where it is not there, or not to be trusted.

    Args:
        name: Of the file.
    """
    here = folder()
    if here is None:
        return None
    flags = os.O_RDONLY
    for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):  # a pipe would be waited for
        flags |= getattr(os, flag, 0)
    with contextlib.suppress(OSError):
        handle = os.open(here / name, flags)
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            mine = _is_ours(found) and not (os.name == "posix" and found.st_mode & _BY_OTHERS)
            if mine and stat.S_ISREG(found.st_mode) and found.st_size <= LARGEST:
                _note_use(here / name, found.st_mtime)
                return file.read(LARGEST)
    return None


def _note_use(file: Path, last: float) -> None:
    """Let a file tell by its time that it was used of late, without a write for each use."""
    if not 0 <= time.time() - last < _DAY:
        with contextlib.suppress(OSError):
            os.utime(file)


def write(name: str, content: bytes) -> None:
    """Write a file of the cache, whole or not at all; one that cannot be written is let be.

    Args:
        name: Of the file.
        content: What it shall hold.
    """
    here = folder()
    if here is not None:
        with contextlib.suppress(OSError), whole_file(here / name, private=True, lasting=False) as file:
            file.write(content)


def kept(name: str) -> bytes | None:
    """Return what a file of the cache holds, or None where it is not there or not as it was written.

    Args:
        name: Of the file.
    """
    written = read(name) or b""
    content = written[_DIGEST:]
    return content if _digest(content) == written[:_DIGEST] else None


def keep(name: str, content: bytes) -> None:
    """Write a file of the cache with the digest of its content.

    Args:
        name: Of the file.
        content: What it shall hold.
    """
    write(name, _digest(content) + content)


def kept_or_made(stem: str, digest: str, suffix: str, make: Callable[[], bytes]) -> bytes:
    """Return what a file of the cache holds, or what is made for it and kept there.

    Args:
        stem: What it is of; few versions of it stay.
        digest: Of all that it is made of, so that another content is another file.
        suffix: Of the file.
        make: Makes what it holds.
    """
    name = f"{stem}-{digest}{suffix}"
    content = kept(name)
    if content is None:
        content = make()
        keep(name, content)
        leave_few(f"{stem}-{'?' * len(digest)}{suffix}")
    return content


def leave_few(pattern: str) -> None:
    """Remove the versions of one thing that were not used for longest, if there are many.

    Args:
        pattern: Of the names of its files.
    """
    here = folder()
    if here is None:
        return
    with contextlib.suppress(OSError):
        dated = sorted(((file.lstat().st_mtime, file) for file in here.glob(pattern)), reverse=True)
        for _, file in dated[MOST_VERSIONS:]:
            file.unlink()


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST).digest()
