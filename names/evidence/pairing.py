"""Which part of one spelling goes with which part of the other, and what each pair says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from rapidfuzz.distance import OSA

from names.evidence.distance import is_feminine, is_too_far, part_distance, weight_by_letters
from names.evidence.weights import Rarity, Weights
from names.folding import Part, join_parts
from names.folding.given_names import Gender
from names.folding.part import KANJI
from names.folding.spelling import LONGEST_HAN_PART
from names.kinds import EvidenceKind, PartTrait, Trait, kinds_with, parts_with

FARTHEST_JOINED = 0.35  # distance up to which neighbours written together count as one part of the other
LONGEST_JOINED = {
    True: LONGEST_HAN_PART,
    False: 3,
}  # parts written together at most, among Chinese characters and elsewhere
RUN_VOWELS = "aeiou"  # second letters that make a word of two or three letters a name, and no initials
FARTHEST_FATHER = 0.34  # distance up to which a name is that of the father whom a patronymic tells
_BY_RULE, _CLOSE, _UNPAIRED = map(kinds_with, (Trait.BY_RULE, Trait.CLOSE, Trait.UNPAIRED))
_SMALL = parts_with(PartTrait.SMALL)
_ALONE = parts_with(PartTrait.ALONE)
_NEVER_JOINED = _ALONE | {"initial", "filler"}


class Pair(msgspec.Struct, frozen=True):
    """A pairing of neighbouring parts, query[i:i2] with form[j:j2], and what it says."""

    weight: float
    i: int
    i2: int
    j: int
    j2: int
    kind: EvidenceKind


class Scale(msgspec.Struct, frozen=True):
    """What pairs are weighed with: the weights, the rarity of parts, and the bearer's gender where known."""

    weights: Weights
    rarity: Rarity
    gender: Gender | None


def pair_parts(query: Sequence[Part], form: Sequence[Part], scale: Scale) -> list[Pair]:
    """Return the pairs of parts that speak most for one bearer, each part used once, in query order.

    Parts are paired one with one; where some find no partner, neighbours written together are tried too.
    An initial gives way where the word it stands for contradicts a whole word of the other side.
    """
    pairs = [_weigh_at(query, form, i, j, scale) for i in range(len(query)) for j in range(len(form))]
    chosen = _choose(pairs)
    if _leaves_words(query, {p.i for p in chosen}) or _leaves_words(form, {p.j for p in chosen}):
        joined = [*_joined(query, form, scale, swapped=False), *_joined(form, query, scale, swapped=True)]
        chosen = _choose(pairs + joined) if joined else chosen
    return _without_rash_initials(query, form, chosen)


def _leaves_words(parts: Sequence[Part], used: set[int]) -> bool:
    """Tell whether some part finds no partner; a title need not have one."""
    return any(n not in used and part.kind != "title" for n, part in enumerate(parts))


def contradiction(a: Part, b: Part, weights: Weights) -> tuple[EvidenceKind, float]:
    """Return what two parts that do not fit say: less where a script hardly writes vowels."""
    if "initial" in (a.kind, b.kind):
        return "initial contradicted", weights.initial_contradicted
    if a.father and b.father:
        return "father contradicted", weights.father_contradicted
    in_full = a.writing == b.writing == "alphabet"
    return "contradicted", weights.contradicted if in_full else weights.contradicted_loosely


def _weigh_at(query: Sequence[Part], form: Sequence[Part], i: int, j: int, scale: Scale) -> Pair:
    kind, weight = _weigh(query[i], form[j], scale)
    return Pair(weight, i, i + 1, j, j + 1, kind)


def _weigh(a: Part, b: Part, scale: Scale) -> tuple[EvidenceKind, float]:
    """Return what one pair of parts says: its kind and its weight."""
    weights, rarity = scale.weights, scale.rarity
    if "initial" in (a.kind, b.kind):
        return _weigh_initial(a, b, weights)
    pair = part_distance(a, b)
    if _cannot_pair(a, b, pair.kind):
        return contradiction(a, b, weights)
    if pair.kind == "gender":
        return _weigh_gender(a, b, scale)
    if is_too_far(a, b, pair, weights):
        return contradiction(a, b, weights)
    close = pair.kind in _CLOSE
    weight = weight_by_letters(a, b, pair, *_rarity_of_pair(a, b, rarity, close=close), weights)
    if close and rarity.knows(a):
        weight += weights.known
    if close and a.canonical_names and b.canonical_names:
        weight += weights.other_name
    against, floor = contradiction(a, b, weights)
    if pair.kind == "sound" and _are_two_names(a, b):
        return against, floor
    if a.kind in _SMALL if a.kind == b.kind else "suffix" in (a.kind, b.kind):
        weight = min(weight, weights.small_word)
    if close and (weight <= max(floor, _lowest(a, b, weights)) or _is_father(a, b)):
        return against, floor
    return pair.kind, weight


