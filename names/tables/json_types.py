"""Which type of a column holds values of JSON to the digit: found by looking at all of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

DEEPEST = 60  # lists and objects in each other that become a type; deeper ones stay texts
SURELY_EXACT = 15  # digits that a float holds, whatever they are
MOST_DIGITS = 38  # of a decimal

KINDS = {
    ord('"'): "texts",
    ord("t"): "truth values",
    ord("f"): "truth values",
    ord("["): "lists",
    ord("{"): "objects",
}
_NUMBERS = "numbers"


class Number(str):
    """A number as it is written."""

    __slots__ = ()


class Seen:
    """What was seen of the values in one place: those of a column, of its lists, or of a key of its objects.

    Attributes:
        kinds: Of the values, each with the line of the first and that value as it is written.
        inner: What was seen in lists.
        fields: What was seen of each key of objects.
    """

    def __init__(self) -> None:
        self.kinds: dict[str, tuple[int, bytes]] = {}
        self.inner: Seen | None = None
        self.fields: dict[str, Seen] = {}
        self._fractions = self._inexact = self._too_deep = False
        self._least = self._greatest = 0
        self._whole = self._after = 0  # most digits before and after the point
        self._exponents = False

    def note(self, raw: bytes, line: int) -> str:
        """Take in a value that is no null, no list and no object, and return of what kind it is.

        Args:
            raw: As it is written.
            line: Where.
        """
        kind = KINDS.get(raw[0], _NUMBERS)
        if kind not in self.kinds:
            self.kinds[kind] = line, raw
        if kind == _NUMBERS:
            self.note_number(raw.decode())
        return kind

    def note_number(self, text: str) -> None:
        """Take in a number.

        Args:
            text: As it is written.
        """
        if text.lstrip("-").isdigit():
            self._note_whole(text)
            return
        self._fractions = True
        if "e" in text or "E" in text:
            self._exponents = True
            self._inexact = self._inexact or not is_exact(text)
            return
        whole, _, after = text.lstrip("-").partition(".")
        self._whole, self._after = max(self._whole, len(whole)), max(self._after, len(after))
        self._inexact = self._inexact or (len(whole) + len(after) > SURELY_EXACT and not is_exact(text))

    def _note_whole(self, text: str) -> None:
        size = len(text) - text.startswith("-")
        self._whole = max(self._whole, size)
        if size > MOST_DIGITS:
            self._inexact = True
            return
        value = int(text)
        self._least, self._greatest = min(self._least, value), max(self._greatest, value)
        self._inexact = self._inexact or (size > SURELY_EXACT and int(float(value)) != value)

    def note_value(self, value: Any, line: int, depth: int = 0) -> None:
        """Take in a value with all that is in it.

        Args:
            value: As `_read_deeply` returns it.
            line: Where.
            depth: How many lists and objects it stands in.
        """
        if value is None:
            return
        if depth > DEEPEST:
            self._too_deep = True
            return
        kind = _kind(value)
        self.kinds.setdefault(kind, (line, b""))
        if kind == _NUMBERS:
            self.note_number(value)
        elif kind == "lists":
            self.inner = self.inner or Seen()
            for each in value:
                self.inner.note_value(each, line, depth + 1)
        elif kind == "objects":
            for key, each in value.items():
                self.fields.setdefault(key, Seen()).note_value(each, line, depth + 1)

    def dtype(self) -> pl.DataType | None:
        """Return the type that holds all of the values to the digit, None if there is none."""
        import polars as pl

        if len(self.kinds) > 1 or self._too_deep:
            return None
        kind = next(iter(self.kinds), "texts")
        if kind == _NUMBERS:
            return self._number_type()
        if kind == "lists":
            inner = self.inner.dtype() if self.inner else pl.String()
            return None if inner is None else pl.List(inner)
        if kind == "objects":
            fields = {name: seen.dtype() for name, seen in self.fields.items()}
            return pl.Struct(fields) if fields and None not in fields.values() else None  # type: ignore[arg-type]
        return pl.Boolean() if kind == "truth values" else pl.String()

    def _number_type(self) -> pl.DataType | None:
        import polars as pl

        if not self._fractions:
            if self._least >= -(2**63) and self._greatest < 2**63 and self._whole <= MOST_DIGITS:
                return pl.Int64()
            if self._least >= 0 and self._greatest < 2**64 and self._whole <= MOST_DIGITS:
                return pl.UInt64()
        elif not self._inexact:
            return pl.Float64()
        fits = self._whole + self._after <= MOST_DIGITS and not self._exponents
        return pl.Decimal(MOST_DIGITS, self._after) if fits else None


def is_exact(text: str) -> bool:
    """Tell whether a number is what a float of 64 bits is written as.

    Args:
        text: With a fraction or an exponent.

    Examples:
        >>> is_exact("0.30000000000000004"), is_exact("0.10000000000000001"), is_exact("1234567890123.4567")
        (True, True, False)
        >>> is_exact("1e400"), is_exact("12345678901234567.5"), is_exact("1e5")
        (False, False, True)
    """
    value = float(text)
    if value in (float("inf"), float("-inf")):
        return False
    given = Decimal(text)
    return given == Decimal(repr(value)) or given == Decimal(f"{value:.17g}")


def _kind(value: Any) -> str:
    if isinstance(value, Number):
        return _NUMBERS
    if isinstance(value, str):
        return "texts"
    if isinstance(value, bool):
        return "truth values"
    return "lists" if isinstance(value, list) else "objects"
