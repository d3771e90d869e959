"""How two parts of names differ: by letters, by spelling rules, by sound, or by a distance of their keys."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import msgspec
from rapidfuzz.distance import OSA

from names.evidence.letter_costs import letter_distance
from names.evidence.slips import is_misread, is_slip
from names.evidence.weights import WEIGHTS, Weights
from names.folding import Part
from names.folding.keys import skeleton
from names.folding.name_parts import name_parts
from names.folding.part import KANJI
from names.kinds import EvidenceKind, PairWriting

UNLIKE = 0.7  # distance of two usual readings beyond which no other reading brings two parts together
TURKIC_ENDS = "iu"  # last letters of Turkic patronymics (uli, kizi, oglu), which Slavic ones have not
_NEAR = ("near", "slip", "misread")
FARTHEST_SLIP = 0.4  # distance of the keys beyond which no single slip is looked for


class PartDistance(msgspec.Struct, frozen=True):
    """How two parts differ.

    Attributes:
        kind: What makes them a pair.
        keys: Distance of the nearest two class keys, from 0 (equal) to 1 (nothing shared).
        skeletons: Distance of their skeletons, from 0 (equal) to 1 (nothing shared); of forms of one given
            name, 0 or 1.
        writing: How the scripts of both write: both Latin, both another, else the poorer of the two.
    """

    kind: EvidenceKind
    keys: float = 0.0
    skeletons: float = 0.0
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
        >>> part_distance(tokayev, tokarev).kind, part_distance(tokayev, tokarev).skeletons
        ('near', 0.25)
        >>> loran, laurent = fold("Лоран Laurent").parts
        >>> part_distance(loran, laurent).kind
        'sound'
    """
    if kind := _equal_by_rule(a, b):
        return PartDistance(kind)
    if a.father and b.father:
        return _father_distance(a, b)
    if _is_surname_of_father(a, b) or _is_surname_of_father(b, a):
        return PartDistance("patronymic")
    writing = pair_writing(a, b)
    x, y = a.key, b.key
    # One of the two is always read as usual: two foreign readings of both prove little.
    readings = [(x, other) for other in b.keys] + [(other, y) for other in a.keys[1:]]
    if _differ_in_gender(a, b):
        return msgspec.structs.replace(_near(readings, writing), kind="gender")
    in_characters = a.script == b.script == "CJK"
    if in_characters and len(a.text) == len(b.text) == 1:
        return PartDistance("near", 1.0, 1.0, writing)  # other characters, whatever other readings they share
    if x in b.keys or y in a.keys:
        return PartDistance("sound", writing=writing)
    if kind := _one_given_name(a, b):
        return PartDistance(
            kind, skeletons=float(kind == "form" and a.skeleton != b.skeleton), writing=writing
        )
    if in_characters:
        return PartDistance("near", 1.0, 1.0, writing)
    near = _near(readings, writing)
    if near.keys <= FARTHEST_SLIP and a.script == b.script and not (a.canonical_names and b.canonical_names):
        return msgspec.structs.replace(near, kind=_slip(a.text, b.text) or "near")
    return near


def _equal_by_rule(a: Part, b: Part) -> EvidenceKind | None:
    """Return by what two parts are equal, or masculine and feminine of one surname; else None."""
    if a.text == b.text:
        return "same"
    if a.latin == b.latin:
        return "letters"
    if a.key == b.key:
        return "rules"
    return "gender" if is_feminine(a, b) or is_feminine(b, a) else None


def is_feminine(a: Part, b: Part) -> bool:
    """Tell whether a part is the feminine form of another: of a surname, or of a man's given name."""
    if a.masculine is not None:
        return a.masculine == (b.key[:-2] + "i" if b.key.endswith("oi") else b.key)  # Tolstaya is of Tolstoy
    if b.gender != "m" or a.canonical_names or a.script != b.script:
        return False
    return a.key == b.key + "a" or (b.key.endswith("o") and a.key == b.key[:-1] + "a")


def _one_given_name(a: Part, b: Part) -> EvidenceKind | None:
    """Return what makes two parts forms of one given name, or None where they are not."""
    if a.canonical_names and not a.canonical_names.isdisjoint(b.canonical_names):
        return "form"
    distantly = not a.canonical_names.isdisjoint(
        b.far_canonical_names
    ) or not a.far_canonical_names.isdisjoint(b.canonical_names)
    return "far form" if distantly else None


