"""Unidecode and a RapidFuzz scorer, over every listed name: the few lines everybody writes first."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz, process

from benchmarks.peers import exchange

SCORERS = ("WRatio", "token_sort_ratio", "token_set_ratio")
CHUNK = 64  # queries at a time: 64 rows of a million float32 scores are 256 MB


def main() -> None:
    """Score every query against every listed name and write the best."""
    parser = exchange.arguments(__doc__)
    parser.add_argument("--scorer", choices=SCORERS, required=True)
    given = parser.parse_args()
    task = exchange.read(given.gazetteer, given.queries)
    exchange.write(given.result, task, best(task, given.scorer))


def best(task: exchange.Task, scorer: str) -> Iterator[exchange.Answer]:
    """Yield the best entity for each query; among equals the one listed first."""
    listed = [exchange.plain(name) for name in task.listed]
    for start in range(0, len(task.asked), CHUNK):
        asked = [exchange.plain(query) for query in task.asked[start : start + CHUNK]]
        scores = process.cdist(asked, listed, scorer=getattr(fuzz, scorer), workers=-1)
        for row, place in zip(scores, scores.argmax(axis=1), strict=True):
            yield int(place), float(row[place]) / 100


if __name__ == "__main__":
    main()
