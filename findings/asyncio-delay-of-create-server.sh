#!/usr/bin/env bash
# One would guess: asyncio sends at once on every TCP connection, since its documentation says that
#   TCP_NODELAY is set by default, so that a server of it answers in well under a millisecond here.
# What happens: it sets the option only where the socket says that its protocol is IPPROTO_TCP. Those
#   of socket.create_server say 0, and so do all that they accept: each answer that is written in two
#   pieces (a head and a body) waits about 40 ms for the client's delayed acknowledgement.
# Version: CPython 3.11.7 and 3.13.0 on Linux (standard library)
# Why it matters: who opens the socket first, to tell a free port or a port that is taken in words, and
#   hands it to asyncio.start_server or uvicorn, serves 25 requests a second to each client, not
#   thousands; nothing fails, and no processor is busy.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

cat >"$tmp/try.py" <<'CODE'
import asyncio
import http.client
import socket
import statistics
import threading
import time


async def answer(reader, writer):
    told = writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    nodelay.add(bool(told))
    try:
        while True:
            await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(1)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
            await asyncio.sleep(0)
            writer.write(b"ok")
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass


def serve(listening):
    async def run():
        await (await asyncio.start_server(answer, sock=listening)).serve_forever()

    threading.Thread(target=lambda: asyncio.run(run()), daemon=True).start()


plain = socket.create_server(("127.0.0.1", 0))
told = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
told.bind(("127.0.0.1", 0))
told.listen()
for name, listening in (("socket.create_server", plain), ("socket with IPPROTO_TCP", told)):
    nodelay = set()
    serve(listening)
    client = http.client.HTTPConnection(*listening.getsockname())
    times = []
    for _ in range(30):
        begun = time.perf_counter()
        client.request("POST", "/", b"x")
        client.getresponse().read()
        times.append(time.perf_counter() - begun)
    slow = statistics.median(times) > 0.02
    print(f"{name}: TCP_NODELAY {nodelay.pop()}, answers {'wait' if slow else 'come at once'}")
CODE

python3 "$tmp/try.py" >"$tmp/observed" 2>"$tmp/stderr" || { cat "$tmp/stderr" >&2; exit 1; }
cat "$tmp/observed"

cat >"$tmp/expected" <<'LINES'
socket.create_server: TCP_NODELAY False, answers wait
socket with IPPROTO_TCP: TCP_NODELAY True, answers come at once
LINES
diff -u "$tmp/expected" "$tmp/observed"
