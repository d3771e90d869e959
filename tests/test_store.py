"""The file of a compiled gazetteer: what goes in comes out, and nothing else is taken for it."""

from __future__ import annotations

import os
import pickle
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from names import NamesError
from names.fingerprint import PACKAGE, fingerprint, fingerprint_of
from names.store import FORMAT, Store, StoreError, layout, reading, store_bytes, write_store
from names.store.layout import ALIGNMENT

OWNERS: npt.NDArray[Any] = np.array([[0, 1], [1, 2], [2, 0]], dtype="<u4")
NAMES = "Тоқаев,Назарбаева".encode()
META = {"sources": ["people.jsonl", "my places.csv"], "entities": 3}
SECTIONS = [("owners", OWNERS), ("names", NAMES), ("nothing", b"")]
CONTENTS = st.one_of(
    arrays.arrays(
        st.one_of(
            arrays.boolean_dtypes(),
            arrays.integer_dtypes(),
            arrays.unsigned_integer_dtypes(),
            arrays.floating_dtypes(),
            arrays.byte_string_dtypes(),
            arrays.unicode_string_dtypes(),
        ),
        arrays.array_shapes(min_dims=0, min_side=0, max_side=5),
    ),
    st.binary(max_size=200),
    st.lists(st.binary(max_size=50)),
)
on_posix = pytest.mark.skipif(os.name != "posix", reason="the file system of this machine works otherwise")
as_a_user = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may read and write everything"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "people.names"
    write_store(path, "ours", META, SECTIONS)
    return path


def refusal(path: Path | str, fingerprint: str = "ours") -> str:
    """What is said of a file, whose sections are read too if it can be opened."""
    with pytest.raises(StoreError) as caught:
        Store.open(path, fingerprint).verify()
    return str(caught.value)


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True)


# What goes in comes out


