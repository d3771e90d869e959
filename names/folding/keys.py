"""Comparison keys of a plain reading: the class key, the keys by other languages' habits, and the skeleton.

The rules are data, in `names/data/spelling.yaml`; this module only applies them. Where the compiled kernel is
there, it runs them instead, many times faster; what stands here is what its answers must be.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from names import data
from names.errors import NamesError
from names.folding.kernel_keys import KernelKeys, Stated
from names.folding.spelling_rule import SpellingRule
from names.kernel import Library, library

MAX_LETTERS = 32  # of a reading or a key; what lies beyond tells no two names apart
MAX_KEYS = 8  # of one part; the usual one first
_DOUBLED = re.compile(r"(.)\1+")
VOWELS = "aeiou"
CLASS_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789šč"
_MAX_SKELETONS = 500_000  # remembered


class Rewriting:
    """Rules made ready to run: the longest group wins, and of two rules for one group the first.

    Args:
        rules: In order.
    """

    def __init__(self, rules: Sequence[SpellingRule]) -> None:
        self.rules = rules

    @functools.cached_property
    def _by_letter(self) -> dict[str, list[SpellingRule]]:
        rules: dict[str, list[SpellingRule]] = {}
        for rule in sorted(
            self.rules, key=lambda r: -len(r.group)
        ):  # stable: the given order for equal lengths
            rules.setdefault(rule.group[0], []).append(rule)
        return rules

    @functools.cached_property
    def written(self) -> tuple[str, ...]:
        """What each rule writes, in the order of `pattern`."""
        return tuple(rule.to for group in self._by_letter.values() for rule in group)

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the groups; the number of the one that matched is that of its rule, from 1."""
        branches = (
            f"{letter}(?:{'|'.join(f'({rule.pattern})' for rule in group)})"
            for letter, group in self._by_letter.items()
        )
        return re.compile("|".join(branches) or r"(?!)")

    def __call__(self, word: str) -> str:
        """Return the word rewritten once from left to right, doubled letters written once."""
        return single(self.pattern.sub(lambda found: self.written[(found.lastindex or 0) - 1], word))


class RuleFinder:
    """Finds a place where one of some rules applies.

    Args:
        rules: In any order.
    """

    def __init__(self, rules: Sequence[SpellingRule]) -> None:
        self.rules = rules

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """The rules as one regular expression."""
        return re.compile("|".join(rule.group[0] + rule.pattern for rule in self.rules) or r"(?!)")

    def search(self, word: str) -> bool:
        """Tell whether there is such a place in a word."""
        return self.pattern.search(word) is not None


class LatinHabit(msgspec.Struct, frozen=True):
    """How a language reads Latin letters.

    Attributes:
        language: Its code.
        title: Its name, or several.
        rewrite: Its own rules before the general ones.
        trigger: Finds a place where a rule of its own applies.
    """

    language: str
    title: str
    rewrite: Rewriting
    trigger: RuleFinder


class SpellingRules(msgspec.Struct, frozen=True):
    """All spelling rules, and the classes of the skeleton.

    Attributes:
        rewrite: Rules for every part.
        unsettled: Finds a place where a rule for every part changes something.
        habits: By language, for parts printed in Latin letters.
        skeleton: Code point of a class letter to its consonant class, or None where it has none, as
            `str.translate` takes it.
    """

    rewrite: Rewriting
    unsettled: RuleFinder
    habits: tuple[LatinHabit, ...]
    skeleton: Mapping[int, str | None]


class SpellingRulesError(NamesError):
    """The rule file cannot be used: every fault with the number of its rule."""


@functools.cache
def spelling_rules() -> SpellingRules:
    """Return the shipped rules, read once.

    Raises:
        SpellingRulesError: The file has faults; all of them are named.
    """
    return parse_rules(data.read("spelling.yaml"))


def parse_rules(table: Mapping[str, Any]) -> SpellingRules:
    """Return the rules from their YAML value.

    Raises:
        SpellingRulesError: Naming every rule with an unknown key or a class that is no plain letters.
    """
    faults: list[str] = []
    general = _read_rules(table["rules"], "rules", faults)
    own = {
        language: _read_rules(habit["rules"], f"habits.{language}", faults)
        for language, habit in table.get("habits", {}).items()
    }
    if faults:
        raise SpellingRulesError("; ".join(faults))
    letters = {ord(c): name for name, group in table["skeleton"].items() for c in group}
    return SpellingRules(
        rewrite=Rewriting(general),
        unsettled=RuleFinder([rule for rule in general if rule.to != rule.group]),
        habits=tuple(
            LatinHabit(
                language, table["habits"][language]["title"], Rewriting(rules + general), RuleFinder(rules)
            )
            for language, rules in own.items()
        ),
        skeleton={**letters, **{ord(v): None for v in VOWELS}},
    )


