"""Which columns of a table are meant, and what the added ones are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from names.tables.table_errors import TableError

SHOWN = 12  # columns listed in a message; more do not fit a line
FARTHEST = 0.2  # Jaro-Winkler distance of a name that may be meant: 'persn' yes, 'people' no, for 'person'

_NUMBERED = re.compile(r"(.*)#([1-9][0-9]*)", re.DOTALL)


class Column(NamedTuple):
    """A column of a table.

    Attributes:
        position: Its place, from 0.
        label: What the names of the columns added for it begin with: its own name, or `name#2` where the
            header has that name twice, or `#3` where it has none.
    """

    position: int
    label: str


def find_column(header: Sequence[str], wanted: str) -> Column | int:
    """Return the column a person asked for, or how many there are of that name.

    Args:
        header: The names in the table's header.
        wanted: A name as in the header; `name#2` for the second of that name; `#3`, or `3`, for the third
            column.
            A name that stands in the header as it is comes before these readings. Spaces around a name
            matter only where a name without them stands there too.

    Returns:
        The column, or a number other than one: 0 if there is none, 2 or more if the name is not enough.

    Examples:
        >>> find_column(["id", "person", "person"], "person#2")
        Column(position=2, label='person#2')
        >>> find_column(["id", "person"], "2")
        Column(position=1, label='person')
        >>> find_column(["id", "person", "person"], "person")
        2
    """
    for names, name in ((list(header), wanted), ([h.strip() for h in header], wanted.strip())):
        count = names.count(name)
        if count == 1:
            return Column(names.index(name), name or f"#{names.index(name) + 1}")
        if count > 1:
            return count
    numbered = _NUMBERED.fullmatch(wanted) or _NUMBERED.fullmatch(f"#{wanted}")
    if numbered is None:
        return 0
    name, number = numbered[1].strip(), int(numbered[2])
    places = [i for i, h in enumerate(header) if not name or h.strip() == name]
    if number > len(places):
        return 0
    return Column(places[number - 1], _label(header, places[number - 1]))


def _label(header: Sequence[str], position: int) -> str:
    name = header[position].strip()
    if not name:
        return f"#{position + 1}"
    same = [i for i, h in enumerate(header) if h.strip() == name]
    return name if len(same) == 1 else f"{name}#{same.index(position) + 1}"


def check_columns_alike(header: Sequence[str], expected: Sequence[str], place: str, first: str) -> None:
    """Refuse a table whose columns are not those of the first, where they are to become one.

    Args:
        header: The names of its columns.
        expected: Those of the first table's.
        place: Name of the table, for messages.
        first: Name of the first one.

    Raises:
        TableError: If they differ, or stand in another order.
    """
    if list(header) == list(expected):
        return
    lacking = [name for name in expected if name not in header]
    surplus = [name for name in header if name not in expected]
    if lacking:
        what = f"has no column {_shown(lacking[0])}, which {first} has"
    elif surplus:
        what = f"has a column {_shown(surplus[0])}, which {first} has not"
    else:
        what = f"has its columns in another order than {first}"
    raise TableError(
        f"{place} {what}; tables that become one have the same columns: normalize it apart, or give "
        "--join-columns"
    )


def join_headers(headers: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """Return the columns of tables that are joined by the names of their columns: all that any has.

    Args:
        headers: The name of each table, for messages, and the names of its columns.

    Raises:
        TableError: A table has two columns of one name.

    Examples:
        >>> join_headers([("a.csv", ["id", "person"]), ("b.csv", ["person", "born"])])
        ['id', 'person', 'born']
    """
    joined: dict[str, None] = {}
    for place, header in headers:
        if twice := next((name for name in header if header.count(name) > 1), None):
            raise TableError(
                f"{place} has two columns {_shown(twice)}, and columns are to be joined by name; rename one"
            )
        joined |= dict.fromkeys(header)
    return list(joined)


def order_in(joined: Sequence[str], header: Sequence[str]) -> tuple[int | None, ...]:
    """Return where each column of a joined table is in one of those that it is joined of, None for nowhere.

    Args:
        joined: As `join_headers` returns them.
        header: The names of the columns of one.
    """
    places = {name: place for place, name in enumerate(header)}
    return () if list(joined) == list(header) else tuple(map(places.get, joined))


def choose_columns(
    header: Sequence[str],
    wanted: Sequence[str],
    place: str,
    *,
    typed: bool = False,
    header_line: int | None = 1,
) -> list[Column]:
    """Return the columns asked for, in the order asked.

    Args:
        header: The names in the table's header.
        wanted: As for `find_column`, one or more; none for the only column of a table that has one.
        place: Name of the table, for messages.
        typed: Whether the table says what its columns are called, and not one of its lines.
        header_line: The line that was taken as the header; None where the table has none.

    Raises:
        TableError: If one is not there, is there twice, or is asked for twice.
    """
    columns: list[Column] = []
    if not wanted:
        if len(header) != 1:
            raise _unsaid(header, place)
        return [Column(0, _label(header, 0))]
    for name in wanted:
        column = find_column(header, name)
        if not isinstance(column, Column):
            raise (
                _missing(header, name, place, None if typed else header_line)
                if column == 0
                else _repeated(name, column, place)
            )
        if column in columns:
            raise TableError(f"column {name!r} is asked for twice; name each column once")
        columns.append(column)
    return columns


def _missing(header: Sequence[str], name: str, place: str, header_line: int | None) -> TableError:
    from rapidfuzz.distance import JaroWinkler

    def distance(known: str) -> float:
        return JaroWinkler.distance(known.casefold().strip(), name.casefold().strip())

    nearest = sorted(filter(None, header), key=distance)
    listed = ", ".join(_shown(n) for n in nearest[:SHOWN])
    more = f" and {len(nearest) - SHOWN} more" if len(nearest) > SHOWN else ""
    meant = nearest and distance(nearest[0]) <= FARTHEST
    offer = f" (did you mean {_shown(nearest[0])}?)" if meant else ""
    where, remedy = "it", ""
    if header_line is not None:
        line = "first line" if header_line == 1 else f"line {header_line}"
        where = f"its {line}, taken as the header,"
        remedy = "; where that is not the header, give --header-row, or --no-header if there is none"
    return TableError(
        f"{place} has no column {name!r}{offer}; {where} has "
        f"{listed or 'no names'}{more}; a column is also chosen by its number, as '#1'{remedy}"
    )


def _unsaid(header: Sequence[str], place: str) -> TableError:
    listed = ", ".join(_shown(name) for name in header[:SHOWN])
    more = f" and {len(header) - SHOWN} more" if len(header) > SHOWN else ""
    return TableError(
        f"{place} has {len(header)} columns, {listed}{more}; say which of them holds the names, as "
        "--column NAME, or by its number, as --column 2"
    )


def _repeated(name: str, count: int, place: str) -> TableError:
    return TableError(f"{place} has {count} columns named {name!r}; say '{name}#1' for the first of them")


def _shown(name: str) -> str:
    return repr(name if len(name) <= 40 else name[:39] + "…")


def name_columns(
    header: Sequence[str], columns: Sequence[Column], kinds: Sequence[str], prefix: str
) -> list[str]:
    """Return the names of the added columns, none of which the table has already.

    Args:
        header: The names in the table's header.
        columns: The columns of names.
        kinds: What is added for each: `name`, `id`, `score`…
        prefix: Text before every added name, empty for none.

    Raises:
        TableError: If the table has such a column already.

    Examples:
        >>> name_columns(["person"], [Column(0, "person")], ["id", "score"], "")
        ['person_id', 'person_score']
    """
    added = [f"{prefix}{column.label}_{kind}" for column in columns for kind in kinds]
    taken = sorted(set(added) & {name.strip() for name in header}) or [a for a in added if added.count(a) > 1]
    if taken:
        raise TableError(
            f"the table already has a column {taken[0]!r}, which would be added; rename or remove it, "
            "or put a text before the names of the added columns: --prefix new_"
        )
    return added
