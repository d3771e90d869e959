"""What SQL functions over a matcher are called and give, in every database that takes functions of Python."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from names.errors import NamesError
from names.matcher import Matcher, refusal
from names.tables.answers import Answering, Options

PREFIX = "names_"  # before what a function gives: no function of these databases begins so
KINDS = {"id": "VARCHAR", "name": "VARCHAR", "score": "DOUBLE", "status": "VARCHAR", "reason": "VARCHAR"}

BRIEF = Options(columns=("spelling",))
EXPLAINED = Options(columns=("spelling",), explain=True)  # which costs more, so it is asked for apart

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def function_names(prefix: str) -> dict[str, str]:
    """Return what the function for each kind of answer is called.

    Args:
        prefix: Text before each kind.

    Raises:
        NamesError: Such a name would have to be quoted in every query.

    Examples:
        >>> function_names("people_")["status"]
        'people_status'
    """
    if not isinstance(prefix, str) or not _PLAIN.fullmatch(prefix):
        raise NamesError(
            f"the prefix {prefix!r} begins no name of a function; give letters from a to z, digits and _, "
            "as 'people_'"
        )
    return {kind: prefix + kind for kind in KINDS}


def checked_matcher(matcher: Answering | None) -> Answering:
    """Return who answers, the shipped gazetteer for None.

    Args:
        matcher: As the caller gave it.

    Raises:
        TypeError: It is none.
    """
    if matcher is None:
        return shipped_matcher()
    if isinstance(matcher, str | Path) or not hasattr(matcher, "verdicts"):
        raise TypeError(refusal(matcher))
    return matcher


@functools.cache
def shipped_matcher() -> Matcher:
    """Return the one matcher over the shipped gazetteer that all calls without a matcher share."""
    return Matcher()
