#!/usr/bin/env bash
# One would guess: a map of Arrow, which is a list of pairs and may have a key twice, is the same whether it
#   comes from memory or from Parquet; and what cannot be kept is refused.
# What happens: from memory Polars keeps all pairs, and writes them all to Parquet; from that very file it reads
#   only the last pair of each key. To JSON it writes an object with the key twice.
# Version: PyPI polars 2.1.0, pyarrow 26.0.1
# Why it matters: HTTP headers, tags and query strings are kept as such maps, and have a key twice often; a round
#   trip through one's own file loses pairs without a word.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check polars==2.1.0 pyarrow==26.0.1 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import io
import sys

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

path = sys.argv[1]
pairs = [("cookie", "a=1"), ("cookie", "b=2"), ("host", "x")]
frame = pl.from_arrow(pa.table({"headers": pa.array([pairs], pa.map_(pa.string(), pa.string()))}))
print("from memory:", frame["headers"].to_arrow().to_pylist())
frame.write_parquet(path)
print("in the file, by pyarrow:", pq.read_table(path)["headers"].to_pylist())
print("from the file:", pl.read_parquet(path)["headers"].to_arrow().to_pylist())
out = io.BytesIO()
frame.write_ndjson(out)
print("as JSON:", out.getvalue().decode().strip())
CODE

"$tmp/venv/bin/python" "$tmp/try.py" "$tmp/maps.parquet" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
from memory: [[('cookie', 'a=1'), ('cookie', 'b=2'), ('host', 'x')]]
in the file, by pyarrow: [[('cookie', 'a=1'), ('cookie', 'b=2'), ('host', 'x')]]
from the file: [[('cookie', 'b=2'), ('host', 'x')]]
as JSON: {"headers":{"cookie":"a=1","cookie":"b=2","host":"x"}}
LINES
diff -u "$tmp/expected" "$tmp/observed"
