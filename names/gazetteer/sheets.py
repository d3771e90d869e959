"""A gazetteer kept as a table: CSV, TSV or a workbook, one entity per row, so that people can bring theirs.

Columns are read by their titles: the keys of our format as they are, others by `list_titles.yaml`; letter
case makes no difference. Where no column has ids, they are made of the names. `;` and `|` split the cells of
`short`, `variants` and `aliases`. A cell of `native`, `full`, `styles` or `ids` is `kk:Қасым;ru:Касым`; in
`native` and `full` a text may also stand without its language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple, cast

import msgspec

from names.gazetteer.checking import KEYS, LANGUAGE, PLAIN_KEYS, YEAR, plain_entity
from names.gazetteer.column_titles import ColumnMeaning, meanings_of, word_for, year_in
from names.gazetteer.faults import Findings, nearest, shown
from names.gazetteer.list_input import ListInput
from names.gazetteer.list_tables import ListTable, open_table
from names.gazetteer.nodes import Node, as_node, note_duplicate
from names.gazetteer.records import Entity, Gender
from names.gazetteer.spellings_given import SpellingsGiven
from names.gazetteer.telling_columns import told_by_columns
from names.gazetteer.wikidata_values import item_of
from names.tables.columns import Column, find_column

NAMED_APART = ("given", "family", "patronymic")
SPELLED = ("name", "native", "variants", "aliases", "patronymic")
# What a cell says that is read with leniency, None for nothing.
READ_AS: Mapping[str, Callable[[str, str], str | int | None]] = {
    "born": lambda _, cell: year_in(cell),
    "type": word_for,
    "gender": word_for,
    "country": lambda _, cell: cell,
}
NOUNS = {"born": "year"}
PLAIN = PLAIN_KEYS | {"gender", "born"}  # columns of rows that can be read without making a record of them
MOST_ABOVE = 10  # rows above a header

_SPLIT = re.compile(r"[;|\n]")
_LISTS = ("short", "variants", "aliases")
_BY_LANGUAGE = ("native", "full")
_PAIRS = ("styles", "ids")
_LABELLED = re.compile(rf"\s*({LANGUAGE.pattern})\s*:(.*)", re.DOTALL)


class ListColumn(NamedTuple):
    """A column that is read.

    Attributes:
        place: From 0.
        title: As the header has it.
        meaning: What it holds.
        own: Whether its title is a key of our format, so that its cells are held to that.
    """

    place: int
    title: str
    meaning: ColumnMeaning
    own: bool = False


def read_sheet(source: ListInput, delimiter: str | None = None) -> None:
    """Read a table into the roll, row by row.

    Args:
        source: The list.
        delimiter: What stands between cells; None to recognise it.
    """
    table = open_table(source, delimiter=delimiter)
    if table is not None:
        table = _with_header_found(table, source)
    columns = table and choose_columns_of_list(table, source)
    if table is None or columns is None:
        return
    before, width = len(source.roll), len(table.header)
    plain = all(column.own and column.meaning.key in PLAIN for column in columns)
    for line, cells in table.rows:
        fitted = cells if len(cells) == width else _fitted(cells, width)
        if fitted is None:
            table.note_width(line, cells, source.findings)
        elif plain and (entity := _plain_row(columns, fitted)) is not None:
            source.roll.add(entity, line, source.findings)
        else:
            source.add_node(_record(columns, fitted, line, source))
    _tell_types(table, source, before)


def _with_header_found(table: ListTable, source: ListInput) -> ListTable:
    """Return a table with its header where that stands below a title of the whole, as in many workbooks."""
    wanted = [title.casefold() for title in source.tables.columns]
    if _may_be_header(table.header, wanted):
        return table
    above: list[tuple[int, list[str]]] = []
    for line, cells in table.rows:
        above.append((line, cells))
        header = [cell.strip() for cell in cells]
        if sum(map(bool, header)) > 1 and _may_be_header(header, wanted):
            title = shown(next(filter(None, table.header), ""))
            what = f"the header is taken to be on this line, below {title}"
            source.findings.warn(line, what, "nothing need be done if it is")
            return ListTable(header, line, table.rows)
        if len(above) == MOST_ABOVE:
            break
    return ListTable(table.header, table.line, chain(above, table.rows))


def _may_be_header(titles: list[str], wanted: list[str]) -> bool:
    """Tell whether titles have the columns that are asked for, or one that tells that it holds names."""
    if wanted:
        return set(wanted) <= {title.casefold() for title in titles}
    if any(title.casefold() in KEYS for title in titles):
        return True
    return any(m.key in ("name", "family", "native") for title in titles for m in meanings_of(title))


def _tell_types(table: ListTable, source: ListInput, before: int) -> None:
    """Let records without a type be weighed as what the columns tell, and say so."""
    told, telling = told_by_columns(map(str.strip, table.header))
    entities = source.roll.entities
    silent = [n for n in range(before, len(entities)) if entities[n].type is None]
    if told is None or not silent:
        return
    for n in silent:
        entities[n] = msgspec.structs.replace(entities[n], told_type=told)
    columns = ", ".join(map(shown, telling))
    what = f"records without a type are weighed as those of {_MANY[told]}, for the columns: {columns}"
    source.findings.warn(table.line, what, "give a column type to be sure")


_MANY = {"place": "places", "organization": "bodies", "person": "people"}


def _fitted(cells: list[str], width: int) -> list[str] | None:
    """Return a row without the empty cells that stand behind the last column; None where it does not fit."""
    if len(cells) < width or any(map(str.strip, cells[width:])):
        return None
    return cells[:width]


def choose_columns_of_list(table: ListTable, source: ListInput) -> list[ListColumn] | None:
    """Return the columns that are read, or None after a fault.

    Args:
        table: Whose header is known.
        source: The list; says which columns hold ids and names, if anybody said it.
    """
    chosen = list(_own_columns(table, source))
    if source.findings.refusals:
        return None
    there = {column.meaning.key for column in chosen}
    more = _by_titles(table, chosen)
    if "family" in {column.meaning.key for column in more} or "name" in there:
        more = [column for column in more if (column.meaning.key, column.meaning.language) != ("name", None)]
    chosen += more
    if not (_has_plain_name(chosen) or _take_first_language(chosen)):
        _note_no_name(table, source.findings)
        return None
    _tell(table, chosen, source)
    return chosen


def _own_columns(table: ListTable, source: ListInput) -> Iterator[ListColumn]:
    """Yield the columns that are named by the caller, or by a key of our format."""
    for key in KEYS:
        given = {"id": source.tables.id_column, "name": source.tables.name_column}.get(key)
        if given is not None:
            found = find_column(table.header, given)
            if not isinstance(found, Column):
                _note_missing(key, given, table, source.findings)
                return
            yield ListColumn(found.position, table.header[found.position], ColumnMeaning(key), own=True)
            continue
        places = [place for place, title in enumerate(table.header) if title.casefold() == key]
        if len(places) > 1:
            source.findings.whole = False
            what = f"the key {shown(table.header[places[1]])} stands twice, first on this line"
            source.findings.end(table.line, what, "keep one of them")
            return
        if places:
            yield ListColumn(places[0], table.header[places[0]], ColumnMeaning(key), own=True)


def _by_titles(table: ListTable, chosen: list[ListColumn]) -> list[ListColumn]:
    """Return the columns whose titles tell what they hold: of each meaning the best, of languages all."""
    taken = {column.place for column in chosen}
    keys = {column.meaning.key for column in chosen}
    free = [(place, title) for place, title in enumerate(table.header) if place not in taken]
    has_family = any(m.key == "family" for _, title in free for m in meanings_of(title))
    best: dict[tuple[str, str | None], ListColumn] = {}
    for place, title in free:
        meanings = [m for m in meanings_of(title) if m.key not in keys or m.language]
        if has_family:
            meanings.sort(key=lambda m: m.key not in NAMED_APART)
        if meanings:
            column = ListColumn(place, title, meanings[0])
            known = best.get(meanings[0][::2])
            if known is None or column.meaning.rank < known.meaning.rank:
                best[meanings[0][::2]] = column
    return list(best.values())


def _take_first_language(chosen: list[ListColumn]) -> bool:
    """Make the name of one language the canonical one, where no column has names without a language."""
    labelled = [
        n for n, column in enumerate(chosen) if column.meaning.key == "name" and column.meaning.language
    ]
    english = [n for n in labelled if chosen[n].meaning.language == "en"]
    for number in (english or labelled)[:1]:
        column = chosen[number]
        chosen[number] = column._replace(meaning=column.meaning._replace(language=None))
        return True
    return False


def _has_plain_name(chosen: list[ListColumn]) -> bool:
    """Tell whether a column has names without a language, or family names."""
    return any(c.meaning.key == "family" or c.meaning[::2] == ("name", None) for c in chosen)


def _note_missing(key: str, title: str, table: ListTable, findings: Findings) -> None:
    there = ", ".join(map(shown, table.header))
    what = f"there is no column {shown(title)}; the columns are {there}"
    findings.end(table.line, what, f"say which one holds the {key} with --{key}-column")


def _note_no_name(table: ListTable, findings: Findings) -> None:
    there = ", ".join(map(shown, table.header))
    what = f"no title tells which column holds the names; the columns are {there}"
    findings.end(table.line, what, "say which one with --name-column")


def _tell(table: ListTable, chosen: list[ListColumn], source: ListInput) -> None:
    """Tell how titles were understood, and which columns are not read."""
    for column in chosen:
        key, _, language = column.meaning
        if not (column.own or language):  # of a language it is told with its count
            told = {"name": "the name", **dict.fromkeys(NAMED_APART, "a part of the name")}.get(key, key)
            source.account.take(f"{shown(column.title)} as {told}", 0)
    keys = [key for key in KEYS if key not in {column.meaning.key for column in chosen}]
    read = {column.place for column in chosen}
    titles = [title for place, title in enumerate(table.header) if title and place not in read]
    meant = {title: nearest(title, keys) for title in titles}
    for title in (title for title in titles if meant[title]):
        remedy = f'call it "{meant[title]}" if that is what it holds'
        source.findings.warn(table.line, f"the column {shown(title)} is not read", remedy)
    if plain := [shown(title) for title in titles if not meant[title]]:
        what = f"the column {plain[0]} is" if len(plain) == 1 else f"the columns {', '.join(plain)} are"
        source.findings.warn(table.line, f"{what} not read", "nothing need be done")
    if titles:
        several = "columns" if len(titles) > 1 else "column"
        source.account.leave(f"the {several} {', '.join(map(shown, titles))}", count=0)


def _plain_row(columns: list[ListColumn], cells: list[str]) -> Entity | None:
    """Return the entity of a row that is beyond doubt, as most are; None when it must be read with care."""
    fields = {
        column.meaning.key: cell for column in columns if (cell := cells[column.place]) and not cell.isspace()
    }
    gender, born = fields.pop("gender", None), fields.pop("born", None)
    known, year = gender and word_for("gender", gender), born and year_in(born)
    if (gender and not known) or (born and not year):
        return None
    if "type" in fields:
        fields["type"] = word_for("type", fields["type"]) or ""
    return plain_entity(fields, cast("Gender | None", known), cast("int | None", year))


def _record(columns: list[ListColumn], cells: list[str], line: int, source: ListInput) -> Node:
    """Return a row as a record; a cell that is empty says nothing."""
    said = [(column, cells[column.place]) for column in columns if cells[column.place].strip()]
    fields: dict[str, Node] = {"name": Node(None, line)}
    if any(column.meaning.key == "id" for column in columns):
        fields = {"id": Node(None, line), **fields}
    for column, cell in said:
        if column.meaning.key in READ_AS:
            fields |= _fact(column, cell.strip(), line, source)
        elif column.own:
            fields[column.meaning.key] = _own_cell(column.meaning.key, cell, line, source.findings)
        elif column.meaning[::2] == ("name", None):
            fields["name"] = Node(cell, line)
        elif column.meaning.key == "id":
            fields["id"] = Node(item_of(cell) or "-".join(cell.split()), line)
    if all(column.own for column in columns):
        return Node(fields, line)
    _put_together(fields, said, line)
    name = fields["name"].value
    spellings = SpellingsGiven(name.strip() if isinstance(name, str) else "")
    for column, cell in said:
        if not column.own:
            _take_cell(column, cell.strip(), line, fields, spellings, source)
    _add_spellings(fields, spellings, line)
    return Node(fields, line)


def _put_together(fields: dict[str, Node], said: list[tuple[ListColumn, str]], line: int) -> None:
    """Make the name of its parts, where a row has it in parts alone."""
    parts = {column.meaning.key: cell.strip() for column, cell in said if column.meaning.key in NAMED_APART}
    if fields["name"].value is None and "family" in parts:
        together = [parts[key] for key in ("given", "family") if key in parts]
        fields["name"] = Node(" ".join(together), line)
    if fields["name"].value is None:
        texts = (cell for column, cell in said if column.meaning.key == "name")
        fields["name"] = Node(next(texts, None), line)


def _take_cell(
    column: ListColumn,
    cell: str,
    line: int,
    fields: dict[str, Node],
    spellings: SpellingsGiven,
    source: ListInput,
) -> None:
    """Take a cell whose column is known by its title."""
    key = column.meaning.key
    if key in SPELLED:
        _take_names(column, cell, fields["name"].value, spellings, source)
    elif key.startswith("ids:"):
        pair = {key.removeprefix("ids:"): Node(item_of(cell) or cell, line)}
        old = fields["ids"].value if "ids" in fields else None
        fields["ids"] = Node({**(old if isinstance(old, dict) else {}), **pair}, line)


def _fact(column: ListColumn, cell: str, line: int, source: ListInput) -> dict[str, Node]:
    """Return what a cell says of year, type, gender or country; one that says none of it is doubted."""
    key = column.meaning.key
    value = READ_AS[key](key, cell)
    if value is None and column.own and key == "born" and YEAR.fullmatch(cell):
        value = int(cell)
    if value is not None:
        return {key: Node(value, line)}
    what = f"cells of {shown(column.title)} that are no {NOUNS.get(key, key)}, and say nothing"
    source.account.doubt(what, cell, line)
    return {}


def _take_names(
    column: ListColumn, cell: str, name: object, spellings: SpellingsGiven, source: ListInput
) -> None:
    """Take a cell that holds names."""
    key, _, language = column.meaning
    if key == "aliases":
        for text in _SPLIT.split(cell):
            spellings.add_alias(text, language)
    elif key == "patronymic":
        if isinstance(name, str) and " " in name:
            given, _, family = name.rpartition(" ")
            spellings.add_full(f"{given} {cell} {family}")
    elif language or key != "name":
        for text in [cell] if key == "name" else _SPLIT.split(cell):
            kind = spellings.add(text, language)
            if kind and language:
                source.account.take(f"{shown(column.title)} as {kind} of the language {language}")


def _add_spellings(fields: dict[str, Node], spellings: SpellingsGiven, line: int) -> None:
    for key, forms in spellings.fields().items():
        node = as_node(forms, line)
        old = fields[key].value if key in fields else None
        assert isinstance(node.value, list)
        fields[key] = Node([*(old if isinstance(old, list) else []), *node.value], line)


def _own_cell(key: str, cell: str, line: int, findings: Findings) -> Node:
    if key in _LISTS:
        return Node([Node(part, line) for part in _parts(cell)], line)
    if key in _BY_LANGUAGE:
        return _by_language(cell, line)
    if key in _PAIRS:
        return _pairs(key, cell, line, findings)
    return Node(cell, line)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in _SPLIT.split(cell) if part.strip()]


def _by_language(cell: str, line: int) -> Node:
    """Return texts with their languages; a text without one has none, and is a form all the same."""
    forms = []
    for part in _parts(cell):
        labelled = _LABELLED.fullmatch(part)
        form = {"text": Node(labelled[2] if labelled else part, line)}
        if labelled:
            form["lang"] = Node(labelled[1], line)
        forms.append(Node(form, line))
    return Node(forms, line)


def _pairs(key: str, cell: str, line: int, findings: Findings) -> Node:
    pairs: dict[str, Node] = {}
    for part in _parts(cell):
        word, colon, text = part.partition(":")
        word = word.strip()
        if not colon:
            findings.add(line, f'{shown(part)} in "{key}" has no colon', "write it as scheme:value")
        elif word in pairs:
            note_duplicate(word, line, line, findings)
        else:
            pairs[word] = Node(text, line)
    return Node(pairs, line)
