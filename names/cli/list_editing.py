"""`names gazetteer show`, `search`, `add`, and `names config`: one record at a time, and what is in force."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from names.cli.lists import gazetteer
from names.cli.options import open_matcher, with_gazetteer
from names.cli.program import main
from names.cli.project_settings import PARAMETERS, project_settings
from names.cli.terminal import isolate, say, write
from names.defaults import COVERAGE, THRESHOLD
from names.errors import NamesError

if TYPE_CHECKING:
    from names.gazetteer import Entity
    from names.matcher import Matcher

IN_FORCE = {
    "gazetteer": "shipped",
    "coverage": f"as the list declares, else {COVERAGE}",
    "threshold": THRESHOLD,
    "style": "default",
}
BY_LANGUAGE = re.compile(r"([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)[:=](.+)")


@gazetteer.command()
@click.argument("id")
@with_gazetteer
def show(id: str, **given: Any) -> None:
    """Show the record of an ID, as it would stand in a YAML list.

    \b
    Examples:
      names gazetteer show kassym-jomart-tokayev
      names gazetteer show almira-seitkali --gazetteer my-people.yaml
    """  # noqa: D301 (click wants the character itself)
    from names.gazetteer.written_lists import record_of, yaml_of

    entity = open_matcher(given).entity(id)
    if entity is None:
        from names.gazetteer.faults import shown

        raise NamesError(
            f"there is no record {shown(id)}; look for it by a name: names gazetteer search NAME"
        )
    if entity.id != id:
        say(f"{id} was merged into {entity.id}")
    write(yaml_of(record_of(entity)).rstrip("\n"))


@gazetteer.command()
@click.argument("text")
@click.option(
    "--most", type=click.IntRange(min=1), default=20, show_default=True, metavar="N",
    help="Show so many records at most.",
)  # fmt: skip
@with_gazetteer
def search(text: str, most: int, **given: Any) -> None:
    """Search a list for records that have TEXT in an id or a name, and for those that a name may mean.

    \b
    Examples:
      names gazetteer search nazarba
      names gazetteer search Тоқаев --gazetteer my-people.yaml --gazetteer shipped
    """  # noqa: D301 (click wants the character itself)
    found = list(found_records(open_matcher(given), text, most + 1))
    for entity in found[:most]:
        facts = ", ".join(str(fact) for fact in (entity.type, entity.born, entity.country) if fact)
        write(f"{entity.id}  {isolate(entity.name)}" + (f"  ({facts})" if facts else ""))
    if len(found) > most:
        say(f"there are more than {most:,}; search for more of the name, or say --most")
    if not found:
        from names.gazetteer.faults import shown

        raise NamesError(
            f"nothing in the list is like {shown(text)}; try another spelling, or a part of the name"
        )


def found_records(matcher: Matcher, text: str, most: int) -> Iterator[Entity]:
    """Yield records that a text may mean, then those that have it in an id or a name.

    Args:
        matcher: Knows the list.
        text: Any text.
        most: How many at most.
    """
    told: set[str] = set()
    sought = " ".join(text.casefold().split())
    likely = (candidate.entity for candidate in matcher.match(text).candidates if candidate.score >= 0.01)
    index = matcher.register
    having = (
        entity
        for entity in map(index.entity, range(len(index)))
        if entity.replaced_by is None
        and (sought in entity.id.casefold() or any(sought in form.text.casefold() for form in entity.forms))
    )
    for group in (likely, having):
        for entity in group:
            if len(told) == most:
                return
            if entity.id not in told:
                told.add(entity.id)
                yield entity


def check_by_language(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """Return texts by their languages, given as `kk:Алмира`."""
    found = [BY_LANGUAGE.fullmatch(value) for value in values]
    for value, match in zip(values, found, strict=True):
        if match is None:
            raise click.BadParameter(f"{value!r} has no language; write it as kk:Алмира", context, option)
    return {match[1]: match[2].strip() for match in found if match}


@gazetteer.command()
@click.argument("file", metavar="FILE.yaml")
@click.option("--name", required=True, metavar="NAME", help="What is printed.")
@click.option("--id", metavar="ID", help="The permanent id; else made of the name.")
@click.option("--type", type=click.Choice(["person", "place", "organization"]), help="What it is.")
@click.option(
    "--native", multiple=True, callback=check_by_language, metavar="LANGUAGE:NAME",
    help="The name in its own alphabet, as kk:Алмира; may repeat.",
)  # fmt: skip
@click.option("--variant", "variants", multiple=True, metavar="NAME", help="Another spelling; may repeat.")
@click.option("--alias", "aliases", multiple=True, metavar="NAME", help="A different name; may repeat.")
@click.option("--gender", type=click.Choice(["f", "m"]), help="Of a person.")
@click.option("--born", type=int, metavar="YEAR", help="The year of birth.")
@click.option("--country", metavar="COUNTRY", help="A code or a name.")
def add(file: str, **given: Any) -> None:
    """Add one record to FILE.yaml, which keeps its comments and order; without such a file, begin one.

    The record is written at the end of the list, and the list is checked before anything is changed.

    \b
    Examples:
      names gazetteer add my-people.yaml --name "Almira Seitkali" --native kk:"Алмира Сейтқали" --type person
    """  # noqa: D301 (click wants the character itself)
    from names.gazetteer.added_records import add_record

    said = {key: list(value) if isinstance(value, tuple) else value for key, value in given.items()}
    added = add_record(Path(file), {key: value for key, value in said.items() if value not in (None, [], {})})
    say(f"{file}: added {added.id}, {added.name}")


@gazetteer.command()
@click.argument("decisions", metavar="DECISIONS")
@click.option("--into", required=True, metavar="LIST.yaml", help="The list, begun where there is none yet.")
@click.option("--source", metavar="TEXT", help="What the variants name as their source; else DECISIONS.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
def apply(decisions: str, into: str, source: str | None, *, dry_run: bool) -> None:
    """Put DECISIONS into a YAML list, which keeps its comments, order and style.

    DECISIONS is a review that comes back (names review), or a table with spelling and id: a spelling with an
    id becomes a variant of that entity, and a group marked in the column new becomes an entity. What
    contradicts the list is named by line, and nothing is changed. Run again, it changes nothing more.

    \b
    Examples:
      names gazetteer apply review.csv --into my-people.yaml --dry-run
      names gazetteer apply review.csv --into my-people.yaml
    """  # noqa: D301 (click wants the character itself)
    import difflib

    from names.tables.applied_decisions import apply_decisions
    from names.tables.output import open_target

    path = Path(into)
    applied = apply_decisions(decisions, path, source=source)
    if dry_run:
        before = applied.before.splitlines() if path.exists() else []
        after = applied.after.splitlines()
        if lines := list(difflib.unified_diff(before, after, into, into, lineterm="")):
            write("\n".join(lines))
    elif applied.after != applied.before:
        with open_target(path, decisions) as stream:
            stream.write(applied.after.encode())
    variants, records = applied.variants, len(applied.records)
    added = (
        f"{variants:,} {'variant' if variants == 1 else 'variants'} and "
        f"{records:,} {'record' if records == 1 else 'records'}"
    )
    say(f"{into}: {'would add' if dry_run else 'added'} {added}")


@main.group()
def decisions() -> None:
    """See after tables of decisions."""


@decisions.command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@with_gazetteer
def check_files(files: tuple[str, ...], **given: Any) -> None:
    """Say which decisions in FILEs contradict each other, or name an id that is gone.

    FILEs are tables with spelling and id, or reviews that come back (names review); several are held against
    each other, as those of two reviewers. Faults end in exit status 1.

    \b
    Examples:
      names decisions check decisions.csv --gazetteer my-people.yaml
      names decisions check hers.xlsx his.xlsx --gazetteer my-people.yaml
    """  # noqa: D301 (click wants the character itself)
    from names.tables.decisions import check_tables

    found = check_tables(files, open_matcher(given))
    nobody = sum(entity is None for entity in found.decided.values())
    ended = f"; {found.ended:,} more ended" if found.ended else ""
    write(f"{len(found):,} spellings decided, {nobody:,} of them for nobody listed{ended}; no fault")


@main.command()
def config() -> None:
    """Show which list, coverage, threshold and style are in force here, and who says so.

    A project says them in names.toml, or in pyproject.toml under [tool.names], with the keys gazetteer,
    coverage, threshold and style; NAMES_GAZETTEER names lists for one shell. Options come before both.

    \b
    Examples:
      names config
    """  # noqa: D301 (click wants the character itself)
    said = project_settings()
    for key in PARAMETERS:
        value, source = said[key] if key in said else (IN_FORCE[key], "the default")
        shown = " ".join(map(from_here, value)) if isinstance(value, list) else value
        write(f"{key:<10}{shown}  ({from_here(source)})")


def from_here(path: str) -> str:
    """Return a path as it is found from the working folder, if it lies there; anything else as it is.

    Args:
        path: A path, or a word.
    """
    return path.removeprefix(f"{Path.cwd()}{os.sep}")
