"""Words brought to the order and the letters they are spoken in, before a letter table reads them.

Thai writes some vowels before their consonant and others not at all; Burmese and Khmer turn the last
consonant of a syllable into another sound; Ethiopic leaves open which syllables have a vowel. The rules stand
in the letter tables; this module only applies them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec


class Respelling(msgspec.Struct, frozen=True):
    r"""One rule of a letter table, applied once to the whole word from left to right.

    Attributes:
        pattern: What it finds.
        to: What is written instead, with `\1` for the first group.
    """

    pattern: re.Pattern[str]
    to: str


def respelled(word: str, rules: tuple[Respelling, ...]) -> str:
    r"""Return the word after all rules, each of which reads what those before it wrote.

    Examples:
        >>> rules = read_respellings([{"from": "(<vowel>)(.)", "to": r"\2\1"}], {"vowel": "[เแ]"}, "", [])
        >>> respelled("เป", rules) == "ปเ"
        True
    """
    for rule in rules:
        word = rule.pattern.sub(rule.to, word)
    return word


def read_respellings(
    entries: Any, groups: Mapping[str, str], place: str, faults: list[str]
) -> tuple[Respelling, ...]:
    """Return the rules of a table, in its order.

    Args:
        entries: Its `respellings`: a list of `{from: pattern, to: text}`.
        groups: Its `groups`: what `<name>` stands for in a pattern; a group may use those before it.
        place: File and section, for the messages.
        faults: Takes a message for every rule that cannot be used.
    """
    written: dict[str, str] = {}
    for name, pattern in groups.items():
        written[f"<{name}>"] = _spelled_out(pattern, written)
    rules: list[Respelling] = []
    for number, entry in enumerate(entries, 1):
        try:
            rule = Respelling(re.compile(_spelled_out(entry["from"], written)), entry["to"])
            rule.pattern.sub(rule.to, "")
        except (re.error, KeyError, TypeError) as error:
            faults.append(f"{place} {number} is no rule ({error!s}); write from: a pattern, to: a text")
        else:
            rules.append(rule)
    return tuple(rules)


def _spelled_out(pattern: str, groups: Mapping[str, str]) -> str:
    for name, group in groups.items():
        pattern = pattern.replace(name, group)
    return pattern
