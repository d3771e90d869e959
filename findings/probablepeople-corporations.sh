#!/usr/bin/env bash
# One would guess: a parser of names that tells people from companies takes two capitalized words without a word of
#   companies for a person, or says that it does not know; at any rate one spelling of a name as the other.
# What happens: Nursultan Nazarbayev, Aung San Suu Kyi and all tried names in Cyrillic are corporations, without a sign
#   of doubt, while Angela Merkel and Mao Zedong are people. Xi is Xi Jinping's given name.
# Version: PyPI probablepeople 0.5.6
# Why it matters: a pipeline that files parties by this type sends people with names that its training lacked, which are
#   mostly foreigners, to the list of companies, where nobody looks for them.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check probablepeople==0.5.6 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import probablepeople

for name in ("Angela Merkel", "Mao Zedong", "Nursultan Nazarbayev", "Aung San Suu Kyi", "Владимир Путин",
             "Ангела Меркель", "Xi Jinping"):
    parts, kind = probablepeople.tag(name)
    print(name, "->", kind, dict(parts))
CODE

PYTHONUTF8=1 "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
Angela Merkel -> Person {'GivenName': 'Angela', 'Surname': 'Merkel'}
Mao Zedong -> Person {'GivenName': 'Mao', 'Surname': 'Zedong'}
Nursultan Nazarbayev -> Corporation {'CorporationName': 'Nursultan Nazarbayev'}
Aung San Suu Kyi -> Corporation {'CorporationName': 'Aung San Suu Kyi'}
Владимир Путин -> Corporation {'CorporationName': 'Владимир Путин'}
Ангела Меркель -> Corporation {'CorporationName': 'Ангела Меркель'}
Xi Jinping -> Person {'GivenName': 'Xi', 'Surname': 'Jinping'}
LINES
diff -u "$tmp/expected" "$tmp/observed"
