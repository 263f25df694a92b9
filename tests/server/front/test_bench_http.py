"""Texts read by a real server with the real model: bounded, and harming nobody else."""

import json
import os
import signal
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.config import PROJECT, Settings
from kg.ontology.files import read_ontology_graph
from kg.rdf.store import open_store
from kg.rdf.terms import Names
from tests.http_client import Client, Reply
from tests.http_server import TOKEN, Server, serving, writable
from tests.server.front.wire import wait_for

pytestmark = [pytest.mark.model, pytest.mark.slow]

STORY = "Ilham Aliyev, the president of Azerbaijan, threatened Iran on Tuesday."
NAMES = Names(Settings().base_iri)
# Read in some seconds at least, wherever.
ARTICLES = (PROJECT / "tests" / "gold" / "articles.jsonl").read_text(encoding="utf-8")
LONG = " ".join([json.loads(line)["text"] for line in ARTICLES.splitlines()] * 9)[
    :90_000
]


def publish_ontology(folder: Path) -> Path:
    with open_store(folder) as store:
        graph = read_ontology_graph(Settings().ontology)
        store.replace_graph(NAMES.graph("ontology"), graph)
        store.publish()
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_ontology(tmp_path_factory.mktemp("bench") / "store")


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    bounds = {"ARAZ_WORKBENCH_DEADLINE": "2", "ARAZ_WORKBENCH_QUEUE": "0"}
    with serving(store, environment={**writable(), **bounds}) as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    with Client(server) as asking:
        yield asking


def read(
    client: Client, text: str = STORY, accept: str = "application/json", to: str = ""
) -> Reply:
    mark = "mark"
    fields = {"text": text, "published": "2021-10-06"}
    parts = "".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    return client.send(
        "POST",
        f"/workbench{to}",
        f"{parts}--{mark}--\r\n".encode(),
        [
            ("Content-Type", f"multipart/form-data; boundary={mark}"),
            ("Accept", accept),
        ],
    )


def state(client: Client) -> str:
    found: str = json.loads(client.send("GET", "/workbench/state").body)["state"]
    return found


def generation(client: Client) -> str:
    found: str = json.loads(client.send("GET", "/health").body)["generation"]
    return found


def detail(reply: Reply) -> str:
    assert reply.media_type == "application/problem+json", reply.text
    found: str = json.loads(reply.body)["detail"]
    return found


