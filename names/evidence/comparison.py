"""`similarity()`: how much two spellings speak for one bearer, part by part, as a list of named evidence.

Each piece of evidence has a weight in nats: the logarithm of how much likelier it is to be seen when both
spellings name one bearer than when they do not. Weights add up; above zero speaks for, below zero against.

The steps, always in this order:

1. Parts are paired, those first that speak most for one bearer (`pairing`).
2. Parts left on both sides contradict each other; parts left on one side are merely omitted.
3. Roles are weighed: whether family names are paired with family names, and whether one stands alone.
4. Words that make the name mean something else, and the order of the paired parts, are weighed.
5. A bare name that the record lists as short, and the whole name of a place or body, gain weight; that of one
   that people are called after, or that is called after people, gains no more than their names do.

Source: I. Fellegi and A. Sunter, A theory for record linkage (1969); weights by rarity after W. Winkler.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from names.evidence.pairing import Pair, Scale, contradiction, pair_parts
from names.evidence.piece import Evidence
from names.evidence.weights import WEIGHTS, Rarity, Weights, added_up
from names.evidence.wording import because
from names.folding import Part, Spelling
from names.folding.given_names import Gender
from names.kinds import (
    NOT_SHARED,
    EvidenceKind,
    PartKind,
    PartTrait,
    Shared,
    Trait,
    kinds_with,
    parts_with,
)
from names.notebook import bar, shown, table

PRIOR_ODDS = 1e-3  # under which `as_probability` shows a weight: one pair in a thousand names one bearer
LEVEL = -math.log(PRIOR_ODDS)  # nats that weigh as much as nobody does, where no list tells
ROOM = 150  # letters that a reason has for its clauses: with its head it is two lines of a terminal
UNLIKE = -4.0  # weight below which a pair that is merely near contradicts, too
LEAST_SHARE = 1 / 3  # share of a family name, or difference of two, below which it tells nothing
LITTLE_SHARE = 0.3  # share of a family name below which a part is taken for a given name
LOST = 0.9  # share of the weight beyond `Weights.kin`; some is left, so that candidates keep their order
MOSTLY_LOST = 0.98  # the same beyond `Weights.branch` and `Weights.unlike`
SHORTEST_TELLING = 3  # letters of an acronym that few others have
_LIMITS, _SUMMED, _WHOLE = map(kinds_with, (Trait.LIMITS, Trait.SUMMED, Trait.WHOLE))
_BY_RULE, _UNSURE = map(kinds_with, (Trait.BY_RULE, Trait.UNSURE))
_CLOSE = kinds_with(Trait.CLOSE)
_FORMS = _UNSURE - _WHOLE - _CLOSE
_TELLS_NAME = kinds_with(Trait.REACHES) | _UNSURE
_NAME, _OF_BODIES = map(parts_with, (PartTrait.NAME, PartTrait.OF_BODIES))


class Left(NamedTuple):
    """A part without a partner, how it is written, and its place in the spelling."""

    part: Part
    text: str
    place: int


class Comparison(msgspec.Struct, frozen=True):
    """What two spellings say about having one bearer.

    Attributes:
        weight: Sum of the evidence, in nats.
        evidence: Its pieces: paired parts in the order of the query, then what was left.
    """

    weight: float
    evidence: tuple[Evidence, ...]

    def __repr__(self) -> str:
        return f"<Comparison {self.score:.4f} of {len(self.evidence)} pieces of evidence>"

    def _repr_html_(self) -> str:
        rows = [
            (shown(each.kind), shown(each.query), shown(each.form), bar(each.weight))
            for each in self.evidence
        ]
        head = f"<b>{self.score:.4f}</b> {shown(self.reason)}"
        return table(head, ("evidence", "one", "other", "weight"), rows)

    @property
    def score(self) -> float:
        """The similarity: the weight as a probability above 0 and below 1, under `PRIOR_ODDS`."""
        return as_probability(self.weight)

    @property
    def reason(self) -> str:
        """One sentence that says why, made from the evidence."""
        if not self.evidence:
            return "There is nothing to compare."
        likely = self.score >= 0.5
        verdict = "They probably name one bearer" if likely else "They hardly name one bearer"
        return f"{verdict}: {because(self.evidence, ROOM, against_first=not likely)}."

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain values, ready for JSON."""
        return {
            "score": self.score,
            "reason": self.reason,
            "weight": self.weight,
            "evidence": msgspec.to_builtins(self.evidence),
        }


