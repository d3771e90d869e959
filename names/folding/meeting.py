"""How two readings come to one class key: which of their letters count as one, and by whose habit.

Keys alone say that two readings are equal. Here the rules of `keys` run once more with a note of where each
letter came from, so that a person can be told why.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from names.folding.keys import MAX_LETTERS, Rewriting, spelling_rules

Trace = list[tuple[str, int, int]]  # each letter of a key with the stretch of the reading it came from


class Meeting(msgspec.Struct, frozen=True):
    """What makes two readings one.

    Attributes:
        key: The class key they share.
        differences: Letters of the first reading and of the second that stand at one place and differ.
        language: Whose habit of reading it takes, or "" where the rules for every part do.
    """

    key: str
    differences: tuple[tuple[str, str], ...]
    language: str = ""


def meeting(a: str, b: str, *, a_habits: bool = True, b_habits: bool = True) -> Meeting | None:
    """Return how two plain readings come to one class key, or None where they do not.

    One of the two is always read by the rules for every part; two foreign readings of both prove little.

    Args:
        a: Letters a-z and digits.
        b: The same of the other.
        a_habits: Whether the first may be read by the habit of a language; so it is with Latin print.
        b_habits: The same for the second.

    Examples:
        >>> meeting("qosanov", "kossanov").differences
        (('q', 'k'), ('s', 'ss'))
        >>> meeting("laurent", "loran")
        Meeting(key='loran', differences=(('au', 'o'), ('ent', 'an')), language='French')
        >>> meeting("tokayev", "tokarev") is None
        True
    """
    usual_a, usual_b = trace_of(a), trace_of(b)
    routes = [("", usual_a, usual_b)]
    routes += [(title, trace, usual_b) for title, trace in _by_habit(a) if a_habits]
    routes += [(title, usual_a, trace) for title, trace in _by_habit(b) if b_habits]
    for language, x, y in routes:
        if key_of(x) == key_of(y):
            return Meeting(key_of(x), tuple(_differences(a, x, b, y)), language)
    return None


def trace_of(reading: str, rewrite: Rewriting | None = None) -> Trace:
    """Return the class key of a reading letter by letter, each with its stretch of the reading.

    Args:
        reading: Letters a-z and digits.
        rewrite: The rules of a habit, or None for those for every part.

    Examples:
        >>> trace_of("ssova")
        [('s', 0, 2), ('o', 2, 3), ('v', 3, 4), ('a', 4, 5)]
    """
    rules = spelling_rules()
    trace: Trace = [(letter, at, at + 1) for at, letter in enumerate(reading)]
    trace = _rewritten(trace, rewrite or rules.rewrite)[:MAX_LETTERS]
    while rules.unsettled.search(key_of(trace)):
        again = _rewritten(trace, rules.rewrite)[:MAX_LETTERS]
        if key_of(again) == key_of(trace):
            break
        trace = again
    return trace


def key_of(trace: Trace) -> str:
    """Return the letters of a trace."""
    return "".join(letter for letter, _, _ in trace)


def _by_habit(reading: str) -> Iterator[tuple[str, Trace]]:
    for habit in spelling_rules().habits:
        if habit.trigger.search(reading):
            yield habit.title, trace_of(reading, habit.rewrite)


def _rewritten(trace: Trace, rewrite: Rewriting) -> Trace:
    """Return the trace after one run of the rules: what `Rewriting` does to a word."""
    done: Trace = []
    at = 0
    for found in rewrite.pattern.finditer(key_of(trace)):
        start, end = found.span()
        done += trace[at:start]
        written = rewrite.written[(found.lastindex or 0) - 1]
        if written == found.group():
            done += trace[start:end]
        else:
            done += [(letter, trace[start][1], trace[end - 1][2]) for letter in written]
        at = end
    return _single(done + trace[at:])


def _single(trace: Trace) -> Trace:
    done: Trace = []
    for letter, start, end in trace:
        if done and done[-1][0] == letter:
            done[-1] = (letter, done[-1][1], end)
        else:
            done.append((letter, start, end))
    return done


def _differences(a: str, x: Trace, b: str, y: Trace) -> Iterator[tuple[str, str]]:
    """Yield the stretches that differ, between the places where both readings can be cut."""
    places = [n for n in range(1, len(x)) if _cut(x, n) and _cut(y, n)]
    starts_a = [0, *(x[n][1] for n in places), len(a)]
    starts_b = [0, *(y[n][1] for n in places), len(b)]
    for n in range(len(places) + 1):
        here, there = a[starts_a[n] : starts_a[n + 1]], b[starts_b[n] : starts_b[n + 1]]
        if here != there:
            yield here, there


def _cut(trace: Trace, n: int) -> bool:
    return trace[n][1] >= trace[n - 1][2]
