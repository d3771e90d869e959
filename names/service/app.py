"""The application: the routes, what stands before them, and what an error becomes."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from names.errors import NamesError
from names.service.guarding import Guard
from names.service.handling import Service, json_response
from names.service.page_routes import PageRoutes
from names.service.program_routes import ProgramRoutes
from names.service.reconciliation_routes import ReconciliationRoutes
from names.service.request_json import RequestError


def application(service: Service) -> ASGIApp:
    """Return the application that a server runs.

    Args:
        service: The running service.
    """
    reconciliation = ReconciliationRoutes(service)
    routes = [
        *reconciliation.routes(),
        *ProgramRoutes(service).routes(),
        *PageRoutes(service, reconciliation).routes(),
    ]
    app = Starlette(
        routes=routes,
        exception_handlers={HTTPException: _of_http, NamesError: _of_names, Exception: _of_ours},
    )
    app.router.redirect_slashes = False  # a redirection turns what is posted into a question for the manifest
    return Guard(app, service)


async def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = {404: "there is nothing at this address", 405: "this address takes another method"}
    told = words.get(error.status_code, str(error.detail))
    return json_response({"error": told}, error.status_code, dict(error.headers or {}))


async def _of_names(request: Request, error: Exception) -> Response:
    status = error.status if isinstance(error, RequestError) else 400
    headers = {"Retry-After": "1"} if status == 503 else {}
    if status in (408, 413):  # the rest of the body is not read, and would be taken for the next request
        headers["Connection"] = "close"
    return json_response({"error": str(error)}, status, headers)


async def _of_ours(request: Request, error: Exception) -> Response:
    return json_response({"error": "the service failed at this; its log says how"}, 500)
