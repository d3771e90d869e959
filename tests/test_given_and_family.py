"""Names in columns of given names and family names: the columns say which is which."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from names import Entity, Form, Gazetteer, Matcher

TABLE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "given_and_family.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    listed = ((record["id"], record["name"]) for record in TABLE["list"])
    return Matcher(Gazetteer(tuple(Entity(id, name, (Form(name, "name"),)) for id, name in listed)))


@pytest.mark.parametrize("case", TABLE["cases"], ids=str)
def test_a_column_says_which_words_are_the_family_name(matcher: Matcher, case: dict[str, str]) -> None:
    said = {name: value for name, value in case.items() if name != "id"}
    match = matcher.match(said.pop("text", None), **said)
    assert (match.entity.id if match.entity else None) == case.get("id")
