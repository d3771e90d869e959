#!/usr/bin/env bash
# One would guess: a universal romanizer writes every character of a Chinese or Japanese name as
#   a syllable: 王三运 is wangsanyun, 丁一 dingyi, 三木 武夫 sanmu wufu.
# What happens: characters that also mean a number become digits: wang3yun, ding1, 3mu wufu,
#   1000yulan. Without digits 王三运 and 王运 cannot be told apart, with them no Latin spelling is
#   near. The surname 万 alone is spared when other characters follow.
# Version: PyPI uroman 1.3.1.1
# Why it matters: uroman is a usual first step in matching names across scripts and in making
#   training pairs; whoever strips digits after it loses a part of the name.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check uroman==1.3.1.1 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from uroman import Uroman

uroman = Uroman()
for name in ["王三运", "王运", "丁一", "李百川", "千玉兰", "陆九渊", "三木 武夫", "八木 一男", "千葉", "万钢"]:
    print(name, "->", uroman.romanize_string(name))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
王三运 -> wang3yun
王运 -> wangyun
丁一 -> ding1
李百川 -> li100chuan
千玉兰 -> 1000yulan
陆九渊 -> lu·9yuan
三木 武夫 -> 3mu wufu
八木 一男 -> 8mu 1nan
千葉 -> 1000ye
万钢 -> wangang
LINES
diff -u "$tmp/expected" "$tmp/observed"
