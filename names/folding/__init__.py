"""From a spelling in any script to the parts and keys it is compared by."""

from names.folding.letters import script_of
from names.folding.part import Part, Word, join_parts
from names.folding.spelling import Spelling, fold

__all__ = ["Part", "Spelling", "Word", "fold", "join_parts", "script_of"]
