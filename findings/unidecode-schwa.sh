#!/usr/bin/env bash
# One would guess: the schwa of Azerbaijani, and of Kazakh and Tatar Cyrillic, comes out as a
#   letter: Əliyev as Aliyev or Eliyev, Шәріпов as Sharipov.
# What happens: it becomes the sign @: @liyev, Heyd@r, Sh@ripov. A later step that keeps letters
#   only makes Heydr and liyev, and slugs break the name in two.
# Version: PyPI Unidecode 1.4.0 and text-unidecode 1.3 (the same table)
# Why it matters: every Azerbaijani list of persons has this letter in most names; both packages
#   stand behind slug makers and blocking keys.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check Unidecode==1.4.0 text-unidecode==1.3 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import text_unidecode
import unidecode

for name in ["İlham Əliyev", "Heydər Əliyev", "Məmməd Əmin Rəsulzadə", "Әлихан Бөкейхан", "Шәріпов"]:
    print(name, "->", unidecode.unidecode(name), "|", text_unidecode.unidecode(name))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
İlham Əliyev -> Ilham @liyev | Ilham @liyev
Heydər Əliyev -> Heyd@r @liyev | Heyd@r @liyev
Məmməd Əmin Rəsulzadə -> M@mm@d @min R@sulzad@ | M@mm@d @min R@sulzad@
Әлихан Бөкейхан -> @likhan Bokeikhan | @likhan Bokeikhan
Шәріпов -> Sh@ripov | Sh@ripov
LINES
diff -u "$tmp/expected" "$tmp/observed"
