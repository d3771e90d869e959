"""What a scheme and another romanizer write for the same texts, and which document decides between them."""

from __future__ import annotations

import collections
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import yaml

from names.romanization import SCHEMES, romanize

PAIRS = Path(__file__).with_name("pairs.yaml")
CASES = Path(__file__).parents[2] / "tests" / "cases" / "romanization"
SCRIPTS = ("Cyrl", "Geor", "Geok", "Armn", "Grek", "Hang")
RIGHT = ("ours", "theirs", "either", "open")
_SLAVIC = ("rus", "ukr", "bel", "bul", "srp", "mkd")  # whose texts the schemes of all languages are shown


class Difference(msgspec.Struct, frozen=True):
    """A way in which two romanizers are known to differ.

    Attributes:
        right: Whom the document bears out, `either` where it allows both, `open` where none was at hand.
        by: The document, or why it is open.
        theirs: A regular expression on what the other writes, or None.
        ours: What is written here for it.
        text: A regular expression on the texts that differ by it, where no letter for letter will do; it sees
            a text as it stands, in small letters, and taken apart (NFD).
    """

    right: str
    by: str
    theirs: str | None = None
    ours: str = ""
    text: str | None = None

    @property
    def shown(self) -> str:
        """Where they differ, as the table shows it."""
        return f"texts with {self.text}" if self.text else f"{self.theirs or ''} → {self.ours or 'nothing'}"


class Pairs(msgspec.Struct, frozen=True):
    """The file of pairs.

    Attributes:
        texts: Names by language, besides those of the cases.
        same: Schemes that are compared like another one.
        none: Schemes with nothing to run beside, by the reason.
        beside: By scheme and call, the known differences.
    """

    texts: dict[str, list[str]]
    same: dict[str, str]
    none: dict[str, list[str]]
    beside: dict[str, dict[str, list[Difference]]]

    def calls(self) -> Iterable[tuple[str, str, list[Difference]]]:
        """Yield scheme, call and known differences, also of those that are compared like another one."""
        for scheme in SCHEMES:
            for call, differences in self.beside.get(self.same.get(scheme, scheme), {}).items():
                yield scheme, call, differences


class Comparison(msgspec.Struct, frozen=True):
    """A scheme beside another romanizer.

    Attributes:
        scheme: Its id.
        call: The other, with its argument.
        texts: How many were compared.
        alike: How many came out alike, in small letters and NFC.
        by: How many differ by each known difference alone or with others.
        unexplained: Those that differ still: text, theirs, ours.
    """

    scheme: str
    call: str
    texts: int
    alike: int
    by: dict[Difference, int]
    unexplained: list[tuple[str, str, str]]

    def verdicts(self) -> collections.Counter[str]:
        """Return how often each verdict was met."""
        found = collections.Counter[str]()
        for difference, number in self.by.items():
            found[difference.right] += number
        return found


def read_pairs() -> Pairs:
    """Return the file of pairs.

    Raises:
        ValueError: A scheme of these scripts stands in no part of it, or a verdict is none of `RIGHT`.
    """
    pairs = msgspec.convert(yaml.safe_load(PAIRS.read_text(encoding="utf-8")), Pairs)
    known = {*pairs.beside, *pairs.same, *(scheme for schemes in pairs.none.values() for scheme in schemes)}
    if forgotten := [scheme for scheme in compared_schemes() if scheme not in known]:
        raise ValueError(f"{PAIRS.name} says nothing of {', '.join(forgotten)}")
    if odd := {one.right for _, _, differences in pairs.calls() for one in differences} - {*RIGHT}:
        raise ValueError(f"{PAIRS.name}: right is {', '.join(odd)}; write one of {', '.join(RIGHT)}")
    return pairs


def compared_schemes() -> list[str]:
    """Return the ids of the schemes from these scripts into Latin letters."""
    return [
        scheme
        for scheme, described in SCHEMES.items()
        if described.scripts[0] in SCRIPTS and described.scripts[1] == "Latn"
    ]


def texts_of(pairs: Pairs) -> dict[str, list[str]]:
    """Return the texts that each scheme is compared on: those of its language and script, each once."""
    by_kind: dict[tuple[str, str], list[str]] = {}
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader):
            by_kind.setdefault(_kind(case["scheme"]), []).append(case["text"])
    texts = {}
    for scheme in compared_schemes():
        language, script = _kind(scheme)
        found: list[str] = []
        for one in _SLAVIC if language == "mul" else (language,):
            found += [
                *(pairs.texts.get(one, ()) if script != "Geok" else ()),
                *by_kind.get((one, script), ()),
            ]
        texts[scheme] = list(dict.fromkeys(found))
    return texts


def compare(
    scheme: str,
    call: str,
    differences: Iterable[Difference],
    texts: Iterable[str],
    answers: Mapping[tuple[str, str], str | None],
) -> Comparison:
    """Return how a scheme stands beside another romanizer on some texts."""
    differences = list(differences)
    alike, by, unexplained = 0, dict.fromkeys(differences, 0), []
    texts = list(texts)
    for text in texts:
        ours, theirs = plain(romanize(text, scheme)), plain(answers[call, text] or "")
        if ours == theirs:
            alike += 1
        elif found := _explained(text, ours, theirs, differences):
            for one in found:
                by[one] += 1
        else:
            unexplained.append((text, theirs, ours))
    return Comparison(scheme, call, len(texts), alike, by, unexplained)


def plain(text: str) -> str:
    """Return a text as it is compared: capitals are no matter of most tables."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _explained(text: str, ours: str, theirs: str, differences: list[Difference]) -> list[Difference]:
    """Return the known differences that make of theirs what is ours, letter for letter before whole texts."""
    found = []
    for one in differences:
        if one.theirs is not None:
            changed = plain(re.sub(one.theirs, one.ours, theirs))
            if changed != theirs:
                found.append(one)
            theirs = changed
    if ours == theirs:
        return found
    forms = f"{text}\n{text.lower()}\n{unicodedata.normalize('NFD', text)}"
    by_text = [one for one in differences if one.text is not None and re.search(one.text, forms)]
    return found + by_text[:1] if by_text else []


def _kind(scheme: str) -> tuple[str, str]:
    described: Any = SCHEMES[scheme]
    return described.language, described.scripts[0]
