"""What a run over many rows of Parquet takes: seconds and memory, by rows and by distinct spellings.

    python -m benchmarks.rows GAZETTEER --rows 1000000 --rows 10000000 --distinct 100000

Each table has an id, a date, a number, a word, and a column of names: listed names as they are, without a
letter, and with initials, drawn so that few come often and many seldom. It is the same at every run. `names
normalize` writes it anew as Parquet in a process of its own, whose peak of memory counts; its workers count
apart. For each table one line is printed.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.tables import MEGABYTE, run

SEED = 1
PORTION = 1 << 20  # rows made at a time
CALL = "import sys; from benchmarks import rows; rows.make(*sys.argv[1:])"
COMMON = 1.3  # exponent of Zipf's law by which spellings are drawn


def main() -> None:
    """Measure, and print a line for each table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gazetteer", type=Path, help="any that names reads; a compiled one opens fastest")
    parser.add_argument("--rows", type=int, action="append", help="rows of a table; may repeat")
    parser.add_argument("--distinct", type=int, action="append", help="distinct spellings in it; may repeat")
    parser.add_argument("--scratch", type=Path, help="folder for what is written; the system's if not given")
    given = parser.parse_args()
    print(f"{'rows':>12} {'distinct':>9} {'file MB':>8} {'wall s':>8} {'cpu s':>8} {'peak MB':>8}")
    for rows in given.rows or [1_000_000]:
        for distinct in given.distinct or [100_000]:
            with tempfile.TemporaryDirectory(dir=given.scratch) as scratch:
                measure(given.gazetteer, rows, distinct, Path(scratch))


def measure(gazetteer: Path, rows: int, distinct: int, scratch: Path) -> None:
    """Make a table, normalize it, and print what that took.

    Args:
        gazetteer: The file.
        rows: Of the table.
        distinct: Spellings that may come in it.
        scratch: Folder for both tables.
    """
    table, out = scratch / "in.parquet", scratch / "out.parquet"
    run([sys.executable, "-c", CALL, str(gazetteer), str(rows), str(distinct), str(table)])
    command = [sys.executable, "-m", "names", "normalize", str(table), "-c", "person", "-o", str(out)]
    cost = run([*command, "--gazetteer", str(gazetteer)])
    size = table.stat().st_size / MEGABYTE
    figures = f"{size:8.0f} {cost.wall:8.1f} {cost.cpu:8.1f} {cost.peak / MEGABYTE:8.0f}"
    print(f"{rows:12,} {distinct:9,} {figures}", flush=True)


def make(gazetteer: str, rows: str, distinct: str, out: str) -> None:
    """Write a table, in a process of its own: what it takes is no part of the measurement.

    Args:
        gazetteer: Whose names to take.
        rows: How many rows.
        distinct: How many spellings.
        out: Where to write.
    """
    import numpy as np
    import polars as pl

    from names import Matcher

    generator = np.random.default_rng(SEED)
    names = sorted({entity.name for entity in Matcher.open(gazetteer).gazetteer.entities})
    spellings = pl.Series(list(islice(spelled(names), int(distinct))), dtype=pl.String)
    frames = []
    for begin in range(0, int(rows), PORTION):
        size = min(PORTION, int(rows) - begin)
        drawn = (generator.zipf(COMMON, size) - 1) % len(spellings)
        frames.append(
            pl.DataFrame(
                {
                    "id": np.arange(begin, begin + size),
                    "person": spellings.gather(drawn),
                    "share": generator.random(size),
                    "day": generator.integers(0, 20_000, size).astype("int32"),
                    "outlet": [f"Outlet {n}" for n in generator.integers(0, 500, size)],
                }
            ).with_columns(pl.col("day").cast(pl.Date))
        )
    pl.concat(frames).write_parquet(out, row_group_size=1 << 18)


def spelled(names: list[str]) -> Iterator[str]:
    """Yield the names in a shuffled order, then, round by round, with something changed in each."""
    chance = random.Random(SEED)
    chance.shuffle(names)
    yield from names
    seen = set(names)
    while True:
        for name in names:
            place = chance.randrange(len(name))
            first, _, rest = name.partition(" ")
            changed = f"{rest}, {first}" if rest and place == 0 else name[:place] + name[place + 1 :]
            if changed.strip() and changed not in seen:
                seen.add(changed)
                yield changed


if __name__ == "__main__":
    main()
