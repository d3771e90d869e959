"""The cache is trusted only where it is ours; elsewhere it is not read and not written, and that is said."""

from __future__ import annotations

import logging
import os
import pickle
import shutil
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from names import Gazetteer, Matcher, NamesError, cache, compiled, data
from tests.hostile.bounded import names, python

SHARED = os.environ["NAMES_CACHE"]
SOMEBODY = 12_345  # a user whom this machine does not know
as_administrator = os.name == "posix" and os.geteuid() == 0
OTHER_USER = pytest.param(
    "another user's", marks=pytest.mark.skipif(not as_administrator, reason="needs chown")
)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="users and permissions are otherwise here")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NAMES_CACHE", str(tmp_path / "cache"))
    cache._tell.cache_clear()
    return tmp_path / "cache"


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shipped list that is compiled in a moment."""
    path = tmp_path / "few.yaml"
    path.write_text("format: 1\nentities:\n- {id: kassym-jomart-tokayev, name: Qasym-Jomart Toqaev}\n")
    monkeypatch.setattr(compiled, "shipped_paths", lambda: (path,))
    monkeypatch.setattr(Gazetteer, "shipped", classmethod(lambda cls: cls.read(path)))


def warm(folder: Path) -> None:
    """Put the shipped list as all tests share it, compiled, into a cache."""
    with pytest.MonkeyPatch.context() as before:
        before.setenv("NAMES_CACHE", SHARED)
        Matcher()
        file = compiled.cache_file()
    assert file is not None
    folder.mkdir(mode=0o700)
    shutil.copy2(file, folder)


def make_own(path: Path) -> None:
    path.mkdir(mode=0o700)


def make_link(path: Path) -> None:
    path.with_name("elsewhere").mkdir()
    path.symlink_to(path.with_name("elsewhere"))


def make_open(mode: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.mkdir()
        path.chmod(mode)

    return make


def make_foreign(path: Path) -> None:
    path.mkdir(mode=0o755)
    os.chown(path, SOMEBODY, SOMEBODY)


FOLDERS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a link": (make_link, "it is a link"),
    "open to all": (make_open(0o777), "others may write to it"),
    "open to all, as /tmp": (make_open(0o1777), "others may write to it"),
    "open to the group": (make_open(0o770), "others may write to it"),
    "another user's": (make_foreign, "it belongs to another user"),
    "a file": (Path.touch, ""),
    "a pipe": (os.mkfifo, ""),
    "a link to nowhere": (lambda path: path.symlink_to("nowhere"), "it is a link"),
}


@pytest.mark.parametrize("kind", [OTHER_USER if kind == "another user's" else kind for kind in FOLDERS])
def test_a_folder_that_is_not_ours_is_not_used_and_that_is_said_once(
    kind: str, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make, why = FOLDERS[kind]
    make(folder)
    (folder / "some").write_bytes(b"from elsewhere") if folder.is_dir() else None
    before = sorted(folder.iterdir()) if folder.is_dir() else []
    with caplog.at_level(logging.WARNING, logger="names"):
        for _ in range(2):
            assert cache.folder() is None
            assert cache.read("some") is None
            cache.keep("other", b"content")
            cache.leave_few("*")
            assert data.read("slips.yaml")["keyboards"]
    assert (sorted(folder.iterdir()) if folder.is_dir() else []) == before
    told = [record.getMessage() for record in caplog.records]
    assert told == [
        f"the cache {folder} is not used: {why}; for a sooner start give it to yourself alone (chmod go-w "
        f"{folder}), or name another folder in NAMES_CACHE"
    ] * bool(why)


def test_the_line_of_a_cache_that_is_not_used_comes_once_and_the_answers_stay(folder: Path) -> None:
    make_open(0o777)(folder)
    done = names("match", "Toqaev", environment={"NAMES_CACHE": str(folder)})
    assert b"kassym-jomart-tokayev" in done.stdout
    assert done.said.count("is not used: others may write to it") == 1
    assert list(folder.iterdir()) == []


def put_link(path: Path) -> None:
    path.with_name("aside").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(path.with_name("aside"))


def put_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def put_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


FILES: dict[str, Callable[[Path], None]] = {
    "a link": put_link,
    "a pipe": put_pipe,
    "a folder": put_folder,
    "open to all": lambda path: path.chmod(0o666),
    "open to the group": lambda path: path.chmod(0o620),
    "another user's": lambda path: os.chown(path, SOMEBODY, SOMEBODY),
    "endless": lambda path: os.truncate(path, cache.LARGEST + 1),
    "empty": lambda path: os.truncate(path, 0),
    "not to be read": lambda path: path.chmod(0) if not as_administrator else os.truncate(path, 5),
}


@pytest.mark.parametrize("kind", [OTHER_USER if kind == "another user's" else kind for kind in FILES])
def test_a_file_that_is_not_ours_is_made_anew(kind: str, folder: Path) -> None:
    cache.keep("some", b"content")
    assert cache.kept("some") == b"content"
    FILES[kind](folder / "some")
    assert cache.kept("some") is None
    cache.keep("some", b"content")
    assert cache.kept("some") == (None if kind == "a folder" else b"content")
    assert (folder / "some").is_symlink() is False


@pytest.mark.parametrize("kind", ["a link", "a pipe", "open to all"])
@pytest.mark.usefixtures("few")
def test_the_shipped_list_is_compiled_anew_beside_a_file_that_is_not_ours(kind: str, folder: Path) -> None:
    first = Matcher().match("Toqaev")
    assert first.status == "matched"
    file = compiled.cache_file()
    assert file is not None
    FILES[kind](file)
    assert Matcher().match("Toqaev") == first
    assert (file.is_symlink(), file.is_file(), file.stat().st_mode & 0o777) == (False, True, 0o600)


def test_what_is_kept_is_for_the_user_alone_whatever_the_mask(folder: Path) -> None:
    before = os.umask(0)
    try:
        cache.keep("some", b"content")
    finally:
        os.umask(before)
    assert (folder.stat().st_mode & 0o777, (folder / "some").stat().st_mode & 0o777) == (0o700, 0o600)
    assert cache.kept("some") == b"content"


HOMES: dict[str, tuple[dict[str, str], str]] = {  # variables, and where the cache is, below the user's home
    "nothing": ({}, ".cache/names"),
    "an empty home": ({"HOME": ""}, ".cache/names"),
    "a relative home": ({"HOME": "somewhere"}, ".cache/names"),
    "a relative cache": ({"XDG_CACHE_HOME": "relative", "HOME": ""}, ".cache/names"),
    "a dot": ({"XDG_CACHE_HOME": ".", "HOME": ""}, ".cache/names"),
    "an empty cache": ({"XDG_CACHE_HOME": "", "NAMES_CACHE": ""}, ".cache/names"),
    "an absolute cache": ({"XDG_CACHE_HOME": "{home}/x"}, "x/names"),
    "another home": ({"HOME": "{home}/y"}, "y/.cache/names"),
    "a folder of its own": ({"NAMES_CACHE": "{home}/z"}, "z"),
}


@pytest.mark.parametrize("kind", HOMES)
def test_the_folder_lies_where_the_variables_say_and_never_in_the_working_folder(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("pwd.getpwuid", lambda user: types.SimpleNamespace(pw_dir=str(home)))
    for name in ("HOME", "XDG_CACHE_HOME", "NAMES_CACHE"):
        monkeypatch.delenv(name, raising=False)
    variables, below = HOMES[kind]
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(home=home))
    assert cache.folder() == home / below
    cache.keep("some", b"content")
    assert cache.kept("some") == b"content"
    assert list(work.iterdir()) == []


def test_a_user_without_a_home_has_no_cache_and_every_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(user: int) -> None:
        raise KeyError(user)

    monkeypatch.setattr("pwd.getpwuid", unknown)
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("XDG_CACHE_HOME", "NAMES_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "")
    monkeypatch.chdir(tmp_path)
    assert cache.folder() is None
    cache.keep("some", b"content")
    assert cache.kept("some") is None
    assert data.read("slips.yaml")["keyboards"]
    assert list(tmp_path.iterdir()) == []


OPENED_AGAIN = """
import pickle, sys
from pathlib import Path
matcher = pickle.loads(Path(sys.argv[1]).read_bytes())
print(matcher.match("Toqaev").entity.id)
"""


def test_a_pickled_matcher_of_the_shipped_list_hangs_on_no_path(folder: Path, tmp_path: Path) -> None:
    warm(folder)
    pickled = pickle.dumps(Matcher())
    assert str(folder).encode() not in pickled
    assert len(pickled) < 2000
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    assert pickle.loads(pickled).match("Toqaev") == Matcher().match("Toqaev")
    (tmp_path / "pickled").write_bytes(pickled)
    warm(tmp_path / "another")
    done = python(
        "-c", OPENED_AGAIN, tmp_path / "pickled", environment={"NAMES_CACHE": str(tmp_path / "another")}
    )
    assert done.stdout == b"kassym-jomart-tokayev\n"


@pytest.mark.usefixtures("few")
def test_a_pickled_matcher_of_another_version_is_refused_in_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pickled = pickle.dumps(Matcher())
    monkeypatch.setattr(compiled, "fingerprint", lambda: "0" * 32)
    with pytest.raises(NamesError, match="comes from another version of names; install the same"):
        pickle.loads(pickled)


@pytest.mark.usefixtures("few")
def test_environments_of_one_account_leave_each_other_their_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = []
    for environment in range(3):
        monkeypatch.setattr(compiled, "fingerprint", lambda name=environment: f"{name:032}")
        Matcher()
        files.append(compiled.cache_file())
    assert all(file is not None and file.exists() for file in files)


@pytest.mark.usefixtures("folder")
def test_what_environments_make_of_other_rules_is_kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    for rules in ("those of one", "those of another", "those of one"):
        monkeypatch.setattr("names.data.fingerprint", lambda rules=rules: rules)
        assert data.made("thing", str, lambda rules=rules: rules) == rules  # type: ignore[misc]


def test_a_file_that_is_used_is_not_the_one_that_goes(folder: Path) -> None:
    cache.keep("thing-0", b"used")
    os.utime(folder / "thing-0", (0, 0))
    for number in range(1, cache.MOST_VERSIONS):
        cache.keep(f"thing-{number}", b"not used")
        os.utime(folder / f"thing-{number}", (number, number))
    assert cache.kept("thing-0") == b"used"
    cache.keep("thing-new", b"")
    cache.leave_few("thing-*")
    assert not (folder / "thing-1").exists()
    assert cache.kept("thing-0") == b"used"
