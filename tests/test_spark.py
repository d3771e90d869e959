"""Spark: two workers on a real JVM answer as one machine does, and say what they lack."""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from names import Entity, Form, Gazetteer, Matcher
from names.compiled import build
from names.errors import NamesError
from names.spark import SparkError, normalize
from names.tables import Options, TableError
from names.tables.typed import answer_columns

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "spark.md").read_text(encoding="utf-8")

pytest.importorskip("pyspark", reason="Spark is not installed: pip install 'names-normalizer[spark]'")
pytest.importorskip("pyarrow", reason="PyArrow is not installed: pip install 'names-normalizer[spark]'")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("there is no Java, which Spark runs on; install Java 17", allow_module_level=True)

with (ROOT / "examples" / "sample.csv").open(encoding="utf-8") as stream:
    SAMPLE = [row["person"] for row in csv.DictReader(stream)]
AWKWARD = [
    None,
    "",
    "  ",
    " Toqaev\u00a0",
    "Toqaev; Nazarbayeva Dariga;",
    "\x00",
    "🙂",
    "x" * 2000,
    "Тоқаев\nҚ.",
]
CELLS = [*SAMPLE, *AWKWARD] * 3


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    import pyspark
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_HOME", str(Path(pyspark.__file__).parent))  # where a worker finds Spark itself
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_WORKER_DIR", str(tmp_path_factory.mktemp("workers")))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        settings = {
            "spark.driver.memory": "512m",
            "spark.executor.memory": "512m",
            "spark.executorEnv.PYTHONPATH": str(ROOT),
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "2",
            "spark.sql.execution.arrow.maxRecordsPerBatch": "10",  # a partition comes in several batches
            "spark.sql.session.timeZone": "Asia/Almaty",
            "spark.task.maxFailures": "1",
            "spark.log.level": "OFF",
        }
        session = SparkSession.builder.master("local-cluster[2,1,1024]").config(map=settings).getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("lists") / "people.names"
    build(Gazetteer.shipped(), file)
    return file


def frame_of(spark: Any, cells: list[str | None], parts: int = 4) -> Any:
    return spark.createDataFrame(list(enumerate(cells)), "n int, person string").repartition(parts)


def by_number(frame: Any) -> list[dict[str, Any]]:
    return sorted((row.asDict() for row in frame.collect()), key=lambda row: row["n"])


def message(frame: Any) -> str:
    """What a job that fails on a worker says to its user."""
    with pytest.raises(Exception) as caught:  # each edition of Spark has its own class for it
        frame.collect()
    return str(caught.value)


@pytest.mark.parametrize(
    "options",
    [{}, {"best": True, "candidates": 2, "prefix": "p_"}, {"separator": ";"}],
    ids=["plain", "best", "several names"],
)
def test_every_row_has_the_answer_of_one_machine(spark: Any, compiled: Path, options: dict[str, Any]) -> None:
    asked = Options(columns=("person",), **options)
    here = answer_columns(CELLS, Matcher(), asked)
    rows = by_number(normalize(frame_of(spark, CELLS), "person", compiled, **options))
    titles = [f"{asked.prefix}person_{kind}" for kind in asked.kinds]
    assert list(rows[0]) == ["n", "person", *titles]
    assert [row["person"] for row in rows] == CELLS
    assert [tuple(row[title] for title in titles) for row in rows] == here.rows()


