"""One part of a folded name: the word as it was read, and the keys it is compared by.

A word is cheap to read; its keys take most of the time of folding. So a `Word` says all that its `Part` is
made of, and whoever can make many parts at once, as the compiled kernel does, starts from there.
"""

from __future__ import annotations

import functools

import msgspec

from names.folding.given_names import Gender, canonical_names_of, gender_of
from names.folding.kanji import japanese_readings
from names.folding.keys import MAX_LETTERS, class_keys, single, skeleton
from names.folding.letters import latin_readings, script_of
from names.folding.name_parts import father_of, masculine_of, name_parts
from names.folding.romaji import in_hepburn
from names.kinds import PartKind, Writing

_ABJADS = {"ARABIC", "HEBREW", "SYRIAC", "THAANA"}
KANJI = "KANJI"  # what a part of a Japanese name has for its script: its readings tell all vowels
_ALPHABETS = {"LATIN", "CYRILLIC", "GREEK", "GEORGIAN", "ARMENIAN", "OL", "GOTHIC", KANJI}
# All other scripts count as syllables. So do Thai, Lao, Khmer, Burmese and Ethiopic: they leave some vowels
# out, and print spells the rest by many habits (Keo, Kaew; Haile, Hayle), so that consonants say more.


class Part(msgspec.Struct, frozen=True, cache_hash=True, gc=False):
    """One part of a folded name.

    Attributes:
        text: The part in small letters, as written.
        latin: Its usual plain reading, a-z and 0-9.
        keys: Its class keys, the usual one first; never empty.
        kind: What it is.
        writing: How its script writes vowels: in full, hardly, or by syllables.
        script: First word of the Unicode name of its letters (`LATIN`), `KANJI` of a Japanese name, or "".
        skeleton: The consonant skeleton of the usual class key.
        father: The father's name in a patronymic and the child's gender, or None.
        masculine: The class key of the masculine form where this is a feminine surname, or None.
        canonical_names: Given names it may be a form of, as Robert for Bob.
        far_canonical_names: Given names it is a form of in another faith, as John for Yahya.
        gender: Of who bears these given names, or this title; None where both do, or it is neither.
    """

    text: str
    latin: str
    keys: tuple[str, ...]
    kind: PartKind
    writing: Writing
    script: str
    skeleton: str
    father: tuple[str, Gender] | None = None
    masculine: str | None = None
    canonical_names: frozenset[str] = frozenset()
    far_canonical_names: frozenset[str] = frozenset()
    gender: Gender | None = None

    @property
    def key(self) -> str:
        """The usual class key."""
        return self.keys[0]


class Word(msgspec.Struct, frozen=True, cache_hash=True, gc=False):
    """A word of a name as it was read: all that its part is made of.

    Attributes:
        text: The word in small letters, of one script where it could be brought to one.
        readings: Its plain readings in a-z and 0-9, the usual one first; that is never empty.
        usually: What such a word is by itself.
        kind: What it is where it stands.
        script: First word of its first letter's Unicode name (`LATIN`), `KANJI` of a Japanese name, or "".
        others: Plain readings of what else print spells it (`names.folding.syllables`).
    """

    text: str
    readings: tuple[str, ...]
    usually: PartKind
    kind: PartKind
    script: str
    others: tuple[str, ...] = ()

    @property
    def writing(self) -> Writing:
        """How its script writes vowels."""
        if self.script in _ABJADS:
            return "abjad"
        return "alphabet" if self.script in _ALPHABETS or not self.script else "syllables"

    @property
    def by_habits(self) -> bool:
        """Whether the letters of `readings` may sound as in other languages (`keys.class_keys`)."""
        return self.script == "LATIN"

    def canonical_names(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the given names it may be a form of, and those it is only distantly."""
        if self.script == "CJK" and len(self.text) == 1:  # 莫 is not Mo for Muhammad
            return canonical_names_of("", "")
        return canonical_names_of(self.text, self.readings[0])

    def gender(self, canonical_names: frozenset[str]) -> Gender | None:
        """Return the gender of who bears it, None where that is not told.

        Args:
            canonical_names: The given names that it may be a form of.
        """
        return name_parts().genders.get(self.text) if self.usually == "title" else gender_of(canonical_names)


@functools.lru_cache(maxsize=200_000)
def readings_of(small: str) -> tuple[str, ...]:
    """Return the plain readings of a word in small letters, as long as keys can be."""
    if script_of(small[:1]) == "LATIN":
        return read_latin(latin_readings(small))
    return tuple(r[:MAX_LETTERS] for r in latin_readings(small))


def read_latin(readings: tuple[str, ...]) -> tuple[str, ...]:
    """Return the readings of a word in Latin letters with that in Hepburn, where it is a Japanese one."""
    hepburn = in_hepburn(readings[0])
    if hepburn is not None and hepburn not in readings:
        readings = (*readings, hepburn)
    return tuple(r[:MAX_LETTERS] for r in readings)


@functools.lru_cache(maxsize=200_000)
def part_of(word: Word) -> Part:
    """Return the part that a word makes."""
    found = [key for reading in word.readings for key in class_keys(reading, habits=word.by_habits)]
    found += [key for reading in word.others for key in class_keys(reading, habits=False)]
    keys = tuple(dict.fromkeys(filter(None, found))) or (word.readings[0],)
    if word.usually == "generation":
        meant = name_parts().generations
        keys = (meant.get(word.text) or meant.get(word.readings[0], keys[0]),)
    key = keys[0]
    canonical_names, far_canonical_names = word.canonical_names()
    return Part(
        word.text,
        word.readings[0],
        keys,
        word.kind,
        word.writing,
        word.script,
        skeleton=skeleton(key),
        father=father_of(key),
        masculine=masculine_of(key),
        canonical_names=canonical_names,
        far_canonical_names=far_canonical_names,
        gender=word.gender(canonical_names),
    )


def run_of_han(text: str, *, opens: bool, closes: bool) -> Word:
    """Return Chinese characters written together as one word: a foreign name by sound, or a Japanese one.

    Args:
        text: The characters.
        opens: Whether a name opens with them.
        closes: Whether it ends with them.
    """
    japanese = japanese_readings(text, opens=opens, closes=closes)
    return Word(text, tuple(dict.fromkeys([*readings_of(text), *japanese])), "word", "word", "CJK")


@functools.lru_cache(maxsize=200_000)
def join_parts(parts: tuple[Part, ...], *, opens: bool = False, closes: bool = False) -> Part:
    """Return neighbouring parts written together (Kassym Jomart as kassymjomart).

    Args:
        parts: The parts.
        opens: Whether the name opens with them, which tells of Chinese characters how they are read.
        closes: Whether it ends with them.
    """
    text = "".join(p.text for p in parts)
    if all(p.script == "CJK" for p in parts):
        return part_of(run_of_han(text, opens=opens, closes=closes))
    latin = "".join(p.latin for p in parts)[:MAX_LETTERS]
    key = single("".join(p.key for p in parts))[:MAX_LETTERS]
    first = parts[0]
    father = father_of(key)
    return Part(text, latin, (key,), "word", first.writing, first.script, skeleton(key), father)
