#!/usr/bin/env bash
# One would guess: the Dice score over pairs of letters does not depend on the script, and the
#   order of the parts costs the same little in each (the manual says the score is agnostic to
#   word ordering).
# What happens: the pairs of letters are laid end to end as UTF-8 and cut every two bytes. That
#   is right for ASCII; in Cyrillic it makes single letters, no longer in sorted order, and the
#   walk over both lists loses its place: the same name with its parts turned round scores 84.6
#   in Latin and 12.0 in Cyrillic, less than two different Arabic names score.
# Version: PyPI csv-reconcile 0.3.2 (its default scorer)
# Why it matters: who serves a list of Cyrillic or Arabic names to OpenRefine gets wrong orders
#   and misses the same person, with no sign that the scorer is made for ASCII.
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
