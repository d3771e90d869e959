"""The words of a text with their places, and what stands between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from names.mentions.cleaning import GONE, TAIL, WALL
from names.mentions.dividing import WORD, divide

_SPACE = f"[^\\S\\n]|[{TAIL}{GONE}]"
# What may stand between two words of one name: spaces with at most one line end among them, a hyphen, a slash
_GAP = re.compile(rf"(?:(?:{_SPACE})*\n?(?:{_SPACE})*|(?:{_SPACE})?[-‐‑](?:\n[ \t]*)?|/)\Z")
_COMMA = re.compile(f",(?:{_SPACE}){{1,3}}")
_AFTER_INITIAL = re.compile(rf"\.(?:{_SPACE})*\n?(?:{_SPACE})*|\.?[-‐‑]")
_ENDS_SENTENCE = re.compile(r"[.!?…:;]|\n\s*\n|^\s*[-–—•*]|\n\s*[-–—•*]|[–—]\s*$|[«“\"„(]\s*$")
_DIGRAPHS = frozenset(("Zh", "Kh", "Ch", "Sh", "Ye", "Yu", "Ya", "Yo", "Dz"))
# Scripts whose words stand without spaces, and Korean, whose endings are written to the word
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)
_STRAIGHT = str.maketrans("’‘ʼʻ`´", "'" * 6)
_HYPHEN = re.compile(r"-\n[ \t]*")


class Passage:
    """A stretch of text, read word by word.

    Attributes:
        text: As given, masked: of the same length.
        starts: Where each word begins.
        ends: Where each ends.
        numbers: Which of the different words each is, as an array.
        number_of: The same as a list, which is faster to look into.
        different: Those, without what does not show and without the hyphen of a broken line.
        words: Each of them where it stands.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts, self.ends, self.numbers, different = divide(text)
        if TAIL in text or GONE in text:
            different = [word.replace(TAIL, "").replace(GONE, "") for word in different]
        if "-\n" in text:
            different = [_HYPHEN.sub("", word) if "-" in word else word for word in different]
        self.different = different
        self.number_of: list[int] = self.numbers.tolist()
        self.words = list(map(different.__getitem__, self.number_of))

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, after: int) -> str:
        """Return what stands between a word and the next."""
        return self.text[self.ends[after] : self.starts[after + 1]]

    def beside(self, after: int) -> bool:
        """Tell whether nothing but spaces, a hyphen or the full stop of Mr. parts a word from the next."""
        if not 0 <= after < len(self.words) - 1:
            return False
        gap = self.text[self.ends[after] : self.starts[after + 1]]
        return gap == " " or gap.strip(" \n\t\xa0") in ("", ".", "-")

    def joins(self, after: int) -> bool:
        """Tell whether a word and the next may be parts of one name, by what stands between them."""
        if not 0 <= after < len(self.words) - 1:
            return False
        gap = self.text[self.ends[after] : self.starts[after + 1]]
        if gap == " " or gap == "-":
            return True
        if len(gap) > 60 or WALL in gap:
            return False
        if is_initial(self.words[after]) and _AFTER_INITIAL.fullmatch(gap):
            return True
        return bool(gap) and _GAP.match(gap) is not None

    def inverts(self, after: int) -> bool:
        """Tell whether nothing but a comma parts a word from the next, as in Tokayev, Kassym-Jomart."""
        return 0 <= after < len(self.words) - 1 and _COMMA.fullmatch(self.gap(after)) is not None

    def opens_sentence(self, at: int) -> bool:
        """Tell whether a word is the first of its sentence, or stands after a quotation mark or a dash."""
        if not at:
            return True
        before = self.gap(at - 1)
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
    def small(self) -> list[str]:
        """The different words in small letters, with one kind of apostrophe."""
        return [word.lower().translate(_STRAIGHT) for word in self.different]

    def places_of(self, wanted: Sequence[bool]) -> list[int]:
        """Return where those of the different words stand that are wanted, in order.

        Args:
            wanted: Whether each is.
        """
        return np.flatnonzero(np.array(wanted, bool)[self.numbers]).tolist() if any(wanted) else []

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words that stand in small letters somewhere."""
        return frozenset(word for word in self.different if word.islower())

    @cached_property
    def small_by_beginning(self) -> dict[str, list[str]]:
        """The words that stand in small letters somewhere, by their first two letters."""
        found: dict[str, list[str]] = {}
        for word in self.vocabulary:
            found.setdefault(word[:2], []).append(word)
        return found

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

    @cached_property
    def _capitals(self) -> dict[int, bool]:
        return {}

    def in_capitals(self, at: int) -> bool:
        """Tell whether a word stands in a line of several words that is in capitals throughout."""
        if not self.words[at].isupper():
            return False
        begin = self.text.rfind("\n", 0, self.starts[at]) + 1
        known = self._capitals.get(begin)
        if known is None:
            line = self._line(begin)
            many = sum(len(word) > 1 for word in WORD.findall(line)) > 1
            known = self._capitals[begin] = many and line.isupper()
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
    if line.rstrip()[-1:] in tuple(".!?…,;"):
        return False
    words = [word for word in WORD.findall(line) if len(word) > 3]
    large = sum(word[0].isupper() for word in words)
    return len(words) >= 3 and large >= 0.8 * len(words)


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
