"""Formats of tables: known by the ending of a name, or by the first bytes of what has none."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import BinaryIO

from names.tables.compression import compression_of
from names.tables.output import STREAM, Source, Target
from names.tables.table_errors import TableError

DELIMITED = {"csv": ",", "tsv": "\t"}  # what is written between cells where a format is asked for by name
FORMATS = (*DELIMITED, "jsonl", "parquet", "arrow", "xlsx")  # that are written, and read as well
READ_ALONE = ("xls", "ods", "xlsb")
WITH_MACROS = "xlsm"  # written back with its macros, and never made
WORKBOOKS = ("xlsx", WITH_MACROS, *READ_ALONE)
BINARY = ("parquet", "arrow", "xlsx", WITH_MACROS)
LONGEST_MAGIC = 8

_ENDINGS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".ipc": "arrow",
    ".feather": "arrow",
    ".xlsx": "xlsx",
    ".xlsm": WITH_MACROS,
    ".xls": "xls",
    ".ods": "ods",
    ".xlsb": "xlsb",
}
_MAGIC = {
    b"PAR1": "parquet",
    b"ARROW1": "arrow",
    b"\xff\xff\xff\xff": "arrow",
    b"PK\x03\x04": "xlsx",  # or another kind of workbook, which is opened by what it is
    b"\xd0\xcf\x11\xe0": "xls",
}
_UNREAD = {
    ".json": "JSON, which is one value and no table; write one object to a line, and call it .jsonl",
}


def format_of_name(name: str) -> str | None:
    """Return the format that the ending of a name tells, None where it tells none.

    Args:
        name: Of a file; the ending of a compressed one stands before `.gz` or `.zst`.

    Raises:
        TableError: For the ending of a format that is not read.

    Examples:
        >>> format_of_name("people.PARQUET"), format_of_name("people.jsonl.gz"), format_of_name("people")
        ('parquet', 'jsonl', None)
    """
    path = PurePath(name.lower())
    if compression_of(path.name):
        path = path.with_suffix("")
    if path.suffix in _UNREAD:
        raise TableError(f"{name} is {_UNREAD[path.suffix]}")
    return _ENDINGS.get(path.suffix)


def recognise_format(head: bytes) -> str:
    r"""Return the format of a table that begins so; `csv` for all that is no other.

    Args:
        head: Its first bytes, eight or more.

    Examples:
        >>> recognise_format(b"PAR1\x15\x04"), recognise_format(b'{"person"'), recognise_format(b"person,n")
        ('parquet', 'jsonl', 'csv')
    """
    known = next((name for magic, name in _MAGIC.items() if head.startswith(magic)), None)
    return known or ("jsonl" if head.lstrip()[:1] == b"{" else "csv")


def source_format(source: Source, opened: BinaryIO) -> str:
    """Return the format of an input, from its name, or else from how it begins.

    Args:
        source: A path, `-`, or an open binary file.
        opened: Its content, of which nothing is taken.
    """
    named = format_of_name(str(source)) if isinstance(source, str | Path) and str(source) != STREAM else None
    peek = getattr(opened, "peek", None)
    if named or peek is None:
        return named or "csv"
    return recognise_format(peek(LONGEST_MAGIC))


def target_format(target: Target, given: str | None) -> str | None:
    """Return the format asked for in an output, None where it is to be that of the input.

    Args:
        target: A path, None or `-` for standard output, or an open binary file.
        given: A format given by name, which comes before the ending of the path.

    Raises:
        TableError: The path has an ending that tells no format, or one that is not written; one without
            an ending, or a device, is fine.
    """
    if given or not isinstance(target, str | Path) or str(target) == STREAM:
        return given
    form = format_of_name(str(target))
    if form in READ_ALONE:
        raise TableError(f"output {target}: .{form} is read and not written; write .xlsx, .csv or .parquet")
    written = (ending for ending, form in _ENDINGS.items() if form in FORMATS)
    if form is None and (ending := _ending(str(target))) and not _is_device(Path(target)):
        raise TableError(
            f"output {target} ends in {ending}, which tells no format; end it in {', '.join(written)}, with "
            ".gz or .zst after that to have it compressed, or say the format with --format"
        )
    return form


def _ending(name: str) -> str:
    path = PurePath(name)
    return (path.with_suffix("") if compression_of(path.name) else path).suffix


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()
