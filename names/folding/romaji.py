"""Japanese names in Latin letters: what other systems than Hepburn write, brought to Hepburn.

The system of the government (Sinzi, Tuda), passports (Ohno) and those who type kana (Itou) write other
letters for the same sounds. A word is taken for Japanese where it is, in Hepburn, a reading of some name.
"""

from __future__ import annotations

import functools
import re

from names.folding.kanji import all_readings

# What Hepburn does not write, or writes for a short vowel: most words have none of it.
_OTHER = re.compile(r"[ou]h(?![aeiouy])|ou|oo(?!$)|uu|[stz]i|[stzcj]y|[td]u|(?<![cs])hu|m(?=[bmp])")
_HEPBURN = {"si": "shi", "ti": "chi", "zi": "ji", "tu": "tsu", "du": "zu", "hu": "fu", "m": "n"}
_HEPBURN |= {"sy": "sh", "ty": "ch", "cy": "ch", "zy": "j", "jy": "j"}
_HEPBURN |= {"ou": "o", "oo": "o", "oh": "o", "uh": "u", "uu": "u"}
_SYLLABLES = re.compile(r"[aeiou][^aeiou]+[aeiou]")  # two at least: Hu is Chinese sooner than Fu
_FOREIGN = re.compile(r"[lqvx]|[^n]$(?<![aeiouh])")  # letters, and ends, that no Japanese word has


@functools.lru_cache(maxsize=50_000)
def in_hepburn(word: str) -> str | None:
    """Return a Japanese word in Hepburn without marks, None where it is no such word, or is written so.

    Args:
        word: In small letters a to z.

    Examples:
        >>> in_hepburn("sinzi"), in_hepburn("ohtuka"), in_hepburn("itou")
        ('shinji', 'otsuka', 'ito')
        >>> in_hepburn("tanaka"), in_hepburn("moussa"), in_hepburn("hu")
        (None, None, None)
    """
    if not _OTHER.search(word) or _FOREIGN.search(word):
        return None
    hepburn = _OTHER.sub(lambda found: _HEPBURN[found.group()], word)
    known = _SYLLABLES.search(hepburn) and any(
        hepburn in all_readings(kind) for kind in ("families", "given")
    )
    return hepburn if known else None
