"""Rows of decisions as people fill them in: a table of spellings with ids, or a review that comes back.

A review (`names review`) has a column `new` beside the id. There an empty row decides nothing, a `-` in place
of an id means nobody listed, and what is filled in one row of a group holds for all rows of the group that
are empty. In a table without that column an empty id means nobody listed. A column `until` has the last day
on which a row holds; behind it the row is as good as not there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from names.tables.answers import Options
from names.tables.dialects import TextForm
from names.tables.encodings import Decoder
from names.tables.files import held_sources, open_reading
from names.tables.formats import DELIMITED
from names.tables.openings import Opening, read_pieces
from names.tables.output import Source, describe_source, open_source
from names.tables.paths import Ledger
from names.tables.table_errors import EmptyTableError, TableError

BLOCK = 1 << 20  # bytes read at a time
NOBODY = frozenset("-–—")  # in place of an id: nobody listed
OPEN = "?"  # in place of an id: decided neither by this row nor by another one of its group
COLUMNS = ("spelling", "id")
_NO = re.compile(r"(?:0|no?|false|нет|жоқ|joq)?", re.IGNORECASE)  # in the column `new`
_DAY = re.compile(r"(?:(\d{4})-(\d\d?)-(\d\d?)(?:[T ][\d:.]*)?|(\d\d?)\.(\d\d?)\.(\d{4}))")
_YES = re.compile(r"(?:1|x|х|y|yes|new|true|да|иә|\+|✓|✔)", re.IGNORECASE)


class DecidedRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a row says of a spelling.

    Attributes:
        line: Where it stands, from 1, the header counted.
        spelling: Without the spaces around it.
        id: As it is filled in; None where the row is too short to have one.
        is_new: Whether the spelling is that of somebody who is to be listed.
        name: What that one is called, where the row says so; else "".
        group: The spellings with the same text here are one name; "" for none.
        group_name: What they are called.
        cells: All cells, by the title of their column in small letters.
    """

    line: int
    spelling: str
    id: str | None
    is_new: bool = False
    name: str = ""
    group: str = ""
    group_name: str = ""
    cells: dict[str, str] = {}

    @property
    def until(self) -> dt.date | None:
        """The last day on which it holds; None where it has none.

        Raises:
            ValueError: What is written there is no day: neither 2027-01-31 nor 31.01.2027.
        """
        written = self.cells.get("until", "")
        if not written:
            return None
        found = _DAY.fullmatch(written)
        if found is None:
            raise ValueError(written)
        year, month, day, *other = found.groups()
        return dt.date(*map(int, (year, month, day) if year else reversed(other)))

    @property
    def is_open(self) -> bool:
        """Whether it decides nothing, where an empty row decides nothing."""
        return not self.is_new and self.id in (None, "", OPEN)

    @property
    def is_nobody(self) -> bool:
        """Whether it says that nobody listed is meant, where an empty row decides nothing."""
        return not self.is_new and self.id is not None and self.id in NOBODY


class DecidedTable(msgspec.Struct, frozen=True):
    """The rows of a table of decisions.

    Attributes:
        place: What messages call it.
        rows: In order.
        is_review: Whether it is a review, in which an empty row decides nothing.
    """

    place: str
    rows: tuple[DecidedRow, ...]
    is_review: bool


def read_rows(source: Source) -> DecidedTable:
    """Return the rows of a table of decisions, of any format.

    Args:
        source: A path, or `-`.

    Raises:
        TableError: It cannot be read, or has not the columns `spelling` and `id`.
    """
    with held_sources(source, None) as [(opened, form)]:
        place = describe_source(opened)
        titles, rows = _of_text(opened, place) if form in DELIMITED else _of_file(opened, form, place)
    is_review = "new" in titles
    found = tuple(_row(line, dict(zip(titles, cells, strict=False))) for line, cells in rows)
    return DecidedTable(place, _with_groups(found) if is_review else found, is_review)


