"""Makes what tells of the kinds outside Python: the kernel's `kinds.h`, and the table in docs/answers.md.

    python -m makers.kinds

Run it after a change of names/kinds.py or of the fields of `names.evidence.Weights`.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from pathlib import Path

from names.evidence import WEIGHT_MAPS, Weights
from names.kinds import EVIDENCE, PAIR_WRITINGS, PARTS, WRITINGS, PartTrait, Shared, Trait

ROOT = Path(__file__).parents[1]
HEADER = ROOT / "names" / "kernel" / "source" / "kinds.h"
ANSWERS = ROOT / "docs" / "answers.md"
BEGIN, END = "<!-- kinds of evidence, by makers/kinds.py -->\n", "<!-- end of kinds -->\n"
KEYWORDS = frozenset({"short"})  # words of C that a field of a structure cannot have for a name


def header() -> str:
    """Return the text of `kinds.h`: the kinds with their traits, and the fields of the weights."""
    of_names = [(kind, facts) for kind, facts in EVIDENCE.items() if Trait.BESIDE not in facts.traits]
    lists = {
        "EVIDENCE_KINDS": [
            f'X({_word(kind)}, "{kind}", {_mask(facts.traits, "TRAIT")})' for kind, facts in of_names
        ],
        "PART_KINDS": [f"X({kind}, {_mask(facts.traits, 'PART')})" for kind, facts in PARTS.items()],
        "WRITINGS": [f"X({writing})" for writing in WRITINGS],
        "PAIR_WRITINGS": [f'X({_word(writing)}, "{writing}")' for writing in PAIR_WRITINGS],
        "WEIGHTS": [f"X({_field(name)})" for name in Weights.__struct_fields__ if name not in WEIGHT_MAPS],
        "WEIGHT_MAPS": [f"X({name})" for name in WEIGHT_MAPS],
    }
    opening = (
        "/* The kinds of evidence and of parts, and the weights: made of names/kinds.py and\n"
        " * names/evidence/weights.py by makers/kinds.py, which tests hold it against: change those. */\n"
        "#ifndef NAMES_KINDS_H\n#define NAMES_KINDS_H\n\n"
    )
    flags = (("trait", "TRAIT", Trait), ("part_trait", "PART", PartTrait), ("shared_as", "SHARED", Shared))
    enums = "".join(_enum(*each) for each in flags)
    return f"{opening}{enums}{''.join(map(_list, lists, lists.values()))}#endif\n"


def table() -> str:
    """Return the rows that docs/answers.md has of the kinds of evidence."""
    rows = [f"| `{kind}` | {facts.meaning} |\n" for kind, facts in EVIDENCE.items()]
    return "| kind | says |\n| --- | --- |\n" + "".join(rows)


def with_table(page: str) -> str:
    """Return a page with the table of kinds between its two marks.

    Raises:
        ValueError: The page has not both marks.
    """
    before, mark, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"{ANSWERS.name} lacks the line {BEGIN.strip()} or {END.strip()}")
    return before + BEGIN + table() + END + after


def _word(kind: str) -> str:
    return kind.replace(" ", "_")


def _field(name: str) -> str:
    return f"{name}_" if name in KEYWORDS else name


def _mask(traits: enum.Flag, prefix: str) -> str:
    return " | ".join(f"{prefix}_{trait.name}" for trait in traits) or "0"


def _enum(name: str, prefix: str, traits: type[enum.Flag]) -> str:
    """Return an enumeration of C with one bit for each trait."""
    lines = "".join(f"    {prefix}_{trait.name} = {trait.value},\n" for trait in traits)
    return f"typedef enum {{\n{lines}}} {name};\n\n"


def _list(name: str, entries: Iterable[str]) -> str:
    """Return a list for the preprocessor, which does with each entry what X says."""
    return f"#define {name}(X) \\\n" + " \\\n".join(f"    {entry}" for entry in entries) + "\n\n"


def main() -> None:
    """Write both files anew."""
    HEADER.write_text(header(), encoding="utf-8")
    ANSWERS.write_text(with_table(ANSWERS.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