@given(st.dictionaries(st.text(), CONTENTS, max_size=6), st.dictionaries(st.text(), st.text()))
def test_sections_come_back_as_written_from_a_file_and_from_memory(
    sections: dict[str, Any], meta: dict[str, Any]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.names"
        write_store(path, "ours", meta, sections.items())
        for store in (Store.open(path, "ours"), Store.of(meta, sections.items())):
            store.verify()
            assert store.meta == meta
            for name, content in sections.items():
                if isinstance(content, np.ndarray):
                    found = store.array(name)
                    assert found.dtype == content.dtype.newbyteorder("<")
                    assert found.shape == content.shape
                    assert found.tobytes() == content.astype(found.dtype).tobytes()
                else:
                    assert bytes(store.blob(name)) == (
                        content if isinstance(content, bytes) else b"".join(content)
                    )
            del store  # a mapped file cannot be deleted everywhere


@pytest.mark.parametrize("turned", [OWNERS.T, OWNERS[::2], OWNERS[:, 1], OWNERS.astype(">u4")])
def test_an_array_comes_back_however_it_lay_in_memory(turned: npt.NDArray[Any]) -> None:
    assert Store.of({}, [("owners", turned)]).array("owners").tolist() == turned.tolist()


def test_arrays_and_bytes_cannot_be_written_to(path: Path) -> None:
    for store in (Store.open(path, "ours"), Store.of(META, SECTIONS)):
        with pytest.raises(ValueError):
            store.array("owners")[0] = 1
        with pytest.raises(TypeError):
            store.blob("names")[0] = 1


def test_the_bytes_of_an_array_can_be_had_as_well(path: Path) -> None:
    assert bytes(Store.open(path, "ours").blob("owners")) == OWNERS.tobytes()


def test_a_section_that_is_not_there_is_told_from_those_that_are(path: Path) -> None:
    with pytest.raises(KeyError, match="no section 'ids', only: owners, names, nothing"):
        Store.open(path, "ours").array("ids")


def test_plain_bytes_are_no_array(path: Path) -> None:
    with pytest.raises(TypeError, match="'names' holds plain bytes"):
        Store.open(path, "ours").array("names")


def test_every_section_begins_at_a_multiple_of_the_alignment(path: Path) -> None:
    whole = path.read_bytes()
    assert whole.index(OWNERS.tobytes()) % ALIGNMENT == whole.index(NAMES) % ALIGNMENT == 0


def test_building_twice_gives_the_same_bytes_in_a_file_and_in_memory(path: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.names"
    write_store(again, "ours", META, SECTIONS)
    assert again.read_bytes() == path.read_bytes() == store_bytes("ours", META, SECTIONS)


def test_sections_are_taken_one_after_another_and_may_fill_the_meta(tmp_path: Path) -> None:
    meta: dict[str, Any] = {}

    def pieces() -> Iterator[bytes]:
        for count in range(3):
            meta["pieces"] = count + 1
            yield b"%d;" % count

    def sections() -> Iterator[tuple[str, Any]]:
        yield "lines", pieces()
        yield "counted", np.array([meta["pieces"]])

    write_store(tmp_path / "people.names", "ours", meta, sections())
    store = Store.open(tmp_path / "people.names", "ours")
    assert (store.meta, bytes(store.blob("lines"))) == ({"pieces": 3}, b"0;1;2;")
    assert store.array("counted").tolist() == [3]


@pytest.mark.parametrize(
    "content",
    [np.array([{}], dtype=object), np.zeros(2, dtype="<i4,<f8"), np.zeros(1, "M8[s]"), np.zeros(1, "V8")],
    ids=["objects", "records", "times", "no type"],
)
def test_an_array_that_means_nothing_elsewhere_is_not_written(
    content: npt.NDArray[Any], tmp_path: Path
) -> None:
    with pytest.raises(TypeError, match="'odd' is an array of"):
        write_store(tmp_path / "people.names", "ours", {}, [("odd", content)])
    assert list(tmp_path.iterdir()) == []


def test_two_sections_of_one_name_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="two sections have the name 'a'"):
        write_store(tmp_path / "people.names", "ours", {}, [("a", b""), ("a", b"")])
    assert list(tmp_path.iterdir()) == []


# Other processes


def test_a_store_from_a_file_is_pickled_as_its_place_and_opened_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    pickled = pickle.dumps(Store.open(path.name, "ours"))
    monkeypatch.chdir("/")
    assert len(pickled) < path.stat().st_size
    assert pickle.loads(pickled).array("owners").tolist() == OWNERS.tolist()


def test_a_store_in_memory_is_pickled_whole() -> None:
    copy = pickle.loads(pickle.dumps(Store.of(META, SECTIONS)))
    assert (copy.meta, bytes(copy.blob("names"))) == (META, NAMES)
    copy.verify()


def test_a_store_that_became_stale_is_not_opened_in_another_process(path: Path) -> None:
    pickled = pickle.dumps(Store.open(path, "ours"))
    write_store(path, "theirs", META, SECTIONS)
    with pytest.raises(StoreError, match="other rules or data"):
        pickle.loads(pickled)


@on_posix
def test_a_file_replaced_while_open_stays_as_it_was_for_who_has_it_open(path: Path) -> None:
    before = Store.open(path, "ours")
    write_store(path, "ours", {}, [("names", b"another list")])
    before.verify()
    assert bytes(before.blob("names")) == NAMES
    assert bytes(Store.open(path, "ours").blob("names")) == b"another list"


SLOW_BUILD = """
import sys
from names.store import write_store
def sections():
    yield "builder", sys.argv[2].encode()
    print("begun", flush=True)
    sys.stdin.readline()
    yield "rest", (sys.argv[2].encode() for _ in range(100_000))
write_store(sys.argv[1], "ours", {}, sections())
"""


@on_posix
def test_of_two_builds_at_once_into_one_file_the_last_to_finish_wins_whole(tmp_path: Path) -> None:
    path = tmp_path / "people.names"
    builds = [
        subprocess.Popen(
            [sys.executable, "-c", SLOW_BUILD, str(path), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("first", "second")
    ]
    for build in builds:
        assert build.stdout is not None
        assert build.stdout.readline() == "begun\n"
    assert len(list(tmp_path.iterdir())) == 2
    for build, name in zip(reversed(builds), (b"second", b"first"), strict=True):
        build.communicate("go\n")
        assert build.returncode == 0
        store = Store.open(path, "ours")
        store.verify()
        assert bytes(store.blob("builder")) == name
        assert bytes(store.blob("rest")) == name * 100_000
    assert list(tmp_path.iterdir()) == [path]


# What is refused


COMMAND = "names gazetteer build FILE… --output {path}"
REBUILD = "rebuild it from the lists it was built from, with the same options: " + COMMAND
OTHER = "names gazetteer build FILE… --output ANOTHER.names"
SOURCES = "names gazetteer build people.jsonl 'my places.csv' --output {path}"


def test_a_refusal_is_an_error_of_this_package() -> None:
    assert issubclass(StoreError, NamesError)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "{path} is empty; build it: " + COMMAND),
        (b"\x89PNG\r\n\x1a\n\0\0", "{path} is not a compiled gazetteer; build one: " + OTHER),
        (b"\0" * 4096, "{path} is not a compiled gazetteer; build one: " + OTHER),
        (
            b"\x89NAM\n\x1a\n" + b"\0" * 99,
            "{path} was changed on its way by a program that took it for text; copy it as a binary file, "
            "or " + REBUILD,
        ),
        (
            b"\xef\xbf\xbdNAM\r\n\x1a\n" + b"\0" * 99,
            "{path} was changed on its way by a program that took it for text; copy it as a binary file, "
            "or " + REBUILD,
        ),
        (
            b"\x89NAM\r\n\x1a\n",
            "{path} is cut short (it has 8 bytes); copy it again, or " + REBUILD,
        ),
        (b"\x89N", "{path} is cut short (it has 2 bytes); copy it again, or " + REBUILD),
    ],
)
def test_a_file_that_begins_otherwise_is_refused_with_what_it_is(
    content: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "people.names"
    path.write_bytes(content)
    assert refusal(path) == said.format(path=path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("people.yaml", "format: 1\nentities:\n- id: abai\n  name: Abai\n"),
        ("people.jsonl", '{"id": "abai", "name": "Абай"}\n'),
        ("people.csv", "id,name\nabai,Абай\n"),
        ("NAMES.csv", "NAMES,id\nАбай,abai\n"),
        ("long.csv", "id,name\n" + "1,Тоқаев\n" * 1000),
    ],
)
def test_a_list_of_names_as_text_is_refused_with_the_command_that_compiles_it(
    name: str, content: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    output = path.with_suffix(".names")
    command = f"names gazetteer build {path} --output {output}"
    assert refusal(path) == f"{path} is text, not a compiled gazetteer; compile it: {command}"


def test_text_that_is_named_as_a_compiled_gazetteer_is_not_to_be_written_over(tmp_path: Path) -> None:
    path = tmp_path / "people.names"
    path.write_text("id,name\n")
    assert refusal(path).endswith(f"names gazetteer build {path} --output ANOTHER.names")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.names"
    said = f"there is no file {path}; check its name, or build it: {COMMAND.format(path=path)}"
    assert refusal(path) == said


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path} is a folder; name a file, or build one: {OTHER}"


