"""A compiled file is data from elsewhere: damaged, made by hand or changed while it is open, it harms nobody.

Whatever is wrong with it is the one refusal, in words; no other exception, no signal, no endless work.
"""

from __future__ import annotations

import functools
import pickle
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from names import Entity, Form, Gazetteer, Matcher, compiled, matcher
from names.candidates.frequencies import number_of_key
from names.candidates.section_table import sections
from names.fingerprint import fingerprint
from names.store import Store, StoreError, layout, reading, write_store
from tests.hostile.bounded import names, python

PEOPLE = Gazetteer(
    (
        *(Entity(f"p{n}", f"{given} {family}", (Form(f"{given} {family}", "name"),), "person")
          for n, (given, family) in enumerate(
              (given, family)
              for given in ("Qasym", "Dariga", "Nursultan", "Aliya", "Erlan", "Zhanna")
              for family in ("Toqaev", "Nazarbaeva", "Seitkali", "Bekov", "Abdildin", "Ospanova", "Kim")
          )),
        Entity("old", "K. Toqaev", (), replaced_by="p0"),
        Entity("li", "Li Xiaolong", (Form("李小龙", "native", "zh"),)),
        Entity("bank", "National Bank of Kazakhstan", (), "organization"),
    ),
    coverage=0.5,
    sources=("people.yaml",),
)  # fmt: skip
QUERIES = (
    "Toqaev", "Tokayev Kassym", "Dariga Nazarbayeva", "李小龍", "Bank of Kazakhstan", "Nur-Sultan Bekof",
    "K. Toqaev", "Aliya Ospan", "Jane Doe", "Zhannakim",
)  # fmt: skip


@functools.cache
def contents() -> tuple[dict[str, Any], dict[str, Any]]:
    """What the file of these people holds: what it says of itself, and its sections."""
    store = compiled.compiled(PEOPLE)
    found = {
        name: (store.array(name) if dtype else bytes(store.blob(name))) for name, _, dtype, _ in sections()
    }
    return dict(store.meta), found


def made(path: Path, meta: dict[str, Any] | None = None, **sections: Any) -> Path:
    """Write a file by hand, with right checksums, in which some sections are others; None is left out."""
    honest = contents()
    held = {**honest[1], **sections}
    kept = [(name, content) for name, content in held.items() if content is not None]
    write_store(path, fingerprint(), honest[0] if meta is None else meta, kept)
    return path


@pytest.fixture
def people(tmp_path: Path) -> Path:
    compiled.build(PEOPLE, tmp_path / "people.names")
    return tmp_path / "people.names"


