"""What can be wrong with a table, or with what is asked of it."""

from __future__ import annotations

from names.errors import NamesError


class TableError(NamesError):
    """A table that cannot be read, a column that is not there, an output that cannot be written."""


class EmptyTableError(TableError):
    """A table of which nothing is there."""
