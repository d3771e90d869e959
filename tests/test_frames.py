"""Frames: what goes in comes out, of the same kind, with the answers beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import names
from names.frames import normalize_table
from names.tables import TableError
from names.tables.decisions import DecisionError
from tests.test_tables import ADDED, MATCHER

PEOPLE = ["Toqaev", None, "Jane Doe", "Nursultan Nazarbayev"]
IDS = ["kassym-jomart-tokayev", None, None, "nursultan-nazarbayev"]


def pandas_frame() -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples([("a", 1), ("a", 1), ("b", 2), ("c", 3)], names=["outlet", "row"])
    return pd.DataFrame(
        {
            "person": pd.Categorical(PEOPLE),
            "n": pd.array([1, None, 3, 4], dtype="Int64"),
            "ordered": pd.Categorical(["b", "a", None, "b"], categories=["b", "a"], ordered=True),
            "day": pd.to_datetime(["2019-06-09", "", "2019-06-10", "2019-06-11"]).tz_localize("Asia/Almaty"),
            "mixed": [1, "x", None, 2.5],
            3: [1.5, float("nan"), 3.0, 4.0],
        },
        index=index,
    )


def test_pandas_keeps_index_types_nulls_and_categories() -> None:
    frame = pandas_frame()
    after = normalize_table(frame, "person", MATCHER)
    pd.testing.assert_frame_equal(after[list(frame.columns)], frame)
    assert list(after.columns) == [*frame.columns, *ADDED]
    assert after["person_id"].isna().tolist() == [id_ is None for id_ in IDS]
    assert after["person_id"].dropna().tolist() == [id_ for id_ in IDS if id_]
    assert after["person_score"].dtype == "float64"
    assert list(frame.columns) == list(pandas_frame().columns), "the frame given is left alone"


@pytest.mark.parametrize(
    "dtype", ["object", "string", "string[pyarrow]", "category", pd.ArrowDtype(pa.string())]
)
def test_pandas_columns_of_every_kind_of_text_are_read(dtype: Any) -> None:
    frame = pd.DataFrame({"person": pd.Series(PEOPLE, dtype=dtype)}).set_index(pd.Index([7, 5, 5, 1]))
    after = normalize_table(frame, "person", MATCHER)
    assert [None if pd.isna(id_) else id_ for id_ in after["person_id"]] == IDS
    assert after.index.tolist() == [7, 5, 5, 1] and after["person"].dtype == frame["person"].dtype


def test_pandas_categories_take_the_names_written_into_them() -> None:
    after = normalize_table(pandas_frame(), "person", MATCHER, replace=True)
    assert [None if pd.isna(x) else x for x in after["person"]] == [
        "Kassym-Jomart Tokayev", None, "Jane Doe", "Nursultan Nazarbayev"
    ]  # fmt: skip
    assert isinstance(after["person"].dtype, pd.CategoricalDtype)
    assert "person_name" not in after.columns


def test_arrow_tables_keep_their_types_and_chunks_of_text_of_every_kind() -> None:
    table = pa.table(
        {
            "person": pa.chunked_array([PEOPLE[:2], PEOPLE[2:]]),
            "code": pa.array(["x", None, "y", "x"]).dictionary_encode(),
            "small": pa.array([1, None, 3, 4], pa.int8()),
            "pairs": pa.array([[1], None, [], [2, 3]], pa.list_(pa.int16())),
        }
    )
    after = normalize_table(table, "person", MATCHER)
    assert after.select(table.column_names).equals(table)
    assert after.schema.types[: len(table.schema)] == table.schema.types
    assert after["person_id"].to_pylist() == IDS
    assert after.schema.field("person_score").type == pa.float64()
    for dtype in (pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())):
        told = normalize_table(pa.table({"person": pa.array(PEOPLE).cast(dtype)}), "person", MATCHER)
        assert told["person_id"].to_pylist() == IDS


@pytest.mark.parametrize(
    "dtype", [pl.String, pl.Categorical, pl.Enum(["Toqaev", "Jane Doe", "Nursultan Nazarbayev"])]
)
@pytest.mark.parametrize("lazy", [False, True], ids=["eager", "lazy"])
def test_polars_keeps_types_and_order(dtype: Any, lazy: bool) -> None:
    frame = pl.DataFrame(
        {"person": pl.Series(PEOPLE, dtype=dtype), "n": pl.Series([1, 2, None, 4], dtype=pl.Int8)}
    )
    if lazy:
        asked = normalize_table(frame.lazy(), "person", MATCHER)
        assert isinstance(asked, pl.LazyFrame)
        assert asked.collect_schema()["person_score"] == pl.Float64
        after = asked.collect()
    else:
        after = normalize_table(frame, "person", MATCHER)
    assert after.select("person", "n").equals(frame) and after.schema["person"] == frame.schema["person"]
    assert after["person_id"].to_list() == IDS


def test_a_lazy_frame_gives_the_same_streamed_and_filtered() -> None:
    frame = pl.DataFrame({"n": range(40_000), "person": PEOPLE * 10_000})
    asked = normalize_table(frame.lazy(), "person", MATCHER).filter(pl.col("person_status") == "matched")
    streamed = asked.select("n", "person_id").collect(engine="streaming")
    assert streamed.equals(asked.select("n", "person_id").collect())
    assert streamed["n"].to_list() == [n for n in range(40_000) if n % 4 in (0, 3)]


def test_a_lazy_frame_is_checked_before_it_is_collected() -> None:
    with pytest.raises(TableError, match=r"the frame has no column 'persn' \(did you mean 'person'\?\)"):
        normalize_table(pl.LazyFrame({"person": PEOPLE}), "persn", MATCHER)


def test_several_columns_and_options_reach_the_frame() -> None:
    frame = pl.DataFrame({"a": ["Marat Kozhayev"], "b": ["Toqaev"]})
    after = normalize_table(frame, ["b", "a"], MATCHER, candidates=1, best=True, prefix="our_")
    assert after["our_a_id"].to_list() == ["marat-kozhayev-1"]
    assert after["our_b_candidates"].to_list()[0].startswith("kassym-jomart-tokayev:0.8")
    assert after.columns[2] == "our_b_name"


def test_the_expression_gives_names_or_all_that_is_known() -> None:
    frame = pl.DataFrame({"person": PEOPLE, "n": [1, 1, 2, 2]})
    told = frame.select(
        pl.col("person").names.normalize(MATCHER),  # type: ignore[attr-defined]
        pl.col("person").names.match(MATCHER, candidates=1).alias("match"),  # type: ignore[attr-defined]
    )
    assert told["person"].to_list() == ["Kassym-Jomart Tokayev", None, None, "Nursultan Nazarbayev"]
    assert told.schema["match"] == pl.Struct(
        {
            "name": pl.String,
            "id": pl.String,
            "score": pl.Float64,
            "status": pl.String,
            "candidates": pl.String,
        }
    )
    assert told["match"].struct.field("id").to_list() == IDS
    grouped = frame.lazy().filter(pl.col("person").names.match(MATCHER).struct.field("id").is_not_null())  # type: ignore[attr-defined]
    assert grouped.collect()["n"].to_list() == [1, 2]


def test_without_a_matcher_the_shipped_gazetteer_answers() -> None:
    assert names.normalize_table(pl.DataFrame({"p": ["Toqaev"]}), "p")["p_id"].to_list() == [
        "kassym-jomart-tokayev"
    ]


@pytest.mark.parametrize(
    "frame",
    [
        pl.DataFrame({"person": [1, 2]}),
        pl.DataFrame({"person": [["a"]]}),
        pl.LazyFrame({"person": [1.5]}),
        pd.DataFrame({"person": [1, 2]}),
        pd.DataFrame({"person": ["x", 5]}),
        pd.DataFrame({"person": [b"x"]}),
        pa.table({"person": [True]}),
    ],
)
def test_a_column_that_holds_no_text_is_refused(frame: Any) -> None:
    with pytest.raises(TableError, match=r"the frame: column 'person' holds .*, not text; name the column"):
        normalize_table(frame, "person", MATCHER)


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"person": [float("nan")] * 2}),
        pa.table({"person": pa.nulls(2)}),
        pl.DataFrame({"person": [None] * 2}),
    ],
)
def test_a_column_that_is_all_empty_is_all_unknown(frame: Any) -> None:
    assert list(normalize_table(frame, "person", MATCHER)["person_status"].to_numpy()) == ["unknown"] * 2


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, pa.table])
def test_a_frame_without_rows_gets_the_columns(kind: Any) -> None:
    frame = (
        kind({"person": ["x"], "n": [1]})[:0]
        if kind is not pa.table
        else pa.table({"person": pa.array([], pa.string())})
    )
    after = normalize_table(frame, "person", MATCHER)
    assert len(after) == 0 and "person_status" in (after.column_names if kind is pa.table else after.columns)


def test_what_is_no_frame_is_refused_in_a_sentence() -> None:
    for thing in ([1], {"person": ["x"]}, pl.Series(["x"])):
        with pytest.raises(TypeError, match="pandas or PyArrow or a relation of DuckDB, not"):
            normalize_table(thing, "person", MATCHER)


def test_columns_that_come_twice_are_named() -> None:
    with pytest.raises(TableError, match="already has a column 'person_id'"):
        normalize_table(pd.DataFrame({"person": ["x"], "person_id": [1]}), "person", MATCHER)
    with pytest.raises(TableError, match="more than once"):
        normalize_table(pd.DataFrame([["x", "y"]], columns=["person", "person"]), "person", MATCHER)


@pytest.mark.parametrize("kind", [pl.DataFrame, pl.LazyFrame, pd.DataFrame, pa.table])
def test_decisions_count_more_than_the_matcher_in_every_frame(kind: Any, tmp_path: Path) -> None:
    table = tmp_path / "decisions.csv"
    table.write_text("spelling,id\nToqaev,\nJane Doe,nursultan-nazarbayev\n")
    for decisions in ({"Toqaev": None, " Jane Doe": "nursultan-nazarbayev"}, table, str(table)):
        after = normalize_table(kind({"person": PEOPLE}), "person", MATCHER, decisions=decisions)
        whole = after.collect() if isinstance(after, pl.LazyFrame) else after
        ids = pl.DataFrame(whole)["person_id"].to_list()
        assert ids == [None, None, "nursultan-nazarbayev", "nursultan-nazarbayev"]


def test_every_fault_of_decisions_is_named() -> None:
    faulty: Any = {
        "A": "nobody-1",
        "": "nursultan-nazarbayev",
        "B": float("nan"),
        "C": None,
        " C": IDS[0],
        "D": 0,
    }
    with pytest.raises(DecisionError) as raised:
        normalize_table(pandas_frame(), "person", MATCHER, decisions=faulty)
    assert [fault.partition(";")[0] for fault in raised.value.faults] == [
        "decisions: no entity has the id 'nobody-1', of 'A'",
        "decisions: '' is no spelling",
        "decisions: no entity has the id nan, of 'B'",
        "decisions: 'C' is decided twice, and otherwise",
        "decisions: no entity has the id 0, of 'D'",
    ]


@pytest.mark.parametrize(
    ("options", "kind", "message"),
    [
        ({"style": "kk"}, TypeError, r"no option 'style'.*Matcher\(style=…\)"),
        ({"threshold": 0.9}, TypeError, r"no option 'threshold'.*Matcher\(threshold=…\)"),
        ({"coverage": 0.5}, TypeError, r"no option 'coverage'.*Matcher\(coverage=…\)"),
        ({"bset": True}, TypeError, "no option 'bset'; it has best, replace, "),
        ({"candidates": -1}, TableError, "candidates is a number of them, 0 for none, not -1"),
        ({"candidates": "3"}, TableError, "candidates is a number of them, 0 for none, not '3'"),
        ({"candidates": True}, TableError, "not True"),
        ({"candidates": None}, TableError, "not None"),
        ({"decisions": ["Toqaev"]}, TypeError, "decisions are spellings with ids, .*, not list"),
    ],
)
def test_what_is_asked_wrongly_of_a_frame_is_said(
    options: dict[str, Any], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind, match=message):
        normalize_table(pandas_frame(), "person", MATCHER, **options)
