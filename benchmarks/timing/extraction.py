"""RapidFuzz `process.extractOne` by WRatio over Unidecode: one name after another, against every listed one.

    python -m benchmarks.timing.extraction GAZETTEER.jsonl QUERIES.csv COLUMN --limit N

Prints one JSON object: `distinct`, `seconds_match`, `per_second`. Runs in the peers' environment. Reading and
preparing the listed names is not counted.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from rapidfuzz import fuzz, process

from benchmarks.peers import exchange
from benchmarks.timing import lists


def main() -> None:
    """Ask for the best of all listed names, one spelling at a time, and print how long it took."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("gazetteer", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("column")
    parser.add_argument("--limit", type=int, required=True)
    given = parser.parse_args()
    listed = [exchange.plain(entity["name"]) for entity in lists.entities(given.gazetteer)]
    spellings = lists.distinct(given.queries, given.column)[: given.limit]
    begin = time.perf_counter()
    for spelling in spellings:
        process.extractOne(exchange.plain(spelling), listed, scorer=fuzz.WRatio)
    seconds = time.perf_counter() - begin
    figures = {
        "distinct": len(spellings),
        "seconds_match": seconds,
        "per_second": len(spellings) / seconds,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
