"""A text divided into words, each different one told once: the first pass, over every sign of it.

The kernel does it where there is one; the pattern of a word, which the other way goes by, judges it.
"""

from __future__ import annotations

import functools
import re
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from names.kernel import Arrays, Library, library
from names.mentions.cleaning import GONE, TAIL

Ints = npt.NDArray[Any]

_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u0e31-\u0e4e"
    "\u1037-\u103e\u17b4-\u17d3"
)
_APOSTROPHES = "'’‘ʼʻ`´"
_LETTER = "[^\\W\\d_]"
_SMALL = "a-zа-яёәғқңөұүһіїєґўҳß-öø-ÿāēīōūğışəñńǵńşč"
# What a word passes over, if it goes on behind it: marks, what does not show, apostrophes, a broken line
_ACROSS = (
    f"[{_MARKS}]|[{TAIL}{GONE}]+(?=[^\\W_]|[{_MARKS}])|[{_APOSTROPHES}](?={_LETTER})"
    rf"|-\n[ \t]*(?=[{_SMALL}])"
)
WORD = re.compile(rf"{_LETTER}[^\W_]*(?>(?:(?:{_ACROSS})[^\W_]*)*){TAIL}*")
# What each sign may be, as the kernel names it
_SIGNS = {
    "letter": _LETTER,
    "within": r"[^\W_]",
    "mark": f"[{_MARKS}]",
    "unseen": f"[{TAIL}{GONE}]",
    "tail": TAIL,
    "apostrophe": f"[{_APOSTROPHES}]",
    "small": f"[{_SMALL}]",
    "hyphen": "-",
    "line": r"\n",
    "blank": r"[ \t]",
}
SIGNS = 0x40000  # code points that may be part of a word: Unicode has no letters further on


class Divided(NamedTuple):
    """The words of a text.

    Attributes:
        starts: Where each begins.
        ends: Where each ends.
        numbers: Which of the different words each is.
        different: Those, as they stand, in the order in which each stands first.
    """

    starts: list[int]
    ends: list[int]
    numbers: Ints
    different: list[str]


def divide(text: str) -> Divided:
    """Return the words of a text.

    Examples:
        >>> divide("Tokayev met Tokayev's aide.").different
        ['Tokayev', 'met', "Tokayev's", 'aide']
    """
    kernel = library()
    return divided_by_pattern(text) if kernel is None else divided_by_kernel(text, kernel)


def divided_by_pattern(text: str) -> Divided:
    """Return the words of a text, as `divide` does, by the pattern of a word."""
    found = [match.span() for match in WORD.finditer(text)]
    different: dict[str, int] = {}
    numbers = [different.setdefault(text[start:end], len(different)) for start, end in found]
    return Divided(
        [start for start, _ in found], [end for _, end in found], np.array(numbers, np.uint32), [*different]
    )


def divided_by_kernel(text: str, kernel: Library) -> Divided:
    """Return the words of a text, as `divide` does, by the kernel."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    most = len(text) // 2 + 1
    starts, ends, numbers, firsts = (np.empty(most, np.uint32) for _ in range(4))
    slots = np.zeros(1 << most.bit_length(), np.uint32)
    room = {
        "text": points, "signs": _signs(kernel), "starts": starts, "ends": ends, "numbers": numbers,
        "firsts": firsts, "slots": slots,
    }  # fmt: skip
    count = _function(kernel)(Arrays(kernel.said("division"), room).reference())
    words, apart = count & 0xFFFFFFFF, count >> 32
    begins, stops = starts[:words].tolist(), ends[:words].tolist()
    different = [text[begins[first] : stops[first]] for first in firsts[:apart].tolist()]
    return Divided(begins, stops, numbers[:words], different)


@functools.cache
def _function(kernel: Library) -> Any:
    function = kernel.call["names_divide"]
    function.restype = np.ctypeslib.as_ctypes_type(np.uint64)
    return function


@functools.cache
def _signs(kernel: Library) -> Ints:
    """Return what each code point may be, a bit for each thing, in the order of the kernel."""
    every = "".join(map(chr, range(SIGNS)))
    signs = np.zeros(SIGNS, np.uint16)
    for bit, name in enumerate(kernel.said("signs")):
        for run in re.finditer(f"(?:{_SIGNS[name]})+", every):
            signs[run.start() : run.end()] |= 1 << bit
    return signs
