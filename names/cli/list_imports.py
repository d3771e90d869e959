"""`names gazetteer import` and `merge`: lists of other programs, or several, written in our own format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from names.cli.lists import gazetteer, warn_of_notes, with_columns
from names.cli.options import with_kind
from names.cli.program import leave_cleanly_when_told_to
from names.cli.terminal import say, write

if TYPE_CHECKING:
    from names.gazetteer import Gazetteer


def check_ending(context: click.Context, option: click.Parameter, value: str) -> str:
    """Return the name of a list to write, if its ending tells one of our own forms."""
    from names.compiled import SUFFIX
    from names.gazetteer.written_lists import WRITERS

    endings = (*WRITERS, SUFFIX)
    if Path(value).suffix.lower() not in endings:
        raise click.BadParameter(f"{value!r} ends in none of {', '.join(endings)}", context, option)
    return value


with_output = click.option(
    "--output", "-o", required=True, metavar="LIST", callback=check_ending,
    help="Write here, whole or not at all: a .yaml, .jsonl or compiled .names file.",
)  # fmt: skip


@gazetteer.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@with_kind
@with_output
@with_columns
def import_list(files: tuple[str, ...], output: str, **given: Any) -> None:
    """Write lists of other programs in the format of names: FILEs of any kind that --from tells of.

    What was taken, what was left and what is doubtful is told at the end. Several FILEs become one list. With
    faults in them nothing is written.

    \b
    Examples:
      names gazetteer import staff.xlsx --output staff.yaml
      names gazetteer import names.txt --from names --output people.jsonl
      names gazetteer import KZ.txt alternateNames-KZ.txt --output places.names
    """  # noqa: D301 (click wants the character itself)
    from names.gazetteer import Gazetteer

    leave_cleanly_when_told_to()
    lists = Gazetteer.read(*files, **given)
    warn_of_notes(lists)
    write_any(lists, output, files)
    say_written(output, lists)


def write_any(lists: Gazetteer, output: str, files: tuple[str, ...]) -> None:
    """Write a list in the form that the ending of its name tells.

    Args:
        lists: The list.
        output: The file to write.
        files: What was read, which is not written over.
    """
    from names.compiled import build, is_compiled
    from names.gazetteer.written_lists import write_list

    if is_compiled(output):
        build(lists, output)
        return
    write_list(lists.entities, output, *files, coverage=None if lists.coverage_assumed else lists.coverage)


def say_written(output: str, lists: Gazetteer) -> None:
    """Say what a list holds that was written, and what was taken and left of those it was read from.

    Args:
        output: The file that was written.
        lists: The list.
    """
    from names.compiled import held_by

    say("\n".join([f"{output}: {held_by(lists)}", *(f"  {line}" for line in lists.told)]))


@gazetteer.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@with_output
@with_columns
def merge(files: tuple[str, ...], output: str, **given: Any) -> None:
    """Write several lists as one, and say what was joined and what is left to you.

    Records are one where they share an outside id, or a native name, the year of birth and the country, and
    nothing contradicts; places also by name and country, where no list has several. The first list gives id
    and name; the other id still answers.

    \b
    Examples:
      names gazetteer merge my-people.yaml shipped --output all.yaml
      names gazetteer merge staff.xlsx targets.simple.csv --output all.jsonl
    """  # noqa: D301 (click wants the character itself)
    from names.gazetteer import Gazetteer
    from names.gazetteer.location import locate

    if len(files) < 2:
        raise click.UsageError("name two lists or more; names gazetteer import writes one")
    leave_cleanly_when_told_to()
    lists = Gazetteer.read(*files, **given)
    warn_of_notes(lists)
    write_any(lists, output, tuple(str(path) for file in files for path in locate(file)))
    write("\n".join(report_lines(lists)))
    say_written(output, lists)


def report_lines(lists: Gazetteer) -> Iterator[str]:
    """Yield one line for each pair of records that was joined, or that is left to decide.

    Args:
        lists: Read from several files.
    """
    joiner = lists.joiner
    for pair in joiner.pairs if joiner else ():
        yield f"joined  {pair.kept}  {pair.other}  {pair.why}"
    for pair in joiner.doubted if joiner else ():
        yield f"left    {pair.kept}  {pair.other}  {pair.why}"
    for name, one, other in joiner.alike_pairs() if joiner else ():
        yield f"left    {one}  {other}  both are called {name}, and nothing else says that they are one"
