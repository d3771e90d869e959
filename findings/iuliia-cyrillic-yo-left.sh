#!/usr/bin/env bash
# One would guess: transliteration by a named standard gives Latin letters only; ё is ë in the
#   schemas of ALA-LC, BGN/PCGN, BS, GOST, ISO 9, UNGEGN and the scholars, ь is nothing in Uzbek.
# What happens: eight of these schemas map ё to the Cyrillic ё itself, which looks like ë on every
#   screen; ISO/R 9 has the Latin one. The Uzbek schema leaves ь, and writes the president's
#   Мирзиёев as Mirziyoev, where the spelling rules have Mirziyoyev.
# Version: PyPI iuliia 0.13.0 (2025-01; the same tables serve its ports to a dozen languages)
# Why it matters: Khrushchёv does not equal Khrushchëv, nor do NFKD and removal of marks make it
#   ASCII: they leave a Cyrillic е in the word.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check iuliia==0.13.0 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import unicodedata

import iuliia

left = []
for name in iuliia.__all__:
    if name.isupper() and name != "UZ":
        written = iuliia.translate("Хрущёв", getattr(iuliia, name))
        if any("CYRILLIC" in unicodedata.name(letter) for letter in written):
            left.append(name)
print("Cyrillic left in Хрущёв:", " ".join(sorted(left)))
for name in ["ALA_LC", "BGN_PCGN", "ISO_9_1968"]:
    written = iuliia.translate("Хрущёв", getattr(iuliia, name))
    print(name, written, ascii(unicodedata.normalize("NFKD", written)))
for name in ["Шавкат Мирзиёев", "Игорь", "Альбина"]:
    print("UZ", name, "->", iuliia.translate(name, iuliia.UZ))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
Cyrillic left in Хрущёв: ALA_LC BGN_PCGN BGN_PCGN_ALT BS_2979 GOST_16876 GOST_779 SCIENTIFIC UNGEGN_1987
ALA_LC Khrushchёv 'Khrushch\u0435\u0308v'
BGN_PCGN Khrushchёv 'Khrushch\u0435\u0308v'
ISO_9_1968 Hruščëv 'Hrus\u030cc\u030ce\u0308v'
UZ Шавкат Мирзиёев -> Shavkat Mirziyoev
UZ Игорь -> Igorь
UZ Альбина -> Alьbina
LINES
diff -u "$tmp/expected" "$tmp/observed"
