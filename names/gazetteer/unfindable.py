"""Entities that only the very same spelling leads to, since nothing in their names can be looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from names.folding import fold
from names.folding.spelling import MAX_LENGTH
from names.gazetteer.faults import shown
from names.gazetteer.records import Entity

_WORD = re.compile(r"[^\W\d_]{2}")  # two letters side by side: most names need no closer look


def find_unfindable(entities: Iterable[Entity]) -> Iterator[str]:
    """Yield a sentence for each entity none of whose names can be found, but at best as it stands.

    Args:
        entities: All entities; those that were replaced do not count.

    Examples:
        >>> from names.gazetteer.records import Form
        >>> list(find_unfindable([Entity("u", "U S", (Form("U S", "name"),))]))
        ['u: "U S" has no word that can be looked for; only the same spelling leads to it: give it an alias']
    """
    for entity in entities:
        if entity.replaced_by is None and not any(_is_findable(form.text) for form in entity.forms):
            why, who = "has no word that can be looked for", "only the same spelling leads"
            if len(entity.name) > MAX_LENGTH:
                why, who = "is too long", "no spelling leads"
            elif not any(fold(form.text).parts for form in entity.forms):
                who = "no spelling leads"
            yield f"{entity.id}: {shown(entity.name)} {why}; {who} to it: give it an alias"


def _is_findable(text: str) -> bool:
    if len(text) > MAX_LENGTH:
        return False
    return bool(_WORD.search(text)) or any(part.kind != "initial" for part in fold(text).parts)
