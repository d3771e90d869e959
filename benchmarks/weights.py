"""Fit the additive weights of evidence, and what makes a probability of their sum, on trials made of a list.

    python -m benchmarks.weights GAZETTEER QUERIES [--ridge 10] [--seed 1] [--write]

GAZETTEER is a JSONL file of people (id, name), QUERIES a JSONL file (query, expect, country, scripts). It
needs scipy besides the project. With --write the values fitted on everything go into
names/data/weights.yaml and names/data/calibration.yaml, with date and source; without it nothing is
changed.

The trials. Lists are drawn of the people asked for: twenty of 80 and four of 1,000. To each are put the
queries for those on it, as many for others, and strangers. The whole gazetteer gets its own queries and
strangers. Then half of the people asked for are taken out of it, and in another run the other half (the
hash of the id tells which), so that each query is put once with its person listed and once without,
relatives and namesakes being there. A stranger is a real spelling with one word put in from that of another
person of the same country and scripts, at the same place: the first or the last of two or three words. The
two words are unlike, the words of a stranger are those of no known spelling, and the listed name has as
many words, so nearly every stranger that is linked is linked wrongly. Each of the four kinds of lists
weighs the same in the fit; on a list with strangers those listed are half of the weight, others and
strangers a quarter each. The coverage declared is the share actually listed, counted by these weights.

The formula. A weight of `FITTED` is a constant for a piece of evidence, so the sum of the evidence for a
candidate is rest + Σ weight[k] · times[k]: `times` says how often each stands in it, and is a fraction for
an initial left out or for parts that are crossed in part. Where relatives share the rest (`kin`), the sum
is changed as `names.evidence.weighed` changes it. A candidate is chosen with the odds exp(trust · sum),
nobody listed with strangers · max(1000, entities)^growth · (1 - coverage) / coverage, as in
`names.decision`; that is a multinomial logit. Written in trust and in trust · weight[k] it is linear, so
the log loss is convex, with one minimum. A ridge holds all parameters to the shipped values: RIDGE times
the squared deviations, those of weights being multiplied by trust, beside the sum of the log losses of the
trials. No weight changes its sign.

How well it holds is told on folds left out. All people of a country are in one fold, and so are all trials
of a person: what is fitted on the others is measured on this one, beside the shipped values.

The limits. Pairs of parts, forms and candidates stay those that the shipped weights chose. So do the pairs
refused by a bound (`tolerance`, `farthest`). A slip of typing counts for no near pair, though it may weigh
as one, and a surname of the other gender once among `rules`, though it weighs twice that; what `small_word`
cuts off is counted. Far from the shipped values the sum is thus approximate: write, and run again until
little moves. Weights that are factors on a distance, and those of contradictions, are not fitted here.
Places and organizations share what weights.yaml does not state for them, and no trial is of one. Some
strangers are namesakes by chance.
"""

from __future__ import annotations

import argparse
import collections
import datetime
import functools
import hashlib
import json
import math
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from benchmarks.timing import markdown
from benchmarks.trials import Query, people, read_queries, unlike
from names import Matcher, data
from names.decision import FEWEST, Calibration, calibration
from names.defaults import THRESHOLD
from names.evidence import WEIGHTS, Evidence
from names.evidence.comparison import LOST
from names.evidence.distance import part_distance
from names.folding import Part, fold, join_parts
from names.kinds import Trait, kinds_with

FITTED = (
    "letters", "rules", "sound", "sound_in_one_script", "form", "form_alike", "near", "initial", "omitted",
    "extra", "order", "disorder", "crossed", "crossed_alike", "family_alone", "skipped", "kin",
)  # fmt: skip
SIZES = {80: 20, 1_000: 4}  # of lists drawn, and how many of each
STRANGERS = 6_000  # on a list, at most
LENDERS = 6  # people who lend a word to a spelling, at each place
MOST = 8  # candidates of a trial
FOLDS = 4
RIDGE = 10.0
BINS = 10  # of the calibration error
DIGITS = 2  # of a value written
SIZES_LEFT_OVER = (
    0.5,
    1.0,
    4.0,
)  # how much a part left over may count: an initial, a word, a syllable of Han
FOLDER = Path(data.__file__).parent

