"""Workbooks: one sheet's names answered in place, or a sheet as rows, or rows as a sheet.

Nothing is loaded at import: a list of entities in a workbook is read without what answers names.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from names.tables.workbooks.books import kind_of_book
    from names.tables.workbooks.new_sheets import write_sheet
    from names.tables.workbooks.sheet import Sheet

__all__ = ["Sheet", "kind_of_book", "write_sheet"]

_HOMES = {"Sheet": "sheet", "kind_of_book": "books", "write_sheet": "new_sheets"}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'names.tables.workbooks' has no attribute {name!r}")
    return getattr(importlib.import_module(f"names.tables.workbooks.{home}"), name)
