#!/usr/bin/env bash
# One would guess: a moment that does not fit into nanoseconds is refused, or read in another unit.
# What happens: Polars reads a Parquet column of INT96, the form that Spark, Hive and Impala wrote for years,
#   as nanoseconds, and every moment before 1677 or after 2262 as 2262-04-11 23:47:16.854775807. A schema that
#   asks for microseconds gives the true ones.
# Version: PyPI polars 2.1.0 (the file is written by pyarrow 26.0.1)
# Why it matters: 0001-01-01 and 9999-12-31, which stand for "unknown" and "for ever" in such tables, become one
#   and the same day in 2262, without a word; born before 1677, a person is born in 2262.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check polars==2.1.0 pyarrow==26.0.1 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import sys
from datetime import datetime

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

path = sys.argv[1]
moments = [datetime(1, 1, 1), datetime(1632, 11, 6), datetime(1977, 3, 2, 12), datetime(9999, 12, 31)]
table = pa.table({"moment": pa.array(moments, pa.timestamp("us"))})
pq.write_table(table, path, use_deprecated_int96_timestamps=True, store_schema=False)
plain = pl.read_parquet(path)["moment"]
asked = pl.scan_parquet(path, schema={"moment": pl.Datetime("us")}).collect()["moment"]
for was, read, us in zip(moments, plain.cast(pl.String), asked.cast(pl.String), strict=True):
    print(was.isoformat(), "| read:", read, "| with a schema:", us)
CODE

"$tmp/venv/bin/python" "$tmp/try.py" "$tmp/old.parquet" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
0001-01-01T00:00:00 | read: 2262-04-11 23:47:16.854775807 | with a schema: 0001-01-01 00:00:00.000000
1632-11-06T00:00:00 | read: 2262-04-11 23:47:16.854775807 | with a schema: 1632-11-06 00:00:00.000000
1977-03-02T12:00:00 | read: 1977-03-02 12:00:00.000000000 | with a schema: 1977-03-02 12:00:00.000000
9999-12-31T00:00:00 | read: 2262-04-11 23:47:16.854775807 | with a schema: 9999-12-31 00:00:00.000000
LINES
diff -u "$tmp/expected" "$tmp/observed"
