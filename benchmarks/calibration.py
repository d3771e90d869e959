"""Fit what turns evidence into a probability, on paired trials, and say how well it holds on folds left out.

    python -m benchmarks.calibration GAZETTEER QUERIES [--write]

GAZETTEER is a JSONL file of people (id, name), QUERIES a JSONL file (query, expect, country, scripts). Each
query is put twice: with its person listed, and with that person taken out, so that relatives and namesakes
stay. Lists of several sizes are drawn from the gazetteer. Four folds by country, and so by person; what is
fitted on three is measured on the fourth. With --write the parameters fitted on all go into
names/data/calibration.yaml.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import json
import math
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.trials import Query, Trial, people, read_queries, run
from names import Matcher, data
from names.decision import Calibration, share

SIZES = (300, 3_000, None)  # of the lists; None is the whole gazetteer
TRIALS = 700  # a size
FOLDS = 4
ABSENCES = (0.12, 0.5)  # shares of trials whose person is not listed, at which the fit is measured
SCRIPTS = ("LATIN-LATIN", "LATIN-CYRILLIC")
TRUSTS = [0.4 + 0.05 * n for n in range(13)]
STRANGERS = [math.exp(0.25 * n) for n in range(-16, 17)]
GROWTHS = [0.1 * n for n in range(11)]
COVERAGE = 0.5  # declared in the fit, where half of the trials are without their person
TARGET = Path(data.__file__).parent / "calibration.yaml"


def main() -> None:
    """Run the trials, fit, measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("gazetteer", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--write", action="store_true", help=f"write the fit into {TARGET.name}")
    given = parser.parse_args()
    lines = given.gazetteer.read_text(encoding="utf-8").splitlines()
    names = {record["id"]: record["name"] for record in map(json.loads, lines)}
    queries = [q for q in read_queries(given.queries) if q.scripts in SCRIPTS and q.expect in names]
    trials = [trial for size in SIZES for trial in paired_trials(names, queries, size)]
    for absence in ABSENCES:
        print(f"left out, {absence:.0%} absent:", json.dumps(measure_left_out(trials, absence)))
    fitted = fit(trials)
    print("fitted on all:", fitted)
    if given.write:
        TARGET.write_text(as_yaml(fitted, trials), encoding="utf-8")


def paired_trials(names: dict[str, str], queries: Sequence[Query], size: int | None) -> list[Trial]:
    """Return trials on a list of a size: queries whose person is listed, and each without that person."""
    rng = random.Random(size or 0)
    wanted = sorted({q.expect for q in queries if q.expect})
    listed = set(names)
    if size:
        some = rng.sample(wanted, min(size // 2, len(wanted)))
        listed = {*some, *rng.sample(sorted(set(names) - set(some)), size - len(some))}
    matcher = Matcher(people({i: name for i, name in names.items() if i in listed}))
    asked = [q for q in queries if q.expect in listed]
    present = list(run(matcher, rng.sample(asked, min(TRIALS, len(asked)))))
    return [*present, *(trial.without_its_person() for trial in present)]


def log_loss(trials: Iterable[Trial], calibration: Calibration) -> float:
    """Return the mean log loss of the best candidate's score as the probability that it is right."""
    losses = [
        -math.log(max(1e-6, score if trial.right else 1 - score))
        for trial in trials
        if (score := best_score(trial, calibration, COVERAGE)) is not None
    ]
    return sum(losses) / len(losses)


def best_score(trial: Trial, calibration: Calibration, coverage: float) -> float | None:
    """Return the score of the best candidate of a trial, or None without candidates."""
    if not trial.weights:
        return None
    return share(trial.weights[:20], trial.entities, coverage, calibration)[0][0]


def fit(trials: Sequence[Trial]) -> Calibration:
    """Return the parameters of least log loss: a coarse look, then a closer one."""
    coarse = itertools.product(TRUSTS[::3], STRANGERS[::4], GROWTHS[::3])
    best = min((Calibration(*values) for values in coarse), key=lambda c: log_loss(trials, c))
    for _ in range(2):
        best = min(
            (Calibration(t, best.strangers, best.growth) for t in TRUSTS), key=lambda c: log_loss(trials, c)
        )
        pairs = itertools.product(STRANGERS, GROWTHS)
        near = [
            (s, g)
            for s, g in pairs
            if abs(math.log(s / best.strangers)) < 1.1 and abs(g - best.growth) < 0.35
        ]
        best = min((Calibration(best.trust, s, g) for s, g in near), key=lambda c: log_loss(trials, c))
    return best


def measure_left_out(trials: Sequence[Trial], absence: float) -> dict[str, float]:
    """Return calibration error and the decisions' precision and recall on folds left out.

    The coverage declared is the one the trials have: one less the share of absent people.
    """
    countries = sorted({trial.query.country for trial in trials})
    random.Random(1).shuffle(countries)
    fold_of = {country: n % FOLDS for n, country in enumerate(countries)}
    judged: list[tuple[float, bool, float]] = []  # score, right, weight of the trial
    found = answerable = 0.0
    for fold in range(FOLDS):
        calibration = fit([t for t in trials if fold_of[t.query.country] != fold])
        for trial in (t for t in trials if fold_of[t.query.country] == fold):
            weight = (1 - absence if trial.listed else absence) * 2
            answerable += weight * trial.listed
            score = best_score(trial, calibration, 1 - absence)
            if score is not None:
                judged.append((score, trial.right, weight))
                found += weight * (trial.right and score >= 0.8)
    matched = sum(w for s, _, w in judged if s >= 0.8)
    return {
        "rows": len(judged),
        "calibration_error": round(calibration_error(judged), 4),
        "precision": round(sum(w for s, ok, w in judged if s >= 0.8 and ok) / matched, 4),
        "recall": round(found / answerable, 4),
    }


def calibration_error(judged: Sequence[tuple[float, bool, float]]) -> float:
    """Return the expected calibration error over ten equal bins."""
    bins: dict[int, float] = {}
    for score, right, weight in judged:
        bins[min(9, int(score * 10))] = bins.get(min(9, int(score * 10)), 0.0) + weight * (score - right)
    return sum(map(abs, bins.values())) / sum(weight for _, _, weight in judged)


def as_yaml(fitted: Calibration, trials: Sequence[Trial]) -> str:
    """Return the data file of a fit."""
    today = datetime.datetime.now(datetime.UTC).date()
    return (
        "# What turns evidence into a probability. Fitted by benchmarks/calibration.py;\n"
        "# names/decision.py says what each number means.\n"
        "format: 1\n"
        f"sources: [paired trials on lists of politicians, {len(trials)} of them, {today}]\n"
        f"trust: {fitted.trust:.2f}\nstrangers: {fitted.strangers:.2f}\ngrowth: {fitted.growth:.2f}\n"
    )


if __name__ == "__main__":
    main()
