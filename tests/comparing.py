"""Two spellings compared without a gazetteer, and a key folded once more."""

from __future__ import annotations

from names.evidence import Comparison, similarity, weights_for
from names.folding import fold
from names.folding.name_parts import name_parts
from names.gazetteer.body_names import told_by_name
from names.gazetteer.records import EntityType
from names.pairwise import ALONE, as_acronyms
from names.rarity import world


def compare(query: str, form: str, gender: str | None = None, type: EntityType | None = None) -> Comparison:
    """Return what a query says about having the bearer of a form; `names.compare` joins both ways."""
    known = {"f": "f", "m": "m"}.get(gender or "")
    body = type == "organization"
    listed = fold(form, alone=body)
    weights = weights_for(type or told_by_name(body=listed.body, place=listed.place))
    return similarity(fold(query, alone=body), listed, world(), gender=known, weights=weights, level=ALONE)  # type: ignore[arg-type]


def both_ways(a: str, b: str, type: EntityType | None = None) -> tuple[float, float]:
    """Return the scores of two spellings, each in turn the one asked for, or an acronym of the other."""
    acronym = max((comparison.score for comparison in as_acronyms(a, b, type)), default=0.0)
    return max(compare(a, b, type=type).score, acronym), max(compare(b, a, type=type).score, acronym)


def kinds(comparison: Comparison) -> dict[str, list[str]]:
    """Return the kinds of evidence, each with the parts it is about (`query/form`)."""
    found: dict[str, list[str]] = {}
    for evidence in comparison.evidence:
        found.setdefault(evidence.kind, []).append(f"{evidence.query}/{evidence.form}".lower())
    return found


def folded_again(key: str) -> str:
    """Return the key of a key, which is the key itself.

    It is taken for it too where, by chance, the key spells a word that stands for another in Latin print: of
    bodies (odw, ODV), for a saint (st), or for "and" (et); or what is read as two words there.
    """
    again = fold(key)
    stand_for_others = name_parts().saints | name_parts().conjunctions
    if again.body or stand_for_others & set(key.split()):
        return key
    return key if again.key.replace(" ", "") == key else again.key
