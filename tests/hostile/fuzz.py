"""Feed the readers of this package damaged input for as long as wanted: a script for long runs.

Whatever comes in, only a `NamesError` may come out, and a table that is written must not depend on the way it
was read. What breaks that is kept, once for each place in the program, and the run goes on:

    pip install -e ".[test,fuzz]"
    python -m tests.hostile.fuzz csv --seconds 3600 --into /tmp/found

Targets are the names in `TARGETS`. A kept input is tried again by `python -m tests.hostile.fuzz csv FILE`.
atheris guides the run by what of this package an input reaches; `tests/hostile/test_fuzz.py` takes each
target through a few inputs by chance, so that this script does not rot.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import hashlib
import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

with contextlib.suppress(ImportError):  # else inputs are made by chance alone
    import atheris

    atheris.enabled_hooks.add("str")
with atheris.instrument_imports(include=["names"]) if "atheris" in sys.modules else contextlib.nullcontext():
    from names import Entity, Form, Gazetteer, Matcher, NamesError, compiled
    from names.mentions import Finder
    from names.store import layout, reading
    from names.tables import Options, normalize_csv, normalize_files

SLOW = 20  # seconds of work that one small input may take
LARGEST = 1 << 16  # bytes of an input

PEOPLE = Gazetteer(
    tuple(
        Entity(f"p{n}", name, (Form(name, "name"),))
        for n, name in enumerate(("Qasym Toqaev", "Dariga Nazarbaeva", "Almaty", "National Bank", "李小龙"))
    ),
    coverage=0.5,
)

Target = Callable[[bytes], None]


class WrongError(Exception):
    """Something came out that must not."""


@functools.cache
def matcher() -> Matcher:
    """Who is known."""
    return Matcher(PEOPLE)


@functools.cache
def folder() -> Path:
    """Where inputs that must be files are written."""
    return Path(tempfile.mkdtemp(prefix="names-fuzz-"))


def as_file(data: bytes, name: str) -> Path:
    """Return a file with some content."""
    path = folder() / name
    path.write_bytes(data)
    return path


def normalized(data: bytes, fast_from: int | None) -> bytes:
    """Return a delimited text with the identity of the names in its first column."""
    out = io.BytesIO()
    normalize_csv(io.BytesIO(data), out, matcher(), Options(columns=("#1",)), fast_from=fast_from)
    return out.getvalue()


def read_csv(data: bytes) -> None:
    """Read a delimited text on both paths, which must write the same."""
    try:
        exactly: bytes | str = normalized(data, None)
    except NamesError as error:
        exactly = str(error)
    try:
        fast: bytes | str = normalized(data, 0)
    except NamesError as error:
        fast = str(error)
    if exactly != fast:
        raise WrongError(f"the fast path wrote {fast[:200]!r}, the exact one {exactly[:200]!r}")


def read_jsonl(data: bytes) -> None:
    """Read JSONL, and hold each object that is written against the one that was read."""
    out = io.BytesIO()
    normalize_files(
        io.BytesIO(data), out, matcher(), Options(columns=("person",)), input_format="jsonl", format="jsonl"
    )
    given = [line for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n") if line.strip()]
    written = out.getvalue().splitlines() if b"\r" not in out.getvalue() else out.getvalue().split(b"\n")[:-1]
    if len(given) != len(written):
        raise WrongError(f"{len(given)} objects were read and {len(written)} written")
    for one, other in zip(given, written, strict=True):
        before, after = as_read(one), as_read(other)
        if {key: after.get(key) for key in before} != before:
            raise WrongError(f"{one[:200]!r} became {other[:200]!r}")


def as_read(line: bytes) -> dict[str, Any]:
    """Return an object with its numbers as they are written; what is no UTF-8 in other values stays so."""
    text = line.decode("utf-8", "surrogateescape")
    read: dict[str, Any] = json.loads(text, parse_int=str, parse_float=str)
    return read


def read_typed(data: bytes) -> None:
    """Read JSONL into columns with types, and write these as Parquet and as CSV."""
    path = as_file(data, "typed.jsonl")
    for form in ("parquet", "csv"):
        with contextlib.suppress(NamesError):
            normalize_files(path, io.BytesIO(), matcher(), Options(columns=("person",)), format=form)


def read_workbook(data: bytes) -> None:
    """Read a workbook as a table, and write it anew with answers."""
    path = as_file(data, "book.xlsx")
    for form in ("csv", "xlsx"):
        with contextlib.suppress(NamesError):
            normalize_files(
                path, io.BytesIO(), matcher(), Options(columns=("person",)), input_format="xlsx", format=form
            )


def read_compiled(data: bytes) -> None:
    """Open a compiled file as a large one is, which is not verified, and ask it everything."""
    path = as_file(with_right_checksum(data), "people.names")
    before, reading.READ_WHOLE = reading.READ_WHOLE, 0
    try:
        opened = Matcher.open(path)
        opened.match_many(["Toqaev", "Dariga Nazarbaeva", "李小龍", "Natl Bank", "Jane Doe"])
        opened.weigh("Almaty")
        opened.entity("p1")
        assert opened.gazetteer
    finally:
        reading.READ_WHOLE = before


def with_right_checksum(data: bytes) -> bytes:
    """Return a file whose table of contents is not refused for its checksum alone."""
    if len(data) < layout.HEADER_SIZE:
        return data
    offset = layout.read_header(data).offset
    if not layout.HEADER_SIZE <= offset <= len(data):
        return data
    return layout.pack_header(offset, data[offset:]) + data[layout.HEADER_SIZE :]


def read_list(data: bytes, ending: str) -> None:
    """Read a list of entities."""
    Gazetteer.read(as_file(data, f"list.{ending}"))


def find_in_text(data: bytes) -> None:
    """Find mentions in a text, each of which must be what stands there."""
    text = data.decode("utf-8", "replace")
    for mention in Finder(matcher()).find(text, unknown=True):
        if text[mention.start : mention.end] != mention.text:
            raise WrongError(f"{mention.text!r} is not what stands at {mention.start}")


TARGETS: dict[str, Target] = {
    "csv": read_csv,
    "jsonl": read_jsonl,
    "typed": read_typed,
    "workbook": read_workbook,
    "compiled": read_compiled,
    "list-yaml": functools.partial(read_list, ending="yaml"),
    "list-jsonl": functools.partial(read_list, ending="jsonl"),
    "list-csv": functools.partial(read_list, ending="csv"),
    "text": find_in_text,
}


def seeds(target: str) -> list[bytes]:
    """Return honest inputs, from which damaged ones are made."""
    if target == "csv":
        return [
            b'person,note\nToqaev,1\n"Nazarbaeva, D.","a""b"\r\n',
            "sep=;\nимя;год\n«Тоқаев»;1953\n".encode("windows-1251", "replace"),
            b"person\tn\rToqaev\t1\r",
            "person,n\nТоқаев,1\n".encode("utf-16"),
            "\ufeffperson|n\n\n李小龙|x|y\n".encode(),
        ]
    if target in ("jsonl", "typed"):
        return [
            '{"person":"Toqaev","n":1.50,"x":{"y":[1,null,"ё"]}}\n{"person":null,"n":12345678901234567890}\n'.encode(),
            b'\xef\xbb\xbf{"person":"\\u0422"}\r\n\n{"n":-0,"person":"a","z":1e400}',
        ]
    if target == "workbook":
        return [workbook()]
    if target == "compiled":
        return [compiled.compiled_bytes(PEOPLE)]
    return {
        "list-yaml": [
            "format: 1\ncoverage: 0.5\nentities:\n- id: a\n  name: Абай\n  native: {kk: [Абай]}\n".encode()
        ],
        "list-jsonl": ['{"id":"a","name":"Абай","aliases":["Abai"]}\n'.encode()],
        "list-csv": ["id,name,native\na,Абай,kk:Абай;ru:Абай\n".encode()],
        "text": [
            "President Tokayev met <b>Dariga</b> Nazarbaeva. Встреча в Алматы, с Қ. Тоқаевым.\n".encode()
        ],
    }[target]


def workbook() -> bytes:
    """Return a workbook with something of each kind."""
    from datetime import datetime

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["person", "n", "when"])
    sheet.append(["Toqaev", 1.5, datetime(2020, 2, 29)])
    sheet.append(["=A2", "=1+1", True])
    sheet.merge_cells("A5:B6")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Return an input with a little of it changed; of an archive, what is packed in it."""
    if data.startswith(b"PK") and rng.random() < 0.9:
        return _repacked(data, rng)
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        at = rng.randrange(len(out) + 1)
        size = rng.choice((0, 1, 1, 2, 8, 64))
        out[at : at + size] = rng.choice(
            (
                b"",
                rng.randbytes(rng.randrange(9)),
                rng.choice((b'"', b"\n", b"\r", b",", b"\0", b"\xff", b"[", b"{", b"}", b"\\u", b"\xe2\x80")),
                bytes(out[at : at + size]) * 2,
                str(rng.choice((-1, 0, 2**31, 2**32 - 1, 2**63, 1e308))).encode(),
            )
        )
    return bytes(out[:LARGEST])


