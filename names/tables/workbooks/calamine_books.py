"""XLS, ODS and XLSB as calamine reads them: values alone, for tables of other formats."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from names.tables.table_errors import TableError
from names.tables.workbooks.archives import locked
from names.tables.workbooks.calamine_process import MOST_MEMORY, MOST_SECONDS
from names.tables.workbooks.open_xml import SheetEntry
from names.tables.workbooks.serial_dates import span_text
from names.tables.workbooks.sheet_parsing import Merged

EXACTLY = 2.0**53  # floats below it that are whole are whole numbers


class CalamineBook:
    """A workbook in another process, which is asked for one sheet.

    Args:
        path: Of the file.
        place: What messages call it.

    Attributes:
        sheets: Those that hold cells, in order.
        merged: The merged cells of the sheet; known once all its rows are read.

    Raises:
        TableError: The workbook cannot be read, or nothing is installed that reads it.
    """

    def __init__(self, path: Path, place: str) -> None:
        if importlib.util.find_spec("python_calamine") is None:
            raise TableError(
                "nothing is installed that reads .xls, .ods and .xlsb; install it with: "
                "pip install 'names-normalizer[xlsx]'"
            )
        self.merged: list[Merged] = []
        self._place = place
        script = Path(__file__).with_name("calamine_process.py")
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(script), str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            start_new_session=True,  # Ctrl-C is this process's to take
        )
        try:
            _, sheets = self._receive()
        except BaseException:
            self.close()
            raise
        self.sheets = tuple(SheetEntry(name, str(n), hidden) for n, (name, hidden) in enumerate(sheets))

    def close(self) -> None:
        """End the other process."""
        self._process.kill()
        with contextlib.suppress(OSError):  # what was not sent is not sent
            self._process.communicate()

    def rows(self, entry: SheetEntry) -> Iterator[tuple[int, dict[int, Any]]]:
        """Yield each row of a sheet that holds anything: its number, and its values by their columns.

        Args:
            entry: One of the sheets; no other can be read after it.
        """
        assert self._process.stdin
        with contextlib.suppress(OSError):  # then nothing will be received either
            self._process.stdin.write(f"{entry.part}\n".encode())
            self._process.stdin.flush()
        kind, content = self._receive()
        while kind == "rows":
            for number, cells in content:
                yield number, {column: _plain(value) for column, value in cells.items()}
            kind, content = self._receive()
        self.merged += [Merged(*each) for each in content]

    def _receive(self) -> Any:
        assert self._process.stdout
        try:
            message = pickle.load(self._process.stdout)  # both ends of it are ours
        except (EOFError, OSError, pickle.UnpicklingError):
            raise TableError(
                f"{self._place} cannot be read: its cells stand so far apart that they take more than "
                f"{MOST_MEMORY >> 30} GB or {MOST_SECONDS} seconds, or it is damaged; delete what stands far "
                "from the table, or open it and save it as .xlsx"
            ) from None
        if message[0] == "fault":
            _, kind, cause = message
            if kind == "PasswordError":
                raise locked(self._place)
            cause = (cause.strip().splitlines() or ["no cause is known"])[0][:200]
            raise TableError(
                f"{self._place} cannot be read as a workbook: {cause}; it may be cut short or damaged: open "
                "it and save it as .xlsx"
            )
        return message


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) <= EXACTLY else value
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return span_text(value) if isinstance(value, timedelta) else value
