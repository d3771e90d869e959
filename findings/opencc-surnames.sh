#!/usr/bin/env bash
# One would guess: a converter that works by phrases knows the commonest surnames that simplified and traditional print
#   share, in names of people too, and changes nothing in what is traditional already.
# What happens: the surname 余 becomes 餘 (余秋雨 is 餘秋雨), 干 becomes 幹 (干寶 is 幹寶) though 于 and 范 are spared; and a
#   traditional 岳飛 becomes 嶽飛, while 岳飞 in simplified characters comes out right.
# Version: PyPI opencc-python-reimplemented 0.1.7, configuration s2t
# Why it matters: a list brought to traditional characters to be searched has other surnames than people bear, and
#   doing it twice, or to a mixed list, changes names that were right.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check opencc-python-reimplemented==0.1.7 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from opencc import OpenCC

convert = OpenCC("s2t").convert
for name in ("范冰冰", "于谦", "余秋雨", "余光中", "干宝", "岳飞", "岳飛"):
    print(name, "->", convert(name), "->", convert(convert(name)))
CODE

PYTHONUTF8=1 "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
范冰冰 -> 范冰冰 -> 范冰冰
于谦 -> 于謙 -> 于謙
余秋雨 -> 餘秋雨 -> 餘秋雨
余光中 -> 余光中 -> 余光中
干宝 -> 幹寶 -> 幹寶
岳飞 -> 岳飛 -> 嶽飛
岳飛 -> 嶽飛 -> 嶽飛
LINES
diff -u "$tmp/expected" "$tmp/observed"
