"""Dumps: files of the whole graph and of each named graph, with ranges and checksums.

The last part of an address is a key, a format's name and, for the compressed file,
`.gz`. The key is `araz` for all graphs, `ontology`, `background` and so on for those
of the project, `article/<id>` for that of an article; `graph.<format>?graph=<IRI>`
reaches any graph.
"""

import base64
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, current_app, json, render_template
from flask import request, url_for

from kg.errors import FormatError
from kg.rdf.formats import Format
from server.dump_files import (
    ANY,
    Content,
    Dump,
    dumps_of,
    kept_size,
    read_dump,
    read_name,
)
from server.errors import problem
from server.negotiation import HTML, choose
from server.protocol import ProtocolError
from server.ranges import UnsatisfiableRangeError, read_range
from server.sending import send, with_charset
from server.snapshots import Snapshot, current_snapshot

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
    for dump in dumps_of(None, snapshot.names):
        try:
            lines.append(_checksum_line(dump, snapshot))
        except FormatError:
            # There is no such file.
            continue
    return _text("".join(sorted(lines, key=lambda line: line.split()[1])))


@blueprint.route("/dump/<path:name>")
def file(name: str) -> Response:
    """Return a dump, or the checksum of one."""
    snapshot = current_snapshot()
    dump = _wanted(name.removesuffix(_CHECKSUM), snapshot)
    try:
        if name.endswith(_CHECKSUM):
            return _text(_checksum_line(dump, snapshot))
        return _send(dump, snapshot)
    except FormatError as error:
        raise ProtocolError(406, str(error)) from error


def _wanted(name: str, snapshot: Snapshot) -> Dump:
    graph = request.args.get("graph")
    dump = read_name(name, graph, snapshot.names)
    if dump is None:
        abort(404)
    if dump.key == ANY and not graph:
        raise ProtocolError(400, f"{name} needs ?graph= with the IRI of a graph")
    if dump.graph is not None and dump.graph not in snapshot.store.graphs():
        abort(404)
    return dump


def _send(dump: Dump, snapshot: Snapshot) -> Response:
    response = current_app.response_class()
    media_type = with_charset(dump.format.media_type)
    response.content_type = _GZIP if dump.compressed else media_type
    disposition = f'attachment; filename="{dump.saved_as}"'
    response.headers["Content-Disposition"] = disposition
    response.headers["Accept-Ranges"] = "bytes"
    response.set_etag(f"{snapshot.generation}.{dump.kept_as}")
    response.cache_control.no_cache = True
    response.make_conditional(request)
    if response.status_code != HTTPStatus.OK:
        return response
    content = read_dump(dump, snapshot)
    checksum = base64.b64encode(bytes.fromhex(content.sha256)).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{checksum}:"
    return _filled(response, content)


def _filled(response: Response, content: Content) -> Response:
    """Return the response with all of the content, or the range asked for."""
    size = content.size
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
        response.response = content.part(part.start, len(part))
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


def _checksum_line(dump: Dump, snapshot: Snapshot) -> str:
    return f"{read_dump(dump, snapshot).sha256}  {dump.saved_as}\n"


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


def _entries(graph: Any, snapshot: Snapshot) -> list[dict[str, Any]]:
    return [_entry(dump, snapshot) for dump in dumps_of(graph, snapshot.names)]


def _entry(dump: Dump, snapshot: Snapshot) -> dict[str, Any]:
    query = {"graph": str(dump.graph)} if dump.key == ANY else {}
    entry: dict[str, Any] = {
        "name": dump.saved_as,
        "format": dump.format.name,
        "title": dump.format.title,
        "url": url_for("dumps.file", name=dump.name, _external=True, **query),
        "mediaType": _GZIP if dump.compressed else dump.format.media_type,
        "compressed": dump.compressed,
    }
    if (size := kept_size(dump, snapshot)) is not None:
        entry["byteSize"] = size
    return entry