def as_probability(weight: float) -> float:
    """Return a weight in nats as a probability under `PRIOR_ODDS`, above 0 and below 1.

    Examples:
        >>> round(as_probability(0), 4), round(as_probability(20), 6)
        (0.001, 0.999998)
    """
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, weight + math.log(PRIOR_ODDS)))))


def weighed(evidence: Sequence[Evidence], weights: Weights = WEIGHTS, level: float = LEVEL) -> Comparison:
    """Return the comparison that pieces of evidence add up to.

    Where a name is contradicted, what the rest says beyond `weights.kin` is nearly lost: relatives, and
    bodies of two countries, share it too. So is what goes beyond `weights.branch` where a word is added,
    left out, or on the other side of a name, which may make it a branch or a neighbour of that body, and
    beyond `weights.unlike` where a word stands for another one, or is so short that many have it. Both are
    told from `level`.

    Args:
        evidence: The pieces; what was made of their sum before is made anew.
        weights: Of the evidence.
        level: From which `Weights.branch` and `Weights.unlike` are told, in nats.
    """
    pieces = [e for e in evidence if e.kind not in _SUMMED]
    total = added_up(e.weight for e in pieces)
    if any(e.kind in _LIMITS or (e.kind == "near" and e.weight < UNLIKE) for e in pieces):
        pieces += shared_with_relatives(total, weights)
    elif any(e.kind in ("other word", "common") for e in pieces):
        pieces += _lost(total, level + weights.unlike, MOSTLY_LOST, weights)
    elif any(e.kind in ("extra", "omitted", "turned") and e.weight < 0 for e in pieces):
        pieces += _lost(total, level + weights.branch, MOSTLY_LOST, weights)
    return Comparison(added_up(e.weight for e in pieces), tuple(pieces))


def shared_with_relatives(total: float, weights: Weights) -> list[Evidence]:
    """Return what is lost of the sum of evidence for an entity that some of it contradicts.

    Args:
        total: The sum, in nats.
        weights: Of the evidence.
    """
    return _lost(total, weights.kin, LOST, weights)


def _lost(total: float, most: float, share: float, weights: Weights) -> list[Evidence]:
    kind: EvidenceKind = "neighbours" if weights.by_rarity else "kin"
    return [Evidence(kind, (most - total) * share)] if total > most else []


