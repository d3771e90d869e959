"""What a row says of a name: the cell itself, and the cells of other columns that tell namesakes apart."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import NamedTuple

import msgspec

from names.circumstances import Circumstances, circumstances, full_name
from names.errors import NamesError
from names.gazetteer.countries import is_known
from names.tables.columns import choose_columns

FIELDS = ("country", "born", "type", "given", "family")  # what other columns may say, in this order
CHECKED = {
    "country": "country",
    "born": "year",
    "type": "type",
}  # where not every text says something, and what it should be
SHOWN = 3  # places of odd cells that are remembered
MOST_TEXTS = 1000  # of odd cells that are counted each: a column of something else has no end of them


class Row(NamedTuple):
    """The cells of a row that bear on one name, as they are; empty ones say nothing.

    Attributes:
        cell: Of the column of names.
        country: A code or a name of a country.
        born: A year of birth, or a date with it.
        type: `person`, `place` or `organization`.
        given: Given names.
        family: The family name.
    """

    cell: str
    country: str = ""
    born: str = ""
    type: str = ""
    given: str = ""
    family: str = ""


Cell = str | Row  # a text where no other column says anything: such rows need no more


class Asked(NamedTuple):
    """One name as the matcher is asked for it.

    Attributes:
        spelling: The name, without the spaces around it.
        beside: What the row says besides, None for nothing.
    """

    spelling: str
    beside: Circumstances | None = None


NOTHING = Asked("")


class Others(msgspec.Struct, frozen=True):
    """The columns beside those of names that say something of them.

    Attributes:
        places: Of each field its column, counted from 0.
    """

    places: tuple[tuple[str, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.places)

    @classmethod
    def choose(
        cls,
        header: Sequence[str],
        wanted: Mapping[str, str],
        place: str,
        *,
        typed: bool = False,
        header_line: int | None = 1,
    ) -> Others:
        """Return where they are in a table.

        Args:
            header: The names in its header.
            wanted: The column of each field, as for `find_column`.
            place: Name of the table, for messages.
            typed: Whether the table says what its columns are called, and not one of its lines.
            header_line: The line that was taken as the header; None where the table has none.

        Raises:
            TableError: If one is not there, or is there twice.
        """
        fields = [field for field in FIELDS if field in wanted]
        found = [
            choose_columns(header, [wanted[field]], place, typed=typed, header_line=header_line)[0]
            for field in fields
        ]
        return cls(tuple((field, column.position) for field, column in zip(fields, found, strict=True)))

    def row(self, cell: str, said: Sequence[str]) -> Cell:
        """Return what a row says of a name.

        Args:
            cell: Of the column of names.
            said: The cells of the other columns, in the order of `places`.

        Examples:
            >>> Others((("country", 2), ("born", 5))).row("George Bush", ["US", "1946"])
            Row(cell='George Bush', country='US', born='1946', type='', given='', family='')
            >>> Others().row("George Bush", [])
            'George Bush'
        """
        if not self.places:
            return cell
        return Row(cell, **{field: text for (field, _), text in zip(self.places, said, strict=True)})


@functools.lru_cache(maxsize=100_000)
def _said(field: str, text: str) -> Circumstances | None:
    """What a cell says, None where it is no year or no type."""
    try:
        return circumstances(**{field: text})
    except NamesError:
        return None


def is_odd(field: str, text: str) -> bool:
    """Tell whether a cell is not what its column should hold; it then says nothing.

    Args:
        field: One of `FIELDS`.
        text: The cell.

    Examples:
        >>> is_odd("born", "17.05.1953"), is_odd("born", "in spring"), is_odd("born", " ")
        (False, True, False)
        >>> is_odd("country", "Казахстан"), is_odd("country", "n/a"), is_odd("country", "-")
        (False, True, False)
    """
    if field not in CHECKED:
        return False
    said = _said(field, text)
    return said is None or (said.country is not None and not is_known(said.country))


def circumstances_of(row: Row) -> Circumstances | None:
    """Return what a row says besides the name, None for nothing; odd cells say nothing.

    Args:
        row: Of a table.
    """
    country, born, type_ = (
        _said(field, getattr(row, field)) or Circumstances() for field in ("country", "born", "type")
    )
    return Circumstances(country.country, born.born, type_.type) or None


def ask(
    cell: Cell, parts: Iterable[str], decides: Callable[[Asked], bool] = lambda name: False
) -> tuple[Asked, ...]:
    """Return what is to be asked for the names in a cell.

    The other columns speak of one name: where a cell holds several, they say nothing.

    Args:
        cell: Of a table, with what its row says.
        parts: The names in it, with the spaces around them.
        decides: Tells whether somebody decided a name: nothing is put together for it.

    Examples:
        >>> row = Row("Marat", country="KZ", family="Saparov")
        >>> ask(row, [row.cell])[0].spelling, ask(row, [row.cell])[0].beside.country
        ('Saparov, Marat', 'kz')
        >>> ask(row, ["Marat", " Aidar"])
        (Asked(spelling='Marat', beside=None), Asked(spelling='Aidar', beside=None))
    """
    spellings = [part.strip() for part in parts]
    if isinstance(cell, str) or (len(spellings) > 1 and sum(map(bool, spellings)) != 1):
        return tuple([Asked(spelling) for spelling in spellings])
    alone = len(spellings) == 1
    return tuple(_ask_one(cell, s, decides) if s or alone else NOTHING for s in spellings)


def _ask_one(row: Row, spelling: str, decides: Callable[[Asked], bool]) -> Asked:
    given, family = _name(row.given), _name(row.family)
    said = circumstances_of(row)
    if (given or family) and not decides(Asked(spelling, said)):
        spelling = full_name(spelling, given, family).strip()
    return Asked(spelling, said) if spelling else NOTHING


def _name(text: str) -> str:
    """A part of a name, empty where a dash or the like stands for nothing."""
    return text if any(map(str.isalnum, text)) else ""


class OddCells(msgspec.Struct):
    """Cells of a column that are not what it should hold.

    A year or a type that is none says nothing; a country that is none may still be what the list says too.

    Attributes:
        column: The column, as it was asked for.
        what: What they are not: `country`, `year` or `type`.
        count: How many there are.
        unit: What `places` counts: a `line` of text, or a `row`, from 1, where the table is no text.
        places: Where the first few are; none in a database, whose rows have no order.
        texts: What stands in them, with how often: in a summary the commonest, before it a thousand at most.
    """

    column: str
    what: str
    count: int = 0
    unit: str = "line"
    places: list[int] = []
    texts: dict[str, int] = {}

    def note(self, text: str, places: Iterable[int] = (), count: int = 1, unit: str = "line") -> None:
        """Count some more.

        Args:
            text: What stands in them.
            places: Where they are.
            count: How many there are.
            unit: What the places count.
        """
        self.count += count
        self.unit = unit
        self.places = [*self.places, *places][:SHOWN]
        if text in self.texts or len(self.texts) < MOST_TEXTS:
            self.texts[text] = self.texts.get(text, 0) + count

    @property
    def commonest(self) -> list[tuple[str, int]]:
        """What stands in most of them, with how often; of equals, by letter."""
        return nsmallest(SHOWN, self.texts.items(), key=lambda counted: (-counted[1], counted[0]))
