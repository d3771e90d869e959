"""The kinds of lists that are read, each with how it is recognised and what reads it.

They are asked in this order, from those that show by many signs to those that show by few; the first that
recognises itself reads the file. A new kind is one module, and one row here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from names.bounds import LARGEST_DOCUMENT, lines_of
from names.gazetteer.bare_names import is_title, read_bare_names
from names.gazetteer.column_titles import meanings_of
from names.gazetteer.documents import read_document
from names.gazetteer.faults import Findings
from names.gazetteer.follow_the_money import TARGET_COLUMNS, read_entities, read_targets
from names.gazetteer.geonames import read_alternate_names, read_places
from names.gazetteer.json_elements import json_elements
from names.gazetteer.lines import read_lines
from names.gazetteer.list_input import ListInput
from names.gazetteer.list_tables import is_workbook
from names.gazetteer.location import EXTENSIONS, decode_lines
from names.gazetteer.popolo import read_popolo
from names.gazetteer.query_results import read_query_results
from names.gazetteer.sheets import read_sheet
from names.gazetteer.wikidata_items import read_items

_YAML = re.compile(r"^(---|(- )?(format|entities|coverage|id|name|type) *:)", re.MULTILINE)
_QUERY_JSON = re.compile(r'\{\s*"head"\s*:|\[\s*\{\s*"\w+"\s*:\s*"http://www\.wikidata\.org/entity/')
_ADDRESS = re.compile(r"<?https?://www\.wikidata\.org/entity/Q\d")
_ITEM_JSON = re.compile(r'"entities"\s*:\s*\{\s*"Q\d|"(?:type)"\s*:\s*"item"|"redirect"\s*:\s*"Q\d')
_FTM_JSON = re.compile(r'"schema"\s*:\s*"[A-Z]\w+"')
_POPOLO_JSON = re.compile(r'"(?:persons|organizations|memberships|other_names)"\s*:\s*\[')
_PLACE = re.compile(r"\d+\t[^\t]*\t[^\t]*\t[^\t]*\t-?\d+(?:\.\d+)?\t-?\d+(?:\.\d+)?\t[A-Z]?\t")
_PLACE_NAME = re.compile(r"\d+\t\d+\t[\w-]{0,7}\t[^\t]+(?:\t1?){0,4}(?:\t[^\t]*){0,2}\r?\Z")
_SEPARATOR = re.compile(r"[,;\t|]")


class ListHead(NamedTuple):
    """How a file begins.

    Attributes:
        path: Its name.
        data: Its first bytes.
        text: The same as text, as far as it is any.
    """

    path: Path
    data: bytes
    text: str

    @property
    def lines(self) -> list[str]:
        """The lines that hold anything."""
        return [line for line in self.text.splitlines() if line.strip()]

    @property
    def is_json(self) -> bool:
        """Whether it begins as JSON does."""
        return self.text.lstrip()[:1] in ("{", "[")

    @property
    def ending(self) -> str:
        """The ending of its name, before that of a compressed one."""
        name = self.path.name.lower().removesuffix(".gz").removesuffix(".zst")
        return Path(name).suffix


class ListKind(NamedTuple):
    """A kind of lists.

    Attributes:
        word: What `--from` calls it.
        what: What it is, in words.
        recognises: Tells whether a file is of the kind.
        read: Reads such a file; returns the coverage that it declares, or None.
        ours: Whether it is our own format, of which there is nothing to tell.
        adds: Whether it adds to the entities of other lists, and is read after them.
        rows: Whether it is read as rows, in any encoding that tables are read in.
    """

    word: str
    what: str
    recognises: Callable[[ListHead], bool]
    read: Callable[[ListInput], float | None]
    ours: bool = False
    adds: bool = False
    rows: bool = False


def kind_of_list(head: ListHead) -> ListKind | None:
    """Return the kind of a list by how it begins; None where none recognises it."""
    return next((kind for kind in KINDS if kind.recognises(head)), None)


def kind_called(word: str) -> ListKind | None:
    """Return a kind by its word."""
    return next((kind for kind in KINDS if kind.word == word), None)


def _first(head: ListHead) -> str:
    lines = head.lines
    return lines[0] if lines else ""


def _is_query_json(head: ListHead) -> bool:
    return head.is_json and _QUERY_JSON.match(head.text.lstrip()) is not None


def _is_query_table(head: ListHead) -> bool:
    lines = head.lines
    if len(lines) < 2 or head.is_json or _has_own_titles(lines[0]):
        return False
    return any(_ADDRESS.search(line) for line in lines[1:3])


def _has_own_titles(header: str) -> bool:
    """Tell whether a header has the columns `id` and `name` of our own format."""
    return {"id", "name"} <= {cell.strip(' "\ufeff').casefold() for cell in _SEPARATOR.split(header)}


def _is_targets(head: ListHead) -> bool:
    cells = [cell.strip(' "\ufeff') for cell in _first(head).split(",")]
    return set(TARGET_COLUMNS) <= set(cells)


def _is_jsonl(head: ListHead) -> bool:
    return EXTENSIONS.get(head.ending) == "jsonl" or head.is_json


def _is_yaml(head: ListHead) -> bool:
    return EXTENSIONS.get(head.ending) == "yaml" or _looks_like_yaml(head)


def _looks_like_yaml(head: ListHead) -> bool:
    return head.ending not in EXTENSIONS and _YAML.search(head.text) is not None


def _is_table(head: ListHead) -> bool:
    if is_workbook(head.data, head.path):
        return True
    first = _first(head)
    titled = any(meanings_of(cell.strip(' "\ufeff')) for cell in _SEPARATOR.split(first))
    if EXTENSIONS.get(head.ending) in ("csv", "tsv"):
        return (
            titled or not first or _SEPARATOR.search(first) is not None or is_title(first.strip(' "\ufeff'))
        )
    return _SEPARATOR.search(first) is not None and titled


def _is_bare(head: ListHead) -> bool:
    return EXTENSIONS.get(head.ending) in ("csv", "tsv") or head.ending in (".txt", ".list", ".lst")


def _read_document(source: ListInput) -> float | None:
    document = source.stream.read(LARGEST_DOCUMENT + 1)
    if len(document) > LARGEST_DOCUMENT:
        size = f"the YAML is larger than {LARGEST_DOCUMENT:,} bytes"
        source.findings.end(None, size, "write it as JSONL, one record per line")
        return None
    text = "".join(decode_lines(document.splitlines(keepends=True), source.findings))
    return read_document(text, source.findings, source.roll)


def _read_lines(source: ListInput) -> None:
    peek = getattr(source.stream, "peek", None)
    begin = peek(64).lstrip(b"\xef\xbb\xbf \r\n\t")[:1] if peek else b""
    if begin == b"[" and source.path.suffix.lower() not in EXTENSIONS:  # one list, not a record to a line
        for _, record, line in json_elements(source.stream, 0, source.findings):
            source.add(record, line)
        return
    read_lines(lines_of(source.stream), source.findings, source.roll)


def _read_sheet(source: ListInput) -> None:
    name = source.path.name.lower().removesuffix(".gz").removesuffix(".zst")
    read_sheet(source, "\t" if name.endswith(".tsv") else None)


KINDS = (
    ListKind(
        "wikidata-query", "results of a query at Wikidata, as CSV, TSV or JSON",
        lambda head: _is_query_json(head) or _is_query_table(head), read_query_results, rows=True,
    ),
    ListKind(
        "wikidata", "entities of Wikidata, as JSON",
        lambda head: head.is_json and _ITEM_JSON.search(head.text) is not None, read_items,
    ),
    ListKind(
        "ftm", "entities of FollowTheMoney, as JSON lines",
        lambda head: head.is_json and _FTM_JSON.search(head.text) is not None, read_entities,
    ),
    ListKind("targets", "a simple table of targets by OpenSanctions", _is_targets, read_targets, rows=True),
    ListKind(
        "popolo", "people and bodies in Popolo's JSON",
        lambda head: head.is_json and _POPOLO_JSON.search(head.text) is not None, read_popolo,
    ),
    ListKind(
        "geonames", "the table of places by GeoNames",
        lambda head: _PLACE.match(_first(head)) is not None, read_places,
    ),
    ListKind(
        "geonames-names", "the alternate names of places by GeoNames",
        lambda head: _PLACE_NAME.match(_first(head)) is not None, read_alternate_names, adds=True,
    ),
    ListKind("yaml", "our own YAML", _is_yaml, _read_document, ours=True),
    ListKind("jsonl", "our own JSON lines", _is_jsonl, _read_lines, ours=True),
    ListKind(
        "table", "a table with a header: CSV, TSV or a workbook", _is_table, _read_sheet, ours=True, rows=True
    ),
    ListKind("names", "names alone, one to a line", _is_bare, read_bare_names, rows=True),
)  # fmt: skip


def note_unknown_kind(findings: Findings) -> None:
    """Note that no kind recognises a file."""
    remedy = (
        "write it as UTF-8 text in a file that ends in .yaml, .jsonl, .csv, .tsv or .txt, or say what it is: "
        f"names gazetteer import FILE --from {KINDS[-1].word}"
    )
    findings.end(None, "the form of the file cannot be told", remedy)
