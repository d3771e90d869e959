"""The routes of the Reconciliation API: version 0.2 under /reconcile, the draft of 1.0 under /v1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from names import data
from names.mentions.page import escaped
from names.service.ceilings import LONGEST_SEARCH, MOST_SUGGESTED
from names.service.extension import Extension, ExtensionQuery, read_extension
from names.service.handling import Service, form_of, json_of, json_response
from names.service.manifests import draft_manifest, manifest
from names.service.markup import document, record
from names.service.queries import ReconciliationQuery, read_conditional_queries, read_queries
from names.service.reconciliation import described, reconcile
from names.service.request_json import RequestError, read_json, text_of
from names.service.served_list import ServedList
from names.service.vocabulary import EVIDENCE, TYPES, suggested, type_of

SUGGESTED = 10  # where a client does not say how many
SPELLINGS_IN_PREVIEW = 8


class ReconciliationRoutes:
    """Answers what clients of the Reconciliation API send.

    Args:
        service: The running service.
    """

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self) -> list[Route]:
        """Return the routes, each with a slash behind and without: a redirection loses what is posted."""
        get, both = ["GET"], ["GET", "POST"]
        served: list[tuple[str, Callable[..., Any], list[str]]] = [
            ("/reconcile", self.endpoint, both),
            ("/reconcile/suggest/{kind}", self.suggest, get),
            ("/reconcile/preview", self.preview, get),
            ("/reconcile/propose", self.propose, get),
            ("/v1", self.draft_manifest, get),
            ("/v1/match", self.draft_match, ["POST"]),
            ("/v1/suggest/{kind}", self.draft_suggest, get),
            ("/v1/preview", self.preview, get),
            ("/v1/extend", self.draft_extend, ["POST"]),
            ("/v1/extend/propose", self.propose, get),
        ]
        return [
            Route(path + slash, handler, methods=methods)
            for path, handler, methods in served
            for slash in ("", "/")
        ]

    async def endpoint(self, request: Request) -> Response:
        """Answer at the endpoint of 0.2: the manifest, queries, or data extension."""
        fields = await form_of(request)
        served = self._service.current
        if "queries" in fields:
            queries = read_queries(read_json(fields["queries"], "the field queries"))
            return await self._service.work(self._answer_queries, served, queries)
        if "extend" in fields:
            query = read_extension(read_json(fields["extend"], "the field extend"))
            return await self._service.work(self._extend, served, query)
        if request.method == "POST":
            raise RequestError("the form has neither the field queries nor extend; send one of them")
        base, token = self._service.base_url(request), self._service.token_query(request)
        secured = self._service.settings.token is not None
        return json_response(manifest(served.matcher, base, token, secured=secured))

    def _answer_queries(self, served: ServedList, queries: Mapping[str, ReconciliationQuery]) -> Response:
        found = self._reconciled(served, list(queries.values()))
        return json_response({key: {"result": result} for key, result in zip(queries, found, strict=True)})

    def _reconciled(
        self, served: ServedList, queries: list[ReconciliationQuery]
    ) -> list[list[dict[str, Any]]]:
        found = reconcile(served.matcher, queries)
        self._service.figures.count_names(
            "matched" if any(each.match for each in proposals) else "open" if proposals else "unknown"
            for proposals in found
        )
        return [[proposal.to_dict(served.matcher) for proposal in proposals] for proposals in found]

    def _extend(self, served: ServedList, query: ExtensionQuery) -> Response:
        extension = Extension(served.matcher, served.lookup.schemes)
        return json_response({"meta": extension.meta(query), "rows": extension.rows(query)})

    async def suggest(self, request: Request) -> Response:
        """Answer what a box suggests while somebody types, by version 0.2."""
        return await self._suggest(request, skip=number_in(request, "cursor", 0))

    async def draft_suggest(self, request: Request) -> Response:
        """Answer what a box suggests, by the draft of 1.0."""
        return await self._suggest(request, skip=number_in(request, "offset", 0))

    async def _suggest(self, request: Request, skip: int) -> Response:
        kind = request.path_params["kind"]
        prefix = (text_of(request.query_params.get("prefix", "")) or "")[:LONGEST_SEARCH]
        most = min(number_in(request, "limit", SUGGESTED), MOST_SUGGESTED)
        if kind == "entity":
            return await self._service.work(self._suggest_entities, self._service.current, prefix, most, skip)
        if kind == "property":
            return json_response({"result": suggested(EVIDENCE, prefix)[skip : skip + most]})
        if kind == "type":
            sought = prefix.strip().casefold()
            found = [type_of(id) for id in TYPES if id.startswith(sought)]
            return json_response({"result": found[skip : skip + most]})
        raise RequestError(f"nothing suggests {kind[:40]!r}; there are entity, property and type", 404)

    def _suggest_entities(self, served: ServedList, prefix: str, most: int, skip: int) -> Response:
        found = [
            {
                "id": entity.id,
                "name": served.matcher.display(entity),
                "description": described(entity),
                "notable": [type_of(entity.type)] if entity.type else [],
            }
            for entity in served.lookup.find(prefix, most, skip)
        ]
        return json_response({"result": found})

    async def preview(self, request: Request) -> Response:
        """Answer with a small page of an entity, fit for a frame of another page."""
        id = request.query_params.get("id", "")
        matcher = self._service.current.matcher
        entity = matcher.entity(text_of(id) or "")
        style = data.text("service/record.css")
        if entity is None:
            missing = f"<p>The list has no entity {escaped(id[:100])}.</p>"
            return HTMLResponse(document("Nobody", missing, style=style), 404)
        body = record(entity, matcher.display(entity), most=SPELLINGS_IN_PREVIEW)
        return HTMLResponse(document(entity.name, body, style=style))

    async def propose(self, request: Request) -> Response:
        """Answer what can be fetched of entities of a type; the list knows the same of all."""
        most = min(number_in(request, "limit", MOST_SUGGESTED), MOST_SUGGESTED)
        return await self._service.work(
            self._propose, self._service.current, request.query_params.get("type", ""), most
        )

    def _propose(self, served: ServedList, type: str, most: int) -> Response:
        known = list(Extension(served.matcher, served.lookup.schemes).properties.values())[:most]
        answer: dict[str, Any] = {"properties": [{"id": each.id, "name": each.name} for each in known]}
        return json_response(answer | ({"type": type} if type else {}))

    async def draft_manifest(self, request: Request) -> Response:
        """Answer with the manifest of the draft of 1.0."""
        base, token = self._service.base_url(request), self._service.token_query(request)
        secured = self._service.settings.token is not None
        return json_response(draft_manifest(self._service.current.matcher, base, token, secured=secured))

    async def draft_match(self, request: Request) -> Response:
        """Answer a batch of queries by the draft of 1.0."""
        queries = read_conditional_queries(await json_of(request))
        return await self._service.work(self._draft_answer, self._service.current, queries)

    def _draft_answer(self, served: ServedList, queries: list[ReconciliationQuery]) -> Response:
        return json_response(
            {"results": [{"candidates": each} for each in self._reconciled(served, queries)]}
        )

    async def draft_extend(self, request: Request) -> Response:
        """Answer data extension by the draft of 1.0."""
        query = read_extension(await json_of(request))
        return await self._service.work(self._draft_extend, self._service.current, query)

    def _draft_extend(self, served: ServedList, query: ExtensionQuery) -> Response:
        extension = Extension(served.matcher, served.lookup.schemes)
        rows = [
            {"id": id, "properties": [{"id": each, "values": values} for each, values in row.items()]}
            for id, row in extension.rows(query).items()
        ]
        return json_response({"meta": extension.meta(query), "rows": rows})


def number_in(request: Request, name: str, default: int) -> int:
    """Return a number of the address; what is none says nothing, as clients add whatever they like.

    Args:
        request: Whose address.
        name: Of the parameter.
        default: Where there is no number.
    """
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default
