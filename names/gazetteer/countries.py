"""Countries by their codes and names, so that `kz`, KAZ, Kazakhstan and Казахстан are one."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping

from names import data

_BETWEEN = re.compile(r"[\W_]+")


@functools.lru_cache(maxsize=10_000)
def country_of(text: str) -> str:
    """Return the code of a country (ISO 3166-1 alpha-2, small letters), or the text where it is unknown.

    Args:
        text: A code or a name, as a record or a cell has it.

    Returns:
        The code, or the text in small letters without its punctuation; "" for a text without letters.

    Examples:
        >>> country_of("KAZ"), country_of("Республика Казахстан"), country_of("Atlantis")
        ('kz', 'kz', 'atlantis')
    """
    asked = _plain(text)
    for shorter in (asked, asked.removeprefix("the "), _without_style(asked)):
        if shorter in _codes():
            return _codes()[shorter]
    return asked


def is_known(country: str) -> bool:
    """Tell whether what `country_of` returned is the code of a country.

    Examples:
        >>> is_known(country_of("Kazakhstan")), is_known(country_of("n/a"))
        (True, False)
    """
    return len(country) == 2 and country in _codes()


def home_of(country: str | None) -> str:
    """Return the code of the country that a record is listed with; "" where it says none that is known.

    Args:
        country: As the record has it.

    Examples:
        >>> home_of("KAZ"), home_of("Atlantis"), home_of(None)
        ('kz', '', '')
    """
    code = country_of(country or "")
    return code if is_known(code) else ""


def _without_style(name: str) -> str:
    """Return a name without what it is styled: Republic of, Республика."""
    words = ("republic of ", "the republic of ", "республика ", "state of ", "kingdom of ")
    return next((name.removeprefix(word) for word in words if name.startswith(word)), name)


def _plain(text: str) -> str:
    small = unicodedata.normalize("NFKC", text).casefold().replace(".", "").replace("&", " and ")
    return _BETWEEN.sub(" ", small).strip()


@functools.cache
def _codes() -> Mapping[str, str]:
    codes: dict[str, str] = {}
    for code, names in data.read("countries.yaml").items():
        for name in (code, *names.split(" | ")):
            codes.setdefault(_plain(name), code)
    return codes
