"""One rule that makes two spellings of a sound equal, as `names/data/spelling.yaml` states it."""

from __future__ import annotations

import msgspec


class SpellingRule(msgspec.Struct, frozen=True):
    """One spelling rule for one group of letters.

    Attributes:
        group: The letters.
        to: What is written for them.
        at: `start` or `end` of the word, or "".
        before: Letters one of which must follow, or "".
        after: Letters one of which must stand before, or "".
    """

    group: str
    to: str
    at: str = ""
    before: str = ""
    after: str = ""

    @property
    def pattern(self) -> str:
        """The rule as a regular expression, whose first letter stands outside all conditions."""
        opener, rest = self.group[0], self.group[1:]
        conditions = f"(?<!.{opener})" if self.at == "start" else ""
        conditions += f"(?<=[{self.after}]{opener})" if self.after else ""
        following = f"(?=[{self.before}])" if self.before else ""
        following += r"\Z" if self.at == "end" else ""
        return f"{conditions}{rest}{following}"
