"""The archive that a workbook is: its parts found and read within limits, its faults told in one line."""

from __future__ import annotations

import codecs
import lzma
import os
import re
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from names.tables.table_errors import TableError

BLOCK = 1 << 20  # bytes of a part taken at a time
MOST_BYTES = 1 << 32  # of a part, unpacked; a sheet is read in blocks
MOST_IN_MEMORY = 1 << 30  # of a part that is held as a whole, such as the texts that cells share
PACKED = 1 << 26  # bytes unpacked from which on a part must not have been packed beyond measure
IN_MEMORY = 1 << 26  # of what is written, before a file is made for it
DENSEST = 200  # times that a real part shrinks at most; repeated nothings shrink a thousand times

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MARKS = {
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    expat.ExpatError,
    EOFError,
    OSError,
    LookupError,
    ValueError,
    NotImplementedError,  # a way of packing that Python has not
    RuntimeError,  # a part under a password
)


@contextmanager
def explained_workbook(place: str) -> Iterator[None]:
    """Turn whatever is wrong with a workbook into one line.

    Args:
        place: What messages call it.
    """
    try:
        yield
    except _DAMAGE as error:
        cause = (str(error.args[0] if error.args else "").splitlines() or ["no cause is known"])[0][:200]
        raise TableError(
            f"{place} cannot be read as an Excel workbook: {cause}; it may be cut short, damaged or locked "
            "by a password: open it in Excel and save it anew"
        ) from None


def locked(place: str) -> TableError:
    """Return the error for a workbook under a password.

    Args:
        place: What messages call it.
    """
    return TableError(f"{place} is locked by a password: open it, take the password away, and save it anew")


class Archive:
    """The parts of a workbook, by their names; letter case makes no difference, as in Excel.

    Args:
        path: Of the file.
    """

    def __init__(self, path: Path) -> None:
        self._file = zipfile.ZipFile(path)
        self._entries = self._file.infolist()
        self._by_name = {part_name(entry.filename): entry for entry in self._entries}

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __contains__(self, name: str) -> bool:
        return part_name(name) in self._by_name

    def stream(self, name: str, most: int = MOST_BYTES) -> IO[bytes]:
        """Return a part, opened.

        Args:
            name: Of the part.
            most: How many bytes it may have.

        Raises:
            KeyError: There is none of that name.
            ValueError: It is larger, or is packed as only something made to fill the memory is.
        """
        if (entry := self._by_name.get(part_name(name))) is None:
            raise KeyError(f"the part {name} is missing")
        if entry.file_size > most:
            raise ValueError(f"its part {name} has {entry.file_size:,} bytes, and {most:,} are the limit")
        if entry.file_size > max(PACKED, DENSEST * entry.compress_size):
            times = entry.file_size // max(entry.compress_size, 1)
            raise ValueError(f"its part {name} unpacks to {times:,} times its size, as no real one does")
        return self._file.open(entry)

    def last_entries(self) -> list[zipfile.ZipInfo]:
        """Return the parts in the order of the file; of several of one name the last, which is read."""
        return [entry for entry in self._entries if self._by_name[part_name(entry.filename)] is entry]

    def has_folder(self, name: str) -> bool:
        """Return whether there are parts in a folder.

        Args:
            name: Of the folder, with a slash at its end.
        """
        return any(part.startswith(name) for part in self._by_name)


def temporary() -> IO[bytes]:
    """Return a file of nobody else's, in memory while it is small."""
    return tempfile.SpooledTemporaryFile(IN_MEMORY)


def put_part(written: zipfile.ZipFile, entry: zipfile.ZipInfo, content: IO[bytes], size: int) -> None:
    """Write a part of a workbook.

    Args:
        written: The archive.
        entry: Its name, date and way of packing.
        content: What it holds.
        size: How many bytes that is.
    """
    entry.file_size = size  # by which room is made for the size of what is large
    with written.open(entry, "w") as part:
        shutil.copyfileobj(content, part, BLOCK)


def put_file(written: zipfile.ZipFile, entry: zipfile.ZipInfo, content: IO[bytes]) -> None:
    """Write a part of a workbook, all of a file.

    Args:
        written: The archive.
        entry: Its name, date and way of packing.
        content: The file.
    """
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    put_part(written, entry, content, size)


def part_name(name: str) -> str:
    r"""Return the name of a part in the one way by which parts are found.

    Args:
        name: As an archive or a relation has it.

    Examples:
        >>> part_name("/xl/Workbook.xml"), part_name("xl\\workbook.xml")
        ('xl/workbook.xml', 'xl/workbook.xml')
    """
    return name.replace("\\", "/").lstrip("/").lower()


def utf8_blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield XML in UTF-8, whatever it is written in; what is UTF-8 comes as it is, byte for byte.

    Args:
        stream: The XML.
    """
    head = stream.read(BLOCK)
    encoding = next((name for mark, name in _MARKS.items() if head.startswith(mark)), None)
    if encoding is None and (declared := _DECLARED.match(head)):
        encoding = declared[1].decode()
    blocks = iter(lambda: stream.read(BLOCK), b"")
    if encoding is None or codecs.lookup(encoding).name in ("utf-8", "ascii"):
        yield head
        yield from blocks
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    text = _DECLARATION.sub("", decoder.decode(head), count=1)  # it would speak of the other encoding
    yield text.encode()
    for block in blocks:
        yield decoder.decode(block).encode()
    yield decoder.decode(b"", final=True).encode()


def new_parser() -> expat.XMLParserType:
    """Return a parser of XML that takes no definitions, with which a few bytes may stand for many."""

    def refuse(*_: Any) -> None:
        raise ValueError("its XML has a document type, which no workbook has")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    return parser


def parse(parser: expat.XMLParserType, stream: IO[bytes]) -> None:
    """Read XML to its end.

    Args:
        parser: Calls what takes it.
        stream: The XML.
    """
    for block in utf8_blocks(stream):
        parser.Parse(block, False)
    parser.Parse(b"", True)


def each_element(stream: IO[bytes], begin: Callable[[str, dict[str, str], tuple[str, ...]], None]) -> None:
    """Read XML whose elements tell all by their attributes.

    Args:
        stream: The XML.
        begin: Called with the local name of each element, its attributes, and the local names above it.
    """
    above: list[str] = []
    parser = new_parser()

    def start(name: str, attributes: dict[str, str]) -> None:
        local = local_name(name)
        begin(local, attributes, tuple(above))
        above.append(local)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: above.pop()
    parse(parser, stream)


def whole(text: str, what: str) -> int:
    """Return a whole number that a file must have.

    Args:
        text: As it stands there.
        what: What the number is, for messages.

    Raises:
        ValueError: It is none.

    Examples:
        >>> whole("12", "format")
        12
    """
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise ValueError(f"its {what} is {text[:40]!r}, no number")
    return int(text)


def local_name(name: str) -> str:
    """Return the name of an element without its prefix.

    Args:
        name: As it is written.
    """
    return name.rpartition(":")[2]
