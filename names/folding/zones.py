"""Names in machine-readable zones of passports, visas and identity cards.

P<KAZTOKAYEV<<KASSYM<JOMART<<<<<<<<<<<<<<<<<
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from names import data
from names.folding.told_name import ToldName, stored_forms

_FIELD = re.compile(r"[A-Z]+(?:<[A-Z]+)*<<(?:[A-Z]+(?:<[A-Z]+)*)?<*", re.IGNORECASE)
_HEAD = re.compile(r"[ACIPV][A-Z<](?:[A-Z]{3}|[A-Z]{2}<|[A-Z]<<)", re.IGNORECASE)
_RUSSIAN = re.compile(r"PNRUS[A-Z0-9<]{39}", re.IGNORECASE)
_ZONES = {88: 44, 72: 36, 90: 30}  # places of a zone and of one of its lines
_CARD = 36
_FULL = {44, _CARD}  # places of a first line, which begins with the document and the state


def read_zone(text: str) -> list[ToldName]:
    """Return the name of a machine-readable zone, of the line with the name, or of its field alone.

    `<<` stands between the family name and the given names, `<` for a space, a hyphen or an apostrophe. The
    first line of passports and visas begins with the document and the state that issued it (`P<KAZ`). A line
    that is full to its last place may have lost the rest, so its last name counts as an initial. Ñ may be
    NXX, Ü may be UXX; UE, OE, AE and AA are left to the comparison. Internal passports of Russia (`PNRUS`)
    have letters of their own, and identity cards of France before 2021 the given names in the second line.

    Sources:
        ICAO Doc 9303, part 3, 4.6 (names, truncation) and 6 (transliteration), parts 4 to 7 (lines).

    Examples:
        >>> read_zone("P<D<<MUELLER<<GERD<<<<<<<<<<<<<<<<<<<<<<<<<<")[0].spelling
        'MUELLER, GERD'
        >>> read_zone("PNRUSZDRIL7K<<SERGEQ<ANATOL9EVI3<<<<<<<<<<<<")[0].spelling
        'ЗДРИЛЮК, СЕРГЕЙ АНАТОЛЬЕВИЧ'
    """
    lines = text.split()
    if len(lines) == 1 and (width := _ZONES.get(len(text))):
        lines = [text[at : at + width] for at in range(0, len(text), width)]
    line = lines[2] if len(lines) == 3 else lines[0]
    if len(lines) == 2 and line.startswith("IDFRA") and len(lines[1]) == _CARD:
        return [_of_field(f"{line[5:30].rstrip('<')}<<{lines[1][13:27]}")]
    if len(lines) > 3 or any(re.fullmatch(r"[A-Za-z0-9<]+", each) is None for each in lines):
        return []
    if _RUSSIAN.fullmatch(line):
        return [_of_field(line[5:].upper().translate(_russian_letters()))]
    headed = _HEAD.match(line) and (
        len(line) in _FULL or len(lines) == 2 or (line[1] == "<" and _is_issuer(line[2:5].strip("<")))
    )
    field = line[5:] if headed else line
    if _FIELD.fullmatch(field) is None:
        return []
    if field[-1] != "<" and (len(line) in _FULL or len(lines) == 3):
        field = re.sub(r"([A-Z])[A-Z]*$", r"\1", field, flags=re.IGNORECASE)
    return [_of_field(re.sub("UXX", "Ü", re.sub("NXX", "Ñ", field)))]


def _of_field(field: str) -> ToldName:
    family, _, given = field.partition("<<")
    return ToldName(family=family.replace("<", " ").strip(), given=given.replace("<", " ").strip())


@functools.cache
def _issuers() -> frozenset[str]:
    countries = (codes.split()[0] for codes in data.read("countries.yaml")["countries"].values())
    return frozenset(map(str.upper, [*countries, *stored_forms()["issuers"].split()]))


def _is_issuer(code: str) -> bool:
    return code.upper() in _issuers()


@functools.cache
def _russian_letters() -> Mapping[int, int]:
    table = stored_forms()["russian_zone"]
    return str.maketrans(table["latin"].replace(" ", ""), table["cyrillic"].replace(" ", ""))
