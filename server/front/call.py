"""A request as it came in, and the ways to answer it (ASGI, HTTP)."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from server.front.cache import Answer
from server.front.problems import ProblemError
from server.messages import Head

type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]

# Seconds for a client to take the next part.
_STALL_SECONDS = 30.0
_PART = 1 << 18
_ID = re.compile(r"[A-Za-z0-9._-]{16,64}")


class ClientGoneError(Exception):
    """The client has closed the connection, or takes nothing any more."""


@dataclass(eq=False, slots=True)
class Call:
    """One request and its connection.

    `status`, `size` (bytes of body sent) and `rows` are what was answered so far.
    """

    scope: Message
    receive: Receive
    send: Send
    headers: dict[str, str] = field(init=False)
    id: str = field(init=False)
    status: int = 0
    size: int = 0
    rows: int | None = None

    def __post_init__(self) -> None:
        self.headers = {}
        for name, value in self.scope["headers"]:
            key, text = name.decode("latin-1"), value.decode("latin-1")
            known = self.headers.get(key)
            self.headers[key] = text if known is None else f"{known},{text}"
        given = self.headers.get("x-request-id", "")
        self.id = given if _ID.fullmatch(given) else secrets.token_hex(8)

    @property
    def method(self) -> str:
        """The method, in capitals."""
        return str(self.scope["method"])

    @property
    def path(self) -> str:
        """The path as it was sent, percent-encoded."""
        return str(self.scope["raw_path"], "latin-1")

    @property
    def query(self) -> str:
        """What follows the question mark, as it was sent."""
        return str(self.scope["query_string"], "latin-1")

    async def body(self, limit: int, seconds: float) -> bytes:
        """Return the body, of at most so many bytes, within so many seconds.

        Raises:
            ProblemError: 413 if it is longer, 408 if it does not come in time.
            ClientGoneError: If the client goes before it is complete.
        """
        length = self.headers.get("content-length", "")
        if not length and "transfer-encoding" not in self.headers:
            return b""
        if length.isascii() and length.isdigit() and int(length) > limit:
            raise _too_large(limit)
        try:
            async with asyncio.timeout(seconds):
                return await self._read(limit)
        except TimeoutError:
            detail = "the body did not come in time"
            raise ProblemError(408, detail, "slow client") from None

    async def _read(self, limit: int) -> bytes:
        parts, size = [], 0
        while True:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise ClientGoneError
            part = message.get("body", b"")
            size += len(part)
            if size > limit:
                raise _too_large(limit)
            parts.append(part)
            if not message.get("more_body", False):
                return b"".join(parts)

    async def gone(self) -> None:
        """Return when the client has closed the connection."""
        while (await self.receive())["type"] != "http.disconnect":
            pass

    async def reply(self, answer: Answer) -> None:
        """Send a whole answer."""
        body = b"" if self.method == "HEAD" else answer.body
        headers = answer.headers or encode(answer.head, len(answer.body))
        await self._begin(answer.head.status, headers)
        await self.part(body, last=True)
        self.rows = answer.rows

    async def begin(self, head: Head) -> None:
        """Send the head of an answer that comes in parts."""
        await self._begin(head.status, encode(head, None))

    async def part(self, part: bytes, *, last: bool = False) -> None:
        """Send a part of the body, and wait until the client has taken most of it.

        Raises:
            ClientGoneError: If it takes nothing for too long.
        """
        await self._send(
            {"type": "http.response.body", "body": part, "more_body": not last}
        )
        self.size += len(part)

    async def file(self, head: Head, parts: Iterator[bytes]) -> None:
        """Send a head and a piece of a file."""
        await self._begin(head.status, encode(head, None))
        for part in parts:
            await self.part(part)
        await self.part(b"", last=True)

    async def _send(self, message: Message) -> None:
        try:
            async with asyncio.timeout(_STALL_SECONDS):
                await self.send(message)
        except TimeoutError:
            raise ClientGoneError from None

    async def _begin(
        self, status: int, headers: tuple[tuple[bytes, bytes], ...]
    ) -> None:
        self.status = status
        await self._send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [*headers, (b"x-request-id", self.id.encode())],
            }
        )


def encode(head: Head, length: int | None) -> tuple[tuple[bytes, bytes], ...]:
    """Return the headers of an answer as ASGI wants them.

    Args:
        head: The status and the headers.
        length: How many bytes the body has; None if they say so themselves, or if
            nobody knows.
    """
    headers = [
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in head.headers
        # The server tells the date itself.
        if name.lower() != "date"
    ]
    if length is not None and head.status not in (204, 304):
        headers = [pair for pair in headers if pair[0] != b"content-length"]
        headers.append((b"content-length", str(length).encode()))
    return tuple(headers)


def read_piece(path: Path, start: int, length: int) -> Iterator[bytes]:
    """Yield a stretch of a file in parts; it is opened at once.

    Raises:
        OSError: If it cannot be opened.
    """
    file = path.open("rb")

    def parts() -> Iterator[bytes]:
        with file:
            file.seek(start)
            missing = length
            while missing and (part := file.read(min(_PART, missing))):
                missing -= len(part)
                yield part

    return parts()


def _too_large(limit: int) -> ProblemError:
    return ProblemError(413, f"the body has over {limit:,} bytes", "too large")
