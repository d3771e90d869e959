"""Figures of the running service, as Prometheus reads them."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator

BOUNDS = (0.005, 0.025, 0.1, 0.25, 1.0, 5.0, 30.0)  # seconds


class Figures:
    """Counts what was asked and answered since the start."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._within: Counter[tuple[str, float]] = Counter()
        self._seconds: Counter[str] = Counter()
        self._names: Counter[str] = Counter()
        self.in_flight = 0

    def count_request(self, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered.

        Args:
            route: Which one, of few.
            status: Of the answer.
            seconds: From its head to the end of the answer.
        """
        with self._lock:
            self._requests[route, status] += 1
            self._seconds[route] += seconds  # type: ignore[assignment] # a counter adds up fractions too
            for bound in BOUNDS:
                if seconds <= bound:
                    self._within[route, bound] += 1

    def count_names(self, statuses: Iterable[str]) -> None:
        """Count names that were asked for.

        Args:
            statuses: What came out of each.
        """
        with self._lock:
            self._names.update(statuses)

    def lines(self) -> Iterator[str]:
        """Yield the figures as Prometheus reads them."""
        with self._lock:
            requests, names = sorted(self._requests.items()), sorted(self._names.items())
            within, seconds = dict(self._within), dict(self._seconds)
        yield "# TYPE names_requests_total counter"
        for (route, code), count in requests:
            yield f'names_requests_total{{route="{route}",status="{code}"}} {count}'
        yield "# TYPE names_request_seconds histogram"
        for route in sorted(seconds):
            every = sum(count for (its, _), count in requests if its == route)
            for bound in BOUNDS:
                label, count = f'route="{route}",le="{bound}"', within.get((route, bound), 0)
                yield f"names_request_seconds_bucket{{{label}}} {count}"
            yield f'names_request_seconds_bucket{{route="{route}",le="+Inf"}} {every}'
            yield f'names_request_seconds_sum{{route="{route}"}} {seconds[route]:.6f}'
            yield f'names_request_seconds_count{{route="{route}"}} {every}'
        yield "# TYPE names_asked_total counter"
        for status, count in names:
            yield f'names_asked_total{{status="{status}"}} {count}'
        yield "# TYPE names_requests_in_flight gauge"
        yield f"names_requests_in_flight {self.in_flight}"
