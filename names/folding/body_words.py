"""The words that bodies are named with, across languages: министерство and ministère are ministry.

The tables are data, in `names/data/bodies/`. A line says how one concept is written: its head, `!` where the
word by itself tells a body, and its forms by language. A form that ends in `*` is a stem, whatever ending
follows; `_` joins the words of a form of several; `~` marks a form that is an ordinary word elsewhere.
Each form is found without its Latin marks too (mudurlugu for müdürlüğü).
"""

from __future__ import annotations

import functools
import re
import string
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from names import data
from names.folding.letters import latin_readings, script_of

KINDS = ("legal_forms", "countries", "numbers", "contractions", "concepts", "place_kinds")  # later ones win
OF_COMPANIES = frozenset(("company", "corporation", "group", "holding"))  # no more than a legal form says
SHORTEST_STEM = 3  # letters
LONGEST_STEM = 24
# What stands between forms: the marks of languages, which alone have capital letters, and of columns.
LONGEST_TIED = 3  # letters: the words of р-н and ун-т tell nothing without the sign between them
FEWEST_PREFIXED = 5  # letters of a Hebrew word that may begin with a preposition or an article
FEWEST_ROMANIZED = 6  # letters of a contraction that is found in Latin letters, too
FEWEST_UNMARKED = 5  # letters of a form that is told without its marks
TYING = '-/"\u05f4'  # signs within a form, which divide the words of a name
_BLANKED = bytes.maketrans(b";|" + string.ascii_uppercase.encode(), b" " * 28)


class Meaning(msgspec.Struct, frozen=True):
    """What some words of a body's name stand for.

    Attributes:
        heads: The concepts, in their order: two of Минфин.
        kind: Which table they are of.
        strong: Whether the words by themselves tell a body.
        doubtful: Whether they are ordinary words elsewhere, and count at either end of a name alone.
    """

    heads: tuple[str, ...]
    kind: str
    strong: bool = False
    doubtful: bool = False


class Forms(msgspec.Struct, frozen=True):
    """The forms whose first letter is one letter, `~` aside.

    Attributes:
        single: Form of one word, as the table has it, to the number of its line.
        longer: First word of a form of several, as there, to the words behind it and the number of the line;
            the longest first.
    """

    single: dict[str, int]
    longer: dict[str, list[tuple[tuple[str, ...], int]]]


class Tables(msgspec.Struct, frozen=True):
    """What is made of the tables, as it is kept.

    Attributes:
        lines: Of each line its table, what stands before the colon and, of a contraction, what behind it.
        forms: First letter to its forms, not yet read: they are many, and a name asks for few.
        small_words: Words that say nothing in the name of a body: of, and, für.
        family_names: Forms that are family names too: Green, Banks, Svoboda.
        unspaced: Forms of scripts that set words without spaces.
        in_brackets: Legal forms that are one character in brackets, (주), in full, with spaces around.
    """

    lines: list[tuple[str, str, str]]
    forms: dict[str, msgspec.Raw]
    small_words: frozenset[str]
    family_names: frozenset[str]
    unspaced: frozenset[str]
    in_brackets: dict[str, str]


class _ReadForms(dict[str, Forms]):
    """First letter to its forms, read when it is asked for."""

    def __init__(self, kept: Mapping[str, msgspec.Raw]) -> None:
        self._kept = kept

    def __missing__(self, letter: str) -> Forms:
        kept = self._kept.get(letter)
        self[letter] = msgspec.msgpack.decode(kept, type=Forms) if kept is not None else Forms({}, {})
        return self[letter]


