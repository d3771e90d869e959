"""What every route needs: the list, the settings, room to work in, and bodies read within their limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, BinaryIO, TypeVar
from urllib.parse import parse_qsl, quote

import anyio.to_thread
import msgspec
from anyio import CapacityLimiter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from names.service.ceilings import LARGEST_BODY, SECONDS_FOR_ANSWER, SECONDS_FOR_BODY
from names.service.figures import Figures
from names.service.request_json import RequestError, json_bytes, read_json
from names.service.served_list import ListHolder, ServedList
from names.workers import cores

Returned = TypeVar("Returned")
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
MOST_FIELDS = 100  # of a form


class ServiceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How the service is run.

    Attributes:
        token: What every client must know; None where whoever reaches the service may ask.
        hosts: Names by which it may be called, besides those of this machine and addresses.
        base_url: What its own addresses begin with, where it stands behind another server; None for what the
            client called it.
        access_log: Writes a line for each request; None for no log.
    """

    token: str | None = None
    hosts: frozenset[str] = frozenset()
    base_url: str | None = None
    access_log: Callable[[str], object] | None = None


class Service:
    """The running service.

    Args:
        holder: Has the list.
        settings: How it is run.
    """

    def __init__(self, holder: ListHolder, settings: ServiceSettings | None = None) -> None:
        self.holder = holder
        self.settings = settings or ServiceSettings()
        self.figures = Figures()
        # Matching keeps a core busy: more at once would answer all of them later.
        self._room = CapacityLimiter(max(2, cores()))

    @property
    def current(self) -> ServedList:
        """The list that is served now."""
        return self.holder.current

    async def work(self, function: Callable[..., Returned], *args: Any) -> Returned:
        """Return what a function returns, while others are answered.

        Args:
            function: Keeps a core busy.
            *args: Its arguments.

        Raises:
            RequestError: It takes too long; it goes on to its end, and what it returns is lost.
        """
        try:
            async with asyncio.timeout(SECONDS_FOR_ANSWER):
                return await anyio.to_thread.run_sync(
                    lambda: function(*args), abandon_on_cancel=True, limiter=self._room
                )
        except TimeoutError:
            raise RequestError(
                f"there was no answer within {SECONDS_FOR_ANSWER:g} seconds; ask for less at once", 503
            ) from None

    def base_url(self, request: Request) -> str:
        """Return what the addresses of this service begin with, as this client calls it; no slash behind."""
        if self.settings.base_url:
            return self.settings.base_url.rstrip("/")
        return f"{request.url.scheme}://{request.headers.get('host', 'localhost')}"

    def token_query(self, request: Request) -> str:
        """Return the token as clients that know nothing of it carry it on: in addresses that they were given.

        Args:
            request: Which has it in its own address, or has not.

        Returns:
            As `token=…`; empty where the client sends it elsewhere.
        """
        token = self.settings.token
        known = token is not None and request.query_params.get("token") == token
        return f"token={quote(token or '', safe='')}" if known else ""


def json_response(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return a value as an answer in JSON."""
    return Response(json_bytes(value), status, headers, media_type=JSON)


def content_type(request: Request) -> str:
    """Return the content type of a request without what follows it, in small letters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def body_of(request: Request, most: int = LARGEST_BODY) -> bytes:
    """Return the whole body of a request.

    Args:
        request: Whose body.
        most: How many bytes it may have.

    Raises:
        RequestError: It is larger, or does not come.
    """
    return b"".join([piece async for piece in pieces_of(request, most)])


async def pieces_of(request: Request, most: int) -> AsyncIterator[bytes]:
    """Yield the body of a request as it comes.

    Args:
        request: Whose body.
        most: How many bytes it may have.

    Raises:
        RequestError: It is larger, or does not come in time.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced[:20]) > most:
        raise RequestError(f"the body is larger than {most:,} bytes; send it in parts", 413)
    size = 0
    stream = request.stream()
    try:
        async with asyncio.timeout(SECONDS_FOR_BODY) as patience:
            async for piece in stream:
                size += len(piece)
                if size > most:
                    raise RequestError(f"the body is larger than {most:,} bytes; send it in parts", 413)
                yield piece
                patience.reschedule(asyncio.get_running_loop().time() + SECONDS_FOR_BODY)
    except TimeoutError:
        raise RequestError(f"no more of the body came within {SECONDS_FOR_BODY:g} seconds", 408) from None
    except ClientDisconnect:
        raise RequestError("the client left before all of the body had come") from None


async def save_body(request: Request, most: int, file: BinaryIO) -> int:
    """Write the body of a request into a file, and return its size.

    Args:
        request: Whose body.
        most: How many bytes it may have.
        file: Where to.

    Raises:
        RequestError: It is larger, or does not come in time.
    """
    size = 0
    async for piece in pieces_of(request, most):
        size += len(piece)
        file.write(piece)
    return size


async def json_of(request: Request) -> Any:
    """Return what the JSON in the body of a request says.

    Raises:
        RequestError: There is none. Only its content type is taken that no page of another site may send.
    """
    content = await body_of(request)
    if content_type(request) != JSON:
        raise RequestError(f"the content type is not {JSON}; send JSON, and say so", 415)
    return read_json(content, "the body")


async def form_of(request: Request) -> dict[str, str]:
    """Return the fields of a form: those of the address for GET, of the body for POST; the last of each name.

    Raises:
        RequestError: There is none.
    """
    if request.method != "POST":
        return dict(request.query_params)
    content = await body_of(request)
    if content_type(request) != FORM:
        raise RequestError(f"the content type is not {FORM}; send a form with the field queries", 415)
    try:
        text = content.decode("ascii")
        fields = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise RequestError("the form is not percent-encoded UTF-8; encode it so") from None
    return dict(fields)
