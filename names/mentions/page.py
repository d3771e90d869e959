"""Articles as one self-contained page: mentions coloured by type, reasons on hover, the entities counted.

The page is written as it comes: only the entities, with the places of their first mentions, are kept until
its end. Its style lies in `names/data/mentions/page.css`; it needs no other file and no script.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from names import data
from names.decision import render_score
from names.gazetteer import Entity
from names.mentions.articles import Article
from names.mentions.mention import Mention
from names.mentions.rendering import Write

MOST_LINKS = 100  # places of one entity that the list leads to
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Listed:
    """An entity of the list, or a name that is not settled, with the places of its mentions."""

    def __init__(self, key: str, name: str, kind: str) -> None:
        self.key = key
        self.name = name
        self.kind = kind
        self.mentions = 0
        self.places: list[int] = []


class Page:
    """Writes the page.

    Args:
        write: Takes text.
        title: Of the page.
    """

    def __init__(self, write: Write, title: str) -> None:
        self._write = write
        self._listed: dict[str, Listed] = {}
        self._mentions = 0
        self._open = False
        style = data.text("mentions/page.css")
        write(
            f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escaped(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
            f"<h1>{escaped(title)}</h1>\n"
        )

    def begin(self, article: Article) -> None:
        """Write the head of the next article."""
        self._close()
        row = "" if article.row is None else f", row {article.row}"
        self._write(f'<article>\n<h2>{escaped(article.file)}{row}</h2>\n<div class="text" dir="auto">')
        self._open = True

    def add(self, text: str, at: int, mentions: Sequence[Mention]) -> None:
        """Write a part of it, its mentions marked."""
        done = 0
        pieces: list[str] = []
        for mention in mentions:
            pieces.append(escaped(text[done : mention.start - at]))
            pieces.append(self._marked(mention))
            done = mention.end - at
        pieces.append(escaped(text[done:]))
        self._write("".join(pieces))

    def _marked(self, mention: Mention) -> str:
        listed = self._list(mention.entity, mention)
        self._mentions += 1
        listed.mentions += 1
        if len(listed.places) < MOST_LINKS:
            listed.places.append(self._mentions)
        entity = mention.entity
        head = f"{entity.name} · {entity.id} · {render_score(mention.score, 2)}\n" if entity else ""
        return (
            f'<a class="{listed.kind}" id="m{self._mentions}" href="#{listed.key}" '
            f'title="{escaped(head + mention.reason)}">{escaped(mention.text)}</a>'
        )

    def _list(self, entity: Entity | None, mention: Mention) -> Listed:
        name = entity.name if entity else " ".join(mention.text.split())
        known = entity.id if entity else f"{mention.status} {name}"
        if known not in self._listed:
            kind = (entity.type or "untyped") if entity else mention.status
            self._listed[known] = Listed(f"e{len(self._listed) + 1}", name, kind)
        return self._listed[known]

    def end(self) -> None:
        """Write the list of entities, and close the page."""
        self._close()
        self._write("</main>\n<nav>\n" + "".join(self._list_lines()) + "</nav>\n</body>\n</html>\n")

    def _close(self) -> None:
        if self._open:
            self._write("</div>\n</article>\n")
            self._open = False

    def _list_lines(self) -> Iterator[str]:
        every = sorted(self._listed.values(), key=lambda listed: (-listed.mentions, listed.name))
        yield f"<p>{self._mentions:,} mentions of {len(every):,} names</p>\n"
        for kind, title in KINDS.items():
            some = [listed for listed in every if listed.kind == kind]
            if not some:
                continue
            yield f"<h2>{title}</h2>\n<ul>\n"
            for listed in some:
                yield _entry(listed)
            yield "</ul>\n"


def _entry(listed: Listed) -> str:
    """Return an entity of the list: its name, how often it is mentioned, and links to the places."""
    first = listed.places[0]
    places = listed.places if listed.mentions > 1 else []
    links = " ".join(f'<a href="#m{place}">{n}</a>' for n, place in enumerate(places, 1))
    more = " …" if listed.mentions > len(listed.places) else ""
    return (
        f'<li id="{listed.key}"><a class="{listed.kind}" href="#m{first}">{escaped(listed.name)}</a> '
        f'<b>{listed.mentions:,}</b><span class="places">{links}{more}</span></li>\n'
    )


KINDS = {
    "person": "People",
    "place": "Places",
    "organization": "Bodies",
    "untyped": "Of no type",
    "ambiguous": "Ambiguous",
    "unknown": "In no list",
}


def escaped(text: str) -> str:
    """Return text as HTML shows it; control characters become a sign that something stood there.

    Examples:
        >>> escaped('<b title="x">&')
        '&lt;b title=&quot;x&quot;&gt;&amp;'
    """
    return _CONTROLS.sub("\ufffd", html.escape(text))
