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
    from names.frames import normalize_table
    from names.gazetteer import Entity, Form, Gazetteer
    from names.matcher import Match, Matcher

__all__ = [
    "Candidate",
    "Comparison",
    "Entity",
    "Evidence",
    "Form",
    "Gazetteer",
    "Match",
    "Matcher",
    "NamesError",
    "__version__",
    "compare",
    "normalize_table",
]

_HOMES = {
    "Candidate": "names.decision",
    "Comparison": "names.evidence",
    "Entity": "names.gazetteer",
    "Evidence": "names.evidence",
    "Form": "names.gazetteer",
    "Gazetteer": "names.gazetteer",
    "Match": "names.matcher",
    "Matcher": "names.matcher",
    "NamesError": "names.errors",
    "compare": "names.comparison",
    "normalize_table": "names.frames",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'names' has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
