"""Tables with columns of names: every row back, in order, with the identity of the names beside them.

Nothing is loaded at import: lists of entities are read with the lower half of this folder, which knows of no
matcher, and must not bring the upper half with it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from names.tables.answers import Options
    from names.tables.databases import normalize_database
    from names.tables.decisions import Decisions, read_decisions
    from names.tables.files import normalize_files
    from names.tables.normalization import normalize_csv
    from names.tables.summary import Progress, Summary
    from names.tables.table_errors import TableError
    from names.tables.typed import answer_columns

__all__ = [
    "Decisions",
    "Options",
    "Progress",
    "Summary",
    "TableError",
    "answer_columns",
    "normalize_csv",
    "normalize_database",
    "normalize_files",
    "read_decisions",
]

_HOMES = {
    "Decisions": "decisions",
    "Options": "answers",
    "Progress": "summary",
    "Summary": "summary",
    "TableError": "table_errors",
    "answer_columns": "typed",
    "normalize_csv": "normalization",
    "normalize_database": "databases",
    "normalize_files": "files",
    "read_decisions": "decisions",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'names.tables' has no attribute {name!r}")
    return getattr(importlib.import_module(f"names.tables.{home}"), name)
