"""Parquet and Arrow: every value of other columns in every format; what a format lacks is told or refused."""

from __future__ import annotations

import datetime as dt
import struct
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from names.tables import Options, Summary, TableError, normalize_files
from names.tables.arrow_schemas import parse_message
from names.tables.parquet_footers import read_footer_notes
from tests.test_tables import MATCHER

DUCKDB = Path(__file__).parents[1] / "cases" / "hostile" / "duckdb"
UUID = "6f9619ff-8b86-d011-b42d-00c04fc964ff"
FORMATS = ("csv", "jsonl", "xlsx", "parquet", "arrow")


def run(source: Any, target: Path) -> Summary:
    return normalize_files(source, target, MATCHER, Options(columns=("person",)))


def cells(path: Path) -> list[Any]:
    """The values of the second column of a table, by readers that are not ours."""
    if path.suffix == ".xlsx":
        sheet: Any = openpyxl.load_workbook(path).active
        return [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)]
    if path.suffix == ".csv":
        return pl.read_csv(path, infer_schema=False)[:, 1].to_list()
    if path.suffix == ".jsonl":
        return pl.read_ndjson(path)[:, 1].to_list()
    table = pq.read_table(path) if path.suffix == ".parquet" else pa.ipc.open_file(path).read_all()
    return list(table.column(1).to_pylist())


def arrow(folder: Path, column: Any, name: str = "v", metadata: dict[str, str] | None = None) -> Path:
    table = pa.table({"person": pa.array(["Toqaev"] * len(column)), name: column})
    table = table.replace_schema_metadata(metadata)
    path = folder / "in.arrow"
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    return path


def parquet(folder: Path, column: pl.Series) -> Path:
    frame = pl.DataFrame({"person": ["Toqaev"] * len(column), "v": column})
    frame.write_parquet(folder / "in.parquet")
    return folder / "in.parquet"


def of_days(*days: int) -> pl.Series:
    return pl.Series(days, dtype=pl.Int32).cast(pl.Date)


def of_moments(unit: Any, *since: int, zone: str | None = None) -> pl.Series:
    return pl.Series(since, dtype=pl.Int64).cast(pl.Datetime(unit, zone))


# Types that Polars lacks.


@pytest.mark.parametrize("form", FORMATS)
def test_uuids_and_json_of_duckdb_become_texts_and_that_is_told(tmp_path: Path, form: str) -> None:
    lost = run(DUCKDB / "uuid_json.parquet", tmp_path / f"out.{form}").lost
    assert lost == (
        "the type UUID of column 'id', which became text",
        "the type JSON of column 'doc', which became text",
    )
    assert cells(tmp_path / f"out.{form}") == [UUID, None]


@pytest.mark.parametrize("form", ["parquet", "arrow"])
def test_uuids_and_json_within_others_stay_bytes_and_that_is_told(tmp_path: Path, form: str) -> None:
    lost = run(DUCKDB / "nested.parquet", tmp_path / f"out.{form}").lost
    assert lost == ("the type UUID within column 'ids'", "the type JSON within column 'doc'")
    assert cells(tmp_path / f"out.{form}") == [[bytes.fromhex(UUID.replace("-", ""))]]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("file", "message"),
    [("interval", "'span' holds intervals of months and days"), ("variant", "'v' holds values of any kind")],
)
def test_what_polars_cannot_read_of_duckdb_is_named_and_no_panic(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], form: str, file: str, message: str
) -> None:
    with pytest.raises(
        TableError, match=f"{file}.parquet: column {message}.*, which cannot be read; turn it"
    ):
        run(DUCKDB / f"{file}.parquet", tmp_path / f"out.{form}")
    assert capfd.readouterr().err == ""


