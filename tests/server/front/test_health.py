"""What a server says of itself: whether it lives, can answer, and what it has done."""

import asyncio
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from prometheus_client.parser import text_string_to_metric_families

from kg.config import PROJECT, Settings
from server.front.cache import Cache
from server.front.call import Call
from server.front.exchange import Exchange
from server.front.metrics import Metrics
from server.front.state import State
from server.messages import Ready
from tests.http_client import Client
from tests.http_server import serving, writable
from tests.server.front.wire import kill, target, wait_for, workers

PREFIX = "PREFIX : <http://test.example/> "
NUMBERS = f"{PREFIX} SELECT ?n {{ ?a :is ?n }}"
ENDLESS = (
    f"{PREFIX} ASK {{ ?a :is ?b . ?c :is ?d . ?e :is ?f FILTER(?b + ?d + ?f < 0) }}"
)
STATES = ("idle", "quick", "slow", "starting", "waiting")


@pytest.fixture(scope="module")
def server(numbers):
    settings = {"ARAZ_WORKERS": "2", "ARAZ_RATE": "0"}
    with serving(numbers, environment={**writable(), **settings}) as running:
        yield running


@pytest.fixture
def client(server):
    with Client(server, token="") as asking:
        yield asking


def figures(client):
    """Return all samples by name and labels."""
    reply = client.send("GET", "/metrics")
    assert reply.status == 200
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(reply.text)
        for sample in family.samples
    }


