"""`names gazetteer`: lists of entities, checked and compiled."""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from names.cli.options import (
    OF_TABLES,
    SHARE,
    Command,
    compiled_among,
    refuse_no_number,
    refuse_table_options,
    tell_of_lists,
    with_kind,
    with_skipping,
)
from names.cli.program import leave_cleanly_when_told_to, main
from names.cli.terminal import ProgressLine, say, warn, write
from names.defaults import COVERAGE
from names.errors import NamesError

if TYPE_CHECKING:
    from names.gazetteer import Gazetteer


def with_columns(command: Command) -> Command:
    """Return a command with the options that say how lists that are tables are read."""
    for key, what in (("name", "names"), ("id", "ids")):
        option = click.option(
            f"--{key}-column", metavar="NAME", help=f"The {what}' column in a table [{key}]."
        )
        command = option(command)
    encoding = click.option(
        "--encoding", metavar="NAME", help="Encoding of a table, as windows-1251; else recognised."
    )
    return with_skipping(encoding(command))


def refuse_other_ending(context: click.Context, option: click.Parameter, value: str) -> str:
    """Return the name of a compiled gazetteer unless it ends otherwise: by its ending it is known later."""
    from names.compiled import SUFFIX, is_compiled

    if not is_compiled(value):
        raise click.BadParameter(f"{value!r} does not end in {SUFFIX}; call it so", context, option)
    return value


@main.group()
def gazetteer() -> None:
    """Look after lists of entities."""


@gazetteer.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@with_kind
@with_columns
def check(files: tuple[str, ...], **given: Any) -> None:
    """Say what is wrong in gazetteer FILEs of any kind, all of it at once.

    Several files are taken together, as one gazetteer. Faults end in exit status 1; warnings, such as
    texts that lead to several entities, do not. Of a compiled .names file, say what it holds and whether it
    is as it was written.

    \b
    Examples:
      names gazetteer check my-people.yaml
      names gazetteer check people.names
      names gazetteer check staff.csv --id-column number --name-column "full name"
    """  # noqa: D301 (click wants the character itself)
    from names.gazetteer import GazetteerError
    from names.gazetteer import check as inspect

    if file := compiled_among(files):
        write(describe_compiled(file, len(files) == 1, *(given[name] for name in OF_TABLES)))
        return
    report = inspect(*files, **given)
    for warning in report.warnings:
        warn(warning)
    if report.faults:
        raise GazetteerError(report.faults)
    write("\n".join([report.summary(), *(f"  {line}" for line in report.told)]))


@gazetteer.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--output", "-o", required=True, metavar="FILE.names", callback=refuse_other_ending,
    help="Write here, whole or not at all.",
)  # fmt: skip
@with_kind
@with_columns
@click.option(
    "--coverage", metavar="SHARE", callback=refuse_no_number, type=SHARE,
    help=f"The share of the names you meet that is in the list, instead of what FILEs declare [{COVERAGE}].",
)  # fmt: skip
def build(files: tuple[str, ...], output: str, **given: Any) -> None:
    """Compile gazetteer FILEs of any kind into one file that opens at once, whatever its size.

    Several files are taken together, as one gazetteer; the word shipped stands for the shipped one. With
    faults in them nothing is written. The output is for this version of names: another one asks you to
    build it again.

    \b
    Examples:
      names gazetteer build people.jsonl --output people.names
      names gazetteer build staff.csv shipped --id-column number --coverage 0.5 -o staff.names
      names match Toqaev --gazetteer people.names
    """  # noqa: D301 (click wants the character itself)
    leave_cleanly_when_told_to()
    if file := compiled_among(files):
        raise NamesError(f"{file} is compiled already; name the lists it was built from")
    gc.disable()  # what is read stays until the end: there is no garbage to look for
    progress = ProgressLine(wanted=sys.stderr.isatty())
    try:
        held = build_compiled(files, output, progress, given)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("nothing was written") from None
    finally:
        progress.clear()
    size = Path(output).stat().st_size / 1e6
    say(f"{output}: {held}; " + (f"{size:,.1f} MB" if size >= 0.1 else "less than 0.1 MB"))


def build_compiled(
    files: Sequence[str], output: str, progress: ProgressLine, given: Mapping[str, Any]
) -> str:
    """Write a compiled gazetteer, and return how much it holds.

    Args:
        files: The lists.
        output: The file to write.
        progress: Where to say how far it is.
        given: The other arguments of `Gazetteer.read`.
    """
    from names.compiled import build as build_file
    from names.compiled import held_by
    from names.gazetteer import Gazetteer
    from names.workers import cores

    lists = Gazetteer.read(
        *files, **given, report=lambda count: progress.show(lambda: f"{count:,} entities read")
    )
    progress.clear()
    warn_of_notes(lists)
    tell_of_lists(lists.told)
    build_file(
        lists, output, processes=cores(),
        report=lambda count: progress.show(lambda: f"{count:,} spellings folded"),
    )  # fmt: skip
    return held_by(lists)


def warn_of_notes(lists: Gazetteer) -> None:
    """Say what is odd in lists that were read, as much as anybody reads at once.

    Args:
        lists: As they were read.
    """
    from names.gazetteer.faults import SHOWN_FAULTS

    for note in lists.notes[:SHOWN_FAULTS]:
        warn(note)
    if more := len(lists.notes[SHOWN_FAULTS:]):
        warn(f"… and {more:,} more; names gazetteer check shows them all")


def describe_compiled(file: str, alone: bool, *values: str | None) -> str:
    """Return what a compiled gazetteer holds, in lines.

    Args:
        file: The gazetteer.
        alone: Whether no other file was given.
        *values: What options about tables say, which a compiled file is not.

    Raises:
        NamesError: It is not as it was written, or does not stand alone.
    """
    from names.compiled import describe

    if not alone:
        raise NamesError(f"{file} is compiled and stands alone; check it by itself")
    refuse_table_options(file, *values)
    return describe(file)
