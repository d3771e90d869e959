"""Whole processes, measured: how long each took, what it held at most, what it printed."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.linking import ROOT
from benchmarks.timing import stopwatch


@dataclass(frozen=True)
class Run:
    """One process from start to end.

    Attributes:
        seconds: Of wall clock.
        peak: The most memory it and its descendants held, in bytes.
        said: What it printed, if that was one JSON object.
    """

    seconds: float
    peak: int
    said: dict[str, Any]


# An installed program has its bytecode; without it, every start would compile the sources again.
FORBIDS_BYTECODE = "PYTHONDONTWRITEBYTECODE"


def measured(*command: str | Path, **environment: str) -> Run:
    """Return how a command fared; it runs in the root of the project.

    Args:
        command: A program and its arguments.
        environment: Variables set for it beside those that are there.

    Raises:
        RuntimeError: It failed; the text is what it said to standard error.
    """
    variables = {key: value for key, value in os.environ.items() if key != FORBIDS_BYTECODE} | environment
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch, "report.json")
        done = subprocess.run(
            [sys.executable, "-I", "-S", stopwatch.__file__, report, *command],
            capture_output=True, cwd=ROOT, env=variables, encoding="utf-8",
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{' '.join(map(str, command))} failed:\n{done.stderr}")
        figures = json.loads(report.read_text(encoding="utf-8"))
    said = json.loads(done.stdout) if done.stdout.startswith("{") else {}
    return Run(figures["seconds"], figures["peak"], said)


def ours(*arguments: str | Path, **environment: str) -> Run:
    """Return how a command of `names` fared."""
    return measured(sys.executable, "-m", "names", *arguments, **environment)


Measure = Callable[[Run], float]


@dataclass(frozen=True)
class Series:
    """Runs of one command.

    Attributes:
        runs: In the order they were made; at least one.
    """

    runs: Sequence[Run]

    def median(self, measure: Measure) -> float:
        """Return the median of a figure over all runs."""
        return statistics.median(map(measure, self.runs))

    @property
    def seconds(self) -> float:
        """Wall clock of the whole process, the median."""
        return self.median(lambda run: run.seconds)

    @property
    def peak(self) -> float:
        """The most memory held, in bytes, the median."""
        return self.median(lambda run: run.peak)

    def said(self, key: str) -> float:
        """Return the median of a figure that the process itself printed."""
        return self.median(lambda run: float(run.said[key]))


def alternated(title: str, times: int, **commands: Callable[[], Run]) -> dict[str, Series]:
    """Return runs of commands made by turns, so that a busy minute of the machine falls on all of them.

    Args:
        title: Of what is measured, for the account on standard error.
        times: How often each is run.
        commands: By name, in the order they are run.
    """
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(1, times + 1):
        for name, command in commands.items():
            runs[name].append(command())
            seconds, peak = runs[name][-1].seconds, runs[name][-1].peak / 1e6
            print(f"{title}, {turn} of {times}: {name} {seconds:.2f} s, {peak:.0f} MB", file=sys.stderr)
    return {name: Series(done) for name, done in runs.items()}
