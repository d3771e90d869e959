"""How well spellings are linked to entities: ours and open peers, on the same queries, in one table.

    python -m benchmarks.quality FOLDER JUDGE [--sample N] [--schema SCHEMA] [--write TABLE]

FOLDER and JUDGE are those of `benchmarks.linking`. The table is Markdown; `--write` puts it into
benchmarks/README.md, with the date and the versions. Peers run one after another, each a process of its own.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import linking, page
from benchmarks.peers import PEERS, Peer, environment

OURS = "ours"
MATCHERS = [OURS, *(peer.name for peer in PEERS)]


def main() -> None:
    """Run every matcher on the same queries and print what the judge says of each."""
    given = parsed()
    matchers: list[str] = given.only or MATCHERS
    # Before anything is measured: a failed installation should not cost a finished run.
    python = environment.python(given.cache) if set(matchers) != {OURS} else Path(sys.executable)
    with tempfile.TemporaryDirectory() as scratch:
        queries = Path(scratch, "queries.jsonl")
        total, count = sample(given.folder / given.queries, queries, given.sample, given.seed)
        runs = {}
        for name in matchers:
            runs[name] = measure(name, python, given, queries)
            print(f"{name}: {runs[name].seconds:.0f} s for {count} of {total} queries", file=sys.stderr)
    part = "" if count == total else f", drawn at random from {total:,} (seed {given.seed}),"
    entities = sum(1 for _ in (given.folder / linking.GAZETTEER).open("rb"))
    text = page.table(runs) + "\n\n" + page.circumstances(f"{count:,} queries{part}", entities)
    print(text)
    if given.write:
        page.put(text, f"quality: {given.write}")


def parsed() -> argparse.Namespace:
    """Return the arguments of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    linking.add_data_arguments(parser)
    parser.add_argument("--sample", type=int, metavar="N", help="draw N queries at random; all if not given")
    parser.add_argument("--seed", type=int, default=0, help="of the drawing (default 0)")
    parser.add_argument("--only", action="append", choices=MATCHERS, help="this matcher; may repeat")
    environment.add_cache_argument(parser)
    parser.add_argument("--schema", default="Person", help="what all are to logic-v2 (default Person)")
    parser.add_argument("--write", choices=page.TABLES, help="into this table of benchmarks/README.md too")
    return parser.parse_args()


def sample(source: Path, target: Path, size: int | None, seed: int) -> tuple[int, int]:
    """Write a random part of the queries, in order; return how many there were and how many there are now.

    Args:
        source: The queries, as JSONL.
        target: Where the part goes.
        size: How many to draw; `None` or too many takes all.
        seed: The same seed draws the same queries.
    """
    lines = source.read_bytes().splitlines(keepends=True)
    count = min(size if size is not None else len(lines), len(lines))
    places = sorted(random.Random(seed).sample(range(len(lines)), count))
    target.write_bytes(b"".join(lines[place] for place in places))
    return len(lines), count


def measure(name: str, python: Path, given: argparse.Namespace, queries: Path) -> page.Run:
    """Return what the judge says of one matcher, and how long it took.

    Args:
        name: One of `MATCHERS`.
        python: The one that has what the peers need.
        given: The arguments of the command line.
        queries: The queries, as JSONL, in a folder where results may be written.
    """
    gazetteer: Path = given.folder / linking.GAZETTEER
    result = queries.with_name("result.csv")
    result.unlink(missing_ok=True)  # what one matcher wrote must never be judged as another's
    if name == OURS:
        seconds = linking.normalize(gazetteer, queries, given.judge, result)
    else:
        peer = next(peer for peer in PEERS if peer.name == name)
        schema = ("--schema", given.schema) if peer.module.endswith("logic_v2") else ()
        seconds = ask(peer, python, schema, gazetteer, queries, result)
    return page.Run(linking.judged(given.judge, queries, result), seconds, decides=name == OURS)


def ask(
    peer: Peer, python: Path, further: Sequence[str], gazetteer: Path, queries: Path, result: Path
) -> float:
    """Write a peer's answers, and return how many seconds its whole process took."""
    begin = time.perf_counter()
    paths = (str(gazetteer), str(queries), str(result))
    linking.run("-m", peer.module, *paths, *peer.options, *further, python=python)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
