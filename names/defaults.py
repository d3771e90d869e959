"""What is in force where nobody says otherwise; commands and the library take it from here."""

from __future__ import annotations

THRESHOLD = 0.80
"""Lowest score that is a match, inclusive. Set by judgement: a wrong link costs a user more than a gap."""

COVERAGE = 0.8
"""Share of the mentions one meets whose bearer is listed. 0.75, set before, gave scores that were too low."""
