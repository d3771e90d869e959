#!/usr/bin/env bash
# One would guess: packages that name the Revised Romanization of Korean write the examples that
#   its proclamation of 2000 prints.
# What happens: korean-romanizer writes no sounds across syllables (baekma, jongro, sinra);
#   romaja writes dal for dak, and the tense sound that the rules forbid (gyeongbokkung); koroman
#   drops the h that nouns keep (muko, jipyeonjeon); it alone has haedoji and hangnyeoul.
# Version: PyPI korean-romanizer 0.28.0 (2025-08), romaja 1.0.0 (2026-04), koroman 1.0.16 (2026-05)
# Why it matters: the three give three spellings of one name, and all claim the same standard;
#   stations and places on signs in Korea are none of them.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check korean-romanizer==0.28.0 romaja==1.0.0 koroman==1.0.16 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import koroman
from korean_romanizer.romanizer import Romanizer
from romaja import romaja

PRINTED = {
    "백마": "baengma", "종로": "jongno", "신라": "silla", "같이": "gachi", "해돋이": "haedoji",
    "묵호": "mukho", "집현전": "jiphyeonjeon", "경복궁": "gyeongbokgung", "닭": "dak",
    "학여울": "hangnyeoul", "압구정": "apgujeong", "독도": "dokdo",
}
print("text  printed  korean-romanizer  romaja  koroman")
for text, printed in PRINTED.items():
    print(text, printed, Romanizer(text).romanize(), romaja(text), koroman.romanize(text))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
text  printed  korean-romanizer  romaja  koroman
백마 baengma baekma baengma baengma
종로 jongno jongro jongno jongno
신라 silla sinra silla silla
같이 gachi gati gati gachi
해돋이 haedoji haedodi haedodi haedoji
묵호 mukho mukho mukho muko
집현전 jiphyeonjeon jiphyeonjeon jiphyeonjeon jipyeonjeon
경복궁 gyeongbokgung gyeongbokgung gyeongbokkung gyeongbokgung
닭 dak dak dal dak
학여울 hangnyeoul hagyeoul hagyeoul hangnyeoul
압구정 apgujeong apgujeong apgujeong apgujeong
독도 dokdo dokdo dokdo dokdo
LINES
diff -u "$tmp/expected" "$tmp/observed"
