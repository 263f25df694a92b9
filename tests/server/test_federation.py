"""SERVICE over HTTP: with a Wikidata that misbehaves, and between two servers."""

import json
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from rdflib import Graph, URIRef

from kg.config import Settings
from kg.rdf.store import open_store
from kg.rdf.terms import Names
from tests.http_client import Client
from tests.http_server import seeded_store, serving, writable
from tests.server.front.wire import target
from tests.wikidata_server import (
    RESULTS,
    BrokenOff,
    Slow,
    Truncated,
    Wrong,
    elsewhere,
    html_page,
    timed_out,
    too_many,
    unavailable,
    wikidata,
    wrong_type,
)
from tests.wikidata_world import DIRECT, ENTITY

NAMES = Names(Settings().base_iri)
ARAZ = NAMES.ontology
# rdflib takes the rest of a line with # in an IRI for a comment, hence three lines.
PREFIX = f"""PREFIX araz: <{ARAZ[""]}>
PREFIX wdt: <{DIRECT}>
PREFIX wd: <{ENTITY}>
"""
LINKED = {"Plimpton": "Q900000001", "Quarmby": "Q900000003", "Nobody": "Q1"}
SECONDS = 2


@pytest.fixture(scope="module")
def fake():
    with wikidata() as running:
        yield running


@pytest.fixture(scope="module")
def server(fake, tmp_path_factory):
    store = tmp_path_factory.mktemp("federated") / "store"
    with open_store(store) as opened:
        opened.replace_graph(NAMES.graph("links"), links())
        opened.publish()
    settings = {
        # The second is one where nobody listens.
        "ARAZ_SERVICES": f"{fake.address}/sparql http://127.0.0.1:1/sparql",
        "ARAZ_PRIVATE_HOSTS": f"{fake.host} 127.0.0.1:1",
        "ARAZ_OUTSIDE_DEADLINE": str(SECONDS),
        "ARAZ_WORKERS": "1",
        "ARAZ_RATE": "0",
    }
    with serving(store, environment={**writable(), **settings}) as running:
        yield running


@pytest.fixture
def client(server, fake):
    fake.script.clear()
    fake.asked.clear()
    with Client(server) as asking:
        yield asking


def links():
    for name, item in LINKED.items():
        link = URIRef(f"{NAMES.base}link/{item}")
        yield link, ARAZ.entity, NAMES.entity(name)
        yield link, ARAZ.target, URIRef(ENTITY + item)


def service(fake, pattern, silent=""):
    return f"SERVICE {silent} <{fake.address}/sparql> {{ {pattern} }}"


