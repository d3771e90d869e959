"""Tables of speed as Markdown."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Iterable, Sequence
from importlib import metadata

import names
from benchmarks import page
from benchmarks.peers import environment

OURS = ("numpy", "polars", "RapidFuzz")
PEERS = ("RapidFuzz", "Unidecode", "scikit-learn", "scipy", "numpy", "sparse-dot-topn")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table whose first column holds words and the others figures.

    Examples:
        >>> print(table(["", "ours"], [["seconds", "1.2"]]))
        |  | ours |
        | --- | ---: |
        | seconds | 1.2 |
    """
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def compared(title: str, ours: float, peer: float, unit: str) -> list[str]:
    """Return a row that sets a figure of ours beside the peer's, and one over the other.

    Examples:
        >>> compared("seconds", 1.5, 6.0, ".1f")
        ['seconds', '1.5', '6.0', '0.25']
    """
    return [title, format(ours, unit), format(peer, unit), figures(ours / peer)]


def figures(number: float) -> str:
    """Return a ratio as text: two figures where it is small, whole numbers from ten on.

    Examples:
        >>> figures(0.2514), figures(3.14159), figures(1234.5)
        ('0.25', '3.1', '1,234')
    """
    return f"{number:.2f}" if number < 1 else f"{number:.1f}" if number < 10 else f"{number:,.0f}"


def circumstances(times: int) -> str:
    """Return when and where something was measured, and on which versions.

    Args:
        times: How often each command was run.
    """
    runs = "one run of each" if times == 1 else f"medians of {times} runs of each, by turns"
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    own = {"names": names.__version__} | {name: metadata.version(name) for name in OURS}
    pinned = environment.versions()
    return (
        f"On {datetime.date.today()}, {runs}. Machine: {os.cpu_count()} cores, {memory:.0f} GB of memory, "
        f"{platform.machine()}, {platform.system()}; Python {platform.python_version()}.\n"
        f"Ours: {page.listed(own)}. "
        f"Peers: {page.listed({name: pinned[name] for name in PEERS})}."
    )
