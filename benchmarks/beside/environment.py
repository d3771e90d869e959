"""The other romanizers: installed into a folder of their own, asked all at once, each in its own language."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).parent
DEBIAN = "liblingua-translit-perl"  # its version is the distribution's; the table names it
NODE = ("translitbg", "sfs-4900")

Asked = Mapping[str, Sequence[str]]
Answers = dict[tuple[str, str], str | None]
"""What each call wrote for each text; None where it failed."""


def install(folder: Path) -> None:
    """Install everything into a folder, unless that was done before; nothing else on the machine changes."""
    if (folder / "complete").exists():
        return
    print(f"installing other romanizers in {folder}", file=sys.stderr)
    folder.mkdir(parents=True, exist_ok=True)
    venv.create(folder / "python", clear=True, with_pip=True)
    pip = [_python(folder), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "-r", str(HERE / "requirements.txt")], folder)
    shutil.copy(HERE / "package.json", folder)
    _run(["npm", "install", "--silent", "--no-audit", "--no-fund"], folder)
    _run(["apt-get", "download", "--quiet", DEBIAN], folder)
    _run(["dpkg", "--extract", str(_debian(folder)), str(folder / "debian")], folder)
    (folder / "complete").touch()


def version_of_debian(folder: Path) -> str:
    """Return the version of Lingua::Translit that was unpacked."""
    return _debian(folder).name.split("_")[1].split("-")[0]


def answers(asked: Asked, folder: Path) -> Answers:
    """Return what every call writes for its texts.

    Args:
        asked: Texts by call, an engine and its argument.
        folder: Where `install` put them.
    """
    node = {call: texts for call, texts in asked.items() if call.split()[0] in NODE}
    perl = {call: texts for call, texts in asked.items() if call.startswith("lingua ")}
    python = {call: texts for call, texts in asked.items() if call not in node and call not in perl}
    library = {**os.environ, "PERL5LIB": str(folder / "debian" / "usr" / "share" / "perl5")}
    return {
        **_answered(python, [_python(folder), str(HERE / "engines.py")], folder),
        **_answered(node, ["node", str(HERE / "engines.cjs")], folder),
        **_answered(perl, ["perl", str(HERE / "engines.pl")], folder, library),
    }


def _answered(
    asked: Asked, command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Answers:
    run = subprocess.run(
        command,
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=folder,
        env={**(environment or os.environ), "PYTHONUTF8": "1"},
    )
    written: dict[str, list[str | None]] = json.loads(run.stdout)
    return {
        (call, text): one
        for call, texts in asked.items()
        for text, one in zip(texts, written[call], strict=True)
    }


def _python(folder: Path) -> str:
    return str(folder / "python" / "bin" / "python")


def _debian(folder: Path) -> Path:
    return next(folder.glob(f"{DEBIAN}_*.deb"))


def _run(command: Sequence[str], folder: Path) -> None:
    subprocess.run(command, check=True, cwd=folder, stdout=sys.stderr)
