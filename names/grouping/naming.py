"""The name of a group: of its spellings the one that print would take."""

from __future__ import annotations

from collections.abc import Sequence

from names.gazetteer.made_ids import id_of_name
from names.grouping.pairs import SpellingTraits

SCRIPTS = ("LATIN", "CYRILLIC")  # in which names are printed here, before all others
FULL = 3  # words from which a name is not fuller for one more: given name, father's, family name


def best_name(spellings: Sequence[tuple[str, SpellingTraits, int]]) -> str:
    """Return the spelling to call a group by: the best-scripted, fullest and commonest one.

    Args:
        spellings: Each with what is known of it and how often it came.
    """
    return min(spellings, key=lambda spelling: _rank(*spelling))[0]


def _rank(text: str, traits: SpellingTraits, count: int) -> tuple[object, ...]:
    script = SCRIPTS.index(traits.script) if traits.script in SCRIPTS else len(SCRIPTS)
    odd = not (text[:1].isupper() and any(map(str.islower, text))) and script < len(SCRIPTS)
    return script, -min(FULL, traits.words), odd, "," in text, -count, -len(text), text


def ids_of(names: Sequence[str]) -> list[str]:
    """Return an id made of each name, in order, and no two alike.

    Args:
        names: Of groups.

    Examples:
        >>> ids_of(["Almira Seitkali", "Алмира Сейткали", "Dana Omar"])
        ['almira-seitkali', 'almira-seitkali-2', 'dana-omar']
    """
    taken: set[str] = set()
    ids = []
    often: dict[str, int] = {}
    for name in names:
        plain = id_of_name(name)
        made = plain
        while made in taken:
            often[plain] = often.get(plain, 1) + 1
            made = f"{plain}-{often[plain]}"
        taken.add(made)
        ids.append(made)
    return ids
