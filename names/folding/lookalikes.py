"""Words that mix scripts by letters that look alike, brought to one script.

The letters are data, in `names/data/lookalikes.yaml`.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence

from names import data
from names.folding.letters import script_of

Lookalikes = Mapping[tuple[str, str], Mapping[int, str]]


@functools.cache
def lookalikes() -> Lookalikes:
    """Return, by the script of a word and that of a strange letter in it, the letters to write instead."""
    table = data.read("lookalikes.yaml")
    of: dict[tuple[str, str], dict[int, str]] = {}
    for name in ("latin_cyrillic", "latin_greek"):
        one, other = name.upper().split("_")
        pairs = table[name].split()
        of[one, other] = {ord(pair[1]): pair[0] for pair in pairs}
        of[other, one] = {ord(pair[0]): pair[1] for pair in pairs}
    return of


def unmix(word: str) -> str:
    """Return a word in small letters with look-alike letters of other scripts brought to its own.

    Its own script is the one most of its letters are in, unless another makes the whole word one script. A
    word that is in one script, or whose strange letters look like none of its own, stays as it is.

    Examples:
        >>> unmix("мaсimов") == "масімов", unmix("tоkаyev").isascii(), unmix("1984")
        (True, True, '1984')
    """
    if word.isalpha() and (word.isascii() or len({script_of(c) for c in word}) == 1):
        return word
    letters = Counter(script for c in word if (script := script_of(c)))
    if not letters:
        return word
    scripts = [script for script, _ in letters.most_common()]
    unmixed = [_brought_to(word, own, scripts) for own in scripts]
    return next((w for w in unmixed if len({*map(script_of, w)} - {""}) == 1), unmixed[0])


def _brought_to(word: str, own: str, scripts: Sequence[str]) -> str:
    for other in scripts:
        word = word.translate(lookalikes().get((own, other), {}))
    return word