class BodyWords:
    """The tables, ready to be looked up.

    Args:
        tables: As they are kept.

    Attributes:
        small_words: As there.
        family_names: As there.
        unspaced: As there.
        in_brackets: As there.
    """

    def __init__(self, tables: Tables) -> None:
        self.small_words = tables.small_words
        self.family_names = tables.family_names
        self.unspaced = tables.unspaced
        self.in_brackets = tables.in_brackets
        self._lines = tables.lines
        self._forms = _ReadForms(tables.forms)

    def opens_with(self, word: str) -> bool:
        """Tell whether a form begins with a word.

        Args:
            word: In small letters.
        """
        return any(True for _ in self._listed(word))

    def _listed(self, word: str) -> Iterator[tuple[str, Forms]]:
        """Yield the openings of a word that forms have, the longest first, with the forms of its letter."""
        for opening, ending in _openings(word):
            forms = self._forms[opening[opening[0] == "~"]]
            if (opening in forms.single or opening in forms.longer) and _is_ending(ending):
                yield opening, forms

    def meaning(self, words: Sequence[str], at: int, tied: Sequence[str]) -> tuple[int, Meaning] | None:
        """Return how many words from a place on are a listed form, the longest, and what it stands for.

        Args:
            words: In small letters.
            at: The place of the first.
            tied: The same, each behind the sign that stands between it and the word before, where one does.
        """
        size, found, doubtful = 0, -1, False
        for opening, forms in self._listed(words[at]):
            for pattern, line in forms.longer.get(opening, ()):
                if len(pattern) < size:
                    break
                behind = tied[at + 1 : at + 1 + len(pattern)]
                if len(behind) == len(pattern) and all(map(_fits, pattern, behind)):
                    size, found, doubtful = len(pattern) + 1, line, opening.startswith("~")
                    break
            if not size and opening in forms.single:
                size, found, doubtful = 1, forms.single[opening], opening.startswith("~")
        return (size, self._meaning_of(found, doubtful=doubtful)) if size else None

    def _meaning_of(self, line: int, *, doubtful: bool) -> Meaning:
        kind, title, forms = self._lines[line]
        if kind == "contractions":
            return Meaning(tuple(forms.split()), kind, strong=True)
        head = title.split()[0]
        strong = head.endswith("!") or kind == "legal_forms"
        return Meaning((head.rstrip("!"),), kind, strong and not doubtful, doubtful)


_OF_ADJECTIVES = ("ск", "цк", "ськ", "цьк")  # Cyrillic stems that are no word without an ending


def _openings(word: str) -> Iterator[tuple[str, str]]:
    """Yield a word and the stems that it may have, the longest first, each as a table may write it.

    Behind each stands what must be an ending, so that it is a stem.
    """
    yield word, ""
    yield "~" + word, ""
    if word.endswith("'s") and len(word) > len("'s"):  # Kazakhstan's
        yield word[:-2], ""
    if word[0] > "\u058f":  # Hebrew and later
        yield from ((bare, "") for bare in _without_clitics(word))
    bare = word.endswith(_OF_ADJECTIVES)  # Уральск is a town, and only уральский of the Ural
    for size in range(min(len(word) - bare, LONGEST_STEM), SHORTEST_STEM - 1, -1):
        stem, ending = word[:size] + "*", word[size:]
        yield stem, ending
        yield "~" + stem, ending


def _without_clitics(word: str) -> Iterator[str]:
    """Yield an Arabic or Hebrew word without what is joined to it: prepositions, conjunctions, articles.

    Examples:
        >>> [next(_without_clitics(word)) for word in ("والتقنية", "للعلوم", "לחקלאות")]
        ['التقنية', 'العلوم', 'חקלאות']
    """
    if word.startswith(("وال", "بال")):
        yield word[1:]
    elif word.startswith("لل"):
        yield "ال" + word[2:]
    elif word[0] in "הובלמ" and len(word) >= FEWEST_PREFIXED:
        yield word[1:]


def _fits(pattern: str, word: str) -> bool:
    if pattern[0] not in TYING:
        word = word.lstrip(TYING + ",")
    if not pattern.endswith("*"):
        return word == pattern
    return word.startswith(pattern[:-1]) and _is_ending(word[len(pattern) - 1 :])


