"""Words as the kernel takes them, which makes their parts: in rows and columns, each word once."""

from __future__ import annotations

import functools
import struct
from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from names.candidates.packing import (
    KINDS,
    TEXT_ENCODING,
    firsts,
    number_of_gender,
    number_of_script,
    numbers_of_heads,
)
from names.folding import Word
from names.kinds import WRITINGS

_COUNTS = (
    "first_readings",
    "first_canonical_names",
)  # that tell where the readings and the given names of a word begin
_NUMBERS = np.dtype(
    [
        ("scripts", "<u4"),
        *((name, "u1") for name in ("writings", "kinds", "genders", "near_canonical_names", "by_habits")),
        *((name, "<u2") for name in (*_COUNTS, "text_ends")),
    ]
)
_as_bytes = struct.Struct("<I5B3H").pack


class _PackedWords(NamedTuple):
    """One word: its letters, its readings, the size of each, its given names, and all numbers as bytes."""

    text: bytes
    readings: bytes
    sizes: bytes
    canonical_names: bytes
    numbers: bytes


def pack_words(words: Sequence[Word]) -> dict[str, Any]:
    """Return what the kernel asks for of words, by name.

    Args:
        words: Of queries.
    """
    packed = list(map(_packed, words))
    texts, readings, sizes, canonical_names, rows = (
        map(b"".join, zip(*packed, strict=True)) if packed else [b""] * 5
    )
    numbers = np.frombuffer(rows, _NUMBERS)
    arrays: dict[str, Any] = {name: numbers[name] for name in _NUMBERS.names or ()}
    arrays |= {name: firsts(numbers[name]) for name in _COUNTS}
    return arrays | {
        "texts": np.frombuffer(texts, np.uint8),
        "text_ends": np.cumsum(numbers["text_ends"], dtype=np.uint64),
        "readings": np.frombuffer(readings, np.uint8),
        "reading_ends": np.cumsum(np.frombuffer(sizes, np.uint8), dtype=np.uint64),
        "canonical_names": np.frombuffer(canonical_names, np.uint32),
    }


@functools.lru_cache(maxsize=50_000)
def _packed(word: Word) -> _PackedWords:
    near, far = word.canonical_names()
    canonical_names = numbers_of_heads(near, far)
    text = word.text.encode(TEXT_ENCODING, "surrogatepass")
    return _PackedWords(
        text,
        "".join(word.readings + word.others).encode(),
        bytes(map(len, word.readings + word.others)),
        array("I", canonical_names).tobytes() if canonical_names else b"",
        _as_bytes(
            number_of_script(word.script),
            WRITINGS.index(word.writing),
            KINDS.index(word.kind),
            number_of_gender(word.gender(near)),
            len(near),
            len(word.readings) if word.by_habits else 0,
            len(word.readings) + len(word.others),
            len(canonical_names),
            len(text),
        ),
    )
