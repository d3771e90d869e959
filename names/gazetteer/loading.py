"""From files to entities: every file is opened, recognised and read, and all that is wrong is gathered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from names.bounds import LARGEST_DOCUMENT, MOST_FAULTS, lines_of
from names.gazetteer.documents import read_document
from names.gazetteer.faults import EnoughError, Fault, Findings
from names.gazetteer.lines import read_lines
from names.gazetteer.location import HEAD, Format, decode_lines, open_list, recognize_format
from names.gazetteer.rolls import Roll, no_report
from names.gazetteer.sheets import read_sheet


class FileContents(NamedTuple):
    """What was found in some files.

    Attributes:
        roll: The entities, as far as they could be read.
        faults: Everything that is wrong, by file and line.
        warnings: What is odd, and no fault.
        coverage: The largest coverage that a file declares, or None.
    """

    roll: Roll
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    coverage: float | None


class Columns(NamedTuple):
    """Which columns of a table hold the ids and the names; None for `id` and `name`."""

    id_column: str | None = None
    name_column: str | None = None


def read_files(
    paths: Iterable[Path], columns: Columns, report: Callable[[int], object] = no_report
) -> FileContents:
    """Return what stands in some files together; a file that is named twice is read once."""
    roll = Roll(report)
    faults: list[Fault] = []
    warnings: list[Fault] = []
    coverages: list[float] = []
    order: dict[str, int] = {}
    whole = True
    for path in dict.fromkeys(paths):
        findings = Findings(str(path))
        order[findings.file] = len(order)
        roll.begin(findings.file)
        coverage = _read_file(path, columns, findings, roll)
        if coverage is not None:
            coverages.append(coverage)
        faults += findings.faults
        warnings += findings.warnings
        whole = whole and findings.whole
    faults += islice(roll.replacement_faults(whole), MOST_FAULTS)
    faults.sort(key=lambda fault: (order[fault.file], fault.line or 0))
    return FileContents(roll, tuple(faults), tuple(warnings), max(coverages, default=None))


def _read_file(path: Path, columns: Columns, findings: Findings, roll: Roll) -> float | None:
    file = open_list(path, findings)
    if file is None:
        return None
    with file:
        try:
            form = recognize_format(path, _head(file), findings)
            return None if form is None else _read_as(form, file, columns, findings, roll)
        except EnoughError:
            return None
        except OSError as error:
            findings.stop(None, f"the file cannot be read ({error.strerror})", "see that it is a file")
            return None


def _head(file: BinaryIO) -> bytes:
    """Return the first bytes without taking them, so that a pipe can be read as well as a file."""
    peek = getattr(file, "peek", None)
    return peek(HEAD) if peek else b""


def _read_as(form: Format, file: BinaryIO, columns: Columns, findings: Findings, roll: Roll) -> float | None:
    if form == "jsonl":
        read_lines(lines_of(file), findings, roll)
    elif form == "yaml":
        return _read_yaml(file, findings, roll)
    else:
        delimiter = "\t" if form == "tsv" else None
        read_sheet(decode_lines(lines_of(file), findings), findings, roll, delimiter, *columns)
    return None


def _read_yaml(file: BinaryIO, findings: Findings, roll: Roll) -> float | None:
    document = file.read(LARGEST_DOCUMENT + 1)
    if len(document) > LARGEST_DOCUMENT:
        size = f"the YAML is larger than {LARGEST_DOCUMENT:,} bytes"
        findings.stop(None, size, "write it as JSONL, one record per line")
        return None
    return read_document("".join(decode_lines(document.splitlines(keepends=True), findings)), findings, roll)
