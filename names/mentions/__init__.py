"""Names in running text: which entities a text mentions, and where."""

from names.mentions.finder import Finder, find
from names.mentions.mention import Mention

__all__ = ["Finder", "Mention", "find"]
