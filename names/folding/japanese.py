"""Japanese names without spaces, in kanji or kana: the family name and the given name told apart.

A name in Chinese characters may be Chinese, Japanese or Korean. It is divided here only where it is Japanese
beyond doubt: by kana in it, by a character that Japan alone has, or by a listed family name of several
characters before a given name. Where it may as well be Chinese (高天明, 林芳正) nothing is divided: each
character is a word by itself, and Japanese readings are tried beside the others.
"""

from __future__ import annotations

import functools
import itertools

from names.folding.han import is_compound_surname
from names.folding.kanji import (
    LONGEST_FAMILY,
    LONGEST_GIVEN,
    MAX_READINGS,
    all_readings,
    divided,
    family_readings,
    given_readings,
    guessed_readings,
    kanji_table,
)
from names.folding.letters import latin_readings, script_of

ITERATION = "々"  # 佐々木
_KANA = ("HIRAGANA", "KATAKANA")
LIKELY = 0.1  # share that a reading by characters must have to be tried beside the listed ones
COMMON = 4  # names in kanji, multiplied, from which readings side by side are a family name and a given name
FEWEST_KANA = 4  # letters of such a name in kana
FEWEST_SURE = 4  # characters of a name that is hardly Chinese where it opens with a Japanese family name

Piece = tuple[str, tuple[str, ...]]  # a part as written, and its plain readings


@functools.lru_cache(maxsize=50_000)
def divide(name: str) -> tuple[Piece, ...]:
    """Return the family name and the given name of a Japanese name, each with its readings.

    Args:
        name: One word, in small letters.

    Returns:
        Two parts, or one where the whole is a family name; none where it is no name, may be Chinese, or is
        divided by nothing.

    Examples:
        >>> divide("村上春樹")
        (('村上', ('murakami',)), ('春樹', ('haruki', 'shunki', 'haruju')))
        >>> [written for written, _ in divide("宮崎あおい")]
        ['宮崎', 'あおい']
        >>> [written for written, _ in divide("カワカミショウタ")]
        ['カワカミ', 'ショウタ']
        >>> divide("林芳正"), divide("毛泽东"), divide("トビリシ")
        ((), (), ())
    """
    if not 2 <= len(name) <= LONGEST_FAMILY + LONGEST_GIVEN:
        return ()
    if not _has_kanji(name):
        return _divide_kana(name) if len(name) >= FEWEST_KANA and _is_kana(name) else ()
    sure = _is_japanese(name)
    if sure and (readings := family_readings(name)):
        return ((name, readings),)
    ways = [(family, given) for family, given in divided(name) if sure or _is_hardly_chinese(name, family)]
    for family, given in ways:
        if readings := _given(given):
            return (family, family_readings(family)), (given, readings)
    for family, given in ways:
        if _may_be_guessed(name, family, given, sure=sure) and (readings := _by_character(given)):
            return (family, family_readings(family)), (given, readings)
    return ()


def _is_kana(name: str) -> bool:
    return len({script_of(letter) for letter in name}) == 1 and script_of(name[0]) in _KANA


def _divide_kana(name: str) -> tuple[Piece, ...]:
    """Divide a name in kana into the commonest readings of a family name and of a given name."""
    best, most = 0, COMMON - 1
    for at in range(2, len(name) - 1):
        families, given = (
            all_readings(kind)[latin_readings(piece)[0]]
            for kind, piece in (("families", name[:at]), ("given", name[at:]))
        )
        if families * given > most:
            best, most = at, families * given
    if not best:
        return ()
    family, given_name = name[:best], name[best:]
    return (family, latin_readings(family)), (given_name, latin_readings(given_name))


def as_divided(family: str, given: str) -> tuple[Piece, ...]:
    """Return a Japanese name that a space divides, with readings; nothing where it may be Chinese.

    Args:
        family: What stands before the space, in small letters.
        given: What stands behind it.

    Examples:
        >>> as_divided("中", "康介"), as_divided("王", "小林")
        ((('中', ('naka',)), ('康介', ('kosuke', 'yasusuke'))), ())
    """
    if not _has_kanji(family) or not (readings := family_readings(family)):
        return ()
    both = family + given
    sure = _is_japanese(both)
    if not sure and (is_compound_surname(family) or family in kanji_table().chinese):
        return ()
    if (given_ones := _given(given)) or (given_ones := _by_character(given)):
        return (family, readings), (given, given_ones)
    return ()


def _has_kanji(name: str) -> bool:
    """Tell whether letters are kanji, or kanji and kana."""
    scripts = {_script_of(letter) for letter in name}
    return "CJK" in scripts and scripts <= {"CJK", *_KANA}


def _script_of(letter: str) -> str:
    return "CJK" if letter == ITERATION else script_of(letter)


def _is_japanese(name: str) -> bool:
    """Tell whether the letters of a name are such as Japanese print alone has together."""
    table = kanji_table()
    return any(
        letter == ITERATION or letter in table.japanese or script_of(letter) in _KANA for letter in name
    )


def _given(given: str) -> tuple[str, ...]:
    """Return the readings of a listed given name, likely ones by its characters among them."""
    readings = given_readings(given)
    more = guessed_readings(given, LIKELY) if readings else ()
    return tuple(dict.fromkeys([*readings, *more]))[:MAX_READINGS]


def _is_hardly_chinese(name: str, family: str) -> bool:
    """Tell whether a name that opens with a Japanese family name can hardly be a Chinese or Korean one."""
    table = kanji_table()
    opens_so = name[0] in table.chinese
    if len(family) == 1:
        return not opens_so and len(name) == 3
    if is_compound_surname(family) and len(name) <= FEWEST_SURE:
        return False
    return len(name) >= FEWEST_SURE or not opens_so or family in table.common


def _may_be_guessed(name: str, family: str, given: str, *, sure: bool) -> bool:
    """Tell whether so much is Japanese that an unlisted given name may be read by its characters."""
    if sure:
        return True
    return len(family) > 1 and len(given) > 1 and name == name.translate(kanji_table().variants)


def _by_character(given: str) -> tuple[str, ...]:
    """Return how a given name that is not listed may be read: kana as they are, kanji as in other names."""
    ways: tuple[str, ...] = ("",)
    for kana, run in itertools.groupby(given, key=lambda letter: script_of(letter) in _KANA):
        letters = "".join(run)
        readings = latin_readings(letters) if kana else guessed_readings(letters)
        ways = tuple(way + reading for way in ways for reading in readings)
    return ways[:MAX_READINGS]
