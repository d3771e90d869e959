#!/usr/bin/env bash
# One would guess: style WADEGILES writes Wade-Giles, in which 来 lai is lai and 海 hai is hai, as 代 dai is tai
#   and 开 kai is k'ai: 周恩来 is Chou En-lai, 上海 Shang-hai.
# What happens: behind l and h the final ai becomes ei: 来 is lei as 雷 is, 海 is hei as 黑 is; behind other
#   letters it stays ai.
# Version: PyPI pypinyin 0.55.0
# Why it matters: two syllables become one, so Lai (赖) and Lei (雷), two common surnames, are one spelling.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check pypinyin==0.55.0 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from pypinyin import Style, lazy_pinyin

for name in ("周恩来", "赖", "雷", "上海", "黑", "代", "开"):
    print(name, "->", " ".join(lazy_pinyin(name)), "|", " ".join(lazy_pinyin(name, style=Style.WADEGILES)))
CODE

PYTHONUTF8=1 "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
周恩来 -> zhou en lai | chou en lei
赖 -> lai | lei
雷 -> lei | lei
上海 -> shang hai | shang hei
黑 -> hei | hei
代 -> dai | tai
开 -> kai | k'ai
LINES
diff -u "$tmp/expected" "$tmp/observed"
