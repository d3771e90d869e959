#!/usr/bin/env bash
# One would guess: once text is taken apart (NFD), which the BGN transform for Korean needs, it
#   writes every syllable: 부산 is Pusan, 서울 Sŏul, 이순신 I Sunsin.
# What happens: the vowel of many syllables without a final consonant is lost, without an error:
#   부산 is psan, 구미 kmi, 노무현 nmhyŏn; a syllable that is a vowel alone is lost wholly: 이순신
#   is sunsin.
# Version: PyPI pyicu-wheels 2.15.2 with ICU 77.1
# Why it matters: names whose syllables all have finals come out right, so that a few trials show
#   nothing; every second surname and place of Korea is damaged.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check pyicu-wheels==2.15.2 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import unicodedata

import icu

print("ICU", icu.ICU_VERSION)
write = icu.Transliterator.createInstance("Korean-Latin/BGN")
for name in ["부산", "구미", "서울", "노무현", "이순신", "박근혜", "윤석열"]:
    print(name, "->", write.transliterate(unicodedata.normalize("NFD", name)))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
ICU 77.1
부산 -> psan
구미 -> kmi
서울 -> sul
노무현 -> nmhyŏn
이순신 -> sunsin
박근혜 -> pakkŭnhye
윤석열 -> yunsŏgyŏl
LINES
diff -u "$tmp/expected" "$tmp/observed"
