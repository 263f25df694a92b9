"""Hostile requests against a server with a deadline, while others ask on.

Whoever is slow to say what it wants is hostile too. What a server is told to fetch is
at an address of this machine, where somebody listens and notes whether it comes.
"""

import json
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from tests.bench.endpoint_bystanders import Seen, bystanders
from tests.bench.endpoint_data import make_store
from tests.bench.endpoint_hostile_corpus import CORPUS, Attack, aimed
from tests.bench.endpoint_processes import memory_watched
from tests.bench.latency import Latency
from tests.http_client import Client, CutOffError, Reply
from tests.http_server import Server, serving

PROBLEM = "application/problem+json"
# By so much a deadline may be passed, in seconds.
GRACE = 0.5
_BYSTANDERS = 2
# Whoever hears nothing for so long behind the deadline gives up, in seconds.
_PATIENCE = 15.0
_SLOW_HEAD = b"POST /sparql HTTP/1.1\r\nHost: example.org\r\n"
_SLOW_BODY = (
    b"POST /sparql HTTP/1.1\r\nHost: example.org\r\n"
    b"Content-Type: application/sparql-query\r\nContent-Length: 100000\r\n\r\n"
)
SLOW: Mapping[str, tuple[bytes, bytes]] = {
    "slow header": (_SLOW_HEAD, b"X-Slow: 1\r\n"),
    "slow body": (_SLOW_BODY, b"#"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a hostile request ended.

    Args:
        name: Of the request.
        seconds: Until its answer was read.
        status: Of the answer; 0 if there was none.
        fault: What is wrong with the answer; empty if it is as it should be.
        cut_off: Whether the answer had begun and broke off, so that it shows.
    """

    name: str
    seconds: float
    status: int
    fault: str
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class Hostility:
    """What a whole corpus did.

    Args:
        deadline: Of the server, in seconds.
        attackers: How many requests were under way at once.
        outcomes: How each request ended.
        before: What well-behaved clients waited before it, in ms.
        during: What they waited meanwhile.
        failures: What they had for no answer.
        memory_before: Of the server and its workers, in MB.
        peak: The most they held, in MB.
        visits: How many connections reached who listens.
    """

    deadline: float
    attackers: int
    outcomes: Sequence[Outcome]
    before: Latency
    during: Latency
    failures: Sequence[str]
    memory_before: float
    peak: float
    visits: int

    def late(self) -> list[Outcome]:
        """Return what ended later than it should have."""
        return [each for each in self.outcomes if each.seconds > self.deadline + GRACE]

    def cut_off(self) -> list[Outcome]:
        """Return what broke off when an answer had begun."""
        return [each for each in self.outcomes if each.cut_off]

    def wrong(self) -> list[Outcome]:
        """Return what ended with an unclear error or a wrong answer."""
        return [each for each in self.outcomes if each.fault]


@dataclass(slots=True)
class Listener:
    """An address of this machine, and how often somebody connected to it."""

    address: str
    visits: int = field(default=0)


def measure_hostility(
    triples: int, deadline: float, quiet: float, attackers: int = 1
) -> Hostility:
    """Send the whole corpus.

    Args:
        triples: How many the server holds.
        deadline: Of the server, in whole seconds.
        quiet: How long to look at well-behaved clients before, in seconds.
        attackers: How many requests of the corpus are under way at once.
    """
    environment = {"ARAZ_DEADLINE": f"{deadline:g}"}
    with (
        TemporaryDirectory() as folder,
        listening() as listener,
        serving(
            make_store(Path(folder) / "store", triples), environment=environment
        ) as server,
        memory_watched(server.pid) as watch,
    ):
        before, memory_before = _look_on(server, quiet), watch.peak
        steps = [
            *(partial(attack, server, name, listener, deadline) for name in CORPUS),
            *(partial(dawdle, server, name, deadline) for name in SLOW),
        ]
        with (
            bystanders(server, _BYSTANDERS) as seen,
            ThreadPoolExecutor(max_workers=attackers) as pool,
        ):
            outcomes = list(pool.map(lambda step: step(), steps))
    return Hostility(
        deadline=deadline,
        attackers=attackers,
        outcomes=outcomes,
        before=before.latency(),
        during=seen.latency(),
        failures=before.failures + seen.failures,
        memory_before=memory_before,
        peak=watch.peak,
        visits=listener.visits,
    )


def _look_on(server: Server, seconds: float) -> Seen:
    with bystanders(server, _BYSTANDERS) as seen:
        time.sleep(seconds)
    return seen


def attack(server: Server, name: str, listener: Listener, deadline: float) -> Outcome:
    """Send one request of the corpus, and judge the answer."""
    given = CORPUS[name]
    target, body = aimed(given, listener.address)
    headers = [("Content-Type", given.content_type), ("Accept", given.accept)]
    start = time.monotonic()
    try:
        with Client(server, token="", seconds=deadline + _PATIENCE) as client:
            reply = client.send("POST", target, body, headers)
    except CutOffError as error:
        took = time.monotonic() - start
        return Outcome(name, took, error.status, "", cut_off=True)
    except OSError as error:
        return Outcome(name, time.monotonic() - start, 0, repr(error))
    took = time.monotonic() - start
    return Outcome(name, took, reply.status, fault_of(given, reply))


def fault_of(given: Attack, reply: Reply) -> str:
    """Return what is wrong with an answer, or nothing."""
    if 400 <= reply.status < 500 or reply.status == 503:
        if reply.media_type != PROBLEM:
            return f"an error as {reply.media_type!r}"
        return "" if json.loads(reply.body).get("detail") else "an error without detail"
    if reply.status != 200:
        return f"{reply.status}: {reply.text[:200]}"
    if given.accept != reply.media_type:
        return f"an answer as {reply.media_type!r}"
    return _fault_of_answer(given, reply)


def _fault_of_answer(given: Attack, reply: Reply) -> str:
    if "json" not in reply.media_type:
        return "" if reply.body.endswith(b".\n") else "an answer that is cut off"
    try:
        document = json.loads(reply.body)
    except ValueError:
        return "an answer that is cut off"
    rows = document.get("results", {}).get("bindings", ())
    if given.size is not None and len(rows) != given.size:
        return f"{len(rows)} rows instead of {given.size}"
    return ""


def dawdle(server: Server, name: str, deadline: float) -> Outcome:
    """Send a request as slowly as nobody does who wants an answer.

    To be cut off is as good an end as an error.
    """
    opening, drop = SLOW[name]
    host, _, port = server.host.partition(":")
    start = time.monotonic()
    with socket.create_connection((host, int(port)), timeout=0.1) as connection:
        connection.sendall(opening)
        while time.monotonic() - start < deadline + _PATIENCE:
            try:
                answer = connection.recv(65_536)
            except TimeoutError:
                with suppress(ConnectionError):
                    connection.sendall(drop)
                continue
            except ConnectionError:
                answer = b""
            took = time.monotonic() - start
            status = int(answer.split(b" ", 2)[1]) if answer else 0
            return Outcome(name, took, status, "")
    return Outcome(name, time.monotonic() - start, 0, "the server waits on")


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen on a free port of this machine, and hang up on whoever comes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        noted = Listener(f"http://127.0.0.1:{listener.getsockname()[1]}/data.ttl")

        def take() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                noted.visits += 1
                connection.close()

        thread = Thread(target=take, daemon=True)
        thread.start()
        yield noted
        # Closing alone does not wake whoever waits for a connection.
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
