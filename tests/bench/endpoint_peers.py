"""Who answers the queries: our server, the bare engine, and rdflib's endpoint.

Each is asked the same; what it answers comes back as bytes in the format wanted.
"""

import io
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.rdf.snapshots import STORE, Folder
from tests.bench.endpoint_queries import BenchQuery
from tests.http_server import serving

OURS, ENGINE, OTHER = "Araz", "pyoxigraph", "rdflib-endpoint"
_SECONDS = 300
# Servers close connections that nothing comes from for some seconds.
_IDLE = 2.0

type Ask = Callable[[BenchQuery, int], bytes]


@contextmanager
def peers(store: Path, triples: Path) -> Iterator[Mapping[str, Ask]]:
    """Start all peers on the same data.

    Args:
        store: Published; for our server and the engine.
        triples: The same as N-Triples.
    """
    with (
        serving(store) as server,
        _rdflib_endpoint(triples) as port,
        closing(HTTPConnection(server.host, timeout=_SECONDS)) as ours,
        closing(HTTPConnection("127.0.0.1", port, timeout=_SECONDS)) as other,
    ):
        yield {
            OURS: over_http(ours, "/sparql"),
            ENGINE: in_engine(store),
            OTHER: over_http(other, "/"),
        }


def over_http(connection: HTTPConnection, path: str) -> Ask:
    """Ask an endpoint over a connection that is kept, while it is not left idle."""
    used = time.monotonic()

    def ask(query: BenchQuery, mark: int) -> bytes:
        nonlocal used
        if time.monotonic() - used > _IDLE:
            connection.close()
        body = urlencode({"query": query.marked(mark)})
        headers = {
            "Accept": query.accept,
            "Content-Type": "application/x-www-form-urlencoded",
            "Cache-Control": "no-cache",
        }
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        content = response.read()
        used = time.monotonic()
        if response.status != 200:
            raise AssertionError(f"{path}: {response.status} {content[:500]!r}")
        return content

    return ask


def in_engine(store: Path) -> Ask:
    """Ask the engine itself, in this process, of the snapshot that is served."""
    current = Folder(store).current()
    assert current is not None
    opened = ox.Store.read_only(str(current / STORE))

    def ask(query: BenchQuery, mark: int) -> bytes:
        answer = opened.query(query.marked(mark), use_default_graph_as_union=True)
        output = io.BytesIO()
        if isinstance(answer, ox.QueryTriples):
            answer.serialize(output, ox.RdfFormat.N_TRIPLES)
        else:
            answer.serialize(output, ox.QueryResultsFormat.JSON)
        return output.getvalue()

    return ask


@contextmanager
def _rdflib_endpoint(triples: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    module = "tests.bench.endpoint_rdflib"
    process = subprocess.Popen([sys.executable, "-m", module, str(triples), str(port)])
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{OTHER} does not start: {process.poll()}")
