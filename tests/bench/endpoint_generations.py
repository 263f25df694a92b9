"""Many clients ask while new generations of the graph are published.

Each generation carries its number in many triples of several graphs, so that an answer
which mixes two of them shows.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from rdflib import Literal, Namespace

from kg.rdf.store import open_store
from kg.rdf.terms import NodeTriple
from tests.bench.apart import apart
from tests.bench.latency import Latency, quantiles
from tests.http_client import Client
from tests.http_server import Server, serving

_EX = Namespace("http://example.org/generation/")
_GRAPHS, _THINGS = 5, 200
_GENERATIONS = 3
# All markers, and those of two graphs side by side.
_ALL = f"""SELECT (MIN(?n) AS ?low) (MAX(?n) AS ?high) (COUNT(*) AS ?count) {{
    GRAPH ?g {{ ?thing <{_EX.marker}> ?n }} }}"""
_JOINED = f"""SELECT (MIN(?n) AS ?low) (MAX(?m) AS ?high) (COUNT(*) AS ?count) {{
    GRAPH <{_EX["graph/0"]}> {{ ?thing <{_EX.marker}> ?n ; <{_EX.next}> ?other }}
    GRAPH <{_EX["graph/1"]}> {{ ?other <{_EX.marker}> ?m }} }}"""
_EXPECTED = {_ALL: _GRAPHS * _THINGS, _JOINED: _THINGS}


@dataclass(frozen=True, slots=True)
class Publication:
    """A generation, when it was out, and when some client saw it first, in seconds."""

    number: int
    published: float
    seen: float | None


@dataclass(frozen=True, slots=True)
class Generations:
    """What the clients saw.

    Args:
        clients: How many asked at once.
        seconds: How long.
        answers: How many they had, by generation.
        mixed: What mixed two generations, or was not whole.
        backward: How often a client had an older generation than before.
        failures: What was no answer.
        publications: All but the first, which was there before.
        time: Of an answer, in ms.
    """

    clients: int
    seconds: float
    answers: dict[int, int]
    mixed: Sequence[str]
    backward: int
    failures: Sequence[str]
    publications: Sequence[Publication]
    time: Latency


@dataclass(slots=True)
class _Seen:
    answers: Counter[int] = field(default_factory=Counter)
    first: dict[int, float] = field(default_factory=dict)
    mixed: list[str] = field(default_factory=list)
    backward: int = 0
    failures: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


def measure_generations(clients: int, seconds: float) -> Generations:
    """Let clients ask while three generations are published by another process.

    Args:
        clients: How many ask at once.
        seconds: How long; generations come at even distances.
    """
    with TemporaryDirectory() as name:
        store = Path(name) / "store"
        apart(publish, store, 0)
        with serving(store) as server, _asking(server, clients) as seen:
            out = {}
            for number in range(1, _GENERATIONS + 1):
                time.sleep(seconds / (_GENERATIONS + 1))
                out[number] = apart(publish, store, number)
            time.sleep(seconds / (_GENERATIONS + 1))
    return Generations(
        clients=clients,
        seconds=seconds,
        answers=dict(sorted(seen.answers.items())),
        mixed=seen.mixed,
        backward=seen.backward,
        failures=seen.failures,
        publications=[
            Publication(number, at, seen.first.get(number))
            for number, at in out.items()
        ],
        time=quantiles(seen.times),
    )


def publish(folder: Path, number: int) -> float:
    """Write a generation, graph by graph, let it be seen as one, and return when."""
    with open_store(folder) as store:
        for graph in range(_GRAPHS):
            store.replace_graph(_EX[f"graph/{graph}"], _triples(graph, number))
        store.publish()
        return time.monotonic()


def _triples(graph: int, number: int) -> Iterator[NodeTriple]:
    for thing in range(_THINGS):
        me = _EX[f"thing/{graph}/{thing}"]
        yield me, _EX.marker, Literal(number)
        yield me, _EX.next, _EX[f"thing/{(graph + 1) % _GRAPHS}/{thing}"]


@contextmanager
def _asking(server: Server, clients: int) -> Iterator[_Seen]:
    seen, over, marks = _Seen(), Event(), count()

    def ask() -> None:
        newest = 0
        with Client(server, token="") as client:
            while not over.is_set():
                found = _ask_once(client, next(marks), seen)
                if found is not None:
                    seen.backward += found < newest
                    newest = max(newest, found)

    threads = [Thread(target=ask, daemon=True) for _ in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _ask_once(client: Client, mark: int, seen: _Seen) -> int | None:
    start = time.monotonic()
    query = (_ALL, _JOINED)[mark % 2]
    # Half of the queries come again and again, so that kept answers are tried too.
    text = query if mark % 4 < 2 else f"{query}#{mark}"
    try:
        reply = client.query(text)
    except OSError as error:
        client.close()
        seen.failures.append(repr(error))
        return None
    end = time.monotonic()
    seen.times.append((end - start) * 1000)
    if reply.status != 200:
        seen.failures.append(f"{reply.status} {reply.text[:200]}")
        return None
    (row,) = json.loads(reply.body)["results"]["bindings"]
    low, high, size = (int(row[name]["value"]) for name in ("low", "high", "count"))
    if low != high or size != _EXPECTED[query]:
        seen.mixed.append(f"from {low} to {high}, {size} of {_EXPECTED[query]}")
        return None
    seen.answers[low] += 1
    seen.first.setdefault(low, end)
    return low
