"""The JSON API for programs: /match, /normalize, /find and /why; its description; how the service does."""

from __future__ import annotations

import io
import json
import tempfile
import threading
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO, cast

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from names import __version__, data
from names.account import explain
from names.circumstances import Circumstances, circumstances, full_name
from names.errors import NamesError
from names.service.ceilings import (
    LARGEST_TABLE,
    LONGEST_SPELLING,
    LONGEST_TEXT,
    MOST_CANDIDATES,
    MOST_NAMES,
    MOST_TABLES,
)
from names.service.handling import Service, body_of, json_of, json_response, save_body
from names.service.name_groups import name_groups
from names.service.request_json import RequestError, shown, text_of
from names.service.served_list import ServedList
from names.service.table_stream import TableStream
from names.tables import Options, normalize_csv
from names.tables.dialects import TextForm
from names.tables.encodings import Decoder
from names.tables.normalization import FIRST_BLOCK
from names.tables.openings import Opening, read_pieces

CANDIDATES = 3
MOST_TIMES = 1 << 53  # that a spelling came: what JSON can count to everywhere
IN_MEMORY = 1 << 20  # bytes of a table that is not written to disk
_BESIDE = ("country", "born", "type", "given", "family")
_FLAGS = {"": True, "1": True, "true": True, "0": False, "false": False}


class Upload:
    """A table that came in a request; messages call it the table."""

    name = "the table"

    def __init__(self, file: Any) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        return bytes(self._file.read(size))

    def seekable(self) -> bool:
        """Tell that it can be read again."""
        return True

    def seek(self, place: int, whence: int = 0) -> int:
        """Go to a place."""
        return int(self._file.seek(place, whence))