Floats = npt.NDArray[np.float64]
What = Literal["listed", "other", "stranger"]
SHARES: Mapping[What, float] = {"listed": 0.5, "other": 0.25, "stranger": 0.25}
_BY_KIND = {
    "letters": "letters", "rules": "rules", "patronymic": "rules", "near": "near", "initial": "initial",
    "skipped": "skipped",
}  # fmt: skip
_UNSURE = kinds_with(Trait.UNSURE)


class Trial(NamedTuple):
    """A query put to a list.

    Attributes:
        of: The kind of list.
        what: Whether the person meant is listed, is another one, or is made up.
        country: Of the person.
        scripts: Of the canonical name and the query.
        entities: How many are listed.
        right: Which of the candidates is the person meant; None for none of them.
        sums: What the evidence for each candidate weighs, in nats.
        times: How often each weight of `FITTED` is in it.
    """

    of: str
    what: What
    country: str
    scripts: str
    entities: int
    right: int | None
    sums: tuple[float, ...]
    times: tuple[tuple[float, ...], ...]


class Table(msgspec.Struct, frozen=True):
    """Trials as arrays, a row for each.

    Attributes:
        trials: The trials.
        rest: What the evidence for each candidate weighs without the fitted weights; minus infinity for none.
        times: How often each of these is in it.
        right: The place of the person meant; that behind the candidates where it is none of them.
        level: The logarithm of the number of strangers beside it.
        odds: That of the odds of not being listed.
        weight: What the trial weighs in the fit; 1 in the mean.
    """

    trials: tuple[Trial, ...]
    rest: Floats
    times: Floats
    right: npt.NDArray[np.intp]
    level: Floats
    odds: Floats
    weight: Floats

    def only(self, chosen: npt.NDArray[np.bool_]) -> Table:
        """Return some of the rows."""
        places = np.flatnonzero(chosen)
        arrays = {name: getattr(self, name)[places] for name in self.__struct_fields__[1:]}
        return Table(tuple(self.trials[n] for n in places.tolist()), **arrays)

    def chances(self, by: Floats) -> Floats:
        """Return the probability of each candidate, and behind them that of nobody listed.

        Args:
            by: The parameters: trust, the logarithm of strangers, growth, and trust times each weight.
        """
        nobody = by[1] + by[2] * self.level + self.odds
        logs = np.column_stack([by[0] * self.rest + self.times @ by[3:], nobody])
        likely = np.exp(logs - logs.max(axis=1, keepdims=True))
        chances: Floats = likely / likely.sum(axis=1, keepdims=True)
        return chances


class Judged(NamedTuple):
    """What became of trials.

    Attributes:
        table: The trials.
        loss: The log loss of each.
        best: The score of the best candidate of each; 0 without any.
        right: Whether that is the person meant.
    """

    table: Table
    loss: Floats
    best: Floats
    right: npt.NDArray[np.bool_]


