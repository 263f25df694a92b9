"""Answers on their way: whole or visibly broken off, compressed, asked about ahead."""

import gzip
import json
import time
from collections import Counter
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse, IncompleteRead

import brotli
import pytest

from tests.http_client import Client, CutOffError
from tests.http_server import serving, writable
from tests.server.front.wire import (
    connected,
    exchange,
    get,
    kill,
    receive,
    status_of,
    target,
    wait_for,
    workers,
)

PREFIX = "PREFIX : <http://test.example/> "
# 100 rows, 9 MB.
TEXTS = f"{PREFIX} SELECT ?text {{ ?a :says ?text }}"
# 300 rows, 26 MB: more than sockets take before anybody reads.
THRICE = f"{PREFIX} SELECT ?text {{ ?a :says ?text . ?b :is ?n FILTER(?n < 3) }}"
# 200 rows, 15 kB.
NUMBERS = f"{PREFIX} SELECT ?a ?n {{ ?a :is ?n }} ORDER BY ?n LIMIT 200"
TOO_MANY = f"{PREFIX} SELECT * {{ ?a :is ?b . ?c :is ?d }}"
DECODERS = {"gzip": gzip.decompress, "br": brotli.decompress}


@pytest.fixture(scope="module")
def server(numbers):
    limits = {"ARAZ_MAX_ANSWER": "30", "ARAZ_MAX_ROWS": "500", "ARAZ_WORKERS": "1"}
    environment = {**writable(), **limits, "ARAZ_RATE": "0"}
    with serving(numbers, environment=environment) as running:
        yield running


@pytest.fixture
def client(server):
    with Client(server) as asking:
        yield asking


@pytest.fixture(scope="module")
def texts(server):
    """The 9 MB, as a client without any wishes gets them."""
    with Client(server) as asking:
        return asking.send("GET", target(TEXTS, format="json")).body


def test_a_large_answer_comes_in_chunks_and_is_whole(client, texts):
    reply = client.query(TEXTS)

    assert reply.status == 200
    assert reply.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in reply.headers
    found = json.loads(reply.body)["results"]["bindings"]
    assert {row["text"]["value"] for row in found} == {
        f"{number} " * 30_000 for number in range(100)
    }
    assert reply.body == texts


def test_a_small_answer_has_its_length_and_comes_at_once(client):
    reply = client.query(NUMBERS)

    assert len(json.loads(reply.body)["results"]["bindings"]) == 200
    assert reply.headers["content-length"] == str(len(reply.body))
    assert "transfer-encoding" not in reply.headers


ONE_ROW = (
    f"{PREFIX} SELECT (CONCAT(?a, ?a, ?a, ?a) AS ?b) {{ SELECT "
    "(GROUP_CONCAT(?text) AS ?a) { ?t :says ?text } }"
)


