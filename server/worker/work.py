"""The life of a worker: open the store, say so, answer requests one by one."""

import contextlib
import resource
import signal
import socket
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from kg.config import Settings
from kg.errors import KgError
from kg.pipeline.access import service_access
from kg.rdf.terms import Names
from server.application import create_app
from server.home.overview import count_triples
from server.messages import (
    FRAME,
    Failure,
    Ready,
    Request,
    pack_reply,
    unpack_request,
)
from server.reading.snapshots import (
    FolderPublication,
    SnapshotPublication,
    open_snapshot,
)
from server.worker.gateway import Gateway
from server.worker.model import load_reader
from server.worker.order import Order, Role

_MEGABYTE = 1 << 20
# The megabytes that a request may take of a worker, besides what it has; None: any.
_MEMORY: dict[Role, Callable[[Settings], int | None]] = {
    Role.READER: lambda settings: settings.query_memory,
    Role.WRITER: lambda _: None,
    Role.EXTRACTOR: lambda settings: settings.workbench_memory,
}


def prepare(order: Order) -> None:
    """Load what the workers of an order share, before they are forked."""
    if order.role is Role.EXTRACTOR:
        # The worker itself meets the same error, and tells it.
        with contextlib.suppress(KgError):
            load_reader(order.settings)


def work(channel: socket.socket, order: Order) -> None:
    """Answer the requests that come through a socket until it is closed."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        app, ready = _open(order)
    except KgError as error:
        channel.sendall(pack_reply(Failure(reason=str(error))))
        return
    retire_at = float("inf")
    megabytes = _MEMORY[order.role](order.settings)
    if megabytes is not None:
        _bound_memory(megabytes)
        retire_at = _peak() + megabytes * _MEGABYTE / 2
    gateway = Gateway(app, channel)
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        channel.sendall(pack_reply(ready))
        while (request := _receive(channel)) is not None:
            # What a large answer took is not given back to the system.
            gateway.answer(request, retire=lambda: _peak() > retire_at)


def _open(order: Order) -> tuple[Flask, Ready]:
    """Return the application of a worker, and what to say when it is ready.

    Raises:
        KgError: If what it works on cannot be opened.
    """
    settings, names = order.settings, Names(order.settings.base_iri)
    if order.role is Role.READER:
        snapshot = open_snapshot(settings.store, names, order.generation)
        snapshot.store.allow_services(service_access(settings))
        app = create_app(settings, SnapshotPublication(snapshot))
        triples = count_triples(snapshot) if order.count else 0
        return app, Ready(generation=snapshot.generation, triples=triples)
    publication = FolderPublication(settings.store, names)
    if order.role is Role.EXTRACTOR:
        app = create_app(settings, publication, reader=load_reader(settings))
    else:
        # The reasoner, and numpy with it, is loaded by the one who writes.
        from kg.pipeline.editing import Editor  # noqa: PLC0415

        app = create_app(settings, publication, Editor(settings))
    return app, Ready(generation="", triples=0)


def _receive(channel: socket.socket) -> Request | None:
    """Return the next request, or `None` when the front has closed the socket."""
    head = _read(channel, FRAME.size)
    if head is None:
        return None
    _, length = FRAME.unpack(head)
    content = _read(channel, length)
    return None if content is None else unpack_request(content)


def _read(channel: socket.socket, size: int) -> bytes | None:
    parts, missing = [], size
    while missing:
        part = channel.recv(missing)
        if not part:
            return None
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _bound_memory(megabytes: int) -> None:
    """Let the process ask for so much more address space than it has now.

    The engine does not survive a refusal; the front sees the worker end.
    """
    limit = _address_space() + megabytes * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def _peak() -> int:
    """Return the most memory that the process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
