"""The server: started, told to take the list anew, and ended, without a request lost."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from names.errors import NamesError, cause_of
from names.service.served_list import ListHolder

SECONDS_TO_END = 10  # that requests in flight have, once the service is told to end
OFTEN = (2000, 10, 10)  # objects until some are looked through for garbage; commands, which end, do so seldom
SECONDS_IDLE = 30  # that a connection is kept between two requests
SECONDS_BETWEEN_LOOKS = 1.0  # at the files of the list
Say = Callable[[str], object]


def bound_socket(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Args:
        host: An address of this machine, or a name of one.
        port: A number; 0 takes any that is free.

    Raises:
        NamesError: It cannot listen there.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
        )[0]
        # asyncio sends at once only where the socket says that it is TCP, as those of `socket.create_server`
        # do not: answers in two pieces would then wait 40 ms for each other.
        listening = socket.socket(family, kind, protocol)
        if os.name == "posix":  # elsewhere it would let two programs listen at one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
        return listening
    except (OSError, UnicodeError, OverflowError) as error:
        raise NamesError(
            f"cannot listen at {host}, port {port}: {cause_of(error)}; choose another --port or --host"
        ) from None


def address_of(listening: socket.socket) -> str:
    """Return the address that people type."""
    host, port = listening.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Server(uvicorn.Server):
    """A server that leaves signals to `run`, and tells when it answers."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def make_server(app: ASGIApp) -> Server:
    """Return a server, not yet running.

    Args:
        app: What it answers with.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_keep_alive=SECONDS_IDLE,
        timeout_graceful_shutdown=SECONDS_TO_END,
        backlog=128,
    )
    return Server(config)


def run(
    app: ASGIApp,
    holder: ListHolder,
    listening: socket.socket,
    say: Say,
    watched: Sequence[Path] = (),
) -> None:
    """Serve until the program is told to end: by Ctrl-C or SIGTERM. SIGHUP takes the list anew.

    Args:
        app: What is served.
        holder: Has the list.
        listening: Where.
        say: Told what happens to the list.
        watched: Files of the list; where one changes, the list is taken anew.
    """
    gc.set_threshold(*OFTEN)
    asyncio.run(_run(app, holder, listening, say, watched))


async def _run(
    app: ASGIApp, holder: ListHolder, listening: socket.socket, say: Say, watched: Sequence[Path]
) -> None:
    server = make_server(app)
    loop = asyncio.get_running_loop()

    def end() -> None:
        server.force_exit = server.should_exit  # who asks twice does not wait
        server.should_exit = True

    def reload() -> None:
        threading.Thread(target=_reload, args=(holder, say), daemon=True).start()

    for name, act in (("SIGINT", end), ("SIGTERM", end), ("SIGHUP", reload)):
        if number := getattr(signal, name, None):
            with contextlib.suppress(NotImplementedError):  # Windows has Ctrl-C alone, and raises it
                loop.add_signal_handler(number, act)
    threading.Thread(target=holder.warm, daemon=True).start()
    watching = asyncio.create_task(_watch(watched, reload)) if watched else None
    try:
        await server.serve(sockets=[listening])
    finally:
        if watching:
            watching.cancel()


def _reload(holder: ListHolder, say: Say) -> None:
    if holder.reload():
        served = holder.current
        say(f"took the list anew: {len(served):,} entities, gazetteer {served.matcher.fingerprint}")
    else:
        say(f"the list stays as it was: {holder.fault}")


async def _watch(files: Sequence[Path], reload: Callable[[], object]) -> None:
    """Ask for the list anew where a file of it has changed, and has not for a moment."""
    taken = seen = await asyncio.to_thread(_states, files)
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        now = await asyncio.to_thread(_states, files)
        if now != taken and now == seen and None not in now:  # it is there, and nobody is writing it
            reload()
            taken = now
        seen = now


def _states(files: Sequence[Path]) -> list[tuple[int, int, int] | None]:
    return [_state(file) for file in files]


def _state(file: Path) -> tuple[int, int, int] | None:
    try:
        state = file.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino
