"""How many countries and cities are found in the shipped list by the names that others have for them.

    python -m benchmarks.places [--languages en,ru,kk] [--shown 20]

Each country is asked for by its name in each language of CLDR (Babel must be installed; it is no dependency
of `names`), and each place of the list by each of its native names. A name that two countries have in one
language is left out. Prints one JSON object: how many names, how many were matched rightly, how many wrongly,
and some of those that were not.
"""

from __future__ import annotations

import argparse
import importlib
import json
from collections.abc import Iterable, Iterator, Sequence

from names import Matcher

LANGUAGES = "en,ru,kk,uk,be,ky,uz,tg,tk,az,tr,mn,ka,hy,de,fr,es,it,pt,pl,zh,ja,ko,ar,fa"

Asked = tuple[str, str]
"""A name, and the id of the entity that it should lead to."""


def main() -> None:
    """Ask for all, and print what became of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--languages", default=LANGUAGES, help=f"of CLDR (default: {LANGUAGES})")
    parser.add_argument("--shown", type=int, default=20, metavar="N", help="failures shown (default: 20)")
    given = parser.parse_args()
    matcher = Matcher()
    report = {
        "countries": judged(matcher, countries(matcher, given.languages.split(",")), given.shown),
        "native names of places": judged(matcher, native_names(matcher), given.shown),
    }
    print(json.dumps(report, ensure_ascii=False, indent=1))


def countries(matcher: Matcher, languages: Sequence[str]) -> Iterator[Asked]:
    """Yield the names of CLDR, with the ids of the countries they stand for."""
    parse = importlib.import_module("babel").Locale.parse
    listed = {
        (entity.country or "").upper(): entity.id
        for entity in matcher.gazetteer.entities
        if "iso3166-1" in entity.ids
    }
    for language in languages:
        territories = {code: name for code, name in parse(language).territories.items() if code in listed}
        names = list(territories.values())
        yield from ((name, listed[code]) for code, name in territories.items() if names.count(name) == 1)


def native_names(matcher: Matcher) -> Iterator[Asked]:
    """Yield the native names of every listed place."""
    for entity in matcher.gazetteer.entities:
        if entity.type == "place":
            yield from ((form.text, entity.id) for form in entity.forms if form.kind == "native")


def judged(matcher: Matcher, asked: Iterable[Asked], shown: int) -> dict[str, object]:
    """Return how many names were matched rightly and wrongly, and some that were not matched rightly."""
    rows = list(asked)
    failed = []
    wrong = 0
    for (name, expected), match in zip(rows, matcher.match_many([name for name, _ in rows]), strict=True):
        found = match.entity.id if match.entity else match.status
        wrong += match.entity is not None and found != expected
        if found != expected:
            failed.append([name, expected, found])
    right = len(rows) - len(failed)
    share = round(100 * right / len(rows), 2)
    return {"names": len(rows), "right": right, "per cent": share, "wrong": wrong, "failed": failed[:shown]}


if __name__ == "__main__":
    main()
