"""Spark: a column of names in a cluster's table, matched where its rows lie, with the answers of one machine.

Rows go through `mapInArrow`, batch by batch; only distinct spellings are matched. The compiled gazetteer is
sent to each executor once, or lies where all see it, and every Python worker there maps the same file into
its memory. The package itself must be installed on the workers, in the version and with the rules that the
driver has; other ones are refused by name.

Nothing here is imported by the rest of the package, and Spark only where a frame of it is at hand.
"""

from __future__ import annotations

import functools
import platform
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from names import __version__
from names.compiled import SUFFIX, build, cache_file, is_compiled
from names.decision import THRESHOLD
from names.errors import NamesError
from names.gazetteer import Gazetteer
from names.matcher import Matcher
from names.store.fingerprint import fingerprint
from names.tables.answers import Answering, Answers, Options
from names.tables.columns import Column, choose_columns, name_columns
from names.tables.decisions import Decisions, read_decisions
from names.tables.errors import TableError
from names.tables.typed import typed_value

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructField, StructType

REMEMBERED = 200_000  # distinct cells a worker remembers, some 150 MB; when there are more it begins anew
KEPT = 2  # gazetteers, and jobs over them, that a worker keeps open for its next task

_TEXTS = ("string", "char", "varchar", "void")  # what a column of names may be; the last is all empty
_Batches = Iterator["pa.RecordBatch"]


class SparkError(NamesError):
    """A gazetteer that cannot be sent, or that a worker has not."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker is told, beside the rows.

    Attributes:
        gazetteer: Path of the compiled gazetteer on the worker, or the name under which it was sent there.
        sent: Whether it was sent.
        content: Fingerprint of the gazetteer that is meant.
        threshold: Lowest score that is a match.
        options: What is to be written.
        positions: Places of the columns of names.
        decided: The id of each decided spelling, None for nobody listed.
    """

    gazetteer: str
    sent: bool
    content: str
    threshold: float
    options: Options
    positions: tuple[int, ...]
    decided: dict[str, str | None]


def normalize(
    frame: DataFrame,
    column: str | Sequence[str],
    gazetteer: str | Path | None = None,
    *,
    threshold: float = THRESHOLD,
    decisions: str | Path | None = None,
    shared: bool = False,
    **options: Any,
) -> DataFrame:
    """Return a frame of Spark with the identity of its names beside them.

    For each column C come `C_name`, `C_id`, `C_score` and `C_status`; null where nothing is known. All other
    columns stay what they are, and rows in their partitions. Nothing is matched before an action asks for it.

    Args:
        frame: Of Spark 3.5 or later; a streaming one too.
        column: The column of names, or several; a name, or as `Options.columns` has it.
        gazetteer: A compiled file on the driver; None for the shipped list. It is sent to each executor once
            a session, and must stay in its place as long.
        threshold: Lowest score that is a match, inclusive.
        decisions: A table of decided spellings on the driver, read at once and sent with the job.
        shared: Whether the gazetteer lies at the same path on the driver and on every worker, as on a network
            drive or in an image, so that nothing is sent.
        options: `best`, `replace`, `candidates`, `separator`, `prefix`, as attributes of
            `names.tables.Options`.

    Returns:
        The frame, with the added columns last.

    Raises:
        NamesError: The gazetteer or the decisions cannot be used; a column is not there, holds no text, or
            would be added twice. A worker with other rules or without the gazetteer fails its task so.
        TypeError: What was given is no frame of Spark, or there is no such option.
    """
    if not hasattr(frame, "mapInArrow"):
        raise TypeError(
            f"names.spark takes a frame of Spark, not {type(frame).__name__}; for other frames there is "
            "names.frames.normalize_table"
        )
    asked = Options(columns=(column,) if isinstance(column, str) else tuple(column), **options)
    columns, schema = _extended_schema(frame, asked)
    file, matcher = _opened(frame.sparkSession, gazetteer, threshold, shared=shared)
    decided = {} if decisions is None else read_decisions(decisions, matcher).decided
    job = Job(
        gazetteer=str(file) if shared else _send(frame.sparkSession, file, matcher.fingerprint),
        sent=not shared,
        content=matcher.fingerprint,
        threshold=threshold,
        options=asked,
        positions=tuple(c.position for c in columns),
        decided={spelling: entity.id if entity else None for spelling, entity in decided.items()},
    )
    carried = _carrier(_encode(job), __version__, fingerprint())
    numbered = frame.toDF(*map(_numbered, range(len(frame.columns))))
    return numbered.mapInArrow(carried, _renumbered(schema)).toDF(*schema.names)


