#!/usr/bin/env bash
# One would guess: the function from Latin letters to kana is the other way of the one from kana: a romanized name comes
#   back, a small vowel makes one syllable (シェ is she, チェ che), and what is no Japanese stays as it is.
# What happens: チェ is chie and シェ shie; しんいち and しにち both are shinichi, so that Shin'ichi comes back as しにち;
#   Thomas is read as keys on a Japanese keyboard: てょまっ, a last consonant becomes the sign that doubles the next.
# Version: PyPI jaconv 0.5.0
# Why it matters: two given names become one, and names of foreigners turn into kana that nobody can read back.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check jaconv==0.5.0 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import jaconv

for name in ("ちぇ", "しぇーん", "しんいち", "しにち", "じゅんや", "じゅにゃ"):
    latin = jaconv.kana2alphabet(name)
    print(name, "->", latin, "->", jaconv.alphabet2kana(latin))
for name in ("shin'ichi", "thomas", "max"):
    print(name, "->", jaconv.alphabet2kana(name))
CODE

PYTHONUTF8=1 "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
ちぇ -> chie -> ちえ
しぇーん -> shie-n -> しえーん
しんいち -> shinichi -> しにち
しにち -> shinichi -> しにち
じゅんや -> junya -> じゅにゃ
じゅにゃ -> junya -> じゅにゃ
shin'ichi -> しんいち
thomas -> てょまっ
max -> まっ
LINES
diff -u "$tmp/expected" "$tmp/observed"