def _of_text(source: Source, place: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    with open_source(source) as stream:
        pieces = read_pieces(stream, Decoder(place), BLOCK)
        try:
            opening = Opening(pieces, place, COLUMNS, TextForm())
        except EmptyTableError:
            raise _no_decisions(place, []) from None
        titles = _titles(opening.names, place)
        rows = [
            (record.line, [opening.value(record, at) for at in range(min(len(titles), len(record.cells)))])
            for record in opening.rows()
        ]
    return titles, rows


def _of_file(source: Source, form: str, place: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    import polars as pl

    options = Options(columns=("spelling",))
    with open_reading(source, form, options, None, Ledger(), lambda told: None, texts=True) as reading:
        titles = _titles(list(reading.schema), place)
        rows: list[tuple[int, list[str]]] = []
        for portion in reading.portions:
            texts = portion.with_columns(pl.all().cast(pl.String).fill_null(""))
            rows += [(len(rows) + 2 + n, list(cells)) for n, cells in enumerate(texts.iter_rows())]
    return titles, rows


def _titles(names: Sequence[str], place: str) -> list[str]:
    titles = [name.strip().casefold() for name in names]
    if any(titles.count(column) != 1 for column in COLUMNS):
        raise _no_decisions(place, titles)
    return titles


def _no_decisions(place: str, titles: Sequence[str]) -> TableError:
    there = ", ".join(map(repr, titles)) or "nothing"
    return TableError(
        f"{place}: decisions are a table with the columns spelling and id, and a note if wanted; "
        f"its first line has {there}"
    )


def _row(line: int, cells: dict[str, str]) -> DecidedRow:
    cells = {title: cell.strip() for title, cell in cells.items()}
    new = cells.get("new", "")
    is_new = _NO.fullmatch(new) is None
    return DecidedRow(
        line=line,
        spelling=cells.get("spelling", ""),
        id=cells.get("id"),
        is_new=is_new,
        name=new if is_new and not _YES.fullmatch(new) else "",
        group=cells.get("group", ""),
        group_name=cells.get("group_name", ""),
        cells=cells,
    )


def _with_groups(rows: Sequence[DecidedRow]) -> tuple[DecidedRow, ...]:
    """Return rows with what one of their group decides, where they are empty and the others are at one."""
    decided: dict[str, list[DecidedRow]] = defaultdict(list)
    for row in rows:
        if row.group and not row.is_open:
            decided[row.group].append(row)
    return tuple(_with_group(row, decided.get(row.group, [])) for row in rows)


def _with_group(row: DecidedRow, others: Sequence[DecidedRow]) -> DecidedRow:
    if not others or row.id == OPEN or not row.is_open:
        return row
    if len({(other.id, other.is_new) for other in others}) > 1:
        return row
    name = next((other.name for other in others if other.name), "")
    cells = row.cells if row.cells.get("until") else {**row.cells, "until": others[0].cells.get("until", "")}
    return msgspec.structs.replace(row, id=others[0].id, is_new=others[0].is_new, name=name, cells=cells)


class Standing(msgspec.Struct):
    """What of a table of decisions holds on a day.

    Attributes:
        rows: Those that decide something and hold.
        ended: How many did so and hold no more.
        faults: What is wrong with the last days of the others, a line each.
    """

    rows: list[DecidedRow]
    ended: int
    faults: list[str]


def standing(table: DecidedTable, today: dt.date | None = None) -> Standing:
    """Return what of a table of decisions holds.

    Args:
        table: Of decisions.
        today: The day; None for the one it is here.
    """
    found = Standing([], 0, [])
    for row in table.rows:
        if table.is_review and row.is_open:
            continue
        try:
            until = row.until
        except ValueError:
            found.faults.append(
                f"{table.place}:{row.line}: {row.cells['until']!r} in the column until is no day; write it "
                "as 2027-01-31, or leave it empty where the decision has no end"
            )
            continue
        if until is not None and until < (today or dt.date.today()):
            found.ended += 1
        else:
            found.rows.append(row)
    return found


def looked_up(id: str, known: dict[str, str]) -> str:
    """Return an id as it is listed, where a spreadsheet made a number of it: 7 or 7.0 of 007.

    Args:
        id: As a person or a spreadsheet wrote it.
        known: The listed id of each number that only one of them makes (`numbers_of`).

    Examples:
        >>> looked_up("7.0", {"7": "007"}), looked_up("almira", {"7": "007"})
        ('007', 'almira')
    """
    return known.get(_as_number(id), id)


def numbers_of(ids: Iterator[str] | Sequence[str]) -> dict[str, str]:
    """Return the listed id of each number that a spreadsheet makes of one, where it is of one alone.

    Args:
        ids: Listed ones.
    """
    made: dict[str, list[str]] = defaultdict(list)
    for id in ids:
        if number := _as_number(id):
            made[number].append(id)
    return {number: found[0] for number, found in made.items() if len(found) == 1}


def _as_number(id: str) -> str:
    whole = re.fullmatch(r"0*(\d+)(?:[.,]0+)?", id)
    return whole[1] if whole else ""
