"""Romanizers of Asian scripts, one function for each; run by the Python of the environment they are in.

Reads from standard input a JSON object, `{"language": [text, …]}`, and writes
`{"language": {"engine": [text, …]}}`. Nothing of `names` is imported, and nothing of these packages by
`names`.
"""

from __future__ import annotations

import importlib
import json
import sys
import warnings
from collections.abc import Callable
from typing import Any

Engine = Callable[[str], str]


def _module(name: str) -> Any:
    return importlib.import_module(name)


def icu() -> Engine:
    """ICU, from any script to Latin without marks."""
    made = _module("icu").Transliterator.createInstance("Any-Latin; Latin-ASCII")
    return lambda text: str(made.transliterate(text))


def uroman() -> Engine:
    """Uroman, without a language."""
    made = _module("uroman").Uroman()
    return lambda text: str(made.romanize_string(text))


def anyascii() -> Engine:
    """Anyascii."""
    return lambda text: str(_module("anyascii").anyascii(text))


def unidecode() -> Engine:
    """Unidecode."""
    return lambda text: str(_module("unidecode").unidecode(text)).strip()


def koroman() -> Engine:
    """Koroman, by the rules of 2000 with assimilation."""
    return lambda text: str(_module("koroman").romanize(text))


def korean_romanizer() -> Engine:
    """Korean-romanizer."""
    return lambda text: str(_module("korean_romanizer.romanizer").Romanizer(text).romanize())


def hangul_romanize() -> Engine:
    """Hangul-romanize, by its academic rule."""
    package = _module("hangul_romanize")
    made = package.Transliter(_module("hangul_romanize.rule").academic)
    return lambda text: str(made.translit(text))


def pypinyin() -> Engine:
    """Pypinyin, without tones."""
    return lambda text: " ".join(_module("pypinyin").lazy_pinyin(text))


def pypinyin_wade_giles() -> Engine:
    """Pypinyin in Wade-Giles."""
    package = _module("pypinyin")
    return lambda text: " ".join(package.lazy_pinyin(text, style=package.Style.WADEGILES))


def pythainlp() -> Engine:
    """Pythainlp, by the Royal Institute's rules."""
    romanize = _module("pythainlp.transliterate").romanize
    return lambda text: " ".join(str(romanize(word, engine="royin")) for word in text.split())


def arabic_name_romanizer() -> Engine:
    """Arabic-name-romanizer."""
    package = _module("arabic_name_romanizer")
    return lambda text: str(package.transliterate(text))


def pykakasi() -> Engine:
    """Pykakasi, by Hepburn's system."""
    made = _module("pykakasi").kakasi()
    return lambda text: " ".join(piece["hepburn"] for piece in made.convert(text))


def cutlet() -> Engine:
    """Cutlet, by Hepburn's system."""
    made = _module("cutlet").Cutlet()
    return lambda text: str(made.romaji(text))


ANY = (icu, uroman, anyascii, unidecode)
ENGINES: dict[str, tuple[Callable[[], Engine], ...]] = {
    "korean": (*ANY, koroman, korean_romanizer, hangul_romanize),
    "chinese": (*ANY, pypinyin, pypinyin_wade_giles),
    "thai": (*ANY, pythainlp),
    "arabic": (*ANY, arabic_name_romanizer),
    "japanese": (pykakasi, cutlet),  # those for any script read kanji as Mandarin
}


def main() -> None:
    """Answer what was asked on standard input."""
    warnings.simplefilter("ignore")
    asked: dict[str, list[str]] = json.load(sys.stdin)
    made: dict[str, dict[str, list[str]]] = {}
    for language, texts in asked.items():
        made[language] = {}
        for engine in ENGINES[language]:
            romanize = engine()
            made[language][engine.__name__] = [romanize(text) for text in texts]
    json.dump(made, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
