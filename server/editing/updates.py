"""SPARQL Update over HTTP, for those who have the token.

See section 2.2 of https://www.w3.org/TR/sparql11-protocol/.
"""

from flask import Response, request

from kg.rdf.edits import check_update
from kg.rdf.update_text import with_dataset
from server.editing.permission import check_permission, confirm, edit
from server.protocol.operations import Operation


def make_update(operation: Operation) -> Response:
    """Carry out an update with all that follows from it, whole or not at all.

    Raises:
        ProtocolError: Where the client may not edit.
        QueryError: For a mistake in the text.
        LoadRefusedError: For a LOAD from elsewhere than is allowed.
    """
    check_permission()
    base = request.base_url
    text = with_dataset(
        operation.text, operation.default_graphs, operation.named_graphs
    )
    check_update(text, base)
    done = edit(lambda editor: editor.update(text, base))
    return done if isinstance(done, Response) else confirm(done, 204)
