#!/usr/bin/env bash
# One would guess: a romanizer whose result is called hepburn writes the syllables that katakana has for foreign
#   names as Hepburn's readers do: ティ ti, シェ she, ヴェ ve; and tells family name from given name for all or none.
# What happens: マーティン is maatein and シェーン shieen, so that Martin and Shane come out as nobody spells them, while
#   ヴェ is ve. 三木武夫 and 宮崎駿 are one word each, 大野裕之 and 小沢一郎 two.
# Version: PyPI pykakasi 2.3.0
# Why it matters: no key by sound joins maatein with Martin, and a search by the last word finds some people and not
#   others, by what the word list happens to hold.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check pykakasi==2.3.0 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import pykakasi

convert = pykakasi.kakasi().convert
for name in ("マーティン", "シェーン", "ヴェーバー", "三木武夫", "宮崎駿", "大野裕之", "小沢一郎"):
    print(name, "->", " ".join(word["hepburn"] for word in convert(name)))
CODE

PYTHONUTF8=1 "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
マーティン -> maatein
シェーン -> shieen
ヴェーバー -> veebaa
三木武夫 -> mikitakeo
宮崎駿 -> miyazakihayao
大野裕之 -> oono hiroyuki
小沢一郎 -> ozawa ichirou
LINES
diff -u "$tmp/expected" "$tmp/observed"
