"""Tools for assistants by the Model Context Protocol: what the library answers, short, with its reasons.

Each tool reads and none writes. What comes back is no more than was asked for, since an assistant reads all
of it; whoever wants the whole account asks `why`.
"""

from __future__ import annotations

import functools
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import Field
from starlette.types import ASGIApp

from names import __version__
from names.account import explain
from names.circumstances import circumstances
from names.decision import Candidate, Status, render_score
from names.errors import NamesError
from names.match import Match
from names.romanization import SCHEMES, romanization
from names.routes import variants
from names.routes.languages import languages_of
from names.service.ceilings import LONGEST_SPELLING, LONGEST_TEXT
from names.service.extension import scheme_for
from names.service.guarding import Guard
from names.service.handling import Service
from names.service.name_groups import NameGroup, name_groups
from names.service.reconciliation import NOTHING, described
from names.service.served_list import ListHolder
from names.tables import Options, normalize_csv

MOST_NAMES = 100  # of one call: whoever has more has a column
MOST_GROUPED = 1000
MOST_RECORDS = 50
INSTRUCTIONS = (
    "Tells which listed person, place or body a spelling of a name stands for, in any script. Only an answer "
    "whose status is matched says who is meant; ambiguous and unknown mean that it is not known, and the "
    "candidates are no answer. The score is a probability. Print no name for an answer that is not matched."
)


@dataclass
class ListedRecord:
    """A record of the list: a person, a place or a body."""

    id: str
    name: str
    facts: str
    """What tells it from its namesakes."""


@dataclass
class LikelyRecord(ListedRecord):
    """A candidate."""

    score: float
    """How probable it is that this one is meant, from 0 to 1."""


@dataclass
class Identity:
    """Whom a name stands for."""

    query: str
    status: Status
    id: str | None
    name: str | None
    score: float
    reason: str
    candidates: list[LikelyRecord]


@dataclass
class EvidenceTold:
    """One piece of evidence; its weight, in nats, is above 0 where it speaks for, below where against."""

    says: str
    weight: float


@dataclass
class WhyTold:
    """Why a name is, or is not, somebody or another name."""

    query: str
    other: str
    stage: str
    reason: str
    similarity: float
    evidence: list[EvidenceTold]


@dataclass
class NormalizedTable:
    """A table with the identity of its names, and what came of them."""

    table: str
    rows: int
    matched: int
    ambiguous: int
    unknown: int
    commonest_unknown: list[str]


@dataclass
class TextMention:
    """A name at a place in a text; start and end count code points."""

    start: int
    end: int
    text: str
    status: Status
    id: str | None
    name: str | None
    reason: str


@dataclass
class Romanized:
    """A name in Latin letters; left holds letters that the scheme does not cover."""

    text: str
    scheme: str
    left: list[str]


@dataclass
class PrintedSpelling:
    """One spelling to expect in print, its share among all, and the route that leads to it."""

    text: str
    share: float
    route: str


