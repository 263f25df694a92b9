"""Who may edit, and who makes the edits.

Edits are off unless a token is set. Its hash is kept, not the token; `kg token` makes
both. An application that only reads hands an edit over to one that can write.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, request

from kg.config import Settings
from server.editing.tokens import bearer, is_token
from server.messages import GENERATION, HANDOVER
from server.protocol.operations import ProtocolError

if TYPE_CHECKING:
    # The reasoner, and numpy with it, is loaded by those who write, or never.
    from kg.pipeline.editing import Edited, Editor

_EDITOR = "araz.editor"
_HASH = "araz.token_hash"
_OFF = "updates are off: this server has no token set; see 'kg token --help'"


def register_editing(app: Flask, settings: Settings, editor: "Editor | None") -> None:
    """Give an application the token's hash, and its editor if it has one."""
    app.extensions[_HASH] = settings.token_hash
    app.extensions[_EDITOR] = editor


def edit(change: Callable[["Editor"], "Edited"]) -> "Edited | Response":
    """Make an edit if the request may, or return what hands it over.

    Raises:
        ProtocolError: 401 without a token, 403 with a wrong one or where edits are off.
    """
    check_permission()
    editor: Editor | None = current_app.extensions[_EDITOR]
    if editor is None:
        response = current_app.response_class(status=202)
        response.headers[HANDOVER] = "writer"
        return response
    return change(editor)


def confirm(edited: "Edited", status: int) -> Response:
    """Return the answer to an edit that was made."""
    response = current_app.response_class(status=status)
    response.headers[GENERATION] = edited.generation
    if status == HTTPStatus.NO_CONTENT:
        del response.headers["Content-Type"]
    return response


def are_edits_on() -> bool:
    """Say whether anybody may edit."""
    return bool(current_app.extensions[_HASH])


def check_permission() -> None:
    """Check that this request may edit.

    Raises:
        ProtocolError: 401 without a token, 403 with a wrong one or where edits are off.
    """
    expected: str = current_app.extensions[_HASH]
    if not expected:
        raise ProtocolError(403, _OFF)
    authorization = request.headers.get("Authorization", "")
    if bearer(authorization) is None:
        raise ProtocolError(401, "an update needs 'Authorization: Bearer TOKEN'")
    if not is_token(authorization, expected):
        raise ProtocolError(403, "this token does not allow updates")