def _numbered(place: int) -> str:
    """A name for a column on its way: Spark finds by name, and not those with dots in them or those alike."""
    return f"c{place}"


def _renumbered(schema: StructType) -> StructType:
    from pyspark.sql.types import StructField, StructType

    fields = enumerate(schema.fields)
    return StructType([StructField(_numbered(n), f.dataType, f.nullable, f.metadata) for n, f in fields])


def _extended_schema(frame: DataFrame, options: Options) -> tuple[list[Column], StructType]:
    """The columns of names, and all columns there will be."""
    from pyspark.sql.types import DoubleType, StringType, StructField, StructType

    fields, header = list(frame.schema.fields), list(frame.columns)
    columns = choose_columns(header, options.columns, "the frame", typed=True)
    added = name_columns(header, columns, options.kinds, options.prefix)
    if frame.sparkSession.conf.get("spark.sql.caseSensitive") != "true":
        _refuse_alike(header, added)
    for each in columns:
        fields[each.position] = _text_field(fields[each.position], options)
    scored = DoubleType() if options.separator is None else StringType()
    types = [scored if kind == "score" else StringType() for kind in options.kinds] * len(columns)
    fields += [StructField(name, dtype) for name, dtype in zip(added, types, strict=True)]
    return columns, StructType(fields)


def _text_field(field: StructField, options: Options) -> StructField:
    """A column of names as it will be; one of nothing but nulls turns into text if names replace them."""
    from pyspark.sql.types import StringType, StructField

    kind = field.dataType.typeName().partition("(")[0].split()[0]
    if kind not in _TEXTS:
        raise TableError(
            f"the frame: column {field.name!r} holds {field.dataType.simpleString()}, not text; name the "
            "column that holds the names, or cast this one to string first"
        )
    if kind == "string" or not options.replace:
        return field
    return StructField(field.name, StringType(), field.nullable)


def _refuse_alike(header: Sequence[str], added: Sequence[str]) -> None:
    """Refuse names that Spark, which by default does not see capitals, would take for columns there are."""
    there = {name.lower(): name for name in header}
    alike = next((name for name in added if name.lower() in there), None)
    if alike is not None:
        raise TableError(
            f"the frame already has a column {there[alike.lower()]!r}, and Spark does not tell it from "
            f"{alike!r}, which would be added; rename or drop it, or give a prefix"
        )


def _opened(
    session: SparkSession, gazetteer: str | Path | None, threshold: float, *, shared: bool
) -> tuple[Path, Matcher]:
    """The compiled gazetteer on the driver, and a matcher over it."""
    if gazetteer is None:
        if shared:
            raise SparkError(
                "the shipped gazetteer is sent; with shared=True name a file that all workers see"
            )
        return _shipped_file(session), Matcher(threshold=threshold)
    path = Path(gazetteer).absolute()
    if not is_compiled(path):
        raise SparkError(
            f"{gazetteer} is not compiled, and workers take only what is; compile it with: "
            f"names gazetteer build {path.name} --output {path.with_suffix(SUFFIX).name}"
        )
    return path, Matcher.open(path, threshold=threshold)


def _shipped_file(session: SparkSession) -> Path:
    """The shipped gazetteer, compiled: in the cache, or where that cannot be written, with Spark's files."""
    Matcher()  # leaves it in the cache
    if cache_file().exists():
        return cache_file()
    file = _folder(session) / cache_file().name
    if not file.exists():
        build(Gazetteer.shipped(), file)
    return file