def below(pid: int) -> Mapping[int, tuple[int, int]]:
    """Return the processes below one, each with its parent and how nice it is."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found[int(path.parent.name)] = (int(fields[1]), int(fields[16]))
    known = {pid}
    while more := {each for each, (parent, _) in found.items() if parent in known}:
        if more <= known:
            break
        known |= more
    return {each: found[each] for each in known - {pid}}


def extractors(server: Server) -> list[int]:
    """Return the processes that read texts: those of the nicer nursery."""
    processes = below(server.pid)
    return [
        pid
        for pid, (parent, nice) in processes.items()
        if nice > 0 and parent in processes and processes[parent][1] > 0
    ]


def test_the_first_text_loads_the_model_and_nothing_is_stored(server, client):
    before = generation(client)
    assert state(client) == "asleep"
    assert extractors(server) == []

    reply = read(client)

    assert reply.status == 200, reply.text
    told = {(c["relation"], c["edge"]) for c in json.loads(reply.body)["claims"]}
    assert ("threatens", True) in told
    assert state(client) == "ready"
    assert generation(client) == before
    assert b"Aliyev" not in client.query("SELECT * { ?s ?p ?o }").body


def test_an_answer_is_not_kept_for_others(client):
    assert read(client).headers["cache-control"] == "no-store"
    assert read(client, "Iran threatened Israel.").text != read(client).text


def test_a_text_that_takes_too_long_is_stopped_and_the_next_is_read(server, client):
    read(client)
    known = extractors(server)

    stopped = read(client, LONG)

    assert stopped.status == 503
    assert detail(stopped) == "stopped: no complete answer within 2 seconds"
    assert read(client).status == 200
    assert extractors(server) != known


def test_queries_are_answered_while_a_text_is_read(server, client):
    read(client)
    with ThreadPoolExecutor() as pool, Client(server) as other:
        reading = pool.submit(read, other, LONG)
        wait_for(lambda: state(client) == "busy", "a text is read")

        assert client.query("ASK { ?s ?p ?o }").status == 200

        assert not reading.done()
        assert reading.result().status == 503


def test_a_text_too_many_is_sent_away_and_may_come_again(server, client):
    read(client)
    with ThreadPoolExecutor() as pool, Client(server) as other:
        reading = pool.submit(read, other, LONG)
        wait_for(lambda: state(client) == "busy", "a text is read")

        reply = read(client)

        assert reply.status == 503
        assert int(reply.headers["retry-after"]) > 0
        assert "no more may wait" in detail(reply)
        reading.result()


def test_a_process_that_is_killed_is_replaced(server, client):
    read(client)
    with ThreadPoolExecutor() as pool, Client(server) as other:
        reading = pool.submit(read, other, LONG)
        wait_for(lambda: state(client) == "busy", "a text is read")
        (pid,) = extractors(server)
        os.kill(pid, signal.SIGKILL)

        assert reading.result().status == 503

    assert read(client).status == 200


def test_a_refusal_needs_no_model_and_takes_no_turn(server, client):
    with ThreadPoolExecutor() as pool, Client(server) as other:
        reading = pool.submit(read, other, LONG)
        wait_for(lambda: state(client) == "busy", "a text is read")

        assert read(client, "x" * 100_001).status == 413
        assert read(client, "").status == 400

        reading.result()


def test_a_body_above_the_bound_is_refused_even_with_the_token(client):
    assert read(client, "x" * (5 << 20)).status == 413


def test_only_who_has_the_token_can_keep(server, client):
    before = generation(client)
    wrong = f"not {TOKEN}"
    with Client(server, token="") as anybody, Client(server, token=wrong) as other:
        assert read(anybody, to="/keep").status == 401
        assert read(other, to="/keep").status == 403
    assert generation(client) == before


def test_what_is_kept_is_seen_by_the_very_next_request(client):
    text = f"{STORY} It was said again."
    article = json.loads(read(client, text).body)["article"]
    path = article["iri"].removeprefix(NAMES.base)
    assert client.send("GET", f"/{path}").status == 404

    kept = read(client, text, to="/keep")

    assert kept.status == 201, kept.text
    assert "araz-handover" not in kept.headers
    page = client.send("GET", f"/{path}", headers=[("Accept", "text/html")])
    assert page.status == 200
    assert "Ilham Aliyev" in page.text
    ask = f"ASK {{ GRAPH <{article['iri']}> {{ ?s a <{NAMES.ontology.Claim}> }} }}"
    assert json.loads(client.query(ask).body)["boolean"]
    assert json.loads(read(client, text).body)["article"]["stored"]
    assert read(client, text, to="/keep").status == 204


def test_memory_and_idleness_are_bounded(store):
    bounds = {"ARAZ_WORKBENCH_MEMORY": "1", "ARAZ_WORKBENCH_IDLE": "0.05"}
    with (
        serving(store, environment={**writable(), **bounds}) as server,
        Client(server) as client,
    ):
        refused = read(client, LONG)

        assert refused.status in {422, 503}
        assert "1 MB of memory" in detail(refused)
        assert client.query("ASK { ?s ?p ?o }").status == 200
        wait_for(lambda: state(client) == "asleep", "the model is unloaded")
        assert extractors(server) == []


def test_a_model_that_is_not_there_is_told_and_harms_nobody(store):
    with (
        serving(store, environment={"ARAZ_MODEL": "no_such_model"}) as server,
        Client(server, token="") as client,
    ):
        reply = read(client)

        assert reply.status == 503
        assert detail(reply) == "the language model cannot be loaded at the moment"
        assert client.query("ASK { ?s ?p ?o }").status == 200
        assert state(client) == "asleep"


def test_the_model_can_be_loaded_with_the_server_and_texts_be_rationed(store):
    bounds = {
        "ARAZ_WORKBENCH": "at-start",
        "ARAZ_WORKBENCH_RATE": "0.5",
        "ARAZ_UNLIMITED": "",
    }
    with (
        serving(store, environment=bounds) as server,
        Client(server, token="") as client,
    ):
        assert state(client) == "loading"

        assert read(client).status == 200
        reply = read(client)

        assert reply.status == 429
        assert detail(reply) == "at most 0.5 texts a minute"
        assert int(reply.headers["retry-after"]) > 0
