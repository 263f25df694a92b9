"""Checks that there is something to serve and somewhere to serve it, then does."""

import asyncio
import logging
import socket
from collections.abc import Callable

import uvicorn

from kg.config import Settings
from kg.errors import KgError
from kg.rdf.snapshots import Folder
from server.front.application import Front
from server.front.connection import BoundedConnection
from server.front.pool import Pool
from server.listening import listen, url_of

_KEEP_ALIVE_SECONDS = 20
_GRACEFUL_SECONDS = 5
_BACKLOG = 2048


def serve_forever(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve the published knowledge graph until a signal says to stop.

    Args:
        settings: What to serve, and where.
        announce: Called with one line, once the workers are ready.

    Raises:
        KgError: If there is nothing to serve or the port is taken.
    """
    if Folder(settings.store).current() is None:
        raise KgError(_nothing(settings))
    listener = listen(settings.host, settings.port)
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(settings, listener, announce))


async def _serve(
    settings: Settings, listener: socket.socket, announce: Callable[[str], None]
) -> None:
    pool = Pool(settings)
    try:
        await pool.open()
        if not pool.ready.triples and not settings.token_hash:
            raise KgError(_nothing(settings))
        front = Front(settings, pool)
        config = uvicorn.Config(
            front,
            http=_connection(settings),
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            backlog=_BACKLOG,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=_GRACEFUL_SECONDS,
        )
        address = url_of(listener)
        server = _Server(
            config, f"Araz serves {pool.ready.triples:,} triples on {address}", announce
        )
        await server.serve(sockets=[listener])
    finally:
        await pool.close()


def _nothing(settings: Settings) -> str:
    return f"{settings.store}: there is nothing to serve; run 'kg build' first"


def _connection(settings: Settings) -> type[BoundedConnection]:
    """Return connections that give a head no longer than a query has."""

    class Connection(BoundedConnection):
        header_seconds = min(BoundedConnection.header_seconds, settings.deadline)

    return Connection


class _Server(uvicorn.Server):
    """Says when it is ready, and takes a signal as the end, not as a failure."""

    def __init__(
        self, config: uvicorn.Config, line: str, announce: Callable[[str], None]
    ) -> None:
        super().__init__(config)
        self._line = line
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        self._announce(self._line)

    def handle_exit(self, sig: int, frame: object) -> None:
        """Stop; a second signal does not wait for running requests."""
        super().handle_exit(sig, frame)  # type: ignore[arg-type]
        # uvicorn would raise the signal again when all is done.
        self._captured_signals.clear()


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    import uvloop  # noqa: PLC0415 - not on every system

    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
