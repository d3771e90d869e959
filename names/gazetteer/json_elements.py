"""The objects of a JSON text, one after another, without the text ever being held whole.

The text may be one object to a line, a list of objects, or one object that has lists or objects inside; the
caller says how deep the objects lie that it wants.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from names.bounds import LONGEST_LINE
from names.gazetteer.faults import Findings

BLOCK = 1 << 18  # bytes read at a time

_DECODE = json.JSONDecoder().raw_decode
_SIGN = re.compile(r'"(?:[^"\\]|\\.)*+"|["\[\]{}:,]', re.DOTALL)
_CLOSING = re.compile(r'(?:[^"\\]|\\.)*+"', re.DOTALL)  # from within a string to its end


class JsonElement(NamedTuple):
    """An object inside a JSON text.

    Attributes:
        path: The keys that lead to it; a list adds none.
        value: What it holds.
        line: Where it begins.
    """

    path: tuple[str, ...]
    value: dict[str, Any]
    line: int


def json_elements(stream: BinaryIO, around: int, findings: Findings) -> Iterator[JsonElement]:
    """Yield the objects of a JSON text around which so many other objects lie.

    Args:
        stream: The text, in UTF-8.
        around: How many; with 0, the outermost are yielded.
        findings: Takes the fault where the text is no JSON or is cut short, and an object that is none.
    """
    scan = _ElementScan(around, findings)
    try:
        decoder = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")  # a name with such is a fault
        while data := stream.read(BLOCK):
            yield from scan.feed(decoder.decode(data))
        if scan.open or scan.begun_text:
            what = "the file ends inside of what begins on this line"
            findings.end(scan.open[0][2] if scan.open else scan.line, what, "fetch or write the file anew")
    except ValueError as error:
        findings.end(scan.line, f"this is not JSON ({error})", "fetch or write the file anew")


class _ElementScan:
    """How far a text is read: what is open there, and what of a wanted object came so far."""

    def __init__(self, around: int, findings: Findings) -> None:
        self._wanted, self._findings = around, findings
        self._text = ""
        self._place = 0  # up to which the text was looked through
        self._key: str | None = None  # before what comes next
        self._last = ""  # the last string
        self._start: int | None = None  # of the wanted object that is open
        self.open: list[tuple[bool, str | None, int]] = []  # whether an object, its key, its line
        self.begun_text = False  # whether a string has begun and not ended
        self.line = 1
        self._counted = 0  # place in the text that is held up to which lines were counted

    def feed(self, data: str) -> Iterator[JsonElement]:
        """Yield the objects that are whole once some more of the text is there.

        Raises:
            ValueError: It is no JSON.
        """
        goes_on = self.begun_text and not self._closes(data)
        self._text += data
        if goes_on:
            self._refuse_endless()
            return
        self.begun_text = False
        while found := _SIGN.search(self._text, self._place):
            sign = found[0]
            if sign == '"':
                self.begun_text = True
                self._place = found.start()
                break
            self._place = found.end()
            if sign in "{[":
                yield from self._enter(sign == "{", found.start())
            elif sign in "}]":
                yield from self._leave(sign == "}")
            elif self._start is None:
                self._keep_key(sign)
        else:
            self._place = len(self._text)
        self._forget(self._place if self._start is None else self._start)
        self._refuse_endless()

    def _closes(self, data: str) -> bool:
        """Whether the string that is open ends in more of the text; so it is not looked through each time."""
        escaped = (len(self._text) - len(self._text.rstrip("\\"))) % 2
        return bool(_CLOSING.match(data, escaped))

    def _refuse_endless(self) -> None:
        if len(self._text) > LONGEST_LINE:
            raise ValueError(f"what begins here does not end within {LONGEST_LINE:,} characters")

    def _keep_key(self, sign: str) -> None:
        if sign == ":":
            self._key = self._last
        elif sign == ",":
            self._key = None
        else:
            self._last = sign

    def _count_lines(self, place: int) -> int:
        """Return the line of a place behind all that were asked for."""
        self.line += self._text.count("\n", self._counted, place)
        self._counted = max(self._counted, place)
        return self.line

    def _forget(self, place: int) -> None:
        """Let go of the text up to a place."""
        self._count_lines(place)
        self._text = self._text[place:]
        self._place -= place
        self._counted -= place
        if self._start is not None:
            self._start -= place

    def _enter(self, is_object: bool, place: int) -> Iterator[JsonElement]:
        if self._start is not None:
            self.open.append((is_object, None, 0))
            return
        line = self._count_lines(place)
        self.open.append((is_object, self._key, line))
        self._key = None
        if not is_object or sum(each[0] for each in self.open) <= self._wanted:
            return
        try:
            value, self._place = _DECODE(self._text, place)
        except (ValueError, RecursionError):  # not all of it is there, or it is no JSON: its end tells which
            self._start = place
        else:
            yield JsonElement(self._path(), value, line)
            self.open.pop()

    def _path(self) -> tuple[str, ...]:
        return tuple(json.loads(key) for _, key, _ in self.open if key is not None)

    def _leave(self, is_object: bool) -> Iterator[JsonElement]:
        if not self.open or self.open[-1][0] != is_object:
            raise ValueError("a bracket closes what is not open")
        _, _, line = self.open[-1]
        if self._start is not None and line:
            text, self._start = self._text[self._start : self._place], None
            yield from self._element(self._path(), text, line)
        self.open.pop()

    def _element(self, path: tuple[str, ...], text: str, line: int) -> Iterator[JsonElement]:
        try:
            value = json.loads(text)
        except RecursionError:
            self._findings.stop(line, "this is nested too deeply", "write a plain record")
        except ValueError as error:
            self._findings.stop(line, f"this is not JSON ({error})", "mend the object that begins here")
        else:
            yield JsonElement(path, value, line)
