"""A file appears whole or not at all, whenever the run that writes it is stopped."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from names import unfinished
from names.unfinished import whole_file


@pytest.mark.parametrize("owner, name", [(os, "open"), (os, "fdopen"), (unfinished, "_lock"), (Path, "stat")])
def test_a_stop_while_a_file_is_begun_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str
) -> None:
    call: Callable[..., Any] = getattr(owner, name)
    begun: list[str] = []

    def stopped(*given: Any, **named: Any) -> Any:
        call(*given, **named)
        begun.extend(each.name for each in tmp_path.iterdir())
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(owner, name, stopped)
        with whole_file(tmp_path / "people.names"):
            pytest.fail("the block was entered")
    assert begun and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("end", [KeyboardInterrupt, OSError, GeneratorExit])
def test_whatever_ends_the_writing_leaves_what_stood_there(tmp_path: Path, end: type[BaseException]) -> None:
    place = tmp_path / "people.names"
    place.write_bytes(b"before")
    with pytest.raises(end), whole_file(place) as file:
        file.write(b"after")
        raise end
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"before"]
