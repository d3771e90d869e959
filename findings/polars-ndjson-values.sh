#!/usr/bin/env bash
# One would guess: a reader of JSON takes the last of two equal keys, as Python, JavaScript and most others do,
#   and refuses an escape that is half of a character, or reads it as U+FFFD.
# What happens: Polars' reader of JSON lines takes the first of two equal keys, and reads the half of a character
#   as NUL, so that "a" and a half becomes "a" and U+0000. Integers from 2^63 on become Int128, and the Parquet
#   file that Polars writes of them is one that pyarrow cannot open at all.
# Version: PyPI polars 2.1.0, pyarrow 26.0.1
# Why it matters: the same file says two things to two programs, and texts cut in the middle of an emoji, as
#   JavaScript cuts them, get a character that databases refuse.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check polars==2.1.0 pyarrow==26.0.1 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import io
import json

import polars as pl
import pyarrow.parquet as pq


def read(line: str) -> pl.DataFrame:
    return pl.read_ndjson(io.BytesIO(line.encode()))


for line in ('{"id": 1, "id": 2}', '{"name": "a\\ud83d"}', '{"id": 9223372036854775808}'):
    frame = read(line)
    print(line, "| json:", ascii(json.loads(line)), "| polars:", ascii(frame.row(0, named=True)), *frame.dtypes)
out = io.BytesIO()
read('{"id": 9223372036854775808}').write_parquet(out)
try:
    print("pyarrow reads", pq.read_table(out)["id"].type)
except NotImplementedError as error:
    print("pyarrow:", error)
CODE

"$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
{"id": 1, "id": 2} | json: {'id': 2} | polars: {'id': 1} Int64
{"name": "a\ud83d"} | json: {'name': 'a\ud83d'} | polars: {'name': 'a\x00'} String
{"id": 9223372036854775808} | json: {'id': 9223372036854775808} | polars: {'id': 9223372036854775808} Int128
pyarrow: Integers with more than 64 bits not implemented
LINES
diff -u "$tmp/expected" "$tmp/observed"
