"""What is wrong in a gazetteer: every fault with its place and its remedy, gathered, then raised together."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable

import msgspec

from names.bounds import MOST_FAULTS
from names.errors import NamesError
from names.visible import visible

SHOWN_FAULTS = 20  # a screenful; whoever mends these twenty runs the check again anyway
SHOWN_CHARACTERS = 60  # enough to recognise a value, short enough to keep a fault on one line


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong, where it stands, and what to do about it.

    Attributes:
        file: The file as it was named by the caller, or `<entities>` for values that came from no file.
        line: Line in that file, from 1; None where the fault is the whole file's.
        what: What is wrong, with the offending value.
        remedy: What to do about it.

    Examples:
        >>> print(Fault("people.yaml", 7, 'the key "varaints" is unknown', 'write "variants"'))
        people.yaml:7: the key "varaints" is unknown; write "variants"
    """

    file: str
    line: int | None
    what: str
    remedy: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.what}; {self.remedy}"


class GazetteerError(NamesError):
    """Says everything that is wrong in a gazetteer, which is then not used at all.

    Attributes:
        faults: All of them, by file and line; `str()` shows the first twenty.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        lines = [str(fault) for fault in self.faults[:SHOWN_FAULTS]]
        hidden = len(self.faults) - len(lines)
        return "\n".join([*lines, f"… and {hidden:,} more"] if hidden else lines)


class EnoughError(Exception):
    """Tells who reads a file that it has more faults than anybody mends at once; they are noted."""


class Findings:
    """Faults and warnings of one file, as they are found.

    Args:
        file: The file they are about.
        lenient: Whether records with faults are left out and the rest is used: then a few faults are kept,
            and all are counted.

    Attributes:
        file: The file they are about.
        lenient: Whether records with faults are left out.
        faults: What makes the gazetteer unusable, or the first few of the faults of records left out.
        refusals: Faults of the whole file, with which it cannot be used at all.
        count: How many faults there are.
        warnings: What is odd, and read all the same.
        whole: False once a part of the file could not be read, so that a thing not found may yet be there.
    """

    def __init__(self, file: str, lenient: bool = False) -> None:
        self.file = file
        self.lenient = lenient
        self.faults: list[Fault] = []
        self.refusals: list[Fault] = []
        self.count = 0
        self.warnings: list[Fault] = []
        self.whole = True
        self._lines = array("L")  # of all faults, where records with faults are left out
        self._in_order: list[int] = []

    def add(self, line: int | None, what: str, remedy: str) -> None:
        """Note a fault.

        Raises:
            EnoughError: There are so many that the rest need not be read.
        """
        self.count += 1
        if self.lenient:
            self._lines.append(line or 0)
            if len(self.faults) < SHOWN_FAULTS:
                self.faults.append(Fault(self.file, line, what, remedy))
            return
        self.faults.append(Fault(self.file, line, what, remedy))
        if len(self.faults) == MOST_FAULTS:
            self.whole = False
            what = f"there are {MOST_FAULTS:,} faults so far, and the rest is not read"
            self.faults.append(Fault(self.file, line, what, "mend these first"))
            raise EnoughError

    def stop(self, line: int | None, what: str, remedy: str) -> None:
        """Note a fault behind which the rest of the file, or a part of it, stays unread."""
        self.whole = False
        self.add(line, what, remedy)

    def end(self, line: int | None, what: str, remedy: str) -> None:
        """Note a fault behind which nothing more of the file can be read."""
        self.whole = False
        self.refuse(line, what, remedy)

    def refuse(self, line: int | None, what: str, remedy: str) -> None:
        """Note a fault of the whole file, which cannot be used though it was read."""
        self.refusals.append(Fault(self.file, line, what, remedy))
        if not self.lenient:
            self.add(line, what, remedy)

    def is_kept(self, count: int) -> bool:
        """Tell whether a record may be used, for which this many faults were noted before it was read."""
        return not self.lenient or self.count == count

    def has_between(self, first: int, last: int) -> bool:
        """Tell whether a fault was noted on one of some lines, where records with faults are left out.

        Args:
            first: The first line.
            last: The line behind the last.
        """
        if len(self._lines) != len(self._in_order):
            self._in_order = sorted(self._lines)
        place = bisect_left(self._in_order, first)
        return place < len(self._in_order) and self._in_order[place] < last

    def warn(self, line: int | None, what: str, remedy: str) -> None:
        """Note something odd that is no fault, if there is not much of that already."""
        if len(self.warnings) == MOST_FAULTS:
            what, remedy = f"there are {MOST_FAULTS:,} warnings so far, and no more are told", "see to these"
        if len(self.warnings) <= MOST_FAULTS:
            self.warnings.append(Fault(self.file, line, what, remedy))


def shown(value: object) -> str:
    r"""Return a value as a message quotes it: short, on one line, with nothing invisible in it.

    Args:
        value: Any value; a text is put in double quotes.

    Returns:
        At most about sixty characters.

    Examples:
        >>> print(shown("Тоқаев"), shown("a\tb"), shown(1953))
        "Тоқаев" "a\tb" 1953
    """
    written = visible(str(value)[: SHOWN_CHARACTERS + 1])
    if len(written) > SHOWN_CHARACTERS:
        written = written[: SHOWN_CHARACTERS - 1] + "…"
    return f'"{written}"' if isinstance(value, str) else written


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, or None when none is near.

    Examples:
        >>> nearest("varaints", ["variants", "aliases"]), nearest("NAME", ["name"]), nearest("memo", ["name"])
        ('variants', 'name', None)
    """
    from difflib import get_close_matches

    near = get_close_matches(word.strip().casefold(), list(known), n=1, cutoff=0.65)
    return near[0] if near else None
