"""Forms of one given name: Bob is Robert, and Ioannes, Jean, Juan, Ivan and Иван are John.

The table is data, in `names/data/given_names.yaml`. A form belongs to one or several heads; two parts that
share a head may be one given name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from names import data

_NO_FORM = re.compile(r"[A-Z-]+ |;|(?<!\|)\|(?!\|)")  # languages, and what stands between columns and forms


@functools.cache
def _table() -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """Return the heads of every listed form in small letters, and those of every distant form."""
    near: dict[str, frozenset[str]] = {}
    far: dict[str, frozenset[str]] = {}
    for line in data.read("given_names.yaml")["names"].splitlines():
        title, _, columns = line.partition(": ")
        head = frozenset(title.split()[:1])
        forms, _, distant = _NO_FORM.sub("", columns).partition("||")
        for form in (*head, *forms.split()):
            near[form] = near[form] | head if form in near else head
        for form in distant.split():
            far[form] = far[form] | head if form in far else head
    return near, far


def heads_of(text: str, latin: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the given names that a part of a name may be a form of, and those it is only distantly.

    Args:
        text: The part in small letters.
        latin: Its plain reading.

    Examples:
        >>> heads_of("bob", "bob")[0] == heads_of("боб", "bob")[0] == {"robert"}
        True
        >>> any(heads_of("тоқаев", "toqaev"))
        False
    """
    near, far = _table()
    if text not in near and text not in far:
        text = latin
    return near.get(text, frozenset()), far.get(text, frozenset())
