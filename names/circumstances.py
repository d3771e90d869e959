"""What a row says besides the name: country, year of birth, type; and a name given in several columns.

Each piece is evidence with a weight in nats, as the parts of the name are; an empty cell says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import msgspec

from names.errors import NamesError
from names.evidence import Evidence
from names.folding import fold
from names.folding.told_name import ToldName, year_at_end
from names.gazetteer.countries import country_of, is_known, may_agree
from names.gazetteer.records import Entity, EntityType

# Weights in nats. People in the news were born over some sixty years: a stranger shares the year one time in
# sixty. Lists are wrong about it in about one record of fifty, mostly by a year or two. One farther off is
# another bearer's: the name itself then proves little, since a namesake has all of it.
BORN_SAME = math.log(60)
BORN_NEAR = 1.0
BORN_OTHER = math.log(1 / 50)
BORN_FAR = -14.0
FAR = 5  # years
# Country of birth, of residence and of citizenship differ for about one person in ten of a news list.
COUNTRY_OTHER = math.log(1 / 10)
RAREST_COUNTRY = 3.0  # what one country tells at most, however few are listed with it
COUNTRY_OF_ANOTHER = -8.0  # a town lies in one country, and a body is of one: London, gb, is none of Canada
TYPE_OTHER = -8.0  # a person is no city; what says so is wrong now and then. Nor has a city a year of birth
_TYPES: dict[str, EntityType] = {"person": "person", "place": "place", "organization": "organization"}


class Circumstances(msgspec.Struct, frozen=True):
    """What a row says besides the name.

    Attributes:
        country: Code of a country, or its name in small letters where it is unknown; None for nothing.
        born: Year of birth, or None.
        type: What it is, or None.
        in_name: Whether the year stands beside the name in one cell, where it need not be of birth.
    """

    country: str | None = None
    born: int | None = None
    type: EntityType | None = None
    in_name: bool = False

    def __bool__(self) -> bool:
        return self.country is not None or self.born is not None or self.type is not None

    def evidence(
        self, entity: Entity, share: Callable[[str], float], weighed_as: EntityType | None = None
    ) -> Iterator[Evidence]:
        """Yield what the row says for and against an entity; nothing where it or the record is silent.

        Args:
            entity: Who may be meant.
            share: Gives the share of the listed entities that are of a country, above 0.
            weighed_as: The type as which its names are weighed; None for its own.
        """
        if self.born is not None and entity.born is not None:
            yield Evidence("born", _of_years(self.born - entity.born), str(self.born), str(entity.born))
        elif self.born is not None and not self.in_name and entity.type in ("place", "organization"):
            yield Evidence("type", TYPE_OTHER, "person", entity.type)
        if self.country is not None and entity.country:
            listed = country_of(entity.country)
            if listed == self.country:
                same = min(RAREST_COUNTRY, -math.log(share(listed)))
                yield Evidence("country", same, self.country, listed)
            elif is_known(listed) and is_known(self.country) and not may_agree(listed, self.country):
                # “n/a” contradicts nothing, and who is of the Soviet Union may be of Georgia
                fixed = (weighed_as or entity.type) in ("place", "organization")
                other = COUNTRY_OF_ANOTHER if fixed else COUNTRY_OTHER
                yield Evidence("country", other, self.country, listed)
        if self.type is not None and entity.type is not None and self.type != entity.type:
            yield Evidence("type", TYPE_OTHER, self.type, entity.type)


def is_of_another(piece: Evidence) -> bool:
    """Tell whether a piece of evidence says that another is meant: of another time, country or type."""
    least = {"born": BORN_FAR, "country": COUNTRY_OF_ANOTHER, "type": TYPE_OTHER}
    return piece.kind in least and piece.weight <= least[piece.kind]


def circumstances(
    country: str | None = None, born: int | str | None = None, type: str | None = None
) -> Circumstances:
    """Return what cells say, each None or blank for nothing.

    Args:
        country: A code or a name, in any of the usual languages.
        born: A year, or a date that begins or ends with one (1953-05-17, 17.05.1953).
        type: `person`, `place` or `organization`.

    Raises:
        NamesError: The year or the type is none.

    Examples:
        >>> circumstances("Kazakhstan", "17.05.1953")
        Circumstances(country='kz', born=1953, type=None, in_name=False)
    """
    word = (type or "").strip().casefold()
    if word and word not in _TYPES:
        raise NamesError(f"{type!r} is no type; there are {', '.join(_TYPES)}")
    return Circumstances(country_of(country or "") or None, _year(born), _TYPES.get(word))


def _year(born: int | str | None) -> int | None:
    date = str(born if born is not None else "").strip()
    if not date:
        return None
    year = year_at_end(date)
    if year is None:
        raise NamesError(f"{born!r} is no year of birth; give one such as 1953, or a date with it")
    return year


def _of_years(difference: int) -> float:
    apart = abs(difference)
    if apart <= 1:
        return BORN_NEAR if apart else BORN_SAME
    return BORN_OTHER if apart <= FAR else BORN_FAR


def full_name(text: str | None, given: str | None = None, family: str | None = None) -> str:
    """Return the fullest name that a row gives: given and family name, and what the name adds to them.

    Where both are known the family name stands before a comma, so that it is read as one: Henry James is not
    James Henry. What the name adds to one of the two is the other.

    Args:
        text: The name, or None where it stands in the other two alone.
        given: Given names, or None.
        family: The family name, or None.

    Examples:
        >>> full_name("K. Tokayev", "Kassym-Jomart", "Tokayev"), full_name("K. Tokayev", family="Tokayev")
        ('Tokayev, Kassym-Jomart', 'Tokayev, K')
        >>> full_name("Tokayev", given="Marat"), full_name("Marat Tokayev"), full_name(None, None, "Tokayev")
        ('Tokayev, Marat', 'Marat Tokayev', 'Tokayev')
    """
    given, family = (given or "").strip(), (family or "").strip()
    if not (given or family):
        return text or ""
    keys = {key for part in fold(f"{given} {family}").parts for key in part.keys}
    folded = fold(text or "")
    known = ("initial", "title") if given else ("title",)
    more = " ".join(
        written
        for part, written in zip(folded.parts, folded.written, strict=True)
        if part.kind not in known and keys.isdisjoint(part.keys)
    )
    if given and not family:
        return ToldName(family=more, given=given).spelling
    return ToldName(family=family, given=f"{given} {more}".strip()).spelling
