"""Compressed files: opened as if they were not, known by their first bytes or by the ending of their name."""

from __future__ import annotations

import gzip
import importlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from names.tables.table_errors import TableError

MAGIC = {b"\x1f\x8b": "gz", b"\x28\xb5\x2f\xfd": "zst"}
LONGEST_MAGIC = max(map(len, MAGIC))
LEVELS = {"gz": 6, "zst": 3}  # what the tools of these names take unless told otherwise


def compression_of(name: str) -> str | None:
    """Return how a file of this name is compressed: `gz`, `zst`, or None.

    Args:
        name: Of a file; letter case makes no difference.

    Examples:
        >>> compression_of("people.csv.GZ"), compression_of("people.csv")
        ('gz', None)
    """
    ending = PurePath(name).suffix.lower().removeprefix(".")
    return ending if ending in LEVELS else None


def recognise_compression(head: bytes) -> str | None:
    r"""Return how a file that begins so is compressed: `gz`, `zst`, or None.

    Args:
        head: Its first bytes, four or more.

    Examples:
        >>> recognise_compression(b"\x1f\x8b\x08\x00"), recognise_compression(b"person")
        ('gz', None)
    """
    return next((kind for magic, kind in MAGIC.items() if head.startswith(magic)), None)


def decompressed(stream: BinaryIO, kind: str, place: str) -> BinaryIO:
    """Return the content of a compressed file.

    Args:
        stream: The file, from its beginning.
        kind: `gz` or `zst`.
        place: What messages call it.

    Raises:
        TableError: Nothing is installed that reads it. Reading raises it too, where the file is damaged.
    """
    opened = gzip.GzipFile(fileobj=stream) if kind == "gz" else _zstd().ZstdFile(stream)
    return cast("BinaryIO", io.BufferedReader(_Decompressed(opened, kind, place)))


class _Decompressed(io.RawIOBase):
    """A decompressor that says in a sentence what is wrong with the file."""

    def __init__(self, opened: Any, kind: str, place: str) -> None:
        self.name = place
        self._opened = opened
        self._kind = kind

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            return int(self._opened.readinto(buffer))
        except EOFError:
            what = "is cut short"
        except (zlib.error, gzip.BadGzipFile) as error:
            what = f"is damaged ({str(error).lower()})"
        except Exception as error:
            if type(error).__name__ != "ZstdError":
                raise
            what = f"is damaged ({str(error).lower()})"
        raise TableError(f"{self.name} {what}: its .{self._kind} does not end well; fetch or make it anew")


@contextmanager
def compressing(stream: BinaryIO, kind: str | None) -> Iterator[BinaryIO]:
    """Yield where to write what shall stand compressed in a file; the same content makes the same bytes.

    Args:
        stream: The file.
        kind: `gz`, `zst`, or None to write to the file itself.
    """
    if kind is None:
        yield stream
    elif kind == "gz":
        with gzip.GzipFile("", "wb", LEVELS[kind], stream, mtime=0) as packed:
            yield cast("BinaryIO", packed)
    else:
        with _zstd().ZstdFile(stream, "w", level=LEVELS[kind]) as packed:
            yield packed


def _zstd() -> Any:
    """The module of Python 3.14, or its twin for older ones."""
    for module in ("compression.zstd", "backports.zstd"):
        try:
            return importlib.import_module(module)
        except ImportError:
            continue
    raise TableError(
        "nothing is installed that reads and writes .zst; install it with: "
        "pip install 'names-normalizer[zstd]'"
    )
