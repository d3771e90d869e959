"""Parts as rows of bytes and columns of numbers, as they are filed and as the kernel takes them."""

from __future__ import annotations

import functools
from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple, get_args

from names.candidates.blocks import number_of
from names.folding import Part
from names.folding.given_names import head_numbers
from names.folding.kernel_keys import KEY_ENCODING
from names.folding.keys import skeleton
from names.folding.name_parts import PartKind
from names.folding.spelling import Writing

WRITINGS: tuple[Writing, ...] = ("alphabet", "syllables", "abjad")  # from the best to the poorest in vowels
KINDS = get_args(PartKind)
TEXT_ENCODING = "utf-32-le"
ROWS = {  # sections of rows, with those that tell where each ends
    "keys": "key_ends",
    "bones": "bones_ends",
    "texts": "text_ends",
    "latins": "latin_ends",
    "masculines": "masculine_ends",
}
COLUMNS = {  # sections that have one number for each part, with its type
    "scripts": "I",
    "writings": "B",
    "kinds": "B",
    "first_letters": "B",
    "fathers": "B",
    "father_genders": "B",
    "near_heads": "B",
    "genders": "B",
}


class PackedParts(NamedTuple):
    """Some parts.

    Attributes:
        rows: By section: the class keys of all, one after another, and the skeleton of each; the letters,
            the plain reading and the masculine form of each part.
        counts: How many keys, and how many given names, each part has.
        heads: The numbers of the given names of all, one after another: of each part the near ones first.
        columns: By section, one number for each part.
    """

    rows: dict[str, list[bytes]]
    counts: dict[str, array[int]]
    heads: array[int]
    columns: dict[str, array[int]]


def pack_parts(parts: Sequence[Part]) -> PackedParts:
    """Return parts packed.

    Args:
        parts: Listed ones, or those of queries.
    """
    packed = list(map(_packed, parts))
    columns = zip(*(each.columns for each in packed), strict=True) if packed else ((),) * len(COLUMNS)
    return PackedParts(
        {
            "keys": [key for each in packed for key in each.keys],
            "bones": [bones for each in packed for bones in each.bones],
            "texts": [each.text for each in packed],
            "latins": [each.latin for each in packed],
            "masculines": [each.masculine for each in packed],
        },
        {
            "first_keys": array("I", [len(each.keys) for each in packed]),
            "first_heads": array("I", [len(each.heads) for each in packed]),
        },
        array("I", [number for each in packed for number in each.heads]),
        {name: array(type, of) for (name, type), of in zip(COLUMNS.items(), columns, strict=True)},
    )


class _Packed(NamedTuple):
    """One part, as `PackedParts` has many."""

    keys: list[bytes]
    bones: list[bytes]
    text: bytes
    latin: bytes
    masculine: bytes
    heads: tuple[int, ...]
    columns: tuple[int, ...]


@functools.lru_cache(maxsize=50_000)
def _packed(part: Part) -> _Packed:
    return _Packed(
        _rows(part.keys),
        _rows(map(skeleton, part.keys)),
        part.text.encode(TEXT_ENCODING, "surrogatepass"),
        part.latin.encode(),
        (part.masculine or "").encode(KEY_ENCODING),
        (*_numbers(part.heads), *_numbers(part.far_heads)),
        _columns(part),
    )


def _rows(keys: Iterable[str]) -> list[bytes]:
    return " ".join(keys).encode(KEY_ENCODING).split(b" ")  # one call of the codec, which is slow to start


def _columns(part: Part) -> tuple[int, ...]:
    """Return one number for each of the `COLUMNS`."""
    father, gender = part.father or ("", "")
    return (
        number_of_script(part.script),
        WRITINGS.index(part.writing),
        KINDS.index(part.kind),
        ord(part.latin[0]),
        len(father),  # the letters that a key begins with
        number_of_gender(gender),
        len(part.heads),
        number_of_gender(part.gender),
    )


def _numbers(heads: frozenset[str]) -> list[int]:
    return sorted(map(head_numbers().__getitem__, heads))


@functools.cache
def number_of_script(script: str) -> int:
    """Return the number that stands for a script among the parts."""
    return number_of(script) if script else 0


def number_of_gender(gender: str | None) -> int:
    """Return the number that stands for a gender: that of its letter, or 0 where it is not known."""
    return ord(gender) if gender else 0
