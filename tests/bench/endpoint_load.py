"""Many small queries at once: how many a second, and how many a second and core.

The client takes a core too, so what a server manages is told by its own CPU time.
"""

import asyncio
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Protocol
from urllib.parse import quote

from tests.bench.endpoint_data import BENCH
from tests.bench.endpoint_processes import cpu_seconds
from tests.http_server import Server

_CONNECTIONS = 16
# Of so many people the small queries ask, all of whom are in the data.
_PEOPLE = 500
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_COUNTED = re.compile(r"(\d+) requests in ([\d.]+)s")
_FAILED = re.compile(r"Non-2xx or 3xx responses: (\d+)")

# Counts up from one thread to the next, so that no two queries are the same.
_LUA = """\
local threads = 0
function setup(thread) thread:set("base", threads * 100000000) threads = threads + 1 end
local n = 0
request = function()
  n = n + 1
  local who = "{before}" .. (n % {people}) .. "{after}"
  return wrk.format("GET", "/sparql?query=" .. who .. "%23" .. (base + n))
end
"""


@dataclass(frozen=True, slots=True)
class Throughput:
    """What a server answered.

    Args:
        client: What asked.
        requests: That were answered with 200.
        failed: That were not.
        seconds: From the first to the last.
        cpu: CPU seconds of the server and all that it started.
    """

    client: str
    requests: int
    failed: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds

    @property
    def rate_by_core(self) -> float:
        """Answers a second of CPU time."""
        return self.requests / self.cpu


def small_query(number: int, mark: int | None) -> str:
    """Return the target of a small query, in words of its own if there is a mark."""
    text = _text(str(number % _PEOPLE))
    return f"/sparql?query={quote(text if mark is None else f'{text}#{mark}')}"


def best_client() -> str:
    """Return the client that takes least for itself, of those that are here."""
    return "wrk" if which("wrk") else "asyncio"


def measure_load(
    server: Server, seconds: float, *, distinct: bool, client: str | None = None
) -> Throughput:
    """Ask small queries over some connections, as fast as they are answered.

    Args:
        server: Whom.
        seconds: How long.
        distinct: Whether no query comes twice, so that no answer can be kept.
        client: One of `CLIENTS`; the best of them by default.
    """
    client = client or best_client()
    before = cpu_seconds(server.pid)
    answered, failed, took = CLIENTS[client](server, seconds, distinct=distinct)
    used = cpu_seconds(server.pid) - before
    return Throughput(client, answered, failed, took, used)


def _text(number: str) -> str:
    return f"SELECT ?n {{ <{BENCH}person/{number}> <{BENCH}name> ?n }}"


def _run_wrk(
    server: Server, seconds: float, *, distinct: bool
) -> tuple[int, int, float]:
    options = ["-t", "1", "-c", str(_CONNECTIONS), "-d", f"{max(round(seconds), 1)}s"]
    options += ["-H", "Accept: application/sparql-results+json"]
    with TemporaryDirectory() as folder:
        if distinct:
            script = Path(folder) / "distinct.lua"
            before, after = quote(_text("@")).split("%40")
            text = _LUA.replace("{before}", before).replace("{after}", after)
            text = text.replace("{people}", str(_PEOPLE))
            script.write_text(text, encoding="utf-8")
            options += ["-s", str(script)]
        url = server.address + small_query(7, None)
        done = subprocess.run(
            ["wrk", *options, url], capture_output=True, text=True, check=True
        )
    found = _COUNTED.search(done.stdout)
    assert found, done.stdout
    failures = _FAILED.search(done.stdout)
    failed = int(failures[1]) if failures else 0
    return int(found[1]) - failed, failed, float(found[2])


def _run_own(
    server: Server, seconds: float, *, distinct: bool
) -> tuple[int, int, float]:
    marks = count()

    def target() -> str:
        mark = next(marks)
        return small_query(mark, mark) if distinct else small_query(7, None)

    start = time.monotonic()
    answered, failed = asyncio.run(_ask_all(server, start + seconds, target))
    return answered, failed, time.monotonic() - start


async def _ask_all(
    server: Server, end: float, target: Callable[[], str]
) -> tuple[int, int]:
    tasks = [_ask_until(server, end, target) for _ in range(_CONNECTIONS)]
    counts = await asyncio.gather(*tasks)
    return sum(each[0] for each in counts), sum(each[1] for each in counts)


async def _ask_until(
    server: Server, end: float, target: Callable[[], str]
) -> tuple[int, int]:
    host, _, port = server.host.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    answered = failed = 0
    for request in _requests(server.host, end, target):
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        assert length, head
        await reader.readexactly(int(length[1]))
        if head.split(b" ", 2)[1] == b"200":
            answered += 1
        else:
            failed += 1
    writer.close()
    await writer.wait_closed()
    return answered, failed


def _requests(host: str, end: float, target: Callable[[], str]) -> Iterator[bytes]:
    while time.monotonic() < end:
        yield (
            f"GET {target()} HTTP/1.1\r\nHost: {host}\r\n"
            "Accept: application/sparql-results+json\r\n\r\n"
        ).encode()


class _Run(Protocol):
    def __call__(
        self, server: Server, seconds: float, *, distinct: bool
    ) -> tuple[int, int, float]:
        """Return how many were answered, how many failed, and how long it took."""


CLIENTS: Mapping[str, _Run] = {"wrk": _run_wrk, "asyncio": _run_own}