UNREAD = [
    (lambda: pa.array([(1, 2, 3)], pa.month_day_nano_interval()), "intervals of months and days"),
    (lambda: pa.UnionArray.from_sparse(pa.array([0], pa.int8()), [pa.array([1])]), "unions"),
    (lambda: pa.RunEndEncodedArray.from_arrays([1], [5]), "run-end encoded values"),
    (lambda: pa.array([[1, 2]], pa.list_view(pa.int8())), "list views"),
    (lambda: pa.array([1], pa.decimal256(50, 2)), "decimals of 50 digits"),
    (lambda: pa.array([0], pa.timestamp("us", "+05:30")), r"moments in the unknown time zone '\+05:30'"),
    (lambda: pa.array([0], pa.timestamp("us", "Mars/Base")), "moments in the unknown time zone 'Mars/Base'"),
    (
        lambda: pa.array([[{"a": (1, 2, 3)}]], pa.list_(pa.struct([("a", pa.month_day_nano_interval())]))),
        "interv",
    ),
]


@pytest.mark.parametrize(("make", "what"), UNREAD, ids=[what for _, what in UNREAD])
def test_what_polars_cannot_read_of_arrow_is_named_and_no_panic(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], make: Any, what: str
) -> None:
    with pytest.raises(TableError, match=f"in.arrow: column 'v.*' holds {what}.*, which cannot be read"):
        run(arrow(tmp_path, make()), tmp_path / "out.parquet")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("stored", ["arrow", "parquet"])
def test_uuids_that_arrow_wrote_become_texts_too(tmp_path: Path, form: str, stored: str) -> None:
    source = arrow(tmp_path, pa.array([bytes.fromhex(UUID.replace("-", "")), None], pa.uuid()))
    if stored == "parquet":
        pq.write_table(pa.ipc.open_file(source).read_all(), source := tmp_path / "in.parquet")
    assert run(source, tmp_path / f"out.{form}").lost == ("the type UUID of column 'v', which became text",)
    assert cells(tmp_path / f"out.{form}") == [UUID, None]


def test_extension_types_are_kept_where_there_is_room_and_told_of_elsewhere(tmp_path: Path) -> None:
    source = arrow(tmp_path, pa.ExtensionArray.from_storage(pa.bool8(), pa.array([1, None], pa.int8())))
    for form in FORMATS:
        told = run(source, tmp_path / f"out.{form}").lost
        assert told == (() if form in ("arrow", "parquet") else ("the extension type of column 'v'",))
        assert cells(tmp_path / f"out.{form}") == (["1", None] if form == "csv" else [1, None])
    assert pa.ipc.open_file(tmp_path / "out.arrow").schema.field("v").type == pa.bool8()


@pytest.mark.parametrize("stored", ["arrow", "parquet"])
def test_two_columns_of_one_name_are_named_and_no_panic(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], stored: str
) -> None:
    table = pa.table([pa.array(["x"]), pa.array([1]), pa.array([2])], names=["person", "v", "v"])
    path = tmp_path / f"in.{stored}"
    if stored == "parquet":
        pq.write_table(table, path)
    else:
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
    with pytest.raises(TableError, match=f"in.{stored} has two columns 'v', which CSV alone allows; rename"):
        run(path, tmp_path / "out.parquet")
    assert capfd.readouterr().err == ""


MAP = pa.map_(pa.string(), pa.float64())


@pytest.mark.parametrize("form", FORMATS)
def test_maps_with_a_key_twice_are_refused_where_one_would_be_lost(tmp_path: Path, form: str) -> None:
    doubled = pa.array([[("a", 1.0), ("a", 2.0)], None, [], [("b", None)]], MAP)
    source = arrow(tmp_path, doubled)
    if form in ("arrow", "parquet"):
        run(source, tmp_path / f"out.{form}")
        assert cells(tmp_path / f"out.{form}") == doubled.to_pylist()
    else:
        with pytest.raises(TableError, match=r"column 'v' holds .*, for which .* has no room"):
            run(source, tmp_path / f"out.{form}")
    pq.write_table(pa.ipc.open_file(source).read_all(), tmp_path / "in.parquet", row_group_size=1)
    with pytest.raises(
        TableError, match=r"in.parquet: column 'v' holds maps with a key twice, of which one would"
    ):
        run(tmp_path / "in.parquet", tmp_path / f"again.{form}")


