"""Words of bodies in print that has no spaces: มหาวิทยาลัยเชียงใหม่, 서울대학교, サンパウロ大学."""

from __future__ import annotations

import functools

from names.folding.body_words import body_words
from names.folding.letters import script_of

# Scripts whose words stand together, each with the fewest letters of a form that is cut off.
SCRIPTS = {"CJK": 2, "HANGUL": 2, "KATAKANA": 2, "HIRAGANA": 2, "THAI": 3, "LAO": 3, "KHMER": 3, "MYANMAR": 4}
FIRST_UNSPACED = "\u0e00"  # the first letter of these scripts, which Thai has
ORDINAL = "第"  # before a number, which may be longer than a listed one
LONGEST_FORM = 24  # letters
FEWEST_LETTERS = 4  # of a word that is cut at all: 김대학 may be a person


@functools.lru_cache(maxsize=20_000)
def cut(word: str) -> tuple[str, ...]:
    """Return a word in the forms of bodies that it begins and ends with, and what is left between them.

    Args:
        word: In small letters.

    Examples:
        >>> cut("국립서울대학교"), cut("มหาวิทยาลัยเชียงใหม่"), cut("トヨタ")
        (('국립', '서울', '대학교'), ('มหาวิทยาลัย', 'เชียงใหม่'), ('トヨタ',))
    """
    fewest = SCRIPTS.get(script_of(word[0]))
    if fewest is None or len(word) < FEWEST_LETTERS:
        return (word,)
    before: list[str] = []
    behind: list[str] = []
    while word and (form := _form_of(word, fewest, ending=True)):
        behind.insert(0, form)
        word = word[: -len(form)]
    while word and word[0] != ORDINAL and (form := _form_of(word, fewest, ending=False)):
        before.append(form)
        word = word[len(form) :]
    return (*before, *filter(None, [word]), *behind)


def _form_of(word: str, fewest: int, *, ending: bool) -> str:
    """Return the longest listed form that a word ends or begins with; "" where it does so with none."""
    for size in range(min(len(word), LONGEST_FORM), fewest - 1, -1):
        form = word[-size:] if ending else word[:size]
        if form in body_words().unspaced:
            return form
    return ""
