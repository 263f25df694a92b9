"""Dumps of the whole graph, streamed as the store writes them."""

from collections.abc import Iterable
from http import HTTPStatus
from itertools import chain

from flask import Blueprint, Response, abort, current_app, request

from kg.rdf.dump import gzipped
from kg.rdf.formats import RDF_FORMATS
from server.sending import with_charset
from server.snapshots import current_snapshot

blueprint = Blueprint("dumps", __name__)

_GZIP = "application/gzip"
_FORMATS = {known.name: known for known in RDF_FORMATS}


@blueprint.route("/dump/araz.<suffix>")
def dump(suffix: str) -> Response:
    """Return the dump in a format, gzipped where the suffix ends so."""
    name, _, compression = suffix.partition(".")
    if name not in _FORMATS or compression not in {"", "gz"}:
        abort(404)
    snapshot = current_snapshot()
    parts: Iterable[bytes] = snapshot.store.dump(name)
    response = current_app.response_class(gzipped(parts) if compression else parts)
    # Else it would be held in memory to count its length.
    response.implicit_sequence_conversion = False
    media_type = _FORMATS[name].media_type
    response.content_type = _GZIP if compression else with_charset(media_type)
    disposition = f'attachment; filename="araz.{suffix}"'
    response.headers["Content-Disposition"] = disposition
    response.set_etag(f"{snapshot.generation}.{suffix}")
    response.cache_control.no_cache = True
    response.make_conditional(request)
    if response.status_code == HTTPStatus.OK and request.method != "HEAD":
        response.response = _begun(response.iter_encoded())
    return response


def _begun(parts: Iterable[bytes]) -> Iterable[bytes]:
    """Return the parts with the first one made, so that its error has a status."""
    iterator = iter(parts)
    return chain([next(iterator, b"")], iterator)
