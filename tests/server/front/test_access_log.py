"""The access log: a line of JSON for each request, whatever was sent."""

import json
import re
import sys
from dataclasses import fields

import pytest

from kg.config import PROJECT
from kg.errors import ConfigError
from server.front.access_log import AccessLog, Entry, hash_query
from tests.http_client import Client, CutOffError
from tests.http_server import serving, writable
from tests.server.front.wire import connected, exchange, get, kill, target, wait_for
from tests.server.front.wire import workers as workers_of

PREFIX = "PREFIX : <http://test.example/> "
NUMBERS = f"{PREFIX} SELECT ?n {{ ?a :is ?n }} LIMIT 150"
ENDLESS = (
    f"{PREFIX} ASK {{ ?a :is ?b . ?c :is ?d . ?e :is ?f . ?g :is ?h "
    "FILTER(?b + ?d + ?f + ?h < 0) }"
)
LARGE = f"{PREFIX} SELECT * {{ ?a :says ?b . ?c :is ?d }}"


def documented():
    """Return the fields that the documentation names, in its order."""
    text = (PROJECT / "docs" / "http.md").read_text(encoding="utf-8")
    paragraph = text.partition("`access_log` names a file")[2].partition("\n\n")[0]
    return re.findall(r"`([a-z]+)`", paragraph)


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("log") / "access.log"


@pytest.fixture(scope="module")
def server(numbers, log):
    settings = {
        "ARAZ_ACCESS_LOG": str(log),
        "ARAZ_WORKERS": "1",
        "ARAZ_MAX_ROWS": "200",
        "ARAZ_MAX_ANSWER": "20",
        "ARAZ_RATE": "0",
    }
    with serving(numbers, environment={**writable(), **settings}) as running:
        yield running


@pytest.fixture
def client(server):
    with Client(server, token="") as asking:
        yield asking


def entries(log):
    """Return what is in the log; each line has to be whole by itself."""
    lines = log.read_bytes().split(b"\n")
    assert lines.pop() == b""
    return [json.loads(line) for line in lines]


@pytest.fixture
def entry_of(log):
    """A function that waits for the line of a request and returns it."""

    def find(request_id):
        def found():
            return [entry for entry in entries(log) if entry["id"] == request_id]

        wait_for(lambda: log.is_file() and bool(found()), f"a line of {request_id}")
        [entry] = found()
        return entry

    return find


def named(request_id):
    return [("X-Request-Id", request_id)]


def test_a_line_has_the_documented_fields_in_their_order(client, entry_of):
    reply = client.send("GET", target(NUMBERS, format="csv"))
    entry = entry_of(reply.headers["x-request-id"])
    health = json.loads(client.send("GET", "/health").body)

    assert list(entry) == documented()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", entry["time"])
    assert entry["client"] == "127.0.0.1"
    assert entry["method"] == "GET"
    assert entry["path"] == "/sparql"
    assert entry["status"] == 200
    assert entry["seconds"] > 0
    assert entry["bytes"] == len(reply.body)
    assert entry["rows"] == 150
    assert entry["outcome"] == "ok"
    assert entry["generation"] == health["generation"]


def test_equal_questions_have_equal_digests_and_are_not_in_the_log(
    client, entry_of, log
):
    secret = f"{NUMBERS} # do not tell"
    one = client.query(secret)
    again = client.query(secret)
    other = client.query(f"{secret} anybody")
    none = client.send("GET", "/health")
    digests = [
        entry_of(reply.headers["x-request-id"])["query"]
        for reply in (one, again, other, none)
    ]

    assert digests[0] == digests[1]
    assert digests[0] != digests[2]
    assert digests[3] is None
    assert all(re.fullmatch("[0-9a-f]{16}", digest) for digest in digests[:3])
    assert b"tell" not in log.read_bytes()


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", target(NUMBERS), [("Accept-Encoding", "gzip")], 200),
        ("GET", target(f"{PREFIX} SELECT ?t {{ ?a :says ?t }}"), [], 200),
        ("HEAD", target(NUMBERS), [], 200),
        ("GET", target(NUMBERS), [("If-None-Match", "*")], 304),
        ("GET", "/dump/araz.nt", [], 200),
        ("GET", "/dump/araz.nt", [("Range", "bytes=10-99")], 206),
        ("GET", "/nothing", [], 404),
        ("GET", "/health", [], 200),
        ("OPTIONS", "/sparql", [], 200),
    ],
    ids=[
        *("compressed", "in-parts", "head", "known", "dump", "range", "unknown"),
        *("health", "options"),
    ],
)
def test_the_bytes_are_those_of_the_body_that_was_sent(
    client, entry_of, method, path, headers, status
):
    reply = client.send(method, path, headers=headers)
    entry = entry_of(reply.headers["x-request-id"])

    assert (entry["method"], entry["status"]) == (method, status)
    assert entry["bytes"] == len(reply.body)
    assert entry["outcome"] == "ok"


