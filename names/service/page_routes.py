"""The routes of the pages for people."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from names import data
from names.account import Account, explain
from names.circumstances import circumstances
from names.errors import NamesError
from names.mentions.page import escaped
from names.service import pages
from names.service.ceilings import LONGEST_SEARCH, LONGEST_SPELLING, LONGEST_TEXT
from names.service.handling import Service, form_of
from names.service.reconciliation_routes import ReconciliationRoutes, number_in
from names.service.request_json import RequestError, text_of
from names.service.served_list import ServedList

LISTED_TOGETHER = 50
_BESIDE = ("country", "born", "type")


class PageRoutes:
    """Answers people, and programs that were given the bare address.

    Args:
        service: The running service.
        reconciliation: Answers the latter.
    """

    def __init__(self, service: Service, reconciliation: ReconciliationRoutes) -> None:
        self._service = service
        self._reconciliation = reconciliation

    def routes(self) -> list[Route]:
        """Return the routes."""
        get = ["GET"]
        return [
            Route("/", self.root, methods=["GET", "POST"]),
            Route("/table", self.table, methods=get),
            Route("/text", self.text, methods=["GET", "POST"]),
            Route("/list", self.list, methods=get),
            Route("/about", self.about, methods=get),
            Route("/entity/{id:path}", self.entity, methods=get),
            Route("/page.css", self.style, methods=get),
            Route("/table.js", self.script, methods=get),
        ]

    def _page(
        self, title: str, here: str, body: str, *, root: str = "", script: str = "", status: int = 200
    ) -> Response:
        held = f"{len(self._service.current):,} entities"
        page = pages.framed(title, here, body, root=root, held=held, script=script)
        return HTMLResponse(page, status, {"Cache-Control": "no-store"})

    async def root(self, request: Request) -> Response:
        """Answer with the page; what asks for none gets what /reconcile gives: people type the bare name."""
        asks_for_page = request.method != "POST" and "text/html" in request.headers.get("accept", "")
        if not asks_for_page:
            return await self._reconciliation.endpoint(request)
        name = self._given(request.query_params, "name", LONGEST_SPELLING)
        beside = {key: self._given(request.query_params, key, LONGEST_SPELLING) for key in _BESIDE}
        form = pages.ask_form(name, beside)
        if not name.strip():
            return self._page(
                "names",
                "Ask",
                form + pages.welcome(f"{len(self._service.current):,} people, places and bodies"),
            )
        why = self._given(request.query_params, "why", LONGEST_SPELLING)
        try:
            answer = await self._service.work(self._answer, self._service.current, name, beside, why)
        except RequestError:
            raise
        except NamesError as error:
            answer = f'<p class="error">{escaped(str(error))}</p>'
        return self._page(f"{name} – names", "Ask", form + answer)

    def _answer(self, served: ServedList, name: str, beside: Mapping[str, str], why: str) -> str:
        matcher = served.matcher
        said = circumstances(beside["country"], beside["born"], beside["type"])
        [match] = matcher.match_many([name], beside=[said or None])
        account: Account | None = None
        known = why if matcher.entity(why) else match.candidates[0].entity.id if match.candidates else None
        if known is not None:
            account = explain(matcher, name, known)
        asked = {"name": name, **{key: value for key, value in beside.items() if value}}
        return pages.answer_page(match, account, matcher, asked)

    @staticmethod
    def _given(parameters: Mapping[str, str], key: str, longest: int) -> str:
        return (text_of(parameters.get(key, "")) or "")[:longest]

    async def text(self, request: Request) -> Response:
        """Answer with a text, its mentions marked."""
        if request.method == "GET":
            return self._page(
                "Names in a text", "Text", f"<h1>Names in a text</h1>{pages.text_form('', unknown=False)}"
            )
        fields = await form_of(request)
        text = text_of(fields.get("text", "")) or ""
        if len(text) > LONGEST_TEXT:
            raise RequestError(f"the text is longer than {LONGEST_TEXT:,} characters; give it in parts", 413)
        unknown = fields.get("unknown") == "1"
        body = await self._service.work(
            self._marked, self._service.current, text.replace("\r\n", "\n"), unknown
        )
        return self._page("Names in a text", "Text", body)

    def _marked(self, served: ServedList, text: str, unknown: bool) -> str:
        mentions = served.finder.find(text, unknown=unknown)
        return (
            f"<h1>Names in a text</h1>{pages.marked_text(text, mentions)}{pages.mentioned(mentions)}"
            f"<h2>Another text</h2>{pages.text_form(text, unknown=unknown)}"
        )

    async def table(self, request: Request) -> Response:
        """Answer with the page that takes a table."""
        return self._page("A table of names", "Table", pages.table_page(), script="table.js")

    async def list(self, request: Request) -> Response:
        """Answer with a part of the list."""
        asked = self._given(request.query_params, "q", LONGEST_SEARCH)
        skip = number_in(request, "skip", 0)
        body = await self._service.work(self._listed, self._service.current, asked, skip)
        return self._page("The list", "List", body)

    def _listed(self, served: ServedList, asked: str, skip: int) -> str:
        found = served.lookup.find(asked, LISTED_TOGETHER + 1, skip)
        return pages.list_page(served.matcher, found, asked, skip, LISTED_TOGETHER)

    async def about(self, request: Request) -> Response:
        """Answer with what there is for OpenRefine and for programs."""
        held = f"{len(self._service.current):,} people, places and bodies"
        return self._page("About", "About", pages.about_page(self._service.base_url(request), held))

    async def entity(self, request: Request) -> Response:
        """Answer with the page of an entity."""
        id = text_of(request.path_params["id"]) or ""
        root = "../" * (
            request.scope["raw_path"].count(b"/") - 1
        )  # an id may have a slash, or an escaped one
        matcher = self._service.current.matcher
        entity = matcher.entity(id)
        if entity is None:
            missing = f"<h1>Nobody</h1><p>The list has no entity {escaped(id[:100])}.</p>"
            return self._page("Nobody", "List", missing, root=root, status=404)
        return self._page(entity.name, "List", pages.entity_page(entity, matcher), root=root)

    async def style(self, request: Request) -> Response:
        """Answer with the style of the pages."""
        return Response(
            data.text("service/page.css"), media_type="text/css", headers={"Cache-Control": "no-cache"}
        )

    async def script(self, request: Request) -> Response:
        """Answer with the script of the page that takes a table."""
        return Response(
            data.text("service/table.js"), media_type="text/javascript", headers={"Cache-Control": "no-cache"}
        )
