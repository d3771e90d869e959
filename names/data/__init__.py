"""Rules and tables as YAML files, each with its sources, and the one function that reads them.

Reading YAML costs more than all a single name needs, so the value of each file is kept in the cache in a form
that is read at once: under the digest of the file, so that another content is another value.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from names import cache
from names.fingerprint import fingerprint

_FOLDER = Path(__file__).parent
Made = TypeVar("Made")


def read(name: str) -> Any:
    """Return the YAML value of a file of this folder, scalars as text, or None where there is no such file.

    Args:
        name: Path below this folder, as `letters/cyrillic.yaml`.
    """
    path = _FOLDER / name
    if not path.is_file():
        return None
    content = path.read_bytes()
    stem = "table-" + name.replace("/", "-").removesuffix(".yaml")
    return msgspec.msgpack.decode(_kept(stem, content, lambda: parse(content)))


def made(what: str, as_type: type[Made], make: Callable[[], Made]) -> Made:
    """Return what is made of tables, as it was kept in the cache, or made anew.

    What makes it reads letters too, by other tables and by libraries. Environments of one account share
    the cache, so it is kept under all that the reading of letters depends on.

    Args:
        what: A name for it.
        as_type: What it is.
        make: Makes it.
    """
    content = fingerprint().encode()
    return msgspec.msgpack.decode(_kept(f"made-{what}", content, make), type=as_type)


def _kept(stem: str, content: bytes, make: Callable[[], Any]) -> bytes:
    """Return a value as the cache keeps it, under the digest of what it is made of."""
    digest = hashlib.blake2b(content, digest_size=12).hexdigest()
    return cache.kept_or_made(stem, digest, ".msgpack", lambda: msgspec.msgpack.encode(make()))


def text(name: str) -> str:
    """Return a file of this folder that is no table, as it is.

    Args:
        name: Path below this folder, as `mentions/page.css`.
    """
    return (_FOLDER / name).read_text(encoding="utf-8")


def parse(content: bytes) -> Any:
    """Return the value of a YAML text, scalars as text.

    Args:
        content: In UTF-8.

    Raises:
        yaml.YAMLError: It is no YAML.
        UnicodeDecodeError: It is not in UTF-8.
    """
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # text alone: `no` and `on` are words here
    return yaml.load(content.decode("utf-8"), Loader=loader)
