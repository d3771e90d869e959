"""Why a compiled gazetteer is refused: one sentence with the file, what is wrong, and what helps."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from names.errors import NamesError, cause_of
from names.visible import shell_word, visible

EXTENSION = ".names"
_ANY_SOURCE = "FILE…"
_ANY_OTHER = f"ANOTHER{EXTENSION}"
OPTIONS: Mapping[str, type] = MappingProxyType(
    {
        "id_column": str,
        "name_column": str,
        "encoding": str,
        "coverage": float,
        "from": str,
        "skip_faults": bool,
    }
)
"""The options of the command that builds a compiled gazetteer, and what each takes."""
LONGEST_COMMAND = 4096  # characters; a longer one helps nobody


class StoreError(NamesError):
    """A compiled gazetteer that cannot be used, or cannot be written."""


class Recipe(NamedTuple):
    """What a compiled gazetteer was built with, as far as known.

    Attributes:
        sources: The files, as they were named; one in angle brackets is no file.
        options: The options of the command, by name, as `{"id_column": "number"}`.
    """

    sources: Sequence[str] = ()
    options: Mapping[str, str | float] = MappingProxyType({})

    def named_options(self) -> str:
        """Return the options as a command has them, quoted for a shell; what is no option is left out.

        Examples:
            >>> Recipe(options={"name_column": "full name", "coverage": 0.5, "x; y": "1"}).named_options()
            "--name-column 'full name' --coverage 0.5"
        """
        told = ((name, self.options[name]) for name in OPTIONS if name in self.options)
        return " ".join(
            f"--{name.replace('_', '-')}" + ("" if value is True else f" {shell_word(str(value))}")
            for name, value in told
        )


UNKNOWN = Recipe()


def build_command(output: Path | str, recipe: Recipe = UNKNOWN) -> str:
    """Return the command that builds a compiled gazetteer, quoted for a shell.

    Args:
        output: The file to build.
        recipe: What to build it with; where no file is known, the command has `FILE…` in its place.

    Examples:
        >>> build_command("people.names", Recipe(["my people.jsonl", "-places.csv"], {"id_column": "no"}))
        "names gazetteer build 'my people.jsonl' ./-places.csv --id-column no --output people.names"
    """
    named = [_ANY_SOURCE if _is_no_file(source) else _quoted(source) for source in recipe.sources]
    words = [*(named or [_ANY_SOURCE]), recipe.named_options(), "--output", _quoted(str(output))]
    command = " ".join(["names gazetteer build", *filter(None, words)])
    return command if len(command) <= LONGEST_COMMAND or not recipe.sources else build_command(output)


def _is_no_file(source: str) -> bool:
    return source.startswith("<") and source.endswith(">")


def _quoted(name: str) -> str:
    return shell_word(f"./{name}" if name.startswith("-") else name)


def _named(path: Path) -> str:
    """Return what a message calls a file."""
    return visible(str(path))


def _rebuild(path: Path, recipe: Recipe = UNKNOWN) -> str:
    """Return how a file is made anew: from its lists where they are, or else beside it."""
    if not recipe.sources:
        lists = "from the lists it was built from, with the same options"
        return f"rebuild it {lists}: {build_command(path)}"
    here = [_beside(source, path) for source in recipe.sources]
    return f"rebuild it: {build_command(path, recipe._replace(sources=here))}"


def _beside(source: str, path: Path) -> str:
    """Return a source as it is found from the working folder, which may not be the one of the build.

    One that lies beside the compiled file is taken for the one meant. A word without an ending, as `shipped`,
    may stand for a list, and is kept.
    """
    beside = path.parent / source
    found = Path(source).suffix and beside.exists() and not _is_same(beside, Path(source))
    return str(beside) if found else source


def _is_same(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)


def missing(path: Path) -> StoreError:
    """Return the refusal of a file that is not there."""
    return StoreError(f"there is no file {_named(path)}; check its name, or build it: {build_command(path)}")


def no_file(path: Path, what: str) -> StoreError:
    """Return the refusal of what is no ordinary file.

    Args:
        path: Its path.
        what: What it is, as `a folder`.
    """
    return StoreError(f"{_named(path)} is {what}; name a file, or build one: {build_command(_ANY_OTHER)}")


def unreadable(path: Path, error: Exception) -> StoreError:
    """Return the refusal of a file that the system does not let us read."""
    remedy = f"see that it may be read, or build another: {build_command(_ANY_OTHER)}"
    return StoreError(f"{_named(path)} cannot be read: {cause_of(error)}; {remedy}")


def foreign(path: Path, head: bytes) -> StoreError:
    """Return the refusal of a file that begins as no compiled gazetteer does.

    A list of names as text is told from other files: it wants compiling. The command never names a file
    that is something else as its output.

    Args:
        path: The file.
        head: Its first bytes.
    """
    if not head:
        return StoreError(f"{_named(path)} is empty; build it: {build_command(path)}")
    if _is_text(head):
        output = path.with_suffix(EXTENSION)
        command = build_command(_ANY_OTHER if output == path else output, Recipe([str(path)]))
        return StoreError(f"{_named(path)} is text, not a compiled gazetteer; compile it: {command}")
    return StoreError(f"{_named(path)} is not a compiled gazetteer; build one: {build_command(_ANY_OTHER)}")


def _is_text(head: bytes) -> bool:
    """Tell UTF-8 text, whose last character the end of the bytes may have cut."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return b"\0" not in head


