"""`names conventions`: which romanization habits the names of a column follow, and which rows depart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from names.cli.options import open_matcher, take_form, with_dialect, with_format, with_gazetteer
from names.cli.overwriting import refuse_overwriting
from names.cli.program import main
from names.cli.terminal import guess_words, isolate, json_text, say, write

if TYPE_CHECKING:
    from names.conventions import Conventions, Departure, Followed

SHOWN_WAYS = 5  # of each language
SHOWN_HOUSES = 3
TELLS = 0.5  # share of the names that tell from which a house's style is said to be followed
FEWEST = 5  # names that tell, below which no house is named


@main.command()
@click.argument("file")
@click.option("--column", "-c", required=True, metavar="NAME", help="The column of names.")
@click.option(
    "--output", "-o", metavar="FILE.yaml",
    help="Keep what was learned here, for normalize --conventions.",
)  # fmt: skip
@click.option(
    "--departures", type=click.IntRange(min=0), default=20, show_default=True, metavar="N",
    help="List so many rows that depart from what the column follows.",
)  # fmt: skip
@with_dialect("FILE")
@with_format("one JSON object")
@click.option("--styles", metavar="FILE", help="Know the house styles of this YAML file too.")
@with_gazetteer
def conventions(file: str, column: str, output: str | None, departures: int, form: str, **given: Any) -> None:
    """Say which romanization habits the known names of a column follow, and which rows depart from them.

    A name tells something where the ways that it could have come by spell it differently. FILE is CSV or TSV;
    - stands for standard input.

    \b
    Examples:
      names conventions people.csv --column person
      names conventions people.csv --column person --output habits.yaml
      names normalize other.csv --column person --conventions habits.yaml
    """  # noqa: D301 (click wants the character itself)
    from names.conventions import Habits
    from names.conventions import conventions as learn
    from names.styles import Styles
    from names.tables.cells import read_cells
    from names.tables.output import STREAM, open_target

    refuse_overwriting([file], given | {"output": output})
    report = say if output == STREAM else write
    with nullcontext() if output is None else open_target(output, file) as target:
        cells = read_cells(file, column, take_form(given), lambda encoding: say(guess_words(encoding)))
        learned = learn(cells, open_matcher(given), Styles(given.get("styles")))
        if form == "json":
            report(json_text(as_plain(learned)))
        else:
            report("\n".join(convention_lines(learned, departures)))
        if target is not None:
            target.write(Habits.of(learned, f"{file}, column {column}").text().encode())
    if output not in (None, STREAM):
        say(f"{output}: what this column follows; use it with: names normalize FILE --conventions {output}")


def as_plain(learned: Conventions) -> dict[str, Any]:
    """Return what a column follows as plain values, ready for JSON.

    Args:
        learned: What it follows.
    """
    import msgspec

    plain: dict[str, Any] = msgspec.to_builtins(learned)
    for each, followed in zip(plain["followed"], learned.followed, strict=True):
        each["way"] = {"through": followed.way[0], "scheme": followed.way[1]}
        each["words"] = followed.words
    return plain


def convention_lines(learned: Conventions, most: int) -> Iterator[str]:
    """Yield what a column follows as lines for a person.

    Args:
        learned: What it follows.
        most: How many departing rows to list.
    """
    from names.routes.languages import languages

    spellings = "1 distinct spelling" if learned.names == 1 else f"{learned.names:,} distinct spellings"
    yield f"{spellings}, {learned.known:,} of them of people whose names' routes are known"
    if learned.unread:
        yield f"{learned.unread:,} are not in Latin letters, and so tell nothing"
    if not learned.followed:
        yield "no spelling tells which way it came: they are too few, or all ways spell them alike"
        return
    yield from house_lines(learned)
    for language in dict.fromkeys(each.language for each in learned.followed):
        ways = [each for each in learned.followed if each.language == language]
        tells = "tells" if ways[0].telling == 1 else "tell"
        yield f"{languages()[language].name} names, {ways[0].telling:,} that {tells}"
        yield from (way_line(each) for each in ways[:SHOWN_WAYS] if each.fits)
    if learned.departures:
        yield from departure_lines(learned, most)


def house_lines(learned: Conventions) -> Iterator[str]:
    """Yield which houses a column may be of.

    Args:
        learned: What it follows.
    """
    first = learned.houses[0]
    if first.telling < FEWEST:
        yield f"house style: too few names tell to say ({first.telling})"
        return
    if first.fits < TELLS * first.telling:
        yield "house style: none of those known"
    equal = [house for house in learned.houses if (house.fits, house.telling) == (first.fits, first.telling)]
    if first.fits >= TELLS * first.telling:
        named = " or ".join(f"{house.title} ({house.id})" for house in equal)
        yield f"house style: {named}, {counted(first.fits, first.telling)}"
    for other in learned.houses[len(equal) : SHOWN_HOUSES]:
        if other.telling:
            yield f"  next to it {other.title} ({other.id}), {counted(other.fits, other.telling)}"


def departure_lines(learned: Conventions, most: int) -> Iterator[str]:
    """Yield the rows that depart, each spelling once with the line of its first row.

    Args:
        learned: What the column follows.
        most: How many spellings to list.
    """
    count = len(learned.departures)
    yield f"{count:,} {'row departs' if count == 1 else 'rows depart'} from the first of these ways"
    rows: dict[str, list[Departure]] = {}
    for each in learned.departures:
        rows.setdefault(each.spelling, []).append(each)
    for spelling, found in list(rows.items())[:most]:
        again = f" (and {len(found) - 1:,} more)" if len(found) > 1 else ""
        expected = isolate(found[0].expected)
        yield f"  line {found[0].line:,}{again}: {isolate(spelling)}, where {expected} was to be expected"
    if len(rows) > most > 0:
        yield f"  … and {len(rows) - most:,} more spellings; --departures shows more of them"


def way_line(followed: Followed) -> str:
    """Return a line about how far names follow one way.

    Args:
        followed: The way.
    """
    return f"  {counted(followed.fits, followed.telling):<22} {followed.words}"


def counted(fits: int, telling: int) -> str:
    """Return a count with its share.

    Args:
        fits: How many.
        telling: Of how many, above zero.

    Examples:
        >>> counted(5, 6)
        '5 of 6 (83 %)'
    """
    return f"{fits:,} of {telling:,} ({100 * fits // telling} %)"
