"""What the front says of itself: health, figures, running queries."""

import json
from collections.abc import Mapping

from kg.config import Settings
from server.editing.tokens import bearer, is_token
from server.front.cache import Answer
from server.front.call import Call
from server.front.exchange import CANCELLED, Exchange
from server.front.metrics import CONTENT_TYPE, Metrics
from server.front.pool import Pool
from server.front.problems import ProblemError
from server.http.headers import SECURITY, SHARED, preflight
from server.messages import Head

STATE_ROUTES = ("/health", "/metrics", "/queries", "/workbench/state")
# Each address and the methods that it takes, besides HEAD.
STATE_METHODS = {
    "/health": ("GET",),
    "/health/live": ("GET",),
    "/health/ready": ("GET",),
    "/metrics": ("GET",),
    "/queries": ("GET",),
    "/queries/<id>": ("DELETE",),
    "/workbench/state": ("GET",),
}

_JSON = "application/json"
_PATHS = frozenset(("health", "metrics", "queries", "workbench"))
_KINDS = frozenset(("", "live", "ready"))


class State:
    """Answers the routes that no worker is needed for."""

    def __init__(
        self, settings: Settings, pool: Pool, metrics: Metrics, exchange: Exchange
    ) -> None:
        self._settings = settings
        self._pool = pool
        self._metrics = metrics
        self._exchange = exchange

    def answer(self, call: Call) -> Answer | None:
        """Return the answer, or `None` where the path is none of these.

        Raises:
            ProblemError: 401, 403, 404 or 405.
        """
        path, _, rest = call.path[1:].partition("/")
        if path not in _PATHS or (path == "health" and rest not in _KINDS):
            return None
        if (path == "metrics" and rest) or (path == "workbench" and rest != "state"):
            return None
        allowed = ("DELETE",) if path == "queries" and rest else ("GET", "HEAD")
        if call.method == "OPTIONS":
            return _options(allowed)
        if call.method not in allowed:
            detail = f"{call.path} does not take {call.method}"
            allow = ", ".join((*allowed, "OPTIONS"))
            raise ProblemError(405, detail, "refused", allow=allow)
        match path:
            case "queries":
                answer = self._queries(call, rest)
            case "metrics":
                answer = _answer(200, CONTENT_TYPE, self._metrics.text())
            case "workbench":
                answer = self._bench()
            case _:
                answer = self._health(rest)
        return answer

    def _health(self, rest: str) -> Answer:
        if rest == "live":
            return _json(200, {"status": "ok"})
        counts = self._pool.counts
        able = counts["idle"] + counts["quick"] > 0
        ready = self._pool.ready
        fields = {
            "status": "ok" if able else "busy",
            "triples": ready.triples,
            "generation": ready.generation,
            "workers": counts,
        }
        return _json(200 if able or rest != "ready" else 503, fields)

    def _bench(self) -> Answer:
        state = self._pool.bench.state
        fields = {
            "state": state.phase,
            "waiting": state.waiting,
            "places": state.places,
            "seconds": round(state.seconds, 1),
        }
        return _json(200, fields)

    def _queries(self, call: Call, query_id: str) -> Answer:
        if not query_id:
            self._check_token(call)
            return _json(200, {"running": sorted(self._exchange.running)})
        workers = self._exchange.running.get(query_id)
        if not workers:
            raise ProblemError(404, f"no query {query_id!r} is running", "refused")
        for worker in tuple(workers):
            worker.end(CANCELLED)
        return _answer(204, _JSON, b"")

    def _check_token(self, call: Call) -> None:
        expected = self._settings.token_hash
        if not expected:
            raise ProblemError(403, "this server has no token set", "refused")
        authorization = call.headers.get("authorization", "")
        if bearer(authorization) is None:
            raise ProblemError(401, "this needs the token", "refused")
        if not is_token(authorization, expected):
            raise ProblemError(403, "this is not the token", "refused")


def _options(allowed: tuple[str, ...]) -> Answer:
    """Return the answer to OPTIONS, which pages of other origins ask first."""
    methods = ", ".join((*allowed, "OPTIONS"))
    headers = {"Allow": methods, **preflight(methods)}
    return _answer(200, "text/plain; charset=utf-8", b"", headers)


def _json(status: int, fields: object) -> Answer:
    return _answer(status, _JSON, json.dumps(fields).encode() + b"\n")


def _answer(
    status: int, content_type: str, body: bytes, more: Mapping[str, str] | None = None
) -> Answer:
    headers = {
        "Content-Type": content_type,
        "Cache-Control": "no-store",
        **SECURITY,
        **SHARED,
        **(more or {}),
    }
    head = Head(status=status, headers=tuple(headers.items()), complete=True)
    return Answer(head, body)
