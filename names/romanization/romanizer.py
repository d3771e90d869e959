"""Romanization of a text by one scheme: its normal form, the passes in order, then missing capitals."""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path

import msgspec

from names.romanization.capitals import Words, with_capitals, with_true_capitals
from names.romanization.passes import Pass
from names.romanization.schemes import SCHEMES, Scheme, read_definitions, scheme_table
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


class Romanizer:
    """A scheme ready for use. Nothing in it changes, so that threads may share it.

    Attributes:
        scheme: What it is called, and where it is from.
    """

    def __init__(self, scheme: Scheme, table: Table) -> None:
        """Compile the table of a scheme."""
        self.scheme = scheme
        self._table = table
        self._passes = [Pass(step.letters, step.rules, table.capitals) for step in table.steps]
        self._words = Words(table.small, table.small_after_hyphen)
        self._cased = scheme.scripts[0] in _CASED

    def romanize(self, text: str) -> str:
        """Return the text in the letters of the scheme, as `romanize` does."""
        return self._written(text, None)

    def romanization(self, text: str) -> Romanization:
        """Return the text with what the scheme does not cover, as `romanization` does."""
        left = set(unicodedata.normalize(self._table.form, text).lower())
        romanized = self._written(text, left)
        letters = (character for character in left if unicodedata.category(character)[0] in "LM")
        return Romanization(romanized, tuple(sorted(letters)))

    def _written(self, text: str, left: set[str] | None) -> str:
        romanized = with_true_capitals(text)
        for one in self._passes:
            here: set[str] | None = None if left is None else set()
            romanized = one.written(unicodedata.normalize(self._table.form, romanized), here)
            if left is not None and here is not None:
                left &= here
        if not self._cased:
            romanized = with_capitals(romanized, text, self._table.capitals, self._words)
        return unicodedata.normalize("NFC", romanized)


@functools.cache
def romanizer(scheme: str) -> Romanizer:
    """Return a shipped scheme ready for use.

    Raises:
        UnknownSchemeError: There is no such scheme.
        SchemeTableError: Its table has faults.
    """
    table = scheme_table(scheme)
    return Romanizer(SCHEMES[scheme], table)


def read_schemes(path: str | Path) -> dict[str, Romanizer]:
    """Return the schemes of a file of one's own, ready for use, by id in the order of the file.

    Args:
        path: A YAML file like those in `names/data/schemes`; a base may be a shipped scheme.

    Raises:
        SchemeTableError: The file cannot be read, or tables in it have faults; all are named.
    """
    return {scheme.id: Romanizer(scheme, table) for scheme, table in read_definitions(Path(path)).values()}


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
    return romanizer(scheme).romanize(text)


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
    return romanizer(scheme).romanization(text)
