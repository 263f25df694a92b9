"""The production server: gunicorn, told what to do by its caller alone."""

import errno
import socket
from collections.abc import Callable

from flask import Flask
from gunicorn.app.base import BaseApplication

from kg.errors import KgError

_BACKLOG = 512
_THREADS = 4
# Long enough for a query in the URL; longer ones go by POST.
_MAX_REQUEST_LINE = 8190
_GRACEFUL_SECONDS = 5


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens, so that a port in use is known at once.

    Raises:
        KgError: If nobody can listen there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise KgError(_reason(error, host, port)) from error
    return listener


def url_of(listener: socket.socket) -> str:
    """Return the address to open in a browser."""
    host, port = listener.getsockname()[:2]
    if listener.family == socket.AF_INET6:
        host = f"[{host}]"
    return f"http://{host}:{port}"


def run(
    listener: socket.socket,
    workers: int,
    load: Callable[[], Flask],
    on_ready: Callable[[], None],
) -> None:
    """Answer requests until a signal says to stop.

    Args:
        listener: A socket that listens; it is closed at the end.
        workers: How many processes there are.
        load: Makes the application, in each worker after the fork.
        on_ready: Called once, when the first worker has loaded the application.
    """
    _Server(listener, workers, load, on_ready).run()


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use; choose another with --port"
    if error.errno == errno.EACCES:
        return f"port {port} on {host} needs more rights; choose one above 1023"
    return f"cannot listen on {host}, port {port}: {error}"


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(
        self,
        listener: socket.socket,
        workers: int,
        load: Callable[[], Flask],
        on_ready: Callable[[], None],
    ) -> None:
        self._listener = listener
        self._workers = workers
        self._load = load
        self._on_ready = on_ready
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": f"fd://{self._listener.detach()}",
            # A thread reads and writes; the engine lets go of the interpreter
            # meanwhile. An idle connection, as browsers open them, holds no thread.
            "worker_class": "gthread",
            "workers": self._workers,
            "threads": _THREADS,
            "limit_request_line": _MAX_REQUEST_LINE,
            "graceful_timeout": _GRACEFUL_SECONDS,
            "control_socket_disable": True,
            "loglevel": "warning",
            "proc_name": "araz",
            "post_worker_init": self._worker_is_ready,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._load()

    def _worker_is_ready(self, worker: object) -> None:
        if getattr(worker, "age", 0) == 1:
            self._on_ready()
