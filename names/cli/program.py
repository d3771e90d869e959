"""The program: its group of commands, its exit status, and how it is told to stop."""

from __future__ import annotations

import _thread
import atexit
import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any

import click
from click.exceptions import Exit

from names import __version__
from names.cli.project_settings import defaults_for, project_settings
from names.cli.terminal import kernel_line, say
from names.errors import NamesError, cause_of
from names.visible import cleaned
from names.workers import collect_seldom

INTERRUPTED = 130


class Program(click.Group):
    """A group of commands that turns errors into one line and the right exit status."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the program, and end it."""
        stand_in_for_closed_streams()
        return super().main(*args, **kwargs)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Return the context of a run, once its arguments are read."""
        with ending_in_words():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Return what the command returns; leave with its exit status when it fails."""
        with ending_in_words():
            return super().invoke(ctx)


@contextlib.contextmanager
def ending_in_words() -> Iterator[None]:
    """Turn whatever stops a run into one line and the right exit status."""
    try:
        with stops_that_are_not_lost():
            yield
    except click.ClickException as error:
        error.message = cleaned(error.message)  # type: ignore[misc] # shells put file names there
        raise
    except NamesError as error:
        say(str(error))
        raise Exit(1) from None
    except BrokenPipeError:
        raise Exit(0) from None
    except OSError as error:
        say(f"the system refused to go on: {cause_of(error)}")
        raise Exit(1) from None
    except KeyboardInterrupt as stop:
        say("; ".join(["stopped", *map(str, stop.args)]))
        # Where the stop met a text being run, as dataclasses run the text of their methods, Python holds that
        # nobody answered it, and ends by the signal whatever is said after, until another text is run.
        exec("")
        raise Exit(INTERRUPTED) from None
    finally:
        forget_what_cannot_be_written()


@contextlib.contextmanager
def stops_that_are_not_lost() -> Iterator[None]:
    """Ask again for a stop that Python dropped.

    A signal may be answered inside a destructor or the callback of a weak reference (imports have such).
    What is raised there Python only prints, and the run would go on for hours after Ctrl-C.
    """
    before = sys.unraisablehook

    def ask_again(lost: sys.UnraisableHookArgs) -> None:
        number = _signal_of(lost.exc_value)
        if number is None:
            before(lost)
            return
        # From another thread and later, when this has returned on a busy machine too: what is raised in here
        # would be dropped for good.
        again = threading.Timer(0.25, _tell_main_thread, (number,))
        again.daemon = True
        again.start()

    sys.unraisablehook = ask_again
    try:
        yield
    finally:
        sys.unraisablehook = before


def _tell_main_thread(number: int) -> None:
    """Let a signal come to the main thread once more, which it wakes where the system can do that."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, number)
    else:
        _thread.interrupt_main(signal.Signals(number))


def _signal_of(error: BaseException | None) -> int | None:
    """Return the signal that raised an error, or None where none did."""
    if isinstance(error, KeyboardInterrupt):
        return signal.SIGINT
    if isinstance(error, SystemExit) and isinstance(error.code, int) and error.code > 128:
        return error.code - 128
    return None


def forget_what_cannot_be_written() -> None:
    """Let standard output hold nothing that Python would try to write once more at its end, and fail."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def stand_in_for_closed_streams() -> None:
    """Open what the caller closed of the standard streams, or the next file opened would be taken for one.

    Each stands open the wrong way round, so that reading or writing it fails, and no answer is lost in
    silence; messages alone go nowhere.
    """
    for number, name, mode, way in (
        (0, "stdin", "r", os.O_WRONLY),
        (1, "stdout", "w", os.O_RDONLY),
        (2, "stderr", "w", os.O_WRONLY),
    ):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, way)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


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
@click.pass_context
def main(context: click.Context) -> None:
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
    if context.invoked_subcommand != "config" and (settings := project_settings()):
        context.default_map = defaults_for(context.command, settings)
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
