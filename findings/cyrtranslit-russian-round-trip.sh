#!/usr/bin/env bash
# One would guess: a package for both directions brings a Russian name back, or at least gives
#   Cyrillic letters only and capitals at the start of the name only.
# What happens: Щукин becomes SHHukin; Схиладзе comes back with a Latin Sh in a Cyrillic word
#   (Shиладзе), and Майоров comes back as Мажоров, another surname.
# Version: PyPI cyrtranslit 1.2.0, language ru
# Why it matters: words of mixed script pass every look at the screen and fail every comparison.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check cyrtranslit==1.2.0 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import unicodedata

import cyrtranslit

for name in ["Щукин", "Хрущёв", "Схиладзе", "Майоров", "Зайончковский"]:
    latin = cyrtranslit.to_latin(name, "ru")
    back = cyrtranslit.to_cyrillic(latin, "ru")
    left = [unicodedata.name(letter) for letter in back if letter.isascii()]
    print(name, "->", latin, "->", back, "same" if back == name else "not the same", left)
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
Щукин -> SHHukin -> Щукин same []
Хрущёв -> Hrushhyov -> Хрущёв same []
Схиладзе -> Shiladze -> Shиладзе not the same ['LATIN CAPITAL LETTER S', 'LATIN SMALL LETTER H']
Майоров -> Majorov -> Мажоров not the same []
Зайончковский -> Zajonchkovskij -> Зажончковский not the same []
LINES
diff -u "$tmp/expected" "$tmp/observed"
