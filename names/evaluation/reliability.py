"""Whether scores are the probabilities that they say they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

BINS = 10


class ScoreBin(msgspec.Struct, frozen=True):
    """The answers whose scores lie in one tenth.

    Attributes:
        low: The lowest score of it; the next begins a tenth above.
        rows: How many answers.
        right: How many of these are right.
        total: Their scores, added up.
    """

    low: float
    rows: int = 0
    right: int = 0
    total: float = 0.0

    @property
    def mean(self) -> float:
        """The mean score, which is the share that ought to be right; 0.0 without rows."""
        return self.total / self.rows if self.rows else 0.0

    @property
    def share(self) -> float:
        """The share that is right; 0.0 without rows."""
        return self.right / self.rows if self.rows else 0.0


def in_bins(judged: Iterable[tuple[float, bool, int]]) -> tuple[ScoreBin, ...]:
    """Return answers by tenths of their scores, the lowest first.

    Args:
        judged: The score of each best candidate, whether it is right, and in how many rows it stands.

    Examples:
        >>> [(each.low, each.right, each.rows) for each in in_bins([(0.95, True, 3), (0.9, False, 1)])][-1]
        (0.9, 3, 4)
    """
    rows, right, total = [0] * BINS, [0] * BINS, [0.0] * BINS
    for score, is_right, count in judged:
        place = min(BINS - 1, int(score * BINS))
        rows[place] += count
        right[place] += is_right * count
        total[place] += score * count
    return tuple(ScoreBin(n / BINS, rows[n], right[n], total[n]) for n in range(BINS))


def calibration_error(bins: Sequence[ScoreBin]) -> float | None:
    """Return by how much the share that is right is off the mean score, over all rows; None of none.

    This is the expected calibration error.

    Args:
        bins: As `in_bins` returns them.

    Examples:
        >>> round(calibration_error(in_bins([(0.9, True, 8), (0.9, False, 2)])), 3)
        0.1
    """
    rows = sum(each.rows for each in bins)
    return sum(abs(each.total - each.right) for each in bins) / rows if rows else None