@on_posix
def test_a_pipe_is_refused_without_waiting_for_its_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is a device or a pipe; name a file" in refusal(tmp_path / "pipe")


def test_a_path_that_no_file_can_have_is_refused() -> None:
    assert re.search("cannot be read: .*embedded null", refusal("a\0b"))


@as_a_user
def test_a_file_that_may_not_be_read_is_refused(path: Path) -> None:
    path.chmod(0)
    assert f"{path} cannot be read: permission denied; see that it may be read" in refusal(path)


def test_a_file_cut_short_anywhere_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        assert ("is empty" if size == 0 else "is cut short") in refusal(path)
    assert refusal(path) == (
        f"{path} is cut short (it has {len(whole) - 1:,} of {len(whole):,} bytes); "
        f"copy it again, or {REBUILD.format(path=path)}"
    )


def test_a_file_with_something_after_it_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole + b"\n")
    told = f"it has {len(whole) + 1:,} bytes and should have {len(whole):,}"
    assert f"{path} is damaged ({told}); copy it again" in refusal(path)


def test_a_changed_bit_is_refused_or_lies_between_the_sections(path: Path) -> None:
    whole = path.read_bytes()
    for place in range(len(whole)):
        damaged = whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :]
        path.write_bytes(damaged)
        if whole[place] == 0 and path_opens_whole(path):
            store = Store.open(path, "ours")
            assert store.meta == META
            assert store.array("owners").tolist() == OWNERS.tolist()
            assert bytes(store.blob("names")) == NAMES
        else:
            assert str(path) in refusal(path)


def path_opens_whole(path: Path) -> bool:
    try:
        Store.open(path, "ours").verify()
    except StoreError:
        return False
    return True


