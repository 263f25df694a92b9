"""Dumps: files of the whole graph and of each named graph, with ranges and checksums.

The last part of an address is a key, a format's name and, for the compressed file,
`.gz`. The key is `araz` for all graphs, `ontology`, `background` and so on for those
of the project, `article/<id>` for that of an article; `graph.<format>?graph=<IRI>`
reaches any graph.
"""

import base64
import hashlib
from http import HTTPStatus
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    json,
    render_template,
    request,
    url_for,
)
from rdflib import URIRef

from kg.errors import FormatError, StoreError
from kg.rdf.formats import Format
from server.dataset.dump_files import (
    ALL,
    ANY,
    Dump,
    KeptFile,
    dumps_of,
    is_short,
    keep_dump,
    kept_size,
    make_dump,
    read_name,
)
from server.errors import problem
from server.http.negotiation import HTML, choose
from server.http.ranges import UnsatisfiableRangeError, read_range
from server.http.sending import send, with_charset
from server.protocol.operations import ProtocolError
from server.reading.snapshots import Snapshot, current_snapshot

blueprint = Blueprint("dumps", __name__)

_GZIP = "application/gzip"
_JSON = Format(name="json", title="JSON", media_types=("application/json",))
_CHECKSUM = ".sha256"
_GRAPHS_SHOWN = 100


@blueprint.route("/dump/")
def index() -> Response:
    """List the dumps: of all graphs, and of each, a hundred graphs at a time."""
    offer, media_type = choose(
        (_JSON, HTML),
        accept=request.headers.get("Accept", ""),
        format_name=request.args.get("format"),
    )
    listing = _listing(current_snapshot(), request.args.get("page", "1"))
    if offer is HTML:
        return send(render_template("dumps.html", listing=listing), media_type)
    return send(json.dumps(listing, ensure_ascii=False) + "\n", media_type)


@blueprint.route("/dump/SHA256SUMS")
def checksums() -> Response:
    """Return the checksums of all files of the whole graph, as sha256sum writes them.

    What has not been written yet is written first.
    """
    snapshot = current_snapshot()
    lines = []
    for known in dumps_of(None, snapshot.names):
        try:
            lines.append(_checksum_line(known, snapshot))
        except FormatError:
            # There is no such file.
            continue
    return _text("".join(sorted(lines, key=lambda line: line.split()[1])))


@blueprint.route("/dump/araz.<suffix>")
def dump(suffix: str) -> Response:
    """Return the dump of all graphs in a format, gzipped where the suffix says so."""
    return file(f"{ALL}.{suffix}")


@blueprint.route("/dump/<path:name>")
def file(name: str) -> Response:
    """Return a dump, or the checksum of one."""
    snapshot = current_snapshot()
    wanted = _wanted(name.removesuffix(_CHECKSUM), snapshot)
    if name.endswith(_CHECKSUM):
        return _text(_checksum_line(wanted, snapshot))
    return _send(wanted, snapshot)


def _wanted(name: str, snapshot: Snapshot) -> Dump:
    graph = request.args.get("graph")
    wanted = read_name(name, graph, snapshot.names)
    if wanted is None:
        abort(404)
    if wanted.key == ANY and not graph:
        raise ProtocolError(400, f"{name} needs ?graph= with the IRI of a graph")
    if wanted.graph is not None and not _exists(wanted.graph, snapshot):
        abort(404)
    return wanted


def _exists(graph: URIRef, snapshot: Snapshot) -> bool:
    try:
        return snapshot.store.has_graph(graph)
    except StoreError:
        # Not even an IRI.
        return False


def _send(wanted: Dump, snapshot: Snapshot) -> Response:
    response = current_app.response_class()
    media_type = with_charset(wanted.format.media_type)
    response.content_type = _GZIP if wanted.compressed else media_type
    disposition = f'attachment; filename="{wanted.saved_as}"'
    response.headers["Content-Disposition"] = disposition
    response.set_etag(f"{snapshot.generation}.{wanted.kept_as}")
    response.cache_control.no_cache = True
    response.make_conditional(request)
    if response.status_code != HTTPStatus.OK:
        return response
    if is_short(wanted, snapshot.names):
        response.data = b"".join(make_dump(wanted, snapshot))
        return response
    return _filled(response, keep_dump(wanted, snapshot))


