"""Updates of a server that answers queries: who may make them, and what is seen."""

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from urllib.parse import quote, urlencode

import pytest
from rdflib import OWL, URIRef

from kg.config import Settings
from kg.rdf.store import open_store
from kg.rdf.terms import Names
from tests.http_client import Client
from tests.http_server import serving, writable
from tests.server.front.wire import kill, target, wait_for, workers

PREFIX = "PREFIX : <http://x.example/> "
X = "http://x.example/"
NAMES = Names(Settings().base_iri)
INFERRED = NAMES.graph("inferred")
UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"


def publish_rules(folder):
    """Publish an ontology in which :back is the inverse of :sub, and one triple."""
    with open_store(folder) as store:
        rule = (URIRef(f"{X}sub"), OWL.inverseOf, URIRef(f"{X}back"))
        store.replace_graph(NAMES.graph("ontology"), [rule])
        seed = URIRef(f"{X}seed")
        store.replace_graph(seed, [(seed, URIRef(f"{X}is"), seed)])
        store.publish()
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return publish_rules(tmp_path_factory.mktemp("edited") / "store")


@pytest.fixture(scope="module")
def server(store):
    settings = {"ARAZ_WORKERS": "1", "ARAZ_RATE": "0"}
    with serving(store, environment={**writable(), **settings}) as running:
        yield running


@pytest.fixture
def client(server):
    with Client(server) as asking:
        yield asking


@pytest.fixture
def anybody(server):
    with Client(server, token="") as asking:
        yield asking


