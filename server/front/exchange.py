"""One request and its answer: the way to a worker and back, within the deadline."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from kg.config import Settings
from kg.errors import KgError
from server.front.cache import Answer
from server.front.call import Call, ClientGoneError, encode, read_piece
from server.front.pool import TOO_MANY, Pool, PoolBusyError
from server.front.problems import ProblemError
from server.front.workers import Worker, WorkerEndedError
from server.messages import (
    GENERATION,
    HANDOVER,
    End,
    Failure,
    Head,
    Piece,
    Request,
)

_log = logging.getLogger(__name__)

CANCELLED = "it was cancelled"

_DEADLINE = "the deadline has passed"
_GONE = "the client is gone"
# Seconds to wait for a free worker.
_PATIENCE = 10.0
# Seconds until it is looked whether the client is still there.
_LOOK = 0.25


class AbortError(Exception):
    """An answer broke off after its head: the connection has to be closed."""

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class _Handover:
    """A reader has found that a request is for the writer."""


@dataclass(frozen=True, slots=True)
class _File:
    """A reader has found what file to send; it has been opened."""

    head: Head
    parts: Iterator[bytes]


class Exchange:
    """Has requests answered by the workers of a pool."""

    def __init__(self, settings: Settings, pool: Pool) -> None:
        self._settings = settings
        self._pool = pool
        self.running: dict[str, set[Worker]] = {}

    async def answer(
        self, call: Call, request: Request, seconds: float
    ) -> Answer | None:
        """Return the answer to a request, or `None` when it was already sent.

        Args:
            call: Who asks; a large answer is sent as it comes.
            request: What is asked.
            seconds: Until the answer has to be complete.

        Raises:
            ProblemError: If there is none.
            AbortError: If it broke off after its head had been sent.
            ClientGoneError: If the client is gone.
        """
        patience = min(seconds, _PATIENCE)
        started = asyncio.get_running_loop().time()
        try:
            async with self._pool.reader(patience) as worker:
                left = seconds - (asyncio.get_running_loop().time() - started)
                async with self._watched(call, worker, left):
                    found = await self._converse(call, worker, request)
        except PoolBusyError:
            detail = "all workers are busy; try again in a moment"
            raise ProblemError(503, detail, "busy", retry_after=2) from None
        except WorkerEndedError as error:
            raise self._explained(call, error, seconds) from None
        if isinstance(found, _Handover):
            return await self._edit(call, request)
        if isinstance(found, _File):
            # However long that takes, no worker waits for it.
            await call.file(found.head, found.parts)
            return None
        return found

    async def _edit(self, call: Call, request: Request) -> Answer | None:
        seconds = self._settings.long_deadline
        try:
            async with (
                self._pool.writer() as worker,
                self._watched(call, worker, seconds),
            ):
                found = await self._converse(call, worker, request)
        except WorkerEndedError as error:
            raise self._explained(call, error, seconds) from None
        except (KgError, OSError, TimeoutError) as error:
            _log.error("no process can write: %s", error)
            detail = "the knowledge graph cannot be written at the moment"
            raise ProblemError(503, detail, "broken", retry_after=10) from error
        if not isinstance(found, Answer):
            raise ProblemError(500, "the writer gave no answer", "broken")
        head = found.head
        for name, value in head.headers:
            if name == GENERATION:
                # Who edits reads what was written from then on.
                await self._until(value)
        headers = tuple(pair for pair in head.headers if pair[0] != GENERATION)
        return Answer(Head(status=head.status, headers=headers), found.body)

    async def _until(self, generation: str) -> None:
        try:
            await self._pool.until(generation)
        except (KgError, OSError, TimeoutError) as error:
            _log.error("written, and not served yet: %s", error)
            detail = "what was written cannot be read yet; it is not lost"
            raise ProblemError(503, detail, "broken", retry_after=10) from error

    async def _converse(
        self, call: Call, worker: Worker, request: Request
    ) -> Answer | _Handover | _File | None:
        """Ask a worker; return a whole answer, or send one that comes in parts."""
        replies = worker.replies(request)
        head = await anext(replies)
        if not isinstance(head, Head):
            raise ProblemError(500, "a worker gave no answer", "broken")
        body = b""
        async for reply in replies:
            if isinstance(reply, Piece):
                parts = read_piece(reply.path, reply.start, reply.length)
                return _File(head, parts)
            if isinstance(reply, Failure):
                raise AbortError("broke off")
            if isinstance(reply, End):
                return await _conclude(call, worker, reply, head, body)
            if isinstance(reply, bytes) and head.complete:
                body = reply
            elif isinstance(reply, bytes):
                if not call.status:
                    await call.begin(head)
                await call.part(reply)
        return None

    @asynccontextmanager
    async def _watched(
        self, call: Call, worker: Worker, seconds: float
    ) -> AsyncIterator[None]:
        """End the worker at the deadline, or when the client goes."""
        loop = asyncio.get_running_loop()
        watches: list[asyncio.Task[None]] = []

        async def watch() -> None:
            await call.gone()
            worker.end(_GONE)

        timers = [
            loop.call_later(max(seconds, 0), worker.end, _DEADLINE),
            loop.call_later(_LOOK, lambda: watches.append(loop.create_task(watch()))),
        ]
        # Clients may give one id to several requests, to cancel them together.
        self.running.setdefault(call.id, set()).add(worker)
        try:
            yield
        finally:
            self.running[call.id].discard(worker)
            if not self.running[call.id]:
                del self.running[call.id]
            for timer in timers:
                timer.cancel()
            for task in watches:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    def _explained(
        self, call: Call, error: WorkerEndedError, seconds: float
    ) -> Exception:
        """Return what to tell the client of a worker's end."""
        if error.reason == _GONE:
            return ClientGoneError()
        problem = self._problem(error, seconds)
        return AbortError(problem.outcome) if call.status else problem

    def _problem(self, error: WorkerEndedError, seconds: float) -> ProblemError:
        if error.reason == _DEADLINE:
            detail = f"stopped: no complete answer within {seconds:g} seconds"
            return ProblemError(503, detail, "deadline")
        if error.reason == TOO_MANY:
            detail = "stopped: slow queries hold all workers; try again later"
            return ProblemError(503, detail, "busy", retry_after=10)
        if error.reason == CANCELLED:
            return ProblemError(503, "the query was cancelled", "cancelled")
        if error.code == -signal.SIGKILL:
            detail = "stopped: the system has ended the process that answered"
            return ProblemError(503, detail, "killed", retry_after=2)
        if error.code == -signal.SIGABRT:
            megabytes = self._settings.query_memory
            detail = f"stopped: the query needs more than {megabytes:,} MB of memory"
            return ProblemError(503, detail, "memory")
        detail = "the query broke the engine; nobody else is affected"
        return ProblemError(500, detail, "broken")


async def _conclude(
    call: Call, worker: Worker, end: End, head: Head, body: bytes
) -> Answer | _Handover | None:
    if end.retire:
        worker.end("it has grown large")
    if not head.complete:
        await call.part(b"", last=True)
        call.rows = end.rows
        return None
    if any(name == HANDOVER for name, _ in head.headers):
        return _Handover()
    # To HEAD, the application tells the length itself, if it knows it.
    length = None if call.method == "HEAD" else len(body)
    return Answer(head, body, end.rows, encode(head, length))
