"""Options that several commands share, and what they choose."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from names.bounds import LONGEST_LINE, is_endless, lines_of
from names.cli.terminal import say
from names.defaults import COVERAGE, THRESHOLD
from names.errors import NamesError

if TYPE_CHECKING:
    from names.gazetteer import Gazetteer
    from names.gazetteer.faults import Fault
    from names.matcher import Matcher
    from names.tables.dialects import TextForm

Command = TypeVar("Command", bound=Callable[..., Any])
Number = TypeVar("Number", float, float | None)

OF_TABLES = ("id_column", "name_column", "encoding")  # options that say how a list that is a table is read
LIST_OPTION = re.compile(r"--((?:name|id)-column|encoding)\b")  # which `names gazetteer check` has too
SHARE = click.FloatRange(0.0, 1.0, min_open=True, max_open=True)  # what a coverage may be


def refuse_no_number(context: click.Context, option: click.Parameter, value: Number) -> Number:
    """Return the value of an option unless it is `nan`, which lies in every range for click."""
    if value != value:
        raise click.BadParameter("nan is no number; give one such as 0.8", context, option)
    return value


def check_kind(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Return what `--from` says, if it is a kind of lists."""
    from names.gazetteer.list_kinds import KINDS, kind_called

    if value is not None and kind_called(value) is None:
        words = ", ".join(kind.word for kind in KINDS)
        raise click.BadParameter(f"{value!r} is no kind of lists; choose one of {words}", context, option)
    return value


def with_kind(command: Command) -> Command:
    """Return a command with the option that says what kind of lists it gets."""
    return click.option(
        "--from", "kind", metavar="KIND", callback=check_kind,
        help="What FILEs are: table, names, wikidata, wikidata-query, ftm, targets, geonames, "
        "geonames-names, popolo, yaml or jsonl; else recognised.",
    )(command)  # fmt: skip


def with_skipping(command: Command) -> Command:
    """Return a command with the option to go on without the records that have faults."""
    return click.option(
        "--skip-faults", is_flag=True,
        help="Leave out records of a list that have faults, say which, and go on with the rest.",
    )(command)  # fmt: skip


def with_gazetteer(command: Command) -> Command:
    """Return a command with the options that choose a gazetteer, and how it decides."""
    options = (
        click.option(
            "--gazetteer",
            "gazetteers",
            metavar="FILE",
            multiple=True,
            help="Take the entities from this list instead of the shipped gazetteer: YAML, JSONL, a table, a "
            "workbook, names alone, or what docs/gazetteer.md tells of; may repeat. The word shipped adds "
            "that one back. A compiled .names file stands alone.",
        ),
        click.option(
            "--gazetteer-id-column", metavar="NAME", help="The ids' column in a list that is a table [id]."
        ),
        click.option(
            "--gazetteer-name-column",
            metavar="NAME",
            help="The names' column in a list that is a table [name].",
        ),
        click.option(
            "--gazetteer-encoding",
            metavar="NAME",
            help="Encoding of a list that is a table, as windows-1251; else recognised.",
        ),
        click.option(
            "--threshold",
            type=click.FloatRange(0.0, 1.0, min_open=True),
            callback=refuse_no_number,
            default=THRESHOLD,
            show_default=True,
            help="Lowest score that counts as matched. No score reaches 1.",
        ),
        click.option(
            "--coverage",
            metavar="SHARE",
            type=SHARE,
            callback=refuse_no_number,
            help="The share of the names you meet that is in the list, instead of what the list declares "
            f"[{COVERAGE} if it declares none].",
        ),
    )
    command = with_skipping(command)
    for option in reversed(options):
        command = option(command)
    return command


