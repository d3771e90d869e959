"""`Finder`: the mentions in texts, window by window, and `find()` for one text.

In each window, in this order:

1. Read it: mask what is no word, divide it into words, tell its language.
2. Anchors: words with a capital, or in a script without, that are parts of listed names once endings are off.
3. Spans: runs of words around them that are parts of one listed name; the matcher is asked what they mean.
4. The longest span that is matched wins, unless something else bears the name. It introduces its person.
5. Words left alone: whom the document has introduced, else whom the list gives the bare name, else nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from names.matcher import Matcher
from names.mentions.alone import Alone
from names.mentions.bare import BareWords
from names.mentions.cleaning import GONE, WALL, masked
from names.mentions.dividing import WORD
from names.mentions.document import Document
from names.mentions.language_words import LanguageWords, is_mixed, language_of
from names.mentions.lexicon import Lexicon, common_to
from names.mentions.matches import MentionMatches
from names.mentions.mention import Mention
from names.mentions.spans import Known, Span
from names.mentions.strangers import strangers
from names.mentions.surroundings import Surroundings
from names.mentions.together import Together
from names.mentions.tokens import Passage, begins_large
from names.mentions.unspaced import Unspaced
from names.mentions.windows import windows

MOST_KEPT = 100_000  # words remembered
_BROKEN = re.compile(r"(?<=[^\W\d_])-\n[ \t]*(?=[^\W\d_])")
# What marks up words within a line, with the spaces around it
_INLINE = re.compile(
    r"\s*(?:</?(?:a|abbr|b|em|font|i|mark|small|span|strong|u)\b[^<>]*>\s?)+\s*", re.IGNORECASE
)


class Finder:
    """Finds mentions of a matcher's entities, and remembers what it has looked up.

    A finder may be shared between threads; what it remembers only saves time.

    Args:
        matcher: Knows the entities.

    Examples:
        >>> finder = Finder(Matcher())
        >>> [m.text for m in finder.find("President Tokayev flew to Aktau.")]
        ['Tokayev', 'Aktau']
    """

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self._lexicon = Lexicon(matcher.register)
        self._answers = MentionMatches(matcher)
        self._bare = BareWords(self._lexicon, self._answers)
        self._unspaced = Unspaced(self._lexicon, self._answers)
        self._segments: dict[tuple[str, str], tuple[Span, ...]] = {}
        self._anchors: dict[str, dict[str, bool]] = {}

    def find(self, text: str, *, unknown: bool = False) -> list[Mention]:
        """Return the mentions in a text, in order; see `find()`."""
        return list(self.stream([text], unknown=unknown))

    def stream(self, pieces: Iterable[str], *, unknown: bool = False) -> Iterator[Mention]:
        """Yield the mentions in a text that arrives in pieces; the same as if it came in one.

        Args:
            pieces: The text, in order.
            unknown: Whether people whom no list has are wanted too.
        """
        for _, _, mentions in self.parts(pieces, unknown=unknown):
            yield from mentions

    def parts(
        self, pieces: Iterable[str], *, unknown: bool = False
    ) -> Iterator[tuple[int, str, list[Mention]]]:
        """Yield a text that arrives in pieces, part by part: where each begins, the part, and its mentions.

        Args:
            pieces: The text, in order.
            unknown: Whether people whom no list has are wanted too.
        """
        document = Document()
        language: LanguageWords | None = None
        for at, window in windows(pieces):
            whole = Passage(masked(window))
            mixed = is_mixed(whole.words)
            for begin, text in stretches(window) if mixed else [(0, window)]:
                passage = Passage(masked(text)) if mixed else whole
                language = language_of(passage.words, language)
                passage = self._mended(passage, language)
                found = self._read(passage, text, document, language, at + begin, unknown)
                yield at + begin, text, [mention.moved(at + begin) for mention in found]

    def _read(
        self, passage: Passage, text: str, document: Document, language: LanguageWords, at: int, unknown: bool
    ) -> list[Mention]:
        """Return the mentions in one window, by places in it."""
        known = Known(passage, self._lexicon, language, self._anchors_of(passage, language), self._segments)
        spans = [known.spans(first, last) for first, last in known.segments() if first < last]
        together = Together(known, self._answers, document, text, at)
        found = together.mentions(spans)
        alone = Alone(known, document, text, at, together.taken, self._bare)
        found += alone.mentions()
        found += self._unspaced.mentions(passage.text, text, found)
        if unknown:
            over = {place for mention in found for place in range(mention.start, mention.end)}
            others = strangers(Surroundings(known, together.taken), known, text)
            found += [m for m in others if over.isdisjoint(range(m.start, m.end))]
        found.sort(key=lambda mention: mention.start)
        return whole_names(found, text) if WALL in passage.text else found

    def _mended(self, passage: Passage, language: LanguageWords) -> Passage:
        """Return a passage in which words that a line end breaks are whole: BEK-TENOV, not OYUN-ERDENE.

        They are where the whole is a part of a listed name, and its pieces are not parts of one such name.
        """
        text = passage.text
        for broken in _BROKEN.finditer(text) if "-\n" in text else ():
            at = bisect_left(passage.ends, broken.start())
            if passage.ends[at : at + 1] != [broken.start()] or passage.starts[at + 1] != broken.end():
                continue
            first, second = (self._lexicon.entry(word, language.code) for word in passage.words[at : at + 2])
            whole = self._lexicon.entry(passage.words[at] + passage.words[at + 1], language.code)
            if len(whole.forms) and not len(common_to([first, second])):
                text = text[: broken.start()] + GONE * len(broken.group()) + text[broken.end() :]
        return passage if text is passage.text else Passage(text)

    def _anchors_of(self, passage: Passage, language: LanguageWords) -> list[int]:
        """Return the words that a name can be found by."""
        table = self._anchors.setdefault(language.code, {})
        if len(table) > MOST_KEPT:
            table = self._anchors[language.code] = {}
        for word in set(passage.different).difference(table):
            large = begins_large(word) or word in language.small
            table[word] = large and len(self._lexicon.entry(word, language.code).forms) > 0
        return passage.places_of([table[word] for word in passage.different])


def stretches(window: str) -> Iterator[tuple[int, str]]:
    r"""Yield the stretches of a window that are in one language each, with the place where they begin.

    Examples:
        >>> [text for _, text in stretches("The president was in Astana.\nПрезидент был и в Алматы.\n")]
        ['The president was in Astana.\n', 'Президент был и в Алматы.\n']
    """
    begin = end = 0
    before: LanguageWords | None = None
    for paragraph in window.splitlines(keepends=True):
        words = WORD.findall(paragraph)
        language = language_of(words, before) if words else before
        if before is not None and language is not before:
            yield begin, window[begin:end]
            begin = end
        before, end = language, end + len(paragraph)
    yield begin, window[begin:]


def whole_names(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Return mentions without the shorter parts of a name that markup divides: no span holds a tag.

    Args:
        mentions: In the order of the text.
        text: As given.
    """
    kept: list[Mention] = []
    for mention in mentions:
        before = kept[-1] if kept else None
        if before is None or not _is_divided(before, mention, text):
            kept.append(mention)
        elif len(mention.text) > len(before.text):
            kept[-1] = mention
    return kept


