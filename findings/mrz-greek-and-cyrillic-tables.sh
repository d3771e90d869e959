#!/usr/bin/env bash
# One would guess: the tables for machine-readable zones that come with a generator of passports
#   know the letters of the language they are for, and make of Γιώργος Παπανδρέου what Greek
#   passports print, GIORGOS PAPANDREOU.
# What happens: Greek ρ is P, so that the zone reads PAPANDPEOY GIOPGOS, with right check digits;
#   φ has no entry and stays Greek. The Macedonian table has kj for the letter к (NIKJOLA), the
#   Serbian one has no ћ, the Russian one no ь: names in -ић, and Игорь, are refused.
# Version: PyPI mrz 0.6.2, dictionaries greek, cyrillic, cyrillic_serbian, cyrillic_macedonian
# Why it matters: test data for readers of documents are made with it; a zone with a wrong name
#   passes every check of its digits.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check mrz==0.6.2 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
from mrz.base.functions import transliterate
from mrz.generator.dictionaries import cyrillic, cyrillic_macedonian, cyrillic_serbian, greek
from mrz.generator.td3 import TD3CodeGenerator

print(TD3CodeGenerator(
    "P", "GRC", "Παπανδρέου", "Γιώργος", "AE1234567", "GRC", "520616", "M", "300101",
    transliteration=greek.transliteration,
))
for name, table in [
    ("Φώφη Γεννηματά", greek),
    ("Никола Груевски", cyrillic_macedonian),
    ("Новак Ђоковић", cyrillic_serbian),
    ("Игорь Соловьёв", cyrillic),
]:
    print(name, "->", transliterate(name, table.transliteration))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
P<GRCPAPANDPEOY<<GIOPGOS<<<<<<<<<<<<<<<<<<<<
AE12345670GRC5206162M3001019<<<<<<<<<<<<<<00
Φώφη Γεννηματά -> ΦOΦI<GENNIMATA
Никола Груевски -> NIKJOLA<GRUEVSKJI
Новак Ђоковић -> NOVAK<DOKOVIЋ
Игорь Соловьёв -> IGORЬ<SOLOVЬEV
LINES
diff -u "$tmp/expected" "$tmp/observed"
