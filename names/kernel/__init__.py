"""The hot path of matching in C, where a compiler was at hand; answers do not depend on it."""

from names.kernel.library import Arrays, Library, library, why_missing

__all__ = ["Arrays", "Library", "library", "why_missing"]
