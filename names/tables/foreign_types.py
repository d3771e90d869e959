"""Types of Parquet and Arrow files that Polars lacks: turned into texts, told of as lost, or refused.

Polars reads them as what they are made of, as bytes, without a word, or panics. So what the file itself says
of its columns is looked at first.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from names.tables.arrow_schemas import REPLACED, FieldNote, SchemaNotes, parse_message, read_arrow_notes
from names.tables.parquet_footers import LeafNote, read_footer_notes
from names.tables.table_errors import TableError

if TYPE_CHECKING:
    import polars as pl

SHOWN = 3  # columns named of those of which the same is told
_ARROW_SCHEMA = "ARROW:schema"
# By these keys others find all columns of a file, and would overlook those that are added.
_OF_ALL_COLUMNS = {
    _ARROW_SCHEMA,
    "org.apache.spark.sql.parquet.row.metadata",
    "parquet.avro.schema",
    "avro.schema",
    "writer.model.name",
    "iceberg.schema",
    "huggingface",
}
_OF_PANDAS = "pandas"  # only tells pandas which types and which index it had
_UNREAD = {"INTERVAL": "intervals of months and days", "VARIANT": "values of any kind (VARIANT)"}
_IN_TEXT = {"UUID": "UUID", "JSON": "JSON", "arrow.uuid": "UUID", "arrow.json": "JSON"}
_LATEST, _EARLIEST = 2**63 // 1000 - 1, -(2**63) // 1000 + 1  # microseconds that nanoseconds reach to


class ForeignTypes(NamedTuple):
    """What a file says that Polars leaves out.

    Attributes:
        types: Of columns, by path; those that Polars may lack.
        noted: Columns with notes, each with the keys of these.
        metadata: What is said of the whole, as far as it is worth keeping.
        old: Columns of moments in an old form that reaches farther than nanoseconds do.
        entries: How many values the keys of columns of maps have in the file.
        untextual: What is said of the whole, and is no text.
    """

    types: dict[tuple[str, ...], str]
    noted: dict[tuple[str, ...], tuple[str, ...]]
    metadata: dict[str, str]
    old: tuple[str, ...] = ()
    entries: dict[str, int] = {}  # noqa: RUF012 (never changed)
    untextual: dict[str, str] = {}  # noqa: RUF012 (never changed)


def look_into(path: Path, form: str, place: str) -> ForeignTypes:
    """Return what a file says that Polars leaves out.

    Args:
        path: The file.
        form: `parquet` or `arrow`.
        place: What messages call it.

    Raises:
        TableError: A column holds what cannot be read, or two have one name.
    """
    leaves: tuple[LeafNote, ...] = ()
    entries: dict[str, int] = {}
    with path.open("rb") as stream:
        if form == "parquet":
            names, leaves, entries = read_footer_notes(stream)
            metadata = _metadata_of_parquet(path)
            notes = _decoded(metadata.get(_ARROW_SCHEMA, ""))
        else:
            notes = read_arrow_notes(stream)
            names, metadata = notes.names, notes.metadata
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise TableError(f"{place} has two columns {twice!r}, which CSV alone allows; rename one of them")
    _refuse_unread(leaves, notes.fields, place)
    types = {leaf.path: leaf.kind for leaf in leaves if leaf.kind not in ("INT96", "MAP")}
    types |= {note.path: note.extension for note in notes.fields if note.extension}
    noted = {note.path: keys for note in notes.fields if (keys := _worth_telling(note.metadata))}
    old = dict.fromkeys(leaf.path[0] for leaf in leaves if leaf.kind == "INT96")
    kept = {key: value for key, value in metadata.items() if key not in _OF_ALL_COLUMNS}
    untextual = {key: value for key, value in kept.items() if REPLACED in key + value}
    texts = {key: value for key, value in kept.items() if key not in untextual}
    return ForeignTypes(types, noted, texts, tuple(old), entries, untextual)


def _metadata_of_parquet(path: Path) -> dict[str, str]:
    import polars as pl

    try:
        return dict(pl.read_parquet_metadata(path))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        return {}  # it is damaged, which reading it will tell, or holds what is no text


def _decoded(schema: str) -> SchemaNotes:
    try:
        return parse_message(base64.b64decode(schema))
    except (binascii.Error, ValueError):
        return SchemaNotes()


def _worth_telling(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if not key.startswith("PARQUET:"))


def _refuse_unread(leaves: Iterable[LeafNote], fields: Iterable[FieldNote], place: str) -> None:
    unread = [(leaf.path, _UNREAD[leaf.kind]) for leaf in leaves if leaf.kind in _UNREAD]
    unread += [(field.path, field.unread) for field in fields if field.unread]
    for path, what in unread:
        raise TableError(
            f"{place}: column {'.'.join(path)!r} holds {what}, which cannot be read; turn it into another "
            "type or into text first, or leave the column out"
        )


def adapted(frame: pl.LazyFrame, foreign: ForeignTypes) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Return a table with texts for bytes that stand for such, and in words what is lost.

    Args:
        frame: The table as Polars reads it.
        foreign: What its file says besides.
    """
    import polars as pl

    schema = frame.collect_schema()
    lost: dict[str, list[str]] = {}
    changed = []
    for path, kind in foreign.types.items():
        name, known = path[0], _IN_TEXT.get(kind, kind)
        dtype = schema.get(name)
        if len(path) == 1 and isinstance(dtype, pl.BaseExtension):
            continue  # Polars keeps it, with its name
        if len(path) == 1 and dtype == pl.Binary and known in ("UUID", "JSON"):
            changed.append(_uuid_in_text(name) if known == "UUID" else pl.col(name).cast(pl.String))
            lost.setdefault(f"the type {known} of {{}}, which became text", []).append(name)
        elif not _is_kept_within(dtype, kind):
            lost.setdefault(f"the type {known} {'of' if len(path) == 1 else 'within'} {{}}", []).append(name)
    for path, keys in foreign.noted.items():
        lost.setdefault(f"what is noted ({', '.join(keys[:SHOWN])}) of {{}}", []).append(".".join(path))
    told = tuple(what.replace("{}", _columns(list(dict.fromkeys(names)))) for what, names in lost.items())
    return (frame.with_columns(changed) if changed else frame), told


