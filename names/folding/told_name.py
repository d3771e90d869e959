"""What a form of storage tells of a name, part by part, and how that is written for folding."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from names import data
from names.folding.letters import script_of
from names.folding.name_parts import kind_of, name_parts

_UNSPACED = {"CJK", "HANGUL"}
_MAIN = ("family", "given", "name")  # the roles that begin a name


class ToldName(NamedTuple):
    """A name as a form tells it.

    Attributes:
        whole: The name, where no part of it is told apart.
        family: The family name.
        given: Given and other names that stand behind it in a catalogue, as the father's.
        aside: Titles, degrees, and what tells a father from a son.
        born: The year of birth.
        otherwise: Other ways in which the given names may be divided.
    """

    whole: str = ""
    family: str = ""
    given: str = ""
    aside: str = ""
    born: int | None = None
    otherwise: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """The name in every way in which it may be divided, the likeliest first."""
        return (self.spelling, *(self._replace(given=given).spelling for given in self.otherwise))

    @property
    def is_divided(self) -> bool:
        """Whether it tells which words are the family name or given names."""
        return bool(self.family or self.given)

    @property
    def spelling(self) -> str:
        """The name as folding reads it: the family name before a comma.

        Of what stands aside only that is kept which tells a woman from a man, or a father from a son.

        Examples:
            >>> ToldName(family="Merkel", given="Angela", aside="Dr.").spelling
            'Merkel, Angela'
            >>> ToldName(family="King", given="Martin Luther", aside="Rev. Jr.").spelling
            'King, Martin Luther, Jr.'
            >>> ToldName(family="安倍", given="晋三").spelling
            '安倍晋三'
        """
        family, given = _without_commas(self.family), _without_commas(self.given)
        words = _without_commas(self.aside).split()
        titles = [word for word in words if _plain(word) in name_parts().genders]
        generations = [word for word in words if kind_of(_plain(word)) == "generation"]
        if not (family and given):
            alone = family or given or " ".join(self.whole.split())
            return " ".join([*titles, alone, *generations])
        if all(script_of(letter) in _UNSPACED for letter in family + given):
            return family + given
        return ", ".join([family, " ".join([*titles, given]), *generations])


@functools.cache
def stored_forms() -> Mapping[str, Any]:
    """Return the shipped table of forms, read once."""
    table: Mapping[str, Any] = data.read("stored_forms.yaml")
    return table


def told_in(roles: Iterable[tuple[str, str]]) -> list[ToldName]:
    """Return the names that values with their roles tell, a new one where the first role comes again.

    Args:
        roles: Each role (`family`, `given`, …) with its value, in the order of the form.

    Examples:
        >>> told_in([("given", "Angela"), ("given", "Dorothea"), ("family", "Merkel")])
        [ToldName(whole='', family='Merkel', given='Angela Dorothea', aside='', born=None, otherwise=())]
    """
    groups: list[dict[str, list[str]]] = []
    first = ""
    for role, value in roles:
        again = role == first and any(main in groups[-1] for main in _MAIN if main != role)
        if not groups or again:
            groups.append({})
        first = first or (role if role in _MAIN else "")
        groups[-1].setdefault(role, []).append(value)
    told = [_told({role: " ".join(values) for role, values in group.items()}) for group in groups]
    return [name for name in told if name.spelling.strip()]


def _told(values: Mapping[str, str]) -> ToldName:
    """Return the name of one value for each role.

    A label for a name alone is that of what is missing: beside a family name, of the given name.
    """
    family, given, whole = (values.get(role, "") for role in ("family", "given", "name"))
    if whole and family and not given:
        given = _words_not_in(whole, family)
    elif whole and given and not family:
        family = _words_not_in(whole, given)
    family = f"{values.get('particle', '')} {family} {values.get('second', '')}".strip()
    given = f"{given} {values.get('middle', '')}".strip()
    aside = f"{values.get('prefix', '')} {values.get('suffix', '')}".strip()
    return ToldName(whole, family, given, aside, year_at_end(values.get("born", "")))


def year_at_end(text: str) -> int | None:
    """Return the year at the beginning or the end of a date, or None.

    Examples:
        >>> year_at_end("1953-05-17"), year_at_end("17.05.1953"), year_at_end("n/a")
        (1953, 1953, None)
    """
    date = text.strip()
    for piece in (date[:4], date[-4:]):
        if len(piece) == 4 and piece.isdecimal() and 1000 <= int(piece) <= 2999:
            return int(piece)
    return None


def without(words: str, others: str) -> str:
    """Return words without those that stand in others too, capitals aside."""
    known = {word.casefold() for word in _listed(others)}
    return " ".join(word for word in _listed(words) if word.casefold() not in known)


def _words_not_in(whole: str, part: str) -> str:
    return without(whole, part) or whole


def _listed(words: str) -> Sequence[str]:
    return words.replace(",", " ").split()


def _without_commas(text: str) -> str:
    return " ".join(_listed(text))


def _plain(word: str) -> str:
    return word.lower().strip(".")
