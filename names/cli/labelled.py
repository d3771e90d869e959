"""`names evaluate`: how good the answers are on rows whose ids a person has told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from names.cli.options import open_matcher, refuse_no_number, with_dialect, with_format, with_gazetteer
from names.cli.places import OF_INPUTS, with_others
from names.cli.program import main
from names.cli.terminal import ProgressLine, guess_words, isolate, json_text, say, wrapped, write
from names.cli.unknowns import take_options

if TYPE_CHECKING:
    from names.evaluation import Evaluation, Mistake, Proportion, ScoreBin
    from names.tables.labelled_rows import LabelledTable

WIDTH = 30  # signs of a bar
SHOWN_IDS = 5
DIVIDERS = ";,|"  # which an id has hardly ever


@main.command()
@click.argument("file", metavar="LABELLED")
@click.option(
    "--spelling", metavar="NAME", default="spelling", show_default=True, help="The column of names."
)
@click.option(
    "--id", "id_column", metavar="NAME", default="id", show_default=True,
    help="The column with the id of whom each name means, empty for nobody listed.",
)  # fmt: skip
@click.option(
    "--precision", type=click.FloatRange(0.0, 1.0, min_open=True), default=0.99, show_default=True,
    callback=refuse_no_number, metavar="P", help="Say the lowest threshold with this precision.",
)  # fmt: skip
@click.option(
    "--mistakes", type=click.IntRange(min=0), default=20, show_default=True, metavar="N",
    help="Tell so many of the worst mistakes, with their reasons.",
)  # fmt: skip
@click.option("--input-format", type=click.Choice(OF_INPUTS), help="Of LABELLED; else recognised.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook; else the first.")
@with_others
@click.option(
    "--separator", metavar="TEXT", multiple=True,
    help="What stands between several ids, of which any is right, or between several names with an id each.",
)  # fmt: skip
@with_dialect("LABELLED")
@with_format("one JSON object")
@with_gazetteer
def evaluate(
    file: str, spelling: str, id_column: str, precision: float, mistakes: int, form: str, **given: Any
) -> None:
    """Say how good the answers are on your own names, whose ids you have filled in.

    Precision, recall, whether scores are the probabilities they claim to be, the lowest threshold with a
    wanted precision, and the worst mistakes with their reasons. An id that the list has not is told, and
    counts as nobody listed. LABELLED is a table of any format.

    \b
    Examples:
      names evaluate labelled.csv --spelling person --id person_id --gazetteer my-people.yaml
      names evaluate labelled.xlsx --spelling person --id who --born birth_date --precision 0.995
      names evaluate labelled.csv --spelling person --id who --format json
    """  # noqa: D301 (click wants the character itself)
    from names.evaluation import evaluate as judged
    from names.tables import TableError
    from names.tables.labelled_rows import read_labelled

    progress = ProgressLine(wanted=sys.stderr.isatty())
    options = take_options(given | {"columns": (spelling,)})
    table = read_labelled(
        file, options, id_column, input_format=given["input_format"], sheet=given["sheet"],
        report=lambda rows: progress.show(lambda: f"{rows:,} rows read"),
    )  # fmt: skip
    if not table.names:
        raise TableError(f"{file} has no labelled name; give rows with a name, and the id of whom it means")
    found = judged(
        table.names, open_matcher(given), precision=precision, mistakes=mistakes,
        report=lambda names: progress.show(lambda: f"{names:,} of {len(table.names):,} names answered"),
    )  # fmt: skip
    progress.clear()
    if remarks := list(remark_lines(table, found, separated=bool(options.separators))):
        say("\n".join(remarks))
    write(json_text(found.to_dict()) if form == "json" else "\n".join(evaluation_lines(found)))


def remark_lines(table: LabelledTable, found: Evaluation, *, separated: bool) -> Iterator[str]:
    """Yield what is odd in a labelled table, as lines for a person.

    Args:
        table: As it was read.
        found: What came of it.
        separated: Whether it was said what stands between several ids.
    """
    if table.empty:
        yield f"{_rows(table.empty)} without a name left out"
    if table.short:
        yield (
            f"{_rows(table.short)} {'has' if table.short == 1 else 'have'} fewer cells than the header; "
            "an id that is not there means nobody listed"
        )
    if table.uneven:
        yield (
            f"{_rows(len(table.uneven))} with several names and not as many ids left out, "
            f"as row {table.uneven[0]:,}"
        )
    if ids := found.unlisted_ids:
        some = ", ".join(isolate(repr(id)) for id in list(ids)[:SHOWN_IDS])
        more = f" and {len(ids) - SHOWN_IDS:,} more" if len(ids) > SHOWN_IDS else ""
        rows = sum(ids.values())
        yield (
            f"{_rows(rows)} {'has' if rows == 1 else 'have'} an id that the list has not, "
            f"counted as nobody listed: {some}{more}"
        )
        if not separated and any(sign in id for id in ids for sign in DIVIDERS):
            yield "where a cell holds several ids, say what stands between: --separator ';'"
    if found.disputed:
        spellings = "1 spelling means" if found.disputed == 1 else f"{found.disputed:,} spellings mean"
        yield f"{spellings} one here and another there, and one answer cannot be right for both"
    for field, count in table.odd.items():
        yield f"{count:,} {'cell is' if count == 1 else 'cells are'} no {field}, and said nothing"
    yield from table.remarks
    yield from map(guess_words, table.guesses)


def _rows(count: int) -> str:
    return f"{count:,} {'row' if count == 1 else 'rows'}"


def evaluation_lines(found: Evaluation) -> Iterator[str]:
    """Yield an evaluation as lines for a person.

    Args:
        found: The evaluation.
    """
    from names.evaluation.proportions import below

    most_wrong = below(found.precision.of)
    names = f"{found.rows:,} {'name' if found.rows == 1 else 'names'}"
    listed = f"{100 * found.listed / found.rows:.0f} % mean somebody listed"
    coverage = f"the coverage says {100 * found.coverage:.0f} %"
    yield f"{names}, {found.distinct:,} of them distinct; {listed} ({coverage})"
    yield f"at the threshold {found.threshold}"
    yield share_line("precision", found.precision, "matched names are right")
    if most_wrong < 1 and not found.wrong:
        yield (
            f"{'':<14}none is wrong: with so many, the share that is wrong in all lies below "
            f"{100 * most_wrong:.1f} % (at 95 %)"
        )
    yield share_line("recall", found.recall, "names of somebody listed are matched rightly")
    yield share_line("recall at 1", found.recall_at_1, "have the right one as best candidate")
    if found.strangers_named.of:
        yield share_line("strangers", found.strangers_named, "names of nobody listed are matched")
    yield threshold_line(found)
    yield from calibration_lines(found)
    yield from mistake_lines(found)


def share_line(title: str, share: Proportion, words: str) -> str:
    """Return a share with its interval as a line.

    Args:
        title: What it is called.
        share: The share.
        words: Of what.
    """
    if share.value is None:
        return f"  {title:<12}{'–':<7}no names to tell"
    interval = f"{share.low:.3f} to {share.high:.3f} at 95 %"
    return f"  {title:<12}{share.value:<7.3f}{interval}; {share.count:,} of {share.of:,} {words}"


def threshold_line(found: Evaluation) -> str:
    """Return which threshold has the precision that is wanted, as a line.

    Args:
        found: The evaluation.
    """
    wanted, reached = f"{found.wanted:g}", found.reached
    if reached is None:
        return f"  no threshold has a precision of {wanted} here"
    precision, recall = reached.precision, reached.recall
    told = f", a recall of {recall.value:.3f}" if recall.value is not None else ""
    unsure = "; too few rows to be sure of it" if precision.low < found.wanted else ""
    return (
        f"  --threshold {reached.threshold:.4f} is the lowest with a precision of {wanted} here: "
        f"{precision.value:.3f} ({precision.low:.3f} to {precision.high:.3f}){told}{unsure}"
    )


def calibration_lines(found: Evaluation) -> Iterator[str]:
    """Yield scores beside how many of them are right, by tenths.

    Args:
        found: The evaluation.
    """
    if found.calibration_error is None:
        return
    yield (
        f"scores are off the share that is right by {found.calibration_error:.3f} (expected calibration "
        "error); of each bar █ is right, │ where the score says it ends"
    )
    yield "  score        rows   mean  right"
    for each in reversed(found.bins):
        if each.rows:
            span = f"{each.low:.1f} to {each.low + 0.1:.1f}"
            yield f"  {span}{each.rows:>8,}  {each.mean:.3f}  {each.share:.3f}  {bar_of(each)}"


def bar_of(each: ScoreBin) -> str:
    """Return the share of answers that are right as a bar, with a stroke where the mean score is.

    Args:
        each: The answers with like scores.

    Examples:
        >>> from names.evaluation import ScoreBin
        >>> bar_of(ScoreBin(0.5, rows=10, right=4, total=6.0))
        '████████████······│···········'
    """
    full, stroke = round(WIDTH * each.share), min(WIDTH - 1, int(WIDTH * each.mean))
    bar = ["█"] * full + ["·"] * (WIDTH - full)
    bar[stroke] = "│"
    return "".join(bar)


def mistake_lines(found: Evaluation) -> Iterator[str]:
    """Yield the worst mistakes, each with its reason.

    Args:
        found: The evaluation.
    """
    shown = f"; the worst {len(found.mistakes):,}" if found.mistakes else ""
    yield f"{_rows(found.wrong)} with a wrong link, {found.lost:,} with a lost one{shown}"
    for each in found.mistakes:
        yield from wrapped(f"  {each.kind:<6}", mistake_words(each), sys.stdout)


def mistake_words(mistake: Mistake) -> str:
    """Return where a mistake is, whom the name means, and why it was missed.

    Args:
        mistake: The mistake.
    """
    from names.visible import visible

    again = f" (and {mistake.count - 1:,} more)" if mistake.count > 1 else ""
    means = " or ".join(mistake.ids) or "nobody listed"
    return visible(f"row {mistake.row:,}{again}, means {means}: {mistake.reason}")