def rows(reply):
    assert reply.status == 200, reply.text
    found = json.loads(reply.body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def detail(reply):
    assert reply.media_type == "application/problem+json"
    return json.loads(reply.body)["detail"]


def test_links_of_the_graph_are_joined_with_items_of_wikidata(fake, client):
    pattern = "?item wdt:P36 ?capital . ?capital wdt:P17 ?item"
    found = client.query(
        f"{PREFIX} SELECT ?entity ?capital {{ ?link araz:entity ?entity ; "
        f"araz:target ?item . {service(fake, pattern)} }}"
    )

    assert rows(found) == [
        {"entity": str(NAMES.entity("Plimpton")), "capital": f"{ENTITY}Q900000002"}
    ]
    [asked] = fake.asked
    assert (asked.method, asked.path) == ("POST", "/sparql")
    assert pattern in asked.parameters["query"]
    assert "araz:target" not in asked.parameters["query"]
    assert {"Authorization", "Cookie", "X-Request-Id"}.isdisjoint(asked.headers)


def test_a_service_of_two_patterns_is_asked_twice_and_all_is_joined(fake, client):
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    found = client.query(
        f"{PREFIX} SELECT ?name {{ ?link araz:target ?item . "
        f"{service(fake, '?item wdt:P47 ?other')} "
        f"{service(fake, f'?other {label} ?name')} }} ORDER BY ?name"
    )

    assert [row["name"] for row in rows(found)] == ["Plimpton", "Quarmby"]
    assert len(fake.asked) == 2


def test_a_service_is_asked_by_all_forms_of_query_and_without_entailment(fake, client):
    pattern = service(fake, "wd:Q900000001 wdt:P36 ?capital")

    asked = client.query(f"{PREFIX} ASK {{ {pattern} }}", [("entailment", "none")])
    made = client.query(
        f"{PREFIX} CONSTRUCT {{ wd:Q900000001 araz:capital ?capital }} "
        f"WHERE {{ {pattern} }}",
        accept="application/n-triples",
    )

    assert json.loads(asked.body)["boolean"] is True
    assert made.text.split()[2] == f"<{ENTITY}Q900000002>"


def test_an_update_writes_what_a_service_says(fake, client):
    text = (
        f"{PREFIX} INSERT {{ GRAPH <http://g/new> {{ ?entity araz:capitalIs ?c }} }} "
        f"WHERE {{ ?l araz:entity ?entity ; araz:target ?item . "
        f"{service(fake, '?item wdt:P36 ?c')} }}"
    ).replace("WHERE { ?l", f"WHERE {{ GRAPH <{NAMES.graph('links')}> {{ ?l")
    done = client.update(text.replace(". SERVICE", "} SERVICE"))

    assert done.status == 204, done.text
    found = client.query(f"{PREFIX} SELECT ?e ?c {{ ?e araz:capitalIs ?c }}")
    assert rows(found) == [
        {"e": str(NAMES.entity("Plimpton")), "c": f"{ENTITY}Q900000002"}
    ]


SHORT = b'{"head": {"vars": ["item"]}, "results": {"bindings": ['
ROW = b'{"item": {"type": "uri", "value": "http://x/y"}}'
TRUE = b'{"head": {}, "boolean": true}'
OTHER = b'{"head": {"vars": ["b"]}, "results": {"bindings": []}}'
FAILURES = {
    "truncated": (Truncated(), "cannot be read"),
    "broken-off": (BrokenOff(), "breaks off"),
    "too-many-requests": (too_many("120"), "status 429"),
    "unavailable": (unavailable(), "status 503"),
    "timed-out-there": (timed_out(), "status 500"),
    "page": (html_page(), "'text/html'"),
    "wrong-type": (wrong_type(), "application/octet-stream"),
    "redirect": (elsewhere("http://127.0.0.1:1/sparql"), "status 302"),
    "truth-value": (Wrong(body=TRUE, content_type=RESULTS), "truth value"),
    "other-variable": (Wrong(body=OTHER, content_type=RESULTS), "variables b"),
    "no-json": (Wrong(body=b"\xff\xfe", content_type=RESULTS), "cannot be read"),
    "too-many-rows": (
        Wrong(body=SHORT + b",".join([ROW] * 50_001) + b"]}}", content_type=RESULTS),
        "more than 50000 solutions",
    ),
    "too-many-bytes": (
        Wrong(body=SHORT + b" " * (17 << 20) + b"]}}", content_type=RESULTS),
        "more than 16777216 bytes",
    ),
}
FAILING = pytest.mark.parametrize(
    ("wrong", "reason"), FAILURES.values(), ids=FAILURES.keys()
)
PATTERN = "?item wdt:P36 ?capital"


@FAILING
def test_a_service_that_fails_is_named_with_the_reason(fake, client, wrong, reason):
    fake.script.append(wrong)
    reply = client.query(f"{PREFIX} SELECT * {{ {service(fake, PATTERN)} }}")

    assert reply.status == 502
    told = detail(reply)
    assert f"SERVICE <{fake.address}/sparql> failed" in told
    assert reason in told
    assert "\n" not in told
    # The next time it is well.
    again = client.query(f"{PREFIX} SELECT * {{ {service(fake, PATTERN)} }}")
    assert len(rows(again)) == 1


@FAILING
def test_a_silent_service_that_fails_has_one_empty_solution(
    fake, client, wrong, reason
):
    fake.script.append(wrong)
    text = f"BIND(1 AS ?x) {service(fake, PATTERN, 'SILENT')}"

    assert rows(client.query(f"{PREFIX} SELECT * {{ {text} }}")) == [{"x": "1"}], reason


@pytest.mark.parametrize("silent", ["", "SILENT"], ids=["loud", "silent"])
def test_a_service_where_nobody_listens_fails(client, silent):
    text = f"SELECT * {{ SERVICE {silent} <http://127.0.0.1:1/sparql> {{ ?s ?p ?o }} }}"
    reply = client.query(text)

    if silent:
        assert rows(reply) == [{}]
    else:
        assert reply.status == 502
        assert "http://127.0.0.1:1/sparql" in detail(reply)


def test_just_as_many_rows_as_allowed_are_joined(fake, client):
    body = SHORT + b",".join([ROW] * 50_000) + b"]}}"
    fake.script.append(Wrong(body=body, content_type=RESULTS))
    inner = service(fake, PATTERN)

    reply = client.query(f"{PREFIX} SELECT (COUNT(*) AS ?n) {{ {inner} }}")
    assert rows(reply) == [{"n": "50000"}]


def test_a_slow_service_is_not_waited_for_longer_than_set(fake, client):
    slow = Slow(30)
    fake.script.append(slow)
    try:
        reply = client.query(f"{PREFIX} SELECT * {{ {service(fake, PATTERN)} }}")
    finally:
        slow.enough.set()

    assert reply.status == 502
    assert f"within {SECONDS} s" in detail(reply)


def test_a_client_may_give_a_slow_service_less_time(fake, client):
    slow = Slow(30)
    fake.script.append(slow)
    try:
        text = f"{PREFIX} SELECT * {{ {service(fake, PATTERN)} }}"
        reply = client.query(text, [("timeout", "0.5")])
    finally:
        slow.enough.set()

    assert reply.status == 503
    assert "within 0.5 seconds" in detail(reply)


def test_others_are_answered_while_a_service_is_slow(server, fake, client):
    slow = Slow(30)
    fake.script.append(slow)

    def ask():
        with Client(server) as waiting:
            return waiting.query(f"{PREFIX} SELECT * {{ {service(fake, PATTERN)} }}")

    with ThreadPoolExecutor() as pool:
        answer = pool.submit(ask)
        try:
            assert rows(client.query("SELECT (1 AS ?x) {}")) == [{"x": "1"}]
        finally:
            slow.enough.set()
        assert len(rows(answer.result())) == 1


def test_what_a_failing_update_would_have_read_changes_nothing(fake, client):
    before = json.loads(client.send("GET", "/health").body)["generation"]
    fake.script.append(too_many())
    reply = client.update(
        f"{PREFIX} INSERT DATA {{ <x:a> <x:b> <x:c> }} ; "
        f"INSERT {{ ?item ?p ?o }} WHERE {{ {service(fake, '?item ?p ?o')} }}"
    )

    assert reply.status == 502
    assert "status 429" in detail(reply)
    assert json.loads(client.send("GET", "/health").body)["generation"] == before


def test_more_services_than_allowed_are_refused_unasked(fake, client):
    text = " ".join([service(fake, PATTERN)] * 11)
    reply = client.query(f"{PREFIX} SELECT * {{ {text} }}")

    assert reply.status == 400
    assert fake.asked == []


def test_an_answer_with_a_service_is_asked_for_each_time(server, fake, client):
    path = target(f"{PREFIX} SELECT * {{ {service(fake, PATTERN, 'SILENT')} }}")
    fake.script.append(too_many())
    with Client(server, token="") as anybody:
        failed = anybody.send("GET", path, headers=[("Accept", RESULTS)])
        later = anybody.send("GET", path, headers=[("Accept", RESULTS)])

    assert rows(failed) == [{}]
    assert len(rows(later)) == 1
    assert rows(later) != [{}]
    assert "etag" not in later.headers
    del client


def test_rdflib_can_ask_the_server_as_a_service(server):
    local = Graph()
    local.add((NAMES.entity("Plimpton"), ARAZ.seen, URIRef("http://x/here")))
    found = local.query(
        f"{PREFIX} SELECT ?where ?item {{ ?entity araz:seen ?where . "
        f"SERVICE <{server.address}/sparql> "
        "{ ?link araz:entity ?entity ; araz:target ?item } }"
    )

    assert [{*row.values()} for row in found.bindings] == [
        {URIRef("http://x/here"), URIRef(f"{ENTITY}Q900000001")}
    ]


@pytest.mark.slow
def test_another_server_can_ask_it_and_load_from_it(server, client, tmp_path):
    graph = urlencode({"graph": NAMES.graph("links"), "format": "ttl"})
    document = f"{server.address}/graph-store?{graph}"
    settings = {
        "ARAZ_SERVICES": f"{server.address}/sparql",
        "ARAZ_LOADS": document,
        "ARAZ_PRIVATE_HOSTS": server.host,
        "ARAZ_WORKERS": "1",
    }
    store = seeded_store(tmp_path / "store")
    with (
        serving(store, environment={**writable(), **settings}) as second,
        Client(second) as asking,
    ):
        pattern = "?link araz:entity ?entity ; araz:target ?item"
        remote = f"SERVICE <{server.address}/sparql> {{ {pattern} }}"
        found = rows(
            asking.query(
                f"{PREFIX} SELECT ?entity ?item {{ ?seed ?seed ?seed . {remote} }}"
            )
        )
        assert {row["entity"]: row["item"] for row in found} == {
            str(NAMES.entity(name)): ENTITY + item for name, item in LINKED.items()
        }
        assert rows(asking.query(f"{PREFIX} SELECT * {{ {pattern} }}")) == []

        loaded = asking.update(f"LOAD <{document}> INTO GRAPH <http://g/loaded>")
        assert loaded.status == 204, loaded.text
        own = f"{PREFIX} SELECT ?link ?entity ?item {{ {pattern} }} ORDER BY ?link"
        assert rows(asking.query(own)) == rows(client.query(own))
        assert asking.update(f"LOAD <{document}&x=1>").status == 403
