"""`names find`: the mentions of known entities in running text."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from names.cli.options import open_matcher, take_form, with_dialect, with_gazetteer
from names.cli.program import leave_cleanly_when_told_to, main
from names.cli.terminal import ProgressLine, guess_words, say

if TYPE_CHECKING:
    from names.mentions.rendering import Writer

FORMS = ("jsonl", "csv", "html", "text")


def only_one(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> str | None:
    """Return the one value of an option, None where it is not given; more are refused.

    Args:
        context: Of the command.
        option: Which one.
        values: All that were given.
    """
    if len(values) > 1:
        raise click.UsageError(f"--{option.name} may be given once; run names find for each column")
    return values[0] if values else None


@main.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(FORMS), default="jsonl", show_default=True,
    help="One JSON object a line, a CSV, one page that shows the texts, or lines to read.",
)  # fmt: skip
@click.option(
    "--column", "-c", metavar="NAME", multiple=True, callback=only_one,
    help="FILEs are CSV: find in each cell of this column.",
)  # fmt: skip
@click.option("--unknown", is_flag=True, help="Also what looks like the name of a person in no list.")
@click.option("--summary", is_flag=True, help="Write how often each entity is mentioned, instead of where.")
@click.option("--output", "-o", metavar="FILE", help="Write here, whole or not at all.")
@with_dialect("FILEs")
@with_gazetteer
def find(files: tuple[str, ...], form: str, output: str | None, **given: Any) -> None:
    """Find the mentions of known people, places and bodies in the texts of FILEs; - is standard input.

    A mention has its place (start and end, in code points, from 0; the end is not part of it), the text as
    found, the id and name of the entity, a score, a status and a reason. Titles and English possessives
    stand outside it, Russian and Kazakh endings inside.

    \b
    Examples:
      names find article.txt
      names find *.txt --format html --output articles.html
      names find articles.csv --column body --format csv --output mentions.csv
      cat article.txt | names find - --summary --format text
    """  # noqa: D301 (click wants the character itself)
    from names.mentions import Finder
    from names.mentions.articles import read_articles
    from names.tables.output import open_target

    if form == "html" and given["summary"]:
        raise click.UsageError("a page shows the counts beside the texts; leave --summary out")
    form_of_text = take_form(given)
    if given["column"] is None and (stray := form_of_text.stray):
        raise click.UsageError(f"{stray} is for tables; name their --column too")
    leave_cleanly_when_told_to()
    refuse_output_among(files, output)
    finder = Finder(open_matcher(given))
    gc.freeze()
    progress = ProgressLine(wanted=sys.stderr.isatty() and output not in (None, "-"))
    guesses: list[tuple[str, str]] = []
    read, found = 0, 0
    with open_target(output, files[0]) as target:
        write = partial(write_text, target)
        writer = writer_of(form, given["summary"], write, files)
        for article in read_articles(files, given["column"], form_of_text, guesses.append):
            writer.begin(article)
            for at, text, mentions in finder.parts(article.pieces, unknown=given["unknown"]):
                writer.add(text, at, mentions)
                read, found = read + len(text), found + len(mentions)
                progress.show(lambda: f"{read:,} characters read, {found:,} mentions")  # noqa: B023
        writer.end()
    progress.clear()
    for file, encoding in guesses:
        say(f"{file}: {guess_words(encoding)}")
    if not found:
        say(f"nothing that is listed was found in {read:,} characters")


def write_text(target: BinaryIO, text: str) -> None:
    """Write text in UTF-8; half a character of a damaged text becomes a question mark.

    Args:
        target: Takes bytes.
        text: To write.
    """
    target.write(text.encode("utf-8", "replace"))


def writer_of(form: str, summary: bool, write: Callable[[str], object], files: tuple[str, ...]) -> Writer:
    """Return what writes mentions in a form.

    Args:
        form: One of `FORMS`.
        summary: Whether the entities are wanted, instead of the places.
        write: Takes text.
        files: What is read, for the title of a page.
    """
    from names.mentions.page import Page
    from names.mentions.rendering import FIELDS, Lines, Tally, csv_line, csv_row, json_line, text_line

    if summary:
        return Tally(write, form)
    if form == "html":
        name = "standard input" if files[0] == "-" else Path(files[0]).name
        return Page(write, name if len(files) == 1 else f"{name} and {len(files) - 1} more")
    line = {"jsonl": json_line, "csv": csv_line, "text": text_line}[form]
    return Lines(write, line, csv_row(FIELDS) if form == "csv" else "")


def refuse_output_among(files: tuple[str, ...], output: str | None) -> None:
    """Refuse an output that is one of the inputs, before anything is read.

    Args:
        files: The inputs.
        output: The output; None or `-` for standard output.
    """
    from names.tables.output import check_target

    if output in (None, "-"):
        return
    path = Path(str(output))
    for file in files:
        check_target(path, path.resolve(), file)
