"""An index opened for the kernel, once however many matchers and settings ask it."""

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from names.candidates import Index
from names.kernel import Arrays, Library

_OPEN: weakref.WeakKeyDictionary[Index, PreparedIndex] = weakref.WeakKeyDictionary()


class PreparedIndex:
    """The sections of an index as the kernel takes them, and what it makes of them.

    That leaves the interpreter free and takes as long as folding the first queries does, so it is done
    beside it.

    Args:
        index: The listed entities.
        library: The kernel.

    Attributes:
        listed: The parts of the forms.
        runs: The same of parts written together.
        filed: All other sections that the kernel asks for.
    """

    def __init__(self, index: Index, library: Library) -> None:
        parts, index_fields = library.said("parts"), library.said("index")
        self.listed, self.runs = (Arrays(parts, _sections(index, parts, prefix)) for prefix in ("", "run_"))
        self.filed = Arrays(index_fields, _sections(index, index_fields))
        beside = ThreadPoolExecutor(1)
        self._rows = beside.submit(self._open, library)
        beside.shutdown(wait=False)  # it ends with what it was given

    def _open(self, library: Library) -> ctypes.c_void_p | None:
        call = library.call
        call.names_open.restype = ctypes.c_void_p
        rows = call.names_open(*(each.reference() for each in (self.listed, self.runs, self.filed)))
        if rows is None:
            return None
        weakref.finalize(self, call.names_close, ctypes.c_void_p(rows))
        return ctypes.c_void_p(rows)

    @property
    def rows(self) -> ctypes.c_void_p | None:
        """What the kernel makes of the index, or None where that is not as it was written."""
        return self._rows.result()


def prepared(index: Index, library: Library) -> PreparedIndex:
    """Return an index as it was opened first, or open it.

    Args:
        index: The listed entities.
        library: The kernel, which a program has one of.
    """
    known = _OPEN.get(index)
    if known is None:
        known = _OPEN[index] = PreparedIndex(index, library)
    return known


def _sections(index: Index, fields: Sequence[str], prefix: str = "") -> dict[str, Any]:
    """Return the sections of an index that the kernel asks for."""
    names = [field.split()[1] for field in fields]
    return {name: index.section(prefix + name) for name in names}
