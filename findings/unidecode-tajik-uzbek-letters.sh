#!/usr/bin/env bash
# One would guess: the extra Cyrillic letters of Tajik, Uzbek and Kazakh get the letter of those
#   languages: Ҳасан is Hasan, Ҷалол is Jalol, Һ is h.
# What happens: Ҳ is Kh with an apostrophe and Ҷ is Ch with an apostrophe: Kh'asan, Ch'alol. Ҳ
#   then agrees with Х but not with the Latin spelling in use, and the apostrophe splits the
#   word for a tokenizer.
# Version: PyPI Unidecode 1.4.0
# Why it matters: Tajik and Uzbek names of the press and of passports (Hasan, Jalol, Haydarov)
#   no longer meet their Cyrillic originals by folding.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check Unidecode==1.4.0 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from unidecode import unidecode

for name in ["Ҳасан", "Ҳайдаров", "Шоҳрух", "Ҷалол", "Ҷамшед", "Ғафуров", "Қаҳҳор"]:
    print(name, "->", unidecode(name))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
Ҳасан -> Kh'asan
Ҳайдаров -> Kh'aidarov
Шоҳрух -> Shokh'rukh
Ҷалол -> Ch'alol
Ҷамшед -> Ch'amshed
Ғафуров -> G'afurov
Қаҳҳор -> K'akh'kh'or
LINES
diff -u "$tmp/expected" "$tmp/observed"