@functools.lru_cache(maxsize=10_000)
def _is_ending(letters: str) -> bool:
    """Tell whether letters behind a stem are an ending of some language, so that Школьник is no school."""
    return not letters or _endings().fullmatch(letters) is not None


@functools.cache
def _endings() -> re.Pattern[str]:
    table = data.read("bodies/endings.yaml")
    families = ("slavic", "slavic_latin", "turkic_cyrillic", "turkic_latin", "western")
    return re.compile("|".join(table[family].replace(" ", "") for family in families))


def forms_of(kind: str, title: str, forms: str) -> list[str]:
    """Return the forms of a line as its table has them.

    Args:
        kind: The table.
        title: What stands before the colon.
        forms: What stands behind it.
    """
    if kind == "contractions":
        return [title]
    return forms.encode().translate(_BLANKED).decode().split()


@functools.cache
def body_words() -> BodyWords:
    """Return the shipped tables, read once."""
    return BodyWords(data.made("bodies", Tables, _read_tables))


def _read_tables() -> Tables:
    lines: list[tuple[str, str, str]] = []
    forms: dict[str, int] = {}
    for kind in KINDS:
        for line in data.read(f"bodies/{kind}.yaml")["lines"].splitlines():
            title, _, written = line.partition(": ")
            forms |= dict.fromkeys(forms_of(kind, title, written), len(lines))
            lines.append((kind, title, written))
    forms = {form: line for form, line in _more_countries(lines) if form not in forms} | forms
    in_brackets = {
        form[1]: f" {forms_of(*lines[line])[0]} "
        for form, line in forms.items()
        if form[0] + form[2:] == "()"
    }
    unspaced = frozenset(
        form for form in forms if form[-1] > "\u0dff" and form.isprintable() and "_" not in form
    )
    forms = {plain: line for form, line in forms.items() for plain in _unmarked(form)} | forms
    forms = {plain: line for form, line in forms.items() for plain in _romanized(form, lines[line])} | forms
    longer: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for form in [form for form in forms if not form.strip("~*").isalnum() or form[-1] > "\u2e7f"]:
        words = _words_of(form)
        if len(words) > 1:
            longer.setdefault(words[0], []).append((tuple(words[1:]), forms.pop(form)))
    for found in longer.values():
        found.sort(key=lambda each: -len(each[0]))
    table = data.read("bodies/concepts.yaml")
    small, families = (frozenset(table[key].split()) for key in ("small_words", "family_names"))
    kept = [(kind, title, written if kind == "contractions" else "") for kind, title, written in lines]
    return Tables(kept, _by_first_letter(forms, longer), small, families, unspaced, in_brackets)


def _by_first_letter(
    single: Mapping[str, int], longer: Mapping[str, list[tuple[tuple[str, ...], int]]]
) -> dict[str, msgspec.Raw]:
    """Return first letters, each with its forms as they are kept."""
    found: dict[str, Forms] = defaultdict(lambda: Forms({}, {}))
    for form, line in single.items():
        found[form.lstrip("~")[:1]].single[form] = line
    for form, patterns in longer.items():
        found[form.lstrip("~")[:1]].longer[form] = patterns
    encode = msgspec.msgpack.encode
    return {letter: msgspec.Raw(encode(forms)) for letter, forms in found.items()}


def _more_countries(lines: list[tuple[str, str, str]]) -> Iterator[tuple[str, int]]:
    """Yield names of countries in letters that the tables of bodies lack, and those of territories in all.

    Each stands with the number of its line, which is added where there is none.
    """
    known = {title.split()[0]: n for n, (kind, title, _) in enumerate(lines) if kind == "countries"}
    for code, names in data.read("country_names.yaml").items():
        if code in _NOT_TOLD:
            continue
        of_territory = code not in known
        if of_territory:
            known[code] = len(lines)
            lines.append(("countries", code, ""))
        for n, name in enumerate(names.casefold().split(" | ")):
            script = script_of(name[0])
            telling = of_territory and (n == 0 or " " in name)  # a single word may be another: Нива for Niue
            if not _PLAIN_NAME.fullmatch(name):
                continue
            if name not in _NO_COUNTRY and (telling or script not in ("LATIN", "CYRILLIC")):
                yield "_".join(name.split()), known[code]
            if script == "ARABIC" and " " not in name:
                yield from ((form, known[code]) for form in _of_country_in_arabic(name))


