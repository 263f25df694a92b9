"""How workers come to be: ordered from the nursery, and waited for."""

import asyncio
from collections.abc import Callable

from kg.config import Settings
from kg.errors import KgError
from server.front.workers import Nursery, Worker
from server.messages import Failure, Ready
from server.worker.order import Order, Role

# Seconds that a worker has to open the store.
_START = 60.0


class Starter:
    """Starts workers with the settings of a server."""

    def __init__(
        self,
        settings: Settings,
        on_end: Callable[[Worker], None],
        *,
        background: bool = False,
    ) -> None:
        """Take the settings, and what is called when the front ends a worker.

        With `background` the workers let others go first.
        """
        self._settings = settings
        self._nursery = Nursery(background=background)
        self._on_end = on_end

    def open(self) -> None:
        """Start the process that workers are forked from."""
        self._nursery.open()

    def close(self, *, at_once: bool = False) -> None:
        """End that process, and all workers, even `at_once` while it is loading."""
        self._nursery.close(at_once=at_once)

    async def start(
        self, role: Role, generation: str, *, count: bool = False
    ) -> Worker:
        """Return a worker that is ready.

        Args:
            role: What it may do.
            generation: Which snapshot a reader opens.
            count: Whether it shall count its triples.

        Raises:
            KgError: If it cannot open the store, or load the language model.
            TimeoutError: If it takes too long.
        """
        order = Order(
            number=0,
            role=role,
            settings=self._settings,
            generation=generation,
            count=count,
        )
        worker = await self._nursery.order(order)
        try:
            async with asyncio.timeout(_START):
                reply = await worker.read()
        except TimeoutError:
            worker.end("it did not start in time")
            raise
        except asyncio.IncompleteReadError:
            code = await worker.ended
            raise KgError(f"a worker ended with {code} before it was ready") from None
        if isinstance(reply, Failure):
            raise KgError(reply.reason)
        if isinstance(reply, Ready):
            worker.ready = reply
        worker.on_end = self._on_end
        return worker