def similarity(
    query: Spelling,
    form: Spelling,
    rarity: Rarity,
    *,
    gender: Gender | None = None,
    short: bool = False,
    listed: bool = False,
    acronym: bool = False,
    shared: Shared = NOT_SHARED,
    home: str = "",
    weights: Weights = WEIGHTS,
    level: float = LEVEL,
) -> Comparison:
    """Return what two folded spellings say about having one bearer.

    Args:
        query: The spelling to be understood.
        form: A listed spelling.
        rarity: How much the parts of the form say.
        gender: Of the bearer of the form, where known; without it, a feminine ending tells less.
        short: Whether the form is a bare name that means its bearer where nothing else is said. A query
            that says more (another given name) is then contradicted by what the form does not say.
        listed: Whether the form is of a list, which says its own spellings more often than others.
        acronym: Whether the form is an acronym made by rule, which is no listed spelling.
        shared: What listed people are called as the form, where it is the name of a place or a body.
        home: Code of the country that the record is listed with; "" for none.
        weights: Of the evidence.
        level: From which `Weights.branch` and `Weights.unlike` are told, in nats.

    Returns:
        The comparison; two spellings without a common part weigh less than zero.
    """
    chosen = pair_parts(query.parts, form.parts, Scale(weights, rarity, gender))
    evidence = [_pair_evidence(pair, query, form) for pair in chosen]
    evidence += _roles(query, form, chosen, weights)
    evidence += _leftovers(query, form, chosen, Scale(weights, rarity, gender), home)
    exact = _is_as_listed(query, form, weights)
    evidence += [] if exact else _order(query, form, chosen, weights)
    evidence += _of_another_gender(query, form, gender, weights)
    evidence += [] if exact else _of_bodies(query, form, weights)
    if weights.by_rarity and not exact:
        evidence += _of_two_countries(query, form, weights)
    if weights.by_rarity:
        evidence += _of_a_person(query, form, weights)
    if weights.turned:
        evidence += _turned(query, form, chosen, weights)
    if weights.common and _is_common(query, form, acronym=acronym):
        evidence.append(Evidence("common", weights.common, query.text, form.text))
    if acronym:
        return weighed([*evidence, _as_acronym(query, form, chosen, weights)], weights, level)
    if short:
        return weighed(_as_short(evidence, weights), weights, level)
    whole = weights.whole != 0 and _is_whole(evidence)
    if whole and shared:
        return weighed([*evidence, *_as_shared(query, shared, weights, exact=exact)], weights, level)
    evidence += [Evidence("whole", weights.whole)] if whole else []
    evidence += [Evidence("listed", weights.listed)] if listed and exact else []
    return weighed(evidence, weights, level)


def _pair_evidence(pair: Pair, query: Spelling, form: Spelling) -> Evidence:
    here, there = query.written[pair.i : pair.i2], form.written[pair.j : pair.j2]
    return Evidence(pair.kind, pair.weight, " ".join(here), " ".join(there))


def _roles(query: Spelling, form: Spelling, chosen: list[Pair], weights: Weights) -> list[Evidence]:
    """Weigh whether the parts hold the same place in a name: family name with family name."""
    evidence = []
    agreed = 0.0
    for pair in chosen:
        own, listed = max(query.family[pair.i : pair.i2]), max(form.family[pair.j : pair.j2])
        agreed = max(agreed, min(own, listed))
        crossed, torn = _difference(pair, query, form, chosen)
        a, b = query.parts[pair.i], form.parts[pair.j]
        if weights.crossed and crossed >= LEAST_SHARE and _is_name(a) and _is_name(b):
            in_full = a.writing == b.writing == "alphabet"
            alike = weights.crossed_alike if torn or (in_full and pair.kind in _UNSURE) else 0.0
            weight = (weights.crossed + alike) * crossed
            here, there = query.written[pair.i : pair.i2], form.written[pair.j : pair.j2]
            evidence.append(Evidence("crossed", weight, " ".join(here), " ".join(there)))
    return evidence + _alone(query, form, chosen, agreed, weights)


def _difference(pair: Pair, query: Spelling, form: Spelling, chosen: list[Pair]) -> tuple[float, bool]:
    """Return how far the roles of two paired parts lie apart, and whether those of one of them do.

    A word that is several of the other side may be all that they are, Abdulrahman and Abdul Rahman; but where
    it has other words beside it, they are one name and not two: غازي المقداد is no Ali Mekdad.
    """
    own, listed = query.family[pair.i : pair.i2], form.family[pair.j : pair.j2]
    together, alone = (own, listed[0]) if len(own) > 1 else (listed, own[0])
    several, first = (query, pair.i) if len(own) > 1 else (form, pair.j)
    if len(together) == 1 or several.parts[first].writing != "alphabet":
        return abs(max(own) - max(listed)), False
    if several is query:
        left = _words_without(form, {j for p in chosen for j in range(p.j, p.j2)})
    else:
        left = _words_without(query, {i for p in chosen for i in range(p.i, p.i2)})
    if left:
        return max(abs(max(together) - alone), max(together) - min(together)), True
    return max(0.0, min(together) - alone, alone - max(together)), False


