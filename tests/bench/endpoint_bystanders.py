"""Well-behaved clients: how long their small queries take, whatever others do."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from threading import Event, Thread

from tests.bench.endpoint_load import small_query
from tests.bench.latency import Latency, quantiles
from tests.http_client import Client
from tests.http_server import Server

# A person reads what came before asking again.
_PAUSE = 0.01
_ACCEPT = [("Accept", "application/sparql-results+json"), ("Cache-Control", "no-cache")]


@dataclass(slots=True)
class Seen:
    """What bystanders saw: how long each answer took, in ms, and what was no answer."""

    times: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def latency(self) -> Latency:
        """Return the quantiles."""
        return quantiles(self.times)


@contextmanager
def bystanders(server: Server, number: int) -> Iterator[Seen]:
    """Let some clients ask small queries, no two the same, in the meantime."""
    seen, over, marks = Seen(), Event(), count()

    def ask() -> None:
        with Client(server, token="") as client:
            while not over.is_set():
                _ask_once(client, next(marks), seen)
                time.sleep(_PAUSE)

    threads = [Thread(target=ask, daemon=True) for _ in range(number)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _ask_once(client: Client, mark: int, seen: Seen) -> None:
    start = time.perf_counter_ns()
    try:
        reply = client.send("GET", small_query(mark, mark), None, _ACCEPT)
    except OSError as error:
        client.close()
        seen.failures.append(repr(error))
        return
    seen.times.append((time.perf_counter_ns() - start) / 1e6)
    if reply.status != 200:
        seen.failures.append(f"{reply.status} {reply.text[:200]}")
