#!/usr/bin/env bash
# One would guess: Mongolian names survive Cyrillic, Latin, Cyrillic in a package made for the
#   Mongolian standard, in capitals too, and Ж is j as in passports (Elbegdorj).
# What happens: the genitive ending -ын, with which many patronymics end, comes back as -йн
#   (Намбарйн), Ж is zh, and capital Ц is Ts before capitals (TsEDENBAL).
# Version: PyPI mn-translit 1.0.3
# Why it matters: the patronymic stands first in a full Mongolian name; after the round trip it
#   is a word that does not exist.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check mn-translit==1.0.3 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from mn_translit import cyrillic_to_latin, latin_to_cyrillic

for name in ["Намбарын Энхбаяр", "Ухнаагийн Хүрэлсүх", "Цахиагийн Элбэгдорж", "Дамдины Сүхбаатар", "ЦЭДЭНБАЛ"]:
    latin = cyrillic_to_latin(name)
    print(name, "->", latin, "->", latin_to_cyrillic(latin))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
Намбарын Энхбаяр -> Nambaryn Enkhbayar -> Намбарйн Энхбаяр
Ухнаагийн Хүрэлсүх -> Ukhnaagiyn Khürelsükh -> Ухнаагийн Хүрэлсүх
Цахиагийн Элбэгдорж -> Tsakhiagiyn Elbegdorzh -> Цахиагийн Элбэгдорж
Дамдины Сүхбаатар -> Damdiny Sükhbaatar -> Дамдинй Сүхбаатар
ЦЭДЭНБАЛ -> TsEDENBAL -> ЦЭДЭНБАЛ
LINES
diff -u "$tmp/expected" "$tmp/observed"
