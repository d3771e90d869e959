"""What a reader took from a list, what it left, and what it doubts: told to whoever brought the list."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from names.gazetteer.faults import shown

SHOWN_THINGS = 12  # of one kind, in a line


class ThingTold(msgspec.Struct):
    """How often a thing was met, and where first.

    Attributes:
        count: How often.
        example: One of them, as a message quotes it; "" for none.
        line: Where that stands; 0 where there is no line.
    """

    count: int = 0
    example: str = ""
    line: int = 0


class ListAccount:
    """The account of one list.

    Args:
        kind: What the list was read as, in words.

    Attributes:
        kind: What the list was read as, in words; "" where it is our own format.
        ids_made: How many ids were made of names.
    """

    def __init__(self, kind: str = "") -> None:
        self.kind = kind
        self.ids_made = 0
        self._told: dict[str, dict[str, ThingTold]] = {"taken": {}, "left": {}, "doubted": {}}

    def take(self, what: str, count: int = 1) -> None:
        """Note what was taken.

        Args:
            what: In words, as `"name_ru" as native names in ru`.
            count: How many.
        """
        self._note("taken", what, count, "", 0)

    def leave(self, what: str, example: str = "", line: int = 0, count: int = 1) -> None:
        """Note what was left out.

        Args:
            what: In words, in the plural.
            example: One of them.
            line: Where it stands.
            count: How many; 0 for a thing that is not counted.
        """
        self._note("left", what, count, example, line)

    def doubt(self, what: str, example: str = "", line: int = 0) -> None:
        """Note what may be wrong.

        Args:
            what: In words, in the plural.
            example: One of them.
            line: Where it stands.
        """
        self._note("doubted", what, 1, example, line)

    def _note(self, verb: str, what: str, count: int, example: str, line: int) -> None:
        tally = self._told[verb].get(what)
        if tally is None:
            tally = self._told[verb][what] = ThingTold(0, shown(example) if example else "", line)
        tally.count += count

    def lines(self) -> Iterator[str]:
        """Yield the account in lines; none where there is nothing to tell."""
        for verb, things in self._told.items():
            if things:
                told = [_in_words(what, tally) for what, tally in list(things.items())[:SHOWN_THINGS]]
                more = len(things) - len(told)
                yield f"{verb:<10}" + "; ".join(told) + (f"; and {more:,} more" if more else "")
        if self.ids_made:
            ids = "1 id is" if self.ids_made == 1 else f"{self.ids_made:,} ids are"
            yield f"{'ids':<10}{ids} made of the names"


def _in_words(what: str, tally: ThingTold) -> str:
    """Return a thing with its count and the first of its kind.

    Examples:
        >>> _in_words("years that are none", ThingTold(1204, '"spring"', 7))
        'years that are none (1,204, as "spring" on line 7)'
    """
    where = f" on line {tally.line:,}" if tally.line else ""
    told = [f"{tally.count:,}"] if tally.count else []
    told += [f"as {tally.example}{where}"] if tally.example else []
    return f"{what} ({', '.join(told)})" if told else what
