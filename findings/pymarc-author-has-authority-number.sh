#!/usr/bin/env bash
# One would guess: record.author is the name of the author, as a list of titles would print it:
#   Merkel, Angela (perhaps with the years that tell namesakes apart).
# What happens: it is all subfields of field 100 with spaces between: the years, the relator
#   ("author."), and the numbers and addresses of the authority record ($0, $1) and the code $4.
#   Punctuation of the catalogue stays at the end of each.
# Version: PyPI pymarc 5.4.0
# Why it matters: one person is another string in every catalogue, by who catalogued the book, and
#   whoever groups or matches by record.author compares numbers of authority files with names.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check pymarc==5.4.0 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from pymarc import Field, Record, Subfield

rows = [
    [("a", "Merkel, Angela,"), ("d", "1954-")],
    [("a", "Merkel, Angela,"), ("d", "1954-"), ("e", "author."), ("4", "aut")],
    [("a", "Merkel, Angela"), ("0", "(DE-588)119545373"), ("1", "http://viaf.org/viaf/93104741")],
]
for row in rows:
    record = Record()
    subfields = [Subfield(code, value) for code, value in row]
    record.add_field(Field(tag="100", indicators=["1", " "], subfields=subfields))
    print(record.author)
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
Merkel, Angela, 1954-
Merkel, Angela, 1954- author. aut
Merkel, Angela (DE-588)119545373 http://viaf.org/viaf/93104741
LINES
diff -u "$tmp/expected" "$tmp/observed"
