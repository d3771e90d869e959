"""The command line: arguments in, functions called, answers and messages out.

Answers go to standard output, everything else to standard error. Exit status: 0 done, 1 bad input,
2 bad usage, 130 after Ctrl-C. When the reader of a pipe leaves, the command ends in silence.
"""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import signal
import stat
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from names import __version__
from names.errors import NamesError

if TYPE_CHECKING:
    from names.account import Account
    from names.gazetteer import Entity, Gazetteer
    from names.matcher import Match, Matcher
    from names.tables import Progress, Summary

INTERRUPTED = 130
NOTHING = "0.0000"  # a candidate whose score reads so is not worth a line
WIDEST = 24  # columns of a terminal that a name may take where others stand beside it
BETWEEN_REPORTS = 0.2  # seconds; often enough to look alive, seldom enough to cost nothing

Command = TypeVar("Command", bound=Callable[..., Any])


class Program(click.Group):
    """A group of commands that turns errors into one line and the right exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        """Return what the command returns; leave with its exit status when it fails."""
        try:
            return super().invoke(ctx)
        except NamesError as error:
            say(str(error))
            ctx.exit(1)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the last flush complains
            ctx.exit(0)
        except OSError as error:
            say(f"the system refused to go on: {error}")
            ctx.exit(1)
        except KeyboardInterrupt as stop:
            say("; ".join(["stopped", *map(str, stop.args)]))
            ctx.exit(INTERRUPTED)


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="names", message="%(prog)s %(version)s")
def main() -> None:
    """Tell which real person, place or body a spelling stands for.

    \b
    Examples:
      names match Toqaev "Nursultan Nazarbaev"
      names why "Nazarbayeva" "Nursultan Nazarbayev"
      names normalize people.csv --column person --output people-with-ids.csv
      cat people.tsv | names normalize - --column person | less
      names gazetteer check my-people.yaml
      names gazetteer build people.jsonl --output people.names
    """  # noqa: D301 (click wants the character itself)


def refuse_no_number(context: click.Context, option: click.Parameter, value: float) -> float:
    """Return the value of an option unless it is `nan`, which lies in every range for click."""
    if value != value:
        raise click.BadParameter("nan is no number; give one such as 0.8", context, option)
    return value


def refuse_other_ending(context: click.Context, option: click.Parameter, value: str) -> str:
    """Return the name of a compiled gazetteer unless it ends otherwise: by its ending it is known later."""
    from names.compiled import SUFFIX, is_compiled

    if not is_compiled(value):
        raise click.BadParameter(f"{value!r} does not end in {SUFFIX}; call it so", context, option)
    return value


def with_columns(command: Command) -> Command:
    """Return a command with the options that name the columns of lists."""
    for key, what in (("name", "names"), ("id", "ids")):
        option = click.option(f"--{key}-column", metavar="NAME", help=f"The {what}' column in a CSV [{key}].")
        command = option(command)
    return command


def with_gazetteer(command: Command) -> Command:
    """Return a command with the options that choose a gazetteer and a threshold."""
    options = (
        click.option(
            "--gazetteer",
            "gazetteers",
            metavar="FILE",
            multiple=True,
            help="Take the entities from this YAML, JSONL or CSV file instead of the shipped gazetteer; "
            "may repeat. The word shipped adds that one back. A compiled .names file stands alone.",
        ),
        click.option(
            "--gazetteer-id-column", metavar="NAME", help="The ids' column in a CSV gazetteer [id]."
        ),
        click.option(
            "--gazetteer-name-column", metavar="NAME", help="The names' column in a CSV gazetteer [name]."
        ),
        click.option(
            "--threshold",
            type=click.FloatRange(0.0, 1.0, min_open=True),
            callback=refuse_no_number,
            default=0.80,
            show_default=True,
            help="Lowest score that counts as matched. No score reaches 1.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@click.argument("file")
@click.option(
    "--column",
    "-c",
    "columns",
    metavar="NAME",
    multiple=True,
    required=True,
    help="The column of names; may repeat. 'person#2' is the second column called person, '#3' the third.",
)
@click.option(
    "--output", "-o", metavar="FILE", help="Write here, whole or not at all, not to standard output."
)
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
@click.option("--separator", metavar="TEXT", help="Cells hold several names with this between, as ';'.")
@click.option("--delimiter", metavar="CHAR", help="What separates cells, as ';' or tab; else recognised.")
@click.option("--encoding", metavar="NAME", help="Encoding of FILE, as windows-1251; else recognised.")
@click.option("--prefix", default="", metavar="TEXT", help="Put this before the names of the added columns.")
@click.option(
    "--bom", is_flag=True, help="Begin the output with a byte order mark, so that Excel reads it as UTF-8."
)
@with_gazetteer
def normalize(file: str, output: str | None, **given: Any) -> None:
    """Add to a table the identity of its names.

    FILE is CSV or TSV; - stands for standard input. For each column C come C_name, C_id, C_score and C_status
    (matched, ambiguous or unknown). Name and id stay empty unless matched. Rows, their order and all other
    cells stay as they are; the output is UTF-8.

    \b
    Examples:
      names normalize people.csv --column person --output people-with-ids.csv
      names normalize people.csv -c author -c editor --candidates 3
      names normalize people.tsv -c people --separator ";" --gazetteer my.csv --gazetteer shipped
    """  # noqa: D301 (click wants the character itself)
    from names.sharing import SharedMatcher
    from names.tables import Options, normalize_csv
    from names.workers import cores

    picked = {key: given[key] for key in Options.__struct_fields__ if key in given}
    leave_cleanly_when_told_to()
    matcher = open_matcher(given)
    progress = ProgressLine(wanted=sys.stderr.isatty() and goes_to_file(output))
    size = Path(file).stat().st_size if Path(file).is_file() else 0
    try:
        with SharedMatcher(matcher, processes=cores()) as shared:
            summary = normalize_csv(
                file, output, shared, Options(**picked),
                report=lambda state: progress.show(lambda: rows_written(state, size)),
            )  # fmt: skip
    except KeyboardInterrupt:
        written = "the table is not whole" if output in (None, "-") else "no output file was written"
        raise KeyboardInterrupt(written) from None
    finally:
        progress.clear()
    say("\n".join(summary_lines(summary, matcher)))


@main.command()
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
    help="For people, or one JSON object a line.",
)  # fmt: skip
@click.option(
    "--candidates", type=click.IntRange(min=0), default=3, show_default=True, metavar="N",
    help="Show so many candidates besides the one matched.",
)  # fmt: skip
@with_gazetteer
def match(names: tuple[str, ...], form: str, candidates: int, **given: Any) -> None:
    """Say whom each NAME stands for, and why. A - reads names from standard input, one a line.

    \b
    Examples:
      names match Toqaev
      names match "Токаев, К.-Ж." "Nursultan Nazarbaev" --format json
      names match Toqaev --gazetteer my-people.yaml
    """  # noqa: D301 (click wants the character itself)
    gc.disable()  # one short run: collecting garbage costs a tenth of it and frees nothing
    matcher = open_matcher(given)
    for number, name in enumerate(read_names(names)):
        answer = matcher.match(name)
        if form == "json":
            write(json_line(answer, candidates))
        else:
            write(("\n" if number else "") + "\n".join(answer_lines(answer, candidates)))
    gc.freeze()  # nor look for garbage on the way out


@main.command()
@click.argument("spelling", metavar="A")
@click.argument("other", metavar="[B]", required=False)
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
    help="For people, or one JSON object.",
)  # fmt: skip
@with_gazetteer
def why(spelling: str, other: str | None, form: str, **given: Any) -> None:
    """Say why the name A is, or is not, B: every part, rule and stage.

    B is the id of a listed entity, or else another spelling. Without it, the best candidate for A is taken.

    \b
    Examples:
      names why Qosanov Kossanov
      names why "Marat Tokayev" kassym-jomart-tokayev
      names why "Kasym-Zhomart Tokaev" --format json
    """  # noqa: D301 (click wants the character itself)
    from names.account import explain

    gc.disable()
    account = explain(open_matcher(given), spelling, other)
    write(json_text(account.to_dict()) if form == "json" else "\n".join(account_lines(account)))
    gc.freeze()


@main.group()
def gazetteer() -> None:
    """Look after lists of entities."""


@gazetteer.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@with_columns
def check(files: tuple[str, ...], id_column: str | None, name_column: str | None) -> None:
    """Say what is wrong in gazetteer FILEs (YAML, JSONL, CSV), all of it at once.

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
        write(describe_compiled(file, len(files) == 1, id_column or name_column))
        return
    report = inspect(*files, id_column=id_column, name_column=name_column)
    for warning in report.warnings:
        click.echo(f"warning: {warning}", err=True)
    if report.faults:
        raise GazetteerError(report.faults)
    write(report.summary())


