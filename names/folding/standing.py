"""What a word is where it stands, which it may not be by itself: Elvira King, Kate O Bryan, Сидоров И П.

Most words are what the tables say. A few are something else among their neighbours:

- A single capital that is also a conjunction is an initial beside another one.
- An O before a name is part of it where print leaves the apostrophe out (Kate O Bryan).
- A title that would leave no surname is the surname (Elvira King); one that is a given name too, before one
  other word, is that (Don Sheehy).
- An article of Arabic that has the first sound of the word behind it is one before such a word alone.
- A particle at the end that is a family name is one (Yumeng Du); one that opens a name of one other word is
  a given name (Van Morrison), and so is an Arabic article or a word for a son that is one too (Al Gore,
  Ben Wallace), where no hyphen ties it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

import msgspec

from names.folding.name_parts import name_parts
from names.folding.part import Word, part_of, readings_of
from names.folding.roles import family_keys
from names.kinds import PartKind

_SYLLABLE = re.compile("[^aeiouy]*[aeiouy]+[^aeiouy]*")
Words = tuple[list[Word], list[str]]


def needs_look(words: Sequence[Word], written: Sequence[str]) -> bool:
    """Tell whether some word may be something else where it stands; most spellings are done with this."""
    return "O" in written or any(word.kind != "word" for word in words)


def as_they_stand(
    words: Sequence[Word],
    written: Sequence[str],
    comma: int,
    stopped: Collection[int] = (),
    tied: Collection[int] = (),
) -> tuple[tuple[Word, ...], tuple[str, ...], int]:
    """Return words, each as what it is where it stands, with how they are written and where the comma is.

    Args:
        words: The words as they are by themselves.
        written: The same as written.
        comma: How many of them stand before the first comma; 0 without one.
        stopped: The places of those with a full stop behind them.
        tied: The places of those with a hyphen behind them.

    Examples:
        >>> from names.folding import fold
        >>> [[part.kind for part in fold(text).parts] for text in ("King Charles", "Elvira King")]
        [['title', 'word'], ['word', 'word']]
        >>> [[part.kind for part in fold(text).parts] for text in ("Al-Assad", "Al Gore")]
        [['particle', 'word'], ['word', 'word']]
    """
    loud = all(text.isupper() for text in written if len(text) > 1)
    found: Words = ([], [])
    before = 0
    for n, (word, text) in enumerate(zip(words, written, strict=True)):
        if (
            found[0]
            and _is_open_o(found, n, comma, len(words), stopped)
            and word.kind == "word"
            and text[0].isupper()
        ):
            joined = "o'" + word.text
            readings = tuple("o" + reading for reading in word.readings)
            found[0][-1] = msgspec.structs.replace(word, text=joined, readings=readings)
            found[1][-1] += " " + text
        else:
            _add(found, word, text)
        if n + 1 == comma:
            before = len(found[0])
    made, texts = found
    for n in range(len(made)):
        made[n] = _in_its_place(made, texts, n, before, loud=loud)
    if not before and 0 not in tied and _opens_alone(made, texts):
        made[0] = _as(made[0], "word")
    return tuple(made), tuple(texts), before


def _add(found: Words, word: Word, text: str) -> None:
    found[0].append(word)
    found[1].append(text)


def _as(word: Word, kind: PartKind) -> Word:
    return msgspec.structs.replace(word, kind=kind, usually=kind)


def _is_open_o(found: Words, n: int, comma: int, count: int, stopped: Collection[int]) -> bool:
    """Tell whether the word before is an O that print has parted from the name behind it."""
    if found[1][-1] != "O" or n - 1 in stopped or found[0][-1].script != "LATIN":
        return False
    return n > 1 or (comma == 2 and count > 2)


def _in_its_place(words: Sequence[Word], written: Sequence[str], n: int, comma: int, *, loud: bool) -> Word:
    """Return a word as what it is among its neighbours."""
    word, last = words[n], n == len(words) - 1
    if word.kind in ("other", "particle") and len(word.text) == 1 and written[n].isupper() and not loud:
        beside = [m for m in (n - 1, n + 1) if 0 <= m < len(words)]
        if any(words[m].kind == "initial" or len(written[m]) == 1 for m in beside):
            return msgspec.structs.replace(_as(word, "initial"), readings=readings_of(word.text))
    if word.kind == "generation" and word.text == "i" and not (last and written[n] == "I" and n > 0):
        return _as(word, "particle")
    if word.kind == "particle" and n == 0 and not comma and _are_syllables(words):
        return _as(word, "word")  # Le Thi Mai
    if word.kind == "title" and len(words) > 1:
        if last and comma != n and not _count(words, _is_surname):
            return _as(word, "word")
        canonical_names, _ = _as(word, "word").canonical_names()
        if n == 0 and canonical_names and len(words) == 2 and words[1].kind == "word":
            return _as(word, "word")
    if word.kind == "particle" and word.readings[0] in name_parts().assimilated:
        initials = written[n].isupper() and not loud  # AR Rahman
        article = not last and not initials and _opens_with_sound_of(words[n + 1], word)
        return word if article else _as(word, "word")
    if word.kind == "particle" and last and n > 0 and not comma and part_of(word).key in family_keys():
        return _as(word, "word")
    return word


def _opens_with_sound_of(word: Word, article: Word) -> bool:
    """Tell whether a word opens with the last sound of an article of Arabic: ash-Shaykh."""
    return word.kind != "particle" and word.readings[0].startswith(article.readings[0][1:])


def _opens_alone(words: Sequence[Word], written: Sequence[str]) -> bool:
    """Tell whether the first word is the given name before one other, though it may be a small word too."""
    first = words[0]
    if first.kind not in ("particle", "filiation") or not written[0].istitle():
        return False
    if [word.kind for word in words[1:] if word.kind != "generation"] != ["word"]:
        return False
    return first.text in name_parts().given_too or bool(_as(first, "word").canonical_names()[0])


def _are_syllables(words: Sequence[Word]) -> bool:
    """Tell whether words are three or more of one syllable each, the first a family name: as in Vietnam."""
    readings = [word.readings[0] for word in words]
    return (
        len(words) > 2
        and part_of(words[0]).key in family_keys()
        and all(_SYLLABLE.fullmatch(reading) for reading in readings)
    )


def _count(words: Sequence[Word], what: Callable[[Sequence[Word], int], bool]) -> int:
    return sum(what(words, n) for n in range(len(words)))


def _is_surname(words: Sequence[Word], n: int) -> bool:
    """Tell whether a word may be a surname: one behind the first name, and no patronymic."""
    names = [m for m, word in enumerate(words) if word.kind == "word"]
    return n in names[1:] and part_of(words[n]).father is None
