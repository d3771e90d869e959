"""Parts as rows of bytes and columns of numbers, as they are filed and as the kernel takes them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
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
    heads = [[*_numbers(part.heads), *_numbers(part.far_heads)] for part in parts]
    return PackedParts(
        {
            "keys": [key.encode(KEY_ENCODING) for part in parts for key in part.keys],
            "bones": [skeleton(key).encode(KEY_ENCODING) for part in parts for key in part.keys],
            "texts": [part.text.encode(TEXT_ENCODING, "surrogatepass") for part in parts],
            "latins": [part.latin.encode() for part in parts],
            "masculines": [(part.masculine or "").encode(KEY_ENCODING) for part in parts],
        },
        {
            "first_keys": array("I", [len(part.keys) for part in parts]),
            "first_heads": array("I", map(len, heads)),
        },
        array("I", [number for each in heads for number in each]),
        _columns(parts),
    )


def _columns(parts: Sequence[Part]) -> dict[str, array[int]]:
    fathers = [part.father or ("", "") for part in parts]
    return {
        "scripts": array("I", [number_of_script(part.script) for part in parts]),
        "writings": array("B", [WRITINGS.index(part.writing) for part in parts]),
        "kinds": array("B", [KINDS.index(part.kind) for part in parts]),
        "first_letters": array("B", [ord(part.latin[0]) for part in parts]),
        "fathers": array("B", [len(father) for father, _ in fathers]),  # the letters that a key begins with
        "father_genders": array("B", [number_of_gender(gender) for _, gender in fathers]),
        "near_heads": array("B", [len(part.heads) for part in parts]),
        "genders": array("B", [number_of_gender(part.gender) for part in parts]),
    }


def _numbers(heads: frozenset[str]) -> list[int]:
    return sorted(map(head_numbers().__getitem__, heads))


def number_of_script(script: str) -> int:
    """Return the number that stands for a script among the parts."""
    return number_of(script) if script else 0


def number_of_gender(gender: str | None) -> int:
    """Return the number that stands for a gender: that of its letter, or 0 where it is not known."""
    return ord(gender) if gender else 0
