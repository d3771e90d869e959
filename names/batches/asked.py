"""Queries as the kernel takes them: their parts in rows and columns, each part once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from names.candidates import blocks, packing
from names.folding import Part, Spelling
from names.folding.spelling import is_foreign_run

_COLUMNS = (
    "parts", "same_as", "commas", "foreign", "run_starts", "run_ends", "run_parts",
    "run_forms", "han_starts", "han_ends", "han_parts",
)  # fmt: skip
_NO_PART = 2**32 - 1


class Asked:
    """Queries as the kernel takes them.

    Attributes:
        arrays: What they are made of, by name.
        unfit: Queries whose parts as written cannot be told apart by their places.
    """

    def __init__(self, queries: Sequence[Spelling]) -> None:
        self._numbers: dict[Part, int] = {}
        self.unfit: set[int] = set()
        self.arrays: dict[str, Any] = {name: [] for name in _COLUMNS}
        self.arrays |= {"firsts": [0], "first_runs": [0]}
        for n, query in enumerate(queries):
            self._add(n, query)

    def _add(self, n: int, query: Spelling) -> None:
        arrays, written, parts = self.arrays, query.written, query.parts
        arrays["parts"].extend([self._numbers.setdefault(part, len(self._numbers)) for part in parts])
        arrays["same_as"].extend(
            range(len(written)) if len(set(written)) == len(written) else map(written.index, written)
        )
        arrays["commas"].append(query.comma)
        places = blocks.neighbour_places(parts)
        arrays["run_starts"].extend([at for at, _ in places])
        arrays["run_ends"].extend([end for _, end in places])
        if "CJK" in [part.script for part in parts]:
            self._add_han(n, parts, places)
        else:
            arrays["foreign"].append(False)
            arrays["run_parts"].extend([_NO_PART] * len(places))
        arrays["firsts"].append(len(arrays["parts"]))
        arrays["first_runs"].append(len(arrays["run_parts"]))
        if len(written) > 1 and " " in "".join(written):
            self.unfit.add(n)

    def _add_han(self, n: int, parts: Sequence[Part], places: Iterable[tuple[int, int]]) -> None:
        """Add what Chinese characters are together, which Python alone can tell."""
        arrays = self.arrays
        arrays["foreign"].append(is_foreign_run([part.text for part in parts]))
        runs = blocks.han_runs(parts)
        han = {(at, end): self._numbers.setdefault(whole, len(self._numbers)) for at, end, whole in runs}
        arrays["run_parts"].extend([han.get(place, _NO_PART) for place in places])
        arrays["run_forms"].extend([n] * len(han))
        arrays["han_starts"].extend([at for at, _ in han])
        arrays["han_ends"].extend([end for _, end in han])
        arrays["han_parts"].extend(han.values())

    def parts(self) -> dict[str, Any]:
        """Return the parts of all queries, by the names of the sections that listed parts have."""
        packed = packing.pack_parts(list(self._numbers))
        arrays: dict[str, Any] = dict(packed.columns)
        for name, ends in packing.ROWS.items():
            content, sizes = packed.rows[name]
            arrays[name] = np.frombuffer(content, np.uint8)
            arrays[ends] = np.cumsum(sizes, dtype=np.uint64)
        for name in packing.COUNTS:
            arrays[name] = packing.firsts(packed.columns[name])
        arrays["heads"] = packed.heads
        return arrays
