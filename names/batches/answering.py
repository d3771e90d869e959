"""The door to the kernel: queries in groups, each with the entities that it is compared with in full."""

from __future__ import annotations

import ctypes
import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from names.batches.prepared_index import prepared
from names.batches.query_batch import QueryBatch
from names.batches.result_buffers import ResultBuffers
from names.batches.settings import settings
from names.candidates import Index
from names.evidence import Evidence
from names.folding import Spelling
from names.folding.keys import by_kernel
from names.kernel import Arrays, Library
from names.ranking import NOBODY, Explanation, Weighed
from names.workers import cores

Queries = TypeVar("Queries", bound=Sequence[Spelling])
DAMAGED = 3  # what the kernel says of a query where the file holds what we write in none
_ALL = 255  # in place of a part's place: all of the spelling
_GIVEN = ("words", "parts", "batch")  # of queries, in the order in which the kernel takes them
_Done = tuple[QueryBatch, ResultBuffers]
Answered = tuple[Weighed, list[int]]
"""The entities that queries are compared with in full, and the rows of queries that Python must answer."""


class Batches:
    """Answers queries about an index with the kernel.

    Args:
        index: The listed entities.
        library: The kernel.
        limits: What the matcher states: `surely`, the entities compared in full with any query that is not
            settled; `behind`, the nats that an approximate weight may lie behind the best one and still
            matter; `level`, the nats of evidence that weigh as much as nobody listed does; `settles`, whether
            equal parts may settle a query, which is so unless it is said.
    """

    def __init__(self, index: Index, library: Library, limits: Mapping[str, float]) -> None:
        self._index = index
        self._library = library
        self._kinds = library.said("evidence_kinds")
        self._most_pieces = library.count("most_pieces")
        self._fields = {what: library.said(what) for what in _GIVEN}
        keys = by_kernel()
        self._rules = keys.rules if keys else None
        self._prepared = prepared(index, library)
        self._listed, self._runs, self._filed = (
            self._prepared.listed,
            self._prepared.runs,
            self._prepared.filed,
        )
        self._settings = settings(library, {**limits, "population": index.population})

    @property
    def _rows(self) -> ctypes.c_void_p | None:
        """What the kernel makes of the index, or None where that is not as it was written."""
        return self._prepared.rows

    def answer(self, queries: Sequence[Spelling]) -> Answered:
        """Return the entities that queries are compared with in full, and which queries Python must answer.

        Args:
            queries: Folded queries.
        """
        ((_, answered),) = self.answer_each([queries])
        return answered

    def answer_each(
        self, groups: Iterable[Queries], *, reasons: bool = True
    ) -> Iterator[tuple[Queries, Answered]]:
        """Yield each group of queries with what `answer` says of them.

        While some are searched, which leaves the interpreter free, the next are made ready.

        Args:
            groups: Folded queries, taken as they are needed.
            reasons: Whether forms and evidence will be asked for; without them it takes less.
        """
        coming = iter(groups)
        first = list(itertools.islice(coming, 2))
        if len(first) < 2:  # a thread would cost more than it saves
            yield from (
                (queries, self._read_all(queries, *self._begin(queries, reasons)())) for queries in first
            )
            return
        waiting: deque[tuple[Queries, Future[_Done]]] = deque()
        with ThreadPoolExecutor(cores()) as threads:
            for queries in itertools.chain(first, coming):
                waiting.append((queries, threads.submit(self._begin(queries, reasons))))
                if len(waiting) > cores():
                    done, result = waiting.popleft()
                    yield done, self._read_all(done, *result.result())
            for done, result in waiting:
                yield done, self._read_all(done, *result.result())

    def weigh(self, query: Spelling, entity_numbers: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """Return what the evidence weighs for listed entities; NaN where Python must tell.

        Args:
            query: A folded query.
            entity_numbers: The number of each entity.
        """
        asked, given = self._ask([query])
        entity_numbers = np.ascontiguousarray(entity_numbers, np.uint32)
        weights = np.full(len(entity_numbers), np.nan)
        if self._rows is None or asked.unfit:
            return weights

        def weigh(begin: int, end: int) -> None:
            if self._library.call.names_weigh(
                self._settings.reference(), self._listed.reference(), self._runs.reference(),
                self._filed.reference(), self._rules, *(each.reference() for each in given),
                ctypes.c_void_p(entity_numbers.ctypes.data), ctypes.c_void_p(weights.ctypes.data),
                0, begin, end,
            ):  # fmt: skip
                raise MemoryError

        edges = np.linspace(0, len(entity_numbers), cores() + 1).astype(int).tolist()
        with ThreadPoolExecutor(cores()) as threads:
            list(threads.map(weigh, edges[:-1], edges[1:]))
        return weights

    def _ask(self, queries: Sequence[Spelling]) -> tuple[QueryBatch, list[Arrays]]:
        """Return queries as the kernel takes them: words, other parts, and what is made of both."""
        asked = QueryBatch(queries, by_words=self._rules is not None)
        content = {"words": asked.words(), "parts": asked.parts(), "batch": asked.arrays}
        return asked, [Arrays(self._fields[what], content[what]) for what in _GIVEN]

    def _begin(self, queries: Sequence[Spelling], reasons: bool) -> Callable[[], _Done]:
        """Return what remains to be done for queries that are made ready."""
        asked, given = self._ask(queries)

        def search() -> _Done:
            room = ResultBuffers(len(queries), self._most_pieces if reasons else 0)
            status = self._rows and self._library.call.names_match(
                self._settings.reference(), self._listed.reference(), self._runs.reference(),
                self._filed.reference(), self._rows, self._rules, *(each.reference() for each in given),
                room.reference(), 0, len(queries),
            )  # fmt: skip
            if status:
                raise MemoryError
            return asked, room

        return search

    def _read_all(self, queries: Sequence[Spelling], asked: QueryBatch, room: ResultBuffers) -> Answered:
        if (room.status == DAMAGED).any():
            raise self._index.store.fault("a number that leads from one section to another leads nowhere")
        left = sorted(asked.unfit | set(np.flatnonzero(room.status).tolist()))
        if self._rows is None:
            self._index.store.verify()  # Python is slow, and shall not be so for what is damaged
            left = list(range(len(queries)))
        counts = room.weighed_count
        counts[left] = 0
        most = int(counts.max(initial=0))
        there = np.arange(most) < counts[:, np.newaxis]
        weights = np.where(there, room.weights[:, :most], NOBODY)
        return Weighed(room.found[:, :most], weights, partial(self._tell, queries, room)), left

    def _tell(self, queries: Sequence[Spelling], room: ResultBuffers, n: int, place: int) -> Explanation:
        """Return the form and the evidence of a comparison."""
        kinds: list[Any] = self._kinds
        query = queries[n]
        evidence = []
        for weight, number, kind, i, i2, j, j2, _ in room.pieces[
            n, place, : room.piece_counts[n, place]
        ].tolist():
            form, written = self._index.written(number)  # of a veto, another form of the entity
            if i == _ALL:
                here, there = query.text, form.text
            else:
                here, there = " ".join(query.written[i:i2]), " ".join(written[j:j2])
            evidence.append(Evidence(kinds[kind], weight, here, there))
        return self._index.written(int(room.forms[n, place]))[0], tuple(evidence)
