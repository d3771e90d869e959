"""Makes names/data/common_parts.yaml: how common parts of names are, by class key and by skeleton.

    python -m makers.common_parts

The parts stand in common_parts.yaml beside this script, by culture and as print has them. They ship folded,
since folding three thousand words would take longer than a question. The steps:

1. Fold each part; of several with one key in one list, the commonest counts.
2. Weigh a culture's shares by how much the press writes of its people; add up over lists and cultures.
3. Add up by skeleton, and drop the sums that say no more than the length of the skeleton does.
4. Round to one digit and write a line for each share, the commonest first.

Run it again after a change of the spelling rules; a test tells when that is due.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from names import data
from names.folding import fold
from names.folding.keys import skeleton
from names.rarity import SKELETON_SHARE, by_length

SHIPPED = Path(data.__file__).parent / "common_parts.yaml"
SOURCE = Path(__file__).with_suffix(".yaml")
LISTS = ("surnames", "given")
WIDTH = 118  # of a line; a long one goes on in another of the same share
HEAD = """\
# The share of people who bear the commonest parts of names, by class key and by consonant skeleton. Made by
# makers/common_parts.py from common_parts.yaml beside it, which names each part and its culture: correct
# that file, not this one. Each section is one text of lines, `share key key`, so that it loads fast; shares
# are between 0 and 1. A skeleton's share is the sum over the common parts that have it.
format: 1
sources:
"""

Shares = dict[str, float]


def main() -> None:
    """Write the shipped table."""
    SHIPPED.write_text(make(yaml.load(SOURCE.read_text(encoding="utf-8"), yaml.BaseLoader)), encoding="utf-8")


def make(source: Mapping[str, Any]) -> str:
    """Return the text of the shipped table."""
    faults: list[str] = []
    keys = shares_of(source["cultures"], faults)
    if faults:
        sys.exit("\n".join(faults))
    skeletons: Shares = defaultdict(float)
    for key, share in keys.items():
        skeletons[skeleton(key)] += share
    telling = {b: share for b, share in skeletons.items() if share > by_length(b, SKELETON_SHARE)}
    lines = [HEAD.rstrip("\n"), *(f"  - {described(entry)}" for entry in source["sources"])]
    for name, shares in (("keys", keys), ("skeleton", telling)):
        lines += [f"{name}: |", *(f"  {line}" for line in grouped(shares))]
    return "\n".join(lines) + "\n"


def described(entry: Mapping[str, str]) -> str:
    """Return a source as a YAML flow mapping on one line."""
    return "{" + ", ".join(f'{key}: "{value}"' for key, value in entry.items()) + "}"


def shares_of(cultures: Mapping[str, Any], faults: list[str]) -> Shares:
    """Return the share of each class key among the people of all cultures, noting what cannot be used."""
    everything = sum(float(culture["weight"]) for culture in cultures.values())
    total: Shares = defaultdict(float)
    for name, culture in cultures.items():
        for each in LISTS:
            listed = shares_listed(culture[each], f"{name}, {each}", faults)
            for key, share in listed.items():
                total[key] += share * float(culture["weight"]) / everything
    return total


def shares_listed(text: str, place: str, faults: list[str]) -> Shares:
    """Return the share of each class key of one list among the people of its culture."""
    shares: Shares = {}
    for line in text.splitlines():
        per_cent, *words = line.split()
        for word in words:
            parts = fold(word).parts
            if len(parts) != 1:
                faults.append(f"{place}: {word!r} is not one part of a name; list its parts")
                continue
            key = parts[0].key
            shares[key] = max(shares.get(key, 0.0), float(per_cent) / 100)
    return shares


def grouped(shares: Shares) -> Iterator[str]:
    """Yield a line `share key key` for each rounded share, the greatest first; long ones in several."""
    groups: dict[float, list[str]] = defaultdict(list)
    for key, share in shares.items():
        groups[float(f"{share:.0e}")].append(key)
    for share in sorted(groups, reverse=True):
        line = f"{share:g}"
        for key in sorted(groups[share]):
            if len(line) + len(key) >= WIDTH:
                yield line
                line = f"{share:g}"
            line += f" {key}"
        yield line


if __name__ == "__main__":
    main()
