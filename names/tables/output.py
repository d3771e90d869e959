"""Where a result goes: a file that appears whole or not at all, or a stream."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from names.tables.compression import (
    LONGEST_MAGIC,
    compressing,
    compression_of,
    decompressed,
    recognise_compression,
)
from names.tables.table_errors import TableError
from names.unfinished import whole_file

Source = str | Path | BinaryIO
Target = str | Path | BinaryIO | None
STREAM = "-"


def each_source(source: Source | Sequence[Source]) -> list[Source]:
    """Return inputs as a list, also where there is one.

    Args:
        source: A path, `-` for standard input, or an open binary file; or several of them.
    """
    if isinstance(source, str | Path) or hasattr(source, "read"):
        return [cast("Source", source)]
    return list(source)


def describe_source(source: Source) -> str:
    """Return what messages call an input.

    Args:
        source: A path, `-` for standard input, or an open binary file.
    """
    if isinstance(source, str | Path):
        return "standard input" if str(source) == STREAM else str(source)
    if source is sys.stdin.buffer:
        return "standard input"
    return str(getattr(source, "name", "the input"))


def refuse_passing(source: Source) -> None:
    """Refuse an input that can be read once, where it has to be read twice.

    Args:
        source: A path, `-` for standard input, or an open binary file.
    """
    if isinstance(source, str | Path):
        passing = str(source) == STREAM or Path(source).is_fifo()
    else:
        passing = not source.seekable()
    if passing:
        raise TableError(
            f"--join-columns looks at every input before it reads them, and {describe_source(source)} is a "
            "pipe, which can be read once; save it in a file"
        )


@contextmanager
def open_source(source: Source) -> Iterator[BinaryIO]:
    """Yield an input as an open binary file; what is compressed in a file or pipe is read through.

    Args:
        source: A path, `-` for standard input, or an open binary file, which stays open.

    Raises:
        TableError: If there is no such file, or it cannot be read.
    """
    place = describe_source(source)
    if not isinstance(source, str | Path):
        yield _readable(source, place)
    elif str(source) == STREAM:
        yield _readable(sys.stdin.buffer, place)
    else:
        path = Path(source)
        if path.is_dir():
            raise TableError(f"{path} is a folder; give one of the tables in it")
        try:
            stream = path.open("rb")
        except FileNotFoundError:
            raise TableError(f"there is no file {path}; check its name and folder") from None
        except (OSError, ValueError) as error:
            raise TableError(f"{path} cannot be read: {describe_cause(error)}") from None
        with stream:
            yield _readable(stream, place)


def _readable(stream: BinaryIO, place: str) -> BinaryIO:
    """The content of a file or pipe, which may be compressed; where it cannot be looked into, as it is."""
    peek = getattr(stream, "peek", None)
    try:
        kind = recognise_compression(peek(LONGEST_MAGIC)) if peek else None
    except OSError as error:
        raise TableError(f"{place} cannot be read: {describe_cause(error)}") from None
    return decompressed(stream, kind, place) if kind else stream


@contextmanager
def open_target(target: Target, *sources: Source) -> Iterator[BinaryIO]:
    """Yield an output to write bytes to.

    A file is written beside its final place and moved there when the block ends well; otherwise nothing
    is left behind, and what stood there before still does. A device or a named pipe is written directly.
    A name that ends in `.gz` or `.zst` has its content compressed.

    Args:
        target: A path, None or `-` for standard output, or an open binary file.
        sources: The inputs, which the output must not replace.

    Raises:
        TableError: If it cannot be written, or is the input.
    """
    if target is None or str(target) == STREAM:
        with _explained("standard output", "make room, or name a file elsewhere with --output"):
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
    elif not isinstance(target, str | Path):
        yield target
    else:
        path = Path(os.path.realpath(target))  # through a link the file is replaced, not the link
        check_target(Path(target), path, *sources)
        kind = compression_of(path.name)
        if path.exists() and not path.is_file():
            with _explained(f"output {target}", "choose another place"), path.open("wb") as device:
                yield device
        else:
            with _whole_or_nothing(path) as stream, compressing(stream, kind) as packed:
                yield packed


def check_target(given: Path, path: Path, *sources: Source) -> None:
    """Refuse an output that cannot be written, before any work is done.

    Args:
        given: The output as named, for messages.
        path: The same without links.
        sources: The inputs.

    Raises:
        TableError: If it is a folder, an input, in no folder, or not to be written to.
    """
    if path.is_dir():
        raise TableError(f"output {given} is a folder; give the name of a file in it")
    if path.exists() and any(is_same_file(path, source) for source in sources):
        raise TableError(f"output {given} is the input itself, which is never overwritten; name another file")
    if not path.parent.is_dir():
        raise TableError(f"output {given} cannot be written: there is no folder {path.parent}; make it first")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise TableError(f"output {given} cannot be written: permission denied; choose another place")


def is_same_file(path: Path, source: Source) -> bool:
    """Tell whether an input is a certain file, by whatever name or link.

    Args:
        path: A file that is there.
        source: A path, `-` for standard input, or an open binary file.
    """
    try:
        if isinstance(source, str | Path) and str(source) != STREAM:
            return path.samefile(source)
        stream = sys.stdin.buffer if isinstance(source, str | Path) else source
        return os.path.samestat(path.stat(), os.fstat(stream.fileno()))
    except (OSError, AttributeError, ValueError):
        return False


@contextmanager
def _explained(what: str, remedy: str) -> Iterator[None]:
    """Turn what the system says of an output into an error; that its reader left is none."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise TableError(f"{what} cannot be written: {describe_cause(error)}; {remedy}") from None


@contextmanager
def _whole_or_nothing(path: Path) -> Iterator[BinaryIO]:
    begun = False
    try:
        with whole_file(path) as stream:
            begun = True
            yield stream
    except OSError as error:
        if not begun:
            raise TableError(
                f"output {path} cannot be written: no file can be made in the folder {path.parent} "
                f"({describe_cause(error)}); choose another place"
            ) from None
        raise TableError(
            f"output {path} cannot be written: {describe_cause(error)}; nothing was changed; "
            "make room, or choose another place"
        ) from None


def describe_cause(error: Exception) -> str:
    """Return why the system refused, in its own words.

    Args:
        error: What reading or writing raised.
    """
    return (getattr(error, "strerror", None) or str(error)).lower()
