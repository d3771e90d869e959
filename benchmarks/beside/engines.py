"""Every other romanizer as one function; run by the Python of the environment they are installed in.

Reads from standard input a JSON object, `{"ENGINE ARGUMENT": [text, …]}`, and writes the same with what each
made of the texts. Nothing of `names` is imported, and nothing of these packages by `names`.
"""

from __future__ import annotations

import importlib
import json
import sys
import unicodedata
import warnings
from collections.abc import Callable
from typing import Any

Engine = Callable[[str, str], str]


def icu(argument: str, text: str) -> str:
    """One of ICU's transforms, or several with `;` between; ` of NFD` behind takes the text apart first."""
    name = argument.removesuffix(" of NFD")
    given = text if name == argument else unicodedata.normalize("NFD", text)
    return str(_module("icu").Transliterator.createInstance(name).transliterate(given))


def iuliia(argument: str, text: str) -> str:
    """Iuliia, by the name of a schema."""
    package = _module("iuliia")
    return str(package.translate(text, getattr(package, argument.upper())))


def translitua(argument: str, text: str) -> str:
    """Translit-ua, by the name of a table."""
    package = _module("translitua")
    return str(package.translit(text, getattr(package, argument)))


def transliterate(argument: str, text: str) -> str:
    """Transliterate, by a language."""
    return str(_module("transliterate").translit(text, argument, reversed=True))


def cyrtranslit(argument: str, text: str) -> str:
    """Cyrtranslit, by a language."""
    return str(_module("cyrtranslit").to_latin(text, argument))


def tetrak(argument: str, text: str) -> str:
    """Tetrak-translit, by script and scheme."""
    return str(_module("tetrak_translit").transliterate(text, argument))


def anbani(argument: str, text: str) -> str:
    """Anbani from Khutsuri to Mkhedruli, then tetrak-translit by a scheme."""
    mkhedruli = _module("anbani").interpret(text, "mkhedruli")
    return tetrak(argument, str(mkhedruli))


def uklatn(argument: str, text: str) -> str:
    """Uklatn, by the name of a table."""
    package = _module("uklatn")
    return str(package.encode(text, getattr(package, argument)))


def serbian_translit(argument: str, text: str) -> str:
    """Serbian-translit, of Serbian or Montenegrin."""
    return str(getattr(_module("serbian_translit"), argument).to_lat(text))


def mn_translit(argument: str, text: str) -> str:
    """Mn-translit, which has one table."""
    return str(getattr(_module("mn_translit"), argument)(text))


def qazaq(argument: str, text: str) -> str:
    """Qazaq-transliterator, which has one table."""
    return str(getattr(_module("qazaq_transliterator.qazaq_transliterator"), argument)(text))


def belarusian_converter(argument: str, text: str) -> str:
    """Belarusianconverter, by the number of an alphabet."""
    return str(_module("BelarusianConverter").BelarusianConverter().convert(int(argument), text))


def ce_translit(_: str, text: str) -> str:
    """Ce-translit, which has one table."""
    return str(_module("ce_translit").transliterate(text))


def umsc(argument: str, text: str) -> str:
    """Umsc from Uyghur Cyrillic; it knows no capitals."""
    return str(_module("umsc").UgMultiScriptConverter("UCS", argument)(text.lower()))


def tojiki(argument: str, text: str) -> str:
    """Tojiki, in ASCII or not."""
    return str(_module("tojiki").to_latin(text, ascii_only=argument == "ascii"))


def alifbo(argument: str, text: str) -> str:
    """Alifbo from Cyrillic to the Latin alphabet of 2026, and to the one before it."""
    package = _module("alifbo")
    new = package.from_cyrillic(text, protect_spans=False).text
    return str(new if argument == "new" else package.to_old_latin(new, protect_spans=False).text)


def uztransliterator(argument: str, text: str) -> str:
    """UzTransliterator from Cyrillic."""
    tool = _module("UzTransliterator.UzTransliterator").UzTransliterator()
    return str(tool.transliterate(text, from_="cyr", to=argument))


def romanize(_: str, text: str) -> str:
    """Romanize, which has one table for Greek."""
    return str(_module("romanize").romanize(text))


def mrz(argument: str, text: str) -> str:
    """The tables of mrz for machine-readable zones."""
    table = _module(f"mrz.generator.dictionaries.{argument}").transliteration
    return str(_module("mrz.base.functions").transliterate(text, table, " "))


def ko_pron(argument: str, text: str) -> str:
    """Ko-pron, by a method."""
    return str(_module("ko_pron").romanise(text, argument))


def koroman(_: str, text: str) -> str:
    """Koroman, with its pronunciation rules."""
    return str(_module("koroman").romanize(text))


def korean_romanizer(_: str, text: str) -> str:
    """Korean-romanizer."""
    return str(_module("korean_romanizer.romanizer").Romanizer(text).romanize())


def hangul_romanize(argument: str, text: str) -> str:
    """Hangul-romanize, by a rule."""
    rule = getattr(_module("hangul_romanize.rule"), argument)
    return str(_module("hangul_romanize").Transliter(rule).translit(text))


def romaja(_: str, text: str) -> str:
    """Romaja."""
    return str(_module("romaja").romaja(text))


ENGINES: dict[str, Engine] = {
    "icu": icu,
    "iuliia": iuliia,
    "translitua": translitua,
    "transliterate": transliterate,
    "cyrtranslit": cyrtranslit,
    "tetrak": tetrak,
    "anbani": anbani,
    "uklatn": uklatn,
    "serbian-translit": serbian_translit,
    "mn-translit": mn_translit,
    "qazaq-transliterator": qazaq,
    "belarusianconverter": belarusian_converter,
    "ce-translit": ce_translit,
    "umsc": umsc,
    "tojiki": tojiki,
    "alifbo": alifbo,
    "UzTransliterator": uztransliterator,
    "romanize": romanize,
    "mrz": mrz,
    "ko-pron": ko_pron,
    "koroman": koroman,
    "korean-romanizer": korean_romanizer,
    "hangul-romanize": hangul_romanize,
    "romaja": romaja,
}


def _module(name: str) -> Any:
    return importlib.import_module(name)


def written(call: str, text: str) -> str | None:
    """Return what an engine writes, or None where it fails on a text."""
    engine, _, argument = call.partition(" ")
    try:
        return ENGINES[engine](argument, text)
    except Exception as error:  # whatever a package raises is its answer to this text
        print(f"{call}: {text}: {error!r}", file=sys.stderr)
        return None


def main() -> None:
    """Answer what is asked on standard input."""
    warnings.simplefilter("ignore")
    asked: dict[str, list[str]] = json.load(sys.stdin)
    json.dump({call: [written(call, text) for text in texts] for call, texts in asked.items()}, sys.stdout)


if __name__ == "__main__":
    main()
