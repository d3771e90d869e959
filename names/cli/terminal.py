"""What people see: lines as wide as the terminal, names that leave the line around them alone, progress."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any

import click

from names.errors import NamesError
from names.visible import cleaned, escaped, visible

WIDEST = 24  # columns of a terminal that a name may take where others stand beside it
BETWEEN_REPORTS = 0.2  # seconds; often enough to look alive, seldom enough to cost nothing


def write(text: str) -> None:
    """Write a line to standard output, in UTF-8 wherever it leads, with nothing that a terminal obeys.

    Args:
        text: The line or lines, without the last line end.

    Raises:
        NamesError: Standard output takes no more.
    """
    try:
        click.echo(cleaned(text).encode())
    except BrokenPipeError:
        raise
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise NamesError(
            f"standard output cannot be written: {cause}; make room, or write elsewhere"
        ) from None


def say(text: str, before: str = "names: ") -> None:
    """Write a message to standard error, with the program's name before it and nothing a terminal obeys.

    Args:
        text: One or several lines.
        before: What stands before the first.
    """
    click.echo(cleaned(f"{before}{text}").encode(), err=True)


def warn(text: object) -> None:
    """Write to standard error what is odd, and no fault.

    Args:
        text: What is odd.
    """
    say(str(text), before="warning: ")


def json_text(plain: dict[str, Any]) -> str:
    r"""Return plain values as one line of JSON, in which what a terminal obeys is written as `\u009b`.

    Args:
        plain: The values.
    """
    import json

    return escaped(json.dumps(plain, ensure_ascii=False))


def isolate(text: str) -> str:
    """Return a name that leaves the line around it alone, also where it runs from right to left.

    Args:
        text: Anything; its control characters are written out.
    """
    import unicodedata

    shown = visible(text)
    if sys.stdout.isatty() and any(unicodedata.bidirectional(c) in ("R", "AL") for c in shown):
        return f"\u2068{shown}\u2069"
    return shown


def cells_wide(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    Args:
        text: Without line ends.

    Examples:
        >>> cells_wide("Tokayev"), cells_wide("托卡耶夫")
        (7, 8)
    """
    import unicodedata

    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def wrapped(label: str, text: str, stream: IO[Any]) -> Iterator[str]:
    """Yield a label with a text beside it, in lines that a terminal need not break.

    Where the stream is no terminal, the text is one line. `textwrap` would count letters, not columns.

    Args:
        label: What the first line begins with; the others are indented as far.
        text: Words with spaces between.
        stream: Where the lines will go.
    """
    if not stream.isatty():
        yield label + text
        return
    width = terminal_width(stream)
    line = label
    indent = " " * cells_wide(label)
    for word in text.split():
        if line.strip() and line != label and cells_wide(f"{line} {word}") > width:
            yield line
            line = indent
        line += word if line in (label, indent) else f" {word}"
    yield line


def terminal_width(stream: IO[Any]) -> int:
    """Return how many columns the terminal has that a stream leads to; the user's COLUMNS comes first."""
    if "COLUMNS" not in os.environ:
        with contextlib.suppress(OSError):
            return os.get_terminal_size(stream.fileno()).columns or 80
    return shutil.get_terminal_size().columns


def row_lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows in columns, the last cell of each wrapped.

    Args:
        rows: Each with as many cells; no column but the last grows beyond `WIDEST`.
    """
    shown = [[isolate(cell) for cell in row] for row in rows]
    widths = [min(WIDEST, max(map(cells_wide, column))) for column in zip(*shown, strict=True)]
    for row in shown:
        gaps = (" " * (width - cells_wide(cell)) for cell, width in zip(row, widths, strict=True))
        padded = [cell + gap for cell, gap in zip(row, gaps, strict=True)]
        yield from wrapped("    " + "".join(f"{cell}  " for cell in padded[:-1]), row[-1], sys.stdout)


class ProgressLine:
    """One line on the terminal that says how far a long run is; nothing where it is not wanted."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted
        self._shown = False
        self._next = time.monotonic() + BETWEEN_REPORTS

    def show(self, words: Callable[[], str]) -> None:
        """Write the line anew, if it is time.

        Args:
            words: Gives what it says.
        """
        now = time.monotonic()
        if not self._wanted or now < self._next:
            return
        self._next = now + BETWEEN_REPORTS
        self._shown = True
        click.echo(f"\r\x1b[K{words()}", err=True, nl=False)

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)


def kernel_line() -> str:
    """Return whether the compiled kernel is in, as a line for a person; without it, why, and what follows."""
    from names.kernel import why_missing

    missing = why_missing()
    return f"without the kernel ({missing}): the same answers, slower" if missing else "with the kernel"


def guess_words(encoding: str) -> str:
    """Return what to say of an encoding that was guessed.

    Args:
        encoding: As messages call it.

    Examples:
        >>> guess_words("kz1048")
        'read as kz1048, a guess; name another with --encoding if letters look wrong'
    """
    return f"read as {encoding}, a guess; name another with --encoding if letters look wrong"