@pytest.mark.parametrize(
    ("query", "accept", "detail"),
    [
        (TOO_MANY, "application/sparql-results+json", "over 500 rows"),
        (TOO_MANY, "application/sparql-results+xml", "over 500 rows"),
        (TOO_MANY, "text/csv", "over 500 rows"),
        (TOO_MANY, "text/tab-separated-values", "over 500 rows"),
        # As CSV the one row is written at once.
        (ONE_ROW, "text/csv", "over 31,457,280 bytes"),
    ],
    ids=["rows-json", "rows-xml", "rows-csv", "rows-tsv", "bytes"],
)
def test_an_answer_found_too_large_before_it_began_is_refused(
    client, query, accept, detail
):
    reply = client.query(query, accept=accept)

    assert reply.status == 422
    assert reply.media_type == "application/problem+json"
    assert detail in json.loads(reply.body)["detail"]


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        pytest.param(
            f"{PREFIX} SELECT (SUBSTR(?text, 1, 5000) AS ?x) "
            "{ ?a :says ?text . ?b :is ?n FILTER(?n < 6) }",
            "application/sparql-results+json",
            id="rows",
        ),
        pytest.param(
            f"{PREFIX} SELECT ?text {{ ?a :says ?text . ?b :is ?n FILTER(?n < 4) }}",
            "text/csv",
            id="bytes",
        ),
        pytest.param(
            f"{PREFIX} CONSTRUCT {{ ?a ?b ?text }} "
            "{ ?a :says ?text . ?b :is ?n FILTER(?n < 4) }",
            "application/n-triples",
            id="bytes-of-a-graph",
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_an_answer_found_too_large_later_breaks_off(client, query, accept, encoding):
    headers = [("Accept", accept), ("Accept-Encoding", encoding)]
    with pytest.raises(CutOffError) as caught:
        client.send("GET", target(query), headers=headers)

    assert caught.value.status == 200
    assert client.query("ASK {}").status == 200


def test_an_answer_whose_worker_is_ended_breaks_off(server, client):
    with closing(HTTPConnection(server.host, timeout=60)) as connection:
        connection.request("GET", target(THRICE, format="json"))
        response = connection.getresponse()
        assert response.status == 200
        assert len(response.read(100_000)) == 100_000
        kill(workers(server))

        with pytest.raises(IncompleteRead):
            response.read()

    anew = [("Cache-Control", "no-cache")]
    path = target("ASK {}")
    wait_for(lambda: client.send("GET", path, headers=anew).status == 200, "a worker")


def test_a_client_that_reads_slowly_gets_all(server, client):
    expected = client.query(THRICE).body
    with connected(server, room=4096) as slow:
        slow.sendall(get(target(THRICE, format="json")))
        response = HTTPResponse(slow, method="GET")
        response.begin()
        parts = []
        while part := response.read(1_000_000):
            parts.append(part)
            time.sleep(0.03)

    assert b"".join(parts) == expected


@pytest.mark.parametrize("encoding", ["gzip", "br"])
@pytest.mark.parametrize("query", [NUMBERS, TEXTS], ids=["at-once", "in-parts"])
def test_a_compressed_answer_is_the_plain_one(client, query, encoding):
    plain = client.send("GET", target(query, format="json"))
    reply = client.send(
        "GET", target(query, format="json"), headers=[("Accept-Encoding", encoding)]
    )

    assert reply.headers["content-encoding"] == encoding
    assert DECODERS[encoding](reply.body) == plain.body
    assert len(reply.body) < len(plain.body)
    vary = reply.headers["vary"].split(", ")
    assert {"Accept", "Accept-Encoding"} == set(vary)
    assert len(vary) == 2
    assert reply.headers["etag"].startswith('W/"')
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, br", "br"),
        ("br;q=0.5, gzip", "gzip"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("deflate", None),
        ("gzip;q=0", None),
        ("gzip;q=0.5, identity", None),
        ("identity;q=0.5, gzip;q=0.8", "gzip"),
        ("", None),
    ],
)
def test_the_client_chooses_how_its_answer_is_compressed(client, accepted, encoding):
    headers = [("Accept-Encoding", accepted)]
    reply = client.send("GET", target(NUMBERS, format="json"), headers=headers)

    assert reply.status == 200
    assert reply.headers.get("content-encoding") == encoding


def test_a_strong_tag_is_weak_on_a_compressed_answer_and_still_known(client):
    plain = client.send("GET", "/static/araz.css")
    packed = client.send("GET", "/static/araz.css", headers=[("Accept-Encoding", "br")])

    assert plain.headers["etag"].startswith('"')
    assert packed.headers["etag"] == f"W/{plain.headers['etag']}"
    known = [("If-None-Match", packed.headers["etag"]), ("Accept-Encoding", "br")]
    assert client.send("GET", "/static/araz.css", headers=known).status == 304


