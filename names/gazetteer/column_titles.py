"""What the columns of a list hold, as far as their titles tell, and what words in their cells stand for."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from names import data

WITH_LANGUAGE = ("name", "native", "aliases", "variants")  # meanings that a title may give a language to
DOUBTFUL_CODES = frozenset({"id", "no"})  # of languages, which in a title mean an id or a number more often

_BETWEEN = re.compile(r"[\s_\-.’']+")
_TITLE_AND_LANGUAGE = re.compile(
    r"(?P<stem>.+?)(?:[ _:.\-/@]+|\s*[(\[]\s*(?:in |на )?)"
    r"(?P<language>[^\W\d_][\w. ]*?(?:-[A-Za-z]{2,8})?)\.?[)\]]?"
)
_YEAR = re.compile(r"(?<!\d)([12]\d{3})(?!\d)")
_TIME = re.compile(r"[+]?(\d{4})-\d{2}-\d{2}T")
_BEFORE_OUR_ERA = re.compile(r"[-−]\d")
_ABOUT = re.compile(r"[~?≈]|\b(?:c|ca|circa|about|около|ок)\b", re.IGNORECASE)


class ColumnMeaning(NamedTuple):
    """What a column holds.

    Attributes:
        key: A key of our format, or `given`, `family`, `patronymic`, or an outside id as `ids:wikidata`.
        rank: Of several columns with one key, that with the lowest rank is read.
        language: Of the texts in it, or None.
    """

    key: str
    rank: int = 0
    language: str | None = None


def meanings_of(title: str) -> tuple[ColumnMeaning, ...]:
    """Return what a title may mean, the likeliest first.

    Examples:
        >>> meanings_of("Full_Name")[0], meanings_of("personLabel_ru")[0]
        (ColumnMeaning(key='name', rank=2, language=None), ColumnMeaning(key='name', rank=5, language='ru'))
        >>> meanings_of("name (Kazakh)")[0].language, meanings_of("salary"), meanings_of("name_id")
        ('kk', (), ())
    """
    plain = _titles().get(_plain(title))
    if plain:
        return plain
    found = _TITLE_AND_LANGUAGE.fullmatch(title.strip())
    language = found and _language(found["language"])
    if not found or not language or language in DOUBTFUL_CODES:
        return ()
    of_stem = _titles().get(_plain(found["stem"]), ())
    return tuple(meaning._replace(language=language) for meaning in of_stem if meaning.key in WITH_LANGUAGE)


def _language(word: str) -> str | None:
    """Return the code of a language by its code or by a word for it."""
    code, _, rest = word.strip().partition("-")
    if code.casefold() in _codes():
        return code.casefold() + (f"-{rest}" if rest else "")
    return _languages().get(_plain(word))


@functools.lru_cache(maxsize=1024)
def word_for(key: str, cell: str) -> str | None:
    """Return what a cell of `type` or `gender` stands for, None where its word is unknown.

    Examples:
        >>> word_for("type", "Person"), word_for("gender", "женский"), word_for("type", "politician")
        ('person', 'f', None)
    """
    return _words()[key].get(_plain(cell))


def year_in(cell: str) -> int | None:
    """Return the year of a date or a point in time, None where there is none, several, or a doubtful one.

    A year before our era is none, and one before 1000 stands in a point in time alone.

    Examples:
        >>> year_in("17.10.1967"), year_in("1967-10-17T00:00:00Z"), year_in("17 October 1967")
        (1967, 1967, 1967)
        >>> year_in("c. 1967"), year_in("1966 or 1967"), year_in("unknown")
        (None, None, None)
        >>> year_in("+0953-05-17T00:00:00Z"), year_in("-1384-01-01T00:00:00Z")
        (953, None)
    """
    cell = cell.strip()
    if found := _TIME.match(cell):
        return int(found[1]) or None
    if _BEFORE_OUR_ERA.match(cell):
        return None
    years = set(_YEAR.findall(cell))
    return int(years.pop()) if len(years) == 1 and not _ABOUT.search(cell) else None


def _plain(title: str) -> str:
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", title).casefold())


def _table() -> dict[str, Any]:
    table: dict[str, Any] = data.read("list_titles.yaml")
    return table


@functools.cache
def _titles() -> Mapping[str, tuple[ColumnMeaning, ...]]:
    titles: dict[str, tuple[ColumnMeaning, ...]] = {}
    for key, written in _table()["titles"].items():
        for rank, title in enumerate(written):
            titles[_plain(title)] = (*titles.get(_plain(title), ()), ColumnMeaning(key, rank))
    return titles


@functools.cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return {key: _turned(words) for key, words in _table()["words"].items()}


@functools.cache
def _languages() -> Mapping[str, str]:
    return _turned(_table()["languages"])


@functools.cache
def _codes() -> frozenset[str]:
    return frozenset(data.read("language_codes.yaml")["codes"].split())


def _turned(words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {_plain(word): meaning for meaning, each in words.items() for word in each}
