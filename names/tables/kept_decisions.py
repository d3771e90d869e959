"""A file of decisions that grows while somebody decides: each answer is in it before the next is asked for.

The rows of an answer are appended in one write and brought to the disk, so that a process killed at any time
loses at most the answer that it was about to write, and never an earlier one or half a row. Taking an answer
back cuts the file to what it was before.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from names.errors import cause_of
from names.tables.table_errors import TableError

DELIMITERS = ",;\t"
NEEDED = ("spelling", "id", "new")  # without new, an empty id is nobody, and nobody new can be written
BEGUN = ("spelling", "country", "born", "type", "id", "new", "note", "group", "group_name", "date")


class KeptDecisions:
    """A CSV of decisions, begun or gone on with; as a context it is closed at the end.

    Args:
        path: Of the file, which is begun where there is none.
        said: The other columns that rows have to hold: `country`, `born`, `type`.

    Raises:
        TableError: It cannot be written, is no CSV in UTF-8 with the columns of a review, or is held by
            another process.
    """

    def __init__(self, path: str | Path, said: Sequence[str] = ()) -> None:
        self.path = path
        try:
            self._file = os.open(
                path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666
            )
        except OSError as error:
            raise TableError(f"{path} cannot be written: {cause_of(error)}; name another file") from None
        try:
            self._hold()
            self._take_form((*NEEDED, *said))
        except BaseException:
            os.close(self._file)
            raise

    def __enter__(self) -> KeptDecisions:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)

    def _hold(self) -> None:
        """Keep others from writing here meanwhile, where the system can."""
        if not stat.S_ISREG(os.fstat(self._file).st_mode):
            raise TableError(f"{self.path} is no plain file; name one for the decisions")
        with contextlib.suppress(ImportError):
            import fcntl

            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise TableError(
                    f"{self.path} is being written by another review; end that one, or name another file"
                ) from None
            except OSError:  # a file system without locks
                pass

    def _take_form(self, needed: Sequence[str]) -> None:
        """Learn how the file is written, and begin it where it is empty."""
        content = _read_whole(self._file)
        self._size = len(content)
        self._titles, self._delimiter, self._end = list(BEGUN), ",", "\n"
        if not content:
            self._append(self._line(BEGUN))
            return
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise self._other("it is no text in UTF-8") from None
        first = text.partition("\n")[0]
        self._end = "\r\n" if first.endswith("\r") else "\n"
        self._delimiter = max(DELIMITERS, key=first.count)
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter, strict=True))
        except csv.Error as error:
            raise self._other(f"its rows cannot be told ({error})") from None
        self._titles = [title.strip().casefold() for title in rows[0]] if rows else []
        missing = [title for title in needed if self._titles.count(title) != 1]
        if missing:
            raise self._other(f"it has no one column {missing[0]}")
        if not text.endswith("\n"):
            self._append(self._end.encode())

    def _other(self, why: str) -> TableError:
        return TableError(f"{self.path} is no review that can be gone on with: {why}; name a new file")

    def _line(self, cells: Sequence[str]) -> bytes:
        out = io.StringIO()
        csv.writer(out, delimiter=self._delimiter, lineterminator=self._end).writerow(cells)
        return out.getvalue().encode("utf-8", "replace")

    def add(self, rows: Sequence[Mapping[str, str]]) -> int:
        """Write rows, all or none, and return what takes them back.

        Args:
            rows: Each with its cells by title; those that the file has no column for are left out.

        Raises:
            TableError: They cannot be written; the file is as it was.
        """
        before = self._size
        self._append(b"".join(self._line([row.get(title, "") for title in self._titles]) for row in rows))
        return before

    def _append(self, content: bytes) -> None:
        try:
            if os.write(self._file, content) != len(content):
                raise OSError("there is no room")
            os.fsync(self._file)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, self._size)
            raise TableError(
                f"{self.path} cannot be written: {cause_of(error)}; all earlier decisions are in it"
            ) from None
        self._size += len(content)

    def take_back(self, before: int) -> None:
        """Take out what was added since.

        Args:
            before: What `add` returned.

        Raises:
            TableError: Somebody else has changed the file meanwhile, or it cannot be written.
        """
        if os.fstat(self._file).st_size != self._size:
            raise TableError(f"{self.path} was changed by somebody else; nothing can be taken back")
        try:
            os.ftruncate(self._file, before)
            os.fsync(self._file)
        except OSError as error:
            raise TableError(f"{self.path} cannot be written: {cause_of(error)}") from None
        self._size = before


def _read_whole(file: int) -> bytes:
    with open(file, "rb", closefd=False) as stream:
        return stream.read()
