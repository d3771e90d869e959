"""Makes names/data/letters/han.yaml: the readings of Han characters in names.

    python -m makers.han_readings FOLDER > names/data/letters/han.yaml

FOLDER holds the Unihan files of the Unicode database, as Debian's package `unicode-data` puts them into
/usr/share/unicode. Mandarin, Cantonese and Korean readings come from there; what it lacks (Hokkien, Hakka,
foreign syllables and names, surnames) from han_readings.yaml beside this script. The steps:

1. Choose the characters: the 3,500 commonest of mainland China, those of the file, and the forms of both in
   the other orthography.
2. Read each as names spell it: pinyin without tones, Hong Kong's Cantonese, Korean by the Hangul table.
3. Drop readings that the spelling rules hold equal to an earlier one, and what exceeds `MAX_READINGS`, or
   `MAX_OF_SURNAMES`.
4. Write them by language and reading: a line for each syllable.
"""

from __future__ import annotations

import argparse
import bz2
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml

from names.folding.keys import class_keys
from names.folding.letters import latin_readings, letter_table

MAX_READINGS = 6  # of one character; the fourth of Mandarin or Korean is hardly ever a name's
MAX_OF_SURNAMES = 8  # which each language of the South spells in a way of its own
COMMONEST = 3500  # level 1 of the Table of General Standard Chinese Characters (2013), kTGH
# Which languages give their first reading, their second and so on, until the character has as many as it may
TURNS = (
    "mandarin cantonese hokkien wade_giles korean hakka second".split(),
    "cantonese hokkien korean hakka".split(),
    "hokkien korean".split(),
    "hokkien".split(),
)
SECTIONS = "mandarin second wade_giles cantonese hokkien hakka korean".split()
FIELDS = {
    "Readings": ("kMandarin", "kCantonese", "kHangul"),
    "Variants": ("kSimplifiedVariant", "kTraditionalVariant", "kZVariant"),
    "OtherMappings": ("kTGH", "kBigFive", "kKSC0"),
}
HEAD = """\
# Han characters as names spell them. Made by makers/han_readings.py from the Unihan database and from
# han_readings.yaml beside it: correct that file, not this one.
#
# Each section is one text of lines, so that it loads twenty times as fast as a mapping would.
#   readings    by language, `reading characters`. A character's usual reading is the one under `mandarin`; all
#               others are alternatives. `second` is another Mandarin reading, `wade_giles` the older spelling of
#               Mandarin, where its consonants differ. Of readings that ../spelling.yaml holds equal a character
#               has one, and {most} at most altogether, {of_surnames} of a surname. What is not listed goes to Unidecode, which reads Mandarin.
#   foreign     `sound characters`: what a character stands for in foreign names written by sound (布莱尔 Blair),
#               where that is not its Mandarin reading. It has no other reading there.
#   names       `name runs`: names of other languages in the characters that print customarily gives them (约翰 John).
#   simplified  `character traditional forms`: of the characters of these names.
#   compounds   `surname readings`: surnames of two characters.
format: 1
script: Han
sources:
  - {{authority: Unicode Consortium, title: "Unihan database {version}", used for: "kMandarin, kCantonese, kHangul; kTGH and variants for the choice of characters"}}
  - {{authority: Ministry of Education of China, title: Table of General Standard Chinese Characters, year: 2013, used for: the choice of characters}}
  - {{authority: Government of Hong Kong, title: "the customary spelling of Cantonese names on identity documents, rules written from knowledge of it", used for: cantonese}}
  - {{authority: H. A. Giles, title: A Chinese-English Dictionary, year: 1892, used for: wade_giles}}
  - {{authority: none, title: "written for this project from general knowledge of names in Malaysia and Singapore", used for: "hokkien, hakka, names: with Foochow of Sarawak and the Dutch spelling of Indonesia"}}
  - {{authority: Xinhua News Agency, title: 世界人名翻译大辞典, year: 1993, used for: "foreign and names, from knowledge of its habit, not copied"}}
"""  # noqa: E501

Unihan = Mapping[str, Mapping[str, str]]


def main() -> None:
    """Print the table."""
    folder, extra = asked(__file__, __doc__)
    sys.stdout.write(make(read_unihan(folder), extra, version_of(folder)))


def asked(script: str, description: str | None) -> tuple[Path, dict[str, Any]]:
    """Return the folder that the command line of a script names, and the table of ours beside the script.

    Args:
        script: Its file.
        description: What its help says.
    """
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    text = Path(script).with_suffix(".yaml").read_text(encoding="utf-8")
    return parser.parse_args().folder, yaml.load(text, Loader=yaml.BaseLoader)