def _slip(a: str, b: str) -> EvidenceKind | None:
    """Return what makes two spellings in one script one slip apart, or None where they are not."""
    if is_misread(a, b):
        return "misread"
    return "slip" if is_slip(a, b) else None


def _differ_in_gender(a: Part, b: Part) -> bool:
    """Tell whether two given names are of a man and of a woman, and no forms of one name."""
    both = a.canonical_names and b.canonical_names and a.gender and b.gender
    return bool(both and a.gender != b.gender and a.canonical_names.isdisjoint(b.canonical_names))


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
    if father == other or a.key in b.keys or b.key in a.keys:
        return PartDistance("patronymic")
    return _near([(father, other)], pair_writing(a, b))


def _is_surname_of_father(son: Part, other: Part) -> bool:
    """Tell whether a surname is made of the name of a father as a Turkic patronymic is (Baitursynov, -uly).

    Russian patronymics have no part in it: Ivanovich is no Ivanov.
    """
    if not son.father or other.father or son.key[-1] not in TURKIC_ENDS:
        return False
    if (other.masculine is not None) != (son.father[1] == "f"):
        return False
    surnames = [other.masculine] if other.masculine else other.keys
    stem = son.father[0].rstrip("i")
    return any(
        surname.endswith(ending) and surname[: -len(ending)].rstrip("i") == stem
        for surname in surnames
        for ending, _ in name_parts().surnames
    )


def _near(keys: Sequence[tuple[str, str]], writing: PairWriting) -> PartDistance:
    """Return the distance of the nearest of several pairs of keys, and of their skeletons.

    Args:
        keys: The pairs, that of the usual keys first; what is wholly unlike as usual is not read otherwise.
        writing: Of both parts together.
    """
    if writing in ("latin", "one script", "alphabet"):
        x, y = keys[0]
        nearest = OSA.normalized_distance(x, y)
        if nearest <= UNLIKE and len(keys) > 1:
            nearest, x, y = min((OSA.normalized_distance(x, y), x, y) for x, y in keys)
        return PartDistance("near", nearest, OSA.normalized_distance(skeleton(x), skeleton(y)), writing)
    both = (
        (OSA.normalized_distance(x, y), OSA.normalized_distance(skeleton(x), skeleton(y))) for x, y in keys
    )
    nearest, skeletons = min(both, key=sum)
    return PartDistance("near", nearest, skeletons, writing)


def is_too_far(a: Part, b: Part, pair: PartDistance, weights: Weights = WEIGHTS) -> bool:
    """Tell whether two parts that are merely near are too far apart to be one name, however rare they are.

    Two surnames are told apart by what stands before an ending that thousands share (Petković, Petrović),
    and sooner where they begin with other letters.

    Examples:
        >>> from names.folding import fold
        >>> petkovic, petrovic, kiriyenko, kirienko = fold("Petković Petrović Kyriyenka Кириенко").parts
        >>> is_too_far(petkovic, petrovic, part_distance(petkovic, petrovic))
        True
        >>> is_too_far(kiriyenko, kirienko, part_distance(kiriyenko, kirienko))
        False
    """
    if pair.kind != "near":
        return False
    if weights.short_alike and max(len(a.key), len(b.key)) <= weights.short_alike and a.script == b.script:
        return True  # Kim Jong-in is not Kim Jong-un
    if pair.keys > weights.farthest_read and {a.script, b.script} == {KANJI, "LATIN"}:
        return True  # 中根 Nakane is not Nakasone
    farthest = weights.farthest[pair.writing]
    in_full = a.writing == b.writing == "alphabet"
    if in_full and weights.other_opening != 1 and _openings(a).isdisjoint(_openings(b)):
        farthest *= weights.other_opening
    fathers = bool(a.father and b.father)
    if fathers:
        farthest = max(farthest, weights.farthest_father)
    if _before_ending(a, b, pair.keys, pair.skeletons) <= farthest:
        return False
    if fathers or pair.keys / 2 > weights.farthest[pair.writing] or len(a.keys) == len(b.keys) == 1:
        return True
    # The nearest keys need not have the nearest skeletons: the usual readings have another say.
    usual = OSA.normalized_distance(a.key, b.key), OSA.normalized_distance(a.skeleton, b.skeleton)
    return _before_ending(a, b, *usual) > farthest


