"""Every answer that is no success: problem+json for programs, a page for people.

The only place of the server that catches all exceptions. See RFC 9457.
"""

import logging
import re
from collections.abc import Sequence
from functools import partial
from http import HTTPStatus

from flask import Flask, Response, current_app, json, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from kg.errors import (
    AnswerTooLargeError,
    EvaluationError,
    ForbiddenEditError,
    FormatError,
    KgError,
    LoadRefusedError,
    OutsideError,
    QueryError,
    ServiceRefusedError,
    StatementError,
    StoreError,
    StoreLockedError,
)
from kg.rdf.text_index import Kind, Suggestion
from server.http.negotiation import prefers_html
from server.protocol.operations import ProtocolError
from server.reading.snapshots import current_links, current_snapshot
from server.suggestions import nearest_names

PROBLEM = "application/problem+json"
# What a client can do something about; the message tells what.
_STATUSES: dict[type[KgError], int] = {
    AnswerTooLargeError: 422,
    EvaluationError: 422,
    FormatError: 406,
    ForbiddenEditError: 403,
    LoadRefusedError: 403,
    OutsideError: 502,
    ServiceRefusedError: 403,
    StatementError: 400,
    StoreLockedError: 503,
}
_LOCKED = "another process is writing to the knowledge graph; try again in a moment"
# Where things have names, and what is suggested instead of one that is not there.
_SUGGESTED = {"/entity/": Kind.ENTITY, "/article/": Kind.ARTICLE}
_POSITION = re.compile(r"line (\d+), column (\d+)")

_log = logging.getLogger(__name__)


def register_errors(app: Flask) -> None:
    """Answer every error of the application."""
    app.register_error_handler(ProtocolError, _on_protocol_error)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(QueryError, _on_query_error)
    for kind, status in _STATUSES.items():
        app.register_error_handler(kind, partial(_on_named_error, status))
    app.register_error_handler(StoreError, _on_store_error)
    app.register_error_handler(Exception, _on_any_error)


def problem(
    status: int,
    detail: str,
    *,
    position: tuple[int, int] | None = None,
    suggestions: Sequence[Suggestion] = (),
) -> Response:
    """Return an error as the client can read it.

    Args:
        status: The HTTP status.
        detail: One line: what is wrong and what was expected.
        position: Line and column of a query where it cannot be read.
        suggestions: What may have been meant instead.
    """
    title = HTTPStatus(status).phrase
    if prefers_html(request.headers.get("Accept", "")):
        page = render_template(
            "error.html",
            status=status,
            title=title,
            detail=detail,
            position=position,
            suggestions=[(_page_of(each), each) for each in suggestions],
        )
        response = current_app.response_class(page, status, mimetype="text/html")
    else:
        content: dict[str, object] = {"type": "about:blank", "title": title}
        content |= {"status": status, "detail": detail}
        if position:
            content |= {"line": position[0], "column": position[1]}
        if suggestions:
            content["suggestions"] = [
                {
                    "iri": each.iri,
                    "kind": each.kind,
                    "title": each.title,
                    "page": _page_of(each),
                }
                for each in suggestions
            ]
        text = json.dumps(content, ensure_ascii=False) + "\n"
        response = current_app.response_class(text, status, content_type=PROBLEM)
    response.vary.add("Accept")
    return response


def position_of(error: QueryError) -> tuple[int, int] | None:
    """Return the line and column that an error names."""
    found = _POSITION.search(str(error))
    return (int(found[1]), int(found[2])) if found else None


def status_of(error: KgError) -> int:
    """Return the HTTP status that tells an error of a query."""
    kinds = (kind for kind in _STATUSES if isinstance(error, kind))
    return min((_STATUSES[kind] for kind in kinds), default=400)


def _on_protocol_error(error: ProtocolError) -> Response:
    response = problem(error.status, error.message, position=error.position)
    if error.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="araz"'
    return response


def _on_query_error(error: QueryError) -> Response:
    return problem(400, str(error), position=position_of(error))


def _on_named_error(status: int, error: KgError) -> Response:
    # Where the store lies is nobody's business.
    is_locked = isinstance(error, StoreLockedError)
    response = problem(status, _LOCKED if is_locked else str(error))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = "5"
    return response


def _on_http_error(error: HTTPException) -> Response | HTTPException:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status < HTTPStatus.BAD_REQUEST:
        return error
    detail = {
        HTTPStatus.NOT_FOUND: f"there is nothing at {request.path}",
        HTTPStatus.METHOD_NOT_ALLOWED: f"{request.path} does not take {request.method}",
    }.get(HTTPStatus(status), error.description or "")
    meant = _suggestions() if status == HTTPStatus.NOT_FOUND else ()
    response = problem(status, detail, suggestions=meant)
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _on_store_error(error: StoreError) -> Response:
    _log.error("%s %s: %s", request.method, request.path, error)
    return problem(503, "the knowledge graph cannot be read at the moment")


def _on_any_error(error: Exception) -> Response:
    _log.error("%s %s", request.method, request.path, exc_info=error)
    return problem(500, InternalServerError.description)


def _suggestions() -> tuple[Suggestion, ...]:
    """Return what may have been meant by the address of a thing that is not there."""
    for path, kind in _SUGGESTED.items():
        if request.path.startswith(path):
            try:
                index = current_snapshot().text_index
                return nearest_names(index, request.path.removeprefix(path), [kind])
            except StoreError as error:
                # That it is not there is true without them.
                _log.warning("no suggestions for %s: %s", request.path, error)
    return ()


def _page_of(suggestion: Suggestion) -> str | None:
    return current_links().page(suggestion.iri)
