"""Parts of a name that are not the name itself: titles, suffixes, particles, patronymic words and endings.

The words are data, in `names/data/name_parts.yaml`; here they are read, folded once, and looked up.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping, Sequence

import msgspec

from names import data
from names.folding.given_names import Gender
from names.folding.keys import VOWELS
from names.folding.letters import latin_readings, script_of
from names.kinds import PartKind


class NameParts(msgspec.Struct, frozen=True):
    """The words and endings of the data file, folded.

    Attributes:
        kinds: Word in small letters to what it is; words with Latin marks also without them.
        genders: Title to the gender of who bears it, where only one does.
        hyphenated: Listed words that are written with a hyphen.
        generations: Word that tells a father from a son to the one that stands for all of its meaning.
        peerages: Words that open a title of nobility after a name.
        patronymic_words: Plain readings of words that belong to the father's name before them.
        patronymics: Ending of a class key and the gender it tells, longest first.
        patronymic_endings: The endings alone.
        surnames: Masculine and feminine ending of a class key, longest feminine ending first.
        shared: Ending of a class key that thousands of surnames share, and how many letters it is in a
            skeleton, longest first.
        of_surnames: Endings of a class key that hardly any word but a surname has.
        initials: Digraphs that stand for one letter of another alphabet.
        given_too: Particles that are given names too.
        assimilated: Particles that are so before a word that opens with their last sound alone.
        saints: Words for a saint, which are one word (St. Petersburg, Санкт-Петербург).
        behind: Titles that print writes behind a name without a space (王毅先生).
        longest_behind: How many letters such a title has at most.
        conjunctions: Words that tie two names, which are one word (Marks et Spencer, Marks & Spencer).
    """

    kinds: Mapping[str, PartKind]
    genders: Mapping[str, Gender]
    hyphenated: frozenset[str]
    generations: Mapping[str, str]
    peerages: frozenset[str]
    patronymic_words: frozenset[str]
    patronymics: tuple[tuple[str, Gender], ...]
    patronymic_endings: tuple[str, ...]
    surnames: tuple[tuple[str, str], ...]
    shared: tuple[tuple[str, int], ...]
    of_surnames: tuple[str, ...]
    initials: frozenset[str]
    given_too: frozenset[str]
    assimilated: frozenset[str]
    saints: frozenset[str]
    behind: frozenset[str]
    longest_behind: int
    conjunctions: frozenset[str]


@functools.cache
def name_parts() -> NameParts:
    """Return the shipped words and endings, read once."""
    table = data.read("name_parts.yaml")
    kinds: dict[str, PartKind] = {}
    listed: tuple[tuple[PartKind, str], ...] = (
        ("other", table["others"]),
        ("particle", table["particles"]),
        ("filiation", table["filiations"]),
        *(("generation", words) for words in table["generations"].values()),
        ("suffix", table["suffixes"]),
        ("legal", table["legal_forms"]),
        *(("title", words) for words in table["titles"].values()),
    )
    for kind, words in listed:
        for word in words.split():
            small = word.replace("-", "").replace("\u200c", "")  # a sign that folding drops
            kinds[small] = kind
            if script_of(small[0]) == "LATIN":
                kinds[plain(word)] = kind
    behind = frozenset(word for script in ("han", "hangul") for word in table["titles"][script].split())
    endings: list[tuple[str, Gender]] = [(e, "m") for e in table["patronymics"]["m"]]
    endings += [(e, "f") for e in table["patronymics"]["f"]]
    return NameParts(
        kinds=kinds,
        genders=_genders(table),
        hyphenated=frozenset(word for _, words in listed for word in words.split() if "-" in word),
        generations=_generations(table["generations"]),
        peerages=frozenset(table["peerages"].split()),
        patronymic_words=frozenset(plain(w) for w in table["patronymic_words"].split()),
        patronymics=tuple(sorted(endings, key=lambda e: -len(e[0]))),
        patronymic_endings=tuple(ending for ending, _ in endings),
        surnames=tuple(sorted(((s["m"], s["f"]) for s in table["surnames"]), key=lambda s: -len(s[1]))),
        shared=_shared(table["shared_endings"].split()),
        of_surnames=tuple(table["surname_endings"].split()),
        initials=frozenset(table["digraph_initials"].split()),
        given_too=frozenset(table["given_too"].split()),
        assimilated=frozenset(table["assimilated"].split()),
        saints=frozenset(table["saints"].split()),
        behind=behind,
        longest_behind=max(map(len, behind)),
        conjunctions=frozenset(table["conjunctions"].split()),
    )


def _genders(table: Mapping[str, str]) -> dict[str, Gender]:
    genders: dict[str, Gender] = {}
    for gender, words in (("f", table["women"]), ("m", table["men"])):
        for word in words.replace("-", "").split():
            genders[word] = genders[plain(word)] = "f" if gender == "f" else "m"
    return genders


def _generations(table: Mapping[str, str]) -> dict[str, str]:
    meant = {word: stands for stands, words in table.items() for word in words.split()}
    return meant | {word: word for word in table["numbered"].split()}


def _shared(endings: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Return endings with the letters of each in a skeleton: its consonants."""
    sizes = ((ending, len([letter for letter in ending if letter not in VOWELS])) for ending in endings)
    return tuple(sorted(sizes, key=lambda each: (-len(each[0]), each[0])))


