"""Places of GeoNames: its table, which has no header, and the table of alternate names that goes with it.

Two of its classes of features are taken: rivers, mountains and airports are no places that people and bodies
are of, and are often called as the town beside them.

Source: GeoNames' own description of its files (readme.txt beside them): 19 columns of a place; of an
alternate name its number, that of the place, language, name, and four signs, with the years of its use since
version 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from names.gazetteer.faults import shown
from names.gazetteer.list_input import ListInput
from names.gazetteer.list_tables import open_table
from names.gazetteer.records import Entity, Form
from names.gazetteer.spellings_given import SpellingsGiven, is_native, language_of

WIDTH = 19  # columns of a place
NAME, ASCII, ALTERNATES, CLASS, COUNTRY = 1, 2, 3, 6, 8
PLACES = ("A", "P")  # classes of features: countries and their parts, and cities, towns and villages
SCHEME = "geonames"
ITEM = "wkdt"  # stands in the column of the language before the id of an item of Wikidata
ABBREVIATION = "abbr"

_CODE = re.compile(r"[A-Z0-9]{2,5}")  # of an airport or a station, among the names of a place


def id_of_place(number: str) -> str:
    """Return the id in our lists of a place by its number."""
    return f"{SCHEME}-{number.strip()}"


def read_places(source: ListInput) -> None:
    """Read the table of places.

    Args:
        source: The list.
    """
    for line, cells in _rows(source, WIDTH, "geonames"):
        if cells[CLASS].strip() not in PLACES:
            source.account.leave(
                "rivers, mountains, airports and what else is no town", cells[NAME].strip(), line
            )
            continue
        spellings = SpellingsGiven(cells[NAME].strip())
        for text in cells[ALTERNATES].split(","):
            if _CODE.fullmatch(text.strip()):
                source.account.leave("codes among the names", text.strip(), line)
            else:
                spellings.add(text)
        spellings.add(cells[ASCII])
        record: dict[str, Any] = {
            "id": id_of_place(cells[0]), "type": "place", "name": cells[NAME].strip(), **spellings.fields(),
            "ids": {SCHEME: cells[0].strip()},
        }  # fmt: skip
        if cells[COUNTRY].strip():
            record["country"] = cells[COUNTRY].strip().lower()
        source.add(record, line)
    source.account.leave("coordinates, population, time zone and districts", count=0)


def read_alternate_names(source: ListInput) -> None:
    """Add alternate names to the places of the lists that were read before.

    Args:
        source: The list.
    """
    if not any(SCHEME in entity.ids for entity in source.roll.entities):
        what = "these are alternate names of places, and no list has the places"
        source.findings.end(None, what, "name the table of places too, as KZ.txt or cities15000.txt")
        return
    for line, cells in _rows(source, 4, "geonames-names"):
        cells += [""] * (10 - len(cells))
        place = source.roll.get(id_of_place(cells[1]))
        if place is None:
            source.account.leave("names of places that are in none of the lists")
            continue
        _add_name(place, cells, line, source)


def _add_name(place: Entity, cells: list[str], line: int, source: ListInput) -> None:
    code, text = cells[2].strip(), cells[3].strip()
    if code == ITEM and "wikidata" not in place.ids:
        ids = {**place.ids, "wikidata": text}
        source.roll.replace(place.id, msgspec.structs.replace(place, ids=ids))
        source.account.take("ids of Wikidata")
        return
    lang = language_of(code)
    if not text or (code and lang is None and code != ABBREVIATION) or code == "link":
        source.account.leave(f"names marked {shown(code)}" if code else "empty names", text, line)
        return
    other = code == ABBREVIATION or cells[6].strip() == "1" or cells[7].strip() == "1"  # colloquial, historic
    kind = "alias" if other else "native" if is_native(text) else "variant"
    known = next((n for n, form in enumerate(place.forms) if form.text == text), None)
    form = Form(text, kind, lang, None, _time(cells[8]), _time(cells[9]))  # type: ignore[arg-type]
    if known is None:
        forms = (*place.forms, form)
    elif place.forms[known].lang is None and place.forms[known].kind != "name":
        forms = (*place.forms[:known], form, *place.forms[known + 1 :])
    else:
        return
    source.roll.replace(place.id, msgspec.structs.replace(place, forms=forms))
    source.account.take("former and colloquial names" if other else "names with a language")


def _time(cell: str) -> str | None:
    """Return a year or a day as our format has it, None for what is none."""
    cell = cell.strip()
    return cell if re.fullmatch(r"\d{4}(?:-\d{2}-\d{2})?", cell) else None


def _rows(source: ListInput, fewest: int, kind: str) -> Iterator[tuple[int, list[str]]]:
    table = open_table(source, header=False, delimiter="\t")
    for line, cells in table.rows if table else ():
        if len(cells) < fewest or not cells[0].strip().isdecimal():
            what = f"the row has {len(cells)} cells, and is none of {kind}"
            source.findings.stop(
                line, what, f"see that the file is as GeoNames gives it: {fewest} cells or more"
            )
            continue
        yield line, cells
