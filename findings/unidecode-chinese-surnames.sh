#!/usr/bin/env bash
# One would guess: one reading per character, and for common surnames the one the surname has: 沈
#   Shen, 葉 Ye, 万 Wan, 翟 Zhai, 朴 Piao or Park. Different surnames come out different.
# What happens: some of the commonest come out as another surname: 沈 is Chen (as 陈), 葉 is Xie
#   (as 谢, while the simplified 叶 is Ye), 万 is Mo (as 莫), 翟 is Di (as 狄).
# Version: PyPI Unidecode 1.4.0
# Why it matters: a Shen is filed and matched as a Chen, and one person written in traditional
#   and simplified characters gets two surnames.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check Unidecode==1.4.0 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from unidecode import unidecode

for name, other in [("沈从文", "陈从文"), ("葉劍英", "谢剑英"), ("葉劍英", "叶剑英"), ("万钢", "莫钢"), ("翟天临", "狄天临")]:
    print(name, "->", unidecode(name).strip(), "|", other, "->", unidecode(other).strip())
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
沈从文 -> Chen Cong Wen | 陈从文 -> Chen Cong Wen
葉劍英 -> Xie Jian Ying | 谢剑英 -> Xie Jian Ying
葉劍英 -> Xie Jian Ying | 叶剑英 -> Xie Jian Ying
万钢 -> Mo Gang | 莫钢 -> Mo Gang
翟天临 -> Di Tian Lin | 狄天临 -> Di Tian Lin
LINES
diff -u "$tmp/expected" "$tmp/observed"
