"""Runs the application on a request and sends its answer to the front.

The first megabyte of an answer is held back until it is clear how the answer goes on:
an error before that has its proper status, and a short answer its length.
"""

import logging
import socket
import sys
from collections.abc import Callable, Iterable
from http import HTTPStatus
from io import BytesIO
from urllib.parse import unquote_to_bytes

from flask import Flask, Response

from kg.errors import KgError
from server.http.bodies import FileBody, WrittenBody
from server.http.sending import WRITES
from server.messages import End, Failure, Head, Headers, Piece, Request, pack_reply
from server.protocol.operations import ProtocolError
from server.worker.output import Output

_log = logging.getLogger(__name__)


class Gateway:
    """Between the front's messages and the WSGI application (PEP 3333)."""

    def __init__(self, app: Flask, channel: socket.socket) -> None:
        self._app = app
        self._channel = channel

    def answer(self, request: Request, *, retire: Callable[[], bool]) -> None:
        """Answer one request.

        Args:
            request: What was asked.
            retire: Says, after the answer, whether this worker wants to be replaced.
        """
        environ = make_environ(request)
        head: list[Head] = []

        def start_response(status: str, headers: list[tuple[str, str]], *_: object):  # type: ignore[no-untyped-def]  # noqa: ANN202 - WSGI's write() is never used
            head[:] = [Head(status=int(status[:3]), headers=tuple(headers))]

        body = self._app.wsgi_app(environ, start_response)
        try:
            self._send(request, environ, head[0], body, retire)
        finally:
            if close := getattr(body, "close", None):
                close()

    def _send(
        self,
        request: Request,
        environ: dict[str, object],
        head: Head,
        body: Iterable[bytes],
        retire: Callable[[], bool],
    ) -> None:
        if isinstance(body, FileBody):
            piece = Piece(path=body.path, start=body.start, length=body.length)
            self._channel.sendall(pack_reply(head) + pack_reply(piece))
            return
        output = Output(self._channel, head, _header(request, "accept-encoding"))
        rows = None
        try:
            if isinstance(body, WrittenBody):
                rows = body.write_to(output)  # type: ignore[arg-type]  # it writes
            else:
                for part in body:
                    output.write(part)
        except (KgError, ProtocolError) as error:
            if output.started:
                _log.warning("%s: broke off: %s", request.path, error)
                self._channel.sendall(pack_reply(Failure(reason=str(error))))
                return
            refusal = self._refuse(environ, error)
            output.replace(_head_of(refusal), refusal.get_data())
        output.finish(End(rows=rows, retire=retire()))

    def _refuse(self, environ: dict[str, object], error: Exception) -> Response:
        """Return the application's own answer to an error of its answer's body."""
        with self._app.request_context(environ):
            response = self._app.make_response(self._app.handle_user_exception(error))
            return self._app.process_response(response)


def make_environ(request: Request) -> dict[str, object]:
    """Return the WSGI environment of a request."""
    environ: dict[str, object] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(request.path).decode("latin-1"),
        "QUERY_STRING": request.query,
        "SERVER_NAME": request.host,
        "SERVER_PORT": str(request.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": request.client,
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request.scheme,
        "wsgi.input": BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        WRITES: True,
    }
    for name, value in request.headers:
        if name == "content-type":
            environ["CONTENT_TYPE"] = value
        elif name not in {"content-length", "transfer-encoding"} and "_" not in name:
            key = f"HTTP_{name.upper().replace('-', '_')}"
            environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ


def _header(request: Request, name: str) -> str:
    return ",".join(value for known, value in request.headers if known == name)


def _head_of(response: Response) -> Head:
    headers: Headers = tuple(
        (name, value)
        for name, value in response.headers
        if name.lower() != "content-length"
    )
    return Head(status=HTTPStatus(response.status_code), headers=headers)
