"""A gazetteer kept as a table: CSV or TSV, one entity per row, so that people can bring the list they have.

The columns `id` and `name` are required, under these names or others that the caller gives; the other columns
of the format are optional, and letter case makes no difference. `;` splits the cells of `short`, `variants`
and `aliases`. A cell of `native`, `full`, `styles` or `ids` is `kk:Қасым;ru:Касым`; in `native` and `full` a
text may also stand without its language.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from names.gazetteer.checking import KEYS, LANGUAGE, read_entity
from names.gazetteer.faults import Findings, nearest, shown
from names.gazetteer.nodes import Node, note_duplicate
from names.gazetteer.rolls import Roll

_DELIMITERS = (",", "\t", ";")  # in this order: a header with commas is split at them, whatever else it holds
_LISTS = ("short", "variants", "aliases")
_BY_LANGUAGE = ("native", "full")
_PAIRS = ("styles", "ids")
_LABELLED = re.compile(rf"\s*({LANGUAGE.pattern})\s*:(.*)", re.DOTALL)

_Row = tuple[int, list[str]]


def read_sheet(
    lines: Iterable[str],
    findings: Findings,
    roll: Roll,
    delimiter: str | None = None,
    id_column: str | None = None,
    name_column: str | None = None,
) -> None:
    """Read a table into a roll, row by row.

    Args:
        lines: The lines of the file.
        findings: Takes every fault; columns that are not the format's are a warning.
        roll: Takes the entities.
        delimiter: What stands between cells; None to take the header's: a comma, tab or semicolon.
        id_column: The column that holds the ids, or None for `id`.
        name_column: The column that holds the names, or None for `name`.
    """
    first, rest = _header_line(lines)
    if not findings.whole:  # the header is not UTF-8: what its columns are called cannot be known
        return
    if delimiter is None:
        delimiter = next((sign for sign in _DELIMITERS if sign in first[-1]), ",") if first else ","
    rows = _rows(csv.reader(chain(first, rest), delimiter=delimiter, strict=True), findings)
    header = next(rows, None)
    if header is None:
        findings.stop(None, "the file has no header", "begin it with the names of its columns, as id,name")
        return
    columns = _columns(header, id_column, name_column, findings)
    if columns is not None:
        _read_rows(rows, len(header[1]), columns, findings, roll)


def _read_rows(
    rows: Iterator[_Row], width: int, columns: dict[str, int], findings: Findings, roll: Roll
) -> None:
    count = len(roll)
    for line, cells in rows:
        if len(cells) != width:
            what = f"the row has {len(cells)} cells, and the header has {width}"
            findings.stop(line, what, "fill the row up, or quote the cell that holds the delimiter")
            continue
        entity = read_entity(_record(columns, cells, line, findings), findings)
        if entity is not None:
            roll.add(entity, line, findings)
    if len(roll) == count and not findings.faults:
        findings.warn(None, "the file holds no records", "see that it is the one you mean")


def _header_line(lines: Iterable[str]) -> tuple[list[str], Iterator[str]]:
    """Return the lines up to the header, which is the last of them, and the rest."""
    rest = iter(lines)
    first: list[str] = []
    for line in rest:
        first.append(line)
        if line.strip():
            break
    return first, rest


def _rows(reader: Iterator[list[str]], findings: Findings) -> Iterator[_Row]:
    """Yield every row that is not empty, with the line where it begins."""
    while True:
        line = reader.line_num + 1  # type: ignore[attr-defined]
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            findings.stop(line, f"the row that begins here cannot be read ({error})", "mend its quotes")
            return
        if any(cell.strip() for cell in cells):
            yield line, cells


def _columns(
    header: _Row, id_column: str | None, name_column: str | None, findings: Findings
) -> dict[str, int] | None:
    """Return where each key of the format stands, or None after a fault."""
    line, titles = header[0], [title.strip() for title in header[1]]
    given = {"id": id_column, "name": name_column}
    columns: dict[str, int] = {}
    whole = True
    for key in KEYS:
        places = _places(key, titles, given.get(key))
        if len(places) > 1:
            note_duplicate(titles[places[1]], line, line, findings)
            whole = False
        elif places:
            columns[key] = places[0]
        elif key in given:
            _note_missing(key, given[key] or key, titles, line, findings)
            whole = False
    if whole:
        _warn_of_unread(titles, columns, line, findings)
    return columns if whole else None


def _places(key: str, titles: list[str], given: str | None) -> list[int]:
    """Return the columns that hold a key: the one given for it, else those called like it in any case."""
    if given is not None:
        return [place for place, title in enumerate(titles) if title == given.strip()]
    return [place for place, title in enumerate(titles) if title.casefold() == key]


def _note_missing(key: str, title: str, titles: list[str], line: int, findings: Findings) -> None:
    there = ", ".join(map(shown, titles))
    what = f"there is no column {shown(title)}; the columns are {there}"
    findings.stop(line, what, f"say which one holds the {key} with --{key}-column")


def _warn_of_unread(titles: list[str], columns: dict[str, int], line: int, findings: Findings) -> None:
    free = [key for key in KEYS if key not in columns]
    for place, title in enumerate(titles):
        if place not in columns.values():
            meant = nearest(title, free)
            remedy = f'call it "{meant}" if that is what it holds' if meant else "nothing need be done"
            findings.warn(line, f"the column {shown(title)} is not read", remedy)


def _record(columns: dict[str, int], cells: list[str], line: int, findings: Findings) -> Node:
    """Return a row as a record; a cell that is empty says nothing."""
    fields: dict[str, Node] = {"id": Node(None, line), "name": Node(None, line)}
    for key, place in columns.items():
        if cells[place].strip():
            fields[key] = _cell(key, cells[place], line, findings)
    return Node(fields, line)


def _cell(key: str, cell: str, line: int, findings: Findings) -> Node:
    if key in _LISTS:
        return Node([Node(part, line) for part in _parts(cell)], line)
    if key in _BY_LANGUAGE:
        return _by_language(cell, line)
    if key in _PAIRS:
        return _pairs(key, cell, line, findings)
    return Node(cell, line)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _by_language(cell: str, line: int) -> Node:
    """Return texts with their languages; a text without one has none, and is a form all the same."""
    forms = []
    for part in _parts(cell):
        labelled = _LABELLED.fullmatch(part)
        form = {"text": Node(labelled[2] if labelled else part, line)}
        if labelled:
            form["lang"] = Node(labelled[1], line)
        forms.append(Node(form, line))
    return Node(forms, line)


def _pairs(key: str, cell: str, line: int, findings: Findings) -> Node:
    pairs: dict[str, Node] = {}
    for part in _parts(cell):
        word, colon, text = part.partition(":")
        word = word.strip()
        if not colon:
            findings.add(line, f'{shown(part)} in "{key}" has no colon', "write it as scheme:value")
        elif word in pairs:
            note_duplicate(word, line, line, findings)
        else:
            pairs[word] = Node(text, line)
    return Node(pairs, line)