def _is_kept_within(dtype: object, kind: str) -> bool:
    """Whether an extension type of Arrow is kept where it stands in lists or records."""
    return kind.startswith("arrow.") and f"Extension({kind!r}" in str(dtype)


def _columns(names: list[str]) -> str:
    shown = ", ".join(map(repr, names[:SHOWN])) + (" …" if len(names) > SHOWN else "")
    return f"{'column' if len(names) == 1 else f'{len(names):,} columns'} {shown}"


def _uuid_in_text(name: str) -> pl.Expr:
    import polars as pl

    digits = pl.col(name).bin.encode("hex").str
    parts = [digits.slice(begin, size) for begin, size in ((0, 8), (8, 4), (12, 4), (16, 4), (20, 12))]
    return pl.concat_str(parts, separator="-").alias(name)


def widened(path: Path, columns: Iterable[str]) -> dict[str, pl.DataType]:
    """Return the types of columns of old moments (INT96) that hold them all.

    Polars reads such moments as nanoseconds, and those before 1677 or after 2262 as the last that there is.

    Args:
        path: Of a Parquet file.
        columns: Those that hold such.
    """
    import polars as pl

    plain = pl.read_parquet_schema(path)
    wider = {name: _in_microseconds(plain[name]) for name in columns if name in plain}
    if not wider:
        return {}
    frame = pl.scan_parquet(path, glob=False, schema={**plain, **wider})
    asked = {name: dtype for name, dtype in wider.items() if dtype == pl.Datetime("us")}
    ends = frame.select(
        pl.col(name).cast(pl.Int64).is_between(_EARLIEST, _LATEST).all().alias(name) for name in asked
    ).collect()
    return {name: dtype for name, dtype in wider.items() if name not in asked or not ends[name].item()}


def _in_microseconds(dtype: pl.DataType) -> pl.DataType:
    import polars as pl

    if isinstance(dtype, pl.Datetime):
        return pl.Datetime("us", dtype.time_zone)
    if isinstance(dtype, pl.List):
        return pl.List(_in_microseconds(dtype.inner))  # type: ignore[arg-type]
    if isinstance(dtype, pl.Struct):
        return pl.Struct({f.name: _in_microseconds(f.dtype) for f in dtype.fields})  # type: ignore[arg-type]
    return dtype


def check_maps(frame: pl.LazyFrame, entries: dict[str, int], place: str) -> None:
    """Refuse maps with a key twice, of which Polars would keep but the last.

    Args:
        frame: The table as Polars reads it.
        entries: How many values the keys of each column of maps have in the file.
        place: What messages call it.

    Raises:
        TableError: Fewer entries were read than there are.
    """
    import polars as pl

    maps = [name for name, dtype in frame.collect_schema().items() if isinstance(dtype, pl.Map)]
    wanted = [name for name in maps if name in entries]
    counted = [pl.col(name).map.len().fill_null(0).clip(1).sum() for name in wanted]
    for name, count in frame.select(counted).collect().to_dict(as_series=False).items() if wanted else ():
        if count[0] != entries[name]:
            raise TableError(
                f"{place}: column {name!r} holds maps with a key twice, of which one would be lost; leave "
                "one of them out, or turn the maps into lists"
            )


def untold(metadata: dict[str, str], place: str) -> Iterator[str]:
    """Yield in words what is said of a whole file and is not kept.

    Args:
        metadata: What is said.
        place: What messages call the file.
    """
    keys = [key for key in metadata if key != _OF_PANDAS]
    if keys:
        more = " …" if len(keys) > SHOWN else ""
        yield f"what {place} says of itself ({', '.join(keys[:SHOWN])}{more})"
