"""Every scheme of Cyrillic, Georgian, Armenian, Greek and Hangul beside other romanizers, with what decides.

Run `python -m benchmarks.schemes_beside`. It installs the other romanizers (PyPI, npm, Debian; pinned in
`benchmarks/beside`) into a temporary folder, has them write the texts of the cases and some more names, and
prints a table: how many texts come out alike, how many differ in a way that a document decides, how many in
one that is open. `--folder FOLDER` keeps the folder for the next run, `--write` refreshes the page,
`--scheme ID` shows one scheme. Texts that nothing explains are printed below the table.
"""

from __future__ import annotations

import argparse
import collections
import datetime
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.beside import environment
from benchmarks.beside.comparing import RIGHT, Comparison, Pairs, compare, read_pairs, texts_of
from names.romanization import SCHEMES

PAGE = Path(__file__).with_name("schemes_beside.md")
_HEAD = """# Schemes beside other romanizers

Written by `python -m benchmarks.schemes_beside --write`. Each scheme of Cyrillic, Georgian, Armenian, Greek
and Hangul is run beside the implementations of its standard that can be installed from PyPI, npm or Debian
and are not made of the same tables. Texts are compared in small letters, after NFC.

- alike: texts that come out the same.
- ours, theirs: texts that differ where a document decides for one of the two. Where it decided for theirs,
  the scheme was mended, and they are alike now: Russian passports of 1997, й before я in the Finnish table.
- either: where the document allows both, most often because it prints a sign and no code.
- open: where no document was at hand.

A text that differs in several ways counts in each. What decides is listed below the table. Schemes that are
in doubt themselves say so in their `note`.
"""


def compared(folder: Path, only: str | None) -> list[Comparison]:
    """Return all comparisons, or those of one scheme."""
    pairs = read_pairs()
    texts = texts_of(pairs)
    wanted = [one for one in pairs.calls() if only in (None, one[0])]
    asked: dict[str, list[str]] = collections.defaultdict(list)
    for scheme, call, _ in wanted:
        asked[call] = list(dict.fromkeys([*asked[call], *texts[scheme]]))
    environment.install(folder)
    answers = environment.answers(asked, folder)
    return [compare(*one, texts[one[0]], answers) for one in wanted]


def table(comparisons: Iterable[Comparison]) -> Iterable[str]:
    """Yield a Markdown table, a row for each pair."""
    yield f"| scheme | beside | texts | alike | {' | '.join(RIGHT)} |"
    yield "| --- | --- |" + " ---: |" * (len(RIGHT) + 2)
    for one in comparisons:
        by = one.verdicts()
        counts = " | ".join(str(by[right] or "") for right in RIGHT)
        yield f"| {one.scheme} | {_cell(one.call)} | {one.texts} | {one.alike} | {counts} |"


def decisions(comparisons: Iterable[Comparison]) -> Iterable[str]:
    """Yield every difference that was met, with the document, under the pairs that have it."""
    met: dict[tuple[str, str, str, str], list[str]] = collections.defaultdict(list)
    for one in comparisons:
        for difference, number in one.by.items():
            if number:
                key = (one.call, difference.shown, difference.right, difference.by)
                met[key].append(one.scheme)
    yield "| beside | theirs → ours | right | decided by | schemes |"
    yield "| --- | --- | --- | --- | --- |"
    for (call, shown, right, by), schemes in met.items():
        yield f"| {_cell(call)} | {_cell(shown)} | {right} | {_cell(by)} | {', '.join(schemes)} |"


def summary(comparisons: list[Comparison]) -> str:
    """Return the figures of all pairs in one paragraph."""
    texts, alike = sum(one.texts for one in comparisons), sum(one.alike for one in comparisons)
    by = sum((one.verdicts() for one in comparisons), collections.Counter[str]())
    unexplained = sum(len(one.unexplained) for one in comparisons)
    schemes = len({one.scheme for one in comparisons})
    return (
        f"{schemes} schemes, {len(comparisons)} pairs, {texts:,} comparisons: {alike:,} alike "
        f"({alike / texts:.3f}); {', '.join(f'{by[right]:,} {right}' for right in RIGHT)}; "
        f"{unexplained} unexplained."
    )


def page(comparisons: list[Comparison], pairs: Pairs, debian: str) -> str:
    """Return the whole page."""
    nothing = [f"- {reason}: {', '.join(schemes)}" for reason, schemes in pairs.none.items()]
    measured = f"On {datetime.date.today()}, Lingua::Translit {debian}, the others as pinned"
    parts = [
        _HEAD,
        f"{measured}: {summary(comparisons)}\n",
        "\n".join(table(comparisons)),
        "\n## What decides\n",
        "\n".join(decisions(comparisons)),
        "\n## Schemes with nothing to run beside\n",
        "\n".join(nothing),
    ]
    return "\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> None:
    """Print the table, or write the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, help="keeps the other romanizers for the next run")
    parser.add_argument("--scheme", choices=list(SCHEMES), metavar="ID")
    parser.add_argument("--write", action="store_true", help=f"refresh {PAGE.name}")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.folder or Path(temporary)).resolve()
        comparisons = compared(folder, options.scheme)
        if options.write:
            text = page(comparisons, read_pairs(), environment.version_of_debian(folder))
            PAGE.write_text(text, encoding="utf-8")
    print("\n".join(table(comparisons)))
    for one in comparisons:
        for text, theirs, ours in one.unexplained:
            print(f"{one.scheme}: {one.call}: {text}: {theirs} beside {ours}")
    print(summary(comparisons))


if __name__ == "__main__":
    main()
