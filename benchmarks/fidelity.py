"""Rows with odd content through every format and back: is every other cell what it was?

    python -m benchmarks.fidelity                    # a million rows; a table of what was compared
    python -m benchmarks.fidelity --rows 10000 --only csv --only sqlite --postgresql postgresql://me@localhost/x

PyArrow writes the rows to a Parquet file. `names` makes each other format of it, that format of itself again,
and Parquet of that; and a new table of one in SQLite and in PostgreSQL. What comes out is read by programs
that are none of ours and compared cell by cell with what went in: a number by its value, whatever type it
has, a text letter by letter. CSV and sheets know no difference between nothing and an empty text.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from names import Matcher
from names.tables import Options, normalize_database, normalize_files
from names.tables.answers import Answering

FILES = ("parquet", "arrow", "jsonl", "csv", "tsv", "xlsx")
DATABASES = ("sqlite", "postgresql")
EMPTYING = ("csv", "tsv", "xlsx")  # where nothing and an empty text are the same
PLAIN = (int, float, Decimal, date, datetime)  # whose texts are one to one with their values
TOGETHER = 10_000  # rows made, and written, in one go
LONGEST_CYCLE = 100  # rows after which every kind of value of a column has come
SHOWN = 5  # differences shown of each way

PEOPLE = (
    "Toqaev",
    "Jane Doe",
    None,
    "Токаев, К.-Ж.",
    'the "singer" Zaitov',
    " Nursultan Nazarbayev ",
    "=Toqaev",
)
TEXTS = (
    "plain", 'say "x"', '"', '""', "a,b;c\td|e", "line\nfeed", "car\rriage", "\r\n", "\n",
    " before", "after ", "007",
    "=1+1", "+5", "-0", "1e5", "NaN", "null", "None", "true", "12345678901234567890", "\ufeffmark",
    "e\u0301", "\u00e9",
    "Қасым", "张伟", "עברית", "\U0001f600\U0001f3fd", "a\u2028b", "\u200bc", "_x000D_", "<&>'", "'",
    "\\N", "\\", "#N/A",
    "x" * 3000, "", None, "\x7f", "a\x85b", "2019-06-09", "#", "--", "a  b", "\u00a0", "�",
)  # fmt: skip
CONTROLS = ("", "a\x00b", "\x1f", "\x1e", "\x0b", "\x01", "plain", None)  # a sheet has none of them
WHOLE = (0, -1, 2**53, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63), None, 12, 999_999_999_999)
LARGE = (0, 2**64 - 1, 2**63, None, 7)
SHARES = (
    0.1,
    0.1 + 0.2,
    -0.0,
    1e22,
    1e-7,
    5e-324,
    1.7976931348623157e308,
    1 / 3,
    100.0,
    None,
    123456789.12345678,
)
MONEY = (None, *map(Decimal, ("0.0000", "1.5000", "-0.0001", "99999999999999999999.9999")))
RAW = (b"", b"\x00\xff", None, b"names")

SCHEMA = pa.schema(
    [
        ("n", pa.int64()), ("person", pa.string()), ("text", pa.string()), ("code", pa.string()),
        ("whole", pa.int64()), ("large", pa.uint64()), ("share", pa.float64()), ("known", pa.bool_()),
        ("day", pa.date32()), ("moment", pa.timestamp("us")), ("money", pa.decimal128(38, 4)),
        ("controls", pa.string()), ("list", pa.list_(pa.int64())),
        ("record", pa.struct([("a", pa.string()), ("b", pa.float64())])), ("raw", pa.binary()),
    ]
)  # fmt: skip
LACKING = {  # columns for which formats have no room, as `names` says itself, or would say what it changed
    "jsonl": {"raw"},
    "csv": {"raw", "list", "record"},
    "tsv": {"raw", "list", "record"},
    "xlsx": {"raw", "list", "record", "controls"},
    "sqlite": {"list", "record"},
    "postgresql": {"list", "record", "controls"},  # which has no NUL in texts
}

Columns = dict[str, list[Any]]


def odd_columns(begin: int, end: int) -> Columns:
    """Return some rows, column by column; always the same for a number of a row.

    Args:
        begin: Number of the first.
        end: Number after the last.
    """
    numbers = range(begin, end)

    def cycle(values: Sequence[Any]) -> list[Any]:
        return [values[n % len(values)] for n in numbers]

    day, moment = date(1900, 3, 1), datetime(1900, 3, 1)
    return {
        "n": list(numbers),
        "person": cycle(PEOPLE),
        "text": cycle(TEXTS),
        "code": [f"{n:09}" for n in numbers],
        "whole": cycle(WHOLE),
        "large": [LARGE[n // 3 % len(LARGE)] for n in numbers],
        "share": [n / 7 if n % 3 else SHARES[n % len(SHARES)] for n in numbers],
        "known": cycle((True, False, None)),
        "day": [None if n % 11 == 0 else day + timedelta(days=n * 7 % 2_900_000) for n in numbers],
        "moment": [None if n % 13 == 0 else moment + timedelta(milliseconds=n * 123_457) for n in numbers],
        "money": cycle(MONEY),
        "controls": cycle(CONTROLS),
        "list": [(None, [], [1, None, n], [2**62])[n % 4] for n in numbers],
        "record": [None if n % 5 == 0 else {"a": TEXTS[n // 5 % len(TEXTS)], "b": n / 3} for n in numbers],
        "raw": cycle(RAW),
    }


def differences(want: Sequence[Any], got: Sequence[Any], form: str) -> list[int]:
    """Return which cells of a column are not what they were.

    Args:
        want: What went in.
        got: What came out.
        form: Every format that it went through.
    """
    if want == got and not any(isinstance(value, int | float) for value in want[:LONGEST_CYCLE]):
        return []  # equal and no numbers, of which 1, 1.0 and True are equal too
    if ["" if value is None else str(value) for value in want] == got and _is_plain(want):
        return []
    pairs = enumerate(zip(want, got, strict=True))
    return [n for n, (one, other) in pairs if not (is_same(one, other) or alike(one, other, form))]


def _is_plain(want: Sequence[Any]) -> bool:
    return all(type(value) in PLAIN or value is None for value in want[:LONGEST_CYCLE])


def is_same(want: Any, got: Any) -> bool:
    """Return whether a cell is plainly what it was: equal and of one type, or its text; False proves nothing.

    Args:
        want: The value that went in.
        got: The value that came out.
    """
    if type(got) is type(want):
        return bool(got == want and (want != 0 or not isinstance(want, float)))
    return isinstance(got, str) and type(want) in PLAIN and str(want) == got


def alike(want: Any, got: Any, form: str) -> bool:
    """Return whether a cell is what it was.

    Args:
        want: The value that went in.
        got: The value that came out, as a reader of that format has it.
        form: Every format that it went through.
    """
    if want is None or want == "":
        return got in (None, "") if any(each in form for each in EMPTYING) else bool(got == want)
    if got is None:
        return False
    if isinstance(want, bool):
        return (
            got is want
            or got == str(want).lower()
            or (got is not True and got == int(want) and "sqlite" in form)
        )
    if isinstance(want, int | Decimal):
        return not isinstance(got, bool) and Decimal(str(got)) == want
    if isinstance(want, float):
        same = float(got) == want
        return same and (math.copysign(1, float(got)) == math.copysign(1, want) or "xlsx" in form)
    if isinstance(want, datetime):
        return bool((datetime.fromisoformat(got) if isinstance(got, str) else got) == want)
    if isinstance(want, date):
        return bool((date.fromisoformat(got[:10]) if isinstance(got, str) else _day(got)) == want)
    if isinstance(want, list):
        return len(want) == len(got) and all(alike(w, g, form) for w, g in zip(want, got, strict=True))
    if isinstance(want, dict):
        return want.keys() == got.keys() and all(alike(w, got[key], form) for key, w in want.items())
    return bool(got == want)


def _day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value


class Way(NamedTuple):
    """What a way through formats came to.

    Attributes:
        name: The formats.
        cells: How many cells were compared.
        different: How many were not what they were.
        shown: The first few of these.
        told: What the run said that it did not keep.
        seconds: Of the run.
    """

    name: str
    cells: int
    different: int
    shown: list[str]
    told: tuple[str, ...]
    seconds: float


def read_columns(path: Path) -> Iterator[Columns]:
    """Yield the rows of a file by a reader that is not ours, so many at once, column by column.

    Args:
        path: Its ending tells the format.
    """
    if path.suffix in (".csv", ".tsv"):
        csv.field_size_limit(sys.maxsize)
        with path.open(encoding="utf-8", newline="") as stream:
            rows = csv.reader(stream, delimiter="," if path.suffix == ".csv" else "\t")
            yield from _turned(next(rows), rows)
    elif path.suffix == ".jsonl":
        with path.open(encoding="utf-8", newline="\n") as stream:
            while some := [json.loads(line) for line in islice(stream, TOGETHER)]:
                yield {name: [row[name] for row in some] for name in some[0]}
    elif path.suffix == ".xlsx":
        yield from _read_sheet(path)
    else:
        batches = (
            pq.ParquetFile(path).iter_batches(TOGETHER) if path.suffix == ".parquet" else _arrow_batches(path)
        )
        for batch in batches:
            yield batch.to_pydict()


def _turned(header: Sequence[str], rows: Iterator[Sequence[Any]]) -> Iterator[Columns]:
    """Rows as columns, so many at once."""
    while some := list(islice(rows, TOGETHER)):
        yield {name: list(cells) for name, cells in zip(header, zip_longest(*some), strict=True)}


def _arrow_batches(path: Path) -> Iterator[Any]:
    with pa.ipc.open_file(path) as file:
        yield from map(file.get_batch, range(file.num_record_batches))


def _read_sheet(path: Path) -> Iterator[Columns]:
    from openpyxl import load_workbook
    from openpyxl.utils.escape import unescape

    book = load_workbook(path, read_only=True)
    rows = book.worksheets[0].iter_rows(values_only=True)
    header = list(map(str, next(rows)))
    yield from _turned(header, ([unescape(c) if isinstance(c, str) else c for c in row] for row in rows))
    book.close()


def write_rows(path: Path, count: int, lacking: set[str]) -> None:
    """Write a Parquet file of odd rows with PyArrow.

    Args:
        path: Of the file.
        count: How many rows.
        lacking: Columns to leave out.
    """
    fields = pa.schema([field for field in SCHEMA if field.name not in lacking])
    with pq.ParquetWriter(path, fields) as writer:
        for begin in range(0, count, TOGETHER):
            columns = odd_columns(begin, min(count, begin + TOGETHER))
            arrays = [pa.array(columns[field.name], field.type) for field in fields]
            writer.write_table(pa.Table.from_arrays(arrays, schema=fields))


def compare(
    name: str, portions: Iterator[Columns], count: int, lacking: set[str], made: Callable[[], Any]
) -> Way:
    """Return what a way came to.

    Args:
        name: The formats.
        portions: What came out, read once it is there.
        count: How many rows went in.
        lacking: Columns that did not.
        made: Carries the way out.
    """
    begun = time.perf_counter()
    told = made().lost
    seconds = time.perf_counter() - begun
    columns = [field.name for field in SCHEMA if field.name not in lacking]
    rows = different = 0
    shown: list[str] = []
    for got in portions:
        size = len(next(iter(got.values())))
        want = odd_columns(rows, rows + size)
        for column in columns:
            places = differences(want[column], got[column], name)
            different += len(places)
            shown += [
                f"{column} of row {rows + n}: {want[column][n]!r} became {got[column][n]!r}"
                for n in places[:SHOWN]
            ]
        rows += size
    different += abs(count - rows) * len(columns)
    return Way(name, rows * len(columns), different, shown[:SHOWN], told, seconds)


def through_files(form: str, count: int, folder: Path, matcher: Answering) -> Iterator[Way]:
    """Yield what came of the ways through a format of files.

    Args:
        form: The format.
        count: How many rows.
        folder: Where to write.
        matcher: Decides who is meant.
    """
    lacking = LACKING.get(form, set())
    first, there, again, back = (
        folder / name for name in ("first.parquet", f"there.{form}", f"again.{form}", "back.parquet")
    )
    write_rows(first, count, lacking)
    ways = [(f"parquet > {form}", first, there, ""), (f"{form} > {form}", there, again, "a_")]
    ways += [] if form == "parquet" else [(f"{form} > parquet", there, back, "b_")]
    for name, source, target, prefix in ways:
        options = Options(columns=("person",), prefix=prefix)
        yield compare(
            name, read_columns(target), count, lacking,
            lambda s=source, t=target, o=options: normalize_files(s, t, matcher, o),  # type: ignore[misc]
        )  # fmt: skip
    for path in (first, there, again, back):
        path.unlink(missing_ok=True)


def through_sqlite(count: int, folder: Path, matcher: Answering) -> Way:
    """Return what came of a new table in SQLite, of which no column has a type.

    Args:
        count: How many rows.
        folder: Where to make the database.
        matcher: Decides who is meant.
    """
    lacking = LACKING["sqlite"]
    columns = [field.name for field in SCHEMA if field.name not in lacking]
    path = folder / "rows.db"
    base = sqlite3.connect(path)
    base.execute(f"CREATE TABLE odd ({', '.join(columns)})")
    marks = ", ".join("?" * len(columns))
    base.executemany(
        f"INSERT INTO odd VALUES ({marks})",
        (
            [_for_sqlite(cell) for cell in row]
            for begin in range(0, count, TOGETHER)
            for row in _rows(odd_columns(begin, min(count, begin + TOGETHER)), columns)
        ),
    )
    base.commit()

    def came() -> Iterator[Columns]:
        asked = f"SELECT {', '.join(columns)} FROM odd_names ORDER BY n"
        yield from _turned(columns, base.execute(asked))

    options = Options(columns=("person",))
    way = compare(
        "sqlite", came(), count, lacking,
        lambda: normalize_database(f"sqlite:///{path}", "odd", matcher, options),
    )  # fmt: skip
    base.close()
    path.unlink()
    return way


def _rows(columns: Columns, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    return zip(*(columns[name] for name in names), strict=True)


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, Decimal | date) or (isinstance(value, int) and value >= 2**63):
        return str(value)
    return value


def through_postgresql(count: int, url: str, matcher: Answering) -> Way:
    """Return what came of a new table in PostgreSQL.

    Args:
        count: How many rows.
        url: Of a database in which tables may be made; those that are, are dropped.
        matcher: Decides who is meant.
    """
    import psycopg

    lacking = LACKING["postgresql"]
    kinds = (
        "n bigint, person text, text text, code varchar(20), whole bigint, large numeric, "
        "share double precision, known boolean, day date, moment timestamp, money numeric(38, 4), raw bytea"
    )
    columns = [kind.split()[0] for kind in re.split(r", (?=[a-z])", kinds)]
    with psycopg.connect(url, autocommit=True) as base:
        base.execute("DROP TABLE IF EXISTS names_odd, names_odd_names")
        base.execute(f"CREATE TABLE names_odd ({kinds})".encode())
        with base.cursor() as cursor, cursor.copy("COPY names_odd FROM STDIN") as copy:
            for begin in range(0, count, TOGETHER):
                for row in _rows(odd_columns(begin, min(count, begin + TOGETHER)), columns):
                    copy.write_row(row)

        def came() -> Iterator[Columns]:
            with base.transaction(), base.cursor("rows") as cursor:
                cursor.itersize = TOGETHER
                cursor.execute(f"SELECT {', '.join(columns)} FROM names_odd_names ORDER BY n".encode())
                yield from _turned(columns, iter(cursor))

        options = Options(columns=("person",))
        way = compare(
            "postgresql", came(), count, lacking,
            lambda: normalize_database(url, "names_odd", matcher, options),
        )  # fmt: skip
        base.execute("DROP TABLE names_odd, names_odd_names")
    return way


def all_ways(
    count: int, folder: Path, matcher: Answering, only: Sequence[str] = (), postgresql: str | None = None
) -> Iterator[Way]:
    """Yield what came of every way.

    Args:
        count: How many rows.
        folder: Where to write.
        matcher: Decides who is meant.
        only: Formats and databases; none for all.
        postgresql: Address of a database; None to leave it out.
    """
    for form in FILES:
        if not only or form in only:
            yield from through_files(form, count, folder, matcher)
    if not only or "sqlite" in only:
        yield through_sqlite(count, folder, matcher)
    if postgresql and (not only or "postgresql" in only):
        yield through_postgresql(count, postgresql, matcher)


def main() -> None:
    """Compare, and print a line for each way."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000, help="how many; a million if not said")
    parser.add_argument("--only", action="append", default=[], choices=(*FILES, *DATABASES))
    parser.add_argument("--postgresql", metavar="URL", help="a database in which tables may be made")
    parser.add_argument("--scratch", type=Path, help="folder for what is written; the system's if not given")
    given = parser.parse_args()
    found = 0
    print("| way | cells compared | different | seconds of the run | told as not kept |")
    print("| --- | ---: | ---: | ---: | --- |")
    with tempfile.TemporaryDirectory(dir=given.scratch) as scratch:
        for way in all_ways(given.rows, Path(scratch), Matcher(), given.only, given.postgresql):
            told = "; ".join(way.told)
            print(
                f"| {way.name} | {way.cells:,} | {way.different:,} | {way.seconds:.0f} | {told} |", flush=True
            )
            found += way.different
            for line in way.shown:
                print(f"  {line[:200]}", file=sys.stderr)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
