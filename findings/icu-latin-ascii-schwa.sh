#!/usr/bin/env bash
# One would guess: "Any-Latin; Latin-ASCII" leaves ASCII only, at least for alphabets ICU knows:
#   Əliyev is Aliyev or Eliyev, Ҳасан is Hasan, a Georgian name in capitals goes as one in small
#   letters.
# What happens: the schwa is left as it is, in Latin and made from Cyrillic; Tajik Ҳ and Ҷ are
#   left as Cyrillic letters in the Latin word; Georgian capitals are left wholly; Қ becomes K
#   and a low mark which Latin-ASCII does not take either.
# Version: PyPI pyicu-wheels 2.15.2 with ICU 77.1
# Why it matters: this chain is the usual folding of search engines and databases; every
#   Azerbaijani name and many Tajik and Kazakh ones go through unfolded.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check pyicu-wheels==2.15.2 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import icu

print("ICU", icu.ICU_VERSION)
fold = icu.Transliterator.createInstance("Any-Latin; Latin-ASCII")
for name in ["İlham Əliyev", "Әлихан", "Ҳасан", "Ҷалол", "Тоқаев", "ᲡᲐᲐᲙᲐᲨᲕᲘᲚᲘ", "სააკაშვილი"]:
    folded = fold.transliterate(name)
    print(name, "->", folded, "left:", [f"U+{ord(c):04X}" for c in folded if not c.isascii()])
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
ICU 77.1
İlham Əliyev -> Ilham Əliyev left: ['U+018F']
Әлихан -> Əlihan left: ['U+018F']
Ҳасан -> Ҳasan left: ['U+04B2']
Ҷалол -> Ҷalol left: ['U+04B6']
Тоқаев -> Tokˌaev left: ['U+02CC']
ᲡᲐᲐᲙᲐᲨᲕᲘᲚᲘ -> ᲡᲐᲐᲙᲐᲨᲕᲘᲚᲘ left: ['U+1CA1', 'U+1C90', 'U+1C90', 'U+1C99', 'U+1C90', 'U+1CA8', 'U+1C95', 'U+1C98', 'U+1C9A', 'U+1C98']
სააკაშვილი -> saak'ashvili left: []
LINES
diff -u "$tmp/expected" "$tmp/observed"
