"""Which code page bytes are in: the one under which they look most like words of a language written in it."""

from __future__ import annotations

import codecs
import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from names.tables import added_codecs  # noqa: F401 (pages that Python lacks)
from names.tables.tongues import measure_words

RUSSIAN, CYRILLIC = ("ru",), ("ru", "uk", "be", "bg", "sr", "mk")
WESTERN = tuple("en fr de es pt it nl sv da nb fi is fo ca gl sq et ga".split())
CENTRAL = tuple("pl cs sk hu hr sl ro sq tk de".split())
TURKISH, BALTIC = ("tr", *WESTERN), ("lt", "lv", "et", "fi", "de")
NORDIC = tuple("is fo sv da nb fi et lt lv".split())
ARABIC, HEBREW = ("ar", "fa", "ur"), ("he", "yi")


class CodePage(NamedTuple):
    """An encoding that tables come in.

    Attributes:
        name: For Python's codecs.
        languages: Those it was made for.
        rarity: How much less likely it is than the usual one of its languages, as a logarithm.
        bytes: How many a character has at most.
    """

    name: str
    languages: tuple[str, ...]
    rarity: float = 0.0
    bytes: int = 1


# Of equals the first is taken.
CODE_PAGES = (
    CodePage("windows-1252", WESTERN),
    CodePage("windows-1251", (*CYRILLIC, "uz-Cyrl")),
    CodePage("windows-1250", CENTRAL, 1.0),
    CodePage("windows-1254", TURKISH, 1.0),
    CodePage("windows-1257", BALTIC, 1.0),
    CodePage("windows-1253", ("el",)),
    CodePage("windows-1255", HEBREW),
    CodePage("windows-1256", ARABIC),
    CodePage("windows-1258", ("vi", "fr"), 2.0),
    CodePage("cp874", ("th",)),
    CodePage("cp932", ("ja",), bytes=2),
    CodePage("gb18030", ("zh", "zh-Hant"), bytes=4),
    CodePage("cp950", ("zh-Hant",), bytes=2),
    CodePage("cp949", ("ko",), bytes=2),
    CodePage("euc_jp", ("ja",), 0.5, bytes=3),
    CodePage("big5hkscs", ("zh-Hant",), 3.0, bytes=2),
    CodePage("koi8-r", RUSSIAN, 0.5),
    CodePage("cp866", ("ru", "be"), 0.5),
    CodePage("kz1048", ("kk", "ru"), 0.5),
    CodePage("ptcp154", ("kk", "ru", "tt", "ky", "tg", "uz-Cyrl", "az-Cyrl"), 1.5),
    CodePage("koi8-u", ("uk", "ru"), 1.0),
    CodePage("cp1125", ("uk", "ru"), 1.5),
    CodePage("iso8859-5", CYRILLIC, 1.0),
    CodePage("mac-cyrillic", CYRILLIC, 2.0),
    CodePage("cp1131", ("be", "ru"), 2.5),
    CodePage("cp855", ("sr", "mk", "bg", "ru"), 4.0),
    CodePage("koi8-t", ("tg", "ru"), 3.0),
    CodePage("iso8859-2", CENTRAL, 2.0),
    CodePage("iso8859-15", WESTERN, 1.0),
    CodePage("iso8859-9", TURKISH, 2.5),
    CodePage("iso8859-13", BALTIC, 2.5),
    CodePage("iso8859-4", BALTIC, 4.0),
    CodePage("iso8859-7", ("el",), 1.0),
    CodePage("iso8859-8", HEBREW, 1.5),
    CodePage("iso8859-6", ARABIC, 1.5),
    CodePage("iso8859-3", ("mt", "eo", "tr"), 5.0),
    CodePage("cp850", WESTERN, 2.5),
    CodePage("cp852", CENTRAL, 2.5),
    CodePage("cp437", WESTERN, 3.5),
    CodePage("cp857", TURKISH, 3.5),
    CodePage("cp775", BALTIC, 3.5),
    CodePage("cp737", ("el",), 3.5),
    CodePage("cp862", HEBREW, 3.5),
    CodePage("cp720", ARABIC, 4.0),
    CodePage("mac-roman", WESTERN, 3.0),
    CodePage("mac-latin2", CENTRAL, 4.0),
    CodePage("mac-turkish", TURKISH, 4.0),
    CodePage("mac-greek", ("el",), 4.0),
    CodePage("armscii-8", ("hy",), 1.0),
    CodePage("georgian-academy", ("ka",), 1.0),
    CodePage("georgian-ps", ("ka",), 1.5),
    CodePage("iso8859-16", CENTRAL, 10.0),  # Romanian in it is that in windows-1250, with cedillas
    CodePage("iso8859-10", NORDIC, 5.0),
    CodePage("cp860", ("pt",), 5.0),
    CodePage("cp861", ("is",), 5.0),
    CodePage("cp863", ("fr",), 5.0),
    CodePage("cp865", ("nb", "da"), 4.5),
    CodePage("cp869", ("el",), 5.0),
    CodePage("mac-iceland", ("is", "fo"), 5.0),
    CodePage("mac-croatian", CENTRAL, 6.0),
    CodePage("mac-romanian", CENTRAL, 6.0),
    CodePage("hp-roman8", WESTERN, 6.0),
    CodePage("johab", ("ko",), 5.0, bytes=2),
)

