"""Ids for entities whose list gives none: made of their names, so that people can read them."""

from __future__ import annotations

import hashlib
import re

from names.folding.unlisted import unlisted_reading

LONGEST = 80  # letters of a made id

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")


def id_of_name(name: str) -> str:
    """Return an id made of a name: the same for the same name, whatever else is in the list.

    Args:
        name: Of an entity.

    Returns:
        Of a-z, 0-9 and -, with a digest where no letter of the name can be read.

    Examples:
        >>> id_of_name("Алмира Сейткали"), id_of_name("Sa'id O’Brien (Jr.)"), id_of_name("…")
        ('almira-seitkali', 'said-obrien-jr', 'entity-c45f3d70')
    """
    words = [read for word in _WORD.findall(name) if (read := unlisted_reading(word))]
    return "-".join(words)[:LONGEST].strip("-") or f"entity-{_digest(name)}"


def _digest(name: str) -> str:
    return hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=4).hexdigest()
