#!/usr/bin/env bash
# One would guess: a text with a Windows line end that one Python library writes into an .xlsx is the
#   text that another one reads from it.
# What happens: Excel's escape for characters beyond XML, _x000D_, is written by XlsxWriter and not
#   decoded by openpyxl and, through it, by pandas: the cell reads a_x000D_ at the end of its line.
#   The other way round, openpyxl does not escape: a text that holds _x0041_ is, to those who decode,
#   the letter A. python-calamine decodes.
# Version: PyPI XlsxWriter 3.3.1, openpyxl 3.1.5, python-calamine 0.9.1
# Why it matters: addresses and notes typed in Excel carry such line ends. Names in them are compared
#   with "_x000D_" at their end, and the same file gives other texts under another engine.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check \
    XlsxWriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1 \
    >"$tmp/install.log" 2>&1 || { cat "$tmp/install.log" >&2; exit 1; }

cat >"$tmp/try.py" <<'CODE'
import sys

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

texts = ["Marat Kozhayev\r\nAlmaty", "file_x0041_1"]


def show(writer, path):
    by_openpyxl = [row[0] for row in openpyxl.load_workbook(path).active.values]
    by_calamine = [row[0] for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]
    for text, one, other in zip(texts, by_openpyxl, by_calamine):
        print(writer, repr(text), "openpyxl:", repr(one), "calamine:", repr(other))


path = sys.argv[1] + "/a.xlsx"
book = xlsxwriter.Workbook(path)
book.add_worksheet().write_column(0, 0, texts)
book.close()
show("XlsxWriter", path)
book = openpyxl.Workbook()
for text in texts:
    book.active.append([text])
book.save(path)
show("openpyxl", path)
CODE

PYTHONUTF8=1 PYTHONWARNINGS=ignore "$tmp/venv/bin/python" "$tmp/try.py" "$tmp" >"$tmp/observed" 2>"$tmp/stderr" \
    || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
XlsxWriter 'Marat Kozhayev\r\nAlmaty' openpyxl: 'Marat Kozhayev_x000D_\nAlmaty' calamine: 'Marat Kozhayev\r\nAlmaty'
XlsxWriter 'file_x0041_1' openpyxl: 'file_x0041_1' calamine: 'file_x0041_1'
openpyxl 'Marat Kozhayev\r\nAlmaty' openpyxl: 'Marat Kozhayev\nAlmaty' calamine: 'Marat Kozhayev\nAlmaty'
openpyxl 'file_x0041_1' openpyxl: 'file_x0041_1' calamine: 'fileA1'
LINES
diff -u "$tmp/expected" "$tmp/observed"
