"""How two parts of names differ: by letters, by spelling rules, by sound, or by a distance of their keys."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import msgspec
from rapidfuzz.distance import OSA

from names.evidence.weights import WEIGHTS, EvidenceKind, PairWriting, Weights
from names.folding import Part
from names.folding.keys import skeleton


class PartDistance(msgspec.Struct, frozen=True):
    """How two parts differ.

    Attributes:
        kind: What makes them a pair.
        keys: Distance of the nearest two class keys, from 0 (equal) to 1 (nothing shared).
        bones: Distance of their skeletons, likewise.
        writing: How the scripts of both write: both Latin, both another, else the poorer of the two.
    """

    kind: EvidenceKind
    keys: float = 0.0
    bones: float = 0.0
    writing: PairWriting = "latin"


@functools.lru_cache(maxsize=500_000)
def part_distance(a: Part, b: Part) -> PartDistance:
    """Return how two parts differ.

    Spelling rules act before any distance: Tokayev and Toqaev are equal by rules, Tokarev is not.

    Examples:
        >>> from names.folding import fold
        >>> tokayev, toqaev, tokarev = fold("Tokayev Toqaev Tokarev").parts
        >>> part_distance(tokayev, toqaev).kind
        'rules'
        >>> part_distance(tokayev, tokarev).kind, part_distance(tokayev, tokarev).bones
        ('near', 0.25)
        >>> loran, laurent = fold("Лоран Laurent").parts
        >>> part_distance(loran, laurent).kind
        'sound'
    """
    if a.text == b.text:
        return PartDistance("same")
    if a.latin == b.latin:
        return PartDistance("letters")
    x, y = a.keys[0], b.keys[0]
    if x == y:
        return PartDistance("rules")
    if (a.masculine and a.masculine == y) or (b.masculine and b.masculine == x):
        return PartDistance("gender")
    if a.father and b.father:
        return _father_distance(a, b)
    writing = pair_writing(a, b)
    if x in b.keys or y in a.keys:
        return PartDistance("sound", writing=writing)
    if a.heads and not a.heads.isdisjoint(b.heads):
        return PartDistance("form", writing=writing)
    if not a.heads.isdisjoint(b.far_heads) or not a.far_heads.isdisjoint(b.heads):
        return PartDistance("far form", writing=writing)
    if a.script == b.script == "CJK":
        return PartDistance("near", 1.0, 1.0, writing)  # characters that sound alike are other characters
    # One of the two is always read as usual: two foreign readings of both prove little.
    return _near([(x, other) for other in b.keys] + [(other, y) for other in a.keys[1:]], writing)


def pair_writing(a: Part, b: Part) -> PairWriting:
    """Return how the scripts of two parts write together."""
    if a.script == b.script:
        return "latin" if a.script == "LATIN" else "one script"
    if "abjad" in (a.writing, b.writing):
        return "abjad"
    return "syllables" if "syllables" in (a.writing, b.writing) else "alphabet"


def _father_distance(a: Part, b: Part) -> PartDistance:
    """Compare two patronymics: -uly is -ovich and -kyzy is -ovna, of the same father."""
    (father, gender), (other, other_gender) = a.father or ("", ""), b.father or ("", "")
    if gender != other_gender:
        return PartDistance("gender")
    if father == other:
        return PartDistance("patronymic")
    return _near([(father, other)], pair_writing(a, b))


def _near(keys: Iterable[tuple[str, str]], writing: PairWriting) -> PartDistance:
    """Return the distance of the nearest of several pairs of keys, and of their skeletons."""
    if writing in ("latin", "one script", "alphabet"):
        nearest, x, y = min((OSA.normalized_distance(x, y), x, y) for x, y in keys)
        return PartDistance("near", nearest, OSA.normalized_distance(skeleton(x), skeleton(y)), writing)
    both = (
        (OSA.normalized_distance(x, y), OSA.normalized_distance(skeleton(x), skeleton(y))) for x, y in keys
    )
    nearest, bones = min(both, key=sum)
    return PartDistance("near", nearest, bones, writing)


def pair_weight(pair: PartDistance, of_key: float, of_bones: float, weights: Weights = WEIGHTS) -> float:
    """Return what a pair of parts says, in nats.

    A shared skeleton says as much as the skeleton is rare; the letters between the bones add what the
    whole key is rarer than that. Both fade with the distance, since strangers abound nearby.

    Args:
        pair: How the parts differ.
        of_key: Rarity of the listed part's class key, in nats.
        of_bones: Rarity of its skeleton, at most `of_key`.
        weights: Of the evidence.
    """
    if pair.kind == "same":
        return of_key
    if pair.kind == "letters":
        return of_key + weights.letters
    if pair.kind in ("rules", "patronymic"):
        return of_key + weights.rules
    in_one_script = pair.writing in ("latin", "one script")
    if pair.kind == "sound":
        return of_key + (weights.sound_in_one_script if in_one_script else weights.sound)
    if pair.kind in ("form", "far form"):
        return min(of_key, weights.rarest_form) + (weights.form if pair.kind == "form" else weights.far_form)
    told = of_bones * (1 - weights.fade_bones * pair.bones)
    told += (of_key - of_bones) * max(0.0, 1 - weights.fade_keys * pair.keys)
    vowels = weights.vowels[pair.writing]
    distance = vowels * pair.keys + (1 - vowels) * pair.bones
    steepness = weights.per_distance_in_one_script if in_one_script else weights.per_distance
    error = weights.error if pair.writing == "one script" else 0.0
    return told + weights.near + error + steepness * distance
