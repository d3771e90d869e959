"""What stands before every route: who may ask, how many at once, what browsers are told, and the counts.

- The `Host` header must be a name of this machine, an address, or a name that was allowed: otherwise a page
  of another site could have its own name lead here, and read the answers (DNS rebinding).
- Pages of other sites may read the reconciliation routes, as its specification asks, and nothing else.
- With a token nothing is told without it but the manifests, and that the service is up.
"""

from __future__ import annotations

import hmac
import ipaddress
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from names.service.ceilings import MOST_AT_ONCE
from names.service.handling import Service, json_response
from names.visible import visible

COOKIE = "names_token"
_OPEN = ("/health", "/reconcile", "/v1")
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, Authorization",
    "Access-Control-Max-Age": "600",
}
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers say "Origin: null" of our own forms too
    "Content-Security-Policy": "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'",
}


def is_reconciliation(path: str) -> bool:
    """Tell whether a path is one of the Reconciliation API, which pages of any site may read.

    Examples:
        >>> [is_reconciliation(path) for path in ("/reconcile/preview", "/reconciled", "/v1")]
        [True, False, True]
    """
    return path.split("/", 2)[1] in ("reconcile", "v1")


def is_allowed_host(host: str, allowed: Iterable[str] = ()) -> bool:
    """Tell whether the service may be called so: no name that anybody could have lead here.

    Args:
        host: The `Host` header.
        allowed: Names besides those of this machine.

    Examples:
        >>> is_allowed_host("localhost:8000"), is_allowed_host("[::1]:8000"), is_allowed_host("192.0.2.1")
        (True, True, True)
        >>> is_allowed_host("evil.example"), is_allowed_host("names.example", {"names.example"})
        (False, True)
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".localhost") or name in allowed
    return True


class Guard:
    """Stands before the routes.

    Args:
        app: The routes.
        service: The running service.
    """

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let the routes answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.monotonic()
        figures = self._service.figures
        status = 500

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(scope["path"], MutableHeaders(scope=message))
            await send(message)

        figures.in_flight += 1
        try:
            refusal = self._refusal(scope)
            await (refusal or self._app)(scope, receive, send_on)
        finally:
            figures.in_flight -= 1
            seconds = time.monotonic() - begun
            endpoint = scope.get("endpoint")
            figures.count_request(getattr(endpoint, "__name__", "none"), status, seconds)
            if log := self._service.settings.access_log:
                path = visible(scope["path"])[
                    :200
                ]  # what is asked for stands behind it, and is nobody's business
                log(f"{scope['method']} {path} {status} {1000 * seconds:.1f} ms")

    def _refusal(self, scope: Scope) -> Response | None:
        """Return the answer to a request that does not reach the routes."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not is_allowed_host(host, self._service.settings.hosts):
            return _refused(
                f"the service is not called {host[:100]!r} here; if it is, start it with --allow-host", 421
            )
        if is_reconciliation(scope["path"]) or scope["path"] == "/":
            if scope["method"] == "OPTIONS":
                return Response(status_code=204, headers=_PREFLIGHT)
        elif scope["method"] not in ("GET", "HEAD") and _is_of_another_site(headers, host):
            return _refused("pages of other sites may not ask this; ask from a program, or from /", 403)
        if self._service.figures.in_flight > MOST_AT_ONCE:
            return json_response(
                {"error": "too much is asked at once; come again in a second"}, 503, {"Retry-After": "1"}
            )
        return self._unknown_client(scope, headers)

    def _unknown_client(self, scope: Scope, headers: Headers) -> Response | None:
        token = self._service.settings.token
        if token is None:
            return None
        request = Request(scope)
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        told = request.query_params.get("token", "")
        known = [bearer if scheme.lower() == "bearer" else "", told]
        if not _is_of_another_site(headers, headers.get("host", "")):
            known.append(request.cookies.get(COOKIE, ""))
        if any(hmac.compare_digest(each.encode(), token.encode()) for each in known):
            if scope["path"] == "/" and told and "text/html" in headers.get("accept", ""):
                welcome = RedirectResponse(request.scope.get("root_path", "") + "/", 303)
                welcome.set_cookie(COOKIE, token, httponly=True, samesite="strict")
                return welcome
            return None
        asks = {"queries", "extend"} & set(request.query_params)
        if scope["path"].rstrip("/") in _OPEN and scope["method"] in ("GET", "HEAD") and not asks:
            return None
        refused = _refused(
            "the service wants its token: as ?token=… or in the header Authorization: Bearer …", 401
        )
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused


def _refused(why: str, status: int) -> Response:
    # What is sent with the request is not read, so that the connection cannot serve another one.
    return json_response({"error": why}, status, {"Connection": "close"})


def _is_of_another_site(headers: Headers, host: str) -> bool:
    """Tell whether a browser says that a page of another site asks."""
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        return True
    return headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


def _add_headers(path: str, headers: MutableHeaders) -> None:
    is_page = headers.get("content-type", "").startswith("text/html")
    if is_reconciliation(path) or (path == "/" and not is_page):
        headers["Access-Control-Allow-Origin"] = "*"
    for name, value in _SAFE.items():
        headers[name] = value
    if is_page and not is_reconciliation(path):
        headers["Content-Security-Policy"] += "; frame-ancestors 'self'"
