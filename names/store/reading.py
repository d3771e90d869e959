"""Reading a compiled gazetteer: opened by its header and table of contents, its sections mapped, not read."""

from __future__ import annotations

import contextlib
import math
import mmap
import os
import stat
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from names.errors import NamesError
from names.store import refusals
from names.store.layout import (
    ALIGNMENT,
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
from names.store.refusals import StoreError
from names.store.writing import store_bytes
from names.visible import visible

if TYPE_CHECKING:
    import numpy.typing as npt

    from names.store.writing import Content

    Again = tuple[Callable[..., Any], tuple[Any, ...]]

READ_WHOLE = 1 << 24  # bytes up to which a file is read when it is opened, and compared with its checksums
IN_MEMORY = Path("the gazetteer in memory")  # what messages call a store without a file
LARGEST_CONTENTS = (
    1 << 24
)  # bytes of a table of contents; one has a few thousand, and the names of its sources
AT_ONCE = 1 << 22  # bytes read together where a file is verified beside other work
HEAD = 4096  # bytes looked at to tell what another file is


class Store:
    """Named sections of a compiled gazetteer, read-only.

    Opened from a large file, they are mapped: read as far as used, and shared by all processes that open it.
    A file that is replaced meanwhile stays as it was for whoever has it open; one that is cut short ends the
    program that reads beyond its end, so that whoever must not be ended takes a copy. A small file is read.
    Pickled, a store goes as its path and what it holds, and is opened again; a copy goes as its bytes.

    Attributes:
        meta: The JSON values given at writing.

    Examples:
        >>> store = Store.of({"entities": 2}, [("owners", np.array([0, 0, 1])), ("ids", b"tokayev,kemel")])
        >>> store.array("owners").tolist(), bytes(store.blob("ids")), store.meta
        ([0, 0, 1], b'tokayev,kemel', {'entities': 2})
    """

    meta: dict[str, Any]

    def __init__(
        self, content: bytes | mmap.mmap, contents: Contents, path: Path | None, again: Again | None = None
    ) -> None:
        """Make a store of a whole file and its table of contents; `open` and `of` do so.

        Args:
            content: The file.
            contents: Its table of contents.
            path: Where it is, independent of the working folder; None for one that is no file.
            again: What makes it in another process; None where its bytes are sent.
        """
        self.meta = contents.meta
        self._content = content
        self._contents = contents
        self._path = path
        self._again = again
        self._file: BinaryIO | None = None  # that is mapped, since it is too large to be read at once
        self._state = (0, 0)  # of that file: its bytes, and when it was changed last
        self._reading = threading.Lock()  # held by whoever reads the file, which has one position
        self._verifying = False
        self._found: StoreError | None = None

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        fingerprint: str,
        *,
        copy: bool = False,
        holding: int | None = None,
    ) -> Store:
        """Return the store in a file, without reading the sections of a large one.

        Args:
            path: The file.
            fingerprint: What it must have been built with.
            copy: Whether to read the whole file, verify it, and never look at it again.
            holding: The checksum of the table of contents that it must have; None for any.

        Raises:
            StoreError: There is no such file, or it is something else, cut short, damaged (a large one so far
                as that is seen without reading it all), of a newer format, or built by other rules or data.
        """
        given = Path(path)
        file, mapped = _mapped(given)
        content: bytes | mmap.mmap = mapped
        contents = _checked_contents(content, given)
        if copy or len(mapped) <= READ_WHOLE:
            content = _copied(mapped, file, given)
            contents = _checked_contents(content, given)
        if contents.fingerprint != fingerprint:
            raise refusals.stale(given, contents.recipe)
        holds = read_header(content[:HEADER_SIZE]).checksum
        if holding is not None and holds != holding:
            raise refusals.replaced(given)
        whole = given.absolute()
        again = None if copy else (_open_again, (whole, fingerprint, holds))
        store = cls(content, contents, whole, again)
        if isinstance(content, bytes):
            store.verify()
        else:
            store._file, store._state = file, _state_of(file)
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
    def of_bytes(cls, content: bytes, fingerprint: str, again: Again) -> Store:
        """Return a store of the bytes of a file, verified.

        Args:
            content: All of them.
            fingerprint: What it must have been built with.
            again: What makes the store in another process.

        Raises:
            StoreError: They are not as they were written, or built by other rules or data.
        """
        contents = _checked_contents(content, IN_MEMORY)
        if contents.fingerprint != fingerprint:
            raise refusals.stale(IN_MEMORY, contents.recipe)
        store = cls(content, contents, None, again)
        store.verify()
        return store

    @classmethod
    def _from_bytes(cls, content: bytes) -> Store:
        return cls(content, _checked_contents(content, IN_MEMORY), None)

    def __reduce__(self) -> tuple[Any, ...]:
        return self._again or (Store._from_bytes, (self._content,))

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

    def kind_of(self, name: str) -> tuple[str | None, tuple[int, ...]] | None:
        """Return the type (None for plain bytes) and the shape of a section, None where there is none.

        Args:
            name: The section.
        """
        section = self._contents.sections.get(name)
        return None if section is None else (section.dtype, section.shape)

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
                raise self._damaged(_not_as_written(name))

    def fault(self, what: str) -> StoreError:
        """Return the refusal of a file in which something was read that no section holds as we write them.

        What is not as it was written is told first: that is the cause, of which this is a consequence.

        Args:
            what: What was read, where the checksums are right, as in a file that was made so.
        """
        try:
            self.verify()
        except StoreError as error:
            return error
        return self._damaged(what)

    @contextlib.contextmanager
    def suspected(self) -> Iterator[None]:
        """Let whatever goes wrong in a block be told as the refusal of the file where that is the cause.

        Raises:
            StoreError: The file is not as it was written, or was written over before or in the block.
        """
        self._refuse_changed()
        try:
            yield
        except NamesError:
            raise
        except Exception:
            self.verify()
            raise
        self._refuse_changed()

    def verify_meanwhile(self) -> None:
        """Begin to verify a mapped file that was not verified at opening, beside other work.

        The file is read, not the mapping, so that it does not count as memory of this process.
        """
        if self._file is not None and not self._verifying:
            self._verifying = True
            threading.Thread(target=self._look_through, args=(self._file,), daemon=True).start()

    def _look_through(self, file: BinaryIO) -> None:
        if (name := self._first_damaged(file)) is not None:
            self._found = self._damaged(_not_as_written(name))

    def _first_damaged(self, file: BinaryIO) -> str | None:
        """Return the first section that is not as it was written, as the file itself has it now."""
        with self._reading:
            for name, section in self._contents.sections.items():
                checksum, end = 0, section.offset + section.size
                for at in range(section.offset, end, AT_ONCE):
                    file.seek(at)
                    checksum = zlib.crc32(file.read(min(AT_ONCE, end - at)), checksum)
                if checksum != section.crc32:
                    return name
        return None

    def _refuse_changed(self) -> None:
        """Refuse a mapped file that was written over since it was opened, or was found damaged since.

        One that was touched, and holds the same, goes on. That it is now as it was says little for the next
        moment, in which to read beyond its end would end the program: to be safe from that takes a copy.

        Raises:
            StoreError: It holds something else.
        """
        if self._found is not None:
            raise self._found
        if self._file is None or (state := _state_of(self._file)) == self._state:
            return
        if state[0] != len(self._content) or self._first_damaged(self._file) is not None:
            raise refusals.changed(self._path or IN_MEMORY)
        self._state = state

    def _damaged(self, what: str) -> StoreError:
        return refusals.damaged(self._path or IN_MEMORY, what, self._contents.recipe)


