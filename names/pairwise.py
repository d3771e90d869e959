"""`compare()`: whether two spellings name one bearer, without any gazetteer."""

from __future__ import annotations

from names.evidence import Comparison, Evidence, EvidenceKind, Weights, similarity, weights_for
from names.folding import Spelling, fold
from names.gazetteer.records import EntityType
from names.rarity import world

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
            for bodies where the words tell bodies.

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
    here, there, rarity = fold(a), fold(b), world()
    forth = similarity(here, there, rarity, weights=_weights_of(there, type))
    back = similarity(there, here, rarity, weights=_weights_of(here, type))
    if forth.weight <= back.weight:
        return forth
    return Comparison(back.weight, tuple(_turned(e) for e in back.evidence))


def _weights_of(form: Spelling, type: EntityType | None) -> Weights:
    return weights_for("organization" if type is None and form.body else type)


def _turned(evidence: Evidence) -> Evidence:
    """Return evidence about two spellings as it reads when they change places."""
    kind = _TURNED.get(evidence.kind, evidence.kind)
    return Evidence(kind, evidence.weight, evidence.form, evidence.query)
