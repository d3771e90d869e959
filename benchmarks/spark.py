"""A column normalized by Spark on two local workers, beside `names normalize` on the same machine.

Both read the same CSV; the command writes CSV, Spark Parquet. The answers are compared row by row; the rates
are of whole runs, without the start of the cluster, which is told apart.

    python -m benchmarks.spark ROWS.csv COLUMN GAZETTEER.names
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import polars as pl

ROOT = Path(__file__).parents[1]
PARTITIONS = 8  # four to a worker, so that one that is done early takes work from the other
MEMORY = {"spark.driver.memory": "1g", "spark.executor.memory": "512m"}


def main() -> None:
    """Run both, and print what they took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("rows", type=Path)
    parser.add_argument("column")
    parser.add_argument("gazetteer", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="names-") as folder:
        alone, clustered = Path(folder, "alone.csv"), Path(folder, "clustered.parquet")
        tell("names normalize", *on_this_machine(given, alone))
        tell("Spark, two workers", *on_workers(given, clustered))
        print("the same rows" if same(alone, clustered, given.column) else "THE ROWS DIFFER")


def tell(what: str, start: float, seconds: float, rows: int) -> None:
    """Print a run."""
    began = f", after {start:.0f} s of start" if start else ""
    print(f"{what}: {rows:,} rows in {seconds:.1f} s, {rows / seconds:,.0f} a second{began}", flush=True)


def on_this_machine(given: argparse.Namespace, output: Path) -> tuple[float, float, int]:
    """The seconds of a command that normalizes the rows, and how many these are."""
    command = ["names", "normalize", given.rows, "-c", given.column, "--gazetteer", given.gazetteer]
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", *map(str, command), "-o", str(output)], check=True)
    return 0.0, time.perf_counter() - begun, pl.scan_csv(output).select(pl.len()).collect().item()


def on_workers(given: argparse.Namespace, output: Path) -> tuple[float, float, int]:
    """The same of Spark, with the seconds before it was ready."""
    begun = time.perf_counter()
    session = started()
    session.range(PARTITIONS).repartition(PARTITIONS).count()
    ready = time.perf_counter()
    from names.spark import normalize

    rows = session.read.csv(str(given.rows), header=True, escape='"')  # Spark's own escape is no CSV's
    rows = rows.repartition(PARTITIONS, given.column)
    normalize(rows, given.column, given.gazetteer).write.parquet(str(output))
    done = time.perf_counter()
    count = session.read.parquet(str(output)).count()
    session.stop()
    return ready - begun, done - ready, count


def started() -> Any:
    """A session over two workers with a core each."""
    import pyspark
    from pyspark.sql import SparkSession

    os.environ |= {"SPARK_HOME": str(Path(pyspark.__file__).parent), "PYSPARK_PYTHON": sys.executable}
    settings = MEMORY | {"spark.executorEnv.PYTHONPATH": str(ROOT), "spark.ui.enabled": "false"}
    master = SparkSession.builder.master("local-cluster[2,1,1024]")
    return master.config(map=settings | {"spark.sql.adaptive.enabled": "false"}).getOrCreate()


def same(alone: Path, clustered: Path, column: str) -> bool:
    """Whether both wrote the same rows, in whatever order."""
    here = pl.read_csv(alone, schema_overrides={f"{column}_score": pl.Float64}, infer_schema=False)
    there = pl.read_parquet(clustered / "*.parquet")
    here = here.with_columns(pl.col(f"{column}_score").cast(pl.Float64))
    return here.sort(pl.all()).equals(there.sort(pl.all()))


if __name__ == "__main__":
    main()
