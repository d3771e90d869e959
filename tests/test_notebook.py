"""What a notebook and a prompt show of our values: short, escaped, and a sentence where a path was meant.

And how far a long run is, in a real kernel, which runs the example too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from names import Entity, Gazetteer, Matcher, compare, evaluate, normalize_table
from names.notebook_progress import in_notebook

HOSTILE = Gazetteer((Entity("<i>", "<script>alert(1)</script> & Almira", ()),))


def test_a_value_shows_itself_in_a_line() -> None:
    matcher = Matcher()
    values = (matcher, matcher.match("Toqaev"), compare("Toqaev", "Tokayev"), Gazetteer.shipped())
    assert all(len(repr(value)) < 120 and "\n" not in repr(value) for value in values)
    assert repr(matcher.match("Toqaev")).startswith("<Match 'Toqaev' matched kassym-jomart-tokayev 0.")


def test_a_notebook_shows_short_html_with_bars() -> None:
    matcher = Matcher()
    match = matcher.match("Akhmetov")
    evaluation = evaluate([("Toqaev", "kassym-jomart-tokayev"), ("Akhmetov", "serik-akhmetov")], matcher)
    for value in (matcher, match, compare("Toqaev", "Tokayev"), Gazetteer.shipped(), evaluation):
        assert len(value._repr_html_()) < 3000
    assert "Serik Akhmetov" in match._repr_html_()
    assert "background:" in match._repr_html_()


def test_nothing_of_a_list_is_obeyed() -> None:
    matcher = Matcher(HOSTILE)
    match = matcher.match("<script>alert(1)</script> & Almira")
    evaluation = evaluate([(match.query, None)], matcher)
    assert evaluation.wrong == 1
    for value in (match, HOSTILE, matcher, compare("<script>a", "<script>b"), evaluation):
        assert "<script>" not in value._repr_html_()


def test_a_path_in_place_of_a_list_is_answered_with_what_opens_it() -> None:
    with pytest.raises(TypeError, match=r"Matcher\.open\('staff\.csv'\)"):
        Matcher("staff.csv")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"Matcher\.open\('staff\.csv'\)"):
        normalize_table(pl.DataFrame({"person": ["Toqaev"]}), "person", "staff.csv")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="takes a Gazetteer, not list"):
        Matcher([])  # type: ignore[arg-type]


NOT_HERE = "a notebook cannot be run here: pip install 'names-normalizer[test]' brings nbclient and ipykernel"
EXAMPLE = Path(__file__).parents[1] / "examples" / "people.ipynb"


class Kernel:
    """A kernel that runs cells for a frontend, which notes all that comes to be shown."""

    def __init__(self, folder: Path) -> None:
        nbclient = pytest.importorskip("nbclient", reason=NOT_HERE)
        pytest.importorskip("ipykernel", reason=NOT_HERE)
        changes = self.changes = []  # type: list[str]

        class Noting(nbclient.NotebookClient):  # type: ignore[misc, name-defined]
            def process_message(self, message: Any, *rest: Any) -> Any:
                if message["msg_type"] in ("display_data", "update_display_data"):
                    changes.append(message["content"]["data"]["text/plain"])
                return super().process_message(message, *rest)

        self._client, self._folder = Noting, folder

    def run(self, notebook: Any) -> Any:
        """The notebook with what its cells show, run by a kernel of its own."""
        place = {"metadata": {"path": str(self._folder)}}
        self._client(notebook, timeout=60, kernel_name="python3", resources=place).execute()
        return notebook


@pytest.fixture
def kernel_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Kernel]:
    for variable in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"):
        monkeypatch.setenv(variable, str(tmp_path / variable.lower()))
    return Kernel


def texts(cell: Any) -> list[str]:
    """What stands below a cell, as plain text."""
    assert all(output.output_type in ("display_data", "execute_result") for output in cell.outputs)
    return [output["data"]["text/plain"] for output in cell.outputs]


LONG = """
import sqlite3, threading
import polars as pl
import names.notebook_progress, names.tables.answers
from names import Matcher, evaluate, group, normalize_table
from names.tables import Options, normalize_database, normalize_files
names.notebook_progress.SOON = names.notebook_progress.BETWEEN = 0
names.tables.answers.TOGETHER = 300
people = [f"Toqaev Kasym {n}" for n in range(700)]
frame = pl.DataFrame({"person": people, "other": people[::-1]})
frame.write_csv("people.csv")
frame.write_parquet("people.parquet")
with sqlite3.connect("people.db") as database:
    database.execute("CREATE TABLE people (person TEXT)")
    database.executemany("INSERT INTO people VALUES (?)", zip(people))
