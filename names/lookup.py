"""`Lookup`: the records of a list that a text may mean, or that have it in a name or an id."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from names.gazetteer import Entity
from names.matcher import Matcher

LIKELY = 0.01  # score from which on a record may be meant
MOST_LIKELY = 20  # of them that come before those that have the text
FARTHEST = 10_000  # records found that may be passed over; who looks so far asks for more of the name
_BEGINS = ("\n", " ", "-", "")  # what stands before the text: it begins a name, a word, a half, or nothing


class Lookup:
    """Looks for records while a person types.

    All names and ids stand in one long text, which is searched as fast as memory is read. What it keeps is
    some bytes for each letter of the list; nothing in it changes, so that threads may share it.

    Args:
        matcher: Knows the list.

    Examples:
        >>> lookup = Lookup(Matcher())
        >>> [entity.id for entity in lookup.find("nazarba", 2)]
        ['dariga-nazarbayeva', 'nursultan-nazarbayev']
        >>> [entity.id for entity in lookup.find("Тоқ", 1)]
        ['kassym-jomart-tokayev']
    """

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._index = matcher.register
        self._numbers: list[int] = []  # of the records that were not replaced
        self._ends: list[int] = []  # of the text of each
        schemes: set[str] = set()
        pieces: list[str] = []
        length = 0
        for number in range(len(self._index)):
            entity = self._index.entity(number)
            if entity.replaced_by is not None:
                continue
            schemes.update(entity.ids)
            piece = "".join(f"\n{_plain(text)}" for text in _searched(entity)) + "\n"
            pieces.append(piece)
            length += len(piece)
            self._numbers.append(number)
            self._ends.append(length)
        self._text = "".join(pieces)
        self.schemes = tuple(sorted(schemes))
        """The schemes of outside ids that the list has."""

    def __len__(self) -> int:
        return len(self._numbers)

    def find(self, text: str, most: int, skip: int = 0) -> list[Entity]:
        """Return records: those that the text may mean, then those that have it, in the order of the list.

        Those in which it begins a name come before those in which it begins a word, and these before the
        rest. A text of nothing finds every record.

        Args:
            text: Any text.
            most: How many to return.
            skip: How many to pass over first; nothing is found behind the ten thousandth.
        """
        sought = _plain(text)
        if not sought:
            return [self._index.entity(number) for number in self._numbers[skip : skip + most]]
        if skip > FARTHEST:
            return []
        return list(islice(self._found(text, sought), skip, skip + most))

    def _found(self, text: str, sought: str) -> Iterator[Entity]:
        told: set[str] = set()
        exact = self._matcher.entity(text.strip())
        [likely] = self._matcher.verdicts([text], MOST_LIKELY)
        first = [exact] if exact else []
        first += [entity for entity, score in likely.candidates if score >= LIKELY]
        for entity in (*first, *map(self._index.entity, self._having(sought))):
            if entity.id not in told:
                told.add(entity.id)
                yield entity

    def _having(self, sought: str) -> Iterator[int]:
        for before in _BEGINS:
            at = self._text.find(before + sought)
            while at >= 0:
                place = bisect_right(self._ends, at)
                yield self._numbers[place]
                at = self._text.find(before + sought, self._ends[place])


def _searched(entity: Entity) -> Iterator[str]:
    yield entity.id
    for form in entity.forms:
        if form.kind != "acronym":
            yield form.text


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
