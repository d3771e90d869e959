"""A stream of text cut into windows at safe places, so that a text of any length takes bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

WINDOW = 1 << 16  # code points; news texts are shorter, and names further ahead explain nothing
LONGEST = 2 * WINDOW  # after so many without any safe place, the text is cut where it is
# From the best place to cut: a blank line, a line end behind a sentence, any sentence, a line end, a space
_CUTS = tuple(map(re.compile, (r"\n\s*\n", r"[.!?…]\n", r"[.!?…][»”\"')]*\s|[。！？]", r"\n", r"\s")))


def windows(pieces: Iterable[str]) -> Iterator[tuple[int, str]]:
    r"""Yield the parts of a text with the place where each begins, the same however the text arrives.

    Args:
        pieces: The text, in order.

    Examples:
        >>> list(windows(["Tokayev spoke.", "\n\nHe left."]))
        [(0, 'Tokayev spoke.\n\nHe left.')]
    """
    at, held = 0, ""
    for piece in _small(pieces):
        held += piece
        while len(held) > LONGEST:
            end = cut(held)
            yield at, held[:end]
            at, held = at + end, held[end:]
    if held:
        yield at, held


def _small(pieces: Iterable[str]) -> Iterator[str]:
    """Yield pieces none of which is long, so that cutting costs the same everywhere."""
    for piece in pieces:
        for begin in range(0, len(piece), WINDOW):
            yield piece[begin : begin + WINDOW]


def cut(text: str) -> int:
    """Return where to cut a text that is longer than `LONGEST`, behind `WINDOW` code points at least.

    Examples:
        >>> cut("a" * WINDOW + " b" * WINDOW) == WINDOW + 1
        True
    """
    for pattern in _CUTS:
        for found in pattern.finditer(text, WINDOW, LONGEST):
            if not _in_tag(text, found.end()):
                return found.end()
    return LONGEST


def _in_tag(text: str, at: int) -> bool:
    opened = text.rfind("<", max(0, at - 5_000), at)
    if opened < 0 or text.find(">", opened, at) >= 0:
        return False
    return text.find(">", at, min(at + 5_000, LONGEST)) >= 0
