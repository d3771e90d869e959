#!/usr/bin/env bash
# One would guess: a Georgian name written in capitals (Unicode has had them since version 11,
#   and str.upper() makes them) gives the Latin letters of the same name in small letters, in
#   capitals.
# What happens: Unidecode gives an empty string, without a word; only the small letters are in
#   its table. anyascii knows the capitals but turns their digraphs into Sh and Dz in the midst
#   of capitals.
# Version: PyPI Unidecode 1.4.0, anyascii 0.3.3
# Why it matters: folding case by upper() before romanizing, or a list headed in capitals,
#   empties every Georgian name; empty keys then all equal each other.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check Unidecode==1.4.0 anyascii==0.3.3 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from anyascii import anyascii
from unidecode import unidecode

for name in ["ზურაბიშვილი", "სააკაშვილი", "ივანიშვილი"]:
    print(name, "->", repr(unidecode(name)), "| upper:", repr(unidecode(name.upper())), "| anyascii:", repr(anyascii(name.upper())))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
ზურაბიშვილი -> 'zurabishvili' | upper: '' | anyascii: 'ZURABIShVILI'
სააკაშვილი -> 'saakashvili' | upper: '' | anyascii: "SAAK'AShVILI"
ივანიშვილი -> 'ivanishvili' | upper: '' | anyascii: 'IVANIShVILI'
LINES
diff -u "$tmp/expected" "$tmp/observed"
