"""The service: what it answers to clients of the Reconciliation API and to programs, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
import pandas as pd
import pytest

from names import Entity, Form, Gazetteer, Matcher, group
from names.account import explain
from names.cli import main
from names.decision import render_score
from names.mentions import find
from names.service.ceilings import LARGEST_BODY, MOST_AT_ONCE, MOST_NAMES
from names.service.guarding import is_allowed_host
from names.service.handling import Service, ServiceSettings
from names.service.queries import BATCH, read_conditional_queries, read_queries
from names.service.reconciliation import Proposal, reconcile
from names.service.served_list import ListHolder
from names.service.vocabulary import FACTS
from names.tables import Options, normalize_csv
from tests.serving import ELSEWHERE, Client, served

SAMPLE = Path(__file__).parents[1] / "examples" / "sample.csv"
TOQAEV = "kassym-jomart-tokayev"
MARKUP = "<script>alert(1)</script>"


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    return Matcher()


@pytest.fixture(scope="session")
def client(matcher: Matcher) -> Iterator[Client]:
    with served(Service(ListHolder(lambda: matcher))) as one:
        yield one


def entities(*names: str, **facts: Any) -> Gazetteer:
    return Gazetteer(
        tuple(Entity(f"e{n}", name, (Form(name, "name"),), "person", **facts) for n, name in enumerate(names))
    )


def sample() -> list[str]:
    with SAMPLE.open(encoding="utf-8") as file:
        return [row["person"] for row in csv.DictReader(file)]


def one(matcher: Matcher, **query: Any) -> list[Proposal]:
    [found] = reconcile(matcher, list(read_queries({"q": query}).values()))
    return found


# What a query becomes


def test_match_is_true_where_the_library_matches_and_nowhere_else(matcher: Matcher) -> None:
    names = [*sample(), "Akhmetov", "Georgia", "", " \u00a0", "…!?", "Jane Doe"]
    found = reconcile(
        matcher, list(read_queries({str(n): {"query": q} for n, q in enumerate(names)}).values())
    )
    meant = [[p.entity.id for p in proposals if p.match] for proposals in found]
    assert meant == [[m.entity.id] if m.entity else [] for m in matcher.match_many(names)]


def test_the_score_is_the_probability_in_hundredths(matcher: Matcher) -> None:
    [candidate, *_] = [p.to_dict(matcher) for p in one(matcher, query="Akhmetov")]
    shown = float(render_score(matcher.match("Akhmetov").score))
    assert candidate["score"] == round(100 * shown, 2) and candidate["match"] is False
    probability = candidate["features"][0]
    assert probability["value"] == shown and probability["name"].startswith("“Akhmetov” is ambiguous")


@pytest.mark.parametrize("value", [1953, 1953.0, "1953", "1953-05-17T00:00:00Z", ["soon", 1953]])
def test_a_year_counts_however_a_column_holds_it(matcher: Matcher, value: object) -> None:
    [candidate, *_] = one(matcher, query="Toqaev", properties=[{"pid": "born", "v": value}])
    assert candidate.match and ("born", "Year of birth agrees", True) in candidate.features


@pytest.mark.parametrize(
    "value", ["kz", "Kazakhstan", {"id": "KZ"}, {"id": "Q1", "name": "Казахстан"}, ["zz", "kz"]]
)
def test_a_country_counts_however_a_column_holds_it(matcher: Matcher, value: object) -> None:
    [candidate, *_] = one(matcher, query="Toqaev", properties=[{"pid": "country", "v": value}])
    assert candidate.match and ("country", "Country agrees", True) in candidate.features


def test_a_property_that_contradicts_forbids_the_match(matcher: Matcher) -> None:
    [candidate, *_] = one(matcher, query="Toqaev", properties=[{"pid": "born", "v": 1990}])
    assert candidate.entity.id == TOQAEV and not candidate.match
    assert ("born", "Year of birth agrees", False) in candidate.features


def test_what_says_nothing_of_its_property_changes_nothing(matcher: Matcher) -> None:
    plain = one(matcher, query="Toqaev")
    nothing: list[Any] = [None, "", True, [], {}, "n/a", [[1]], 1e300]
    for value in nothing:
        properties = [{"pid": pid, "v": value} for pid in ("born", "country", "type", "nothing-of-ours")]
        assert one(matcher, query="Toqaev", properties=properties) == plain


def test_given_and_family_names_make_a_name(matcher: Matcher) -> None:
    said = [{"pid": "given", "v": "Qasym-Zhomart"}, {"pid": "family", "v": "Toqaev"}]
    [candidate, *_] = one(matcher, properties=said)
    assert candidate.entity.id == TOQAEV and candidate.match


def test_of_two_values_that_mean_two_people_neither_is_matched() -> None:
    people = [Entity(f"e{born}", "Ivan Petrov", (), "person", born=born) for born in (1950, 1980)]
    twins = Matcher(Gazetteer(tuple(people)))
    assert one(twins, query="Ivan Petrov", properties=[{"pid": "born", "v": 1950}])[0].match
    both = one(twins, query="Ivan Petrov", properties=[{"pid": "born", "v": [1950, 1980]}])
    assert len(both) == 2 and not any(each.match for each in both)


def test_a_type_that_contradicts_lowers_and_one_that_is_none_only_forbids_the_match(matcher: Matcher) -> None:
    [plain, *_] = one(matcher, query="Toqaev")
    [place, *_] = one(matcher, query="Toqaev", type="place")
    [none, *_] = one(matcher, query="Toqaev", type="ship", type_strict="should")
    assert place.score < plain.score and not place.match
    assert none.entity.id == TOQAEV and not none.match
    assert one(matcher, query="Toqaev", type=["person"])[0].match


def test_a_limit_keeps_the_best(matcher: Matcher) -> None:
    every = one(matcher, query="Akhmetov")
    assert len(every) > 2
    assert [one(matcher, query="Akhmetov", limit=n) for n in (1, 2)] == [every[:1], every[:2]]


def test_an_id_brings_its_entity_back_first(matcher: Matcher) -> None:
    gazetteer = Gazetteer((Entity("Q7", "Ivan Petrov", ()), Entity("petrov", "Anna Ivanova", ())))
    [candidate, *_] = one(Matcher(gazetteer), query="Q7")
    assert candidate.match and candidate.score == 1.0


def test_a_word_that_is_an_id_and_somebody_elses_name_is_left_to_the_user() -> None:
    gazetteer = Gazetteer((Entity("petrov", "Anna Ivanova", ()), Entity("other", "Petrov", ())))
    found = one(Matcher(gazetteer), query="petrov")
    assert [each.entity.id for each in found] == ["petrov", "other"]
    assert not any(each.match for each in found)


def conditional(matcher: Matcher, *conditions: Any, **more: Any) -> list[Proposal]:
    queries = read_conditional_queries({"queries": [{"conditions": list(conditions), **more}]})
    return reconcile(matcher, queries)[0]


def test_a_required_condition_leaves_out_whoever_does_not_meet_it(matcher: Matcher) -> None:
    name = {"matchType": "name", "propertyValue": "Toqaev"}

    def born(value: object, **more: Any) -> list[Proposal]:
        needed = {"matchType": "property", "propertyId": "born", "propertyValue": value, "required": True}
        return conditional(matcher, name, needed | more)

    assert [each.entity.id for each in born(1953)] == [TOQAEV]
    assert born("nobody's") == []
    assert born([1953, 1990], matchQuantifier="all") == []
    assert TOQAEV not in [each.entity.id for each in born(1953, matchQuantifier="none")]


def test_an_id_asked_for_as_one_is_certain(matcher: Matcher) -> None:
    [candidate] = conditional(matcher, {"matchType": "id", "propertyValue": TOQAEV})
    assert candidate.entity.id == TOQAEV and candidate.match


# The Reconciliation API over HTTP


def test_the_manifest_names_absolute_addresses_and_its_own_version(client: Client) -> None:
    manifest = client.get("/reconcile").json
    base = f"http://127.0.0.1:{client.port}"
    assert manifest["versions"] == ["0.2"] and manifest["batchSize"] == BATCH
    assert set(manifest["suggest"]) == {"entity", "property", "type"}
    assert all(each["service_url"] == base for each in manifest["suggest"].values())
    assert "{{id}}" in manifest["view"]["url"] and "{{id}}" in manifest["preview"]["url"]
    draft = client.get("/v1").json
    assert draft["versions"] == ["1.0-draft"] and draft["view"]["url"].endswith("{id}")
    assert "experimental" in draft["name"] and "identifierSpace" not in draft


def test_parameters_of_browsers_do_not_change_the_manifest(client: Client) -> None:
    assert client.get("/reconcile", callback="jQuery1", _="17").json == client.get("/reconcile").json
    assert client.get("/", accept="x").json == client.get("/reconcile").json


def test_the_bare_address_answers_programs_as_the_endpoint_does(client: Client) -> None:
    assert client.reconcile("/", q={"query": "Toqaev"}) == client.reconcile(
        "/reconcile/", q={"query": "Toqaev"}
    )


def test_keys_come_back_as_they_were_sent(client: Client) -> None:
    keys = ["q0", "héé 1", "x/y&z=1+%20", "名前", "__proto__", "", "\ud800"]
    assert list(client.reconcile(**{key: {"query": "Toqaev"} for key in keys})) == keys


def test_odd_rows_cost_no_other_row_its_answer(client: Client) -> None:
    odd: list[dict[str, Any]] = [
        {"query": "   "}, {"query": "\u00a0\u200b"}, {"query": "\ud800"}, {"query": 5}, {"query": "a" * 9999},
        {"query": "x", "properties": [{"pid": "country", "v": {"id": "Q1", "name": "n"}}]},
        {"properties": [{"pid": "no-such", "v": None}]}, {"query": "x\x00y"},
    ]  # fmt: skip
    found = client.reconcile(
        q={"query": "Toqaev"}, **{str(number): query for number, query in enumerate(odd)}
    )
    assert found["q"][0]["id"] == TOQAEV
    assert not any(each["match"] for key, result in found.items() if key != "q" for each in result)


def test_get_and_post_answer_alike(client: Client) -> None:
    queries = {"q": {"query": "Akhmetov"}}
    assert (
        client.get("/reconcile", queries=json.dumps(queries)).json
        == client.form("/reconcile", queries=queries).json
    )


def test_a_candidate_has_what_clients_read(client: Client) -> None:
    for candidate in client.reconcile(q={"query": "Akhmetov"})["q"]:
        assert set(candidate) == {"id", "name", "score", "match", "type", "description", "features"}
        assert 0 <= candidate["score"] <= 100 and isinstance(candidate["match"], bool)
        assert all(set(each) == {"id", "name"} for each in candidate["type"])
        ids = [feature["id"] for feature in candidate["features"]]
        assert len(ids) == len(set(ids))
        assert all(isinstance(each["value"], bool | float | int) for each in candidate["features"])


def test_the_draft_answers_in_the_order_of_the_queries(client: Client) -> None:
    names = ["Toqaev", "zzxqv", "Astana"]
    queries = [{"conditions": [{"matchType": "name", "propertyValue": name}]} for name in names]
    results = client.post("/v1/match", {"queries": queries}).json["results"]
    assert [[c["id"] for c in each["candidates"]][:1] for each in results] == [[TOQAEV], [], ["astana"]]


@pytest.mark.parametrize("kind", ["entity", "property", "type"])
def test_suggestions_page_and_find_ids(client: Client, kind: str) -> None:
    every = client.get(f"/reconcile/suggest/{kind}", prefix="").json["result"]
    assert len(every) > 1
    assert client.get(f"/reconcile/suggest/{kind}", prefix="", cursor="1").json["result"][0] == every[1]
    assert client.get(f"/v1/suggest/{kind}", prefix="", offset="1", limit="1").json["result"] == every[1:2]
    assert client.get(f"/reconcile/suggest/{kind}", prefix="", cursor="99999999").json["result"] == []
    for item in every:
        assert item in client.get(f"/reconcile/suggest/{kind}", prefix=item["id"]).json["result"]


@pytest.mark.parametrize("prefix", ["tokay", "Тоқ", "ТОҚАЕВ Қасым", "Qasym-Zhomart Toqaev"])
def test_entities_are_suggested_by_any_of_their_spellings(client: Client, prefix: str) -> None:
    found = client.get("/reconcile/suggest/entity", prefix=prefix, spell="always").json["result"]
    assert TOQAEV in [item["id"] for item in found]


def test_every_id_and_property_of_an_extension_has_its_place(client: Client) -> None:
    wanted = [*[each.id for each in FACTS], "no-such-property"]
    query: dict[str, Any] = {"ids": [TOQAEV, "nobody", "\ud800"], "properties": [{"id": id} for id in wanted]}
    answer = client.form("/reconcile", extend=query).json
    assert [each["id"] for each in answer["meta"]] == wanted
    assert {id: list(row) for id, row in answer["rows"].items()} == dict.fromkeys(query["ids"], wanted)
    assert answer["rows"][TOQAEV]["born"] == [{"int": 1953}]
    assert answer["rows"][TOQAEV]["type"] == [{"id": "person", "name": "Person"}]
    assert not any(answer["rows"]["nobody"].values())
    draft = client.post("/v1/extend", query).json
    assert {row["id"]: {p["id"]: p["values"] for p in row["properties"]} for row in draft["rows"]} == answer[
        "rows"
    ]


def test_settings_of_an_extension_are_taken_as_forms_send_them(client: Client) -> None:
    def fetched(property: str, **settings: str) -> Any:
        query = {"ids": [TOQAEV], "properties": [{"id": property, "settings": settings}]}
        return client.form("/reconcile", extend=query).json["rows"][TOQAEV][property]

    assert len(fetched("forms")) > 1 == len(fetched("forms", limit="1"))
    assert fetched("romanization", scheme="bgnpcgn-kaz-Cyrl-Latn-1979")[0] == {"str": "Qasym-Zhomart Toqaev"}


def test_what_can_be_fetched_is_proposed_for_any_type(client: Client) -> None:
    every = client.get("/reconcile/propose", type="").json["properties"]
    assert {"born", "romanization", "ids_wikidata"} <= {each["id"] for each in every}
    assert client.get("/v1/extend/propose", type="x", limit="1").json["properties"] == every[:1]


def test_markup_in_a_list_and_in_an_id_stays_text() -> None:
    gazetteer = entities(f"Ivan {MARKUP} Petrov")
    with served(Service(ListHolder(lambda: Matcher(gazetteer)))) as client:
        for path in (
            "/reconcile/preview?id=e0",
            "/entity/e0",
            "/v1/preview?id=%3Cscript%3Ealert(1)%3C/script%3E",
        ):
            assert MARKUP.encode() not in client.ask("GET", path).body
        assert client.get("/reconcile/preview", id="e0").status == 200
        assert (
            client.get("/entity/nobody").status == client.get("/reconcile/preview", id="nobody").status == 404
        )


@pytest.mark.parametrize(
    ("method", "path", "kind", "body", "status"),
    [
        ("POST", "/reconcile", "form", b"queries=%7B%22q", 400),
        ("POST", "/reconcile", "form", b"queries=[]", 400),
        ("POST", "/reconcile", "form", b"queries=%ff", 400),
        ("POST", "/reconcile", "form", b"foo=bar", 400),
        ("POST", "/reconcile", "form", b'queries={"q":{"query":"a","limit":NaN}}', 400),
        ("POST", "/reconcile", "form", b"queries=" + b"[" * 100_000, 400),
        ("POST", "/reconcile", "form", b'queries={"q":{"query":"a","limit":' + b"9" * 5000 + b"}}", 400),
        ("POST", "/reconcile", "application/json", b"{}", 415),
        ("POST", "/reconcile", "multipart/form-data", b"", 415),
        ("POST", "/reconcile", "form", b"extend={}", 400),
        ("POST", "/reconcile/preview", "form", b"", 405),
        ("GET", "/reconcile/nothing", "", b"", 404),
        ("POST", "/v1/match", "form", b"queries={}", 415),
        ("POST", "/v1/match", "application/json", b'{"queries":[{"conditions":[]}]}', 400),
        ("POST", "/match", "text/plain", b'{"names":["a"]}', 415),
        ("POST", "/match", "application/json", b"\xff", 400),
        ("POST", "/match", "application/json", b'{"names":[{"name":"a","born":"soon"}]}', 400),
        ("POST", "/match", "application/json", b'{"names":"a"}', 400),
        ("POST", "/match", "application/json", b'{"names":[],"candidate":1}', 400),
        ("POST", "/match", "application/json", b'{"names":[{"name":"a","country":5}]}', 400),
        ("POST", "/match", "application/json", b'{"names":[{"surname":"a"}]}', 400),
        ("POST", "/why", "application/json", b'{"name":5}', 400),
        ("POST", "/find", "application/json", b"[]", 400),
        ("POST", "/group", "application/json", b'{"names":{"a":0}}', 400),
        ("POST", "/group", "application/json", b'{"names":["a"]}', 400),
        ("POST", "/normalize?colum=a", "text/csv", b"a\nb\n", 400),
        ("GET", "/nothing", "", b"", 404),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_a_sentence_and_the_connection_serves_on(
    client: Client, method: str, path: str, kind: str, body: bytes, status: int
) -> None:
    kind = "application/x-www-form-urlencoded" if kind == "form" else kind
    reply = client.ask(method, path, body, {"Content-Type": kind} if kind else {})
    assert (reply.status, reply.headers["content-type"]) == (status, "application/json")
    assert reply.json["error"] and "Traceback" not in reply.json["error"]
    assert client.reconcile(q={"query": "Toqaev"})["q"][0]["match"]


def test_a_wrong_query_is_told_by_its_key(client: Client) -> None:
    reply = client.form("/reconcile", queries={"q0": {"query": "a"}, "q1": {"query": ["a"]}})
    assert reply.status == 400 and "queries['q1']" in reply.json["error"]


def test_a_batch_above_the_stated_size_is_refused_as_such(client: Client) -> None:
    queries = {str(n): {"query": "Toqaev"} for n in range(BATCH + 1)}
    assert client.form("/reconcile", queries=queries).status == 413
    queries.popitem()
    assert client.form("/reconcile", queries=queries).status == 200


def test_a_full_batch_of_long_names_in_any_script_fits(client: Client) -> None:
    name = "محمد عبد الرحمن بن عبد العزيز آل سعود " * 10
    query = {"query": name, "properties": [{"pid": "country", "v": "المملكة العربية السعودية"}]}
    assert client.form("/reconcile", queries={str(n): query for n in range(BATCH)}).status == 200


def test_more_than_any_body_may_have_is_refused_before_it_is_read(client: Client) -> None:
    head = {"Content-Type": "application/json", "Content-Length": str(LARGEST_BODY + 1)}
    other = Client(client.port)
    assert other.ask("POST", "/match", b"", head).status == 413
    names = ["a"] * (MOST_NAMES + 1)
    assert client.post("/match", {"names": names}).status == 413


def test_random_requests_are_refused_and_never_fail(client: Client) -> None:
    pieces = [
        '{"q0":', '{"query":"Toqaev"}', "}", "[", "]", "null", "NaN", '"', ",", "\\ud800", "1e999", "%", "&",
        "=", "queries=", "extend=", '{"ids":["a"],"properties":', '[{"id":"born"}]', "-1", "\x00", "ы",
        '"limit":', "{}",
    ]  # fmt: skip
    paths = ["/reconcile", "/", "/v1/match", "/v1/extend", "/match", "/find", "/why", "/normalize?column=a"]
    kinds = ["application/x-www-form-urlencoded", "application/json", "text/csv", "", "x" * 500]
    chance = random.Random(7)
    for _ in range(400):
        body = "".join(chance.choices(pieces, k=chance.randrange(8))).encode()
        if chance.random() < 0.1:
            body = chance.randbytes(50)
        kind = chance.choice(kinds)
        reply = client.ask("POST", chance.choice(paths), body, {"Content-Type": kind} if kind else {})
        assert reply.status < 500, (body, kind, reply)


# Who may ask


def test_pages_of_other_sites_may_read_the_reconciliation_api_and_nothing_else(client: Client) -> None:
    ours = [
        "/reconcile",
        "/reconcile/suggest/entity",
        "/reconcile/preview?id=x",
        "/reconcile/none",
        "/v1",
        "/",
    ]
    others = ["/health", "/metrics", "/openapi.json", "/entity/astana", "/about", "/nothing"]
    for path in ours:
        assert client.get(path, ELSEWHERE).headers.get("access-control-allow-origin") == "*", path
    for path in others:
        assert "access-control-allow-origin" not in client.get(path, ELSEWHERE).headers, path
    page = client.get("/", {"Accept": "text/html"})
    assert "text/html" in page.headers["content-type"] and "access-control-allow-origin" not in page.headers


def test_what_another_site_posts_is_refused(client: Client) -> None:
    for headers in (ELSEWHERE, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert client.post("/match", {"names": ["a"]}, headers).status == 403
    own = {"Origin": f"http://127.0.0.1:{client.port}", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/match", {"names": ["a"]}, own).status == 200
    assert client.form("/reconcile", ELSEWHERE, queries={}).json == {}
    assert client.form("/", ELSEWHERE, queries={}).json == {}


def test_browsers_may_ask_beforehand_whether_they_may(client: Client) -> None:
    for path in ("/", "/reconcile", "/v1/match"):
        reply = client.ask("OPTIONS", path, headers={"Access-Control-Request-Method": "POST"})
        assert reply.status == 204 and "Content-Type" in reply.headers["access-control-allow-headers"]
    assert client.ask("OPTIONS", "/match", headers={"Access-Control-Request-Method": "POST"}).status == 405


def test_a_name_that_leads_here_from_elsewhere_is_refused(client: Client) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "[", "", "localhost.evil"):
        assert client.get("/reconcile", {"Host": host}).status in (400, 421), host
    assert client.get("/reconcile", {"Host": "localhost:3333"}).status == 200
    assert is_allowed_host("NAMES.example".lower(), {"names.example"})


def test_a_preview_may_stand_in_a_frame_and_the_page_may_not(client: Client) -> None:
    preview = client.get("/reconcile/preview", id="astana").headers
    assert "frame-ancestors" not in preview["content-security-policy"] and "x-frame-options" not in preview
    assert "frame-ancestors 'self'" in client.get("/entity/astana").headers["content-security-policy"]


def test_with_a_token_nothing_is_told_without_it_but_the_manifests(matcher: Matcher) -> None:
    with served(Service(ListHolder(lambda: matcher), ServiceSettings(token="open/sesame"))) as client:
        assert [client.get(path).status for path in ("/health", "/reconcile", "/v1", "/")] == [
            200,
            200,
            200,
            401,
        ]
        assert client.get("/reconcile").json["authentication"]["name"] == "token"
        assert client.get("/reconcile", queries="{}").status == 401
        assert client.form("/reconcile", queries={}).status == 401
        assert client.get("/reconcile/suggest/entity", prefix="a").status == 401
        assert client.post("/match", {"names": []}, {"Authorization": "Bearer wrong"}).status == 401
        assert client.post("/match", {"names": []}, {"Authorization": "Bearer open/sesame"}).status == 200
        manifest = client.get("/reconcile", token="open/sesame").json
        preview = manifest["preview"]["url"].replace("{{id}}", "astana").partition(str(client.port))[2]
        suggest = manifest["suggest"]["entity"]["service_path"] + "&prefix=a"
        assert [client.ask("GET", path).status for path in (preview, suggest)] == [200, 200]
        welcome = client.get("/", {"Accept": "text/html"}, token="open/sesame")
        cookie = {"Cookie": welcome.headers["set-cookie"].partition(";")[0]}
        assert welcome.status == 303 and "HttpOnly" in welcome.headers["set-cookie"]
        assert client.get("/metrics", cookie).status == 200
        assert client.get("/metrics", cookie | ELSEWHERE).status == 401


def test_whoever_comes_when_too_much_is_asked_is_told_to_come_again(matcher: Matcher) -> None:
    service = Service(ListHolder(lambda: matcher))
    with served(service) as client:
        service.figures.in_flight = MOST_AT_ONCE
        reply = client.form("/reconcile", queries={})
        assert (reply.status, reply.headers["retry-after"]) == (503, "1")
        assert reply.headers["access-control-allow-origin"] == "*"
        service.figures.in_flight = 0


# The API for programs


def test_match_answers_as_the_library_does(client: Client, matcher: Matcher) -> None:
    asked = [*sample(), None, {"given": "Qasym-Zhomart", "family": "Toqaev", "born": 1953}]
    answers = client.post("/match", {"names": asked, "candidates": 50, "evidence": True}).json["answers"]
    expected = [match.to_dict() for match in matcher.match_many([*sample(), None])]
    assert answers[:-1] == json.loads(json.dumps(expected))
    assert answers[-1]["id"] == TOQAEV
    few = client.post("/match", {"names": ["Akhmetov"], "candidates": 1}).json["answers"][0]["candidates"]
    assert len(few) == 1 and "evidence" not in few[0]


def test_why_and_find_answer_as_the_library_does(client: Client, matcher: Matcher) -> None:
    told = client.post("/why", {"name": "Toqaev", "other": "Tokayev"}).json
    assert told == json.loads(json.dumps(explain(matcher, "Toqaev", "Tokayev").to_dict()))
    text = "Tokayev flew to Nur-Sultan with Dariga Nazarbayeva."
    assert client.post("/find", {"text": text}).json["mentions"] == [m.to_dict() for m in find(text, matcher)]


def test_groups_are_those_of_the_library(client: Client) -> None:
    counts = {"Almira Seitkali": 3, "Сейтқали Алмира": 2, "Dana Omar": 1}
    told = client.post("/group", {"names": counts}).json["groups"]
    found = [(each["group"], s["spelling"], s["count"]) for each in told for s in each["spellings"]]
    assert found == [(each.group, each.spelling, each.count) for each in group(counts)]


def normalized(table: bytes, matcher: Matcher, **options: Any) -> bytes:
    out = io.BytesIO()
    normalize_csv(io.BytesIO(table), out, matcher, Options(columns=("person",), **options))
    return out.getvalue()


@pytest.mark.parametrize("times", [1, 2000])
def test_a_table_comes_back_as_the_command_writes_it(client: Client, matcher: Matcher, times: int) -> None:
    header, *rows = SAMPLE.read_bytes().splitlines(keepends=True)
    table = header + b"".join(rows) * times
    reply = client.ask("POST", "/normalize?column=person&candidates=2", table, {"Content-Type": "text/csv"})
    assert reply.status == 200 and reply.body == normalized(table, matcher, candidates=2)


def test_a_table_that_cannot_be_read_is_refused_before_any_of_it_is_sent(client: Client) -> None:
    reply = client.ask("POST", "/normalize?column=persn", SAMPLE.read_bytes(), {"Content-Type": "text/csv"})
    assert reply.status == 400 and "persn" in reply.json["error"]


def test_every_route_for_programs_is_described(client: Client) -> None:
    described = client.get("/openapi.json").json
    methods = {(path, method) for path, its in described["paths"].items() for method in its}
    programs = {(f"/{name}", "post") for name in ("match", "why", "find", "group", "columns", "normalize")}
    programs |= {("/health", "get"), ("/metrics", "get")}
    assert methods == programs
    assert f"http://127.0.0.1:{client.port}" == described["servers"][0]["url"]
    assert f"{MOST_NAMES:,}" in json.dumps(described)


def test_figures_count_what_was_asked(matcher: Matcher) -> None:
    with served(Service(ListHolder(lambda: matcher))) as client:
        client.post("/match", {"names": ["Toqaev", "Jane Doe"]})
        client.get("/nothing")
        figures = client.get("/metrics").body.decode()
    assert 'names_requests_total{route="match",status="200"} 1' in figures
    assert 'names_requests_total{route="none",status="404"} 1' in figures
    assert 'names_asked_total{status="matched"} 1' in figures
    sample = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [\d.]+|# TYPE \S+ \S+')
    assert all(map(sample.fullmatch, figures.splitlines()))


def test_the_log_has_no_word_of_what_was_asked(matcher: Matcher) -> None:
    lines: list[str] = []
    with served(Service(ListHolder(lambda: matcher), ServiceSettings(access_log=lines.append))) as client:
        client.get("/reconcile", queries='{"q":{"query":"Toqaev"}}')
        client.get("/entity/%1B%5B2J")
    assert [line.rsplit(" ", 2)[0] for line in lines] == ["GET /reconcile 200", r"GET /entity/\x1b[2J 404"]


# The list replaced


def test_a_list_is_replaced_without_a_request_lost(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("id,name\na,Ivan Petrov\n", encoding="utf-8")
    holder = ListHolder(lambda: Matcher.open(file))
    with served(Service(holder)) as client:
        found: list[str] = []
        ended = threading.Event()

        def keep_asking() -> None:
            other = Client(client.port)
            while not ended.is_set():
                found.append(other.reconcile(q={"query": "Ivan Petrov"})["q"][0]["id"])

        asking = threading.Thread(target=keep_asking)
        asking.start()
        for id in ("b", "c", "d"):
            file.write_text(f"id,name\n{id},Ivan Petrov\n", encoding="utf-8")
            assert holder.reload()
        ended.set()
        asking.join()
        assert sorted(set(found)) == list(dict.fromkeys(found))  # each list after the other, and none lost
        assert client.reconcile(q={"query": "Ivan Petrov"})["q"][0]["id"] == "d"
        file.write_text("id,name\n", encoding="utf-8")
        file.unlink()
        assert not holder.reload()
        assert client.reconcile(q={"query": "Ivan Petrov"})["q"][0]["id"] == "d"
        health = client.get("/health").json
        assert (health["reloads"], health["reload_failed"]) == (3, True)


# The command


def test_without_its_packages_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = CliRunner().invoke(main, ["serve"])
    assert result.exit_code == 1 and "pip install 'names-normalizer[serve]'" in result.stderr


def test_a_port_that_is_taken_is_told(client: Client) -> None:
    from click.testing import CliRunner

    result = CliRunner().invoke(main, ["serve", "--port", str(client.port)])
    assert result.exit_code == 1 and f"port {client.port}" in result.stderr and "--port" in result.stderr


@pytest.mark.filterwarnings("ignore")  # those of reconciler are its own
def test_reconciler_finds_the_ids_that_normalize_gives(
    client: Client, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    reconciler = pytest.importorskip(
        "reconciler", reason="reconciler is not installed: pip install reconciler"
    )
    monkeypatch.setattr(np, "NaN", np.nan, raising=False)  # which reconciler 0.2.2 wants, and NumPy 2 lacks
    names = pd.Series(sample(), name="person")
    endpoint = f"http://127.0.0.1:{client.port}/reconcile"
    found = reconciler.reconcile(names, top_res=1, reconciliation_endpoint=endpoint)
    rows = csv.DictReader(io.StringIO(normalized(SAMPLE.read_bytes(), matcher).decode()))
    ids = {row["person"]: row["person_id"] for row in rows}
    matched = {row.input_value: row.id for row in found.itertuples() if row.match is True}
    assert matched == {name: id for name, id in ids.items() if id}


def lines_until(stream: IO[str], wanted: str) -> list[str]:
    lines: list[str] = []
    for line in stream:
        lines.append(line)
        if wanted in line:
            return lines
    raise AssertionError(f"{wanted!r} was not said: {lines}")


@pytest.mark.once
@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_the_command_serves_takes_its_list_anew_and_ends_when_told(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("id,name\na,Ivan Petrov\n", encoding="utf-8")
    command = [sys.executable, "-m", "names", "serve", "--port", "0", "--reload", "--gazetteer", str(file)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=SAMPLE.parents[1]) as process:
        assert process.stderr
        try:
            port = re.search(r":(\d+);", lines_until(process.stderr, "Ctrl-C ends it")[-1])
            assert port
            client = Client(int(port[1]))
            lines_until(process.stderr, "OpenRefine")
            assert client.reconcile(q={"query": "Ivan Petrov"})["q"][0]["id"] == "a"
            file.write_text("id,name\nb,Ivan Petrov\nc,Anna Ivanova\n", encoding="utf-8")
            lines_until(process.stderr, "took the list anew: 2 entities")
            process.send_signal(signal.SIGHUP)
            lines_until(process.stderr, "took the list anew: 2 entities")
            assert client.reconcile(q={"query": "Ivan Petrov"})["q"][0]["id"] == "b"
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
        finally:
            process.kill()
