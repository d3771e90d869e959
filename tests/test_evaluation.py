"""Labelled names give precision, recall, calibration, a threshold and the worst mistakes, as by hand."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from click.testing import CliRunner, Result

from names import Matcher, NamesError, evaluate
from names.cli import main
from names.cli.labelled import bar_of
from names.evaluation.evaluating import lowest_threshold
from names.evaluation.judging import Judged
from names.evaluation.proportions import Proportion, below
from names.evaluation.reliability import calibration_error, in_bins
from names.tables import Options, TableError
from names.tables.labelled_rows import LabelledName, LabelledTable, read_labelled

LIST = """format: 1
coverage: 0.7
entities:
- {id: almira, name: Almira Seitkali, born: 1967}
- {id: "007", name: Zhanar Akhmet}
- {id: old, name: Bolat Nurtazin, replaced_by: bolat}
- {id: bolat, name: Bolat Nurtazin}
- {id: murat-1950, name: Murat Ospankulov, born: 1950}
- {id: murat-1980, name: Murat Ospankulov, born: 1980}
"""
LABELLED = """who,means,year
Almira Seitkali,almira,
Almira Seitkali,almira,
Алмира Сейтқали,almira,
Zhanar Akhmet,7,
Bolat Nurtazin,old,
Murat Ospankulov,murat-1980,1980
Murat Ospankulov,murat-1950,
Bolat Nurtazin,,
Erlan Omarov,nobody-has-it,
Asem Bek,-,
,almira,
"""
COLUMNS = ["--spelling", "who", "--id", "means"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "list.yaml").write_text(LIST, encoding="utf-8")
    (tmp_path / "labelled.csv").write_text(LABELLED, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> Result:
    given = [str(each).replace("@", f"{folder}/") for each in arguments]
    return CliRunner().invoke(main, ["evaluate", *given, "--gazetteer", str(folder / "list.yaml")])


def plain(folder: Path, *arguments: str) -> dict[str, object]:
    result = run(folder, *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, object] = json.loads(result.stdout)
    return found


def counts(found: dict[str, object], key: str) -> tuple[int, int]:
    share = found[key]
    assert isinstance(share, dict)
    return share["count"], share["of"]


def labelled(text: str, **options: object) -> LabelledTable:
    return read_labelled(io.BytesIO(text.encode()), Options(columns=("who",), **options), "id")  # type: ignore[arg-type]


def judged(score: float, *, right: bool, count: int = 1, listed: bool = True) -> Judged:
    meant = frozenset({"a"} if listed else ())
    name = LabelledName("Asem", tuple(meant), count=count)
    return Judged(name, meant, "matched", "a" if right else "b", score, score if right else 0.0)


class TestFigures:
    """Against values worked out by hand."""

    def test_an_interval_is_that_of_wilson(self) -> None:
        # z² = 3.8415; (8 + 1.9207) / 13.8415 = 0.7167; 1.96 · √(8·2/10 + 0.9604) / 13.8415 = 0.2266
        share = Proportion(8, 10)
        assert (share.value, round(share.low, 3), round(share.high, 3)) == (0.8, 0.49, 0.943)
        # without a wrong one: 10 / 13.8415
        assert (round(Proportion(10, 10).low, 4), Proportion(10, 10).high) == (0.7225, 1.0)
        assert (Proportion(0, 10).low, round(Proportion(0, 10).high, 4)) == (0.0, 0.2775)

    def test_no_rows_tell_nothing(self) -> None:
        share = Proportion(0, 0)
        assert (share.value, share.low, round(share.high, 9)) == (None, 0.0, 1.0)
        assert calibration_error(in_bins([])) is None

    def test_none_wrong_of_300_leaves_one_percent(self) -> None:
        assert below(300) == 0.01

    def test_the_calibration_error_is_the_mean_gap_of_the_bins(self) -> None:
        # 0.9 to 1.0: 3 of 4 right, mean 0.95, a gap of 0.2 in four rows; 0.4 to 0.5: 1 of 1, 0.4, 0.6 in one
        bins = in_bins([(0.92, True, 2), (0.98, True, 1), (0.98, False, 1), (0.4, True, 1)])
        assert [(each.low, each.rows, each.right) for each in bins if each.rows] == [(0.4, 1, 1), (0.9, 4, 3)]
        assert calibration_error(bins) == pytest.approx((4 * 0.2 + 1 * 0.6) / 5)
        assert bar_of(bins[9]) == "█" * 22 + "·" * 6 + "│" + "·"

    def test_the_threshold_is_the_lowest_with_the_precision(self) -> None:
        # right 2, wrong 1, right 4 (of them one name in three rows), wrong 1; one listed is never first
        rows = [
            judged(0.99, right=True, count=2),
            judged(0.95, right=False, listed=False),
            judged(0.90, right=True, count=3),
            judged(0.85, right=True),
            judged(0.60, right=False),
        ]
        found = lowest_threshold(rows, 0.85)  # 6 of 7; with the last one 6 of 8
        assert found is not None
        assert (found.threshold, found.precision, found.recall) == (0.85, Proportion(6, 7), Proportion(6, 7))
        strict = lowest_threshold(rows, 0.99)
        assert strict is not None
        assert (strict.threshold, strict.recall) == (0.99, Proportion(2, 7))
        assert lowest_threshold(rows[1:2], 0.5) is None

    def test_the_threshold_matches_the_row_it_comes_from(self) -> None:
        for score in (0.9345, 0.29, 0.57, 0.934512, 0.9999):
            found = lowest_threshold([judged(score, right=True)], 0.99)
            assert found is not None
            assert score - 0.0001 < found.threshold <= score


class TestLabels:
    """What the cells of labelled rows mean."""

    def test_rows_that_are_alike_are_one_name(self) -> None:
        found = labelled("who,id\nAsem,a\n Asem ,a\nAsem,b\n")
        assert [(each.ids, each.row, each.count) for each in found.names] == [(("a",), 1, 2), (("b",), 3, 1)]

    def test_an_empty_id_or_a_dash_is_nobody(self) -> None:
        found = labelled("who,id\nAsem,\nBota, - \nDana,–\n")
        assert [each.ids for each in found.names] == [(), (), ()]

    def test_of_several_ids_any_is_right(self) -> None:
        found = labelled("who,id\nAsem,a; b;\n", separator=";")
        assert [each.ids for each in found.names] == [("a", "b")]

    def test_of_several_names_each_has_its_id(self) -> None:
        found = labelled("who,id\nAsem; Bota,a;\nDana; Erke,\nAsem; Bota; Dana,a; b\n", separator=";")
        assert [(each.spelling, each.ids) for each in found.names] == [
            ("Asem", ("a",)),
            ("Bota", ()),
            ("Dana", ()),
            ("Erke", ()),
        ]
        assert found.uneven == [3]

    def test_the_column_of_names_is_not_that_of_ids(self) -> None:
        with pytest.raises(TableError, match="cannot hold names and ids"):
            read_labelled(io.BytesIO(b"who,id\nAsem,a\n"), Options(columns=("who",)), "who")


def test_labelled_rows_give_the_figures_worked_out_by_hand(folder: Path) -> None:
    # Ten rows with a name. Listed: Almira three times, Zhanar (007 as a spreadsheet has it), Bolat by the id
    # of a record that was merged, Murat twice. Matched: all but the two Murats, who are namesakes, and Erlan
    # and Asem; of these six the Bolat who is nobody listed is wrong.
    found = plain(folder, "@labelled.csv", *COLUMNS)
    assert (found["rows"], found["distinct"], found["listed"]) == (10, 9, 7)
    assert counts(found, "precision") == (5, 6)
    assert counts(found, "recall") == (5, 7)
    assert counts(found, "strangers_named") == (1, 3)
    assert (found["unlisted_ids"], found["disputed"]) == ({"nobody-has-it": 1}, 2)
    assert (found["wrong"], found["lost"]) == (1, 2)
    mistakes = found["mistakes"]
    assert isinstance(mistakes, list)
    assert [(each["kind"], each["row"]) for each in mistakes] == [("wrong", 8), ("lost", 6), ("lost", 7)]
    assert "is Bolat Nurtazin" in mistakes[0]["reason"]
    assert "as likely as Murat Ospankulov" in mistakes[1]["reason"]


def test_another_column_is_evidence(folder: Path) -> None:
    found = plain(folder, "@labelled.csv", *COLUMNS, "--born", "year")
    assert (counts(found, "precision"), counts(found, "recall"), found["disputed"]) == ((6, 7), (6, 7), 1)


def test_a_threshold_out_of_reach_leaves_nothing_matched(folder: Path) -> None:
    result = run(folder, "@labelled.csv", *COLUMNS, "--threshold", "1")
    assert result.exit_code == 0, result.output
    assert "precision   –      no names to tell" in result.stdout
    assert "recall      0.000" in result.stdout


def test_people_read_what_is_odd_and_what_is_worst(folder: Path) -> None:
    result = run(folder, "@labelled.csv", *COLUMNS, "--mistakes", "1", "--precision", "0.8")
    assert "1 row without a name left out" in result.stderr
    assert "1 row has an id that the list has not, counted as nobody listed: 'nobody-has-it'" in result.stderr
    assert "precision   0.833  0.436 to 0.970 at 95 %; 5 of 6 matched names are right" in result.stdout
    assert "is the lowest with a precision of 0.8 here: 0.833" in result.stdout
    assert "; too few rows to be sure of it" in result.stdout
    assert "1 row with a wrong link, 2 with a lost one; the worst 1" in result.stdout
    assert "wrong row 8, means nobody listed: “Bolat Nurtazin” is Bolat Nurtazin" in result.stdout


def test_without_a_wrong_link_the_rule_of_three_says_how_much_that_is(folder: Path) -> None:
    (folder / "few.csv").write_text("spelling,id\n" + "Almira Seitkali,almira\n" * 6, encoding="utf-8")
    result = run(folder, "@few.csv")
    assert "none is wrong: with so many, the share that is wrong in all lies below 50.0 %" in result.stdout
    (folder / "one.csv").write_text("spelling,id\nAlmira Seitkali,almira\n", encoding="utf-8")
    assert "none is wrong" not in run(folder, "@one.csv").stdout


def test_a_row_that_breaks_off_before_its_id_is_told(folder: Path) -> None:
    (folder / "short.csv").write_text("spelling,id\nAlmira Seitkali\nAsem Bek,\n", encoding="utf-8")
    assert "1 row has fewer cells than the header; an id that is not" in run(folder, "@short.csv").stderr


@pytest.mark.parametrize("form", ["xlsx", "parquet", "jsonl"])
def test_any_table_is_read(folder: Path, form: str) -> None:
    frame = pl.read_csv(io.BytesIO(LABELLED.encode()), infer_schema=False)
    path = folder / f"labelled.{form}"
    if form == "xlsx":
        book = openpyxl.Workbook()
        for row in (frame.columns, *frame.iter_rows()):
            book.active.append([7 if cell == "7" else cell for cell in row])  # type: ignore[union-attr]
        book.save(path)
    else:
        getattr(frame, "write_parquet" if form == "parquet" else "write_ndjson")(path)
    assert plain(folder, f"@labelled.{form}", *COLUMNS) == plain(folder, "@labelled.csv", *COLUMNS)


def test_ids_parted_by_something_unsaid_are_told(folder: Path) -> None:
    (folder / "two.csv").write_text("spelling,id\nMurat Ospankulov,murat-1950;murat-1980\n", encoding="utf-8")
    assert "say what stands between: --separator ';'" in run(folder, "@two.csv").stderr
    found = plain(folder, "@two.csv", "--separator", ";")
    assert (found["unlisted_ids"], counts(found, "recall_at_1")) == ({}, (1, 1))


def test_nothing_labelled_is_refused_in_one_line(folder: Path) -> None:
    (folder / "none.csv").write_text("spelling,id\n,almira\n", encoding="utf-8")
    result = run(folder, "@none.csv")
    assert result.exit_code == 1
    assert "has no labelled name; give rows with a name" in result.output


def test_from_python_pairs_are_enough(folder: Path) -> None:
    matcher = Matcher.open(folder / "list.yaml")
    found = evaluate([("Almira Seitkali", "almira"), ("Asem Bek", None), ("Bolat Nurtazin", "")], matcher)
    assert (found.precision, found.recall) == (Proportion(1, 2), Proportion(1, 1))
    with pytest.raises(NamesError, match="no labelled name"):
        evaluate([], matcher)
    with pytest.raises(NamesError, match="out of range"):
        evaluate([("Asem Bek", None)], matcher, precision=1.5)
