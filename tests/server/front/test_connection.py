"""Connections: heads that are slow, large or no HTTP."""

import asyncio
import json
import re

import pytest
import uvicorn
from uvicorn.server import ServerState

from server.front import connection
from server.front.connection import BoundedConnection
from tests.http_client import Client
from tests.http_server import serving, writable
from tests.server.front.wire import exchange, get, status_of

LIVE = b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
POST = (
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    b"Content-Type: application/sparql-query\r\n"
)


@pytest.fixture(scope="module")
def server(numbers):
    with serving(numbers, environment=writable()) as running:
        yield running


def padding(size):
    return b"X-Padding: " + b"a" * size + b"\r\n"


@pytest.mark.parametrize("size", [1_000, 60_000], ids=["small", "just-allowed"])
def test_a_head_within_the_bound_is_taken(server, size):
    assert status_of(exchange(server, LIVE + padding(size) + b"\r\n")) == 200


@pytest.mark.parametrize("size", [70_000, 200_000], ids=["a-bit", "far"])
@pytest.mark.parametrize("step", [1 << 20, 4_000], ids=["at-once", "in-parts"])
def test_a_head_above_the_bound_is_refused(server, size, step):
    request = LIVE + padding(size) + b"\r\n"
    parts = [request[start : start + step] for start in range(0, len(request), step)]

    answer = exchange(server, *parts)
    assert status_of(answer) == 431
    assert b"application/problem+json" in answer


def test_a_large_body_counts_for_no_head_wherever_the_two_are_cut(server):
    body = b"ASK {} #" + b"x" * 100_000
    head = POST + b"Content-Length: %d\r\n\r\n" % len(body)
    request = head + body
    for cut in range(len(head) - 4, len(head) + 2):
        answer = exchange(server, request[:cut], request[cut:], pause=0.05)
        assert status_of(answer) == 200, cut - len(head)


def test_a_long_address_is_refused(server):
    answer = exchange(server, get(f"/sparql?query={'a' * 70_000}"))

    assert status_of(answer) == 414
    problem = answer.partition(b"\r\n\r\n")[2]
    assert json.loads(problem)["status"] == 414


def test_many_requests_over_one_connection_have_heads_of_their_own(server):
    with Client(server) as client:
        for _ in range(5):
            long = [("X-Padding", "a" * 30_000)]
            assert client.send("GET", "/health/live", headers=long).status == 200


@pytest.mark.parametrize(
    "request_bytes",
    [
        pytest.param(b"garbage\r\n\r\n", id="no-http"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", id="tls"),
        pytest.param(LIVE + b"X: a\0b\r\n\r\n", id="nul-in-a-header"),
        pytest.param(LIVE + b"X : a\r\n\r\n", id="space-before-the-colon"),
        pytest.param(LIVE.replace(b"HTTP/1.1", b"HTTP/9.9") + b"\r\n", id="version"),
        pytest.param(POST + b"Content-Length: -5\r\n\r\n", id="negative-length"),
        pytest.param(
            POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n", id="two-lengths"
        ),
        pytest.param(
            POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
            id="length-and-chunks",
        ),
        pytest.param(
            POST + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n", id="broken-chunk"
        ),
    ],
)
def test_what_is_no_http_is_refused_and_others_are_answered(server, request_bytes):
    answer = exchange(server, request_bytes)

    assert status_of(answer) == 400
    with Client(server) as client:
        assert client.send("GET", "/health/live").status == 200


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        pytest.param(b"Content-Length: 5000000\r\n\r\n", b"", id="said"),
        pytest.param(
            b"Transfer-Encoding: chunked\r\n\r\n",
            b"100000\r\n" + b"x" * 0x100000 + b"\r\n",
            id="chunked",
        ),
    ],
)
def test_a_body_above_the_bound_is_refused(server, headers, body):
    answer = exchange(server, POST + headers, *[body] * 6)

    assert status_of(answer) == 413
    assert b"4,194,304 bytes" in answer


def test_a_body_in_chunks_is_taken(server):
    body = b"3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n"

    answer = exchange(server, POST + b"Transfer-Encoding: chunked\r\n\r\n", body)
    assert status_of(answer) == 200
    assert b"true" in answer


@pytest.mark.parametrize(
    "path",
    [
        "/sparql?query=ASK%7B%7D&format=%0D%0AX-Evil:%201",
        "/sparql?query=ASK%7B%7D&format=json%0D%0AX-Evil:%201",
        "/entity/a%0D%0AX-Evil:%201",
        "/graph-store/a%0D%0AX-Evil:%201",
        "/graph-store?graph=http://x/%0D%0AX-Evil:%201",
        "/search?q=%0D%0AX-Evil:%201",
        "/queries/%0D%0AX-Evil:%201",
        "/%0D%0AX-Evil:%201",
        "/dump/%0D%0AX-Evil:%201",
        "/ontology%0D%0AX-Evil:%201",
    ],
)
def test_line_breaks_in_an_address_never_reach_a_header(server, path):
    for accept in ("text/html", "application/json"):
        request = get(path, f"Accept: {accept}", "Connection: close")
        head = exchange(server, request).partition(b"\r\n\r\n")[0]

        assert status_of(head) < 500
        assert not re.search(rb"(?im)^x-evil", head)


class Transport:
    """A connection that remembers what was written to it."""

    def __init__(self):
        self.written = b""
        self._closing = False

    def write(self, data):
        self.written += data

    def close(self):
        self._closing = True

    def is_closing(self):
        return self._closing

    def get_extra_info(self, name, default=None):
        return ("127.0.0.1", 1) if name.endswith("name") else default

    def set_write_buffer_limits(self, **_):
        pass


async def application(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def within(*parts, pause=0.03):
    """Return what a connection writes that gets parts with pauses between."""

    async def run():
        config = uvicorn.Config(application, log_config=None, lifespan="off")
        config.load()
        loop = asyncio.get_running_loop()
        protocol = BoundedConnection(config, ServerState(), {}, loop)
        transport = Transport()
        protocol.connection_made(transport)
        for part in parts:
            if not transport.is_closing():
                protocol.data_received(part)
            await asyncio.sleep(pause)
        closed = transport.is_closing()
        protocol.connection_lost(None)
        return transport.written, closed

    return asyncio.run(run())


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param((b"", b""), id="nothing"),
        pytest.param(tuple(bytes([byte]) for byte in LIVE), id="dripped"),
        pytest.param((LIVE + b"\r\n", LIVE, b"", b""), id="second-request"),
    ],
)
def test_a_head_that_does_not_come_in_time_is_ended(monkeypatch, parts):
    monkeypatch.setattr(connection.BoundedConnection, "header_seconds", 0.05)
    if b"\r\n\r\n" in parts[0]:
        parts = (parts[0].replace(b"Connection: close\r\n", b""), *parts[1:])
    written, closed = within(*parts)

    assert b"HTTP/1.1 408 " in written
    assert closed


def test_a_connection_that_rests_between_requests_is_not_slow(monkeypatch):
    monkeypatch.setattr(connection.BoundedConnection, "header_seconds", 0.02)
    request = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    written, closed = within(request, b"", b"", request)

    assert written.count(b"HTTP/1.1 200 ") == 2
    assert b"408" not in written
    assert not closed


def test_a_body_that_comes_slowly_is_no_slow_head(monkeypatch):
    monkeypatch.setattr(connection.BoundedConnection, "header_seconds", 0.02)
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n"
    written, _ = within(head, b"a", b"b", b"c")

    assert b"408" not in written
