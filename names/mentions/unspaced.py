"""Names in scripts whose words stand without spaces, and in Korean: listed spellings, letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from names.candidates.packing import number_of_script
from names.mentions.lexicon import Lexicon
from names.mentions.matches import MentionMatches
from names.mentions.mention import Mention
from names.mentions.tokens import UNSPACED

SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")
SHORTEST = 2  # characters of a name; one alone is mostly a word
_DOTS = "·・‧•"  # stand between the parts of a foreign name


class Unspaced:
    """Finds listed spellings in runs of such scripts.

    Args:
        lexicon: What is listed.
        answers: What the matcher says.
    """

    def __init__(self, lexicon: Lexicon, answers: MentionMatches) -> None:
        self._lexicon = lexicon
        self._answers = answers
        self._listed: Mapping[str, list[str]] | None = None

    def mentions(self, masked: str, text: str, others: Sequence[Mention]) -> list[Mention]:
        """Return the mentions in a window, the longest listed spelling at each place.

        Args:
            masked: The window, with what is no word masked.
            text: The window as given.
            others: What was found already; nothing is found over it.
        """
        if UNSPACED.search(masked) is None:
            return []
        found: list[Mention] = []
        end = 0
        taken = {place for other in others for place in range(other.start, other.end)}
        for start, spelling in self._places(masked):
            if start < end or not taken.isdisjoint(range(start, start + len(spelling))):
                continue
            answer = self._answers[spelling]
            if answer.status == "unknown":
                continue
            end = start + len(spelling)
            found.append(
                Mention(
                    start, end, text[start:end], answer.entity, answer.name, answer.score, answer.status,
                    answer.reason, answer.candidates,
                )
            )  # fmt: skip
        return found

    def _places(self, masked: str) -> Iterator[tuple[int, str]]:
        """Yield each place where a listed spelling begins, with the longest that does."""
        listed = self._spellings()
        for first in re.finditer(UNSPACED, masked):
            start = first.start()
            before = masked[start - 1 : start]
            if before and (before in _DOTS or (_is_korean(first.group()) and before.isalpha())):
                continue
            for spelling in listed.get(first.group(), ()):
                if masked.startswith(spelling, start) and not self._goes_on(masked, start + len(spelling)):
                    yield start, spelling
                    break

    def _goes_on(self, masked: str, end: int) -> bool:
        """Tell whether a foreign name goes on behind a dot."""
        after = masked[end : end + 1]
        return after != "" and after in _DOTS

    def _spellings(self) -> Mapping[str, list[str]]:
        """Return the listed spellings by their first character, the longest first; looked up once."""
        if self._listed is None:
            index = self._lexicon.index
            wanted = [number_of_script(script) for script in SCRIPTS]
            parts = np.flatnonzero(np.isin(index.scripts, wanted)).tolist()
            forms = {number for part in parts for number in index.forms_with(part).tolist()}
            texts = {self._lexicon.form(number).text for number in forms}
            listed: dict[str, list[str]] = {}
            for text in sorted(texts, key=lambda text: (-len(text), text)):
                if len(text) >= SHORTEST and UNSPACED.match(text):
                    listed.setdefault(text[0], []).append(text)
            self._listed = listed
        return self._listed


def _is_korean(letter: str) -> bool:
    return "\uac00" <= letter <= "\ud7a3"
