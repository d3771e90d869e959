#!/usr/bin/env bash
# One would guess: a number that Python writes into an .xlsx is the number that Python reads from it.
#   Excel stores seventeen digits, as many as a float may need, and repr() is at hand.
# What happens: XlsxWriter and openpyxl both write sixteen digits. 0.1 + 0.2 comes back as 0.3, and
#   more than one random number in five comes back as another one.
# Version: PyPI XlsxWriter 3.3.1, openpyxl 3.1.5
# Why it matters: a table that goes through a workbook is not the same table; joins on such columns
#   and checks by digest fail, though nothing was edited.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check XlsxWriter==3.3.1 openpyxl==3.1.5 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import random
import sys

import openpyxl
import xlsxwriter

some = [0.1 + 0.2, 1234567890123456.5, 1 / 3]
rng = random.Random(1)
many = [rng.random() for _ in range(1000)]


def by_xlsxwriter(values, path):
    book = xlsxwriter.Workbook(path)
    book.add_worksheet().write_column(0, 0, values)
    book.close()


def by_openpyxl(values, path):
    book = openpyxl.Workbook()
    for value in values:
        book.active.append([value])
    book.save(path)


for write in (by_xlsxwriter, by_openpyxl):
    path = f"{sys.argv[1]}/{write.__name__}.xlsx"
    write(some, path)
    read = [row[0] for row in openpyxl.load_workbook(path).active.values]
    print(write.__name__, read, [a == b for a, b in zip(read, some)])
    write(many, path)
    read = [row[0] for row in openpyxl.load_workbook(path).active.values]
    changed = sum(a != b for a, b in zip(read, many))
    print(write.__name__, "changed", changed, "of", len(many))
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" "$tmp" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
by_xlsxwriter [0.3, 1234567890123456, 0.3333333333333333] [False, False, True]
by_xlsxwriter changed 221 of 1000
by_openpyxl [0.3, 1234567890123456, 0.3333333333333333] [False, False, True]
by_openpyxl changed 221 of 1000
LINES
diff -u "$tmp/expected" "$tmp/observed"
