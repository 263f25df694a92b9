"""One request and its answer: the way to a worker and back, within the deadline."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from time import monotonic

from kg.config import Settings
from kg.errors import KgError
from server.front.bench import BenchFullError
from server.front.cache import Answer
from server.front.call import Call, ClientGoneError, encode, read_piece
from server.front.handover import Handover, is_handover, read_handover
from server.front.limits import Bounds, Limiter
from server.front.pool import TOO_MANY, Pool, PoolBusyError
from server.front.problems import ProblemError
from server.front.workers import Worker, WorkerEndedError
from server.messages import (
    GENERATION,
    End,
    Failure,
    Head,
    Piece,
    Request,
)
from server.worker.order import Role

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
class _File:
    """A reader has found what file to send; it has been opened."""

    head: Head
    parts: Iterator[bytes]


class Exchange:
    """Has requests answered by the workers of a pool."""

    def __init__(self, settings: Settings, pool: Pool) -> None:
        self._settings = settings
        self._pool = pool
        self._texts = Limiter(settings, monotonic, Bounds.of_texts(settings))
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
            TooManyRequestsError: If the client has had too many texts read.
        """
        found = await self._read(call, request, seconds)
        if isinstance(found, Handover) and found.role is Role.EXTRACTOR:
            found = await self._extract(call, found.request)
        if isinstance(found, Handover):
            return await self._edit(call, found.request)
        if isinstance(found, _File):
            # However long that takes, no worker waits for it.
            await call.file(found.head, found.parts)
            return None
        return found

    async def _read(self, call: Call, request: Request, seconds: float) -> "_Found":
        patience = min(seconds, _PATIENCE)
        started = asyncio.get_running_loop().time()
        try:
            async with self._pool.reader(patience) as worker:
                left = seconds - (asyncio.get_running_loop().time() - started)
                async with self._watched(call, worker, left):
                    return await self._converse(call, worker, request)
        except PoolBusyError:
            detail = "all workers are busy; try again in a moment"
            raise ProblemError(503, detail, "busy", retry_after=2) from None
        except WorkerEndedError as error:
            raise self._explained(call, error, seconds) from None

    async def _extract(self, call: Call, request: Request) -> "_Found":
        """Have a text read; the loading of the model takes nothing from its time."""
        seconds = self._settings.workbench_deadline
        key = self._texts.enter(request.client)
        try:
            async with (
                self._pool.bench.extractor() as worker,
                self._watched(call, worker, seconds),
            ):
                return await self._converse(call, worker, request)
        except BenchFullError:
            detail = "other texts are being read, and no more may wait; try again later"
            raise ProblemError(503, detail, "busy", retry_after=10) from None
        except WorkerEndedError as error:
            raise self._explained(call, error, seconds, _TEXT) from None
        except (KgError, OSError, TimeoutError) as error:
            detail = "the language model cannot be loaded at the moment"
            raise ProblemError(503, detail, "broken", retry_after=60) from error
        finally:
            self._texts.leave(key)

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

    async def _converse(self, call: Call, worker: Worker, request: Request) -> "_Found":
        """Ask a worker; return a whole answer, or send one that comes in parts."""
        replies = worker.replies(request)
        head = await anext(replies)
        if not isinstance(head, Head):
            raise ProblemError(500, "a worker gave no answer", "broken")
        parts: list[bytes] = []
        whole = head.complete or is_handover(head)
        async for reply in replies:
            if isinstance(reply, Piece):
                piece = read_piece(reply.path, reply.start, reply.length)
                return _File(head, piece)
            if isinstance(reply, Failure):
                raise AbortError("broke off")
            if isinstance(reply, End):
                if reply.retire:
                    worker.end("it has grown large")
                body = b"".join(parts)
                return await _conclude(call, request, reply, head, body)
            if isinstance(reply, bytes) and whole:
                parts.append(reply)
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
        self,
        call: Call,
        error: WorkerEndedError,
        seconds: float,
        work: "_Work | None" = None,
    ) -> Exception:
        """Return what to tell the client of a worker's end."""
        if error.reason == _GONE:
            return ClientGoneError()
        problem = self._problem(error, seconds, work or _QUERY)
        return AbortError(problem.outcome) if call.status else problem

    def _problem(
        self, error: WorkerEndedError, seconds: float, work: "_Work"
    ) -> ProblemError:
        if error.reason == _DEADLINE:
            detail = f"stopped: no complete answer within {seconds:g} seconds"
            return ProblemError(503, detail, "deadline")
        if error.reason == TOO_MANY:
            detail = "stopped: slow queries hold all workers; try again later"
            return ProblemError(503, detail, "busy", retry_after=10)
        if error.reason == CANCELLED:
            return ProblemError(503, f"{work.name} was cancelled", "cancelled")
        if error.code == -signal.SIGKILL:
            detail = "stopped: the system has ended the process that answered"
            return ProblemError(503, detail, "killed", retry_after=2)
        if error.code == -signal.SIGABRT:
            megabytes = work.memory(self._settings)
            detail = f"stopped: {work.name} needs more than {megabytes:,} MB of memory"
            return ProblemError(503, detail, "memory")
        detail = f"{work.name} broke the engine; nobody else is affected"
        return ProblemError(500, detail, "broken")


type _Found = Answer | Handover | _File | None


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker was ended over: what it is called, and what memory it may take."""

    name: str
    memory: Callable[[Settings], int]


_QUERY = _Work("the query", lambda settings: settings.query_memory)
_TEXT = _Work("the text", lambda settings: settings.workbench_memory)


async def _conclude(
    call: Call, request: Request, end: End, head: Head, body: bytes
) -> Answer | Handover | None:
    if is_handover(head):
        return read_handover(head, request, body)
    if not head.complete:
        await call.part(b"", last=True)
        call.rows = end.rows
        return None
    # To HEAD, the application tells the length itself, if it knows it.
    length = None if call.method == "HEAD" else len(body)
    return Answer(head, body, end.rows, encode(head, length))
