"""How good the answers for labelled names are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from names.decision import render_score
from names.errors import NamesError
from names.evaluation.judging import Judged, Mistake, explained, judge, worst
from names.evaluation.proportions import Proportion
from names.evaluation.reliability import ScoreBin, calibration_error, in_bins
from names.notebook import shown, table
from names.notebook_progress import NotebookBar
from names.tables.labelled_rows import LabelledName

if TYPE_CHECKING:
    from names.matcher import Matcher

PRECISION = 0.99  # that a threshold is sought for
MISTAKES = 20  # that are told
SHOWN = 5  # of these, in a notebook
STEPS = 10_000  # of a threshold: scores are written with four decimals


class Reached(msgspec.Struct, frozen=True):
    """A threshold, and what it would bring.

    Attributes:
        threshold: With four decimals.
        precision: Of the links with it.
        recall: Likewise.
    """

    threshold: float
    precision: Proportion
    recall: Proportion


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """How good the answers for labelled names are. All counts are rows, however many are alike.

    Attributes:
        rows: How many names, each in its row.
        distinct: How many of these differ.
        listed: How many mean somebody listed.
        precision: Of the names that were matched, how many rightly.
        recall: Of those that mean somebody listed, how many were matched, and rightly.
        recall_at_1: Of these, how many have the right one as best candidate, whatever its score.
        strangers_named: Of those that mean nobody listed, how many were matched all the same.
        unlisted_ids: The ids that the list has not, with how many rows have them: these count as names of
            nobody listed.
        disputed: How many spellings mean one here and another there, with the same said besides.
        bins: The answers that have a candidate, by tenths of the score of the best.
        wanted: The precision a threshold is sought for.
        reached: The lowest threshold that has it here; None where none has.
        threshold: The lowest score that was a match.
        coverage: The share of names met that is listed, as the scores took it.
        mistakes: The worst, with their reasons: wrong links, the surest first, then lost ones.
        wrong: How many rows have a wrong link.
        lost: How many mean somebody listed and have none.
    """

    rows: int
    distinct: int
    listed: int
    precision: Proportion
    recall: Proportion
    recall_at_1: Proportion
    strangers_named: Proportion
    unlisted_ids: dict[str, int]
    disputed: int
    bins: tuple[ScoreBin, ...]
    wanted: float
    reached: Reached | None
    threshold: float
    coverage: float
    mistakes: tuple[Mistake, ...]
    wrong: int
    lost: int

    def _repr_html_(self) -> str:
        shares = {
            "precision": self.precision,
            "recall": self.recall,
            "recall at 1": self.recall_at_1,
            "strangers": self.strangers_named,
        }
        rows = [
            (
                what,
                _decimal(each.value),
                f"{each.low:.3f} to {each.high:.3f}",
                f"{each.count:,} of {each.of:,}",
            )
            for what, each in shares.items()
        ]
        worst = "".join(f"<br>{each.kind}: {shown(each.reason)}" for each in self.mistakes[:SHOWN])
        head = f"<b>{self.rows:,} labelled rows</b> at the threshold {self.threshold}"
        foot = f"{self.wrong:,} wrong and {self.lost:,} lost{worst}"
        return table(head, ("figure", "share", "at 95 %", "rows"), rows, foot)

    @property
    def calibration_error(self) -> float | None:
        """The expected calibration error over ten bins; None where no name has a candidate."""
        return calibration_error(self.bins)

    def to_dict(self) -> dict[str, Any]:
        """Return the evaluation as plain values, ready for JSON."""
        told: dict[str, Any] = msgspec.to_builtins(self)
        for key in ("precision", "recall", "recall_at_1", "strangers_named"):
            told[key] = getattr(self, key).to_dict()
        if self.reached:
            told["reached"] |= {
                "precision": self.reached.precision.to_dict(), "recall": self.reached.recall.to_dict()
            }  # fmt: skip
        told["bins"] = [
            {"low": each.low, "rows": each.rows, "mean_score": each.mean, "right": each.right}
            for each in self.bins
        ]
        return told | {"calibration_error": self.calibration_error}


def evaluate(
    labelled: Iterable[LabelledName | tuple[str, str | None]],
    matcher: Matcher | None = None,
    *,
    precision: float = PRECISION,
    mistakes: int = MISTAKES,
    report: Callable[[int], object] = lambda names: None,
    progress: bool = True,
) -> Evaluation:
    """Return how good a matcher's answers for labelled names are.

    Args:
        labelled: Names, each with the id of whom it means, None or empty for nobody listed; or as
            `names.tables.labelled_rows` has them.
        matcher: Gives the answers; None for one over the shipped list.
        precision: To seek the lowest threshold for.
        mistakes: How many to tell with their reasons.
        report: Called with the number of names answered so far, again and again.
        progress: In a notebook, show how far it is where that takes long.

    Raises:
        NamesError: There are no names, or the precision is out of range.

    Examples:
        >>> found = evaluate([("Toqaev", "kassym-jomart-tokayev"), ("Jane Doe", None)])
        >>> found.precision.value, found.recall.value, found.wrong, found.lost
        (1.0, 1.0, 0, 0)
    """
    if not 0 < precision <= 1:
        raise NamesError(f"precision {precision} is out of range: choose one above 0 and at most 1")
    if matcher is None:
        from names.matcher import Matcher

        matcher = Matcher()
    names = [name for name in map(_as_labelled, labelled) if name.spelling.strip()]
    if not names:
        raise NamesError("there is no labelled name; give some, with the ids of whom they mean")
    with NotebookBar("names answered", len(names), wanted=progress) as bar:
        judged, unlisted = judge(names, matcher, bar.told_by(report, int))
    return Evaluation(
        rows=_rows(judged),
        distinct=len(judged),
        listed=_rows(each for each in judged if each.right),
        **_figures(judged),
        unlisted_ids=unlisted,
        disputed=_disputed(names),
        bins=in_bins((each.score, each.is_first, each.name.count) for each in judged if each.best),
        wanted=precision,
        reached=lowest_threshold(judged, precision),
        threshold=matcher.threshold,
        coverage=matcher.coverage,
        mistakes=tuple(explained(worst(judged, mistakes), matcher)),
        wrong=_rows(each for each in judged if each.mistake == "wrong"),
        lost=_rows(each for each in judged if each.mistake == "lost"),
    )


def _decimal(share: float | None) -> str:
    return "" if share is None else f"{share:.3f}"


def _as_labelled(given: LabelledName | tuple[str, str | None]) -> LabelledName:
    if isinstance(given, LabelledName):
        return given
    spelling, id = given
    return LabelledName(spelling, (id.strip(),) if id and id.strip() else ())


def _figures(judged: Sequence[Judged]) -> dict[str, Proportion]:
    matched = [each for each in judged if each.status == "matched"]
    listed = [each for each in judged if each.right]
    rightly = _rows(each for each in matched if each.is_first)
    return {
        "precision": Proportion(rightly, _rows(matched)),
        "recall": Proportion(rightly, _rows(listed)),
        "recall_at_1": Proportion(_rows(each for each in listed if each.is_first), _rows(listed)),
        "strangers_named": Proportion(
            _rows(each for each in matched if not each.right), _rows(judged) - _rows(listed)
        ),
    }


def _rows(judged: Iterable[Judged]) -> int:
    return sum(each.name.count for each in judged)


def _disputed(names: Iterable[LabelledName]) -> int:
    meant: dict[object, set[tuple[str, ...]]] = {}
    for name in names:
        meant.setdefault((name.spelling, name.beside), set()).add(name.ids)
    return sum(len(labels) > 1 for labels in meant.values())


def lowest_threshold(judged: Sequence[Judged], precision: float) -> Reached | None:
    """Return the lowest threshold with a precision, and what it brings; None where none has it.

    Args:
        judged: Names with their answers.
        precision: That is wanted.
    """
    matched: dict[int, int] = {}
    right: dict[int, int] = {}
    for each in judged:
        step = round(float(render_score(each.score)) * STEPS)  # a threshold of so many steps matches it
        matched[step] = matched.get(step, 0) + each.name.count
        right[step] = right.get(step, 0) + each.is_first * each.name.count
    listed = _rows(each for each in judged if each.right)
    found, of, rightly = None, 0, 0
    for step in sorted(filter(None, matched), reverse=True):
        of += matched[step]
        rightly += right[step]
        if rightly >= precision * of:
            found = Reached(step / STEPS, Proportion(rightly, of), Proportion(rightly, listed))
    return found