def test_rows_are_told_where_there_are_any(client, entry_of):
    for query, rows in ((NUMBERS, 150), ("ASK {}", None), ("SELECT * {} LIMIT 0", 0)):
        for _ in ("computed", "cached"):
            reply = client.query(query)
            assert entry_of(reply.headers["x-request-id"])["rows"] == rows


def test_a_repeated_answer_was_cached(client, entry_of):
    path = target(f"{NUMBERS} # of this test", format="json")
    ids = [client.send("GET", path).headers["x-request-id"] for _ in range(3)]

    outcomes = [entry_of(request_id)["outcome"] for request_id in ids]
    assert outcomes == ["ok", "cached", "cached"]


@pytest.mark.parametrize(
    ("method", "path", "status", "outcome"),
    [
        ("GET", target(ENDLESS, timeout="0.3"), 503, "deadline"),
        ("GET", "/sparql?query=ASK%7B%7D&timeout=never", 400, "refused"),
        ("GET", "/queries", 401, "refused"),
        ("DELETE", "/queries/there-is-none-like-it", 404, "refused"),
        ("PATCH", "/health", 405, "refused"),
    ],
    ids=["deadline", "timeout", "token", "no-query", "method"],
)
def test_why_there_was_no_answer_is_told(
    client, entry_of, method, path, status, outcome
):
    reply = client.send(method, path)
    entry = entry_of(reply.headers["x-request-id"])

    assert (entry["status"], entry["outcome"]) == (status, outcome)
    assert entry["bytes"] == len(reply.body)


def test_a_body_that_is_too_large_is_told_of(client, entry_of):
    headers = [
        *named("a-large-body-0123"),
        ("Content-Type", "application/sparql-query"),
    ]
    reply = client.send("POST", "/sparql", b" " * 5_000_000, headers)
    entry = entry_of("a-large-body-0123")

    assert reply.status == entry["status"] == 413
    assert entry["outcome"] == "too large"


def test_a_cancelled_query_is_told_of(server, client, entry_of):
    with connected(server) as waiting:
        waiting.sendall(get(target(ENDLESS), "X-Request-Id: to-be-cancelled-1"))
        path = "/queries/to-be-cancelled-1"
        wait_for(lambda: client.send("DELETE", path).status == 204, "the query")
        entry = entry_of("to-be-cancelled-1")

    assert (entry["status"], entry["outcome"]) == (503, "cancelled")


def test_a_client_that_went_away_is_told_of(server, client, entry_of):
    with connected(server) as leaving:
        leaving.sendall(get(target(ENDLESS), "X-Request-Id: about-to-leave-01"))
    entry = entry_of("about-to-leave-01")

    assert (entry["status"], entry["bytes"], entry["outcome"]) == (0, 0, "gone")
    assert client.send("GET", "/health/live").status == 200


def test_an_answer_that_broke_off_is_told_of(server, client, entry_of):
    with pytest.raises(CutOffError):
        client.send("GET", target(LARGE), headers=named("broken-off-012345"))
    entry = entry_of("broken-off-012345")
    assert (entry["status"], entry["outcome"]) == (200, "broke off")
    assert entry["bytes"] >= 1 << 20

    with connected(server, room=4096) as reading:
        reading.sendall(get(target(LARGE), "X-Request-Id: worker-ended-0123"))
        assert reading.recv(12) == b"HTTP/1.1 200"
        kill(workers_of(server))
        while reading.recv(1 << 20):
            pass
    assert entry_of("worker-ended-0123")["outcome"] != "ok"


