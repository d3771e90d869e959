#!/usr/bin/env bash
# One would guess: the BGN transform for Korean romanizes Korean as everybody stores it, in
#   composed syllables.
# What happens: composed syllables come back as they were, without an error; only text taken
#   apart first (NFD) is romanized. Hangul-Latin does take composed syllables, by another
#   system.
# Version: PyPI pyicu-wheels 2.15.2 with ICU 77.1
# Why it matters: whoever picks the transform by its name for McCune-Reischauer spellings, as in
#   library catalogues, gets Hangul and thinks ICU cannot do it.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check pyicu-wheels==2.15.2 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import unicodedata

import icu

print("ICU", icu.ICU_VERSION)
write = icu.Transliterator.createInstance("Korean-Latin/BGN")
for name in ["윤석열", "백낙청", "한복남"]:
    print(name, "-> NFC:", write.transliterate(name), "| NFD:", write.transliterate(unicodedata.normalize("NFD", name)))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
ICU 77.1
윤석열 -> NFC: 윤석열 | NFD: yunsŏgyŏl
백낙청 -> NFC: 백낙청 | NFD: paengnakch’ŏng
한복남 -> NFC: 한복남 | NFD: hanbongnam
LINES
diff -u "$tmp/expected" "$tmp/observed"