def _repacked(data: bytes, rng: random.Random) -> bytes:
    out = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as given,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
        ):
            chosen = rng.choice(given.namelist() or [""])
            for name in given.namelist():
                content = given.read(name)
                made.writestr(name, mutated(content, rng) if name == chosen else content)
    except Exception:  # an archive that is damaged already
        return data
    return out.getvalue()


class Kept:
    """Inputs that broke something, one for each place where it broke.

    Args:
        into: The folder to keep them in.

    Attributes:
        tried: How many inputs were tried.
    """

    def __init__(self, into: Path) -> None:
        self.into = into
        self._known: set[str] = set()
        self.tried = 0
        into.mkdir(parents=True, exist_ok=True)

    def told(self, target: str) -> str:
        """Return what was tried and found, in words."""
        return f"{target}: {self.tried:,} inputs tried, {len(self._known)} places broken"

    def check(self, name: str, data: bytes) -> None:
        """Try an input, and keep it if it breaks what nothing broke before."""
        self.tried += 1
        try:
            with limited(SLOW):
                TARGETS[name](data)
        except NamesError:
            pass
        except Exception as error:
            frames = [f for f in traceback.extract_tb(error.__traceback__) if "/names/" in f.filename]
            where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "nowhere"
            found = f"{name}: {type(error).__name__} at {where}"
            if found not in self._known:
                self._known.add(found)
                path = self.into / f"{name}-{hashlib.sha256(found.encode()).hexdigest()[:12]}"
                path.write_bytes(data)
                path.with_suffix(".txt").write_text(found + "\n" + traceback.format_exc())
                print(f"{found}: {str(error)[:200]!r}, kept as {path}", flush=True)


