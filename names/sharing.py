"""One matcher, several processes: the same answers, sooner, where there is much to match."""

from __future__ import annotations

import contextlib
import functools
import itertools
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from names.cell_answers import Question
from names.circumstances import Circumstances
from names.match import Match, Verdict
from names.matcher import Matcher, as_questions
from names.styles import Display
from names.workers import Workers

CHUNK = 250  # spellings one process takes at a time
MANY = 1000  # new spellings from which on several processes gain more than their start costs
BUSY_BY_THREADS = 2  # cores that one process keeps busy where the kernel searches in threads
MANY_FOR_KERNEL = 10_000  # the same where the kernel searches in threads meanwhile

Answer = TypeVar("Answer")


class SharedMatcher:
    """A matcher whose work several processes share, until the `with` block ends.

    They are started when there is much to match for the first time. A program that uses this must not do so
    while it is imported, since the processes import it too.

    Args:
        matcher: Whose answers to give.
        processes: How many share the work; with 1 the matcher works alone.

    Examples:
        >>> with SharedMatcher(Matcher(), processes=2) as shared:
        ...     [match.name for match in shared.match_many(["Toqaev", None])]
        ['Kassym-Jomart Tokayev', None]
    """

    def __init__(self, matcher: Matcher, processes: int) -> None:
        self.matcher = matcher
        self._processes = processes
        self._open = contextlib.ExitStack()
        self._workers: Workers | None = None
        self._file = Path()
        self._met = 0  # spellings asked for so far

    @property
    def display(self) -> Display:
        """Gives the name of an entity in the style of the matcher."""
        return self.matcher.display

    def __enter__(self) -> SharedMatcher:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
        self._workers = None

    def match_many(
        self,
        texts: Iterable[str | None],
        most: int | None = None,
        *,
        beside: Iterable[Circumstances | None] | None = None,
    ) -> list[Match]:
        """Return one answer per spelling, in order; equal spellings are matched once.

        Args:
            texts: As for `Matcher.match_many`.
            most: As there.
            beside: As there.

        Raises:
            WorkerError: A process ended before its work was done.
        """
        return self._ask(Matcher.match_many, list[Match], texts, most, beside)

    def verdicts(
        self,
        texts: Iterable[str | None],
        most: int | None = None,
        *,
        beside: Iterable[Circumstances | None] | None = None,
        reasons: bool = False,
    ) -> list[Verdict]:
        """Return the same answers without what speaks for them: see `Matcher.verdicts`.

        Args:
            texts: As for `Matcher.match_many`.
            most: As there.
            beside: As there.
            reasons: As for `Matcher.verdicts`.

        Raises:
            WorkerError: A process ended before its work was done.
        """
        ask = functools.partial(Matcher.verdicts, reasons=True) if reasons else Matcher.verdicts
        return self._ask(ask, list[Verdict], texts, most, beside)

    def _ask(
        self,
        ask: Callable[..., list[Answer]],
        kind: type[list[Answer]],
        texts: Iterable[str | None],
        most: int | None,
        beside: Iterable[Circumstances | None] | None,
    ) -> list[Answer]:
        """Return what a method of the matcher says, from this process or from several."""
        questions = as_questions(texts, beside)
        distinct = list(dict.fromkeys(questions))
        self._met += len(distinct)
        few, many = (BUSY_BY_THREADS, MANY_FOR_KERNEL) if self.matcher.is_compiled else (1, MANY)
        soon_done = len(distinct) < 2 * CHUNK or (self._workers is None and self._met < many)
        if self._processes <= few or soon_done:
            asked = [text for text, _ in questions]
            return ask(self.matcher, asked, most, beside=[said for _, said in questions])
        decoder = msgspec.msgpack.Decoder(kind)
        answers = itertools.chain.from_iterable(map(decoder.decode, self._share_out(ask, distinct, most)))
        known = dict(zip(distinct, answers, strict=True))
        return [known[question] for question in questions]

    def _share_out(
        self, ask: Callable[..., Any], questions: Sequence[Question], most: int | None
    ) -> Iterator[bytes]:
        workers = self._workers or self._start()
        begins = range(0, len(questions), CHUNK)
        tasks = ((self._file, ask, questions[begin : begin + CHUNK], most) for begin in begins)
        return workers.map(_answer, tasks)

    def _start(self) -> Workers:
        folder = self._open.enter_context(tempfile.TemporaryDirectory(prefix="names-"))
        self._file = Path(folder, "matcher")  # a compiled file is not copied: its path is in here
        self._file.write_bytes(pickle.dumps(self.matcher))
        self._workers = self._open.enter_context(Workers(self._processes))
        return self._workers


_encode = msgspec.msgpack.Encoder().encode


def _answer(task: tuple[Path, Callable[..., Any], Sequence[Question], int | None]) -> bytes:
    file, ask, questions, most = task
    texts, beside = zip(*questions, strict=True)
    return _encode(ask(_matcher(file), texts, most, beside=beside))


@functools.lru_cache(maxsize=1)
def _matcher(file: Path) -> Matcher:
    matcher: Matcher = pickle.loads(file.read_bytes())  # written by the process that shares its work
    return matcher
