"""Makes `names/data/countries.yaml` and `country_names.yaml`: codes and names of countries, also former ones.

    python -m makers.countries

Names are those of CLDR (by Babel) and of the catalogues of iso-codes, which pycountry brings along; what both
lack is in makers/countries.yaml. Neither is a dependency of `names`; install Babel and pycountry first.
A name that two countries have stands for neither; those are printed.
"""

from __future__ import annotations

import gettext
import importlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from names.gazetteer.countries import plain, without_style

SOURCE = Path(__file__).with_suffix(".yaml")
DATA = Path(__file__).parents[1] / "names" / "data"
LANGUAGES = (
    "en ru kk uk be bg sr mk ky uz tg tk az tr mn ka hy el pl de fr es pt it he ar fa ur hi zh zh_Hant ja ko "
    "nl sv da nb fi cs sk hu ro hr sl bs et lv lt sq ca vi id tt"
).split()
CATALOGUES = {  # what iso-codes calls a language, where it is not as CLDR does
    "sr": ("sr", "sr@latin"),
    "pt": ("pt", "pt_BR"),
    "zh": ("zh_CN",),
    "zh_Hant": ("zh_TW", "zh_HK"),
    "nb": ("nb_NO",),
}
KEYS = ("name", "common_name", "official_name")
CATALOGUE, CLDR, BY_HAND = 1, 2, 3  # how much a name counts by where it stands: catalogues have slips

Names = dict[str, dict[str, int]]  # of a country: its names, and how much each counts


def main() -> None:
    """Write the files, and print the names that two countries have."""
    ours = yaml.load(SOURCE.read_text(encoding="utf-8"), yaml.BaseLoader)
    names: Names = defaultdict(dict)
    for code, name, counts in of_today():
        names[code][name] = max(counts, names[code].get(name, 0))
    for code, name in of_the_past(ours):
        names[code].setdefault(name, CATALOGUE)
    for code, listed in [*ours["others"].items(), *ours["soviet"].items()]:
        names[code] |= dict.fromkeys(listed.split(" | "), BY_HAND)
    for code, state in ours["divided"].items():
        names[code] |= dict.fromkeys(state["names"].split(" | "), BY_HAND)
    head = [
        f"ISO 3166-1 and 3166-3 by pycountry {version('pycountry')}, which brings the catalogues",
        "of iso-codes, both LGPL-2.1-or-later;",
        f"names in {len(LANGUAGES)} languages also by CLDR, Babel {version('babel')} (Unicode licence);",
        "names in common print by hand, in makers/countries.yaml. Made by makers/countries.py.",
    ]
    write(
        "countries.yaml",
        ["Codes of countries, of two letters, three letters and three digits.", *head],
        codes(ours),
    )
    told = ["Names of countries, each once however it is spelled in accents and capitals.", *head]
    write("country_names.yaml", told, lines_of(settled(names)))


def write(name: str, head: Sequence[str], lines: Iterator[str]) -> None:
    """Write a file of the package's data."""
    text = [*(f"# {line}" for line in head), *lines]
    Path(DATA, name).write_text("\n".join(text) + "\n", encoding="utf-8")


def of_today() -> Iterator[tuple[str, str, int]]:
    """Yield the code and a name of each country, in every language, and how much it counts."""
    locale, pycountry = importlib.import_module("babel").Locale, importlib.import_module("pycountry")
    countries = list(pycountry.countries)
    for language in LANGUAGES:
        cldr = locale.parse(language).territories
        own = {c: plain(cldr[c]) for c in [*(country.alpha_2 for country in countries), "XK"] if c in cldr}
        yield from (
            (code.lower(), name, CLDR if name == cldr[code] else CATALOGUE)
            for code in own
            for name in also_bare(cldr[code])
        )
        for country in countries:
            for name in translations("iso3166-1", country, [language]):
                if other := of_another(plain(name), country.alpha_2, own):
                    print(f"left out in {language}: {name} of {country.alpha_2}, which seems {other}")
                else:
                    yield from ((country.alpha_2.lower(), each, CATALOGUE) for each in also_bare(name))


def of_another(name: str, code: str, own: Mapping[str, str]) -> str:
    """Return the code of the country whose name in this language a translation is, by a slip; "" of none."""
    bare = without_style(name)
    return next((c for c, other in own.items() if c != code and without_style(other) == bare), "")