@pytest.fixture
def as_if_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files be opened as those are that are too large to be verified at opening."""
    monkeypatch.setattr(reading, "READ_WHOLE", 0)


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(StoreError) as caught:
        act()
    return str(caught.value)


# What it says of itself goes into messages


FOREIGN_OPTIONS: list[dict[str, Any]] = [
    {"x; touch owned #": "1"},
    {"coverage $(touch owned)": 0.5},
    {"output": "elsewhere.names"},
    {"help": ""},
    {"id_column": ["a"], "name_column": {"b": 1}, "coverage": "0.5"},
    {"ID_COLUMN": "x", "id column": "y"},
    {"\x1b]0;owned\x07": "\x9b2J"},
    {"": "x"},
]


@pytest.mark.parametrize("options", FOREIGN_OPTIONS, ids=str)
def test_of_foreign_options_none_is_in_the_command(options: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "people.names"
    write_store(path, "theirs", {"sources": ["a.csv"], "options": options}, [])
    command = refusal(lambda: Store.open(path, "ours")).partition("rebuild it: ")[2]
    assert command == f"names gazetteer build a.csv --output {path}"


@pytest.mark.parametrize(
    "value",
    ["; touch owned", "$(touch owned)", "`touch owned`", "'; touch owned; '", "a\nb", "\x1b[2J", "\x9b2J"],
)
def test_values_and_sources_are_one_word_each_for_a_shell(value: str, tmp_path: Path) -> None:
    path = tmp_path / "people.names"
    write_store(path, "theirs", {"sources": [value, f"-{value}"], "options": {"id_column": value}}, [])
    command = refusal(lambda: Store.open(path, "ours")).partition("rebuild it: ")[2]
    echoed = subprocess.run(
        ["bash", "-c", f"printf '%s\\0' {command}"], cwd=tmp_path, capture_output=True, check=True
    )
    words = echoed.stdout.decode().split("\0")
    assert words[3:8] == [value, f"./-{value}", "--id-column", value, "--output"]
    assert not (tmp_path / "owned").exists()


def test_a_command_of_endless_sources_is_left_short(tmp_path: Path) -> None:
    path = tmp_path / "people.names"
    write_store(path, "theirs", {"sources": [f"{n}.csv" for n in range(100_000)]}, [])
    assert refusal(lambda: Store.open(path, "ours")).endswith(f"names gazetteer build FILE… --output {path}")


# Its table of contents


def test_every_section_that_is_written_is_known_and_none_else() -> None:
    written = compiled.compiled(PEOPLE)._contents.sections
    assert {name: section.dtype for name, section in written.items()} == {
        name: dtype for name, _, dtype, _ in sections()
    }


@pytest.mark.parametrize("name", [name for name, *_ in sections()])
def test_a_section_that_is_missing_shorter_longer_or_another_is_refused_at_opening(
    name: str, tmp_path: Path
) -> None:
    whole = contents()[1][name]
    others: list[Any] = [None]
    if isinstance(whole, bytes):
        others += [np.zeros(3, "u1")]
    else:
        others += [bytes(whole), whole.astype("<f4"), whole.reshape(1, -1)]
    counted = next(counted for each, counted, *_ in sections() if each == name)
    if not isinstance(whole, bytes) and [c for _, c, *_ in sections()].count(counted) > 1:
        others += [whole[:-1], np.append(whole, whole[:1] if len(whole) else [0]).astype(whole.dtype)]
    for number, other in enumerate(others):
        path = made(tmp_path / f"{number}.names", **{name: other})
        assert f"{path} is damaged (" in refusal(partial(Matcher.open, path))


@pytest.mark.parametrize("name", [*contents()[0]])
@pytest.mark.parametrize("value", [None, "", -1, 2.5, [], {"a": []}, "\x1b[2J"], ids=repr)
def test_facts_that_cannot_be_are_refused_at_opening(name: str, value: object, tmp_path: Path) -> None:
    meta = dict(contents()[0])
    if value is None:
        del meta[name]
    else:
        meta[name] = value
    try:
        opened = Matcher.open(made(tmp_path / "people.names", meta=meta))
    except StoreError as error:
        assert "what it says of itself cannot be" in str(error)
    else:
        assert isinstance(value, type(contents()[0][name]))
        assert opened.match("Toqaev").candidates


def with_table(whole: bytes, table: bytes) -> bytes:
    """A file with another table of contents, and a header that fits it."""
    offset = layout.read_header(whole[: layout.HEADER_SIZE]).offset
    return layout.pack_header(offset, table) + whole[layout.HEADER_SIZE : offset] + table


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"shape":[45]', b'"shape":[-45]'),
        (b'"shape":[45]', b'"shape":[4611686018427387904,4]'),
        (b'"shape":[45]', b'"shape":[9,5]'),
        (b'"shape":[45]', b'"shape":[]'),
        (b'"size":45', b'"size":46'),
        (b'"size":45', b'"size":-45'),
        (b'"offset":64', b'"offset":0'),
        (b'"offset":64', b'"offset":63'),
        (b'"offset":64', b'"offset":18446744073709551616'),
        (b'"dtype":"<u4"', b'"dtype":"<u8"'),
        (b'"dtype":"<u4"', b'"dtype":"|O"'),
        (b'"dtype":"<u4"', b'"dtype":"<U9999999999"'),
        (b'"dtype":"<u4"', b'"dtype":null'),
        (b'"meta":{', b'"meta":{"a":' + b"[" * 100_000 + b"]" * 100_000 + b","),
        (b'"meta":{', b'"meta":[{'),
        (b"{", b""),
    ],
)
def test_a_table_of_contents_made_by_hand_is_refused(old: bytes, new: bytes, people: Path) -> None:
    whole = people.read_bytes()
    table = whole[layout.read_header(whole[: layout.HEADER_SIZE]).offset :]
    assert old in table
    people.write_bytes(with_table(whole, table.replace(old, new, 1)))
    assert "is damaged" in refusal(lambda: Matcher.open(people))


def test_sections_that_share_bytes_are_refused(people: Path) -> None:
    whole = people.read_bytes()
    held = Store.open(people, fingerprint())._contents
    name, first = next((n, s) for n, s in held.sections.items() if s.size)
    again = held.sections | {f"{name} again": first}
    table = msgspec.json.encode(layout.Contents(held.fingerprint, held.meta, again))
    people.write_bytes(with_table(whole, table))
    assert "is damaged" in refusal(lambda: Matcher.open(people))


# What its sections hold


DAMAGES: dict[str, Callable[[bytearray, random.Random], bytes]] = {
    "zeros": lambda held, rng: bytes(len(held)),
    "noise": lambda held, rng: rng.randbytes(len(held)),
    "bits": lambda held, rng: bytes(byte ^ (1 << rng.randrange(8)) * (rng.random() < 0.1) for byte in held),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", [name for name, *_ in sections() if len(contents()[1][name])])
def test_damage_of_a_section_is_refused_by_name_or_makes_no_answer_fail(
    name: str, damage: str, people: Path, as_if_large: None
) -> None:
    section = Store.open(people, fingerprint())._contents.sections[name]
    whole = bytearray(people.read_bytes())
    place = slice(section.offset, section.offset + section.size)
    whole[place] = DAMAGES[damage](whole[place], random.Random(f"{name} {damage}"))
    if whole == people.read_bytes():
        whole[section.offset] ^= 1
    people.write_bytes(whole)
    said = f"section {name} is not as it was written"
    try:
        opened = Matcher.open(people)
        opened.match_many(QUERIES)
        assert opened.gazetteer
        opened.weigh("Toqaev")
        opened.search("Toqaev", "p0")
    except KeyError as error:
        assert error.args == ("p0",)
    except StoreError as error:
        assert said in str(error)
    assert said in refusal(lambda: Matcher.open(people, copy=True))


@pytest.mark.parametrize("name", ["texts", "of_key", "lists", "records"])
def test_a_long_run_finds_damage_that_shows_in_no_number(
    name: str, people: Path, as_if_large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = Store.open(people, fingerprint())._contents.sections[name]
    with people.open("r+b") as file:
        file.seek(section.offset)
        first = file.read(1)
        file.seek(section.offset)
        file.write(bytes([first[0] ^ 1]))
    monkeypatch.setattr(matcher, "MANY", 0)

    def run() -> None:
        opened = Matcher.open(people)
        while True:
            opened.verdicts(["Jane Doe"])
            time.sleep(0.01)

    assert f"section {name} is not as it was written" in refusal(run)


BY_HAND: dict[str, Callable[[Any], Any]] = {
    "records": lambda held: b"\xc1" * len(held),
    "forms": lambda held: b"\x91\xa1" * (len(held) // 2) + b"\xa1" * (len(held) % 2),
    "parts": lambda held: b"\xff" * len(held),
    "record_ends": lambda held: held[::-1],
    "form_ends": lambda held: held + np.uint64(2**63),
    "form_entities": lambda held: held + np.uint32(10**6),
    "first_forms": lambda held: np.where(np.arange(len(held)) % 2, 0, 2**32 - 1).astype(held.dtype),
    "whole_forms": lambda held: held + np.uint32(2**31),
    "first_parts": lambda held: held[::-1],
    "form_parts": lambda held: held + np.uint32(2**31),
    "first_lists": lambda held: held * np.uint32(2),
    "lists": lambda held: held + np.uint32(2**31),
    "block_members": lambda held: held + np.uint32(2**31),
    "block_firsts": lambda held: np.where(np.arange(len(held)) % 2, held[-1], 0).astype(held.dtype),
    "of_key": lambda held: np.full_like(held, np.nan),
    "of_skeleton": lambda held: held + 1e300,
    "entity_types": lambda held: held + np.uint8(100),
    "kinds": lambda held: held + np.uint8(200),
    "text_ends": lambda held: held[::-1],
    "key_ends": lambda held: held + np.uint64(2**40),
    "first_keys": lambda held: held[::-1],
}


NOT_READ = {  # the kernel leaves all to Python where it cannot bring keys together
    "with the kernel": {"parts", "key_ends", "first_keys"},
    "without": {"kinds", "text_ends", "key_ends", "first_keys"},
}


@pytest.mark.parametrize("kernel", NOT_READ)
@pytest.mark.parametrize("name", BY_HAND)
def test_numbers_made_by_hand_that_lead_nowhere_are_refused_where_they_are_read(
    name: str, kernel: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kernel == "without":
        monkeypatch.setenv("NAMES_KERNEL", "off")
    path = made(tmp_path / "people.names", **{name: BY_HAND[name](contents()[1][name])})

    def use() -> None:
        opened = Matcher.open(path)
        opened.match_many(QUERIES)
        assert opened.gazetteer
        opened.weigh("Toqaev")

    if name in NOT_READ[kernel]:
        use()
    else:
        assert f"{path} is damaged" in refusal(use)


def test_a_record_that_replaces_itself_by_way_of_others_is_no_endless_search(tmp_path: Path) -> None:
    pair = (Entity("a", "A", (), replaced_by="b"), Entity("b", "B", (), replaced_by="a"))
    rows = [msgspec.msgpack.encode(entity) for entity in (*pair, *PEOPLE.entities[2:])]
    ends = np.cumsum([len(row) for row in rows]).astype("<u8")
    numbers = np.array([number_of_key(e.id) for e in (*pair, *PEOPLE.entities[2:])], "<u8")
    order = np.argsort(numbers, kind="stable")
    path = made(
        tmp_path / "people.names",
        records=b"".join(rows), record_ends=ends, ids=numbers[order], id_records=order.astype("<u4"),
    )  # fmt: skip
    assert "replaced_by of a leads in a circle" in refusal(lambda: Matcher.open(path).entity("a"))


def test_blocks_that_claim_the_same_members_again_and_again_are_no_endless_search(tmp_path: Path) -> None:
    held = contents()[1]
    everything = np.arange(len(held["block_members"]), dtype="<u4") % np.uint32(len(held["kinds"]))
    firsts = np.where(np.arange(len(held["block_firsts"])) % 2, len(everything), 0).astype("<u4")
    path = made(tmp_path / "people.names", block_members=everything, block_firsts=firsts)
    assert "is damaged" in refusal(lambda: Matcher.open(path).match_many(QUERIES))


# Changed while it is open


WHILE_OPEN = """
import os, sys
from pathlib import Path
from names import Matcher, NamesError
from names.store import reading
reading.READ_WHOLE = int(sys.argv[2])
WAYS = sys.argv[3:]
def change(file, what):
    if what == "cut":
        with file.open("r+b") as stream:
            stream.truncate(100)
    elif what == "emptied":
        file.write_bytes(b"")
    elif what == "written over":
        file.write_bytes(b"something else entirely" * 100_000)
    elif what == "written over in place":  # with as many bytes
        content = bytearray(file.read_bytes())
        half = len(content) // 2
        content[half:half + 1000] = bytes(1000)
        file.write_bytes(content)
    elif what == "copied again":
        file.write_bytes(file.read_bytes())
    elif what == "touched":
        os.utime(file, (1, 1))
    elif what == "moved over":
        other = file.with_suffix(".new")
        other.write_bytes(b"something else")
        other.replace(file)
    else:
        file.unlink()
