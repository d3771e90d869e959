"""Text of any script in Latin letters by a named scheme: a standard, a national law, a documented habit.

Each scheme is a table in `names/data/schemes`, with its source. This is formal romanization; the reading that
spellings are compared by is in `names.folding`.
"""

from names.romanization.romanizer import Romanization, Romanizer, read_schemes, romanization, romanize
from names.romanization.schemes import SCHEMES, Scheme, UnknownSchemeError, schemes_of
from names.romanization.tables import SchemeTableError

__all__ = [
    "SCHEMES",
    "Romanization",
    "Romanizer",
    "Scheme",
    "SchemeTableError",
    "UnknownSchemeError",
    "read_schemes",
    "romanization",
    "romanize",
    "schemes_of",
]