SURE = 4.0  # how much likelier than all others, as a logarithm, a page must be
CONVINCING = -5.5  # how likely each byte of a word must be, as a logarithm
FEW_BYTES = 6.0  # how much less likely the words as a whole may be, for where there are few
FEW_WORDS, MANY_WORDS = 24, 250  # by which pages are dropped, and by which the others are judged
HOPELESS = 80.0  # how much less likely a page is, as a logarithm, once it is dropped
LONGEST_WORD = 400  # bytes of a word that are looked at: where no spaces part words they have no end

_FINAL = frozenset("ךםןףץ")  # letters of Hebrew that end words
_WORD = re.compile(rb"(?<![\x40-\xff])[\x40-\xff]*[\x80-\xff][\x40-\xff]*")


def page_of(encoding: str) -> CodePage:
    """Return the code page of a name.

    Args:
        encoding: One of `CODE_PAGES`.
    """
    return next(page for page in CODE_PAGES if page.name == encoding)


class PageReading(NamedTuple):
    """A code page with what it makes of some words.

    Attributes:
        page: The code page.
        words: The words as it has them.
        measures: How likely each word is, as a logarithm.
    """

    page: CodePage
    words: tuple[str, ...]
    measures: Sequence[float]

    @property
    def measure(self) -> float:
        """How likely the page is, as a logarithm."""
        return sum(self.measures) - self.page.rarity

    def lead(self, other: PageReading) -> float:
        """Return how much likelier this page is than another, by the words that they differ in.

        Args:
            other: Of the same bytes.
        """
        mine, theirs = (
            zip(self.words, self.measures, strict=True),
            zip(other.words, other.measures, strict=True),
        )
        pairs = zip(mine, theirs, strict=True)
        words = sum(measure - against for (a, measure), (b, against) in pairs if a != b)
        return words - self.page.rarity + other.page.rarity


def rank_pages(data: bytes, pages: Sequence[CodePage] = CODE_PAGES) -> list[PageReading]:
    r"""Return the code pages that have all of some bytes, the likeliest first.

    Args:
        data: Bytes, more than ASCII; they may end in the middle of a character.
        pages: Those that come into question.

    Examples:
        >>> rank_pages("Токаев Касым-Жомарт".encode("koi8-r"))[0].words
        ('Токаев', 'Касым', 'Жомарт')
    """
    words = _sample(data)
    open_ones = [page for page in pages if _has_all(data, page.name)]
    if len(words) > FEW_WORDS:
        first = _measured(words[:FEW_WORDS], open_ones)
        best = max((candidate.measure for candidate in first), default=0.0)
        open_ones = [c.page for c in first if c.measure > best - HOPELESS]
    return sorted(_measured(words, open_ones), key=lambda candidate: -candidate.measure)


