"""Text of any script in Latin letters by a named scheme: a standard, a national law, a documented habit.

Each scheme is a table in `names/data/schemes`, with its source. This is formal romanization; the reading that
spellings are compared by is in `names.folding`.
"""

from names.romanization.romanizer import Romanization, romanization, romanize
from names.romanization.schemes import SCHEMES, Scheme, UnknownSchemeError
from names.romanization.tables import SchemeTableError

__all__ = [
    "SCHEMES",
    "Romanization",
    "Scheme",
    "SchemeTableError",
    "UnknownSchemeError",
    "romanization",
    "romanize",
]