class ProgramRoutes:
    """Answers programs.

    Args:
        service: The running service.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._tables = threading.BoundedSemaphore(MOST_TABLES)

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/match", self.match, methods=["POST"]),
            Route("/why", self.why, methods=["POST"]),
            Route("/find", self.find, methods=["POST"]),
            Route("/group", self.group, methods=["POST"]),
            Route("/columns", self.columns, methods=["POST"]),
            Route("/normalize", self.normalize, methods=["POST"]),
            Route("/openapi.json", self.description, methods=["GET"]),
            Route("/health", self.health, methods=["GET"]),
            Route("/metrics", self.metrics, methods=["GET"]),
        ]

    async def match(self, request: Request) -> Response:
        """Answer whom names stand for."""
        body = _object(await json_of(request), "names", "candidates", "evidence")
        names = body.get("names")
        if not isinstance(names, list):
            raise RequestError('the body has no list of names; send {"names": ["…"]}')
        if len(names) > MOST_NAMES:
            raise RequestError(f"{len(names):,} names are more than {MOST_NAMES:,}; send them in parts", 413)
        asked = [_read_name(name, f"names[{number}]") for number, name in enumerate(names)]
        most = _number(body, "candidates", CANDIDATES, MOST_CANDIDATES)
        return await self._service.work(
            self._match, self._service.current, asked, most, _flag(body, "evidence")
        )

    def _match(
        self, served: ServedList, asked: list[tuple[str, Circumstances]], most: int, evidence: bool
    ) -> Response:
        matches = served.matcher.match_many(
            [text for text, _ in asked], max(most, 1), beside=[said or None for _, said in asked]
        )
        self._service.figures.count_names(match.status for match in matches)
        answers = [match.to_dict() for match in matches]
        for answer in answers:
            answer["candidates"] = answer["candidates"][:most]
            if not evidence:
                for candidate in answer["candidates"]:
                    del candidate["evidence"]
        return json_response({"gazetteer": served.matcher.fingerprint, "answers": answers})

    async def why(self, request: Request) -> Response:
        """Answer why a name is, or is not, an entity or another name."""
        body = _object(await json_of(request), "name", "other")
        name, other = _text(body, "name", LONGEST_SPELLING), None
        if body.get("other") is not None:
            other = _text(body, "other", LONGEST_SPELLING)
        matcher = self._service.current.matcher
        return await self._service.work(lambda: json_response(explain(matcher, name, other).to_dict()))

    async def find(self, request: Request) -> Response:
        """Answer which mentions a text has."""
        body = _object(await json_of(request), "text", "unknown")
        text = _text(body, "text", LONGEST_TEXT)
        served, unknown = self._service.current, _flag(body, "unknown")
        return await self._service.work(
            lambda: json_response(
                {"mentions": [mention.to_dict() for mention in served.finder.find(text, unknown=unknown)]}
            )
        )

    async def group(self, request: Request) -> Response:
        """Answer which spellings are one name."""
        names = _object(await json_of(request), "names").get("names")
        if not isinstance(names, dict):
            raise RequestError('names is no object; send each spelling with how often it came: {"…": 1}')
        if len(names) > MOST_NAMES:
            raise RequestError(f"{len(names):,} names are more than {MOST_NAMES:,}; send fewer", 413)
        counts: dict[str, int] = {}
        for name, count in names.items():
            if isinstance(count, bool) or not isinstance(count, int) or not 0 < count < MOST_TIMES:
                raise RequestError(f"names[{shown(name)}] is no number of times; send 1 or more")
            counts[text_of(name) or ""] = count
        return await self._service.work(lambda: json_response({"groups": name_groups(counts)}))

    async def columns(self, request: Request) -> Response:
        """Answer what the columns of a table are called, and what separates them, from its beginning."""
        head = (await body_of(request))[:FIRST_BLOCK]
        return await self._service.work(self._columns, head)

    def _columns(self, head: bytes) -> Response:
        source = Upload(io.BytesIO(head))
        decoder = Decoder(source.name, None)
        opening = Opening(
            read_pieces(cast("BinaryIO", source), decoder, FIRST_BLOCK), source.name, (), TextForm()
        )
        return json_response({"columns": opening.names, "delimiter": opening.delimiter})

    async def normalize(self, request: Request) -> Response:
        """Answer with the table in the body, the identity of its names added, while it is worked out."""
        options = _read_options(request)
        if not self._tables.acquire(blocking=False):
            return json_response(
                {"error": f"{MOST_TABLES} tables are being normalized; come again later"},
                503,
                {"Retry-After": "5", "Connection": "close"},
            )
        file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (it is read until the answer is whole)
        began = False

        def done() -> None:
            self._tables.release()
            file.close()

        try:
            await save_body(request, LARGEST_TABLE, file)  # type: ignore[arg-type] # it has what is needed
            file.seek(0)
            matcher = self._service.current.matcher
            source: Any = Upload(file)

            def carry(outgoing: BinaryIO) -> None:
                normalize_csv(source, outgoing, matcher, options)

            stream = TableStream(carry, done)
            began = True
            first = await stream.first()
        finally:
            if not began:
                done()

        async def content() -> Any:
            yield first
            async for block in stream.rest():
                yield block

        return StreamingResponse(content(), media_type="text/csv")

    async def description(self, request: Request) -> Response:
        """Answer with the description of this API in OpenAPI's words."""
        described: dict[str, Any] = json.loads(data.text("service/openapi.json"))
        described["info"]["version"] = __version__
        described["servers"] = [{"url": self._service.base_url(request)}]
        return json_response(described)

    async def health(self, request: Request) -> Response:
        """Answer that the service is up, and which list it has."""
        holder = self._service.holder
        answer = {
            "status": "ok",
            "version": __version__,
            "gazetteer": holder.current.matcher.fingerprint,
            "entities": len(holder.current),
            "reloads": holder.reloads,
            "reload_failed": bool(holder.fault),
        }
        return json_response(answer)

    async def metrics(self, request: Request) -> Response:
        """Answer with figures, as Prometheus reads them."""
        holder = self._service.holder
        own = [
            "# TYPE names_entities gauge",
            f"names_entities {len(holder.current)}",
            "# TYPE names_reloads_total counter",
            f"names_reloads_total {holder.reloads}",
        ]
        lines = [*self._service.figures.lines(), *own]
        return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")