@contextlib.contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Raise `WrongError` where a block works longer; what the machine does besides is not counted."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise WrongError(f"it took longer than {seconds} seconds")

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def main() -> None:
    """Run a target for some time, or try one input."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("target", choices=TARGETS)
    options.add_argument("file", nargs="?", type=Path, help="try this input alone")
    options.add_argument("--seconds", type=int, default=600)
    options.add_argument("--into", type=Path, default=Path(tempfile.gettempdir(), "names-fuzz-found"))
    given = options.parse_args()
    if given.file:
        TARGETS[given.target](given.file.read_bytes())
        return
    guided = "atheris" in sys.modules
    if not guided:
        print("atheris is not installed, so that inputs are made by chance alone", flush=True)
    (guide if guided else try_by_chance)(given.target, Kept(given.into), given.seconds)


def try_by_chance(target: str, kept: Kept, seconds: float) -> None:
    """Give a target inputs that are its seeds, changed a few times, for some seconds.

    Args:
        target: Its name.
        kept: What takes note of what breaks.
        seconds: How long.
    """
    rng, begin, first = random.Random(0), time.monotonic(), list(seeds(target))
    while time.monotonic() - begin < seconds:
        data = rng.choice(first)
        for _ in range(rng.randint(0, 4)):
            data = mutated(data, rng)
        kept.check(target, data[:LARGEST])
    print(kept.told(target), flush=True)
    shutil.rmtree(folder(), ignore_errors=True)


def guide(target: str, kept: Kept, seconds: float) -> None:
    """Let atheris make the inputs, by what of this package others reached; the process ends here.

    Args:
        target: Its name.
        kept: What takes note of what breaks.
        seconds: How long.
    """
    begin, corpus = time.monotonic(), folder() / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(seeds(target)):
        (corpus / str(number)).write_bytes(seed)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        rng = random.Random(seed)
        own = rng.random() < 0.5 or data.startswith(b"PK")
        return (mutated(data, rng) if own else bytes(atheris.Mutate(data, most)))[:most]

    def try_one(data: bytes) -> None:
        kept.check(target, data)
        if time.monotonic() - begin > seconds:
            print(kept.told(target), flush=True)
            shutil.rmtree(folder(), ignore_errors=True)
            os._exit(0)  # anything else libFuzzer takes for a fault

    limits = [f"-max_len={LARGEST}", "-rss_limit_mb=6000", "-verbosity=0", f"-artifact_prefix={kept.into}/"]
    atheris.Setup([sys.argv[0], *limits, str(corpus)], try_one, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
