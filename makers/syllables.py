"""Makes names/data/syllables.yaml: Latin spellings of the syllables of Korean, Chinese and Vietnamese names.

    python -m makers.syllables FOLDER > names/data/syllables.yaml

FOLDER holds the Unihan files, as for `makers.han_readings`. The steps:

1. Korean: every syllable that a character is read as, spelled as the Republic does (Revised Romanization), as
   the Hangul table says that print does, by McCune and Reischauer, and as the North does. The Revised
   spelling, the usual one of a family name, and one with marks lead to all others; of two spellings one
   leading to the other is enough.
2. Chinese: a syllable of Wade-Giles leads to those of pinyin. In words of two syllables pinyin leads to
   Wade-Giles, which is told by it alone.
3. Vietnamese: a syllable leads to the pinyin of the characters read so, and to their Wade-Giles.
4. Of spellings that the rules hold equal one is kept, and `MOST` at most.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from makers.han_readings import COMMONEST, Unihan, asked, pinyin, read_unihan, version_of, wade_giles
from names.folding.keys import class_keys
from names.folding.letters import latin_readings, letter_table

MOST = 5  # other spellings of one syllable
MOST_MEANT = (
    2  # syllables of Korean that one spelling may stand for, besides that which it is by the rules of 2000
)
SEVERAL = 2  # readings of one Vietnamese syllable
HEAD = """\
# Words of Latin print that may be syllables of Korean, Chinese or Vietnamese names, with what else print spells them.
# Made by makers/syllables.py from the Unihan database, the tables of letters and syllables.yaml beside it: correct those.
#
# Each line is `spelling others`: a word that may be this syllable may be spelled so as well. `families` open a name or
# close it; `given` are the syllables of given names, `together` those of words of two. A line without others only
# tells that there is such a syllable.
format: 1
sources:
  - {{authority: Unicode Consortium, title: "Unihan database {version}", used for: "kHangul, kMandarin and kVietnamese: which syllables there are"}}
  - {{authority: Republic of Korea, title: "Ministry of Culture and Tourism notification 2000-8", year: 2000, used for: Revised Romanization}}
  - {{authority: G. M. McCune and E. O. Reischauer, title: The Romanization of the Korean Language, year: 1939, used for: "k, t, p, ch, ŏ, ŭ"}}
  - {{authority: none, title: "names as the press of the North prints them in English, from knowledge of it", used for: "Jong, Hyon, Thae"}}
  - {{authority: R. H. Mathews, title: Chinese-English Dictionary, year: 1931, used for: Wade-Giles}}
