"""Class keys by the compiled kernel: the rules handed over once, then one call for each reading.

The kernel runs the same rules as `names.folding.keys`, with the same answers.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from names.folding.spelling_rule import SpellingRule
from names.kernel import Arrays, Library

KEY_ENCODING = "iso8859_13"  # one byte a letter, in the order of the letters, of a-z, 0-9, č and š


class Stated(NamedTuple):
    """What the kernel is told.

    Attributes:
        sets: The rules for every part, then those of each habit.
        letters: All that readings and keys have.
        vowels: Letters.
        skeleton: Code point of a letter to its consonant class, or None, as `str.translate` takes it.
        most_letters: Of a reading or a key.
        most_keys: Of one reading.
    """

    sets: Sequence[Sequence[SpellingRule]]
    letters: str
    vowels: str
    skeleton: Mapping[int, str | None]
    most_letters: int
    most_keys: int


class KernelKeys:
    """Answers with the keys of readings and their skeletons.

    Args:
        library: The kernel.
        stated: The rules.

    Attributes:
        rules: The same, made ready for the kernel.

    Raises:
        ValueError: They are none that the kernel can run.
    """

    def __init__(self, library: Library, stated: Stated) -> None:
        told = Arrays(
            library.said("rules"),
            _arrays(stated, library.said("rule_places")),
            [getattr(stated, limit) for limit in library.said("rule_limits")],
        )
        self.rules = (ctypes.c_uint64 * (library.count("key_rules_size") // 8 + 1))()
        if not library.call.names_ready_rules(told.reference(), self.rules):
            raise ValueError("the kernel cannot run these rules")
        self._room = ctypes.c_char * library.count("key_room")
        self._keys = library.brief["names_keys"]
        self._keys.argtypes = (
            ctypes.c_void_p,
            ctypes.c_char_p,
            ctypes.c_uint32,
            ctypes.c_uint32,
            ctypes.c_char_p,
        )
        self._keys.restype = ctypes.c_char_p

    def __call__(self, reading: str, habits: bool) -> list[str] | None:
        """Return each key of a reading, the usual one first, and behind each its skeleton.

        Args:
            reading: As `class_keys` takes it.
            habits: Likewise.

        Returns:
            Keys and skeletons in turn, or None where Python must answer: the reading is too long, or has
            letters of no reading.
        """
        if not reading.isascii():
            return None
        found = self._keys(self.rules, reading.encode(), len(reading), habits, self._room())
        return None if found is None else found.decode().split(" ")


def classes_of(skeleton: Mapping[int, str | None]) -> array[int]:
    """Return what each letter of a key is in the skeleton: itself where no rule says, 0 for nothing.

    Args:
        skeleton: As `Stated` has it.
    """
    classes = array("B", range(256))
    for letter, name in skeleton.items():
        (place,) = chr(letter).encode(KEY_ENCODING)
        classes[place] = name.encode(KEY_ENCODING)[0] if name else 0
    return classes


def spelled() -> array[int]:
    """Return four bytes for each letter of a key: how many it has in UTF-8, and which."""
    letters = (bytes([letter]).decode(KEY_ENCODING, "ignore").encode() for letter in range(256))
    return array("B", b"".join(bytes([len(letter), *letter]).ljust(4, b"\0") for letter in letters))


def _arrays(stated: Stated, places: Sequence[str]) -> dict[str, array[int]]:
    """Return the arrays that the kernel asks for."""
    rules = [rule for one_set in stated.sets for rule in one_set]
    texts = [text for rule in rules for text in (rule.group, rule.to, rule.before, rule.after)]
    return {
        "letters": array("B", stated.letters.encode(KEY_ENCODING)),
        "spelled": spelled(),
        "texts": array("B", "".join(texts).encode(KEY_ENCODING)),
        "sizes": array("B", map(len, texts)),
        "places": array("B", [places.index(rule.at) if rule.at else 0 for rule in rules]),
        "counts": array("I", map(len, stated.sets)),
        "classes": classes_of(stated.skeleton),
        "vowels": array("B", stated.vowels.encode(KEY_ENCODING)),
    }