PERSON = Options(columns=("person",))
class Failing(Matcher):
    asked = 0
    def verdicts(self, texts, *rest, **options):
        self.asked += 1
        if self.asked == 3:
            raise KeyboardInterrupt
        return super().verdicts(texts, *rest, **options)
"""
SHOWN = {
    "_ = Matcher().match_many(people)": ["700 names matched"],
    "_ = Matcher().match_many(people, progress=False)": [],
    "_ = Matcher().match('Toqaev')": [],
    "_ = normalize_table(frame, ['person', 'other'], explain=True)": ["700 distinct names matched"],
    "_ = normalize_table(frame.to_pandas(), 'person')": ["700 distinct names matched"],
    "_ = normalize_table(frame, 'person', progress=False)": [],
    "_ = normalize_table(frame, 'person', explain=True, progress=False)": [],
    "_ = normalize_table(frame.lazy(), 'person').collect(engine='streaming')": [],
    "_ = normalize_files('people.parquet', 'out.csv', Matcher(), PERSON)": ["700 rows written"],
    "_ = normalize_files('people.csv', 'out.csv', Matcher(), PERSON)": ["700 rows written"],
    "_ = normalize_files('people.csv', 'out.csv', Matcher(), PERSON, progress=False)": [],
    "_ = normalize_database('sqlite:///people.db', 'people', Matcher(), PERSON)": [
        "700 distinct cells answered"
    ],
    "_ = group(people)": ["700 spellings compared"],
    "_ = evaluate([(person, None) for person in people], mistakes=1)": ["700 names answered"],
    "run = threading.Thread(target=Matcher().match_many, args=[people])\nrun.start()\nrun.join()": [],
    "try: normalize_table(frame, 'person', Failing())\nexcept KeyboardInterrupt: pass": [
        "600 of 700 distinct names matched, then stopped"
    ],
}


def test_a_long_run_shows_how_far_it_is(kernel_for: Callable[[Path], Kernel], tmp_path: Path) -> None:
    kernel = kernel_for(tmp_path)
    made = pytest.importorskip("nbformat.v4", reason=NOT_HERE)
    cells = [made.new_code_cell(source) for source in (LONG, *SHOWN)]
    _, *told = kernel.run(made.new_notebook(cells=cells)).cells
    assert {cell.source: texts(cell) for cell in told} == SHOWN
    steps = [int(words.split()[0]) for words in kernel.changes if words.endswith(" of 700 names matched")]
    assert len(steps) > 2 and steps == sorted(steps)


def test_elsewhere_nothing_is_shown(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("names.notebook_progress.SOON", 0)
    Matcher().match_many(["Toqaev", "Jane Doe"])
    assert not in_notebook() and capfd.readouterr() == ("", "")


def test_a_terminal_of_ipython_shows_nothing(tmp_path: Path) -> None:
    pytest.importorskip("IPython", reason=NOT_HERE)
    program = (
        "import names.notebook_progress; names.notebook_progress.SOON = 0\n"
        "_ = names.Matcher().match_many(['Toqaev', 'Jane Doe']); print('done', get_ipython() is not None)"
    )
    told = subprocess.run(
        [sys.executable, "-m", "IPython", "-c", program], env=os.environ | {"IPYTHONDIR": str(tmp_path)},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == "done True"


def test_the_example_runs_and_holds_no_outputs(kernel_for: Callable[[Path], Kernel], tmp_path: Path) -> None:
    notebook = pytest.importorskip("nbformat", reason=NOT_HERE).read(EXAMPLE, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    shutil.copy(EXAMPLE.with_name("sample.csv"), tmp_path)
    kernel_for(tmp_path).run(notebook)
    assert all(len(texts(cell)) == 1 for cell in code)
    match, ambiguous, table, grouped, evaluation = (cell.outputs[0]["data"] for cell in code)
    assert "(0.8" in match["text/html"] and "Kassym-Jomart Tokayev" in match["text/html"]
    assert "ambiguous" in ambiguous["text/html"]
    assert "person_reason" in table["text/html"] and "Toqaev" in table["text/html"]
    assert "Сейтқали Алмира" in grouped["text/html"]
    assert "precision" in evaluation["text/html"]
