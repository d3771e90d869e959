"""The clustering methods of OpenRefine, as its documentation states them: key collision, nearest neighbours.

Source: https://openrefine.org/docs/technical-reference/clustering-in-depth
"""

from __future__ import annotations

import itertools
import re
import string
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz.distance import Levenshtein
from unidecode import unidecode

NGRAM = 2  # letters of an n-gram, as its menu opens with
BLOCK = 6  # letters that two share before they are compared, likewise
RADIUS = 2.0  # edits

_PUNCTUATION = re.compile(f"[{re.escape(string.punctuation)}\x00-\x08\x0a-\x1f\x7f]")

Clusters = list[list[str]]


def fingerprint(text: str) -> str:
    """Return the fingerprint: small letters, no punctuation, plain letters, the words sorted, each once."""
    plain = unidecode(_PUNCTUATION.sub("", text.strip().lower()))
    return " ".join(sorted(set(plain.split())))


def ngram_fingerprint(text: str) -> str:
    """Return the n-gram fingerprint: the n-grams of all letters, sorted, each once."""
    plain = unidecode(re.sub(r"\s", "", _PUNCTUATION.sub("", text.lower())))
    return "".join(sorted({plain[at : at + NGRAM] for at in range(len(plain) - NGRAM + 1)}))


def by_key(texts: Iterable[str], key: Callable[[str], str]) -> Clusters:
    """Return texts of one key together.

    Args:
        texts: Distinct ones.
        key: Gives it.
    """
    clusters: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        clusters[key(text)].append(text)
    return list(clusters.values())


def by_neighbours(texts: Sequence[str]) -> Clusters:
    """Return texts together that a chain of near ones joins: within a radius, where they share a block.

    Args:
        texts: Distinct ones.
    """
    blocks: dict[str, set[int]] = defaultdict(set)
    plain = [unidecode(text).lower() for text in texts]
    for number, text in enumerate(plain):
        for at in range(len(text) - BLOCK + 1):
            blocks[text[at : at + BLOCK]].add(number)
    leader = list(range(len(texts)))

    def leads(number: int) -> int:
        while leader[number] != number:
            number = leader[number]
        return number

    for members in blocks.values():
        for one, other in itertools.combinations(sorted(members), 2):
            if Levenshtein.distance(plain[one], plain[other], score_cutoff=int(RADIUS)) <= RADIUS:
                leader[leads(other)] = leads(one)
    clusters: dict[int, list[str]] = defaultdict(list)
    for number, text in enumerate(texts):
        clusters[leads(number)].append(text)
    return list(clusters.values())
