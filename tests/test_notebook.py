"""What a notebook and a prompt show of our values: short, escaped, and a sentence where a path was meant."""

from __future__ import annotations

import polars as pl
import pytest

from names import Entity, Gazetteer, Matcher, compare, normalize_table

HOSTILE = Gazetteer((Entity("<i>", "<script>alert(1)</script> & Almira", ()),))


def test_a_value_shows_itself_in_a_line() -> None:
    matcher = Matcher()
    values = (matcher, matcher.match("Toqaev"), compare("Toqaev", "Tokayev"), Gazetteer.shipped())
    assert all(len(repr(value)) < 120 and "\n" not in repr(value) for value in values)
    assert repr(matcher.match("Toqaev")).startswith("<Match 'Toqaev' matched kassym-jomart-tokayev 0.")


def test_a_notebook_shows_short_html_with_bars() -> None:
    matcher = Matcher()
    match = matcher.match("Akhmetov")
    for value in (matcher, match, compare("Toqaev", "Tokayev"), Gazetteer.shipped()):
        assert len(value._repr_html_()) < 3000
    assert "Serik Akhmetov" in match._repr_html_()
    assert "background:" in match._repr_html_()


def test_nothing_of_a_list_is_obeyed() -> None:
    matcher = Matcher(HOSTILE)
    match = matcher.match("<script>alert(1)</script> & Almira")
    for value in (match, HOSTILE, matcher, compare("<script>a", "<script>b")):
        assert "<script>" not in value._repr_html_()


def test_a_path_in_place_of_a_list_is_answered_with_what_opens_it() -> None:
    with pytest.raises(TypeError, match=r"Matcher\.open\('staff\.csv'\)"):
        Matcher("staff.csv")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"Matcher\.open\('staff\.csv'\)"):
        normalize_table(pl.DataFrame({"person": ["Toqaev"]}), "person", "staff.csv")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="takes a Gazetteer, not list"):
        Matcher([])  # type: ignore[arg-type]
