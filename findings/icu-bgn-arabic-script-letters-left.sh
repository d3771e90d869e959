#!/usr/bin/env bash
# One would guess: the BGN transforms of ICU for Arabic, Persian and Pashto may lack vowels, but
#   give Latin letters.
# What happens: the letter alef stays as it is in the midst of the Latin word, in Arabic also
#   the yeh at the start of a word, in Pashto the letters ک and ي.
# Version: PyPI pyicu-wheels 2.15.2 with ICU 77.1
# Why it matters: alef stands in most Arabic and Persian names; the output mixes two directions
#   of writing, shows scrambled, and compares with nothing.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check pyicu-wheels==2.15.2 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import icu

print("ICU", icu.ICU_VERSION)
NAMES = {
    "Arabic-Latin/BGN": ["محمود عباس", "ياسر عرفات", "حسن"],
    "Persian-Latin/BGN": ["رضا", "خاتمی", "مریم"],
    "Pashto-Latin/BGN": ["کرزی", "غني"],
}
for transform, names in NAMES.items():
    write = icu.Transliterator.createInstance(transform)
    for name in names:
        print(transform, name, "->", ascii(write.transliterate(name)))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
ICU 77.1
Arabic-Latin/BGN محمود عباس -> 'm\u1e29mwd \u2018b\u0627s'
Arabic-Latin/BGN ياسر عرفات -> '\u064a\u0627sr \u2018rf\u0627t'
Arabic-Latin/BGN حسن -> '\u1e29sn'
Persian-Latin/BGN رضا -> 'r\u1e95\u0627'
Persian-Latin/BGN خاتمی -> 'kh\u0627tmy'
Persian-Latin/BGN مریم -> 'mrym'
Pashto-Latin/BGN کرزی -> '\u06a9rzy'
Pashto-Latin/BGN غني -> 'ghn\u064a'
LINES
diff -u "$tmp/expected" "$tmp/observed"
