"""The address of the description of the dataset."""

from collections.abc import Iterator

from flask import Blueprint, Response, request, url_for

from kg.rdf.dump import dump_graph
from kg.rdf.formats import RDF_FORMATS, rdf_format
from server.dataset.description import PREFIXES, Addresses, File, describe_dataset
from server.dataset.dump_files import dumps_of, kept_size
from server.dataset.dumps import url_of
from server.http.negotiation import choose, prefers_html
from server.http.sending import send
from server.reading.counts import read_counts
from server.reading.snapshots import Snapshot, current_snapshot

blueprint = Blueprint("void", __name__)


@blueprint.route("/void")
@blueprint.route("/.well-known/void", endpoint="well_known")
def void() -> Response:
    """Describe the dataset in an RDF format; a browser shows Turtle as plain text."""
    snapshot = current_snapshot()
    accept, name = request.headers.get("Accept", ""), request.args.get("format")
    if name is None and prefers_html(accept):
        offer, media_type = rdf_format("ttl"), "text/plain"
    else:
        offer, media_type = choose(RDF_FORMATS, accept=accept, format_name=name)
    triples = describe_dataset(
        read_counts(snapshot),
        snapshot.names,
        snapshot.generation,
        _addresses(),
        _files(snapshot),
    )
    prefixes = snapshot.names.prefixes | PREFIXES
    response = send(b"".join(dump_graph(triples, offer.name, prefixes)), media_type)
    response.add_etag()
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def _addresses() -> Addresses:
    return Addresses(
        description=url_for("void.void", _external=True),
        sparql=url_for("sparql.sparql", _external=True),
        dumps=url_for("dumps.index", _external=True),
        openapi=url_for("openapi.openapi", _external=True),
    )


def _files(snapshot: Snapshot) -> Iterator[File]:
    for dump in dumps_of(None, snapshot.names):
        yield File(
            url_of(dump),
            dump.format.media_type,
            dump.compressed,
            kept_size(dump, snapshot),
        )
