"""Requests as bytes on a socket, for what no proper client would send or do."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.http_server import Server

# How long something is waited for that has to happen.
_SECONDS = 30.0
_PART = 1 << 16


def target(query: str, **parameters: str) -> str:
    """Return the path of a query by GET."""
    return f"/sparql?{urlencode({'query': query, **parameters})}"


def get(path: str, *headers: str) -> bytes:
    """Return a GET request."""
    lines = [f"GET {path} HTTP/1.1", "Host: araz.test", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1")


@contextmanager
def connected(server: Server, room: int | None = None) -> Iterator[socket.socket]:
    """Connect to a server.

    Args:
        server: Whom to connect to.
        room: Bytes that the system takes for this client before it reads any.
    """
    host, port = server.host.split(":")
    with socket.socket() as client:
        if room is not None:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        client.settimeout(_SECONDS)
        client.connect((host, int(port)))
        yield client


def receive(client: socket.socket, until: bytes = b"") -> bytes:
    """Return what comes until some bytes are in it, or the server hangs up."""
    found = bytearray()
    while not until or until not in found:
        try:
            part = client.recv(_PART)
        except ConnectionError:
            break
        if not part:
            break
        found += part
    return bytes(found)


def exchange(server: Server, *parts: bytes, pause: float = 0.0) -> bytes:
    """Send bytes, in parts with pauses between, and return all that comes back.

    The request has to be such that the server hangs up afterwards.
    """
    with connected(server) as client:
        for part in parts:
            try:
                client.sendall(part)
            except ConnectionError:
                break
            time.sleep(pause)
        return receive(client)


def status_of(answer: bytes) -> int:
    """Return the status of an answer."""
    return int(answer.split(b" ", 2)[1])


def wait_for(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds.

    Raises:
        AssertionError: If it never does.
    """
    end = time.monotonic() + _SECONDS
    while not holds():
        assert time.monotonic() < end, f"in vain: {what}"
        time.sleep(0.02)


def children(pid: int) -> tuple[int, ...]:
    """Return the processes that a process has started and that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == pid and state != "Z":
            found.append(int(path.parent.name))
    return tuple(sorted(found))


def workers(server: Server) -> tuple[int, ...]:
    """Return the processes that answer for a server."""
    return tuple(pid for nursery in children(server.pid) for pid in children(nursery))


def kill(pids: tuple[int, ...]) -> None:
    """End processes of a server of the tests at once."""
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