def documented(heading, pattern):
    text = (PROJECT / "docs" / "http.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    assert section
    return re.findall(pattern, section)


def test_a_server_that_answers_lives_and_is_ready(server, client):
    live = client.send("GET", "/health/live")
    ready = client.send("GET", "/health/ready")
    health = client.send("GET", "/health")

    assert (live.status, json.loads(live.body)) == (200, {"status": "ok"})
    assert ready.status == health.status == 200
    found = json.loads(health.body)
    assert found.keys() == {"status", "triples", "generation", "workers"}
    assert found["status"] == "ok"
    assert found["triples"] == server.triples == 400
    assert re.fullmatch("[0-9a-f]{32}", found["generation"])
    assert tuple(found["workers"]) == STATES
    for reply in (live, ready, health):
        assert reply.headers["cache-control"] == "no-store"


def test_all_documented_figures_are_there_with_their_meaning(client):
    assert client.query("ASK {}").status == 200
    reply = client.send("GET", "/metrics")
    families = {
        family.name: family for family in text_string_to_metric_families(reply.text)
    }

    assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    names = {
        name.removesuffix("_total") for name in documented("Watching", "araz_[a-z_]+")
    }
    assert names == families.keys()
    assert all(family.documentation for family in families.values())
    assert {family.type for family in families.values()} == {
        *("counter", "histogram", "gauge"),
    }
    assert [line for line in reply.text.splitlines() if "_created" in line] == []


def test_requests_are_counted_by_route_status_and_outcome(client):
    before = figures(client)
    path = target(f"{NUMBERS} LIMIT 7", format="json")
    sent = [client.send("GET", path) for _ in range(3)]
    sent.append(client.send("GET", target("ASK {")))
    sent.append(client.send("GET", "/no/such/route"))
    sent.append(client.send("GET", "/sparql?timeout=x&query=ASK%7B%7D"))
    after = figures(client)

    def grown(*key):
        return after[key] - before.get(key, 0)

    total = "araz_requests_total"
    assert grown(total, ("route", "sparql"), ("status", "200")) == 3
    assert grown(total, ("route", "sparql"), ("status", "400")) == 2
    assert grown(total, ("route", "other"), ("status", "404")) == 1
    assert grown("araz_outcomes_total", ("outcome", "cached")) == 2
    assert grown("araz_outcomes_total", ("outcome", "refused")) == 1
    assert grown("araz_rows_total") == 21
    # And the figures themselves, the first time.
    bodies = sum(len(reply.body) for reply in sent)
    assert grown("araz_sent_bytes_total") > bodies
    assert grown("araz_request_seconds_count", ("route", "sparql")) == 5
    assert after["araz_request_seconds_sum", ("route", "sparql")] > 0
    assert after["araz_cache_bytes",] > 0


def test_seconds_are_counted_in_rising_buckets(client):
    assert client.query("ASK {}").status == 200
    found = figures(client)
    route = ("route", "sparql")
    buckets = sorted(
        (float(dict(labels)["le"]), value)
        for (name, *labels), value in found.items()
        if name == "araz_request_seconds_bucket" and route in labels
    )
    counts = [value for _, value in buckets]

    assert counts == sorted(counts)
    assert buckets[-1] == (float("inf"), found["araz_request_seconds_count", route])


def test_routes_are_few_whatever_is_asked(client):
    for path in (
        "/a",
        "/%00",
        "/sparqlx",
        "//",
        "/health/x",
        "/entity.ttl/x",
        "/%C3%A9",
    ):
        client.send("GET", path)
    routes = {
        dict(labels)["route"]
        for (name, *labels) in figures(client)
        if name == "araz_requests_total"
    }

    assert routes <= {"sparql", "other", "health", "metrics", "queries", "entity"}


def test_gauges_show_what_is_served_and_what_runs(server, client):
    with ThreadPoolExecutor() as pool, Client(server) as asking:
        path = target(ENDLESS, timeout="20")
        given = [("X-Request-Id", "an-endless-query-1")]
        slow = pool.submit(lambda: asking.send("GET", path, headers=given))
        wait_for(
            lambda: figures(client)["araz_workers", ("state", "slow")] == 1,
            "a slow query",
        )
        found = figures(client)
        client.send("DELETE", "/queries/an-endless-query-1")
        assert slow.result().status == 503

    health = json.loads(client.send("GET", "/health").body)
    assert found["araz_generation", ("generation", health["generation"])] == 1
    assert found["araz_triples",] == 400
    # That of the figures is one of them.
    assert found["araz_running",] == 2
    assert {key[1][1] for key in found if key[0] == "araz_workers"} == {*STATES}
    wait_for(lambda: figures(client)["araz_running",] == 1, "the end")
    outcome = ("araz_outcomes_total", ("outcome", "cancelled"))
    assert figures(client)[outcome] == 1


def test_a_server_without_workers_is_alive_and_ready_again_soon(server, client):
    kill(workers(server))
    assert client.send("GET", "/health/live").status == 200
    anew = [("Cache-Control", "no-cache")]
    path = target("ASK {}")

    wait_for(lambda: client.send("GET", path, headers=anew).status == 200, "a worker")
    assert client.send("GET", "/health/ready").status == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/health", 405),
        ("DELETE", "/health/live", 405),
        ("PUT", "/metrics", 405),
        ("POST", "/queries", 405),
        ("GET", "/queries/an-id-of-my-own-1", 405),
        ("GET", "/health/other", 404),
        ("GET", "/healthy", 404),
        ("GET", "/metrics/x", 404),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(client, method, path, status):
    reply = client.send(method, path)

    assert reply.status == status
    assert reply.media_type == "application/problem+json"
    assert ("allow" in reply.headers) == (status == 405)
    if status == 405:
        assert method not in reply.headers["allow"].split(", ")


@dataclass(frozen=True, kw_only=True)
class FakePool:
    """A pool in a state of the test's choice."""

    idle: int = 0
    quick: int = 0
    slow: int = 0
    ready: Ready = field(default_factory=lambda: Ready(generation="g", triples=5))

    @property
    def counts(self):
        found = {"idle": self.idle, "quick": self.quick, "slow": self.slow}
        return {**found, "starting": 0, "waiting": 0}


def asked(pool, path):
    scope = {"type": "http", "method": "GET", "raw_path": path, "headers": []}

    async def nothing(*_):
        await asyncio.sleep(0)

    settings = Settings()
    state = State(settings, pool, Metrics(pool, Cache(1)), Exchange(settings, pool))
    answer = state.answer(Call(scope, nothing, nothing))
    assert answer
    return answer.head.status, answer.body


@pytest.mark.parametrize(
    ("pool", "ready", "word"),
    [
        pytest.param(FakePool(idle=1), 200, "ok", id="idle"),
        pytest.param(FakePool(quick=2), 200, "ok", id="quick"),
        pytest.param(FakePool(slow=2), 503, "busy", id="all-slow"),
        pytest.param(FakePool(), 503, "busy", id="none"),
    ],
)
def test_who_cannot_answer_says_so(pool, ready, word):
    assert asked(pool, b"/health/live")[0] == 200
    assert asked(pool, b"/health/ready")[0] == ready
    status, body = asked(pool, b"/health")
    assert (status, json.loads(body)["status"]) == (200, word)