def _alone(
    query: Spelling, form: Spelling, chosen: list[Pair], agreed: float, weights: Weights
) -> list[Evidence]:
    """Weigh what stands on one side alone: the family name, the first given name, and any beside a doubt.

    Args:
        query: The spelling to be understood.
        form: A listed spelling.
        chosen: The pairs of their parts.
        agreed: How likely a pair is one of family names.
        weights: Of the evidence.
    """
    here = _words_without(query, {i for p in chosen for i in range(p.i, p.i2)})
    there = _words_without(form, {j for p in chosen for j in range(p.j, p.j2)})
    if len(here) == len(there):
        return []
    of, left = (query, here) if len(here) > len(there) else (form, there)
    evidence = []
    place = max(left, key=lambda n: of.family[n])
    share = of.family[place] * (1 - agreed)
    if weights.family_alone and share >= LEAST_SHARE:
        evidence.append(_on_one_side("family alone", weights.family_alone * share, of, place, query))
    first = next(n for n, part in enumerate(of.parts) if part.kind == "word")
    skipped = left[0] == first and of.family[first] < LITTLE_SHARE and not (here and there)
    kinds = {p.kind for p in chosen if "syllables" not in (query.parts[p.i].writing, form.parts[p.j].writing)}
    gap = _gap(of, left, kinds)
    if weights.gap and gap is not None:
        evidence.append(_on_one_side("gap", weights.gap, of, gap, query))
    if weights.skipped and skipped and _is_child(of, first):
        evidence.append(_on_one_side("contradicted", weights.contradicted, of, first, query))
    elif weights.skipped and skipped and any(_are_given_names(pair, query, form) for pair in chosen):
        evidence.append(_on_one_side("skipped", weights.skipped, of, first, query))
    return evidence


def _gap(of: Spelling, left: Sequence[int], kinds: set[EvidenceKind]) -> int | None:
    """Return the place of a name without a partner that makes others doubtful, one of them merely alike.

    A father's name is left out as often as not, and so is what stands in the middle, with Jimmy for James.
    Across a script that is written by syllables hardly any pair is more than alike, so it makes no doubt.

    Args:
        of: The spelling with more words than the other.
        left: The places of its words without a partner.
        kinds: What the pairs say, without those written by syllables.
    """
    words = _words_without(of, set())
    close = not kinds.isdisjoint(_CLOSE)
    if not close and kinds.isdisjoint(_FORMS):
        return None
    at_ends = (words[0], words[-1])
    return next((n for n in left if of.parts[n].father is None and (close or n in at_ends)), None)


def _is_child(spelling: Spelling, place: int) -> bool:
    """Tell whether the name at a place is that of somebody whose father's name follows."""
    return place + 1 < len(spelling.parts) and spelling.parts[place + 1].kind == "filiation"


def _on_one_side(kind: EvidenceKind, weight: float, of: Spelling, place: int, query: Spelling) -> Evidence:
    text = of.written[place]
    return Evidence(kind, weight, text) if of is query else Evidence(kind, weight, "", text)


def _words_without(spelling: Spelling, used: set[int]) -> list[int]:
    return [n for n, part in enumerate(spelling.parts) if part.kind == "word" and n not in used]


def _are_given_names(pair: Pair, query: Spelling, form: Spelling) -> bool:
    """Tell whether a pair is of two single parts that are hardly family names."""
    single = pair.i2 == pair.i + 1 and pair.j2 == pair.j + 1
    little = query.family[pair.i] < LITTLE_SHARE and form.family[pair.j] < LITTLE_SHARE
    names = _is_name(query.parts[pair.i]) and _is_name(form.parts[pair.j])
    return single and names and little and pair.kind in _TELLS_NAME


