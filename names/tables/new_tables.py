"""A table that is made anew, written whole in any format that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from names.tables.files import refuse_format
from names.tables.formats import target_format
from names.tables.output import Source, Target, open_target
from names.tables.portions import Writing, in_one_line

if TYPE_CHECKING:
    import polars as pl


def write_table(
    frame: pl.DataFrame, target: Target, *sources: Source, format: str | None = None, bom: bool = False
) -> None:
    """Write a table, whole or not at all.

    Args:
        frame: Its rows.
        target: A path, None or `-` for standard output, or an open binary file.
        sources: What was read, which must not be written over.
        format: As for `normalize_files`; None for what the ending of the target says, or else CSV.
        bom: Begin delimited text with a byte order mark, by which Excel knows UTF-8.

    Raises:
        TableError: It cannot be written.
    """
    form = target_format(target, format) or "csv"
    refuse_format(form, target)
    with open_target(target, *sources) as outgoing:
        if form == "xlsx":
            from names.tables.workbooks import write_sheet

            write_sheet(outgoing, frame.schema, iter([frame]))
            return
        with in_one_line(form), Writing(outgoing, form, frame.schema, bom=bom) as writing:
            writing.put(frame)
