"""The acronyms that the name of a body may have, made by rule: OSCE, and KMG of KazMunayGas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from names.folding.body_words import OF_COMPANIES, body_words

FEWEST, MOST = 3, 8  # letters; with two, too many bodies share them
_WORD = re.compile(r"[^\W\d_]+")
_BRACKETED = re.compile(r"[(\[]([^)\]]*)[)\]]")
_ELIDED = re.compile(r"\b(?:l|d|dell|all|nell|sull)['’](?=\w{2})", re.IGNORECASE)  # d'Ivoire
_TIED = re.compile(r"([^\W\d_]+) ?& ?([^\W\d_]+)")
_PREFIX = re.compile(r"\b(\w{1,2})-")  # Co-operation
_CAPITALS_INSIDE = 3  # which make a word one of several run together


def acronyms_of(name: str) -> tuple[str, ...]:
    """Return the acronyms that the name of a body may have, in capitals, without repeats.

    They are the initials of its words, with and without small ones, words with a hyphen being one or several;
    those of two names with the & between; and what stands in brackets in capitals alone. Where a country or a
    legal form stands in brackets or at the end, it has no part in them.

    Args:
        name: As listed.

    Returns:
        None in scripts without capitals, or of names of fewer than `FEWEST` words.

    Examples:
        >>> acronyms_of("Organization for Security and Co-operation in Europe")
        ('OSCE', 'OFSACIE')
        >>> acronyms_of("Министерство иностранных дел"), acronyms_of("KazMunayGas")
        (('МИД',), ('KMG',))
        >>> acronyms_of("Northern Orchards and Rivers Testing Authority (NORTA)")
        ('NORTA', 'NOARTA')
        >>> acronyms_of("Tallow & Finch GmbH"), acronyms_of("North-South Rivers Commission")
        (('T&F',), ('NRC', 'NSRC'))
    """
    bare = _ELIDED.sub("", _BRACKETED.sub(" ", name.split(",")[0]))
    words = _without_forms(_WORD.findall(bare.replace("-", "") if "-" in bare else bare))
    found = [
        *(inside for inside in _BRACKETED.findall(name) if _WORD.fullmatch(inside) and inside.isupper()),
        *_initials(words),
        *_initials(_without_forms(_WORD.findall(_PREFIX.sub(r"\1", bare))) if "-" in bare else ()),
    ]
    if (tied := _TIED.search(bare)) and list(words) == [tied[1], tied[2]]:
        found.append(f"{tied[1][0]}&{tied[2][0]}".upper())
    return tuple(dict.fromkeys(each for each in found if FEWEST <= len(each) <= MOST))


def _initials(words: Sequence[str]) -> Iterator[str]:
    """Yield the initials of words, first without the small ones, if their script has capitals."""
    if not words or words[0].upper() == words[0].lower():
        return
    small = body_words().small_words
    telling = [word for word in words if word.lower() not in small]
    yield "".join(_capitals(word) for word in telling)
    yield "".join(_capitals(word) for word in words)


def _capitals(word: str) -> str:
    """Return the capital that a word gives to an acronym, or those inside, where several words are one."""
    inside = "".join(letter for letter in word if letter.isupper())
    several = len(inside) >= _CAPITALS_INSIDE and not word.isupper()
    return inside if several else word[0].upper()


def _without_forms(words: Sequence[str]) -> Sequence[str]:
    """Return words without a legal form of one word at either end."""
    begin, end = 0, len(words)
    if end > 1 and _is_form(words[-1]):
        end -= 1
    if end > 1 and _is_form(words[0]):
        begin = 1
    return words[begin:end]


def _is_form(word: str) -> bool:
    small = [word.lower()]
    found = body_words().meaning(small, 0, small)
    return found is not None and (
        found[1].kind == "legal_forms" or not OF_COMPANIES.isdisjoint(found[1].heads)
    )