@gazetteer.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--output", "-o", required=True, metavar="FILE.names", callback=refuse_other_ending,
    help="Write here, whole or not at all.",
)  # fmt: skip
@with_columns
@click.option(
    "--coverage", metavar="SHARE", callback=refuse_no_number,
    type=click.FloatRange(0.0, 1.0, min_open=True, max_open=True),
    help="The share of the names you meet that is in the list, instead of what FILEs declare [0.8].",
)  # fmt: skip
def build(files: tuple[str, ...], output: str, **given: Any) -> None:
    """Compile gazetteer FILEs (YAML, JSONL, CSV) into one file that opens at once, whatever its size.

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
    from names.gazetteer.faults import SHOWN_FAULTS
    from names.workers import cores

    lists = Gazetteer.read(
        *files, **given, report=lambda count: progress.show(lambda: f"{count:,} entities read")
    )
    progress.clear()
    for note in lists.notes[:SHOWN_FAULTS]:
        click.echo(f"warning: {note}", err=True)
    if more := len(lists.notes[SHOWN_FAULTS:]):
        click.echo(f"warning: … and {more:,} more; names gazetteer check shows them all", err=True)
    build_file(
        lists, output, processes=cores(),
        report=lambda count: progress.show(lambda: f"{count:,} spellings folded"),
    )  # fmt: skip
    return held_by(lists)


def compiled_among(files: Sequence[str]) -> str | None:
    """Return the first of the files that is a compiled gazetteer, by its name; None where none is.

    Args:
        files: As given.
    """
    from names.compiled import is_compiled

    return next(filter(is_compiled, files), None)


def describe_compiled(file: str, alone: bool, column: str | None) -> str:
    """Return what a compiled gazetteer holds, in lines.

    Args:
        file: The gazetteer.
        alone: Whether no other file was given.
        column: A column named for lists, of which a compiled file has none.

    Raises:
        NamesError: It is not as it was written, or does not stand alone.
    """
    from names.compiled import describe

    if not alone:
        raise NamesError(f"{file} is compiled and stands alone; check it by itself")
    refuse_columns(file, column)
    return describe(file)


def refuse_columns(file: str, column: str | None) -> None:
    """Refuse the name of a column beside a compiled gazetteer.

    Args:
        file: The gazetteer.
        column: The name given; None for none.
    """
    if column is not None:
        raise click.UsageError(f"{file} is compiled and has no column {column!r}; leave that option out")


def open_matcher(given: dict[str, Any]) -> Matcher:
    """Return the matcher that the options ask for.

    Args:
        given: The options of `with_gazetteer`, by name.

    Raises:
        GazetteerError: If the gazetteer has faults.
    """
    from names.matcher import Matcher

    lists, columns = given["gazetteers"], (given["gazetteer_id_column"], given["gazetteer_name_column"])
    if file := compiled_among(lists):
        refuse_columns(file, columns[0] or columns[1])
        return Matcher.open(*lists, threshold=given["threshold"])
    return Matcher(open_gazetteer(given), threshold=given["threshold"])


def open_gazetteer(given: dict[str, Any]) -> Gazetteer | None:
    """Return the gazetteer that the options ask for, None for the shipped one.

    Args:
        given: The options of `with_gazetteer`, by name.
    """
    from names.gazetteer import Gazetteer

    if not given["gazetteers"]:
        return None
    return Gazetteer.read(
        *given["gazetteers"],
        id_column=given["gazetteer_id_column"],
        name_column=given["gazetteer_name_column"],
    )


def leave_cleanly_when_told_to() -> None:
    """Turn the signals that end a program into an exit that removes unfinished files."""
    for name in ("SIGTERM", "SIGHUP"):  # the second is not there on Windows
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, lambda number, _: sys.exit(128 + number))


def read_names(names: Sequence[str]) -> Iterator[str]:
    """Yield the names given, and for a `-` the lines of standard input.

    Args:
        names: Arguments of the command.

    Raises:
        NamesError: A line is not UTF-8.
    """
    for name in names:
        if name != "-":
            yield name
            continue
        for number, line in enumerate(sys.stdin.buffer, 1):
            try:
                yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
            except UnicodeDecodeError as error:
                shown = line[error.start : error.start + 4].hex(" ").upper()
                raise NamesError(
                    f"standard input, line {number}: the bytes {shown} are not UTF-8; convert the names "
                    "first, as with iconv -f windows-1251 -t utf-8"
                ) from None


def json_line(answer: Match, candidates: int) -> str:
    """Return an answer as one line of JSON.

    Args:
        answer: What the matcher said.
        candidates: How many to list besides the one matched.
    """
    plain = answer.to_dict()
    plain["candidates"] = plain["candidates"][: candidates + (answer.entity is not None)]
    return json_text(plain)


def json_text(plain: dict[str, Any]) -> str:
    """Return plain values as one line of JSON.

    Args:
        plain: The values.
    """
    import json

    line = json.dumps(plain, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:  # bytes in an argument that are no text
        line = json.dumps(plain)
    return line


def answer_lines(answer: Match, candidates: int) -> Iterator[str]:
    """Yield an answer as lines for a person.

    Names stand last on their lines, so that wide letters and those that run from right to left shift
    nothing else.

    Args:
        answer: What the matcher said.
        candidates: How many to list besides the one matched.
    """
    from names.decision import render_score

    matched = answer.entity is not None
    yield isolate(answer.query)
    yield f"  {answer.status:<10}{isolate(answer.name or '')}".rstrip()
    if answer.entity:
        yield f"  {'id':<10}{answer.entity.id}"
        yield f"  {'score':<10}{render_score(answer.score)}"
    yield from wrapped(f"  {'because':<10}", visible(answer.reason), sys.stdout)
    shown = answer.candidates[1 : candidates + 1] if matched else answer.candidates[:candidates]
    rows = [(s, c.entity) for c in shown if (s := render_score(c.score)) != NOTHING]
    if rows:
        yield "  runners-up" if matched else "  candidates"
        yield from candidate_lines(rows)


def candidate_lines(rows: Sequence[tuple[str, Entity]]) -> Iterator[str]:
    """Yield a line for each candidate, in columns: score, id, name.

    Args:
        rows: Scores and entities, best first.
    """
    width = max(cells_wide(entity.id) for _, entity in rows)
    for score, entity in rows:
        gap = " " * (width - cells_wide(entity.id))
        yield f"    {score}  {entity.id}{gap}  {isolate(entity.name)}"


def account_lines(account: Account) -> Iterator[str]:
    """Yield an account as lines for a person: what came out, then section by section how.

    Args:
        account: Why a spelling is, or is not, something.
    """
    from names.account import sections
    from names.decision import render_score

    yield isolate(account.query)
    if account.candidate:
        yield f"  {'beside':<10}{isolate(account.candidate.entity.name)}"
        yield f"  {'id':<10}{account.candidate.entity.id}"
        yield f"  {'stage':<10}{account.stage}"
    elif account.other:
        yield f"  {'beside':<10}{isolate(account.other)}"
        yield f"  {'alike':<10}{render_score(account.comparison.score)}"
    yield from wrapped(f"  {'because':<10}", visible(account.reason), sys.stdout)
    for section in sections(account):
        yield f"  {visible(section.title)}"
        yield from row_lines(section.rows)


def row_lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows in columns, the last cell of each wrapped.

    Args:
        rows: Each with as many cells; no column but the last grows beyond `WIDEST`.
    """
    shown = [[isolate(cell) for cell in row] for row in rows]
    widths = [min(WIDEST, max(map(cells_wide, column))) for column in zip(*shown, strict=True)]
    for row in shown:
        gaps = (" " * (width - cells_wide(cell)) for cell, width in zip(row, widths, strict=True))
        padded = [cell + gap for cell, gap in zip(row, gaps, strict=True)]
        yield from wrapped("    " + "".join(f"{cell}  " for cell in padded[:-1]), row[-1], sys.stdout)


