"""Queries as the kernel takes them: the words of their parts in rows and columns, each once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from names.batches.words import pack_words
from names.candidates import blocks, packing
from names.folding import Part, Spelling, Word
from names.folding.part import part_of
from names.folding.spelling import is_foreign_run

_COLUMNS = (
    "parts", "same_as", "commas", "capitals", "bodies", "quiet", "loud", "foreign", "run_starts", "run_ends",
    "run_parts", "run_forms", "han_starts", "han_ends", "han_parts",
)  # fmt: skip
_NO_PART = 2**32 - 1
_FIRST_PART = 2**31  # from here on parts are numbered that are not made of words, until all words are known


class QueryBatch:
    """Queries as the kernel takes them.

    Args:
        queries: Folded queries.
        by_words: Whether the kernel can make parts of words.

    Attributes:
        arrays: What they are made of, by name.
        unfit: Queries whose parts as written cannot be told apart by their places.
    """

    def __init__(self, queries: Sequence[Spelling], *, by_words: bool) -> None:
        self._words: dict[Word, int] = {}
        self._parts: dict[Part, int] = {}
        self._by_words = by_words
        self.unfit: set[int] = set()
        self.arrays: dict[str, Any] = {name: [] for name in _COLUMNS}
        self.arrays |= {"firsts": [0], "first_runs": [0]}
        for n, query in enumerate(queries):
            self._add(n, query)
        if self._parts:
            self._number_parts()

    def _add(self, n: int, query: Spelling) -> None:
        arrays, written = self.arrays, query.written
        parts: Sequence[Part] | Sequence[Word]
        if self._by_words and query.words is not None:
            parts = query.words
            arrays["parts"].extend(map(self._number_of_word, query.words))
        else:
            parts = query.parts
            arrays["parts"].extend(map(self._number_of_part, query.parts))
        arrays["same_as"].extend(
            range(len(written)) if len(set(written)) == len(written) else map(written.index, written)
        )
        arrays["commas"].append(query.comma)
        arrays["capitals"].append(query.capitals)
        arrays["bodies"].append(query.body)
        arrays["quiet"].append(query.is_quiet)
        arrays["loud"].append(sum(query.is_loud(place) << place for place in range(len(written))))
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
        if len(written) > 1 and not query.body and " " in "".join(written):
            self.unfit.add(n)

    def _number_of_word(self, word: Word) -> int:
        return self._words.setdefault(word, len(self._words))

    def _number_of_part(self, part: Part) -> int:
        return self._parts.setdefault(part, _FIRST_PART + len(self._parts))

    def _add_han(
        self, n: int, parts: Sequence[Part] | Sequence[Word], places: Iterable[tuple[int, int]]
    ) -> None:
        """Add what Chinese characters are together, which Python alone can tell."""
        arrays = self.arrays
        arrays["foreign"].append(is_foreign_run([part.text for part in parts]))
        runs = blocks.han_runs(parts)
        number = self._number_of_word if self._by_words else lambda run: self._number_of_part(part_of(run))
        han = {(at, end): number(run) for at, end, run in runs}
        arrays["run_parts"].extend([han.get(place, _NO_PART) for place in places])
        arrays["run_forms"].extend([n] * len(han))
        arrays["han_starts"].extend([at for at, _ in han])
        arrays["han_ends"].extend([end for _, end in han])
        arrays["han_parts"].extend(han.values())

    def _number_parts(self) -> None:
        """Let the numbers of parts begin behind those of words, now that these are known."""
        for name in ("parts", "run_parts", "han_parts"):
            numbers = np.array(self.arrays[name], np.uint32)
            ready = (numbers >= _FIRST_PART) & (numbers != _NO_PART)
            numbers[ready] -= np.uint32(_FIRST_PART - len(self._words))
            self.arrays[name] = numbers

    def words(self) -> dict[str, Any]:
        """Return the words that parts are made of, by name."""
        return pack_words(list(self._words))

    def parts(self) -> dict[str, Any]:
        """Return the parts that are not made of words, by the names that sections of listed parts have."""
        packed = packing.pack_parts(list(self._parts))
        arrays: dict[str, Any] = dict(packed.columns)
        for name, ends in packing.ROWS.items():
            content, sizes = packed.rows[name]
            arrays[name] = np.frombuffer(content, np.uint8)
            arrays[ends] = np.cumsum(sizes, dtype=np.uint64)
        for name in packing.COUNTS:
            arrays[name] = packing.firsts(packed.columns[name])
        arrays["canonical_names"] = packed.canonical_names
        return arrays
