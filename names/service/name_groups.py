"""Spellings that no list has, grouped as one name each, as the service and assistants tell them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from names.grouping import group


@dataclass
class GroupMember:
    """A spelling of a group.

    The score is how probable it is that it belongs with the others, None where it is alone; the note says why
    it is alone, where that is doubtful.
    """

    spelling: str
    count: int
    score: float | None
    note: str


@dataclass
class NameGroup:
    """Spellings of one name, and the one that it is called by."""

    group: str
    name: str
    count: int
    spellings: list[GroupMember]


def name_groups(counts: Mapping[str, int]) -> list[NameGroup]:
    """Return spellings grouped as one name each, the most frequent first.

    Args:
        counts: Spellings, each with how often it came.

    Examples:
        >>> [(each.group, each.count) for each in name_groups({"Almira Seitkali": 2, "Сейтқали Алмира": 1})]
        [('almira-seitkali', 3)]
    """
    groups: dict[str, NameGroup] = {}
    for each in group(counts):
        its = groups.setdefault(each.group, NameGroup(each.group, each.group_name, 0, []))
        its.count += each.count
        its.spellings.append(GroupMember(each.spelling, each.count, each.score, each.note))
    return list(groups.values())
