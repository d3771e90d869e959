"""Work shared among processes: chunks go out, results come back in the order of the chunks."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from names.errors import NamesError

if TYPE_CHECKING:  # it takes ten milliseconds to import, and most runs start no process
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Chunk = TypeVar("Chunk")
Result = TypeVar("Result")


class WorkerError(NamesError):
    """A process that shared the work ended before it was done."""


class Workers:
    """Processes that work on chunks, until the `with` block ends.

    They are started anew, not forked, so that threads and open files of this process are not theirs. Where
    this process ends, however, so do they.

    Args:
        processes: How many to start. With 1 none is started: this process does the work itself.

    Examples:
        >>> with Workers(1) as workers:
        ...     list(workers.map(sorted, ["ba", "dc"]))
        [['a', 'b'], ['c', 'd']]
    """

    def __init__(self, processes: int) -> None:
        self._count = processes if processes > 1 else 0
        self._processes: list[BaseProcess] = []
        self._ends: list[Connection] = []

    def __enter__(self) -> Workers:
        if not self._count:
            return self
        import multiprocessing

        context = multiprocessing.get_context("spawn")
        for _ in range(self._count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs,), daemon=True)
            with _interrupts_held():
                process.start()
            theirs.close()  # or the end of that process would not be seen at ours
            self._processes.append(process)
            self._ends.append(ours)
        return self

    def __exit__(self, *_: object) -> None:
        for end in self._ends:
            end.close()
        for process in self._processes:
            process.terminate()
            process.join()

    def map(self, function: Callable[[Chunk], Result], chunks: Iterable[Chunk]) -> Iterator[Result]:
        """Yield what a function makes of each chunk, in order.

        Args:
            function: Defined in a module, so that its name can be sent.
            chunks: Taken as they are needed, one ahead for each process.

        Raises:
            WorkerError: A process ended.
        """
        if not self._ends:
            yield from map(function, chunks)
            return
        coming = iter(chunks)
        busy: deque[Connection] = deque()
        for end, chunk in zip(self._ends, coming, strict=False):  # the ends first: they take no chunk in vain
            _send(end, function, chunk)
            busy.append(end)
        while busy:
            end = busy.popleft()
            result = _receive(end)
            for chunk in islice(coming, 1):  # before anything is done with the result
                _send(end, function, chunk)
                busy.append(end)
            yield result


def cores() -> int:
    """Return how many processes can run at once here."""
    if hasattr(os, "sched_getaffinity"):  # what this process was given, where the system tells
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def collect_seldom() -> None:
    """Let this process look seldom for garbage that refers to itself.

    Matching makes hardly any, but much that is remembered, which each look goes through: it takes a sixth of
    the time of a long run. Only for a process that is ours alone.
    """
    gc.set_threshold(200_000, 20, 20)


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back, and so for good from the processes started meanwhile: theirs is not to complain."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows; there `_serve` alone sees to it
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # else the first process starts it, which lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(end: Connection) -> None:
    """Work on what comes, until nothing can come any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()
    with contextlib.suppress(EOFError, BrokenPipeError):  # the one who started this has done, or is gone
        while True:
            function, chunk = end.recv()
            end.send(function(chunk))


def _send(end: Connection, function: Callable[[Chunk], Any], chunk: Chunk) -> None:
    try:
        end.send((function, chunk))
    except OSError:
        raise _ended() from None


def _receive(end: Connection) -> Any:
    try:
        return end.recv()
    except (EOFError, OSError):
        raise _ended() from None


def _ended() -> WorkerError:
    return WorkerError("a process that shared the work has ended; see that there is memory, and try again")
