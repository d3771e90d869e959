#!/usr/bin/env bash
# One would guess: on the way back to Cyrillic, ө, ү and ң may be missing where the word list
#   does not know the name; the other letters stay.
# What happens: a capitalized word near enough to a listed name is replaced by it: Turgunbek
#   comes back as Турсунбек, Esenbek as Энбек, the given name Kamchybek as the surname
#   Камчыбеков, Sydykbekov as Сыдыков.
# Version: PyPI kyrgyz-transliteration 0.2.0 (released 2026)
# Why it matters: the answer is a real name of somebody else, so no check of spelling finds it.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check kyrgyz-transliteration==0.2.0 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from kyrgyz_transliteration import to_cyrillic, to_latin

for name in ["Тургунбек", "Эсенбек", "Камчыбек", "Сыдыкбеков", "Ташиев", "Жапаров"]:
    latin = to_latin(name)
    print(name, "->", latin, "->", to_cyrillic(latin))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
Тургунбек -> Turgunbek -> Турсунбек
Эсенбек -> Esenbek -> Энбек
Камчыбек -> Kamchybek -> Камчыбеков
Сыдыкбеков -> Sydykbekov -> Сыдыков
Ташиев -> Tashiev -> Ташыев
Жапаров -> Japarov -> Жапаров
LINES
diff -u "$tmp/expected" "$tmp/observed"
