"""The names that an outside list gives an entity, sorted into the kinds of our format."""

from __future__ import annotations

import re
from typing import Any

from names.gazetteer.checking import LANGUAGE

_LETTER = re.compile(r"[^\W\d_]")
_BEYOND_LATIN = re.compile(r"[^\W\d_\u0000-\u024f\u0250-\u02af\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff]")
ITEM = re.compile(r"Q[1-9]\d*")  # the id of an item of Wikidata


class SpellingsGiven:
    """Collects the names of one entity: those in other letters than Latin are native, by their language.

    Args:
        name: The canonical name.
    """

    def __init__(self, name: str) -> None:
        self._seen = {name}
        self._native: list[Any] = []
        self._full: list[Any] = []
        self._variants: list[Any] = []
        self._aliases: list[Any] = []

    def add(self, text: str, lang: str | None = None) -> str | None:
        """Add a text that is the same name, and return as which kind; None where it is there already."""
        if self._is_old(text):
            return None
        native = is_native(text)
        (self._native if native else self._variants).append(_form(text, lang))
        return "native" if native else "variants"

    def add_alias(self, text: str, lang: str | None = None, **times: str | None) -> None:
        """Add a text that is another name."""
        if not self._is_old(text):
            self._aliases.append(_form(text, lang, **times))

    def add_full(self, text: str) -> None:
        """Add the name with the father's name."""
        if not self._is_old(text):
            self._full.append(text)

    def _is_old(self, text: str) -> bool:
        text = text.strip()
        if not text or text in self._seen:
            return True
        self._seen.add(text)
        return False

    def fields(self) -> dict[str, Any]:
        """Return the names as a record has them."""
        lists = {
            "native": self._native, "full": self._full, "variants": self._variants, "aliases": self._aliases,
        }  # fmt: skip
        return {key: forms for key, forms in lists.items() if forms}


def is_native(text: str) -> bool:
    """Tell whether a name is written in other letters than Latin ones, from which romanizations follow.

    Examples:
        >>> is_native("Алмира"), is_native("Əliyev"), is_native("Nguyễn"), is_native("金")
        (True, False, False, True)
    """
    return _BEYOND_LATIN.search(text) is not None


def language_of(code: str | None) -> str | None:
    """Return a code of a language as our format takes it, None for what is none (`mul`, `simple`).

    Examples:
        >>> language_of("kk"), language_of("zh-hans"), language_of("mul"), language_of("simple")
        ('kk', 'zh-hans', None, None)
    """
    return code if code and code != "mul" and LANGUAGE.fullmatch(code) else None


def is_only_an_item(text: str) -> bool:
    """Tell whether a label is the id of a Wikidata item: its program writes that where there is no label.

    Examples:
        >>> is_only_an_item("Q42"), is_only_an_item("Q-Cells")
        (True, False)
    """
    return ITEM.fullmatch(text.strip()) is not None


def _form(text: str, lang: str | None, **times: str | None) -> Any:
    more = {"lang": language_of(lang), **times}
    said = {key: value for key, value in more.items() if value}
    return {"text": text.strip(), **said} if said else text.strip()
