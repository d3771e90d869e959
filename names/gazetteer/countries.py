"""Countries by their codes and names, so that `kz`, KAZ, 398, Kazakhstan and Казахстан are one.

States that are no more are known too. One whose land is all of one country today stands for that country
(Zaire, Burma); one that was divided keeps a code of its own (`su`, `cshh`), and neither agrees with the
countries it was divided into nor contradicts them.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping

from names import data

_ACCENTS = re.compile("[\u0300-\u036f]")
_CODES, _NAMES = "countries.yaml", "country_names.yaml"


@functools.lru_cache(maxsize=10_000)
def country_of(text: str) -> str:
    """Return the code of a country (ISO 3166-1 alpha-2, small letters), or the text where it is unknown.

    Args:
        text: A code or a name, as a record or a cell has it.

    Returns:
        The code, or the text in small letters without its punctuation; "" for one without letters.

    Examples:
        >>> country_of("KAZ"), country_of("398"), country_of("Республика Казахстан")
        ('kz', 'kz', 'kz')
        >>> country_of("Korea, Rep."), country_of("Zaire"), country_of("USSR"), country_of("Atlantis")
        ('kr', 'cd', 'su', 'atlantis')
    """
    asked = plain(text)
    if asked in _codes():  # most cells and records have one: the names need not be read
        return _codes()[asked]
    if not asked:
        return ""
    names, ways = _names(), _ways_to_say(text, asked)
    if found := next((names[way] for way in ways if way in names), None):
        return found
    bare = (names.get(without_style(way), "") for way in ways)
    return next((code for code in bare if code and code not in _told_by_style()), asked)


def is_known(country: str) -> bool:
    """Tell whether what `country_of` returned is the code of a country.

    Examples:
        >>> is_known(country_of("Kazakhstan")), is_known(country_of("n/a"))
        (True, False)
    """
    return country in _countries()


def may_agree(one: str, other: str) -> bool:
    """Tell whether two codes may be said of one person and one time or another.

    Args:
        one: What `country_of` returned.
        other: Another such.

    Examples:
        >>> may_agree("kz", "ru"), may_agree("kz", "su"), may_agree("cn", "su")
        (False, True, False)
    """
    return one == other or other in _countries().get(one, ()) or one in _countries().get(other, ())


def home_of(country: str | None) -> str:
    """Return the code of the country that a record is listed with; "" where it says none that there is today.

    Args:
        country: As the record has it.

    Examples:
        >>> home_of("KAZ"), home_of("Atlantis"), home_of("Czechoslovakia"), home_of(None)
        ('kz', '', '', '')
    """
    code = country_of(country or "")
    return code if is_known(code) and not _countries()[code] else ""


def plain(name: str) -> str:
    """Return a name of a country without what makes no difference: letter case, accents and punctuation.

    Args:
        name: As it is written.

    Examples:
        >>> plain("Côte d’Ivoire"), plain("U.S.A."), plain("Объединённые Арабские Эмираты")
        ('cote d ivoire', 'usa', 'объединенные арабские эмираты')
    """
    small = unicodedata.normalize("NFKC", name).casefold().replace(".", "").replace("&", " and ")
    bare = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", small)))
    # Vowel signs of India and its neighbours are part of words, though no letters.
    return " ".join(
        "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in bare).split()
    )


def _ways_to_say(text: str, asked: str) -> list[str]:
    """Return the names that a text may mean: itself, turned at its comma, without brackets, and spelled out.

    Args:
        text: As it is written.
        asked: The same, plain.
    """
    before, _, behind = text.partition(",")
    ways = [asked, asked.removeprefix("the "), plain(f"{behind} {before}")]
    if "(" in text:
        ways.append(plain(text.partition("(")[0]))
    shortened = data.read(_CODES)["shortened"]
    spelled_out = [" ".join(shortened.get(word, word) for word in way.split()) for way in ways]
    return [*ways, *spelled_out]


def without_style(name: str) -> str:
    """Return a name without what states are styled.

    Args:
        name: As `plain` returns it.

    Examples:
        >>> without_style("republique du kazakhstan"), without_style("қазақстан республикасы")
        ('kazakhstan', 'қазақстан')
    """
    return " ".join(word for word in name.split() if word not in _styles())


@functools.cache
def _styles() -> frozenset[str]:
    return frozenset(plain(data.read(_CODES)["styles"]).split())


@functools.cache
def _told_by_style() -> frozenset[str]:
    return frozenset(data.read(_CODES)["told_by_style"].split())


@functools.cache
def _countries() -> Mapping[str, tuple[str, ...]]:
    """Return every code that `country_of` answers with, and what a state of the past was divided into."""
    former = data.read(_CODES)["divided"]
    return {code: tuple(former.get(code, {}).get("into", "").split()) for code in set(_codes().values())}


@functools.cache
def _codes() -> Mapping[str, str]:
    table = data.read(_CODES)
    codes: dict[str, str] = {}
    for code, others in [
        *table["countries"].items(),
        *((c, d["codes"]) for c, d in table["divided"].items()),
    ]:
        codes |= dict.fromkeys([code, *others.casefold().split()], code)
    for code, others in table["former"].items():
        codes |= dict.fromkeys(others.casefold().split(), code)
    return codes


@functools.cache
def _names() -> Mapping[str, str]:
    return data.made("countries", dict[str, str], _made_names)


def _made_names() -> dict[str, str]:
    names = data.read(_NAMES).items()
    return {plain(name): code for code, listed in names for name in listed.split(" | ")}