class AssistantTools:
    """The tools, each a method whose signature and first lines are what an assistant reads.

    Args:
        holder: Has the list.
    """

    def __init__(self, holder: ListHolder) -> None:
        self._holder = holder

    def match(
        self,
        names: Annotated[list[str], Field(max_length=MOST_NAMES)],
        country: str | None = None,
        born: str | None = None,
        type: str | None = None,
        candidates: Annotated[int, Field(ge=0, le=MOST_RECORDS)] = 3,
    ) -> list[Identity]:
        """Say whom each name stands for, in any script, and why.

        Country (a code or a name), year of birth and type (person, place or organization), where they are
        known of all the names, help to tell namesakes apart.
        """
        beside = circumstances(country, born, type)
        matcher = self._holder.current.matcher
        matches = matcher.match_many(names, max(candidates, 1), beside=[beside or None for _ in names])
        return [identity(match, candidates) for match in matches]

    def why(
        self,
        name: Annotated[str, Field(max_length=LONGEST_SPELLING)],
        other: Annotated[str | None, Field(max_length=LONGEST_SPELLING)] = None,
    ) -> WhyTold:
        """Say why a name is, or is not, the entity whose id, or the other name, is given as other.

        Without other, the likeliest entity is taken.
        """
        account = explain(self._holder.current.matcher, name, other)
        return WhyTold(
            query=account.query,
            other=account.other,
            stage=account.stage,
            reason=account.reason,
            similarity=shortened(account.comparison.score),
            evidence=[
                EvidenceTold(" – ".join(filter(None, (p.evidence.query, p.evidence.form))) + f": {p.says}",
                             round(p.evidence.weight, 2))
                for p in account.pieces
            ],
        )  # fmt: skip

    def normalize_column(
        self,
        table: Annotated[str, Field(max_length=LONGEST_TEXT)],
        column: str,
        candidates: Annotated[int, Field(ge=0, le=MOST_RECORDS)] = 0,
    ) -> NormalizedTable:
        """Add to a table of delimited text (CSV, with a header) the identity of the names in a column.

        For a column C come C_name, C_id, C_score and C_status; name and id stay empty unless matched.
        """
        out = io.BytesIO()
        options = Options(columns=(column,), candidates=candidates, encoding="utf-8")
        source = io.BytesIO(table.encode("utf-8", "replace"))
        summary = normalize_csv(source, out, self._holder.current.matcher, options)
        return NormalizedTable(
            table=out.getvalue().decode("utf-8", "replace"),
            rows=summary.rows,
            matched=summary.matched,
            ambiguous=summary.ambiguous,
            unknown=summary.unknown,
            commonest_unknown=[spelling for spelling, _ in summary.commonest_unknown],
        )

    def find(
        self, text: Annotated[str, Field(max_length=LONGEST_TEXT)], unknown: bool = False
    ) -> list[TextMention]:
        """Find the mentions of listed people, places and bodies in a text.

        With unknown, also what looks like the name of a person who is not listed.
        """
        mentions = self._holder.current.finder.find(text, unknown=unknown)
        return [
            TextMention(
                start=mention.start,
                end=mention.end,
                text=mention.text,
                status=mention.status,
                id=mention.entity.id if mention.entity else None,
                name=mention.name,
                reason=mention.reason,
            )
            for mention in mentions
        ]

    def romanize(
        self, names: Annotated[list[str], Field(max_length=MOST_NAMES)], scheme: str = ""
    ) -> list[Romanized]:
        """Write names in Latin letters by a scheme, as bgnpcgn-kaz-Cyrl-Latn-1979.

        Without one, by that of the US and British boards on geographic names for the language that the
        letters tell.
        """
        return [self._romanized(name, scheme or own_scheme(name)) for name in names]

    @staticmethod
    def _romanized(name: str, scheme: str) -> Romanized:
        done = romanization(name, scheme)
        return Romanized(done.text, scheme, list(done.left))

    def variants(
        self,
        name: Annotated[str, Field(max_length=LONGEST_SPELLING)],
        language: str | None = None,
        most: Annotated[int, Field(ge=1, le=MOST_RECORDS)] = 20,
    ) -> list[PrintedSpelling]:
        """List the spellings of a name to expect in print, commonest first; language is a code, as kk."""
        return [
            PrintedSpelling(variant.text, round(variant.share, 4), variant.routes[0].words)
            for variant in variants(name, language, most)
        ]

    def group(self, names: Annotated[list[str], Field(max_length=MOST_GROUPED)]) -> list[NameGroup]:
        """Group spellings that are one name each, whether it is listed or not.

        Repeat a spelling as often as it came.
        """
        return name_groups(Counter(names))

    def gazetteer_search(
        self,
        text: Annotated[str, Field(max_length=LONGEST_SPELLING)],
        most: Annotated[int, Field(ge=1, le=MOST_RECORDS)] = 10,
    ) -> list[ListedRecord]:
        """Look for records of the list that have a text in a name or an id, or that a name may mean."""
        served = self._holder.current
        return [
            ListedRecord(entity.id, served.matcher.display(entity), described(entity))
            for entity in served.lookup.find(text, most)
        ]


def shortened(score: float) -> float:
    """Return a probability to four digits, rounded down."""
    return float(render_score(score))


def identity(match: Match, candidates: int) -> Identity:
    """Return an answer in short.

    Args:
        match: The answer.
        candidates: How many of them to tell.
    """
    told = [each for each in match.candidates if render_score(each.score) != NOTHING][:candidates]
    return Identity(
        query=match.query,
        status=match.status,
        id=match.entity.id if match.entity else None,
        name=match.name,
        score=shortened(match.score),
        reason=match.reason,
        candidates=[_likely(each) for each in told],
    )


def _likely(candidate: Candidate) -> LikelyRecord:
    entity = candidate.entity
    facts = described(entity, candidate.form.text)
    return LikelyRecord(entity.id, entity.name, facts, shortened(candidate.score))


def own_scheme(name: str) -> str:
    """Return the scheme by which a name is romanized where none is asked for.

    Args:
        name: In its own script.

    Raises:
        NamesError: Its letters tell no language that has one.

    Examples:
        >>> own_scheme("Тоқаев")
        'bgnpcgn-kaz-Cyrl-Latn-1979'
    """
    for language in languages_of(name):
        if scheme := scheme_for(language.code):
            return scheme
    raise NamesError(
        f"no scheme is known for the letters of {name!r}; name one of {', '.join(SCHEMES)[:200]}…"
    )


def telling_errors(tool: Callable[..., Any]) -> Callable[..., Any]:
    """Return a tool whose errors an assistant is told in their own words; of others it learns nothing.

    Args:
        tool: As it is.
    """

    @functools.wraps(tool)
    def told(*args: Any, **kwargs: Any) -> Any:
        try:
            return tool(*args, **kwargs)
        except NamesError as error:
            raise ToolError(str(error)) from None

    return told


def assistant_server(holder: ListHolder) -> MCPServer:
    """Return a server with the tools.

    Args:
        holder: Has the list.
    """
    server = MCPServer("names", version=__version__, instructions=INSTRUCTIONS, log_level="ERROR")
    tools = AssistantTools(holder)
    reads = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    for tool in (
        tools.match,
        tools.why,
        tools.normalize_column,
        tools.find,
        tools.romanize,
        tools.variants,
        tools.group,
        tools.gazetteer_search,
    ):
        server.add_tool(telling_errors(tool), annotations=reads)
    return server


def assistant_application(service: Service) -> ASGIApp:
    """Return the application that serves the tools over HTTP, at /mcp.

    Args:
        service: Has the list, and says who may ask.
    """
    # The guard looks at the host and at the origin, as for every route of the service.
    unchecked = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    app = assistant_server(service.holder).streamable_http_app(
        stateless_http=True, json_response=True, transport_security=unchecked
    )
    return Guard(app, service)
