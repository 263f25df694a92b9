"""Connections that cannot be held open for nothing, or grow without bound."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

# Bytes of a request's line and headers together.
_MAX_HEADERS = 64 * 1024
# Connections at once; beyond, a new one is closed.
_MAX_CONNECTIONS = 2_000

_TOO_LONG = "the request line and headers are too long"


class BoundedConnection(HttpToolsProtocol):
    """uvicorn's connection, with bounds on how long and how large a head may be.

    Attributes:
        header_seconds: From a request's first byte to the last of its headers.
    """

    header_seconds = 10.0
    _deadline: asyncio.TimerHandle | None = None
    _in_head = True
    # Of complete headers, and of what came since the request began.
    _head_bytes = 0
    _waiting_bytes = 0

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - uvicorn's type is narrower than asyncio's
        """Begin, unless there are too many connections."""
        super().connection_made(transport)
        if len(self.connections) > _MAX_CONNECTIONS:
            transport.close()
            return
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """End, and forget the deadline."""
        self._head_is_complete()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes; of a head that does not come to its end, only so many."""
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._waiting_bytes += len(data)
            if self._waiting_bytes > _MAX_HEADERS:
                self._refuse(431, _TOO_LONG)

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._in_head = True
        self._head_bytes = self._waiting_bytes = 0
        if self._deadline is None:
            self._await_head()
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Take a part of the address, which has a bound of its own."""
        super().on_url(url)
        if len(self.url) > _MAX_HEADERS:
            self._refuse(414, "the address is too long; send a long query by POST")

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; all of them together have a bound."""
        super().on_header(name, value)
        self._head_bytes += len(name) + len(value)
        if self._head_bytes > _MAX_HEADERS:
            self._refuse(431, _TOO_LONG)

    def on_headers_complete(self) -> None:
        """Go on to the body."""
        self._head_is_complete()
        if not self.transport.is_closing():
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body, unless the request was refused."""
        if not self.transport.is_closing():
            super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request, unless it was refused."""
        if not self.transport.is_closing():
            super().on_message_complete()

    def _await_head(self) -> None:
        self._deadline = self.loop.call_later(self.header_seconds, self._too_slow)

    def _head_is_complete(self) -> None:
        self._in_head = False
        self._waiting_bytes = 0
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        self._deadline = None
        if self._in_head and not self.transport.is_closing():
            self._refuse(408, "the request did not come in time")

    def _refuse(self, status: int, reason: str) -> None:
        if self.transport.is_closing():
            return
        body = f'{{"title": "{reason}", "status": {status}}}\n'.encode()
        self.transport.write(
            STATUS_LINE[status]
            + b"content-type: application/problem+json\r\nconnection: close\r\n"
            + b"content-length: %d\r\n\r\n" % len(body)
            + body
        )
        self.transport.close()
