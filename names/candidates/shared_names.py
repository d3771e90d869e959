"""Which names of listed places and bodies are what listed people are called, too: Kirov, Madison, Ford.

Bare, such a name may stand for either, however exactly it is listed for one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from names.folding import Part
from names.folding.part import KANJI
from names.folding.roles import family_shares
from names.kinds import Shared

LEAST_SHARE = 1 / 3  # of a family name, below which a part is sooner a given name
_UNKNOWN = -1  # in place of the number of a word that no name of a place or body has

Ints = npt.NDArray[Any]


class ListedForms(NamedTuple):
    """The listed forms, an element for each, but for `parts`.

    Attributes:
        of_people: Whether the form is a person's.
        of_others: Whether it is a name of a place or a body.
        short: Whether it is a bare name listed as such.
        commas: How many parts it has before the first comma.
        capitals: How many parts are alone in capitals, as `names.folding.Spelling` says it.
        first_parts: Where the parts of each begin, and at last where all end.
        part_numbers: The parts of all forms, one after another, by number.
        parts: The distinct parts.
    """

    of_people: npt.NDArray[np.bool_]
    of_others: npt.NDArray[np.bool_]
    short: npt.NDArray[np.bool_]
    commas: Ints
    capitals: Ints
    first_parts: Ints
    part_numbers: Ints
    parts: Sequence[Part]

    def of(self, form: int) -> list[int]:
        """Return the numbers of the parts of a form."""
        numbers: list[int] = self.part_numbers[self.first_parts[form] : self.first_parts[form + 1]].tolist()
        return numbers


def shared_names(listed: ListedForms) -> npt.NDArray[np.uint8]:
    """Return of each form as what listed people are called so, by `names.kinds.Shared`; 0 for the most.

    Args:
        listed: The forms.
    """
    shared = np.zeros(len(listed.of_people), np.uint8)
    others = np.flatnonzero(listed.of_others).tolist()
    if not others or not listed.of_people.any():
        return shared
    words = _words_of(others, listed)
    named: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    for form in others:
        if numbers := tuple(words[listed.of(form)].tolist()):
            named[numbers].append(form)
    for form in _made_of(words >= 0, listed, every=True):
        as_what = Shared.SHORT if listed.short[form] else Shared.NAME
        shared[named.get(tuple(words[listed.of(form)].tolist()), [])] |= as_what.value
    alone = [numbers[0] for numbers in named if len(numbers) == 1]
    for form in _made_of(np.isin(words, alone), listed, every=False):
        for word in _family_names(form, words, listed):
            shared[named.get((word,), [])] |= Shared.FAMILY.value
    return shared


def _words_of(forms: Sequence[int], listed: ListedForms) -> Ints:
    """Return of each part the number of its word, the same where letters are, if any of the forms has it."""
    used = {number for form in forms for number in listed.of(form)}
    known: dict[str, int] = {}
    for number in sorted(used):
        known.setdefault(_word(listed.parts[number]), len(known))
    return np.fromiter((known.get(_word(part), _UNKNOWN) for part in listed.parts), np.int64)


def _word(part: Part) -> str:
    """Return what a part is written with, in Latin letters where an alphabet says which these are."""
    return part.latin if part.writing == "alphabet" and part.script != KANJI else part.text


def _made_of(these: npt.NDArray[np.bool_], listed: ListedForms, *, every: bool) -> list[int]:
    """Return the forms of people that have some parts.

    Args:
        these: Of each part, whether it is one of them.
        listed: The forms.
        every: Whether all parts of a form must be such, or else one of several.
    """
    sizes = np.diff(listed.first_parts)
    form_of = np.repeat(np.arange(len(sizes)), sizes)
    found = np.bincount(form_of[these[listed.part_numbers]], minlength=len(sizes))
    wanted = (found == sizes) & (sizes > 0) if every else (found > 0) & (sizes > 1)
    forms: list[int] = np.flatnonzero(wanted & listed.of_people).tolist()
    return forms


def _family_names(form: int, words: Ints, listed: ListedForms) -> list[int]:
    """Return the words of a person's name that are likely the family name."""
    numbers = listed.of(form)
    parts = [listed.parts[number] for number in numbers]
    shares = family_shares(parts, int(listed.commas[form]), int(listed.capitals[form]))
    likely = [n for n, share in enumerate(shares) if share >= LEAST_SHARE and parts[n].kind == "word"]
    return [int(words[numbers[n]]) for n in likely]
