"""`names match` and `names why`: whom a name stands for, and why."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from names.cli.options import open_matcher, read_names, with_format, with_gazetteer, with_style
from names.cli.program import main
from names.cli.terminal import cells_wide, isolate, json_text, row_lines, wrapped, write
from names.visible import visible

if TYPE_CHECKING:
    from names.account import Account
    from names.gazetteer import Entity
    from names.match import Match

NOTHING = "0.0000"  # a candidate whose score reads so is not worth a line


@main.command()
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@with_format("one JSON object a line")
@click.option(
    "--candidates", type=click.IntRange(min=0), default=3, show_default=True, metavar="N",
    help="Show so many candidates besides the one matched.",
)  # fmt: skip
@with_style
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


@main.command()
@click.argument("spelling", metavar="A")
@click.argument("other", metavar="[B]", required=False)
@with_format("one JSON object")
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


def json_line(answer: Match, candidates: int) -> str:
    """Return an answer as one line of JSON.

    Args:
        answer: What the matcher said.
        candidates: How many to list besides the one matched.
    """
    plain = answer.to_dict()
    plain["candidates"] = plain["candidates"][: candidates + (answer.entity is not None)]
    return json_text(plain)


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
