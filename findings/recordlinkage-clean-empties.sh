#!/usr/bin/env bash
# One would guess: the standard cleaning step lowers the case and takes out signs, whatever the
#   script; or it fails on a script it does not know.
# What happens: every Cyrillic, Arabic, Greek or Chinese name becomes an empty string and
#   François becomes franois. Two emptied names then compare as exactly equal, and blocking on
#   the column pairs them all.
# Version: PyPI recordlinkage 0.16
# Why it matters: a linkage run over a mixed column reports perfect agreement between people who
#   share nothing but a script.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check recordlinkage==0.16 "pandas<3" \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import pandas as pd
import recordlinkage
from recordlinkage.preprocessing import clean

names = pd.Series(["Владимир Путин", "Касым-Жомарт Токаев", "محمود عباس", "Αλέξης Τσίπρας", "胡适", "François Hollande"])
cleaned = clean(names)
print(list(cleaned))
table = pd.DataFrame({"name": cleaned})
index = recordlinkage.Index()
index.block("name")
pairs = index.index(table)
compare = recordlinkage.Compare()
compare.exact("name", "name", label="exact")
scores = compare.compute(pairs, table)
for (a, b), row in scores.sort_index().iterrows():
    print(names[a], "=", names[b], int(row["exact"]))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
['', '', '', '', '', 'franois hollande']
Касым-Жомарт Токаев = Владимир Путин 1
محمود عباس = Владимир Путин 1
محمود عباس = Касым-Жомарт Токаев 1
Αλέξης Τσίπρας = Владимир Путин 1
Αλέξης Τσίπρας = Касым-Жомарт Токаев 1
Αλέξης Τσίπρας = محمود عباس 1
胡适 = Владимир Путин 1
胡适 = Касым-Жомарт Токаев 1
胡适 = محمود عباس 1
胡适 = Αλέξης Τσίπρας 1
LINES
diff -u "$tmp/expected" "$tmp/observed"
