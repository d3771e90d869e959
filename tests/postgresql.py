"""A PostgreSQL server for tests, started where one is installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
NO_SERVER = (
    "there is no PostgreSQL server here: its initdb is neither on the path nor under /usr/lib/postgresql"
)


def as_other_user(folder: Path) -> list[str]:
    """What to put before a command so that it runs without root's rights, which the server refuses."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "nobody")
    return ["setpriv", "--reuid=nobody", "--clear-groups"]


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


@contextmanager
def serving() -> Iterator[str]:
    """Yield the address of a server that is there for the tests alone; skip them where none is installed."""
    found = shutil.which("initdb") or (str(BINARIES[-1]) if BINARIES else None)
    if found is None:
        pytest.skip(NO_SERVER)
    with tempfile.TemporaryDirectory(prefix="names-postgresql-", dir="/tmp") as place:
        folder, port, programs = Path(place), free_port(), Path(found).resolve().parent
        before, control = as_other_user(folder), str(programs / "pg_ctl")

        def call(*command: str) -> None:
            subprocess.run(
                [*before, *command],
                check=True,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )

        call(found, "-D", f"{folder}/data", "-U", "keeper", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        served = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        call(control, "-D", f"{folder}/data", "-l", f"{folder}/log", "-w", "-o", served, "start")
        try:
            yield f"postgresql://keeper@127.0.0.1:{port}/postgres"
        finally:
            call(control, "-D", f"{folder}/data", "-m", "immediate", "stop")
