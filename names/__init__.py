"""Tells which real person, place or body a spelling stands for.

Nothing is loaded at import: the names below are fetched from their modules when first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from names.comparison import compare
    from names.decision import Candidate
    from names.errors import NamesError
    from names.evidence import Comparison, Evidence
    from names.gazetteer import Entity, Form, Gazetteer
    from names.matcher import Match, Matcher
    from names.mentions import Finder, Mention, find

__all__ = [
    "Candidate",
    "Comparison",
    "Entity",
    "Evidence",
    "Finder",
    "Form",
    "Gazetteer",
    "Match",
    "Matcher",
    "Mention",
    "NamesError",
    "__version__",
    "compare",
    "find",
]

_HOMES = {
    "Candidate": "names.decision",
    "Comparison": "names.evidence",
    "Entity": "names.gazetteer",
    "Evidence": "names.evidence",
    "Finder": "names.mentions",
    "Form": "names.gazetteer",
    "Gazetteer": "names.gazetteer",
    "Match": "names.matcher",
    "Matcher": "names.matcher",
    "Mention": "names.mentions",
    "NamesError": "names.errors",
    "compare": "names.comparison",
    "find": "names.mentions",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'names' has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
