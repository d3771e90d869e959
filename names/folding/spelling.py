"""`fold()`: a spelling of a name to the parts and keys it is compared by.

Spellings of the gazetteer and of queries pass through the same steps, in this order:

1. Clean: invisible and control characters go, compatibility forms become ordinary ones (NFKC). Text
   longer than `MAX_LENGTH` is no name and has no parts.
2. Split into words at spaces and punctuation, remembering commas and full stops; in small letters from
   here on. Apostrophes stay inside a word: in some alphabets they are letters. Chinese, Korean and Burmese
   names written without spaces are split by syllable.
3. Bring letters that only look like those of the word's script to that script (`lookalikes`).
4. Read each word as plain letters a to z (`letters`): our own tables first, Unidecode for the rest.
5. Write each reading as class keys (`keys`), in which q is k, zh is j, ye is e; and as a skeleton.
6. Say what each part is: a word, an initial, a title, a suffix, a particle (`name_parts`).
7. Join the word that makes a patronymic (uly, kyzy, ogly) to the father's name before it.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

import msgspec

from names.folding.given_names import Gender, gender_of, heads_of
from names.folding.han import foreign_readings
from names.folding.keys import MAX_LETTERS, class_keys, single, skeleton
from names.folding.letters import latin_readings, printed_words, script_of
from names.folding.lookalikes import unmix
from names.folding.name_parts import (
    PartKind,
    father_of,
    is_digraph_initial,
    kind_of,
    masculine_of,
    name_parts,
)

MAX_LENGTH = 600  # code points; the longest names of people and bodies in print stay well under half of it
MAX_PARTS = 16

Writing = Literal["alphabet", "abjad", "syllables"]

_ABJADS = {"ARABIC", "HEBREW", "SYRIAC", "THAANA"}
_ALPHABETS = {"LATIN", "CYRILLIC", "GREEK", "GEORGIAN", "ARMENIAN"}
# All other scripts count as syllables. So do Thai, Lao, Khmer, Burmese and Ethiopic: they leave some vowels
# out, and print spells the rest by many habits (Keo, Kaew; Haile, Hayle), so that consonants say more.
_BLOCKS = {"CJK", "HANGUL", "KHMER", "MYANMAR"}  # one character is one syllable, never an initial
LONGEST_NATIVE = 4  # syllables of a Chinese or Korean name; with more it is a foreign one by sound
LONGEST_HAN_PART = 4  # characters of one part of a foreign name by sound
LONGEST_RUN = 12  # characters of a foreign name without spaces; with more it is a sentence or a body's name
_LONGEST_UNSPACED = {"CJK": LONGEST_RUN, "HANGUL": LONGEST_NATIVE}

_APOSTROPHES = "'’‘ʼʻ`´ʹ′׳ʾʿ"
_APOSTROPHE_AS_ONE = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
_INVISIBLE = {"Cf", "Cs", "Co", "Cn"}
_BETWEEN_NAMES = re.compile(r"\s*;\s*(?=\w)")  # a semicolon stands between two names
_HYPHENATED = re.compile(r"\w+-\w+")
_WORD = re.compile(r"([^\W_](?:[^\W_]|['\u0300-\u036f]|(?!\s)[\u0900-\u0dff\u0e00-\u109f\u1780-\u17ff])*)")


class Part(msgspec.Struct, frozen=True, cache_hash=True, gc=False):
    """One part of a folded name.

    Attributes:
        text: The part in small letters, as written.
        latin: Its usual plain reading, a-z and 0-9.
        keys: Its class keys, the usual one first; never empty.
        kind: What it is.
        writing: How its script writes vowels: in full, hardly, or by syllables.
        script: First word of the Unicode name of its letters (`LATIN`), or "".
        bones: The consonant skeleton of the usual class key.
        father: The father's name in a patronymic and the child's gender, or None.
        masculine: The class key of the masculine form where this is a feminine surname, or None.
        heads: Given names it may be a form of, as Robert for Bob.
        far_heads: Given names it is a form of in another faith, as John for Yahya.
        gender: Of who bears these given names, or this title; None where both do, or it is neither.
    """

    text: str
    latin: str
    keys: tuple[str, ...]
    kind: PartKind
    writing: Writing
    script: str
    bones: str
    father: tuple[str, Gender] | None = None
    masculine: str | None = None
    heads: frozenset[str] = frozenset()
    far_heads: frozenset[str] = frozenset()
    gender: Gender | None = None

    @property
    def key(self) -> str:
        """The usual class key."""
        return self.keys[0]


class Spelling(msgspec.Struct, frozen=True, gc=False):
    """A folded name.

    Attributes:
        text: The spelling as given.
        parts: Its parts in written order; empty where nothing can be compared.
        written: Each part as written, capitals and all.
        comma: How many parts stand before the first comma, or 0 without one ("Tokayev, K.-Zh." has 1).
    """

    text: str
    parts: tuple[Part, ...]
    written: tuple[str, ...] = ()
    comma: int = 0

    @property
    def key(self) -> str:
        """The usual class keys of all parts, with spaces between."""
        return " ".join(p.key for p in self.parts)

    @property
    def script(self) -> str:
        """The script of its first part, or "" without parts."""
        return self.parts[0].script if self.parts else ""


def fold(text: str) -> Spelling:
    """Return a spelling's parts and keys, for any text whatever.

    Args:
        text: A name as found, in any script; unclean text is cleaned, nothing is refused.

    Returns:
        The folded spelling. `fold(fold(text).key).key` is `fold(text).key`.

    Examples:
        >>> fold("Қасым-Жомарт Тоқаев").key
        'kasim jomart tokaev'
        >>> fold("TOKAYEV, K.-Zh.").key
        'tokaev k j'
        >>> fold("   ").parts
        ()
    """
    return _fold_plain(text) or _fold_any(text)


def _fold_plain(text: str) -> Spelling | None:
    """Return the same where the name is made of plain words with a space between, as most are, else None.

    What a plain word turns into is remembered, and does not depend on what stands beside it.
    """
    if len(text) > MAX_LENGTH:
        return None
    words = text.split(" ")
    if not 2 <= len(words) <= MAX_PARTS:
        return None
    comma = int(words[0].endswith(","))
    if comma:
        words[0] = words[0][:-1]
    plain = [_plain_part(word) for word in words]
    if None in plain:
        return None
    parts: tuple[Part, ...] = tuple(plain)  # type: ignore[arg-type]
    return Spelling(text, parts, tuple(words), comma)


@functools.lru_cache(maxsize=200_000)
def _plain_part(word: str) -> Part | None:
    """Return the part that a plain word is in any name of several words, None for another word.

    It is all letters of one alphabet, needs no cleaning, and is not joined to the word before it.
    """
    if not word.isalpha():
        return None
    if word.isascii():  # such a word needs no cleaning, and is its own reading
        small = word.lower()
        readings: tuple[str, ...] = (small[:MAX_LETTERS],)
    elif clean(word) != word or _WORD.fullmatch(word) is None:
        return None
    else:
        small = _small(word)
        readings = _readings(small)
        if {script_of(c) for c in small} - _ALPHABETS or not readings[0]:
            return None
    part = _part(small, "", readings)
    return None if part.latin in name_parts().patronymic_words else part


def _fold_any(text: str) -> Spelling:
    """Return the same of any text, through all steps."""
    split = [(word, _small(word), after) for word, after in _words(clean(text))[:MAX_PARTS]]
    words = [entry for entry in split if _readings(entry[1])[0]]
    comma = next((i + 1 for i, (_, _, after) in enumerate(words) if "," in after), 0)
    read = foreign_readings if is_foreign_run([small for _, small, _ in words]) else _readings
    parts = _mark_suffixes([_part(small, after, read(small)) for _, small, after in words], comma)
    parts, written = _join_patronymics(parts, [word for word, _, _ in words])
    return Spelling(text, tuple(parts), tuple(written), comma if comma < len(parts) else 0)


def is_foreign_run(words: Sequence[str]) -> bool:
    """Tell whether words are the characters of a foreign name by sound: more than a native name has.

    Examples:
        >>> is_foreign_run("阿都拉曼达兰"), is_foreign_run("毛泽东")
        (True, False)
    """
    if not LONGEST_NATIVE < len(words) <= LONGEST_RUN:
        return False
    return all(len(word) == 1 and script_of(word) == "CJK" for word in words)


@functools.lru_cache(maxsize=200_000)
def _readings(small: str) -> tuple[str, ...]:
    return tuple(r[:MAX_LETTERS] for r in latin_readings(small))


@functools.lru_cache(maxsize=200_000)
def _small(word: str) -> str:
    """Return a word in small letters of one script."""
    return unmix(unicodedata.normalize("NFC", word.lower().replace("i\u0307", "i")))


def clean(text: str) -> str:
    r"""Return the text in ordinary letters, without invisible or control characters.

    Examples:
        >>> clean("Ｋａｓｙｍ\u00adzhomart\u200f")
        'Kasymzhomart'
    """
    if len(text) > MAX_LENGTH:
        return ""
    if not text.isascii():
        text = "".join([c for c in text if unicodedata.category(c) not in _INVISIBLE])
        text = unicodedata.normalize("NFKC", text)
    if ";" in text:
        text = _BETWEEN_NAMES.sub(" and ", text)
    if "-" in text:
        text = _HYPHENATED.sub(_as_one_word, text)
    return unicodedata.normalize("NFC", text.translate(_APOSTROPHE_AS_ONE))


def _as_one_word(found: re.Match[str]) -> str:
    """Return a listed word without its hyphen (г-н), which else divides words."""
    word = found.group()
    return word.replace("-", "") if word.lower() in name_parts().hyphenated else word


def _words(text: str) -> list[tuple[str, str]]:
    """Return each word with what stands between it and the next."""
    _, *turns = _WORD.split(text)
    found = list(zip(turns[::2], turns[1::2], strict=True))
    if text.isascii():
        return found
    words: list[tuple[str, str]] = []
    for word, after in found:
        pieces = _syllables(word) if len(found) == 1 else printed_words(word)
        words += [(piece, "") for piece in pieces[:-1]]
        words.append((pieces[-1], after))
    return words


def _syllables(word: str) -> list[str]:
    """Return the syllables of a name that is one Chinese, Korean or Burmese word, else the word itself.

    A Chinese or Korean name has two to four syllables and no spaces. A longer Chinese one is foreign, by
    sound, and nothing shows where its parts end (阿都拉曼达兰 Abdul Rahman Dahlan). Burmese print has no
    spaces at all, so Burmese words are split in longer names too.
    """
    script = script_of(word[0])
    longest = _LONGEST_UNSPACED.get(script, 0)
    return list(word) if len(word) <= longest else printed_words(word)


@functools.lru_cache(maxsize=200_000)
def _word_part(word: str, readings: tuple[str, ...], kind: PartKind) -> Part:
    script = script_of(word[0])
    latin = script == "LATIN"
    keys = tuple(dict.fromkeys([k for r in readings for k in class_keys(r, habits=latin) if k]))
    writing: Writing = "alphabet" if script in _ALPHABETS or not script else "syllables"
    if script in _ABJADS:
        writing = "abjad"
    keys = keys or (readings[0],)
    if kind == "generation":
        keys = (name_parts().generations.get(word, keys[0]),)
    key = keys[0]
    is_syllable = script == "CJK" and len(word) == 1  # 莫 is not Mo for Muhammad
    heads, far_heads = heads_of("" if is_syllable else word, "" if is_syllable else readings[0])
    return Part(
        word,
        readings[0],
        keys,
        kind,
        writing,
        script,
        bones=skeleton(key),
        father=father_of(key),
        masculine=masculine_of(key),
        heads=heads,
        far_heads=far_heads,
        gender=name_parts().genders.get(word) if kind == "title" else gender_of(heads),
    )


def _part(word: str, after: str, readings: tuple[str, ...]) -> Part:
    kind = kind_of(word)
    stopped = after.startswith(".")
    if len(word) <= 4 and script_of(word[0]) not in _BLOCKS:
        alone = len(word) == 1 and (kind == "word" or stopped)
        if alone or (stopped and is_digraph_initial(readings[0])):
            kind = "initial"
    return _word_part(word, readings, kind)


def _mark_suffixes(parts: list[Part], comma: int) -> list[Part]:
    """Take initials, or a title of nobility, after a whole name and a comma for what adds nothing to it.

    So it is in "Totok Daryanto, S.E." and in "John Morris, Baron Morris of Aberavon".
    """
    if not comma:
        return parts
    tail = parts[comma:]
    whole = sum(p.kind == "word" for p in parts[:comma]) >= 2
    if not whole or not tail:
        return parts
    noble = tail[0].text in name_parts().peerages
    if not noble and not all(p.kind in ("initial", "suffix", "title") for p in tail):
        return parts
    return parts[:comma] + [msgspec.structs.replace(p, kind="suffix") for p in tail]


def _join_patronymics(parts: list[Part], written: list[str]) -> tuple[list[Part], list[str]]:
    patronymic_words = name_parts().patronymic_words
    if patronymic_words.isdisjoint([part.latin for part in parts]):
        return parts, written
    joined: list[Part] = []
    words: list[str] = []
    for part, word in zip(parts, written, strict=True):
        before = joined[-1] if joined else None
        if before is not None and len(before.key) > 2 and part.latin in patronymic_words:
            joined[-1] = join_parts((before, part))
            words[-1] += " " + word
        else:
            joined.append(part)
            words.append(word)
    return joined, words


@functools.lru_cache(maxsize=200_000)
def join_parts(parts: tuple[Part, ...]) -> Part:
    """Return neighbouring parts written together (Kassym Jomart as kassymjomart)."""
    text = "".join(p.text for p in parts)
    if all(p.script == "CJK" for p in parts):  # together they may be a foreign name by sound
        return _word_part(text, _readings(text), "word")
    latin = "".join(p.latin for p in parts)[:MAX_LETTERS]
    key = single("".join(p.key for p in parts))[:MAX_LETTERS]
    first = parts[0]
    father = father_of(key)
    return Part(text, latin, (key,), "word", first.writing, first.script, skeleton(key), father)
