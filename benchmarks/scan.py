"""What the search for candidates loses: its answers beside those of a comparison with every listed entity.

    python -m benchmarks.scan GAZETTEER QUERIES [--sample 40]

GAZETTEER is a list (JSONL, YAML, CSV) or a compiled file, QUERIES a JSONL file with `query`. The obvious way
takes seconds a query where tens of thousands are listed, so a sample is drawn, always the same one.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

from benchmarks.trials import Query, read_queries
from names import Match, Matcher

SEED = 1
CLOSE = 1e-6  # nats within which two weights are equal


def main() -> None:
    """Match a sample both ways and print what differs, and a summary as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gazetteer", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--sample", type=int, default=40, help="how many queries to look at")
    given = parser.parse_args()
    queries = read_queries(given.queries)
    sample = random.Random(SEED).sample(queries, min(given.sample, len(queries)))
    print(json.dumps(compare(Matcher.open(given.gazetteer), sample), indent=1))


def compare(matcher: Matcher, queries: list[Query]) -> dict[str, float]:
    """Return how often both ways have the same best entity, and how much longer the obvious way takes."""
    same = lost = 0
    fast = slow = 0.0
    for query in queries:
        begin = time.perf_counter()
        match = matcher.match(query.text)
        fast += time.perf_counter() - begin
        begin = time.perf_counter()
        best = matcher.weigh(query.text)[:1]
        slow += time.perf_counter() - begin
        weight = best_weight(match)
        if not best or weight >= best[0][1] - CLOSE:
            same += 1
        else:
            lost += query.expect == best[0][0]
            print(f"{query.text}: {best[0][0]} weighs {best[0][1]:.1f}, the best candidate {weight:.1f}")
    return {
        "queries": len(queries),
        "same": same,
        "right_and_lost": lost,
        "times_faster": round(slow / fast, 1) if fast else 0.0,
    }


def best_weight(match: Match) -> float:
    """Return what the evidence for the best candidate weighs, in nats."""
    return max((sum(e.weight for e in c.evidence) for c in match.candidates), default=float("-inf"))


if __name__ == "__main__":
    main()
