"""Reading a compiled gazetteer: opened by its header and table of contents, its sections mapped, not read."""

from __future__ import annotations

import mmap
import os
import stat
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from names.store import refusals
from names.store.layout import (
    FORMAT,
    HEADER_SIZE,
    MARK,
    TURNED_MARKS,
    Contents,
    Section,
    is_storable,
    read_contents,
    read_header,
    read_version,
)
from names.store.writing import store_bytes

if TYPE_CHECKING:
    import numpy.typing as npt

    from names.store.writing import Content

READ_WHOLE = 1 << 24  # bytes up to which a file is compared with its checksums when it is opened
IN_MEMORY = Path("the gazetteer in memory")  # what messages call a store without a file
HEAD = 4096  # bytes looked at to tell what another file is


class Store:
    """Named sections of a compiled gazetteer, read-only.

    Opened from a file, they are mapped: read as far as used, and shared by all processes that open it. A
    file that is replaced meanwhile stays as it was for whoever has it open. Pickled, a store from a file
    goes as its path and fingerprint and is opened again, and one in memory as its bytes.

    Attributes:
        meta: The JSON values given at writing.

    Examples:
        >>> store = Store.of({"entities": 2}, [("owners", np.array([0, 0, 1])), ("ids", b"tokayev,kemel")])
        >>> store.array("owners").tolist(), bytes(store.blob("ids")), store.meta
        ([0, 0, 1], b'tokayev,kemel', {'entities': 2})
    """

    meta: dict[str, Any]

    def __init__(self, content: bytes | mmap.mmap, contents: Contents, path: Path | None) -> None:
        """Make a store of a whole file and its table of contents; `open` and `of` do so.

        Args:
            content: The file.
            contents: Its table of contents.
            path: Where it is, independent of the working folder; None for one in memory.
        """
        self.meta = contents.meta
        self._content = content
        self._contents = contents
        self._path = path

    @classmethod
    def open(cls, path: str | os.PathLike[str], fingerprint: str) -> Store:
        """Return the store in a file, without reading the sections of a large one.

        Args:
            path: The file.
            fingerprint: What it must have been built with.

        Raises:
            StoreError: There is no such file, or it is something else, cut short, damaged (a large one so far
                as that is seen without reading it all), of a newer format, or built by other rules or data.
        """
        given = Path(path)
        content = _mapped(given)
        contents = _checked_contents(content, given)
        if contents.fingerprint != fingerprint:
            raise refusals.stale(given, contents.recipe)
        store = cls(content, contents, given.absolute())
        if len(content) <= READ_WHOLE:
            store.verify()
        return store

    @classmethod
    def of(cls, meta: Mapping[str, Any], sections: Iterable[tuple[str, Content]]) -> Store:
        """Return a store in memory, laid out as a file would be.

        Args:
            meta: As for `write_store`.
            sections: As for `write_store`.
        """
        return cls._from_bytes(store_bytes("", meta, sections))

    @classmethod
    def _from_bytes(cls, content: bytes) -> Store:
        return cls(content, _checked_contents(content, IN_MEMORY), None)

    def __reduce__(self) -> tuple[Any, ...]:
        if self._path is None:
            return Store._from_bytes, (self._content,)
        return Store.open, (self._path, self._contents.fingerprint)

    def array(self, name: str) -> npt.NDArray[Any]:
        """Return an array as written, little-endian, as a view that cannot be written to.

        Args:
            name: The section.

        Raises:
            KeyError: There is no such section.
            TypeError: It was written as plain bytes.
        """
        section = self._section(name)
        if section.dtype is None:
            raise TypeError(f"section {name!r} holds plain bytes, not an array; ask for the blob")
        return np.ndarray(section.shape, np.dtype(section.dtype), self.blob(name))

    def bytes_or_array(self, name: str) -> npt.NDArray[Any]:
        """Return an array as `array` does, and plain bytes as an array of them.

        Args:
            name: The section.

        Raises:
            KeyError: There is no such section.
        """
        if self._section(name).dtype is None:
            return np.frombuffer(self.blob(name), np.uint8)
        return self.array(name)

    def blob(self, name: str) -> memoryview:
        """Return the bytes of a section, also those of an array.

        Args:
            name: The section.

        Raises:
            KeyError: There is no such section.
        """
        section = self._section(name)
        return memoryview(self._content)[section.offset : section.offset + section.size]

    def _section(self, name: str) -> Section:
        try:
            return self._contents.sections[name]
        except KeyError:
            there = ", ".join(self._contents.sections)
            raise KeyError(f"there is no section {name!r}, only: {there}") from None

    def verify(self) -> None:
        """Read everything, and compare it with the checksums taken at writing.

        Raises:
            StoreError: A section is not as it was written.
        """
        for name, section in self._contents.sections.items():
            if zlib.crc32(self.blob(name)) != section.crc32:
                what = f"section {name} is not as it was written"
                raise refusals.damaged(self._path or IN_MEMORY, what, self._contents.recipe)


def _mapped(path: Path) -> mmap.mmap:
    """Return a file mapped into memory, after a look at whether it is one."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise refusals.no_file(path, "a folder")
        if not stat.S_ISREG(mode):  # opening a pipe would wait for its writer
            raise refusals.no_file(path, "a device or a pipe")
        with path.open("rb") as file:
            head = file.read(HEAD)
            if not head.startswith(MARK):
                raise _unrecognized(path, head)
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        raise refusals.missing(path) from None
    except (OSError, ValueError) as error:
        raise refusals.unreadable(path, error) from None


def _unrecognized(path: Path, head: bytes) -> refusals.StoreError:
    if head and MARK.startswith(head):
        return refusals.cut_short(path, len(head), None)
    return refusals.turned(path) if head.startswith(TURNED_MARKS) else refusals.foreign(path, head)


def _checked_contents(content: bytes | mmap.mmap, path: Path) -> Contents:
    """Return the table of contents of what begins as a compiled gazetteer, or refuse it."""
    head, size = content[:HEADER_SIZE], len(content)
    if size < HEADER_SIZE:
        raise refusals.cut_short(path, size, None)
    version = read_version(head)
    header = read_header(head)
    contents = read_contents(head, content[header.offset : header.offset + header.length])
    if version != FORMAT:
        recipe = contents.recipe if contents else refusals.UNKNOWN  # other formats may have the same table
        foreign = version > FORMAT
        raise refusals.newer(path, version, FORMAT, recipe) if foreign else refusals.stale(path, recipe)
    if size < header.size:
        raise refusals.cut_short(path, size, header.size)
    if size > header.size:
        what = f"it has {size:,} bytes and should have {header.size:,}"
        raise refusals.damaged(path, what, contents.recipe if contents else refusals.UNKNOWN)
    if contents is None or not _fits(contents, header.offset):
        raise refusals.damaged(path, "its table of contents is not as it was written")
    return contents


def _fits(contents: Contents, end: int) -> bool:
    """Tell whether all sections are such as we write, before the table of contents."""
    return all(
        HEADER_SIZE <= section.offset <= section.offset + section.size <= end
        and (section.dtype is None or is_storable(section.dtype))
        for section in contents.sections.values()
    )
