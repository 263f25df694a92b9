"""Queries that take too long, too much or too many workers, and those beside them."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.http_client import Client
from tests.http_server import serving, writable
from tests.server.front.wire import connected, get, target, wait_for

PREFIX = "PREFIX : <http://test.example/> "
# Combinations of three and four of 300 numbers: far more than there is time for.
MANY = f"{PREFIX} SELECT * {{ ?a :is ?b . ?c :is ?d . ?e :is ?f }}"
ENDLESS = (
    f"{PREFIX} ASK {{ ?a :is ?b . ?c :is ?d . ?e :is ?f . ?g :is ?h "
    "FILTER(?b + ?d + ?f + ?h < 0) }"
)
HUGE = f"{MANY} ORDER BY ?f ?d"
# Rows of over 100 kB each: a connection that nobody reads from is full at once.
LARGE = f"{PREFIX} SELECT * {{ ?a :says ?b . ?c :is ?d }}"


@pytest.fixture(scope="module")
def server(numbers):
    settings = {
        "ARAZ_WORKERS": "1",
        "ARAZ_SLOW_WORKERS": "1",
        "ARAZ_DEADLINE": "5",
        "ARAZ_QUERY_MEMORY": "200",
        "ARAZ_CACHE": "0",
        "ARAZ_RATE": "0",
    }
    with serving(numbers, environment={**writable(), **settings}) as running:
        yield running


@pytest.fixture
def client(server):
    with Client(server) as connected_client:
        yield connected_client


@pytest.fixture(autouse=True)
def at_rest(server):
    """Begin each test with a free worker and nothing that runs."""
    yield
    with Client(server) as asking:
        wait_for(lambda: _idle(asking), "a free worker")


def _idle(client):
    counts = json.loads(client.send("GET", "/health").body)["workers"]
    return counts["idle"] == 1 and counts["slow"] == counts["waiting"] == 0


def running(client):
    return json.loads(client.send("GET", "/queries").body)["running"]


def start(pool, server, query, query_id, **parameters):
    """Ask a query in a thread of its own; return its answer to come."""

    def ask():
        with Client(server) as asking:
            path = target(query, **parameters)
            return asking.send("GET", path, headers=[("X-Request-Id", query_id)])

    return pool.submit(ask)


def answers(client):
    return client.query("ASK {}").status == 200


@pytest.mark.parametrize("asked", ["0.5", "1", "1e0"])
def test_a_query_is_stopped_at_the_time_it_was_given(client, asked):
    reply = client.query(ENDLESS, [("timeout", asked)])

    assert reply.status == 503
    assert reply.media_type == "application/problem+json"
    assert f"within {float(asked):g} seconds" in json.loads(reply.body)["detail"]
    assert answers(client)


def test_a_query_cannot_ask_for_more_time_than_the_server_gives(client):
    reply = client.query(ENDLESS, [("timeout", "1000")])

    assert reply.status == 503
    assert "within 5 seconds" in json.loads(reply.body)["detail"]


@pytest.mark.parametrize("asked", ["0", "-1", "nan", "soon", "1,5", "1s"])
def test_a_time_that_is_no_number_above_nought_is_refused(client, asked):
    reply = client.query("ASK {}", [("timeout", asked)])

    assert reply.status == 400
    assert "timeout" in json.loads(reply.body)["detail"]


def test_a_query_that_needs_too_much_memory_is_stopped(client):
    reply = client.query(HUGE)

    assert reply.status == 503
    assert "more than 200 MB of memory" in json.loads(reply.body)["detail"]
    assert answers(client)


def test_others_are_answered_while_a_query_is_slow(server, client):
    with ThreadPoolExecutor() as pool:
        slow = start(pool, server, ENDLESS, "slow-query-0123456")
        wait_for(lambda: "slow-query-0123456" in running(client), "the slow query")
        for _ in range(20):
            assert answers(client)
        assert not slow.done()
        client.send("DELETE", "/queries/slow-query-0123456")
        assert slow.result().status == 503


def test_a_running_query_can_be_cancelled_by_its_id(server, client):
    with ThreadPoolExecutor() as pool, Client(server, token="") as anybody:
        slow = start(pool, server, ENDLESS, "to-be-cancelled-01")
        wait_for(lambda: "to-be-cancelled-01" in running(client), "the query")

        reply = anybody.send("DELETE", "/queries/to-be-cancelled-01")

        assert reply.status == 204
        assert reply.body == b""
        stopped = slow.result()
    assert stopped.status == 503
    assert "cancelled" in json.loads(stopped.body)["detail"]
    assert stopped.headers["x-request-id"] == "to-be-cancelled-01"
    assert client.send("DELETE", "/queries/to-be-cancelled-01").status == 404


def test_two_requests_of_one_id_are_both_there_to_be_cancelled(server, client):
    with ThreadPoolExecutor() as pool:
        one = start(pool, server, ENDLESS, "the-same-id-0123456", timeout="1")
        two = start(pool, server, ENDLESS, "the-same-id-0123456")
        assert one.result().status == 503
        assert "the-same-id-0123456" in running(client)

        assert client.send("DELETE", "/queries/the-same-id-0123456").status == 204
        assert "cancelled" in two.result().text


def test_what_is_not_running_cannot_be_cancelled(client):
    reply = client.send("DELETE", "/queries/there-is-none-like-this")

    assert reply.status == 404
    assert reply.media_type == "application/problem+json"


@pytest.mark.parametrize(
    ("token", "status"), [("", 401), ("wrong", 403)], ids=["none", "wrong"]
)
def test_what_runs_is_told_to_those_with_the_token_only(server, token, status):
    with Client(server, token) as asking:
        reply = asking.send("GET", "/queries")

    assert reply.status == status
    assert ("www-authenticate" in reply.headers) == (status == 401)


def test_a_slow_query_too_many_gives_way_to_those_who_wait(server, client):
    with ThreadPoolExecutor() as pool:
        slow = [
            start(pool, server, ENDLESS, f"one-of-many-{number:06}", timeout="3")
            for number in range(3)
        ]
        wait_for(lambda: len(running(client)) >= 2, "the slow queries")
        assert answers(client)
        replies = [each.result() for each in slow]

    assert {reply.status for reply in replies} == {503}
    given_way = [r for r in replies if "slow queries hold all workers" in r.text]
    assert given_way
    assert all(int(reply.headers["retry-after"]) > 0 for reply in given_way)


def test_clients_that_do_not_read_their_answers_keep_no_worker_from_others(
    server, client
):
    with ExitStack() as stack:
        for _ in range(3):
            stalled = stack.enter_context(connected(server, room=4096))
            stalled.sendall(get(target(LARGE, format="json")))
        for _ in range(2):
            wait_for(lambda: len(running(client)) >= 2, "the stalled answers")
            time.sleep(1)

        assert answers(client)


def test_clients_that_load_a_dump_slowly_keep_no_worker_from_others(server, client):
    assert len(client.send("GET", "/dump/araz.nt").body) > 6_000_000
    with ExitStack() as stack:
        for _ in range(3):
            slow = stack.enter_context(connected(server, room=4096))
            slow.sendall(get("/dump/araz.nt"))
            assert slow.recv(12) == b"HTTP/1.1 200"

        assert answers(client)


def test_a_client_that_goes_away_frees_its_worker(server, client):
    with connected(server) as leaving:
        leaving.sendall(get(target(ENDLESS), "X-Request-Id: about-to-leave-012"))
        wait_for(lambda: "about-to-leave-012" in running(client), "the query")

    wait_for(lambda: not running(client), "the end of a query that nobody waits for")
