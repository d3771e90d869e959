"""`names group`: spellings of tables that are in no list, those of one name together."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from names.cli.options import open_matcher, refuse_no_number, settle_delimiter, with_dialect, with_gazetteer
from names.cli.overwriting import refuse_overwriting
from names.cli.places import FORMATS, OF_INPUTS, STREAM, with_others
from names.cli.program import leave_cleanly_when_told_to, main
from names.cli.terminal import ProgressLine, guess_words, isolate, say

if TYPE_CHECKING:
    import polars as pl

    from names.grouping import GroupedSpelling
    from names.tables import Options
    from names.tables.counting import CountedNames
    from names.tables.rows import Asked

Command = TypeVar("Command", bound=Callable[..., Any])

TOGETHER = 0.5  # as names.grouping has it, which few runs load
SAID = ("country", "born", "type")


def with_names(command: Command) -> Command:
    """Return a command with the options that say where names stand, and which of them are one."""
    options = (
        click.option(
            "--column", "-c", "columns", metavar="NAME", multiple=True,
            help="The column of names; may repeat. Not needed where there is one, or for what names find "
            "wrote.",
        ),
        click.option(
            "--format", type=click.Choice(FORMATS), help="Of the output; else as its ending says."
        ),
        click.option("--input-format", type=click.Choice(OF_INPUTS), help="Of FILE; else recognised."),
        click.option("--sheet", metavar="NAME", help="The sheet of a workbook; else the first."),
        click.option(
            "--together", type=click.FloatRange(0.0, 1.0, min_open=True, max_open=True), default=TOGETHER,
            show_default=True, callback=refuse_no_number, metavar="P",
            help="The least probability at which spellings come together.",
        ),
        with_others,
        click.option(
            "--separator", metavar="TEXT", multiple=True, help="Cells hold several names with this between."
        ),
        with_dialect("FILE"),
        click.option("--bom", is_flag=True, help="Begin a CSV with a byte order mark, for Excel."),
        with_gazetteer,
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--output", "-o", metavar="FILE", help="Write here, whole or not at all.")
@with_names
def group(files: tuple[str, ...], output: str | None, **given: Any) -> None:
    """Group the spellings in a column that are one name each, to review them and add them to a list.

    With --gazetteer, those that the list does not tell; so too where FILE is what names normalize or names
    find --unknown wrote. One row for each spelling: spelling, count, group, group_name, score, note.
    What may be two people is kept apart, and its note says so. FILE is a table of any format.

    \b
    Examples:
      names group people.csv --column person --output groups.csv
      names group people.csv -c person --gazetteer my-people.yaml --output groups.csv
      names group people.csv -c person --born birth_date --output groups.xlsx
      names find *.txt --unknown | names group - --input-format jsonl --output groups.csv
    """  # noqa: D301 (click wants the character itself)
    from names.grouping import group as together
    from names.tables.new_tables import write_table
    from names.workers import cores

    refuse_overwriting(files, given | {"output": output})
    leave_cleanly_when_told_to()
    progress = ProgressLine(wanted=sys.stderr.isatty() and output not in (None, STREAM))
    options = take_options(given)
    counted = read_counted(files, options, given, progress)
    unlisted, hints = left_unlisted(counted, given, progress)
    grouped = together(
        unlisted, together=given["together"], processes=cores(),
        report=lambda count: progress.show(lambda: f"{count:,} of {len(unlisted):,} spellings compared"),
    )  # fmt: skip
    progress.clear()
    frame = frame_of(grouped, [field for field in SAID if field in options.others], hints)
    write_table(frame, output, *files, format=given["format"], bom=given["bom"])
    say("\n".join(summary_lines(counted, grouped)))


def take_options(given: dict[str, Any]) -> Options:
    """Return which columns are read, and how.

    Args:
        given: The options of the command, by name.
    """
    from names.tables import Options

    settle_delimiter(given)
    given["separator"] = given["separator"] or None
    return Options(**{key: given[key] for key in Options.__struct_fields__ if key in given})


def read_counted(
    files: Sequence[str], options: Options, given: Mapping[str, Any], progress: ProgressLine
) -> CountedNames:
    """Return the names in the tables.

    Args:
        files: As given.
        options: Which columns are read, and how.
        given: The options of the command, by name.
        progress: Says how far it is.
    """
    from names.tables.counting import count_names

    return count_names(
        list(files), options, input_format=given["input_format"], sheet=given["sheet"],
        report=lambda rows: progress.show(lambda: f"{rows:,} rows read"),
    )  # fmt: skip


def left_unlisted(
    counted: CountedNames, given: dict[str, Any], progress: ProgressLine
) -> tuple[dict[Asked, int], dict[Asked, str]]:
    """Return the names that no list tells, with how often each came, and what some may mean in the list.

    Args:
        counted: All names.
        given: The options of the command, by name.
        progress: Says how far it is.
    """
    counts = {name: met.count for name, met in counted.names.items()}
    if not given["gazetteers"]:
        return counts, {}
    from names.decision import render_score
    from names.sharing import SharedMatcher
    from names.workers import cores

    matcher = open_matcher(given)
    names = list(counts)
    hints: dict[Asked, str] = {}
    with SharedMatcher(matcher, processes=cores()) as shared:
        beside = [name.beside for name in names]
        verdicts = shared.verdicts([name.spelling for name in names], 1, beside=beside)
    for name, verdict in zip(names, verdicts, strict=True):
        if verdict.status == "matched":
            counted.settled += counts.pop(name)
        elif verdict.status == "ambiguous":
            entity, score = verdict.candidates[0]
            hints[name] = f"in the list it may be {entity.name} ({entity.id}, {render_score(score, 2)})"
    return counts, hints


def frame_of(
    grouped: Sequence[GroupedSpelling], said: Sequence[str], hints: Mapping[Asked, str]
) -> pl.DataFrame:
    """Return grouped spellings as a table.

    Args:
        grouped: In the order of the rows.
        said: What other columns said, each of which becomes a column again.
        hints: What some names may mean in the list.
    """
    import polars as pl

    from names.decision import render_score
    from names.tables.rows import Asked

    columns: dict[str, list[Any]] = {"spelling": [each.spelling for each in grouped]}
    for field in said:
        columns[field] = [getattr(each.beside, field, None) for each in grouped]
    columns["count"] = [each.count for each in grouped]
    columns["group"] = [each.group for each in grouped]
    columns["group_name"] = [each.group_name for each in grouped]
    columns["score"] = [
        None if each.score is None else float(render_score(min(each.score, 0.9999))) for each in grouped
    ]
    notes = ([each.note, hints.get(Asked(each.spelling, each.beside))] for each in grouped)
    columns["note"] = ["; ".join(filter(None, note)) or None for note in notes]
    types = dict.fromkeys(("spelling", "country", "type", "group", "group_name", "note"), pl.String())
    numbers = {"born": pl.Int64(), "count": pl.Int64(), "score": pl.Float64()}
    return pl.DataFrame(columns, schema={name: (types | numbers)[name] for name in columns})


def summary_lines(counted: CountedNames, grouped: Sequence[GroupedSpelling]) -> Iterator[str]:
    """Yield what came of it, as lines for a person.

    Args:
        counted: What was read.
        grouped: What was written.
    """
    groups: dict[str, list[GroupedSpelling]] = {}
    for each in grouped:
        groups.setdefault(each.group, []).append(each)
    spellings = "spelling" if len(grouped) == 1 else "spellings"
    names = "name" if len(groups) == 1 else "names"
    yield f"{counted.rows:,} rows, {len(grouped):,} unlisted {spellings} of {len(groups):,} {names}"
    if counted.settled:
        yield f"  listed    {counted.settled:>9,}   rows whose name is in the list are left out"
    several = [each for each in groups.values() if len(each) > 1]
    of_two = "group" if len(several) == 1 else "groups"
    yield f"  grouped   {sum(map(len, several)):>9,}   spellings in {len(several):,} {of_two} of two or more"
    doubtful = sum(bool(each.note) for each in grouped)
    yield f"  apart     {doubtful:>9,}   whose note says what else they may be"
    commonest = ", ".join(
        f"{isolate(each[0].group_name[:40])} ({sum(one.count for one in each):,})"
        for each in list(groups.values())[:3]
    )
    if commonest:
        yield f"  most often {commonest}"
    for field, count in counted.odd.items():
        yield f"  {count:,} {'cell is' if count == 1 else 'cells are'} no {field}, and said nothing"
    yield from (f"  {remark}" for remark in counted.remarks)
    yield from (f"  {guess_words(encoding)}" for encoding in counted.guesses)
