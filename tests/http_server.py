"""`kg serve` for tests: the real command on a free port, asked over real HTTP."""

import hashlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from urllib.parse import urlsplit

from rdflib import URIRef

from kg.rdf.store import open_store

TOKEN = "a token of the tests"  # noqa: S105 - opens nothing but servers of the tests
# How long a server may take to start, and to stop.
_SECONDS = 60
_READY = re.compile(r"serves ([0-9,]+) triples on (http://\S+)$")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs.

    Args:
        process: The command; what it starts hangs below its pid.
        address: Scheme, host and port, without a slash at the end.
        triples: How many it said it serves.
        errors: The file that its standard error goes to.
    """

    process: subprocess.Popen[str]
    address: str
    triples: int
    errors: Path

    @property
    def host(self) -> str:
        """Host and port."""
        return urlsplit(self.address).netloc

    @property
    def pid(self) -> int:
        """The process that answers to signals."""
        return self.process.pid


def writable(token: str = TOKEN) -> Mapping[str, str]:
    """Return the setting that lets whoever knows the token write."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    return {"ARAZ_TOKEN_HASH": f"sha256:{digest}"}


def seeded_store(folder: Path) -> Path:
    """Publish a store of one triple, in a graph that no test asks about."""
    with open_store(folder) as store:
        seed = URIRef("http://test.example/seed")
        store.replace_graph(seed, [(seed, seed, seed)])
        store.publish()
    return folder


@contextmanager
def serving(
    store: Path, *options: str, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Start a server on a free port, and stop it by its pid.

    Args:
        store: What it serves; its standard error goes to a file beside.
        options: Further ones of `kg serve`.
        environment: Variables besides those of this process.

    Raises:
        AssertionError: If it does not say that it serves, or does not stop.
    """
    errors = store.parent / f"{store.name}.stderr"
    with errors.open("wb") as sink:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "kg", "serve"),
                *("--store", str(store), "--port", "0", *options),
            ],
            stdout=subprocess.PIPE,
            stderr=sink,
            text=True,
            env={**os.environ, **(environment or {})},
            # A group of its own, so that nothing of it is left behind.
            start_new_session=True,
        )
    try:
        yield _wait(process, errors)
    finally:
        _stop(process)


def _wait(process: subprocess.Popen[str], errors: Path) -> Server:
    watch = Timer(_SECONDS, process.kill)
    watch.start()
    try:
        assert process.stdout
        line = process.stdout.readline()
    finally:
        watch.cancel()
    found = _READY.search(line.strip())
    assert found, f"{line!r} instead of an address; {errors.read_text()[-2000:]}"
    return Server(process, found[2], int(found[1].replace(",", "")), errors)


def _stop(process: subprocess.Popen[str]) -> None:
    group = process.pid
    process.terminate()
    try:
        process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise AssertionError(f"the server {group} does not stop") from error
    finally:
        # As a rule there is nothing left to kill.
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