def _filled(response: Response, kept: KeptFile) -> Response:
    """Return the response with all of the file, or the range asked for."""
    checksum = base64.b64encode(bytes.fromhex(kept.sha256)).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{checksum}:"
    response.headers["Accept-Ranges"] = "bytes"
    size = kept.size
    try:
        part = read_range(_range_header(response), size)
    except UnsatisfiableRangeError:
        status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        refusal = problem(status, f"the dump has {size:,} bytes; the range has none")
        refusal.headers["Content-Range"] = f"bytes */{size}"
        refusal.headers["Accept-Ranges"] = "bytes"
        return refusal
    if part is not None:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        last = part.stop - 1
        response.headers["Content-Range"] = f"bytes {part.start}-{last}/{size}"
    part = range(size) if part is None else part
    response.content_length = len(part)
    if request.method != "HEAD":
        response.response = kept.part(part.start, len(part))
        response.direct_passthrough = True
    return response


def _range_header(response: Response) -> str:
    """Return the Range header where it counts (RFC 9110, sections 13.1.5 and 14.2)."""
    condition = request.headers.get("If-Range")
    # Only GET has ranges; a weak tag never matches, and no dump has a date.
    if request.method != "GET" or condition not in (None, response.headers["ETag"]):
        return ""
    return request.headers.get("Range", "")


def _text(content: str) -> Response:
    response = current_app.response_class(content, mimetype="text/plain")
    response.add_etag()
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def _checksum_line(wanted: Dump, snapshot: Snapshot) -> str:
    if is_short(wanted, snapshot.names):
        digest = hashlib.sha256(b"".join(make_dump(wanted, snapshot))).hexdigest()
    else:
        digest = keep_dump(wanted, snapshot).sha256
    return f"{digest}  {wanted.saved_as}\n"


def _listing(snapshot: Snapshot, page: str) -> dict[str, Any]:
    """Return what the index says, as JSON has it."""
    if not page.isdecimal() or not 0 < int(page) <= 10**9:
        raise ProtocolError(400, f"page={page}: expected a number above 0")
    first = (int(page) - 1) * _GRAPHS_SHOWN
    # The project's own graphs come before those of articles.
    own = snapshot.names.graph("")
    graphs = sorted(
        snapshot.store.graphs(), key=lambda graph: (not graph.startswith(own), graph)
    )
    shown = graphs[first : first + _GRAPHS_SHOWN]
    listing: dict[str, Any] = {
        "generation": snapshot.generation,
        "checksums": url_for("dumps.checksums", _external=True),
        "all": _entries(None, snapshot),
        "graphs": [
            {"graph": graph, "files": _entries(graph, snapshot)} for graph in shown
        ],
    }
    if first + _GRAPHS_SHOWN < len(graphs):
        following = url_for("dumps.index", page=int(page) + 1, _external=True)
        listing["next"] = following
    return listing


def _entries(graph: URIRef | None, snapshot: Snapshot) -> list[dict[str, Any]]:
    return [_entry(known, snapshot) for known in dumps_of(graph, snapshot.names)]


def _entry(known: Dump, snapshot: Snapshot) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": known.saved_as,
        "format": known.format.name,
        "title": known.format.title,
        "url": url_of(known),
        "mediaType": _GZIP if known.compressed else known.format.media_type,
        "compressed": known.compressed,
    }
    if (size := kept_size(known, snapshot)) is not None:
        entry["byteSize"] = size
    return entry


def url_of(known: Dump) -> str:
    """Return the address of a dump."""
    query = {"graph": str(known.graph)} if known.key == ANY else {}
    return url_for("dumps.file", name=known.name, _external=True, **query)