whole = Path(sys.argv[1]).read_bytes()
for what in WAYS:
    for copy in (False, True):
        file = Path(sys.argv[1]).with_name("changed.names")
        file.unlink(missing_ok=True)
        file.write_bytes(whole)
        matcher = Matcher.open(file, copy=copy)
        print(what, copy, matcher.match("Qasym Toqaev").entity.id)
        change(file, what)
        try:
            print(matcher.match("Dariga Nazarbaeva").entity.id)
        except NamesError as error:
            print(str(error).replace(str(file), "FILE"))
"""


OVERWRITTEN = ("cut", "emptied", "written over", "written over in place")
LEFT = ("copied again", "touched", "moved over", "removed")


@pytest.mark.parametrize("read_whole", [0, reading.READ_WHOLE])
def test_a_large_file_changed_while_it_is_open_is_refused_and_a_copy_or_a_small_one_goes_on(
    people: Path, read_whole: int
) -> None:
    lines = python("-c", WHILE_OPEN, people, str(read_whole), *OVERWRITTEN, *LEFT).stdout.decode()
    told = dict(zip(lines.splitlines()[::2], lines.splitlines()[1::2], strict=True))
    refused = (
        "FILE was written over while it was in use; write a new file and move it there, and start again; "
        "a matcher opened with copy=True goes on"
    )
    assert told == {
        f"{what} {copy} p0": refused if not copy and not read_whole and what in OVERWRITTEN else "p8"
        for what in (*OVERWRITTEN, *LEFT)
        for copy in (False, True)
    }


def test_a_matcher_sent_to_another_process_is_of_the_same_list_or_refused(people: Path) -> None:
    mapped, copied = (pickle.dumps(Matcher.open(people, copy=copy)) for copy in (False, True))
    assert len(mapped) < 2000 < len(copied)
    assert pickle.loads(mapped).match("Toqaev") == Matcher(PEOPLE).match("Toqaev")
    compiled.build(Gazetteer(PEOPLE.entities[:3]), people)
    assert f"{people} was replaced while it was in use" in refusal(lambda: pickle.loads(mapped))
    people.unlink()
    assert pickle.loads(copied).match("Toqaev") == Matcher(PEOPLE).match("Toqaev")


# What killed runs leave


KILLED = """
import os, signal, sys
from names.store import write_store
def sections():
    yield "some", b"x" * 5_000_000
    print("begun", flush=True)
    sys.stdin.readline()