"""  # noqa: E501

# Letters in which the systems differ from the Revised one, by its own spelling
_INITIALS_OF_1939 = {"g": ("k", "g"), "d": ("t", "d"), "b": ("p", "b"), "j": ("ch", "j")}
_INITIALS_OF_THE_NORTH = {"g": "k", "d": "t", "b": "p", "k": "kh", "t": "th", "p": "ph"}
_VOWELS_OF_1939 = {"eo": "ŏ", "yeo": "yŏ", "wo": "wŏ", "eu": "ŭ", "ui": "ŭi"}
_FINALS = {"k": "g", "t": "d", "p": "b"}  # as romanizers write them that go letter by letter
_MARKS = str.maketrans("ŏŭ", "ou")

Lines = dict[str, list[str]]


def main() -> None:
    """Print the table."""
    folder, extra = asked(__file__, __doc__)
    sys.stdout.write(make(read_unihan(folder, ("kVietnamese",)), extra, version_of(folder)))


def make(unihan: Unihan, extra: Mapping[str, Any], version: str) -> str:
    """Return the text of syllables.yaml."""
    given = korean(hangul(unihan), opens=False)
    in_pinyin = older_spellings(mandarin(unihan), extra)
    of_vietnam = vietnamese(unihan, extra)
    tables = {
        "korean": (korean(extra["korean"].replace(" ", ""), opens=True), given, {}),
        "chinese": (
            chinese(older_spellings(surnames(unihan, extra), extra)),
            chinese(in_pinyin),
            {own: older[:1] for own, older in in_pinyin.items()},
        ),
        "vietnamese": (*of_vietnam, {}),
    }
    lines = [HEAD.format(version=version).rstrip()]
    for language, each in tables.items():
        lines.append(f"{language}:")
        for name, table in zip(("families", "given", "together"), each, strict=True):
            lines += [f"  {name}: |", *(f"    {' '.join([s, *table[s]])}" for s in sorted(table))]
    return "\n".join(lines) + "\n"


def common(unihan: Unihan) -> list[str]:
    """Return the commonest characters."""
    return [c for c, entry in unihan.items() if int(entry.get("kTGH", "2013:9999")[5:]) <= COMMONEST]


def hangul(unihan: Unihan) -> list[str]:
    """Return the syllables that characters are read as in Korea, those that the Hangul table lists first."""
    count = Counter(
        syllable
        for entry in unihan.values()
        for syllable, _, of in (value.partition(":") for value in entry.get("kHangul", "").split())
        if set(of) & set("0EN")
    )
    table = letter_table("HANGUL")
    listed = table.readings.keys() if table else ()
    return sorted(count, key=lambda s: (s not in listed, -count[s], s))


def mandarin(unihan: Unihan) -> list[str]:
    """Return the syllables of pinyin."""
    return sorted({pinyin(r) for c in common(unihan) for r in unihan[c].get("kMandarin", "").split()})


def surnames(unihan: Unihan, extra: Mapping[str, Any]) -> list[str]:
    """Return Chinese family names in pinyin; those of two syllables with a space between."""
    single = [c for c in extra["chinese"] if c != " "]
    return [" ".join(latin_readings(c)[0] for c in name) for name in [*single, *extra["compounds"].split()]]


def older_spellings(syllables: Iterable[str], extra: Mapping[str, Any]) -> Lines:
    """Return each syllable of pinyin, or a few with spaces between, with its older spellings."""
    found: Lines = {}
    for name in syllables:
        others = ["".join(map(wade_giles, name.split())), *extra["older"].get(name, "").split()]
        found[name.replace(" ", "")] = list(dict.fromkeys(others))
    return found


def chinese(in_pinyin: Lines) -> Lines:
    """Return each older spelling with the syllables of pinyin that it may be, and these alone."""
    meant: Lines = {own: [] for own in in_pinyin}
    for own, older in in_pinyin.items():
        for spelling in older:
            if spelling != own:
                meant.setdefault(spelling, []).append(own)
    # An unaspirated letter is the likelier: Chou is oftener Zhou than Chou
    return {
        spelling: apart(spelling, sorted(found, key=in_pinyin_order)) for spelling, found in meant.items()
    }


def in_pinyin_order(syllable: str) -> tuple[bool, str]:
    """Return what puts syllables that Wade-Giles writes without an apostrophe first."""
    return syllable[0] in "qctpk", syllable


def korean(syllables: Iterable[str], *, opens: bool) -> Lines:
    """Return the spellings of syllables of Korean with the others.

    Args:
        syllables: In Hangul, the likeliest first.
        opens: Whether they are family names.
    """
    meant: dict[str, list[tuple[str, list[str]]]] = {}
    for syllable in syllables:
        usual, revised, others = spellings(syllable, opens=opens)
        by_letters = revised[:-1] + _FINALS.get(revised[-1], revised[-1])
        of_1939 = [spelling for spelling in others if spelling.translate(_MARKS) != spelling]
        plain = list(dict.fromkeys(spelling.translate(_MARKS) for spelling in others))
        every = [usual, revised, *plain]
        for spelling in dict.fromkeys([*every, *of_1939]):
            sure = spelling in (usual, revised, *of_1939)
            meant.setdefault(spelling, []).append((revised, every if sure else [usual, revised] * opens))
        if by_letters not in every:
            meant.setdefault(by_letters, []).append((revised, [usual, revised]))
    lines: Lines = {}
    for spelling, found in meant.items():
        kept = [each for n, each in enumerate(found) if n < MOST_MEANT or each[0] == spelling]
        lines[spelling] = apart(spelling.translate(_MARKS), (other for _, others in kept for other in others))
    return lines


def spellings(syllable: str, *, opens: bool) -> tuple[str, str, list[str]]:
    """Return how print usually spells a syllable, its Revised spelling, and all others.

    Examples:
        >>> spellings("정", opens=False)
        ('jeong', 'jeong', ['jong', 'chŏng', 'jŏng', 'jung', 'chung'])
        >>> spellings("박", opens=True)[:2]
        ('park', 'bak')
    """
    initial, vowel, final = letters(syllable)
    marked = _VOWELS_OF_1939.get(vowel, vowel)
    north = _INITIALS_OF_THE_NORTH.get(initial, initial) + marked.translate(_MARKS) + final
    of_1939 = [each + marked + final for each in _INITIALS_OF_1939.get(initial, (initial,))]
    read = list(of_print(syllable, opens=opens))
    revised = initial + vowel + final
    return read[0], revised, [north, *of_1939, *read[1:]]


def letters(syllable: str) -> tuple[str, str, str]:
    """Return the letters of a syllable in the Revised spelling: initial, vowel, final."""
    table = letter_table("HANGUL")
    if table is None:
        raise ValueError("there is no table of Hangul")
    jamo = unicodedata.normalize("NFD", syllable)
    read = [table.readings[letter][0] for letter in jamo]
    return read[0], read[1], read[2] if len(read) > 2 else ""


def of_print(syllable: str, *, opens: bool) -> Iterator[str]:
    """Yield the readings of a syllable by the Hangul table, where it lists it whole, else the usual one."""
    before = "" if opens else "나"  # any syllable of one reading, so that this one does not open the word
    opening = latin_readings(before)[0] if before else ""
    table = letter_table("HANGUL")
    listed = table is not None and ("^" if opens else "") + syllable in table.readings
    read = [r.removeprefix(opening) for r in latin_readings(before + syllable) if r.startswith(opening)]
    yield from read if listed else read[:1]


def vietnamese(unihan: Unihan, extra: Mapping[str, Any]) -> tuple[Lines, Lines]:
    """Return family names and syllables of Vietnamese with the pinyin and Wade-Giles of their characters."""
    read: dict[str, Counter[str]] = {}
    for character in common(unihan):
        entry = unihan[character]
        if "kMandarin" in entry:
            for syllable in entry.get("kVietnamese", "").split()[:1]:
                read.setdefault(syllable, Counter())[pinyin(entry["kMandarin"].split()[0])] += 1
    given: Lines = {}
    for syllable in {*read, *extra["readings"]}:
        sure = extra["readings"].get(syllable, "").split()
        found = sure or [each for each, _ in read[syllable].most_common(SEVERAL)]
        own = latin_readings(syllable)[0]
        given[syllable] = apart(own, (s for each in found for s in (each, wade_giles(each))))
    return {name: given.get(name, []) for name in extra["vietnamese"].split()}, given


def apart(own: str, others: Iterable[str]) -> list[str]:
    """Return spellings that the rules hold equal neither to a first one nor to each other, `MOST` at most."""
    keys = {class_keys(own)[0]}
    kept: list[str] = []
    for other in others:
        key = class_keys(other)[0]
        if key not in keys and len(kept) < MOST:
            keys.add(key)
            kept.append(other)
    return kept


if __name__ == "__main__":
    main()
