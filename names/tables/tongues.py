"""How much words look like those of certain languages: by which letters follow which, or by their characters.

A measure is the logarithm of a probability, so that those of two readings of the same bytes can be compared.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from names import data

END = "_"  # and the beginning of a word
TYPICAL = 1.5  # what came 2 to 4 times is counted as 3
SEEN = 0.9  # share of pairs that are among those listed
STRANGE = -12.0  # a letter that the language has not
PLAIN = -3.3  # a letter of ASCII, where the words are of another script
BESIDE = -4.0  # such a letter and a character side by side
LISTED, USUAL, RARE = 0.8, -10.0, -13.5  # share of listed characters; others of the first level, all others
MARK, SIGN, CONTROL = -6.5, -11.0, -14.0  # as » or №; as ± or ╠; what no text has
VOWEL = -4.0
INSIDE = -7.0  # besides, for a sign between two letters
MIXED = -4.0  # a large letter after a small one, or a small one after two large ones
ALONE = -6.0  # a word of one letter
SMALL = -2.0  # a word in small letters: most of those in a table of names begin large
FEWEST = 0.5  # words of a language that every page is held to have

LETTERS = (
    r"(?:[^\W\d_]|[\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])+"  # with marks that stand above or below
)

_MARKS = frozenset("«»‹›“”„‘’‚–—…№·€£§°©®™\u00a0\u3000、。・「」『』（），．：；！？〜－")
_JOINING = frozenset("‘’·\u00a0・")  # marks that may stand between two letters
_RUNS = re.compile(rf"({LETTERS})|(?:(?!{LETTERS})[^\x00-\x7f])+")
_VOWELS = re.compile(
    "(?<=[\u05bc\u05d0-\u05f2\u0621-\u063f\u0641-\u064a\u0651\u0671-\u06d3])[\u05b0-\u05c7\u0640\u064b-\u0652]"
)  # after letters of Hebrew and Arabic, where they are seldom written


class Tongue(Protocol):
    """What is known of the words of a language."""

    def measure(self, word: str) -> float:
        """Return how likely a word is.

        Args:
            word: Letters, small ones.
        """


class Alphabet:
    """A language whose letters follow each other in certain ways.

    Args:
        levels: Pairs of letters by the power of two of how often they came.
    """

    def __init__(self, levels: Mapping[str, str]) -> None:
        counts = {
            pair: TYPICAL * 2 ** int(level) for level, pairs in levels.items() for pair in pairs.split()
        }
        first: dict[str, float] = {}
        second: dict[str, float] = {}
        for pair, count in counts.items():
            first[pair[0]] = first.get(pair[0], 0) + count
            second[pair[1]] = second.get(pair[1], 0) + count
        share = {b: (1 - SEEN) * count / sum(counts.values()) for b, count in second.items()}
        self._alone = {b: math.log(known) for b, known in share.items()}
        self._pairs = {
            pair: math.log(SEEN * count / first[pair[0]] + share[pair[1]]) for pair, count in counts.items()
        }

    def measure(self, word: str) -> float:
        """Return how likely a word is.

        Args:
            word: Letters, small ones.
        """
        before, whole = END, 0.0
        for letter in (*word, END):
            known = self._pairs.get(before + letter)
            whole += self._alone.get(letter, STRANGE) if known is None else known
            before = letter
        return whole


class Characters:
    """A language that is written with thousands of characters.

    Args:
        levels: Characters by the power of two of how often they came.
        usual: Others that texts have.
    """

    def __init__(self, levels: Mapping[str, str], usual: frozenset[str]) -> None:
        counts = {letter: TYPICAL * 2 ** int(level) for level, some in levels.items() for letter in some}
        total = sum(counts.values())
        self._known = dict.fromkeys(usual, USUAL)
        self._known |= {letter: math.log(LISTED * count / total) for letter, count in counts.items()}

    def measure(self, word: str) -> float:
        """Return how likely a word is.

        Args:
            word: Characters, and letters of ASCII among them.
        """
        known = self._known
        whole = sum(PLAIN if letter.isascii() else known.get(letter, RARE) for letter in word)
        return whole + BESIDE * sum(a.isascii() != b.isascii() for a, b in pairwise(word))


@functools.cache
def tongue(language: str) -> Tongue:
    """Return what is known of the words of a language.

    Args:
        language: Its code, as `kk` or `az-Cyrl`.
    """
    table = _table()
    if language in table["pairs"]:
        return Alphabet(table["pairs"][language])
    return Characters(table["characters"][language], _usual(language))


@functools.cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    table: dict[str, dict[str, dict[str, str]]] = data.read("letter_pairs.yaml")
    return table


def _usual(language: str) -> frozenset[str]:
    """The characters of the first level of a language's own standard, which is ordered so; with all kana."""
    codec, first, last = {
        "ja": ("euc_jp", 0xB0, 0xCF),
        "ko": ("euc_kr", 0xB0, 0xC8),
        "zh": ("gb2312", 0xB0, 0xD7),
        "zh-Hant": ("big5", 0xA4, 0xC6),
    }[language]
    cells = (bytes((row, cell)) for row in range(first, last + 1) for cell in range(0x40, 0xFF))
    kana = map(chr, range(0x3041, 0x30FF)) if language == "ja" else ()
    return frozenset("".join([cell.decode(codec, "ignore") for cell in cells])).union(kana)


