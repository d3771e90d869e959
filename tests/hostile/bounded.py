"""Commands run within limits of time and memory that the system holds: no hostile input hurts a machine.

A run beyond them is killed or fails by itself; either way the test that started it fails, in bounded time.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

SECONDS = 60  # of work, all threads together; the slowest case here takes about two
MEMORY = 4 << 30  # bytes of address space, most of which libraries reserve and never use
LARGEST_FILE = 1 << 30  # bytes that a run may write to one file


class Ended(subprocess.CompletedProcess[bytes]):
    """A run that ended by itself, within its limits."""

    @property
    def said(self) -> str:
        """What it said on standard error, as text."""
        return self.stderr.decode()


def names(
    *arguments: str | bytes | Path,
    stdin: bytes | IO[bytes] = b"",
    within: Path | None = None,
    environment: Mapping[str, str] | None = None,
    memory: int = MEMORY,
) -> Ended:
    """Return what came of the command with some arguments.

    Args:
        arguments: Behind `names`.
        stdin: What it reads.
        within: Its working folder.
        environment: Variables besides those of this process; an empty one is taken out.
        memory: Bytes of address space it may have.
    """
    return python(
        "-m", "names", *arguments, stdin=stdin, within=within, environment=environment, memory=memory
    )


def python(
    *arguments: str | bytes | Path,
    stdin: bytes | IO[bytes] = b"",
    within: Path | None = None,
    environment: Mapping[str, str] | None = None,
    memory: int = MEMORY,
) -> Ended:
    """Return what came of Python with some arguments, within limits; see `names`."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))

    variables = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **(environment or {})}
    given: dict[str, Any] = {"input": stdin} if isinstance(stdin, bytes) else {"stdin": stdin}
    done: subprocess.CompletedProcess[bytes] = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        cwd=within,
        env={name: value for name, value in variables.items() if value},
        preexec_fn=limit,
        timeout=4 * SECONDS,
        check=False,
        **given,
    )
    assert done.returncode >= 0, f"killed by signal {-done.returncode}: {done.stderr[-2000:]!r}"
    assert b"Traceback" not in done.stderr, done.stderr[-2000:].decode()
    return Ended(done.args, done.returncode, done.stdout, done.stderr)
