"""What the speed benchmark does to its figures. How fast anything is, is not asserted here."""

from __future__ import annotations

import itertools
import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from benchmarks import page
from benchmarks.speed import PARTS, SIZES, asked_fewer
from benchmarks.timing import lists, plot
from benchmarks.timing.processes import Run, Series, alternated, measured

SVG = "{http://www.w3.org/2000/svg}"
LARGE = 200_000_000  # bytes, many times what Python itself holds


def test_every_part_has_a_place_in_the_page_and_leaves_the_others_alone(tmp_path: Path) -> None:
    before = page.PAGE.read_text(encoding="utf-8")
    copy = tmp_path / "README.md"
    copy.write_text(before, encoding="utf-8")
    parts = [*(f"speed: {part}" for part in PARTS), *(f"quality: {table}" for table in page.TABLES)]
    for part in parts:
        page.put("measured now", part, copy)
        page.put(f"the figures of {part}", part, copy)
    after = copy.read_text(encoding="utf-8")
    assert [after.count(f"\n\nthe figures of {part}\n\n<!-- end -->") for part in parts] == [1] * len(parts)
    assert "measured now" not in after
    assert [line for line in after.splitlines() if line in before] == [
        line for line in after.splitlines() if not line.startswith("the figures of")
    ]


def test_a_page_without_a_place_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "README.md"
    target.write_text("# Measurements\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"measured by benchmarks\.speed: small"):
        page.put("figures", "speed: small", target)
    assert target.read_text(encoding="utf-8") == "# Measurements\n"


def test_a_part_of_a_gazetteer_holds_whom_is_wanted_in_the_order_of_the_whole(tmp_path: Path) -> None:
    whole, part = tmp_path / "whole.jsonl", tmp_path / "part.jsonl"
    entities = [{"id": f"p{n}", "name": f"Дариға {n}"} for n in range(10)]
    whole.write_text("".join(json.dumps(entity) + "\n" for entity in entities), encoding="utf-8")
    lists.write_part(whole, part, 4, ["p1", "p8"])
    assert [entity["id"] for entity in lists.entities(part)] == ["p0", "p1", "p2", "p8"]
    assert list(lists.entities(part)) == [entities[n] for n in (0, 1, 2, 8)]


@pytest.mark.parametrize(("size", "wanted"), [(11, []), (1, ["p1", "p8"])])
def test_a_gazetteer_that_holds_too_few_or_too_many_wanted_makes_no_part(
    tmp_path: Path, size: int, wanted: list[str]
) -> None:
    whole = tmp_path / "whole.jsonl"
    whole.write_text("".join(json.dumps({"id": f"p{n}"}) + "\n" for n in range(10)), encoding="utf-8")
    with pytest.raises(ValueError, match=f"cannot be made {size} entities"):
        lists.write_part(whole, tmp_path / "part.jsonl", size, wanted)


def test_what_was_asked_less_often_is_told_for_every_size() -> None:
    counts = {"names": [2000, 2000, 2000], "extractOne": [200, 200, 50]}
    assert list(asked_fewer(SIZES, counts, 2000)) == [
        "extractOne was asked for 200 of the 2,000 spellings at 10,000 entities, 200 at 100,000, "
        "50 at 1,000,000."
    ]
    assert not list(asked_fewer([10], {"names": [2000]}, 2000))


def test_each_distinct_spelling_is_judged_once_and_namesakes_share_it(tmp_path: Path) -> None:
    table, result = tmp_path / "rows.csv", tmp_path / "result.csv"
    table.write_text("person,truth\nAli,p1\nAli,p2\nOmar,p3\nOmar,p3\nZhan,p4\nEve,p5\n", encoding="utf-8")
    result.write_text(
        "person,person_id,person_status\n"
        "Ali,p2,matched\nAli,p2,matched\nOmar,p9,matched\nOmar,p9,matched\nZhan,p4,ambiguous\nEve,,unknown\n",
        encoding="utf-8",
    )
    truths = lists.truths(table, "person", "truth")
    assert list(truths) == lists.distinct(table, "person") == ["Ali", "Omar", "Zhan", "Eve"]
    assert lists.judged(result, "person", truths) == lists.Verdict(4, right=0.5, matched=0.25, precision=0.5)


def test_the_plot_is_well_formed_and_a_longer_time_stands_higher() -> None:
    slow, fast = [(1e4, 20.0), (1e5, 200.0)], [(1e4, 0.3), (1e5, 0.4)]
    picture = ET.fromstring(plot.drawn({"a <b> & c": fast, "slow": slow}, "note"))
    heights = [float(circle.attrib["cy"]) for circle in picture.iter(f"{SVG}circle")]
    assert heights == sorted(heights, reverse=True)
    assert all(plot.TOP <= height <= plot.BOTTOM for height in heights)
    texts = [text.text for text in picture.iter(f"{SVG}text")]
    assert {"a <b> & c, 0.4 ms", "slow, 200 ms", "10,000", "100,000", "0.1 ms", "1 s"} <= set(texts)


def test_lines_that_end_together_keep_their_names_apart() -> None:
    placed = sorted(plot.spread([120.0, 121.0, 119.0]))
    assert [b - a for a, b in itertools.pairwise(placed)] == [plot.BETWEEN_LABELS] * 2


def test_a_plot_of_one_size_can_be_drawn() -> None:
    assert ET.fromstring(plot.drawn({"names": [(1e4, 1.0)]}, "note")).tag == f"{SVG}svg"


def test_a_small_process_started_by_a_large_one_is_small() -> None:
    ballast = b"x" * LARGE
    assert measured(sys.executable, "-c", "pass").peak < LARGE / 4
    assert len(ballast) == LARGE


def test_the_memory_of_a_process_and_its_children_is_counted_together() -> None:
    if not Path("/proc/self/task").is_dir():
        pytest.skip("the system does not tell of children")
    hold = f"held = b'x' * {LARGE}; "
    child = f"{hold}import time; time.sleep(1)"
    parent = f"{hold}import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    assert measured(sys.executable, "-c", parent).peak > 2 * LARGE


def test_what_a_process_prints_as_json_is_kept_and_a_failure_is_told() -> None:
    assert measured(sys.executable, "-c", "print('{\"distinct\": 3}')").said == {"distinct": 3}
    with pytest.raises(RuntimeError, match="no such gazetteer"):
        measured(sys.executable, "-c", "import sys; sys.exit('no such gazetteer')")


def test_commands_run_by_turns_and_the_median_counts() -> None:
    order: list[str] = []
    seconds = iter([3.0, 50.0, 1.0, 40.0, 2.0, 60.0])

    def run(name: str) -> Run:
        order.append(name)
        return Run(next(seconds), 1, {})

    found = alternated("test", 3, ours=lambda: run("ours"), peer=lambda: run("peer"))
    assert order == ["ours", "peer"] * 3
    assert [series.seconds for series in found.values()] == [2.0, 50.0]
    assert isinstance(found["ours"], Series)