HOSTILE = [
    '/"}{"id":"forged"',
    "/%0A%7B%22id%22:%22forged%22%7D",
    "/%0d%0a",
    "/\\n\\",
    "/%00%1b[2J",
    "/%E2%80%A8%C2%85",
    "/\u2028".encode().decode("latin-1"),
    "/\x85\xa0",
    "/<script>alert(1)</script>",
    "/" + "a" * 60_000,
    "//evil.example/",
]


@pytest.mark.parametrize("path", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_path_stays_one_line(server, client, log, path):
    before = len(entries(log)) if log.exists() else 0
    answer = exchange(server, get(path, "Connection: close"))
    mark = client.send("GET", "/health/live", headers=named("after-a-hostile-1"))
    assert mark.status == 200

    def later():
        return entries(log)[before:]

    wait_for(lambda: later() and later()[-1]["id"] == "after-a-hostile-1", "a line")
    found = [entry for entry in later() if entry["path"] == path]
    # What is no request at all is refused before there is anything to note.
    taken = b"x-request-id" in answer
    assert len(found) == taken
    assert "forged" not in {entry["id"] for entry in later()}
    assert log.read_bytes().isascii()


@pytest.mark.parametrize(
    "header",
    [
        'X-Request-Id: "}\\u000a{"id":"forged"',
        "X-Request-Id: " + "x" * 65,
        'X-Forwarded-For: 6.6.6.6", "id": "forged',
        "X-Forwarded-For: \x85\xe2\x80\xa8",
        'User-Agent: \x1b[2J"}',
        'Host: "}{"id": "forged"',
    ],
)
def test_a_hostile_header_changes_no_field(server, log, client, header):
    before = len(entries(log))
    exchange(server, get("/health/live", header, "Connection: close"))
    client.send("GET", "/health/live", headers=named("after-a-header-01"))
    wait_for(lambda: entries(log)[-1]["id"] == "after-a-header-01", "a line")

    for entry in entries(log)[before:]:
        assert list(entry) == documented()
        assert entry["client"] == "127.0.0.1"
        assert re.fullmatch(r"[A-Za-z0-9._-]{16,64}", entry["id"])
        assert entry["path"] == "/health/live"
    assert log.read_bytes().isascii()


def made(**changed):
    given = {
        "id": "0123456789abcdef",
        "client": "127.0.0.1",
        "method": "GET",
        "path": "/",
        "query": None,
        "status": 200,
        "seconds": 0.1,
        "bytes": 5,
        "rows": None,
        "outcome": "ok",
        "generation": "g",
    }
    return Entry(**(given | changed))


def test_the_fields_of_an_entry_are_all_documented():
    assert ["time", *(field.name for field in fields(Entry))] == documented()


def test_a_log_is_added_to_and_not_written_over(tmp_path):
    path = tmp_path / "log"
    for number in range(2):
        log = AccessLog(str(path))
        assert log.is_on
        # Though nobody has closed the file.
        log.write(made(status=200 + number))
        assert len(entries(path)) == number + 1
        log._file.close()  # type: ignore[union-attr]  # noqa: SLF001 - open as long as a server

    assert [entry["status"] for entry in entries(path)] == [200, 201]


@pytest.mark.parametrize("bad", ["\n", "\r\n", "\u2028", "\x85", '"}', "\0", "\udce9"])
def test_an_entry_is_one_line_of_ascii_whatever_is_in_it(tmp_path, bad):
    path = tmp_path / "log"
    log = AccessLog(str(path))
    log.write(made(id=bad, client=bad, method=bad, path=bad, outcome=bad))
    log._file.close()  # type: ignore[union-attr]  # noqa: SLF001 - open as long as a server

    [entry] = entries(path)
    assert path.read_bytes().isascii()
    assert {entry[name] for name in ("id", "client", "method", "path")} == {bad}


def test_without_a_destination_nothing_is_written(capsys):
    log = AccessLog("")
    log.write(made())

    assert not log.is_on
    assert capsys.readouterr() == ("", "")


def test_a_dash_is_standard_error(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    AccessLog("-").write(made(status=418))

    out, err = capsys.readouterr()
    assert out == ""
    assert json.loads(err)["status"] == 418


def test_a_log_that_cannot_be_written_is_one_clear_line(tmp_path):
    with pytest.raises(ConfigError, match="cannot be written: ") as caught:
        AccessLog(str(tmp_path / "no" / "folder"))

    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_nothing_asked_has_no_digest():
    assert hash_query(b"") is None
    assert hash_query(b"a") != hash_query(b"b")
