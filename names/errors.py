"""Errors of the package: sentences that say what is wrong, where, and what to do next."""

from __future__ import annotations


class NamesError(Exception):
    """Parent of every error this package raises on purpose.

    Its text is one sentence for a person to read: the offending value, its place, and a remedy.
    """


def cause_of(error: BaseException) -> str:
    """Return why the system refused something, in its own words.

    Args:
        error: What reading, writing or opening raised.

    Examples:
        >>> cause_of(FileNotFoundError(2, "No such file or directory"))
        'no such file or directory'
    """
    return (getattr(error, "strerror", None) or str(error)).lower()
