"""What the search for candidates loses: its answers beside those of a comparison with every listed entity.

    python -m benchmarks.scan GAZETTEER QUERIES [--sample N] [--minutes M] [--examples N]

GAZETTEER is a list (JSONL, YAML, CSV) or a compiled file, QUERIES a JSONL file with `query`, `expect` and
`scripts`. Queries are taken in an order drawn once and for all, until they or the minutes are at an end, so
that those of a short run are a fair part of all. The tables are Markdown.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from benchmarks.timing import markdown
from benchmarks.trials import Query, read_queries
from names import Match, Matcher
from names.candidates import MAX_CANDIDATES
from names.decision import share
from names.match import Outcome

SEED = 1
CLOSE = 1e-6  # nats within which two weights are equal

APART = "not found: no key in common"
PASSED = "not found, though a key is in common"
DEEP = f"found beyond the first {MAX_CANDIDATES}"
FAINT = f"among the first {MAX_CANDIDATES}, not weighed: its approximate weight was too low"
STAGES = (APART, PASSED, DEEP, FAINT)


@dataclass(frozen=True)
class Loss:
    """One of the heaviest entities that is no candidate.

    Attributes:
        query: What was asked.
        name: Its name.
        right: Whether it is the one meant.
        weight: What the evidence for it weighs, in nats.
        best: The same of the best candidate; minus infinity where there is none.
        score: What its score would be if it were a candidate.
        rank: Its place among all that were found, from 1; None where it was not.
        stage: Where it was lost, one of `STAGES`.
    """

    query: Query
    name: str
    right: bool
    weight: float
    best: float
    score: float
    rank: int | None
    stage: str


@dataclass(frozen=True)
class Look:
    """One query answered both ways.

    Attributes:
        script: That of the query.
        same: Whether one of the heaviest of all is a candidate.
        right: Whether the one meant is among the heaviest of all.
        loss: What the search lost, or None.
        fast: Seconds of the search.
        slow: Seconds of the comparison with all.
    """

    script: str
    same: bool
    right: bool
    loss: Loss | None
    fast: float
    slow: float


def main() -> None:
    """Answer queries both ways and print how often they agree, what is lost, and where."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gazetteer", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--sample", type=int, metavar="N", help="how many queries at most; else all")
    parser.add_argument("--minutes", type=float, default=10.0, metavar="M", help="stop then (default: 10)")
    parser.add_argument("--examples", type=int, default=10, metavar="N", help="losses shown (default: 10)")
    given = parser.parse_args()
    queries = read_queries(given.queries)
    drawn = random.Random(SEED).sample(queries, len(queries))[: given.sample]
    matcher = Matcher.open(given.gazetteer)
    end = time.monotonic() + 60 * given.minutes
    looks = list(looked_at(matcher, takewhile(lambda _: time.monotonic() < end, drawn)))
    if not looks:
        parser.error(
            f"{given.queries} has no query to look at, or there was no time for one; give more --minutes"
        )
    print(f"{len(looks):,} of {len(queries):,} queries, {len(matcher.register):,} entities\n")
    print(report(looks, given.examples))


def looked_at(matcher: Matcher, queries: Iterable[Query]) -> Iterator[Look]:
    """Yield each query answered both ways."""
    matcher.weigh("")  # what is made ready once is not timed
    for query in queries:
        begin = time.perf_counter()
        match = matcher.match(query.text)
        between = time.perf_counter()
        weighed = matcher.weigh(query.text)
        slow = time.perf_counter() - between
        heaviest = [id for id, weight in weighed if weight >= weighed[0][1] - CLOSE]
        found = {candidate.entity.id for candidate in match.candidates}
        same = not heaviest or not found.isdisjoint(heaviest)
        right = query.expect in heaviest and query.expect not in found
        script = query.scripts.rpartition("-")[2] or "?"
        loss = None
        if right or not same:
            loss = lost(matcher, query, match, query.expect if right and query.expect else heaviest[0])
        yield Look(script, same, query.expect in heaviest, loss, between - begin, slow)


def lost(matcher: Matcher, query: Query, match: Match, id: str) -> Loss:
    """Return what is to be told of an entity that the search lost.

    Args:
        matcher: What was asked.
        query: The query.
        match: Its answer.
        id: Of the entity.
    """
    outcome = matcher.search(query.text, id)
    weights = [sum(e.weight for e in candidate.evidence) for candidate in match.candidates]
    weight = sum(e.weight for e in outcome.candidate.evidence)
    scores, _ = share([*weights, weight], matcher.register.population, matcher.coverage)
    best = max(weights, default=float("-inf"))
    name = outcome.candidate.entity.name
    return Loss(query, name, id == query.expect, weight, best, scores[-1], outcome.rank, stage(outcome))


def stage(outcome: Outcome) -> str:
    """Return where the search lost an entity that is no candidate."""
    if outcome.rank is None:
        return PASSED if outcome.shares_key else APART
    return DEEP if outcome.rank > MAX_CANDIDATES else FAINT


def report(looks: Sequence[Look], examples: int) -> str:
    """Return the tables: by script, by stage, and the losses that weigh most.

    Args:
        looks: At least one.
        examples: How many losses to show; those of people meant first.
    """
    losses = [look.loss for look in looks if look.loss]
    shown = sorted(losses, key=lambda loss: (-loss.right, -loss.weight))[:examples]
    times = [
        1000 * statistics.fmean(seconds) for seconds in zip(*((k.fast, k.slow) for k in looks), strict=True)
    ]
    return "\n\n".join(
        [
            by_script(looks),
            by_stage(losses),
            "\n".join(map(line, shown)),
            f"The search took {times[0]:.1f} ms a query, the comparison with all {times[1]:.0f} ms.",
        ]
    )


def by_script(looks: Sequence[Look]) -> str:
    """Return the table of what is lost, by the script of the query, the commonest first."""
    scripts = sorted({look.script for look in looks}, key=lambda s: (-sum(k.script == s for k in looks), s))
    rows = []
    for script in ["all", *scripts]:
        some = [look for look in looks if script in ("all", look.script)]
        losses = [look.loss for look in some if look.loss]
        same = sum(look.same for look in some)
        right, lost = sum(look.right for look in some), sum(loss.right for loss in losses)
        likely = sum(loss.score >= 0.5 for loss in losses)
        counts = (f"{count:,}" for count in (right, lost, likely))
        rows.append([script.lower(), f"{len(some):,}", f"{same:,}", f"{same / len(some):.3f}", *counts])
    header = [
        "script of the query", "queries", "best of all is a candidate", "as a share",
        "best of all is the one meant", "of these lost", "lost with a score of 0.5 or more",
    ]  # fmt: skip
    return markdown.table(header, rows)


def by_stage(losses: Sequence[Loss]) -> str:
    """Return the table of where entities were lost."""
    rows = []
    for name in STAGES:
        some = [loss for loss in losses if loss.stage == name]
        right, heavy = sum(loss.right for loss in some), sum(loss.score >= 0.5 for loss in some)
        rows.append([name, f"{len(some):,}", f"{right:,}", f"{heavy:,}"])
    return markdown.table(["lost", "all", "those meant", "with a score of 0.5 or more"], rows)


def line(loss: Loss) -> str:
    """Return a loss as an item of a list."""
    found = f"place {loss.rank:,}" if loss.rank else "no place"
    whom = "the one meant" if loss.right else "another"
    return (
        f"- {loss.query.text}: {loss.name} ({whom}) weighs {loss.weight:.1f}, score {loss.score:.2f}; "
        f"the best candidate {loss.best:.1f}; {loss.stage} ({found})"
    )


if __name__ == "__main__":
    main()
