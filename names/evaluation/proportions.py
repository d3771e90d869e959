"""A share with the interval in which the true one is likely to lie.

Sources: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
American Statistical Association 22 (1927), for the interval; J. A. Hanley and A. Lippman-Hand, "If nothing
goes wrong, is everything all right?", JAMA 249 (1983), for the rule of three.
"""

from __future__ import annotations

import math

import msgspec

DEVIATIONS = 1.959964  # of the normal distribution, within which 95 % of it lie


class Proportion(msgspec.Struct, frozen=True):
    """Some of so many rows.

    Attributes:
        count: How many.
        of: Of how many.

    Examples:
        >>> share = Proportion(9, 10)
        >>> share.value, round(share.low, 3), round(share.high, 3)
        (0.9, 0.596, 0.982)
    """

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share; None of no rows."""
        return self.count / self.of if self.of else None

    @property
    def low(self) -> float:
        """The lower end of Wilson's interval at 95 %."""
        return max(0.0, self._middle - self._reach)

    @property
    def high(self) -> float:
        """The upper end of Wilson's interval at 95 %."""
        return min(1.0, self._middle + self._reach)

    @property
    def _middle(self) -> float:
        return (self.count + DEVIATIONS**2 / 2) / (self.of + DEVIATIONS**2)

    @property
    def _reach(self) -> float:
        spread = self.count * (self.of - self.count) / self.of if self.of else 0.0
        return DEVIATIONS * math.sqrt(spread + DEVIATIONS**2 / 4) / (self.of + DEVIATIONS**2)

    def to_dict(self) -> dict[str, float | None]:
        """Return the share with its interval as plain values, ready for JSON."""
        return {"count": self.count, "of": self.of, "value": self.value, "low": self.low, "high": self.high}


def below(rows: int) -> float:
    """Return below what the true share of something lies, at 95 %, that came in none of so many rows.

    Args:
        rows: How many.

    Examples:
        >>> below(300), below(2)
        (0.01, 1.0)
    """
    return min(1.0, 3 / rows) if rows else 1.0
