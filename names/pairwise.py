"""`compare()`: whether two spellings name one bearer, without any gazetteer."""

from __future__ import annotations

from collections.abc import Iterator

from names.evidence import LEVEL, Comparison, Evidence, EvidenceKind, Weights, similarity, weights_for
from names.folding import Spelling, fold
from names.folding.acronyms import acronyms_of
from names.gazetteer.body_names import told_by_name
from names.gazetteer.records import EntityType
from names.rarity import world

ALONE = LEVEL - 1.4  # from which it is told what a word more takes, where no list tells what else there is
_TURNED: dict[EvidenceKind, EvidenceKind] = {"omitted": "extra", "extra": "omitted"}


def compare(a: str, b: str, type: EntityType | None = None) -> Comparison:
    """Return what two spellings say about having one bearer, whatever any gazetteer lists.

    Either may be the one to be understood, so they are compared both ways, and the more cautious answer
    holds: what one way has against one bearer (an added word that makes it an airport) the other must not
    excuse. So the order of the two changes no score.

    Args:
        a: A name, in any script.
        b: Another.
        type: What they name: `person`, `place` or `organization`; None takes them for people, but
            for bodies or places where the words tell these.

    Returns:
        The comparison, with `score` (the similarity, above 0 and below 1), `reason` and `evidence`, where
        `query` is a part of the first spelling and `form` one of the second.

    Raises:
        ValueError: There is no such type.

    Examples:
        >>> compare("Toqaev", "Токаев").score > 0.5 > compare("Tokayev", "Tokarev").score
        True
        >>> compare("Nazarbayeva", "Nazarbayev").reason
        'They hardly name one bearer: “Nazarbayeva” and “Nazarbayev” differ in gender.'
    """
    if type not in (None, "person", "place", "organization"):
        raise ValueError(f"there is no type {type!r}; choose person, place or organization")
    body = type == "organization"
    here, there, rarity = fold(a, alone=body), fold(b, alone=body), world()
    forth = similarity(here, there, rarity, weights=_weights_of(there, type), level=ALONE)
    back = similarity(there, here, rarity, weights=_weights_of(here, type), level=ALONE)
    cautious = forth if forth.weight <= back.weight else _turned(back)
    return max([cautious, *as_acronyms(a, b, type)], key=lambda comparison: comparison.weight)


def as_acronyms(a: str, b: str, type: EntityType | None) -> Iterator[Comparison]:
    """Yield what one name says as an acronym made of the other, where that is a body's.

    Args:
        a: A name.
        b: Another.
        type: As of `compare`.
    """
    here, there = fold(a), fold(b)
    if type == "organization" or (type is None and there.body):
        yield from (_acronym_and_name(here, acronym) for acronym in acronyms_of(b))
    if type == "organization" or (type is None and here.body):
        yield from (_turned(_acronym_and_name(there, acronym)) for acronym in acronyms_of(a))


def _acronym_and_name(query: Spelling, acronym: str) -> Comparison:
    return similarity(query, fold(acronym), world(), acronym=True, weights=weights_for("organization"))


def _weights_of(form: Spelling, type: EntityType | None) -> Weights:
    return weights_for(type or told_by_name(body=form.body, place=form.place))


def _turned(comparison: Comparison) -> Comparison:
    """Return a comparison of two spellings as it reads when they change places."""
    evidence = (Evidence(_TURNED.get(e.kind, e.kind), e.weight, e.form, e.query) for e in comparison.evidence)
    return Comparison(comparison.weight, tuple(evidence))
