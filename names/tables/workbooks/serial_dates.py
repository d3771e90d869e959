"""Dates of workbooks: numbers that a format shows as days, times or spans of time.

A number that is no date of Excel's, whatever its format, stays the number it is.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

DATE = "date"
SPAN = "span"  # hours that go on beyond 24

MILLISECONDS = 86_400_000  # of a day; Excel shows no less
LAST_DAY = 2_958_465  # 9999-12-31
LEAP_DAY = 60  # 29 February 1900, which never was, and which Excel counts
SHIFT_1904 = 1462  # days between the two beginnings that there are

# Formats that have a number and no text in the file; those of other languages are dates in all of them.
DATES = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59), *range(71, 82)}
SPANS = {46}

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.', re.DOTALL)
_SPAN = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_GENERAL = re.compile("general|standard", re.IGNORECASE)  # the same word, which some write in German
_BRACKETS = re.compile(r"\[[^\]]*\]")


def format_kind(number: int, code: str | None) -> str | None:
    r"""Return whether a format shows numbers as dates or as spans of time; None for neither.

    Args:
        number: Of the format.
        code: Of a format that the file describes, as `yyyy-mm-dd`; None for one that has but a number.

    Examples:
        >>> format_kind(14, None), format_kind(170, "[h]:mm"), format_kind(171, '0.00 "days"')
        ('date', 'span', None)
        >>> format_kind(172, r"[$-409]d\-mmm;@"), format_kind(173, "[Red]General")
        ('date', None)
    """
    if code is None:
        return DATE if number in DATES else SPAN if number in SPANS else None
    first = _LITERAL.sub("", code).split(";")[0]
    if _SPAN.search(first):
        return SPAN
    plain = _GENERAL.sub("", _BRACKETS.sub("", first))
    return DATE if re.search("[dmyhs]", plain, re.IGNORECASE) else None


def as_shown(serial: float, kind: str, *, from_1904: bool) -> datetime | time | str | float:
    """Return what a number is shown as, to the millisecond.

    A time is a day's below one whole day; a span of time, and a day that never was, are texts.

    Args:
        serial: The number.
        kind: What its format shows, `DATE` or `SPAN`.
        from_1904: Whether days are counted from 1904.

    Examples:
        >>> as_shown(43625, DATE, from_1904=False), as_shown(0.5, DATE, from_1904=False)
        (datetime.datetime(2019, 6, 9, 0, 0), datetime.time(12, 0))
        >>> as_shown(60, DATE, from_1904=False), as_shown(1.5, SPAN, from_1904=False)
        ('1900-02-29', '36:00:00')
        >>> as_shown(123456789012, DATE, from_1904=False)
        123456789012
    """
    if not abs(serial) < LAST_DAY + 1:
        return serial
    days, rest = divmod(round(serial * MILLISECONDS), MILLISECONDS)
    if kind == SPAN:
        return _span(days * MILLISECONDS + rest)
    if 0 <= serial < 1:
        return (datetime.min + timedelta(milliseconds=rest)).time()
    if from_1904:
        days += SHIFT_1904
    if days < 0 or days > LAST_DAY or serial < 0:
        return serial
    if days == LEAP_DAY and not from_1904:
        return "1900-02-29" + (f" {_span(rest)}" if rest else "")
    begin = datetime(1899, 12, 31) if days < LEAP_DAY else datetime(1899, 12, 30)
    return begin + timedelta(days=days, milliseconds=rest)


def _span(milliseconds: int) -> str:
    sign, left = ("-", -milliseconds) if milliseconds < 0 else ("", milliseconds)
    seconds, left = divmod(left, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02}:{seconds:02}" + (f".{left:03}" if left else "")


def span_text(span: timedelta) -> str:
    """Return a span of time as Excel shows it.

    Args:
        span: Of any length.

    Examples:
        >>> span_text(timedelta(days=1, hours=12))
        '36:00:00'
    """
    return _span(round(span / timedelta(milliseconds=1)))


def read_iso(text: str) -> datetime | time | str:
    """Return a moment that a file spells out; the text itself where it is none.

    Args:
        text: As `2019-06-09T12:00:00Z`; Excel shows what is written and knows no zones.

    Examples:
        >>> read_iso("2019-06-09"), read_iso("12:30:00"), read_iso("soon")
        (datetime.datetime(2019, 6, 9, 0, 0), datetime.time(12, 30), 'soon')
    """
    for kind in (datetime, time):
        try:
            return kind.fromisoformat(text).replace(tzinfo=None)
        except ValueError:
            continue
    return text
