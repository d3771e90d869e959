"""A table with habits: spellings that print mixes freely, the commonest first, as many as one asks for.

A habit is a letter, or letters, for which print has several spellings (ж as zh, j, dzh), each with its share.
Within one name a habit is kept: Zhanibek Zhomartov or Janibek Jomartov. A name thus has as many spellings as
its habits have choices together, but they are never all written: the best are found one after another.
"""

from __future__ import annotations

import heapq
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from names.errors import NamesError
from names.romanization.capitals import capital, lowered
from names.romanization.passes import Pass
from names.romanization.schemes import scheme_table
from names.romanization.tables import read_table

_MARKS = 0xE000  # code points without a meaning of their own stand for what is not chosen yet
_NO_MARK = "\ufffd"  # stands for such a code point where a name itself has it
_WORDS = re.compile(r"[\s-]+")


class Habit(msgspec.Struct, frozen=True):
    """Letters that print spells in several ways.

    Attributes:
        name: What they are; habits of one name are chosen together.
        options: The spellings, the commonest first.
        shares: How common each is beside the others; they sum up to 1.
    """

    name: str
    options: tuple[str, ...]
    shares: tuple[float, ...]


class Mixed(msgspec.Struct, frozen=True):
    """One spelling of a lattice.

    Attributes:
        text: The spelling.
        share: How common its choices are together, among all of the lattice.
        habits: What was not chosen as usual, as (letters, spelling).
    """

    text: str
    share: float
    habits: tuple[tuple[str, str], ...]


class Lattice:
    """A table with habits, ready for use; nothing in it changes.

    Args:
        entry: Its YAML value: `letters`, `rules` and `base` as a romanization scheme has them, and `habits`,
            rules whose `to` holds spellings with their shares.
        sets: Groups of letters that contexts may name.
        place: File and key, for messages.

    Raises:
        NamesError: The table has faults; all of them are named.
    """

    def __init__(self, entry: Mapping[str, Any], sets: Mapping[str, Any], place: str) -> None:
        self._habits: dict[str, Habit] = {}
        rules = [self._marked(habit, place) for habit in entry.get("habits") or ()]
        scheme = {
            "id": "habits", "title": "-", "authority": "-", "scripts": ["-", "-"], "source": "-",
            "rules": [*rules, *(entry.get("rules") or ())],
            **{key: entry[key] for key in ("base", "letters", "without") if key in entry},
        }  # fmt: skip
        table = read_table(scheme, sets, place, scheme_table)
        self._form = table.form
        self._passes = [Pass(step.letters, step.rules, table.capitals) for step in table.steps]

    def _marked(self, habit: Mapping[str, Any], place: str) -> dict[str, Any]:
        """Return a habit as a rule that writes a mark where a choice is to be made."""
        to, text = habit.get("to"), habit.get("text")
        if not isinstance(to, dict) or not to or not text:
            raise NamesError(f"{place}: the habit {habit!r} has no `text`, or no spellings in `to`")
        ordered = sorted(to.items(), key=lambda pair: -float(pair[1]))
        total = sum(float(share) for _, share in ordered)
        mark = chr(_MARKS + len(self._habits))
        name = str(habit.get("name") or (text if isinstance(text, str) else text[0]))
        shares = tuple(float(share) / total for _, share in ordered)
        options = tuple(option for option, _ in ordered)
        if any(h.name == name and len(h.options) != len(options) for h in self._habits.values()):
            raise NamesError(f"{place}: the habits {name!r} are chosen together; give each as many spellings")
        self._habits[mark] = Habit(name, options, shares)
        return {**{key: value for key, value in habit.items() if key != "name"}, "to": mark}

    def spellings(self, text: str, most: int) -> Iterator[Mixed]:
        """Yield spellings of a text, the commonest first.

        Args:
            text: A name in the script that the table reads.
            most: How many at most.
        """
        template = self._template(text)
        met = self._met(template)
        for share, picked in _best_choices([habit.shares for habit in met], most):
            places = {habit.name: at for habit, at in zip(met, picked, strict=True)}
            unusual = tuple((h.name, h.options[at]) for h, at in zip(met, picked, strict=True) if at)
            yield Mixed(self._written(template, text, places), share, unusual)

    def spelling(self, text: str, habits: Iterable[tuple[str, str]]) -> str:
        """Return the one spelling of a text that has these habits, and is as usual everywhere else.

        Args:
            text: A name in the script that the table reads.
            habits: What is not chosen as usual, as (letters, spelling); those it has not do nothing.
        """
        template = self._template(text)
        chosen = dict(habits)
        met = {h.name: h.options for h in self._met(template) if chosen.get(h.name) in h.options}
        places = {name: options.index(chosen[name]) for name, options in met.items()}
        return self._written(template, text, places)

    def _template(self, text: str) -> str:
        """Return a text in the letters of the table, with a mark wherever a choice is to be made."""
        template = lowered(unicodedata.normalize(self._form, text))
        template = "".join(_NO_MARK if c in self._habits else c for c in template)
        for one in self._passes:
            template = one.written(template)
        return template

    def _met(self, template: str) -> list[Habit]:
        """Return the habits in a template in their order, of those chosen together the first."""
        met: dict[str, Habit] = {}
        for habit in (self._habits[c] for c in template if c in self._habits):
            met.setdefault(habit.name, habit)
        return list(met.values())

    def _written(self, template: str, text: str, places: Mapping[str, int]) -> str:
        chosen = {mark: h.options[places.get(h.name, 0)] for mark, h in self._habits.items()}
        written = "".join(chosen.get(c, c) for c in template)
        return unicodedata.normalize("NFC", recased(written, text))


def _best_choices(shares: Sequence[Sequence[float]], most: int) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Yield the places of one choice from each of several lists, the likeliest together first.

    Every next best differs from one yielded before in a single place, by one step, so that a heap of those
    that may come next is all one needs.
    """
    start = (0,) * len(shares)
    heap = [(-math.prod(each[0] for each in shares), start)]
    seen = {start}
    while heap and most > 0:
        share, picked = heapq.heappop(heap)
        yield -share, picked
        most -= 1
        for n, at in enumerate(picked):
            following = (*picked[:n], at + 1, *picked[n + 1 :])
            if at + 1 < len(shares[n]) and following not in seen:
                seen.add(following)
                together = math.prod(each[i] for each, i in zip(shares, following, strict=True))
                heapq.heappush(heap, (-together, following))


def recased(written: str, text: str) -> str:
    """Return a name in small letters with the capitals of another, word by word.

    Examples:
        >>> recased("kasym-zhomart tokayev", "Қасым-Жомарт ТОҚАЕВ")
        'Kasym-Zhomart TOKAYEV'
    """
    words = [word for word in _WORDS.split(text) if word]
    pieces = re.split(r"([\s-]+)", written)
    at = 0
    for n, piece in enumerate(pieces):
        if not piece or _WORDS.fullmatch(piece):
            continue
        model = words[at] if at < len(words) else ""
        letters = [c for c in model if c.isalpha()]
        if len(letters) > 1 and all(c.isupper() for c in letters):
            pieces[n] = piece.upper()
        elif letters and letters[0].isupper():
            pieces[n] = capital(piece, {})
        at += 1
    return "".join(pieces)
