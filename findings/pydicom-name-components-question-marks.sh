#!/usr/bin/env bash
# One would guess: PersonName.from_named_components makes a name of the components that it is given,
#   as PersonName("Đinđić^Zoran") keeps every letter.
# What happens: unless encodings are passed, all that Latin-1 lacks becomes a question mark:
#   ?in?i?^Zoran, ??????^?????. Latin-1 names (Müller) come through, so Western samples show nothing;
#   all that tells of it is a warning.
# Version: PyPI pydicom 3.0.2
# Why it matters: it is the documented way to build a name for a new file, and the letters are gone
#   before the file's own character set is known; two patients become the same row of question marks.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check pydicom==3.0.2 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from pydicom.valuerep import PersonName

for family, given in [("Müller", "Gerd"), ("Đinđić", "Zoran"), ("Тоқаев", "Қасым"), ("Назарб", "Нурсу")]:
    made = PersonName.from_named_components(family_name=family, given_name=given)
    told = PersonName.from_named_components(family_name=family, given_name=given, encodings=["utf_8"])
    print(f"{family}^{given}", "->", made, "| with utf_8:", told, "| read:", PersonName(f"{family}^{given}"))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
Müller^Gerd -> Müller^Gerd | with utf_8: Müller^Gerd | read: Müller^Gerd
Đinđić^Zoran -> ?in?i?^Zoran | with utf_8: Đinđić^Zoran | read: Đinđić^Zoran
Тоқаев^Қасым -> ??????^????? | with utf_8: Тоқаев^Қасым | read: Тоқаев^Қасым
Назарб^Нурсу -> ??????^????? | with utf_8: Назарб^Нурсу | read: Назарб^Нурсу
LINES
diff -u "$tmp/expected" "$tmp/observed"