def _folder(session: SparkSession) -> Path:
    """A folder of the driver that goes with the session."""
    from pyspark import SparkFiles

    if getattr(session, "sparkContext", None) is None:
        raise SparkError(
            "through Spark Connect names sends no files; put the compiled gazetteer where this program and "
            "all workers see it at one path, and say shared=True"
        )
    folder = Path(SparkFiles.getRootDirectory(), "names")
    folder.mkdir(exist_ok=True)
    return folder


def _send(session: SparkSession, file: Path, content: str) -> str:
    """Have Spark bring a file to each executor, and return the name it has there.

    The name tells the content: two gazetteers of one name do not meet, and one is not sent twice.
    """
    name = f"{content}-{fingerprint()[:12]}{SUFFIX}"
    link = _folder(session) / name
    if not link.exists():
        link.unlink(missing_ok=True)
        try:
            link.symlink_to(file)
        except OSError:  # Windows lets not everybody make links
            shutil.copyfile(file, link)
        session.sparkContext.addFile(link.as_uri())
    return name


def _carrier(job: bytes, version: str, rules: str) -> Callable[[_Batches], _Batches]:
    """What Spark sends to its workers.

    Spark sends a function within a function as it is, not by the name of its module: so it runs where that
    module is not, and can say so.
    """

    def carry_out(batches: _Batches) -> _Batches:
        import platform

        mine = f"the driver has names {version} with the rules {rules[:12]}"
        remedy = "install the same names-normalizer, with its libraries, on the driver and on every worker"
        try:
            import names
            from names.store.fingerprint import fingerprint

            there, known = names.__version__, fingerprint()
        except (ImportError, AttributeError) as error:
            raise ModuleNotFoundError(
                f"the worker {platform.node()} cannot use names ({error}), and {mine}; {remedy}"
            ) from error
        if (there, known) != (version, rules):
            raise RuntimeError(
                f"the worker {platform.node()} has names {there} with the rules {known[:12]}, and {mine}; "
                f"{remedy}"
            )
        from names.spark import answer_batches

        yield from answer_batches(job, batches)

    return carry_out


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Job).decode


def answer_batches(job: bytes, batches: _Batches) -> _Batches:
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
def _matcher(path: str, content: str, threshold: float) -> Matcher:
    place = f"the worker {platform.node()}"
    if not Path(path).exists():
        raise SparkError(
            f"{place} has no file {path}; put the gazetteer at this path on every worker, or leave out "
            "shared=True and it is sent"
        )
    try:
        matcher = Matcher.open(path, threshold=threshold)
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
        matcher = _matcher(_located(job), job.content, job.threshold)
        decided = {s: matcher.entity(id_) if id_ else None for s, id_ in job.decided.items()}
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
        for position in self._job.positions:
            text = _text_type(fields[position].type)
            replaced, known = self._beside(batch.column(position).cast(text))
            if self._job.options.replace:
                columns[position] = replaced
                fields[position] = fields[position].with_type(text)
            columns += known
            fields += [pa.field(_numbered(n), each.type) for n, each in enumerate(known, len(fields))]
        return pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields))

    def _beside(self, cells: pa.Array) -> tuple[pa.Array, list[pa.Array]]:
        """What replaces the cells of a column, and what stands beside them; of equal ones, one is asked."""
        import pyarrow as pa

        options = self._job.options
        encoded = cells.dictionary_encode(null_encoding="encode")
        distinct = encoded.dictionary.to_pylist()
        values = [cell or "" for cell in distinct]
        self._answers.learn(values)
        self._answers.counts.update(values)
        renderings = [self._answers.render(value) for value in values]

        def spread(of_distinct: Sequence[Any], dtype: pa.DataType) -> pa.Array:
            return pa.array(of_distinct, dtype).take(encoded.indices)

        scored = pa.float64() if options.separator is None else cells.type
        known = [
            spread(
                [typed_value(kind, getattr(r.answer, kind), options) for r in renderings],
                scored if kind == "score" else cells.type,
            )
            for kind in options.kinds
        ]
        written = [c if r.replaced is None else r.replaced for c, r in zip(distinct, renderings, strict=True)]
        return spread(written, cells.type), known


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