write_store(sys.argv[1], "ours", {}, sections())
"""


def begun(path: Path) -> subprocess.Popen[bytes]:
    build = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert build.stdout is not None
    assert build.stdout.readline() == b"begun\n"
    return build


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob(".*.part"))


@pytest.mark.parametrize("name", ["people.names", "тізім " * 20 + ".names", "it's [a-z]*.names"])
def test_what_a_killed_build_left_goes_with_the_next_and_a_running_one_stays(
    name: str, tmp_path: Path
) -> None:
    path, other = tmp_path / name, tmp_path / "other.names"
    for killed in (begun(path), begun(other)):
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    running = begun(path)
    assert len(parts(tmp_path)) == 2  # that of the other file stays, and that of the one that runs
    write_store(path, "ours", {}, [("names", b"whole")])
    assert len(parts(tmp_path)) == 2
    running.communicate(b"go\n")
    assert len(parts(tmp_path)) == 1
    assert len(Store.open(path, "ours").blob("some")) == 5_000_000
    write_store(other, "ours", {}, [])
    assert parts(tmp_path) == []


def test_a_table_clears_what_a_killed_run_of_it_left_and_nothing_that_only_looks_so(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    left, folder, link = (tmp_path / f".out.csv.{n:016x}.part" for n in range(3))
    left.write_text("half")
    folder.mkdir()
    link.symlink_to(tmp_path / "people.csv")
    others = [
        tmp_path / name
        for name in (".out.csv.part", ".out.csv.0.part", f".xout.csv.{0:016x}.part", "out.csv.part")
    ]
    for file in (*others, tmp_path / "people.csv"):
        file.write_text("person\nToqaev\n")
    done = names("normalize", tmp_path / "people.csv", "-c", "person", "-o", out)
    assert (done.returncode, left.exists(), folder.is_dir(), link.is_symlink()) == (0, False, True, True)
    assert all(file.exists() for file in others)
