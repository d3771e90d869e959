"""The command line: arguments in, functions called, matching and messages out.

Answers go to standard output, everything else to standard error. Exit status: 0 done, 1 bad input,
2 bad usage, 130 after Ctrl-C. When the reader of a pipe leaves, the command ends in silence.
"""

from names.cli import (  # noqa: F401 (each adds its commands to the program)
    habits,
    labelled,
    list_editing,
    list_imports,
    lists,
    matching,
    mentions,
    normalize,
    reviews,
    serving,
    spellings,
    unknowns,
)
from names.cli.program import main

__all__ = ["main"]
