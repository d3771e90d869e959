#!/usr/bin/env bash
# One would guess: a reader of workbooks gives two cells that Excel shows differently two values, and
#   says of a cell that holds #N/A that it is no empty one.
# What happens: #N/A and an empty cell are both ''. In cells with a date format, -3 and 0 are both
#   midnight, and days 59 and 60 (which Excel shows as 28 and 29 February 1900) are one date. Rows come
#   with empty ones at the beginning, but without the empty columns at the left: the cell B2 stands
#   first in its row.
# Version: PyPI python-calamine 0.9.1, files made by XlsxWriter 3.3.1
# Why it matters: a failed lookup in a list of people becomes "no value", and columns counted by
#   number are others in a sheet that begins in column B.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check XlsxWriter==3.3.1 python-calamine==0.9.1 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import sys

import xlsxwriter
from python_calamine import CalamineWorkbook

path = sys.argv[1] + "/a.xlsx"
book = xlsxwriter.Workbook(path)
date = book.add_format({"num_format": "yyyy-mm-dd"})
sheet = book.add_worksheet()
sheet.write_string(1, 1, "what")
cases = ["-3 as a date", "0 as a date", "59 as a date", "60 as a date", "=NA()", "nothing"]
for row, what in enumerate(cases, 2):
    sheet.write_string(row, 1, what)
    if what.endswith("as a date"):
        sheet.write_number(row, 2, int(what.split()[0]), date)
sheet.write_formula(6, 2, "=NA()", None, "#N/A")
book.close()

read = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
for row in read.iter_rows():
    print(row)
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" "$tmp" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
['', '']
['what', '']
['-3 as a date', datetime.time(0, 0)]
['0 as a date', datetime.time(0, 0)]
['59 as a date', datetime.date(1900, 2, 28)]
['60 as a date', datetime.date(1900, 2, 28)]
['=NA()', '']
['nothing', '']
LINES
diff -u "$tmp/expected" "$tmp/observed"
