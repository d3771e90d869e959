"""`names serve` and `names mcp`: a list as a service, for OpenRefine, programs, people and assistants."""

from __future__ import annotations

import importlib.util
import ipaddress
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from names.cli.options import Command, open_matcher, with_gazetteer, with_style
from names.cli.program import main
from names.cli.terminal import say
from names.errors import NamesError

if TYPE_CHECKING:
    from names.service.handling import Service

TOKEN_VARIABLE = "NAMES_TOKEN"


def require_extra(extra: str, *modules: str) -> None:
    """Refuse to go on without the packages of an extra, with the command that installs them.

    Args:
        extra: Its name.
        *modules: What it brings.

    Raises:
        NamesError: One of them is not installed.
    """
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    if missing:
        raise NamesError(
            f"this needs {' and '.join(missing)}; install what is missing with: "
            f"pip install 'names-normalizer[{extra}]'"
        )


def is_loopback(host: str) -> bool:
    """Tell whether only programs on this machine reach an address.

    Args:
        host: As given with --host.

    Examples:
        >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
        (True, True, False)
    """
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def check_base_url(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Return an address that others can be made of."""
    if value is not None and not value.startswith(("http://", "https://")):
        raise click.BadParameter(f"{value!r} is no address; begin it with https://", context, option)
    return value


def with_address(port: int) -> Callable[[Command], Command]:
    """Return what adds the options of a command that listens.

    Args:
        port: Where it listens unless it is told otherwise.
    """
    options = (
        click.option(
            "--port", "-p", type=click.IntRange(0, 65535), default=port, show_default=True, metavar="N",
            help="Listen at this port; 0 takes any that is free.",
        ),
        click.option(
            "--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
            help="Listen at this address. Any but that of this machine lets others ask: see docs/service.md.",
        ),
        click.option(
            "--token", envvar=TOKEN_VARIABLE, metavar="TEXT",
            help=f"Answer only those who know this; better given as {TOKEN_VARIABLE}, which nobody sees.",
        ),
        click.option(
            "--allow-host", "hosts", multiple=True, metavar="NAME",
            help="A name by which the service is called, besides localhost and addresses; may repeat.",
        ),
        click.option(
            "--reload", is_flag=True,
            help="Take the list anew whenever its file changes. SIGHUP does so too, without this option.",
        ),
        click.option(
            "--access-log", is_flag=True, help="Write a line for each request, without what was asked."
        ),
    )  # fmt: skip

    def added(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return added


@main.command()
@click.option(
    "--base-url", metavar="URL", callback=check_base_url,
    help="What its addresses begin with, where it stands behind another server.",
)  # fmt: skip
@with_address(8000)
@with_style
@with_gazetteer
def serve(port: int, host: str, base_url: str | None, **given: Any) -> None:
    """Serve a list: to OpenRefine as a reconciliation service, to programs as JSON, to people as a page.

    It listens at this machine alone, until Ctrl-C. docs/service.md tells the rest.

    \b
    Examples:
      names serve
      names serve --gazetteer my-people.names --port 8001 --reload
      NAMES_TOKEN=… names serve --host 0.0.0.0 --allow-host names.example.org
    """  # noqa: D301 (click wants the character itself)
    require_extra("serve", "starlette", "uvicorn")
    from names.service.app import application
    from names.service.running import address_of, bound_socket, run

    with bound_socket(host, port) as listening:
        service, watched = make_service(host, base_url, given)
        address = (base_url or address_of(listening)).rstrip("/")
        say(f"{len(service.current):,} entities at {address}; Ctrl-C ends it")
        say(f"in OpenRefine add the standard service {address}/reconcile")
        if not is_loopback(host):
            say(open_words(service.settings.token))
        run(application(service), service.holder, listening, say, watched)
    say("ended")


@main.command()
@click.option("--http", is_flag=True, help="Serve over HTTP, at /mcp, instead of standard input and output.")
@with_address(8020)
@with_style
@with_gazetteer
def mcp(http: bool, port: int, host: str, **given: Any) -> None:
    """Offer a list to an assistant: tools of the Model Context Protocol that match and explain names.

    An assistant starts the command itself and speaks with it over standard input and output, or calls it
    over HTTP. docs/service.md has the settings of assistants.

    \b
    Examples:
      names mcp
      names mcp --gazetteer my-people.names
      names mcp --http --port 8020
    """  # noqa: D301 (click wants the character itself)
    require_extra("mcp", "mcp")
    from names.mcp import assistant_application, assistant_server
    from names.service.running import address_of, bound_socket, run

    if not http:
        service, _ = make_service(host, None, given)
        assistant_server(service.holder).run()
        return
    with bound_socket(host, port) as listening:
        service, watched = make_service(host, None, given)
        say(f"{len(service.current):,} entities at {address_of(listening)}/mcp; Ctrl-C ends it")
        if not is_loopback(host):
            say(open_words(service.settings.token))
        run(assistant_application(service), service.holder, listening, say, watched)
    say("ended")


def make_service(host: str, base_url: str | None, given: dict[str, Any]) -> tuple[Service, list[Path]]:
    """Return the service that the options ask for, and the files whose change is to be noticed.

    Args:
        host: Where it listens.
        base_url: What its addresses begin with; None for what clients call it.
        given: The options of `with_address`, which are taken out, and of `with_gazetteer`.
    """
    from names.service.handling import Service, ServiceSettings
    from names.service.served_list import ListHolder

    watched = watched_files(given["gazetteers"]) if given.pop("reload") else []
    settings = ServiceSettings(
        token=given.pop("token") or None,
        hosts=frozenset(name.casefold() for name in (*given.pop("hosts"), host)),
        base_url=base_url,
        access_log=say if given.pop("access_log") else None,
    )
    return Service(ListHolder(lambda: open_matcher(given, copy=True)), settings), watched


def open_words(token: str | None) -> str:
    """Return what it means that others than this machine reach the service.

    Args:
        token: What they must know; None for nothing.
    """
    if token is None:
        return (
            "whoever reaches this machine can ask, and look through the whole list, without a password and "
            f"in plain text; give {TOKEN_VARIABLE}, and put a server with https before it"
        )
    return "what is asked and the token pass the network in plain text; put a server with https before it"


def watched_files(lists: tuple[str, ...]) -> list[Path]:
    """Return the files whose change is to be noticed.

    Args:
        lists: As given.
    """
    from names.gazetteer.location import locate

    files = [Path(os.path.realpath(file)) for path in lists for file in locate(path)]
    if not files:
        raise click.UsageError("--reload looks at the files of --gazetteer; name some")
    return files
