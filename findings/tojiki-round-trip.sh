#!/usr/bin/env bash
# One would guess: a new package for Tajik, in both directions and with signs over letters kept,
#   brings the name of the president and well-known given names back.
# What happens: Эмомалӣ comes back as Емомалӣ (э and е share one Latin letter), Исҳоқ as Ишоқ (с
#   and ҳ read as sh), and ҶУМЪА as ҶУМъА.
# Version: PyPI tojiki 0.1.0
# Why it matters: Емомалӣ and Ишоқ look like Tajik names and meet neither the register nor the
#   press.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check tojiki==0.1.0 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from tojiki import to_cyrillic, to_latin

for name in ["Эмомалӣ Раҳмон", "Дилшод Эргашев", "Исҳоқ", "Асҳоб", "ҶУМЪА", "Саъдӣ"]:
    latin = to_latin(name)
    print(name, "->", latin, "->", to_cyrillic(latin))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
Эмомалӣ Раҳмон -> Emomalī Rahmon -> Емомалӣ Раҳмон
Дилшод Эргашев -> Dilshod Ergashev -> Дилшод Ергашев
Исҳоқ -> Ishoq -> Ишоқ
Асҳоб -> Ashob -> Ашоб
ҶУМЪА -> JUM'A -> ҶУМъА
Саъдӣ -> Sa'dī -> Саъдӣ
LINES
diff -u "$tmp/expected" "$tmp/observed"