def cells_wide(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    Args:
        text: Without line ends.

    Examples:
        >>> cells_wide("Tokayev"), cells_wide("托卡耶夫")
        (7, 8)
    """
    import unicodedata

    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def wrapped(label: str, text: str, stream: IO[Any]) -> Iterator[str]:
    """Yield a label with a text beside it, in lines that a terminal need not break.

    Where the stream is no terminal, the text is one line. `textwrap` would count letters, not columns.

    Args:
        label: What the first line begins with; the others are indented as far.
        text: Words with spaces between.
        stream: Where the lines will go.
    """
    if not stream.isatty():
        yield label + text
        return
    width = terminal_width(stream)
    line = label
    indent = " " * cells_wide(label)
    for word in text.split():
        if line.strip() and line != label and cells_wide(f"{line} {word}") > width:
            yield line
            line = indent
        line += word if line in (label, indent) else f" {word}"
    yield line


def terminal_width(stream: IO[Any]) -> int:
    """Return how many columns the terminal has that a stream leads to; the user's COLUMNS comes first."""
    if "COLUMNS" not in os.environ:
        with contextlib.suppress(OSError):
            return os.get_terminal_size(stream.fileno()).columns or 80
    return shutil.get_terminal_size().columns


def visible(text: str) -> str:
    r"""Return a text with its control characters written out, so that a terminal obeys none of them.

    Args:
        text: Anything.

    Examples:
        >>> visible("Toqaev\x1b[2J")
        'Toqaev\\x1b[2J'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def isolate(text: str) -> str:
    """Return a name that leaves the line around it alone, also where it runs from right to left.

    Args:
        text: Anything; its control characters are written out.
    """
    import unicodedata

    shown = visible(text)
    if sys.stdout.isatty() and any(unicodedata.bidirectional(c) in ("R", "AL") for c in shown):
        return f"\u2068{shown}\u2069"
    return shown


def summary_lines(summary: Summary, matcher: Matcher) -> Iterator[str]:
    """Yield what a run over a table came to, as lines for a person.

    Args:
        summary: Of the run.
        matcher: Used in it.
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
    yield from oddity_lines(summary)
    yield f"  names {__version__}, gazetteer {matcher.fingerprint}, threshold {matcher.threshold}"


def oddity_lines(summary: Summary) -> Iterator[str]:
    """Yield what the user should know about the table that was read.

    Args:
        summary: Of the run.
    """
    if summary.encoding_recognised:
        yield f"  read as {summary.encoding}, a guess; name another with --encoding if letters look wrong"
    for rows, lines, done in (
        (summary.short_rows, summary.short_lines, "fewer cells than the header, filled with empty ones"),
        (
            summary.long_rows,
            summary.long_lines,
            "more cells than the header, which now follow the added ones",
        ),
    ):
        if rows:
            first = ", ".join(map(str, lines)) + (" …" if rows > len(lines) else "")
            yield f"  {rows:,} {'row has' if rows == 1 else 'rows have'} {done} (line {first})"


def goes_to_file(output: str | None) -> bool:
    """Tell whether a table goes to a file, and so leaves the terminal free for a progress line.

    A terminal does not, nor does a pipe: a pager at its end writes on the same terminal.

    Args:
        output: What --output says; None or `-` for standard output.
    """
    if output in (None, "-"):
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    path = Path(str(output))
    return path.is_file() or not path.exists()


def rows_written(progress: Progress, size: int) -> str:
    """Return how far a run over a table is.

    Args:
        progress: Of the run.
        size: Of the file, in bytes; 0 where it is not known.
    """
    share = f"{100 * progress.bytes_read // size:3} % read, " if size else ""
    return f"{share}{progress.rows:,} rows written"


class ProgressLine:
    """One line on the terminal that says how far a long run is; nothing where it is not wanted."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted
        self._shown = False
        self._next = time.monotonic() + BETWEEN_REPORTS

    def show(self, words: Callable[[], str]) -> None:
        """Write the line anew, if it is time.

        Args:
            words: Gives what it says.
        """
        now = time.monotonic()
        if not self._wanted or now < self._next:
            return
        self._next = now + BETWEEN_REPORTS
        self._shown = True
        click.echo(f"\r\x1b[K{words()}", err=True, nl=False)

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)


def write(text: str) -> None:
    """Write a line to standard output, in UTF-8 wherever it leads.

    Args:
        text: The line or lines, without the last line end.

    Raises:
        NamesError: Standard output takes no more.
    """
    try:
        click.echo(text.encode("utf-8", "replace"))
    except BrokenPipeError:
        raise
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise NamesError(
            f"standard output cannot be written: {cause}; make room, or write elsewhere"
        ) from None


def say(text: str) -> None:
    """Write a message to standard error, with the program's name before it.

    Args:
        text: One or several lines.
    """
    click.echo(f"names: {text}".encode("utf-8", "replace"), err=True)