def _object(body: Any, *known: str) -> Mapping[str, Any]:
    """Return an object that has no other keys than those known: a misspelt one would be passed over."""
    if not isinstance(body, dict):
        raise RequestError("the body is no object; send one, as /openapi.json describes it")
    _refuse_others(body, known, "the body")
    return body


def _refuse_others(told: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    stray = next((key for key in told if key not in known), None)
    if stray is not None:
        raise RequestError(f"{where} has {shown(stray)}, which is not known; there are {', '.join(known)}")


def _text(body: Mapping[str, Any], key: str, longest: int) -> str:
    text = body.get(key)
    if not isinstance(text, str):
        raise RequestError(f"{key} is no text; send one")
    if len(text) > longest:
        raise RequestError(f"{key} is longer than {longest:,} characters; send less at once", 413)
    return text_of(text) or ""


def _number(body: Mapping[str, Any], key: str, default: int, most: int) -> int:
    number = body.get(key, default)
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= most:
        raise RequestError(f"{key} is no number from 0 to {most}; send one")
    return number


def _flag(body: Mapping[str, Any], key: str) -> bool:
    flag = body.get(key, False)
    if not isinstance(flag, bool):
        raise RequestError(f"{key} is neither true nor false; send one of them")
    return flag


def _read_name(name: Any, where: str) -> tuple[str, Circumstances]:
    """Return a name with what is said besides it."""
    if name is None or isinstance(name, str):
        return text_of(name) or "", Circumstances()
    if not isinstance(name, dict):
        raise RequestError(f'{where} is no name; send text, or {{"name": "…", "country": "kz"}}')
    _refuse_others(name, ("name", *_BESIDE), where)
    said = {key: text_of(name.get(key)) for key in ("name", *_BESIDE)}
    said |= {key: None for key in said if key != "born" and not isinstance(name.get(key), str)}
    wrong = [key for key, value in said.items() if value is None and name.get(key) is not None]
    if wrong:
        raise RequestError(f"{where} has a {wrong[0]} that is no text; send it as text")
    text = full_name(said["name"], said["given"], said["family"])
    try:
        return text, circumstances(said["country"], said["born"], said["type"])
    except NamesError as error:
        raise RequestError(f"{where}: {error}") from None


def _read_options(request: Request) -> Options:
    """Return what is asked of a table: the parameters of the address are the options of `names normalize`."""
    given = QueryParams([pair for pair in request.query_params.multi_items() if pair[1]])
    known = {
        "column",
        "candidates",
        "best",
        "replace",
        "separator",
        "encoding",
        "delimiter",
        "token",
        *_BESIDE,
    }
    stray = next((key for key in given if key not in known), None)
    if stray is not None:
        raise RequestError(f"there is no parameter {shown(stray)}; there are {', '.join(sorted(known))}")
    candidates = given.get("candidates", "0")
    if not (candidates.isascii() and candidates.isdigit() and int(candidates[:9]) <= MOST_CANDIDATES):
        raise RequestError(f"candidates is no number from 0 to {MOST_CANDIDATES}; send one")
    flags = {key: _FLAGS.get(given.get(key, "0").lower()) for key in ("best", "replace")}
    if wrong := next((key for key, value in flags.items() if value is None), None):
        raise RequestError(f"{wrong} is neither true nor false; send one of them")
    return Options(
        columns=tuple(given.getlist("column")),
        candidates=int(candidates),
        best=bool(flags["best"]),
        replace=bool(flags["replace"]),
        separator=given.get("separator"),
        encoding=given.get("encoding"),
        delimiter=given.get("delimiter"),
        country=given.get("country"),
        born=given.get("born"),
        type=given.get("type"),
        given=given.get("given"),
        family=given.get("family"),
    )
