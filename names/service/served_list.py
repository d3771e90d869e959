"""The list that is served, and how another takes its place while requests are answered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property

from names.errors import NamesError
from names.lookup import Lookup
from names.matcher import Matcher
from names.mentions import Finder


class ServedList:
    """A list as requests meet it: whoever holds one is answered by it to the end, whatever comes after.

    Args:
        matcher: Of the list.
    """

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher

    @cached_property
    def lookup(self) -> Lookup:
        """Looks for records while a person types."""
        return Lookup(self.matcher)

    @cached_property
    def finder(self) -> Finder:
        """Finds mentions in texts."""
        return Finder(self.matcher)

    def __len__(self) -> int:
        return int(self.matcher.register.population)


class ListHolder:
    """Holds the list that is served now, and takes another in its place.

    Args:
        open_list: Returns a matcher of the list as it stands on disk now.

    Raises:
        NamesError: The list cannot be read.
    """

    def __init__(self, open_list: Callable[[], Matcher]) -> None:
        self._open = open_list
        self._lock = threading.Lock()
        self.current = ServedList(open_list())
        self.reloads = 0
        self.fault = ""

    def reload(self) -> bool:
        """Take the list anew, and tell whether that went well; else the old one stays, for the `fault`."""
        with self._lock:
            try:
                self.current = self._warmed(ServedList(self._open()))
            except (NamesError, OSError) as error:
                self.fault = str(error)
                return False
            self.fault = ""
            self.reloads += 1
            return True

    def warm(self) -> None:
        """Make what the first requests would wait for."""
        self._warmed(self.current)

    @staticmethod
    def _warmed(served: ServedList) -> ServedList:
        served.matcher.verdicts(["a"], 1)
        _ = served.lookup
        return served
