#!/usr/bin/env bash
# One would guess: Armenian ո inside a word is o, ու is u and և is ev, in small letters and in
#   capitals: Nikol, Levon, Urartu.
# What happens: every ո is vo, even inside a word (Nikvol, Hvovhannisjan), և is the sign &
#   (Er&an), and a word in capitals keeps an Armenian letter in the Latin output.
# Version: PyPI transliterate 1.10.2, language pack hy
# Why it matters: no Armenian name with an o meets its spelling in the press, and & splits the
#   word.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check transliterate==1.10.2 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from transliterate import translit

for name in ["Նիկոլ", "Ռոբերտ", "Լևոն", "Երևան", "Հովհաննիսյան", "ՈՒՐԱՐՏՈՒ"]:
    print(name, "->", translit(name, "hy", reversed=True))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
Նիկոլ -> Nikvol
Ռոբերտ -> Rvobert
Լևոն -> L&von
Երևան -> Er&an
Հովհաննիսյան -> Hvovhannisjan
ՈՒՐԱՐՏՈՒ -> VoՒRARTVoՒ
LINES
diff -u "$tmp/expected" "$tmp/observed"
