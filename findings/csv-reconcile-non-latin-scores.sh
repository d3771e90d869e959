#!/usr/bin/env bash
# One would guess: the score over pairs of letters works alike in every script, and parts turned
#   round cost as little in Cyrillic as in Latin letters.
# What happens: pairs are cut from UTF-8 every two bytes. In Cyrillic that makes single letters out
#   of order: Vladimir Putin and Putin Vladimir score 84.6, the same in Cyrillic 12.0.
# Version: PyPI csv-reconcile 0.3.2 (its default scorer)
# Why it matters: who serves Cyrillic or Arabic names to OpenRefine misses the same person, and
#   nothing says that the scorer is made for ASCII.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check csv-reconcile==0.3.2 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from csv_reconcile_dice import normalizeWord, scoreMatch

PAIRS = [
    ("Vladimir Putin", "Putin Vladimir"),
    ("Владимир Путин", "Путин Владимир"),
    ("Tokayev", "Nazarbayev"),
    ("Токаев", "Назарбаев"),
    ("Ivan Petrov", "Petr Ivanov"),
    ("Иван Петров", "Петр Иванов"),
    ("محمود عباس", "ياسر عرفات"),
]
for a, b in PAIRS:
    print(f"{a} | {b}: {scoreMatch(normalizeWord(a), normalizeWord(b)):.1f}")
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
Vladimir Putin | Putin Vladimir: 84.6
Владимир Путин | Путин Владимир: 12.0
Tokayev | Nazarbayev: 40.0
Токаев | Назарбаев: 15.4
Ivan Petrov | Petr Ivanov: 70.0
Иван Петров | Петр Иванов: 21.1
محمود عباس | ياسر عرفات: 23.5
LINES
diff -u "$tmp/expected" "$tmp/observed"
