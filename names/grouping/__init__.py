"""From unknown to known: spellings that are in no list, grouped as one name each."""

from names.grouping.spelling_groups import GroupedSpelling, group

__all__ = ["GroupedSpelling", "group"]
