"""Writing a compiled gazetteer: section after section as they come, whole or not at all."""

from __future__ import annotations

import contextlib
import io
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from names.errors import cause_of
from names.store.layout import ALIGNMENT, HEADER_SIZE, Contents, Section, is_storable, pack_header
from names.store.refusals import unwritable
from names.unfinished import whole_file

if TYPE_CHECKING:
    import numpy.typing as npt

    Content = npt.NDArray[Any] | bytes | Iterable[bytes]
    Write = Callable[[bytes | memoryview], object]


def write_store(
    path: str | os.PathLike[str],
    fingerprint: str,
    meta: Mapping[str, Any],
    sections: Iterable[tuple[str, Content]],
) -> None:
    """Write the file of a compiled gazetteer, or leave what stood there before.

    It is moved into place when it is whole (`names.unfinished`); whatever stops that, Ctrl-C too, nothing of
    it stays.

    Args:
        path: The file. Through a link, the file it leads to is replaced, not the link.
        fingerprint: What the rules and tables were that the sections are made with; asked for at opening.
        meta: JSON values to keep with them, taken when all sections are written, which may still fill it.
            `sources`, a list of file names, and `options`, what stood beside them by name, go into the
            command that a refusal of the file shows.
        sections: Names and contents, taken one after another: an array, bytes, or pieces of bytes, which
            are written as they come and never held together.

    Raises:
        StoreError: It cannot be written; what the sections raise themselves goes through.
        ValueError: Two sections have one name.
        TypeError: An array holds Python objects, or numbers that not every machine has.
    """
    given = Path(path)
    place = _place(given)
    of_sections: BaseException | None = None
    try:
        with whole_file(place) as file:
            try:
                header = _fill(_explaining(file.write, given), fingerprint, meta, sections)
            except BaseException as error:
                of_sections = error
                raise
            file.seek(0)
            file.write(header)
    except OSError as error:
        if error is of_sections:
            raise
        raise unwritable(given, cause_of(error)) from None


def store_bytes(fingerprint: str, meta: Mapping[str, Any], sections: Iterable[tuple[str, Content]]) -> bytes:
    """Return the bytes that `write_store` would write.

    Args:
        fingerprint: As there.
        meta: As there.
        sections: As there.
    """
    file = io.BytesIO()
    header = _fill(file.write, fingerprint, meta, sections)
    file.seek(0)
    file.write(header)
    return file.getvalue()


def _place(given: Path) -> Path:
    """Return where the file goes, or refuse a place that none can be moved to; a device would be lost."""
    with _explained(given):
        place = Path(os.path.realpath(given))
        if place.is_dir():
            raise unwritable(given, "it is a folder", "give the name of a file in it")
        if place.exists() and not place.is_file():
            raise unwritable(given, "it is a device or a pipe", "give the name of a file")
        if not place.parent.is_dir():
            raise unwritable(given, f"there is no folder {place.parent}", "make it first")
        return place


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what the system says of an output into a sentence."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise unwritable(path, cause_of(error)) from None


def _explaining(write: Write, path: Path) -> Write:
    """Return the same, its errors turned into sentences: what the sections raise is told apart that way."""

    def explaining(data: bytes | memoryview) -> None:
        try:
            write(data)
        except OSError as error:
            raise unwritable(path, cause_of(error)) from None

    return explaining


def _fill(
    write: Write, fingerprint: str, meta: Mapping[str, Any], sections: Iterable[tuple[str, Content]]
) -> bytes:
    """Write room for the header, the sections and the table of contents; return the header."""
    write(bytes(HEADER_SIZE))
    end = HEADER_SIZE
    written: dict[str, Section] = {}
    for name, content in sections:
        if name in written:
            raise ValueError(f"two sections have the name {name!r}; give each its own")
        gap = -end % ALIGNMENT
        write(bytes(gap))
        written[name] = _write_section(write, name, content, end + gap)
        end = written[name].offset + written[name].size
    table = msgspec.json.encode(Contents(fingerprint, dict(meta), written))
    write(table)
    return pack_header(end, table)


def _write_section(write: Write, name: str, content: Content, offset: int) -> Section:
    dtype, shape, pieces = _taken_apart(name, content)
    size = checksum = 0
    for piece in pieces:
        write(piece)
        size += memoryview(piece).nbytes
        checksum = zlib.crc32(piece, checksum)
    return Section(dtype, (size,) if shape is None else shape, offset, size, checksum)


def _taken_apart(
    name: str, content: Content
) -> tuple[str | None, tuple[int, ...] | None, Iterable[bytes | memoryview]]:
    """Return the type and shape of an array, None for bytes, and the pieces to write."""
    if isinstance(content, np.ndarray):
        dtype = content.dtype.newbyteorder("<")
        if content.dtype.fields is not None or not is_storable(dtype.str):
            raise TypeError(f"section {name!r} is an array of {content.dtype}, which no file can hold")
        flat = np.ascontiguousarray(content, dtype).reshape(-1)
        return dtype.str, content.shape, [flat.view(np.uint8).data]
    return None, None, [content] if isinstance(content, bytes | bytearray | memoryview) else content
