"""Limits of a client and kept answers, over HTTP.

The server believes one proxy, so that each test has a client of its own.
"""

import itertools
import json

import pytest

from tests.http_client import Client, Reply
from tests.http_server import serving, writable
from tests.server.front.wire import connected, get, receive, status_of, target, wait_for

PREFIX = "PREFIX : <http://test.example/> "
NUMBERS = f"{PREFIX} SELECT ?n {{ ?a :is ?n }} ORDER BY ?n LIMIT 50"
ENDLESS = (
    f"{PREFIX} ASK {{ ?a :is ?b . ?c :is ?d . ?e :is ?f . ?g :is ?h "
    "FILTER(?b + ?d + ?f + ?h < 0) }"
)
# Ten seconds' worth of two a second.
BURST = 20
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("bounds") / "access.log"


@pytest.fixture(scope="module")
def server(numbers, log):
    settings = {
        "ARAZ_UNLIMITED": "",
        "ARAZ_RATE": "2",
        "ARAZ_CLIENT_QUERIES": "1",
        "ARAZ_PROXIES": "1",
        "ARAZ_ACCESS_LOG": str(log),
        "ARAZ_WORKERS": "1",
    }
    with serving(numbers, environment={**writable(), **settings}) as running:
        yield running


@pytest.fixture
def address():
    """An address that no other test asks from."""
    return f"192.0.2.{next(_numbers)}"


@pytest.fixture
def ask(server, address):
    """A function that asks as the client of the test."""
    with Client(server, token="") as asking:

        def send(path, *headers, method="GET", body=None):
            given = [("X-Forwarded-For", address), *headers]
            return asking.send(method, path, body, given)

        yield send


@pytest.fixture
def outcome_of(log):
    """A function that waits for how the log says that an answer ended."""

    def find(reply):
        def found():
            lines = map(json.loads, log.read_text().splitlines())
            name = reply.headers["x-request-id"]
            return [line["outcome"] for line in lines if line["id"] == name]

        wait_for(lambda: bool(found()), "a line of the log")
        return found()[0]

    return find


def drained(ask, path="/health/live"):
    """Ask until it is too much; return the answers."""
    replies: list[Reply] = []
    while not replies or replies[-1].status != 429:
        assert len(replies) < 50 * BURST, "no limit"
        replies.append(ask(path))
    return replies


def test_a_client_that_asks_too_often_is_told_when_to_come_again(ask, outcome_of):
    *taken, refused = drained(ask)

    assert {reply.status for reply in taken} == {200}
    assert len(taken) >= BURST
    assert refused.media_type == "application/problem+json"
    assert "2 requests a second" in json.loads(refused.body)["detail"]
    assert refused.headers["retry-after"] == "1"
    assert refused.headers["cache-control"] == "no-store"
    assert outcome_of(refused) == "limited"
    wait_for(lambda: ask(target("ASK {}")).status == 200, "another request")


def test_a_person_who_asks_too_often_gets_a_page(ask):
    drained(ask)
    replies = [ask("/", ("Accept", "text/html")) for _ in range(20)]

    [page, *_] = [reply for reply in replies if reply.status == 429]
    assert page.media_type == "text/html"
    assert "requests a second" in page.text


def test_others_are_not_limited_by_who_asks_too_often(server, ask, address):
    drained(ask)

    with Client(server, token="") as other:
        assert other.send("GET", "/health/live").status == 200
        claimed = [("X-Forwarded-For", f"{address}, 198.51.100.7")]
        assert other.send("GET", "/health/live", headers=claimed).status == 200


def test_what_a_client_claims_of_itself_gives_it_no_new_bucket(server, ask, address):
    drained(ask)
    replies = []
    with Client(server, token="") as same:
        for number in range(2 * BURST):
            claimed = [("X-Forwarded-For", f"198.51.100.{number}, {address}")]
            replies.append(same.send("GET", "/health/live", headers=claimed))

    assert 429 in {reply.status for reply in replies}


def test_one_at_once_is_one_at_once(server, ask, address):
    from_me = f"X-Forwarded-For: {address}"
    with connected(server) as waiting:
        waiting.sendall(get(target(ENDLESS, timeout="20"), from_me))
        replies = []

        def refused():
            replies.append(ask("/health/live"))
            return replies[-1].status == 429

        wait_for(refused, "a refusal")
        detail = json.loads(replies[-1].body)["detail"]
        assert "at most 1 requests at once" in detail
        assert int(replies[-1].headers["retry-after"]) > 0
        with Client(server, token="") as other:
            assert other.send("GET", "/health/live").status == 200
    # The client has gone, and so has its query.
    wait_for(lambda: ask("/health/live").status == 200, "the end of the query")


