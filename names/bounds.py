"""How much of one thing is read before it is refused: an input without end harms nobody.

Streams themselves have no limit: a table or a text may be as long as it likes, if its lines are not. The
limits of the kernel stand in `names/kernel/source/kernel.h`; beyond those Python answers. All that users can
meet stand in docs/limits.md, and nowhere else in the documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

LONGEST_LINE = 1 << 26  # bytes of a line of JSONL, of a list, or of names on standard input
LONGEST_RECORD = 1 << 26  # characters of a row of a table; past it a quote was surely left open
MOST_CELLS = 1 << 20  # of a row of a table; keys of an object in JSONL
DEEPEST = 100  # levels of lists and objects in each other in JSON
LARGEST_DOCUMENT = 1 << 26  # bytes of YAML, which is read whole, at some twenty times its size in memory
MOST_FAULTS = 10_000  # that are noted of some lists, and as many warnings; whoever has more mends these first

_STRING = re.compile(rb'"[^"\\]*+(?:\\.?[^"\\]*+)*+"?', re.DOTALL)  # one that nothing closes has no end
_STEPS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")  # one level down, or, as a signed byte, one up
_OTHERS = bytes(set(range(256)) - set(b"[{]}"))


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """Return the lines of a stream, of one that is too long (`is_endless`) the beginning alone.

    Args:
        stream: Opened for reading bytes.
    """
    return iter(partial(stream.readline, LONGEST_LINE + 1), b"")


def is_endless(line: bytes) -> bool:
    """Tell whether a line of `lines_of` is longer than any may be."""
    return len(line) > LONGEST_LINE


def nests_too_deeply(text: bytes) -> bool:
    """Tell whether lists and objects of a JSON text lie in each other more deeply than any may.

    Args:
        text: Valid JSON, or anything.

    Examples:
        >>> nests_too_deeply(b"[" * 200 + b"]" * 200), nests_too_deeply(b'{"a": "' + b"[" * 200 + b'"}')
        (True, False)
    """
    if text.count(b"[") + text.count(b"{") <= DEEPEST:
        return False
    steps = memoryview(_STRING.sub(b"", text).translate(_STEPS, _OTHERS)).cast("b")
    return max(accumulate(steps), default=0) > DEEPEST


def read_document(path: str | Path) -> bytes:
    """Return a file that is read whole.

    Args:
        path: The file.

    Raises:
        OSError: It cannot be read.
        ValueError: It is larger than any may be.
    """
    with Path(path).open("rb") as stream:
        content = stream.read(LARGEST_DOCUMENT + 1)
    if len(content) > LARGEST_DOCUMENT:
        raise ValueError(f"it is larger than {LARGEST_DOCUMENT:,} bytes")
    return content