@pytest.mark.parametrize("form", ["jsonl", "parquet", "arrow"])
def test_maps_are_kept(tmp_path: Path, form: str) -> None:
    column = pa.array([[("a", 1.0), ("b", float("nan"))], None, [], [("b", None)]], MAP)
    pq.write_table(
        pa.ipc.open_file(arrow(tmp_path, column)).read_all(), tmp_path / "in.parquet", row_group_size=1
    )
    lost = run(tmp_path / "in.parquet", tmp_path / f"out.{form}").lost
    if form == "jsonl":
        assert lost == ("1 NaN or infinite number in column 'v', which became null",)
    else:
        assert str(cells(tmp_path / f"out.{form}")) == str(column.to_pylist())


# What files say of themselves.


def test_metadata_of_parquet_is_kept_in_parquet_and_told_of_elsewhere(tmp_path: Path) -> None:
    geo = pq.ParquetFile(DUCKDB / "geo.parquet").metadata.metadata[b"geo"]
    for form in ("parquet", "arrow"):
        told = run(DUCKDB / "geo.parquet", tmp_path / f"out.{form}").lost
        assert told == (() if form == "parquet" else (f"what {DUCKDB / 'geo.parquet'} says of itself (geo)",))
    assert pq.ParquetFile(tmp_path / "out.parquet").metadata.metadata[b"geo"] == geo


def test_metadata_of_several_files_is_told_of(tmp_path: Path) -> None:
    assert len(run([DUCKDB / "geo.parquet"] * 2, tmp_path / "out.parquet").lost) == 2


def test_metadata_of_arrow_is_kept_in_parquet_and_told_of_elsewhere(tmp_path: Path) -> None:
    source = arrow(tmp_path, pa.array([1]), metadata={"geo": "{}", "жер": "1"})
    assert run(source, tmp_path / "out.parquet").lost == ()
    said = pq.ParquetFile(tmp_path / "out.parquet").metadata.metadata
    assert (said[b"geo"], said["жер".encode()]) == (b"{}", b"1")
    assert run(source, tmp_path / "out.csv").lost == (f"what {source} says of itself (geo, жер)",)


def test_metadata_that_is_no_text_is_told_of(tmp_path: Path) -> None:
    source = arrow(tmp_path, pa.array([1]), metadata={"good": "1", "bad": b"\xff"})  # type: ignore[dict-item]
    assert run(source, tmp_path / "out.parquet").lost == (f"what {source} says of itself (bad)",)
    assert b"bad" not in pq.ParquetFile(tmp_path / "out.parquet").metadata.metadata


def test_what_names_all_columns_is_not_kept_since_it_would_hide_the_new_ones(tmp_path: Path) -> None:
    key = "org.apache.spark.sql.parquet.row.metadata"
    run(arrow(tmp_path, pa.array([1]), metadata={key: "{}", "k": "v"}), tmp_path / "out.parquet")
    said = pq.ParquetFile(tmp_path / "out.parquet").metadata.metadata
    assert key.encode() not in said and said[b"k"] == b"v"


@pytest.mark.parametrize("stored", ["arrow", "parquet"])
def test_notes_on_a_column_are_told_of(tmp_path: Path, stored: str) -> None:
    schema = pa.schema([pa.field("person", pa.string()), pa.field("v", pa.int8(), metadata={"unit": "m"})])
    table, path = pa.table({"person": ["x"], "v": [1]}, schema=schema), tmp_path / f"in.{stored}"
    if stored == "parquet":
        pq.write_table(table, path)
    else:
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, schema) as writer:
            writer.write_table(table)
    assert run(path, tmp_path / "out.parquet").lost == ("what is noted (unit) of column 'v'",)


