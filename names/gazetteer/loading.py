"""From files to entities: every file is opened, recognised and read, and all that is wrong is gathered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from names.bounds import MOST_FAULTS
from names.errors import NamesError
from names.gazetteer.faults import SHOWN_FAULTS, EnoughError, Fault, Findings
from names.gazetteer.joining import ListJoiner, what_is_shared
from names.gazetteer.list_accounts import ListAccount
from names.gazetteer.list_input import ListInput, TableForm
from names.gazetteer.list_kinds import (
    KINDS,
    ListHead,
    ListKind,
    kind_called,
    kind_of_list,
    note_unknown_kind,
)
from names.gazetteer.list_tables import is_workbook
from names.gazetteer.location import HEAD, is_text, open_list
from names.gazetteer.rolls import Roll, no_report
from names.tables.compression import decompressed, recognise_compression
from names.tables.table_errors import TableError


class FileContents(NamedTuple):
    """What was found in some files.

    Attributes:
        roll: The entities, as far as they could be read.
        faults: Everything that is wrong, by file and line; where records with faults are left out, what keeps
            a whole file from being read.
        warnings: What is odd, and no fault.
        coverage: The largest coverage that a file declares, or None.
        told: What was taken, left and doubted, in lines that name their file.
        joiner: What is known of records of several files that are one; None for one file.
    """

    roll: Roll
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    coverage: float | None
    told: tuple[str, ...] = ()
    joiner: ListJoiner | None = None


class ListPlan(NamedTuple):
    """How files are to be read.

    Attributes:
        tables: How lists that are tables are read, as far as that is said.
        kind: What the files are, as `--from` says it; None to recognise it.
        skip_faults: Whether records with faults are left out, and the rest is used.
    """

    tables: TableForm = TableForm()
    kind: str | None = None
    skip_faults: bool = False


def read_files(
    paths: Iterable[Path], plan: ListPlan, report: Callable[[int], object] = no_report
) -> FileContents:
    """Return what stands in some files together; a file that is named twice is read once.

    Raises:
        NamesError: There is no such kind of lists.
    """
    asked = _asked_kind(plan.kind)
    files = [_ListFile(path, plan, asked) for path in dict.fromkeys(paths)]
    roll = Roll(report)
    roll.is_one = what_is_shared
    try:
        for file in files:
            file.open()
        for file in sorted(files, key=lambda file: file.adds):  # what adds to others comes last
            file.read(roll)
    finally:
        for file in files:
            file.close()
    contents = _without_faults(files, roll) if plan.skip_faults else _together(files, roll)
    if len(files) == 1 or contents.faults:
        return contents
    joiner = ListJoiner(roll)
    joiner.join()
    return contents._replace(told=(*contents.told, *joiner.told()), joiner=joiner)


def _asked_kind(word: str | None) -> ListKind | None:
    kind = None if word is None else kind_called(word)
    if word is not None and kind is None:
        raise NamesError(f"{word!r} is no kind of lists; there are {', '.join(k.word for k in KINDS)}")
    return kind


def _without_faults(files: Sequence[_ListFile], roll: Roll) -> FileContents:
    """Return what files have given without the records that have faults, which are told."""
    unled = roll.leave_out_unled()
    contents = _together(files, roll)
    count = sum(file.findings.count for file in files) + len(unled)
    refusals = tuple(fault for file in files for fault in file.findings.refusals)
    if not count:
        return contents._replace(faults=refusals)
    faults = [*contents.faults, *unled]
    have = "1 fault was" if count == 1 else f"{count:,} faults were"
    said = [f"{have} found, and the records that have them are left out", *map(str, faults[:SHOWN_FAULTS])]
    if (more := count - len(said) + 1) > 0:
        said.append(f"… and {more:,} more; names gazetteer check shows them")
    return contents._replace(faults=refusals, told=(*contents.told, *said))


def _together(files: Sequence[_ListFile], roll: Roll) -> FileContents:
    """Return what files have given, their faults in the order of the files and lines."""
    faults = [fault for file in files for fault in file.findings.faults]
    whole = all(file.findings.whole for file in files)
    faults += islice(roll.replacement_faults(whole), MOST_FAULTS)
    order = {file.findings.file: number for number, file in enumerate(files)}
    faults.sort(key=lambda fault: (order[fault.file], fault.line or 0))
    return FileContents(
        roll,
        tuple(faults),
        tuple(warning for file in files for warning in file.findings.warnings),
        max((file.coverage for file in files if file.coverage is not None), default=None),
        tuple(line for file in files for line in file.told()),
    )


class _ListFile:
    """One file: opened, recognised, read."""

    def __init__(self, path: Path, plan: ListPlan, kind: ListKind | None) -> None:
        self.path, self._tables, self._kind = path, plan.tables, kind
        self.findings = Findings(str(path), lenient=plan.skip_faults)
        self.coverage: float | None = None
        self._stream: BinaryIO | None = None
        self._opened: BinaryIO | None = None
        self._account = ListAccount()

    @property
    def adds(self) -> bool:
        """Whether it adds to the entities of other files."""
        return self._kind is not None and self._kind.adds

    def open(self) -> None:
        """Open the file and recognise what it is; what keeps from that is a fault."""
        self._opened = self._stream = open_list(self.path, self.findings)
        if self._stream is None:
            return
        try:
            if kind := recognise_compression(_peeked(self._stream)):
                self._stream = decompressed(self._stream, kind, self.findings.file)
            self._recognise(_peeked(self._stream))
        except (OSError, TableError) as error:
            self._refuse(error)

    def _recognise(self, data: bytes) -> None:
        if not is_workbook(data, self.path) and not is_text(data):
            self.findings.end(None, "the file is not text", "write it as UTF-8 text, or as a workbook")
            return
        utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = (
            data[: len(data) // 2 * 2].decode("utf-16", "replace")
            if utf16
            else data.decode("utf-8-sig", "replace")
        )
        self._kind = self._kind or kind_of_list(ListHead(self.path, data, text))
        if self._kind is None:
            note_unknown_kind(self.findings)
        elif utf16 and not self._kind.rows:
            self.findings.end(None, "the file is UTF-16", "save it as UTF-8")
        elif not self._kind.ours:
            self._account.kind = self._kind.what

    def read(self, roll: Roll) -> None:
        """Read the file into a roll."""
        roll.begin(self.findings.file)
        if self._stream is None or self._kind is None or self.findings.refusals:
            return
        source = ListInput(self.path, self._stream, self._tables, self.findings, roll, self._account)
        before = roll.met
        try:
            self.coverage = self._kind.read(source)
        except EnoughError:
            pass
        except (OSError, TableError) as error:
            self._refuse(error)
        if roll.met == before and not self._kind.adds:
            self._warn_of_no_records()

    def _warn_of_no_records(self) -> None:
        """Warn that nobody will be found in the list, unless faults have said more."""
        if not self.findings.count:
            what, remedy = "the file holds no records", "see that it is the one you mean"
            self.findings.warn(None, f"{what}, and no name is found in it", remedy)
        elif self.findings.lenient and not self.findings.refusals:
            what = "no record of the file is left, since each has a fault, and no name is found in it"
            self.findings.warn(None, what, "mend them, or see that it is the file you mean")

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, OSError):
            cause = f"the file cannot be read ({error.strerror})"
            self.findings.end(None, cause, "see that it is a file")
        else:
            what, _, remedy = str(error).removeprefix(self.findings.file).strip(" :,").partition("; ")
            self.findings.end(None, what, remedy or "fetch or write it anew")

    def told(self) -> list[str]:
        """Return the account of the file in lines, the first of which names it; none where there is none."""
        lines = list(self._account.lines())
        read_as = f" read as {self._account.kind}" if self._account.kind else ""
        return (
            [f"{self.findings.file}{read_as}", *(f"  {line}" for line in lines)] if lines or read_as else []
        )

    def close(self) -> None:
        """Close the file."""
        if self._opened is not None:
            self._opened.close()


def _peeked(file: BinaryIO) -> bytes:
    """Return the first bytes without taking them, so that a pipe can be read as well as a file."""
    peek = getattr(file, "peek", None)
    return cast("bytes", peek(HEAD)) if peek else b""