@pytest.mark.parametrize("suffix", ["nt", "nt.gz"])
def test_files_and_their_parts_are_sent_as_they_are(client, suffix):
    path, packed = f"/dump/araz.{suffix}", ("Accept-Encoding", "gzip, br")
    plain = client.send("GET", path)
    whole = client.send("GET", path, headers=[packed])
    part = client.send("GET", path, headers=[packed, ("Range", "bytes=5000-9999")])

    assert whole.body == plain.body
    assert whole.headers["content-length"] == str(len(plain.body))
    assert (part.status, part.body) == (206, plain.body[5000:10_000])
    size = len(plain.body)
    assert part.headers["content-range"] == f"bytes 5000-9999/{size}"
    for reply in (whole, part):
        assert "content-encoding" not in reply.headers
        assert reply.headers["etag"] == plain.headers["etag"]


@pytest.mark.parametrize("suffix", ["nt", "nt.gz", "ttl"])
def test_the_head_of_a_dump_says_how_long_it_is(client, suffix):
    dump = client.send("GET", f"/dump/araz.{suffix}")
    head = client.send("HEAD", f"/dump/araz.{suffix}")

    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(dump.body))
    assert "transfer-encoding" not in head.headers
    assert head.headers["etag"] == dump.headers["etag"]
    assert head.headers["content-type"] == dump.headers["content-type"]


@pytest.mark.parametrize(
    "path",
    ["/", target(NUMBERS), target(TEXTS), "/nothing", "/health", "/metrics"],
    ids=["page", "query", "large", "unknown", "health", "metrics"],
)
def test_head_has_no_body(server, client, path):
    answer = exchange(server, get(path, "Connection: close").replace(b"GET", b"HEAD"))

    assert status_of(answer) == client.send("GET", path).status
    assert answer.endswith(b"\r\n\r\n")
    assert answer.count(b"\r\n\r\n") == 1


@pytest.mark.parametrize(
    ("path", "encoding"),
    [
        ("/static/araz.css", "identity"),
        ("/dump/araz.nt", "identity"),
        ("/ontology", "identity"),
        ("/dump/araz.nt", "br"),
        pytest.param("/static/araz.css", "br"),
        pytest.param("/ontology", "br"),
    ],
)
def test_a_length_told_to_head_is_the_length_that_get_has(client, path, encoding):
    # RFC 9110, section 8.6: another length must not be told.
    headers = [("Accept-Encoding", encoding), ("Accept", "*/*")]
    head = client.send("HEAD", path, headers=headers)
    reply = client.send("GET", path, headers=headers)

    assert head.headers.get("content-length") in (None, str(len(reply.body)))


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/sparql", "GET"),
        ("/sparql", "POST"),
        ("/update", "POST"),
        ("/graph-store", "PUT"),
        ("/graph-store/a/b", "DELETE"),
        ("/entity/Iran", "GET"),
        ("/dump/araz.nt", "GET"),
        ("/reconcile", "POST"),
        ("/health", "GET"),
        ("/queries/an-id-of-my-own-1", "DELETE"),
    ],
)
def test_pages_of_other_origins_may_ask_first(server, path, method):
    asked = [
        ("Origin", "https://other.example"),
        ("Access-Control-Request-Method", method),
        ("Access-Control-Request-Headers", "authorization, content-type"),
    ]
    with Client(server, token="") as anybody:
        reply = anybody.send("OPTIONS", path, headers=asked)

    assert reply.status in (200, 204)
    assert reply.body == b""
    assert reply.headers["access-control-allow-origin"] == "*"
    assert method in reply.headers["access-control-allow-methods"].split(", ")
    allowed = reply.headers["access-control-allow-headers"].lower().split(", ")
    assert {"authorization", "content-type", "x-request-id"} <= set(allowed)
    assert int(reply.headers["access-control-max-age"]) > 0


def test_pages_of_other_origins_may_read_answers_and_their_ids(client):
    for path in (target(NUMBERS), "/nothing", "/health", "/dump/araz.nt"):
        headers = client.send("GET", path, headers=[("Origin", "null")]).headers

        assert headers["access-control-allow-origin"] == "*"
        exposed = headers["access-control-expose-headers"].split(", ")
        assert {"ETag", "X-Request-Id", "Retry-After"} <= set(exposed)