def test_a_damaged_table_of_contents_is_seen_when_opening(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"entities":3', b'"entities":4'))
    with pytest.raises(StoreError) as caught:
        Store.open(path, "ours")
    assert str(caught.value) == (
        f"{path} is damaged (its table of contents is not as it was written); "
        f"copy it again, or {REBUILD.format(path=path)}"
    )


@pytest.mark.parametrize("small", [True, False])
def test_a_damaged_section_is_seen_at_once_or_when_verifying_and_named(
    path: Path, small: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(path.read_bytes().replace("Тоқаев".encode(), "Токаев".encode()))
    if small:
        with pytest.raises(StoreError, match="is damaged"):
            Store.open(path, "ours")
    else:
        monkeypatch.setattr(reading, "READ_WHOLE", 0)
        Store.open(path, "ours")
    assert refusal(path) == (
        f"{path} is damaged (section names is not as it was written); "
        f"copy it again, or rebuild it: {SOURCES.format(path=path)}"
    )


def with_format(path: Path, version: int) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:8] + version.to_bytes(4, "little") + whole[12:])


def test_a_newer_format_is_refused_with_both_numbers(path: Path) -> None:
    with_format(path, FORMAT + 1)
    assert refusal(path) == (
        f"{path} was made by a newer version of names (it has format {FORMAT + 1}, this one reads format "
        f"{FORMAT}); update names, or, with this version, {REBUILD.format(path=path)}"
    )


def test_an_older_format_is_stale(path: Path) -> None:
    with_format(path, FORMAT - 1)
    assert refusal(path) == (f"{path} was built by other rules or data; {REBUILD.format(path=path)}")


def test_another_fingerprint_is_stale_and_the_command_names_the_sources(path: Path) -> None:
    assert refusal(path, "theirs") == (
        f"{path} was built by other rules or data; rebuild it: {SOURCES.format(path=path)}"
    )


@pytest.mark.parametrize("version", [FORMAT - 1, FORMAT + 1])
def test_what_another_format_tells_of_its_building_goes_into_the_command(
    version: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "FORMAT", version)
    write_store(path, "ours", META | {"options": {"id_column": "staff no", "coverage": 0.5}}, SECTIONS)
    monkeypatch.undo()
    options = "--id-column 'staff no' --coverage 0.5 --output"
    assert refusal(path).endswith("rebuild it: " + SOURCES.format(path=path).replace("--output", options))


@pytest.mark.parametrize("options", [None, "--coverage 1", {"coverage": [1]}, [1], {}])
def test_options_that_are_none_stay_out_of_the_command(options: object, tmp_path: Path) -> None:
    path = tmp_path / "people.names"
    write_store(path, "theirs", {"sources": [], "options": options}, [])
    assert refusal(path).endswith(COMMAND.format(path=path))


@pytest.mark.parametrize("sources", [None, "people.csv", [1], []])
def test_sources_that_are_no_file_names_stay_out_of_the_command(sources: object, tmp_path: Path) -> None:
    path = tmp_path / "people.names"
    write_store(path, "theirs", {"sources": sources}, [])
    assert refusal(path).endswith(COMMAND.format(path=path))


def test_the_command_of_a_refusal_can_be_given_to_a_shell(tmp_path: Path) -> None:
    path = tmp_path / "it's a list.names"
    write_store(path, "theirs", {"sources": ["-a.csv", "b;c.csv"]}, [])
    command = refusal(path).partition("rebuild it: ")[2]
    assert shlex.split(command)[3:] == ["./-a.csv", "b;c.csv", "--output", str(path)]


# What cannot be written


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError("the list cannot be read"), RuntimeError("no")])
@pytest.mark.parametrize("stands", [True, False])
def test_a_build_that_is_stopped_leaves_what_stood_there_and_nothing_else(
    stop: BaseException, stands: bool, tmp_path: Path
) -> None:
    path = tmp_path / "people.names"
    if stands:
        write_store(path, "ours", META, SECTIONS)

    def sections() -> Iterator[tuple[str, Any]]:
        yield "names", NAMES
        raise stop

    with pytest.raises(stop if isinstance(stop, type) else type(stop)):
        write_store(path, "ours", {}, sections())
    assert list(tmp_path.iterdir()) == [path] * stands
    if stands:
        assert Store.open(path, "ours").meta == META


FULL_DISK = """
import resource, signal, sys
from names.store import StoreError, write_store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    write_store(sys.argv[1], "ours", {}, [("names", (b"x" * 1000 for _ in range(3000)))])
except StoreError as error:
    print(error)
"""


