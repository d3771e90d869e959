"""From evidence to a decision: the score of every candidate, and the three-way answer.

The score of a candidate e is the probability that a spelling means it, rather than another listed entity
or somebody nobody listed:

    score(e) = L(e) / (sum of L(j) over the candidates + strangers)

where L is the exponential of the evidence. The decision follows from the scores alone.

The three parameters are data, in `names/data/calibration.yaml`.

Source: trust was fitted by log loss on paired trials (a person listed, then taken out) by
`benchmarks/calibration.py`; strangers and growth were chosen with the weights on lists of politicians, whole
and half absent, beside strangers made of their names, as `benchmarks/weights.py` makes them.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt

from names import data
from names.defaults import THRESHOLD
from names.evidence import Evidence
from names.gazetteer import Entity, Form

FEWEST = 1000  # a shorter list is of one beat, whose strangers share its names: it leaves no fewer of them
HIGHEST = 0.9999  # no evidence makes a name certain
Status = Literal["matched", "ambiguous", "unknown"]


class Calibration(msgspec.Struct, frozen=True):
    """What turns evidence into a probability.

    Attributes:
        trust: Factor on the evidence; below 1, since the parts of a name are not independent.
        strangers: What nobody listed weighs beside a gazetteer of one entity, at a coverage of one half.
        growth: Power of the number of listed entities with which the strangers who could be meant grow.
    """

    trust: float
    strangers: float
    growth: float

    def strangers_beside(self, entities: int, coverage: float) -> float:
        """Return what nobody listed weighs.

        Args:
            entities: How many are listed.
            coverage: Share of the mentions one meets whose bearer is listed, between 0 and 1.

        Examples:
            >>> round(Calibration(0.6, 2.7, 0.4).strangers_beside(3000, 0.5), 1)
            66.4
        """
        beside = math.exp(self.growth * math.log(max(FEWEST, entities)))
        return self.strangers * beside * (1 - coverage) / coverage

    def level(self, entities: int, coverage: float) -> float:
        """Return the evidence, in nats, that weighs as much as nobody listed does."""
        return math.log(self.strangers_beside(entities, coverage)) / self.trust


@functools.cache
def calibration() -> Calibration:
    """Return the shipped calibration, read once."""
    table = data.read("calibration.yaml")
    return Calibration(*(float(table[name]) for name in Calibration.__struct_fields__))


class Candidate(msgspec.Struct, frozen=True):
    """An entity that a spelling may stand for.

    Attributes:
        entity: The entity.
        score: Probability that it is meant, above 0 and below 1.
        similarity: Of the spelling and the form, whatever else is listed, above 0 and below 1.
        form: The listed spelling that speaks most for it.
        evidence: What speaks for it and against it.
    """

    entity: Entity
    score: float
    similarity: float
    form: Form
    evidence: tuple[Evidence, ...]


def share(
    weights: Sequence[float], entities: int, coverage: float, by: Calibration | None = None
) -> tuple[list[float], float]:
    """Return the score of each candidate and the share of nobody listed; together they are at most 1.

    Args:
        weights: What the evidence for each candidate weighs, in nats.
        entities: How many entities are listed.
        coverage: Share of the mentions one meets whose bearer is listed, between 0 and 1.
        by: What turns evidence into a probability; None takes the shipped calibration.

    Examples:
        >>> scores, nobody = share([10.0, 10.0], entities=3000, coverage=0.5, by=Calibration(0.6, 2.7, 0.4))
        >>> [round(s, 2) for s in scores], round(nobody, 3)
        ([0.46, 0.46], 0.076)
    """
    scores, nobody = shares(np.array([weights]), entities, coverage, by)
    return scores[0].tolist(), float(nobody[0])


def shares(
    weights: npt.NDArray[np.float64], entities: int, coverage: float, by: Calibration | None = None
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return what `share` does for many spellings: the score of each candidate, and the shares of nobody.

    Args:
        weights: A row for each spelling; minus infinity where it has fewer candidates than others.
        entities: As for `share`.
        coverage: As there.
        by: As there.

    Examples:
        >>> scores, nobody = shares(np.array([[10.0, 10.0], [10.0, -np.inf]]), 3000, 0.5)
        >>> scores.shape, nobody.shape, float(scores[1, 1])
        ((2, 2), (2,), 0.0)
    """
    by = by or calibration()
    logs = by.trust * weights
    strangers = _strangers(by, entities, coverage)
    top = logs.max(axis=1, initial=strangers)[:, np.newaxis]
    likely = _exponentials(np.hstack([strangers - top, logs - top]))
    likely /= likely.cumsum(axis=1)[:, -1:]  # one after another, as `added_up` adds
    return np.minimum(likely[:, 1:], HIGHEST), likely[:, 0]


def _exponentials(logs: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return what `math.exp` says: that of NumPy may differ in the last bit, and not everywhere alike."""
    likely = np.zeros(logs.shape)
    there = logs > -np.inf
    likely[there] = list(map(math.exp, logs[there].tolist()))
    return likely


@functools.lru_cache(maxsize=100)
def _strangers(by: Calibration, entities: int, coverage: float) -> float:
    return math.log(by.strangers_beside(entities, coverage))


def decide(best: float, nobody: float, threshold: float = THRESHOLD) -> Status:
    """Return the decision for the score of the best candidate.

    Args:
        best: Its score; 0.0 where there is no candidate.
        nobody: The share of nobody listed.
        threshold: Lowest score that is a match, inclusive.

    Examples:
        >>> decide(0.80, 0.01), decide(0.49, 0.02), decide(0.2, 0.7), decide(0.0, 1.0)
        ('matched', 'ambiguous', 'unknown', 'unknown')
    """
    if best >= threshold:
        return "matched"
    return "unknown" if nobody >= best else "ambiguous"


def render_score(score: float, digits: int = 4) -> str:
    """Return a score as text, rounded but never up to what it does not reach.

    A score short of 1 does not read 1.0000, nor one short of the threshold as reaching it.

    Args:
        score: From 0.0 to 1.0.
        digits: Decimals to show.

    Examples:
        >>> render_score(0.99999), render_score(0.8), render_score(0.79999), render_score(0.999, 2)
        ('0.9999', '0.8000', '0.7999', '0.99')
    """
    nearest = round(score, digits)
    return f"{nearest if nearest <= score else nearest - 10**-digits:.{digits}f}"
