"""How an answer that depends on the Accept header leaves."""

from flask import Response, current_app


def send(body: bytes | str, media_type: str, status: int = 200) -> Response:
    """Return a negotiated answer, as the server's caches have to know it."""
    response = current_app.response_class(body, status)
    response.content_type = with_charset(media_type)
    response.vary.add("Accept")
    return response


def with_charset(media_type: str) -> str:
    """Return a media type with its charset where readers would guess another."""
    if media_type.startswith("text/"):
        return f"{media_type}; charset=utf-8"
    return media_type