def plain(word: str) -> str:
    """Return the usual plain reading of a listed word, its punctuation dropped."""
    if word.isascii() and word.isalnum():
        return word.lower()
    letters = "".join(c for c in unicodedata.normalize("NFC", word.lower()) if c.isalnum() or c == "'")
    return latin_readings(letters)[0]


def father_of(key: str) -> tuple[str, Gender] | None:
    """Return the father's name inside a patronymic's class key and the child's gender, or None.

    Source:
        Kazakh -uly and -kyzy stand beside Russian -ovich/-evich and -ovna/-evna for the same father.

    Examples:
        >>> father_of("kemelevič"), father_of("kemeluli"), father_of("tokaev")
        (('kemel', 'm'), ('kemel', 'm'), None)
    """
    if not key.endswith(name_parts().patronymic_endings):
        return None
    for ending, gender in name_parts().patronymics:
        if key.endswith(ending) and len(key) >= len(ending) + 2:
            return key.removesuffix(ending), gender
    return None


def masculine_of(key: str) -> str | None:
    """Return the masculine form of a feminine surname's class key, or None where it is not feminine.

    Examples:
        >>> masculine_of("nazarbaeva"), masculine_of("dostoevskaia"), masculine_of("tokaev")
        ('nazarbaev', 'dostoevski', None)
    """
    if not key.endswith("a"):
        return None
    for masculine, feminine in name_parts().surnames:
        if key.endswith(feminine) and len(key) >= len(feminine) + 2:
            return key.removesuffix(feminine) + masculine
    return None


@functools.lru_cache(maxsize=200_000)
def kind_of(word: str) -> PartKind:
    """Return what a word in small letters usually is; most are simply a `word`.

    Examples:
        >>> kind_of("президент"), kind_of("и"), kind_of("van"), kind_of("токаев")
        ('title', 'other', 'particle', 'word')
    """
    kinds = name_parts().kinds
    if word in kinds or script_of(word[:1]) != "LATIN":
        return kinds.get(word, "word")
    kind = kinds.get(plain(word), "word")
    return "word" if kind == "particle" and not word.isascii() else kind  # Lê and Đỗ are surnames


FEWEST_BEFORE_ONE = 3  # letters before a title of one letter, which given names end in too


def without_title(word: str) -> tuple[str, str]:
    """Return a word in the name and the title that print writes behind it without a space, "" for none.

    Examples:
        >>> without_title("王毅先生"), without_title("박지원의원"), without_title("문재인")
        (('王毅', '先生'), ('박지원', '의원'), ('문재인', ''))
    """
    behind = name_parts().behind
    for size in range(min(len(word) - 1, name_parts().longest_behind), 0, -1):
        if word[-size:] in behind and len(word) - size >= (FEWEST_BEFORE_ONE if size == 1 else 1):
            return word[:-size], word[-size:]
    return word, ""


def is_digraph_initial(reading: str) -> bool:
    """Tell whether these letters can be one initial, as Zh in K.-Zh. Tokayev."""
    return len(reading) == 1 or reading in name_parts().initials