def _of_country_in_arabic(name: str) -> Iterator[str]:
    """Yield what an Arabic name of a country makes of things of that country, with the article and without.

    Examples:
        >>> list(_of_country_in_arabic("فرنسا"))
        ['فرنسي', 'الفرنسي', 'فرنسية', 'الفرنسية']
    """
    stem = _ARABIC_END.sub("", name.removeprefix("ال"))
    for ending in ("ي", "ية"):
        yield from (stem + ending, "ال" + stem + ending)


_PLAIN_NAME = re.compile(r"[^\W\d_](?:[\w' ]|\b-\b)+")
# Which are something else as well: a cloth, a meeting, the capitals of Tunisia and Algeria.
_NO_COUNTRY = frozenset("jersey guernsey réunion reunion man تونس الجزائر".split())
# Territories called after saints, as people are, or islands without people.
_NOT_TOLD = frozenset("mf bl sx re gp mq ms sh pm bq nf cx cc hm bv um io tf gs aq".split())
_ARABIC_END = re.compile("(?:ية|يا|ي|ا|ة)$")


def _words_of(form: str) -> list[str]:
    """Return the words of a form; Chinese characters are each a word, as names are split.

    The words of a short one (р-н) have the sign that ties them to the word before them.

    Examples:
        >>> _words_of("военно-морск*_флот"), _words_of("р-н")
        (['военно', 'морск*', 'флот'], ['р', '-н'])
    """
    if script_of(form[0]) == "CJK":
        return list(form)
    words = [word for word in _BETWEEN.split(form) if word]
    if len(words) < 2 or "_" in form or any(len(word.lstrip("~")) > LONGEST_TIED for word in words):
        return words
    return _TIED.findall(form)


_BETWEEN = re.compile(f"[_{re.escape(TYING)}]")
_TIED = re.compile(f"[{re.escape(TYING)}]?[^{re.escape(TYING)}]+")


def _unmarked(form: str) -> Iterator[str]:
    """Yield a form of Latin letters without its marks, and as German print spells it without.

    Examples:
        >>> list(_unmarked("müdürlüğü")), list(_unmarked("straße")), list(_unmarked("bank"))
        (['mudurlugu', 'mueduerluegue'], ['strasse'], [])
    """
    if form.isascii() or len(form.strip("~*")) < FEWEST_UNMARKED:
        return
    plain = form.translate(_LETTERS)
    if plain.isascii():  # else it is of another script
        yield plain
        if not _UMLAUTS.keys().isdisjoint(map(ord, form)):
            yield form.translate(_UMLAUTS).translate(_LETTERS)


def _romanized(form: str, line: tuple[str, str, str]) -> Iterator[str]:
    """Yield a long contraction of Cyrillic letters as it is usually romanized: sberbank for сбербанк."""
    if line[0] == "contractions" and len(form) >= FEWEST_ROMANIZED and script_of(form[0]) == "CYRILLIC":
        yield latin_readings(form.rstrip("*"))[0] + "*" * form.endswith("*")


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_LETTERS = str.maketrans(
    {
        chr(code): unicodedata.normalize("NFD", chr(code))[0]
        for code in (*range(0xE0, 0x250), *range(0x1E00, 0x1F00))
    }
    | {"đ": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ə": "e", "ð": "d", "þ": "th"}
    | {chr(code): "" for code in range(0x300, 0x370)}
)