def _leftovers(
    query: Spelling, form: Spelling, chosen: list[Pair], scale: Scale, home: str
) -> list[Evidence]:
    """Weigh the parts without a partner: contradicted where both sides have one, else omitted."""
    weights = scale.weights
    here = _left(query, {i for p in chosen for i in range(p.i, p.i2)})
    there = _left(form, {j for p in chosen for j in range(p.j, p.j2)})
    evidence = _generations(here, there, weights) + _unlike(here, there, weights)
    named = any(part.kind == "word" for part in query.parts)
    evidence += _of_countries(here, there, weights, home, named=named)
    behind = _behind_comma(query, chosen, weights)
    evidence += [_aside(part, text, weights) for part, text, _ in here if not _is_name(part)]
    others_there = [(_of_another(part, weights), text) for part, text, _ in there]
    evidence += [Evidence("another", weight, "", text) for weight, text in others_there if weight]
    names, others = ([entry for entry in side if _is_name(entry.part)] for side in (here, there))
    opposed = _opposed(names, others)
    for (a, text, _), (b, other, _) in opposed:
        kind, weight = contradiction(a, b, weights)
        if weights.by_rarity:
            kind = "other word"
            left = weights.extra * _size(a, scale) + weights.omitted * _size(b, scale)
            both = a.kind == b.kind == "concept"
            weight = (weights.concept_unlike if both else weights.word_unlike) + left
        evidence.append(Evidence(kind, weight, text, other))
    for part, text, place in names[len(opposed) :]:
        of_region = weights.region if place >= behind else 1.0
        evidence.append(Evidence("extra", weights.extra * of_region * _size(part, scale), text))
    for part, text, _ in others[len(opposed) :]:
        evidence.append(Evidence("omitted", weights.omitted * _size(part, scale), "", text))
    return evidence


def _opposed(here: list[Left], there: list[Left]) -> list[tuple[Left, Left]]:
    """Return the parts left on both sides as opposed to each other: patronymics first, then in order."""
    here.sort(key=lambda entry: (entry.part.father is None, entry.part.kind == "initial"))
    there.sort(key=lambda entry: (entry.part.father is None, entry.part.kind == "initial"))
    return list(zip(here, there, strict=False))


def _left(spelling: Spelling, used: set[int]) -> list[Left]:
    together = zip(spelling.parts, spelling.written, strict=True)
    return [Left(part, text, n) for n, (part, text) in enumerate(together) if n not in used]


def _is_name(part: Part) -> bool:
    return part.kind in _NAME


def _aside(part: Part, text: str, weights: Weights) -> Evidence:
    """Weigh a leftover word of the query that is no name: most say nothing about identity."""
    if weight := _of_another(part, weights):
        return Evidence("another", weight, text)
    return Evidence("aside", 0.0, text)


def _of_another(part: Part, weights: Weights) -> float:
    """Return what a word weighs that makes a name something or somebody else, 0 for other words."""
    return {"other": weights.another, "legal": weights.legal}.get(part.kind, 0.0)


def _generations(here: list[Left], there: list[Left], weights: Weights) -> list[Evidence]:
    """Weigh words that tell a father from a son: on one side alone, or opposed to each other."""
    found = [[text for part, text, _ in side if part.kind == "generation"] for side in (here, there)]
    here[:] = [entry for entry in here if entry.part.kind != "generation"]
    there[:] = [entry for entry in there if entry.part.kind != "generation"]
    if all(found):
        return [Evidence("contradicted", weights.contradicted, found[0][0], found[1][0])]
    kind: EvidenceKind = "number" if weights.by_rarity else "generation"
    evidence = [Evidence(kind, weights.generation, text) for text in found[0]]
    return evidence + [Evidence("omitted", weights.generation_omitted, "", text) for text in found[1]]