def of_the_past(ours: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the code and a name of each state that is no more, or of the country that it is today."""
    own = {state["iso"]: code for code, state in ours["divided"].items()}
    for state in importlib.import_module("pycountry").historic_countries:
        iso = state.alpha_4.lower()
        today, *more = ours["former"].get(iso, own.get(iso, "")).split(" | ")
        yield from ((today, name) for name in [*translations("iso3166-3", state), *more])


def translations(domain: str, country: Any, languages: Sequence[str] = LANGUAGES) -> Iterator[str]:
    """Yield the names that iso-codes has of a country, in some languages."""
    folder = Path(importlib.import_module("pycountry").LOCALES_DIR)
    names = [getattr(country, key) for key in KEYS if hasattr(country, key)]
    yield from names
    for language in languages:
        for catalogue in CATALOGUES.get(language, (language,)):
            told = gettext.translation(domain, folder, languages=[catalogue], fallback=True)
            yield from (told.gettext(name) for name in names)


def also_bare(name: str) -> Iterator[str]:
    """Yield a name, and what it is without brackets or turned at its comma: Korea, Republic of."""
    yield name
    before, bracket, _ = name.partition(" (")
    if bracket:
        yield before
    if name.count(", ") == 1:
        first, second = name.split(", ")
        yield f"{second} {first}"
        yield first


def settled(names: Names) -> dict[str, list[str]]:
    """Return the names of each country, without those that two have alike."""
    bearers: dict[str, dict[str, int]] = defaultdict(dict)
    spelled: dict[tuple[str, str], str] = {}
    for code, listed in names.items():
        for name, counts in listed.items():
            key = plain(name)
            bearers[key][code] = max(counts, bearers[key].get(code, 0))
            spelled.setdefault((code, key), " ".join(name.split()))
    kept: dict[str, list[str]] = defaultdict(list)
    for key, codes in bearers.items():
        most = max(codes.values())
        best = [code for code, counts in codes.items() if counts == most]
        if key and len(best) == 1:
            kept[best[0]].append(spelled[best[0], key])
        if len(codes) > 1:
            print(key, codes)
    return kept


def codes(ours: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of the table of codes."""
    pycountry = importlib.import_module("pycountry")
    found = {c.alpha_2.lower(): f"{c.alpha_3} {c.numeric}" for c in pycountry.countries} | {"xk": "XKX"}
    own = {state["iso"]: code for code, state in ours["divided"].items()}
    taken = {word for told in found.values() for word in told.split()} | set(map(str.upper, found))
    all_past = list(pycountry.historic_countries)
    past: dict[str, list[str]] = defaultdict(list)
    for state in all_past:
        iso = state.alpha_4.lower()
        code = own.get(iso) or iso
        for word in (state.alpha_2, state.alpha_3, state.alpha_4, getattr(state, "numeric", "")):
            shared = sum(word in (s.alpha_2, s.alpha_3, getattr(s, "numeric", "")) for s in all_past) > 1
            if word and word not in taken and not shared:
                past[code].append(word)
    yield "countries:"
    yield from (f"  {quoted(code)}: {found[code]}" for code in sorted(found))
    yield "former:  # the country of today, and the codes of states whose land is all there"
    today: dict[str, list[str]] = defaultdict(list)
    for iso, line in ours["former"].items():
        today[line.split(" | ")[0]] += past[iso]
    yield from (f"  {quoted(code)}: {' '.join(today[code])}" for code in sorted(today))
    yield "divided:"
    for code, state in ours["divided"].items():
        yield f"  {code}: {{codes: {' '.join(past[code])}, into: {state['into']}}}"
    yield "shortened:  # words that tables cut short"
    yield from (f"  {quoted(short)}: {whole}" for short, whole in ours["shortened"].items())
    yield f"told_by_style: {ours['told_by_style']}  # but of these"
    yield "styles: >-  # words that a name is also looked for without"
    words = ours["styles"].split()
    yield from (f"  {' '.join(words[at : at + 9])}" for at in range(0, len(words), 12))


def lines_of(names: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the lines of the table of names."""
    for code in sorted(names):
        yield f"{quoted(code)}: {json.dumps(' | '.join(names[code]), ensure_ascii=False)}"


def quoted(code: str) -> str:
    """Return a code as YAML has it: `no` would be a truth elsewhere."""
    return f"'{code}'" if code in ("no", "is") else code


if __name__ == "__main__":
    main()
