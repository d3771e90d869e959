"""What goes wrong on labelled queries, by script: never retrieved, outscored, refused, wrongly matched.

    python -m benchmarks.misses GAZETTEER QUERIES [--scripts LATIN-CYRILLIC] [--show 20]

GAZETTEER is any gazetteer file, QUERIES a JSONL file (query, expect, country, scripts). Prints counts for
each pair of scripts, and with --show the reasons of so many misses of each kind.
"""

from __future__ import annotations

import argparse
import collections
from pathlib import Path

from benchmarks.trials import Query, read_queries
from names import Match, Matcher
from names.candidates import MAX_CANDIDATES

KINDS = ("right", "never retrieved", "outscored", "matched wrongly", "refused rightly")


def kind_of(matcher: Matcher, match: Match, query: Query) -> str:
    """Return what became of a query: one of `KINDS`.

    `right` means that the person meant is the best candidate, whatever the decision; `matched wrongly` is the
    decision for anybody else.
    """
    ids = [candidate.entity.id for candidate in match.candidates]
    wrong = match.entity is not None and match.entity.id != query.expect
    if query.expect is None:
        return "matched wrongly" if wrong else "refused rightly"
    if ids[:1] == [query.expect]:
        return "right"
    if wrong:
        return "matched wrongly"
    rank = matcher.search(query.text, query.expect).rank
    return "never retrieved" if rank is None or rank > MAX_CANDIDATES else "outscored"


def main() -> None:
    """Match the queries and print what goes wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("gazetteer", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--scripts", help="only these, as LATIN-CYRILLIC")
    parser.add_argument("--show", type=int, default=0, help="print so many misses of each kind")
    given = parser.parse_args()
    matcher = Matcher.open(given.gazetteer)
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    examples: dict[tuple[str, str], list[str]] = collections.defaultdict(list)
    for query in read_queries(given.queries):
        if given.scripts and query.scripts != given.scripts:
            continue
        match = matcher.match(query.text)
        kind = kind_of(matcher, match, query)
        for group in (query.scripts, "all"):
            counts[group][kind] += 1
        examples[query.scripts, kind].append(f"    {query.expect}: {match.reason}")
    for group, count in sorted(counts.items(), key=lambda entry: -entry[1].total()):
        print(f"{group:20}{count.total():6}  " + "  ".join(f"{kind} {count[kind]}" for kind in KINDS))
        for kind in KINDS[1:4] if given.show else ():
            print(*examples[group, kind][: given.show], sep="\n")


if __name__ == "__main__":
    main()
