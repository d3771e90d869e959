#!/usr/bin/env bash
# One would guess: the BGN transforms for Turkmen and Uzbek know every letter of the two
#   Cyrillic alphabets and keep capitals.
# What happens: Turkmen и and Җ stay Cyrillic, in the name of the president too
#   (Berdиmuhamedow); Uzbek Э at the start becomes a small e (ergashew, eRGASHEW); ICU's other
#   Uzbek transform leaves Щ.
# Version: PyPI pyicu-wheels 2.15.2 with ICU 77.1
# Why it matters: a Cyrillic и among Latin letters is easily overlooked; a surname with a small
#   first letter is not taken for a name by what comes after.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check pyicu-wheels==2.15.2 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import icu

print("ICU", icu.ICU_VERSION)
NAMES = {
    "Turkmen-Latin/BGN": ["Бердимухамедов", "Ниязов", "Җума", "Мередов"],
    "Uzbek-Latin/BGN": ["Эргашев", "ЭРГАШЕВ", "Каримов"],
    "uz_Cyrl-uz_Latn": ["Щербаков", "Эргашев"],
}
for transform, names in NAMES.items():
    write = icu.Transliterator.createInstance(transform)
    for name in names:
        latin = write.transliterate(name)
        print(transform, name, "->", latin, "left:", [f"U+{ord(c):04X}" for c in latin if "Ѐ" <= c <= "ӿ"])
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
ICU 77.1
Turkmen-Latin/BGN Бердимухамедов -> Berdиmuhamedow left: ['U+0438']
Turkmen-Latin/BGN Ниязов -> Nиyazow left: ['U+0438']
Turkmen-Latin/BGN Җума -> Җuma left: ['U+0496']
Turkmen-Latin/BGN Мередов -> Meredow left: []
Uzbek-Latin/BGN Эргашев -> ergashew left: []
Uzbek-Latin/BGN ЭРГАШЕВ -> eRGASHEW left: []
Uzbek-Latin/BGN Каримов -> Karimow left: []
uz_Cyrl-uz_Latn Щербаков -> Щerbakov left: ['U+0429']
uz_Cyrl-uz_Latn Эргашев -> Ergashev left: []
LINES
diff -u "$tmp/expected" "$tmp/observed"
