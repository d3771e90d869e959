"""How much one request may ask of the service; docs/limits.md states it."""

from __future__ import annotations

LARGEST_BODY = (
    1 << 23
)  # bytes of JSON or of a form: a full batch of long names, percent-encoded, and properties
LARGEST_TABLE = 1 << 28  # bytes of a table, which is kept on disk while it is read
MOST_NAMES = 10_000  # of one call of /match
MOST_CANDIDATES = 50  # the matcher tells no more
LONGEST_TEXT = 1_000_000  # characters of one call of /find
LONGEST_SPELLING = 1_000  # characters of a name whose whole account is wanted
LONGEST_SEARCH = 1_000  # characters typed into a box that suggests
MOST_SUGGESTED = 100  # of one call
MOST_AT_ONCE = 64  # requests that are answered or wait; whoever comes then is told to come again
MOST_TABLES = 4  # of them tables
SECONDS_FOR_BODY = 60.0  # until all that was announced has come
SECONDS_FOR_ANSWER = 120.0  # of one request but a table
