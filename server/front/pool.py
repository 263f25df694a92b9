"""The workers that read, and the one that writes.

So many readers are kept free for quick queries. A query that takes longer than a
moment is slow: its worker gives way to others and no longer counts, and another is
started in its place. Of slow queries there is a bounded number; one too many is ended
if others wait. So a hostile query costs its own client time, and nobody else.

A new generation gets new readers, and those of the old one end with their last query.
What reads texts has a nursery of its own: `bench`.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from kg.config import Settings
from kg.errors import KgError
from kg.rdf.snapshots import Folder
from server.front.bench import Bench
from server.front.starting import Starter
from server.front.workers import Worker
from server.messages import Ready
from server.worker.order import Role

# Seconds after which a query is slow, and after which it gives way already.
_SLOW = 0.5
_NICE = 0.1
# Seconds between two looks for a new generation.
_LOOK = 0.1
# Seconds until something that failed is tried again.
_AGAIN = 1.0

_log = logging.getLogger(__name__)

TOO_MANY = "too many slow queries"


class PoolBusyError(Exception):
    """No worker became free in time."""


class Pool:
    """Readers of the newest generation, and a writer when one is needed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = Folder(settings.store)
        self._starter = Starter(settings, self._forget)
        self._tasks: set[asyncio.Task[None]] = set()
        self._starting = 0
        self._idle: deque[Worker] = deque()
        self._quick: set[Worker] = set()
        self._slow: set[Worker] = set()
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._switched = asyncio.Condition()
        self._writer: Worker | None = None
        self._writing = asyncio.Lock()
        self._closing = False
        self.bench = Bench(settings)
        self.ready = Ready(generation="", triples=0)

    async def open(self) -> None:
        """Start the readers of the newest generation.

        Raises:
            KgError: If the store cannot be read.
        """
        self._starter.open()
        await self._switch(self._newest())
        self._spawn(self._watch())
        self.bench.open()

    async def close(self) -> None:
        """End all workers."""
        self._closing = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.bench.close()
        self._starter.close()

    @property
    def counts(self) -> dict[str, int]:
        """How many readers are in which state, and how many requests wait."""
        return {
            "idle": len(self._idle),
            "quick": len(self._quick),
            "slow": len(self._slow),
            "starting": self._starting,
            "waiting": len(self._waiting),
        }

    @asynccontextmanager
    async def reader(self, patience: float) -> AsyncIterator[Worker]:
        """Give a reader of the newest generation for one request.

        Args:
            patience: Seconds to wait for one.

        Raises:
            PoolBusyError: If none is free by then.
        """
        worker = await self._take(patience)
        loop = asyncio.get_running_loop()
        timers = [
            loop.call_later(_NICE, self._note_long, worker),
            loop.call_later(_SLOW, self._note_slow, worker),
        ]
        try:
            yield worker
        except BaseException:
            worker.end("its answer was not wanted any more")
            raise
        finally:
            for timer in timers:
                timer.cancel()
            self._give_back(worker)

    @asynccontextmanager
    async def writer(self) -> AsyncIterator[Worker]:
        """Give the process that writes, to one request at a time."""
        async with self._writing:
            known = self._writer
            if known is None or known.reason is not None or known.ended.done():
                known = self._writer = await self._starter.start(Role.WRITER, "")
            writer = known
            try:
                yield writer
            except BaseException:
                writer.end("its answer was not wanted any more")
                raise

    async def until(self, generation: str) -> None:
        """Return when a generation is served, or one that came after it."""
        if generation == self.ready.generation:
            return
        await self._switch(self._newest())

    def _newest(self) -> str:
        current = self._folder.current()
        if current is None:
            raise KgError(
                f"{self._folder.path}: there is nothing to serve; run 'kg build' first"
            )
        return current.name

    async def _take(self, patience: float) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if not worker.ended.done():
                self._quick.add(worker)
                return worker
        self._refill()
        place: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            async with asyncio.timeout(patience):
                return await place
        except TimeoutError:
            raise PoolBusyError from None
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self._give_back(place.result())
            raise
        finally:
            if place in self._waiting:
                self._waiting.remove(place)

    def _give_back(self, worker: Worker) -> None:
        self._forget(worker)
        current = worker.ready.generation == self.ready.generation
        gone = worker.reason is not None or worker.ended.done()
        if gone or not current or not worker.restore():
            worker.end("it is not needed any more")
            self._refill()
        else:
            self._offer(worker)

    def _forget(self, worker: Worker) -> None:
        """Count a worker no longer, and start another if it is missed."""
        self._quick.discard(worker)
        self._slow.discard(worker)
        if worker.reason is not None:
            self._refill()

    def _offer(self, worker: Worker) -> None:
        """Give a free worker to who waits longest, or keep it."""
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                self._quick.add(worker)
                place.set_result(worker)
                return
        self._idle.append(worker)

    def _note_long(self, worker: Worker) -> None:
        """Let others go first, if there are any."""
        if len(self._quick) + len(self._slow) > 1:
            worker.renice()

    def _note_slow(self, worker: Worker) -> None:
        if worker not in self._quick:
            return
        worker.renice()
        if len(self._slow) < self._settings.slow_workers:
            self._quick.discard(worker)
            self._slow.add(worker)
            self._refill()
        elif self._waiting:
            worker.end(TOO_MANY)
        else:
            loop = asyncio.get_running_loop()
            loop.call_later(_SLOW, self._note_slow, worker)

    def _refill(self) -> None:
        """Start as many readers as are missing."""
        alive = len(self._idle) + len(self._quick) + self._starting
        for _ in range(self._settings.workers - alive):
            self._starting += 1
            self._spawn(self._add_one())

    async def _add_one(self) -> None:
        generation = self.ready.generation
        try:
            worker = await self._starter.start(Role.READER, generation)
        except (KgError, OSError, TimeoutError) as error:
            _log.warning("a worker cannot start: %s", error)
            await asyncio.sleep(_AGAIN)
        else:
            if worker.ready.generation == self.ready.generation:
                self._offer(worker)
            else:
                worker.end("it is not needed any more")
        finally:
            self._starting -= 1
        self._refill()

    async def _start_readers(self, generation: str) -> list[Worker]:
        """Return all readers of a generation, or none."""
        starts = (
            self._starter.start(Role.READER, generation, count=number == 0)
            for number in range(self._settings.workers)
        )
        found = await asyncio.gather(*starts, return_exceptions=True)
        fresh = [each for each in found if isinstance(each, Worker)]
        for error in found:
            if isinstance(error, BaseException):
                for worker in fresh:
                    worker.end("it is not needed any more")
                raise error
        return fresh

    async def _watch(self) -> None:
        """Look for new generations, as long as the server runs."""
        while True:
            await asyncio.sleep(_LOOK)
            try:
                await self._switch(self._newest())
            except (KgError, OSError, TimeoutError) as error:
                _log.warning("going on with %s: %s", self.ready.generation, error)
                await asyncio.sleep(_AGAIN)

    async def _switch(self, generation: str) -> None:
        """Serve another generation from now on, once its readers are ready."""
        async with self._switched:
            if generation == self.ready.generation:
                return
            fresh = await self._start_readers(generation)
            self.ready = fresh[0].ready
            old, self._idle = self._idle, deque()
            for worker in old:
                worker.end("it is not needed any more")
            for worker in fresh:
                self._offer(worker)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        if self._closing:
            work.close()
            return
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