def _read_rules(entries: Any, place: str, faults: list[str]) -> list[SpellingRule]:
    rules: list[SpellingRule] = []
    for number, entry in enumerate(entries, 1):
        conditions = {key: entry[key] for key in ("at", "before", "after") if key in entry}
        unknown = sorted(set(entry) - {"from", "to", *conditions})
        to = entry.get("to")
        if unknown or not isinstance(to, str) or not set(to) <= set(CLASS_LETTERS):
            faults.append(f"spelling.yaml: {place} {number} has {unknown or to!r}; see the head of the file")
            continue
        rules += [SpellingRule(group, to, **conditions) for group in entry["from"]]
    return rules


def class_keys(reading: str, *, habits: bool = True) -> tuple[str, ...]:
    """Return the class keys of one plain reading, the usual one first, at most `MAX_KEYS`.

    Args:
        reading: Letters a-z and digits, as `latin_readings` gives them.
        habits: Whether the letters may sound as they do in other languages. So it is with words printed
            in Latin letters; other scripts come through tables that say what their letters mean.

    Returns:
        Keys without repeats. The key of a key is that key again.

    Examples:
        >>> class_keys("tokayev")[0] == class_keys("toqaev")[0]
        True
        >>> "loran" in class_keys("laurent")
        True
        >>> class_keys("zhomart", habits=False)
        ('jomart',)
    """
    ask = by_kernel()
    found = ask(reading, habits) if ask else None
    if found is None:
        return keys_by_rules(reading, spelling_rules(), habits=habits)
    turns = iter(found)
    skeletons = dict(zip(turns, turns, strict=True))
    _remember(skeletons)
    return tuple(skeletons)


def keys_by_rules(reading: str, rules: SpellingRules, *, habits: bool = True) -> tuple[str, ...]:
    """Return what `class_keys` does, without the kernel.

    Examples:
        >>> keys_by_rules("laurent", spelling_rules()) == class_keys("laurent")
        True
    """
    usual = _settle(rules, rules.rewrite(reading))
    if not habits:
        return (usual,)
    return tuple(dict.fromkeys([usual, *keys_by_habit(reading, rules).values()]))[:MAX_KEYS]


def keys_by_habit(reading: str, rules: SpellingRules | None = None) -> dict[str, str]:
    """Return the class key of a reading by the habit of each language that reads it in its own way.

    Args:
        reading: As `class_keys` takes it.
        rules: None for the shipped ones.

    Examples:
        >>> keys_by_habit("charles")["fr"]
        'šarl'
    """
    rules = rules or spelling_rules()
    keys = {}
    for habit in rules.habits:
        if habit.trigger.search(reading) and (key := _settle(rules, habit.rewrite(reading))):
            keys[habit.language] = key
    return keys


def kernel_keys(kernel: Library, rules: SpellingRules) -> KernelKeys | None:
    """Return what asks the kernel by some rules, or None where it cannot run them."""
    sets = [rules.rewrite.rules, *(habit.trigger.rules for habit in rules.habits)]
    try:
        return KernelKeys(kernel, Stated(sets, CLASS_LETTERS, VOWELS, rules.skeleton, MAX_LETTERS, MAX_KEYS))
    except ValueError:
        return None


@functools.cache
def by_kernel() -> KernelKeys | None:
    """Return what asks the kernel by the shipped rules, made ready once, or None where Python must answer."""
    kernel = library()
    return None if kernel is None else kernel_keys(kernel, spelling_rules())


_skeletons: dict[str, str] = {}


def skeleton(key: str) -> str:
    """Return the consonant classes of a class key.

    Examples:
        >>> skeleton("muhammed"), skeleton("mhmd"), skeleton("omar")
        ('mhmt', 'mhmt', 'amr')
    """
    found = _skeletons.get(key)
    if found is None:
        found = skeleton_by_rules(key, spelling_rules())
        _remember({key: found})
    return found


def skeleton_by_rules(key: str, rules: SpellingRules) -> str:
    """Return what `skeleton` does, worked out anew.

    Examples:
        >>> skeleton_by_rules("šamahmad", spelling_rules())
        'smhmt'
    """
    found = key.translate(rules.skeleton)
    if len(found) > 1 and found.endswith("h"):
        found = found[:-1]
    return single("a" + found if key[:1] in VOWELS else found) if key else ""


def _remember(skeletons: Mapping[str, str]) -> None:
    if len(_skeletons) >= _MAX_SKELETONS:
        _skeletons.clear()
    _skeletons.update(skeletons)


def _settle(rules: SpellingRules, key: str) -> str:
    """Apply the general rules until nothing changes, so that the key of a key is itself.

    It ends: every rule makes the word shorter or takes away a letter that no rule writes (c, q, w, x, y).
    """
    key = key[:MAX_LETTERS]
    while rules.unsettled.search(key) and (again := rules.rewrite(key)[:MAX_LETTERS]) != key:
        key = again
    return key


def single(letters: str) -> str:
    """Return the letters with doubled ones written once.

    Examples:
        >>> single("kassymm")
        'kasym'
    """
    return _DOUBLED.sub(r"\1", letters)
