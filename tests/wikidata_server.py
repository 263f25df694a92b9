"""A Wikidata of our own, which misbehaves as the real one does.

It knows the invented items of `WORLD`, whose numbers are far above any that exist, and
answers `/w/api.php` (wbsearchentities, wbgetentities) and `/sparql` (SELECT over the
truthy statements of the same items, results as JSON). What it is told to do wrong it
does once, with the next request, in order.
"""

import gzip
import json
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from tests.wikidata_world import WORLD, Json, label_of, names_of, triples_of

RESULTS = "application/sparql-results+json"
_FULLEST = 50


# ---------------------------------------------------------------- what it does wrong


@dataclass(frozen=True, slots=True)
class Wrong:
    """A whole answer other than the right one."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Truncated:
    """The first half of the right answer, as if it were all of it."""


@dataclass(frozen=True, slots=True)
class BrokenOff:
    """The first half of the right answer, when more was announced."""


@dataclass(frozen=True, slots=True)
class Slow:
    """The right answer, but not for some seconds; an event ends the wait early."""

    seconds: float
    enough: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True)
class Right:
    """The right answer: to misbehave later."""


type Misbehaviour = Wrong | Truncated | BrokenOff | Slow | Right


def too_many(retry_after: str | None = None) -> Wrong:
    """Return status 429, with or without a time to wait."""
    return Wrong(429, b"slow down", _retry(retry_after), "text/plain")


def unavailable(retry_after: str | None = None) -> Wrong:
    """Return status 503, with or without a time to wait."""
    return Wrong(503, b"<html>", _retry(retry_after), "text/html")


def lagging(retry_after: str | None = "5") -> Wrong:
    """Return the error of a database that lags, under status 200."""
    error = {"code": "maxlag", "info": "Waiting for db: 7.2 seconds lagged"}
    return Wrong(
        body=json.dumps({"error": error}).encode(), headers=_retry(retry_after)
    )


def timed_out() -> Wrong:
    """Return status 500 with a Java stack trace, as the query service does."""
    body = b"java.util.concurrent.TimeoutException\n\tat java.base/FutureTask.get"
    return Wrong(500, body, content_type="text/plain")


def html_page(status: int = 200) -> Wrong:
    """Return a page for people instead of data."""
    return Wrong(status, b"<!DOCTYPE html><title>Error</title>", {}, "text/html")


def wrong_type() -> Wrong:
    """Return good JSON that is announced as something else."""
    return Wrong(body=b"{}", content_type="application/octet-stream")


def elsewhere(address: str) -> Wrong:
    """Return a redirect."""
    return Wrong(302, b"", {"Location": address}, "text/html")


def refused(code: str) -> Wrong:
    """Return an error of the API that waiting does not mend."""
    error = {"code": code, "info": "not like this"}
    return Wrong(body=json.dumps({"error": error}).encode())


def _retry(retry_after: str | None) -> dict[str, str]:
    return {} if retry_after is None else {"Retry-After": retry_after}


# ---------------------------------------------------------------- the server


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: method, path without the query, parameters and header fields."""

    method: str
    path: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str]


