"""Whole graphs over HTTP, without a server: the application alone, with an editor."""

from dataclasses import replace

import pytest

from kg.config import Settings
from kg.pipeline.editing import Editor
from server import create_app
from server.editing.tokens import hash_token
from tests.http_server import seeded_store

TOKEN = "of the tests"  # noqa: S105 - opens nothing but stores of the tests
GRAPH = "/graph-store?graph=http://g/1"
TURTLE = "text/turtle"


@pytest.fixture
def settings(tmp_path):
    store = seeded_store(tmp_path / "store")
    return replace(Settings(), store=store, token_hash=hash_token(TOKEN))


@pytest.fixture
def client(settings):
    with create_app(settings, editor=Editor(settings)).test_client() as client:
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {TOKEN}"
        yield client


def read(client, target, **headers):
    found = client.get(target, headers={"Accept": "application/n-triples", **headers})
    return found.status_code, sorted(found.text.splitlines())


def triple(name):
    return f"<http://x/{name}> <http://x/p> <http://x/o> ."


@pytest.mark.parametrize(
    "target",
    [GRAPH, "/graph-store/some/name", "/graph-store?default"],
    ids=["named", "direct", "default"],
)
def test_a_graph_is_put_read_extended_and_removed(client, target):
    first = client.put(target, data=triple("a"), content_type=TURTLE)
    again = client.put(target, data=triple("b"), content_type=TURTLE)
    assert first.status_code == (204 if "default" in target else 201)
    assert again.status_code == 204
    assert read(client, target) == (200, [triple("b")])

    assert client.post(target, data=triple("c"), content_type=TURTLE).status_code == 204
    assert read(client, target) == (200, [triple("b"), triple("c")])
    head = client.head(target)
    assert (head.status_code, head.data) == (200, b"")

    assert client.delete(target).status_code == 204
    status, lines = read(client, target)
    assert status == (200 if "default" in target else 404)
    assert triple("b") not in lines


def test_a_new_graph_gets_an_address_of_its_own(client):
    made = client.post("/graph-store", data=triple("a"), content_type=TURTLE)
    other = client.post("/graph-store", data=triple("a"), content_type=TURTLE)

    assert made.status_code == other.status_code == 201
    assert made.headers["Location"] != other.headers["Location"]
    assert read(client, made.headers["Location"]) == (200, [triple("a")])
    by_name = f"/graph-store?graph={made.headers['Location']}"
    assert read(client, by_name) == (200, [triple("a")])


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (triple("a"), "text/turtle; charset=utf-8"),
        (triple("a"), "application/n-triples"),
        (
            '{"@id": "http://x/a", "http://x/p": {"@id": "http://x/o"}}',
            "application/ld+json",
        ),
        (
            (
                '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
                'xmlns:x="http://x/"><rdf:Description rdf:about="http://x/a">'
                '<x:p rdf:resource="http://x/o"/></rdf:Description></rdf:RDF>'
            ),
            "application/rdf+xml",
        ),
    ],
    ids=["ttl", "nt", "jsonld", "rdf"],
)
def test_each_format_of_a_graph_is_read(client, data, content_type):
    sent = client.put(GRAPH, data=data, content_type=content_type)

    assert sent.status_code == 201
    assert read(client, GRAPH) == (200, [triple("a")])


@pytest.mark.parametrize(
    ("media_type", "start"),
    [
        ("text/turtle", "\n<http://x/a>"),
        ("application/n-triples", "<http://x/a>"),
        ("application/ld+json", "{"),
        ("application/rdf+xml", "<?xml"),
    ],
)
def test_a_graph_is_given_in_the_format_asked_for(client, media_type, start):
    client.put(GRAPH, data=triple("a"), content_type=TURTLE)
    found = client.get(GRAPH, headers={"Accept": media_type})

    assert found.mimetype == media_type
    assert found.text.lstrip("\n").startswith(start.lstrip("\n"))
    assert "Accept" in found.headers["Vary"]


def test_relative_names_are_those_of_the_graph(client):
    client.put(
        "/graph-store?graph=http://g/dir/one",
        data="<> <p> <../o> .",
        content_type=TURTLE,
    )
    _, lines = read(client, "/graph-store?graph=http://g/dir/one")

    assert lines == ["<http://g/dir/one> <http://g/dir/p> <http://g/o> ."]


def test_blank_nodes_of_two_bodies_are_not_the_same(client):
    body = '_:x <http://x/p> "one" . _:x <http://x/q> "two" .'
    client.put(GRAPH, data=body, content_type=TURTLE)
    client.post(GRAPH, data=body, content_type=TURTLE)
    _, lines = read(client, GRAPH)

    assert len(lines) == 4
    assert len({line.split()[0] for line in lines}) == 2


def form(*parts):
    """Return a form of files: names of fields, of files, and contents."""
    body = b""
    for field, file, content in parts:
        named = f'; filename="{file}"' if file else ""
        body += (
            f'--cut\r\nContent-Disposition: form-data; name="{field}"{named}\r\n'
            f"Content-Type: text/turtle\r\n\r\n{content}\r\n"
        ).encode()
    return {
        "data": body + b"--cut--\r\n",
        "content_type": "multipart/form-data; boundary=cut",
    }