def make(unihan: Unihan, extra: Mapping[str, Any], version: str) -> str:
    """Return the text of han.yaml."""
    characters = choose(unihan, extra)
    by_hand = {
        name: spread(unihan, extra[name]) for name in ("mandarin", "cantonese", "hokkien", "hakka", "korean")
    }
    sections: dict[str, dict[str, list[str]]] = {name: {} for name in SECTIONS}
    for character in characters:
        most = MAX_OF_SURNAMES if character in by_hand["korean"] else MAX_READINGS
        for name, reading in select(readings_of(unihan, by_hand, character), most):
            sections[name].setdefault(reading, []).append(character)
    lines = [
        HEAD.format(most=MAX_READINGS, of_surnames=MAX_OF_SURNAMES, version=version).rstrip(),
        "readings:",
    ]
    for name, groups in sections.items():
        lines += [f"  {name}: |", *(f"    {line}" for line in grouped(groups))]
    foreign = {reading: unihan_forms(unihan, each) for reading, each in extra["foreign"].items()}
    lines += ["foreign: |", *(f"  {line}" for line in grouped(foreign))]
    lines += ["names: |", *(f"  {name} {runs}" for name, runs in sorted(extra["names"].items()))]
    lines += ["simplified: |", *(f"  {line}" for line in grouped(orthography(unihan, extra["names"])))]
    lines += ["compounds: |", *(f"  {line}" for line in compounds(extra["compounds"]))]
    return "\n".join(lines) + "\n"


def read_unihan(folder: Path, others: Sequence[str] = ()) -> Unihan:
    """Return the fields of `FIELDS` by character, and other readings."""
    found: dict[str, dict[str, str]] = {}
    for file, fields in FIELDS.items():
        asked = (*fields, *others) if file == "Readings" else fields
        for line in lines_of(folder, file):
            code, _, rest = line.partition("\t")
            field, _, value = rest.partition("\t")
            if code.startswith("U+") and field in asked:
                found.setdefault(chr(int(code[2:], 16)), {})[field] = value
    return found


def lines_of(folder: Path, file: str) -> Iterable[str]:
    """Return the lines of one Unihan file, packed or not."""
    plain = folder / f"Unihan_{file}.txt"
    content = plain.read_bytes() if plain.is_file() else bz2.decompress(Path(f"{plain}.bz2").read_bytes())
    return content.decode("utf-8").splitlines()


def version_of(folder: Path) -> str:
    """Return the version the Unihan files say they have."""
    return next(line.split()[-1] for line in lines_of(folder, "Readings") if "Unicode version:" in line)


def choose(unihan: Unihan, extra: Mapping[str, Any]) -> list[str]:
    """Return the characters of the table in the order of their code points."""
    common = {c for c, entry in unihan.items() if int(entry.get("kTGH", "2013:9999")[5:]) <= COMMONEST}
    named = {c for c in extra["characters"] if not c.isspace()}
    for name in ("cantonese", "hokkien", "hakka", "korean", "mandarin"):
        named.update(extra[name])
    texts = [*extra["foreign"].values(), *extra["names"].values(), *extra["compounds"]]
    named.update(c for text in texts for c in text if c != " ")
    return sorted({form for c in common | named for form in forms(unihan, c) if "kMandarin" in unihan[form]})


def forms(unihan: Unihan, character: str) -> list[str]:
    """Return the character and its forms in the other orthography, as far as they are in ordinary use."""
    found = [character]
    for field in ("kTraditionalVariant", "kSimplifiedVariant", "kZVariant"):
        for code in unihan[character].get(field, "").split():
            form = chr(int(code.split("<")[0][2:], 16))
            if unihan.get(form, {}).keys() & {"kTGH", "kBigFive", "kKSC0"}:
                found.append(form)
    return list(dict.fromkeys(found))


def unihan_forms(unihan: Unihan, characters: str) -> list[str]:
    """Return some characters with their traditional forms, each once."""
    traditional = [form for c in characters for form in forms(unihan, c) if is_traditional(unihan, c, form)]
    return list(dict.fromkeys([*characters, *traditional]))


