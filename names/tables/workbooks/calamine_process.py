"""Reads a workbook with calamine in a process of its own, which may die of it; run as a script.

calamine makes room for every cell between the first and the last that is filled. Where there is no such
room it ends the process, which nothing in it can prevent, and damaged files make it panic. So this imports
nothing of ours, takes a file from the command line and the number of a sheet from standard input, and writes
pickles to standard output: the sheets, then rows in chunks, at last the merged cells; or what was wrong.
"""

from __future__ import annotations

import contextlib
import pickle
import sys
from pathlib import Path
from typing import Any

MOST_MEMORY = 1 << 32  # bytes
MOST_SECONDS = 120  # of work; rows that are said to repeat without end would take them
ENDINGS = (".xls", ".ods", ".xlsb")
ROWS_TOGETHER = 4096


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource

        for kind, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (most if hard < 0 else min(most, hard), hard))


def _send(*message: Any) -> None:
    pickle.dump(message, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()


def _serve(path: Path) -> None:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    if path.suffix.lower() in ENDINGS:  # by which calamine can tell what is wrong with it
        book = CalamineWorkbook.from_path(str(path))
    else:
        with path.open("rb") as stream:
            book = CalamineWorkbook.from_filelike(stream)
    sheets = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    _send("sheets", [(each.name, each.visible != SheetVisibleEnum.Visible) for each in sheets])
    sheet = book.get_sheet_by_name(sheets[int(sys.stdin.readline())].name)
    first = (sheet.start or (0, 0))[1] + 1  # columns before it are left out of the rows
    rows: list[tuple[int, dict[int, Any]]] = []
    for number, row in enumerate(sheet.iter_rows(), 1):
        if cells := {column: value for column, value in enumerate(row, first) if value != ""}:
            rows.append((number, cells))
        if len(rows) == ROWS_TOGETHER:
            _send("rows", rows)
            rows.clear()
    _send("rows", rows)
    _send("end", [(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or ()])


def _main() -> None:
    _limit()
    try:
        _serve(Path(sys.argv[1]))
    except BaseException as error:  # a panic of Rust is no Exception
        _send("fault", type(error).__name__, str(error))


if __name__ == "__main__":
    _main()
