"""Errors of the package: sentences that say what is wrong, where, and what to do next."""

from __future__ import annotations


class NamesError(Exception):
    """Parent of every error this package raises on purpose.

    Its text is one sentence for a person to read: the offending value, its place, and a remedy.
    """
