#!/usr/bin/env bash
# One would guess: a parser of names takes the first of two or three words for a given name unless it is plainly a title,
#   and a middle name for a middle name in Vietnam as elsewhere.
# What happens: the initials of MS Dhoni are the title Ms, and the Md. of Bengal, Mohammad, is the title of a doctor, so
#   that Md. Rahman has no given name (M.S. Dhoni and Md Rahman have). Văn, the middle name of a great part of Vietnamese
#   men, is the Dutch van: Le Van Thieu is one Van Thieu, Ngo Dinh Diem has a middle name. Judge Reinhold and King Camp
#   Gillette lose a given name, Earl Warren and Major Owens keep theirs.
# Version: PyPI nameparser 2.6.0
# Why it matters: whether a full stop stands there decides what a person's given name is, and a join by it fails.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check nameparser==2.6.0 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from nameparser import HumanName

for name in ("MS Dhoni", "M.S. Dhoni", "Md. Rahman", "Md Rahman", "Le Van Thieu", "Ngo Dinh Diem",
             "Judge Reinhold", "King Camp Gillette", "Earl Warren", "Major Owens"):
    print(name, "->", HumanName(name).as_dict(False))
CODE

PYTHONUTF8=1 "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
MS Dhoni -> {'title': 'MS', 'last': 'Dhoni'}
M.S. Dhoni -> {'first': 'M.S.', 'last': 'Dhoni'}
Md. Rahman -> {'title': 'Md.', 'last': 'Rahman'}
Md Rahman -> {'first': 'Md', 'last': 'Rahman'}
Le Van Thieu -> {'first': 'Le', 'last': 'Van Thieu'}
Ngo Dinh Diem -> {'first': 'Ngo', 'middle': 'Dinh', 'last': 'Diem'}
Judge Reinhold -> {'title': 'Judge', 'last': 'Reinhold'}
King Camp Gillette -> {'title': 'King', 'first': 'Camp', 'last': 'Gillette'}
Earl Warren -> {'first': 'Earl', 'last': 'Warren'}
Major Owens -> {'first': 'Major', 'last': 'Owens'}
LINES
diff -u "$tmp/expected" "$tmp/observed"
