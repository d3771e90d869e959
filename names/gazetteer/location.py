"""Where a gazetteer is, which form it is written in, and its lines as text."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal

from names.bounds import LONGEST_LINE, is_endless
from names.gazetteer.faults import Fault, Findings, GazetteerError

Format = Literal["yaml", "jsonl", "csv", "tsv"]

EXTENSIONS: dict[str, Format] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
}
SHIPPED = "shipped"  # stands for the shipped gazetteer where a file is named; ./shipped is a file
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
HEAD = 4096  # bytes looked at to tell a file's form; a header or a first record fits well
MOST_CONTROLS = 0.02  # share of control characters; text has next to none, random bytes one in ten

_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r\x1a"))


def shipped_path() -> Path:
    """Return the path of the gazetteer that comes with the package.

    Returns:
        `names/data/gazetteer.yaml` where the package is installed, else `gazetteer.yaml` beside the package,
        as in a source checkout.

    Raises:
        GazetteerError: Neither is there.
    """
    package = Path(__file__).resolve().parents[1]
    places = (package / "data" / "gazetteer.yaml", package.parent / "gazetteer.yaml")
    for place in places:
        if place.is_file():
            return place
    remedy = "install names-normalizer again, or name a gazetteer of your own"
    raise GazetteerError([Fault(str(places[0]), None, "the shipped gazetteer is missing", remedy)])


def shipped_paths() -> list[Path]:
    """Return all files of the gazetteer that comes with the package.

    Returns:
        The one that people edit, and the generated ones in the folder `gazetteer` beside it.

    Raises:
        GazetteerError: The first is missing.
    """
    edited = shipped_path()
    return [edited, *sorted(edited.with_suffix("").glob("*.yaml"))]


def locate(path: str | os.PathLike[str]) -> list[Path]:
    """Return the paths meant by a file as named.

    Args:
        path: A path, or the word `shipped`.

    Raises:
        GazetteerError: The shipped gazetteer is meant, and missing.
    """
    return shipped_paths() if path == SHIPPED else [Path(path)]


def name_of(path: str | os.PathLike[str]) -> str:
    """Return what leads to a file again where it is named in a command.

    A name of bytes that are no text cannot be kept; in angle brackets, it only says that there was a file.

    Args:
        path: As for `locate`.

    Examples:
        >>> name_of("shipped"), name_of("./shipped"), name_of("./people.csv")
        ('shipped', './shipped', 'people.csv')
    """
    name = str(Path(path))
    if (text := name.encode("utf-8", "replace").decode()) != name:
        return f"<{text}>"
    return f"./{name}" if name == SHIPPED != path else name


def open_list(path: Path, findings: Findings) -> BinaryIO | None:
    """Return the file opened for reading bytes, or None after noting why it cannot be."""
    try:
        return path.open("rb")
    except FileNotFoundError:
        findings.end(None, "there is no such file", "name a gazetteer that exists")
    except IsADirectoryError:
        findings.end(None, "this is a folder", "name the files in it")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        findings.end(None, f"the file cannot be read ({reason})", "see that it exists and may be read")
    return None


def is_text(head: bytes) -> bool:
    r"""Tell text from other bytes: those hold controls, and are neither UTF-8 nor UTF-16.

    Args:
        head: The first bytes of a file.

    Examples:
        >>> is_text("Токаев".encode("windows-1251")), is_text(b"\x00\x01")
        (True, False)
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    noise = controls > MOST_CONTROLS * len(head) and "\ufffd" in head.decode("utf-8", "replace")
    return b"\0" not in head and not noise


def decode_line(raw: bytes, number: int, findings: Findings) -> str | None:
    """Return a line as text, or None after noting that it is not UTF-8.

    Args:
        raw: The line as it stands in the file.
        number: Its number, from 1; a byte order mark on the first line is dropped.
        findings: Takes the fault.
    """
    if number == 1:
        raw = raw.removeprefix(BYTE_ORDER_MARK)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        column = len(raw[: error.start].decode()) + 1
        byte = f"the byte 0x{raw[error.start]:02X} at character {column} is not UTF-8"
        findings.stop(number, byte, "save the file as UTF-8")
        return None


def note_endless(number: int, findings: Findings) -> None:
    """Note that a line does not end where any must; nothing behind it is read."""
    what = f"the line does not end within {LONGEST_LINE:,} bytes"
    findings.end(number, what, "see that it is the file you mean")


def decode_lines(lines: Iterable[bytes], findings: Findings) -> Iterator[str]:
    """Yield every line as text; one that is not UTF-8 is a fault, and comes with its bad bytes replaced.

    The rest of the file can be checked that way, and line numbers stay true.
    """
    for number, raw in enumerate(lines, 1):
        if is_endless(raw):
            note_endless(number, findings)
            return
        text = decode_line(raw, number, findings)
        yield raw.decode("utf-8", "replace") if text is None else text
