"""Workbooks: one sheet's names answered in place, or a sheet as rows, or rows as a sheet."""

from __future__ import annotations

from names.tables.workbooks.books import kind_of_book
from names.tables.workbooks.new_sheets import write_sheet
from names.tables.workbooks.sheet import Sheet

__all__ = ["Sheet", "kind_of_book", "write_sheet"]