@on_posix
@pytest.mark.parametrize("limit", [0, 10_000, 2_999_999])
def test_a_full_disk_is_told_in_a_sentence_and_what_stood_there_stays(path: Path, limit: int) -> None:
    done = run(FULL_DISK, str(path), str(limit))
    assert (done.stdout, done.stderr) == (
        f"{path} cannot be written: file too large; nothing was written; "
        "make room, or choose another place\n",
        "",
    )
    assert list(path.parent.iterdir()) == [path]
    assert Store.open(path, "ours").meta == META


def unwritten(path: Path | str) -> str:
    with pytest.raises(StoreError) as caught:
        write_store(path, "ours", META, SECTIONS)
    return str(caught.value)


def test_an_output_that_is_a_folder_or_in_none_is_refused(tmp_path: Path) -> None:
    assert unwritten(tmp_path) == (
        f"{tmp_path} cannot be written: it is a folder; nothing was written; give the name of a file in it"
    )
    nowhere = tmp_path / "nowhere" / "people.names"
    assert unwritten(nowhere) == (
        f"{nowhere} cannot be written: there is no folder {nowhere.parent}; nothing was written; "
        "make it first"
    )
    assert re.search("cannot be written: .*embedded null", unwritten("a\0b"))


@on_posix
def test_a_device_or_a_pipe_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/null")):
        assert f"{path} cannot be written: it is a device or a pipe" in unwritten(path)
    assert pipe.is_fifo()


@as_a_user
def test_an_output_in_a_folder_that_may_not_be_written_to_is_refused(path: Path) -> None:
    path.parent.chmod(0o555)
    try:
        assert unwritten(path) == (
            f"{path} cannot be written: permission denied; nothing was written; "
            "make room, or choose another place"
        )
    finally:
        path.parent.chmod(0o755)


@on_posix
def test_through_a_link_the_file_is_replaced_and_keeps_its_permissions(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.names"
    link.symlink_to(path)
    path.chmod(0o640)
    write_store(link, "ours", {}, [])
    assert link.is_symlink()
    assert Store.open(path, "ours").meta == {}
    assert path.stat().st_mode & 0o777 == 0o640


@on_posix
def test_a_new_file_gets_the_permissions_of_any_new_file(path: Path, tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    assert path.stat().st_mode == (tmp_path / "other").stat().st_mode


# What it was built with


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this package, elsewhere."""
    skipped = shutil.ignore_patterns("__pycache__", "gazetteer.yaml")
    return shutil.copytree(PACKAGE, tmp_path_factory.mktemp("copy") / "names", ignore=skipped)


def test_the_fingerprint_is_one_word_of_32_digits_wherever_the_package_is(package: Path) -> None:
    assert len(fingerprint()) == 32
    assert int(fingerprint(), 16) > 0
    assert fingerprint_of(package) == fingerprint()


@pytest.mark.parametrize(
    "name", ["data/spelling.yaml", "data/letters/cyrillic.yaml", "folding/keys.py", "rarity.py"]
)
def test_a_changed_rule_table_or_program_changes_the_fingerprint(name: str, package: Path) -> None:
    before = (package / name).read_bytes()
    (package / name).write_bytes(before + b"\n")
    assert fingerprint_of(package) != fingerprint()
    (package / name).write_bytes(before)
    assert fingerprint_of(package) == fingerprint()


def test_a_table_more_or_under_another_name_changes_the_fingerprint(package: Path) -> None:
    table = package / "data" / "new.yaml"
    table.write_text("{}\n")
    one = fingerprint_of(package)
    other = table.rename(table.with_name("other.yaml"))
    assert len({one, fingerprint_of(package), fingerprint()}) == 3
    other.unlink()


@pytest.mark.parametrize("name", ["data/gazetteer.yaml", "cli/terminal.py", "data/README.md"])
def test_what_no_section_depends_on_leaves_the_fingerprint(name: str, package: Path) -> None:
    place = package / name
    before = place.read_bytes() if place.exists() else None
    place.write_bytes(b"anything")
    assert fingerprint_of(package) == fingerprint()
    place.unlink() if before is None else place.write_bytes(before)


def test_the_versions_of_libraries_are_those_that_their_records_tell() -> None:
    from importlib.metadata import version

    from names.fingerprint import LIBRARIES, _version

    assert [_version(name) for name in LIBRARIES] == [version(name) for name in LIBRARIES]


def test_a_file_built_with_the_fingerprint_of_now_opens(tmp_path: Path) -> None:
    write_store(tmp_path / "people.names", fingerprint(), META, SECTIONS)
    Store.open(tmp_path / "people.names", fingerprint()).verify()
