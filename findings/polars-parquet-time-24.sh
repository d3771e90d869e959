#!/usr/bin/env bash
# One would guess: a time of day in a Parquet file is read as it is, or refused; what is read as null was null.
# What happens: 24:00:00, which PostgreSQL and DuckDB have and the file holds, is read as null by Polars without a
#   word; 23:59:59.999999 beside it is read.
# Version: PyPI polars 2.1.0, duckdb 2.0.1
# Why it matters: 24:00 ends opening hours and shifts; a round trip from one database to another through Parquet
#   empties these cells, and no count of nulls beforehand tells it.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check polars==2.1.0 duckdb==2.0.1 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import sys

import duckdb
import polars as pl

path = sys.argv[1]
times = "VALUES (TIME '24:00:00'), (TIME '23:59:59.999999')"
duckdb.sql(f"COPY (SELECT * FROM ({times}) t(closes)) TO '{path}' (FORMAT parquet)")
print("in the file, by duckdb:", duckdb.sql(f"SELECT closes::VARCHAR FROM '{path}'").fetchall())
print("by polars:", pl.read_parquet(path)["closes"].to_list())
CODE

"$tmp/venv/bin/python" "$tmp/try.py" "$tmp/times.parquet" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
in the file, by duckdb: [('24:00:00',), ('23:59:59.999999',)]
by polars: [None, datetime.time(23, 59, 59, 999999)]
LINES
diff -u "$tmp/expected" "$tmp/observed"
