"""Rules and tables as YAML files, each with its sources, and the one function that reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


def read(name: str) -> Any:
    """Return the YAML value of a file of this folder, scalars as text, or None where there is no such file.

    Args:
        name: Path below this folder, as `letters/cyrillic.yaml`.
    """
    import yaml

    path = _FOLDER / name
    if not path.is_file():
        return None
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # text alone: `no` and `on` are words here
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
