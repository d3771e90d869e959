"""One pass over a text: letters and rules on their neighbours, as one regular expression.

At each place the rules that fit are tried in order, then the longest key of the letters. Rules look at the
lower-case text the pass reads, never at what it writes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import product

import msgspec

from names.romanization.capitals import APOSTROPHES, in_case_of, lowered

START, END = "<start>", "<end>"
_MOST_REPEATED = 4  # of `<set>*` before a letter, where a pattern must know its width; no name has more

Element = tuple[tuple[str, ...], bool]  # any one of these texts; whether as often as one likes


class Context(msgspec.Struct, frozen=True):
    """One thing that may stand beside a letter.

    Attributes:
        elements: What follows one another, each any one of some texts.
        edge: Whether the edge of a word lies beyond them.
    """

    elements: tuple[Element, ...]
    edge: bool = False


class Rule(msgspec.Struct, frozen=True):
    """What is written for a text where its neighbours fit.

    Attributes:
        texts: The texts it is for.
        to: What is written.
        after: One of these stands right before the text; empty for no demand.
        before: One of these stands right after it.
        not_after: None of these stands right before it.
        not_before: None of these stands right after it.
    """

    texts: tuple[str, ...]
    to: str
    after: tuple[Context, ...] = ()
    before: tuple[Context, ...] = ()
    not_after: tuple[Context, ...] = ()
    not_before: tuple[Context, ...] = ()


class Pass:
    """One pass in its compiled form; it has no state that changes."""

    def __init__(
        self, letters: Mapping[str, str], rules: Iterable[Rule], capitals: Mapping[str, str]
    ) -> None:
        """Take the letters and rules, all lower case, keys and contexts of the form the text comes in."""
        self._letters = dict(letters)
        self._capitals = capitals
        by_first = _alternatives(self._letters, rules)
        simple = [first for first, tails in by_first.items() if tails == [("", None)]]
        others = {first: tails for first, tails in by_first.items() if tails != [("", None)]}
        self._single = {ord(letter): self._letters[letter] for letter in simple}
        self._outputs: list[str] = []
        self._branches = self._written_branches(simple, others)
        self._plain = not others

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Is compiled for the first text, which most passes of a scheme's table never see."""
        return re.compile("|".join(self._branches) or r"(?!)")

    def _written_branches(self, simple: list[str], others: Mapping[str, list[Tail]]) -> list[str]:
        branches = [f"[{re.escape(''.join(simple))}]+"] if simple else []
        for first, tails in others.items():
            written = []
            for pattern, to in tails:
                if to is not None:
                    self._outputs.append(to)
                    pattern += "()"  # which rule it was: the number of this group
                written.append(pattern)
            branches.append(f"{re.escape(first)}(?:{'|'.join(written)})")
        return branches

    def written(self, text: str, left: set[str] | None = None) -> str:
        """Return the text after this pass, with the capitals of the text.

        Args:
            text: In the normal form of the scheme, any case.
            left: Takes the characters, in lower case, that no letter or rule covered.
        """
        lower = lowered(text)
        if self._plain and lower == text and left is None:
            return text.translate(self._single)
        pieces: list[str] = []
        last = 0
        for match in self._pattern.finditer(lower):
            start, end = match.span()
            if start > last:
                pieces.append(text[last:start])
                if left is not None:
                    left.update(lower[last:start])
            pieces.append(self._piece(match, text))
            last = end
        if left is not None:
            left.update(lower[last:])
        pieces.append(text[last:])
        return "".join(pieces)

    def _piece(self, match: re.Match[str], text: str) -> str:
        found, (start, end), rule = match[0], match.span(), match.lastindex
        out = self._letters.get(found) if rule is None else self._outputs[rule - 1]
        small = text[start:end] == found
        if out is not None:
            return out if small else in_case_of(text, start, end, out, self._capitals)
        if small:
            return found.translate(self._single)
        letters, capitals = self._letters, self._capitals
        return "".join(
            letters[one] if text[i] == one else in_case_of(text, i, i + 1, letters[one], capitals)
            for i, one in enumerate(found, start)
        )