class FakeWikidata(ThreadingHTTPServer):
    """The server; its attributes may be changed while it runs.

    Attributes:
        items: By number.
        merged: Items that were merged, with what stands for them now.
        under_new_key: Whether a merged item stands under its new number.
        says_who_was_merged: Whether `redirects` tells of it.
        script: What to do wrong, one thing a request.
        asked: The requests, in order.
        together: The most requests that were being answered at once.
    """

    daemon_threads = True

    def __init__(self, world: tuple[Json, ...]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.items = {entity["id"]: entity for entity in world}
        self.merged: dict[str, str] = {}
        self.under_new_key = False
        self.says_who_was_merged = True
        self.script: deque[Misbehaviour] = deque()
        self.asked: list[Asked] = []
        self.together = 0
        self.now = 0
        self.lock = threading.Lock()

    @property
    def host(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def address(self) -> str:
        """Scheme, host and port, without a slash at the end."""
        return f"http://{self.host}"

    def search(self, text: str, limit: int) -> Json:
        """Return what wbsearchentities says: names that begin like the text."""
        begun = text.casefold()
        found = []
        for qid, entity in sorted(self.items.items()):
            matched = [n for n in names_of(entity) if n.casefold().startswith(begun)]
            if matched:
                match = {"type": "label", "language": "en", "text": matched[0]}
                found.append({"id": qid, "label": label_of(entity), "match": match})
        return {"search": found[:limit], "success": 1}

    def entities(self, qids: list[str]) -> Json:
        """Return what wbgetentities says."""
        if len(qids) > _FULLEST:
            return {"error": {"code": "toomanyvalues", "info": "50 is the limit"}}
        found: Json = {}
        for qid in qids:
            now = self.merged.get(qid, qid)
            entity = self.items.get(now, {"id": now, "missing": ""})
            if now != qid and self.says_who_was_merged:
                entity = {**entity, "redirects": {"from": qid, "to": now}}
            found[now if self.under_new_key else qid] = entity
        return {"entities": found, "success": 1}

    def select(self, query: str) -> bytes:
        """Return the solutions of a query over truthy statements and labels."""
        store = ox.Store()
        store.extend(ox.Quad(*triple) for triple in triples_of(self.items.values()))
        solutions = store.query(query)
        assert isinstance(solutions, ox.QuerySolutions), "a SELECT"
        written = solutions.serialize(format=ox.QueryResultsFormat.JSON)
        assert written is not None
        return written


@contextmanager
def wikidata(
    *script: Misbehaviour, world: tuple[Json, ...] = WORLD
) -> Iterator[FakeWikidata]:
    """Run a server on a free port of this machine.

    Args:
        script: What it does wrong, one thing a request.
        world: The items that it knows.
    """
    with FakeWikidata(world) as server:
        server.script.extend(script)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: FakeWikidata

    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as above
        """Say nothing."""

    def _answer(self, query: str) -> None:
        parameters = {name: found[0] for name, found in parse_qs(query).items()}
        path = urlsplit(self.path).path
        asked = Asked(self.command, path, parameters, dict(self.headers))
        with self.server.lock:
            self.server.now += 1
            self.server.together = max(self.server.together, self.server.now)
            self.server.asked.append(asked)
            script = self.server.script
            wrong = script.popleft() if script else Right()
        try:
            self._say(wrong, *self._right(asked))
        finally:
            with self.server.lock:
                self.server.now -= 1

    def _right(self, asked: Asked) -> tuple[bytes, str]:
        given = asked.parameters
        if asked.path == "/sparql":
            return self.server.select(given["query"]), RESULTS
        if given.get("action") == "wbsearchentities":
            found = self.server.search(given["search"], int(given.get("limit", "7")))
        else:
            found = self.server.entities(given["ids"].split("|"))
        return json.dumps(found).encode(), "application/json; charset=utf-8"

    def _say(self, wrong: Misbehaviour, body: bytes, content_type: str) -> None:
        match wrong:
            case Wrong():
                self._send(wrong.status, wrong.body, wrong.content_type, wrong.headers)
            case Truncated():
                self._send(200, body[: len(body) // 2], content_type)
            case BrokenOff():
                length = {"Content-Length": str(len(body))}
                self._send(200, body[: len(body) // 2], content_type, length)
            case Slow():
                wrong.enough.wait(wrong.seconds)
                self._send(200, body, content_type)
            case Right():
                self._send(200, body, content_type, packs=True)

    def _send(
        self,
        status: int,
        body: bytes,
        content_type: str,
        headers: Mapping[str, str] | None = None,
        *,
        packs: bool = False,
    ) -> None:
        given = {"Content-Type": content_type}
        if packs and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body)
            given["Content-Encoding"] = "gzip"
        given |= {"Content-Length": str(len(body)), **(headers or {})}
        self.close_connection = True
        # Whoever asked may have given up waiting.
        with suppress(ConnectionError):
            self.send_response(status)
            for name, value in given.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
