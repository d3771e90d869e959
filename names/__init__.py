"""Tells which real person, place or body a spelling stands for.

Nothing is loaded at import: the names below are fetched from their modules when first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from names.decision import Candidate
    from names.errors import NamesError
    from names.evaluation import Evaluation, evaluate
    from names.evidence import Comparison, Evidence
    from names.frames import normalize_table
    from names.gazetteer import Entity, Form, Gazetteer
    from names.grouping import GroupedSpelling, group
    from names.match import Match
    from names.matcher import Matcher
    from names.mentions import Finder, Mention, find
    from names.pairwise import compare
    from names.romanization import SCHEMES, Romanization, Scheme, romanize
    from names.routes import Route, Variant, variants
    from names.styles import Style, Styles

__all__ = [
    "SCHEMES",
    "Candidate",
    "Comparison",
    "Entity",
    "Evaluation",
    "Evidence",
    "Finder",
    "Form",
    "Gazetteer",
    "GroupedSpelling",
    "Match",
    "Matcher",
    "Mention",
    "NamesError",
    "Romanization",
    "Route",
    "Scheme",
    "Style",
    "Styles",
    "Variant",
    "__version__",
    "compare",
    "evaluate",
    "find",
    "group",
    "normalize_table",
    "romanize",
    "variants",
]

_HOMES = {
    "Candidate": "names.decision",
    "Comparison": "names.evidence",
    "Entity": "names.gazetteer",
    "Evaluation": "names.evaluation",
    "Evidence": "names.evidence",
    "Finder": "names.mentions",
    "Form": "names.gazetteer",
    "Gazetteer": "names.gazetteer",
    "GroupedSpelling": "names.grouping",
    "group": "names.grouping",
    "Match": "names.match",
    "Matcher": "names.matcher",
    "Mention": "names.mentions",
    "NamesError": "names.errors",
    "Romanization": "names.romanization",
    "Route": "names.routes",
    "SCHEMES": "names.romanization",
    "Scheme": "names.romanization",
    "Style": "names.styles",
    "Styles": "names.styles",
    "Variant": "names.routes",
    "compare": "names.pairwise",
    "evaluate": "names.evaluation",
    "romanize": "names.romanization",
    "variants": "names.routes",
    "normalize_table": "names.frames",
    "find": "names.mentions",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'names' has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
