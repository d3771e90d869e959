"""The environment the peers run in, made on first use and kept in a cache."""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import subprocess
import sys
import venv
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def default_cache() -> Path:
    """Return the folder for environments, by the XDG Base Directory Specification (0.8, 2021)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "names-benchmarks"


def add_cache_argument(parser: argparse.ArgumentParser) -> None:
    """Add the argument that says where environments are kept."""
    parser.add_argument(
        "--cache",
        type=lambda text: Path(text).resolve(),
        default=default_cache(),
        help="folder for the peers' environment (default %(default)s)",
    )


def python(cache: Path) -> Path:
    """Return the Python that has the peers' requirements, installing them the first time.

    The first time needs the network and some minutes. Other requirements or another Python make another
    environment, so that a pinned version is always the one that runs.

    Args:
        cache: Holds the environments, each in a folder of its own.
    """
    requirements = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    home = cache / f"python-{platform.python_version()}-{requirements}"
    executable, complete = home / "bin" / "python", home / "complete"
    if not complete.exists():  # never made, or the making was stopped halfway
        print(f"installing the peers in {home}, once; this takes some minutes", file=sys.stderr)
        venv.create(home, clear=True, with_pip=True)
        subprocess.run(
            [executable, "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS], check=True, stdout=sys.stderr
        )
        complete.touch()
    return executable


def versions() -> dict[str, str]:
    """Return the pinned version of each requirement."""
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))
