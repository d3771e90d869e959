"""How the kernel is compiled, and how a compiled one is known to be of this source.

It imports nothing but the standard library, since it runs while the package is being installed.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).parent
SOURCE = FOLDER / "source"
FILE = FOLDER / "kernel.so"
# Doubles must come out as Python's: no operation is fused with another, none is reordered.
FLAGS = (
    "-std=c11",
    "-O3",
    "-fPIC",
    "-shared",
    "-fno-math-errno",
    "-ffp-contract=off",
    "-fno-semantic-interposition",
)
WHOLE = (
    "-flto",
)  # what is called from other files is compiled into the place: a tenth faster, where it works
STRIPPED = ("-s",)  # the same source makes the same file, wherever it stands


def digest() -> str:
    """Return 32 hexadecimal digits that change with the source."""
    found = hashlib.blake2b(digest_size=16)
    for path in sorted(SOURCE.glob("*.[ch]")):
        found.update(f"{path.name}\n".encode() + path.read_bytes())
    return found.hexdigest()


def compiler() -> list[str] | None:
    """Return the command of a C compiler, or None where there is none, or the machine is of another kind.

    Another kind is one whose numbers are not those of a compiled gazetteer, or whose doubles are not
    Python's: the kernel is for 64 bits and little-endian.
    """
    if sys.byteorder != "little" or sys.maxsize < 2**32:
        return None
    named = shlex.split(os.environ.get("CC", ""))
    return named or next(([found] for name in ("cc", "gcc", "clang") if (found := shutil.which(name))), None)


def build(file: Path = FILE, flags: Sequence[str] = STRIPPED) -> str | None:
    """Compile the kernel, whole or not at all, and return None, or else what went wrong.

    Args:
        file: What to make; it is removed first, so that none of another source stays.
        flags: For the compiler besides those the kernel needs.
    """
    file.unlink(missing_ok=True)
    command = compiler()
    if command is None:
        return "no C compiler was found"
    sources = [str(path) for path in sorted(SOURCE.glob("*.c"))]
    import tempfile  # every command asks this module for the digest, and nearly none compiles

    stated = f'-DNAMES_DIGEST="{digest()}"'
    with tempfile.TemporaryDirectory(dir=file.parent) as scratch:
        made = Path(scratch, file.name)
        wrong = ""
        for more in (WHOLE, ()):
            wrong = _run([*command, *FLAGS, *more, *flags, stated, "-o", str(made), *sources, "-lm"])
            if not wrong:
                made.replace(file)
                return None
    return wrong


def _run(command: Sequence[str]) -> str:
    """Return what went wrong with a command, or "" where all is well."""
    import subprocess

    try:
        done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", errors="replace")
    except OSError as error:
        return str(error)
    return (done.stderr.strip() or f"it ended with {done.returncode}") if done.returncode else ""