# Values that a format has no form for.


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx"])
@pytest.mark.parametrize(
    "column", [of_days(2**31 - 1), of_moments("us", 2**63 - 1), of_moments("ms", -(2**62))]
)
def test_infinite_dates_are_refused_and_no_panic(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], form: str, column: pl.Series
) -> None:
    with pytest.raises(TableError, match="column 'v' holds a date of no year that can be written out"):
        run(parquet(tmp_path, column), tmp_path / f"out.{form}")
    assert capfd.readouterr().err == "" and not (tmp_path / f"out.{form}").exists()


def test_infinite_dates_within_others_are_refused_in_jsonl(tmp_path: Path) -> None:
    column = pl.DataFrame({"d": of_days(1, 2**31 - 1)}).select(pl.struct(pl.col("d").implode())).to_series()
    with pytest.raises(TableError, match="column 'v' holds a date of no year"):
        run(parquet(tmp_path, column), tmp_path / "out.jsonl")


@pytest.mark.parametrize("form", ["parquet", "arrow"])
def test_infinite_dates_are_kept_in_typed_formats(tmp_path: Path, form: str) -> None:
    run(DUCKDB / "infinite.parquet", tmp_path / f"out.{form}")
    back = (
        pl.read_parquet(tmp_path / "out.parquet")
        if form == "parquet"
        else pl.read_ipc(tmp_path / "out.arrow")
    )
    assert back.select("d", "m").equals(pl.read_parquet(DUCKDB / "infinite.parquet").select("d", "m"))


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (of_days(-800_000, 2_932_897, 0), ["-0221-09-04", "+10000-01-01", "1970-01-01"]),
        (of_days(-25_567, 2_932_896), [dt.datetime(1900, 1, 1), dt.datetime(9999, 12, 31)]),
        (of_moments("ns", 1, -1), ["1970-01-01 00:00:00.000000001", "1969-12-31 23:59:59.999999999"]),
        (
            of_moments("ns", 1000, 0, zone="UTC"),
            ["1970-01-01 00:00:00.000001+00:00", "1970-01-01 00:00:00+00:00"],
        ),
        (of_moments("ns", 1, zone="UTC"), ["1970-01-01 00:00:00.000000001+00:00"]),
        (of_moments("ms", 253_402_300_800_000), ["+10000-01-01 00:00:00.000"]),
        (pl.Series([86_399_999_999_999], dtype=pl.Int64).cast(pl.Time), ["23:59:59.999999999"]),
        (pl.Series([1], dtype=pl.Int64).cast(pl.Duration("ns")), ["PT0.000000001S"]),
        (pl.Series([2**53 + 1, 2**64 - 1], dtype=pl.UInt64), ["9007199254740993", "18446744073709551615"]),
    ],
    ids=str,
)
def test_dates_and_digits_that_a_sheet_has_no_room_for_are_texts_there(
    tmp_path: Path, column: pl.Series, expected: list[Any]
) -> None:
    run(parquet(tmp_path, column), tmp_path / "out.xlsx")
    assert cells(tmp_path / "out.xlsx") == expected


