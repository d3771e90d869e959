"""The YAML of a scheme as letters and rules, with what it takes from its base; every fault with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, cast

import msgspec

from names.errors import NamesError
from names.romanization.capitals import lowered
from names.romanization.passes import END, START, Context, Element, Rule

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]
_CHOICES = {  # of keys that take one of a few words
    "form": ("NFC", "NFD", "NFKC", "NFKD"),
    "status": ("standard", "practice", "draft"),
    "hyphen": ("small", "capital"),
}
_SIDES = ("after", "before", "not_after", "not_before")
_RULE_KEYS = {"text", "to", "note", *_SIDES}
_PASS_KEYS = {"name", "before", "letters", "rules", "without", "note"}
_NEEDED = ("id", "title", "authority", "scripts", "source")
_SCHEME_KEYS = {
    *_NEEDED, "language", "year", "status", "base", "form", "capitals", "small", "hyphen", "passes",
    "letters", "rules", "without", "note",
}  # fmt: skip
_ELEMENT = re.compile(r"<([a-z_]+)>(\*?)|([^<]+)")
_TEXT = "<text>"  # in what a rule writes: the text it is for
ONLY_PASS = "letters"  # the name of the pass of a scheme that has one


class SchemeTableError(NamesError):
    """A romanization table that cannot be used: every fault with file, scheme and key."""


class Step(msgspec.Struct, frozen=True):
    """The letters and rules of one pass, before they are compiled."""

    name: str
    letters: Mapping[str, str]
    rules: tuple[Rule, ...]


class Table(msgspec.Struct, frozen=True):
    """What a scheme does, whole: with all it takes from its base."""

    form: Form
    capitals: Mapping[str, str]
    small: frozenset[str]
    small_after_hyphen: bool
    steps: tuple[Step, ...]


class _Reader:
    """The parts of one scheme's YAML, each read with its faults noted."""

    def __init__(self, place: str, form: Form, sets: Mapping[str, Any], faults: list[str]) -> None:
        self.place = place
        self.form = form
        self.faults = faults
        self.sets: dict[str, tuple[str, ...]] = {}
        for name, text in sets.items():
            self.sets[name] = self._set(name, text)

    def fault(self, key: str, what: str) -> None:
        self.faults.append(f"{self.place}: {key} {what}")

    def key(self, text: Any, place: str) -> str:
        if not isinstance(text, str) or not text:
            self.fault(place, f"is {text!r}; write the text it is for")
            return ""
        if text != lowered(text):
            self.fault(place, f"has capitals in {text!r}; write lower case, capitals are made from it")
        return unicodedata.normalize(self.form, text)

    def value(self, text: Any, place: str) -> str:
        if isinstance(text, str):
            return unicodedata.normalize(self.form, text)
        self.fault(place, f'is {text!r}; write a text, "" for none')
        return ""

    def _set(self, name: str, text: Any) -> tuple[str, ...]:
        found: list[str] = []
        for part in text.split() if isinstance(text, str) else ():
            if part.startswith("<") and part.endswith(">"):
                found += self._members(part[1:-1], f"sets.{name}")
            else:
                found.append(self.key(part, f"sets.{name}"))
        if not found:
            self.fault(f"sets.{name}", "is empty; write its parts with spaces between")
        return tuple(found)

    def _members(self, name: str, place: str) -> tuple[str, ...]:
        if name not in self.sets:
            self.fault(place, f"names <{name}>, which is no set above it in this file")
        return self.sets.get(name, ())

    def step(self, entry: Mapping[str, Any], name: str) -> Step:
        letters = {
            self.key(k, f"{name}.{k}"): self.value(v, f"{name}.{k}")
            for k, v in _mapping(entry.get("letters")).items()
        }
        rules = tuple(
            one
            for n, rule in enumerate(entry.get("rules") or (), 1)
            for one in _spelled_out(self._rule(rule, f"{name}: rule {n}"))
        )
        return Step(name, letters, rules)

    def _texts(self, text: Any, place: str) -> tuple[str, ...]:
        if isinstance(text, str) and text.startswith("<") and text.endswith(">"):
            return self._members(text[1:-1], f"{place}: text")
        found = self.key(text, place)
        return (found,) if found else ()

    def _rule(self, rule: Any, place: str) -> Rule:
        if not isinstance(rule, dict) or not {"text", "to"} <= rule.keys() or rule.keys() - _RULE_KEYS:
            self.fault(place, f"is {rule!r}; it has `text`, `to` and any of {', '.join(_SIDES)}, note")
            return Rule((), "")
        texts = tuple(one for text in _listed(rule["text"]) for one in self._texts(text, place))
        after, before, not_after, not_before = (
            tuple(self._context(part, side, place) for part in _listed(rule.get(side) or ()))
            for side in _SIDES
        )
        return Rule(texts, self.value(rule["to"], place), after, before, not_after, not_before)

    def _context(self, part: str, side: str, place: str) -> Context:
        edge = START if side.endswith("after") else END
        bare = part.removeprefix(START) if edge == START else part.removesuffix(END)
        elements: list[Element] = []
        for match in _ELEMENT.finditer(bare):
            name, often, text = match.groups()
            texts = (self.key(text, place),) if text else self._members(name, f"{place}: {side}")
            elements.append((texts, bool(often)))
        if "".join(match[0] for match in _ELEMENT.finditer(bare)) != bare or (not bare and part != edge):
            self.fault(place, f"has {part!r} in {side}; {edge} stands at its outer end, sets as <name>")
        return Context(tuple(elements), bare != part)


