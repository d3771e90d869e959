"""Our matching alone, in one process: a compiled gazetteer opened, distinct spellings matched together.

    python -m benchmarks.timing.matching GAZETTEER.names QUERIES.csv COLUMN

Prints one JSON object: `distinct`, `seconds_open`, `seconds_match`, `per_second`. Starting Python and
importing the program are not counted, as the peer does not count them.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from benchmarks.timing import lists
from names import Matcher


def main() -> None:
    """Match the spellings and print how long it took."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("gazetteer", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("column")
    given = parser.parse_args()
    spellings = lists.distinct(given.queries, given.column)
    begin = time.perf_counter()
    matcher = Matcher.open(given.gazetteer)
    opened = time.perf_counter()
    matcher.match_many(spellings)
    done = time.perf_counter()
    figures = {
        "distinct": len(spellings),
        "seconds_open": opened - begin,
        "seconds_match": done - opened,
        "per_second": len(spellings) / (done - opened),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
