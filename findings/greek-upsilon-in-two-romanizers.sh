#!/usr/bin/env bash
# One would guess: a Greek name comes out by the state standard (ELOT 743) or near it:
#   Papandreou, Boutaris, Evangelos, Mitsotakis.
# What happens: ου is oy in both, so Papandreoy; ευ is eu or ey; initial Μπ is B in one, Mp in
#   the other; cyrtranslit writes eta as h and omega as w (Mhtsotakhs) and loses the final sigma
#   on the way back.
# Version: PyPI transliterate 1.10.2 (el), cyrtranslit 1.2.0 (el)
# Why it matters: ου stands in a large share of Greek surnames, and these spellings stand in no
#   passport and no newspaper.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check transliterate==1.10.2 cyrtranslit==1.2.0 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import cyrtranslit
from transliterate import translit

for name in ["Παπανδρέου", "Μπουτάρης", "Ευάγγελος", "Μητσοτάκης", "Αυγερινός"]:
    one, other = translit(name, "el", reversed=True), cyrtranslit.to_latin(name, "el")
    print(name, "->", one, "|", other, "->", cyrtranslit.to_cyrillic(other, "el"))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
Παπανδρέου -> Papandreoy | Papandreoy -> Παπανδρεου
Μπουτάρης -> Boytaris | Mpoytarhs -> Μπουταρησ
Ευάγγελος -> Euangelos | Eyaggelos -> Ευαγγελοσ
Μητσοτάκης -> Mitsotakis | Mhtsotakhs -> Μητσοτακησ
Αυγερινός -> Augerinos | Aygerinos -> Αυγερινοσ
LINES
diff -u "$tmp/expected" "$tmp/observed"
