"""A list of names and nothing else: one to a line, or the one column of a table."""

from __future__ import annotations

from names.gazetteer.column_titles import meanings_of
from names.gazetteer.faults import shown
from names.gazetteer.list_input import ListInput
from names.gazetteer.list_tables import open_table

COMMENT = "#"


def read_bare_names(source: ListInput) -> None:
    """Read names; a first line that is a title, or a word in small letters alone, is no name.

    Args:
        source: The list.
    """
    table = open_table(source, header=False, delimiter="\x1f")
    for number, (line, cells) in enumerate(table.rows if table else ()):
        name = " ".join(cells).strip()
        if number == 0 and is_title(name):
            source.account.leave(f"the first line, {shown(name)}, as a title", count=0)
        elif name.startswith(COMMENT):
            source.account.leave("lines that begin with #", name, line)
        else:
            source.add({"name": name}, line)


def is_title(text: str) -> bool:
    """Tell whether a first line is the title of a column and no name.

    Examples:
        >>> is_title("Full name"), is_title("politician"), is_title("Almira Seitkali"), is_title("ალმირა")
        (True, True, False, False)
    """
    cased = [character for character in text if character.lower() != character.upper()]
    # In Georgian, capitals are for whole words alone, and names are written in small letters.
    small = bool(cased) and all(c.islower() and not "\u10a0" <= c <= "\u10ff" for c in cased)
    return bool(meanings_of(text)) or (small and len(text.split()) <= 2)
