"""Makes `names/data/letter_pairs.yaml`: which letters follow which in a language, to tell code pages.

    python -m makers.letter_pairs

The words are the names of countries, languages, currencies and cities by CLDR, with Babel, which is no
dependency of `names`: install it first; the given names of `names/data/given_names.yaml`; and the names of
the shipped gazetteer.
"""

from __future__ import annotations

import functools
import importlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from itertools import chain, pairwise
from pathlib import Path

from names import data
from names.tables.tongues import END, LETTERS

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "names" / "data" / "letter_pairs.yaml"
ALPHABETS = (
    "ru uk be bg sr mk kk ky tg tt uz_Cyrl az_Cyrl el he yi ar fa ur th vi tr tk en fr de es pt it nl sv da "
    "nb fi is fo ca gl sq et ga pl cs sk sl hr hu ro lv lt mt eo hy ka"
).split()
CHARACTERS = {"ja": "ja", "ko": "ko", "zh": "zh_Hans", "zh-Hant": "zh_Hant"}
LEAST = 2  # pairs met once are left out: chance, and foreign names
IN_SURNAMES = 4  # what a pair of letters of theirs counts for
IN_COMMON_NAMES, IN_RARER_NAMES = 20, 6  # and a character


def words(language: str) -> set[str]:
    """Return the words of a language, in small letters."""
    locale = importlib.import_module("babel").Locale.parse(language)
    texts: Iterator[str] = chain(
        locale.territories.values(),
        locale.languages.values(),
        locale.scripts.values(),
        locale.currencies.values(),
        (zone.get("city", "") for zone in locale.time_zones.values()),
        (name for width in locale.months["format"].values() for name in width.values()),
        (name for width in locale.days["format"].values() for name in width.values()),
    )
    return {word for text in texts for word in split(text)} | given_names(language) | listed_names(language)


def split(text: str) -> list[str]:
    """Return the words of a text, in small letters."""
    return re.findall(LETTERS, unicodedata.normalize("NFC", text).lower())


def given_names(language: str) -> set[str]:
    """Return the given names that are printed in a language; of Latin ones those with marks."""
    found: set[str] = set()
    for each in re.split(r"[|;:\n]", data.read("given_names.yaml")["names"]):
        tag, *forms = each.split() or [""]
        if tag == language[:2].upper():
            found.update(word for form in forms for word in split(form) if not word.isascii())
    return found


def listed_names(language: str) -> set[str]:
    """Return the words of the shipped gazetteer's names in a language."""
    listed = (ROOT / "gazetteer.yaml").read_text(encoding="utf-8")
    return {word for name in re.findall(rf"\b{language}: ([^,}}]+)", listed) for word in split(name)}


def pairs(language: str) -> Counter[str]:
    """Return how often each pair of letters came, with the ends of words as letters of their own."""
    counted: Counter[str] = Counter()
    for word in words(language):
        if scripts(word) <= scripts_of(language):
            counted.update(a + b for a, b in pairwise(f"{END}{word}{END}"))
    for word in split(by_hand()["surnames"].get(language.replace("_", "-"), "")):
        for a, b in pairwise(f"{END}{word}{END}"):
            counted[a + b] += IN_SURNAMES
    return counted


@functools.cache
def by_hand() -> dict[str, dict[str, str]]:
    """Return the surnames and characters that were written by hand."""
    read: dict[str, dict[str, str]] = data.parse(Path(__file__).with_suffix(".yaml").read_bytes())
    return read


def scripts(word: str) -> set[str]:
    """Return the scripts of a word's letters, by their names in Unicode."""
    return {unicodedata.name(letter, "?").split()[0] for letter in word if letter.isalpha()}


def scripts_of(language: str) -> set[str]:
    """Return the script of a language, by the letters of its own name."""
    own = importlib.import_module("babel").Locale.parse(language).languages[language.split("_")[0]]
    return scripts("".join(split(own)))


def characters(language: str, locale: str) -> Counter[str]:
    """Return how often each character came where there are thousands; more for names."""
    counted = Counter(letter for word in words(locale) for letter in word if not letter.isascii())
    for letter in "".join(by_hand()["characters"][language].split()):
        counted[letter] += IN_COMMON_NAMES
    if language.startswith("zh"):
        others = data.parse(Path(__file__).with_name("han_readings.yaml").read_bytes())["characters"]
        counted.update(dict.fromkeys("".join(others.split()), IN_RARER_NAMES))
    return counted


def lines(counted: Counter[str], width: int, least: int) -> Iterator[str]:
    """Yield the pairs or characters by how often they came, in powers of two."""
    levels: dict[int, list[str]] = {}
    for what, count in counted.items():
        if count >= least:
            levels.setdefault(count.bit_length() - 1, []).append(what)
    for level, found in sorted(levels.items(), reverse=True):
        found.sort()
        joined = " ".join(found) if width == 2 else "".join(found)
        yield f"  {level}: {joined}"


def main() -> None:
    """Write the file."""
    head = [
        "Which letters follow which in the words of a language, and which characters it has: by the power of",
        "two of how often they came. _ is the beginning or the end of a word.",
        "",
        f"Sources: words of CLDR by Babel {version('babel')}; given names of given_names.yaml; names of",
        "gazetteer.yaml; characters of names in makers/letter_pairs.yaml and makers/han_readings.yaml.",
        "Made by makers/letter_pairs.py.",
    ]
    written = [f"# {line}".rstrip() for line in head] + ["pairs:"]
    for language in ALPHABETS:
        written += [f" {language.replace('_', '-')}:", *lines(pairs(language), 2, LEAST)]
    written.append("characters:")
    for language, locale in CHARACTERS.items():
        written += [f" {language}:", *lines(characters(language, locale), 1, 1)]
    TARGET.write_text("\n".join(written) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
