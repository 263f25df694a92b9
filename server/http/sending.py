"""How an answer that depends on the Accept header leaves."""

from collections.abc import Callable
from typing import BinaryIO

from flask import Response, current_app, request

from server.http.bodies import WrittenBody

# Set in the environment of a request by a server that takes bodies that write
# themselves, and that answers errors which come late.
WRITES = "araz.writes"


def send(body: bytes | str, media_type: str, status: int = 200) -> Response:
    """Return a negotiated answer, as the server's caches have to know it."""
    response = current_app.response_class(body, status)
    response.content_type = with_charset(media_type)
    response.vary.add("Accept")
    return response


def write(body: Callable[[BinaryIO], int | None], media_type: str) -> Response:
    """Return a negotiated answer whose body is written as it is found.

    Args:
        body: Writes the body, and returns the number of its rows if it has any.
        media_type: What it is written in.
    """
    written = WrittenBody(body)
    if not request.environ.get(WRITES):
        return send(b"".join(written), media_type)
    response = send(b"", media_type)
    response.response = written
    response.direct_passthrough = True
    response.headers.pop("Content-Length", None)
    return response


def with_charset(media_type: str) -> str:
    """Return a media type with its charset where readers would guess another."""
    if media_type.startswith("text/"):
        return f"{media_type}; charset=utf-8"
    return media_type
