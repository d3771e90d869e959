"""Rows of a conformance set that romanize as expected, for every scheme, and their mean.

Run `python -m benchmarks.romanization DATA_FOLDER`. The folder has `dev.jsonl` (scheme, language, source,
expected) and a `README.md` whose table gives the kind of each scheme. Rows are compared in NFC and
case-folded, since the set is consistent in neither. A scheme we do not have counts 0. `--misses SCHEME` lists
the rows of one scheme that fail, `--language` takes the schemes of one language by its name or code.
"""

from __future__ import annotations

import argparse
import collections
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from names.romanization import SCHEMES, romanize

_ROW = re.compile(r"^\| (\S+-\S+-\S+) \| ([^|]+) \|.*\| (\w+) \| [^|]*\|$", re.MULTILINE)
_COUNTED = ("letters", "context")  # kinds that need no dictionary


class Case(msgspec.Struct, frozen=True):
    """A row of the set."""

    scheme: str
    lang: str
    source: str
    expected: str

    def right(self) -> bool:
        """Return whether the scheme gives what is expected."""
        return comparable(romanize(self.source, self.scheme)) == comparable(self.expected)


def comparable(text: str) -> str:
    """Return the text as it is compared."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def read_kinds(readme: str) -> dict[str, tuple[str, str]]:
    """Return language and kind of every scheme in the table of the README.

    Examples:
        >>> read_kinds("| un-rus-Cyrl-Latn-1987 | Russian | Romanization (1987) | 23 | context | |")
        {'un-rus-Cyrl-Latn-1987': ('Russian', 'context')}
    """
    return {scheme: (language.strip(), kind) for scheme, language, kind in _ROW.findall(readme)}


def read_cases(path: Path) -> dict[str, list[Case]]:
    """Return the rows of a file by scheme."""
    found: dict[str, list[Case]] = collections.defaultdict(list)
    for line in path.read_bytes().splitlines():
        case = msgspec.json.decode(line, type=Case)
        found[case.scheme].append(case)
    return found


def measure(cases: Mapping[str, list[Case]], kinds: Mapping[str, tuple[str, str]]) -> Iterable[str]:
    """Yield a line for every scheme and one for every kind."""
    by_kind: dict[str, list[float]] = collections.defaultdict(list)
    for scheme in sorted(cases, key=lambda s: (kinds[s][0], s)):
        language, kind = kinds[scheme]
        rows = cases[scheme]
        right = sum(case.right() for case in rows) if scheme in SCHEMES else 0
        share = right / len(rows)
        by_kind[kind].append(share)
        built = "" if scheme in SCHEMES else "  not built"
        yield f"{language:14} {scheme:46} {kind:10} {right:4} of {len(rows):4}  {share:.3f}{built}"
    for kind, shares in sorted(by_kind.items()):
        yield f"mean of {len(shares)} schemes of kind {kind}: {sum(shares) / len(shares):.4f}"
    if counted := [share for kind in _COUNTED for share in by_kind[kind]]:
        mean = sum(counted) / len(counted)
        yield f"mean of {len(counted)} schemes of kind {' or '.join(_COUNTED)}: {mean:.4f}"


def misses(cases: Iterable[Case]) -> Iterable[str]:
    """Yield the rows that fail: source, what is expected, what we write."""
    for case in cases:
        if not case.right():
            written = romanize(case.source, case.scheme)
            yield f"{case.source}\n  expected  {case.expected}\n  written   {written}"


def main() -> None:
    """Print the measurement."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", metavar="SCHEME")
    parser.add_argument("--language")
    options = parser.parse_args()
    cases = read_cases(options.folder / "dev.jsonl")
    kinds = read_kinds((options.folder / "README.md").read_text(encoding="utf-8"))
    if options.language:
        cases = {s: c for s, c in cases.items() if options.language in (kinds[s][0], c[0].lang)}
    print("\n".join(misses(cases[options.misses]) if options.misses else measure(cases, kinds)))


if __name__ == "__main__":
    main()
