"""SQLite: functions over a matcher for the SQL of a connection.

SQLite calls a function for one value at a time. So answers are remembered, and a long column is done faster
by `names.tables.normalize_database`, which matches its distinct spellings together.
"""

from __future__ import annotations

import functools
import sqlite3
import warnings
from collections.abc import Callable

from names.database_functions import BRIEF, EXPLAINED, KINDS, PREFIX, checked_matcher, function_names
from names.errors import NamesError
from names.tables.answers import Answer, Answering, Answers, Options
from names.tables.typed import typed_value

REMEMBERED = 100_000  # distinct spellings that the functions of a connection remember; then the oldest go
LONGEST = 1000  # characters of a spelling that is remembered: a cell of SQLite may have a billion


def register(
    connection: sqlite3.Connection, matcher: Answering | None = None, *, prefix: str = PREFIX
) -> None:
    """Give SQL on a connection of SQLite the functions `names_id`, `_name`, `_score`, `_status`, `_reason`.

    Each takes a text and gives what stands in the column of that kind beside a table of names. What is no
    text, so NULL, a number or a blob, is no name and gives NULL. They hold for this connection alone; called
    anew they answer by the new matcher. An error in a function ends the query, and comes as a warning: SQLite
    itself passes no words on.

    Args:
        connection: As `sqlite3.connect` gives it.
        matcher: Decides who is meant; None for a matcher over the shipped gazetteer.
        prefix: Text before each kind, where several matchers are to answer on one connection.

    Raises:
        NamesError: SQLite refuses a function, as while a query that uses it runs.
        TypeError: No connection, or no matcher.

    Examples:
        >>> connection = sqlite3.connect(":memory:")
        >>> register(connection)
        >>> connection.execute("SELECT names_id('Toqaev'), names_status('Jane Doe'), names_id(5)").fetchone()
        ('kassym-jomart-tokayev', 'unknown', None)
    """
    if not isinstance(connection, sqlite3.Connection):
        raise TypeError(
            f"names.sqlite takes a connection of the module sqlite3, not {type(connection).__name__}"
        )
    called = function_names(prefix)
    matcher = checked_matcher(matcher)
    brief, explained = _remembered(matcher, BRIEF), _remembered(matcher, EXPLAINED)
    for kind in KINDS:
        function = _function(explained if kind == "reason" else brief, kind)
        try:
            connection.create_function(called[kind], 1, function, deterministic=True)
        except sqlite3.Error as error:
            raise NamesError(
                f"SQLite takes no function {called[kind]}: {error}; fetch the rows of running queries first, "
                "or close their cursors"
            ) from None


def _remembered(matcher: Answering, options: Options) -> Callable[[str], Answer]:
    """What gives the answer for a spelling, remembering those asked for last."""

    def answer(spelling: str) -> Answer:
        answers = Answers(matcher, options)
        answers.learn([spelling])
        return answers.render(spelling).answer

    known = functools.lru_cache(maxsize=REMEMBERED)(answer)
    return lambda spelling: (known if len(spelling) <= LONGEST else answer)(spelling)


def _function(answer: Callable[[str], Answer], kind: str) -> Callable[[object], str | float | None]:
    """The function of SQLite that gives one kind of answer."""

    def function(value: object) -> str | float | None:
        if not isinstance(value, str):
            return None
        try:
            known: str | float | None = typed_value(kind, getattr(answer(value), kind), BRIEF)
        except NamesError as error:
            warnings.warn(" ".join(str(error).split()), RuntimeWarning, stacklevel=2)
            raise
        return known

    return function