def turned(path: Path) -> StoreError:
    """Return the refusal of a file whose line ends or letters a program changed, taking it for text."""
    remedy = f"copy it as a binary file, or {_rebuild(path)}"
    return StoreError(f"{_named(path)} was changed on its way by a program that took it for text; {remedy}")


def cut_short(path: Path, size: int, whole: int | None) -> StoreError:
    """Return the refusal of a file that ends too early.

    Args:
        path: The file.
        size: Its bytes.
        whole: The bytes it should have; None where it ends before it tells.
    """
    told = f"it has {size:,} bytes" if whole is None else f"it has {size:,} of {whole:,} bytes"
    return StoreError(f"{_named(path)} is cut short ({told}); copy it again, or {_rebuild(path)}")


def damaged(path: Path, what: str, recipe: Recipe = UNKNOWN) -> StoreError:
    """Return the refusal of a file that is not as it was written.

    Args:
        path: The file.
        what: What does not fit.
        recipe: What it was built with, as far as known.
    """
    return StoreError(f"{_named(path)} is damaged ({what}); copy it again, or {_rebuild(path, recipe)}")


def newer(path: Path, version: int, ours: int, recipe: Recipe = UNKNOWN) -> StoreError:
    """Return the refusal of a file in a format that a later program made.

    Args:
        path: The file.
        version: Its format.
        ours: The newest format this program reads.
        recipe: What it was built with, as far as known.
    """
    told = f"it has format {version}, this one reads format {ours}"
    remedy = f"update names, or, with this version, {_rebuild(path, recipe)}"
    return StoreError(f"{_named(path)} was made by a newer version of names ({told}); {remedy}")


def stale(path: Path, recipe: Recipe = UNKNOWN) -> StoreError:
    """Return the refusal of a file made by another program, or with other rules and tables, than these.

    Args:
        path: The file.
        recipe: What it was built with, as far as known.
    """
    return StoreError(f"{_named(path)} was built by other rules or data; {_rebuild(path, recipe)}")


def changed(path: Path) -> StoreError:
    """Return the refusal of a file that was written over while it was in use."""
    remedy = "write a new file and move it there, and start again; a matcher opened with copy=True goes on"
    return StoreError(f"{_named(path)} was written over while it was in use; {remedy}")


def replaced(path: Path) -> StoreError:
    """Return the refusal of a file that holds something else than when the work was begun."""
    return StoreError(f"{_named(path)} was replaced while it was in use; start again with what it holds now")


def unwritable(path: Path, cause: str, remedy: str = "make room, or choose another place") -> StoreError:
    """Return the refusal of an output that cannot be written.

    Args:
        path: The output.
        cause: Why not.
        remedy: What to do.
    """
    return StoreError(f"{_named(path)} cannot be written: {cause}; nothing was written; {remedy}")