def test_the_work_is_shared_by_two_executors_that_each_have_the_file_once(spark: Any, compiled: Path) -> None:
    from pyspark import SparkFiles

    def where(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        root = Path(SparkFiles.getRootDirectory()).resolve()
        found = {"root": str(root), "files": " ".join(path.name for path in root.glob("*.names"))}
        for batch in batches:
            yield pa.RecordBatch.from_pylist([found] * len(batch))

    for _ in range(2):
        answered = normalize(frame_of(spark, CELLS), "person", compiled)
    rows = answered.mapInArrow(where, "root string, files string").distinct().collect()
    content = Matcher.open(compiled).fingerprint
    sent = [path for path in spark.sparkContext.listFiles if content in path]
    assert len(sent) == 1
    assert len({row["root"] for row in rows}) == 2
    assert all(len(re.findall(content, row["files"])) == 1 for row in rows)


def test_other_columns_keep_values_types_and_comments(spark: Any, compiled: Path) -> None:
    schema = (
        "n int NOT NULL, person string COMMENT 'as printed', cost decimal(20,3), day date, at timestamp, "
        "plain timestamp_ntz, raw binary, tags array<string>, byname map<string,int>, "
        "place struct<city:string,at:array<double>>, small tinyint, none void, span interval day to second"
    )
    when = dt.datetime(2019, 6, 9, 12, 30, 0, 123456)
    full = (
        0, "Toqaev", Decimal("12345678901234567.125"), dt.date(1600, 2, 29), when, when, b"\x00\xff",
        ["a", None], {"k": None}, ("Almaty", [0.1, None]), -128, None, dt.timedelta(days=-3, microseconds=1),
    )  # fmt: skip
    frame = spark.createDataFrame([full, (1, *[None] * 12)], schema)
    answered = normalize(frame, "person", compiled)
    assert answered.schema.fields[:13] == frame.schema.fields
    assert answered.select(*frame.columns).collect() == frame.collect()
    assert [(f.name, f.dataType.simpleString(), f.nullable) for f in answered.schema.fields[13:]] == [
        ("person_name", "string", True),
        ("person_id", "string", True),
        ("person_score", "double", True),
        ("person_status", "string", True),
    ]


def test_names_replace_what_is_matched_and_nothing_else(spark: Any, compiled: Path) -> None:
    cells = [" Toqaev ", "Almira Seitkali", None]
    frame = normalize(frame_of(spark, cells), "person", compiled, replace=True)
    assert [row["person"] for row in by_number(frame)] == [" Kassym-Jomart Tokayev ", "Almira Seitkali", None]
    assert "person_name" not in frame.columns


def test_columns_may_have_any_names_and_the_same_twice(spark: Any, compiled: Path) -> None:
    titles = ["who", "who", "a.b", "`c`", ""]
    frame = spark.createDataFrame(
        [("Toqaev", "Almira Seitkali", 1, 2, 3)], "a string, b string, c int, d int, e int"
    )
    answered = normalize(frame.toDF(*titles), ["who#1", "who#2"], compiled)
    added = [f"who#{n}_{kind}" for n in (1, 2) for kind in ("name", "id", "score", "status")]
    assert answered.columns == [*titles, *added]
    (row,) = answered.collect()
    assert row[:6] == ("Toqaev", "Almira Seitkali", 1, 2, 3, "Kassym-Jomart Tokayev")
    assert (row[8], row[9], row[12]) == ("matched", None, "unknown")


def test_decisions_hold_on_the_workers(spark: Any, compiled: Path, tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.csv"
    decisions.write_text("spelling,id,note\nToqaev,,a namesake\nK. T.,kassym-jomart-tokayev,\n", "utf-8")
    frame = frame_of(spark, ["Toqaev", "K. T.", "Qasym-Zhomart Toqaev"])
    rows = by_number(normalize(frame, "person", compiled, decisions=decisions))
    assert [(row["person_id"], row["person_score"]) for row in rows] == [
        (None, 0.0),
        ("kassym-jomart-tokayev", 1.0),
        ("kassym-jomart-tokayev", 0.9999),
    ]


def test_the_threshold_holds_on_the_workers(spark: Any, compiled: Path) -> None:
    rows = by_number(normalize(frame_of(spark, ["Toqaev"]), "person", compiled, threshold=0.99))
    assert [row["person_status"] for row in rows] == ["ambiguous"]


def test_the_coverage_holds_on_the_workers(spark: Any, compiled: Path) -> None:
    rows = by_number(normalize(frame_of(spark, ["Toqaev"]), "person", compiled, coverage=0.01))
    score = Matcher.open(compiled, coverage=0.01).match("Toqaev").score
    assert [row["person_score"] for row in rows] == [pytest.approx(score, abs=1e-4)]
    assert score < Matcher.open(compiled).match("Toqaev").score - 0.01


def test_the_shipped_list_is_sent_where_no_other_is_named(spark: Any) -> None:
    (row,) = normalize(frame_of(spark, ["Toqaev"]), "person").collect()
    assert row["person_name"] == "Kassym-Jomart Tokayev"


def test_a_worker_without_the_file_says_so(spark: Any, compiled: Path, tmp_path: Path) -> None:
    file = tmp_path / "gone.names"
    shutil.copy(compiled, file)
    frame = normalize(frame_of(spark, ["Toqaev"]), "person", file, shared=True)
    assert frame.first()["person_status"] == "matched"
    other = normalize(frame_of(spark, ["Toqaev"]), "person", file, shared=True, threshold=0.7)
    file.unlink()
    assert re.search(rf"the worker \S+ has no file {re.escape(str(file))}; put the gazetteer", message(other))


def test_a_worker_with_another_list_in_the_file_says_so(spark: Any, compiled: Path, tmp_path: Path) -> None:
    file = tmp_path / "people.names"
    shutil.copy(compiled, file)
    frame = normalize(frame_of(spark, ["Toqaev"]), "person", file, shared=True)
    build(Gazetteer((Entity("a", "Almira Seitkali", (Form("Almira Seitkali", "name"),)),)), file)
    assert re.search(
        r"the worker \S+ finds gazetteer \w{12} in \S+, and the driver found \w{12}", message(frame)
    )


def test_a_damaged_file_on_a_worker_is_refused(spark: Any, compiled: Path, tmp_path: Path) -> None:
    file = tmp_path / "people.names"
    shutil.copy(compiled, file)
    frame = normalize(frame_of(spark, ["Toqaev"]), "person", file, shared=True)
    os.truncate(file, 5000)
    assert re.search(r"the worker \S+: \S+people.names is (cut short|damaged)", message(frame))


@pytest.mark.parametrize(
    ("column", "options", "said"),
    [
        ("n", {}, "column 'n' holds int, not text"),
        ("persn", {}, "did you mean 'person'"),
        ("person", {"candidates": 1, "prefix": "x_"}, "'x_person_STATUS', and Spark does not tell it from"),
        ("person", {"threshold": 2}, "threshold 2 is out of range"),
        ("person", {"coverage": 1}, "coverage 1 is out of range"),
        ("person", {"separator": ""}, "the separator '' is empty"),
    ],
)
def test_what_cannot_be_done_is_refused_before_any_job(
    spark: Any, compiled: Path, column: str, options: dict[str, Any], said: str
) -> None:
    frame = spark.createDataFrame([(1, "Toqaev", "x")], "n int, person string, x_person_STATUS string")
    with pytest.raises((TableError, ValueError), match=re.escape(said)):
        normalize(frame, column, compiled, **options)


def test_a_column_that_spark_hands_to_no_python_is_named(spark: Any, compiled: Path) -> None:
    if spark.version.startswith("3."):
        pytest.skip("Spark 3 itself cannot say what such a frame holds")
    frame = spark.sql("SELECT 'Toqaev' AS person, make_interval(1, 2) AS term")
    with pytest.raises(TableError, match="column 'term' holds intervals of months and days"):
        normalize(frame, "person", compiled)


def test_a_list_that_is_not_compiled_is_refused_with_the_command(spark: Any, tmp_path: Path) -> None:
    with pytest.raises(SparkError, match=r"names gazetteer build staff\.csv --output staff\.names"):
        normalize(frame_of(spark, ["Toqaev"]), "person", tmp_path / "staff.csv")
    with pytest.raises(NamesError, match="there is no file"):
        normalize(frame_of(spark, ["Toqaev"]), "person", tmp_path / "staff.names")


def test_another_frame_is_refused() -> None:
    with pytest.raises(TypeError, match="takes a frame of Spark, not list"):
        normalize([], "person")


def test_the_page_shows_what_runs(
    spark: Any, compiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (block,) = re.findall(r"^```py\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    shutil.copy(compiled, "people.names")
    place = tmp_path.as_uri()
    frame_of(spark, CELLS).write.parquet(f"{place}/rows.parquet")
    exec(re.sub(r'parquet\("', f'parquet("{place}/', block), {"spark": spark})
    written = spark.read.parquet(f"{place}/rows-with-ids.parquet").collect()
    expected = answer_columns(CELLS, Matcher())["id"].to_list()
    assert Counter(row["person_id"] for row in written) == Counter(expected)


STRANGERS = {
    "nothing": ({}, r"cannot use names \(No module named 'names'\)"),
    "a namesake": ({"__init__.py": ""}, r"cannot use names \(No module named 'names\.store'\)"),
    "another edition": (
        {
            "__init__.py": "__version__ = '9.0'",
            "store/__init__.py": "",
            "fingerprint.py": "def fingerprint(): return 'f' * 32",
        },
        r"has names 9\.0 with the rules ffffffffffff",
    ),
}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_worker_with_another_package_says_what_both_have(tmp_path: Path, stranger: str) -> None:
    from pyspark import cloudpickle

    from names import __version__
    from names.spark.sending import carrier

    files, said = STRANGERS[stranger]
    for name, content in files.items():
        file = tmp_path / "names" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    (tmp_path / "sent").write_bytes(cloudpickle.dumps(carrier(b"", __version__, "0" * 32)))
    worker = (
        "import sys; sys.path[:] = [p for p in sys.path if p != sys.argv[1]]\n"
        "from pyspark import cloudpickle; list(cloudpickle.loads(open('sent', 'rb').read())(iter(())))"
    )
    done = subprocess.run(
        [sys.executable, "-c", worker, str(ROOT)], cwd=tmp_path, capture_output=True, encoding="utf-8",
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"}, timeout=120, check=False,
    )  # fmt: skip
    last = done.stderr.strip().splitlines()[-1]
    assert re.search(said, last)
    assert f"the driver has names {__version__} with the rules 000000000000; install the same" in last


def test_other_columns_say_on_the_workers_what_they_say_here(spark: Any, tmp_path: Path) -> None:
    people = Gazetteer.read(ROOT / "tests" / "cases" / "namesakes" / "gazetteer.yaml")
    build(people, tmp_path / "namesakes.names")
    rows = [
        ("George Bush", 1946, "US", None, None), ("George Bush", 1924, None, None, None),
        ("George Bush", None, "US", "", None), (None, None, None, "Gulnar", "Saparova"),
        ("Serik Bolatov", 46, "РФ", None, None), (None, 1946, None, None, None),
    ]  # fmt: skip
    numbered = [(n, *row) for n, row in enumerate(rows)]
    frame = spark.createDataFrame(numbered, "n int, person string, year int, land string, g string, f string")
    beside: dict[str, Any] = {"born": "year", "country": "land", "given": "g", "family": "f"}
    answered = by_number(normalize(frame, "person", tmp_path / "namesakes.names", **beside))
    here = [
        Matcher(people).match(person, born=None if year == 46 else year, country=land, given=g, family=f)
        for person, year, land, g, f in rows
    ]
    ids = ["george-w-bush", "george-h-w-bush", None, "gulnar-saparova", "serik-bolatov-ru", None]
    assert [row["person_id"] for row in answered] == ids
    assert [row["person_status"] for row in answered] == [match.status for match in here]
    with pytest.raises(TableError, match="column 'tags' holds array<int>; what is said besides a name"):
        normalize(frame.selectExpr("person", "array(n) AS tags"), "person", born="tags")
