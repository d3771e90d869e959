"""What a project says of its list once, so that no command has to: `names.toml`, or `[tool.names]`.

The file is the nearest `names.toml`, or `pyproject.toml` with the table `[tool.names]`, in this folder or one
above. What stands on the command line comes first, then the environment, then the file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import click

from names.bounds import read_document
from names.errors import NamesError
from names.visible import visible

FILES = {
    "names.toml": None,
    "pyproject.toml": b"[tool.names]",
}  # what must stand in a file that is of others too
VARIABLE = "NAMES_GAZETTEER"
SHIPPED = "shipped"
PARAMETERS = {"gazetteer": "gazetteers", "coverage": "coverage", "threshold": "threshold", "style": "style"}


class ProjectSetting(NamedTuple):
    """One thing that a project says.

    Attributes:
        value: What it is.
        source: Where it was said.
    """

    value: Any
    source: str


def project_settings(folder: Path | None = None) -> dict[str, ProjectSetting]:
    """Return what is said for commands that say nothing themselves, by the keys of the file.

    Args:
        folder: Where to look first; None for the working folder.

    Raises:
        NamesError: The file is no TOML, or says something that is not known.
    """
    settings: dict[str, ProjectSetting] = {}
    file = _settings_file(folder or Path.cwd())
    if file is not None:
        settings = {key: ProjectSetting(value, str(file)) for key, value in _read(file).items()}
    if lists := [name for name in os.environ.get(VARIABLE, "").split(os.pathsep) if name]:
        settings["gazetteer"] = ProjectSetting(lists, VARIABLE)
    return settings


def defaults_for(command: click.Command, settings: Mapping[str, ProjectSetting]) -> dict[str, Any]:
    """Return the settings as click takes them: for a group, by its commands.

    Args:
        command: The program, or a part of it.
        settings: By the keys of the file.
    """
    if isinstance(command, click.Group):
        return {name: defaults_for(child, settings) for name, child in command.commands.items()}
    there = {parameter.name for parameter in command.params}
    return {PARAMETERS[key]: s.value for key, s in settings.items() if PARAMETERS[key] in there}


def _settings_file(folder: Path) -> Path | None:
    for above in (folder, *folder.parents):
        for name, mark in FILES.items():
            path = above / name
            try:
                if path.is_file() and (mark is None or mark in path.read_bytes()):
                    return path
            except OSError:
                continue
    return None


def _read(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        table = tomllib.loads(read_document(file).decode("utf-8"))
    except RecursionError:
        raise NamesError(f"{visible(str(file))} is nested too deeply; write it plainer") from None
    except (OSError, ValueError) as error:  # also what is no UTF-8, and no TOML
        raise NamesError(f"{visible(str(file))} cannot be read as TOML: {error}; mend it") from None
    said = table if file.name == "names.toml" else table.get("tool", {}).get("names", {})
    return dict(_checked(file, said))


def _checked(file: Path, said: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in said.items():
        if key not in PARAMETERS:
            keys = ", ".join(PARAMETERS)
            raise NamesError(f"{visible(str(file))}: the key {key!r} is unknown; the keys are {keys}")
        if key == "gazetteer":
            lists = [value] if isinstance(value, str) else value
            if not isinstance(lists, list) or not all(isinstance(each, str) for each in lists):
                raise NamesError(
                    f"{visible(str(file))}: gazetteer is no file and no list of files; name some"
                )
            yield key, [each if each == SHIPPED else str(file.parent / each) for each in lists]
        elif key == "style":
            if not isinstance(value, str):
                raise NamesError(f'{visible(str(file))}: style is no text; write one, as "kk"')
            yield key, value
        else:
            number = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1
            if not number or (key == "coverage" and value == 1):
                raise NamesError(
                    f"{visible(str(file))}: {key} is no share; write one between 0 and 1, as 0.5"
                )
            yield key, float(value)