def _unlike(here: list[Left], there: list[Left], weights: Weights) -> list[Evidence]:
    """Weigh two legal forms, countries or kinds of places that differ, and take them out."""
    if not weights.by_rarity:
        return []
    evidence = []
    kinds: tuple[tuple[PartKind, EvidenceKind, float], ...] = (
        ("legal", "legal form", weights.legal_unlike),
        ("country", "contradicted", weights.contradicted),
        ("locality", "other word", weights.kind_unlike),
    )
    for kind, said, weight in kinds:
        own, theirs = (
            next((entry for entry in side if entry.part.kind == kind), None) for side in (here, there)
        )
        if own and theirs:
            evidence.append(Evidence(said, weight, own.text, theirs.text))
            here[:] = [entry for entry in here if entry.part.kind != kind]
            there[:] = [entry for entry in there if entry.part.kind != kind]
    evidence += [
        Evidence("extra", weights.kind_left, text) for part, text, _ in here if part.kind == "locality"
    ]
    evidence += [
        Evidence("omitted", weights.kind_left, "", text) for part, text, _ in there if part.kind == "locality"
    ]
    here[:] = [entry for entry in here if entry.part.kind != "locality"]
    there[:] = [entry for entry in there if entry.part.kind != "locality"]
    return evidence


def _of_countries(
    here: list[Left], there: list[Left], weights: Weights, home: str, *, named: bool
) -> list[Evidence]:
    """Weigh countries on one side alone beside the one that a record is listed with, and take them out.

    A query that names nothing but what many bodies are, Security Council, is one of any country.
    """
    if not (weights.by_rarity and home):
        return []
    evidence = []
    for part, text, _ in here:
        if part.kind == "country":
            at_home = part.text == home
            weight = weights.home if at_home else weights.abroad
            evidence.append(Evidence("home" if at_home else "abroad", weight, text))
    evidence += [
        Evidence("home", weights.home_omitted, "", text)
        for part, text, _ in there
        if named and part.kind == "country" and part.text == home
    ]
    here[:] = [entry for entry in here if entry.part.kind != "country"]
    if named:
        there[:] = [entry for entry in there if entry.part.kind != "country" or entry.part.text != home]
    return evidence


def _behind_comma(query: Spelling, chosen: list[Pair], weights: Weights) -> int:
    """Return the first place from which parts say where a place lies: Springfield, Illinois."""
    told = weights.region != 1 and any(pair.i < query.comma for pair in chosen)
    return query.comma if told else len(query.parts)


def _size(part: Part, scale: Scale) -> float:
    """Return how much it counts that a part is left over: a syllable of a native name is hardly left out."""
    if scale.weights.by_rarity:
        said = scale.weights.by_rarity * scale.rarity.of_key(part)
        if part.kind == "concept":
            return said * scale.weights.of_concept
        return said * scale.weights.of_country if part.kind == "country" else said
    if part.script in ("CJK", "HANGUL") and len(part.text) == 1:
        return 4.0
    return 0.5 if part.kind == "initial" else 1.0


def _order(query: Spelling, form: Spelling, chosen: list[Pair], weights: Weights) -> list[Evidence]:
    """Weigh the order of the paired parts; a comma, or a surname moved to the other end, says little."""
    places = [p.j for p in chosen]
    ordered = sorted(places)
    if places == ordered or query.comma or form.comma:
        return []
    initials = [p.j for p in chosen if p.kind == "initial"]
    if initials != sorted(initials):  # the initials of K. J. Rowling are J. K.
        return [Evidence("initial contradicted", weights.initial_contradicted, query.text, form.text)]
    turned = any(places == ordered[k:] + ordered[:k] for k in range(1, len(ordered)))
    told = [_has_filiation(side) for side in (query, form)]
    if all(told) or (any(told) and not turned):  # the father is the son
        return [Evidence("contradicted", weights.contradicted, query.text, form.text)]
    return [Evidence("order", weights.order if turned else weights.disorder)]


