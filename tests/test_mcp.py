"""The tools for assistants, called by the client of the protocol's own package."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters, stdio_client

from names import Matcher
from names.account import explain
from names.mcp import MOST_NAMES, assistant_application, assistant_server
from names.mentions import find
from names.service.handling import Service, ServiceSettings
from names.service.running import bound_socket, make_server
from names.service.served_list import ListHolder

ROOT = Path(__file__).parents[1]
TOQAEV = "kassym-jomart-tokayev"


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher()


@pytest.fixture(scope="module")
def holder(matcher: Matcher) -> ListHolder:
    return ListHolder(lambda: matcher)


async def asked(where: Any, tool: str, **arguments: Any) -> Any:
    """What a tool answers as structured content; what it refuses as text."""
    async with Client(where) as client:
        result = await client.call_tool(tool, arguments)
        if result.is_error:
            return result.content[0].text  # type: ignore[union-attr] # it is text
        told = result.structured_content
        assert told is not None
        return told.get("result", told)


def ask(holder: ListHolder, tool: str, **arguments: Any) -> Any:
    return asyncio.run(asked(assistant_server(holder), tool, **arguments))


def test_an_answer_that_is_not_matched_has_no_id_and_no_name(holder: ListHolder, matcher: Matcher) -> None:
    names = ["Toqaev", "Akhmetov", "Jane Doe", ""]
    answers = ask(holder, "match", names=names, candidates=2)
    expected = matcher.match_many(names)
    assert [(a["status"], a["id"], a["name"], a["reason"]) for a in answers] == [
        (m.status, m.entity.id if m.entity else None, m.name, m.reason) for m in expected
    ]
    assert [len(a["candidates"]) for a in answers] == [2, 2, 0, 0]
    assert answers[1]["candidates"][0]["facts"] == "person, born 1954, kz"


def test_what_is_known_besides_counts(holder: ListHolder) -> None:
    [answer] = ask(holder, "match", names=["Toqaev"], born="1990")
    assert answer["status"] != "matched"


def test_why_tells_the_account_in_short(holder: ListHolder, matcher: Matcher) -> None:
    told = ask(holder, "why", name="Marat Tokayev", other=TOQAEV)
    account = explain(matcher, "Marat Tokayev", TOQAEV)
    assert (told["stage"], told["reason"]) == (account.stage, account.reason)
    assert [e["weight"] for e in told["evidence"]] == [round(p.evidence.weight, 2) for p in account.pieces]


def test_a_table_comes_back_with_what_came_of_it(holder: ListHolder) -> None:
    told = ask(holder, "normalize_column", table="person\nТоқаев\nJane Doe\n", column="person")
    assert told["table"].splitlines()[1].startswith("Тоқаев,Kassym-Jomart Tokayev,kassym-jomart-tokayev,")
    assert (told["matched"], told["unknown"], told["commonest_unknown"]) == (1, 1, ["Jane Doe"])


def test_mentions_are_those_of_the_library(holder: ListHolder, matcher: Matcher) -> None:
    text = "Tokayev met Dariga Nazarbayeva."
    told = ask(holder, "find", text=text)
    assert [(m["start"], m["id"]) for m in told] == [
        (m.start, m.entity.id) for m in find(text, matcher) if m.entity
    ]


def test_names_are_romanized_by_the_scheme_of_their_language_unless_one_is_named(holder: ListHolder) -> None:
    told = ask(holder, "romanize", names=["Тоқаев", "Щукин"])
    assert [(each["text"], each["scheme"].split("-")[1]) for each in told] == [
        ("Toqaev", "kaz"), ("Shchukin", "rus"),
    ]  # fmt: skip
    [told] = ask(holder, "romanize", names=["Тоқаев"], scheme="bgnpcgn-rus-Cyrl-Latn-1947")
    assert told["left"] == ["қ"]


def test_spellings_of_nobody_listed_are_grouped(holder: ListHolder) -> None:
    told = ask(holder, "group", names=["Almira Seitkali", "Сейтқали Алмира", "Dana Omar", "Dana Omar"])
    assert [(each["group"], each["count"], len(each["spellings"])) for each in told] == [
        ("almira-seitkali", 2, 2), ("dana-omar", 2, 1),
    ]  # fmt: skip


def test_variants_and_records_are_found(holder: ListHolder) -> None:
    assert "Tokayev" in [each["text"] for each in ask(holder, "variants", name="Тоқаев", most=10)]
    assert TOQAEV in [each["id"] for each in ask(holder, "gazetteer_search", text="Тоқ", most=5)]


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("match", {"names": ["a"], "type": "ship"}, "'ship' is no type"),
        ("match", {"names": ["a"] * (MOST_NAMES + 1)}, "100"),
        ("normalize_column", {"table": "a\nb\n", "column": "c"}, "'c'"),
        ("romanize", {"names": ["a"], "scheme": "none"}, "none"),
        ("romanize", {"names": ["John"]}, "John"),
        ("why", {"name": "a" * 1001}, "1000"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(
    holder: ListHolder, tool: str, arguments: dict[str, Any], words: str
) -> None:
    assert words in ask(holder, tool, **arguments)


def test_every_tool_reads_only_and_says_what_it_does(holder: ListHolder) -> None:
    async def listed() -> Any:
        async with Client(assistant_server(holder)) as client:
            assert "matched" in (client.instructions or "")
            return (await client.list_tools()).tools

    tools = asyncio.run(listed())
    assert {tool.name for tool in tools} == {
        "match", "why", "normalize_column", "find", "romanize", "variants", "group",
        "gazetteer_search",
    }  # fmt: skip
    for tool in tools:
        assert tool.annotations.read_only_hint and tool.description and tool.output_schema


@pytest.fixture(scope="module")
def address(holder: ListHolder) -> Iterator[str]:
    with bound_socket("127.0.0.1", 0) as listening:
        server = make_server(assistant_application(Service(holder, ServiceSettings())))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/mcp"
        server.should_exit = True
        thread.join()


def test_the_tools_answer_over_http(address: str) -> None:
    [answer] = asyncio.run(asked(address, "match", names=["Toqaev"]))
    assert answer["id"] == TOQAEV


def test_pages_of_other_sites_cannot_call_the_tools(address: str) -> None:
    import urllib.error
    import urllib.request

    call = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).encode()
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    for more in ({"Origin": "http://elsewhere.example"}, {"Host": "elsewhere.example"}):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(address, call, headers | more))
        assert refused.value.code in (403, 421)


@pytest.mark.once
def test_the_command_answers_over_standard_input_and_output() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = StdioServerParameters(command=sys.executable, args=["-m", "names", "mcp"], env=environment)
    [answer] = asyncio.run(asked(stdio_client(command), "match", names=["Toqaev"]))
    assert answer["id"] == TOQAEV