@pytest.mark.parametrize(
    "path",
    [target(NUMBERS, format="json"), target(TEXTS, format="csv"), "/dump/araz.nt"],
    ids=["query", "large", "dump"],
)
def test_what_a_client_has_is_not_sent_again(client, path):
    first = client.send("GET", path)
    tag = first.headers["etag"]

    for known in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        reply = client.send("GET", path, headers=[("If-None-Match", known)])
        assert (reply.status, reply.body) == (304, b""), known
        assert reply.headers["etag"] == tag
        assert "content-length" not in reply.headers
    other = client.send("GET", path, headers=[("If-None-Match", '"other"')])
    assert (other.status, other.body) == (200, first.body)


def test_tags_tell_questions_and_formats_apart(client):
    other = NUMBERS.replace("200", "199")
    paths = [target(q, format=f) for q in (NUMBERS, other) for f in ("json", "csv")]
    tags = [client.send("GET", path).headers["etag"] for path in paths]

    assert len(set(tags)) == 4


@pytest.mark.parametrize(
    "path",
    [target("ASK {}"), "/nothing", "/health", "/dump/araz.nt", "/queries/none-like-it"],
    ids=["query", "unknown", "health", "dump", "problem-of-the-front"],
)
def test_an_id_is_given_back_and_a_bad_one_replaced(client, path):
    given = client.send("GET", path, headers=[("X-Request-Id", "my.own_id-0123456")])
    assert given.headers["x-request-id"] == "my.own_id-0123456"

    for bad in ("short", "x" * 65, "a space in between", 'quoted-0123456789"'):
        reply = client.send("GET", path, headers=[("X-Request-Id", bad)])
        assert reply.headers["x-request-id"] not in ("", bad)
    plain = {client.send("GET", path).headers["x-request-id"] for _ in range(2)}
    assert len(plain) == 2


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        pytest.param(get("/"), 200, id="page"),
        pytest.param(get(target(NUMBERS)), 200, id="query"),
        pytest.param(get(target(NUMBERS)), 200, id="cached-query"),
        pytest.param(get(target(TEXTS), "Accept-Encoding: br"), 200, id="in-parts"),
        pytest.param(get("/dump/araz.nt"), 200, id="file"),
        pytest.param(get("/dump/araz.nt", "Range: bytes=5-9"), 206, id="range"),
        pytest.param(get("/dump/araz.nt", "Range: bytes=99999999-"), 416, id="behind"),
        pytest.param(get("/static/araz.css", "Accept-Encoding: br"), 200, id="static"),
        pytest.param(get(target(NUMBERS), "If-None-Match: *"), 304, id="known"),
        pytest.param(get(target("ASK {")), 400, id="mistake"),
        pytest.param(get("/nothing", "Accept: text/html"), 404, id="unknown"),
        pytest.param(get("/sparql?timeout=x&query=ASK%7B%7D"), 400, id="front"),
        pytest.param(get("/health"), 200, id="health"),
        pytest.param(get("/metrics"), 200, id="metrics"),
        pytest.param(get("/health").replace(b"GET", b"DELETE"), 405, id="method"),
        pytest.param(get("/").replace(b"GET", b"HEAD"), 200, id="head"),
        pytest.param(get("/sparql").replace(b"GET", b"OPTIONS"), 200, id="options"),
        pytest.param(get("/update").replace(b"GET", b"POST"), 415, id="no-update"),
    ],
)
def test_no_header_is_sent_twice(server, request_bytes, status):
    with connected(server) as client:
        client.sendall(request_bytes)
        answer = receive(client, until=b"\r\n\r\n")
    head = answer.partition(b"\r\n\r\n")[0]
    names = Counter(line.partition(b":")[0].lower() for line in head.split(b"\r\n")[1:])

    assert status_of(answer) == status
    assert [name for name, times in names.items() if times > 1] == []
    assert names[b"date"] == 1
    assert names[b"x-request-id"] == 1
    assert b"server" not in names