def _sample(data: bytes) -> list[bytes]:
    """Words of more than ASCII, each once; every byte that there is stands in one of them."""
    found: list[bytes] = []
    seen: set[int] = set()
    for word in dict.fromkeys(_WORD.findall(data)):
        beyond = {byte for byte in word if byte > 0x7F}
        if len(found) < MANY_WORDS or not beyond <= seen:
            seen |= beyond
            found.append(word)
    return found


def _has_all(data: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        decoder.decode(data)
    except UnicodeDecodeError:
        return False
    return b"\n" not in decoder.getstate()[0]  # half a character that a line end follows is none


def _measured(words: Sequence[bytes], pages: Iterable[CodePage]) -> list[PageReading]:
    measure = functools.cache(measure_words)
    found = []
    for page in pages:
        read = tuple(word[:LONGEST_WORD].decode(page.name, "ignore") for word in words)
        found.append(PageReading(page, read, measure(read, page.languages)))
    return found


class Choice(NamedTuple):
    """The code page that some bytes are in.

    Attributes:
        chosen: The likeliest; of those that make the same words of the bytes, the usual one.
        alike: The others of these.
        doubt: A page that makes other words of them, which look as good; None where there is none.
    """

    chosen: PageReading
    alike: tuple[CodePage, ...]
    doubt: PageReading | None


def choose_page(data: bytes, pages: Sequence[CodePage] = CODE_PAGES) -> Choice | None:
    """Return the code page that some bytes are in, None where no page makes words of them.

    Args:
        data: Bytes, more than ASCII; they may end in the middle of a character.
        pages: Those that come into question.
    """
    ranked = rank_pages(data, pages)
    if not ranked or ranked[0].measure < CONVINCING * sum(map(len, _sample(data))) - FEW_BYTES:
        return None
    best = ranked[0]
    alike = sorted((each for each in ranked if each.words == best.words), key=lambda each: each.page.rarity)
    others = (each for each in ranked if each.words != best.words)
    doubt = next((o for o in others if o.measure > best.measure - SURE or best.lead(o) < 0), None)
    return Choice(alike[0], tuple(each.page for each in alike[1:] if each.page.bytes == 1), doubt)


def reversed_word(words: Iterable[str]) -> str | None:
    """Return a Hebrew word that is written from its end, as screens of before showed it; None where none is.

    Args:
        words: All words of a text; what most of them are counts.

    Examples:
        >>> reversed_word(["ןימינב", "והינתנ"]), reversed_word(["בנימין", "נתניהו"])
        ('ןימינב', None)
    """
    whole = [word for word in words if word.isalpha()]
    turned = [word for word in whole if word[0] in _FINAL]
    return turned[0] if len(turned) > sum(word[-1] in _FINAL for word in whole) else None


def telling_bytes(page: CodePage, rivals: Iterable[CodePage]) -> bytes:
    """Return the bytes that one of some code pages has another character for.

    Args:
        page: A page with a byte to a character.
        rivals: Others.
    """
    every = bytes(range(0x80, 0x100))
    mine = every.decode(page.name, "replace")
    theirs = [every.decode(rival.name, "replace") for rival in rivals]
    return bytes(0x80 + n for n, letter in enumerate(mine) if any(other[n] != letter for other in theirs))


def words_with(data: bytes, telling: bytes) -> bytes:
    """Return the words that have one of some bytes, with spaces between.

    Args:
        data: Bytes.
        telling: The bytes looked for; none is ASCII.
    """
    found = re.compile(
        b"(?<![\\x40-\\xff])[\\x40-\\xff]*[" + re.escape(telling) + b"][\\x40-\\xff]*"
    ).findall(data)
    return b" ".join(dict.fromkeys(found))
