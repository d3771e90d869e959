"""Files that appear whole or not at all: written beside their place, and moved there at the end.

A run that is killed cannot remove what it began. The next that writes the same file does: while a file is
being written it is locked, and the lock goes with the process, however that ends.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

BUFFER = (
    1 << 20
)  # bytes collected before the system is called; what is written may come a few bytes at a time
LONGEST_NAME = (
    150  # bytes of a name that stand in that of its unfinished file; 255 is the most of all systems
)


@contextlib.contextmanager
def whole_file(place: Path, *, private: bool = False, lasting: bool = True) -> Iterator[BinaryIO]:
    """Yield a file that takes a place when the block ends well; whatever ends it otherwise, nothing is left.

    Of two that write one file at once, the last to finish wins. The permissions of what stood there stay,
    unless the file is to be private.

    Args:
        place: Of the file, with no link in it.
        private: Whether it is for the user alone.
        lasting: Whether it must outlast a failing machine, which costs a wait for the disk.

    Raises:
        OSError: It cannot be written.
    """
    remove_abandoned(place)
    begun: list[Path] = []  # told before they are made: a stop may come at any time after
    file: BinaryIO | None = None
    try:
        file = _begin(place, 0o600 if private else 0o666, begun)
        part = begun[-1]
        yield file
        file.flush()
        if lasting:
            os.fsync(file.fileno())
        if place.exists() and not private:
            part.chmod(stat.S_IMODE(place.stat().st_mode))
        if os.name == "nt":
            file.close()  # elsewhere it stays locked until it has its place
        part.replace(place)
    finally:
        with contextlib.suppress(OSError):  # a full disk complains of its buffer once more here
            if file is not None:
                file.close()
        for each in begun:
            with contextlib.suppress(OSError):
                each.unlink()


def remove_abandoned(place: Path) -> None:
    """Remove what killed runs left of a file, as far as it is the user's own and nobody writes it still.

    Args:
        place: Of the file.
    """
    if os.name != "posix":
        return
    pattern = re.compile(rf"\.{re.escape(_stem(place))}\.[0-9a-f]{{16}}\.part")
    with contextlib.suppress(OSError), os.scandir(place.parent) as entries:
        for left in [entry.path for entry in entries if pattern.fullmatch(entry.name)]:
            with contextlib.suppress(OSError):
                _remove_unlocked(left)


def _remove_unlocked(left: str) -> None:
    handle = os.open(left, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        found = os.fstat(handle)
        if stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid():
            _lock(handle)
            os.unlink(left)  # noqa: PTH108
    finally:
        os.close(handle)


def _begin(place: Path, mode: int, begun: list[Path]) -> BinaryIO:
    """Return a new file beside a place, locked; between its making and the lock another run may remove it.

    Args:
        place: Of the file.
        mode: Of the new one.
        begun: Gets the names of all that were tried; the last is that of the file.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    while True:
        part = place.with_name(f".{_stem(place)}.{os.urandom(8).hex()}.part")
        begun.append(part)
        file = os.fdopen(os.open(part, flags, mode), "wb", BUFFER)
        with contextlib.suppress(OSError):  # not every file system has locks; then nothing is removed there
            _lock(file.fileno())
        with contextlib.suppress(OSError):
            if os.path.samestat(part.stat(), os.fstat(file.fileno())):
                return file
        file.close()


def _stem(place: Path) -> str:
    name = os.fsencode(place.name)
    return place.name if len(name) <= LONGEST_NAME else f"{zlib.crc32(name):08x}"


def _lock(handle: int) -> None:
    """Lock a file for as long as this process has it open; an error where another one has it."""
    if os.name == "posix":
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
