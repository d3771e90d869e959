"""How much of a table is answered in one go, so that whoever waits at the end of a pipe soon has rows."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from typing import BinaryIO

LONGEST = 0.4  # seconds a portion may take where somebody waits: one who leaves is noticed at its end
GROWTH = 16  # from one portion to the next at most
GROWTH_WAITED_FOR = 2  # the same where somebody waits, since the first may have been no more than a header


class Pace:
    """Chooses the sizes of portions: ever larger, but small where each takes long and somebody waits.

    What is written does not depend on the sizes. Where the output is a file nobody waits, and larger portions
    cost less.

    Args:
        outgoing: Where the table goes.
        first: Size of the first portion, in whatever unit.
        most: Size that no portion exceeds.

    Examples:
        >>> import io
        >>> pace = Pace(io.BytesIO(), first=10, most=1000)
        >>> pace.size(), pace.size(), pace.size()
        (10, 160, 1000)
    """

    def __init__(self, outgoing: BinaryIO, first: int, most: int) -> None:
        self._waited_for = is_waited_for(outgoing)
        self._first, self._most = first, most
        self._size = 0
        self._begun = 0.0

    def size(self) -> int:
        """Return the size of the next portion, told when the one before is done."""
        now = time.monotonic()
        if not self._size:
            self._size = self._first
        else:
            growth = float(GROWTH)
            if self._waited_for:
                growth = min(GROWTH_WAITED_FOR, LONGEST / max(now - self._begun, 1e-6))
            self._size = max(self._first, min(int(self._size * growth), self._most))
        self._begun = now
        return self._size

    def slices(self, count: int) -> Iterator[tuple[int, int]]:
        """Yield slices of rows, each when the one before is done: its first row, and how many it has.

        Args:
            count: Of the rows; 0 has no slice.
        """
        begin = 0
        while begin < count:
            size = min(self.size(), count - begin)
            yield begin, size
            begin += size


def is_waited_for(outgoing: BinaryIO) -> bool:
    """Tell whether an output is a pipe, a terminal or another device, and no file.

    Args:
        outgoing: Of any kind; one without a file behind it is waited for by nobody.
    """
    try:
        return not stat.S_ISREG(os.fstat(outgoing.fileno()).st_mode)
    except (AttributeError, OSError, ValueError):
        return False
