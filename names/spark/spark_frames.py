"""Frames of Spark: which columns there will be, and the plan that makes them; nothing is matched here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from names.defaults import THRESHOLD
from names.spark.sending import opened, prepared, send
from names.spark.work import Job, numbered
from names.tables.answers import Options
from names.tables.columns import Column, choose_columns, name_columns
from names.tables.decisions import read_decisions
from names.tables.rows import Asked, Others
from names.tables.table_errors import TableError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructField, StructType

_UNSENT = "interval"  # of months, days and time at once: Spark gives it to no Python
_NOT_PLAIN = ("array", "map", "struct", "binary", "variant", "udt")
_TEXTS = ("string", "char", "varchar", "void")  # what a column of names may be; the last is all empty


def normalize(
    frame: DataFrame,
    column: str | Sequence[str],
    gazetteer: str | Path | None = None,
    *,
    threshold: float = THRESHOLD,
    coverage: float | None = None,
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
        coverage: The share of the mentions one meets whose bearer is listed, above 0 and below 1; None for
            what the gazetteer states.
        decisions: A table of decided spellings on the driver, read at once and sent with the job.
        shared: Whether the gazetteer lies at the same path on the driver and on every worker, as on a network
            drive or in an image, so that nothing is sent.
        options: `best`, `replace`, `candidates`, `separator`, `prefix`, and the columns that say something
            besides the name, `country`, `born`, `type`, `given` and `family`, as attributes of
            `names.tables.Options`. A cell there that is no year or no type says nothing.

    Returns:
        The frame, with the added columns last.

    Raises:
        NamesError: The gazetteer or the decisions cannot be used; a column is not there, holds no text, or
            would be added twice. A worker with other rules or without the gazetteer fails its task so.
        TypeError: What was given is no frame of Spark, or there is no such option.
        ValueError: The threshold or the coverage is out of range.
    """
    if not hasattr(frame, "mapInArrow"):
        raise TypeError(
            f"names.spark takes a frame of Spark, not {type(frame).__name__}; for other frames there is "
            "names.frames.normalize_table"
        )
    asked = Options(columns=(column,) if isinstance(column, str) else tuple(column), **options)
    columns, schema = _extended_schema(frame, asked)
    file, matcher = opened(frame.sparkSession, gazetteer, threshold, coverage, shared=shared)
    decided = {} if decisions is None else read_decisions(decisions, matcher).decided
    job = Job(
        gazetteer=str(file) if shared else send(frame.sparkSession, file, matcher.fingerprint),
        sent=not shared,
        content=matcher.fingerprint,
        threshold=threshold,
        coverage=coverage,
        options=asked,
        positions=tuple(c.position for c in columns),
        others=_others(frame, asked),
        decided=tuple(
            (Asked(name) if isinstance(name, str) else name, entity.id if entity else None)
            for name, entity in decided.items()
        ),
    )
    on_the_way = frame.toDF(*map(numbered, range(len(frame.columns))))
    return on_the_way.mapInArrow(prepared(job), _renumbered(schema)).toDF(*schema.names)


def _renumbered(schema: StructType) -> StructType:
    from pyspark.sql.types import StructField, StructType

    fields = enumerate(schema.fields)
    return StructType([StructField(numbered(n), f.dataType, f.nullable, f.metadata) for n, f in fields])


def _extended_schema(frame: DataFrame, options: Options) -> tuple[list[Column], StructType]:
    """The columns of names, and all columns there will be."""
    from pyspark.sql.types import DoubleType, StringType, StructField, StructType

    fields, header = list(frame.schema.fields), list(frame.columns)
    columns = choose_columns(header, options.columns, "the frame", typed=True)
    added = name_columns(header, columns, options.kinds, options.prefix)
    if frame.sparkSession.conf.get("spark.sql.caseSensitive") != "true":
        _refuse_alike(header, added)
    _refuse_unsent(fields)
    for each in columns:
        fields[each.position] = _text_field(fields[each.position], options)
    scored = DoubleType() if options.separator is None else StringType()
    types = [scored if kind == "score" else StringType() for kind in options.kinds] * len(columns)
    fields += [StructField(name, dtype) for name, dtype in zip(added, types, strict=True)]
    return columns, StructType(fields)


def _others(frame: DataFrame, options: Options) -> Others:
    """The columns that say something besides the names: whatever Spark writes as one plain text."""
    others = Others.choose(list(frame.columns), options.others, "the frame", typed=True)
    for _, place in others.places:
        field = frame.schema.fields[place]
        if field.dataType.typeName() in _NOT_PLAIN:
            raise TableError(
                f"the frame: column {field.name!r} holds {field.dataType.simpleString()}; what is said "
                "besides a name is a text, a number or a date: name another column, or cast this one"
            )
    return others


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


def _refuse_unsent(fields: Sequence[StructField]) -> None:
    unsent = next((field.name for field in fields if field.dataType.simpleString() == _UNSENT), None)
    if unsent is not None:
        raise TableError(
            f"the frame: column {unsent!r} holds intervals of months and days, which Spark does not hand to "
            "Python; cast it to string, or leave it out and join it on afterwards"
        )


def _refuse_alike(header: Sequence[str], added: Sequence[str]) -> None:
    """Refuse names that Spark, which by default does not see capitals, would take for columns there are."""
    there = {name.lower(): name for name in header}
    alike = next((name for name in added if name.lower() in there), None)
    if alike is not None:
        raise TableError(
            f"the frame already has a column {there[alike.lower()]!r}, and Spark does not tell it from "
            f"{alike!r}, which would be added; rename or drop it, or give a prefix"
        )