def _before_ending(a: Part, b: Part, keys: float, skeletons: float) -> float:
    """Return the mean of two distances, of what stands before an ending that thousands of surnames share.

    What both share is no edit, so the same edits are told by fewer letters.

    Args:
        a: A part.
        b: Another.
        keys: Distance of their keys.
        skeletons: Distance of their skeletons.
    """
    for ending, in_skeleton in name_parts().shared:
        if (
            min(len(a.key), len(b.key)) >= len(ending) + 2
            and a.key.endswith(ending)
            and b.key.endswith(ending)
        ):
            longest = max(len(a.key), len(b.key))
            keys = min(1.0, keys * longest / (longest - len(ending)))
            told = max(len(a.skeleton), len(b.skeleton))
            if told > in_skeleton:
                skeletons = min(1.0, skeletons * told / (told - in_skeleton))
            break
    return (keys + skeletons) / 2


@functools.lru_cache(maxsize=200_000)
def _openings(part: Part) -> frozenset[str]:
    """Return the consonant classes that a part may begin with; "" stands among them for none."""
    return frozenset(skeleton(key)[:1] for key in part.keys)


def pair_weight(pair: PartDistance, of_key: float, of_skeleton: float, weights: Weights = WEIGHTS) -> float:
    """Return what a pair of parts says, in nats.

    A shared skeleton says as much as the skeleton is rare; the vowels between its consonants add what the
    whole key is rarer than that. Both fade with the distance, since strangers abound nearby.

    Args:
        pair: How the parts differ.
        of_key: Rarity of the listed part's class key, in nats.
        of_skeleton: Rarity of its skeleton, at most `of_key`.
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
        near = weights.form_alike if not pair.skeletons else weights.form
        return min(of_key, weights.rarest_form) + (near if pair.kind == "form" else weights.far_form)
    return _excused(pair, _near_weight(pair, of_key, of_skeleton, weights), of_key, weights)


def weight_by_letters(
    a: Part, b: Part, pair: PartDistance, of_key: float, of_skeleton: float, weights: Weights = WEIGHTS
) -> float:
    """Return what a pair of parts says, in nats, where a near one is told by its letters.

    The rarity of the listed part's skeleton says how many strangers are as near, so it needs not fade.

    Args:
        a: A part.
        b: The listed one.
        pair: How they differ.
        of_key: As `pair_weight` has it.
        of_skeleton: As `pair_weight` has it.
        weights: Of the evidence; where they say nothing of letters, the distances of keys and skeletons tell.
    """
    if pair.kind not in _NEAR or not weights.per_letter or (a.father and b.father):
        return pair_weight(pair, of_key, of_skeleton, weights)
    near = of_skeleton + weights.near_by_letters[pair.writing] + weights.per_letter * letter_distance(a, b)
    return _excused(pair, near, of_key, weights)


def _excused(pair: PartDistance, near: float, of_key: float, weights: Weights) -> float:
    """Return the weight of a pair by its distance, or that of the slip which excuses it."""
    if pair.kind not in ("slip", "misread"):
        return near
    return max(of_key + (weights.slip if pair.kind == "slip" else weights.misread), near)


def _near_weight(pair: PartDistance, of_key: float, of_skeleton: float, weights: Weights) -> float:
    """Return what a near pair says by the distances of its keys and skeletons."""
    in_one_script = pair.writing in ("latin", "one script")
    told = of_skeleton * (1 - weights.fade_skeleton * pair.skeletons)
    told += (of_key - of_skeleton) * max(0.0, 1 - weights.fade_keys * pair.keys)
    vowels = weights.vowels[pair.writing]
    distance = vowels * pair.keys + (1 - vowels) * pair.skeletons
    steepness = weights.per_distance_in_one_script if in_one_script else weights.per_distance
    error = weights.error if pair.writing == "one script" else 0.0
    return told + weights.near + error + steepness * distance
