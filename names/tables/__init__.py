"""Tables with columns of names: every row back, in order, with the identity of the names beside them."""

from __future__ import annotations

from names.tables.answers import Options
from names.tables.errors import TableError
from names.tables.normalization import normalize_csv
from names.tables.summary import Progress, Summary

__all__ = ["Options", "Progress", "Summary", "TableError", "normalize_csv"]
