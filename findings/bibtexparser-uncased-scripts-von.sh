#!/usr/bin/env bash
# One would guess: a name of three words is split alike in every script: Narendra Damodardas Modi
#   and नरेन्द्र दामोदरदास मोदी have two given names and a family name.
# What happens: in scripts without capitals (Arabic, Hebrew, Devanagari, Georgian, Chinese, Korean)
#   all words but the last become the particle "von", and the given names are empty. With two words
#   the same scripts are split as expected.
# Version: PyPI bibtexparser 2.1.0
# Why it matters: whoever prints family names with their particle, or builds keys and initials from
#   the given names, loses the given names of just these authors, without a warning; a sample of
#   names of two words shows nothing of it.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check bibtexparser==2.1.0 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from bibtexparser.middlewares.names import parse_single_name_into_parts

for name in [
    "Narendra Damodardas Modi",
    "नरेन्द्र दामोदरदास मोदी",
    "محمد بن سلمان",
    "محمود عباس",
    "מיכאל אברהם לוי",
    "მიხეილ ნიკოლოზის სააკაშვილი",
    "მიხეილ სააკაშვილი",
]:
    parts = parse_single_name_into_parts(name)
    print(name, "-> first", parts.first, "von", parts.von, "last", parts.last)
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
Narendra Damodardas Modi -> first ['Narendra', 'Damodardas'] von [] last ['Modi']
नरेन्द्र दामोदरदास मोदी -> first [] von ['नरेन्द्र', 'दामोदरदास'] last ['मोदी']
محمد بن سلمان -> first [] von ['محمد', 'بن'] last ['سلمان']
محمود عباس -> first ['محمود'] von [] last ['عباس']
מיכאל אברהם לוי -> first [] von ['מיכאל', 'אברהם'] last ['לוי']
მიხეილ ნიკოლოზის სააკაშვილი -> first [] von ['მიხეილ', 'ნიკოლოზის'] last ['სააკაშვილი']
მიხეილ სააკაშვილი -> first ['მიხეილ'] von [] last ['სააკაშვილი']
LINES
diff -u "$tmp/expected" "$tmp/observed"
