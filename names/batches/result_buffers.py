"""Room for what the kernel finds."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import numpy.typing as npt

from names.candidates import MAX_CANDIDATES

_PIECE = np.dtype(
    [
        ("weight", "<f8"),
        ("form", "<u4"),
        *((name, "u1") for name in ("kind", "i", "i2", "j", "j2")),
        ("", "u1", 7),
    ]
)


class ResultBuffers:
    """Room for what the kernel finds."""

    def __init__(self, queries: int, most_pieces: int) -> None:
        each = (queries, MAX_CANDIDATES)
        self.status = np.zeros(queries, np.uint8)
        self.settled = np.zeros(queries, np.uint8)
        self.found_count = np.zeros(queries, np.uint32)
        self.found = np.empty(each, np.uint32)
        self.approximate = np.empty(each, np.float64)
        self.weighed_count = np.zeros(queries, np.uint32)
        self.weights = np.empty(each, np.float64)
        self.forms = np.empty(each, np.uint32)
        self.piece_counts = np.empty(each, np.uint32)
        self.pieces = np.empty((*each, most_pieces), _PIECE)  # none of them: no reasons are wanted

    def reference(self) -> Any:
        """Return what the kernel is given: where each array is."""
        arrays: tuple[npt.NDArray[Any], ...] = (
            self.status, self.settled, self.found_count, self.found, self.approximate, self.weighed_count,
            self.weights, self.forms, self.piece_counts, self.pieces,
        )  # fmt: skip
        return (ctypes.c_void_p * len(arrays))(
            *(array.ctypes.data if array.size else None for array in arrays)
        )