def _state_of(file: BinaryIO) -> tuple[int, int]:
    """Return what tells that a file is as it was: its bytes, and when it was changed last."""
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns


def _not_as_written(section: str) -> str:
    return f"section {visible(section)} is not as it was written"


def _open_again(path: Path, fingerprint: str, holding: int) -> Store:
    return Store.open(path, fingerprint, holding=holding)


def _mapped(path: Path) -> tuple[BinaryIO, mmap.mmap]:
    """Return a file, and it mapped into memory, after a look at whether it is one."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise refusals.no_file(path, "a folder")
        if not stat.S_ISREG(mode):  # opening a pipe would wait for its writer
            raise refusals.no_file(path, "a device or a pipe")
        file = path.open("rb")
        head = file.read(HEAD)
        if not head.startswith(MARK):
            raise _unrecognized(path, head)
        return file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        raise refusals.missing(path) from None
    except (OSError, ValueError) as error:
        raise refusals.unreadable(path, error) from None


def _copied(mapped: mmap.mmap, file: BinaryIO, path: Path) -> bytes:
    """Return what a mapped file holds, read: what is mapped may be cut short at any moment."""
    try:
        with mapped:
            file.seek(0)
            return file.read(len(mapped))
    except OSError as error:
        raise refusals.unreadable(path, error) from None


def _unrecognized(path: Path, head: bytes) -> StoreError:
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
    table = content[header.offset : header.offset + min(header.length, LARGEST_CONTENTS)]
    contents = read_contents(head, table)
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
    """Tell whether all sections are such as we write: one behind another, before the table of contents."""
    begin = HEADER_SIZE
    for section in contents.sections.values():
        if not (begin <= section.offset <= section.offset + section.size <= end) or not _is_filled(section):
            return False
        begin = section.offset + section.size
    return True


def _is_filled(section: Section) -> bool:
    """Tell whether a section has as many bytes as its type and shape say."""
    if any(length < 0 for length in section.shape) or section.offset % ALIGNMENT:
        return False
    if section.dtype is None:
        return section.shape == (section.size,)
    if not is_storable(section.dtype):
        return False
    try:
        each = np.dtype(section.dtype).itemsize
    except (TypeError, ValueError):  # letters beyond what one element may have
        return False
    return math.prod(section.shape) * each == section.size
