#!/usr/bin/env bash
# One would guess: a Chechen transliterator takes the names of Chechens as they are written in
#   Russian papers: Кадыров is Kadyrov.
# What happens: ы vanishes without a word (Kadrov), every н at the end of a word is ŋ (Ramzaŋ),
#   and the palochka typed as a Latin I, as it often is, stays a vowel letter after х (XIusein)
#   while the right letter makes h.
# Version: PyPI ce-translit 1.0.1
# Why it matters: the surname of the head of the republic loses a vowel; a name typed with I, 1
#   or the palochka gives three spellings.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check ce-translit==1.0.1 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from ce_translit import transliterate

for name in ["Рамзан Кадыров", "Ахмат Кадыров", "Сулейман", "ХӀусейн", "ХIусейн", "Х1усейн"]:
    print(name, "->", transliterate(name))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
Рамзан Кадыров -> Ramzaŋ Kadrov
Ахмат Кадыров -> Axmat Kadrov
Сулейман -> Suleymaŋ
ХӀусейн -> Huseyŋ
ХIусейн -> XIuseyŋ
Х1усейн -> X1useyŋ
LINES
diff -u "$tmp/expected" "$tmp/observed"