def main() -> None:
    """Make the trials, fit, measure on folds left out, print, and write where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gazetteer", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--ridge", type=float, default=RIDGE, help=f"see above (default: {RIDGE:g})")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="draws other lists and strangers")
    parser.add_argument("--write", action="store_true", help="write the fit into names/data")
    given = parser.parse_args()
    lines = given.gazetteer.read_text(encoding="utf-8").splitlines()
    names = {record["id"]: record["name"] for record in map(json.loads, lines)}
    queries = read_queries(given.queries)
    if len({query.country for query in queries if query.expect in names}) < FOLDS:
        parser.error(f"{given.queries} must ask for listed people of {FOLDS} countries or more")
    table = tabulated(list(trials(names, queries, given.seed)))
    folds = folds_of(table.trials)
    shipped = parameters(calibration(), [getattr(WEIGHTS, name) for name in FITTED])
    partial = [fit(table.only(folds != fold), given.ridge) for fold in range(FOLDS)]
    left_out = [table.only(folds == fold) for fold in range(FOLDS)]
    judged = {
        "shipped": [judge(each, shipped) for each in left_out],
        "fitted": [judge(each, by) for each, by in zip(left_out, partial, strict=True)],
    }
    fitted = fit(table, given.ridge)
    print(f"{len(table.trials):,} trials on {len(names):,} people; folds left out\n")
    print(quality(judged), values(table, shipped, fitted, partial), sep="\n\n")
    if given.write:
        source = f"{len(table.trials)} trials on lists of {min(SIZES)} to {len(names)} people"
        write(fitted, source, datetime.datetime.now(datetime.UTC).date())


def trials(names: Mapping[str, str], queries: Sequence[Query], seed: int) -> Iterator[Trial]:
    """Yield the trials on all lists.

    Args:
        names: The gazetteer, by id.
        queries: The queries; those for people who are not in it are others.
        seed: Draws the lists and the strangers.
    """
    rng = random.Random(seed)
    asked = sorted({q.expect for q in queries if q.expect and q.expect in names})
    for size, lists in SIZES.items():
        for _ in range(lists):
            listed = set(rng.sample(asked, min(size, len(asked))))
            others = [q for q in queries if q.expect not in listed]
            here = [q for q in queries if q.expect in listed]
            some = [*here, *rng.sample(others, min(len(here), len(others)))]
            yield from on_list(f"{size:,}", names, listed, some, strangers(names, queries, listed, rng))
    yield from on_list("all", names, set(names), queries, strangers(names, queries, set(names), rng))
    for half in (0, 1):
        listed = set(names) - {i for i in asked if half_of(i) == half}
        yield from on_list("all but half of those asked for", names, listed, queries, ())


def half_of(id: str) -> int:
    """Return in which half a person is, 0 or 1, the same in every run."""
    return hashlib.sha1(id.encode()).digest()[-1] % 2


def on_list(
    of: str,
    names: Mapping[str, str],
    listed: set[str],
    queries: Iterable[Query],
    made: Iterable[Query],
) -> Iterator[Trial]:
    """Yield the trials on one list.

    Args:
        of: The kind of list.
        names: The gazetteer, by id.
        listed: Who of it is listed.
        queries: Real spellings.
        made: Those of strangers.
    """
    asked: list[tuple[Query, What]] = [(q, "listed" if q.expect in listed else "other") for q in queries]
    asked += [(q, "stranger") for q in made]
    matcher = Matcher(people({i: name for i, name in names.items() if i in listed}))
    for (query, what), match in zip(asked, matcher.match_many([q.text for q, _ in asked], MOST), strict=True):
        ids = [candidate.entity.id for candidate in match.candidates]
        yield Trial(
            of,
            what,
            query.country,
            query.scripts,
            len(listed),
            ids.index(query.expect) if query.expect in ids else None,
            tuple(sum(piece.weight for piece in c.evidence) for c in match.candidates),
            tuple(times_in(c.evidence) for c in match.candidates),
        )


def strangers(
    names: Mapping[str, str], queries: Sequence[Query], listed: set[str], rng: random.Random
) -> list[Query]:
    """Return spellings of nobody, each made of one of somebody listed.

    Args:
        names: The gazetteer, by id.
        queries: Real spellings; all of them lend words.
        listed: Who is listed.
        rng: Draws the lenders, and which strangers are left out where there are too many.
    """
    known = {_words(name) for name in names.values()} | {_words(q.text) for q in queries}
    pools: dict[tuple[str, str, int], list[Query]] = collections.defaultdict(list)
    for query in queries:
        if size := _names_in(query.text):
            pools[query.country, query.scripts, size].append(query)
    made: dict[str, Query] = {}
    for query in queries:
        size = _names_in(query.text)
        if size not in (2, 3) or query.expect not in listed or len(_words(names[query.expect])) < size:
            continue
        pool = pools[query.country, query.scripts, size]
        own = query.text.split()
        for place in (0, size - 1):
            for other in rng.sample(pool, min(LENDERS, len(pool))):
                lent = other.text.split()[place]
                if other.expect == query.expect or not unlike(own[place], lent):
                    continue
                text = " ".join([*own[:place], lent, *own[place + 1 :]])
                if len(_words(text)) == size and _words(text) not in known:
                    made.setdefault(text, msgspec.structs.replace(query, text=text, expect=None))
    return rng.sample(list(made.values()), min(STRANGERS, len(made)))


@functools.cache
def _words(text: str) -> frozenset[str]:
    """Return the plain words of a spelling, without initials, titles and particles."""
    return frozenset(part.text for part in fold(text).parts if part.kind == "word")


@functools.cache
def _names_in(text: str) -> int:
    """Return how many words a spelling has, or 0 where one of them is no name in full."""
    parts = fold(text).parts
    single = len(parts) == len(text.split())
    return len(parts) if single and all(part.kind == "word" for part in parts) else 0


def times_in(evidence: Sequence[Evidence]) -> tuple[float, ...]:
    """Return how often each weight of `FITTED` is in the sum of some evidence.

    Examples:
        >>> evidence = [Evidence("form", 3.0), Evidence("omitted", WEIGHTS.omitted / 2)]
        >>> dict(zip(FITTED, times_in(evidence)))["omitted"]
        0.5
    """
    times = dict.fromkeys(FITTED, 0.0)
    kinds = {(piece.query, piece.form): piece.kind for piece in evidence if piece.kind != "crossed"}
    for piece in evidence:
        kind = _pair(piece.query, piece.form) if piece.kind == "joined" else piece.kind
        if kind in _BY_KIND:
            times[_BY_KIND[kind]] += 1
        elif kind in ("form", "sound"):
            times[_constant_of(kind, piece)] += 1
        elif kind in ("omitted", "extra"):
            size = _ratio(piece.weight, getattr(WEIGHTS, kind))
            if any(math.isclose(size, each) for each in SIZES_LEFT_OVER):  # else a generation
                times[kind] += size
        elif kind == "order":
            times["order" if math.isclose(piece.weight, WEIGHTS.order) else "disorder"] += 1
        elif kind == "crossed":
            in_full = _whole(piece.query).writing == _whole(piece.form).writing == "alphabet"
            alike = in_full and kinds.get((piece.query, piece.form)) in _UNSURE
            share = _ratio(piece.weight, WEIGHTS.crossed + (WEIGHTS.crossed_alike if alike else 0.0))
            times["crossed"] += share
            times["crossed_alike"] += share if alike else 0.0
        elif kind == "family alone":
            times["family_alone"] += _ratio(piece.weight, WEIGHTS.family_alone)
    if any(piece.kind == "kin" for piece in evidence):
        times = {name: (1 - LOST) * count for name, count in times.items()} | {"kin": LOST}
    return tuple(times.values())


def _constant_of(kind: str, piece: Evidence) -> str:
    """Return which constant is in the weight of a form of one given name, or of an equal sound."""
    one, other = _whole(piece.query), _whole(piece.form)
    if kind == "form":
        return "form_alike" if one.skeleton == other.skeleton else "form"
    return "sound_in_one_script" if one.script == other.script else "sound"


def _ratio(weight: float, constant: float) -> float:
    """Return how often a constant is in a weight; a constant that is off is in none."""
    return weight / constant if constant else 0.0


@functools.cache
def _whole(text: str) -> Part:
    """Return a text of some evidence as the one part that it is or makes when its words are joined."""
    parts = fold(text).parts
    return parts[0] if len(parts) == 1 else join_parts(parts)


@functools.cache
def _pair(query: str, form: str) -> str:
    """Return what two parts would be if neither were joined."""
    return part_distance(_whole(query), _whole(form)).kind


def tabulated(all_of_them: Sequence[Trial]) -> Table:
    """Return trials as arrays; one without a candidate tells nothing about weights, but is counted."""
    count = len(all_of_them)
    rest = np.full((count, MOST), -np.inf)
    times = np.zeros((count, MOST, len(FITTED)))
    right = np.full(count, MOST, np.intp)
    for n, trial in enumerate(all_of_them):
        rest[n, : len(trial.sums)] = trial.sums
        if trial.times:
            times[n, : len(trial.times)] = trial.times
        if trial.right is not None:
            right[n] = trial.right
    rest -= times @ np.array([getattr(WEIGHTS, name) for name in FITTED])
    level = np.log([max(FEWEST, trial.entities) for trial in all_of_them])
    weight, odds = weights_of(all_of_them)
    return Table(tuple(all_of_them), rest, times, right, level, odds, weight)


def weights_of(all_of_them: Sequence[Trial]) -> tuple[Floats, Floats]:
    """Return what each trial weighs in the fit, and the logarithm of the odds of not being listed there."""
    counts = collections.Counter((trial.of, trial.what) for trial in all_of_them)
    lists = sorted({of for of, _ in counts})
    each: dict[tuple[str, What], float] = {}
    odds: dict[str, float] = {}
    for of in lists:
        some: dict[What, int] = {what: counts[of, what] for what in SHARES if counts[of, what]}
        drawn = "stranger" in some
        shares = {what: SHARES[what] if drawn else count / sum(some.values()) for what, count in some.items()}
        for what, count in some.items():
            each[of, what] = shares[what] / sum(shares.values()) / count * len(all_of_them) / len(lists)
        coverage = min(0.99, max(0.01, shares.get("listed", 0.0) / sum(shares.values())))
        odds[of] = math.log((1 - coverage) / coverage)
    return (
        np.array([each[trial.of, trial.what] for trial in all_of_them]),
        np.array([odds[trial.of] for trial in all_of_them]),
    )


def folds_of(all_of_them: Sequence[Trial]) -> npt.NDArray[np.intp]:
    """Return the fold of each trial, by country; the next country goes into what is the smallest fold yet."""
    sizes = [0] * FOLDS
    fold_of: dict[str, int] = {}
    for country, count in collections.Counter(trial.country for trial in all_of_them).most_common():
        fold_of[country] = sizes.index(min(sizes))
        sizes[fold_of[country]] += count
    return np.array([fold_of[trial.country] for trial in all_of_them], np.intp)


def parameters(by: Calibration, weights: Sequence[float]) -> Floats:
    """Return the parameters of `Table.chances`."""
    return np.array([by.trust, math.log(by.strangers), by.growth, *(by.trust * w for w in weights)])


def taken_apart(by: Floats) -> tuple[Calibration, dict[str, float]]:
    """Return the constants of the decision, and the weights, that parameters stand for."""
    trust, strangers, growth = float(by[0]), math.exp(by[1]), float(by[2])
    weights = dict(zip(FITTED, (by[3:] / trust).tolist(), strict=True))
    return Calibration(trust, strangers, growth), weights


def fit(table: Table, ridge: float) -> Floats:
    """Return the parameters of least log loss, as the module says.

    Args:
        table: The trials.
        ridge: What holds the parameters to the shipped values.
    """
    from scipy.optimize import minimize  # no dependency of the project

    weights = np.array([getattr(WEIGHTS, name) for name in FITTED])
    shipped = parameters(calibration(), weights.tolist())
    rows = np.arange(len(table.trials))
    rest = np.where(np.isfinite(table.rest), table.rest, 0.0)

    def loss(by: Floats) -> tuple[float, Floats]:
        chances = table.chances(by)
        off = np.concatenate([by[:3] - shipped[:3], by[3:] - by[0] * weights])
        total = -(table.weight * np.log(np.maximum(1e-300, chances[rows, table.right]))).sum()
        chances[rows, table.right] -= 1
        slope = table.weight[:, np.newaxis] * chances
        there, nobody = slope[:, :MOST], slope[:, MOST]
        gradient = np.concatenate(
            [
                [(there * rest).sum(), nobody.sum(), (nobody * table.level).sum()],
                np.einsum("nc,nck->k", there, table.times),
            ]
        )
        gradient += 2 * ridge * off
        gradient[0] -= 2 * ridge * off[3:] @ weights
        return float(total + ridge * off @ off), gradient

    signs = [(None, 0.0) if weight < 0 else (0.0, None) for weight in weights]
    bounds = [(0.05, None), (None, None), (0.0, None), *signs]
    options = {"maxiter": 1000, "maxfun": 5000}
    found: Any = minimize(loss, shipped, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    if not found.success:
        raise SystemExit(f"the fit came to no end: {found.message}; try a larger --ridge")
    best: Floats = found.x
    return best


def judge(table: Table, by: Floats) -> Judged:
    """Return what becomes of trials under some parameters."""
    chances = table.chances(by)
    rows = np.arange(len(table.trials))
    place = chances[:, :MOST].argmax(axis=1)
    loss = -np.log(np.maximum(1e-12, chances[rows, table.right]))
    return Judged(table, loss, chances[rows, place], place == table.right)


def quality(judged: Mapping[str, Sequence[Judged]]) -> str:
    """Return the table of what was measured on folds left out, by list, by scripts, and by fold.

    Args:
        judged: For each set of values, what became of each fold.
    """
    header = ["part", "values", "trials", "log loss", "strangers matched, %", "precision", "recall"]
    rows = []
    some = next(iter(judged.values()))
    every = [trial for each in some for trial in each.table.trials]
    parts: dict[str, npt.NDArray[np.bool_]] = {"everything": np.full(len(every), True)}
    for of in dict.fromkeys(trial.of for trial in every):
        parts[f"list of {of}"] = np.array([trial.of == of for trial in every])
    alphabets = ("LATIN-LATIN", "LATIN-CYRILLIC")
    parts["Latin and Cyrillic"] = np.array([trial.scripts in alphabets for trial in every])
    parts["other scripts"] = ~parts["Latin and Cyrillic"]
    fold = np.repeat(np.arange(FOLDS), [len(each.table.trials) for each in some])
    for number, each in enumerate(some):
        counted = collections.Counter(trial.country for trial in each.table.trials).most_common(3)
        parts[f"fold of {', '.join(country for country, _ in counted)} …"] = fold == number
    for part, chosen in parts.items():
        for title, folds in judged.items():
            rows.append([part, title, f"{chosen.sum():,}", *measured(folds, chosen)])
    return markdown.table([*header, "calibration error"], rows)


def measured(folds: Sequence[Judged], chosen: npt.NDArray[np.bool_]) -> list[str]:
    """Return the figures of some trials, as text.

    Precision and recall are of real spellings; the weights of the fit count everywhere but for strangers.

    Args:
        folds: What became of each fold.
        chosen: Which trials of all folds, one after another.
    """
    loss, best, right, weight = (
        np.concatenate(each)[chosen]
        for each in zip(*((f.loss, f.best, f.right, f.table.weight) for f in folds), strict=True)
    )
    every = np.array([trial.what for each in folds for trial in each.table.trials])[chosen]
    made, matched = every == "stranger", best >= THRESHOLD
    real = matched & ~made
    good = weight[real & right].sum()
    bins = np.minimum(BINS - 1, (best * BINS).astype(int))[best > 0]
    off = np.bincount(bins, (weight * (best - right))[best > 0])
    return [
        f"{(weight * loss).sum() / weight.sum():.4f}",
        f"{100 * matched[made].mean():.2f}" if made.any() else "",
        f"{good / weight[real].sum():.4f}" if real.any() else "",
        f"{good / weight[every == 'listed'].sum():.4f}" if (every == "listed").any() else "",
        f"{np.abs(off).sum() / weight[best > 0].sum():.4f}",
    ]


def values(table: Table, shipped: Floats, fitted: Floats, partial: Sequence[Floats]) -> str:
    """Return the table of the values.

    Args:
        table: The trials.
        shipped: The parameters shipped.
        fitted: Those fitted on everything.
        partial: Those fitted without each fold.
    """
    rows = []
    counts = (table.times > 0).sum(axis=(0, 1)).tolist()
    every = [as_values(by) for by in (shipped, fitted, *partial)]
    for name in every[0]:
        before, now, *others = (each[name] for each in every)
        found = f"{counts[FITTED.index(name)]:,}" if name in FITTED else ""
        spread = f"{min(others):.2f} to {max(others):.2f}"
        rows.append([name, f"{before:.2f}", f"{now:.2f}", spread, found])
    return markdown.table(["value", "shipped", "fitted", "without a fold", "candidates that have it"], rows)


def as_values(by: Floats) -> dict[str, float]:
    """Return what parameters stand for, by name and rounded as it is written."""
    decision, weights = taken_apart(by)
    every = msgspec.structs.asdict(decision) | weights
    return {name: round(value, DIGITS) + 0.0 for name, value in every.items()}


def write(by: Floats, source: str, today: datetime.date) -> None:
    """Write what was fitted into the two tables, and where it is from.

    Args:
        by: The parameters.
        source: What they were fitted on.
        today: The date.
    """
    fitted = as_values(by)
    told = f"fitted by benchmarks/weights.py on {source}, {today}"
    path = FOLDER / "weights.yaml"
    text = with_values(path.read_text(encoding="utf-8"), {name: fitted[name] for name in FITTED}, "people")
    path.write_text(with_source(text, f"{', '.join(FITTED)}: {told}"), encoding="utf-8")
    path = FOLDER / "calibration.yaml"
    constants = {name: fitted[name] for name in Calibration.__struct_fields__}
    text = with_values(path.read_text(encoding="utf-8"), constants)
    text = re.sub(r"^(#.*)benchmarks/\w+\.py", r"\1benchmarks/weights.py", text, flags=re.MULTILINE)
    path.write_text(re.sub(r"(?m)^sources: .*$", f'sources: ["{told}"]', text), encoding="utf-8")


def with_values(text: str, fitted: Mapping[str, float], section: str = "") -> str:
    r"""Return a YAML text with other values, all else as it is.

    Args:
        text: The text.
        fitted: The values, by key.
        section: The key that they stand below; "" for none.

    Raises:
        ValueError: A key is not there.

    Examples:
        >>> with_values("a:\n  b: 1  # one\nc:\n  b: 1\n", {"b": -2.5}, "a")
        'a:\n  b: -2.5  # one\nc:\n  b: 1\n'
    """
    lines, left, inside = text.split("\n"), dict(fitted), not section
    indent = "  " if section else ""
    for n, line in enumerate(lines):
        if section and (opened := re.match(r"(\w+):", line)):
            inside = opened[1] == section
        found = re.match(rf"({indent}(\w+): +)[^\s#]+(.*)", line)
        if inside and found and found[2] in left:
            lines[n] = f"{found[1]}{left.pop(found[2])}{found[3]}"
    if left:
        raise ValueError(f"no line states {', '.join(left)} below {section or 'the top'}")
    return "\n".join(lines)


def with_source(text: str, source: str) -> str:
    r"""Return a YAML text with one more source, in the place of that of an earlier fit.

    Examples:
        >>> print(with_source("sources:\n  - judgement\npeople:", "fitted"), end="")
        sources:
          - judgement
          - "fitted"
        people:
    """
    text = re.sub(r"(?m)^  - .*fitted by benchmarks/weights\.py.*\n", "", text)
    return re.sub(r"(?m)^(sources:\n(?:  - .*\n)*)", lambda found: f'{found[1]}  - "{source}"\n', text)


if __name__ == "__main__":
    main()
