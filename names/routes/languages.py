"""The languages that routes begin with, and in which of them a name is written."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import msgspec

from names import data
from names.errors import NamesError
from names.folding import script_of

_SCRIPTS = {
    "CYRILLIC": "Cyrl", "GEORGIAN": "Geor", "ARMENIAN": "Armn", "GREEK": "Grek", "HANGUL": "Hang",
    "HIRAGANA": "Hrkt", "KATAKANA": "Hrkt", "LATIN": "Latn", "ARABIC": "Arab",
}  # fmt: skip
_APOSTROPHES = "'’ʼ"
_INNER_APOSTROPHE = re.compile(rf"(?<=[^\W\d_])[{_APOSTROPHES}](?=[^\W\d_])")  # at the edge it is a quote


class UnknownLanguageError(NamesError):
    """A language that no route begins with; the message names those there are."""


class Language(msgspec.Struct, frozen=True):
    """A language whose names people meet in Latin letters.

    Attributes:
        id: ISO 639-3, as `kaz`.
        code: ISO 639-1, as `kk`.
        name: In English.
        script: ISO 15924, of the names that routes begin with.
        alphabet: Its small letters; empty where its script tells it.
        own: Letters that tell it before all others that have them too.
        signs: Stretches of letters that tell it though other alphabets have them too.
        ids: What schemes call it.
        through: By language, the table that respells its names there.
    """

    id: str
    code: str
    name: str
    script: str
    alphabet: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    signs: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    through: Mapping[str, str] = {}


@functools.cache
def languages() -> Mapping[str, Language]:
    """Return the languages by their ids, the likelier first where several have all letters of a name."""
    table: dict[str, dict[str, Any]] = data.read("routes/languages.yaml")
    return {id: _language(id, entry) for id, entry in table.items()}


def _language(id: str, entry: dict[str, Any]) -> Language:
    return Language(
        id,
        entry["code"],
        entry["name"],
        entry["script"],
        alphabet=frozenset(entry.get("alphabet", "")),
        own=frozenset(entry.get("own", "")),
        signs=tuple(entry.get("signs", "").split()),
        ids=tuple(entry.get("ids", id).split()),
        through=entry.get("through", {}),
    )


def language(code: str) -> Language:
    """Return the language of a code.

    Args:
        code: ISO 639-1 or 639-3, as `kk` or `kaz`; what follows a hyphen (`uz-Cyrl`) is left out.

    Raises:
        UnknownLanguageError: No route begins with it.

    Examples:
        >>> language("kk").name, language("kaz").code
        ('Kazakh', 'kk')
    """
    if (found := known_language(code)) is not None:
        return found
    there = ", ".join(f"{each.code} ({each.name})" for each in languages().values())
    raise UnknownLanguageError(f"{code!r} is no language that routes begin with; there are {there}")


def known_language(code: str | None) -> Language | None:
    """Return the language of a code, or None where no route begins with it."""
    short = (code or "").partition("-")[0].lower()
    if short in languages():
        return languages()[short]
    return next((each for each in languages().values() if each.code == short), None)


def language_of(text: str) -> Language | None:
    """Return the language that a name is written in, as its letters tell, or None where none fits.

    Examples:
        >>> language_of("Тоқаев").name, language_of("Токаев").name, language_of("Tokayev")
        ('Kazakh', 'Russian', None)
    """
    return next(iter(languages_of(text)), None)


def languages_of(text: str) -> list[Language]:
    """Return the languages whose alphabets have all letters of a name, the likeliest first.

    Examples:
        >>> [each.code for each in languages_of("Віктор")]
        ['uk', 'be', 'kk']
    """
    small = unicodedata.normalize("NFC", text).lower()
    letters = {c for c in small if c.isalpha() and c not in _APOSTROPHES}
    scripts = {script_of_name(c) for c in letters}
    letters.update(_INNER_APOSTROPHE.findall(small))
    fitting = [
        each for each in languages().values()
        if scripts == {each.script} and (not each.alphabet or letters <= each.alphabet)
    ]  # fmt: skip
    fitting.sort(key=lambda its: (not any(s in small for s in its.signs), letters.isdisjoint(its.own)))
    return fitting


def script_of_name(text: str) -> str:
    """Return the script of the first letter of a name (ISO 15924), or "" where it is none of those known."""
    first = next((c for c in text if c.isalpha()), "")
    return _SCRIPTS.get(script_of(first), "")
