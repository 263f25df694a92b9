"""A request that one worker hands over to another, as it came or changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from server.messages import HANDOVER, ONWARD, Head, Request
from server.worker.order import Role

# Headers that are about the body or the answer, not about who asks.
_NOT_KEPT = ("accept", "content-", "transfer-")


@dataclass(frozen=True, slots=True)
class Handover:
    """A worker has found that a request is for another one."""

    role: Role
    request: Request


def is_handover(head: Head) -> bool:
    """Say whether an answer is none, but hands its request over."""
    return any(name == HANDOVER for name, _ in head.headers)


def read_handover(head: Head, request: Request, body: bytes) -> Handover:
    """Return whom a request is handed over to.

    Args:
        head: Of the answer that hands it over.
        request: As it came.
        body: Of that answer; what goes on, if the request does not go as it came.
    """
    headers = dict(head.headers)
    role = Role(headers[HANDOVER])
    if ONWARD not in headers:
        return Handover(role, request)
    return Handover(role, _changed(request, headers, body))


def _changed(request: Request, headers: Mapping[str, str], body: bytes) -> Request:
    method, _, target = headers[ONWARD].partition(" ")
    path, _, query = target.partition("?")
    kept = (pair for pair in request.headers if not pair[0].startswith(_NOT_KEPT))
    content_type = ("content-type", headers["Content-Type"])
    return replace(
        request,
        method=method,
        path=path,
        query=query,
        headers=(*kept, content_type),
        body=body,
    )
