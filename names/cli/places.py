"""Where `names normalize` reads and writes: files of every format, or a table in a database."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from names.cli.overwriting import refuse_overwriting

if TYPE_CHECKING:
    from names.matcher import Matcher
    from names.tables import Decisions, Options, Progress, Summary
    from names.tables.answers import Answering

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = ("csv", "tsv", "jsonl", "parquet", "arrow", "xlsx")
OF_INPUTS = (*FORMATS, "xlsm", "xls", "ods", "xlsb")
STREAM = "-"
UNTOLD = (
    "output manifest decisions database table gazetteers gazetteer_id_column gazetteer_name_column "
    "gazetteer_encoding"
).split()  # not among the options in a manifest: places, or told in it as what they held


def with_places(command: Command) -> Command:
    """Return a command with the options that say where tables are read and written, and in what format."""
    options = (
        click.option(
            "--output", "-o", metavar="FILE", help="Write here, whole or not at all, not to standard output."
        ),
        click.option(
            "--format",
            type=click.Choice(FORMATS),
            help="Of the output; else as the ending of --output says, or else as the input.",
        ),
        click.option(
            "--input-format",
            type=click.Choice(OF_INPUTS),
            help="Of FILE; else as its ending says, or else its first bytes.",
        ),
        click.option(
            "--sheet", metavar="NAME", help="The sheet of a workbook; else the first that is shown."
        ),
        click.option(
            "--database",
            metavar="URL",
            help="Work in a database instead: sqlite:///people.db or postgresql://user@host/database.",
        ),
        click.option("--table", metavar="NAME", help="The table there that has the column."),
        click.option(
            "--into", metavar="NAME", help="Make this new table there; else the table's name with _names."
        ),
        click.option("--replace-table", is_flag=True, help="Replace the new table if it is there already."),
        click.option(
            "--decisions",
            metavar="FILE",
            help="Take these answers over the matcher's: a CSV with spelling, id (empty for nobody), note.",
        ),
        click.option(
            "--manifest",
            metavar="FILE",
            help="Write here, as JSON, what went in, which versions and options, and what came out.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def with_others(command: Command) -> Command:
    """Return a command with the options that say which columns tell something besides the name."""
    texts = {
        "country": "The column with a country, by code or name: it weighs in the row's names. An empty "
        "cell of this and the next columns says nothing.",
        "born": "The column with the year of birth, or a date with it.",
        "type": "The column with person, place or organization.",
        "given": "The column with given names.",
        "family": "The column with the family name; with it, or given names, the cell of names may be empty.",
    }
    for field, text in reversed(texts.items()):
        command = click.option(f"--{field}", metavar="COLUMN", help=text)(command)
    return command


def check_places(files: Sequence[str], given: dict[str, Any]) -> None:
    """Refuse a command line that says neither or both, a file or a database.

    Args:
        files: As given.
        given: The options of the command, by name.
    """
    refuse_overwriting(files, given)
    if given["database"] is None:
        if not files:
            raise click.UsageError("Missing argument 'FILE...'; - stands for standard input.")
        stray = next((name for name in ("table", "into", "replace_table") if given[name]), None)
        if stray:
            raise click.UsageError(f"--{stray.replace('_', '-')} is for a table in a --database")
        if [*files, given["decisions"]].count(STREAM) > 1:
            raise click.UsageError("standard input can be read once; name - once")
        if given["manifest"] == STREAM and given["output"] in (None, STREAM):
            raise click.UsageError("the table and the --manifest cannot both go to standard output")
        return
    if files:
        raise click.UsageError(f"either a file or a --database; {files[0]} stands beside it")
    if not given["table"]:
        raise click.UsageError("--database needs the --table that has the column")
    of_files = (
        "output",
        "format",
        "input_format",
        "sheet",
        "header_row",
        "no_header",
        "skip_rows",
        "join_columns",
    )
    stray = next((n for n in of_files if given[n]), None)
    if stray:
        raise click.UsageError(
            f"--{stray.replace('_', '-')} is for files; a new table in the database is named with --into"
        )


def read_given_decisions(given: dict[str, Any], matcher: Matcher, over: Answering) -> Decisions | None:
    """Return the decisions that the options name, None where they name none.

    Args:
        given: The options of `with_places`, by name.
        matcher: Knows the ids.
        over: Asked for what is not decided.
    """
    from names.tables import read_decisions

    return read_decisions(given["decisions"], matcher, over) if given["decisions"] else None


def carry_out(
    files: Sequence[Any],
    given: dict[str, Any],
    matcher: Answering,
    options: Options,
    report: Callable[[Progress], None],
) -> Summary:
    """Return what came of a run over the files or the table that the options name.

    Args:
        files: Paths, `-`, or open binary files; empty for a database.
        given: The options of `with_places`, by name.
        matcher: Decides who is meant.
        options: Columns, and what to do with them.
        report: Called with the progress.
    """
    if given["database"] is not None:
        from names.tables import normalize_database

        return normalize_database(
            given["database"], given["table"], matcher, options,
            into=given["into"], replace_table=given["replace_table"], report=report,
        )  # fmt: skip
    from names.tables import normalize_files

    return normalize_files(
        files, given["output"], matcher, options,
        format=given["format"], input_format=given["input_format"], sheet=given["sheet"], report=report,
    )  # fmt: skip


Account = Callable[["Summary", "Matcher", "Decisions | None"], None]


@contextlib.contextmanager
def manifested(files: Sequence[str], given: dict[str, Any]) -> Iterator[tuple[list[Any], Account]]:
    """Yield the inputs of a run, and what to call at its end so that its manifest is written, if any.

    Where the manifest cannot be written, that is said before the run; where the run fails, there is none.

    Args:
        files: As given.
        given: The options of `with_places`, by name.
    """
    if not given["manifest"]:
        yield list(files), lambda summary, matcher, decisions: None
        return
    from names.tables.manifest import Digesting, compose_manifest, describe_input
    from names.tables.output import open_target

    digesting, stream = Digesting.open(sys.stdin.buffer)
    sources = [stream if file == STREAM else file for file in files]
    with open_target(given["manifest"], *files) as outgoing:

        def account(summary: Summary, matcher: Matcher, decisions: Decisions | None) -> None:
            inputs = [describe_input(digesting if file == STREAM else file) for file in files]
            told = {k: v for k, v in given.items() if k not in UNTOLD}
            asked = {k: v for k, v in told.items() if v not in (None, False, "", (), 0)}
            asked |= {"quotes": False} if told.get("quotes") is False else {}  # which is not its default
            decided = None
            if decisions is not None:
                counts = {"spellings": len(decisions), "met": len(decisions.met)}
                decided = describe_input(given["decisions"]) | counts
            outgoing.write(
                compose_manifest(
                    inputs or [{"table": given["table"]}], matcher.fingerprint, asked, summary, decided
                )
            )

        yield sources, account


def read_size(files: Sequence[str]) -> int:
    """Return how many bytes will be read, 0 where that cannot be told.

    Args:
        files: As given.
    """
    from names.tables.compression import compression_of

    paths = [Path(file) for file in files]
    if not all(path.is_file() and not compression_of(path.name) for path in paths):
        return 0
    return sum(path.stat().st_size for path in paths)