def _mapping(value: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def _listed(value: Any) -> Iterable[Any]:
    return [value] if isinstance(value, str) else value


def _spelled_out(rule: Rule) -> Iterable[Rule]:
    """Return the rule, or one for each of its texts where it writes that text among others."""
    if _TEXT not in rule.to:
        return [rule]
    return [
        msgspec.structs.replace(rule, texts=(text,), to=rule.to.replace(_TEXT, text)) for text in rule.texts
    ]


def read_table(
    scheme: Mapping[str, Any], sets: Mapping[str, Any], file: str, base: Callable[[str], Table]
) -> Table:
    """Return the whole table of a scheme.

    Args:
        scheme: Its YAML value.
        sets: The `sets` of its file.
        file: Name for the messages.
        base: Gives the table of another scheme.

    Raises:
        SchemeTableError: Naming every fault of this scheme.
    """
    faults = [f"{file}: {scheme.get('id')}: {fault}" for fault in _faults(scheme)]
    below = base(scheme["base"]) if "base" in scheme else Table("NFC", {}, frozenset(), False, ())
    form = cast("Form", scheme.get("form", below.form)) if not faults else "NFC"
    reader = _Reader(f"{file}: {scheme.get('id')}", form, sets, faults)
    table = Table(
        form=form,
        capitals={**below.capitals, **_mapping(scheme.get("capitals"))},
        small=below.small | frozenset(str(scheme.get("small") or "").split()),
        small_after_hyphen=scheme["hyphen"] == "small" if "hyphen" in scheme else below.small_after_hyphen,
        steps=_steps(scheme, below.steps, reader),
    )
    if not any(step.letters or step.rules for step in table.steps):
        reader.fault("letters", "are none; write `letters`, `rules`, `passes` or a `base`")
    if faults:
        raise SchemeTableError("; ".join(faults))
    return table


def _faults(scheme: Mapping[str, Any]) -> Iterable[str]:
    for key in _NEEDED:
        if not scheme.get(key):
            yield f"{key} is missing"
    if unknown := scheme.keys() - _SCHEME_KEYS:
        yield f"{', '.join(sorted(unknown))}: no such key; there are {', '.join(sorted(_SCHEME_KEYS))}"
    for key, allowed in _CHOICES.items():
        if scheme.get(key, allowed[0]) not in allowed:
            yield f"{key} is {scheme[key]!r}; write one of {', '.join(allowed)}"
    if len(scheme.get("scripts") or ()) != 2:
        yield "scripts are not two; write [from, to]"
    if "passes" in scheme and scheme.keys() & {"letters", "rules", "without"}:
        yield "has `passes` and letters or rules beside them; write them in one of the passes"
    for entry in scheme.get("passes") or ():
        if not isinstance(entry, dict) or "name" not in entry or entry.keys() - _PASS_KEYS:
            yield f"passes has {entry!r}; a pass has a name and any of {', '.join(sorted(_PASS_KEYS))}"


def _steps(scheme: Mapping[str, Any], below: tuple[Step, ...], reader: _Reader) -> tuple[Step, ...]:
    """Return the passes over those of the base by name; a new one before the one it names, or last."""
    entries = scheme.get("passes") or [{**scheme, "name": below[-1].name if below else ONLY_PASS}]
    steps = list(below)
    for entry in filter(lambda e: isinstance(e, dict), entries):
        own = reader.step(entry, str(entry.get("name")))
        without = {reader.key(key, f"{own.name}: without") for key in entry.get("without") or ()}
        names = [step.name for step in steps]
        if own.name in names:
            at = names.index(own.name)
            steps[at] = _over(own, steps[at], without)
        elif entry.get("before", "") in names:
            steps.insert(names.index(entry["before"]), own)
        else:
            steps.append(own)
            if "before" in entry:
                reader.fault(
                    own.name, f"stands before {entry['before']!r}; the passes are {', '.join(names)}"
                )
    return tuple(steps)


def _over(own: Step, below: Step, without: set[str]) -> Step:
    """Return a pass with the letters and rules of the one below it, less those it does without."""
    letters = {key: to for key, to in below.letters.items() if key not in without}
    rules = (
        msgspec.structs.replace(rule, texts=tuple(t for t in rule.texts if t not in without))
        for rule in below.rules
    )
    return Step(own.name, {**letters, **own.letters}, (*own.rules, *rules))
