"""The program: its group of commands, its exit status, and how it is told to stop."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from typing import Any

import click

from names import __version__
from names.cli.terminal import kernel_line, say
from names.errors import NamesError
from names.workers import collect_seldom

INTERRUPTED = 130


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


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(f"names {__version__}, {kernel_line()}")
        context.exit()


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version, and whether the kernel is in, and exit.",
)
def main() -> None:
    """Tell which real person, place or body a spelling stands for.

    \b
    Examples:
      names match Toqaev "Nursultan Nazarbaev"
      names why "Nazarbayeva" "Nursultan Nazarbayev"
      names normalize people.csv --column person --output people-with-ids.csv
      cat people.tsv | names normalize - --column person | less
      names find article.txt --format html --output article.html
      names gazetteer check my-people.yaml
      names gazetteer build people.jsonl --output people.names
    """  # noqa: D301 (click wants the character itself)
    collect_seldom()
    atexit.register(gc.freeze)  # or all that is remembered is looked through once more at the end
    # NumPy's own threads spin as they start, and nothing here has work for them
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def leave_cleanly_when_told_to() -> None:
    """Turn the signals that end a program into an exit that removes unfinished files."""
    for name in ("SIGTERM", "SIGHUP"):  # the second is not there on Windows
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, lambda number, _: sys.exit(128 + number))
