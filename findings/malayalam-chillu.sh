#!/usr/bin/env bash
# One would guess: the two ways to write a final Malayalam consonant, the chillu letter and the
#   older consonant + virama + joiner, are one after normalization, and a romanizer gives one
#   spelling for both.
# What happens: no normal form joins them. indic-transliteration leaves the chillu letters as
#   they stand inside its Latin output (IAST and ITRANS), and writes the older form as n with a
#   joiner; Unidecode drops the chillu letters.
# Version: PyPI indic-transliteration 2.3.82, Unidecode 1.4.0
# Why it matters: Malayalam names end in these letters very often (Mohanlal, Jayan); the same
#   name typed on two keyboards does not match itself.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check indic-transliteration==2.3.82 Unidecode==1.4.0 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import unicodedata

from indic_transliteration import sanscript
from unidecode import unidecode

new, old = "മോഹൻലാൽ", "മോഹന്‍ലാല്‍"
for form in ["NFC", "NFD", "NFKC", "NFKD"]:
    print(form, "one:", unicodedata.normalize(form, new) == unicodedata.normalize(form, old))
for word in [new, old]:
    for scheme in [sanscript.IAST, sanscript.ITRANS]:
        print(scheme, ascii(word), "->", ascii(sanscript.transliterate(word, sanscript.MALAYALAM, scheme)))
    print("unidecode", ascii(word), "->", unidecode(word))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
NFC one: False
NFD one: False
NFKC one: False
NFKD one: False
iast '\u0d2e\u0d4b\u0d39\u0d7b\u0d32\u0d3e\u0d7d' -> 'moha\u0d7bl\u0101\u0d7d'
itrans '\u0d2e\u0d4b\u0d39\u0d7b\u0d32\u0d3e\u0d7d' -> 'moha\u0d7blA\u0d7d'
unidecode '\u0d2e\u0d4b\u0d39\u0d7b\u0d32\u0d3e\u0d7d' -> moohlaa
iast '\u0d2e\u0d4b\u0d39\u0d28\u0d4d\u200d\u0d32\u0d3e\u0d32\u0d4d\u200d' -> 'mohan\u200dl\u0101l\u200d'
itrans '\u0d2e\u0d4b\u0d39\u0d28\u0d4d\u200d\u0d32\u0d3e\u0d32\u0d4d\u200d' -> 'mohan\u200dlAl\u200d'
unidecode '\u0d2e\u0d4b\u0d39\u0d28\u0d4d\u200d\u0d32\u0d3e\u0d32\u0d4d\u200d' -> moohnlaal
LINES
diff -u "$tmp/expected" "$tmp/observed"
