"""The process that reads texts for the workbench: one text at a time.

It is started when the first text comes, or with the server; a few more texts may wait
for their turn. Whatever it is given, it takes nothing from those who answer queries:
all of them go first, and it is ended when it takes too long or too much. Another is
forked in its place at once, for the language model stays loaded in the nursery.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum

from kg.config import Settings
from kg.errors import KgError
from server.front.starting import Starter
from server.front.workers import Worker
from server.worker.order import Role

# Seconds that the language model may take to load, on a machine that is busy.
_LOADING = 180.0
_MINUTE = 60.0

_log = logging.getLogger(__name__)


class BenchFullError(Exception):
    """As many texts wait as may."""


class BenchPhase(StrEnum):
    """What the process that reads texts is about."""

    OFF = "off"
    ASLEEP = "asleep"
    LOADING = "loading"
    READY = "ready"
    BUSY = "busy"


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchState:
    """What is going on: how many texts wait for their turn, of how many that may.

    `seconds` is how long the model has been loading.
    """

    phase: BenchPhase
    waiting: int
    places: int
    seconds: float


class Bench:
    """Gives the process that reads texts to one request after the other."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._starter = Starter(settings, lambda _: None, background=True)
        self._is_open = False
        self._worker: Worker | None = None
        self._start: asyncio.Task[Worker] | None = None
        self._since = 0.0
        self._turn = asyncio.Lock()
        self._taken = 0
        self._rest: asyncio.TimerHandle | None = None

    def open(self) -> None:
        """Load the model now, if that is wanted."""
        if self._settings.workbench == "at-start":
            self._begin()

    async def close(self) -> None:
        """End the process, even while it is loading."""
        if self._rest is not None:
            self._rest.cancel()
        if self._start is not None:
            self._start.cancel()
            await asyncio.wait([self._start])
        self._shut()

    @property
    def state(self) -> BenchState:
        """What is going on now."""
        return BenchState(
            phase=self._phase,
            waiting=max(0, self._taken - 1),
            places=self._settings.workbench_queue,
            seconds=self._now() - self._since if self._is_starting else 0.0,
        )

    @asynccontextmanager
    async def extractor(self) -> AsyncIterator[Worker]:
        """Give the process that reads texts, once those before have been read.

        Raises:
            BenchFullError: If too many wait.
            KgError: If the model cannot be loaded.
            OSError: If no process can be started.
            TimeoutError: If that takes too long.
        """
        if self._taken > self._settings.workbench_queue:
            raise BenchFullError
        self._taken += 1
        if self._rest is not None:
            self._rest.cancel()
        try:
            async with self._turn:
                worker = await self._ready()
                try:
                    yield worker
                except BaseException:
                    worker.end("its answer was not wanted any more")
                    raise
        finally:
            self._taken -= 1
            if not self._taken and self._settings.workbench == "on-demand":
                idle = self._settings.workbench_idle * _MINUTE
                loop = asyncio.get_running_loop()
                self._rest = loop.call_later(idle, self._shut)

    @property
    def _phase(self) -> BenchPhase:
        if self._settings.workbench == "off":
            return BenchPhase.OFF
        if self._is_starting:
            return BenchPhase.LOADING
        if self._taken:
            return BenchPhase.BUSY
        return BenchPhase.READY if self._is_open else BenchPhase.ASLEEP

    @property
    def _is_starting(self) -> bool:
        return self._start is not None and not self._start.done()

    async def _ready(self) -> Worker:
        """Return the process, started if need be.

        Whoever waits for it may go; it goes on being started for the next.
        """
        worker = self._worker
        if worker is None or worker.reason is not None or worker.ended.done():
            worker = await asyncio.shield(self._begin())
        return worker

    def _begin(self) -> asyncio.Task[Worker]:
        if self._start is None or self._start.done():
            self._since = self._now()
            self._start = asyncio.get_running_loop().create_task(self._started())
            self._start.add_done_callback(_note)
        return self._start

    async def _started(self) -> Worker:
        if not self._is_open:
            self._starter.open()
            self._is_open = True
        try:
            async with asyncio.timeout(_LOADING):
                worker = await self._starter.start(Role.EXTRACTOR, "")
        except BaseException:
            self._shut()
            raise
        self._worker = worker
        return worker

    def _shut(self) -> None:
        """End all processes; the next text starts them again."""
        if self._worker is not None:
            self._worker.end("it is not needed any more")
            self._worker = None
        if self._is_open:
            self._is_open = False
            self._starter.close(at_once=True)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def _note(start: asyncio.Task[Worker]) -> None:
    if start.cancelled():
        return
    error = start.exception()
    if isinstance(error, KgError | OSError | TimeoutError):
        _log.warning("no text can be read: %s: %s", type(error).__name__, error)
