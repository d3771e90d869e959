"""From a native name to print in Latin letters: schemes, second languages and habits, and back again."""

from names.routes.expectation import Variant, variants
from names.routes.languages import Language, UnknownLanguageError, language, language_of, languages
from names.routes.route import Route

__all__ = [
    "Language",
    "Route",
    "UnknownLanguageError",
    "Variant",
    "language",
    "language_of",
    "languages",
    "variants",
]
