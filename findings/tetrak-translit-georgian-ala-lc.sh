#!/usr/bin/env bash
# One would guess: the scheme that says "ALA-LC Romanization Tables, Georgian (2011)" writes what
#   the Library of Congress prints in that table and in its catalogue: Čavčavaże, Šotʻa.
# What happens: it writes the digraphs of the national system of 2002, with the turned comma of
#   ALA-LC for aspirates between them: chavchavadze, shotʻa. No catalogue and no passport has these.
# Version: PyPI tetrak-translit 4.1.0 (2026-10), scheme ka/ala_lc
# Why it matters: the package is made for library catalogues; a record made with it is not found
#   beside those of the Library, and a search by the right heading does not come back.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check tetrak-translit==4.1.0 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import tetrak_translit

scheme = tetrak_translit.get_scheme("ka/ala_lc")
print(scheme.standard)
for name, printed in [("ჭავჭავაძე", "čavčavaże"), ("შოთა", "šotʻa"), ("ჟღენტი", "žġenti"), ("ხაჩიძე", "xačʻiże")]:
    print(name, "-> by the table:", printed, "| written:", tetrak_translit.transliterate(name, "ka/ala_lc"))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
ALA-LC Romanization Tables, Georgian (2011)
ჭავჭავაძე -> by the table: čavčavaże | written: chavchavadze
შოთა -> by the table: šotʻa | written: shotʻa
ჟღენტი -> by the table: žġenti | written: zhghenti
ხაჩიძე -> by the table: xačʻiże | written: khachʻidze
LINES
diff -u "$tmp/expected" "$tmp/observed"
