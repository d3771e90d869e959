"""`names review`: spellings of tables that a list does not tell, settled by somebody, in a sheet or here."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from names.cli.options import open_matcher
from names.cli.overwriting import refuse_overwriting
from names.cli.places import STREAM
from names.cli.program import leave_cleanly_when_told_to, main
from names.cli.terminal import ProgressLine, say
from names.cli.unknowns import SAID, frame_of, read_counted, summary_lines, take_options, with_names
from names.visible import shell_word

if TYPE_CHECKING:
    import polars as pl

    from names.grouping import GroupedSpelling
    from names.match import Match
    from names.matcher import Matcher
    from names.tables import Options
    from names.tables.counting import CountedNames
    from names.tables.rows import Asked

SHOWN = 3  # candidates of a spelling
LEAST = 0.05  # score of a candidate that is shown
AT_ONCE = 2000  # spellings matched in one go


@main.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--output", "-o", metavar="FILE", help="Write a sheet here, whole or not at all.")
@click.option(
    "--decisions", metavar="FILE.csv",
    help="Ask on the terminal, and write each answer here at once; what it decides already is not asked.",
)  # fmt: skip
@with_names
def review(files: tuple[str, ...], output: str | None, decisions: str | None, **given: Any) -> None:
    """Settle the spellings that the list does not tell: in a sheet, or here, name by name.

    With --output, one row for each such spelling, those of one name together: how often it came, a
    row where it stands, whom it may mean and why. Fill in id for somebody listed, or new for somebody who is
    to be (an x, or the name to print); - for nobody. One row of a group is enough.

    With --decisions, on a terminal, each name is asked for, and a key answers. Quit at any time: the next
    review with the same file goes on. Then, for both:
    names gazetteer apply FILE, or names normalize --decisions FILE.

    \b
    Examples:
      names review people.csv --column person --output review.xlsx
      names review people.csv -c person --gazetteer my-people.yaml --output review.csv
      names review people.csv -c person --gazetteer my-people.yaml --decisions decisions.csv
      names gazetteer apply review.xlsx --into my-people.yaml
    """  # noqa: D301 (click wants the character itself)
    if (output is None) == (decisions is None):
        raise click.UsageError(
            "name one of two: --output FILE for a sheet to fill in, or --decisions FILE.csv to be asked here"
        )
    leave_cleanly_when_told_to()
    if decisions is None:
        write_review(files, output, given)
    else:
        ask_review(files, decisions, given)


def write_review(files: Sequence[str], output: str | None, given: dict[str, Any]) -> None:
    """Write a sheet of the unsettled spellings, to be filled in.

    Args:
        files: As given.
        output: Where it goes.
        given: The options of the command, by name.
    """
    from names.tables.new_tables import write_table

    refuse_overwriting(files, given | {"output": output})
    options, matcher = take_options(given), open_matcher(given)
    found = read_unsettled(files, options, given, matcher, wanted=output != STREAM)
    said = [field for field in SAID if field in options.others]
    frame = review_frame(found.grouped, said, found.counted, found.matches)
    write_table(frame, output, *files, format=given["format"], bom=given["bom"])
    say("\n".join(summary_lines(found.counted, found.grouped)))
    say(f"fill in id or new, then: names gazetteer apply {shell_word(output or STREAM)} --into LIST.yaml")


def ask_review(files: Sequence[str], decisions: str, given: dict[str, Any]) -> None:
    """Ask for each unsettled name on the terminal, and keep the answers.

    Args:
        files: As given.
        decisions: Where the answers go.
        given: The options of the command, by name.
    """
    from names.cli.review_screen import hold, refuse_no_terminal
    from names.tables.decisions import read_decisions
    from names.tables.kept_decisions import KeptDecisions
    from names.tables.reviewing import Reviewing, questions_of
    from names.tables.rows import Asked

    refuse_no_terminal(files)
    refuse_overwriting(files, given | {"output": decisions})
    options = take_options(given)
    with KeptDecisions(decisions, [field for field in SAID if field in options.others]) as kept:
        matcher = open_matcher(given)
        earlier = read_decisions(decisions, matcher)
        found = read_unsettled(files, options, given, matcher)
        wide = decided_too_widely(found.counted)
        asked = [(each, Asked(each.spelling, each.beside)) for each in found.grouped]
        left = [each for each, name in asked if name not in wide and not earlier.decides(name)]
        say("\n".join(summary_lines(found.counted, left)))
        if earlier:
            say(f"{decisions}: what it decides is not asked again ({len(earlier):,} spellings)")
        if wide := {name for name in wide & found.matches.keys() if not earlier.decides(name)}:
            say(
                f"{len(wide):,} with less beside than other rows of the spelling are left out: what is "
                "decided would hold for those too; write such decisions by hand"
            )
        reviewing = Reviewing(questions_of(left, found.counted, found.matches, LEAST), kept)
        try:
            hold(reviewing)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(f"what was decided is in {decisions}") from None
        finally:
            spellings = "spelling" if reviewing.decided == 1 else "spellings"
            say(
                f"{decisions}: {reviewing.decided:,} {spellings} decided, {reviewing.left:,} "
                f"{'name' if reviewing.left == 1 else 'names'} left open"
            )
    say(f"then: names gazetteer apply {shell_word(decisions)} --into LIST.yaml")


class UnsettledNames(NamedTuple):
    """The spellings of tables that a list does not tell.

    Attributes:
        counted: All names.
        matches: What the list says of each that is unsettled.
        grouped: The unsettled ones, those of one name together.
    """

    counted: CountedNames
    matches: dict[Asked, Match]
    grouped: list[GroupedSpelling]


def read_unsettled(
    files: Sequence[str],
    options: Options,
    given: dict[str, Any],
    matcher: Matcher,
    *,
    wanted: bool = True,
) -> UnsettledNames:
    """Return the spellings of tables that the list does not tell.

    Args:
        files: As given.
        options: Which columns are read, and how.
        given: The options of the command, by name.
        matcher: Knows the list.
        wanted: Whether to say how far it is, on a terminal.
    """
    from names.grouping import group as together
    from names.workers import cores

    progress = ProgressLine(wanted=sys.stderr.isatty() and wanted)
    counted = read_counted(files, options, given, progress)
    matches = unsettled(counted, matcher)
    grouped = together(
        {name: counted.names[name].count for name in matches},
        together=given["together"],
        processes=cores(),
    )
    progress.clear()
    return UnsettledNames(counted, matches, grouped)


def decided_too_widely(counted: CountedNames) -> set[Asked]:
    """Return the names of which a decision would hold for rows that say more, and may mean another.

    Args:
        counted: All names.
    """
    from names.tables.decided_names import wider_names

    return {wider for name in counted.names for wider in wider_names(name) if wider in counted.names}


def unsettled(counted: CountedNames, matcher: Matcher) -> dict[Asked, Match]:
    """Return the answers for the names that a list does not tell.

    Args:
        counted: All names.
        matcher: Knows the list.
    """
    names = list(counted.names)
    found: dict[Asked, Match] = {}
    for begin in range(0, len(names), AT_ONCE):
        some = names[begin : begin + AT_ONCE]
        beside = [name.beside for name in some]
        matches = matcher.match_many([name.spelling for name in some], SHOWN, beside=beside)
        for name, match in zip(some, matches, strict=True):
            if match.status == "matched":
                counted.settled += counted.names[name].count
            else:
                found[name] = match
    return found


def review_frame(
    grouped: Sequence[GroupedSpelling],
    said: Sequence[str],
    counted: CountedNames,
    matches: Mapping[Asked, Match],
) -> pl.DataFrame:
    """Return a review as a table.

    Args:
        grouped: The spellings, in the order of the rows.
        said: What other columns said.
        counted: With a row where each stands.
        matches: What the list says of each.
    """
    import polars as pl

    from names.tables.rows import Asked

    names = [Asked(each.spelling, each.beside) for each in grouped]
    frame = frame_of(grouped, said, {}).drop("score").rename({"count": "times", "note": "why"})
    shown = [candidates_shown(matches[name]) for name in names]
    why = [
        "; ".join(filter(None, [each.note, matches[name].reason if candidates else ""])) or None
        for each, name, candidates in zip(grouped, names, shown, strict=True)
    ]
    ids = [
        match.candidates[0].entity.id if candidates else None
        for match, candidates in zip((matches[name] for name in names), shown, strict=True)
    ]
    empty = [None] * len(names)
    return frame.with_columns(
        pl.Series("why", why, dtype=pl.String),
        pl.Series("example", [counted.names[name].row for name in names], dtype=pl.String),
        pl.Series("candidates", shown, dtype=pl.String),
        pl.Series("likeliest_id", ids, dtype=pl.String),
        *(pl.Series(title, empty, dtype=pl.String) for title in ("id", "new", "note")),
    ).select(
        "spelling", *said, "times", "group", "group_name", "id", "new", "note", "candidates",
        "likeliest_id", "why", "example",
    )  # fmt: skip


def candidates_shown(match: Match) -> str | None:
    """Return whom a spelling may mean, by name, with id and score; None for nobody who is likely.

    Args:
        match: What the list says.
    """
    from names.decision import render_score

    told = [
        f"{each.entity.name} ({each.entity.id}, {render_score(each.score, 2)})"
        for each in match.candidates[:SHOWN]
        if each.score >= LEAST
    ]
    return "; ".join(told) or None
