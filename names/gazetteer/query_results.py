"""Results of a query at Wikidata: CSV, both kinds of TSV, and both kinds of JSON that its page offers.

A row is what the query asked for, so that one entity has several where it has several names or countries;
they are folded into one. Which variable is the entity shows in its addresses; what the others hold, in their
names, as in the titles of any table (`personLabel`, `dob`, `name_ru`). A variable may say the language of
another one: `?aliasLang` of `?alias`, and `?lang` alone of the aliases, or else of the labels.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from names.gazetteer.column_titles import meanings_of, word_for, year_in
from names.gazetteer.faults import shown
from names.gazetteer.gathered import GatheredEntity
from names.gazetteer.json_elements import json_elements
from names.gazetteer.list_input import ListInput
from names.gazetteer.list_tables import open_table
from names.gazetteer.spellings_given import language_of
from names.gazetteer.wikidata_values import item_of, meaning_of_item

_TERM = re.compile(
    r'(?P<text>"(?:[^"\\]|\\.)*")(?:@(?P<lang>[A-Za-z][\w-]*)|\^\^<(?P<type>[^>]*)>)?', re.DOTALL
)
_SEVERAL = re.compile(r"\s*[;|\n]\s*")
_OF_LANGUAGE = re.compile(r"(?P<of>\w*?)_?lang(?:uage)?(?:_?code)?", re.IGNORECASE)
_ALIASES = ("alt", "alts")  # as queries call them; a column of a table may hold altitudes
_NAMED = ("name", "native", "variants")
_LABEL_SERVICE = re.compile(r"AltLabel(?:_[a-z]+)?\Z")  # which joins aliases by a comma


class QueryTerm(NamedTuple):
    """A value in the results.

    Attributes:
        text: The value.
        lang: Its language, where the results say it.
    """

    text: str
    lang: str | None = None


Row = Mapping[str, QueryTerm]


def read_query_results(source: ListInput) -> None:
    """Read results, as JSON if they begin so, else as CSV or TSV.

    Args:
        source: The list.
    """
    sign = source.sign()
    if sign in (b"[", b"{"):
        _read_json(source, 0 if sign == b"[" else 2)
    else:
        _read_table(source)


def _read_table(source: ListInput) -> None:
    table = open_table(source)
    if table is not None:
        variables = [title.removeprefix("?") for title in table.header]
        _fold(
            ((line, dict(zip(variables, map(_term, cells), strict=False))) for line, cells in table.rows),
            source,
        )


def _read_json(source: ListInput, around: int) -> None:
    """Read rows of plain values, or the whole answer with its bindings."""
    elements = json_elements(source.stream, around, source.findings)
    _fold(((each.line, dict(_bound(each.value))) for each in elements), source)


def _bound(row: Mapping[str, object]) -> Iterator[tuple[str, QueryTerm]]:
    """Yield the values of a row of JSON."""
    for variable, value in row.items():
        if isinstance(value, dict):
            lang = value.get("xml:lang")
            yield variable, QueryTerm(str(value.get("value", "")), lang if isinstance(lang, str) else None)
        elif value is not None:
            yield variable, QueryTerm(str(value))


def _term(cell: str) -> QueryTerm:
    r"""Return a cell as a value: plain, or written as the long TSV has it.

    Examples:
        >>> _term('"Ерлан Тамаев"@ru'), _term("<http://www.wikidata.org/entity/Q1>").text, _term("a").lang
        (QueryTerm(text='Ерлан Тамаев', lang='ru'), '<http://www.wikidata.org/entity/Q1>', None)
    """
    found = _TERM.fullmatch(cell.strip())
    if not found:
        return QueryTerm(cell)
    try:
        return QueryTerm(str(json.loads(found["text"], strict=False)), found["lang"])
    except ValueError:
        return QueryTerm(found["text"][1:-1], found["lang"])


def _fold(rows: Iterable[tuple[int, Row]], source: ListInput) -> None:
    """Add one entity for all rows of each."""
    gathered: dict[str, GatheredEntity] = {}
    meanings: QueryMeanings | None = None
    count = 0
    for line, row in rows:
        subject = meanings.subject if meanings else _subject(row)
        item = subject and subject in row and item_of(row[subject].text)
        if not subject or not item:
            example = row[subject].text if subject and subject in row else ""
            source.account.leave("rows without an item of Wikidata", example, line)
            continue
        meanings = meanings or QueryMeanings(subject)
        entity = gathered.get(item)
        if entity is None:
            entity = gathered[item] = GatheredEntity(item, line)
            entity.outside_id("wikidata", item)
        count += 1
        meanings.take_row(row, entity, line, source)
    _add_all(gathered, count, meanings, source)


def _add_all(
    gathered: dict[str, GatheredEntity], count: int, meanings: QueryMeanings | None, source: ListInput
) -> None:
    for entity in gathered.values():
        record = entity.record(source.account)
        if record is not None:
            if meanings and meanings.type and "type" not in record:
                record["type"] = meanings.type
            source.add(record, entity.line)
    if count > len(gathered):
        source.account.take(f"rows, folded into {len(gathered):,}", count)
    if meanings and meanings.type:
        source.account.take(f"{shown('?' + meanings.subject)} as the type {meanings.type}", 0)


def _subject(row: Row) -> str | None:
    """Return the variable that is the entity: the first address, or rather the first that has a label."""
    items = [variable for variable, term in row.items() if item_of(term.text)]
    labelled = [variable for variable in items if f"{variable}Label" in row]
    return next(iter(labelled or items), None)


class QueryMeanings:
    """What the variables of a query hold.

    Args:
        subject: The variable that is the entity.

    Attributes:
        subject: The same.
        type: What the name of the variable says of all (`?person`), or None.
    """

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self.type = word_for("type", subject)
        self._known: dict[str, tuple[str, str | None] | None] = {}
        self._languages: dict[str, str] = {}  # by the variable whose language one says, "" for no certain one
        self._spoken: tuple[str, ...] = _NAMED  # keys whose texts have the language that is said of none

    def _of(self, variable: str) -> tuple[str, str | None] | None:
        """Return the key and the language of a variable, None where it is not read."""
        if variable not in self._known:
            plain = variable.removeprefix(self.subject) if variable != self.subject else variable
            found = next(iter(meanings_of(plain or variable) or meanings_of(variable)), None)
            self._known[variable] = (found.key, found.language) if found else None
            if found is None and plain.casefold() in _ALIASES:
                self._known[variable] = ("aliases", None)
            elif found is None and (of := _OF_LANGUAGE.fullmatch(variable)):
                self._known[variable] = ("language", None)
                self._languages[of["of"]] = variable
            if (meaning := self._known[variable]) and meaning[0] == "aliases":
                self._spoken = ("aliases",)
        return self._known[variable]

    def take_row(self, row: Row, entity: GatheredEntity, line: int, source: ListInput) -> None:
        """Take the values of a row for an entity."""
        said = [(variable, self._of(variable)) for variable in row if variable != self.subject]
        for variable, meaning in said:
            term = row[variable]
            if meaning is None and term.text.strip():
                source.account.leave(f"the variable {shown('?' + variable)}", count=0)
            elif meaning is not None and term.text.strip():
                key, lang = meaning
                spoken = term.lang or lang or self._language(variable, key, row)
                self._take(variable, key, term._replace(lang=spoken), entity, line, source)

    def _language(self, variable: str, key: str, row: Row) -> str | None:
        """Return the language of a text that another variable says, None where none does."""
        telling = self._languages.get(variable)
        if telling is None and key in self._spoken:
            telling = self._languages.get("")
        return language_of(row[telling].text.strip()) if telling is not None and telling in row else None

    def _take(
        self, variable: str, key: str, term: QueryTerm, entity: GatheredEntity, line: int, source: ListInput
    ) -> None:
        """Take a value for an entity."""
        if key in _NAMED:
            entity.label(term.text, term.lang)
        elif key == "language":
            if language_of(term.text.strip()) is None:
                source.account.leave(f"the variable {shown('?' + variable)}", count=0)
        elif key == "aliases":
            joined = _LABEL_SERVICE.search(variable) and "," in term.text
            for text in term.text.split(", ") if joined else _SEVERAL.split(term.text):
                if any(map(str.isalpha, text)):
                    entity.alias(text, term.lang)
        elif not _take_fact(key, term.text, entity):
            source.account.doubt(f"values of {shown('?' + variable)} that are no {key}", term.text, line)


def _take_fact(key: str, text: str, entity: GatheredEntity) -> bool:
    """Take a value of `born`, `country`, `gender` or `type`; False where it says nothing that is known."""
    item = item_of(text)
    if key == "born":
        value: object = year_in(text)
    elif key == "country":
        value = meaning_of_item("countries", item) if item else text.strip()
    elif key == "gender":
        value = meaning_of_item("genders", item) if item else word_for(key, text)
    elif key == "type":
        value = meaning_of_item("types", item) if item else word_for(key, text)
    else:
        return True
    if value is not None:
        entity.say(key, value)
    return value is not None
