"""Tables with columns of names: every row back, in order, with the identity of the names beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from names.tables.answers import Options
from names.tables.decisions import Decisions, read_decisions
from names.tables.files import normalize_files
from names.tables.normalization import normalize_csv
from names.tables.summary import Progress, Summary
from names.tables.table_errors import TableError
from names.tables.typed import answer_columns

if TYPE_CHECKING:
    from names.tables.databases import normalize_database

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


def __getattr__(name: str) -> object:
    if name != "normalize_database":
        raise AttributeError(f"module 'names.tables' has no attribute {name!r}")
    from names.tables.databases import normalize_database  # most tables are files

    return normalize_database