def test_requests_behind_one_another_on_one_connection_are_not_at_once(server, address):
    from_me = f"X-Forwarded-For: {address}"
    with connected(server) as client:
        one = get("/health/live", from_me)
        client.sendall(one * 4 + get("/health/live", from_me, "Connection: close"))
        answers = receive(client)

    assert answers.count(b"HTTP/1.1 200 ") == 5
    assert status_of(answers) == 200


def test_a_repeated_question_has_the_kept_answer(ask, outcome_of):
    path = target(NUMBERS, format="json")
    first, second, third = (ask(path) for _ in range(3))

    assert [outcome_of(r) for r in (first, second, third)] == ["ok", "cached", "cached"]
    assert first.body == second.body == third.body
    assert len(json.loads(first.body)["results"]["bindings"]) == 50
    kept = {*first.headers} - {"date", "x-request-id"}
    assert {name: first.headers[name] for name in kept} == {
        name: second.headers[name] for name in kept
    }
    assert first.headers["x-request-id"] != second.headers["x-request-id"]


@pytest.mark.parametrize(
    "expression",
    ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()", "rand ( )", "NOW#\n()"],
)
def test_an_answer_that_differs_each_time_is_never_kept(ask, outcome_of, expression):
    path = target(f"SELECT ({expression} AS ?x) {{}}", format="csv")
    replies = [ask(path) for _ in range(3)]

    assert [outcome_of(reply) for reply in replies] == ["ok"] * 3
    assert {reply.headers["cache-control"] for reply in replies} == {"no-store"}
    assert all("etag" not in reply.headers for reply in replies)
    if "BNODE" not in expression:
        assert len({reply.body for reply in replies}) == 3


@pytest.mark.parametrize("value", ["no-cache", "no-store", "max-age=0, no-cache"])
def test_who_wants_no_kept_answer_gets_a_new_one(ask, outcome_of, value):
    path = target(f"{NUMBERS} # {value}", format="json")
    kept = ask(path)
    anew = ask(path, ("Cache-Control", value))

    assert outcome_of(anew) == "ok"
    assert anew.body == kept.body
    assert outcome_of(ask(path)) == "cached"


QUESTION = target(f"{NUMBERS} # to be told apart")
POST = {"method": "POST", "body": b"ASK {} # one"}
SPARQL = ("Content-Type", "application/sparql-query")
FORM = ("Content-Type", "application/x-www-form-urlencoded")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((QUESTION, ("Accept", "text/csv")), (QUESTION, ("Accept", "text/html"))),
        ((QUESTION,), (QUESTION, ("Accept-Encoding", "gzip"))),
        ((QUESTION,), (f"{QUESTION}&entailment=none",)),
        ((QUESTION,), (QUESTION, ("Host", "other.example"))),
        ((QUESTION,), (QUESTION, ("Authorization", "Bearer x"))),
        ((QUESTION,), (QUESTION, ("If-None-Match", "*"))),
        (("/dump/",), ("/dump/", ("Range", "bytes=0-3"))),
        (("/",), ("/?",)),
    ],
    ids=[
        *("accept", "encoding", "entailment", "host", "token", "known", "range"),
        "question-mark",
    ],
)
def test_questions_that_may_have_other_answers_are_told_apart(
    ask, outcome_of, first, second
):
    ask(first[0], *first[1:])
    other = ask(second[0], *second[1:])
    alone = ask(second[0], *second[1:], ("Cache-Control", "no-cache"))

    if second[0] != "/?":
        assert outcome_of(other) == "ok"
    assert (other.status, other.body) == (alone.status, alone.body)
    assert other.media_type == alone.media_type
    assert outcome_of(ask(first[0], *first[1:])) == "cached"


def test_bodies_are_told_apart(ask, outcome_of):
    post = [{"method": "POST", "body": f"ASK {{}} # {n}".encode()} for n in "ab"]
    replies = [ask("/sparql", SPARQL, **each) for each in (post[0], post[1], post[0])]
    form = ask("/sparql", FORM, **post[0])

    assert [outcome_of(reply) for reply in replies] == ["ok", "ok", "cached"]
    assert form.status == 400


@pytest.mark.parametrize(
    ("path", "method"),
    [
        (target("ASK {"), "GET"),
        ("/nothing", "GET"),
        (target(NUMBERS), "HEAD"),
        ("/sparql", "OPTIONS"),
        ("/graph-store?default", "GET"),
        ("/dump/araz.nt", "GET"),
    ],
    ids=["mistake", "unknown", "head", "options", "graph-store", "dump"],
)
def test_what_is_no_small_answer_to_a_question_is_not_kept(
    ask, outcome_of, path, method
):
    replies = [ask(path, method=method) for _ in range(2)]

    assert [outcome_of(reply) for reply in replies] == ["ok", "ok"]
