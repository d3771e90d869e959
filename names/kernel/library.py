"""The compiled kernel: found beside its source where a compiler was there at installation, else missing.

It is plain C, called with arrays; what it is given, it says itself, by name. `NAMES_KERNEL=off` leaves it
out: Python then does the same work, with the same answers.
"""

from __future__ import annotations

import ctypes
import functools
import os
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from names.kernel.building import FILE, digest

if TYPE_CHECKING:
    import numpy.typing as npt

TYPES = {
    "uint8_t": "B",
    "int8_t": "b",
    "uint16_t": "H",
    "uint32_t": "I",
    "uint64_t": "Q",
    "double": "d",
}  # as Python's arrays and NumPy's have them


class Library:
    """The functions of the kernel.

    Args:
        file: The compiled library.

    Attributes:
        call: The library as `ctypes` has it; its functions run without the lock of the interpreter.
        brief: The same for functions that are done before the lock could be given away and taken again.
    """

    def __init__(self, file: Path) -> None:
        self.call = ctypes.CDLL(str(file))
        self.brief = ctypes.PyDLL(str(file))

    def said(self, what: str) -> list[str]:
        """Return what the kernel calls things of one sort.

        Args:
            what: The function that tells them, without `names_` before it.
        """
        function = self.call[f"names_{what}"]
        function.restype = ctypes.c_char_p
        return str(function(), "ascii").splitlines()

    def count(self, what: str) -> int:
        """Return a number that the kernel states, as `said` does."""
        return int(self.call[f"names_{what}"]())


class Arrays:
    """Arrays laid out as the kernel takes them; they stay as long as this does.

    Args:
        fields: The type and the name of each, as the kernel tells them.
        arrays: The arrays by name; one that is not there is empty.
        numbers: What stands behind them.
    """

    def __init__(
        self,
        fields: Sequence[str],
        arrays: Mapping[str, npt.ArrayLike | array[int]],
        numbers: Sequence[float] = (),
    ) -> None:
        self._kept: list[Any] = []
        values: list[Any] = []
        for field in fields:
            type_name, name = field.split()
            kept, place, size = _laid_out(arrays.get(name, ()), TYPES[type_name])
            self._kept.append(kept)
            values += [place, size]
        self._content = _layout(len(fields), len(numbers))(
            *values, (ctypes.c_double * len(numbers))(*numbers)
        )

    def reference(self) -> Any:
        """Return what a function of the kernel is given."""
        return ctypes.byref(self._content)


@functools.cache
def _layout(arrays: int, numbers: int) -> type[ctypes.Structure]:
    """Return the structure of so many arrays, each where it is and how long, with numbers behind them."""
    places: list[tuple[str, Any]] = []
    for n in range(arrays):
        places += [(f"array_{n}", ctypes.c_void_p), (f"size_{n}", ctypes.c_uint64)]
    places.append(("numbers", ctypes.c_double * numbers))
    return type("Layout", (ctypes.Structure,), {"_fields_": places})


def _laid_out(given: npt.ArrayLike | array[int], code: str) -> tuple[Any, int, int]:
    """Return an array of one type, where it is, and how long."""
    if isinstance(given, array) and given.typecode == code:
        return given, *given.buffer_info()
    import numpy as np  # costs more to import than all that a single name needs

    made = np.ascontiguousarray(given, np.dtype(code))
    return made, made.ctypes.data, made.size


def library() -> Library | None:
    """Return the kernel, or None where there is none or it is not wanted."""
    return None if os.environ.get("NAMES_KERNEL") == "off" else _loaded()


def why_missing() -> str:
    """Return why there is no kernel, and what would bring it; "" where it is in."""
    if os.environ.get("NAMES_KERNEL") == "off":
        return "NAMES_KERNEL is set to off"
    if _loaded() is None:
        return "it was not compiled, or from another source; install names again where a C compiler is"
    return ""


@functools.cache
def _loaded() -> Library | None:
    try:
        found = Library(FILE)
    except OSError:  # not built, or built for another machine
        return None
    return found if found.said("digest") == [digest()] else None  # else it was built of another source
