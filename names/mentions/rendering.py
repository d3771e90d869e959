"""Mentions written: as JSON lines, as CSV, as lines to read, and as a table of entities."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from names.decision import render_score
from names.gazetteer import Entity
from names.mentions.articles import Article
from names.mentions.mention import Mention
from names.tables.quoting import encode_cell
from names.visible import escaped, visible

Write = Callable[[str], object]
FIELDS = (
    "file",
    "row",
    "start",
    "end",
    "text",
    "id",
    "name",
    "type",
    "score",
    "status",
    "reason",
    "candidates",
)
DIGITS = 4  # of a score


class Writer(Protocol):
    """Takes articles and their mentions, in order."""

    def begin(self, article: Article) -> None:
        """Take the next article."""

    def add(self, text: str, at: int, mentions: Sequence[Mention]) -> None:
        """Take the next part of it, with its mentions by places in the article.

        Args:
            text: Of the part.
            at: Where it begins in the article.
            mentions: In it, in order.
        """

    def end(self) -> None:
        """Know that there are no more articles."""


class Lines:
    """Writes one line for each mention.

    Args:
        write: Takes text.
        line: Makes a line of the file, the row and the mention.
        head: Written before everything.
    """

    def __init__(self, write: Write, line: Callable[[Article, Mention], str], head: str = "") -> None:
        self._write = write
        self._line = line
        self._article: Article | None = None
        if head:
            write(head)

    def begin(self, article: Article) -> None:
        """Take the next article."""
        self._article = article

    def add(self, text: str, at: int, mentions: Sequence[Mention]) -> None:
        """Write the mentions in a part of it."""
        assert self._article is not None
        self._write("".join(self._line(self._article, mention) for mention in mentions))

    def end(self) -> None:
        """Write nothing more."""


def record(article: Article, mention: Mention) -> dict[str, Any]:
    """Return a mention as plain values, with its file, and its row where the file is a table."""
    where: dict[str, Any] = {"file": article.file}
    if article.row is not None:
        where["row"] = article.row
    return where | mention.to_dict() | {"score": float(render_score(mention.score, DIGITS))}


def json_line(article: Article, mention: Mention) -> str:
    """Return a mention as one line of JSON."""
    return _json(record(article, mention))


def _json(plain: dict[str, Any]) -> str:
    return escaped(json.dumps(plain, ensure_ascii=False)) + "\n"


def csv_line(article: Article, mention: Mention) -> str:
    """Return a mention as one line of CSV, in the order of `FIELDS`."""
    values = record(article, mention) | {"score": render_score(mention.score, DIGITS)}
    values["candidates"] = " ".join(mention.candidates)
    return csv_row([values.get(field) for field in FIELDS])


def csv_row(values: Sequence[object]) -> str:
    """Return values as one line of CSV; None is an empty cell."""
    return ",".join(encode_cell("" if v is None else str(v), ",") for v in values) + "\n"


def text_line(article: Article, mention: Mention) -> str:
    """Return a mention as one line to read: place, what was found, whom it means."""
    row = "" if article.row is None else f":{article.row}"
    found = " ".join(mention.text.split())
    meant = f"{mention.entity.id}  {mention.entity.name}" if mention.entity else "-"
    score = render_score(mention.score, 2)
    place = f"{article.file}{row}:{mention.start}-{mention.end}"
    return visible(f"{place}  {found}  {mention.status}  {score}  {meant}") + "\n"


class Count(NamedTuple):
    """How often an entity, or an unlisted name, is mentioned.

    Attributes:
        id: Of the entity; "" for a name that no list has, or that may mean several.
        name: Its canonical name, else the name as found.
        type: Of the entity.
        status: Of the mentions.
        mentions: How many.
        articles: In how many articles.
    """

    id: str
    name: str
    type: str
    status: str
    mentions: int
    articles: int


class Tally:
    """Counts mentions by entity over all articles, and writes the table at the end.

    Args:
        write: Takes text; None only counts.
        form: `text`, `csv` or `jsonl`.
    """

    def __init__(self, write: Write | None = None, form: str = "text") -> None:
        self._write = write
        self._form = form
        self._counts: dict[tuple[str, str, str], list[int]] = {}
        self._types: dict[str, str] = {}
        self._last: dict[tuple[str, str, str], int] = {}
        self.articles = 0

    def begin(self, article: Article) -> None:
        """Take the next article."""
        self.articles += 1

    def add(self, text: str, at: int, mentions: Sequence[Mention]) -> None:
        """Count the mentions in a part of it."""
        for mention in mentions:
            key = self._key(mention.entity, mention)
            count = self._counts.setdefault(key, [0, 0])
            count[0] += 1
            if self._last.get(key) != self.articles:
                count[1] += 1
                self._last[key] = self.articles

    def _key(self, entity: Entity | None, mention: Mention) -> tuple[str, str, str]:
        if entity is None:
            return "", " ".join(mention.text.split()), mention.status
        self._types[entity.id] = entity.type or ""
        return entity.id, entity.name, mention.status

    def counts(self) -> list[Count]:
        """Return the counts, the most mentioned first, equal ones by id and name."""
        found = [
            Count(id, name, self._types.get(id, ""), status, mentions, articles)
            for (id, name, status), (mentions, articles) in self._counts.items()
        ]
        return sorted(found, key=lambda count: (-count.mentions, count.id, count.name))

    def end(self) -> None:
        """Write the table."""
        if self._write is not None:
            for line in self._lines():
                self._write(line)

    def _lines(self) -> Iterator[str]:
        counts = self.counts()
        fields = ("mentions", "articles", "status", "type", "id", "name")
        rows = [[getattr(count, field) for field in fields] for count in counts]
        if self._form == "jsonl":
            for row in rows:
                yield _json(dict(zip(fields, row, strict=True)))
        elif self._form == "csv":
            yield from map(csv_row, [fields, *rows])
        else:
            shown = [list(fields), *([visible(str(cell)) or "-" for cell in row] for row in rows)]
            widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
            for row in shown:
                numbers = (cell.rjust(w) for cell, w in zip(row[:2], widths, strict=False))
                words = (cell.ljust(w) for cell, w in zip(row[2:], widths[2:], strict=True))
                yield "  ".join([*numbers, *words]).rstrip() + "\n"
