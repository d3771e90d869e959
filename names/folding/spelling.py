"""`fold()`: a spelling of a name to the parts and keys it is compared by.

Spellings of the gazetteer and of queries pass through the same steps, in this order:

0. Read what stores a name in the form of a program or a register (`stored_forms`); a plain name is as it is.
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
import html
import re
import unicodedata
from collections.abc import Sequence
from unicodedata import is_normalized

import msgspec

from names.folding.bodies import (
    SETTLED,
    SIGNS,
    Wording,
    ends_in_form,
    may_be_body,
    meanings_of,
    read_body,
    read_place,
    tells_body,
    without_concepts,
)
from names.folding.body_words import body_words
from names.folding.cutting import FIRST_UNSPACED, cut
from names.folding.han import foreign_readings
from names.folding.japanese import as_divided, divide
from names.folding.kanji import japanese_readings
from names.folding.keys import MAX_LETTERS
from names.folding.letters import inner_readings, is_foreign, own_letters, printed_words, script_of
from names.folding.lookalikes import unmix
from names.folding.name_parts import is_digraph_initial, kind_of, name_parts, without_title
from names.folding.numbering import han_number
from names.folding.part import KANJI, Part, Word, join_parts, part_of, read_latin, readings_of
from names.folding.roles import LONGEST_NATIVE, family_shares
from names.folding.standing import as_they_stand, needs_look
from names.folding.stored_forms import read_stored
from names.folding.syllables import by_syllables, parted

MAX_LENGTH = 600  # code points; the longest names of people and bodies in print stay well under half of it
MAX_PARTS = 16

LONGEST_QUIET = 3  # letters up to which a word in small letters is hardly an acronym

_BLOCKS = {"CJK", "HANGUL", "KHMER", "MYANMAR"}  # one character is one syllable, never an initial
LONGEST_HAN_PART = 4  # characters of one part of a foreign name by sound
LONGEST_RUN = 12  # characters of a foreign name without spaces; with more it is a sentence or a body's name
FEWEST_DOTTED = 3  # letters with full stops behind which are one word (G.m.b.H.); two may be initials
_LONGEST_UNSPACED = {"CJK": LONGEST_RUN, "HANGUL": LONGEST_NATIVE}

_APOSTROPHES = "'’‘ʼʻ`´ʹ′׳ʾʿ"
_APOSTROPHE_AS_ONE = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
_INVISIBLE = {"Cf", "Cs", "Co", "Cn"}
_SEPARATORS = frozenset(";/|&\n")
_TIED_AND = "＆"  # within a word; another & divides words
_AMPERSAND = re.compile(
    r"\b([^\W\d_]{1,3})(?:&| & )([^\W\d_]{1,2})\b(?!')"
)  # AT&T, H & M: one word of initials
# These stand between two names.
_BETWEEN_NAMES = re.compile(r"(?<=[\w.)'\"»”])\s*;\s*(?=\w)|\s+[/|&]\s+|\s*\n\s*(?=\w)")
# Points that Arabic and Hebrew seldom print, and the ligatures of library print, which join two letters.
_POINTS = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\ufe20-\ufe2f]"
)
_COMMAS = frozenset(",،")  # of Latin and Arabic letters; that of Chinese stands between two people
_QUOTES = re.compile('[«»“”„"]')
_ELIDED = re.compile(r"^(?:l|d|dell|all|nell|sull)'(?=\w{3})")  # l'Intérieur
_DOTTED = re.compile(r"\w\.( ?)\w\.")  # G.m.b.H., and with a space a. s.
_DOTTED_ALONE = re.compile(r"\s*(?:[A-ZА-ЯЁ]\.){2,}[A-ZА-ЯЁ]?\s*")  # O.S.C.E., and nothing else
_IN_BRACKETS = re.compile(r"\((\w)\)")  # 株, as NFKC writes ㈱
_HYPHENATED = re.compile(r"\w+\.?-\w+")
# Inside a word: marks, of which some scripts make vowels, and the dot between the syllables of Tibetan.
_WORD = re.compile(
    r"([^\W_](?:[^\W_]|＆|['\u0300-\u036f\u0711\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u0f0b\u0f0c\u0f39\u0f71-\u0fbc]"
    r"|(?!\s)[\u0900-\u0dff\u0e00-\u109f\u1780-\u17ff])*)"
)


class Spelling:
    """A folded name.

    Its parts are made when they are first asked for: whoever can make many at once starts from the words.

    Args:
        text: The spelling as given.
        parts: Its parts in written order, or the words that make them one by one; empty where nothing can be
            compared.
        written: Each part as written, capitals and all.
        comma: How many parts stand before the first comma, or 0 without one ("Tokayev, K.-Zh." has 1).
        capitals: How many parts at the beginning are alone in capitals ("TOKAYEV Kassym" has 1); below 0, how
            many at the end; 0 where no part is, or all are.
        body: Whether the words tell the name of a body.
        place: Whether they tell that of a place, by its kind.

    Attributes:
        text: As given.
        written: As given.
        comma: As given.
        capitals: As given.
        body: As given.
        place: As given.
        words: What each part is read from; None where that is not all that some part is.
    """

    __slots__ = ("_family", "_parts", "body", "capitals", "comma", "place", "text", "words", "written")

    def __init__(
        self,
        text: str,
        parts: tuple[Part, ...] | tuple[Word, ...],
        written: tuple[str, ...] = (),
        comma: int = 0,
        capitals: int = 0,
        body: bool = False,
        place: bool = False,
    ) -> None:
        self.text = text
        self.written = written
        self.comma = comma
        self.capitals = capitals
        self.body = body
        self.place = place
        self._family: tuple[float, ...] | None = None
        self.words: tuple[Word, ...] | None = None
        self._parts: tuple[Part, ...] | None = None
        if parts and type(parts[0]) is Word:
            self.words = parts
        else:
            self._parts = parts  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spelling) and self._content == other._content

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Spelling({self.text!r}, {self.parts!r}, {self.written!r}, {self.comma}, {self.capitals})"

    @property
    def _content(self) -> tuple[object, ...]:
        return self.text, self.parts, self.written, self.comma, self.capitals

    @property
    def parts(self) -> tuple[Part, ...]:
        """Its parts in written order; empty where nothing can be compared."""
        if self._parts is None:
            self._parts = tuple(map(part_of, self.words or ()))
        return self._parts

    @property
    def family(self) -> tuple[float, ...]:
        """How likely each part is the family name, or one of several: from 0 to 1."""
        if self._family is None:
            self._family = family_shares(self.parts, self.comma, self.capitals)
        return self._family

    @property
    def key(self) -> str:
        """The usual class keys of all parts, with spaces between."""
        return " ".join(p.key for p in self.parts)

    def is_loud(self, place: int) -> bool:
        """Tell whether a part is written in capitals, or in a script that has none."""
        return self.written[place].upper() == self.written[place]

    @property
    def is_quiet(self) -> bool:
        """Whether it is one word so short that in small letters it may be an ordinary one: who, not WHO."""
        if len(self.written) != 1 or len(self.written[0]) > LONGEST_QUIET:
            return False
        return self.written[0].islower()

    @property
    def script(self) -> str:
        """The script of its first part, or "" without parts."""
        return self.parts[0].script if self.parts else ""


def fold(text: str, *, body: bool = False, alone: bool = False) -> Spelling:
    """Return a spelling's parts and keys, for any text whatever.

    Args:
        text: A name as found, in any script; unclean text is cleaned, nothing is refused.
        body: Whether it is known to be the name of a body, as a list may say.
        alone: Whether nothing but bodies is meant, so that it is read as one whatever its words.

    Returns:
        The folded spelling. `fold(fold(text).key).key` is `fold(text).key`, unless a key spells a word of
        bodies or of saints.

    Examples:
        >>> fold("Қасым-Жомарт Тоқаев").key
        'kasim jomart tokaev'
        >>> fold("TOKAYEV, K.-Zh.").key
        'tokaev k j'
        >>> fold("   ").parts
        ()
    """
    plain = None if alone else _fold_plain(text)
    return plain or _fold_stored(text) or _fold_any(text, known=body or alone, alone=alone)


def _fold_stored(text: str) -> Spelling | None:
    """Return the same of a name that is stored in some form, as the form tells it; None of another text."""
    stored = read_stored(text)
    if stored is None:
        return None
    told = _fold_plain(stored.text) or _fold_any(stored.text)
    parts = told.parts if told.words is None else told.words
    return Spelling(text, parts, told.written, told.comma, told.capitals, told.body)


def fold_words(text: str) -> Spelling:
    """Return the same, but read as the name of a person, whatever its words tell: each word is one by itself.

    Args:
        text: A name as found, in any script.

    Examples:
        >>> [part.text for part in fold_words("Минфин Казахстана").parts]
        ['минфин', 'казахстана']
    """
    return _fold_any(text, bodies=False)


def _fold_plain(text: str) -> Spelling | None:
    """Return the same where the name is made of plain words with a space between, as most are, else None.

    What a plain word turns into is remembered, and does not depend on what stands beside it.
    """
    if len(text) > MAX_LENGTH:
        return None
    written = text.split(" ")
    if not 2 <= len(written) <= MAX_PARTS:
        return None
    comma = int(written[0].endswith(","))
    if comma:
        written[0] = written[0][:-1]
    words = tuple(map(_plain_word, written))
    if None in words:
        return None
    plain: Sequence[Word] = by_syllables(words, written)  # type: ignore[arg-type]
    if needs_look(plain, written):
        plain, texts, comma = as_they_stand(plain, written, comma)
        return Spelling(text, plain, texts, comma, _capitals(texts))
    return Spelling(text, tuple(plain), tuple(written), comma, _capitals(written))


@functools.lru_cache(maxsize=200_000)
def _plain_word(written: str) -> Word | None:
    """Return what a plain word is read as in any name of several words, None for another word.

    It needs no cleaning, is one word, stands for itself alone, and is not joined to the word before it.
    """
    if written.isascii() and written.isalpha():  # such a word is its own reading
        small = written.lower()
        readings = read_latin((small,))
    else:
        small = _small_if_plain(written)
        readings = readings_of(small)
        if not readings[0]:
            return None
    word = _word(small, "", readings)
    of_bodies = body_words().opens_with(small) or len(cut(small)) > 1
    behind = word.kind == "title" and small in name_parts().behind
    return None if _is_special(word) or of_bodies or behind else word


def _small_if_plain(written: str) -> str:
    """Return a word in small letters, or "" where it is not plain."""
    small = written.lower()
    if own_letters(script_of(small[:1])).issuperset(small) and is_normalized("NFKC", written):
        return small  # as all steps below would leave it
    if clean(written) != written or _WORD.fullmatch(written) is None or printed_words(written) != [written]:
        return ""
    small = _small(written)
    return "" if "CJK" in map(script_of, small) else small


def _fold_any(text: str, *, bodies: bool = True, known: bool = False, alone: bool = False) -> Spelling:
    """Return the same of any text, through all steps."""
    split = [
        (word.replace(_TIED_AND, "&"), _small(word).replace(_TIED_AND, "and"), after)
        for word, after in _split(clean(text))[:MAX_PARTS]
    ]
    found = [entry for entry in split if readings_of(entry[1])[0]]
    comma = next((i + 1 for i, (_, _, after) in enumerate(found) if not _COMMAS.isdisjoint(after)), 0)
    single = _read(found)
    texts = [word for word, _, _ in found]
    if bodies and (
        body := _as_body_without_spaces(text, alone=alone)
        or _as_body(text, found, single, known=known, alone=alone)
    ):
        return body
    if japanese := _as_japanese(text):
        return japanese
    single = _with_japanese_readings(list(by_syllables(single, texts)))
    if needs_look(single, texts):
        stopped = {n for n, (_, _, after) in enumerate(found) if after.startswith(".")}
        tied = {n for n, (_, _, after) in enumerate(found) if after == "-"}
        standing, written, comma = as_they_stand(single, texts, comma, stopped, tied)
        single = list(standing)
    else:
        written = tuple(texts)
    words = _mark_suffixes(single, comma)
    parts: tuple[Part, ...] | tuple[Word, ...] = tuple(words)
    if any(map(_is_special, words)):
        parts, written = _join_patronymics([part_of(word) for word in words], written)
    return Spelling(text, parts, written, comma if comma < len(parts) else 0, _capitals(written))


def _read(found: Sequence[tuple[str, str, str]]) -> list[Word]:
    """Return words as they are read: what opens a name of Hangul otherwise than what stands within it.

    Two syllables alone may be a place, whose print goes by the sounds of both.

    Args:
        found: Each word as written, in small letters, and what stands behind it.
    """
    names = [small for _, small, _ in found if kind_of(small) != "title"]
    foreign = is_foreign_run(names)
    several = len(names) > 2
    read = []
    within = False
    for _, small, after in found:
        is_syllable = several and len(small) == 1 and script_of(small) == "HANGUL"
        if foreign and kind_of(small) != "title":
            readings = foreign_readings(small)
        else:
            readings = inner_readings(small) if within and is_syllable else readings_of(small)
        read.append(_word(small, after, readings))
        within = is_syllable and not after
    return read


def _with_japanese_readings(words: list[Word]) -> list[Word]:
    """Return words, the first and the last with Japanese readings too where each is a Chinese character."""
    if len(words) > LONGEST_NATIVE or any(word.script != "CJK" or len(word.text) > 1 for word in words):
        return words
    return [_with_japanese_reading(word, n == 0, n == len(words) - 1) for n, word in enumerate(words)]


@functools.lru_cache(maxsize=50_000)
def _with_japanese_reading(word: Word, opens: bool, closes: bool) -> Word:
    japanese = japanese_readings(word.text, opens=opens, closes=closes)
    readings = tuple(dict.fromkeys([*word.readings, *japanese]))
    return msgspec.structs.replace(word, readings=readings)


def _as_japanese(text: str) -> Spelling | None:
    """Return a spelling as a Japanese name without spaces, None where it is none beyond doubt.

    The family name stands first, as surely as before a comma.
    """
    if not text or max(text) < FIRST_UNSPACED:
        return None
    found = [_small(word) for word, _ in _words_between_spaces(clean(text))]
    if not 1 <= len(found) <= 2:
        return None
    pieces = divide(found[0]) if len(found) == 1 else as_divided(found[0], found[1])
    if not pieces:
        return None
    words = [
        Word(piece, tuple(r[:MAX_LETTERS] for r in readings), "word", "word", KANJI)
        for piece, readings in pieces
    ]
    return Spelling(text, tuple(words), tuple(word.text for word in words), len(words) - 1)


def _as_body_without_spaces(text: str, *, alone: bool) -> Spelling | None:
    """Return a spelling as the name of a body whose words stand together, None where they tell none.

    Args:
        text: As given.
        alone: Whether nothing but bodies is meant.
    """
    if not text or max(text) < FIRST_UNSPACED:
        return None
    split = [(word, _small(word), after) for word, after in _words_between_spaces(clean(text))]
    if all(len(cut(small)) == 1 and small not in body_words().unspaced for _, small, _ in split):
        return None
    found: list[tuple[str, str, str]] = []
    for _, small, after in split:
        pieces = [letters for form in cut(small) for letters in _characters(form)]
        found += [(piece, piece, "") for piece in pieces[:-1]]
        found.append((pieces[-1], pieces[-1], after))
    found = [entry for entry in found[:MAX_PARTS] if readings_of(entry[1])[0]]
    single = [_word(small, after, readings_of(small)) for _, small, after in found]
    body = _as_body(text, found, single, known=alone, alone=alone)
    return body if body is not None and (alone or body.body) else None


_HAN_NUMBER = re.compile(r"(第)([〇一二三四五六七八九十]{1,3})|(\d+)|(.)", re.DOTALL)


def _characters(form: str) -> list[str]:
    """Return Chinese characters each by itself, with numbers between them as one; another word as it is.

    Examples:
        >>> _characters("第十五小学"), _characters("第15"), _characters("서울")
        (['第', '15', '小', '学'], ['第', '15'], ['서울'])
    """
    if script_of(form[0]) != "CJK":
        return [form]
    pieces: list[str] = []
    for first, number, digits, other in _HAN_NUMBER.findall(form):
        pieces += [first, han_number(number) or number] if first else [digits or other]
    return pieces


def _as_body(
    text: str, found: Sequence[tuple[str, str, str]], single: Sequence[Word], *, known: bool, alone: bool
) -> Spelling | None:
    """Return a spelling as the name of a body, None where its words do not tell one.

    Args:
        text: As given.
        found: Each word as written, in small letters, and what stands behind it.
        single: The same words as those of any name.
        known: Whether it is known to be a body's.
        alone: Whether nothing but bodies is meant.
    """
    quoted = _QUOTES.search(text) is not None
    name = _without_dots(found, single, FEWEST_DOTTED)
    meanings = meanings_of(name)
    body = tells_body(meanings, name, quoted=quoted, known=known)
    if dotted := _DOTTED.search(text):  # two letters may be initials, but not of a body
        shorter = _without_dots(found, single, 2)
        meant = meanings_of(shorter)
        if (body and not dotted[1]) or known or ends_in_form(meant, shorter):
            told = tells_body(meant, shorter, quoted=quoted, known=known)
            if told or body or alone:
                name, meanings, body = shorter, meant, told or body
    place = False
    read = read_body(meanings, name) if body else None
    if read is None and alone and may_be_body(meanings, name):
        read = read_body(without_concepts(meanings), name)
    if read is None:
        each_word = _without_dots(found, single, len(found) + 1, elided=False)
        if each_word.small != name.small:
            name, meanings = each_word, meanings_of(each_word)
        stopped = {n for n, (_, _, after) in enumerate(found) if after.startswith(".")}
        read = read_place(meanings, name, stopped)
        place = any(
            word.kind == "locality" or word.text in SETTLED for each in read or () for word in each.words
        )
    if read is None:
        return None
    parts: list[Word] = []
    texts: list[str] = []
    comma = 0  # of what may be a person's name, if anything
    for each in read:
        if not (comma or body or place) and each.begin and name.tied[each.begin][0] == ",":
            comma = len(parts)
        parts += each.words
        texts += [" ".join(name.written[each.begin : each.end])] * len(each.words)
    return Spelling(text, tuple(parts[:MAX_PARTS]), tuple(texts[:MAX_PARTS]), comma, body=body, place=place)


def _without_dots(
    found: Sequence[tuple[str, str, str]], single: Sequence[Word], fewest: int, *, elided: bool = True
) -> Wording:
    """Return words with so many letters between full stops as one (G.m.b.H.).

    Args:
        found: Each word as written, in small letters, and what stands behind it.
        single: The same words as those of any name.
        fewest: How many letters are one word.
        elided: Whether l' and the like are left out before a word.
    """
    name = Wording([], [], [], [])
    n = 0
    while n < len(found):
        end = n
        while end < len(found) and len(found[end][1]) <= 2 and found[end][2].startswith("."):
            end += 1
            if found[end - 1][2] not in (".", ". "):
                break
        if end - n < fewest:
            end = n + 1
            name.plain.append(single[n])
        else:
            letters = "".join(entry[1] for entry in found[n:end])
            name.plain.append(Word(letters, readings_of(letters), "word", "word", single[n].script))
        text = name.plain[-1].text
        name.written.append(".".join(entry[0] for entry in found[n:end]))
        name.small.append(_ELIDED.sub("", text) if elided else text)
        before = found[n - 1][2].strip() if n else ""
        before = "(" if before.endswith("(") else before  # behind a full stop
        name.tied.append(before + name.small[-1] if before in SIGNS else name.small[-1])
        n = end
    return name


def _capitals(written: Sequence[str]) -> int:
    """Return how many words at the beginning are alone in capitals; below 0, how many at the end.

    So many lists print the family name. One or two capitals may be initials or a degree, and tell nothing.

    Examples:
        >>> _capitals(["TOKAYEV", "Kassym"]), _capitals(["Kassym", "J", "TOKAYEV"]), _capitals(["KASSYM"])
        (1, -1, 0)
    """
    if not (written and (written[0].isupper() or written[-1].isupper())):
        return 0
    loud = [word.isupper() if len(word) > 2 else None for word in written]
    if False not in loud or True not in loud:
        return 0
    first, last = loud.index(False), loud[::-1].index(False)
    before, behind = loud[:first], loud[len(loud) - last :]
    if before.count(True) == loud.count(True):
        return len(before) - before[::-1].index(True)
    return behind.index(True) - len(behind) if behind.count(True) == loud.count(True) else 0


def _is_special(word: Word) -> bool:
    """Tell whether a part is more than its word: of a patronymic, or what tells generations apart."""
    return word.usually == "generation" or word.readings[0] in name_parts().patronymic_words


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
    if "&" in text and ";" in text:
        text = html.unescape(text)
    text = text.replace("№", "No ")
    if "." in text and _DOTTED_ALONE.fullmatch(text):
        text = text.replace(".", "")
    text = text.translate(_APOSTROPHE_AS_ONE)  # of U+00B4 the next step would make a space and a mark
    if not text.isascii():
        text = _POINTS.sub("", text)
        text = "".join([c for c in text if unicodedata.category(c) not in _INVISIBLE])
        text = _POINTS.sub("", unicodedata.normalize("NFKC", text))
        if "(" in text:
            text = _IN_BRACKETS.sub(lambda found: body_words().in_brackets.get(found[1], found[0]), text)
    if not _SEPARATORS.isdisjoint(text):
        text = _BETWEEN_NAMES.sub(" and ", _AMPERSAND.sub(rf"\1{_TIED_AND}\2", text))
    if "-" in text:
        text = _HYPHENATED.sub(_as_one_word, text)
    return unicodedata.normalize("NFC", text.translate(_APOSTROPHE_AS_ONE))


def _as_one_word(found: re.Match[str]) -> str:
    """Return a listed word without its hyphen (г-н), which else divides words."""
    word = found.group().replace(".", "")
    return word.replace("-", "") if word.lower() in name_parts().hyphenated else found.group()


def _words_between_spaces(text: str) -> list[tuple[str, str]]:
    """Return what stands between spaces and punctuation, each with what stands between it and the next."""
    _, *turns = _WORD.split(text)
    return list(zip(turns[::2], turns[1::2], strict=True))


def _split(text: str) -> list[tuple[str, str]]:
    """Return each word with what stands between it and the next."""
    found = _words_between_spaces(text)
    if text.isascii():
        return [(piece, found[0][1]) for piece in parted(found[0][0])] if len(found) == 1 else found
    words: list[tuple[str, str]] = []
    alone = sum(kind_of(word) != "title" for word, _ in found) == 1
    for word, after in found:
        if kind_of(word) == "title":
            words.append((word, after))
            continue
        name, title = without_title(word)
        pieces = _syllables(name) if alone else printed_words(name)
        pieces += [title] if title else []
        words += [(piece, "") for piece in pieces[:-1]]
        words.append((pieces[-1], after))
    return words


def _syllables(word: str) -> list[str]:
    """Return the syllables of a name that is one Chinese, Korean or Burmese word, else the word itself.

    A Chinese or Korean name has two to four syllables and no spaces. A longer Chinese one is foreign, by
    sound, and nothing shows where its parts end (阿都拉曼达兰 Abdul Rahman Dahlan); a Korean one is so by
    sounds that no Korean name has (트빌리시 Tbilisi). Burmese print has no
    spaces at all, so Burmese words are split in longer names too.
    """
    script = script_of(word[0])
    longest = _LONGEST_UNSPACED.get(script, 0)
    if longest and is_foreign(word):
        return [word]
    return list(word) if len(word) <= longest else printed_words(word)


@functools.lru_cache(maxsize=200_000)
def _word(small: str, after: str, readings: tuple[str, ...]) -> Word:
    """Return a word as it was read, with what it is before some text."""
    kind, script = kind_of(small), script_of(small[0])
    if small in name_parts().saints:
        readings = ("saint",)
    if kind == "word" and small[0].isdigit() and kind_of(readings[0]) == "generation":
        kind = "generation"  # 2ñd: its key is read as 2nd
    stopped = after.startswith(".")
    if len(small) <= 4 and script not in _BLOCKS:
        alone = len(small) == 1 and (kind == "word" or stopped) and not small.isdigit()
        if alone or (stopped and is_digraph_initial(readings[0])):
            kind = "initial"
    if kind == "other" and small in name_parts().conjunctions:
        readings = (*readings, "and") if len(small) == 1 else ("and",)  # и is also the y of Ortega y Gasset
    return Word(small, readings, kind, kind, script)


def _mark_suffixes(words: list[Word], comma: int) -> list[Word]:
    """Take initials, or a title of nobility, after a whole name and a comma for what adds nothing to it.

    So it is in "Totok Daryanto, S.E." and in "John Morris, Baron Morris of Aberavon".
    """
    if not comma:
        return words
    tail = words[comma:]
    whole = sum(word.kind == "word" for word in words[:comma]) >= 2
    if not whole or not tail:
        return words
    noble = tail[0].text in name_parts().peerages
    if not noble and not all(word.kind in ("initial", "suffix", "title") for word in tail):
        return words
    if len(tail) == 1 and tail[0].kind == "initial":  # García Márquez, G.
        return words
    return words[:comma] + [msgspec.structs.replace(word, kind="suffix") for word in tail]


def _join_patronymics(
    parts: Sequence[Part], written: Sequence[str]
) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """Return the parts with each word that makes a patronymic joined to the father's name before it."""
    joined: list[Part] = []
    words: list[str] = []
    for part, word in zip(parts, written, strict=True):
        before = joined[-1] if joined else None
        if before is not None and len(before.key) > 2 and part.latin in name_parts().patronymic_words:
            joined[-1] = join_parts((before, part))
            words[-1] += " " + word
        else:
            joined.append(part)
            words.append(word)
    return tuple(joined), tuple(words)
