"""The words of a text with their places, and what stands between them."""

from __future__ import annotations

import re
from functools import cached_property

from names.mentions.cleaning import GONE, TAIL, WALL

_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u0e31-\u0e4e"
    "\u1037-\u103e\u17b4-\u17d3"
)
_APOSTROPHES = "'’‘ʼʻ`´"
_LETTER = "[^\\W\\d_]"
# What a word passes over, if it goes on behind it: marks, what does not show, apostrophes, a broken line
_ACROSS = (
    f"[{_MARKS}]|[{TAIL}{GONE}]+(?=[^\\W_]|[{_MARKS}])|[{_APOSTROPHES}](?={_LETTER})"
    r"|-\n[ \t]*(?=[a-zа-яёәғқңөұүһі])"
)
WORD = re.compile(rf"{_LETTER}[^\W_]*(?>(?:(?:{_ACROSS})[^\W_]*)*){TAIL}*")
_SPACE = f"[^\\S\\n]|[{TAIL}{GONE}]"
# What may stand between two words of one name: spaces with at most one line end among them, a hyphen, a slash
_GAP = re.compile(rf"(?:(?:{_SPACE})*\n?(?:{_SPACE})*|(?:{_SPACE})?[-‐‑]\n?|/)\Z")
_COMMA = re.compile(f",(?:{_SPACE}){{1,3}}")
_AFTER_INITIAL = re.compile(rf"\.(?:{_SPACE})*\n?(?:{_SPACE})*|\.?[-‐‑]")
_ENDS_SENTENCE = re.compile(r"[.!?…:;]|\n\s*\n|^\s*[-–—•*]|\n\s*[-–—•*]|[–—]\s*$|[«“\"„(]\s*$")
_DIGRAPHS = frozenset(("Zh", "Kh", "Ch", "Sh", "Ye", "Yu", "Ya", "Yo", "Dz"))
# Scripts whose words stand without spaces, and Korean, whose endings are written to the word
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)
_HYPHEN = re.compile(r"-\n[ \t]*")


class Passage:
    """A stretch of text, read word by word.

    Attributes:
        text: As given, masked: of the same length.
        starts: Where each word begins.
        ends: Where each ends.
        words: Each without what does not show and without the hyphen of a broken line.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        found = [match.span() for match in WORD.finditer(text)]
        self.starts = [start for start, _ in found]
        self.ends = [end for _, end in found]
        self.words = [text[start:end] for start, end in found]
        self._gaps = [text[end:start] for end, start in zip(self.ends, self.starts[1:], strict=False)]
        if TAIL in text or GONE in text:
            self.words = [word.replace(TAIL, "").replace(GONE, "") for word in self.words]
        if "-\n" in text:
            self.words = [_HYPHEN.sub("", word) if "-" in word else word for word in self.words]

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, after: int) -> str:
        """Return what stands between a word and the next."""
        return self._gaps[after]

    def beside(self, after: int) -> bool:
        """Tell whether nothing but spaces, a hyphen or the full stop of Mr. parts a word from the next."""
        if not 0 <= after < len(self._gaps):
            return False
        gap = self._gaps[after]
        return gap == " " or gap.strip(" \n\t\xa0") in ("", ".", "-")

    def joins(self, after: int) -> bool:
        """Tell whether a word and the next may be parts of one name, by what stands between them."""
        if not 0 <= after < len(self._gaps):
            return False
        gap = self._gaps[after]
        if gap == " " or gap == "-":
            return True
        if len(gap) > 60 or WALL in gap:
            return False
        if is_initial(self.words[after]) and _AFTER_INITIAL.fullmatch(gap):
            return True
        return bool(gap) and _GAP.match(gap) is not None

    def inverts(self, after: int) -> bool:
        """Tell whether nothing but a comma parts a word from the next, as in Tokayev, Kassym-Jomart."""
        return 0 <= after < len(self._gaps) and _COMMA.fullmatch(self._gaps[after]) is not None

    def opens_sentence(self, at: int) -> bool:
        """Tell whether a word is the first of its sentence, or stands after a quotation mark or a dash."""
        if not at:
            return True
        before = self._gaps[at - 1]
        if before == " ":
            return False
        if "." in before and is_initial(self.words[at - 1]):
            return False
        return WALL in before or _ENDS_SENTENCE.search(before) is not None

    def quoted(self, start: int, end: int) -> bool:
        """Tell whether a place in the text stands in quotation marks by itself."""
        before, after = self.text[max(0, start - 1) : start], self.text[end : end + 1]
        return before != "" and before in "«“\"„'‘" and after != "" and after in "»”\"“'’"

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words that stand in small letters somewhere."""
        return frozenset(word for word in self.words if word.islower())

    @cached_property
    def _headlines(self) -> dict[int, bool]:
        return {}

    def in_headline(self, at: int) -> bool:
        """Tell whether a word stands in a line whose words all begin large, or are all in capitals."""
        begin = self.text.rfind("\n", 0, self.starts[at]) + 1
        known = self._headlines.get(begin)
        if known is None:
            known = self._headlines[begin] = is_headline(self._line(begin))
        return known

    def _line(self, begin: int) -> str:
        end = self.text.find("\n", begin)
        return self.text[begin : end if end >= 0 else len(self.text)][:300]


def is_headline(line: str) -> bool:
    """Tell whether most words of a line begin large, so that this says nothing of a word.

    Examples:
        >>> is_headline("Kazakh President Opens Energy Forum In Atyrau"), is_headline("TOKAYEV MEETS PUTIN")
        (True, True)
        >>> is_headline("Olzhas Bektenov and Roman Sklyar spoke.")
        False
    """
    words = [word for word in WORD.findall(line) if len(word) > 3]
    large = sum(word[0].isupper() for word in words)
    short = line.rstrip()[-1:] not in tuple(".!?…,;")
    return len(words) >= 3 and short and large >= 0.8 * len(words)


def is_initial(word: str) -> bool:
    """Tell whether a word is one letter, or two that stand for one (Zh), with a capital first.

    Examples:
        >>> is_initial("К"), is_initial("Zh"), is_initial("Xi")
        (True, True, False)
    """
    if len(word) > 2 or not word or not word[0].isupper():
        return False
    return len(word) == 1 or word in _DIGRAPHS


def begins_large(word: str) -> bool:
    """Tell whether a word begins with a capital, or is in a script that has none."""
    return not word[0].islower() and UNSPACED.match(word) is None