def _has_filiation(spelling: Spelling) -> bool:
    return any(part.kind == "filiation" for part in spelling.parts)


def _of_another_gender(
    query: Spelling, form: Spelling, gender: Gender | None, weights: Weights
) -> list[Evidence]:
    """Weigh a title of the query that only women, or only men, bear, where the bearer is known to be none.

    Where the record does not say, the given name may: Mrs Henry Ford is not Henry Ford.
    """
    told_by = [part for kind in ("title", "word") for part in form.parts if part.kind == kind]
    known = gender or next((part.gender for part in told_by if part.gender), None)
    together = zip(query.parts, query.written, strict=True)
    told = [text for part, text in together if part.kind == "title" and part.gender and part.gender != known]
    return [Evidence("gender", (2 if gender else 1) * weights.gender, text) for text in told[:1] if known]


def _of_bodies(query: Spelling, form: Spelling, weights: Weights) -> list[Evidence]:
    """Weigh that one of two spellings alone has words of bodies: no person has, few bodies lose all."""
    of_body = _has_body_words(form)
    if query.body == of_body or (query.body and weights.by_rarity):
        return []
    if not weights.by_rarity or _opens_with_given_name(query):
        return [Evidence("another", weights.another, query.text, form.text)]
    return [Evidence("no body", weights.no_body, query.text, form.text)]


def _opens_with_given_name(spelling: Spelling) -> bool:
    words = [part for part in spelling.parts if part.kind == "word"]
    return len(words) > 1 and bool(words[0].canonical_names)


def _has_body_words(spelling: Spelling) -> bool:
    return any(part.kind in ("concept", "company") for part in spelling.parts)


def _of_two_countries(query: Spelling, form: Spelling, weights: Weights) -> list[Evidence]:
    """Weigh that two names open with other countries, one of which the other has behind: whose, and where.

    The Embassy of Poland in Japan is not that of Japan in Poland, nor the Embassy of Japan.
    """
    here, there = (
        [n for n, part in enumerate(side.parts) if part.kind == "country"] for side in (query, form)
    )
    if not (here and there) or len(here) + len(there) < 3:
        return []
    own, theirs = query.parts[here[0]].text, form.parts[there[0]].text
    behind = [query.parts[n].text for n in here[1:]] + [form.parts[n].text for n in there[1:]]
    if own == theirs or (own not in behind and theirs not in behind):
        return []
    return [Evidence("contradicted", weights.contradicted, query.written[here[0]], form.written[there[0]])]


def _of_a_person(query: Spelling, form: Spelling, weights: Weights) -> list[Evidence]:
    """Weigh that a query is written as only people are, who are no body and no place called after them.

    So are Mr John Deere, and Deere, John, though not Washington, University of. A place behind a comma, as in
    Richmond, Virginia, may be called as people are.
    """
    if query.body or form.comma:
        return []
    title = any(part.kind == "title" and part.gender for part in query.parts)
    title = title and not any(part.kind == "title" for part in form.parts)  # Queen Creek is a town
    behind = query.parts[query.comma :] if query.comma and weights.turned else ()
    inverted = bool(behind) and any(part.canonical_names for part in behind)
    if not title and not (inverted and all(_is_name(part) for part in behind)):
        return []
    return [Evidence("another", weights.another, query.text, form.text)]


def _turned(query: Spelling, form: Spelling, chosen: list[Pair], weights: Weights) -> list[Evidence]:
    """Weigh a name before a word of bodies on one side, and behind it on the other: Washington University.

    In one language these may be two, as that and the University of Washington are.
    """
    single = [pair for pair in chosen if pair.i2 == pair.i + 1 and pair.j2 == pair.j + 1]
    for pair in single:
        a, b = query.parts[pair.i], form.parts[pair.j]
        if a.kind != "concept" or b.kind != "concept" or a.keys != b.keys:
            continue
        for word in single:
            if query.parts[word.i].kind != "word" or form.parts[word.j].kind != "word":
                continue
            here = word.i + 1 == pair.i and _is_behind(form, pair.j, word.j)
            there = word.j + 1 == pair.j and _is_behind(query, pair.i, word.i)
            if here or there:
                return [Evidence("turned", weights.turned, query.written[pair.i], form.written[pair.j])]
    return []