def measure_words(words: Iterable[str], languages: Sequence[str]) -> list[float]:
    """Return how likely each word is, each of which is of one of some languages.

    Of which languages how many words are shows from the words themselves.

    Args:
        words: As they are written; what stands between letters counts as well.
        languages: Codes of languages.

    Examples:
        >>> right = measure_words(["Тоқаев", "Қасым"], ["kk", "ru"])
        >>> wrong = measure_words(["Тоќаев", "Ќасым"], ["ru", "mk"])
        >>> sum(right) > sum(wrong)
        True
    """
    tongues = [tongue(language) for language in languages]
    besides, letters = [], []
    for word in words:
        beside, runs = _take_apart(word)
        besides.append(beside)
        letters.append([[each.measure(run) for each in tongues] for run in runs])
    shares = _shares([each for measured in letters for each in measured], len(tongues))
    return [
        beside + sum(_log_sum([m + s for m, s in zip(each, shares, strict=True)]) for each in measured)
        for beside, measured in zip(besides, letters, strict=True)
    ]


def _take_apart(word: str) -> tuple[float, list[str]]:
    """How likely all is in a word that is not of a certain language; and its parts, in small letters."""
    word = unicodedata.normalize("NFC", word.replace("İ", "i"))
    word, vowels = _VOWELS.subn("", word)
    whole, runs = VOWEL * vowels, []
    for found in _RUNS.finditer(word):
        run = found[0]
        if not found[1]:
            whole += _measure_signs(run, word[max(0, found.start() - 1) : found.end() + 1])
        elif run.isascii():
            whole += PLAIN * len(run)
        else:
            whole += _measure_case(run) + ALONE * (len(run) == 1)
            runs.append(run.lower())
    return whole, runs


def _shares(measured: Sequence[Sequence[float]], languages: int) -> list[float]:
    """The shares of languages among words, as logarithms, by which of them each word fits best."""
    won = [FEWEST] * languages
    for each in measured:
        won[each.index(max(each))] += 1
    return [math.log(count / sum(won)) for count in won]


def _log_sum(logarithms: Sequence[float]) -> float:
    """The logarithm of the sum of what these are the logarithms of."""
    most = max(logarithms)
    return most + math.log(sum(math.exp(each - most) for each in logarithms))


def _measure_case(run: str) -> float:
    if run.islower() and run != run.title():  # letters of Georgian are small ones to Unicode, and begin names
        return SMALL
    shape = "".join(["u" if letter.isupper() else "l" for letter in run])
    return MIXED * (shape.count("lu") + shape.count("uul")) if run.lower() != run.upper() else 0.0


def _measure_signs(signs: str, around: str) -> float:
    inside = len(around) == len(signs) + 2 and around[0].isalpha() and around[-1].isalpha()
    return sum(map(_measure_sign, signs)) + INSIDE * (inside and not _JOINING.issuperset(signs))


def _measure_sign(sign: str) -> float:
    if sign in _MARKS:
        return MARK
    return CONTROL if unicodedata.category(sign) in ("Cc", "Cn", "Co") else SIGN
