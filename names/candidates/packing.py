"""Parts as rows of bytes and columns of numbers, as they are filed and as the kernel takes them."""

from __future__ import annotations

import functools
import struct
from array import array
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from names.candidates.blocks import number_of
from names.folding import Part
from names.folding.given_names import canonical_numbers
from names.folding.kernel_keys import KEY_ENCODING
from names.folding.keys import skeleton
from names.kinds import PARTS, WRITINGS

Ints = npt.NDArray[Any]

KINDS = tuple(PARTS)
TEXT_ENCODING = "utf-32-le"
ROWS = {  # sections of rows, with those that tell where each ends
    "keys": "key_ends",
    "skeleton": "skeleton_ends",
    "texts": "text_ends",
    "latins": "latin_ends",
    "masculines": "masculine_ends",
}
COUNTS = (
    "first_keys",
    "first_canonical_names",
)  # sections that tell where the keys and the given names of a part begin
_NUMBERS = np.dtype(
    [
        ("scripts", "<u4"),
        ("writings", "u1"),
        ("kinds", "u1"),
        ("first_letters", "u1"),
        ("fathers", "u1"),  # the letters that a key begins with
        ("father_genders", "u1"),
        ("near_canonical_names", "u1"),
        ("genders", "u1"),
        *((name, "<u2") for name in COUNTS),
    ]
)
_as_bytes = struct.Struct("<I7B2H").pack


class PackedParts(NamedTuple):
    """Some parts.

    Attributes:
        rows: By section, all letters and the size of each row in bytes: the class keys of all, one after
            another, and the skeleton of each; the letters, the plain reading and the masculine form of each.
        canonical_names: The numbers of the given names of all, one after another: of each part those that are
            not of another faith first.
        columns: By section, one number for each part; of the `COUNTS`, how many there are.
    """

    rows: dict[str, tuple[bytes, Ints]]
    canonical_names: Ints
    columns: dict[str, Ints]


def pack_parts(parts: Sequence[Part]) -> PackedParts:
    """Return parts packed.

    Args:
        parts: Listed ones, or those of queries.
    """
    packed = list(map(_packed, parts))
    numbers = np.frombuffer(b"".join([each.numbers for each in packed]), _NUMBERS)
    rows = {}
    for n, name in enumerate(ROWS):
        sizes = np.frombuffer(b"".join([each.sizes[n] for each in packed]), np.uint16)
        rows[name] = b"".join([each.rows[n] for each in packed]), sizes
    canonical_names = np.frombuffer(b"".join([each.canonical_names for each in packed]), np.uint32)
    return PackedParts(rows, canonical_names, {name: numbers[name] for name in _NUMBERS.names or ()})


def firsts(counts: Ints) -> Ints:
    """Return where each of some runs begins, and at last where all end.

    Args:
        counts: How long each is.

    Examples:
        >>> firsts(np.array([2, 0, 3])).tolist()
        [0, 2, 2, 5]
    """
    places = np.zeros(len(counts) + 1, np.uint32)
    np.cumsum(counts, out=places[1:])
    return places


class _Packed(NamedTuple):
    """One part, as `PackedParts` has many: rows in the order of `ROWS`, and all numbers as bytes."""

    rows: tuple[bytes, ...]
    sizes: tuple[bytes, ...]
    canonical_names: bytes
    numbers: bytes


@functools.lru_cache(maxsize=50_000)
def _packed(part: Part) -> _Packed:
    skeletons = [skeleton(key) for key in part.keys]
    masculine = part.masculine or ""
    text, latin = part.text.encode(TEXT_ENCODING, "surrogatepass"), part.latin.encode()
    canonical_names = numbers_of_heads(part.canonical_names, part.far_canonical_names)
    return _Packed(
        (_encoded("".join(part.keys)), _encoded("".join(skeletons)), text, latin, _encoded(masculine)),
        (
            _sizes(map(len, part.keys)),
            _sizes(map(len, skeletons)),
            *(_sizes([len(row)]) for row in (text, latin, masculine)),
        ),
        array("I", canonical_names).tobytes(),
        _as_bytes(*_columns(part), len(part.keys), len(canonical_names)),
    )


def _encoded(keys: str) -> bytes:
    return keys.encode() if keys.isascii() else keys.encode(KEY_ENCODING)  # the codec is slow to start


def _sizes(of: Iterable[int]) -> bytes:
    return array("H", of).tobytes()


def _columns(part: Part) -> tuple[int, ...]:
    father, gender = part.father or ("", "")
    return (
        number_of_script(part.script),
        WRITINGS.index(part.writing),
        KINDS.index(part.kind),
        ord(part.latin[0]),
        len(father),
        number_of_gender(gender),
        len(part.canonical_names),
        number_of_gender(part.gender),
    )


def numbers_of_heads(near: frozenset[str], far: frozenset[str]) -> list[int]:
    """Return the numbers of given names, the near ones first, each in rising order."""
    number = canonical_numbers().__getitem__
    return [*sorted(map(number, near)), *sorted(map(number, far))] if near or far else []


@functools.cache
def number_of_script(script: str) -> int:
    """Return the number that stands for a script among the parts."""
    return number_of(script) if script else 0


def number_of_country(code: str) -> int:
    """Return the number that stands for a country: that of its two letters, or 0 where none is known."""
    return ord(code[0]) << 8 | ord(code[1]) if code else 0


def number_of_gender(gender: str | None) -> int:
    """Return the number that stands for a gender: that of its letter, or 0 where it is not known."""
    return ord(gender) if gender else 0