def _is_behind(spelling: Spelling, first: int, last: int) -> bool:
    """Tell whether two parts stand in this order with nothing but small words between, and some."""
    between = spelling.parts[first + 1 : last]
    return bool(between) and all(part.kind in ("filler", "particle") for part in between)


def _is_common(query: Spelling, form: Spelling, *, acronym: bool) -> bool:
    """Tell whether a query is so short a word that it may be an ordinary one, or mean others as well.

    Such are who, which need not be the WHO, and an acronym of two letters that is made by rule.
    """
    if len(query.parts) != 1 or len(form.parts) != 1:
        return False
    return query.is_quiet or (acronym and len(query.parts[0].text) < SHORTEST_TELLING)


def _is_whole(evidence: Sequence[Evidence]) -> bool:
    """Tell whether everything on both sides is said, and nothing else."""
    return all(e.kind in _WHOLE for e in evidence)


def _is_as_listed(query: Spelling, form: Spelling, weights: Weights) -> bool:
    """Tell whether two spellings have the same words in the same order, but for capitals and punctuation.

    Where one alone has a comma in the name of a person, the words behind it come first: James, Henry is what
    is listed as Henry James, and not James Henry.
    """
    if not query.parts or len(query.parts) != len(form.parts):
        return False
    turned = weights.crossed != 0 and (query.comma == 0) != (form.comma == 0)
    here, there = (_in_turn(of) if turned else of.parts for of in (query, form))
    return all(a.text == b.text for a, b in zip(here, there, strict=True))


def _in_turn(spelling: Spelling) -> Sequence[Part]:
    return (*spelling.parts[spelling.comma :], *spelling.parts[: spelling.comma])


def _as_acronym(query: Spelling, form: Spelling, chosen: list[Pair], weights: Weights) -> Evidence:
    """Weigh that a query is an acronym made by rule, in capitals where its script has them, or is none."""
    fits = len(form.parts) == 1 and form.parts[0].kind == "word"
    loud = [
        pair
        for pair in chosen
        if query.is_loud(pair.i)
        and (pair.kind == "same" or (pair.kind in _BY_RULE and query.script == form.script))
    ]
    if fits and loud:
        return Evidence("acronym", weights.acronym, query.written[loud[0].i], form.written[0])
    return Evidence("acronym", weights.no_acronym, query.text, form.text)


def _as_short(evidence: list[Evidence], weights: Weights) -> list[Evidence]:
    """Weigh the evidence about a bare name: all of it said and nothing else, or else contradicted."""
    if _is_whole(evidence):
        return [*evidence, Evidence("short", weights.short)]
    return [
        msgspec.structs.replace(e, weight=weights.contradicted) if e.kind == "extra" else e for e in evidence
    ]


def _as_shared(query: Spelling, shared: Shared, weights: Weights, *, exact: bool) -> list[Evidence]:
    """Weigh the whole name of a place or a body that listed people are called by, too.

    Bare it says as much as their names do, and may stand for either: Kirov. A word that no name of people has
    tells which is meant: Kirov City.
    """
    for part, text in zip(query.parts, query.written, strict=True):
        if part.kind in _OF_BODIES:
            return [Evidence("whole", weights.whole), Evidence("shared", weights.listed, text)]
    said = {
        Shared.NAME: weights.listed if exact else 0.0,
        Shared.SHORT: weights.short,
        Shared.FAMILY: weights.shared,
    }
    return [Evidence("shared", max(weight for of, weight in said.items() if of in shared))]
