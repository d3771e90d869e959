"""How the service bears what is asked of it: answers, load, memory, odd requests, a list replaced meanwhile.

    python -m benchmarks.service GAZETTEER QUERIES --seconds 600 --beside http://127.0.0.1:5000/reconcile

GAZETTEER is a list, QUERIES a file of JSON lines with `query` and `expect`, a list of ids, empty where nobody
listed is meant. The service runs as a process of its own on the list compiled; clients are threads here, and
take their part of the same cores. `--beside` names another reconciliation service that serves the same list:
it is asked the same thousand names, ten at a time as OpenRefine asks.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
THOUSAND = 1000
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}


class Asked(NamedTuple):
    """A spelling, and the ids that are right for it."""

    query: str
    expect: tuple[str, ...]


class Process(NamedTuple):
    """A running service.

    Attributes:
        address: Of its endpoint.
        process: The process.
    """

    address: str
    process: subprocess.Popen[str]

    @property
    def memory(self) -> float:
        """Its memory now, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024

    @property
    def busy(self) -> float:
        """Seconds that it kept processors busy so far, whatever else kept them busy."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure, and print each figure when it is there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gazetteer", type=Path, help="the list")
    parser.add_argument("queries", type=Path, help="spellings with the ids that are right")
    parser.add_argument("--seconds", type=float, default=60, help="how long eight clients ask")
    parser.add_argument("--beside", help="the endpoint of another service of the same list")
    given = parser.parse_args()
    asked = read_queries(given.queries)
    thousand = random.Random(1).sample(asked, min(THOUSAND, len(asked)))
    with tempfile.TemporaryDirectory() as folder:
        compiled = Path(folder, "list.names")
        run = [sys.executable, "-m", "names"]
        build = [*run, "gazetteer", "build", str(given.gazetteer.resolve()), "--output", str(compiled)]
        subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        with serving([*run, "serve", "--port", "0", "--gazetteer", str(compiled)]) as service:
            print("answers, names:", answers(service.address, thousand))
            if given.beside:
                print("answers, beside:", answers(given.beside, thousand))
            texts = [each.query for each in asked]
            print("load, 4 clients, batches of 100:", load(service, texts, 4, 100, 20))
            print("load, 8 clients, batches of 10:", load(service, texts, 8, 10, given.seconds))
            print("malformed:", malformed(service, 10_000))
            print("replaced:", replaced(service, texts, 10))


def read_queries(path: Path) -> list[Asked]:
    """Return the spellings of a file."""
    with path.open(encoding="utf-8") as lines:
        told = map(json.loads, lines)
        return [Asked(each["query"], tuple(each["expect"])) for each in told]


@contextlib.contextmanager
def serving(command: Sequence[str]) -> Iterator[Process]:
    """Yield a service that runs until the block ends."""
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        try:
            said = next(line for line in process.stderr if "Ctrl-C" in line)
            address = re.findall(r"http://[^;]+", said)[0]
            threading.Thread(target=process.stderr.read, daemon=True).start()
            time.sleep(3)  # it makes what the first requests would wait for
            yield Process(f"{address}/reconcile", process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


class Client:
    """Asks a reconciliation service on one connection, as OpenRefine does."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.path = parts.path
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)

    def send(self, body: bytes, headers: dict[str, str], path: str = "") -> tuple[int, bytes]:
        """Return the status and the body that a request brings."""
        self.connection.request("POST", path or self.path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def reconcile(self, names: Sequence[str]) -> list[list[dict[str, Any]]]:
        """Return the candidates of each name."""
        queries = {f"q{number}": {"query": name} for number, name in enumerate(names)}
        status, body = self.send(urlencode({"queries": json.dumps(queries)}).encode(), FORM)
        if status != 200:
            raise OSError(f"HTTP {status}: {body[:200]!r}")
        answer = json.loads(body)
        return [answer[key]["result"] for key in queries]


def answers(address: str, asked: Sequence[Asked]) -> str:
    """Return how many names a second are answered, ten at a time, and how well."""
    client, found = Client(address), []
    begun = time.monotonic()
    for at in range(0, len(asked), 10):
        found += client.reconcile([each.query for each in asked[at : at + 10]])
    seconds = time.monotonic() - begun
    tally: Counter[str] = Counter()
    for (_, expect), candidates in zip(asked, found, strict=True):
        matched = [each["id"] for each in candidates if each.get("match")]
        tally["listed"] += bool(expect)
        tally["first right"] += bool(candidates) and candidates[0]["id"] in expect
        tally["match right"] += any(id in expect for id in matched)
        tally["match wrong"] += any(id not in expect for id in matched)
    told = ", ".join(f"{what} {count}" for what, count in tally.items())
    return f"{len(asked)} names, {len(asked) / seconds:,.0f} a second; {told}"


def at_once(clients: int, act: Callable[[int], None]) -> None:
    """Let so many threads act, and wait for them."""
    threads = [threading.Thread(target=act, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def load(service: Process, texts: Sequence[str], clients: int, batch: int, seconds: float) -> str:
    """Return the times of answers, and the memory, while clients ask one batch after the other."""
    times: list[float] = []
    failed: Counter[str] = Counter()
    end = time.monotonic() + seconds
    memory = [service.memory]
    busy = service.busy

    def ask(number: int) -> None:
        client, chance = Client(service.address), random.Random(number)
        while (begun := time.monotonic()) < end:
            try:
                client.reconcile(chance.sample(texts, batch))
                times.append(time.monotonic() - begun)
            except OSError as error:
                failed[str(error)[:80]] += 1

    def watch() -> None:
        while time.monotonic() < end:
            time.sleep(min(10, max(0.1, end - time.monotonic())))
            memory.append(service.memory)

    watching = threading.Thread(target=watch)
    watching.start()
    at_once(clients, ask)
    watching.join()
    cuts = statistics.quantiles(times, n=100)
    grown = [round(memory[len(memory) * part // 4]) for part in range(4)] + [round(memory[-1])]
    return (
        f"{len(times):,} batches, {len(times) * batch / seconds:,.0f} names a second, "
        f"{1000 * (service.busy - busy) / len(times):.0f} ms of processors each; "
        f"p50 {1000 * cuts[49]:.0f} ms, p99 {1000 * cuts[98]:.0f} ms, worst {1000 * max(times):.0f} ms; "
        f"failed {dict(failed)}; memory in quarters {grown} MB"
    )


PIECES = (
    '{"q0":', '{"query":"Toqaev"}', '{"query":', "}", "[", "]", "null", "NaN", '"', ",", "\\ud800", "1e999",
    "%", "&", "=", "queries=", "extend=", '{"ids":["a"],"properties":', '[{"id":"born"}]', "-1", "\x00",
    "ы", '"limit":', "{}", '"properties":[{"pid":"born","v":', "9" * 5000, "[" * 500, '"type":', "\ufeff",
    '{"names":[', '{"text":"',
)  # fmt: skip
KINDS = (FORM["Content-Type"], "application/json", "text/csv", "multipart/form-data", "", "x" * 300)
PATHS = (
    "/reconcile", "/", "/v1/match", "/v1/extend", "/match", "/find", "/why", "/columns",
    "/normalize?column=a", "/reconcile/propose", "/nothing", "/text",
)  # fmt: skip


def malformed(service: Process, requests: int) -> str:
    """Return what random requests bring, and how the memory grows with them."""
    client, chance = Client(service.address), random.Random(7)
    statuses: Counter[int] = Counter()
    before = service.memory
    for number in range(requests):
        body = "".join(chance.choices(PIECES, k=chance.randrange(10))).encode("utf-8", "replace")
        if chance.random() < 0.1:
            body = chance.randbytes(chance.randrange(2000))
        kind = chance.choice(KINDS)
        status, _ = client.send(body, {"Content-Type": kind} if kind else {}, chance.choice(PATHS))
        statuses[status] += 1
        if number == requests // 2:
            half = service.memory
    return (
        f"{requests:,} requests, statuses {dict(sorted(statuses.items()))}; "
        f"memory {before:.0f}, after half {half:.0f}, after all {service.memory:.0f} MB"
    )


def replaced(service: Process, texts: Sequence[str], times: int) -> str:
    """Return how many requests are lost while the list is taken anew, again and again."""
    done: Counter[str] = Counter()
    ended = threading.Event()

    def ask(number: int) -> None:
        client, chance = Client(service.address), random.Random(number)
        while not ended.is_set():
            try:
                client.reconcile(chance.sample(texts, 10))
                done["answered"] += 1
            except (OSError, http.client.HTTPException) as error:
                done[f"lost: {error}"[:80]] += 1

    asking = threading.Thread(target=at_once, args=(4, ask))
    asking.start()
    for _ in range(times):
        os.kill(service.process.pid, signal.SIGHUP)
        time.sleep(2)
    ended.set()
    asking.join()
    return f"{times} times in {2 * times} seconds, {dict(done)}; memory {service.memory:.0f} MB"


if __name__ == "__main__":
    main()