def with_style(command: Command) -> Command:
    """Return a command with the options that choose how names are printed."""
    options = (
        click.option(
            "--style", default="default", metavar="STYLE",
            help="Print names so: default, native, a language (kk), a house (rferl), or a scheme of names "
            "schemes. Ids stay the same.",
        ),
        click.option(
            "--styles", metavar="FILE",
            help="Add the house styles of this YAML file; docs/routes.md says how one is written.",
        ),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def with_format(json: str) -> Callable[[Command], Command]:
    """Return what adds the option that says for whom to write: for people, or as JSON.

    Args:
        json: What is written as JSON, as `one JSON object a line`.
    """
    choice = click.Choice(["table", "json"])
    return click.option(
        "--format", "form", type=choice, default="table", show_default=True, help=f"For people, or {json}."
    )


def with_dialect(file: str) -> Callable[[Command], Command]:
    """Return what adds the options that say how a delimited text is written, where it is not recognised.

    Args:
        file: What the help calls the text.
    """
    options = (
        click.option(
            "--encoding", "-e", metavar="NAME", help=f"Encoding of {file}, as windows-1251; else recognised."
        ),
        click.option(
            "--delimiter",
            "-d",
            metavar="CHAR",
            help="What separates cells, as ';' or tab; else recognised.",
        ),
        click.option("--tabs", "-t", is_flag=True, help="Tabs separate cells: as --delimiter tab."),
        click.option(
            "--quotes/--no-quotes",
            default=None,
            help="Whether quotes hold a cell together; else recognised where tabs part cells, and otherwise "
            "they do.",
        ),
        click.option(
            "--header-row",
            metavar="N",
            type=click.IntRange(min=1),
            help=f"Row N of {file} has the names of the columns; else the first that holds anything.",
        ),
        click.option(
            "--no-header", "-H", is_flag=True, help=f"{file} has no header: choose columns by number."
        ),
        click.option(
            "--skip-rows",
            metavar="N",
            type=click.IntRange(min=0),
            default=0,
            help=f"The first N rows of {file} are no part of the table.",
        ),
    )

    def added(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return added


def settle_delimiter(given: dict[str, Any]) -> None:
    """Put what --tabs says into the place of the delimiter.

    Args:
        given: The options of `with_dialect`, by name.
    """
    if given.pop("tabs"):
        if given["delimiter"] is not None:
            raise click.UsageError("--tabs is --delimiter tab; give one of them")
        given["delimiter"] = "tab"


def take_form(given: dict[str, Any]) -> TextForm:
    """Return how a delimited text is written, as far as the options say it.

    Args:
        given: The options of `with_dialect`, by name; they are taken out.
    """
    from names.tables.dialects import TextForm
    from names.tables.headers import place_header

    settle_delimiter(given)
    header = place_header(*(given.pop(name) for name in ("header_row", "no_header", "skip_rows")))
    return TextForm(given.pop("encoding"), given.pop("delimiter"), header, given.pop("quotes"))


def tell_of_lists(told: Sequence[str]) -> None:
    """Say what was taken, left and doubted of lists in other formats than ours.

    Args:
        told: In lines.
    """
    if told:
        say("\n".join(told))


def open_matcher(
    given: dict[str, Any],
    tell: Callable[[Sequence[str]], object] = tell_of_lists,
    *,
    copy: bool = False,
) -> Matcher:
    """Return the matcher that the options ask for.

    Args:
        given: The options of `with_gazetteer`, by name.
        tell: Called with what is to be told of the lists, in lines.
        copy: Whether nothing done to a compiled file later may matter; for programs that run long.

    Raises:
        GazetteerError: If the gazetteer has faults.
    """
    from names.matcher import Matcher
    from names.styles import DEFAULT, Styles

    lists = given["gazetteers"]
    habits = None
    if file := given.get("conventions"):
        from names.conventions import Habits

        habits = Habits.read(file)
    chosen = {
        "threshold": given["threshold"],
        "coverage": given["coverage"],
        "style": given.get("style", DEFAULT),
        "styles": Styles(given.get("styles")),
        "habits": habits,
    }
    if file := compiled_among(lists):
        refuse_table_options(file, *(given[f"gazetteer_{name}"] for name in OF_TABLES))
        matcher = Matcher.open(*lists, copy=copy, **chosen)
        if not len(matcher.register):
            tell([f"{file} holds no records, and no name is found in it; build it of lists that do"])
        return matcher
    gazetteer = open_gazetteer(given)
    if gazetteer is not None:
        of_files = (str(note) for note in gazetteer.notes if note.line is None)
        tell((*gazetteer.told, *of_files))
    return Matcher(gazetteer, **chosen)


def open_gazetteer(given: dict[str, Any]) -> Gazetteer | None:
    """Return the gazetteer that the options ask for, None for the shipped one.

    Args:
        given: The options of `with_gazetteer`, by name.
    """
    from names.gazetteer import Gazetteer, GazetteerError

    if not given["gazetteers"]:
        return None
    try:
        return Gazetteer.read(
            *given["gazetteers"],
            skip_faults=given["skip_faults"],
            **{name: given[f"gazetteer_{name}"] for name in OF_TABLES},
        )
    except GazetteerError as error:
        raise GazetteerError(map(as_told_here, error.faults)) from None


def as_told_here(fault: Fault) -> Fault:
    """Return a fault of a list whose remedy names the options as commands call them that take a list beside.

    Args:
        fault: As `names gazetteer check` tells it.

    Examples:
        >>> from names.gazetteer.faults import Fault
        >>> as_told_here(Fault("a.csv", 1, "no title tells", "say which one with --name-column")).remedy
        'say which one with --gazetteer-name-column'
    """
    from names.gazetteer.faults import Fault

    return Fault(fault.file, fault.line, fault.what, LIST_OPTION.sub(r"--gazetteer-\1", fault.remedy))


def compiled_among(files: Sequence[str]) -> str | None:
    """Return the first of the files that is a compiled gazetteer, by its name; None where none is.

    Args:
        files: As given.
    """
    from names.compiled import is_compiled

    return next(filter(is_compiled, files), None)


def refuse_table_options(file: str, *values: str | None) -> None:
    """Refuse the name of a column, or of an encoding, beside a compiled gazetteer.

    Args:
        file: The gazetteer.
        *values: What options about tables say; None where one is not given.
    """
    if value := next((value for value in values if value is not None), None):
        raise click.UsageError(
            f"{file} is compiled and no table, to which {value!r} would mean anything; leave that option out"
        )


def read_names(names: Sequence[str]) -> Iterator[str]:
    """Yield the names given, and for a `-` the lines of standard input.

    Args:
        names: Arguments of the command.

    Raises:
        NamesError: A line is not UTF-8, or has no end.
    """
    for name in names:
        if name != "-":
            yield name
            continue
        for number, line in enumerate(lines_of(sys.stdin.buffer), 1):
            if is_endless(line):
                raise NamesError(
                    f"standard input, line {number}: the line does not end within {LONGEST_LINE:,} bytes; "
                    "write one name to a line"
                )
            try:
                yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
            except UnicodeDecodeError as error:
                shown = line[error.start : error.start + 4].hex(" ").upper()
                raise NamesError(
                    f"standard input, line {number}: the bytes {shown} are not UTF-8; convert the names "
                    "first, as with iconv -f windows-1251 -t utf-8"
                ) from None
