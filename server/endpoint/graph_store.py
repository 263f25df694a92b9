"""The graph store: whole graphs read and written over HTTP.

A graph is named by `?graph=IRI` or `?default`, or directly: the graph below
`/graph-store/` is the one whose IRI is that address.
"""

from collections.abc import Iterator
from itertools import chain

from flask import Blueprint, Response, request, url_for
from rdflib import URIRef

from kg.rdf.dump import dump_graph
from kg.rdf.edits import Content
from kg.rdf.formats import RDF_FORMATS
from kg.rdf.terms import digest
from server.editing.permission import check_permission, confirm, edit
from server.http.negotiation import choose
from server.http.sending import write
from server.protocol.graphs import Target, read_format, read_target
from server.protocol.operations import ProtocolError
from server.reading.snapshots import current_snapshot

blueprint = Blueprint("graph_store", __name__)

_MULTIPART = "multipart/form-data"


@blueprint.route("/graph-store", methods=["GET", "PUT", "POST", "DELETE"])
@blueprint.route("/graph-store/<path:path>", methods=["GET", "PUT", "POST", "DELETE"])
def graph_store(path: str | None = None) -> Response:
    """Read, replace, extend or remove a graph."""
    target = read_target(
        default=request.args.getlist("default"),
        graph=request.args.getlist("graph"),
        address=request.base_url if path is not None else None,
    )
    if request.method not in {"GET", "HEAD"}:
        check_permission()
    if target is None and request.method == "POST":
        return _create()
    if target is None:
        raise ProtocolError(400, "name a graph: ?graph=IRI, or ?default")
    if request.method == "PUT":
        return _put(target, replace=True)
    if request.method == "POST":
        return _put(target, replace=False)
    if request.method == "DELETE":
        return _drop(target)
    return _get(target)


def _get(target: Target) -> Response:
    snapshot = current_snapshot()
    store, graph = snapshot.store, target.graph
    if not store.has_graph(graph):
        raise _missing(graph)
    offer, media_type = choose(
        RDF_FORMATS,
        accept=request.headers.get("Accept", ""),
        format_name=request.args.get("format"),
    )
    prefixes = snapshot.names.prefixes
    response = write(
        lambda output: output.writelines(
            dump_graph(store.triples(graph), offer.name, prefixes)
        ),
        media_type,
    )
    response.set_etag(digest((snapshot.generation, str(graph), media_type)), weak=True)
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def _put(target: Target, *, replace: bool) -> Response:
    contents = tuple(_contents(target.graph or request.base_url))
    done = edit(
        lambda editor: editor.put_graph(target.graph, contents, replace=replace)
    )
    if isinstance(done, Response):
        return done
    return confirm(done, 204 if done.existed else 201)


def _create() -> Response:
    """Write a graph under a name that the server chooses (section 5.5)."""
    contents = tuple(_contents(request.base_url))
    # Nobody has that name: what is there already is part of it.
    given = [repr(content) for content in contents]
    name = digest((current_snapshot().generation, *given))
    address = url_for("graph_store.graph_store", path=name, _external=True)
    graph = URIRef(address)
    done = edit(lambda editor: editor.put_graph(graph, contents, replace=False))
    if isinstance(done, Response):
        return done
    response = confirm(done, 201)
    response.headers["Location"] = address
    return response


def _drop(target: Target) -> Response:
    if not current_snapshot().store.has_graph(target.graph):
        raise _missing(target.graph)
    done = edit(lambda editor: editor.drop_graph(target.graph))
    return done if isinstance(done, Response) else confirm(done, 204)


def _contents(base: str) -> Iterator[Content]:
    """Yield the graphs that are sent: the body, or each part of a form (5.5)."""
    media_type = request.headers.get("Content-Type", "").partition(";")[0].strip()
    if media_type.lower() != _MULTIPART:
        known = read_format(media_type, RDF_FORMATS)
        yield Content(data=request.get_data(), format_name=known.name, base_iri=base)
        return
    if not request.files:
        raise ProtocolError(400, "the form has no file; each graph goes as a file")
    for part in chain.from_iterable(request.files.listvalues()):
        known = read_format(part.content_type or "", RDF_FORMATS)
        yield Content(data=part.read(), format_name=known.name, base_iri=base)


def _missing(graph: URIRef | None) -> ProtocolError:
    return ProtocolError(404, f"<{graph}>: there is no such graph")