Tail = tuple[str, str | None]  # pattern after the first letter; what a rule writes, None for a letter


def _alternatives(letters: Mapping[str, str], rules: Iterable[Rule]) -> dict[str, list[Tail]]:
    """Return what may stand at a place by the first letter there: rules in order, then the longest key."""
    rules = list(rules)
    word = _letter_pattern([*letters, *_texts(rules)])
    found: dict[str, list[Tail]] = {}
    for rule in rules:
        for text in sorted(rule.texts, key=len, reverse=True):
            pattern = "".join(_tail(rule, text, word))
            found.setdefault(text[0], []).append((pattern, rule.to))
    for key in sorted(letters, key=len, reverse=True):
        found.setdefault(key[0], []).append((re.escape(key[1:]), None))
    return found


def _texts(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        yield from rule.texts
        for context in (*rule.after, *rule.before, *rule.not_after, *rule.not_before):
            for texts, _ in context.elements:
                yield from texts


def _letter_pattern(texts: Iterable[str]) -> str:
    """Return a pattern of one character of a word: a letter, or a mark of the scripts of these texts."""
    pages = {3} | {ord(character) >> 8 for text in texts for character in text}
    marks = "".join(
        chr(point)
        for page in sorted(pages)
        for point in range(page << 8, (page + 1) << 8)
        if unicodedata.category(chr(point))[0] == "M"
    )
    return rf"(?:[^\W\d_]|[{marks}\u200c\u200d\u180e])"  # joiners and the Mongolian vowel separator


def _tail(rule: Rule, text: str, word: str) -> Iterator[str]:
    """Yield the pattern of a rule after the first letter of its text, which stands before it already."""
    first = re.escape(text[0])
    if rule.after:
        yield f"(?:{'|'.join(_behind(c, first, word) for c in rule.after)})"
    for context in rule.not_after:
        yield f"(?!{_behind(context, first, word)})"
    yield re.escape(text[1:])
    if rule.before:
        yield f"(?:{'|'.join(_ahead(c, word) for c in rule.before)})"
    for context in rule.not_before:
        yield f"(?!{_ahead(context, word)})"


def _ahead(context: Context, word: str) -> str:
    pattern = "".join(
        f"(?:{_any(texts)}){'*' if often else ''}" if often else _any(texts)
        for texts, often in context.elements
    )
    edge = rf"(?!{word}|[{APOSTROPHES}]{word})" if context.edge else ""
    return f"(?={pattern}{edge})"


def _behind(context: Context, first: str, word: str) -> str:
    """Return the pattern that looks back over the first letter, each width of context for itself."""
    return "|".join(_looked_back(pieces, context.edge, first, word) for pieces in _widths(context.elements))


def _looked_back(pieces: str, edge: bool, first: str, word: str) -> str:
    stands = f"(?<={pieces}{first})" if pieces else ""
    if not edge:
        return stands
    return f"{stands}(?<!{word}{pieces}{first})(?<!{word}[{APOSTROPHES}]{pieces}{first})"


def _widths(elements: Iterable[Element]) -> Iterator[str]:
    """Yield patterns of fixed width that together say what the elements say."""
    choices: list[list[str]] = []
    for texts, often in elements:
        by_width: dict[int, list[str]] = {}
        for text in texts:
            by_width.setdefault(len(text), []).append(text)
        once = [_any(group) for group in by_width.values()]
        times = range(_MOST_REPEATED + 1) if often else (1,)
        choices.append(["".join(run) for n in times for run in product(once, repeat=n)])
    for pieces in product(*choices):
        yield "".join(pieces)


def _any(texts: Iterable[str]) -> str:
    """Return a pattern of any one of the texts, as a set of characters where each is one."""
    texts = sorted(set(texts), key=len, reverse=True)
    if len(texts) == 1:
        return re.escape(texts[0])
    if len(texts[0]) == 1:
        return f"[{re.escape(''.join(texts))}]"
    return f"(?:{'|'.join(map(re.escape, texts))})"
