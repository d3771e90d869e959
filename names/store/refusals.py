"""Why a compiled gazetteer is refused: one sentence with the file, what is wrong, and what helps."""

from __future__ import annotations

import codecs
import shlex
from collections.abc import Sequence
from pathlib import Path

from names.errors import NamesError

EXTENSION = ".names"
_ANY_SOURCE = "FILE…"
_ANY_OTHER = f"ANOTHER{EXTENSION}"


class StoreError(NamesError):
    """A compiled gazetteer that cannot be used, or cannot be written."""


def build_command(output: Path | str, sources: Sequence[str] = ()) -> str:
    """Return the command that builds a compiled gazetteer, quoted for a shell.

    Args:
        output: The file to build.
        sources: The files to build it from; where they are not known, the command has `FILE…` for them.

    Examples:
        >>> build_command("people.names", ["my people.jsonl", "-places.csv"])
        "names gazetteer build 'my people.jsonl' ./-places.csv --output people.names"
    """
    named = " ".join(_quoted(source) for source in sources) or _ANY_SOURCE
    return f"names gazetteer build {named} --output {_quoted(str(output))}"


def _quoted(name: str) -> str:
    return shlex.quote(f"./{name}" if name.startswith("-") else name)


def missing(path: Path) -> StoreError:
    """Return the refusal of a file that is not there."""
    return StoreError(f"there is no file {path}; check its name, or build it: {build_command(path)}")


def no_file(path: Path, what: str) -> StoreError:
    """Return the refusal of what is no ordinary file.

    Args:
        path: Its path.
        what: What it is, as `a folder`.
    """
    return StoreError(f"{path} is {what}; name a file, or build one: {build_command(_ANY_OTHER)}")


def unreadable(path: Path, error: Exception) -> StoreError:
    """Return the refusal of a file that the system does not let us read."""
    remedy = f"see that it may be read, or build another: {build_command(_ANY_OTHER)}"
    return StoreError(f"{path} cannot be read: {describe(error)}; {remedy}")


def foreign(path: Path, head: bytes) -> StoreError:
    """Return the refusal of a file that begins as no compiled gazetteer does.

    A list of names as text is told from other files: it wants compiling. The command never names a file
    that is something else as its output.

    Args:
        path: The file.
        head: Its first bytes.
    """
    if not head:
        return StoreError(f"{path} is empty; build it: {build_command(path)}")
    if _is_text(head):
        output = path.with_suffix(EXTENSION)
        command = build_command(_ANY_OTHER if output == path else output, [str(path)])
        return StoreError(f"{path} is text, not a compiled gazetteer; compile it: {command}")
    return StoreError(f"{path} is not a compiled gazetteer; build one: {build_command(_ANY_OTHER)}")


def _is_text(head: bytes) -> bool:
    """Tell UTF-8 text, whose last character the end of the bytes may have cut."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return b"\0" not in head


def turned(path: Path) -> StoreError:
    """Return the refusal of a file whose line ends or letters a program changed, taking it for text."""
    remedy = f"copy it as a binary file, or rebuild it: {build_command(path)}"
    return StoreError(f"{path} was changed on its way by a program that took it for text; {remedy}")


def cut_short(path: Path, size: int, whole: int | None) -> StoreError:
    """Return the refusal of a file that ends too early.

    Args:
        path: The file.
        size: Its bytes.
        whole: The bytes it should have; None where it ends before it tells.
    """
    told = f"it has {size:,} bytes" if whole is None else f"it has {size:,} of {whole:,} bytes"
    return StoreError(f"{path} is cut short ({told}); copy it again, or rebuild it: {build_command(path)}")


def damaged(path: Path | str, what: str, sources: Sequence[str] = ()) -> StoreError:
    """Return the refusal of a file that is not as it was written.

    Args:
        path: The file.
        what: What does not fit.
        sources: The files it was built from, as far as known.
    """
    remedy = f"copy it again, or rebuild it: {build_command(path, sources)}"
    return StoreError(f"{path} is damaged ({what}); {remedy}")


def newer(path: Path, version: int, ours: int) -> StoreError:
    """Return the refusal of a file in a format that a later program made.

    Args:
        path: The file.
        version: Its format.
        ours: The newest format this program reads.
    """
    told = f"it has format {version}, this one reads format {ours}"
    remedy = f"update names, or rebuild it with this version: {build_command(path)}"
    return StoreError(f"{path} was made by a newer version of names ({told}); {remedy}")


def stale(path: Path, sources: Sequence[str] = ()) -> StoreError:
    """Return the refusal of a file made by another program, or with other rules and tables, than these.

    Args:
        path: The file.
        sources: The files it was built from, as far as known.
    """
    return StoreError(f"{path} was built by other rules or data; rebuild it: {build_command(path, sources)}")


def unwritable(path: Path, cause: str, remedy: str = "make room, or choose another place") -> StoreError:
    """Return the refusal of an output that cannot be written.

    Args:
        path: The output.
        cause: Why not.
        remedy: What to do.
    """
    return StoreError(f"{path} cannot be written: {cause}; nothing was written; {remedy}")


def describe(error: Exception) -> str:
    """Return why the system refused, in its own words."""
    return (getattr(error, "strerror", None) or str(error)).lower()
