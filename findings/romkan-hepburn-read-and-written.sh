#!/usr/bin/env bash
# One would guess: a module that reads and writes Hepburn reads the two spellings by which Hepburn is known, mb for ん
#   before b (Namba) and tch (Kotchan), or leaves a word whole; and writes ジェ je, トゥ tu, イェ ye.
# What happens: one Latin letter stays in the midst of katakana (ナmバ, コtチャン) while nanba is read wholly. On the way
#   out トゥ is toxu and イェ ixe, the codes of a keyboard, in what is called Hepburn, while ジェ and ティ are je and ti.
# Version: PyPI romkan 0.2.1
# Why it matters: passports and signs write mb and tch, and a half read word matches nothing; no error tells of it.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check romkan==0.2.1 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import romkan

for name in ("nanba", "namba", "kotchan", "homma"):
    print(name, "->", romkan.to_katakana(name))
for name in ("ティム", "ジェームズ", "トゥルク", "イェルク"):
    print(name, "->", romkan.to_hepburn(name))
CODE

PYTHONUTF8=1 "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
nanba -> ナンバ
namba -> ナmバ
kotchan -> コtチャン
homma -> ホmマ
ティム -> timu
ジェームズ -> je-muzu
トゥルク -> toxuruku
イェルク -> ixeruku
LINES
diff -u "$tmp/expected" "$tmp/observed"
