"""Makes `names/data/countries.yaml`: codes and names of countries, by Babel (CLDR) and pycountry (ISO 3166).

    python -m makers.countries

Neither is a dependency of `names`; install both first.
"""

from __future__ import annotations

import importlib
from importlib.metadata import version
from pathlib import Path

TARGET = Path(__file__).parents[1] / "names" / "data" / "countries.yaml"
LANGUAGES = (
    "en ru kk uk be bg sr mk ky uz tg tk az tr mn ka hy el pl de fr es pt it he ar fa ur hi zh ja ko"
).split()
OTHERS = {  # names in common print that neither source has, and states of the past
    "ae": "UAE",
    "ba": "Bosnia",
    "by": "Белоруссия",
    "cd": "DR Congo, Democratic Republic of the Congo",
    "cn": "PRC, КНР",
    "cz": "Czech Republic",
    "gb": "UK, U.K., Great Britain, Britain, England",
    "kg": "Киргизстан, Кыргызстан, Kyrgyz",
    "kp": "DPRK, КНДР",
    "kr": "ROK, South Korea, Korea",
    "md": "Молдавия",
    "mm": "Burma",
    "nl": "Holland",
    "ru": "Russian Federation, Российская Федерация, РФ",
    "sy": "Syria",
    "tm": "Туркмения",
    "tr": "Turkey",
    "us": "U.S., U.S.A., USA, United States of America, America, США",
    "va": "Vatican",
}
PAST = {"su": "SUN | Soviet Union | USSR | U.S.S.R. | СССР | Советский Союз | КСРО"}


def lines() -> list[str]:
    """Return a line for each country: its codes, and its names without repeats."""
    locale, countries = (
        importlib.import_module("babel").Locale,
        importlib.import_module("pycountry").countries,
    )
    territories = [locale.parse(language).territories for language in LANGUAGES]
    found = dict(PAST)
    for country in countries:
        code = country.alpha_2.lower()
        names = [names[country.alpha_2] for names in territories if country.alpha_2 in names]
        names += [
            getattr(country, key) for key in ("name", "common_name", "official_name") if hasattr(country, key)
        ]
        names += filter(None, OTHERS.get(code, "").split(", "))
        found[code] = " | ".join([country.alpha_3, *dict.fromkeys(names)])
    return [
        f'{code!r}: "{found[code]}"' if code == "no" else f'{code}: "{found[code]}"' for code in sorted(found)
    ]


def main() -> None:
    """Write the file."""
    pycountry, babel = version("pycountry"), version("babel")
    head = [
        "Countries: ISO 3166-1 alpha-2, then alpha-3, then names by which one may be called.",
        "",
        f"Sources: ISO 3166-1 by pycountry {pycountry}; names in {len(LANGUAGES)} languages by CLDR,",
        f"Babel {babel}; names in common print, and the Soviet Union, by hand.",
        "Made by makers/countries.py.",
    ]
    written = [*(f"# {line}".rstrip() for line in head), *lines()]
    TARGET.write_text("\n".join(written) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