@pytest.mark.parametrize("fields", [("one", "two"), ("graph", "graph")])
def test_all_files_of_a_form_are_read(client, fields):
    sent = form((fields[0], "a.ttl", triple("a")), (fields[1], "b.ttl", triple("b")))

    assert client.put(GRAPH, **sent).status_code == 201
    assert read(client, GRAPH) == (200, [triple("a"), triple("b")])


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(form(), id="empty"),
        pytest.param(form(("graph", "", triple("a"))), id="no-file"),
        pytest.param(
            {"data": b"nothing", "content_type": "multipart/form-data; boundary=cut"},
            id="no-form",
        ),
        pytest.param(
            {"data": b"nothing", "content_type": "multipart/form-data"},
            id="no-boundary",
        ),
    ],
)
def test_a_form_without_a_file_replaces_nothing(client, sent):
    client.put(GRAPH, data=triple("kept"), content_type=TURTLE)

    refused = client.put(GRAPH, **sent)

    if refused.status_code == 204:
        # It may be read where it holds a graph after all.
        assert read(client, GRAPH) == (200, [triple("a")])
    else:
        assert refused.status_code in (400, 415)
        assert read(client, GRAPH) == (200, [triple("kept")])


@pytest.mark.parametrize(
    ("method", "target", "content_type", "status"),
    [
        pytest.param("GET", "/graph-store", "", 400, id="no-graph"),
        pytest.param("PUT", "/graph-store", TURTLE, 400, id="put-no-graph"),
        pytest.param("DELETE", "/graph-store", "", 400, id="delete-no-graph"),
        pytest.param("GET", f"{GRAPH}&default", "", 400, id="two-ways"),
        pytest.param("GET", f"{GRAPH}&graph=http://g/2", "", 400, id="two-graphs"),
        pytest.param("GET", "/graph-store?graph=g", "", 400, id="relative"),
        pytest.param("GET", "/graph-store?graph=x:%3E%20", "", 400, id="no-iri"),
        pytest.param("GET", "/graph-store/x?default", "", 400, id="direct-and-named"),
        pytest.param("GET", "/graph-store?graph=http://g/no", "", 404, id="unknown"),
        pytest.param("DELETE", "/graph-store/no", "", 404, id="delete-unknown"),
        pytest.param("PATCH", GRAPH, TURTLE, 405, id="patch"),
        pytest.param("PUT", GRAPH, "", 415, id="no-type"),
        pytest.param("PUT", GRAPH, "image/png", 415, id="picture"),
        pytest.param("POST", GRAPH, "application/n-quads", 415, id="quads"),
        pytest.param("POST", GRAPH, "application/trig", 415, id="trig"),
        pytest.param("PUT", GRAPH, TURTLE, 400, id="broken"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused_and_changes_nothing(
    client, method, target, content_type, status
):
    before = read(client, "/graph-store?default")
    sent = client.open(target, method=method, data=b"<a> <b", content_type=content_type)

    assert sent.status_code == status
    assert sent.mimetype == "application/problem+json"
    assert sent.json["status"] == status
    assert read(client, "/graph-store?default") == before
    assert client.get(GRAPH).status_code == 404


def test_no_acceptable_format_is_refused(client):
    seed = "/graph-store?graph=http://test.example/seed"

    assert client.get(seed, headers={"Accept": "image/png"}).status_code == 406


def test_what_did_not_change_is_not_sent_again(client):
    client.put(GRAPH, data=triple("a"), content_type=TURTLE)
    tag = client.get(GRAPH).headers["ETag"]

    unchanged = client.get(GRAPH, headers={"If-None-Match": tag})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    client.post(GRAPH, data=triple("b"), content_type=TURTLE)
    assert client.get(GRAPH, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize(
    ("authorization", "status"),
    [("", 401), ("Basic eDp5", 401), ("Bearer wrong", 403), ("Bearer", 401)],
)
def test_only_who_has_the_token_writes(client, method, authorization, status):
    seed = "/graph-store?graph=http://test.example/seed"
    given = {"Authorization": authorization} if authorization else {}
    client.environ_base.pop("HTTP_AUTHORIZATION")
    sent = client.open(
        seed, method=method, data=triple("a"), content_type=TURTLE, headers=given
    )

    assert sent.status_code == status
    assert ("WWW-Authenticate" in sent.headers) == (status == 401)
    assert read(client, seed)[0] == 200


def test_nobody_writes_where_no_token_is_set(settings):
    closed = replace(settings, token_hash="")
    with create_app(closed, editor=Editor(closed)).test_client() as client:
        sent = client.put(
            GRAPH,
            data=triple("a"),
            content_type=TURTLE,
            headers={"Authorization": f"Bearer {TOKEN}"},
        )

    assert sent.status_code == 403
    assert "kg token" in sent.text


def test_an_empty_graph_is_a_graph(client):
    assert client.put(GRAPH, data="", content_type=TURTLE).status_code == 201

    assert read(client, GRAPH) == (200, [])


def test_nothing_is_written_into_the_inferred_graph(client):
    inferred = f"/graph-store?graph={Settings().base_iri}graph/inferred"
    sent = client.put(inferred, data=triple("a"), content_type=TURTLE)

    assert sent.status_code == 403
    assert read(client, inferred)[0] == 404
