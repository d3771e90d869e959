"""A service of a list in a thread of the tests, and a client that asks as plainly as one can."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from names.service.app import application
from names.service.handling import Service
from names.service.running import bound_socket, make_server

FORM = "application/x-www-form-urlencoded; charset=UTF-8"
ELSEWHERE = {"Origin": "http://elsewhere.example"}


class Reply(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, read strictly."""

        def refuse(constant: str) -> float:
            raise ValueError(f"{constant} is not JSON")

        return json.loads(self.body.decode("utf-8"), parse_constant=refuse)


class Client:
    """Asks the service at a port of this machine, on one connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Return what comes back."""
        try:
            self._connection.request(method, path, body, dict(headers or {}))
            answer = self._connection.getresponse()
        except ConnectionError:  # it was idle for long, and was closed
            self._connection.close()
            self._connection.request(method, path, body, dict(headers or {}))
            answer = self._connection.getresponse()
        return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())

    def get(self, path: str, headers: Mapping[str, str] | None = None, **parameters: str) -> Reply:
        """Return what GET brings."""
        query = f"?{urlencode(parameters, errors='surrogatepass')}" if parameters else ""
        return self.ask("GET", path + query, headers=headers)

    def form(self, path: str, headers: Mapping[str, str] | None = None, **fields: Any) -> Reply:
        """Return what posting a form brings; fields that are no text are sent as JSON."""
        texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in fields.items()}
        return self.ask("POST", path, urlencode(texts).encode(), {"Content-Type": FORM, **(headers or {})})

    def post(self, path: str, value: Any, headers: Mapping[str, str] | None = None) -> Reply:
        """Return what posting JSON brings."""
        return self.ask(
            "POST", path, json.dumps(value).encode(), {"Content-Type": "application/json", **(headers or {})}
        )

    def reconcile(self, path: str = "/reconcile", /, **queries: Any) -> dict[str, list[dict[str, Any]]]:
        """Return the candidates of queries of version 0.2, by their keys."""
        reply = self.form(path, queries=queries)
        assert reply.status == 200, reply.body
        return {key: each["result"] for key, each in reply.json.items()}


@contextlib.contextmanager
def served(service: Service) -> Iterator[Client]:
    """Yield a client of a service that runs until the block ends."""
    with bound_socket("127.0.0.1", 0) as listening:
        server = make_server(application(service))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        try:
            yield Client(listening.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join()