def orthography(unihan: Unihan, names: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the characters of names that have traditional forms, with these."""
    used = sorted(set("".join(names.values())) - {" "})
    others = {c: [form for form in unihan_forms(unihan, c)[1:] if form not in used] for c in used}
    return {c: forms for c, forms in others.items() if forms}


def is_traditional(unihan: Unihan, simplified: str, form: str) -> bool:
    """Tell whether the form is a traditional one of the simplified character."""
    return f"U+{ord(form):04X}" in unihan[simplified].get("kTraditionalVariant", "").split()


def spread(unihan: Unihan, table: Mapping[str, str]) -> dict[str, list[str]]:
    """Return readings given for simplified characters, for their traditional forms as well."""
    listed = {character: readings.split() for character, readings in table.items()}
    found = dict(listed)
    for character, readings in listed.items():
        for form in forms(unihan, character):
            found.setdefault(form, readings)
    return found


def readings_of(
    unihan: Unihan, by_hand: Mapping[str, Mapping[str, list[str]]], character: str
) -> dict[str, list[str]]:
    """Return all readings of a character by section, the commonest first."""
    entry = unihan[character]
    mandarin = by_hand["mandarin"].get(character) or [pinyin(r) for r in entry["kMandarin"].split()]
    cantonese = by_hand["cantonese"].get(character) or [
        reading for r in entry.get("kCantonese", "").split() for reading in hong_kong(r, mandarin[0])
    ]
    syllables = by_hand["korean"].get(character, hangul(unihan, character))
    spelled = [korean(syllable, surname=character in by_hand["korean"]) for syllable in syllables]
    return {
        "mandarin": mandarin[:1],
        "second": mandarin[1:],
        "wade_giles": [older for r in mandarin[:1] if consonants(older := wade_giles(r)) != consonants(r)],
        "cantonese": cantonese,
        "hokkien": by_hand["hokkien"].get(character, []),
        "hakka": by_hand["hakka"].get(character, []),
        "korean": [r for rank in zip_longest(*spelled) for r in rank if r],
    }


def select(readings: Mapping[str, Sequence[str]], most: int) -> Iterator[tuple[str, str]]:
    """Yield the section and reading of those kept: one of each key, by turns, so many at most."""
    keys: set[str] = set()
    for rank, turn in enumerate(TURNS):
        for name in turn:
            for reading in readings[name][rank : rank + 1]:
                key = class_keys(reading)[0]
                if key not in keys and len(keys) < most:
                    keys.add(key)
                    yield name, reading


def pinyin(reading: str) -> str:
    """Return a Mandarin reading without tones and marks: lǚ is lu.

    Examples:
        >>> pinyin("lǚ"), pinyin("huáng")
        ('lu', 'huang')
    """
    return "".join(c for c in unicodedata.normalize("NFD", reading) if c.isascii())


_PINYIN = re.compile(r"([zcs]h|[bpmfdtnlgkhjqxrzcs])?(.+)")
_WADE_INITIALS = {
    "b": "p", "d": "t", "g": "k", "j": "ch", "q": "ch", "x": "hs", "zh": "ch", "z": "ts", "c": "ts", "r": "j",
}  # fmt: skip
_WADE_FINALS = {"ian": "ien", "ie": "ieh", "ue": "ueh", "ong": "ung", "iong": "iung", "uo": "o"}
_WADE_WHOLE = {
    "zi": "tzu", "ci": "tzu", "si": "ssu", "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih",
    "guo": "kuo", "kuo": "kuo", "huo": "huo", "shuo": "shuo", "ge": "ko", "ke": "ko", "he": "ho",
    "gui": "kuei", "kui": "kuei", "you": "yu", "ye": "yeh", "yan": "yen", "yong": "yung", "er": "erh",
    "yue": "yueh",
}  # fmt: skip


def wade_giles(reading: str) -> str:
    """Return a pinyin reading in Wade-Giles, without its apostrophes and marks as print leaves them out.

    Examples:
        >>> wade_giles("cai"), wade_giles("xie"), wade_giles("jiang"), wade_giles("zhong")
        ('tsai', 'hsieh', 'chiang', 'chung')
    """
    if reading in _WADE_WHOLE:
        return _WADE_WHOLE[reading]
    found = _PINYIN.fullmatch(reading)
    if found is None:
        return reading
    initial, final = found[1] or "", found[2]
    return _WADE_INITIALS.get(initial, initial) + _WADE_FINALS.get(final, final)


def consonants(reading: str) -> str:
    """Return the consonants of the class key."""
    return "".join(c for c in class_keys(reading)[0] if c not in "aeiou")


_JYUTPING = re.compile(r"(ng|gw|kw|[bpmfdtnlgkhwzcsj])?(.*?)[1-6]?")
_HONG_KONG_INITIALS = {
    "b": ("p",), "d": ("t",), "g": ("k",), "gw": ("kw",), "z": ("ch",), "c": ("ch",), "j": ("y",),
}  # fmt: skip
_HONG_KONG_FINALS = {
    "oeng": ("eung", "eong"), "oek": ("euk",), "oe": ("eu",), "eoi": ("ui",), "eon": ("un",), "eot": ("ut",),
    "yu": ("u",), "yun": ("uen",), "yut": ("uet",), "ou": ("o",), "am": ("am", "um"), "ei": ("ei", "ee"),
    "au": ("au", "ow"), "iu": ("iu", "iew"), "uk": ("uk", "oke"), "on": ("on",), "u": ("u",),
    "un": ("un", "oon"),
}  # fmt: skip
# Before these Hong Kong writes sh
_SOFT_FINALS = "oeng ek yu uk eoi eon yun iu ing am".split()


def hong_kong(reading: str, mandarin: str) -> tuple[str, ...]:
    """Return a Jyutping reading as Hong Kong spells it in names, and as Malaysia does where that differs.

    Hong Kong keeps two old series apart that Jyutping does not: ts for z and c where Mandarin has z, c, s
    or j, q, x; sh for s where it has zh, ch, sh.

    Args:
        reading: Jyutping with its tone.
        mandarin: The pinyin of the same character.

    Examples:
        >>> hong_kong("wong4", "huang"), hong_kong("zoeng1", "zhang"), hong_kong("jip6", "ye")
        (('wong',), ('cheung', 'cheong'), ('yip',))
        >>> hong_kong("sing4", "cheng"), hong_kong("caau4", "chao"), hong_kong("ng4", "wu")
        (('shing',), ('chau',), ('ng',))
    """
    found = _JYUTPING.fullmatch(reading)
    if found is None:
        return ()
    initial, final = found[1] or "", found[2]
    if not final:
        return (initial,)
    if final == "i" and initial in ("z", "c", "s") and mandarin in ("zi", "ci", "si", "shi"):
        return ("sze", "si") if initial == "s" else ("tsz", "chi")
    finals = _HONG_KONG_FINALS.get(final, (final.replace("aa", "a"),))
    initials: tuple[str, ...] = _HONG_KONG_INITIALS.get(initial, (initial,))
    if initial in ("z", "c") and mandarin[0] in "zcsjqx" and mandarin[1] != "h":
        initials = ("ts", "ch") if final in ("ang", "eoi", "e", "ou") else ("ch", "ts")
    if initial == "s" and final in _SOFT_FINALS and mandarin[:2] in ("sh", "ch", "zh"):
        initials = ("sh",)
    usual = initials[0] + finals[0]
    others = (initials[-1] + finals[0], initials[0] + finals[-1])
    return tuple(dict.fromkeys([usual, *others]))


def hangul(unihan: Unihan, character: str) -> list[str]:
    """Return the Korean syllables of a character or its other form, that which opens a name first."""
    for form in forms(unihan, character):
        values = [value.split(":") for value in unihan[form].get("kHangul", "").split()]
        syllables = [syllable for syllable, sources in values if set(sources) & set("0EN")]
        if syllables:
            return sorted(syllables, key=opens_with_r)
    return []


def korean(syllable: str, *, surname: bool) -> tuple[str, ...]:
    """Return the readings of a Hangul syllable; several only where the Hangul table lists it whole.

    Args:
        syllable: One block.
        surname: Whether the character is a surname, which print spells in a way of its own.

    Examples:
        >>> korean("이", surname=True), korean("협", surname=False)
        (('lee', 'yi', 'rhee'), ('hyeop',))
    """
    before = "" if surname else "나"  # any syllable of one reading, so that this one does not open the word
    opening = latin_readings(before)[0]
    readings = [r.removeprefix(opening) for r in latin_readings(before + syllable) if r.startswith(opening)]
    table = letter_table("HANGUL")
    listed = table is not None and {syllable, f"^{syllable}" if surname else ""} & table.readings.keys()
    return tuple(readings if listed else readings[:1])


def opens_with_r(syllable: str) -> bool:
    """Tell whether a syllable begins with rieul, which names of South Korea do not keep at their start."""
    return unicodedata.normalize("NFD", syllable)[0] == "\u1105"


def grouped(groups: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield a line `reading characters` for each reading."""
    for reading in sorted(groups):
        yield f"{reading} {''.join(groups[reading])}"


def compounds(table: Mapping[str, str]) -> Iterator[str]:
    """Yield a line `surname readings` for each form of each surname."""
    for surname, readings in table.items():
        for form in surname.split():
            yield f"{form} {readings}"


if __name__ == "__main__":
    main()