def _is_divided(first: Mention, second: Mention, text: str) -> bool:
    """Tell whether two mentions are parts of one person's name, with nothing but markup between them."""
    person = first.entity is not None and first.entity.type in (None, "person")
    if not person or first.entity != second.entity or first.text == second.text:
        return False
    return _INLINE.fullmatch(text, first.end, second.start) is not None


def find(text: str, matcher: Matcher, *, unknown: bool = False) -> list[Mention]:
    """Return the mentions of known entities in a text, in the order of the text, none over another.

    A span is the name alone: titles, quotation marks and English possessives stay outside; Russian and
    Kazakh words belong to it with their endings. To read many texts, keep a `Finder`.

    Args:
        text: Anything; HTML left in it and characters that do not show are passed over.
        matcher: Knows the entities; its threshold decides.
        unknown: Whether people whom no list has are wanted too, with the status `unknown`.

    Examples:
        >>> text = "President Tokayev's letter was read in Nur-Sultan by Dariga Nazarbayeva."
        >>> for mention in find(text, Matcher()):
        ...     print(mention.start, mention.end, mention.text, mention.entity.id)
        10 17 Tokayev kassym-jomart-tokayev
        39 49 Nur-Sultan astana
        53 71 Dariga Nazarbayeva dariga-nazarbayeva
        >>> [m.text for m in find("Встречу Касым-Жомарта Токаева с Путиным", Matcher())]
        ['Касым-Жомарта Токаева', 'Путиным']
    """
    return Finder(matcher).find(text, unknown=unknown)