def _rarity_of_pair(a: Part, b: Part, rarity: Rarity, *, close: bool) -> tuple[float, float]:
    """Return how rare the key of a pair is, and its skeleton.

    Strangers abound near a common spelling, too, however rare the listed part: the skeletons of both tell.

    Args:
        a: A part of the query.
        b: One of the form.
        rarity: Of parts.
        close: Whether the two are merely close.
    """
    if close:
        of_key = rarity.of_key(b)
        return of_key, min(of_key, rarity.of_skeleton(b), rarity.of_skeleton(a))
    of_key = min(rarity.of_key(a), rarity.of_key(b))
    return of_key, min(of_key, rarity.of_skeleton(b))


def _cannot_pair(a: Part, b: Part, by: EvidenceKind) -> bool:
    """Tell whether two parts are no pair for what they are: nothing is merely like a title or a generation.

    Args:
        a: A part of the query.
        b: One of the form.
        by: What makes them a pair.
    """
    kinds = (a.kind, b.kind)
    if a.kind != b.kind and "country" in kinds:
        return True  # Germany, which is read as de, is no French de
    alone = not _ALONE.isdisjoint(kinds)
    return by not in _BY_RULE and (alone or (a.kind == "title") != (b.kind == "title"))


def _are_two_names(a: Part, b: Part) -> bool:
    """Tell whether two parts in one script are given names in their own right, and not one name."""
    apart = a.canonical_names.isdisjoint(
        b.canonical_names | b.far_canonical_names
    ) and b.canonical_names.isdisjoint(a.far_canonical_names)
    return bool(a.canonical_names and b.canonical_names and a.script == b.script) and apart


def _lowest(a: Part, b: Part, weights: Weights) -> float:
    """Return the weight a pair that is not equal must exceed; an airport is unlike any name."""
    if a.kind == "other":
        return 0.0
    return weights.father_tolerance if a.father and b.father else weights.tolerance


def _is_father(a: Part, b: Part) -> bool:
    """Tell whether one of two parts is a patronymic and the other the name of that father."""
    son, other = (a, b) if a.father else (b, a)
    if not son.father or other.father:
        return False
    return OSA.normalized_distance(son.father[0], other.key) <= FARTHEST_FATHER


def _weigh_initial(a: Part, b: Part, weights: Weights) -> tuple[EvidenceKind, float]:
    """Weigh an initial: it fits by its letters, or by the first sound; in one script as usually read alone.

    So the C. of C. Williamson is no John, though a Turk writes John with a C.
    """
    if {"generation", "title"} & {a.kind, b.kind}:  # no Felipe V is Felipe VI, and no H. an Hon
        return contradiction(a, b, weights)
    letters = min(len(a.latin), len(b.latin))
    readings = [(a.key, b.key)] if a.script == b.script else [(x, y) for x in a.keys for y in b.keys]
    fits = a.latin[:letters] == b.latin[:letters] or any(x[:1] == y[:1] for x, y in readings)
    return ("initial", weights.initial) if fits else ("initial contradicted", weights.initial_contradicted)


def _weigh_gender(a: Part, b: Part, scale: Scale) -> tuple[EvidenceKind, float]:
    """Weigh a feminine form beside a masculine one, by what is known of the bearer."""
    if a.canonical_names and b.canonical_names:  # two given names: no form of one name
        return "gender", scale.weights.gender
    said: Gender = "f" if is_feminine(a, b) or (a.father and a.father[1] == "f") else "m"
    if scale.gender == said:
        return "rules", scale.rarity.of_key(b) + 2 * scale.weights.rules
    return "gender", scale.weights.gender * (2.0 if scale.gender else 1.0)


