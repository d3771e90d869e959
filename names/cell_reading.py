"""What a cell holds besides one plain name: a year of birth, one name in two spellings, several names.

    Kozhayev, Marat, 1985-            a name, and the year its bearer was born
    Park Geun-hye (박근혜)             one name in two scripts
    N. Nazarbayev / K.-J. Tokayev     two names, perhaps

Most cells are one plain name, and one look tells so.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from names.folding.letters import script_of
from names.folding.stored_forms import StoredName, read_stored

_ODD = re.compile(r"\d{4}|[(\[/|;&\n,<=^{}\\$‡\x1f@:%]|[^\x00-\u058f]|\s(?:and|und|et|y|и|мен|және)\s")
_YEAR = r"(?P<born>1\d{3}|20\d{2})"
_DEATH = r"\s*+[-–—]\s*+(?:1\d{3}|20\d{2})?"
_BORN = r"\s*+(?:г\.?\s*р\.?|года рождения|ж\.?\s*т\.?)?"  # born in that year, in Russian and Kazakh
_WHEN = r"\s*+(?:b\.|born|р\.|род\.)?\s*+"
_YEARS = re.compile(  # here and below a run of spaces is entered at its beginning alone, and left but once
    rf"(?<![\s,])[\s,]*(?:[(\[]{_WHEN}{_YEAR}(?:{_DEATH})?{_BORN}\s*+[)\]]"
    rf"|,{_WHEN}{_YEAR.replace('born', 'since')}(?:{_DEATH})?{_BORN})\s*+\.?\s*+$"
)
_BRACKETS = re.compile(r"^([^()\[\]]+?)(?<!\s)\s*[(\[]([^()\[\]]+)[)\]]\s*$")
_SPACES = r"(?:(?<!\s)\s*+)?"
_BETWEEN = re.compile(
    rf"{_SPACES};\s*+|(?:(?<!\s)[^\S\n]*+)?\n\s*+|(?<!\s)\s++[/|&]\s++|{_SPACES},\s++"
    r"|(?<!\s)\s++(?:and|und|et|y|и|мен|және)\s++"
)
_BREAK = re.compile(r"\s*[(\[/|]?\s+[(\[/|]?\s*")
_WORD = re.compile(r"[^\W\d_]+")
_UNSPACED = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")


class CellReading(NamedTuple):
    """A cell that may hold more than a plain name.

    Attributes:
        names: The spellings in it: one, the same name in several scripts, or perhaps several names.
        born: The year of birth that it tells, or None.
        several: Whether the spellings may be of several bearers.
    """

    names: tuple[str, ...]
    born: int | None = None
    several: bool = False


def read_cell(text: str) -> CellReading | None:
    """Return what a cell may hold besides a plain name, or None where it is one.

    Examples:
        >>> read_cell("Kozhayev, Marat, 1985-")
        CellReading(names=('Kozhayev, Marat',), born=1985, several=False)
        >>> read_cell("Park Geun-hye (박근혜)").names
        ('Park Geun-hye', '박근혜')
        >>> read_cell("Nursultan Nazarbayev / Kassym-Jomart Tokayev").several
        True
        >>> read_cell("Kassym-Jomart Tokayev"), read_cell("Tokayev, Kassym-Jomart")
        (None, None)
    """
    if _ODD.search(text) is None:
        return None
    stored = read_stored(text)
    born = None
    if stored is not None:
        if stored.is_divided or len(stored.names) > 1:
            return _as_stored(stored)
        text, born = stored.text, stored.born
    if (years := _YEARS.search(text)) and _WORD.search(text[: years.start()]):
        born = int(years["born"] or years["since"])
        text = text[: years.start()]
    if len(names := _in_two_scripts(text)) > 1:
        return CellReading(names, born)
    parts = tuple(part for part in _BETWEEN.split(text) if part.strip())
    if len(parts) > 1 and all(len(_WORD.findall(part)) > 1 for part in parts):
        return CellReading(parts, born, several=True)
    return None if born is None else CellReading((text.strip(" ,"),), born)


def _as_stored(stored: StoredName) -> CellReading | None:
    """Return a cell as its form tells it, None where folding reads all that it tells."""
    if stored.born is None and len(stored.names) == 1:
        return None
    return CellReading(stored.names, stored.born, stored.several)


def _in_two_scripts(text: str) -> tuple[str, ...]:
    """Return the two spellings of a text, each all of one script, or none."""
    if text.isascii():
        return ()
    if (found := _BRACKETS.match(text)) and _are_of_two_scripts(found[1], found[2]):
        return found[1], found[2]
    words = list(_WORD.finditer(text))
    scripts = [script_of(word[0][0]) for word in words]
    second = next((place for place, script in enumerate(scripts) if script != scripts[0]), 0)
    if not second or len(set(scripts[second:])) > 1:
        return ()
    gap = _BREAK.search(text, words[second - 1].end(), words[second].start())
    if gap is None:
        return ()
    spellings = text[: gap.start()], text[gap.end() :]
    return spellings if all(map(_is_whole, spellings)) else ()


def _are_of_two_scripts(first: str, second: str) -> bool:
    scripts = [{script_of(word[0]) for word in _WORD.findall(part)} for part in (first, second)]
    return all(len(each) == 1 for each in scripts) and scripts[0] != scripts[1]


def _is_whole(part: str) -> bool:
    """Tell whether a text may be a whole name: several words, or characters of a script without spaces."""
    words = _WORD.findall(part)
    return len(words) > 1 or (len(words) == 1 and script_of(words[0][0]) in _UNSPACED and len(words[0]) > 1)


def separator_in(text: str) -> str:
    """Return what stands between two names of a cell, as it is written there, or "" where nothing does.

    Examples:
        >>> separator_in("Nursultan Nazarbayev / Kassym-Jomart Tokayev")
        ' / '
    """
    found = _BETWEEN.search(text)
    return found.group() if found else ""
