"""How long queries take over HTTP, beside the bare engine and another endpoint.

The peers take turns, so that what the machine does besides hits all alike.
"""

import json
import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rdflib import Graph

from tests.bench.endpoint_data import make_store, make_triples
from tests.bench.endpoint_peers import ENGINE, OTHER, OURS, Ask, peers
from tests.bench.endpoint_queries import QUERIES, BenchQuery


@dataclass(frozen=True, slots=True)
class Timing:
    """What one query took.

    Args:
        size: Rows or triples of the answer.
        length: Of the answer, in bytes.
        times: The median of each peer, in ms.
    """

    size: int
    length: int
    times: Mapping[str, float]

    def ratio(self, peer: str) -> float:
        """Return how many times as long a peer took as we did."""
        return self.times[peer] / self.times[OURS]


@dataclass(frozen=True, slots=True)
class Latencies:
    """What all queries took, by name."""

    triples: int
    rounds: int
    timings: Mapping[str, Timing]

    def mean_ratio(self, peer: str) -> float:
        """Return the geometric mean of what a peer took, in our times."""
        logs = [math.log(timing.ratio(peer)) for timing in self.timings.values()]
        return math.exp(sum(logs) / len(logs))


def measure_latencies(triples: int, rounds: int) -> Latencies:
    """Ask all peers all queries.

    Raises:
        AssertionError: If their answers are not of the same size.
    """
    marks = count()
    with TemporaryDirectory() as name:
        store = make_store(Path(name) / "store", triples)
        dump = Path(name) / "triples.nt"
        write_triples(dump, triples)
        with peers(store, dump) as asked:
            timings = {
                query: _time(QUERIES[query], asked, rounds, marks) for query in QUERIES
            }
    return Latencies(triples, rounds, timings)


def write_triples(path: Path, count: int) -> None:
    """Write the data as N-Triples."""
    graph = Graph(bind_namespaces="none")
    for triple in make_triples(count):
        graph.add(triple)
    graph.serialize(path, format="nt", encoding="utf-8")


def _time(
    query: BenchQuery, asked: Mapping[str, Ask], rounds: int, marks: Iterator[int]
) -> Timing:
    # The first time warms up, and shows that all say the same.
    answers = {peer: ask(query, next(marks)) for peer, ask in asked.items()}
    sizes = {peer: size_of(query, answer) for peer, answer in answers.items()}
    if len(set(sizes.values())) != 1:
        raise AssertionError(f"the peers do not agree on {query.text}: {sizes}")
    times: dict[str, list[float]] = {peer: [] for peer in asked}
    for _ in range(rounds):
        for peer, ask in asked.items():
            start = time.perf_counter_ns()
            ask(query, next(marks))
            times[peer].append((time.perf_counter_ns() - start) / 1e6)
    medians = {peer: median(found) for peer, found in times.items()}
    return Timing(sizes[OURS], len(answers[OURS]), medians)


def size_of(query: BenchQuery, answer: bytes) -> int:
    """Return how many rows or triples an answer has."""
    if query.graph:
        return len(set(answer.splitlines()))
    return len(json.loads(answer)["results"]["bindings"])


PEERS = (OURS, ENGINE, OTHER)
