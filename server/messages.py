"""What the front and its workers say to each other over a socket.

A frame is a kind (one byte), a length (four bytes) and so many bytes. A request goes
as one frame; its answer is a head, then parts of the body or a piece of a file, then
an end or a failure. Both sides are processes of one server.
"""

import json
import struct
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

# A header by which an application hands a request over to another process, one that
# says as what kind of edit its body goes there (method and target, if the request does
# not go as it came), and one that names the generation that an edit led to. The front
# takes them out.
HANDOVER = "Araz-Handover"
ONWARD = "Araz-Onward"
GENERATION = "Araz-Generation"

FRAME = struct.Struct("!BI")
_LENGTH = struct.Struct("!I")

type Headers = tuple[tuple[str, str], ...]


class Kind(IntEnum):
    """What a frame holds."""

    REQUEST = 1
    READY = 2
    HEAD = 3
    PART = 4
    FILE = 5
    END = 6
    FAILURE = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An HTTP request, as a worker's application gets it.

    `path` and `query` are as they were sent, percent-encoded; names of headers are in
    lower case; `client` is the address it came from, `host` and `port` the server's.
    """

    method: str
    path: str
    query: str
    headers: Headers
    client: str
    scheme: str
    host: str
    port: int
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A worker is ready: the generation that it serves, and its triples if counted."""

    generation: str
    triples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The status and the headers of an answer.

    `complete` says that the whole body follows, in one part.
    """

    status: int
    headers: Headers
    complete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a file, in bytes, that the front sends by itself."""

    path: Path
    start: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The answer is complete; `rows` solutions or triples are in it, if it has any.

    With `retire` the worker says that it wants to be replaced.
    """

    rows: int | None = None
    retire: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """The answer broke off after its head."""

    reason: str


type Reply = Ready | Head | Piece | End | Failure | bytes

_REPLIES: dict[Kind, type[Ready | Head | Piece | End | Failure]] = {
    Kind.READY: Ready,
    Kind.HEAD: Head,
    Kind.FILE: Piece,
    Kind.END: End,
    Kind.FAILURE: Failure,
}
_KINDS = {reply: kind for kind, reply in _REPLIES.items()}


def pack_request(request: Request) -> bytes:
    """Return the frame of a request."""
    head = json.dumps(
        (
            request.method,
            request.path,
            request.query,
            request.headers,
            request.client,
            request.scheme,
            request.host,
            request.port,
        )
    ).encode()
    content = _LENGTH.pack(len(head)) + head + request.body
    return FRAME.pack(Kind.REQUEST, len(content)) + content


def unpack_request(content: bytes) -> Request:
    """Return the request of a frame."""
    (length,) = _LENGTH.unpack_from(content)
    start = _LENGTH.size
    method, path, query, headers, client, scheme, host, port = json.loads(
        content[start : start + length]
    )
    return Request(
        method=method,
        path=path,
        query=query,
        headers=tuple((name, value) for name, value in headers),
        client=client,
        scheme=scheme,
        host=host,
        port=port,
        body=content[start + length :],
    )


def pack_reply(reply: Reply) -> bytes:
    """Return the frame of a part of an answer."""
    if isinstance(reply, bytes):
        return FRAME.pack(Kind.PART, len(reply)) + reply
    fields = [getattr(reply, name) for name in reply.__slots__]
    content = json.dumps(fields, default=str).encode()
    return FRAME.pack(_KINDS[type(reply)], len(content)) + content


def unpack_reply(kind: int, content: bytes) -> Reply:
    """Return the part of an answer that a frame holds."""
    if kind == Kind.PART:
        return content
    reply = _REPLIES[Kind(kind)]
    fields: dict[str, Any] = dict(
        zip(reply.__slots__, json.loads(content), strict=True)
    )
    if kind == Kind.HEAD:
        fields["headers"] = tuple((name, value) for name, value in fields["headers"])
    if kind == Kind.FILE:
        fields["path"] = Path(fields["path"])
    return reply(**fields)
