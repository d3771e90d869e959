"""What a worker of Spark does: it opens the gazetteer once, and puts answers beside the names in batches."""

from __future__ import annotations

import functools
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from names.errors import NamesError
from names.matcher import Matcher
from names.tables.answers import Answering, Answers, Options
from names.tables.decided_names import name_of
from names.tables.decisions import Decisions
from names.tables.rows import Asked, Others
from names.tables.typed import typed_value

if TYPE_CHECKING:
    import pyarrow as pa

REMEMBERED = 200_000  # distinct cells a worker remembers, some 150 MB; when there are more it begins anew
KEPT = 2  # gazetteers, and jobs over them, that a worker keeps open for its next task

Batches = Iterator["pa.RecordBatch"]


class SparkError(NamesError):
    """A gazetteer that cannot be sent, or that a worker has not."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker is told, beside the rows.

    Attributes:
        gazetteer: Path of the compiled gazetteer on the worker, or the name under which it was sent there.
        sent: Whether it was sent.
        content: Fingerprint of the gazetteer that is meant.
        threshold: Lowest score that is a match.
        coverage: The share of the mentions one meets whose bearer is listed; None for what the list states.
        options: What is to be written.
        positions: Places of the columns of names.
        decided: Each decided name with its id, None for nobody listed.
        others: The columns that say something besides the names.
    """

    gazetteer: str
    sent: bool
    content: str
    threshold: float
    coverage: float | None = None
    options: Options
    positions: tuple[int, ...]
    decided: tuple[tuple[Asked, str | None], ...]
    others: Others = Others()


def numbered(place: int) -> str:
    """Return the name of a column on its way: Spark finds them by name, but none with dots, nor two alike.

    Args:
        place: Of the column, from 0.
    """
    return f"c{place}"


encode_job = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Job).decode


def answer_batches(job: bytes, batches: Batches) -> Batches:
    """Yield batches of rows with the answers beside them; this runs on a worker.

    Args:
        job: What to do, encoded.
        batches: Rows.

    Raises:
        SparkError: The gazetteer is not there, or is another one.
    """
    work = _work(job)
    for batch in batches:
        yield work.extended(batch)


@functools.lru_cache(maxsize=KEPT)
def _work(job: bytes) -> Work:
    """The work of a job, with all that it remembers, from one task of a worker to the next."""
    return Work(_decode(job))


@functools.lru_cache(maxsize=KEPT)
def _matcher(path: str, content: str, threshold: float, coverage: float | None) -> Matcher:
    place = f"the worker {platform.node()}"
    if not Path(path).exists():
        raise SparkError(
            f"{place} has no file {path}; put the gazetteer at this path on every worker, or leave out "
            "shared=True and it is sent"
        )
    try:
        matcher = Matcher.open(path, threshold=threshold, coverage=coverage)
    except NamesError as error:
        raise SparkError(f"{place}: {error}") from None
    if matcher.fingerprint != content:
        raise SparkError(
            f"{place} finds gazetteer {matcher.fingerprint} in {path}, and the driver found {content}: it "
            "was replaced meanwhile, or the copies differ; make them one, and call normalize anew"
        )
    return matcher


class Work:
    """Puts answers beside the names in batches of rows.

    Args:
        job: What to do.

    Raises:
        SparkError: The gazetteer is not there, or is another one.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        matcher = _matcher(_located(job), job.content, job.threshold, job.coverage)
        decided = {name_of(*name): matcher.entity(id_) if id_ else None for name, id_ in job.decided}
        self._asked: Answering = Decisions(decided, matcher) if decided else matcher
        self._answers = Answers(self._asked, job.options)

    def extended(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return a batch with the answers beside its names.

        Args:
            batch: Rows, with the columns that the job tells of.
        """
        import pyarrow as pa

        if len(self._answers.counts) > REMEMBERED:
            self._answers = Answers(self._asked, self._job.options)
        fields, columns = list(batch.schema), list(batch.columns)
        said = [batch.column(place).cast(pa.string()).to_pylist() for _, place in self._job.others.places]
        for position in self._job.positions:
            text = _text_type(fields[position].type)
            replaced, known = self._beside(batch.column(position).cast(text), said)
            if self._job.options.replace:
                columns[position] = replaced
                fields[position] = fields[position].with_type(text)
            columns += known
            fields += [pa.field(numbered(n), each.type) for n, each in enumerate(known, len(fields))]
        return pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields))

    def _beside(self, cells: pa.Array, said: Sequence[list[str | None]]) -> tuple[pa.Array, list[pa.Array]]:
        """What replaces the cells of a column, and what stands beside them; of equal ones, one is asked."""
        import pyarrow as pa

        options = self._job.options
        distinct, places = _distinct(cells, said)
        values = [self._job.others.row(cell or "", [s or "" for s in rest]) for cell, *rest in distinct]
        self._answers.learn(values)
        self._answers.counts.update(values)
        renderings = [self._answers.render(value) for value in values]

        def spread(of_distinct: Sequence[Any], dtype: pa.DataType) -> pa.Array:
            return pa.array(of_distinct, dtype).take(places)

        scored = pa.float64() if options.separator is None else cells.type
        known = [
            spread(
                [typed_value(kind, getattr(r.answer, kind), options) for r in renderings],
                scored if kind == "score" else cells.type,
            )
            for kind in options.kinds
        ]
        given = zip((row[0] for row in distinct), renderings, strict=True)
        written = [cell if r.replaced is None else r.replaced for cell, r in given]
        return spread(written, cells.type), known


def _distinct(
    cells: pa.Array, said: Sequence[list[str | None]]
) -> tuple[list[tuple[str | None, ...]], pa.Array]:
    """What rows say of a name, each once, and for each row which of that."""
    import pyarrow as pa

    encoded = cells.dictionary_encode(null_encoding="encode")
    if not said:
        return [(cell,) for cell in encoded.dictionary.to_pylist()], encoded.indices
    numbers: dict[tuple[str | None, ...], int] = {}
    places = [numbers.setdefault(row, len(numbers)) for row in zip(cells.to_pylist(), *said, strict=True)]
    return list(numbers), pa.array(places, pa.int32())


def _located(job: Job) -> str:
    """Where a worker has the gazetteer."""
    if not job.sent:
        return job.gazetteer
    from pyspark import SparkFiles

    return str(SparkFiles.get(job.gazetteer))


def _text_type(dtype: pa.DataType) -> pa.DataType:
    """The type of text in a batch: Spark is strict about long offsets where it was told to use them."""
    import pyarrow as pa

    return pa.large_string() if pa.types.is_large_string(dtype) else pa.string()
