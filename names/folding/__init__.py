"""From a spelling in any script to the parts and keys it is compared by."""

from names.folding.letters import script_of
from names.folding.spelling import Part, Spelling, Writing, fold, join_parts

__all__ = ["Part", "Spelling", "Writing", "fold", "join_parts", "script_of"]
