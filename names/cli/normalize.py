"""`names normalize`: the identity of names, written into a table."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from names import __version__
from names.cli.options import open_matcher, settle_delimiter, with_dialect, with_gazetteer, with_style
from names.cli.places import (
    carry_out,
    check_places,
    manifested,
    read_given_decisions,
    read_size,
    with_others,
    with_places,
)
from names.cli.program import leave_cleanly_when_told_to, main
from names.cli.terminal import ProgressLine, guess_words, isolate, kernel_line, say, wrapped

if TYPE_CHECKING:
    from names.matcher import Matcher
    from names.tables import Decisions, Options, Progress, Summary


@main.command()
@click.argument("files", metavar="FILE...", nargs=-1)
@click.option(
    "--column",
    "-c",
    "columns",
    metavar="NAME",
    multiple=True,
    help="The column of names; may repeat. 'person#2' is the second column called person, 3 the third one. "
    "Not needed where there is one column.",
)
@with_places
@click.option(
    "--best",
    is_flag=True,
    help="Fill name and id with the first candidate where none is matched; with --replace, the id alone.",
)
@click.option(
    "--replace",
    is_flag=True,
    help="Write the name into the column itself; unmatched cells always stay as they are.",
)
@click.option(
    "--candidates",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Add a column with the first N candidates, as 'id:score id:score'.",
)
@click.option("--explain", is_flag=True, help="Add a column with the reason of each answer, in a sentence.")
@with_others
@click.option(
    "--separator", metavar="TEXT", multiple=True,
    help="Cells hold several names with this between, as ';'; give it again for another. The columns that "
    "say something besides the name speak only where a cell holds one.",
)  # fmt: skip
@with_dialect("FILE")
@click.option(
    "--join-columns", is_flag=True,
    help="Join FILEs by the names of their columns, where these differ; what a file has not stays empty.",
)  # fmt: skip
@click.option("--prefix", default="", metavar="TEXT", help="Put this before the names of the added columns.")
@click.option(
    "--bom", is_flag=True, help="Begin the output with a byte order mark, so that Excel reads it as UTF-8."
)
@click.option(
    "--conventions", metavar="FILE.yaml",
    help="Lean on what names conventions learned of a column where an answer is uncertain.",
)  # fmt: skip
@with_style
@with_gazetteer
def normalize(files: tuple[str, ...], **given: Any) -> None:
    """Add to a table the identity of its names.

    FILE is CSV, TSV, JSONL, Parquet, Arrow or XLSX (or XLS, ODS or XLSB, for another output), as it is or
    compressed (.gz, .zst); - stands for standard input. Several with the same columns become one table. For
    each column C come C_name, C_id, C_score and C_status (matched, ambiguous or unknown). Name and id stay
    empty unless matched. Rows, their order and all other columns stay as they are, with their types; text is
    written in UTF-8.

    \b
    Examples:
      names normalize people.csv --column person --output people-with-ids.csv
      names normalize people.csv -c author -c editor --candidates 3
      names normalize people.csv -c person --style rferl
      names normalize people.tsv -c people --separator ";" --gazetteer my.csv --gazetteer shipped
      names normalize january.csv.gz february.csv.gz -c person -o people.parquet
      names normalize people.xlsx -c person -o people-with-ids.xlsx --decisions decisions.csv
      names normalize people.csv -c person --country citizenship --born birth_date
      names normalize --database sqlite:///people.db --table people -c person
    """  # noqa: D301 (click wants the character itself)
    from names.sharing import SharedMatcher
    from names.tables import Options
    from names.workers import cores

    check_places(files, given)
    settle_delimiter(given)
    separators = given["separator"]
    given["separator"] = separators[0] if len(separators) == 1 else separators or None
    options = Options(**{key: given[key] for key in Options.__struct_fields__ if key in given})
    leave_cleanly_when_told_to()
    told: list[str] = []
    matcher = open_matcher(given, told.extend)
    in_files = given["database"] is None
    seen = sys.stderr.isatty() and (not in_files or goes_to_file(given["output"]))
    progress, size = ProgressLine(wanted=seen), read_size(files)
    try:
        with SharedMatcher(matcher, processes=cores()) as shared, manifested(files, given) as (inputs, tell):
            decisions = read_given_decisions(given, matcher, shared)
            told.extend(unread_conditions(decisions, options))
            summary = carry_out(
                inputs, given, decisions or shared, options,
                lambda state: progress.show(lambda: rows_written(state, size)),
            )  # fmt: skip
            tell(summary, matcher, decisions)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_unfinished(given)) from None
    finally:
        progress.clear()
    say("\n".join([*summary_lines(summary, matcher, decisions), *(f"  {line}" for line in told)]))


def unread_conditions(decisions: Decisions | None, options: Options) -> Iterator[str]:
    """Yield, as a line for a person, what decisions ask of columns that are not read, so that none holds.

    Args:
        decisions: Of the run; None for none.
        options: With the columns that are read.
    """
    from names.tables.decided_names import asked_fields

    for field in sorted(asked_fields(decisions.decided) - options.others.keys()) if decisions else ():
        yield f"decisions that say {field} hold for no row: name its column with --{field}"


def _unfinished(given: dict[str, Any]) -> str:
    if given["database"] is not None:
        return "the database is as it was"
    return "the table is not whole" if given["output"] in (None, "-") else "no output file was written"


def summary_lines(summary: Summary, matcher: Matcher, decisions: Decisions | None = None) -> Iterator[str]:
    """Yield what a run over a table came to, as lines for a person.

    Args:
        summary: Of the run.
        matcher: Used in it.
        decisions: Used in it; None for none.
    """
    names = summary.matched + summary.ambiguous + summary.unknown
    yield f"{summary.rows:,} rows, {names:,} names, {summary.distinct:,} of them distinct"
    commonest = ", ".join(f"{isolate(name[:40])} ({n:,})" for name, n in summary.commonest_unknown)
    for word in ("matched", "ambiguous", "unknown", "empty"):
        count = f"  {word:<10}{getattr(summary, word):>9,}"
        if word == "unknown" and commonest:
            yield from wrapped(f"{count}   most often ", commonest, sys.stderr)
        else:
            yield count
    if summary.several:
        hold = "1 cell seems" if summary.several == 1 else f"{summary.several:,} cells seem"
        example = isolate(summary.several_example[:60])
        from names.cell_reading import separator_in  # with letters and tables, which few runs need

        parted = shlex.quote(separator_in(summary.several_example))
        said = f"{hold} to hold several names, as “{example}”; say what parts them: --separator {parted}"
        yield from wrapped("  several   ", said, sys.stderr)
    if summary.damaged:
        have = "1 cell has" if summary.damaged == 1 else f"{summary.damaged:,} cells have"
        said = (
            f"{have} signs where letters were, as “{isolate(summary.damaged_example[:60])}”: an export lost "
        )
        yield from wrapped("  damaged   ", f"{said}them; make it anew, in UTF-8", sys.stderr)
    if decisions is not None:
        ended = f"; {decisions.ended:,} more have ended" if decisions.ended else ""
        yield f"  decisions {len(decisions):>9,}   of which {len(decisions.met):,} were met{ended}"
    if summary.others:
        told = ", ".join(f"{isolate(column[:40])} ({field})" for field, column in summary.others.items())
        yield f"  besides   {told}"
    yield from oddity_lines(summary)
    said = f", coverage {matcher.coverage}" if matcher.coverage_source == "caller" else ""
    yield f"  names {__version__}, gazetteer {matcher.fingerprint}, threshold {matcher.threshold}{said}"
    yield from _taken_lines(matcher)
    if matcher.coverage_source == "default":
        yield from wrapped("  assumed ", coverage_words(matcher.coverage), sys.stderr)
    if not matcher.is_compiled:
        yield f"  {kernel_line()}"


def _taken_lines(matcher: Matcher) -> Iterator[str]:
    """Yield how many records without a type are weighed as bodies, and as places."""
    for (taken, one), kind in ((matcher.taken_for_bodies, "bodies"), (matcher.taken_for_places, "places")):
        if taken:
            have = "1 record without a type is" if taken == 1 else f"{taken:,} records without a type are"
            yield from wrapped(
                "  taken     ", f"{have} weighed as {kind}, as “{isolate(one[:60])}”", sys.stderr
            )


def coverage_words(coverage: float) -> str:
    """Return what was assumed of a list that does not say which share of the names it holds.

    Args:
        coverage: The share that was assumed.

    Examples:
        >>> coverage_words(0.8)
        'that 80 % of the names stand for somebody listed; if fewer do, say so: --coverage 0.5'
    """
    share = f"{100 * coverage:g} %"
    return f"that {share} of the names stand for somebody listed; if fewer do, say so: --coverage 0.5"


def oddity_lines(summary: Summary) -> Iterator[str]:
    """Yield what the user should know about the table that was read.

    Args:
        summary: Of the run.
    """
    for encoding, places in summary.guesses.items():
        yield f"  {guess_words(encoding)}{_named(places)}"
    yield from (f"  {remark}" for remark in summary.remarks)
    for name in summary.header_names:
        said = (
            f"the header has “{isolate(name[:40])}”, a name in the list; if there is no header: --no-header"
        )
        yield from wrapped("  header    ", said, sys.stderr)
    header = "header" if summary.header else "first row"
    for rows, lines, done in (
        (summary.short_rows, summary.short_lines, f"fewer cells than the {header}, filled with empty ones"),
        (
            summary.long_rows,
            summary.long_lines,
            f"more cells than the {header}, which now follow the added ones",
        ),
    ):
        if rows:
            first = ", ".join(map(str, lines)) + (" …" if rows > len(lines) else "")
            yield f"  {rows:,} {'row has' if rows == 1 else 'rows have'} {done} (line {first})"

    yield from quote_lines(summary)
    for odd in summary.odd_cells:
        first = ", ".join(map(str, odd.places)) + (" …" if odd.count > len(odd.places) else "")
        cells = f"{odd.count:,} {'cell' if odd.count == 1 else 'cells'} of {isolate(odd.column[:40])}"
        what = f"{'is' if odd.count == 1 else 'are'} no {odd.what}"
        if odd.what == "country":
            most = ", ".join(f"{isolate(text.strip()[:40])} ({count:,})" for text, count in odd.commonest)
            yield from wrapped(f"  {cells} {what}, most often ", most, sys.stderr)
            continue
        what += ", and said nothing"
        yield f"  {cells} {what}" + (f" ({odd.unit} {first})" if odd.places else "")
    if summary.lost:
        yield from wrapped("  not kept: ", isolate("; ".join(summary.lost)), sys.stderr)


def _named(places: Sequence[str]) -> str:
    """Inputs by name, as far as there are several."""
    shown = ", ".join(isolate(place[:80]) for place in places[:3]) + (" …" if len(places) > 3 else "")
    return f" ({shown})" if len(places) > 1 else ""


def quote_lines(summary: Summary) -> Iterator[str]:
    """Yield what the user should know of the quotes in the text that was read.

    Args:
        summary: Of the run.
    """
    for odd, what in (
        (summary.behind, "text behind the closing quote"),
        (summary.broken, "line ends inside"),
    ):
        if odd.count:
            cells = "1 quoted cell has" if odd.count == 1 else f"{odd.count:,} quoted cells have"
            first = ", ".join(map(str, odd.lines)) + (" …" if odd.count > len(odd.lines) else "")
            yield f"  {cells} {what} (line {first}); if quotes mean nothing there, give --no-quotes"
    if summary.unquoted:
        yield "  quotes were taken as they stand: no line needs them; where they hold cells, give --quotes"


def goes_to_file(output: str | None) -> bool:
    """Tell whether a table goes to a file, and so leaves the terminal free for a progress line.

    A terminal does not, nor does a pipe: a pager at its end writes on the same terminal.

    Args:
        output: What --output says; None or `-` for standard output.
    """
    if output in (None, "-"):
        from names.tables.pace import is_waited_for

        return not is_waited_for(sys.stdout.buffer)
    path = Path(str(output))
    return path.is_file() or not path.exists()


def rows_written(progress: Progress, size: int) -> str:
    """Return how far a run over a table is.

    Args:
        progress: Of the run.
        size: Of the files, in bytes; 0 where it is not known.
    """
    share = f"{100 * progress.bytes_read // size:3} % read, " if size and progress.bytes_read else ""
    return f"{share}{progress.rows:,} rows written"