@pytest.mark.parametrize(
    ("form", "column", "told"),
    [
        (
            "jsonl",
            pl.Series([float("nan"), float("inf")]),
            "2 NaN or infinite numbers in column 'v', which became",
        ),
        (
            "jsonl",
            pl.Series([[float("nan"), 1.0], [], None]),
            "1 NaN or infinite number in column 'v', which became null",
        ),
        ("xlsx", pl.Series([float("nan"), float("inf"), 1.0]), "1 NaN in column 'v', which became empty"),
        ("jsonl", pl.Series([Decimal("1.50")]), "that column 'v' holds numbers: decimals became texts"),
        (
            "csv",
            of_moments("us", -(10**16), zone="Asia/Almaty"),
            "the seconds of the offset from UTC of 1 moment in",
        ),
        (
            "jsonl",
            of_moments("us", -(10**16), zone="Asia/Almaty"),
            "the seconds of the offset from UTC of 1 moment in",
        ),
        ("csv", pl.Series([float("nan"), float("inf"), 1.0]), ""),
        ("xlsx", of_moments("us", -(10**16), zone="Asia/Almaty"), ""),
        ("csv", of_moments("us", 10**16, zone="Asia/Almaty"), ""),
        ("parquet", pl.Series([float("nan")]), ""),
    ],
)
def test_values_that_change_on_their_way_are_told_of(
    tmp_path: Path, form: str, column: pl.Series, told: str
) -> None:
    lost = run(parquet(tmp_path, column), tmp_path / f"out.{form}").lost
    assert [line[: len(told)] for line in lost] == ([told] if told else [])


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("zone", [None, "ns"])
def test_old_moments_of_spark_and_hive_keep_their_year_and_their_digits(
    tmp_path: Path, form: str, zone: str | None
) -> None:
    far = [dt.datetime(1, 1, 1), dt.datetime(1582, 10, 4, 1, 2, 3, 4), dt.datetime(9999, 12, 31, 23, 59, 59)]
    column = (
        pa.array([1, 999_999_999_999_999_999], pa.timestamp("ns"))
        if zone
        else pa.array(far, pa.timestamp("us"))
    )
    table = pa.table({"person": ["Toqaev"] * len(column), "v": column})
    pq.write_table(table, tmp_path / "in.parquet", use_deprecated_int96_timestamps=True, store_schema=False)
    assert run(tmp_path / "in.parquet", tmp_path / f"out.{form}").lost == ()
    if form == "parquet":
        assert (
            pq.read_table(tmp_path / "out.parquet")["v"].cast(column.type).equals(pa.chunked_array([column]))
        )
    else:
        first = "1970-01-01T00:00:00.000000001" if zone else "0001-01-01T00:00:00"
        assert cells(tmp_path / "out.csv")[0] == first


def test_what_arrow_wrote_is_kept_column_by_column(tmp_path: Path) -> None:
    columns = {
        "u8": pa.array([255], pa.uint8()),
        "f16": pa.array(np.array([1.5], np.float16)),
        "d": pa.array([dt.date(1, 1, 1)]),
        "dict": pa.array([7]).dictionary_encode(),
        "map": pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int8())),
        "fixed": pa.array([b"1234"], pa.binary(4)),
        "list": pa.array([[1, 2]], pa.list_(pa.int8(), 2)),
        "t": pa.array([86399], pa.time32("s")),
        "s": pa.array([1], pa.timestamp("s")),
        "m": pa.array([86_400_000], pa.date64()),
        "tz": pa.array([1], pa.timestamp("us", "+05:00")),
        "view": pa.array(["x"], pa.string_view()),
        "empty": pa.array([None]),
        "record": pa.array([None], pa.struct([("a", pa.int8())])),
        "decimal": pa.array([Decimal("-0.01")], pa.decimal128(38, 2)),
    }
    table = pa.table({"person": ["Toqaev"], **columns})
    with pa.OSFile(str(tmp_path / "in.arrow"), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    for form in ("arrow", "parquet"):
        run(tmp_path / "in.arrow", tmp_path / f"out.{form}")
        path = tmp_path / f"out.{form}"
        back = pq.read_table(path) if form == "parquet" else pa.ipc.open_file(path).read_all()
        for name in columns:
            given = table[name].to_pylist()
            if name == "m":  # a date of milliseconds is a moment to Polars
                given = [dt.datetime(1970, 1, 2)]
            assert back[name].to_pylist() == given, name


# Readers of what files say, on what is no such file.


@given(st.binary(max_size=300))
def test_a_damaged_schema_says_nothing(data: bytes) -> None:
    assert parse_message(data).fields in ((), parse_message(data).fields)
    parse_message(struct.pack("<iI", -1, len(data)) + data)


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_a_damaged_footer_says_nothing_wrong(place: int, patch: bytes) -> None:
    from io import BytesIO

    data = bytearray((DUCKDB / "nested.parquet").read_bytes())
    data[place % len(data) : place % len(data) + len(patch)] = patch
    assert all(note.kind for note in read_footer_notes(BytesIO(bytes(data))).leaves)
