"""How far a long run is, shown in a notebook below the cell that waits for it; elsewhere nothing is shown.

A run opens a bar, and whatever works for it says how far it is, without being handed the bar. Where one is
open, or was declined, no other is opened.
"""

from __future__ import annotations

import importlib
import sys
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar, Token
from html import escape
from types import TracebackType
from typing import Any, TypeVar

SOON = 0.5  # seconds after which a run is long enough to be watched
BETWEEN = 0.2  # seconds between two changes; often enough to look alive, seldom enough to cost nothing

Told = TypeVar("Told")


class NotebookBar:
    """A bar below a cell, as a context: it comes when the run takes long, and in the end says what was done.

    Args:
        what: What is counted, as `names matched`.
        total: How many there are, as far as is known; None where that is never known, and the run itself says
            how far it is.
        wanted: Whether it is to be shown, where it can be.
    """

    def __init__(self, what: str, total: int | None = 0, *, wanted: bool = True) -> None:
        self._what, self._total = what, total
        self._wanted = wanted
        self._done = self._before = self._portion = 0
        self._next = 0.0
        self._handle: Any = None
        self._token: Token[NotebookBar | None] | None = None

    def __enter__(self) -> NotebookBar:
        if _OPEN.get() is None:
            self._token = _OPEN.set(self)
        self._wanted = self._wanted and self._token is not None and in_notebook()
        self._next = time.monotonic() + SOON
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._token is not None:
            _OPEN.reset(self._token)
        if self._handle is not None:
            every = self._done if self._total is None else self._total
            ended = f"{every:,} {self._what}" if kind is None else f"{self._words()}, then stopped"
            self._handle.update(_shown(ended), raw=True)

    def expect(self, count: int) -> None:
        """Say that there are so many more.

        Args:
            count: How many.
        """
        if self._total is not None:
            self._total += count

    def begin(self, count: int) -> None:
        """Say that what was begun is done, and a portion of so many is begun.

        Args:
            count: How many; 0 for none.
        """
        if self._total is not None:
            self._before += self._portion
            self._portion = count
            self._reach(self._before)

    def share(self, done: float) -> None:
        """Say how much of the portion is done.

        Args:
            done: From 0 to 1.
        """
        if self._total is not None:
            self._reach(self._before + round(self._portion * done))

    def told_by(
        self, report: Callable[[Told], object], count: Callable[[Told], int]
    ) -> Callable[[Told], None]:
        """Return what is called with how far a run is, and moves the bar besides.

        Args:
            report: What else is to be called so.
            count: Gives how many are done.
        """

        def reported(told: Told) -> None:
            report(told)
            self._reach(count(told))

        return reported

    def _reach(self, done: int) -> None:
        self._done = max(self._done, done)
        now = time.monotonic()
        if not self._wanted or now < self._next:
            return
        self._next = now + BETWEEN
        words = self._words()
        known = "" if self._total is None else f' value="{self._done}" max="{max(1, self._total)}"'
        shown = _shown(words, f"<progress{known}></progress> ")
        if self._handle is None:
            display: Any = importlib.import_module("IPython.display").display  # only where it runs already
            self._handle = display(shown, raw=True, display_id=True)
        else:
            self._handle.update(shown, raw=True)

    def _words(self) -> str:
        of = "" if self._total is None else f"of {self._total:,} "
        return f"{self._done:,} {of}{self._what}"


_OPEN: ContextVar[NotebookBar | None] = ContextVar("_OPEN", default=None)


def open_bar() -> NotebookBar | None:
    """Return the bar of the run that this is part of, None where there is none."""
    return _OPEN.get()


def _shown(words: str, bar: str = "") -> dict[str, str]:
    return {"text/html": f"<div>{bar}{escape(words)}</div>", "text/plain": words}


def in_notebook() -> bool:
    """Tell whether a cell waits for what is done here: in a kernel of IPython, and in its main thread."""
    ipython: Any = sys.modules.get("IPython")
    if ipython is None or threading.current_thread() is not threading.main_thread():
        return False
    return getattr(ipython.get_ipython(), "kernel", None) is not None
