"""`names variants`, `names romanize` and `names schemes`: how a name may be written in Latin letters."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from names.cli.options import read_names, with_format
from names.cli.program import main
from names.cli.terminal import cells_wide, isolate, json_text, say, wrapped, write
from names.errors import NamesError
from names.visible import visible

if TYPE_CHECKING:
    from names.routes import Variant


@main.command()
@click.argument("name", metavar="NAME")
@click.option("--language", metavar="CODE", help="The name's language, as kk; else its letters tell.")
@click.option(
    "--most", type=click.IntRange(min=1), default=20, show_default=True, metavar="N",
    help="List so many spellings.",
)  # fmt: skip
@with_format("one JSON object a line")
def variants(name: str, language: str | None, most: int, form: str) -> None:
    """List the spellings of NAME to expect in print, commonest first, each with the route that leads to it.

    NAME stands in its own script. In Latin letters it is first traced back to the native names that it can
    come from.

    \b
    Examples:
      names variants "Қасым-Жомарт Тоқаев"
      names variants Toqaev --language kk --most 5
    """  # noqa: D301 (click wants the character itself)
    from names.routes import variants as list_variants
    from names.routes.languages import languages_of

    found = list_variants(name, language, most)
    if not found:
        raise NamesError(_nothing(name, language))
    if language is None and len(fitting := languages_of(name)) > 1:
        others = ", ".join(f"{each.name} ({each.code})" for each in fitting[1:4])
        say(f"taken for {fitting[0].name} by its letters; {others} would fit too: see --language")
    for line in json_lines(found) if form == "json" else variant_lines(found):
        write(line)


@main.command()
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option("--scheme", required=True, metavar="ID", help="Which scheme: see names schemes.")
def romanize(names: tuple[str, ...], scheme: str) -> None:
    """Write each NAME in Latin letters by one scheme. A - reads names from standard input, one a line.

    What the scheme does not cover stays as it is; so it is said on standard error.

    \b
    Examples:
      names romanize "Қасым-Жомарт Тоқаев" --scheme bgnpcgn-kaz-Cyrl-Latn-1979
      names romanize - --scheme icao-rus-Cyrl-Latn-9303 < names.txt
    """  # noqa: D301 (click wants the character itself)
    from names.romanization import SCHEMES, romanization

    for name in read_names(names):
        done = romanization(name, scheme)
        write(visible(done.text))
        if done.left and SCHEMES[scheme].scripts[1] == "Latn":
            say(f"{scheme} does not cover {' '.join(done.left)}; so they stand in {visible(done.text)!r}")


@main.command()
@click.argument("language", metavar="[CODE]", required=False)
def schemes(language: str | None) -> None:
    """List the romanization schemes, of one language (as kk or kaz) or of all.

    \b
    Examples:
      names schemes kk
    """  # noqa: D301 (click wants the character itself)
    from names.romanization import SCHEMES
    from names.routes.languages import known_language

    its = known_language(language)
    wanted = {its.id, *its.ids} if its else {language}
    ids = [id for id in SCHEMES if language is None or id.split("-")[1] in wanted]
    if not ids:
        raise NamesError(f"no scheme is for {language!r}; names schemes lists all")
    for id in ids:
        its_status = SCHEMES[id].status
        write(f"{id:<42}  {SCHEMES[id].title}" + ("" if its_status == "standard" else f" ({its_status})"))


def _nothing(name: str, language: str | None) -> str:
    """Return why a name has no spellings."""
    if not any(map(str.isalpha, name)):
        return f"{name!r} has no letters; give a name"
    if language:
        return f"no native name leads to {name!r}; give the name in its own script"
    return f"no native name leads to {name!r}; name its language, or give the name in its own script"


def json_lines(found: tuple[Variant, ...]) -> Iterator[str]:
    """Yield spellings as lines of JSON.

    Args:
        found: The spellings.
    """
    import msgspec

    for variant in found:
        routes = [{**msgspec.to_builtins(route), "words": route.words} for route in variant.routes]
        yield json_text({"text": variant.text, "share": round(variant.share, 6), "routes": routes})


def variant_lines(found: tuple[Variant, ...]) -> Iterator[str]:
    """Yield spellings as lines for a person: spelling, share, the route most taken.

    Args:
        found: The spellings.
    """
    width = max((cells_wide(variant.text) for variant in found), default=0)
    for variant in found:
        gap = " " * (width - cells_wide(variant.text))
        share = f"{100 * variant.share:4.1f} %" if variant.share >= 0.0005 else "< 0.1 %"
        yield from wrapped(
            f"{isolate(variant.text)}{gap}  {share:>7}  ", visible(variant.routes[0].words), sys.stdout
        )