@pytest.fixture
def listener():
    """A socket to which nobody may connect."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening
        listening.settimeout(0)
        with pytest.raises(BlockingIOError):
            listening.accept()


def ask(client, pattern, **parameters):
    reply = client.query(f"{PREFIX} ASK {{ {pattern} }}", parameters.items())
    assert reply.status == 200, reply.text
    return json.loads(reply.body)["boolean"]


def update(client, text):
    return client.update(PREFIX + text)


def detail(reply):
    assert reply.media_type == "application/problem+json"
    found = json.loads(reply.body)
    assert found["status"] == reply.status
    return found["detail"]


def generation(client):
    return json.loads(client.send("GET", "/health").body)["generation"]


def test_an_update_and_what_follows_are_seen_by_the_very_next_query(server, client):
    with Client(server, token="") as other:
        for number in range(3):
            asserted, follows = f":a{number} :sub :b", f":b :back :a{number}"
            assert not ask(client, follows)
            assert not ask(other, follows)

            done = update(client, f"INSERT DATA {{ GRAPH :notes {{ {asserted} }} }}")

            assert (done.status, done.body) == (204, b"")
            assert ask(other, follows)
            assert ask(client, follows)
            assert ask(client, asserted, entailment="none")
            assert not ask(client, follows, entailment="none")

            gone = f"DELETE DATA {{ GRAPH :notes {{ {asserted} }} }}"
            assert update(client, gone).status == 204
            assert not ask(other, follows)
            assert not ask(client, f"{{ {asserted} }} UNION {{ {follows} }}")


def test_what_was_written_into_the_unnamed_graph_needs_no_entailment(client):
    assert update(client, "INSERT DATA { :unnamed :sub :b }").status == 204
    assert ask(client, ":unnamed :sub :b . :b :back :unnamed")

    assert not ask(client, ":b :back :unnamed", entailment="none")
    assert ask(client, ":unnamed :sub :b", entailment="none")


def test_what_workers_told_the_front_reaches_no_client(client):
    done = update(client, "INSERT DATA { :told :is :told }")

    assert [name for name in done.headers if name.startswith("araz-")] == []
    assert "content-length" not in done.headers
    assert "content-type" not in done.headers


def test_an_answer_known_before_an_update_is_not_given_after_it(client):
    path = target(f"{PREFIX} SELECT * {{ ?a :counted ?b }}", format="json")
    first = client.send("GET", path)
    assert update(client, "INSERT DATA { :a :counted :b }").status == 204

    again = client.send("GET", path, headers=[("If-None-Match", first.headers["etag"])])

    assert again.status == 200
    assert len(json.loads(again.body)["results"]["bindings"]) == 1
    assert again.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("path", "content_type", "body"),
    [
        ("/update", UPDATE, "{}"),
        ("/update", FORM, "update={}"),
        ("/sparql", UPDATE, "{}"),
        ("/sparql", FORM, "update={}"),
    ],
    ids=["direct", "form", "sparql-direct", "sparql-form"],
)
def test_an_update_is_taken_at_both_addresses_in_both_ways(
    client, path, content_type, body
):
    name = f"{path}-{content_type}".translate({ord(c): None for c in "/-"})
    text = f"{PREFIX} INSERT DATA {{ :{name} :taken :{name} }}"
    sent = body.format(quote(text) if content_type == FORM else text)

    reply = client.send("POST", path, sent.encode(), [("Content-Type", content_type)])

    assert reply.status == 204
    assert ask(client, f":{name} :taken :{name}")


@pytest.mark.parametrize(
    ("method", "path", "content_type", "status"),
    [
        ("GET", f"/update?{urlencode({'update': 'CLEAR ALL'})}", "", 405),
        ("GET", f"/sparql?{urlencode({'update': 'CLEAR ALL'})}", "", 400),
        ("POST", "/update", "application/sparql-query", 400),
        ("POST", "/update", "text/plain", 415),
        ("PUT", "/update", UPDATE, 405),
    ],
    ids=["get", "get-sparql", "query", "plain", "put"],
)
def test_what_is_no_update_by_post_changes_nothing(
    client, method, path, content_type, status
):
    before = generation(client)
    headers = [("Content-Type", content_type)] if content_type else []

    reply = client.send(method, path, b"CLEAR ALL", headers)

    assert reply.status == status
    assert generation(client) == before


GRAPH = f"/graph-store?{urlencode({'graph': f'{X}seed'})}"


@pytest.mark.parametrize(
    ("method", "path", "content_type"),
    [
        ("POST", "/update", UPDATE),
        ("POST", "/sparql", UPDATE),
        ("PUT", GRAPH, "text/turtle"),
        ("POST", GRAPH, "text/turtle"),
        ("POST", "/graph-store", "text/turtle"),
        ("DELETE", GRAPH, ""),
    ],
    ids=["update", "sparql", "put", "add", "new", "remove"],
)
@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        ("", 401),
        ("Basic eDp5", 401),
        ("Bearer", 401),
        ("Bearer wrong", 403),
        ("bearer WRONG", 403),
    ],
    ids=["none", "basic", "no-token", "wrong", "lower-case"],
)
def test_without_the_token_nothing_changes(
    anybody, method, path, content_type, authorization, status
):
    before = generation(anybody)
    headers = [("Authorization", authorization)] if authorization else []
    headers += [("Content-Type", content_type)] if content_type else []

    # A mistake in what is sent is not told to those who may not send it.
    reply = anybody.send(method, path, b"INSERT <", headers)

    assert reply.status == status
    detail(reply)
    assert ("www-authenticate" in reply.headers) == (status == 401)
    if status == 401:
        assert reply.headers["www-authenticate"].startswith("Bearer ")
    assert generation(anybody) == before


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("INSERT DATA {{", 1, 15),
        ("INSERT DATA {\n  <x:a> <x:b> }", 2, 15),
        ("INSERT DATA { ?s ?p ?o }", 1, 25),
        ("ASK {}", 1, 7),
        ("INSERT DATA { <x:a> <x:b> <x:c> } ;\nDROP <x:g>", 2, 11),
    ],
    ids=["braces", "second-line", "variable", "query", "second-operation"],
)
def test_a_mistake_is_told_with_its_place(client, text, line, column):
    before = generation(client)
    reply = client.update(text)

    assert reply.status == 400
    found = json.loads(reply.body)
    assert (found["line"], found["column"]) == (line, column), found["detail"]
    assert generation(client) == before


@pytest.mark.parametrize(
    "text",
    [
        f"INSERT DATA {{ GRAPH <{INFERRED}> {{ :i :sub :j }} }}",
        f"ADD <{X}seed> TO <{INFERRED}>",
        f"INSERT DATA {{ :i :sub :j }} ; COPY <{X}seed> TO <{INFERRED}>",
        f"INSERT {{ GRAPH ?g {{ :i :sub :j }} }} WHERE {{ BIND(<{INFERRED}> AS ?g) }}",
    ],
    ids=["data", "add", "second-operation", "variable"],
)
def test_nothing_is_written_into_the_inferred_graph(client, text):
    before = generation(client)
    reply = update(client, text)

    assert reply.status == 403
    assert "graph/inferred" in detail(reply)
    assert generation(client) == before
    assert not ask(client, ":i :sub :j")


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_no_graph_is_put_in_place_of_the_inferred_one(client, method):
    before = generation(client)
    path = f"/graph-store?{urlencode({'graph': INFERRED})}"
    reply = client.send(
        method, path, b"<x:a> <x:b> <x:c> .", [("Content-Type", "text/turtle")]
    )

    assert reply.status == 403
    assert generation(client) == before


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <{url}>",
        "LOAD <{url}> INTO GRAPH <http://g/loaded>",
        "INSERT DATA {{ <x:a> <x:b> <x:c> }} ; LOAD <{url}>",
        "LOAD <file:///etc/passwd>",
        "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
        "INSERT {{ ?s ?p ?o }} WHERE {{ VALUES ?g {{ <{url}> }} SERVICE ?g {{ }} }}",
        "DELETE {{ ?s ?p ?o }} WHERE {{ {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
    ],
    ids=[
        *("load", "load-into", "second-load", "load-file"),
        *("service", "silent-service", "variable-service", "delete"),
    ],
)
def test_what_is_not_allowed_is_not_asked_by_an_update(client, listener, text):
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/data.ttl"
    before = generation(client)

    reply = client.update(text.format(url=url))

    assert reply.status == 403
    assert "is not allowed" in detail(reply)
    assert generation(client) == before


def test_a_silent_load_of_what_is_not_allowed_loads_nothing(client, listener):
    before = generation(client)
    url = f"http://localhost:{listener.getsockname()[1]}/data.ttl"

    assert client.update(f"LOAD SILENT <{url}>").status == 204
    assert generation(client) == before


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", 403),
        ("SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}", 403),
        ("SELECT * {{ VALUES ?g {{ <{url}> }} SERVICE ?g {{ ?s ?p ?o }} }}", 403),
        ("SELECT * FROM <{url}> {{ ?s ?p ?o }}", 200),
        ("SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", 200),
    ],
    ids=["service", "silent", "variable", "from", "from-named"],
)
def test_what_is_not_allowed_is_not_asked_by_a_query(anybody, listener, text, status):
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/data.ttl"
    reply = anybody.query(text.format(url=url))

    assert reply.status == status
    if status == 200:
        assert json.loads(reply.body)["results"]["bindings"] == []


def test_while_another_process_writes_an_update_is_asked_to_come_again(store, client):
    with open_store(store):
        refused = update(client, "INSERT DATA { :held :sub :up }")

        assert refused.status == 503
        assert "another process" in detail(refused)
        assert int(refused.headers["retry-after"]) > 0
        assert ask(client, f"<{X}seed> ?p ?o")

    assert update(client, "INSERT DATA { :held :sub :up }").status == 204
    assert ask(client, ":up :back :held")


def test_what_another_process_published_is_served_and_built_upon(store, client):
    graph = URIRef("http://g/elsewhere")
    with open_store(store) as other:
        triple = (URIRef(f"{X}e"), URIRef(f"{X}sub"), URIRef(f"{X}f"))
        other.replace_graph(graph, [triple])
        other.publish()
    wait_for(lambda: ask(client, ":e :sub :f"), "what was published")

    assert update(client, "INSERT DATA { :g :sub :h }").status == 204
    assert ask(client, ":f :back :e . :h :back :g")


def test_updates_go_on_after_all_workers_were_ended(server, client):
    assert update(client, "INSERT DATA { :k1 :sub :l }").status == 204
    kill(workers(server))
    anew = [("Cache-Control", "no-cache")]
    path = target("ASK {}")
    wait_for(lambda: client.send("GET", path, headers=anew).status == 200, "a worker")

    assert update(client, "INSERT DATA { :k2 :sub :l }").status == 204
    assert ask(client, ":l :back :k1, :k2")


def test_the_dataset_of_the_request_is_what_patterns_see(client):
    made = "GRAPH <http://g/{0}> {{ :u{0} :used :u }}"
    data = " ".join(made.format(number) for number in (1, 2, 3))
    assert update(client, f"INSERT DATA {{ {data} }}").status == 204
    text = f"{PREFIX} INSERT {{ ?s :seen :u }} WHERE {{ ?s :used :u }}"

    def send(text, **parameters):
        query = urlencode(parameters, doseq=True)
        return client.send(
            "POST", f"/update?{query}", text.encode(), [("Content-Type", UPDATE)]
        )

    given = {"using-graph-uri": ["http://g/1", "http://g/2"]}
    assert send(text, **given).status == 204
    assert ask(client, ":u1 :seen :u . :u2 :seen :u")
    assert not ask(client, ":u3 :seen :u")
    named = f"{PREFIX} DELETE {{ ?s :seen :u }} WHERE {{ GRAPH ?g {{ ?s :used :u }} }}"
    assert send(named, **{"using-named-graph-uri": "http://g/2"}).status == 204
    assert ask(client, ":u1 :seen :u")
    assert not ask(client, ":u2 :seen :u")


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ({"using-graph-uri": "http://g/1"},
         "INSERT { :s :p :o } USING <http://g/2> WHERE {}"),
        ({"using-named-graph-uri": "http://g/1"},
         "WITH <http://g/2> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"),
        ({"using-graph-uri": "relative"}, "INSERT { :s :p :o } WHERE {}"),
    ],
    ids=["using", "with", "relative"],
)  # fmt: skip
def test_two_datasets_or_no_absolute_one_are_refused(client, parameters, text):
    before = generation(client)
    reply = client.send(
        "POST",
        f"/update?{urlencode(parameters)}",
        (PREFIX + text).encode(),
        [("Content-Type", UPDATE)],
    )

    assert reply.status == 400
    assert generation(client) == before


def test_a_graph_is_put_and_removed_with_what_follows(client):
    turtle = [("Content-Type", "text/turtle"), ("Accept", "application/n-triples")]
    body = f"@prefix : <{X}> . :p :sub :q .".encode()
    made = client.send("POST", "/graph-store", body, turtle)
    path = made.headers["location"]
    assert made.status == 201
    assert ask(client, ":q :back :p")
    assert client.send("GET", path, headers=turtle).text.split()[0] == f"<{X}p>"

    assert client.send("DELETE", path).status == 204
    assert not ask(client, ":q :back :p")
    assert client.send("GET", path).status == 404


def test_a_long_update_is_taken_from_those_with_the_token(client, anybody):
    text = f"{PREFIX} INSERT DATA {{ :long :is :taken }} # {'x' * 5_000_000}"

    assert anybody.update(text).status == 413
    assert client.update(text).status == 204
    assert ask(client, ":long :is :taken")


def test_no_reader_fails_or_sees_half_of_an_update(server, client):
    pattern = "?a :reads ?b . ?a :sub ?b FILTER NOT EXISTS { ?b :back ?a }"
    half = f"{PREFIX} SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    done = Event()

    def read():
        seen: list[str] = []
        with Client(server, token="") as reader:
            while not done.is_set():
                reply = reader.query(half, [("timeout", str(10 + len(seen) / 1e6))])
                counted = reply.status == 200 and json.loads(reply.body)
                seen.append(
                    counted["results"]["bindings"][0]["n"]["value"]
                    if counted
                    else reply.text
                )
        return seen

    with ThreadPoolExecutor() as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for number in range(4):
            text = f":r{number} :reads :s . :r{number} :sub :s"
            assert update(client, f"INSERT DATA {{ {text} }}").status == 204
        done.set()
        found = [reader.result() for reader in readers]

    assert {value for seen in found for value in seen} == {"0"}
    assert all(len(seen) > 4 for seen in found)


@pytest.mark.slow
def test_another_server_goes_on_from_what_was_written_and_needs_a_token_to(tmp_path):
    store = publish_rules(tmp_path / "store")
    with serving(store, environment=writable()) as first, Client(first) as writing:
        assert update(writing, "INSERT DATA { :a :sub :b }").status == 204
        written = generation(writing)
    with serving(store) as second, Client(second) as asking:
        assert generation(asking) == written
        assert ask(asking, ":a :sub :b . :b :back :a")
        for path in ("/update", "/sparql"):
            reply = asking.send("POST", path, b"CLEAR ALL", [("Content-Type", UPDATE)])
            assert reply.status == 403
            assert "no token set" in detail(reply)
        assert asking.send("DELETE", GRAPH).status == 403
        assert asking.send("GET", "/queries").status == 403
        assert generation(asking) == written
