"""How well spellings of unlisted people come together, beside OpenRefine's methods and Splink.

    python -m benchmarks.grouping FOLDER [--splink PYTHON]

FOLDER holds queries-dev.jsonl (query, expect). The people asked for are taken for unlisted: of each with two
spellings or more, the spellings are grouped, and the pairs in groups are held against the pairs of one
person. PYTHON is an interpreter that has Splink and unidecode, in an environment of its own.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from benchmarks.peers import openrefine
from names.grouping import group

QUERIES = "queries-dev.jsonl"
SPLINK = Path(__file__).parent / "peers" / "splink_names.py"

Pairs = set[frozenset[str]]
Method = Callable[[list[str]], Iterable[list[str]]]


def main() -> None:
    """Group the spellings by every method and print a table of what is right."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help=f"holds {QUERIES}")
    parser.add_argument("--splink", metavar="PYTHON", help="an interpreter that has Splink")
    given = parser.parse_args()
    people = people_of(given.folder / QUERIES)
    spellings = sorted(set(itertools.chain.from_iterable(people)))
    right = pairs_in(people)
    print(f"{len(spellings):,} spellings of {len(people):,} people, {len(right):,} pairs")
    print(f"{'method':<36}{'seconds':>8}{'pairs':>8}  all scripts: P      R      Latin, Cyrillic: P      R")
    for name, method in methods(given.splink):
        begin = time.perf_counter()
        clusters = list(method(spellings))
        seconds = time.perf_counter() - begin
        found = pairs_in(clusters)
        shown = "".join(
            f"{precision:>17.4f}{recall:>7.3f}"
            for precision, recall in (judged(found, right), judged(*map(near_pairs, (found, right))))
        )
        print(f"{name:<36}{seconds:>8.1f}{len(found):>8,}{shown}", flush=True)


def people_of(path: Path) -> list[list[str]]:
    """Return the spellings of each person who has several.

    Args:
        path: Of the queries.
    """
    spellings: dict[str, set[str]] = defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines():
        asked = json.loads(line)
        for person in asked["expect"]:
            spellings[person].add(asked["query"].strip())
    return [sorted(each) for each in spellings.values() if len(each) > 1]


def methods(splink: str | None) -> Iterator[tuple[str, Method]]:
    """Yield the methods, each with its name.

    Args:
        splink: An interpreter that has it; None for none.
    """
    yield "names group", by_names
    yield "OpenRefine, fingerprint", lambda texts: openrefine.by_key(texts, openrefine.fingerprint)
    yield (
        "OpenRefine, n-gram fingerprint",
        lambda texts: openrefine.by_key(texts, openrefine.ngram_fingerprint),
    )
    yield "OpenRefine, Levenshtein neighbours", openrefine.by_neighbours
    if splink:
        yield "Splink, Jaro-Winkler on both words", lambda texts: by_splink(splink, texts)


def by_names(texts: list[str]) -> Iterable[list[str]]:
    """Return the groups that `names group` makes."""
    groups: dict[str, list[str]] = defaultdict(list)
    for each in group(texts):
        groups[each.group].append(each.spelling)
    return groups.values()


def by_splink(python: str, texts: list[str]) -> list[list[str]]:
    """Return the clusters that Splink makes, in a process of its own.

    Args:
        python: An interpreter that has it.
        texts: The spellings.
    """
    done = subprocess.run(
        [python, str(SPLINK)], input=json.dumps(texts), stdout=subprocess.PIPE, text=True, check=True
    )
    clusters: list[list[str]] = json.loads(done.stdout.splitlines()[-1])
    return clusters


def pairs_in(clusters: Iterable[Iterable[str]]) -> Pairs:
    """Return the pairs of spellings that stand together."""
    return {frozenset(pair) for cluster in clusters for pair in itertools.combinations(set(cluster), 2)}


def near_pairs(pairs: Pairs) -> Pairs:
    """Return the pairs of which both are in Latin or Cyrillic."""
    return {pair for pair in pairs if all(script_of(text) in ("LATIN", "CYRILLIC") for text in pair)}


def script_of(text: str) -> str:
    """Return the script of most letters of a text."""
    counts = Counter(unicodedata.name(letter, " ").split()[0] for letter in text if letter.isalpha())
    return counts.most_common(1)[0][0] if counts else ""


def judged(found: Pairs, right: Pairs) -> tuple[float, float]:
    """Return the pairwise precision and recall."""
    return len(found & right) / max(1, len(found)), len(found & right) / max(1, len(right))


if __name__ == "__main__":
    main()
