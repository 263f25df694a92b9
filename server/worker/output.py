"""Where a worker writes the body of an answer: through compression to the front."""

import io
import socket
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import brotli

from server.http.negotiation import choose_encoding
from server.messages import End, Head, pack_reply

# How many bytes are held back until the status must be decided.
_WINDOW = 1 << 20
_PART = 1 << 16
# Below this, compression saves no packet.
_WORTHWHILE = 1024
_COMPRESSIBLE = ("text/", "application/")
_COMPRESSED = ("application/gzip", "application/octet-stream")


class _Compressor(Protocol):
    def process(self, data: bytes) -> bytes: ...

    def finish(self) -> bytes: ...


class _Gzip:
    """The gzip format, without a name and a time."""

    def __init__(self) -> None:
        self._compressor = zlib.compressobj(5, wbits=31)

    def process(self, data: bytes) -> bytes:
        return self._compressor.compress(data)

    def finish(self) -> bytes:
        return self._compressor.flush()


_COMPRESSORS: dict[str, Callable[[], _Compressor]] = {
    "br": lambda: brotli.Compressor(quality=4),
    "gzip": _Gzip,
}


class Output(io.RawIOBase):
    """A file to write a body into; nothing is sent before it has to be.

    Attributes:
        started: Whether the head has been sent, so that the status stands.
    """

    def __init__(self, channel: socket.socket, head: Head, accepted: str) -> None:
        """Take what the answer begins with.

        Args:
            channel: The socket to the front.
            head: The status and headers, without those that compression adds.
            accepted: The Accept-Encoding header of the request.
        """
        super().__init__()
        self._channel = channel
        self._head = head
        self._accepted = accepted
        self._held = bytearray()
        self._compressor: _Compressor | None = None
        self.started = False

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        """Take the next part of the body.

        Raises:
            BrokenPipeError: If the front is gone.
        """
        self._held += data
        if self.started:
            if len(self._held) >= _PART:
                self._flush()
        elif len(self._held) >= _WINDOW:
            self._start()
        return len(data)

    def replace(self, head: Head, body: bytes) -> None:
        """Answer otherwise, as long as nothing was sent."""
        self._head = head
        self._held = bytearray(body)

    def finish(self, end: End) -> None:
        """Send what is left, and that this was all."""
        if self.started:
            self._flush()
            rest = self._compressor.finish() if self._compressor else b""
            self._channel.sendall((pack_reply(rest) if rest else b"") + pack_reply(end))
            return
        body = bytes(self._held)
        head = self._head
        if len(body) >= _WORTHWHILE and (encoding := self._encoding()):
            compressor = _COMPRESSORS[encoding]()
            body = compressor.process(body) + compressor.finish()
            head = _encoded(head, encoding)
        elif not body and self._encoding():
            # To HEAD: how long the compressed body is, nobody knows.
            head = _without(head, "content-length")
        frames = pack_reply(replace(head, complete=True)) + pack_reply(body)
        self._channel.sendall(frames + pack_reply(end))

    def _start(self) -> None:
        head = self._head
        if encoding := self._encoding():
            self._compressor = _COMPRESSORS[encoding]()
            head = _encoded(head, encoding)
        self._channel.sendall(pack_reply(head))
        self.started = True
        self._flush()

    def _flush(self) -> None:
        part = bytes(self._held)
        self._held.clear()
        if self._compressor:
            part = self._compressor.process(part)
        if part:
            self._channel.sendall(pack_reply(part))

    def _encoding(self) -> str | None:
        headers = {name.lower(): value for name, value in self._head.headers}
        media_type = headers.get("content-type", "").partition(";")[0]
        if "content-encoding" in headers or "content-range" in headers:
            return None
        if not media_type.startswith(_COMPRESSIBLE) or media_type in _COMPRESSED:
            return None
        return choose_encoding(tuple(_COMPRESSORS), self._accepted)


def _without(head: Head, name: str) -> Head:
    kept = tuple(pair for pair in head.headers if pair[0].lower() != name)
    return replace(head, headers=kept)


def _encoded(head: Head, encoding: str) -> Head:
    """Return the head of a compressed body; its strong ETag becomes a weak one."""
    headers = [
        (name, f"W/{value}")
        if name.lower() == "etag" and not value.startswith("W/")
        else (name, value)
        for name, value in head.headers
        if name.lower() not in {"content-length", "vary"}
    ]
    vary = [value for name, value in head.headers if name.lower() == "vary"]
    headers.append(("Vary", ", ".join([*vary, "Accept-Encoding"])))
    headers.append(("Content-Encoding", encoding))
    return replace(head, headers=tuple(headers))