def _joined(several: Sequence[Part], one: Sequence[Part], scale: Scale, *, swapped: bool) -> Iterable[Pair]:
    """Yield neighbouring parts of one spelling, written together, with single parts of the other."""
    acronym = bool(scale.weights.by_rarity)  # the initials of a whole name of a body, as acronyms are weighed
    for i in range(len(several) - 1):
        longest = LONGEST_JOINED[several[i].script == "CJK"]
        for i2 in range(i + 2, min(i + longest, len(several)) + 1):
            together = several[i:i2]
            if any(p.kind in _NEVER_JOINED for p in together):
                break
            for j, part in enumerate(one):
                if not (acronym and len(one) == 1) and _are_initials_of(part, together):
                    where = (j, j + 1, i, i2) if swapped else (i, i2, j, j + 1)
                    yield Pair(scale.weights.initial * len(together), *where, "initial")
                elif _comparable(together, part):
                    whole = join_parts(tuple(together), opens=i == 0, closes=i2 == len(several))
                    yield from _written_together(whole, part, (i, i2, j), scale, swapped=swapped)


def _written_together(
    whole: Part, part: Part, at: tuple[int, int, int], scale: Scale, *, swapped: bool
) -> Iterable[Pair]:
    """Yield the pair of words written together with a part, where they are near enough.

    Args:
        whole: The words as one part.
        part: The other.
        at: The place of the first of the words, that behind the last, and that of the other part.
        scale: What the pair is weighed with.
        swapped: Whether the words are of the form.
    """
    i, i2, j = at
    a, b = (part, whole) if swapped else (whole, part)
    pair = part_distance(a, b)
    near = pair.kind == "form" or max(pair.keys, pair.skeletons) <= FARTHEST_JOINED
    if near and pair.kind != "gender":
        weight = weight_by_letters(
            a, b, pair, scale.rarity.of_key(b), scale.rarity.of_skeleton(b), scale.weights
        )
        where = (j, j + 1, i, i2) if swapped else (i, i2, j, j + 1)
        yield Pair(weight, *where, "joined")


def _are_initials_of(part: Part, together: Sequence[Part]) -> bool:
    """Tell whether a short word is the initials of neighbours, run together (JK Rowling)."""
    letters = part.latin
    if part.kind != "word" or len(letters) != len(together) or letters[1] in RUN_VOWELS:
        return False
    return all(other.latin[:1] == letter for letter, other in zip(letters, together, strict=True))


def _comparable(together: Sequence[Part], part: Part) -> bool:
    """Tell whether words written together may be a part: by length, and in alphabets by the first letter."""
    first = together[0]
    if part.kind == "initial" or first.kind == "initial":
        return False
    if first.script == "CJK" and part.script == KANJI:
        return False  # 小林 in a Chinese name is no Kobayashi
    told = first.kind != "particle" and first.writing == part.writing == "alphabet"
    if told and first.key[0] not in {key[0] for key in part.keys}:
        return False
    length = sum(len(p.latin) for p in together)
    return abs(length - len(part.latin)) <= max(2, length // 3)


def _choose(pairs: list[Pair]) -> list[Pair]:
    """Take the pairs that speak most for one bearer first, each part once; return them in query order.

    A feminine surname goes with its masculine form before any word that it is merely less unlike.
    """
    used_query: set[int] = set()
    used_form: set[int] = set()
    chosen: list[Pair] = []
    for pair in sorted(pairs, key=lambda p: 0.0 if p.kind == "gender" else -p.weight):
        if pair.kind in _UNPAIRED:
            continue
        here, there = range(pair.i, pair.i2), range(pair.j, pair.j2)
        if used_query.isdisjoint(here) and used_form.isdisjoint(there):
            used_query.update(here)
            used_form.update(there)
            chosen.append(pair)
    return sorted(chosen, key=lambda p: p.i)


def _without_rash_initials(query: Sequence[Part], form: Sequence[Part], chosen: list[Pair]) -> list[Pair]:
    """Drop pairs of an initial and a word while a whole word of the initial's side has no partner.

    The M. of Dmitry M. Peskov fits Medvedev, but it is Peskov that stands where Medvedev does.
    """
    left = _words_left(query, {n for p in chosen for n in range(p.i, p.i2)})
    left_there = _words_left(form, {n for p in chosen for n in range(p.j, p.j2)})
    kept = []
    for pair in reversed(chosen):
        a, b = query[pair.i], form[pair.j]
        if pair.kind == "initial" and a.kind == "initial" and b.kind != "initial" and left:
            left -= 1
        elif pair.kind == "initial" and b.kind == "initial" and a.kind != "initial" and left_there:
            left_there -= 1
        else:
            kept.append(pair)
    return kept[::-1]


def _words_left(parts: Sequence[Part], used: set[int]) -> int:
    return sum(p.kind == "word" and n not in used for n, p in enumerate(parts))
