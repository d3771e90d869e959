"""The changes that the tests must notice fit the source; `python -m tests.mutations` tries them."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.mutations.__main__ import ROOT, SOURCE, Change, changed, changes

NOT_OF_RULES = {"guard.c"}  # doors for tests


@pytest.mark.parametrize("change", changes(), ids=lambda change: f"{change.file}: {change.breaks}")
def test_what_a_change_is_about_stands_once_in_the_source(change: Change) -> None:
    source = (ROOT / SOURCE / change.file).read_text(encoding="utf-8")
    told = f"{change.file} has not once: {change.find}\nlet tests/mutations/changes.yaml follow the source"
    made = changed(change, source)
    assert made is not None, told
    assert made != source


def test_every_file_of_the_kernel_has_changes_listed() -> None:
    listed = Counter(change.file for change in changes())
    files = {path.name for path in (ROOT / SOURCE).glob("*.c")} - NOT_OF_RULES
    assert files <= listed.keys()
    assert min(listed.values()) >= 2
    assert listed.total() >= 60


def test_no_change_is_listed_twice() -> None:
    assert max(Counter(change[:3] for change in changes()).values()) == 1


def test_spaces_and_line_ends_do_not_matter_and_what_stands_twice_is_refused() -> None:
    change = Change("x.c", "if (a) b();", "b();", "a rule")
    assert changed(change, "  if (a)\n      b( );\n") == "  b();\n"
    assert changed(change, "if (a) b(); if (a) b();") is None
    assert changed(change, "if (a) c();") is None
