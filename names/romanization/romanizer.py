"""Romanization of a text by one scheme: its normal form, the passes in order, then missing capitals."""

from __future__ import annotations

import functools
import unicodedata

import msgspec

from names.romanization.capitals import Words, with_capitals
from names.romanization.passes import Pass
from names.romanization.schemes import SCHEMES, scheme_table
from names.romanization.tables import Table

_CASED = frozenset({"Armn", "Cyrl", "Geok", "Glag", "Grek", "Latn"})


class Romanization(msgspec.Struct, frozen=True):
    """A romanized text and what the scheme did not cover.

    Attributes:
        text: The romanized text.
        left: Letters and marks of the source that stand in it as they stood, each once, sorted.
    """

    text: str
    left: tuple[str, ...]


class _Romanizer(msgspec.Struct, frozen=True):
    """A scheme ready for use; nothing in it changes, so that threads may share it."""

    table: Table
    passes: tuple[Pass, ...]
    words: Words
    cased: bool

    def romanization(self, text: str, left: set[str] | None = None) -> str:
        romanized = text
        for one in self.passes:
            here: set[str] | None = None if left is None else set()
            romanized = one.written(unicodedata.normalize(self.table.form, romanized), here)
            if left is not None and here is not None:
                left &= here
        if not self.cased:
            romanized = with_capitals(romanized, text, self.table.capitals, self.words)
        return unicodedata.normalize("NFC", romanized)


@functools.cache
def _romanizer(scheme: str) -> _Romanizer:
    table = scheme_table(scheme)
    passes = tuple(Pass(step.letters, step.rules, table.capitals) for step in table.steps)
    words = Words(table.small, table.small_after_hyphen)
    return _Romanizer(table, passes, words, SCHEMES[scheme].scripts[0] in _CASED)


def romanize(text: str, scheme: str) -> str:
    """Return the text in Latin letters by one scheme.

    Args:
        text: A name or any text. Letters the scheme does not cover, digits and punctuation stay as they are.
        scheme: An id of `SCHEMES`.

    Returns:
        The romanized text in NFC. Capitals follow those of the text; from a script that has none, each word
        begins with a capital.

    Raises:
        UnknownSchemeError: There is no such scheme.
        SchemeTableError: Its table has faults.

    Examples:
        >>> romanize("Қасым-Жомарт Тоқаев", "bgnpcgn-kaz-Cyrl-Latn-1979")
        'Qasym-Zhomart Toqaev'
    """
    return _romanizer(scheme).romanization(text)


def romanization(text: str, scheme: str) -> Romanization:
    """Return the text in Latin letters with the letters that the scheme does not cover.

    Args:
        text: A name or any text.
        scheme: An id of `SCHEMES`.

    Raises:
        UnknownSchemeError: There is no such scheme.
        SchemeTableError: Its table has faults.

    Examples:
        >>> romanization("Смит / Smith", "bgnpcgn-rus-Cyrl-Latn-1947").left
        ('h', 'i', 'm', 's', 't')
    """
    romanizer = _romanizer(scheme)
    kept = set(unicodedata.normalize(romanizer.table.form, text).lower())
    romanized = romanizer.romanization(text, kept)
    letters = (c for c in kept if unicodedata.category(c)[0] in "LM")
    return Romanization(romanized, tuple(sorted(letters)))
