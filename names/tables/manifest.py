"""The account of a run: what went in, under which versions and options, and what came out.

It tells no time and no folder, so that the same input, gazetteer, options and version make the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec

from names import __version__
from names.tables.output import STREAM, Source, describe_source
from names.tables.summary import Summary

FORMAT = 1
BLOCK = 1 << 20


class Digesting(io.RawIOBase):
    """A pipe whose bytes are digested on their way.

    Args:
        stream: The pipe.

    Attributes:
        digest: SHA-256 of what was read so far.
        size: How many bytes that was.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.name = describe_source(stream)
        self.digest = hashlib.sha256()
        self.size = 0
        self._stream = stream

    @classmethod
    def open(cls, stream: BinaryIO) -> tuple[Digesting, BinaryIO]:
        """Return such a pipe, and how to read from it.

        Args:
            stream: The pipe.
        """
        digesting = cls(stream)
        return digesting, cast("BinaryIO", io.BufferedReader(digesting))

    def readable(self) -> bool:
        """Whether it can be read: yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer, and return with how many bytes."""
        read = getattr(self._stream, "read1", self._stream.read)
        data = read(len(buffer))
        buffer[: len(data)] = data
        self.digest.update(data)
        self.size += len(data)
        return len(data)


def describe_input(source: Source | Digesting) -> dict[str, Any]:
    """Return what a manifest says of an input: its name without folders, its size, its digest.

    Args:
        source: A path, or a pipe that has been read through `Digesting`. Of a pipe with a path, as shells
            make them, only the name can be told.
    """
    if isinstance(source, Digesting):
        while source.read(BLOCK):
            pass
        return {"name": STREAM, "bytes": source.size, "sha256": source.digest.hexdigest()}
    path = Path(str(source))
    if not path.is_file():  # a pipe, which has been read and is gone
        return {"name": path.name}
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
        return {"name": path.name, "bytes": stream.tell(), "sha256": digest.hexdigest()}


def compose_manifest(
    inputs: Sequence[Mapping[str, Any]],
    gazetteer: str,
    options: Mapping[str, Any],
    summary: Summary,
    decisions: Mapping[str, Any] | None = None,
) -> bytes:
    """Return the account of a run, as JSON with a line for each thing.

    Args:
        inputs: As `describe_input` says of each; for a database, which table.
        gazetteer: The fingerprint of the gazetteer.
        options: What was asked, as plain values.
        summary: What the run came to.
        decisions: As `describe_input` says of them, with how many were met; None where there were none.
    """
    account = {
        "format": FORMAT,
        "names": __version__,
        "gazetteer": gazetteer,
        "options": dict(sorted(options.items())),
        "inputs": [dict(each) for each in inputs],
        "decisions": None if decisions is None else dict(decisions),
        "counts": msgspec.to_builtins(summary),
    }
    return (json.dumps(account, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
