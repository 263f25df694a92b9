"""The front as an ASGI application."""

import hashlib
from contextlib import suppress
from time import monotonic
from urllib.parse import parse_qs

from kg.config import Settings
from server.editing.tokens import is_token
from server.front.access_log import AccessLog, Entry, hash_query
from server.front.cache import Answer, Cache, Key
from server.front.call import Call, ClientGoneError, Message, Receive, Send
from server.front.exchange import AbortError, Exchange
from server.front.limits import Limiter, TooManyRequestsError, client_of
from server.front.metrics import Metrics
from server.front.pool import Pool
from server.front.problems import ProblemError, tell
from server.front.state import STATE_ROUTES, State
from server.messages import Request

_MEGABYTE = 1 << 20
# Bytes of the body of a request that does not write.
_MAX_QUERY_BODY = 4 * _MEGABYTE
# Answers that nobody else gets, and that are not kept: edits, and texts tried out.
_UNKEPT = ("/graph-store", "/update", "/workbench")
_BENCH = "/workbench"
# A dump is written whole, and all is counted, when it is first asked for.
_LONG = ("/dump/", "/void", "/.well-known/void")
# Headers of a request that make its answer another than that to the next.
_SINGULAR = frozenset(
    ("authorization", "if-match", "if-none-match", "if-range", "range")
)


class Front:
    """Answers requests, or has them answered."""

    def __init__(self, settings: Settings, pool: Pool) -> None:
        self._settings = settings
        self._pool = pool
        self._cache = Cache(settings.cache)
        self._cached_generation = ""
        self._limiter = Limiter(settings, monotonic)
        self._exchange = Exchange(settings, pool)
        self._metrics = Metrics(pool, self._cache)
        self._log = AccessLog(settings.access_log)
        self._state = State(settings, pool, self._metrics, self._exchange)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        if scope["type"] != "http":
            return
        call = Call(scope, receive, send)
        started = monotonic()
        client, _ = scope["client"] or ("", 0)
        forwarded = call.headers.get("x-forwarded-for", "")
        client = client_of(client, forwarded, self._settings.proxies)
        body = b""
        self._metrics.running.inc()
        try:
            key = self._limiter.enter(client)
            try:
                body = await call.body(*self._body_limits(call))
                outcome = await self._answer(call, client, body)
            finally:
                self._limiter.leave(key)
        except TooManyRequestsError as error:
            problem = ProblemError(429, str(error), "limited", error.retry_after)
            outcome = await _refuse(call, problem)
        except ProblemError as problem:
            outcome = await _refuse(call, problem)
        except AbortError as error:
            # The answer ends without its last chunk, so that the client sees it.
            outcome = error.outcome
        except ClientGoneError:
            outcome = "gone"
        finally:
            self._metrics.running.dec()
        self._note(call, client, body, outcome, monotonic() - started)

    def _body_limits(self, call: Call) -> tuple[int, float]:
        """Return how many bytes a body may have, and seconds it may take to come."""
        settings = self._settings
        is_text = call.path.startswith(_BENCH)
        if not is_text and is_token(
            call.headers.get("authorization", ""), settings.token_hash
        ):
            return settings.max_body * _MEGABYTE, settings.long_deadline
        return _MAX_QUERY_BODY, settings.deadline

    async def _answer(self, call: Call, client: str, body: bytes) -> str:
        """Answer a request; return the word for how that went."""
        if call.path.startswith(STATE_ROUTES):
            answer = self._state.answer(call)
            if answer is not None:
                await call.reply(answer)
                return "ok"
        key = self._key(call, body)
        if key is not None and (kept := self._cache.get(key)) is not None:
            await call.reply(kept)
            return "cached"
        server = call.scope["server"] or ("localhost", 0)
        request = Request(
            method=call.method,
            path=call.path,
            query=call.query,
            headers=tuple(call.headers.items()),
            client=client,
            scheme=call.scope["scheme"],
            host=server[0],
            port=server[1] or 0,
            body=body,
        )
        answer = await self._exchange.answer(call, request, self._seconds(call))
        if answer is not None:
            if key is not None and key[0] == self._pool.ready.generation:
                self._cache.put(key, answer)
            await call.reply(answer)
        return "ok"

    def _key(self, call: Call, body: bytes) -> Key | None:
        """Return what an answer is kept under, if it may be kept at all."""
        generation = self._pool.ready.generation
        if generation != self._cached_generation:
            self._cache.clear()
            self._cached_generation = generation
        headers = call.headers
        if call.method not in ("GET", "POST") or not _SINGULAR.isdisjoint(headers):
            return None
        if call.path.startswith(_UNKEPT) or "no-" in headers.get("cache-control", ""):
            return None
        return (
            generation,
            call.method,
            call.path,
            call.query,
            headers.get("host", ""),
            headers.get("accept", ""),
            headers.get("accept-encoding", ""),
            headers.get("content-type", ""),
            hashlib.sha256(body).digest() if body else b"",
        )

    def _seconds(self, call: Call) -> float:
        """Return how long an answer may take, which a client may make shorter.

        Raises:
            ProblemError: 400 if it asks for no number of seconds.
        """
        if call.path.startswith(_LONG):
            return self._settings.long_deadline
        if "timeout=" not in call.query:
            return self._settings.deadline
        values = parse_qs(call.query).get("timeout", [])
        with suppress(ValueError):
            given = float(values[0]) if values else self._settings.deadline
            if given > 0:
                return min(given, self._settings.deadline)
        detail = f"timeout is a number of seconds above 0, not {values[0]!r}"
        raise ProblemError(400, detail, "refused")

    def _note(
        self, call: Call, client: str, body: bytes, outcome: str, seconds: float
    ) -> None:
        self._metrics.note(
            _route(call.path),
            call.status,
            outcome,
            seconds=seconds,
            size=call.size,
            rows=call.rows,
        )
        if not self._log.is_on:
            return
        self._log.write(
            Entry(
                id=call.id,
                client=client,
                method=call.method,
                path=call.path,
                query=hash_query(call.query.encode() + body),
                status=call.status,
                seconds=round(seconds, 6),
                bytes=call.size,
                rows=call.rows,
                outcome=outcome,
                generation=self._pool.ready.generation,
            )
        )


async def _refuse(call: Call, problem: ProblemError) -> str:
    head, body = tell(problem, call.headers.get("accept", ""))
    if not call.status:
        await call.reply(Answer(head, body))
    return problem.outcome


_ROUTES = frozenset(
    {
        *(".well-known", "act", "article", "claim", "dump", "entity", "explain"),
        *("graph-store", "health", "metrics", "ontology", "openapi", "prefixes"),
        *("queries", "query", "reconcile", "search", "sparql", "static", "update"),
        *("explore", "map", "timeline", "void", "workbench"),
    }
)


def _route(path: str) -> str:
    """Return the first part of a path, if it is one of ours."""
    first = path.split("/", 2)[1].partition(".")[0] if "/" in path else ""
    if path == "/":
        return "home"
    return first if first in _ROUTES else "other"
